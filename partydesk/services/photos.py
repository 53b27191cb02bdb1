"""Photos of people: taken from any picture, cut to the shape of a certificate photo, kept small."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.exchange.untrusted import BROKEN_PICTURE
from partydesk.services.pictures import add_picture

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Two-inch photos are 35 mm × 49 mm; this is 435 dots an inch, more than any printer shows.
WIDTH_PX, HEIGHT_PX = 600, 840
#: What the window shows and cuts from; larger pictures are reduced first.
_WORKING_PX = 2400
_SMALLEST_PX = 60
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF")
_QUALITY = 90
_TURNS = (
    None,
    Image.Transpose.ROTATE_270,  # Pillow turns to the left, people say to the right
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is to be taken from a picture.

    Attributes:
        left: Left edge in pixels of the picture after turning.
        top: Upper edge.
        width: Width; the height follows from the shape of the photo.
        turns: Quarter turns to the right, made first.
    """

    left: float
    top: float
    width: float
    turns: int = 0


def prepare_photo(path: Path) -> bytes:
    """Read a picture that a photo is to be cut from: upright, opaque, not larger than needed.

    Returns:
        A JPEG of at most 2400 pixels on the longer side, without the notes that cameras add (the
        place where it was taken).

    Raises:
        EnvironmentProblem: The file cannot be read.
        ValidationFailed: It is no picture, damaged, too small, or far too large.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= bounds.PICTURE_BYTES else b""
    except OSError as error:
        raise EnvironmentProblem(f"读不了照片“{path.name}”，请检查文件是否还在") from error
    if not content:
        raise _refused("照片大于 60 MB，请缩小后重选" if size else "照片是空文件，请重选")
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"}:
        raise _refused("这是手机的 HEIC 照片，请在手机上另存为 JPG 后重选")
    return _written(_upright(content), _QUALITY + 5)


def _upright(content: bytes) -> Image.Image:
    """Read a picture as the camera meant it.

    Raises:
        ValidationFailed: It is no picture, damaged, too small, or far too large.
    """
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that would fill the memory, up to twice its limit.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if min(picture.size) < _SMALLEST_PX:
                raise _refused(f"照片只有 {picture.width}×{picture.height} 像素，太小，请重选")
            picture.draft("RGB", (_WORKING_PX, _WORKING_PX))
            picture.thumbnail((_WORKING_PX, _WORKING_PX), Image.Resampling.LANCZOS)
            return _opaque(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused("照片像素过多（超过约 9000 万），请用图片软件缩小后重选") from error
    except BROKEN_PICTURE as error:
        raise _refused("照片已损坏，或不是 JPG、PNG 图片，请用图片软件另存为 JPG 后重选") from error


def _opaque(picture: Image.Image) -> Image.Image:
    """Put a picture with holes on white paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return picture.convert("RGB")


def _refused(message: str) -> ValidationFailed:
    return ValidationFailed({"photo": message})


def _written(picture: Image.Image, quality: int) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality, optimize=True)
    return held.getvalue()


def cut_photo(prepared: bytes, cut: Cut) -> bytes:
    """Cut a photo of 5:7 from a prepared picture.

    Returns:
        A JPEG of at most 600 × 840 pixels; what is smaller is not blown up.

    Raises:
        ValidationFailed: The picture cannot be read.
    """
    try:
        picture: Image.Image = Image.open(io.BytesIO(prepared), formats=("JPEG",))
        picture.load()
    except BROKEN_PICTURE as error:
        raise _refused("照片读不出，请重选") from error
    turn = _TURNS[cut.turns % len(_TURNS)]
    if turn is not None:
        picture = picture.transpose(turn)
    width = min(cut.width, picture.width, picture.height * WIDTH_PX / HEIGHT_PX)
    height = width * HEIGHT_PX / WIDTH_PX
    # The upper bounds may lie a hair below zero, by rounding; zero has the last word.
    left = max(0.0, min(cut.left, picture.width - width))
    top = max(0.0, min(cut.top, picture.height - height))
    across = max(1, min(WIDTH_PX, round(width)))
    size = (across, max(1, round(across * HEIGHT_PX / WIDTH_PX)))
    box = (left, top, min(left + width, picture.width), min(top + height, picture.height))
    return _written(picture.resize(size, Image.Resampling.LANCZOS, box=box), _QUALITY)


def store_photo(workspace: Workspace, prepared: bytes, cut: Cut) -> str:
    """Cut a photo and keep it in the workspace.

    Returns:
        Its SHA-256, by which a record refers to it.

    Raises:
        ValidationFailed: The picture cannot be read.
    """
    return add_picture(workspace, cut_photo(prepared, cut))
