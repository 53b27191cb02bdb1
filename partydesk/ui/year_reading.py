"""Keeping what a page shows of a year up to date without reading more than is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.ui.desk import Desk

Picture = TypeVar("Picture")


class YearReading(QObject, Generic[Picture]):
    """Reads a year for a page: when it is shown and something has changed since.

    It lives as long as the page, its parent.
    """

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        *,
        kinds: Collection[str],
        read: Callable[[int], Picture],
        show: Callable[[Picture], None],
        title: str,
        today: Callable[[], dt.date] | None = None,
    ) -> None:
        """Watch for changes; nothing is read yet.

        Args:
            page: The page; nothing is read while it is out of sight.
            desk: Runs the reading and tells of changes and the year.
            kinds: Tables whose changes concern the page.
            read: Gives what there is of a year; runs on the database's thread.
            show: Shows it.
            title: What is being done, should it take long.
            today: Tells the day, where what is shown depends on it: the program runs overnight.
        """
        super().__init__(page)
        self._page, self._desk = page, desk
        self._kinds, self._read, self._show, self._title = frozenset(kinds), read, show, title
        self._today = today
        self._day: dt.date | None = None
        self._stale, self._number = True, 0
        desk.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read if something has changed since the last reading, or another day has begun."""
        if self._stale or (self._today is not None and self._today() != self._day):
            self.start()

    def expire(self) -> None:
        """Take what is shown for outdated; it is read anew at once where it is in sight."""
        self._stale = True
        if self._page.isVisible():
            self.start()

    def start(self) -> None:
        """Read; only the last of several readings is shown."""
        self._stale = False
        self._day = self._today() if self._today is not None else None
        self._number += 1
        number, year = self._number, self._desk.year()

        def work(_progress: Progress) -> Picture:
            return self._read(year)

        def done(picture: Picture) -> None:
            if number == self._number:
                self._show(picture)

        self._desk.tasks.run(work, done, title=self._title)

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & self._kinds:
            self.expire()
