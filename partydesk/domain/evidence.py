"""The journal as evidence: its head, as it is printed, and what is wrong with its chain.

A chain of hashes cannot tell that its end was cut off, or that it was written anew from somewhere
on. The head that stands on papers and in backups can: it was out of the file before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from partydesk.domain.errors import ValidationFailed

#: Digits of the hash that are printed; a text that hits them by chance takes 2^48 attempts.
SHOWN_DIGITS: Final = 12
_WORD: Final = "记录"
_SHAPE: Final = re.compile(r"(\d{1,12})[·:](\d{1,12})[·:]([0-9a-f]{12,64})")
_HOW: Final = "应写成 1234:1230:a1b2c3d4e5f6，照文书页脚“记录”后的三段填写"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal at some moment.

    Attributes:
        sequence: Number of the newest action; 0 before the first.
        count: How many actions there are.
        hash: Of the newest action, in hexadecimal; 12 digits of it where it was printed.
    """

    sequence: int
    count: int
    hash: str

    @property
    def words(self) -> str:
        """As it is printed: ``记录 1234·1230·a1b2c3d4e5f6``; empty before the first action."""
        if not self.sequence:
            return ""
        return f"{_WORD} {self.sequence}·{self.count}·{self.hash[:SHOWN_DIGITS]}"


def read_head(text: str) -> Head:
    """Read a head as it is printed or as the command line takes it.

    Args:
        text: With points or colons between its parts; the word before them, full-width signs and
            spaces do not matter.

    Raises:
        ValidationFailed: It is no head.
    """
    # Normalizing turns the full-width colon and digits into plain ones.
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower().removeprefix(_WORD)
    found = _SHAPE.fullmatch(plain.replace("\u30fb", "·").replace("\u2022", "·"))
    if found is None:
        raise ValidationFailed({"head": f"“{text}”不是记录号，{_HOW}"})
    return Head(int(found[1]), int(found[2]), found[3])


class BreakKind(StrEnum):
    """What is wrong at one place of the chain."""

    CHANGED = "changed"  # the entry is not the one that was hashed
    IMAGES = "images"  # its row images are not
    MISPLACED = "misplaced"  # it does not follow the one before it
    MISSING = "missing"  # entries before it are gone
    CUT = "cut"  # entries after it are gone
    REPLACED = "replaced"  # it is not the one that a printed head names


_SENTENCES: Final = {
    BreakKind.CHANGED: "第 {action} 项操作记录被改动过（内容、人员、时间或编号）",
    BreakKind.IMAGES: "第 {action} 项操作记录所附的修改前后内容被改动、增加或删除过",
    BreakKind.MISPLACED: "第 {action} 项操作记录与前一项接不上，次序被调换或前面的被重写过",
    BreakKind.MISSING: "第 {action} 项操作记录之前少了记录",
    BreakKind.CUT: "操作记录的末尾被截去，应到第 {action} 项",
    BreakKind.REPLACED: "第 {action} 项操作记录与所打印的记录号不符，末段被换过",
}


@dataclass(frozen=True, slots=True)
class Break:
    """One thing wrong with the chain.

    Attributes:
        action: Number of the action where it shows.
        kind: What is wrong.
        head: The printed head that shows it; None where the chain itself does.
    """

    action: int
    kind: BreakKind
    head: Head | None = None

    @property
    def words(self) -> str:
        """A Chinese sentence."""
        said = _SENTENCES[self.kind].format(action=self.action)
        return f"{said}（对照“{self.head.words}”）" if self.head else said
