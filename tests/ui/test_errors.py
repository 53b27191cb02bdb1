"""Errors: people read sentences, maintainers get places in the code, nobody gets personal data."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from partydesk.domain.errors import (
    Cancelled,
    EnvironmentProblem,
    InputRefused,
    Note,
    NotFound,
    PartydeskError,
    Reason,
    RuleViolation,
    ValidationFailed,
)
from partydesk.ui.errors import (
    BUG_TITLE,
    ErrorDesk,
    details_of,
    install_exception_hook,
    without_personal_data,
    words_for,
)
from partydesk.ui.widgets.dialog import MessageDialog


@pytest.fixture
def window(qtbot: QtBot, dressed: str) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def desk(window: QWidget) -> ErrorDesk:
    return ErrorDesk(window)


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def shown(window: QWidget) -> list[MessageDialog]:
    return [each for each in window.findChildren(MessageDialog) if each.isVisible()]


def bug() -> ValueError:
    def read_row() -> None:
        raise ValueError("敖敦其其格 '150430197007071426' row 12345678 in column citizen")

    with pytest.raises(ValueError, match="citizen") as caught:
        read_row()
    return caught.value


@pytest.mark.parametrize(
    ("error", "title", "text"),
    [
        (RuleViolation([Reason("age", "已满 70 岁")]), "按规定现在不能这样做", "已满 70 岁"),
        (
            RuleViolation([Reason("a", "甲"), Reason("b", "乙")]),
            "按规定现在不能这样做",
            "· 甲\n· 乙",
        ),
        (ValidationFailed({"name": "姓名不能空着"}), "有内容需要改正", "姓名不能空着"),
        (
            InputRefused([Note("x", "少一位", sheet="名册", row=3, column="手机号码")]),
            "这份文件不能采用",
            "“名册”第 3 行手机号码：少一位",
        ),
        (InputRefused([Note("x", "不是表格")]), "这份文件不能采用", "不是表格"),
        (NotFound("没有这个人"), "没有找到", "没有这个人"),
        (EnvironmentProblem("磁盘已满"), "电脑或文件有问题", "磁盘已满"),
        (PartydeskError("没做成"), "没有完成", "没做成"),
    ],
)
def test_each_kind_has_its_words(error: PartydeskError, title: str, text: str) -> None:
    assert words_for(error) == (title, text)


def test_long_lists_are_cut_and_counted() -> None:
    error = RuleViolation([Reason("x", f"第{number}条") for number in range(40)])
    assert words_for(error)[1].splitlines()[-2:] == ["· 第11条", "……共 40 条"]


def test_details_hold_places_and_versions_but_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    details = details_of(bug())
    assert "ValueError" in details
    assert "test_errors.py" in details
    assert "PySide6" in details
    for personal in ("敖敦", "150430", "12345678"):
        assert personal not in details
    assert "/work" not in details
    assert "/home" not in details


def test_the_cause_is_told_too() -> None:
    error = RuntimeError("outer")
    error.__cause__ = KeyError("姓名")
    details = details_of(error)
    assert details.index("RuntimeError: outer") < details.index("KeyError")


def test_what_could_be_somebody_is_taken_out() -> None:
    assert without_personal_data("bad '苏和' 13800000004 at x") == "bad … … at x"


def test_ours_are_shown_without_details(desk: ErrorDesk, window: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.shown):
        desk.show(EnvironmentProblem("磁盘已满，请腾出 20 MB。"))
    (dialog,) = shown(window)
    assert dialog.message == "磁盘已满，请腾出 20 MB。"
    assert dialog.findChild(QPushButton, "error_copy") is None
    dialog.accept()
    assert shown(window) == []


def test_bugs_are_logged_and_their_details_can_be_copied(
    desk: ErrorDesk, window: QWidget, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(desk.shown):
        desk.show(bug())
    (dialog,) = shown(window)
    title = dialog.findChild(QLabel, "error_title")
    assert isinstance(title, QLabel)
    assert title.text() == BUG_TITLE
    copy = dialog.findChild(QPushButton, "error_copy")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert "ValueError" in QGuiApplication.clipboard().text()
    assert "ValueError" in caplog.text
    assert "敖敦" not in caplog.text
    dialog.accept()


def test_a_fault_that_repeats_itself_opens_one_dialog(
    desk: ErrorDesk, window: QWidget, qtbot: QtBot
) -> None:
    for _ in range(5):
        desk.show(bug())
    qtbot.waitUntil(lambda: len(shown(window)) == 1)
    shown(window)[0].accept()
    with qtbot.waitSignal(desk.shown):
        desk.show(bug())
    assert len(shown(window)) == 1
    shown(window)[0].accept()


def test_stopping_is_no_error(desk: ErrorDesk, window: QWidget) -> None:
    desk.show(Cancelled())
    assert shown(window) == []


def test_errors_of_other_threads_hop_to_the_main_one(
    desk: ErrorDesk, window: QWidget, qtbot: QtBot, hooks: None
) -> None:
    install_exception_hook(desk.show)

    def work() -> None:
        raise EnvironmentProblem("打印机没有响应")

    with qtbot.waitSignal(desk.shown):
        thread = threading.Thread(target=work)
        thread.start()
    thread.join()
    (dialog,) = shown(window)
    assert dialog.thread() is window.thread()
    dialog.accept()


def test_the_program_goes_on_after_an_error_in_a_slot(
    desk: ErrorDesk, window: QWidget, qtbot: QtBot, hooks: None
) -> None:
    went_on: list[bool] = []

    def slot() -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught, qtbot.waitSignal(desk.shown):
        install_exception_hook(desk.show)
        QTimer.singleShot(0, slot)
        QTimer.singleShot(5, lambda: went_on.append(True))
    qtbot.waitUntil(lambda: bool(went_on))
    assert caught == []
    assert len(shown(window)) == 1
    shown(window)[0].accept()
