"""The field that names records of another pool."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partydesk.domain.fields import fields_of
from partydesk.domain.organizations import Organization
from partydesk.domain.references import Offer, written_references
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.chips import chip_texts
from partydesk.ui.widgets.records import RecordLine, RecordsEditor
from tests.ui.hands import type_text

UNITS = ("塔林水泥有限公司", "塔林粮油有限公司", "十家杂粮、种子农民专业合作社")


class Desk:
    """Offers units by a piece of their name, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find(self, typed: str) -> Sequence[Offer]:
        self.asked.append(typed)
        return [Offer(unit, "新惠镇") for unit in UNITS if typed in unit]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def editor(qtbot: QtBot, dressed: str, desk: Desk) -> RecordsEditor:
    made = RecordsEditor(desk.find)
    qtbot.addWidget(made)
    made.resize(400, 40)
    made.show()
    made.line.setFocus()
    return made


def line_of(editor: RecordsEditor) -> RecordLine:
    assert isinstance(editor.line, RecordLine)
    return editor.line


def test_the_list_unfolds_when_the_keys_rest_and_enter_takes_the_marked_one(
    editor: RecordsEditor, desk: Desk, qtbot: QtBot
) -> None:
    type_text(editor.line, "塔林")
    assert desk.asked == [], "nothing is looked up while keys follow each other"
    qtbot.waitUntil(editor.line.completions.isVisible)
    assert desk.asked == ["塔林"]
    shown = editor.line.completions.model()
    assert shown.index(0, 0).data() == "塔林水泥有限公司　新惠镇"
    QTest.keyClick(editor.line.completions, Qt.Key.Key_Down)
    QTest.keyClick(editor.line.completions, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chip_texts(editor) == ["塔林粮油有限公司 ×"])
    assert editor.text() == "塔林粮油有限公司"


def test_enter_takes_the_only_one_that_fits(editor: RecordsEditor) -> None:
    type_text(editor.line, "粮油")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert chip_texts(editor) == ["塔林粮油有限公司 ×"]


def test_enter_shows_the_choice_where_several_fit(editor: RecordsEditor) -> None:
    type_text(editor.line, "塔林")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.completions.isVisible()
    assert chip_texts(editor) == []


def test_a_name_nobody_has_stays_for_the_service_to_judge(editor: RecordsEditor) -> None:
    type_text(editor.line, "无名公司")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.text() == "无名公司"


def test_backspace_takes_the_last_one_back_and_enter_alone_goes_on(
    editor: RecordsEditor, qtbot: QtBot
) -> None:
    editor.set_text("；".join(UNITS[:2]))
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert editor.text() == UNITS[0]
    with qtbot.waitSignal(editor.completed):
        QTest.keyClick(editor.line, Qt.Key.Key_Return)


def test_pasted_names_become_chips_whatever_parts_them(editor: RecordsEditor) -> None:
    QGuiApplication.clipboard().setText("塔林水泥有限公司；塔林粮油有限公司")
    QTest.keyClick(editor.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText("十家杂粮、种子农民专业合作社\n四家公司\n")
    QTest.keyClick(editor.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [one.label for one in written_references(editor.text())] == [*UNITS, "四家公司"]


def test_typing_a_semicolon_ends_a_name(editor: RecordsEditor) -> None:
    type_text(editor.line, "甲公司；乙、丙公司；")
    assert chip_texts(editor) == ["甲公司 ×", "乙、丙公司 ×"]


def test_a_form_makes_the_editor_and_asks_the_pool_of_the_field(qtbot: QtBot, dressed: str) -> None:
    asked: list[tuple[str, str]] = []

    def find(pool: str, typed: str) -> Sequence[Offer]:
        asked.append((pool, typed))
        return [Offer(UNITS[0])]

    form = RecordForm(fields_of(Organization), Sources(find=find))
    qtbot.addWidget(form)
    form.show()
    form.focus_field("units")
    keyboard = form.block("units").editor.keyboard
    type_text(keyboard, "tlsn")
    QTest.keyClick(keyboard, Qt.Key.Key_Return)
    assert form.text_of("units") == UNITS[0]
    assert asked[0] == ("enterprises", "tlsn")
