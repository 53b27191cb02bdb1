"""Words of editable dictionaries, one or several in a cell."""

from __future__ import annotations

import re
from collections.abc import Collection

from partydesk.domain.divisions import division_word
from partydesk.domain.enterprises import Industry
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    key_of,
    one_line,
    says_unknown,
    text_of,
)
from partydesk.domain.values.choices import word_of

#: Code of the warning for a word that will be added to its dictionary.
NEW_WORD = "new_word"
_STRONG = re.compile(r"[、，,；;\n\r]")
#: First of the signs that stand for a word while the text around it is cut; no font has them.
_PRIVATE = 0xF0000
_WEAK = re.compile(r"[\s/／]+")
#: How names of peoples are shortened beyond leaving out 族.
_PEOPLES = {"蒙": "蒙古族", "蒙族": "蒙古族"}
#: What people write for: anywhere, whatever you decide.
_EVERYTHING = frozenset({
    "都可以", "都行", "都可", "均可", "均可以", "可以", "无要求", "没有要求", "不限", "无限制",
    "随意", "任意", "全旗", "都愿意", "哪都行", "哪里都行", "哪儿都行", "服从分配", "服从安排",
    "服从组织安排", "听从安排", "听从组织安排",
})  # fmt: skip


def parse_word(field: Field, cell: Cell, words: Collection[str]) -> Parsed:
    """Read one word of a dictionary.

    An open dictionary takes a new word with a warning ``new_word``; of a closed one an unknown
    word is not stored but kept as text, with a warning ``unknown_word``.
    """
    raw = one_line(text_of(cell))
    if says_unknown(raw):
        return Parsed(None)
    word = find_word(field, raw, words)
    if word is not None:
        return Parsed(word)
    if field.open_dictionary:
        return Parsed(raw, (_new_word(field, raw),))
    return Parsed(None, (_unknown_word(field, raw),), keep=raw)


def parse_words(field: Field, cell: Cell, words: Collection[str]) -> Parsed:
    """Read several words, separated by 、，,；; or by line breaks, slashes or spaces.

    Each word is kept once, in the order written; new and unknown words as in :func:`parse_word`.
    Where an empty field means that everything will do, so do words that say it (warning
    ``no_limit``).
    """
    if field.unlimited and key_of(text_of(cell)) in _EVERYTHING:
        message = f"{field.label}写的是“{one_line(text_of(cell))}”，即没有限制，按空着读取"
        return Parsed((), (Reason("no_limit", message),))
    found: list[str] = []
    warnings: list[Reason] = []
    kept: list[str] = []
    for raw in _split(text_of(cell), words):
        word = find_word(field, raw, words)
        if word is None and field.open_dictionary:
            word = raw
            warnings.append(_new_word(field, raw))
        if word is None:
            warnings.append(_unknown_word(field, raw))
            kept.append(raw)
        elif word not in found:
            found.append(word)
    return Parsed(tuple(found), tuple(dict.fromkeys(warnings)), keep="、".join(kept) or None)


def find_word(field: Field, text: str, words: Collection[str]) -> str | None:
    """Find the dictionary's word for a text: the same, spelled a little otherwise, or shortened.

    Shortened means a people without 族, an industry by its letter or without it, a township or
    village without (or with an older) 镇, 乡, 苏木, 村; only where exactly one word fits.
    """
    if text in words:
        return text
    key = key_of(text)
    same = [word for word in words if key and key_of(word) == key]
    if len(same) == 1:
        return same[0]
    if field.dictionary == "ethnicity":
        full = _PEOPLES.get(text, f"{text}族")
        return full if full in words else None
    if field.dictionary == "industry":
        section = word_of(Industry, text)
        return section.value if section is not None and section.value in words else None
    if field.dictionary in {"township", "village"}:
        return division_word(text, words)
    return None


def cut(text: str, between: re.Pattern[str], words: Collection[str]) -> list[str]:
    """Cut a text at what stands between words, but not inside a word that holds such a mark.

    The industries do: “A 农、林、牧、渔业、C 制造业” names two.

    Args:
        text: What was written.
        between: What stands between two words.
        words: The dictionary.
    """
    held = sorted((w for w in words if w in text and between.search(w)), key=len, reverse=True)
    for place, word in enumerate(held):
        text = text.replace(word, chr(_PRIVATE + place))
    return [
        "".join(held[ord(c) - _PRIVATE] if 0 <= ord(c) - _PRIVATE < len(held) else c for c in part)
        for part in between.split(text)
    ]


def _split(text: str, words: Collection[str]) -> list[str]:
    """Cut a cell into words; a dictionary's word may itself hold a space or a slash."""
    if one_line(text) in words:
        return [one_line(text)]
    pieces: list[str] = []
    for piece in map(one_line, cut(text, _STRONG, words)):
        if says_unknown(piece):
            continue
        weak = [piece] if piece in words else [part for part in _WEAK.split(piece) if part]
        pieces.extend(part for part in weak if not says_unknown(part))
    return pieces


def _new_word(field: Field, word: str) -> Reason:
    return Reason(
        NEW_WORD, f"{field.label}“{word[:20]}”是词典里没有的新词，将加入词典；如系笔误请改正"
    )


def _unknown_word(field: Field, word: str) -> Reason:
    return Reason(
        "unknown_word",
        f"{field.label}“{word[:20]}”不在词典中，未填入；原文写入备注，请从词典中选择",
    )
