"""Work that takes longer than a blink: off the main thread, one after the other.

There is one thread for the database, so writes are serial by construction. A work function is a
plain service call with a ``Progress``; it opens its own unit of work and touches no widget.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.errors import Cancelled
from partydesk.domain.progress import Progress
from partydesk.ui.collector import keep_collector_on_main_thread
from partydesk.ui.progress_dialog import ProgressDialog

T = TypeVar("T")

SHOW_AFTER_MS = 600
_REPORT_EVERY_S = 0.05  # more often would only flood the main thread


class Task(QObject):
    """One piece of work on its way; ends in exactly one of three ways, told on the main thread.

    Attributes:
        title: What it is, for the progress dialog.
        latest: What it reported last: steps done, steps in all, what is being done.

    Signals:
        finished(object): The result.
        failed(object): The exception.
        cancelled(): The user stopped it; nothing was changed.
        begun(): Its turn has come.
        progressed(int, int, str): Steps done, steps in all, what is being done.
        worked(): The work is over; before whichever of the first three, whose listener may keep a
            dialog open for as long as somebody thinks.
        ended(): After whichever of the first three.
    """

    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    begun = Signal()
    progressed = Signal(int, int, str)
    worked = Signal()
    ended = Signal()
    _returned = Signal()

    def __init__(self, title: str, work: Callable[[Progress], object], parent: QObject) -> None:
        """Belongs to ``parent`` until it has ended."""
        super().__init__(parent)
        self.title = title
        # Work often knows the dialog it was begun in, and that may be closed meanwhile. Only the
        # main thread lets go of it: the last to let go of a widget destroys it where it stands.
        self._work: Callable[[Progress], object] | None = work
        self._stop = threading.Event()
        self._reported = 0.0
        self.latest: tuple[int, int, str] | None = None
        self._outcome: tuple[object, BaseException | None] = (None, None)
        # Emitted on the worker's thread; this object lives on the main one, so Qt queues it there.
        self._returned.connect(self._end)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; work that has not begun never begins."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int, what: str) -> None:
        """Be the ``Progress`` of the work function; called on its thread.

        Raises:
            Cancelled: The user asked to stop.
        """
        self._check()
        now = time.monotonic()
        if done >= total or now - self._reported >= _REPORT_EVERY_S:
            self._reported = now
            self.latest = (done, total, what)
            self.progressed.emit(done, total, what)

    def _check(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def carry_out(self) -> None:
        """Run the work on this thread and send its end to the main one."""
        try:
            self._check()
            self.begun.emit()
            self._outcome = (self._work(self.report) if self._work else None), None
        except BaseException as error:  # noqa: BLE001 - whatever it is, the task must end
            self._outcome = None, error
        # The outcome waits here: carrying Python objects from thread to thread in a signal has
        # crashed the binding, which counts references to them.
        self._returned.emit()

    def _end(self) -> None:
        result, error = self._outcome
        self._outcome, self._work = (None, None), None
        try:
            self.worked.emit()
            if isinstance(error, Cancelled):
                self.cancelled.emit()
            elif error is not None:
                self.failed.emit(error)
            else:
                self.finished.emit(result)
        finally:
            self.ended.emit()


class TaskRunner(QObject):
    """Runs work one after the other and shows progress for what takes longer than 600 ms.

    Attributes:
        closed: Whether the thread is being ended and takes no more work.

    Signals:
        busy_changed(bool): Work has begun, or the last piece has ended.
    """

    busy_changed = Signal(bool)

    def __init__(
        self,
        window: QWidget | None,
        show_error: Callable[[BaseException], None],
        *,
        show_after_ms: int = SHOW_AFTER_MS,
        name: str = "database",
    ) -> None:
        """Prepare the thread.

        Args:
            window: Over which the progress dialog opens.
            show_error: Shows failures that the caller of :meth:`run` does not take.
            show_after_ms: How long work may go on unseen.
            name: Name of the thread.
        """
        super().__init__(window)
        keep_collector_on_main_thread()
        self._window = window
        self._show_error = show_error
        self._show_after_ms = show_after_ms
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._running: list[Task] = []
        self.closed = False

    @property
    def busy(self) -> bool:
        """Whether any work is running or waiting."""
        return bool(self._running)

    def run(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None] | None = None,
        *,
        title: str,
        on_cancelled: Callable[[], None] | None = None,
        unseen: bool = False,
    ) -> Task:
        """Run ``work`` on the thread; exactly one of the three callables follows.

        Args:
            work: A service call; touches no widget and opens its own unit of work.
            on_done: Takes the result, on the main thread.
            on_failed: Takes the exception; left out, the error is shown.
            title: What it is, such as 正在导入企业名册.
            on_cancelled: Called when the user stopped it.
            unseen: Whether it shows no progress, however long it takes: nobody has asked for it.
        """
        task = Task(title, work, self)
        task.finished.connect(lambda result: on_done(cast("T", result)))
        # Not connected as they are: Qt drops a connection with the dialog whose method it calls,
        # and who closed it while work was under way would never hear that it failed.
        failed = on_failed or self._show_error
        task.failed.connect(lambda error: failed(error))  # noqa: PLW0108 - see above
        if on_cancelled is not None:
            task.cancelled.connect(lambda: on_cancelled())  # noqa: PLW0108 - likewise
        task.ended.connect(lambda: self._forget(task))
        self._running.append(task)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        if not unseen:
            self._show_later(task)
        self._thread.submit(task.carry_out)
        return task

    def _show_later(self, task: Task) -> None:
        """Open the progress dialog unless the work ends before; its time runs from its turn on."""
        wait = QTimer(task)
        wait.setSingleShot(True)
        wait.setInterval(self._show_after_ms)
        task.begun.connect(wait.start)
        wait.timeout.connect(lambda: self._show(task))
        task.worked.connect(wait.stop)

    def _show(self, task: Task) -> None:
        """Open the progress dialog; made only now, for most work is over before."""
        dialog = ProgressDialog(self._window, task.title)
        dialog.cancel_asked.connect(task.cancel)
        if task.latest is not None:
            dialog.show_progress(*task.latest)
        task.progressed.connect(dialog.show_progress)
        task.worked.connect(dialog.finish)
        dialog.present()

    def _forget(self, task: Task) -> None:
        self._running.remove(task)
        task.deleteLater()
        if not self._running:
            self.busy_changed.emit(False)

    def cancel(self) -> None:
        """Ask all work to stop at its next report."""
        for task in self._running:
            task.cancel()

    def wait_until_idle(self, limit_ms: int = 30_000) -> bool:
        """Let the event loop turn until all work has ended; for closing the window.

        Returns:
            Whether everything has ended within the limit.
        """
        deadline = QDeadlineTimer(limit_ms)
        while self._running and not deadline.hasExpired():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        return not self._running

    def shut_down(self, limit_ms: int = 30_000) -> bool:
        """Ask all work to stop, wait for it, and end the thread.

        Returns:
            Whether everything has ended within the limit.
        """
        self.closed = True
        self.cancel()
        done = self.wait_until_idle(limit_ms)
        self._thread.shutdown(wait=done, cancel_futures=True)
        return done
