"""Reads codes from pictures: scans, photos and screenshots of a document."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note
from partydesk.domain.genuineness import PREFIX
from partydesk.exchange.untrusted import BROKEN_PICTURE

#: What a path to a picture ends in.
PICTURES: Final = (".png", ".jpg", ".jpeg", ".bmp")
#: Side in pixels below which a picture is looked at again at twice its size.
_SMALL: Final = 2500


def read_picture_file(path: Path) -> str:
    """Read the code in a picture; see :func:`read_picture`.

    Raises:
        EnvironmentProblem: The file cannot be read.
        InputRefused: It is no picture, or there is no code in it.
    """
    try:
        if path.stat().st_size > bounds.PICTURE_BYTES:
            raise _refused("large_picture", f"图片“{path.name}”太大，请另存为小一些的再试")
        content = path.read_bytes()
    except OSError as error:
        message = f"读不了“{path.name}”，请检查路径，或先关闭正打开它的程序"
        raise EnvironmentProblem(message) from error
    return read_picture(content)


def read_picture(content: bytes) -> str:
    """Read the code in a picture.

    Args:
        content: PNG, JPEG or BMP.

    Returns:
        The text of the verification code; where there is none, that of another code.

    Raises:
        InputRefused: It is no picture, or there is no code in it.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "BMP")) as opened:
            if opened.width * opened.height > bounds.PICTURE_PIXELS:
                raise _refused("large_picture", "图片太大，请只截取验证码附近的部分再试")
            picture = ImageOps.exif_transpose(opened).convert("L")
    except (*BROKEN_PICTURE, Image.DecompressionBombError) as error:
        message = "这个文件不是能读的图片，请用 PNG、JPG 或 BMP"
        raise _refused("no_picture", message) from error
    for tried in _tries(picture):
        texts = [found.text for found in zxingcpp.read_barcodes(tried) if found.text]
        if texts:
            return next((text for text in texts if text.upper().startswith(PREFIX)), texts[0])
    message = "图片里没有找到验证码；请拍得近一些、平一些、清楚一些，或输入文书编号查询"
    raise _refused("no_code", message)


def _tries(picture: Image.Image) -> Iterator[Image.Image]:
    """Give the picture as it is, then larger and smoother for coarse or noisy ones."""
    yield picture
    if max(picture.size) <= _SMALL:
        yield picture.resize((2 * picture.width, 2 * picture.height), Image.Resampling.BICUBIC)
    yield picture.filter(ImageFilter.GaussianBlur(1))
    yield ImageOps.autocontrast(picture.filter(ImageFilter.MedianFilter(3)))


def _refused(code: str, message: str) -> InputRefused:
    return InputRefused([Note(code, message)])
