"""The editor of layouts, by mouse and keyboard: what is moved, sized, set, undone and saved."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from partydesk.domain.errors import InputRefused
from partydesk.services.layout_drafts import Draft, open_draft, save_draft
from partydesk.services.layouts import get_layout
from partydesk.services.workspace import Workspace
from partydesk.ui.layouts.edited import EditedLayout
from partydesk.ui.layouts.editor import LayoutEditor
from tests.ui.answers import Answers
from tests.ui.hands import type_text

FRAME, NUMBER, TITLE, BODY, ORGAN, DATE, CODE, SEAL, HEAD = range(9)
LAST = HEAD
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def saving(workspace: Workspace) -> list[bool]:
    """Whether each save asked for use; the fixture's editor saves at once."""
    return []


@pytest.fixture
def editor(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, saving: list[bool]
) -> Iterator[LayoutEditor]:
    below = QWidget()
    below.resize(1366, 768)
    draft = open_draft(workspace, "letter")

    def save(
        values: dict[str, Any],
        name: str,
        use: bool,
        then: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        try:
            save_draft(workspace, draft, values, name, use=use)
        except InputRefused as error:
            failed(error)
        else:
            saving.append(use)
            then()

    opened = LayoutEditor(below, draft, save, settings)
    opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    # What was changed is given up with the window: nobody is asked.
    qtbot.addWidget(below, before_close_func=lambda _: opened.edited.steps.set_clean())
    opened.show()
    qtbot.waitExposed(opened)
    turn(qtbot)
    yield opened
    below.hide()  # the window below must live as long as the editor


def turn(qtbot: QtBot) -> None:
    """Let the page be drawn anew."""
    qtbot.wait(1)


def at(editor: LayoutEditor, x_mm: float, y_mm: float) -> QPoint:
    return editor.paper.mapFromScene(QPointF(x_mm, y_mm))


def drag(
    editor: LayoutEditor,
    start: tuple[float, float],
    end: tuple[float, float],
    keys: Qt.KeyboardModifier = NONE,
) -> None:
    port = editor.paper.viewport()
    QTest.mousePress(port, LEFT, NONE, at(editor, *start))
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    for place in (middle, end):
        # QTest's moves carry no keys.
        move(editor, at(editor, *place), keys)
    QTest.mouseRelease(port, LEFT, keys, at(editor, *end))


def move(editor: LayoutEditor, to: QPoint, keys: Qt.KeyboardModifier) -> None:
    port = editor.paper.viewport()
    place = QPointF(port.mapToGlobal(to))
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), place, Qt.MouseButton.NoButton, LEFT, keys
    )
    QApplication.sendEvent(port, event)


def click(editor: LayoutEditor, x_mm: float, y_mm: float, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(editor.paper.viewport(), LEFT, keys, at(editor, x_mm, y_mm))


def chosen(editor: LayoutEditor) -> tuple[int, ...]:
    return editor.edited.chosen


def box(edited: EditedLayout, number: int) -> tuple[float, float, float, float]:
    rect = edited.rects()[number]
    return rect.x, rect.y, rect.width, rect.height


def field(editor: LayoutEditor, kind: type[QWidget], key: str) -> Any:  # noqa: ANN401
    QApplication.processEvents()  # what was just built is shown, what is gone is hidden
    named = editor.panel.findChildren(kind, f"layout_{key}")
    (found,) = (each for each in named if each.isVisibleTo(editor.panel))
    return found


# -- choosing -------------------------------------------------------------------------------------


def test_elements_are_chosen_by_click_and_by_ctrl(editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    assert chosen(editor) == (TITLE,)
    click(editor, 40, 260, CTRL)
    assert chosen(editor) == (TITLE, CODE)
    assert [item.text() for item in editor.elements.selectedItems()] == [
        "标题 · 文字",
        "验证码 · 防伪二维码",
    ]
    click(editor, 105, 59, CTRL)
    assert chosen(editor) == (CODE,)
    click(editor, 25, 230)
    assert chosen(editor) == ()


def test_a_frame_is_chosen_by_its_line_only(editor: LayoutEditor) -> None:
    click(editor, 14, 150)
    assert chosen(editor) == (FRAME,)
    click(editor, 25, 230)
    assert chosen(editor) == ()


def test_a_band_chooses_what_lies_inside(editor: LayoutEditor) -> None:
    drag(editor, (184, 248.5), (98, 207.2))
    assert chosen(editor) == (ORGAN, DATE)


def test_the_list_chooses_too(editor: LayoutEditor) -> None:
    editor.elements.setFocus()
    editor.elements.setCurrentRow(BODY)
    assert chosen(editor) == (BODY,)
    QTest.keyClick(editor.elements, Qt.Key.Key_Down)
    assert chosen(editor) == (ORGAN,)


# -- moving ---------------------------------------------------------------------------------------


def test_dragging_snaps_to_the_grid_and_can_be_undone(editor: LayoutEditor) -> None:
    editor.grid.chosen.emit("5")
    click(editor, 40, 260)
    drag(editor, (40, 256), (52.5, 256.4))
    assert box(editor.edited, CODE)[:2] == (40, 243)  # 243 is a line: the code's own height before
    editor.edited.steps.undo()
    assert box(editor.edited, CODE)[:2] == (28, 243)
    assert editor.edited.steps.undo_words == ""
    editor.edited.steps.redo()
    assert box(editor.edited, CODE)[0] == 40


def test_an_element_snaps_to_the_middle_of_the_page_and_shows_the_line(
    editor: LayoutEditor,
) -> None:
    click(editor, 40, 260)
    port = editor.paper.viewport()
    QTest.mousePress(port, LEFT, NONE, at(editor, 40, 256))
    move(editor, at(editor, 80, 256), NONE)
    move(editor, at(editor, 104.8, 256), NONE)
    assert editor.paper.met[0] == 105
    QTest.mouseRelease(port, LEFT, NONE, at(editor, 104.8, 256))
    assert box(editor.edited, CODE)[0] == 92.5
    assert editor.paper.met == (None, None)


def test_alt_and_the_switch_move_freely(editor: LayoutEditor) -> None:
    click(editor, 40, 260)
    drag(editor, (40, 256), (60.2, 263.3), ALT)
    x, y = box(editor.edited, CODE)[:2]
    assert (x, y) == pytest.approx((48.2, 250.3), abs=0.6)  # a dot of the screen
    assert round(x, 1) == x
    editor.edited.steps.undo()
    editor.snap.click()
    drag(editor, (40, 256), (60.2, 263.3))
    assert box(editor.edited, CODE)[:2] == (x, y)


def test_escape_lets_go(editor: LayoutEditor) -> None:
    click(editor, 40, 260)
    before = editor.edited.values
    QTest.mousePress(editor.paper.viewport(), LEFT, NONE, at(editor, 40, 256))
    move(editor, at(editor, 100, 200), NONE)
    assert editor.edited.values != before
    QTest.keyClick(editor.paper, Qt.Key.Key_Escape)
    assert editor.edited.values == before
    QTest.mouseRelease(editor.paper.viewport(), LEFT, NONE, at(editor, 100, 200))
    assert editor.edited.values == before


def test_arrow_keys_move_by_a_tenth_and_with_shift_by_a_millimetre(editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    for _ in range(3):
        QTest.keyClick(editor.paper, Qt.Key.Key_Right)
    assert box(editor.edited, TITLE)[:2] == (40.3, 48)
    QTest.keyClick(editor.paper, Qt.Key.Key_Up, SHIFT)
    assert box(editor.edited, TITLE)[:2] == (40.3, 47)
    QTest.keyClick(editor.paper, Qt.Key.Key_Z, CTRL)
    assert box(editor.edited, TITLE)[:2] == (40, 48)
    assert editor.edited.values == editor._draft.values


def test_several_move_together(editor: LayoutEditor) -> None:
    editor.edited.choose([ORGAN, DATE])
    QTest.keyClick(editor.paper, Qt.Key.Key_Left, SHIFT)
    assert (box(editor.edited, ORGAN)[0], box(editor.edited, DATE)[0]) == (100, 100)


def test_a_handle_sizes_and_the_other_edge_stays(editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    drag(editor, (170, 59), (150.3, 59))
    assert box(editor.edited, TITLE) == (40, 48, 110, 22)
    drag(editor, (40, 48), (45.2, 45.1))
    x, y, width, height = box(editor.edited, TITLE)
    assert (x + width, y + height) == (150, 70)
    assert (x, y) == (45, 45)


# -- other acts -----------------------------------------------------------------------------------


def test_keys_copy_delete_and_bring_back(editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    for key in (Qt.Key.Key_C, Qt.Key.Key_V):
        QTest.keyClick(editor.paper, key, CTRL)
    assert editor.edited.elements[-1]["name"] == "标题2"
    assert chosen(editor) == (LAST + 1,)
    QTest.keyClick(editor.paper, Qt.Key.Key_Delete)
    assert len(editor.edited.elements) == LAST + 1
    QTest.keyClick(editor.paper, Qt.Key.Key_A, CTRL)
    assert len(chosen(editor)) == LAST + 1


def test_elements_of_each_type_are_added_from_the_menu(
    editor: LayoutEditor, answers: Answers, tmp_path: Path
) -> None:
    head = tmp_path / "head.png"
    head.write_bytes(picture(600, 200))
    answers.choose_file(head)
    names = [action.text() for action in editor._add_menu().actions()]
    assert names == [
        "文字",
        "段落",
        "图片",
        "边框",
        "线条",
        "印章位置",
        "预印区（留空）",
        "防伪二维码",
    ]
    for action in editor._add_menu().actions():
        action.trigger()
    added = [element["type"] for element in editor.edited.elements[LAST + 1 :]]
    assert added == ["text", "flow", "picture", "frame", "rule", "reserve", "free", "qr"]


def test_menus_align_and_change_the_order(editor: LayoutEditor) -> None:
    editor.edited.choose([NUMBER, TITLE])
    menu = {action.text(): action for action in editor._menu(editor.tools.aligning).actions()}
    assert not menu["左右等距"].isEnabled()
    menu["左边对齐"].trigger()
    assert (box(editor.edited, NUMBER)[0], box(editor.edited, TITLE)[0]) == (40, 40)
    editor.edited.choose([TITLE])
    QTest.keyClick(editor.paper, Qt.Key.Key_BracketRight, CTRL)
    assert editor.edited.elements[BODY]["name"] == "标题"
    assert chosen(editor) == (BODY,)


# -- properties -----------------------------------------------------------------------------------


def test_a_place_is_typed_and_the_page_follows(qtbot: QtBot, editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    spin = field(editor, QDoubleSpinBox, "x_mm")
    assert spin.text() == "40 毫米"
    spin.selectAll()
    QTest.keyClicks(spin, "35.5")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert box(editor.edited, TITLE)[0] == 35.5
    assert editor.isVisible()
    QTest.keyClick(spin, Qt.Key.Key_Up)
    assert box(editor.edited, TITLE)[0] == 35.6
    QTest.keyClick(editor.paper, Qt.Key.Key_Right)
    assert spin.text() == "35.7 毫米"


def test_content_is_typed_with_the_labels_of_its_fields(qtbot: QtBot, editor: LayoutEditor) -> None:
    editor.edited.choose([NUMBER])
    line = field(editor, QLineEdit, "content")
    assert line.text() == "{编号}"
    line.setFocus()
    line.setText("")
    type_text(line, "第{编号}")
    assert editor.edited.elements[NUMBER]["content"] == "第{number}"
    editor.panel._fields["content"]._insert("{姓名}")  # type: ignore[attr-defined] # the menu's act
    assert editor.edited.elements[NUMBER]["content"] == "第{number}{person}"
    turn(qtbot)
    assert editor.look.faults == ()


def test_paragraphs_font_and_colour_are_set(qtbot: QtBot, editor: LayoutEditor) -> None:
    editor.edited.choose([BODY])
    text = field(editor, QPlainTextEdit, "paragraphs")
    assert text.toPlainText().startswith("> {姓名:下划线}同志：\n经{委任机关}研究")
    text.setPlainText("> {姓名}：\n任命你为{职务}。")
    assert editor.edited.elements[BODY]["paragraphs"] == [
        {"content": "{person}：", "indent_em": 0},
        {"content": "任命你为{role}。", "indent_em": 2},
    ]
    font = field(editor, QComboBox, "font")
    assert (font.currentText(), font.findText("song")) == ("楷体", -1)
    font.setCurrentIndex(font.findText("宋体"))
    font.activated.emit(font.currentIndex())
    assert editor.edited.elements[BODY]["font"] == "song"
    colour = field(editor, QLineEdit, "colour")
    colour.selectAll()
    QTest.keyClicks(colour, "#a8201a")
    assert editor.edited.elements[BODY]["colour"] == "#A8201A"


def test_a_double_click_leads_to_the_words(qtbot: QtBot, editor: LayoutEditor) -> None:
    editor.activateWindow()
    click(editor, 105, 59)
    QTest.mouseDClick(editor.paper.viewport(), LEFT, NONE, at(editor, 105, 59))
    assert chosen(editor) == (TITLE,)
    assert field(editor, QLineEdit, "content").hasFocus()


def test_a_frame_gets_another_ring(qtbot: QtBot, editor: LayoutEditor) -> None:
    editor.edited.choose([FRAME])
    field(editor, QSpinBox, "lines").setValue(4)
    assert [each["inset_mm"] for each in editor.edited.elements[FRAME]["lines"]] == [
        0,
        0.95,
        2.7,
        4.2,
    ]
    field(editor, QDoubleSpinBox, "lines.3.width_mm").setValue(0.6)
    assert editor.edited.elements[FRAME]["lines"][3]["width_mm"] == 0.6
    turn(qtbot)
    assert editor.look.faults == ()


def test_several_elements_share_a_property(editor: LayoutEditor) -> None:
    editor.edited.choose([ORGAN, DATE])
    assert editor.panel.findChild(QLineEdit, "layout_name") is None
    spin = field(editor, QDoubleSpinBox, "size_pt")
    spin.setValue(18)
    assert [editor.edited.elements[n]["size_pt"] for n in (ORGAN, DATE)] == [18, 18]


def test_paper_is_chosen_by_name_or_typed(editor: LayoutEditor) -> None:
    sizes = field(editor, QComboBox, "size")
    assert sizes.currentText() == "A4 竖放"
    sizes.setCurrentIndex(sizes.findText("8开（正度） 横放"))
    sizes.activated.emit(sizes.currentIndex())
    page = editor.edited.page
    assert (page.width, page.height) == (370, 260)
    spin = field(editor, QDoubleSpinBox, "width_mm")
    spin.setValue(301.5)
    assert sizes.currentText() == "自定义"
    assert editor.edited.values["width_mm"] == 301.5


# -- how it looks ---------------------------------------------------------------------------------


def picture(width: int, height: int, colour: str = "#2E7D4F") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def colour_at(editor: LayoutEditor, x_mm: float, y_mm: float) -> str:
    image = editor.paper.viewport().grab().toImage()
    place = at(editor, x_mm, y_mm)
    return QColor(image.pixel(place)).name()


def test_the_stock_is_seen_below_the_page_and_is_no_part_of_it(
    qtbot: QtBot, editor: LayoutEditor, answers: Answers, tmp_path: Path, workspace: Workspace
) -> None:
    editor.grid.chosen.emit("0")
    assert colour_at(editor, 60, 222) == "#ffffff"
    scan = tmp_path / "stock.png"
    scan.write_bytes(picture(210, 297))
    answers.choose_file(scan)
    editor.choose_background()
    editor.strength.setValue(100)
    turn(qtbot)
    assert colour_at(editor, 60, 222) == "#2e7d4f"
    editor.strength.setValue(0)
    assert colour_at(editor, 60, 222) == "#ffffff"
    editor.save()
    stored = get_layout(workspace, "委任书（自用）")
    assert stored.layout.background == next(iter(stored.layout.pictures))
    assert b"/Subtype /Image" not in editor.look.pdf


def test_a_picture_stands_where_it_is_printed(
    qtbot: QtBot, editor: LayoutEditor, answers: Answers, tmp_path: Path
) -> None:
    editor.grid.chosen.emit("0")
    head = tmp_path / "head.png"
    head.write_bytes(picture(600, 300))
    answers.choose_file(head)
    editor.add("picture")
    assert chosen(editor) == (LAST + 1,)
    turn(qtbot)
    x, y, width, height = box(editor.edited, LAST + 1)
    column = {colour_at(editor, x + width / 2 + 3, y + down) for down in range(2, 18, 3)}
    assert "#2e7d4f" in column  # beside the letters that are printed over it
    assert colour_at(editor, x + 3, y + height / 2 - 3) != "#2e7d4f"  # in proportion


def test_what_is_no_picture_is_said_so(
    editor: LayoutEditor, answers: Answers, tmp_path: Path
) -> None:
    wrong = tmp_path / "head.gif"
    wrong.write_bytes(b"GIF89a")
    answers.choose_file(wrong)
    editor.add("picture")
    assert "PNG 或 JPG" in editor.refusals.text
    assert len(editor.edited.elements) == LAST + 1


def test_faults_and_warnings_are_said_as_they_come(qtbot: QtBot, editor: LayoutEditor) -> None:
    assert editor.remarks.text == ""
    editor.edited.choose([TITLE])
    field(editor, QDoubleSpinBox, "width_mm").setValue(60)
    turn(qtbot)
    assert "60 毫米宽的位置放不下" in editor.remarks.text
    assert editor.elements.item(TITLE).text().endswith("!")
    field(editor, QDoubleSpinBox, "width_mm").setValue(190)
    turn(qtbot)
    assert editor.remarks.text == "“标题”超出了 210×297 毫米的纸面。"
    assert editor.elements.item(TITLE).text().endswith("✕")


def test_the_longest_names_are_tried(qtbot: QtBot, editor: LayoutEditor) -> None:
    long = "内蒙古自治区赤峰市" * 12
    editor._draft.samples["最长"]["enterprise"] = long  # type: ignore[index]
    editor.sample.chosen.emit("最长")
    assert "企业" in editor.remarks.text
    editor.sample.chosen.emit("样例")
    assert editor.remarks.text == ""


def test_a_move_is_on_screen_within_a_tenth_of_a_second(editor: LayoutEditor) -> None:
    editor.edited.choose([BODY])
    spent = []
    for _ in range(5):
        began = time.process_time()
        QTest.keyClick(editor.paper, Qt.Key.Key_Right)
        editor.refresh_look()
        editor.paper.viewport().repaint()
        spent.append(time.process_time() - began)
    assert min(spent) < 0.1


# -- saving ---------------------------------------------------------------------------------------


def test_a_version_is_saved_under_its_name(
    editor: LayoutEditor, workspace: Workspace, saving: list[bool]
) -> None:
    click(editor, 105, 59)
    QTest.keyClick(editor.paper, Qt.Key.Key_Right)
    editor.name_line.setText("委任书（新）")
    editor.use_box.setChecked(True)
    editor.save_button.click()
    assert saving == [True]
    assert not editor.isVisible()
    assert get_layout(workspace, "委任书（新）").layout.elements[TITLE].box.x_mm == 40.1  # type: ignore[union-attr]


def test_a_faulty_layout_is_not_saved_and_says_why(
    editor: LayoutEditor, workspace: Workspace, saving: list[bool]
) -> None:
    editor.edited.choose([TITLE])
    field(editor, QDoubleSpinBox, "x_mm").setValue(100)
    QTest.keyClick(editor.paper, Qt.Key.Key_S, CTRL)
    assert saving == []
    assert editor.isVisible()
    assert "超出了 210×297 毫米的纸面" in editor.refusals.text
    assert "elements" not in editor.refusals.text
    field(editor, QDoubleSpinBox, "x_mm").setValue(40)
    assert editor.refusals.text == ""


def test_the_shipped_layout_comes_back_and_that_can_be_undone(editor: LayoutEditor) -> None:
    click(editor, 105, 59)
    QTest.keyClick(editor.paper, Qt.Key.Key_Delete)
    editor.restore()
    assert editor.edited.values == editor._draft.values
    editor.edited.steps.undo()
    assert len(editor.edited.elements) == LAST


def test_changes_are_not_lost_without_a_word(editor: LayoutEditor, answers: Answers) -> None:
    click(editor, 105, 59)
    QTest.keyClick(editor.paper, Qt.Key.Key_Right)
    answers.say(False)
    editor.reject()
    assert editor.isVisible()
    answers.say(True)
    editor.reject()
    assert not editor.isVisible()


def test_drafts_are_of_their_kind(workspace: Workspace) -> None:
    draft = open_draft(workspace, "agreement")
    assert isinstance(draft, Draft)
    assert draft.kind_label == "协议书"
