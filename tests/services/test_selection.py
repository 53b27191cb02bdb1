"""A round: who may ask for posts, what both sides say, and what the office rules."""

from __future__ import annotations

import pytest

from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.placements import Action, Order
from partydesk.domain.selection import Attitude, Post, Role, Ruling, Side
from partydesk.services.enterprises import set_standing
from partydesk.services.history import list_actions
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import get_round, list_posts, open_round, remove_post, save_post
from partydesk.services.wishes import list_wishes, save_wishes, suggest_wishes
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
    willing,
)

W, A, N = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED


def _codes(refusal: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def _said(workspace: Workspace) -> list[tuple[Side, int | None, int | None, Attitude, int | None]]:
    wishes = list_wishes(workspace, YEAR)
    return [(w.side, w.post_id, w.talent_id, w.attitude, w.rank) for w in wishes]


# --- rounds and posts ------------------------------------------------------------------------


def test_a_year_has_one_round(workspace: Workspace) -> None:
    assert get_round(workspace, YEAR) is None
    assert list_posts(workspace, YEAR) == ()
    assert open_round(workspace, YEAR).title == "2026 年双向选择"
    with pytest.raises(RuleViolation) as refusal:
        open_round(workspace, YEAR)
    assert _codes(refusal) == ["round_exists"]
    assert open_round(workspace, YEAR + 1, " 第二年 ").title == "第二年"
    assert open_round(workspace, YEAR + 2, "  ").title == "2028 年双向选择"


@pytest.mark.parametrize(
    ("standing", "may"),
    [("在库", True), ("拟入库", False), ("未入库", False), ("出库", False)],
)
def test_only_units_of_the_pool_ask_for_posts(
    workspace: Workspace, standing: str, may: bool
) -> None:
    unit = make_enterprise(workspace, standing=standing)
    open_round(workspace, YEAR)
    if may:
        _save(workspace, number_of(unit))
        assert len(list_posts(workspace, YEAR)) == 1
    else:
        with pytest.raises(RuleViolation) as refusal:
            _save(workspace, number_of(unit))
        assert _codes(refusal) == ["not_in_pool"]
        assert list_posts(workspace, YEAR) == ()


def _save(
    workspace: Workspace,
    unit: int,
    role: Role = Role.INSTRUCTOR,
    post: int | None = None,
    seat: int | None = 1,
) -> Post:
    return save_post(workspace, YEAR, post, enterprise_id=unit, role=role, seat=seat)[0]


def test_a_unit_asks_once_for_each_seat(workspace: Workspace) -> None:
    unit = number_of(make_enterprise(workspace, name="塔林粮油"))
    open_round(workspace, YEAR)
    for role in Role:
        _save(workspace, unit, role)
    with pytest.raises(RuleViolation) as refusal:
        _save(workspace, unit, Role.DEPUTY)
    assert _codes(refusal) == ["post_exists"]
    assert [post.label for post in list_posts(workspace, YEAR)] == [
        "塔林粮油 · 党组织书记",
        "塔林粮油 · 党组织副书记",
        "塔林粮油 · 党建指导员",
    ]


def test_all_reasons_at_once(workspace: Workspace) -> None:
    post = make_round(workspace, [make_enterprise(workspace)])[0]
    from_pool = post.enterprise_id
    set_standing(workspace, [from_pool], Standing.LEFT, "停产")
    with pytest.raises(RuleViolation) as refusal:
        _save(workspace, from_pool)
    assert _codes(refusal) == ["not_in_pool", "post_exists"]


def test_a_post_can_be_changed_until_it_is_in_the_procedure(workspace: Workspace) -> None:
    """Else an agreement would stand under another unit's post."""
    units = [make_enterprise(workspace) for _ in range(2)]
    make_talent(workspace)
    (post,) = make_round(workspace, units[:1])
    changed = _save(workspace, number_of(units[1]), Role.DEPUTY, post.id)
    assert (changed.enterprise, changed.role) == (units[1].name, Role.DEPUTY)
    _save(workspace, number_of(units[0]), Role.INSTRUCTOR, post.id)
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    for unit, role in ((units[1], Role.INSTRUCTOR), (units[0], Role.DEPUTY)):
        with pytest.raises(RuleViolation) as refusal:
            _save(workspace, number_of(unit), role, post.id)
        assert _codes(refusal) == ["post_in_use"]
    noted, _ = save_post(
        workspace, YEAR, post.id, enterprise_id=number_of(units[0]), role=Role.INSTRUCTOR,
        specialties=["法律事务"], note="可以改",
    )  # fmt: skip
    assert (noted.specialties, noted.note) == (("法律事务",), "可以改")


def test_a_post_in_the_procedure_is_not_removed_not_even_after_withdrawal(
    workspace: Workspace,
) -> None:
    make_pairs(workspace)
    (post,) = list_posts(workspace, YEAR)
    for _ in range(2):
        with pytest.raises(RuleViolation) as refusal:
            remove_post(workspace, number_of(post))
        assert _codes(refusal) == ["post_in_use"]
        if list_placements(workspace, YEAR):
            act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="本人要求"))


def test_what_is_not_there(workspace: Workspace) -> None:
    unit = number_of(make_enterprise(workspace))
    with pytest.raises(NotFound, match="还没有开启"):
        _save(workspace, unit)
    open_round(workspace, YEAR)
    with pytest.raises(NotFound, match="记录号为 99 的单位"):
        _save(workspace, 99)
    with pytest.raises(NotFound, match="编号为 99 的岗位"):
        _save(workspace, unit, post=99)
    with pytest.raises(NotFound):
        remove_post(workspace, 99)
    with pytest.raises(NotFound):
        rule_pair(workspace, 99, 1, Ruling.LOCKED)
    post = _save(workspace, unit)
    with pytest.raises(NotFound):
        rule_pair(workspace, number_of(post), 99, Ruling.LOCKED)


# --- wishes ----------------------------------------------------------------------------------


def test_a_form_replaces_what_was_said_before(workspace: Workspace) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    (post,) = make_round(workspace, [make_enterprise(workspace)], posts={0: willing(*people[:2])})
    number = number_of(post)
    form = {people[1]: (W, 1), people[2]: (N, None), None: (A, None)}
    changes = save_wishes(workspace, YEAR, Side.ENTERPRISE, number, form)
    assert changes.label == f"登记企业意愿：{post.label}"
    assert _said(workspace) == [
        (Side.ENTERPRISE, number, people[1], W, 1),
        (Side.ENTERPRISE, number, people[2], N, None),
        (Side.ENTERPRISE, number, None, A, None),
    ]
    assert save_wishes(workspace, YEAR, Side.ENTERPRISE, number, form).action is None
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number, {})
    assert _said(workspace) == []


def test_the_two_sides_do_not_touch_each_other(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    (post,) = make_round(workspace, [make_enterprise(workspace)], posts={0: willing(person)})
    number = number_of(post)
    save_wishes(workspace, YEAR, Side.PERSON, person, {number: (N, None)})
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number, {})
    assert _said(workspace) == [(Side.PERSON, number, person, N, None)]


@pytest.mark.parametrize("attitude", [A, N])
def test_only_the_willing_have_a_rank(workspace: Workspace, attitude: Attitude) -> None:
    person = number_of(make_talent(workspace))
    make_round(workspace, [make_enterprise(workspace)], posts={0: {person: (attitude, 3)}})
    assert [rank for *_, rank in _said(workspace)] == [None]


def test_ranks_begin_at_one(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    for rank in (0, -1):
        with pytest.raises(ValidationFailed):
            save_wishes(workspace, YEAR, Side.PERSON, person, {number_of(post): (W, rank)})


@pytest.mark.parametrize("side", Side)
def test_wishes_of_or_about_somebody_unknown(workspace: Workspace, side: Side) -> None:
    """These used to end in an error of the tables."""
    person = number_of(make_talent(workspace))
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    own = number_of(post) if side is Side.ENTERPRISE else person
    with pytest.raises(NotFound):
        save_wishes(workspace, YEAR, side, own, {99: (W, 1)})
    with pytest.raises(NotFound):
        save_wishes(workspace, YEAR, side, 99, {own: (W, 1)})
    with pytest.raises(NotFound):
        save_wishes(workspace, YEAR + 1, side, own, {})
    assert _said(workspace) == []


def test_suggestions_fill_silence_only_and_are_marked(workspace: Workspace) -> None:
    towns = [make_enterprise(workspace) for _ in range(2)]
    fits = make_talent(workspace, specialties="法律事务", engagement="专职")
    less = make_talent(workspace, specialties="马术", engagement="兼职")
    alike = make_talent(workspace, specialties="马术", engagement="兼职")
    posts = make_round(workspace, towns, talents={number_of(fits): willing(1)})
    save_post(
        workspace, YEAR, posts[0].id, enterprise_id=number_of(towns[0]), role=Role.INSTRUCTOR,
        specialties=["法律事务"],
    )  # fmt: skip
    added, _ = suggest_wishes(workspace, YEAR, top=3)
    made = [w for w in list_wishes(workspace, YEAR) if w.suggested]
    assert added == len(made) == 3 + 3 + 2 + 2
    of_first = [w for w in made if w.side is Side.ENTERPRISE and w.post_id == posts[0].id]
    first = {w.talent_id: w.rank for w in of_first}
    assert first == {fits.id: 1, less.id: 2, alike.id: 2}  # equal fit, equal rank
    assert all(w.talent_id != fits.id for w in made if w.side is Side.PERSON)
    assert suggest_wishes(workspace, YEAR)[0] == 0
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(posts[0]), willing(number_of(less)))
    kept = [w for w in list_wishes(workspace, YEAR) if w.side is Side.ENTERPRISE]
    assert [w.suggested for w in kept if w.post_id == posts[0].id] == [False]


def test_suggestions_name_only_so_many_and_nobody_who_cannot_be_sent(
    workspace: Workspace,
) -> None:
    make_talent(workspace, state="暂缓")
    people = {make_talent(workspace).id for _ in range(3)}
    make_round(workspace, [make_enterprise(workspace)])
    suggest_wishes(workspace, YEAR, top=2)
    wishes = list_wishes(workspace, YEAR)
    named = [w.talent_id for w in wishes if w.side is Side.ENTERPRISE]
    assert len(named) == 2
    assert set(named) < people


# --- rulings ---------------------------------------------------------------------------------


def test_a_ruling_is_made_changed_and_lifted(workspace: Workspace) -> None:
    person = make_talent(workspace, name="苏和")
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    pair = (number_of(post), number_of(person))
    for ruling, word in ((Ruling.LOCKED, "锁定"), (Ruling.FORBIDDEN, "不配")):
        assert rule_pair(workspace, *pair, ruling).label == f"{word}：{post.label}与苏和"
    assert rule_pair(workspace, *pair, Ruling.FORBIDDEN).action is None
    assert rule_pair(workspace, *pair, None).label.startswith("取消锁定或不配")
    assert rule_pair(workspace, *pair, None).action is None
    assert list_actions(workspace)[0].label.startswith("取消")


def test_a_post_is_locked_to_one_person(workspace: Workspace) -> None:
    one, other = (number_of(make_talent(workspace)) for _ in range(2))
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    rule_pair(workspace, number_of(post), one, Ruling.LOCKED)
    rule_pair(workspace, number_of(post), one, Ruling.LOCKED)  # the same again is no conflict
    with pytest.raises(RuleViolation) as refusal:
        rule_pair(workspace, number_of(post), other, Ruling.LOCKED)
    assert _codes(refusal) == ["post_locked"]
    rule_pair(workspace, number_of(post), other, Ruling.FORBIDDEN)


@pytest.mark.parametrize(("capacity", "locks"), [("", 1), ("1", 1), ("2", 2), ("0", 0)])
def test_a_person_is_locked_to_as_many_posts_as_there_are_seats(
    workspace: Workspace, capacity: str, locks: int
) -> None:
    person = number_of(make_talent(workspace, capacity=capacity))
    posts = make_round(workspace, [make_enterprise(workspace) for _ in range(3)])
    for post in posts[:locks]:
        rule_pair(workspace, number_of(post), person, Ruling.LOCKED)
    with pytest.raises(RuleViolation) as refusal:
        rule_pair(workspace, number_of(posts[locks]), person, Ruling.LOCKED)
    assert _codes(refusal) == ["seats_locked"]


def test_settled_pairs_count_as_locks(workspace: Workspace) -> None:
    """A lock beside a settled pair gave the person a seat too many, refused only at signing."""
    make_pairs(workspace, 2)
    consent_all(workspace, [list_placements(workspace, YEAR)[0].id])
    settled, open_pair = list_placements(workspace, YEAR)
    with pytest.raises(RuleViolation) as refusal:
        rule_pair(workspace, open_pair.post_id, settled.talent_id, Ruling.LOCKED)
    assert _codes(refusal) == ["seats_locked"]
    with pytest.raises(RuleViolation) as refusal:
        rule_pair(workspace, settled.post_id, open_pair.talent_id, Ruling.LOCKED)
    assert _codes(refusal) == ["post_locked"]
    rule_pair(workspace, open_pair.post_id, open_pair.talent_id, Ruling.LOCKED)


def test_a_term_that_is_over_gives_its_seat_back(
    workspace: Workspace, clock: StandingClock
) -> None:
    """People could never be sent a second time."""
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    open_round(workspace, YEAR + 2)
    post, _ = save_post(
        workspace, YEAR + 2, None, enterprise_id=pair.enterprise_id, role=Role.INSTRUCTOR
    )
    clock.advance(days=729)  # 2028-02-29, two days before the last
    with pytest.raises(RuleViolation) as refusal:
        rule_pair(workspace, number_of(post), pair.talent_id, Ruling.LOCKED)
    assert _codes(refusal) == ["seats_locked"]
    clock.advance(days=2)
    rule_pair(workspace, number_of(post), pair.talent_id, Ruling.LOCKED)
    assert run_matching(workspace, YEAR + 2)[0].pairs == {number_of(post): pair.talent_id}
    (again,) = accept_run(workspace, YEAR + 2)[0]
    for party in again.needed:
        act(workspace, YEAR + 2, Action.CONSENT, Order(workspace.today(), party))
    assert act(workspace, YEAR + 2, Action.SIGN, Order(workspace.today())).numbers
