"""契合度: a truth table for each part, and the score."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.fit import Fit, FitPart, fit
from partydesk.domain.policy import policy_from
from partydesk.domain.selection import Post, Role
from partydesk.domain.talents import Engagement, Talent
from partydesk.services.policies import default_rules

POLICY = policy_from(default_rules("塔林旗"), 2026)  # 50 + 25 + 10 + 15 = 100
TALENT = Talent(name="苏和")
POST = Post(enterprise="塔林粮油有限公司", role=Role.INSTRUCTOR, township="贝子府镇")


def _part(place: int, talent: Talent, post: Post = POST, running: int = 0) -> FitPart:
    return fit(talent, post, POLICY, running=running).parts[place]


@pytest.mark.parametrize(
    ("wanted", "has", "points"),
    [
        ((), (), 50),
        ((), ("甲",), 50),
        (("甲",), (), 0),
        (("甲",), ("乙",), 0),
        (("甲",), ("甲",), 50),
        (("甲", "乙"), ("乙", "丙"), 25),
        (("甲", "乙", "丙"), ("甲",), 16),
        (("甲", "乙", "丙"), ("丙", "乙", "甲"), 50),
    ],
)
def test_specialties(wanted: tuple[str, ...], has: tuple[str, ...], points: int) -> None:
    talent = dataclasses.replace(TALENT, specialties=has)
    part = _part(0, talent, dataclasses.replace(POST, specialties=wanted))
    assert (part.points, part.of) == (points, 50)


@pytest.mark.parametrize(
    ("goes", "lies", "points"),
    [
        ((), "贝子府镇", 25),
        ((), None, 25),
        (("贝子府镇",), "贝子府镇", 25),
        (("四家子镇", "贝子府镇"), "贝子府镇", 25),
        (("四家子镇",), "贝子府镇", 0),
        (("四家子镇",), None, 0),
    ],
)
def test_townships(goes: tuple[str, ...], lies: str | None, points: int) -> None:
    talent = dataclasses.replace(TALENT, townships=goes)
    part = _part(1, talent, dataclasses.replace(POST, township=lies))
    assert (part.points, part.of) == (points, 25)


@pytest.mark.parametrize(
    ("engagement", "points"),
    [(Engagement.FULL_TIME, 10), (Engagement.PART_TIME, 5), (None, 0)],
)
def test_engagement(engagement: Engagement | None, points: int) -> None:
    part = _part(2, dataclasses.replace(TALENT, engagement=engagement))
    assert (part.points, part.of) == (points, 10)


@pytest.mark.parametrize(
    ("capacity", "running", "points"),
    [(None, 0, 15), (None, 1, 0), (1, 0, 15), (3, 0, 15), (3, 1, 10), (3, 2, 5), (3, 3, 0),
     (2, 5, 0), (0, 0, 0)],
)  # fmt: skip
def test_workload(capacity: int | None, running: int, points: int) -> None:
    part = _part(3, dataclasses.replace(TALENT, capacity=capacity), running=running)
    assert (part.points, part.of) == (points, 15)


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        ([], 0),
        ([(0, 0)], 0),
        ([(0, 10)], 0),
        ([(10, 10)], 100),
        ([(1, 3)], 33),
        ([(2, 3)], 67),
        ([(1, 8)], 13),  # 12.5, half up
        ([(1, 200)], 1),  # 0.5, half up
        ([(50, 50), (0, 25), (5, 10), (15, 15)], 70),
    ],
)
def test_the_score_is_a_rounded_share(parts: list[tuple[int, int]], score: int) -> None:
    assert Fit(tuple(FitPart("", points, of) for points, of in parts)).score == score


WORDS = st.lists(st.sampled_from("甲乙丙丁"), unique=True).map(tuple)


@given(WORDS, WORDS, st.integers(0, 4), st.integers(0, 6), st.sampled_from([*Engagement, None]))
def test_no_part_gives_more_than_its_weight(
    has: tuple[str, ...],
    wanted: tuple[str, ...],
    capacity: int,
    running: int,
    engagement: Engagement | None,
) -> None:
    talent = dataclasses.replace(
        TALENT, specialties=has, townships=has, capacity=capacity, engagement=engagement
    )
    post = dataclasses.replace(POST, specialties=wanted, township="甲")
    found = fit(talent, post, POLICY, running=running)
    assert all(0 <= part.points <= part.of and part.label for part in found.parts)
    assert 0 <= found.score <= 100
    assert sum(part.of for part in found.parts) == 100


def test_one_specialty_more_never_harms() -> None:
    post = dataclasses.replace(POST, specialties=("甲", "乙", "丙"))
    scores = [
        fit(dataclasses.replace(TALENT, specialties=has), post, POLICY, running=0).score
        for has in ((), ("甲",), ("甲", "乙"), ("甲", "乙", "丙"))
    ]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]
