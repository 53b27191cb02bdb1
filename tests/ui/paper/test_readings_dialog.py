"""Readings: typed or clicked to, in tenths, the result beside them, and a wrong one named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.calibration import mark_places
from partydesk.domain.printers import Correction, PaperSide
from partydesk.services.printers import list_profiles
from partydesk.services.workspace import Workspace
from partydesk.ui.paper.readings_dialog import ReadingsDialog
from tests.services.test_printers import keep, readings
from tests.ui.paper.conftest import CANON, HP

#: The printer of the issue: shifts 1.2 mm and shrinks 0.3 %.
SHIFTS = Correction(1.2, 0, 0.997, 0.997, 0)


@pytest.fixture
def parent(qtbot: QtBot, dressed: str) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(parent: QWidget, qtbot: QtBot) -> ReadingsDialog:
    made = ReadingsDialog(parent, (HP, CANON), ())
    made.show()
    qtbot.waitExposed(made)
    return made


def act(dialog: ReadingsDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "readings_dialog_act")
    assert isinstance(found, QPushButton)
    return found


def type_all(dialog: ReadingsDialog, error: Correction, *, but: int = 0) -> None:
    """Type what a ruler shows, key by key, going on with Tab."""
    for reading in readings(error):
        if reading.mark != but:
            for box, value in zip(dialog.boxes[reading.mark], reading.measured, strict=True):
                box.setFocus()
                box.selectAll()
                QTest.keyClicks(box, f"{value:.1f}")


def test_typing_gives_the_five_figures_as_soon_as_three_marks_are_there(
    dialog: ReadingsDialog,
) -> None:
    assert "填满三处" in dialog.message.text
    assert not act(dialog).isEnabled()
    for reading in readings(SHIFTS)[:2]:
        for box, value in zip(dialog.boxes[reading.mark], reading.measured, strict=True):
            box.setValue(value)
    assert "至少要量 3 处" in dialog.message.text
    type_all(dialog, SHIFTS)
    assert dialog.solved is not None
    assert dialog.solved.correction.dx_mm == pytest.approx(1.2, abs=0.1)
    assert dialog.solved.correction.scale_x == pytest.approx(0.997, abs=0.001)
    assert "校准后各标记与读数最多相差 0.0" in dialog.message.text
    assert act(dialog).isEnabled()
    assert dialog.readings() == tuple(readings(SHIFTS))
    assert dialog.height() <= 700


def test_a_misread_mark_is_named_and_marked(dialog: ReadingsDialog) -> None:
    type_all(dialog, SHIFTS)
    dialog.boxes[4][1].setValue(dialog.boxes[4][1].value() + 3)
    assert "第 4 号标记的读数与其余各处对不上" in dialog.message.text
    assert [m for m, boxes in dialog.boxes.items() if boxes[0].property("fault")] == [4]
    assert not act(dialog).isEnabled()
    dialog.boxes[4][1].setValue(dialog.boxes[4][1].value() - 3)
    assert act(dialog).isEnabled()
    assert not dialog.boxes[4][0].property("fault")


def test_a_line_can_be_emptied_and_counts_no_more(dialog: ReadingsDialog) -> None:
    type_all(dialog, SHIFTS)
    box = dialog.boxes[6][0]
    box.setFocus()
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert box.typed is None
    assert [reading.mark for reading in dialog.readings()] == [1, 2, 3, 4, 5]


def test_stepping_goes_by_tenths_from_where_the_mark_should_be(dialog: ReadingsDialog) -> None:
    box = dialog.boxes[3][1]
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.typed == 148.5
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.typed == pytest.approx(148.6)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.typed == pytest.approx(148.4)


def test_a_click_on_the_picture_goes_to_the_mark_s_line(
    dialog: ReadingsDialog, qtbot: QtBot
) -> None:
    for mark in (5, 2):
        at = dialog.picture.place_px(mark).toPoint()
        QTest.mouseClick(dialog.picture, Qt.MouseButton.LeftButton, pos=at)
        assert dialog.focusWidget() is dialog.boxes[mark][0]


def test_other_paper_has_other_marks(dialog: ReadingsDialog) -> None:
    type_all(dialog, SHIFTS)
    dialog.choice.paper.setCurrentText("8开（正度） 横放（370×260 毫米）")
    assert dialog.readings() == ()
    expected = [(across.expected, down.expected) for across, down in dialog.boxes.values()]
    assert expected == [tuple(place) for place in mark_places(370, 260)]
    dialog.choice.paper.setCurrentText("自定义尺寸")
    dialog.choice.width_mm.setValue(120)
    dialog.choice.height_mm.setValue(90)
    assert len(dialog.boxes) == 4


def test_what_was_measured_before_is_shown_again(parent: QWidget, workspace: Workspace) -> None:
    keep(workspace, SHIFTS, tray="手送", side=PaperSide.BACK)
    (profile,) = list_profiles(workspace)
    dialog = ReadingsDialog(parent, (CANON, HP), (profile,), profile)
    assert dialog.readings() == profile.readings
    assert dialog.chosen_side is PaperSide.BACK
    assert (dialog.choice.printer.currentText(), dialog.choice.tray_name) == ("HP", "手送")


def test_without_a_printer_it_says_so(parent: QWidget) -> None:
    dialog = ReadingsDialog(parent, (), ())
    type_all(dialog, SHIFTS)
    assert "没有打印机" in dialog.message.text
    assert not act(dialog).isEnabled()
