"""Working in the pools: finding, typing, saving, drafts, retiring, choosing units."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from partydesk.domain.accounts import Account, Role
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.listing import Query
from partydesk.domain.query_words import LACKING
from partydesk.domain.talents import PoolState, Sex
from partydesk.services import history, pools
from partydesk.services.enterprises import set_standing
from partydesk.services.workspace import Workspace
from partydesk.ui.enterprises.admission_dialog import AdmissionDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools.disclosure import DisclosureDialog
from partydesk.ui.pools.reason_dialog import ReasonDialog, ReasonWords
from partydesk.ui.widgets.dialog import BaseDialog
from tests.ui.answers import Answers
from tests.ui.hands import type_text
from tests.ui.pool_window import (
    enterprises_page,
    names,
    talent,
    talents_page,
    type_into,
    unit,
)


def _give_reasons(monkeypatch: pytest.MonkeyPatch, *reasons: str) -> list[str]:
    """Let the reason dialog be answered; returns the titles it showed."""
    titles: list[str] = []
    said = list(reasons)

    def run(dialog: ReasonDialog) -> bool:
        titles.append(dialog.windowTitle())
        type_text(dialog.line, said.pop(0))
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(ReasonDialog, "run", run)
    return titles


# -- the list --------------------------------------------------------------------------


def test_the_list_is_in_the_order_of_pinyin_and_shows_the_first_record(window: MainWindow) -> None:
    page = talents_page(window)
    assert names(page) == ["敖敦其其格", "苏和", "王堃"]
    assert page.card.record is not None
    assert page.card.record.name == "敖敦其其格"
    assert page.filters.shown.text() == "显示 3 / 3"


def test_the_models_stand_up_to_qt(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    check_model(talents_page(window).list.model)
    check_model(enterprises_page(window).list.model)


def test_searching_by_initials_narrows_the_list(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    QTest.keyClicks(page.filters.search, "adqqg")
    qtbot.waitUntil(lambda: names(page) == ["敖敦其其格"])
    assert page.filters.shown.text() == "显示 1 / 3"
    QTest.keyClicks(page.filters.search, "zzz")
    qtbot.waitUntil(lambda: names(page) == [])
    assert page.list.table.empty.isVisible()
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 3)


def test_chips_narrow_and_are_taken_away(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    assert names(page) == ["苏和"]
    page.filters.chip("source").set_word(LACKING)
    assert names(page) == []
    page.filters.clear()
    page.filters.chip("townships").set_word("长胜镇")
    assert names(page) == ["苏和", "王堃"], "who named no township goes anywhere"
    window.commands.run("talents.clear")
    assert len(names(page)) == 3


def test_retired_records_are_shown_only_when_asked_for(window: MainWindow) -> None:
    page = enterprises_page(window)
    assert names(page) == ["十家杂粮农民专业合作社", "塔林水泥有限公司"]
    page.filters.retired.setChecked(True)
    assert len(names(page)) == 3
    page.filters.retired.setChecked(False)
    page.filters.chip("operation").set_word("注销")
    assert names(page) == ["老矿业有限公司"]


def test_age_grows_when_the_header_says_so(window: MainWindow) -> None:
    page = talents_page(window)
    page.list.table.sort_requested.emit("birth", False)
    assert names(page) == ["王堃", "敖敦其其格", "苏和"]
    assert page.list.query.descending, "the youngest were born last"
    page.list.table.sort_requested.emit("birth", True)
    assert names(page) == ["苏和", "敖敦其其格", "王堃"]
    assert page.card.record_id == 1, "another order does not change the record shown"


def _choose_reason(number: int) -> Callable[[BaseDialog], bool]:
    """Stand for somebody who picks one of the usual reasons."""

    def pick(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, DisclosureDialog)
        dialog.accept()
        assert dialog.result() != BaseDialog.DialogCode.Accepted, "a reason is needed"
        choice = dialog.findChild(QRadioButton, f"disclosure_{number}")
        assert choice is not None
        choice.click()
        return True

    return pick


def test_a_number_is_masked_until_the_reason_is_written_down(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    page = talents_page(window)
    number = page.card.head_lines.findChild(QLabel, "talents_head_number")
    assert number is not None
    phone = page.card.form.block("phone").editor.keyboard
    assert isinstance(phone, QLineEdit)
    assert (number.text(), phone.text()) == ("150430********1421", "138****0004")
    reveal = page.card.head_lines.findChild(QPushButton, "talents_head_reveal")
    assert reveal is not None
    before = len(history.list_actions(workspace))
    answers.fill(lambda _dialog: False, _choose_reason(1))
    reveal.click()
    assert number.text() == "150430********1421", "who thinks better of it sees nothing"
    assert len(history.list_actions(workspace)) == before
    reveal.click()
    assert number.text() == "150430197007071421"
    link = page.card.form.findChild(QPushButton, "reveal_phone")
    assert link is not None
    link.click()  # the same person: the reason is remembered, and written down again
    assert phone.text().endswith("0004")
    assert "*" not in phone.text()
    labels = [action.label for action in history.list_actions(workspace)[:2]]
    assert labels == [
        "查看人才“敖敦其其格”的完整手机号码，用途：联系本人",
        "查看人才“敖敦其其格”的完整公民身份号码，用途：联系本人",
    ]


def test_who_may_not_see_full_numbers_is_shown_none(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    page = talents_page(window)
    workspace.account = Account("张查阅", Role.READER)
    number = page.card.head_lines.findChild(QLabel, "talents_head_number")
    reveal = page.card.head_lines.findChild(QPushButton, "talents_head_reveal")
    assert number is not None
    assert reveal is not None
    answers.fill(_choose_reason(0))
    shown: list[BaseException] = []
    window.desk.errors.shown.connect(shown.append)
    reveal.click()
    assert number.text() == "150430********1421"
    assert "不能查看或导出完整号码" in str(shown[0])


# -- typing and saving --------------------------------------------------------------------------


def test_a_new_person_is_typed_by_keyboard_and_stands_in_the_list(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    keyboard = QApplication.focusWidget()
    assert keyboard is page.card.form.block("name").editor.keyboard
    type_text(keyboard, "孟和吉雅")
    QTest.keyClick(keyboard, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.card.form.block("sex").editor.keyboard
    type_into(page, "citizen_number", "150430196501010013")
    assert page.card.form.text_of("birth") == "1965-01-01"
    assert page.card.form.text_of("sex") == "男"
    QTest.keyClick(page.card.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    window.tasks.wait_until_idle()
    assert names(page) == ["敖敦其其格", "孟和吉雅", "苏和", "王堃"]
    assert page.list.place() == 1
    assert talent(workspace, 4).sex is Sex.MALE
    assert talent(workspace, 4).state is PoolState.AVAILABLE
    assert not page.drafts.all()
    assert page.card.record_id == 4


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "joined", "去年")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    assert page.card.form.block("name").fault == "请填写姓名"
    assert page.card.form.block("joined").fault
    assert page.card.form.text_of("joined") == "去年"
    assert pools.search_records(workspace, "talents", "")[1] == 3


def test_a_wrong_check_digit_is_named_while_typing(window: MainWindow) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "citizen_number", "15043019650101001")
    assert not page.card.form.block("citizen_number").fault
    type_into(page, "citizen_number", "150430196501010011")
    assert "校验" in page.card.form.block("citizen_number").fault
    assert page.card.form.text_of("birth") == ""


def test_only_what_was_changed_is_stored_and_warned_about(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    page.go_to(1)
    type_into(page, "joined", "1985-06")
    assert page.card.changed() == {"joined": "1985-06"}
    pools.save_record(workspace, "talents", 1, {"rank": "四级调研员"})
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    stored = talent(workspace, 1)
    assert (str(stored.joined), stored.rank) == ("1985-06", "四级调研员")
    message = page.card.form.block("joined").findChild(QLabel, "message_joined")
    assert message is not None
    assert "不满 18 岁" in message.text()


def test_saving_can_be_undone_and_the_page_follows(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "name", "苏和图")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    assert "苏和图" in names(page)
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert "苏和" in names(page)
    assert page.card.form.text_of("name") == "苏和"


def test_undoing_a_new_record_keeps_what_was_typed_since(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "巴图")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    type_into(page, "rank", "科员")
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    with pytest.raises(NotFound):
        talent(workspace, 4)
    assert [(draft.record_id, dict(draft.changed)) for draft in page.drafts.all()] == [
        (None, {"name": "巴图", "rank": "科员"})
    ]


def test_save_and_new_goes_on_with_an_empty_form(window: MainWindow) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "巴图")
    window.commands.run("talents.save_new")
    window.tasks.wait_until_idle()
    assert page.card.is_new
    assert page.card.form.text_of("name") == ""
    assert "巴图" in names(page)


def test_pressing_save_twice_stores_one_record(window: MainWindow, workspace: Workspace) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "巴图")
    window.commands.run("talents.save")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    assert pools.search_records(workspace, "talents", "巴图")[1] == 1


def test_what_is_typed_while_it_is_being_stored_stays(window: MainWindow) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "rank", "科员")
    window.commands.run("talents.save")
    type_into(page, "school", "农业大学")
    window.tasks.wait_until_idle()
    assert page.card.changed() == {"school": "农业大学"}


# -- drafts --------------------------------------------------------------------------


def test_typed_text_survives_other_rows_and_pages(window: MainWindow) -> None:
    page = talents_page(window)
    page.go_to(1)
    type_into(page, "rank", "站长")
    window.commands.run("talents.next")
    assert page.card.form.text_of("rank") == ""
    assert names(page)[0] == "敖敦其其格（未存）"
    window.show_page("enterprises")
    window.show_page("talents")
    page.list.step(-1)
    assert page.card.form.text_of("rank") == "站长"
    assert page.card.form.text_of("phone") == "13800000004", "masked text is kept in full"


def test_a_new_record_begun_is_found_again(window: MainWindow) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "额尔敦")
    page.go_to(2)
    window.commands.run("talents.new")
    assert page.card.form.text_of("name") == "额尔敦"


def test_typing_the_old_text_again_leaves_no_draft(window: MainWindow) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "name", "苏")
    assert len(page.drafts) == 1
    type_into(page, "name", "苏和")
    assert len(page.drafts) == 0


def test_giving_up_asks_first(window: MainWindow, answers: Answers) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "name", "苏")
    answers.say(False, True)
    give_up = page.card.findChild(QPushButton, "talents_give_up")
    assert give_up is not None
    give_up.click()
    assert page.card.form.text_of("name") == "苏"
    window.commands.run("talents.discard")
    assert page.card.form.text_of("name") == "苏和"
    assert len(page.drafts) == 0
    assert not give_up.isVisible()


# -- acts --------------------------------------------------------------------------


def test_retiring_asks_for_a_reason_and_hides_the_record(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = talents_page(window)
    page.go_to(2)
    _give_reasons(monkeypatch, "本人申请")
    window.commands.run("talents.retire")
    window.tasks.wait_until_idle()
    assert names(page) == ["敖敦其其格", "王堃"]
    assert talent(workspace, 2).state is PoolState.RETIRED
    assert talent(workspace, 2).state_reason == "本人申请"
    assert window.commands.get("talents.retire").refusal() == "“苏和”已经停用"


def test_the_reason_dialog_stays_open_without_a_reason(qtbot: QtBot, dressed: str) -> None:
    dialog = ReasonDialog(None, ReasonWords("停用人才", "说明", "停用原因", "如", "停用"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    type_text(dialog.line, "本人申请")
    dialog.accept()
    assert not dialog.isVisible()


def test_several_units_enter_the_pool_in_one_action(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = enterprises_page(window)
    page.list.table.view.selectAll()
    titles = _give_reasons(monkeypatch, "停产")

    def admit(dialog: AdmissionDialog) -> bool:
        titles.append(dialog.windowTitle())
        type_text(dialog.reason, "规模较大")
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(AdmissionDialog, "run", admit)
    window.commands.run("enterprises.admit")
    window.tasks.wait_until_idle()
    assert titles == ["列入企业库（2 家）"]
    assert [unit(workspace, number).standing for number in (1, 2, 3)] == [
        Standing.IN_POOL,
        Standing.IN_POOL,
        Standing.OUTSIDE,
    ]
    page.list.choose(1)
    window.commands.run("enterprises.release")
    window.tasks.wait_until_idle()
    assert unit(workspace, 1).standing is Standing.LEFT
    assert unit(workspace, 1).standing_reason == "停产"
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert unit(workspace, 1).standing is Standing.IN_POOL


def test_buttons_say_why_not(window: MainWindow) -> None:
    page = enterprises_page(window)
    page.list.choose(1)
    refusal = window.commands.get("enterprises.release").refusal
    assert refusal() == "选中的单位都不在库"
    page.filters.chip("operation").set_word("注销")
    page.list.step(0)
    assert "不能入库" in window.commands.get("enterprises.admit").refusal()
    assert window.commands.get("enterprises.save").refusal() == "没有需要保存的修改"


def test_a_village_follows_the_township(window: MainWindow) -> None:
    page = enterprises_page(window)
    page.go_to(2)
    line = page.card.form.block("village").editor.widget
    before = line.words  # type: ignore[attr-defined]  # the line with a list of words
    type_into(page, "township", "新惠镇")
    after = line.words  # type: ignore[attr-defined]
    assert before
    assert after
    assert before != after


def test_ctrl_k_opens_a_record_that_the_filters_hide(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    window.open_record("talents", 3)
    assert page.card.record is not None
    assert page.card.record.name == "王堃"
    assert names(page) == ["苏和"]


def test_the_history_is_read_when_it_is_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "rank", "科员")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    page.card.form.findChildren(QTabWidget)[0].setCurrentWidget(page.card.history)

    def said() -> list[str]:
        labels = page.card.history.findChildren(QLabel)
        return [each.text() for each in labels if each.isVisible()]

    qtbot.waitUntil(lambda: "职级：（空） → 科员" in said())
    assert said()[0] == "修改人才“苏和”"


def test_copying_takes_what_is_shown(window: MainWindow) -> None:
    page = talents_page(window)
    page.list.choose(2)
    page.list.table.view.copy_selection()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("苏和\t56\t改非")


# -- the service behind 入库 --------------------------------------------------------------------


def test_set_standing_refuses_what_makes_no_sense(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed):
        set_standing(workspace, [], Standing.IN_POOL, "规模较大")
    with pytest.raises(ValidationFailed):
        set_standing(workspace, [1], Standing.IN_POOL, " ")
    with pytest.raises(NotFound):
        set_standing(workspace, [1, 99], Standing.IN_POOL, "规模较大")
    with pytest.raises(RuleViolation, match="老矿业有限公司"):
        set_standing(workspace, [1, 3], Standing.IN_POOL, "规模较大")
    assert unit(workspace, 1).standing is Standing.OUTSIDE
    changes = set_standing(workspace, [1, 2], Standing.IN_POOL, "规模较大")
    assert changes.label == "列入企业库：“塔林水泥有限公司”、“十家杂粮农民专业合作社”"
    assert history.undo(workspace, changes.action).restored == 2


def test_find_place_agrees_with_the_list_in_every_order(workspace: Workspace) -> None:
    for number in range(12):
        pools.save_record(workspace, "talents", None, {"name": f"巴图{number}", "birth": "1970-01"})
    for query in (
        Query(),
        Query(sort="birth", descending=True),
        Query(sort="source"),
        Query(text="bt", sort="name", descending=True),
        Query(filters={"source": ("", "改非")}),
    ):
        rows = pools.find_records(workspace, "talents", query).rows
        for place in (0, len(rows) // 2, len(rows) - 1):
            assert pools.find_numbers(workspace, "talents", query)[place] == rows[place].id
