"""Typing from paper: the input method, old numbers, credit codes, a form without a mouse."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.fields import Kind, fields_of
from partydesk.domain.talents import Talent
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.talents.page import TalentsPage
from partydesk.ui.widgets.words import WordEdit
from tests.ui.hands import type_text
from tests.ui.pool_window import (
    enterprises_page,
    talent,
    talents_page,
    type_into,
)


def _compose(widget: QWidget, letters: str) -> None:
    """Let an input method show letters that are not decided yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(letters, []))


def _said(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, f"message_{name}")
    assert found is not None
    return found.text()


# -- the input method --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["name", "school", "ethnicity", "political", "specialties", "ability"]
)
@pytest.mark.parametrize("control", [False, True])
def test_enter_while_composing_does_not_leave_the_field(
    window: MainWindow, qtbot: QtBot, name: str, control: bool
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    page.card.form.focus_field(name)
    keyboard = page.card.form.block(name).editor.keyboard
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    _compose(keyboard, "meng")
    QTest.keyClick(keyboard, Qt.Key.Key_Return, modifier)
    assert QApplication.focusWidget() is keyboard
    assert page.card.form.text_of(name) == ""
    type_text(keyboard, "蒙")  # decided
    assert page.card.form.text_of(name) == "蒙"
    if page.card.form.block(name).field.kind is Kind.LONG_TEXT:
        QTest.keyClick(keyboard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        _enter(keyboard)
    if name != "specialties":  # there the first Enter makes the word a chip
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not keyboard)


# -- what follows from a number --------------------------------------------------------------------


def test_an_old_number_offers_the_new_one_once_the_field_is_left(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    offer = page.card.findChild(QPushButton, "offer_citizen_number")
    assert offer is not None
    type_into(page, "citizen_number", "150430700707142")
    assert _said(page, "citizen_number") == "", "it may still become 18 characters"
    QTest.keyClick(page.card.form.block("citizen_number").editor.keyboard, Qt.Key.Key_Return)
    QApplication.processEvents()
    said = _said(page, "citizen_number")
    assert "15 位旧号码" in said
    assert "向本人核实" in said
    assert "19700707" not in said, "the full number stands in no message"
    assert offer.isVisible()
    offer.click()
    assert page.card.form.text_of("citizen_number") == "150430197007071421"
    assert page.card.form.text_of("birth") == "1970-07-07"
    assert page.card.form.text_of("sex") == "女"
    assert not offer.isVisible()
    assert _said(page, "citizen_number") == ""


def test_fifteen_digits_that_are_no_number_offer_nothing(window: MainWindow) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "citizen_number", "150430709907142")
    page.card.form.focus_field("birth")
    QApplication.processEvents()
    offer = page.card.findChild(QPushButton, "offer_citizen_number")
    assert offer is not None
    assert not offer.isVisible()


def test_birth_and_sex_follow_the_number_but_never_overwrite(window: MainWindow) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "birth", "1971")
    type_into(page, "citizen_number", "150430197007071421")
    assert page.card.form.text_of("birth") == "1971"
    assert page.card.form.text_of("sex") == "女"


def test_a_credit_code_names_its_place_and_the_kind(window: MainWindow) -> None:
    page = enterprises_page(window)
    window.commands.run("enterprises.new")
    type_into(page, "credit_code", "9115043")
    assert _said(page, "credit_code") == ""
    type_into(page, "credit_code", "91150430MA0N1X2T5")
    assert _said(page, "credit_code") == "登记机关在赤峰市敖汉旗"
    assert page.card.form.text_of("kind") == ""
    type_into(page, "credit_code", "93150430MA0N1X2T5K")
    assert _said(page, "credit_code").startswith("登记机关在赤峰市敖汉旗；")
    assert "校验不符" in _said(page, "credit_code")
    assert page.card.form.text_of("kind") == "农牧民专业合作社"
    type_into(page, "credit_code", "91110105MA0N1X2T")
    assert _said(page, "credit_code") == "登记机关在北京市朝阳区"
    type_into(page, "credit_code", "91999999MA0N1X2T")
    assert _said(page, "credit_code") == "第 3 至 8 位不是已知的行政区划"
    type_into(page, "credit_code", "")
    page.card.form.set_field("credit_code", "")
    assert _said(page, "credit_code") == ""


def test_a_kind_that_was_typed_stays(window: MainWindow) -> None:
    page = enterprises_page(window)
    window.commands.run("enterprises.new")
    type_into(page, "kind", "企业")
    type_into(page, "credit_code", "93150430MA0N1X2T5K")
    assert page.card.form.text_of("kind") == "企业"


# -- a whole form --------------------------------------------------------------------------


class _Mouse(QObject):
    """Counts what is done with the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.used = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count a press."""
        self.used += event.type() == QEvent.Type.MouseButtonPress
        return super().eventFilter(watched, event)


#: As somebody with a paper form and an input method types it: initials for what is in a dictionary.
PAPER = {
    "name": "斯琴",
    "sex": "nv",
    "citizen_number": "150430197208092640",
    "ethnicity": "mgz",
    "political": "zgdy",
    "joined": "1993-06",
    "education": "dxbk",
    "school": "农业大学畜牧专业",
    "unit_post": "畜牧站站长",
    "rank": "四级调研员",
    "source": "tx",
    "phone": "13904760002",
    "specialties": "nmjs",
    "capacity": "2",
    "townships": "xhz",
    "ability": "办过合作社",
}
STORED = {
    "sex": "女",
    "birth": "1972-08-09",
    "ethnicity": "蒙古族",
    "political": "中共党员",
    "education": "大学本科",
    "source": "退休",
    "specialties": "农牧技术",
    "townships": "新惠镇",
}


def test_a_paper_form_is_typed_without_the_mouse(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter goes to the next field in the order of the paper; Ctrl+N begins, Ctrl+S stores."""
    # On the windowless platform a list that was unfolded stays the active window; that Enter takes
    # a word from it is tried with the form alone.
    monkeypatch.setattr(WordEdit, "_show", lambda _line, _words: None)
    page = talents_page(window)
    mouse = _Mouse()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(mouse)
    try:
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        passed = _type_paper(page, qtbot)
        QTest.keyClick(page.card.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        window.tasks.wait_until_idle()
    finally:
        app.removeEventFilter(mouse)
    assert mouse.used == 0
    order = [field.name for field in fields_of(Talent) if field.kind is not Kind.PICTURE]
    assert passed == order[: len(passed)], "the order of the paper form"
    texts = page.card.form.texts()
    assert {name: texts[name] for name in STORED} == STORED
    stored = talent(workspace, 4)
    assert (stored.name, stored.capacity, stored.ability) == ("斯琴", 2, "办过合作社")


def _type_paper(page: TalentsPage, qtbot: QtBot) -> list[str]:
    """Type field after field where the keyboard is; gives the fields in the order they came."""
    form = page.card.form
    names = {form.block(f.name).editor.keyboard: f.name for f in fields_of(Talent)}
    passed: list[str] = []
    while len(passed) < len(names):
        keyboard = page.window().focusWidget()
        assert keyboard in names
        name = names[keyboard]
        passed.append(name)
        typed = PAPER.get(name, "")
        type_text(keyboard, typed)
        if name == "ability":
            break
        _enter(keyboard)
        if form.block(name).field.several and typed:
            assert page.window().focusWidget() is keyboard, "Enter takes the word, the next goes on"
            _enter(keyboard)
        qtbot.waitUntil(partial(_has_gone_on, page, keyboard))
    return passed


def _has_gone_on(page: TalentsPage, keyboard: QWidget) -> bool:
    return page.window().focusWidget() is not keyboard


def _enter(keyboard: QWidget) -> None:
    """Press Enter where the keys go: into the unfolded list, if there is one."""
    target = keyboard
    if isinstance(keyboard, WordEdit) and keyboard.completions.isVisible():
        target = keyboard.completions
    QTest.keyClick(target, Qt.Key.Key_Return)
    for _ in range(3):
        QApplication.processEvents()
