"""Tasks: one after the other, off the main thread, each with exactly one end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.errors import Cancelled, EnvironmentProblem
from partydesk.domain.progress import Progress
from partydesk.ui.progress_dialog import ProgressDialog
from partydesk.ui.tasks import TaskRunner


class Ends:
    """Notes how tasks ended, and on which thread they were told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.threads: set[threading.Thread] = set()

    def _note(self, what: object) -> None:
        self.told.append(what)
        self.threads.add(threading.current_thread())

    def done(self, result: object) -> None:
        self._note(("done", result))

    def failed(self, error: BaseException) -> None:
        self._note(("failed", str(error)))

    def cancelled(self) -> None:
        self._note("cancelled")


@pytest.fixture
def ends() -> Ends:
    return Ends()


@pytest.fixture
def window(qtbot: QtBot, dressed: str) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def runner(window: QWidget, ends: Ends) -> Iterator[TaskRunner]:
    made = TaskRunner(window, ends.failed, show_after_ms=60)
    yield made
    assert made.shut_down(5000)


def run(runner: TaskRunner, ends: Ends, work: Callable[[Progress], object]) -> None:
    runner.run(work, ends.done, ends.failed, title="试", on_cancelled=ends.cancelled)


def the_dialog(window: QWidget, qtbot: QtBot) -> ProgressDialog:
    """Wait for the progress dialog."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ProgressDialog)))
    (dialog,) = window.findChildren(ProgressDialog)
    return dialog


def fail(_progress: Progress) -> None:
    raise EnvironmentProblem("磁盘已满")


def give_up(_progress: Progress) -> None:
    raise Cancelled


@pytest.mark.parametrize(
    ("work", "end"),
    [
        (lambda _progress: 7, ("done", 7)),
        (lambda _progress: None, ("done", None)),
        (fail, ("failed", "磁盘已满")),
        (give_up, "cancelled"),
        (lambda _progress: 1 // 0, ("failed", "integer division or modulo by zero")),
    ],
)
def test_each_task_has_one_end_told_on_the_main_thread(
    runner: TaskRunner, ends: Ends, work: Callable[[Progress], object], end: object
) -> None:
    run(runner, ends, work)
    assert ends.told == []
    assert runner.wait_until_idle(5000)
    assert ends.told == [end]
    assert ends.threads == {threading.main_thread()}


def test_work_is_serial_on_one_other_thread(runner: TaskRunner, ends: Ends) -> None:
    threads = set()
    running = []
    most = []

    def work(_progress: Progress) -> None:
        running.append(1)
        most.append(len(running))
        threads.add(threading.current_thread())
        running.pop()

    for _ in range(20):
        run(runner, ends, work)
    assert runner.wait_until_idle(5000)
    assert len(ends.told) == 20
    assert max(most) == 1
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_an_error_nobody_takes_is_shown(runner: TaskRunner, ends: Ends) -> None:
    runner.run(fail, ends.done, title="试")
    assert runner.wait_until_idle(5000)
    assert ends.told == [("failed", "磁盘已满")]


def test_who_is_gone_before_the_end_is_told_all_the_same(runner: TaskRunner) -> None:
    """A dialog closed while it stores something must still be able to say that this failed."""

    class Gone(QObject):
        told: ClassVar[list[str]] = []

        def done(self, _result: object) -> None:
            self.told.append("done")

        def failed(self, error: Exception) -> None:
            self.told.append(str(error))

        def cancelled(self) -> None:
            self.told.append("cancelled")

    def full(_progress: Progress) -> None:
        raise EnvironmentProblem("磁盘已满")

    def stopped(_progress: Progress) -> None:
        raise Cancelled

    for work in (full, stopped):
        one = Gone()
        runner.run(work, one.done, one.failed, title="试", on_cancelled=one.cancelled)
        shiboken6.delete(one)
    assert runner.wait_until_idle(5000)
    assert Gone.told == ["磁盘已满", "cancelled"]


def test_busy_is_told_once_for_all(runner: TaskRunner, ends: Ends) -> None:
    told: list[bool] = []
    runner.busy_changed.connect(told.append)
    run(runner, ends, lambda _progress: 1)
    run(runner, ends, lambda _progress: 2)
    assert runner.busy
    assert runner.wait_until_idle(5000)
    assert told == [True, False]


def test_short_work_shows_nothing(runner: TaskRunner, ends: Ends, window: QWidget) -> None:
    run(runner, ends, lambda _progress: 1)
    assert runner.wait_until_idle(5000)
    assert window.findChildren(ProgressDialog) == []


def test_long_work_can_be_stopped(
    runner: TaskRunner, ends: Ends, window: QWidget, qtbot: QtBot
) -> None:
    stop = threading.Event()

    def work(progress: Progress) -> None:
        for step in range(10_000):
            progress(step, 10_000, "读第几行")
            stop.wait(0.005)

    run(runner, ends, work)
    run(runner, ends, lambda _progress: "次")
    dialog = the_dialog(window, qtbot)
    qtbot.waitUntil(lambda: "读第几行" in dialog.words)
    button = dialog.findChild(QPushButton, "progress_cancel")
    assert isinstance(button, QPushButton)
    button.click()
    assert dialog.isVisible()
    assert not button.isEnabled()
    assert runner.wait_until_idle(5000)
    assert ends.told == ["cancelled", ("done", "次")]
    assert not any(each.isVisible() for each in window.findChildren(ProgressDialog))


def test_no_progress_stands_before_a_question_that_follows_the_work(
    runner: TaskRunner, ends: Ends, window: QWidget
) -> None:
    def ask(result: object) -> None:
        QTest.qWait(250)  # somebody thinks, longer than the progress waits to be shown
        ends.done(any(d.isVisible() for d in window.findChildren(ProgressDialog)))

    for seconds in (0.0, 0.15):  # over before the progress would be shown, and after
        runner.run(lambda _progress, s=seconds: time.sleep(s), ask, ends.failed, title="试")  # type: ignore[misc]
        assert runner.wait_until_idle(5000)
    assert ends.told == [("done", False), ("done", False)]


def test_work_that_waits_its_turn_shows_nothing(
    runner: TaskRunner, ends: Ends, window: QWidget, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    run(runner, ends, lambda _progress: go_on.wait(5))
    run(runner, ends, lambda _progress: "次")
    first = the_dialog(window, qtbot)
    QTest.qWait(100)
    assert window.findChildren(ProgressDialog) == [first]
    go_on.set()
    assert runner.wait_until_idle(5000)


def test_closing_the_dialog_means_stopping(
    runner: TaskRunner, ends: Ends, window: QWidget, qtbot: QtBot
) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        go_on.wait(5)
        progress(1, 2, "")

    run(runner, ends, work)
    dialog = the_dialog(window, qtbot)
    dialog.close()
    assert dialog.isVisible()
    go_on.set()
    assert runner.wait_until_idle(5000)
    assert ends.told == ["cancelled"]


def test_work_that_has_not_begun_never_begins_once_stopped(runner: TaskRunner, ends: Ends) -> None:
    go_on = threading.Event()
    begun: list[int] = []
    run(runner, ends, lambda _progress: go_on.wait(5))
    task = runner.run(
        lambda _progress: begun.append(1), ends.done, title="试", on_cancelled=ends.cancelled
    )
    task.cancel()
    assert task.stopping
    go_on.set()
    assert runner.wait_until_idle(5000)
    assert begun == []
    assert ends.told == [("done", True), "cancelled"]


def test_shutting_down_stops_what_is_running(window: QWidget, ends: Ends) -> None:
    made = TaskRunner(window, ends.failed)

    def work(progress: Progress) -> None:
        while True:
            progress(0, 0, "")

    run(made, ends, work)
    assert made.shut_down(5000)
    assert ends.told == ["cancelled"]
    assert not made.busy
