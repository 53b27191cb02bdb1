"""Two enterprises want the same person, one person refuses, and one enterprise closes in June."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from partydesk.domain.placements import Action, Cause, Placement, State
from partydesk.domain.selection import Role, Side
from partydesk.services import pools, selection
from partydesk.services.matching import list_runs
from partydesk.services.placements import list_placements
from partydesk.services.printing import compose
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from partydesk.ui.placements.act_dialog import ALL, ActDialog
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.placements.reminders_view import LEAVE
from partydesk.ui.placements.vacancy_dialog import VacancyDialog
from partydesk.ui.selection.page import SelectionPage
from partydesk.ui.workbench.page import WorkbenchPage
from tests.factories import willing
from tests.journeys.clerk import Clerk
from tests.reports.printed import text_of
from tests.ui.round_window import (
    AODUN,
    CEMENT,
    GRAIN,
    LI_1975,
    QIMUGE,
    SUHE,
    TRANSPORT,
    YEAR,
    add_posts,
    new_workspace,
)

CHINA = dt.timezone(dt.timedelta(hours=8))


class _Clock:
    """Stands still until it is set."""

    now = dt.datetime(YEAR, 4, 1, 9, tzinfo=CHINA)

    def __call__(self) -> dt.datetime:
        return self.now


def test_the_office_comes_through(clerk: Clerk, tmp_path: Path) -> None:
    with new_workspace(tmp_path / "office") as made:
        add_posts(made)
        second = selection.save_post(
            made, YEAR, None, enterprise_id=CEMENT, role=Role.SECRETARY, specialties=("党建",)
        )[0]
        for post, people in ((CEMENT, (SUHE, AODUN)), (GRAIN, (SUHE, QIMUGE)),
                             (TRANSPORT, (QIMUGE,)), (second.id or 0, (SUHE,))):  # fmt: skip
            save_wishes(made, YEAR, Side.ENTERPRISE, post, willing(*people))
        save_wishes(made, YEAR, Side.PERSON, SUHE, willing(GRAIN, CEMENT, second.id or 0))
    workspace = clerk.program.first_workspace(tmp_path / "office")
    assert workspace is not None
    clock = _Clock()
    workspace.clock = clock
    clerk.program.show(workspace)
    clerk.window.resize(1366, 768)
    _match(clerk, workspace, second.id or 0)
    _refused(clerk, workspace)
    _to_work(clerk, workspace)
    _june(clerk, workspace, clock, second.id or 0)
    _audit(workspace)


def _pair(workspace: Workspace, talent: str) -> Placement:
    """The pair of a person that is in the procedure."""
    return next(each for each in list_placements(workspace, YEAR) if each.talent == talent)


def _page(clerk: Clerk) -> PlacementsPage:
    page = clerk.window.page("placements")
    assert isinstance(page, PlacementsPage)
    return page


def _act(clerk: Clerk, action: Action) -> ActDialog:
    clerk.settle()
    clerk.window.commands.run(f"placements.{action.value}")
    dialog = clerk.dialog(f"{action.value}_dialog")
    assert isinstance(dialog, ActDialog)
    return dialog


def _match(clerk: Clerk, workspace: Workspace, second: int) -> None:
    """Two units want 苏和 most; the reasons say who got her and why."""
    clerk.go("双向选择")
    clerk.press("step_matching")
    clerk.press("button_selection.run")
    (run,) = list_runs(workspace, YEAR)
    assert run.pairs == {CEMENT: AODUN, GRAIN: SUHE, TRANSPORT: QIMUGE}
    assert run.result["blocking_pairs"] == []
    assert "苏和" in run.reasons[f"P{CEMENT}"]
    page = clerk.window.page("selection")
    assert isinstance(page, SelectionPage)
    assert page.board.posts.select_where(lambda line: line.post.id == second)
    clerk.press("post_remedies_ask")
    assert "书记也愿意接收李秀兰（1971 年生），" in page.board.card.remedies.answer.text()
    clerk.picture("matched")
    clerk.press("button_selection.accept")
    assert len(list_placements(workspace, YEAR)) == 3


def _refused(clerk: Clerk, workspace: Workspace) -> None:
    """敖敦其其格 refuses; the enterprise names somebody else and the post is filled anew."""
    page = _page(clerk)
    page.table.select_where(lambda pair: pair.talent_id == AODUN)
    dialog = _act(clerk, Action.WITHDRAW)
    dialog.form.set_field("why", "本人不同意")
    clerk.picture("refused", dialog)
    dialog.act_button.click()
    clerk.settle()
    save_wishes(workspace, YEAR, Side.ENTERPRISE, CEMENT, willing(SUHE, LI_1975))
    page.reload()
    clerk.settle()
    _fill(clerk, CEMENT, LI_1975, "企业改选")
    assert _pair(workspace, "李秀兰").post_id == CEMENT


def _fill(clerk: Clerk, post: int, talent: int, why: str) -> None:
    clerk.window.commands.run("placements.fill")
    clerk.settle()
    dialog = next(each for each in _page(clerk).findChildren(VacancyDialog) if each.isVisible())
    dialog.posts.set_key(str(post))
    dialog.posts.chosen.emit(str(post))
    clerk.settle()
    assert dialog.table.select_where(lambda one: one.talent_id == talent)
    assert dialog.refusals.text == ""
    people = [str(dialog.table.model.index(row, 0).data()) for row in range(5)]
    assert len(set(people)) == 5
    dialog.form.set_field("why", why)
    clerk.picture("vacancy", dialog)
    dialog.act_button.click()
    clerk.settle()


def _to_work(clerk: Clerk, workspace: Workspace) -> None:
    """Consents, agreements, letters, and the first day of everybody."""
    while any(pair.state is State.PROPOSED for pair in list_placements(workspace, YEAR)):
        dialog = _act(clerk, Action.CONSENT)
        if not dialog.scopes[ALL].isHidden():
            dialog.scopes[ALL].click()
        dialog.act_button.click()
        clerk.settle()
    for action in (Action.DRAFT, Action.SIGN, Action.APPOINT, Action.START):
        dialog = _act(clerk, action)
        if not dialog.scopes[ALL].isHidden():
            dialog.scopes[ALL].click()
        dialog.act_button.click()
        clerk.settle()
    pairs = list_placements(workspace, YEAR)
    assert {pair.state for pair in pairs} == {State.ON_POST}
    assert [pair.talent for pair in pairs] == ["李秀兰", "苏和", "其木格"]
    clerk.picture("at-work")


def _june(clerk: Clerk, workspace: Workspace, clock: _Clock, second: int) -> None:
    """杂粮 closes: the workbench says so, 苏和 leaves it and takes the post that stayed empty."""
    clock.now = dt.datetime(YEAR, 6, 10, 9, tzinfo=CHINA)
    clerk.window.bus.tell(
        pools.save_record(workspace, "enterprises", GRAIN, {"operation": "注销"}).changes
    )
    clerk.go("工作台")
    workbench = clerk.window.page("workbench")
    assert isinstance(workbench, WorkbenchPage)
    assert workbench.todo.select_where(lambda todo: todo.key == "follow_up")
    clerk.picture("closed")
    clerk.press_todo("follow_up")
    page = _page(clerk)
    row = page.reminders.current_row()
    assert row is not None
    page.reminders.act_asked.emit(row, LEAVE)
    dialog = clerk.dialog("end_dialog")
    assert isinstance(dialog, ActDialog)
    assert dialog.form.text_of("cause") == "单位关停"
    clerk.picture("leaving", dialog)
    dialog.act_button.click()
    clerk.settle()
    gone = next(p for p in list_placements(workspace, YEAR, withdrawn=True) if p.talent_id == SUHE)
    assert (gone.state, gone.cause) == (State.ADJUSTED, Cause.HOST_CLOSED)
    _fill(clerk, second, SUHE, "原驻单位关停，另行安排")
    assert page.table.isVisible()
    new = page.table.current_row()
    assert new is not None
    assert (new.talent, new.post_id, new.state) == ("苏和", second, State.PROPOSED)
    clerk.picture("posted-anew")


def _audit(workspace: Workspace) -> None:
    """The sheet of the round's run says how it came about, and it still comes out the same."""
    printed = compose(workspace, "fairness", year=YEAR)
    words = text_of(printed)
    assert "岗位4个，配上3个" in words
    assert "不稳定对0个" in words
    assert "输入校验码" in words
    assert "经办人（签字）" in words
