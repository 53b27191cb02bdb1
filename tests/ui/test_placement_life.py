"""After the letter: coming, renewal, the end, reminders and who takes an open post over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.domain.placements import Action, Cause, Order, Party, Placement, State
from partydesk.domain.selection import Side
from partydesk.services import history, matching, placements, pools
from partydesk.services.papers import papers_of
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.placements.act_dialog import ALL, ActDialog
from partydesk.ui.placements.reminders_view import LATER, LEAVE, RENEW
from partydesk.ui.placements.vacancy_dialog import VacancyDialog
from partydesk.ui.talents.page import TalentsPage
from partydesk.ui.workbench.columns import LATER as WORKBENCH_LATER
from partydesk.ui.workbench.page import WorkbenchPage
from tests.factories import willing
from tests.ui.round_window import (
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    placements_page,
    run,
    settle,
    undo_last,
)

DAY = dt.date(2026, 3, 20)
CHINA = dt.timezone(dt.timedelta(hours=8))


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 4, 10, 9, tzinfo=CHINA)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Three pairs, two of them with a letter of 20 March."""
    with new_workspace(tmp_path / "w") as made:
        made.clock = clock
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        placements.accept_run(made, YEAR)
        for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
            placements.act(made, YEAR, Action.CONSENT, Order(DAY, party), [1, 2])
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    opened = app.build_window(workspace, settings, errors)
    errors.set_window(opened)
    qtbot.addWidget(opened)
    opened.show()
    qtbot.waitExposed(opened)
    settle(opened)
    yield opened
    opened.tasks.shut_down()


def _do(workspace: Workspace, *actions: Action, ids: tuple[int, ...] = (1, 2)) -> None:
    for action in actions:
        placements.act(workspace, None, action, Order(DAY), ids)


def _pair(workspace: Workspace, number: int) -> Placement:
    found = placements.list_placements(workspace, YEAR, withdrawn=True)
    return next(placement for placement in found if placement.id == number)


def _dialog(window: MainWindow, action: Action | None = None) -> ActDialog:
    if action is not None:
        run(window, f"placements.{action.value}")
    dialogs = placements_page(window).findChildren(ActDialog)
    return next(each for each in dialogs if each.isVisible())


def _at_work(window: MainWindow, workspace: Workspace) -> None:
    _do(workspace, Action.SIGN, Action.APPOINT, Action.START)
    page = placements_page(window)
    page.reload()
    settle(window)


def test_an_agreement_is_drafted_for_the_day_of_the_ceremony(
    window: MainWindow, workspace: Workspace
) -> None:
    dialog_page = placements_page(window)
    dialog = _dialog(window, Action.DRAFT)
    dialog.scopes[ALL].click()
    dialog.form.set_field("on", "2026-04-20")
    assert dialog.act_button.text() == "拟定协议（2 对）"
    dialog.act_button.click()
    settle(window)
    assert _pair(workspace, 1).state is State.DRAFTED
    assert _pair(workspace, 1).signed_on is None
    assert window.status.undo.action is None
    assert dialog_page.chips[State.DRAFTED].text() == "待签 2"


def test_coming_is_registered_for_all_and_taken_back(
    window: MainWindow, workspace: Workspace
) -> None:
    _do(workspace, Action.SIGN, Action.APPOINT)
    page = placements_page(window)
    page.reload()
    settle(window)
    dialog = _dialog(window, Action.START)
    dialog.scopes[ALL].click()
    dialog.form.set_field("on", "2026-04-11")
    assert "在今天以后" in dialog.refusals.text
    dialog.form.set_field("on", "2026-04-01")
    dialog.act_button.click()
    settle(window)
    assert [_pair(workspace, n).state for n in (1, 2)] == [State.ON_POST] * 2
    undo_last(window)
    assert _pair(workspace, 1).state is State.APPOINTED


def test_an_amendment_needs_its_words(window: MainWindow, workspace: Workspace) -> None:
    _at_work(window, workspace)
    placements_page(window).table.select_where(lambda pair: pair.id == 1)
    dialog = _dialog(window, Action.AMEND)
    assert dialog.scopes[ALL].isHidden()
    assert not dialog.act_button.isEnabled()
    assert dialog.refusals.text == ""
    dialog.carry_out()
    assert dialog.form.block("note").fault == "请填写补充或变更的内容"
    dialog.form.set_field("note", "每月到企天数改为五天")
    dialog.act_button.click()
    settle(window)
    assert _pair(workspace, 1).amendments == ("旗非公协〔2026〕3号",)


def test_the_end_asks_for_what_its_cause_needs(window: MainWindow, workspace: Workspace) -> None:
    _at_work(window, workspace)
    page = placements_page(window)
    page.table.select_where(lambda pair: pair.id == 1)
    dialog = _dialog(window, Action.END)
    assert dialog.able_label.text() == "请选择原因"
    assert not any(chip.isEnabled() for chip in dialog.outcomes.values())
    dialog.form.set_field("cause", "任期届满")
    assert dialog.outcomes[State.EXPIRED].isChecked()
    assert "还没有届满" in dialog.refusals.text
    dialog.form.set_field("cause", "健康原因")
    assert dialog.procedure.text().startswith("由派出单位（根据本人申请）提出，组织部门批准")
    assert dialog.refusals.text == ""
    assert dialog.act_button.toolTip() == "请填写批准文号或由谁决定"
    dialog.form.set_field("basis", "旗组干〔2026〕9号")
    dialog.outcomes[State.TERMINATED].click()
    dialog.act_button.click()
    settle(window)
    pair = _pair(workspace, 1)
    assert (pair.state, pair.cause) == (State.TERMINATED, Cause.HEALTH)
    assert pair.why_ended == "旗组干〔2026〕9号"
    assert page.chips[State.TERMINATED].text() == "已终止 1"
    undo_last(window)
    assert _pair(workspace, 1).state is State.ON_POST


def test_terms_that_end_are_renewed_several_at_once(
    window: MainWindow, workspace: Workspace, clock: Clock
) -> None:
    _at_work(window, workspace)
    clock.now = clock.now.replace(year=2028, month=3, day=15)
    page = placements_page(window)
    page.reload()
    settle(window)
    assert page.reminder_chip.text() == "到期与变动 2"
    page.reminder_chip.click()
    assert page.reminders.isVisible()
    page.reminders.view.selectAll()
    row = page.reminders.current_row()
    assert row is not None
    assert (row.group, row.why) == ("7 日内", "还有 4 天")
    acts = len(history.list_actions(workspace))
    page.reminders.act_asked.emit(row, RENEW)
    dialog = _dialog(window)
    assert dialog.act_button.text() == "续签（2 对）"
    dialog.letter.setChecked(True)
    dialog.act_button.click()
    settle(window)
    assert [_pair(workspace, n).term for n in (1, 2)] == [2, 2]
    assert _pair(workspace, 2).letter_number == "旗非公委任〔2028〕2号"
    assert len(history.list_actions(workspace)) == acts + 1
    assert page.reminders.model.rowCount() == 0


def test_a_reminder_is_put_off_on_the_page_and_on_the_workbench(
    window: MainWindow, workspace: Workspace, clock: Clock
) -> None:
    _at_work(window, workspace)
    clock.now = clock.now.replace(year=2028, month=3, day=15)
    page = placements_page(window)
    page.reload()
    settle(window)
    run(window, "placements.reminders")
    page.reminders.select_number(0)
    row = page.reminders.current_row()
    assert row is not None
    page.reminders.act_asked.emit(row, LATER)
    settle(window)
    assert page.reminders.model.rowCount() == 1
    window.show_page("workbench")
    workbench = window.page("workbench")
    assert isinstance(workbench, WorkbenchPage)
    assert workbench.todo.select_where(lambda todo: todo.key == "renew_term")
    todo = workbench.todo.current_row()
    assert todo is not None
    assert (todo.title, todo.detail) == ("任期届满（7 日内）1 人", _pair(workspace, 2).talent)
    workbench.todo.act_asked.emit(todo, WORKBENCH_LATER)
    settle(window)
    assert not workbench.todo.select_where(lambda todo: todo.key == "renew_term")
    undo_last(window)
    assert workbench.todo.select_where(lambda todo: todo.key == "renew_term")


def test_a_closed_unit_opens_the_end_prepared(window: MainWindow, workspace: Workspace) -> None:
    _at_work(window, workspace)
    unit = _pair(workspace, 1).enterprise_id
    pools.save_record(workspace, "enterprises", unit, {"operation": "停产停业"})
    window.show_page("workbench")
    workbench = window.page("workbench")
    assert isinstance(workbench, WorkbenchPage)
    workbench.reload()
    assert workbench.todo.select_where(lambda todo: todo.key == "follow_up")
    todo = workbench.todo.current_row()
    assert todo is not None
    assert todo.title == "离任：单位停产停业"
    workbench.todo.act_asked.emit(todo, "act")
    settle(window)
    page = placements_page(window)
    page.reload()
    settle(window)
    assert page.reminders.isVisible()
    row = page.reminders.current_row()
    assert row is not None
    page.reminders.act_asked.emit(row, LEAVE)
    dialog = _dialog(window)
    assert dialog.form.text_of("cause") == "单位关停"
    assert dialog.form.text_of("why") == "单位停产停业"
    assert dialog.outcomes[State.ADJUSTED].isChecked()
    dialog.act_button.click()
    settle(window)
    assert _pair(workspace, 1).state is State.ADJUSTED


def test_an_open_post_is_filled_from_the_ranked_candidates(
    window: MainWindow, workspace: Workspace
) -> None:
    _at_work(window, workspace)
    old = _pair(workspace, 1)
    order = Order(workspace.today(), cause=Cause.LEFT, outcome=State.TERMINATED)
    placements.act(workspace, None, Action.END, order, [1])
    heir = pools.save_record(workspace, "talents", None, {"name": "布和"}).id
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    page = placements_page(window)
    page.reload()
    settle(window)
    page.table.select_where(lambda pair: pair.id == 1)
    settle(window)
    link = page.card.findChild(QPushButton, "open_fill")
    assert link is not None
    link.click()
    settle(window)
    dialog = page.findChild(VacancyDialog)
    assert isinstance(dialog, VacancyDialog)
    assert dialog.posts.key == str(old.post_id)
    first = dialog.table.current_row()
    assert first is not None
    assert first.talent_id == heir
    assert not dialog.act_button.isEnabled()
    assert dialog.act_button.toolTip() == "请填写补选理由"
    dialog.table.select_number(1)
    assert dialog.refusals.text
    dialog.table.select_number(0)
    dialog.form.set_field("why", "熟悉水泥企业")
    dialog.act_button.click()
    settle(window)
    pair = placements.list_placements(workspace, YEAR)[0]
    assert (pair.talent, pair.state, pair.replaces_id) == ("布和", State.PROPOSED, 1)
    undo_last(window)
    assert all(p.talent != "布和" for p in placements.list_placements(workspace, YEAR))


def test_the_card_tells_who_was_at_the_post(window: MainWindow, workspace: Workspace) -> None:
    _at_work(window, workspace)
    old = _pair(workspace, 1)
    order = Order(workspace.today(), cause=Cause.LEFT, outcome=State.TERMINATED, why="调离")
    placements.act(workspace, None, Action.END, order, [1])
    page = placements_page(window)
    page.reload()
    settle(window)
    page.table.select_where(lambda pair: pair.id == 1)
    texts = _texts(page.card)
    assert "人员离开：调离" in texts
    heir = pools.save_record(workspace, "talents", None, {"name": "布和"}).id
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    run(window, "placements.fill")
    dialog = page.findChild(VacancyDialog)
    assert isinstance(dialog, VacancyDialog)
    dialog.form.set_field("why", "接任")
    dialog.act_button.click()
    settle(window)
    page.table.select_where(lambda pair: pair.talent == "布和")
    settle(window)
    assert f"{old.talent} 2026-03-20 至 2026-04-10，人员离开（调离）" in _texts(page.card)


def test_the_persons_card_tells_where_he_was_sent(window: MainWindow, workspace: Workspace) -> None:
    _at_work(window, workspace)
    pair = _pair(workspace, 1)
    window.desk.open_record("talents", pair.talent_id)
    settle(window)
    page = window.page("talents")
    assert isinstance(page, TalentsPage)
    line = page.postings.findChild(QPushButton, "posting_1")
    assert line is not None
    assert line.text() == f"{pair.post}  2026-03-20 至 今"
    line.click()
    settle(window)
    assert window.current_key == "placements"
    chosen = placements_page(window).table.current_row()
    assert chosen is not None
    assert chosen.id == 1


def test_scans_are_kept_with_the_pair_and_its_consents(
    window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    scan = tmp_path / "企业同意书.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 32)
    page = placements_page(window)
    page.table.select_where(lambda pair: pair.id == 1)
    run(window, "placements.papers")
    assert page.papers is not None
    assert [chip.text() for chip in page.papers.chips if not chip.isHidden()] == [
        "协议和委任材料", "企业同意", "个人同意", "党工委同意",
    ]  # fmt: skip
    page.papers.chips[1].click()
    page.papers.shown_list().add([scan])
    settle(window)
    assert page.papers.chips[1].text() == "企业同意 1"
    page.papers.reject()
    settle(window)
    link = page.card.findChild(QPushButton, "open_papers")
    assert link is not None
    assert link.text() == "材料 1 份"
    undo_last(window)
    assert papers_of(workspace, 1)[1].scans == 0


def _texts(card: QWidget) -> list[str]:
    return [each.text() for each in card.findChildren(QLabel) if not each.isHidden()]


def test_the_lists_are_sound(
    window: MainWindow,
    workspace: Workspace,
    clock: Clock,
    check_model: Callable[[QAbstractItemModel], None],
) -> None:
    _at_work(window, workspace)
    clock.now = clock.now.replace(year=2028, month=3, day=15)
    page = placements_page(window)
    page.reload()
    settle(window)
    assert page.reminders.model.rowCount() == 2
    check_model(page.reminders.model)
