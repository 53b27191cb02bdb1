"""Closing a year: the list, the reasons, what is frozen, and what is refused afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pypdfium2
import pytest

from partydesk.db.models import ShortcomingRow
from partydesk.domain.duty.inspections import Satisfaction
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.domain.selection import Role, Ruling, Side
from partydesk.services import history
from partydesk.services.ceremonies import save_ceremony
from partydesk.services.consultations import save_consultation
from partydesk.services.coverage import count_unbuilt, coverage_by_committee, coverage_figures
from partydesk.services.duty.leaves import save_leave
from partydesk.services.duty.monthly_reports import ReportKey, save_report
from partydesk.services.evaluation import evaluations
from partydesk.services.evaluation.closing import issue_honours
from partydesk.services.evaluation.evaluations import list_evaluated
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.pools import get_record, save_record
from partydesk.services.printing import compose, record_print
from partydesk.services.rounds import publish_round
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import list_posts, open_round, remove_post, save_post
from partydesk.services.wishes import save_wishes, suggest_wishes
from partydesk.services.workspace import Workspace
from partydesk.services.year_closing import YearState, close_year, get_year_state
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import PEOPLE, close, inspect, ready, serve

_TALK = {
    "held_on": f"{YEAR}-03-10", "whom": "企业", "spoke": "负责人", "opinion": "同意", "said": "",
}  # fmt: skip


def _state(workspace: Workspace, key: str) -> tuple[str, str]:
    check = next(each for each in get_year_state(workspace, YEAR).checks if each.key == key)
    return check.state, check.detail


def _open(state: YearState) -> dict[str, str]:
    return {check.key: "已请示分管领导" for check in state.checks if not check.is_done}


def _closed(workspace: Workspace, clock: StandingClock) -> None:
    ready(workspace, clock, 2)
    close(workspace, clock)
    clock.now = clock.now.replace(year=YEAR + 1, month=1, day=15)
    close_year(workspace, YEAR, _open(get_year_state(workspace, YEAR)))


def test_the_list_names_what_is_open(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock, 2)
    inspect(workspace, pairs[0], Satisfaction.BAD)
    with workspace.unit_of_work("save_test", "问题") as uow:
        due = dt.date(YEAR, 6, 1)
        uow.session.add(ShortcomingRow(inspection_id=1, problem="台账不全", due_on=due))
        uow.commit()
    assert _state(workspace, "over") == ("须说明", "离年底还有 12 天，以后的数据记不进来")
    assert _state(workspace, "round") == ("已办", "没有未办的")
    state, detail = _state(workspace, "reports")
    assert state == "须说明"
    assert detail.startswith("16 份没有报：")  # two people, April to November
    assert "（台账不全）" in _state(workspace, "shortcomings")[1]
    assert _state(workspace, "people") == ("须说明", "应考核 2 个，还没有开始")
    assert _state(workspace, "committees") == ("已办", "没有考核对象")
    assert _state(workspace, "gaps")[0] == "已办"
    assert _state(workspace, "unprinted")[1].startswith("4 份没有打印：")
    for kind in ("letters", "agreements"):
        record_print(workspace, compose(workspace, kind, year=YEAR))
    assert _state(workspace, "unprinted") == ("已办", "没有未办的")


def test_namesakes_without_reports_are_told_apart(
    workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 2)
    for number in (1, 2):
        save_record(workspace, "talents", number, {"name": "徐志强"})
    detail = _state(workspace, "reports")[1]
    unit = get_record(workspace, "enterprises", 1)
    assert f"徐志强（{unit.name}）4 月" in detail.replace(" 4 月", "4 月")


def test_a_certificate_that_was_never_printed_is_on_the_list(
    workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 5)
    close(workspace, clock)
    issue_honours(workspace, YEAR, "优秀党建指导员", workspace.today())
    for kind in ("letters", "agreements"):
        record_print(workspace, compose(workspace, kind, year=YEAR))
    state, detail = _state(workspace, "unprinted")
    assert (state, detail[:8]) == ("须说明", "1 份没有打印：")


def test_an_evaluation_that_was_begun_must_be_closed_first(
    workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 2)
    assert _state(workspace, "people")[0] == "须办理"
    with pytest.raises(RuleViolation) as refusal:
        close_year(workspace, YEAR, dict.fromkeys(_open(get_year_state(workspace, YEAR)), "因故"))
    assert [reason.code for reason in refusal.value.reasons] == ["people"]
    assert get_year_state(workspace, YEAR).closed_on is None


def test_what_stays_open_needs_a_reason_and_all_are_named_together(
    workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    with pytest.raises(RuleViolation) as refusal:
        close_year(workspace, YEAR, {"reports": "因", "people": "   "})
    codes = [reason.code for reason in refusal.value.reasons]
    assert codes == ["over", "reports", "people", "unprinted"]
    with pytest.raises(RuleViolation, match="还没有开始，办理后才能办结"):
        close_year(workspace, YEAR + 1, {"over": "提前办结"})


def test_a_closed_year_keeps_list_figures_and_policy(
    workspace: Workspace, clock: StandingClock
) -> None:
    _closed(workspace, clock)
    state = get_year_state(workspace, YEAR)
    assert state.closed_on == dt.date(YEAR + 1, 1, 15)
    explained = {check.key: check.word for check in state.checks if check.word}
    assert explained == dict.fromkeys(("reports", "unprinted"), "已请示分管领导")
    assert dict(state.figures)["月报"] == "应报 18 份，已报 16 份"
    paper = compose(workspace, "year-closing", year=YEAR).pdf
    coverage = compose(workspace, "coverage", year=YEAR).pdf
    rates, committees = coverage_figures(workspace, YEAR), coverage_by_committee(workspace, YEAR)
    due, policy = count_unbuilt(workspace, YEAR), get_policy(workspace, YEAR)
    unit = list_evaluated(workspace, YEAR, PEOPLE)[0].units[0]
    save_record(
        workspace, "enterprises", unit.id,
        {"party_organization": "单独组建", "superior": "中共新惠镇委员会"},
    )  # fmt: skip
    save_policy(workspace, YEAR + 1, {"attendance_days": "9"})
    assert coverage_figures(workspace, YEAR + 1) != rates
    assert coverage_figures(workspace, YEAR) == rates
    assert coverage_by_committee(workspace, YEAR) == committees
    assert (count_unbuilt(workspace, YEAR), get_policy(workspace, YEAR)) == (due, policy)
    assert get_year_state(workspace, YEAR) == state
    assert compose(workspace, "year-closing", year=YEAR).pdf == paper
    assert compose(workspace, "coverage", year=YEAR).pdf == coverage
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))
    assert "2026年度办结表" in text
    assert "已请示分管领导" in text


def test_undoing_an_earlier_change_of_the_policy_leaves_the_closed_year_alone(
    workspace: Workspace, clock: StandingClock
) -> None:
    save_policy(workspace, YEAR, {"attendance_days": "5"})
    action = history.list_actions(workspace)[0]
    _closed(workspace, clock)
    history.undo(workspace, action.id)
    assert get_policy(workspace, YEAR).attendance_days == 5


def test_closing_has_no_undo_and_happens_once(workspace: Workspace, clock: StandingClock) -> None:
    _closed(workspace, clock)
    assert not history.list_actions(workspace)[0].undoable
    with pytest.raises(RuleViolation, match="2026 年度已经办结"):
        close_year(workspace, YEAR, {})


def test_nothing_is_written_into_a_closed_year(workspace: Workspace, clock: StandingClock) -> None:
    _closed(workspace, clock)
    post = list_posts(workspace, YEAR)[0]
    pair = list_placements(workspace, YEAR)[0]
    last = dt.date(YEAR, 12, 30)
    end = Order(last, why="因", cause=Cause.OTHER, outcome=State.TERMINATED, basis="会议")
    acts: list[Callable[[], object]] = [
        lambda: save_policy(workspace, YEAR, {"attendance_days": "9"}),
        lambda: open_round(workspace, YEAR),
        lambda: publish_round(workspace, YEAR, workspace.today()),
        lambda: save_post(
            workspace, YEAR, None, enterprise_id=post.enterprise_id, role=Role.INSTRUCTOR
        ),
        lambda: remove_post(workspace, post.id or 0),
        lambda: rule_pair(workspace, post.id or 0, pair.talent_id, Ruling.FORBIDDEN),
        lambda: save_consultation(workspace, None, post.id or 0, None, _TALK),
        lambda: save_wishes(workspace, YEAR, Side.ENTERPRISE, post.id or 0, {}),
        lambda: suggest_wishes(workspace, YEAR),
        lambda: run_matching(workspace, YEAR),
        lambda: accept_run(workspace, YEAR),
        lambda: save_ceremony(workspace, YEAR, {}),
        lambda: act(workspace, None, Action.END, end, [pair.id or 0]),
        lambda: evaluations.refresh_evaluated(workspace, YEAR, PEOPLE),
    ]
    for number, each in enumerate(acts):
        with pytest.raises(RuleViolation, match="2026 年度已经办结"):
            pytest.fail(f"{number}: {each()}")


def test_no_earlier_action_of_a_closed_year_is_taken_back(
    workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 2)
    first, second = list_placements(workspace, YEAR)[:2]
    rule_pair(workspace, first.post_id, second.talent_id, Ruling.FORBIDDEN)
    save_consultation(workspace, None, first.post_id, None, _TALK)
    leave = {"kind": "病假", "from_on": f"{YEAR}-06-01", "to_on": f"{YEAR}-06-20", "why": "住院"}
    save_leave(workspace, None, first.id, leave)
    texts = {"received_on": f"{YEAR}-12-19", "days": "3", "summary": "走访企业"}
    save_report(workspace, ReportKey(first.id, YEAR, 12), texts, [])
    close(workspace, clock)
    clock.now = clock.now.replace(year=YEAR + 1, month=1, day=15)
    close_year(workspace, YEAR, _open(get_year_state(workspace, YEAR)))
    actions = history.list_actions(workspace)
    last = {each.code: each.id for each in reversed(actions) if each.undoable}
    told = {code for code, number in last.items() if _year_is_closed(workspace, number)}
    assert told >= {
        "start", "record_ballots", "give_points", "decide_grades", "consent",
        "save_consultation", "rule_pair", "save_leave", "save_monthly_report", "publish_results",
    }  # fmt: skip
    # What others stand on is held back by them, as ever.
    of_the_year = last.keys() - {"import_talents", "import_enterprises", "save_talents"} - told
    assert not any(history.undo(workspace, last[code]).restored for code in of_the_year)
    since = history.list_actions(workspace)[: -len(actions)]
    assert {each.code for each in since} == {"refused"}


def _year_is_closed(workspace: Workspace, number: int) -> bool:
    """Whether an undo, and the look at one, say that the year is closed."""
    said = []
    for look in (history.undo_preview, history.undo):
        try:
            look(workspace, number)
        except RuleViolation as error:
            said.append(f"{YEAR} 年度已经办结" in str(error))
        else:
            said.append(False)
            break
    return said == [True, True]


def test_what_belongs_to_an_open_year_is_taken_back_beside_a_closed_one(
    workspace: Workspace, clock: StandingClock
) -> None:
    _closed(workspace, clock)
    pair = list_placements(workspace, YEAR)[0]
    end = Order(
        workspace.today(), why="本人提出", cause=Cause.OTHER, outcome=State.TERMINATED, basis="会议"
    )
    ended = act(workspace, None, Action.END, end, [pair.id or 0]).changes.action
    number = save_record(workspace, "talents", None, {"name": "新来的人"}).id
    history.undo(workspace)
    assert ended is not None
    history.undo(workspace, ended)
    assert list_placements(workspace, YEAR)[0].state is State.ON_POST
    with pytest.raises(NotFound):
        get_record(workspace, "talents", number)


def test_the_next_year_goes_on_with_the_same_people(
    workspace: Workspace, clock: StandingClock
) -> None:
    _closed(workspace, clock)
    open_round(workspace, YEAR + 1)
    pair = list_placements(workspace, YEAR)[0]
    day = workspace.today()
    end = Order(day, why="本人提出", cause=Cause.OTHER, outcome=State.TERMINATED, basis="会议")
    act(workspace, None, Action.END, end, [pair.id or 0])
    assert get_record(workspace, "talents", pair.talent_id) is not None
    assert len(list_evaluated(workspace, YEAR, PEOPLE)) == 2
