"""文号登记簿 in the window: finding a number, its original, printing it again, correcting it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QLabel, QPushButton

from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.placements import Action, Order, Party, State
from partydesk.services import certificates, matching, placements, pools
from partydesk.services.number_register import find_entry, list_entries
from partydesk.services.originals import compose_originals
from partydesk.services.policies import save_policy
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.correction_dialog import CorrectionDialog
from partydesk.ui.paper.register_view import RegisterView
from partydesk.ui.placements.act_dialog import ActDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from tests.ui.answers import Answers
from tests.ui.round_window import (
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    placements_page,
    run,
    settle,
)

DAY = dt.date(2026, 3, 20)
NOWHERE = "\U00032000"
FIRST, SECOND = "旗非公委任〔2026〕1号", "旗非公委任〔2026〕2号"
AGREEMENT, HONOUR = "旗非公协〔2026〕1号", "旗非公荣〔2026〕6号"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two letters, their agreements, and two certificates numbered from 6."""
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        placements.accept_run(made, YEAR)
        for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
            placements.act(made, YEAR, Action.CONSENT, Order(DAY, party), [1, 2])
        for action in (Action.SIGN, Action.APPOINT):
            placements.act(made, YEAR, action, Order(DAY), [1, 2])
        save_policy(made, YEAR, {"honour_first": "6"})
        order = certificates.Order(
            CertificateKind.HONOUR,
            (Holder("郭𠮷"), Holder("苏和", "组织部")),
            {"merit": "2025年度派驻工作", "title": "优秀党建指导员"},
            DAY,
        )
        certificates.issue_certificates(made, order)
        yield made


@pytest.fixture
def view(window: MainWindow) -> RegisterView:
    window.show_page("paper")
    settle(window)
    page = window.page("paper")
    assert isinstance(page, TabbedPage)
    page.show_tab("register")
    settle(window)
    found = page.views["register"]
    assert isinstance(found, RegisterView)
    return found


def _numbers(view: RegisterView) -> list[str]:
    rows = (view.table.model.row_at(n) for n in range(view.table.model.rowCount()))
    return [row.number for row in rows if row]


def _dialog(view: RegisterView) -> CorrectionDialog:
    return next(d for d in view.findChildren(CorrectionDialog) if d.isVisible())


def _preview(view: RegisterView) -> PreviewDialog:
    return next(d for d in view.findChildren(PreviewDialog) if d.isVisible())


def _tip(window: MainWindow, key: str) -> str:
    command = window.commands.get(f"register.{key}")
    return command.refusal()


def _original(workspace: Workspace, number: str) -> bytes:
    entry = find_entry(workspace, number)
    assert entry is not None
    return compose_originals(workspace, [entry.number_id], look=True).pdf


def test_the_chips_of_all_kinds_stand_on_one_line(view: RegisterView, window: MainWindow) -> None:
    window.resize(1366, 768)
    for kind, chip in view.kinds.items():
        chip.set_words(f"{kind or '全部'} 1234")
        chip.show()
    settle(window)
    assert len({chip.y() for chip in view.kinds.values()}) == 1


def test_the_year_is_listed_and_narrowed(
    view: RegisterView, window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    check_model(view.table.model)
    assert _numbers(view)[:3] == [FIRST, SECOND, AGREEMENT]
    shown = [chip.text() for chip in view.kinds.values() if not chip.isHidden()]
    assert shown == ["全部 6", "委任书 2", "协议书 2", "荣誉证书 2"]
    assert [c.text() for c in view.states.values() if not c.isHidden()] == ["有效 6"]
    assert view.gaps.text == (
        "缺号　荣誉证书〔2026〕1 至 5 号：年度政策定为从 6 号起，此前以纸质方式编号"
    )
    view.kinds["荣誉证书"].click()
    assert _numbers(view) == [HONOUR, "旗非公荣〔2026〕7号"]
    view.search.setText("guoji")
    settle(window)
    view.search.setText("郭")
    settle(window)
    assert _numbers(view) == [HONOUR]
    view.search.setText("没有这个人")
    settle(window)
    assert _numbers(view) == []
    assert view.card.title.text() == "请选择一个编号"
    assert _tip(window, "look") == "请先选择一个编号"
    view.show_number(SECOND)
    assert view.card.title.text() == SECOND
    assert len(_numbers(view)) == 6


def test_another_year_has_its_own_numbers(view: RegisterView, window: MainWindow) -> None:
    window.set_years([YEAR, YEAR - 1], YEAR - 1)
    view.set_year(YEAR - 1)
    settle(window)
    assert _numbers(view) == []
    assert _tip(window, "sheet") == "这一年还没有编号"
    view.show_number(FIRST)
    assert view.card.title.text() == FIRST, "a number of another year is shown beside the list"


def test_what_cannot_be_done_says_why(view: RegisterView, window: MainWindow) -> None:
    view.show_number(FIRST)
    assert "本人还在任" in _tip(window, "void")
    assert _tip(window, "reissue") == ""
    view.show_number(AGREEMENT)
    assert "协议与委任" in _tip(window, "void")
    assert "补充协议" in _tip(window, "reissue")
    button = view.card.findChild(QPushButton, "button_register.reissue")
    assert button is not None
    assert not button.isEnabled()
    assert "补充协议" in button.toolTip()


def test_a_letter_is_printed_again_as_it_was(
    view: RegisterView, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    before = _original(workspace, FIRST)
    pools.save_record(workspace, "talents", 2, {"name": "苏和尔"})
    for times in ("1", "2（补打 1）"):
        view.show_number(FIRST)
        run(window, "register.print")
        preview = _preview(view).preview
        assert preview._data == before
        answers.say(True)
        preview.print()
        settle(window)
        _preview(view).reject()
        settle(window)
        assert view.card._said["打印次数"].text() == times
    assert len(answers.paper) == 2


def test_a_letter_is_issued_anew_and_the_old_page_stays(
    view: RegisterView, window: MainWindow, workspace: Workspace
) -> None:
    before = _original(workspace, FIRST)
    view.show_number(FIRST)
    run(window, "register.reissue")
    dialog = _dialog(view)
    about = dialog.findChild(QLabel, "correction_about")
    assert about is not None
    assert "任期不变" in about.text()
    dialog.act_button.click()
    settle(window)
    assert dialog.isVisible()
    assert dialog.form.block("why").fault == "请写明原因"
    dialog.form.set_field("on", "2026-03-01")
    dialog.form.set_field("why", "单位名称有误")
    dialog.act_button.click()
    settle(window)
    assert "不能早于成文日期" in dialog.form.block("on").fault
    dialog.form.set_field("on", "2026-04-01")
    dialog.act_button.click()
    settle(window)
    third = "旗非公委任〔2026〕3号"
    assert view.card.title.text() == third, "the new one is in sight"
    assert view.states["已换发"].text() == "已换发 1"
    link = view.card.findChild(QPushButton, "register_replaces")
    assert link is not None
    assert link.text() == f"原编号 {FIRST}"
    link.click()
    assert view.card.title.text() == FIRST
    assert view.card.words.text() == f"2026年4月1日作废并换发为{third}：单位名称有误"
    assert _tip(window, "print") == "已经作废，只能预览"
    assert _tip(window, "reissue") == "已经作废"
    run(window, "register.look")
    shown = _preview(view).preview
    assert shown._data == before
    assert "已" not in shown._title
    assert shown.warnings.text.startswith("2026年4月1日作废并换发为")
    assert shown._print.isHidden()
    assert shown._save.isHidden()
    view.states["已换发"].click()
    assert _numbers(view) == [FIRST]
    view.states["已换发"].click()
    assert len(_numbers(view)) == 7


def test_a_certificate_becomes_void_or_is_put_right(
    view: RegisterView, window: MainWindow, workspace: Workspace
) -> None:
    view.show_number(HONOUR)
    run(window, "register.reissue")
    dialog = _dialog(view)
    assert dialog.form.text_of("person") == "郭𠮷"
    dialog.form.set_field("why", "称号有误")
    dialog.form.set_field("title", "")
    dialog.act_button.click()
    settle(window)
    assert dialog.form.block("title").fault
    dialog.form.set_field("title", "优秀党务工作者")
    dialog.act_button.click()
    settle(window)
    entry = find_entry(workspace, "旗非公荣〔2026〕8号")
    assert entry is not None
    assert (entry.about, entry.replaces) == ("优秀党务工作者", HONOUR)
    view.show_number("旗非公荣〔2026〕7号")
    run(window, "register.void")
    dialog = _dialog(view)
    dialog.form.set_field("why", "决定撤销")
    dialog.form.completed.emit()
    settle(window)
    assert view.card.state.text() == "已作废"
    assert view.card.words.text() == "2026年4月1日作废：决定撤销"
    assert window.status.undo.action is None


def test_a_missing_character_is_asked_about_before_a_letter_is_issued_anew(
    view: RegisterView, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    entry = find_entry(workspace, FIRST)
    assert entry is not None
    talent = next(p.talent_id for p in placements.list_placements(workspace, YEAR)
                  if p.letter_number == FIRST)  # fmt: skip
    pools.save_record(workspace, "talents", talent, {"name": f"王{NOWHERE}"})
    view.show_number(FIRST)
    run(window, "register.reissue")
    dialog = _dialog(view)
    dialog.form.set_field("why", "姓名有误")
    answers.say(False)
    dialog.act_button.click()
    settle(window)
    assert "U+32000" in answers.asked[-1]
    assert dialog.isVisible()
    assert len(list_entries(workspace)) == 6
    answers.say(True)
    dialog.act_button.click()
    settle(window)
    assert not view.findChildren(CorrectionDialog) or not dialog.isVisible()
    assert len(list_entries(workspace)) == 7


def test_the_register_is_previewed_for_paper(view: RegisterView, window: MainWindow) -> None:
    run(window, "register.sheet")
    dialog = _preview(view)
    assert dialog.windowTitle() == "预览：2026年文号登记簿"
    assert dialog.preview.page_count == 1


def test_a_missing_character_is_asked_about_before_people_are_appointed(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    pools.save_record(workspace, "talents", 5, {"name": f"王{NOWHERE}"})
    pair = next(p for p in placements.list_placements(workspace, YEAR) if p.talent_id == 5)
    for party in pair.missing:
        placements.act(workspace, YEAR, Action.CONSENT, Order(DAY, party, "同意"), [pair.id])
    page = placements_page(window)
    page.reload()
    settle(window)
    for action, state in ((Action.SIGN, State.SIGNED), (Action.APPOINT, State.APPOINTED)):
        page.table.select_where(lambda row: row.id == pair.id)
        run(window, f"placements.{action.value}")
        dialog = next(d for d in page.findChildren(ActDialog) if d.isVisible())
        answers.say(False)
        dialog.act_button.click()
        settle(window)
        assert "缺字，留空手写补上" in answers.asked[-1]
        assert "U+32000" in dialog.refusals.text
        answers.say(True)
        dialog.act_button.click()
        settle(window)
        (now,) = (p for p in placements.list_placements(workspace, YEAR) if p.id == pair.id)
        assert now.state is state
    assert window.status.undo.action is None


def test_several_are_printed_together_without_the_void_ones(
    view: RegisterView, window: MainWindow, workspace: Workspace
) -> None:
    view.table.view.selectAll()
    assert _tip(window, "print") == ""
    run(window, "register.print")
    assert _preview(view).preview.page_count >= 6
