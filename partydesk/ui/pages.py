"""What a page is to the window: how it is registered, and what it may answer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One place of the navigation.

    Attributes:
        key: Its name in the program, such as ``talents``.
        group: Heading under which it stands; empty for none.
        title: Its name on screen, such as 人才库.
        create: Makes the page, when it is shown for the first time.
        kinds: Kinds of record whose home it is, as the search names them.
    """

    key: str
    group: str
    title: str
    create: Callable[[], QWidget]
    kinds: tuple[str, ...] = ()


@runtime_checkable
class ShowsRecords(Protocol):
    """A page that can go to one record."""

    def show_record(self, kind: str, number: int, /) -> None:
        """Go to the record of that kind with that 记录号."""


@runtime_checkable
class BeginsRecords(Protocol):
    """A page on which a new record can be begun with some fields filled in."""

    def begin_with(self, texts: Mapping[str, str], /) -> bool:
        """Begin a new record; False where one that was begun earlier is shown instead."""


@runtime_checkable
class ShowsDue(Protocol):
    """A view that can go to what a line of 待办 is about."""

    def show_due(self, key: str, /) -> None:
        """Go to the thing with that key, such as report:17:2026-05, once it has been read."""


@runtime_checkable
class WantsToKnowWhenShown(Protocol):
    """A page that does something each time it comes into sight."""

    def page_shown(self) -> None:
        """The page has just come into sight."""


@runtime_checkable
class DependsOnYear(Protocol):
    """A page that shows one year."""

    def set_year(self, year: int, /) -> None:
        """Another year was chosen."""


@runtime_checkable
class MayObjectToClosing(Protocol):
    """A page with something that closing the window would lose."""

    def may_close(self) -> bool:
        """Ask what is to become of it; False keeps the window open."""


@runtime_checkable
class WritesDrafts(Protocol):
    """A page that keeps what is typed and not saved in the workspace."""

    def write_drafts(self) -> None:
        """Write now what is not written yet; nobody is asked."""
