"""Backups nobody asks for: the first moment of a day, a stick that is plugged in, a month's drill.

Nothing of it opens a dialog. What needs the workspace runs in its turn on the thread of the
database; reading, writing and comparing files runs beside the user's work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError
from partydesk.domain.progress import Progress
from partydesk.services.backups import Drill, Made, Snapshot, Spread
from partydesk.ui.backups.ports import KeeperPorts
from partydesk.ui.desk import Desk
from partydesk.ui.tasks import TaskRunner

T = TypeVar("T")

#: Kind under which the window tells itself that the backups stand otherwise.
KIND = "backups"
_EVERY_MS = 5_000
#: A backup that failed is tried again after so many looks: half an hour.
_PATIENCE = 360


class BackupKeeper(QObject):
    """Looks every few seconds whether there is something to do, and does one thing at a time."""

    def __init__(self, desk: Desk, ports: KeeperPorts, parent: QObject) -> None:
        """Prepare; nothing is done before :meth:`start`."""
        super().__init__(parent)
        self._desk, self._ports = desk, ports
        self._busy = False
        self._wait = 0
        self._seen: set[Path] = set()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._busy

    def look(self) -> None:
        """Do what is due, if anything."""
        self._wait = max(0, self._wait - 1)
        if self._busy or not self._ports.ready():
            return
        known = {stick.root for stick in self._ports.sticks() if stick.ours}
        fresh, self._seen = known - self._seen, known
        if not self._wait and self._ports.due():
            self._take()
        elif fresh:
            self._spread()
        elif not self._wait and self._ports.drill_due():
            self._aside(self._ports.try_out, self._tried_out, "正在做恢复演练")

    # -- the steps ------------------------------------------------------------------------------

    def _take(self) -> None:
        self._turn(self._ports.take, self._finish, "正在自动备份")

    def _finish(self, snapshot: Snapshot) -> None:
        self._aside(partial(self._ports.finish, snapshot), self._note, "正在核对备份")

    def _note(self, made: Made) -> None:
        self._turn(lambda _progress: self._ports.note(made), self._noted, "正在登记备份")

    def _noted(self, _changes: Changes) -> None:
        self._tell()
        self._spread()

    def _spread(self) -> None:
        def work(progress: Progress) -> Spread:
            places = [stick.place for stick in self._ports.sticks() if stick.ours]
            return self._ports.spread(places, progress)

        self._aside(work, self._copied, "正在复制备份")

    def _copied(self, spread: Spread) -> None:
        if spread.said:
            self._desk.say("；".join(spread.said))
        if spread.copied:
            self._turn(
                lambda _progress: self._ports.note_copies(spread), self._rest, "正在登记备份"
            )
        else:
            self._rest()

    def _tried_out(self, drill: Drill) -> None:
        def done(_changes: Changes) -> None:
            self._desk.say(drill.label)
            self._rest()

        self._turn(lambda _progress: self._ports.note_drill(drill), done, "正在登记演练")

    # -- how they run ---------------------------------------------------------------------------

    def _turn(self, work: Callable[[Progress], T], done: Callable[[T], None], title: str) -> None:
        """Run what needs the workspace, in its turn."""
        self._run(self._desk.tasks, work, done, title)

    def _aside(self, work: Callable[[Progress], T], done: Callable[[T], None], title: str) -> None:
        """Run what needs only files, beside the user's work."""
        self._run(self._desk.aside, work, done, title)

    def _run(
        self,
        runner: TaskRunner,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        title: str,
    ) -> None:
        """Go on, unless the window is being closed: what is half done is cleared at the start."""
        self._busy = not runner.closed
        if self._busy:
            runner.run(work, done, self._failed, title=title, on_cancelled=self._rest, unseen=True)

    def _failed(self, error: Exception) -> None:
        """Say it in passing and try again later; a fault of ours is shown as one."""
        self._wait = _PATIENCE
        self._rest()
        if isinstance(error, PartydeskError):
            self._desk.say(f"自动备份没有做成：{error.message}")
        else:
            self._desk.errors.show(error)

    def _rest(self, _result: object = None) -> None:
        self._busy = False
        self._tell()

    def _tell(self) -> None:
        """Let whoever shows the backups look again; the user's last act stays on offer."""
        self._desk.bus.tell(Changes(frozenset({KIND})))
