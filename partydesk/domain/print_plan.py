"""Which page stands on which sheet of paper, in which order; and what is left after a jam.

A plan is worked out anew whenever it is asked for and always gives the same sheets, so that a batch
goes on at a sheet by its number alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from partydesk.domain.errors import ValidationFailed

_MOST_COPIES: Final = 999
_SPAN = re.compile(r"(\d+)(?:[-–—~～至到](\d+)?)?$")


class Sides(StrEnum):
    """Which sides of a sheet are printed, and about which edge it is turned."""

    ONE = "单面"
    LONG_EDGE = "双面，沿长边翻"
    SHORT_EDGE = "双面，沿短边翻"
    BY_HAND = "双面，手动翻纸"

    @property
    def both(self) -> bool:
        """Whether the back is printed."""
        return self is not Sides.ONE


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """Which pages of a PDF belong to whom.

    Attributes:
        person: Whose it is, or what it is called.
        number: Its number; empty where it has none.
        first_page: Where it begins, counted from 1.
        pages: How many pages it has.
    """

    person: str
    number: str
    first_page: int
    pages: int

    @property
    def label(self) -> str:
        """Person and number."""
        return f"{self.person}（{self.number}）" if self.number else self.person

    def holds(self, page: int) -> bool:
        """Whether a page belongs to it."""
        return self.first_page <= page < self.first_page + self.pages


def in_order(named: Iterable[tuple[str, str]], pages: Iterable[int]) -> tuple[PrintedDocument, ...]:
    """Line documents up in a PDF.

    Args:
        named: Person and number of each.
        pages: How many pages each has.
    """
    found: list[PrintedDocument] = []
    first = 1
    for (person, number), count in zip(named, pages, strict=True):
        found.append(PrintedDocument(person, number, first, count))
        first += count
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Feed:
    """One sheet on its way through the printer once.

    Attributes:
        sheet: Its number, counted from 1; a sheet turned by hand goes through twice.
        front: The page on its front, counted from 1; 0 for none in this passage.
        back: The page on its back; 0 for none.
    """

    sheet: int
    front: int
    back: int = 0

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that are printed."""
        return tuple(page for page in (self.front, self.back) if page)


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """How a PDF is put on paper.

    Attributes:
        pages: Which pages, counted from 1, in order, each once.
        copies: How many of each.
        collate: Whether one whole set follows the other (逐份), or all copies of a sheet (逐页).
        sides: One or both.
        reverse: Whether the last sheet comes first.
        documents: Whose pages they are; documents never share a sheet.
        printer: Name of the printer in the system; empty for a PDF file.
        tray: Name of the tray; empty for the usual one.
        correct: Whether what is known of the printer is put right; not on a calibration sheet.
    """

    pages: tuple[int, ...]
    copies: int = 1
    collate: bool = True
    sides: Sides = Sides.ONE
    reverse: bool = False
    documents: tuple[PrintedDocument, ...] = ()
    printer: str = ""
    tray: str = ""
    correct: bool = True

    def __post_init__(self) -> None:
        """Check it.

        Raises:
            ValidationFailed: There is nothing to print, or the number of copies is impossible.
        """
        if not self.pages:
            raise ValidationFailed({"pages": "没有选中要打印的页"})
        if not 1 <= self.copies <= _MOST_COPIES:
            raise ValidationFailed({"copies": f"份数须在 1 到 {_MOST_COPIES} 之间"})

    def sheets(self) -> tuple[tuple[int, int], ...]:
        """List the sheets of paper in the order of printing: page on the front, on the back or 0.

        A back is never another document's, nor another copy's.
        """
        once = [pair for group in self._groups() for pair in self._paired(group)]
        if self.collate:
            every = once * self.copies
        else:
            every = [pair for pair in once for _ in range(self.copies)]
        return tuple(reversed(every) if self.reverse else every)

    def feeds(self) -> tuple[Feed, ...]:
        """List what goes through the printer; turned by hand, first all fronts, then all backs."""
        sheets = list(enumerate(self.sheets(), 1))
        if self.sides is not Sides.BY_HAND:
            return tuple(Feed(number, front, back) for number, (front, back) in sheets)
        # An empty back goes through, too: the pile stays in order.
        fronts = tuple(Feed(number, front) for number, (front, _) in sheets)
        backs = tuple(Feed(number, 0, back) for number, (_, back) in sheets)
        return fronts + (backs if any(feed.back for feed in backs) else ())

    def turn_after(self) -> int:
        """After how many feeds the pile must be turned by hand; 0 for never."""
        sheets = len(self.sheets())
        return sheets if len(self.feeds()) > sheets else 0

    def said_feed(self, number: int) -> str:
        """Name a feed by its number from 1: ``第 4 张``; turned by hand ``背面第 1 张``."""
        turn = self.turn_after()
        if not turn:
            return f"第 {number} 张"
        return f"背面第 {number - turn} 张" if number > turn else f"正面第 {number} 张"

    def said_done(self, done: int) -> str:
        """Say how many sheets of paper there are, and how far the printer is after some feeds."""
        turn = self.turn_after()
        if not turn:
            return f"共 {len(self.sheets())} 张，已送 {done} 张"
        fronts, backs = min(done, turn), max(done - turn, 0)
        return f"共 {turn} 张，正面已送 {fronts} 张，背面已送 {backs} 张"

    def said_page(self, page: int) -> str:
        """Say whose a page is, and which."""
        whose = [doc.label for doc in self.documents if doc.holds(page)]
        return "、".join([*whose, f"第 {page} 页"])

    def said(self, feed: Feed) -> str:
        """Say whose documents a feed carries, and which pages."""
        pages = feed.pages
        if not pages:
            return "空白面"
        whose = [doc.label for doc in self.documents if any(doc.holds(page) for page in pages)]
        return "、".join([*whose, f"第 {'、'.join(map(str, pages))} 页"])

    def _groups(self) -> list[list[int]]:
        """Part the pages into what may share a sheet."""
        owners = {
            page: place
            for place, doc in enumerate(self.documents)
            for page in range(doc.first_page, doc.first_page + doc.pages)
        }
        return [list(pages) for _, pages in itertools.groupby(self.pages, owners.get)]

    def _paired(self, pages: Sequence[int]) -> list[tuple[int, int]]:
        if not self.sides.both:
            return [(page, 0) for page in pages]
        backs = [*pages[1::2], 0]
        return [(front, backs[place]) for place, front in enumerate(pages[::2])]

    def as_values(self) -> dict[str, Any]:
        """Give plain values to be stored."""
        return {
            "pages": page_words(self.pages),
            "copies": self.copies,
            "collate": self.collate,
            "sides": self.sides.value,
            "reverse": self.reverse,
            "printer": self.printer,
            "tray": self.tray,
            "correct": self.correct,
            "documents": [
                [doc.person, doc.number, doc.first_page, doc.pages] for doc in self.documents
            ],
        }

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read what :meth:`as_values` gave."""
        return cls(
            pages=read_pages(values["pages"]),
            copies=values["copies"],
            collate=values["collate"],
            sides=Sides(values["sides"]),
            reverse=values["reverse"],
            documents=tuple(PrintedDocument(*each) for each in values["documents"]),
            printer=values["printer"],
            tray=values["tray"],
            correct=values["correct"],
        )


def read_pages(words: str, count: int = 0) -> tuple[int, ...]:
    """Read pages as people write them: ``1-3,7``, ``5-`` up to the end, nothing for all.

    Args:
        words: Numbers and spans, parted by commas of either script or 、.
        count: How many pages there are; 0 where the words are known to be right.

    Raises:
        ValidationFailed: It is no list of pages, or one of them does not exist.
    """
    parts = [part for part in re.split(r"[,，、;；\s]+", words.strip()) if part]
    if not parts:
        return tuple(range(1, count + 1))
    found: list[int] = []
    for part in parts:
        span = _SPAN.match(part)
        if span is None:
            raise ValidationFailed({"pages": f"页码“{part}”看不懂，请写成 1-3,7 这样"})
        first = int(span[1])
        last = int(span[2]) if span[2] else (count if len(part) > len(span[1]) else first)
        if first < 1 or last < first or (count and last > count):
            raise ValidationFailed({"pages": f"页码“{part}”不在 1 到 {count} 之间，或先大后小"})
        found.extend(range(first, last + 1))
    return tuple(dict.fromkeys(found))


def page_words(pages: Iterable[int]) -> str:
    """Write pages so that :func:`read_pages` reads them again: ``1-3,7``."""
    spans: list[tuple[int, int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], page
        else:
            spans.append((page, page))
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
