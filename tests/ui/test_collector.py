"""Python's collector destroys what belongs to Qt on the main thread only."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.progress import Progress
from partydesk.services.resting_collector import resting_collector
from partydesk.ui.collector import MainThreadCollector, keep_collector_on_main_thread
from partydesk.ui.tasks import TaskRunner


class Knot(QWidget):
    """A widget that only the collector can take away."""

    def __init__(self, ends: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread())


def _make_young_objects(_progress: Progress) -> int:
    """Make enough containers for the automatic collector to look at every generation."""
    first, second, third = gc.get_threshold()
    return len([[] for _ in range(2 * first * (second + 1) * (third + 1))])


def _collector(qapp: QApplication) -> MainThreadCollector:
    keep_collector_on_main_thread()
    found = qapp.findChildren(MainThreadCollector)
    assert len(found) == 1
    return found[0]


def test_work_on_a_thread_destroys_no_widget(qtbot: QtBot, qapp: QApplication) -> None:
    """It did, and the program crashed at the next look at its events, mostly on closing."""
    ends: list[threading.Thread] = []
    window = QWidget()
    qtbot.addWidget(window)
    runner = TaskRunner(window, lambda _error: None)
    Knot(ends)
    with qtbot.waitSignal(runner.run(_make_young_objects, lambda _n: None, title="x").ended):
        pass
    assert all(thread is threading.main_thread() for thread in ends)
    gc.collect()
    assert ends == [threading.main_thread()]
    runner.shut_down()


def test_the_last_hold_of_a_widget_is_let_go_of_on_the_main_thread(qtbot: QtBot) -> None:
    ends: list[threading.Thread] = []
    window = QWidget()
    qtbot.addWidget(window)
    runner = TaskRunner(window, lambda _error: None)
    dialog = Knot(ends)
    del dialog.itself
    going = threading.Event()

    def work(_progress: Progress, held: Knot = dialog) -> bool:
        return going.wait(10) and shiboken6.isValid(held)

    told: list[bool] = []
    task = runner.run(work, told.append, title="x")
    del dialog, work
    with qtbot.waitSignal(task.ended):
        going.set()
    del task
    runner.shut_down()
    qtbot.waitUntil(lambda: bool(ends))
    assert told == [True]
    assert ends == [threading.main_thread()]


def test_what_is_let_go_of_is_collected_by_and_by(qapp: QApplication) -> None:
    collector = _collector(qapp)
    ends: list[threading.Thread] = []
    gc.collect()
    Knot(ends)
    kept = [[] for _ in range(gc.get_threshold()[0] + 1)]  # type: list[list[int]]
    collector.look()
    assert ends == [threading.main_thread()]
    assert kept


def test_it_rests_where_it_is_asked_to(qapp: QApplication) -> None:
    collector = _collector(qapp)
    ends: list[threading.Thread] = []
    gc.collect()
    with resting_collector():
        Knot(ends)
        kept = [[] for _ in range(gc.get_threshold()[0] + 1)]  # type: list[list[int]]
        collector.look()
        assert ends == []
    assert kept
    assert not gc.isenabled()
    gc.collect()
    assert len(ends) == 1


def test_all_that_is_old_is_looked_through_one_part_in_a_hundred_of_the_time(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = _collector(qapp)
    now = 5000.0
    looked: list[int] = []

    def collect(generation: int) -> int:
        nonlocal now
        looked.append(generation)
        now += 0.25
        return 0

    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, gc.get_threshold()[2] + 1))
    monkeypatch.setattr(gc, "collect", collect)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(collector, "_rests_until", 0.0)
    for later in (0, 20, 10):
        now += later
        collector.look()
    assert looked == [2, 1, 2]


def test_what_is_being_made_on_a_thread_is_not_held(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tuple that somebody holds while it grows cannot be finished: the work broke off."""
    collector = _collector(qapp)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, gc.get_threshold()[2] + 1))
    monkeypatch.setattr(collector, "_rests_until", 0.0)
    begun, going = threading.Event(), threading.Event()

    def slowly() -> Iterator[list[int]]:
        for number in range(50):
            if number == 25:  # the tuple is half full
                begun.set()
                going.wait(10)
            yield [number]

    made: list[tuple[list[int], ...]] = []
    thread = threading.Thread(target=lambda: made.append(tuple(slowly())))
    thread.start()
    assert begun.wait(10)
    monkeypatch.setattr(gc, "get_objects", lambda *_: pytest.fail("held every object"))
    collector.look()
    going.set()
    thread.join()
    assert len(made[0]) == 50


def test_there_is_one_for_all_windows(qapp: QApplication) -> None:
    assert _collector(qapp) is _collector(qapp)
    assert not gc.isenabled()
    assert QCoreApplication.instance() is qapp
