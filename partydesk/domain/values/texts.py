"""Free text and names of people."""

from __future__ import annotations

import re

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    one_line,
    refused,
    says_nothing,
    says_unknown,
    text_of,
    without_controls,
)

#: Full length of the name column (民委发〔2016〕33号: at least 50 characters, 25 Han).
NAME_LENGTH = 50
SEPARATOR = "\u00b7"
_DOTS = "·・•‧．∙⋅･․"
_DOT_BETWEEN = re.compile(rf"(?<=\w)\s*[{_DOTS}]\s*(?=\w)")
_STOP_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\xff])\s*\.\s*(?=[^\x00-\xff])")
_SEVERAL = re.compile(r"[、，,；;/／\n\r]")
_SHORT_NAME = 3
_ASIDE = re.compile(r"(\s*([（(](男|女|已故|兼|\w{1,4}族)[）)]|[*＊※★☆]))+$")


def parse_text(_field: Field, cell: Cell) -> Parsed:
    """Read one line of text; N/A and dashes mean nothing."""
    text = one_line(text_of(cell))
    return Parsed(None if says_nothing(text) else text)


def parse_long_text(_field: Field, cell: Cell) -> Parsed:
    """Read several lines of text; line ends are trimmed, runs of empty lines shortened to one."""
    text = without_controls(text_of(cell).replace("\r\n", "\n").replace("\r", "\n"))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Parsed(None if says_nothing(text) else text)


def parse_name(field: Field, cell: Cell) -> Parsed:
    """Read a person's name.

    The separator between the parts of a Mongolian or Manchu name becomes U+00B7
    (民委发〔2016〕33号); characters outside the basic plane stay as they are; the space that
    aligns a short name is removed.

    Raises:
        ValueRefused: The text has no letter, or is longer than 50 characters.
    """
    raw = text_of(cell)
    text = one_line(raw)
    if says_unknown(text):
        return Parsed(None)
    if text == raw and text.isalpha() and len(text) <= NAME_LENGTH:
        return Parsed(text)  # nothing but letters: most names, and nothing below would touch them
    text = _STOP_BETWEEN_HAN.sub(SEPARATOR, _DOT_BETWEEN.sub(SEPARATOR, text))
    text, aside = _without_aside(field, text)
    parts = text.split(" ")
    if not text.isascii() and _is_spaced_out(parts):
        text = "".join(parts)
    if not any(character.isalpha() for character in text):
        raise refused("bad_name", f"{field.label}“{text[:20]}”里没有文字，请填写姓名")
    if len(text) > NAME_LENGTH:
        raise refused(
            "too_long",
            f"{field.label}有 {len(text)} 个字，最多 {NAME_LENGTH} 个；请检查是否填错了列",
        )
    return Parsed(text, (*aside, *_several_warning(field, raw, text)))


def _without_aside(field: Field, text: str) -> tuple[str, tuple[Reason, ...]]:
    """Leave out what people write behind a name in lists: （女）, （蒙古族）, a star."""
    name = _ASIDE.sub("", text).strip()
    if name == text or not name:
        return text, ()
    message = f"{field.label}“{text[:20]}”后面的“{text[len(name) :][:10]}”不是姓名，没有读入"
    return name, (Reason("name_aside", message),)


def _several_warning(field: Field, raw: str, text: str) -> tuple[Reason, ...]:
    """Warn of a cell that seems to name several people: they would become one."""
    pieces = [piece for piece in _SEVERAL.split(raw.strip()) if one_line(piece)]
    spaced = " " in text and not text.isascii()
    if len(pieces) == 1 and not spaced:
        return ()
    message = f"{field.label}“{text[:20]}”像是不止一个人的姓名，已按一个人读取；请核对，每人一格"
    return (Reason("several_names", message),)


def parse_picture(field: Field, cell: Cell) -> Parsed:
    """Take the SHA-256 of a stored picture; sheets cannot bring pictures.

    Raises:
        ValueRefused: ``picture``, for anything else.
    """
    if cell is None or cell == "":
        return Parsed(None)
    if isinstance(cell, str) and re.fullmatch(r"[0-9a-f]{64}", cell):
        return Parsed(cell)
    raise refused("picture", f"{field.label}不能从表格导入，请在登记表里选择图片")


def _is_spaced_out(parts: list[str]) -> bool:
    """Whether spaces only stretch one name; two names in a cell must not grow together."""
    if any(part.isascii() for part in parts):
        return False
    return len("".join(parts)) <= _SHORT_NAME or all(len(part) == 1 for part in parts)
