"""Bringing pairs from consent to the letter: guidance, dialogs, refusals, numbers, printing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.domain.placements import Action, Order, Party, Placement, State
from partydesk.services import history, matching, placements, policies
from partydesk.services.workspace import Workspace
from partydesk.ui.compliance.recusal_dialog import RecusalDialog
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.placements.act_dialog import ALL, SELECTED, ActDialog
from partydesk.ui.placements.card import stages_of
from partydesk.ui.placements.columns import consent_word
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.placements.reading import guidance, nothing_yet, read_procedure
from partydesk.ui.preview import PreviewDialog
from tests.ui.answers import Answers
from tests.ui.round_window import (
    NOW,
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    placements_page,
    run,
    settle,
    undo_last,
)

DAY = dt.date(2026, 3, 20)
ALL_PARTIES = (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE)
CEMENT_PAIR, GRAIN_PAIR, TRANSPORT_PAIR = 1, 2, 3


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        yield made


@pytest.fixture
def submitted(workspace: Workspace) -> None:
    """水泥 and 杂粮 with retired people, 运输 with 其木格, who serves and needs her unit."""
    add_posts(workspace)
    add_wishes(workspace)
    matching.run_matching(workspace, YEAR)
    placements.accept_run(workspace, YEAR)


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, submitted: None
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def _consent(workspace: Workspace, ids: Sequence[int], parties: Sequence[Party]) -> None:
    for party in parties:
        placements.act(workspace, YEAR, Action.CONSENT, Order(DAY, party=party), ids)


def _pair(workspace: Workspace, number: int) -> Placement:
    found = placements.list_placements(workspace, YEAR, withdrawn=True)
    return next(placement for placement in found if placement.id == number)


def _states(workspace: Workspace) -> list[State]:
    return [p.state for p in placements.list_placements(workspace, YEAR, withdrawn=True)]


def _dialog(window: MainWindow, action: Action) -> ActDialog:
    run(window, f"placements.{action.value}")
    dialog = placements_page(window).findChild(ActDialog)
    assert isinstance(dialog, ActDialog)
    return dialog


def _words(page: PlacementsPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found.text()


# -- what the page says ------------------------------------------------------------------------


def test_a_year_without_pairs_leads_to_the_round(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> None:
    window = open_window(qtbot, settings, workspace)
    page = placements_page(window)
    assert page.table.empty.isVisible()
    assert page.table.empty.accessibleName().startswith("2026 年还没有提交认可的拟配")
    assert page.act_buttons[Action.SIGN].toolTip() == "还没有提交认可的拟配"
    go = page.findChild(QPushButton, "placements_go_selection")
    assert go is not None
    go.click()
    settle(window)
    assert window.current_key == "selection"
    window.tasks.shut_down()


def test_the_page_says_what_comes_next(window: MainWindow, workspace: Workspace) -> None:
    page = placements_page(window)
    words = "下一步：还缺同意：企业 3、个人 3、所在单位 1、党工委 3"
    assert _words(page, "placements_guidance") == words
    _consent(workspace, [CEMENT_PAIR], ALL_PARTIES)
    _consent(workspace, [GRAIN_PAIR], [Party.ENTERPRISE])
    page.reload()
    settle(window)
    assert _words(page, "placements_guidance") == (
        "下一步：还缺同意：企业 1、个人 2、所在单位 1、党工委 2 · 1 对可签协议"
    )
    texts = [chip.text() for chip in page.chips.values() if chip.isVisible()]
    assert texts == ["全部 3", "待认可 2", "已认可 1"]


def test_guidance_ends_when_everybody_is_appointed(workspace: Workspace, submitted: None) -> None:
    _consent(workspace, [CEMENT_PAIR, GRAIN_PAIR], ALL_PARTIES)
    placements.act(workspace, YEAR, Action.SIGN, Order(DAY), [CEMENT_PAIR, GRAIN_PAIR])
    placements.act(workspace, YEAR, Action.APPOINT, Order(DAY), [CEMENT_PAIR])
    pairs = [_pair(workspace, number) for number in (CEMENT_PAIR, GRAIN_PAIR)]
    assert guidance(pairs) == "下一步：1 对可委任"
    assert guidance(pairs[:1]) == "本年已全部委任 · 1 人待登记到岗"
    assert "还有 2 个岗位没有人选" in guidance(pairs[:1], 2)
    assert guidance(pairs, 1) == "下一步：1 对可委任 · 1 个岗位空缺，可补选"
    assert guidance([]) == ""


def test_buttons_say_why_not(window: MainWindow) -> None:
    page = placements_page(window)
    page.table.select_number(0)
    assert page.act_buttons[Action.CONSENT].isEnabled()
    assert page.act_buttons[Action.CONSENT].property("main")
    sign = page.act_buttons[Action.SIGN]
    assert not sign.isEnabled()
    assert sign.toolTip() == (
        "塔林水泥有限责任公司 · 党建指导员：缺企业、个人、党工委同意，不能签订协议"
    )
    assert window.commands.get("placements.print_all_letters").refusal() == (
        "还没有委任书，组织委任后才能打印"
    )


def test_consents_are_shown_by_day_or_as_awaited(workspace: Workspace, submitted: None) -> None:
    _consent(workspace, [CEMENT_PAIR], [Party.ENTERPRISE])
    pair = _pair(workspace, CEMENT_PAIR)
    assert [consent_word(pair, party) for party in Party] == ["03-20", "待", "—", "待"]
    assert [(stage.title, stage.when) for stage in stages_of(pair)] == [
        ("企业同意", "2026-03-20"),
        ("个人同意", "待同意"),
        ("党工委认可", "待认可"),
        ("签订协议", ""),
        ("组织委任", ""),
    ]


def test_the_card_tells_of_the_chosen_pair(window: MainWindow) -> None:
    page = placements_page(window)
    assert page.table.select_where(lambda pair: pair.id == TRANSPORT_PAIR)
    settle(window)
    shown = [each.text() for each in page.card.findChildren(QLabel) if not each.isHidden()]
    assert "其木格" in shown
    assert "缺批准文号：人员来源为“在职科级”，没有批准文号" in shown
    assert "办法：请在登记同意时填写批准文号" in shown
    assert any("依据：中组部" in words for words in shown)
    assert any(words.startswith("依据：中组部") for words in shown)


def test_chips_narrow_the_list(window: MainWindow, workspace: Workspace) -> None:
    _consent(workspace, [GRAIN_PAIR], ALL_PARTIES)
    page = placements_page(window)
    page.reload()
    settle(window)
    page.chips[State.CONSENTED].click()
    assert page.model.rowCount() == 1
    assert page.model.index(0, 1).data() == "敖敦其其格"
    page.show_record("placements", TRANSPORT_PAIR)
    chosen = page.table.current_row()
    assert chosen is not None
    assert chosen.id == TRANSPORT_PAIR
    assert page.model.rowCount() == 3


# -- consent -----------------------------------------------------------------------------------


def test_consent_of_all_is_one_act_and_comes_back_as_one(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    page.table.view.selectAll()
    dialog = _dialog(window, Action.CONSENT)
    assert dialog.scopes[SELECTED].text() == "选中的 3 对"
    assert [chip.text() for chip in dialog.parties.values() if not chip.isHidden()] == [
        "企业 3",
        "个人 3",
        "所在单位 1",
        "党工委 3",
    ]
    dialog.form.set_field("on", "2026年3月20日")
    assert dialog.act_button.text() == "登记同意（3 对）"
    dialog.act_button.click()
    settle(window)
    found = placements.list_placements(workspace, YEAR)
    assert [[(c.party, c.given_on) for c in pair.consents] for pair in found] == [
        [(Party.ENTERPRISE, DAY)]
    ] * 3
    undo_last(window)
    assert not any(pair.consents for pair in placements.list_placements(workspace, YEAR))


def test_closing_while_an_act_is_stored_leaves_the_page_right(
    window: MainWindow, workspace: Workspace
) -> None:
    placements_page(window).table.view.selectAll()
    dialog = _dialog(window, Action.CONSENT)
    dialog.form.set_field("on", "2026年3月20日")
    dialog.act_button.click()
    dialog.reject()
    settle(window)
    stored = placements.list_placements(workspace, YEAR)
    assert any(placement.consents for placement in stored)
    assert window.status.undo.action is not None, "the window was told"


def test_the_unit_consents_with_an_approval_number_one_person_at_a_time(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    page.table.select_where(lambda pair: pair.id == TRANSPORT_PAIR)
    dialog = _dialog(window, Action.CONSENT)
    assert dialog.form.block("approval").isHidden()
    dialog.parties[Party.UNIT].click()
    assert not dialog.form.block("approval").isHidden()
    dialog.form.set_field("approval", "敖组干〔2026〕12号")
    dialog.act_button.click()
    settle(window)
    (consent,) = _pair(workspace, TRANSPORT_PAIR).consents
    assert (consent.party, consent.approval) == (Party.UNIT, "敖组干〔2026〕12号")
    assert _pair(workspace, TRANSPORT_PAIR).concerns == ()


def test_the_committee_decides_after_everybody_else(
    window: MainWindow, workspace: Workspace
) -> None:
    ids = [pair.id for pair in placements.list_placements(workspace, YEAR)]
    _consent(workspace, ids, (Party.ENTERPRISE, Party.PERSON))
    page = placements_page(window)
    page.reload()
    settle(window)
    page.table.select_where(lambda pair: pair.id != TRANSPORT_PAIR)
    dialog = _dialog(window, Action.CONSENT)
    assert dialog.parties[Party.COMMITTEE].isChecked()
    dialog.scopes[ALL].click()
    assert dialog.parties[Party.UNIT].isChecked()


def test_the_pairs_are_read_anew_when_the_day_has_changed(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    window.show_page("selection")
    workspace.clock = lambda: NOW + dt.timedelta(days=1)
    placements_page(window)
    assert page.picture is not None
    assert page.picture.today == NOW.date() + dt.timedelta(days=1)


def test_pairs_picked_by_hand_are_refused_in_words_and_the_others_go_on(
    window: MainWindow, workspace: Workspace
) -> None:
    _consent(workspace, [CEMENT_PAIR], [Party.ENTERPRISE])
    page = placements_page(window)
    page.reload()
    settle(window)
    page.table.view.selectAll()
    dialog = _dialog(window, Action.CONSENT)
    dialog.parties[Party.ENTERPRISE].click()
    assert dialog.refusals.text.splitlines() == [
        "下面这些不办理：",
        "塔林水泥有限责任公司 · 党建指导员：企业已登记过同意",
    ]
    assert dialog.act_button.text() == "登记同意（2 对）"
    # Of all pairs, those that do not need it are passed over without a word.
    dialog.scopes[ALL].click()
    assert dialog.refusals.text == ""
    dialog.act_button.click()
    settle(window)
    assert all(len(pair.consents) == 1 for pair in placements.list_placements(workspace, YEAR))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "请填写同意日期"), ("26-3-20", ""), ("三月", "")],
)
def test_a_date_that_cannot_be_read_stops_the_act(
    window: MainWindow, workspace: Workspace, typed: str, fault: str
) -> None:
    placements_page(window)
    dialog = _dialog(window, Action.CONSENT)
    dialog.form.set_field("on", typed)
    said = dialog.form.block("on").fault
    assert said == fault if fault else said
    assert not dialog.act_button.isEnabled()
    dialog.carry_out()
    settle(window)
    assert not any(pair.consents for pair in placements.list_placements(workspace, YEAR))
    dialog.reject()


# -- agreement, appointment, papers ------------------------------------------------------------


def test_signing_and_appointing_take_numbers_and_cannot_be_undone(
    window: MainWindow, workspace: Workspace
) -> None:
    _consent(workspace, [CEMENT_PAIR, GRAIN_PAIR], ALL_PARTIES)
    page = placements_page(window)
    page.reload()
    settle(window)
    dialog = _dialog(window, Action.SIGN)
    dialog.scopes[ALL].click()
    dialog.form.set_field("on", "2026-03-19")
    assert not dialog.act_button.isEnabled()
    assert "签订日期 2026-03-19 早于最后一份同意的日期 2026-03-20" in dialog.refusals.text
    dialog.form.set_field("on", "2026-04-01")
    assert dialog.act_button.text() == "签订协议（2 对）"
    QTest.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    settle(window)
    numbers = [_pair(workspace, number).agreement_number for number in (1, 2)]
    assert numbers == ["旗非公协〔2026〕1号", "旗非公协〔2026〕2号"]
    assert _words_of_status(window) == (
        "签订协议：2 人，取号 旗非公协〔2026〕1号 至 旗非公协〔2026〕2号，共 2 个"
    )
    assert window.status.undo.action is None

    dialog = _dialog(window, Action.APPOINT)
    dialog.scopes[ALL].click()
    dialog.act_button.click()
    settle(window)
    assert _states(workspace) == [State.APPOINTED, State.APPOINTED, State.PROPOSED]
    assert _pair(workspace, 2).letter_number == "旗非公委任〔2026〕2号"


def _words_of_status(window: MainWindow) -> str:
    found = window.findChild(QLabel, "last_message")
    assert found is not None
    return found.text()


def test_letters_are_previewed_saved_and_recorded(
    window: MainWindow, workspace: Workspace, answers: Answers, tmp_path: Path
) -> None:
    _consent(workspace, [CEMENT_PAIR, GRAIN_PAIR], ALL_PARTIES)
    placements.act(workspace, YEAR, Action.SIGN, Order(DAY), [CEMENT_PAIR, GRAIN_PAIR])
    placements.act(workspace, YEAR, Action.APPOINT, Order(DAY), [CEMENT_PAIR, GRAIN_PAIR])
    page = placements_page(window)
    page.reload()
    settle(window)
    page.table.select_where(lambda pair: pair.id == GRAIN_PAIR)
    run(window, "placements.print_letters")
    dialog = page.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.preview.page_count == 1
    assert dialog.windowTitle() == "预览：2026年委任书（1份）"
    target = tmp_path / "委任书.pdf"
    answers.choose_file(target)
    dialog.preview.save()
    settle(window)
    assert target.read_bytes().startswith(b"%PDF")
    assert history.list_actions(workspace, 1)[0].label == "打印委任书 1 份"
    dialog.reject()
    settle(window)

    run(window, "placements.print_all_agreements")
    dialog = next(d for d in page.findChildren(PreviewDialog) if d.isVisible())
    assert dialog.windowTitle() == "预览：2026年协议书（2份）"
    dialog.reject()


def test_a_pair_is_withdrawn_with_a_reason_and_brought_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    page.table.select_number(1)
    dialog = _dialog(window, Action.WITHDRAW)
    assert dialog.scopes[ALL].isHidden()  # nobody withdraws a whole round by one click
    assert not dialog.act_button.isEnabled()
    assert dialog.refusals.text == ""
    dialog.carry_out()
    assert dialog.form.block("why").fault == "请填写撤回原因"
    dialog.form.set_field("why", "本人另有安排")
    dialog.act_button.click()
    settle(window)
    assert _states(workspace) == [State.PROPOSED, State.WITHDRAWN, State.PROPOSED]
    assert page.model.rowCount() == 2
    assert page.chips[State.WITHDRAWN].text() == "已撤回 1"
    undo_last(window)
    assert _states(workspace) == [State.PROPOSED] * 3


def test_the_model_of_the_page_is_sound(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    page = placements_page(window)
    assert page.model.rowCount() == 3
    check_model(page.model)


def test_the_committees_decision_is_recorded_and_taken_back(
    window: MainWindow, workspace: Workspace
) -> None:
    policies.save_policy(workspace, YEAR, {"bars": "缺批准文号"})
    page = placements_page(window)
    assert page.table.select_where(lambda pair: pair.id == TRANSPORT_PAIR)
    settle(window)
    ask = page.card.findChild(QPushButton, "decide_approval_missing")
    assert isinstance(ask, QPushButton)
    ask.click()
    dialog = page.findChild(EntryDialog, "decision_dialog")
    assert isinstance(dialog, EntryDialog)
    dialog.save()
    settle(window)
    assert dialog.form.block("reason").fault == "请填写理由"
    dialog.form.set_field("reason", "单位党组织已书面同意")
    dialog.save()
    settle(window)
    (concern,) = _pair(workspace, TRANSPORT_PAIR).concerns
    assert concern.barred
    assert not concern.bars
    said = page.card.findChild(QLabel, "decided_approval_missing")
    assert isinstance(said, QLabel)
    assert said.text() == "已由党工委会议于 2026-04-01 决定：单位党组织已书面同意"
    back = page.card.findChild(QPushButton, "decide_approval_missing")
    assert isinstance(back, QPushButton)
    assert back.text() == "取消决定"
    back.click()
    settle(window)
    assert _pair(workspace, TRANSPORT_PAIR).concerns[0].bars


def test_ties_are_noted_and_taken_back_at_the_card(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    assert page.table.select_where(lambda pair: pair.id == TRANSPORT_PAIR)
    settle(window)
    link = page.card.findChild(QPushButton, "open_recusals")
    assert isinstance(link, QPushButton)
    link.click()
    dialog = page.findChild(RecusalDialog)
    assert isinstance(dialog, RecusalDialog)
    dialog.add()
    assert dialog.form.block("tie").fault == "请选择是什么关系"
    dialog.form.set_field("tie", "亲属")
    dialog.add()
    settle(window)
    dialog.form.set_field("tie", "亲属")
    dialog.add()
    settle(window)
    assert "已登记过“亲属”" in dialog.form.message.text
    codes = [concern.code for concern in _pair(workspace, TRANSPORT_PAIR).concerns]
    assert codes == ["approval_missing", "recusal"]
    remove = dialog.findChild(QPushButton, "recusal_remove_1")
    assert isinstance(remove, QPushButton)
    remove.click()
    settle(window)
    assert dialog.findChild(QLabel, "recusal_none") is not None
    assert [c.code for c in _pair(workspace, TRANSPORT_PAIR).concerns] == ["approval_missing"]
    dialog.reject()


def test_a_year_without_a_round_says_where_those_on_post_are(
    workspace: Workspace, submitted: None
) -> None:
    """The page of the second year was empty and sent people to the matching."""
    for party in ALL_PARTIES:
        placements.act(workspace, YEAR, Action.CONSENT, Order(DAY, party), [CEMENT_PAIR])
    for action in (Action.SIGN, Action.APPOINT):
        placements.act(workspace, YEAR, action, Order(DAY), [CEMENT_PAIR])
    assert placements.posted_by_year(workspace) == {YEAR: 1}
    _, hint = nothing_yet(read_procedure(workspace, YEAR + 1))
    assert hint.startswith(f"其他年度选派的还在任：{YEAR} 年 1 对。")
    assert read_procedure(workspace, YEAR).elsewhere == {}
