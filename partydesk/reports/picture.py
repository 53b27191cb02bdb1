"""Pictures of a layout: a head in Mongolian script, an emblem, a scan of the stock.

They are kept and named by their SHA-256, so that the same picture is stored once and a layout says
exactly which one it means.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from partydesk.domain import bounds
from partydesk.domain.errors import ValidationFailed

#: Below it a printed picture looks coarse.
LEAST_DPI: Final = 150
_MM_PER_INCH: Final = 25.4
#: What Pillow's readers throw at pictures that are damaged or were made to do harm.
_BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG.

    Attributes:
        sha256: Of its content.
        media_type: ``image/png`` or ``image/jpeg``.
        width_px: Width.
        height_px: Height.
        content: The file.
    """

    sha256: str
    media_type: str
    width_px: int
    height_px: int
    content: bytes = field(repr=False)

    def fitted_mm(self, width_mm: float, height_mm: float) -> tuple[float, float]:
        """Give the largest size in a box that keeps the sides in proportion."""
        scale = min(width_mm / self.width_px, height_mm / self.height_px)
        return self.width_px * scale, self.height_px * scale

    def dpi(self, width_mm: float, height_mm: float) -> float:
        """Give its resolution in a box."""
        return self.width_px / self.fitted_mm(width_mm, height_mm)[0] * _MM_PER_INCH


def read_picture(content: bytes) -> Picture:
    """Take a file in as a picture.

    Raises:
        ValidationFailed: It is no PNG or JPEG, damaged or too large.
    """
    if len(content) > bounds.LAYOUT_PICTURE_BYTES:
        raise ValidationFailed({"picture": "图片大于 20 MB，请缩小后重选"})
    try:
        with Image.open(BytesIO(content), formats=tuple(_TYPES)) as image:
            kind, (width, height) = str(image.format), image.size
            if width * height > bounds.PICTURE_PIXELS:
                raise ValidationFailed({"picture": "图片超过 8000 万像素，请缩小后重选"})
            image.load()
    except UnidentifiedImageError as error:
        raise ValidationFailed({"picture": "图片须为 PNG 或 JPG 格式，请另存后重选"}) from error
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise ValidationFailed({"picture": "图片已损坏，打不开；请换一个文件"}) from error
    return Picture(hashlib.sha256(content).hexdigest(), _TYPES[kind], width, height, content)


def kept_picture(sha256: str, media_type: str, content: bytes) -> Picture:
    """Give a picture that was taken in before; only its head is looked at."""
    with Image.open(BytesIO(content)) as image:
        return Picture(sha256, media_type, *image.size, content)
