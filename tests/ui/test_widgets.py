"""The small parts: search line, chips, steps, dialogs, messages, and the line that breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.card import Card, PageHead, clear_layout
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog, ask, choose, tell
from partydesk.ui.widgets.file_choice import PDF, SHEETS, choose_file, choose_folder, choose_target
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip, ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.menu_button import ChoiceButton, menu_button
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.steps import Step, StepChips, StepPath, StepState
from partydesk.ui.widgets.texts import Tag, label
from tests.ui.answers import Answers

STEPS = (
    Step("needs", "需求", "30", StepState.DONE),
    Step("match", "匹配", "", StepState.CURRENT),
    Step("sign", "签约"),
)


@pytest.fixture
def window(qtbot: QtBot, dressed: str) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def child(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


# -- search line ----------------------------------------------------------------------------------


def test_searching_waits_until_typing_rests(window: QWidget, qtbot: QtBot) -> None:
    line = SearchLine("姓名、单位")
    line.setParent(window)
    line.show()
    said: list[str] = []
    line.searched.connect(said.append)
    QTest.keyClicks(line, "bai")
    assert said == []
    qtbot.waitUntil(lambda: said == ["bai"], timeout=1000)
    QTest.keyClicks(line, "y ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert said == ["bai", "baiy"]
    QTest.qWait(200)
    assert said == ["bai", "baiy"]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert said[-1] == ""
    with qtbot.waitSignal(line.left_downwards):
        QTest.keyClick(line, Qt.Key.Key_Down)


# -- chips ----------------------------------------------------------------------------------------


def test_a_choice_chip_says_what_is_chosen_and_takes_it_away(window: QWidget) -> None:
    chip = ChoiceChip("来源", "by_source", ["退休", "改非"])
    chip.setParent(window)
    chip.show()
    told: list[str] = []
    chip.changed.connect(told.append)
    assert chip.text() == "来源 ▾"
    chip.menu_of_words().actions()[1].trigger()
    assert chip.text() == "来源：改非 ×"
    assert chip.word == "改非"
    assert [action.isChecked() for action in chip.menu_of_words().actions()[2:]] == [False, True]
    chip.adjustSize()
    cross = QPoint(chip.width() - 8, chip.height() // 2)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cross)
    assert chip.word == ""
    chip.set_word("退休")
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert told == ["改非", "", "退休", ""]


def test_a_chip_of_several_words_stays_open_while_they_are_ticked(
    window: QWidget, qtbot: QtBot
) -> None:
    chip = ChoiceChip("来源", "by_source", ["退休", "改非", "在职"], several=True)
    chip.setParent(window)
    chip.show()
    menu = chip.menu_of_words()
    menu.popup(QPoint(0, 0))
    qtbot.waitExposed(menu)
    for action in menu.actions()[:2]:
        place = menu.actionGeometry(action).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert menu.isVisible()
    assert chip.chosen == ("退休", "改非")
    assert chip.text() == "来源：退休、改非 ×"
    menu.setActiveAction(menu.actions()[2])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert chip.text() == "来源：退休、改非 等 3 项 ×"
    menu.setActiveAction(menu.actions()[0])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert not menu.isVisible(), "Enter ticks and closes"
    assert chip.chosen == ("改非", "在职")
    chip.menu_of_words().actions()[0].trigger()
    assert not chip.chosen


def test_a_chip_without_words_says_so(window: QWidget) -> None:
    chip = ChoiceChip("乡镇", "by_township")
    chip.setParent(window)
    (action,) = chip.menu_of_words().actions()
    assert action.text() == "没有可选的条件"
    assert not action.isEnabled()


def test_chips_break_into_lines_and_never_overlap(window: QWidget) -> None:
    chips = [ToggleChip(f"第 {number} 个条件", f"chip_{number}") for number in range(12)]
    row = ChipRow(*chips)
    row.setParent(window)
    row.setFixedWidth(300)
    row.setFixedHeight(row.heightForWidth(300))
    row.show()
    QTest.qWait(1)
    places = [chip.geometry() for chip in chips]
    assert all(QRect(0, 0, 300, row.height()).contains(place) for place in places)
    assert not any(
        one.intersects(other) for number, one in enumerate(places) for other in places[number + 1 :]
    )
    assert len({place.y() for place in places}) > 2


# -- steps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [StepPath, StepChips])
def test_steps_tell_which_was_clicked(
    window: QWidget, qtbot: QtBot, kind: type[StepPath | StepChips]
) -> None:
    path = kind(STEPS)
    path.setParent(window)
    with qtbot.waitSignal(path.step_chosen) as told:
        child(path, "step_match").click()
    assert told.args == ["match"]
    path.show_steps(STEPS[:1])
    shown = [each for each in path.findChildren(QPushButton) if not each.isHidden()]
    assert len(shown) == 1
    assert "需求" in shown[0].accessibleName()


def test_a_step_is_as_large_as_its_words(window: QWidget) -> None:
    path = StepPath(STEPS)
    path.setParent(window)
    path.resize(path.sizeHint())
    path.show()
    QTest.qWait(1)
    for block in path.findChildren(QPushButton):
        for words in block.findChildren(QLabel):
            assert block.rect().contains(words.geometry())
            assert words.height() >= words.sizeHint().height()


def test_each_state_has_a_sign_not_only_a_colour() -> None:
    chips = StepChips(STEPS)
    assert child(chips, "step_needs").text() == "1 需求 30 ✓"
    assert child(chips, "step_match").property("chosen") is True


# -- words ----------------------------------------------------------------------------------------


def test_what_people_typed_is_never_markup(window: QWidget) -> None:
    assert label("<b>苏和</b>").textFormat() is Qt.TextFormat.PlainText
    tag = Tag("", Tone.GOOD)
    assert tag.isHidden()
    tag.setParent(window)
    tag.show_word("可选派", Tone.GOOD)
    assert tag.isVisible()


def test_a_message_is_hidden_while_it_says_nothing(window: QWidget) -> None:
    block = FormMessage()
    block.setParent(window)
    block.say(["甲", "", "乙"], Tone.ATTENTION)
    assert block.text == "甲\n乙"
    assert block.property("ground") == "attention"
    assert block.isVisible()
    block.clear()
    assert not block.isVisible()


def test_the_head_of_a_page(window: QWidget) -> None:
    head = PageHead("人才库", QPushButton("新增"))
    head.set_about("42 人")
    head.set_title("人才")
    head.add_button(QPushButton("导入"))
    assert [words.text() for words in head.findChildren(QLabel)] == ["人才", "42 人"]
    assert [each.text() for each in head.findChildren(QPushButton)] == ["新增", "导入"]


def test_a_layout_can_be_emptied(window: QWidget) -> None:
    card = Card("待办")
    card.setParent(window)
    card.body.addWidget(label("一"))
    inner = QHBoxLayout()
    inner.addWidget(label("二"))
    card.body.addLayout(inner)
    clear_layout(card.body)
    assert card.body.count() == 0


# -- menus ----------------------------------------------------------------------------------------


def test_a_menu_is_made_afresh_each_time(window: QWidget) -> None:
    made: list[QMenu] = []

    def menu() -> QMenu:
        made.append(QMenu(window))
        made[-1].addAction("打印名单")
        return made[-1]

    button = menu_button("打印", "print", menu)
    button.setParent(window)
    assert button.text() == "打印 ▾"
    for _ in range(2):
        button.click()
        made[-1].close()
    assert len(made) == 2


def test_a_choice_button_tells_only_what_is_new(window: QWidget) -> None:
    button = ChoiceButton("year", "年度")
    button.setParent(window)
    told: list[str] = []
    button.chosen.connect(told.append)
    button.set_options([("2026", "2026 年度"), ("2025", "2025 年度")], "2026")
    for place in (0, 1, 1):
        button.menu_of_options().actions()[place].trigger()
    assert told == ["2025"]
    assert button.text() == "2025 年度 ▾"
    assert button.accessibleName() == "年度 2025 年度"


# -- dialogs --------------------------------------------------------------------------------------


def test_a_question_names_the_act_and_takes_the_answer(window: QWidget, answers: Answers) -> None:
    answers.say(True, False, "合并为一人")
    assert ask(window, "作废这份委任书？", "作废后不能恢复。", "作废委任书")
    assert not ask(window, "作废这份委任书？", "作废后不能恢复。", "作废委任书")
    assert choose(window, "同一个人？", "号码相同。", ["合并为一人", "是两个人"]) == "合并为一人"
    assert answers.asked[0] == "作废这份委任书？ 作废后不能恢复。"


def test_the_safe_answer_is_the_one_enter_gives(window: QWidget) -> None:
    dialog = MessageDialog(window, "作废？", "不能恢复。", name="question")
    cancel = dialog.add_cancel()
    cancel.setDefault(True)
    act = dialog.add_act("作废委任书", safe=False)
    dialog.present()
    assert cancel.isDefault()
    assert not act.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_answer_is_remembered_by_its_words(window: QWidget) -> None:
    dialog = MessageDialog(window, "同一个人？", "号码相同。")
    dialog.add_answer("合并为一人", main=True)
    other = dialog.add_answer("是两个人")
    dialog.present()
    other.click()
    assert dialog.answer == "是两个人"
    assert not dialog.isVisible()


def test_a_notice_does_not_wait(window: QWidget, qtbot: QtBot) -> None:
    tell(window, "已撤销", "有一处保留了后来的改动。")
    notice = window.findChild(MessageDialog, "notice")
    assert isinstance(notice, MessageDialog)
    assert notice.isVisible()
    with qtbot.waitSignal(notice.destroyed):
        child(notice, "notice_act").click()


def test_details_unfold(window: QWidget) -> None:
    dialog = MessageDialog(window, "出错", "没完成。", details="line 1")
    dialog.add_details()
    dialog.present()
    before = dialog.height()
    child(dialog, "message_unfold").click()
    assert dialog.height() > before
    child(dialog, "message_unfold").click()
    dialog.reject()


def test_a_dialog_opened_past_the_fences_fails(window: QWidget, answers: Answers) -> None:
    with pytest.raises(AssertionError, match="unforeseen"):
        BaseDialog(window, "未料到", "unforeseen").run()


# -- files ----------------------------------------------------------------------------------------


def test_files_are_asked_for(window: QWidget, answers: Answers, tmp_path: Path) -> None:
    answers.choose_file(
        "", tmp_path / "a.xlsx", "", tmp_path / "名单", tmp_path / "b.PDF", "", tmp_path
    )
    assert choose_file(window, "选择名册", SHEETS) is None
    assert choose_file(window, "选择名册", SHEETS) == tmp_path / "a.xlsx"
    assert choose_target(window, "保存", PDF, "名单.pdf") is None
    assert choose_target(window, "保存", PDF, "名单.pdf") == tmp_path / "名单.pdf"
    assert choose_target(window, "保存", PDF, "名单.pdf") == tmp_path / "b.PDF"
    assert choose_folder(window, "备份到") is None
    assert choose_folder(window, "备份到") == tmp_path
