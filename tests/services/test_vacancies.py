"""One person for one open post in the middle of the year, and who was there before."""

from __future__ import annotations

import pytest

from partydesk.db.models import RunRow
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.matching import MATCHER
from partydesk.domain.placements import Action, Cause, Placement, State
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.services.board import get_board
from partydesk.services.history import list_actions, undo
from partydesk.services.matching import list_runs, run_matching
from partydesk.services.placements import accept_run, list_placements
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.pools import save_record
from partydesk.services.postings import post_history, postings_of
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import save_post
from partydesk.services.summary import get_summary
from partydesk.services.vacancies import fill_vacancy, list_successors, list_vacancies
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
    consent_all,
    make_enterprise,
    make_pairs,
    make_round,
    make_talent,
    number_of,
    the_pair,
    willing,
)
from tests.services.test_life_cycle import at_work, codes, do


def ended(workspace: Workspace) -> Placement:
    """A pair that was at work and has ended."""
    (pair,) = at_work(workspace)
    do(workspace, Action.END, cause=Cause.LEFT, outcome=State.TERMINATED, why="调离")
    return the_pair(workspace, pair.id)


def test_an_ended_post_is_open_and_says_who_left(workspace: Workspace) -> None:
    pair = ended(workspace)
    (vacancy,) = list_vacancies(workspace, YEAR)
    assert vacancy.post.id == pair.post_id
    assert vacancy.before == f"{pair.talent} {workspace.today()} 已终止（人员离开）"
    assert list_vacancies(workspace, YEAR + 1) == ()


def test_one_person_takes_the_post_over(workspace: Workspace, clock: StandingClock) -> None:
    old = ended(workspace)
    clock.advance(days=30)
    heir = make_talent(workspace)
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(number_of(heir)))
    pair, changes = fill_vacancy(workspace, YEAR, old.post_id, number_of(heir), " 熟悉企业 ")
    assert changes.label == f"补选：{old.post}由{heir.name}接任"
    assert (pair.state, pair.replaces_id) == (State.PROPOSED, old.id)
    assert pair.reason == "补选：熟悉企业"
    with workspace.reading() as session:
        run = session.get_one(RunRow, 2)
        kept = {"matcher": MATCHER, "posts": [old.post_id], "vacancy": "熟悉企业"}
        assert run.options == kept
        assert [post["id"] for post in run.problem["posts"]] == [f"P{old.post_id}"]
        assert run.problem["locked"] == [[f"P{old.post_id}", f"T{heir.id}"]]
        assert run.result["pairs"] == [[f"P{old.post_id}", f"T{heir.id}"]]
        assert run.policy["term_months"] == get_policy(workspace, YEAR).term_months
    consent_all(workspace, [pair.id])
    for action in (Action.SIGN, Action.APPOINT, Action.START):
        do(workspace, action, pair.id)
    assert the_pair(workspace, pair.id).state is State.ON_POST
    assert list_vacancies(workspace, YEAR) == ()


def test_filling_a_vacancy_comes_back_as_one(workspace: Workspace) -> None:
    old = ended(workspace)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    fill_vacancy(workspace, YEAR, old.post_id, heir, "接任")
    undo(workspace)
    assert list_placements(workspace, YEAR) == ()
    with workspace.reading() as session:
        assert session.query(RunRow).count() == 1


def test_a_vacancy_disturbs_neither_the_round_nor_its_figures(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 3)
    do(workspace, Action.WITHDRAW, pairs[0].id, why="企业要求换人")
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, pairs[0].post_id, willing(heir))
    filled, _ = fill_vacancy(workspace, YEAR, pairs[0].post_id, heir, "替补")
    assert filled.replaces_id is None  # nobody had been at the post
    assert [run.number for run in list_runs(workspace, YEAR)] == [1]
    assert get_summary(workspace, YEAR).matched == 3
    shown = get_board(workspace, YEAR).run
    assert shown is not None
    assert shown.number == 1
    accept_run(workspace, YEAR, run_id=2)
    assert len(list_placements(workspace, YEAR)) == 3
    run, _ = run_matching(workspace, YEAR)
    assert run.number == 3


def test_candidates_are_ranked_by_wishes_then_by_fit(workspace: Workspace) -> None:
    old = ended(workspace)
    strange, second, first, unwilling = (number_of(make_talent(workspace)) for _ in range(4))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(first, second, unwilling))
    refusal: dict[int | None, tuple[Attitude, int | None]] = {old.post_id: (Attitude.REFUSED, None)}
    save_wishes(workspace, YEAR, Side.PERSON, unwilling, refusal)
    found = list_successors(workspace, YEAR, old.post_id)
    assert [one.talent_id for one in found][:2] == [first, second]
    assert [one.wanted for one in found][:2] == ["1", "2"]
    assert next(one.willing for one in found if one.talent_id == unwilling) == "不愿意"
    assert next(one.wanted for one in found if one.talent_id == strange) == ""
    reasons = {one.talent_id: [r.code for r in one.reasons] for one in found}
    assert reasons[first] == reasons[second] == []
    assert reasons[strange] == ["post_unlisted"]
    told = next(one.reasons[0].message for one in found if one.talent_id == strange)
    assert told.endswith("；如今愿意的，先在“双向选择 › 意愿”里补登")  # it named no way out
    assert reasons[unwilling] == ["person_refuses"]
    assert all(bool(reasons[one.talent_id]) for one in found[2:])


def test_who_has_just_left_comes_after_the_others(workspace: Workspace) -> None:
    old = ended(workspace)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(old.talent_id, heir))
    first, second = list_successors(workspace, YEAR, old.post_id)
    assert (first.talent_id, first.note) == (heir, "")
    assert second.note == f"原任，{workspace.today()} 离任"


def test_an_ended_pair_is_not_to_be_submitted_again(workspace: Workspace) -> None:
    ended(workspace)
    assert get_summary(workspace, YEAR).unsubmitted == 0
    assert accept_run(workspace, YEAR)[0] == ()


def test_nobody_is_refused_silently(workspace: Workspace) -> None:
    old = ended(workspace)
    heir = number_of(make_talent(workspace))
    with pytest.raises(RuleViolation) as refusal:
        fill_vacancy(workspace, YEAR, old.post_id, heir, " ")
    assert codes(refusal) == ["post_unlisted", "why_missing"]
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    rule_pair(workspace, old.post_id, heir, Ruling.FORBIDDEN)
    with pytest.raises(RuleViolation) as refusal:
        fill_vacancy(workspace, YEAR, old.post_id, heir, "接任")
    assert codes(refusal) == ["forbidden"]
    with pytest.raises(NotFound, match="99"):
        fill_vacancy(workspace, YEAR, old.post_id, 99, "接任")
    with pytest.raises(NotFound, match="岗位"):
        fill_vacancy(workspace, YEAR, 99, heir, "接任")


def test_posts_of_a_unit_are_kept_apart_as_in_a_run(workspace: Workspace) -> None:
    (pair,) = at_work(workspace, capacity="2")
    second, _ = save_post(workspace, YEAR, None, enterprise_id=pair.enterprise_id, role=Role.DEPUTY)
    post, person = number_of(second), pair.talent_id
    with pytest.raises(RuleViolation) as refusal:
        fill_vacancy(workspace, YEAR, post, person, "兼任")
    assert codes(refusal) == ["same_unit"]
    rule_pair(workspace, post, person, Ruling.LOCKED)
    assert list_successors(workspace, YEAR, post)[0].reasons == ()
    rule_pair(workspace, post, person, None)
    save_policy(workspace, YEAR, {"separate_people": "否"})
    assert fill_vacancy(workspace, YEAR, post, person, "兼任")[0].talent_id == person


def test_a_taken_post_is_not_filled(workspace: Workspace) -> None:
    (pair,) = at_work(workspace)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, pair.post_id, willing(heir))
    with pytest.raises(RuleViolation) as refusal:
        fill_vacancy(workspace, YEAR, pair.post_id, heir, "接任")
    assert codes(refusal) == ["post_taken"]
    found = list_successors(workspace, YEAR, pair.post_id)
    busy = next(one for one in found if one.talent_id == pair.talent_id)
    assert "settled" in [reason.code for reason in busy.reasons]


def test_the_post_and_the_person_have_a_history(workspace: Workspace, clock: StandingClock) -> None:
    old = ended(workspace)
    clock.advance(days=30)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    pair, _ = fill_vacancy(workspace, YEAR, old.post_id, heir, "接任")
    consent_all(workspace, [pair.id])
    do(workspace, Action.SIGN, pair.id)
    assert [one.talent for one in post_history(workspace, old.post_id)] == [old.talent]
    do(workspace, Action.APPOINT, pair.id)
    first, second = post_history(workspace, old.post_id)
    assert (first.talent, first.span) == (old.talent, "2026-03-02 至 2026-03-02")
    assert first.ended_by == "人员离开（调离）"
    assert (second.talent_id, second.span, second.ended_by) == (heir, "2026-04-01 至 今", None)
    assert second.replaces_id == first.placement_id
    assert postings_of(workspace, heir) == (second,)
    with pytest.raises(NotFound):
        post_history(workspace, 99)


def test_an_end_is_not_taken_back_once_somebody_has_the_post(workspace: Workspace) -> None:
    old = ended(workspace)
    gone = list_actions(workspace)[0].id
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    fill_vacancy(workspace, YEAR, old.post_id, heir, "接任")
    result = undo(workspace, gone)
    assert (result.restored, len(result.conflicts)) == (0, 1)
    assert the_pair(workspace, old.id).state is State.TERMINATED
    undo(workspace)  # the successor first
    assert undo(workspace, gone).restored
    assert the_pair(workspace, old.id).state is State.ON_POST


def test_an_ended_pair_is_not_renewed_once_somebody_has_the_post(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = at_work(workspace)
    clock.advance(days=740)
    do(workspace, Action.END, cause=Cause.TERM, outcome=State.EXPIRED)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, pair.post_id, willing(heir))
    fill_vacancy(workspace, YEAR, pair.post_id, heir, "接任")
    with pytest.raises(RuleViolation) as refusal:
        do(workspace, Action.RENEW, pair.id)
    assert codes(refusal) == ["post_taken"]


def test_an_old_lock_on_who_has_left_bars_nobody_else(workspace: Workspace) -> None:
    old = ended(workspace)
    rule_pair(workspace, old.post_id, old.talent_id, Ruling.LOCKED)
    heir = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, old.post_id, willing(heir))
    assert fill_vacancy(workspace, YEAR, old.post_id, heir, "接任")[0].talent_id == heir


def test_whom_the_enterprise_named_may_lack_a_must_have(workspace: Workspace) -> None:
    unit = number_of(make_enterprise(workspace))
    make_pairs(workspace)
    post = number_of(
        save_post(
            workspace, YEAR, None, enterprise_id=unit, role=Role.INSTRUCTOR, languages=["蒙古语"],
            musts=["语言"],
        )[0]
    )  # fmt: skip
    heir = number_of(make_talent(workspace))
    bars = {one.talent_id: one.reasons for one in list_successors(workspace, YEAR, post)}
    assert [reason.code for reason in bars[heir]] == ["must_missing"]
    save_wishes(workspace, YEAR, Side.ENTERPRISE, post, willing(heir))
    assert fill_vacancy(workspace, YEAR, post, heir, "企业点名")[0].talent_id == heir


def test_open_posts_of_closed_units_come_last(workspace: Workspace) -> None:
    old = ended(workspace)
    unit = number_of(make_enterprise(workspace))
    other = number_of(save_post(workspace, YEAR, None, enterprise_id=unit, role=Role.INSTRUCTOR)[0])
    assert [each.post.id for each in list_vacancies(workspace, YEAR)] == [old.post_id, other]
    save_record(workspace, "enterprises", old.enterprise_id, {"operation": "停产停业"})
    assert [each.post.id for each in list_vacancies(workspace, YEAR)] == [other, old.post_id]


def test_whoever_refused_comes_after_the_others_and_the_board_says_so(
    workspace: Workspace,
) -> None:
    people = [make_talent(workspace) for _ in range(2)]
    one, two = map(number_of, people)
    post, other = make_round(
        workspace,
        [make_enterprise(workspace), make_enterprise(workspace)],
        posts={0: willing(one, two), 1: willing(two)},
        talents={two: willing(0)},
    )
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    do(workspace, Action.WITHDRAW, why="本人不同意")
    assert get_board(workspace, YEAR).posts[0].talent_id is None
    assert [vacancy.post.id for vacancy in list_vacancies(workspace, YEAR)] == [post.id, other.id]
    first, last = list_successors(workspace, YEAR, number_of(post))
    assert (first.talent_id, last.talent_id) == (two, one)
    assert (first.note, last.note) == ("", "已撤回：本人不同意")
    assert (last.reasons, last.why_not) == ((), "")
    pair, _ = fill_vacancy(workspace, YEAR, number_of(post), two, "企业改选")
    consent_all(workspace, [pair.id])
    line = get_board(workspace, YEAR).posts[0]
    names = [person.name for person in (people[1], people[0])]
    assert line.reason == f"{names[0]}：补选：企业改选；匹配时配给{names[1]}，已撤回：本人不同意。"


def test_nobody_is_sent_to_a_unit_that_is_struck_off(workspace: Workspace) -> None:
    pair = ended(workspace)
    save_record(workspace, "enterprises", pair.enterprise_id, {"operation": "注销"})
    assert list_vacancies(workspace, YEAR) == ()
    line = get_board(workspace, YEAR).posts[0]
    assert (line.takes_part, line.talent_id) == (False, None)
    assert f"匹配时配给{pair.talent}，{workspace.today()} 离任（人员离开）" in line.reason
    heir = number_of(make_talent(workspace))
    with pytest.raises(RuleViolation, match="经营状况为“注销”，不再派人"):
        fill_vacancy(workspace, YEAR, pair.post_id, heir, "接任")
