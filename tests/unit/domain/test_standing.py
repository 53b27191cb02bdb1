"""The round as it stands, what speaks against a pair made by hand, and whom else there is."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.chances import candidates_of, chances_of
from partydesk.domain.conflicts import conflicts_of, effects_of, openings_for
from partydesk.domain.fit import FitTable
from partydesk.domain.person_history import person_of
from partydesk.domain.policy import policy_from
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Attitude, Post, Requirement, Role, Ruling, Side, Wish
from partydesk.domain.standing import Standing, place_of, wish_words
from partydesk.domain.talents import PoolState, Talent
from partydesk.services.policies import default_rules

LOCKED, FORBIDDEN = Ruling.LOCKED, Ruling.FORBIDDEN
CEMENT, GRAIN, CEMENT_TOO, MEAT = 1, 2, 3, 4
SUHE, AODUN, EERDUN = 11, 12, 13
_POLICY = policy_from(default_rules("塔林旗"), 2026)
_UNITS = {CEMENT: (1, "塔林水泥"), GRAIN: (2, "十家杂粮"), CEMENT_TOO: (1, "塔林水泥"),
          MEAT: (3, "北原肉业")}  # fmt: skip
_NAMES = {SUHE: "苏和", AODUN: "敖敦", EERDUN: "额尔敦"}


def _post(number: int) -> Post:
    unit, name = _UNITS[number]
    role = Role.DEPUTY if number == CEMENT_TOO else Role.INSTRUCTOR
    return Post(id=number, enterprise_id=unit, enterprise=name, role=role)


def _talent(number: int) -> Talent:
    return Talent(
        id=number,
        name=_NAMES[number],
        capacity=2 if number == AODUN else 1,
        state=PoolState.AVAILABLE,
    )


def _standing(
    posts: dict[int, Post] | None = None, people: dict[int, Talent] | None = None, **known: object
) -> Standing:
    """苏和 can take one post, 敖敦 two, 额尔敦 one; nobody has said anything."""
    posts = posts or {number: _post(number) for number in _UNITS}
    people = people or {number: _talent(number) for number in _NAMES}
    fits = FitTable(list(posts.values()), [person_of(each) for each in people.values()], _POLICY)
    made = Standing(posts, people, fits, _NAMES)
    return dataclasses.replace(made, **known)  # type: ignore[arg-type]


def _codes(standing: Standing, post: int, person: int) -> list[str]:
    return [conflict.code for conflict in conflicts_of(standing, post, person)]


# -- how it stands -----------------------------------------------------------------------------


def test_bans_are_taken_out_of_the_run_and_locks_put_in() -> None:
    standing = _standing(
        proposed={CEMENT: SUHE, GRAIN: AODUN, 99: EERDUN, MEAT: 98},
        rulings={(GRAIN, AODUN): FORBIDDEN, (MEAT, EERDUN): LOCKED, (CEMENT_TOO, 97): LOCKED},
    )
    assert standing.pairs == {CEMENT: SUHE, MEAT: EERDUN}
    assert (standing.held(SUHE), standing.held(AODUN)) == ((CEMENT,), ())


def test_who_is_locked_elsewhere_leaves_the_post_least_wanted() -> None:
    words = {(Side.PERSON, CEMENT, AODUN): "2", (Side.PERSON, GRAIN, AODUN): "1"}
    standing = _standing(
        proposed={CEMENT: AODUN, GRAIN: AODUN}, rulings={(MEAT, AODUN): LOCKED}, words=words
    )
    assert standing.pairs == {GRAIN: AODUN, MEAT: AODUN}
    assert standing.free_seats(AODUN) == 0
    assert standing.free_seats(SUHE) == 1


def test_seats_taken_in_other_rounds_are_not_free() -> None:
    standing = _standing(running={AODUN: 1, SUHE: 3})
    assert (standing.seats(AODUN), standing.seats(SUHE)) == (1, 0)


def test_what_is_settled_stands_above_a_lock() -> None:
    standing = _standing(rulings={(CEMENT, SUHE): LOCKED}, settled={CEMENT: EERDUN})
    assert standing.pairs == {CEMENT: EERDUN}


def test_a_ruling_can_be_thought_of_and_taken_back() -> None:
    standing = _standing(proposed={CEMENT: SUHE})
    assert standing.ruled(CEMENT, EERDUN, LOCKED).pairs == {CEMENT: EERDUN}
    assert standing.ruled(CEMENT, EERDUN, LOCKED).ruled(CEMENT, EERDUN, None).rulings == {}
    assert standing.pairs == {CEMENT: SUHE}


def test_wishes_are_written_as_short_words() -> None:
    def wish(side: Side, post: int | None, person: int | None, rank: int | None) -> Wish:
        return Wish(side=side, post_id=post, talent_id=person, attitude=Attitude.WILLING, rank=rank)

    words = wish_words(
        [
            wish(Side.ENTERPRISE, CEMENT, SUHE, 1),
            wish(Side.ENTERPRISE, CEMENT, AODUN, 1),
            wish(Side.PERSON, CEMENT, SUHE, 1),
            wish(Side.PERSON, GRAIN, SUHE, None),
            wish(Side.PERSON, None, SUHE, None),
        ]
    )
    assert words == {
        (Side.ENTERPRISE, CEMENT, SUHE): "=1",
        (Side.ENTERPRISE, CEMENT, AODUN): "=1",
        (Side.PERSON, CEMENT, SUHE): "1",
        (Side.PERSON, GRAIN, SUHE): "愿意",
    }


def test_ranks_come_before_welcome_silence_and_refusal() -> None:
    words = ["不愿意", "", "无所谓", "愿意", "10", "=2", "1"]
    assert sorted(words, key=place_of) == ["1", "=2", "10", "愿意", "无所谓", "", "不愿意"]


# -- what speaks against a pair ----------------------------------------------------------------


def test_nothing_speaks_against_a_pair_nobody_minds() -> None:
    assert conflicts_of(_standing(), CEMENT, SUHE) == ()


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({"rulings": {(CEMENT, AODUN): LOCKED}}, ["post_locked"]),
        ({"settled": {CEMENT: AODUN}}, ["post_locked"]),
        ({"settled": {CEMENT: SUHE}}, ["settled"]),
        ({"rulings": {(CEMENT, SUHE): LOCKED}}, []),
        ({"rulings": {(GRAIN, SUHE): LOCKED}}, ["seats_locked"]),
        ({"running": {SUHE: 1}}, ["seats_locked"]),
        ({"proposed": {GRAIN: SUHE}}, []),
        ({"rulings": {(CEMENT, SUHE): FORBIDDEN}}, ["forbidden"]),
        ({"words": {(Side.ENTERPRISE, CEMENT, SUHE): "不愿意"}}, ["post_refuses"]),
        ({"words": {(Side.PERSON, CEMENT, SUHE): "不愿意"}}, ["person_refuses"]),
        ({"accepted": {(Side.ENTERPRISE, CEMENT): frozenset({AODUN})}}, ["post_unlisted"]),
        ({"accepted": {(Side.PERSON, SUHE): frozenset({GRAIN})}}, ["person_unlisted"]),
        ({"accepted": {(Side.PERSON, SUHE): frozenset({CEMENT})}}, []),
        ({"ties": {(SUHE, 1): Tie.RELATIVE}}, ["recusal"]),
        ({"ties": {(SUHE, 2): Tie.RELATIVE}}, []),
        ({"proposed": {CEMENT_TOO: SUHE}}, ["same_unit"]),
        ({"proposed": {CEMENT_TOO: SUHE}, "separate": False}, []),
    ],
)
def test_what_speaks_against_a_pair(known: dict[str, object], codes: list[str]) -> None:
    standing = dataclasses.replace(_standing(), **known)  # type: ignore[arg-type]
    assert _codes(standing, CEMENT, SUHE) == codes


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("closed_on", dt.date(2026, 4, 1), "post_closed"),
        ("in_pool", False, "not_in_pool"),
    ],
)
def test_a_post_nobody_wants_any_more_takes_nobody(field: str, value: object, code: str) -> None:
    post = dataclasses.replace(_post(CEMENT), **{field: value})  # type: ignore[arg-type]
    (conflict,) = conflicts_of(_standing(posts={CEMENT: post}), CEMENT, SUHE)
    assert (conflict.code, conflict.forbids) == (code, True)


def test_who_cannot_be_sent_cannot_be_locked() -> None:
    person = dataclasses.replace(_talent(SUHE), state=PoolState.PAUSED)
    (conflict,) = conflicts_of(_standing(people={SUHE: person}), CEMENT, SUHE)
    assert (conflict.code, conflict.forbids) == ("unavailable", True)


def test_a_must_have_that_fails_is_named() -> None:
    post = dataclasses.replace(_post(CEMENT), musts=(Requirement.FULL_TIME.value,))
    (conflict,) = conflicts_of(_standing(posts={CEMENT: post}), CEMENT, SUHE)
    assert (conflict.code, conflict.forbids) == ("must_missing", False)
    assert conflict.message == "苏和不具备必备条件：专职或兼职未填"


def test_sentences_name_who_and_what() -> None:
    standing = _standing(
        rulings={(CEMENT, AODUN): LOCKED, (GRAIN, SUHE): LOCKED},
        words={
            (Side.ENTERPRISE, CEMENT, SUHE): "不愿意",
            (Side.PERSON, CEMENT, SUHE): "不愿意",
        },
    )
    assert [each.message for each in conflicts_of(standing, CEMENT, SUHE)] == [
        "塔林水泥 · 党建指导员已锁定给敖敦，请先取消",
        "苏和可驻 1 家，席位已满",
        "塔林水泥不愿意要苏和",
        "苏和不愿意去塔林水泥 · 党建指导员",
    ]


# -- what a lock would do ----------------------------------------------------------------------


def test_a_lock_on_a_free_post_moves_nobody_else() -> None:
    assert effects_of(_standing(), CEMENT, SUHE) == ()
    assert effects_of(_standing(proposed={CEMENT: SUHE}), CEMENT, SUHE) == ()


def test_whoever_gives_way_is_told_where_to_go() -> None:
    standing = _standing(proposed={CEMENT: SUHE, GRAIN: EERDUN, CEMENT_TOO: AODUN})
    assert effects_of(standing, CEMENT, EERDUN) == (
        "将换下苏和；苏和可去十家杂粮 · 党建指导员、北原肉业 · 党建指导员",
        "额尔敦将离开十家杂粮 · 党建指导员，那里空出",
    )
    full = dataclasses.replace(standing, proposed={CEMENT: SUHE, GRAIN: AODUN, MEAT: AODUN})
    full = full.ruled(CEMENT_TOO, SUHE, FORBIDDEN)
    assert effects_of(full, CEMENT, EERDUN) == ("将换下苏和；苏和目前没有空岗可去",)


def test_many_openings_are_counted() -> None:
    (said,) = effects_of(_standing(proposed={CEMENT: SUHE}), CEMENT, EERDUN)
    assert said.endswith("苏和可去十家杂粮 · 党建指导员、塔林水泥 · 党组织副书记 等 3 岗")


def test_openings_leave_out_what_anything_speaks_against() -> None:
    standing = _standing(
        proposed={CEMENT: AODUN},
        accepted={(Side.ENTERPRISE, GRAIN): frozenset({AODUN})},
        rulings={(MEAT, SUHE): FORBIDDEN},
    )
    assert openings_for(standing, SUHE) == [CEMENT_TOO]


# -- who could, and what else ------------------------------------------------------------------


def test_candidates_stand_in_the_order_of_the_enterprise() -> None:
    standing = _standing(
        proposed={CEMENT: AODUN, GRAIN: AODUN},
        words={(Side.ENTERPRISE, CEMENT, EERDUN): "1", (Side.PERSON, CEMENT, SUHE): "2"},
    )
    found = candidates_of(standing, CEMENT)
    assert [(each.name, each.post_rank, each.talent_rank, each.now) for each in found] == [
        ("额尔敦", "1", "", "未配（余 1 席）"),
        ("苏和", "", "2", "未配（余 1 席）"),
        ("敖敦", "", "", "此岗（余 0 席）"),
    ]
    assert [each.here for each in found] == [False, False, True]
    assert [each.remains for each in found] == [True, True, False]
    away = candidates_of(standing, MEAT)
    assert next(each.now for each in away if each.talent_id == AODUN) == "塔林水泥、十家杂粮"


def test_chances_are_the_posts_both_sides_would_take() -> None:
    standing = _standing(
        proposed={CEMENT: SUHE, GRAIN: AODUN},
        accepted={(Side.ENTERPRISE, CEMENT_TOO): frozenset({AODUN})},
        words={(Side.PERSON, MEAT, SUHE): "1"},
    )
    assert [(each.post.id, each.holder, each.here) for each in chances_of(standing, SUHE)] == [
        (MEAT, None, False), (CEMENT, SUHE, True), (GRAIN, AODUN, False),
    ]  # fmt: skip
    banned = standing.ruled(GRAIN, SUHE, FORBIDDEN)
    assert [each.post.id for each in chances_of(banned, SUHE)] == [MEAT, CEMENT]
    closed = dataclasses.replace(_post(MEAT), closed_on=dt.date(2026, 4, 1))
    given_up = dataclasses.replace(banned, posts={**banned.posts, MEAT: closed})
    assert [each.post.id for each in chances_of(given_up, SUHE)] == [CEMENT]


def test_a_post_held_against_the_wishes_is_still_among_the_chances() -> None:
    standing = _standing(
        proposed={CEMENT: SUHE}, accepted={(Side.PERSON, SUHE): frozenset({GRAIN})}
    )
    assert [each.post.id for each in chances_of(standing, SUHE)] == [CEMENT, GRAIN]
