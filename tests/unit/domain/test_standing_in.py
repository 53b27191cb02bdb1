"""按契合度代排: only what a side left open is filled."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.selection import Side
from partydesk.domain.standing_in import ranked_by, stand_in, with_marks

Said = str | list[list[str]]
SCORES = {
    ("P1", "T1"): 10, ("P1", "T2"): 30, ("P1", "T3"): 30,
    ("P2", "T1"): 20, ("P2", "T2"): 5, ("P2", "T3"): 0,
}  # fmt: skip


def _score(post: str, talent: str) -> int:
    return SCORES[post, talent]


def _problem(post: Said = "any", talent: Said = "any") -> dict[str, Any]:
    return {
        "posts": [{"id": "P1", "wishes": post}, {"id": "P2", "wishes": []}],
        "talents": [{"id": key, "capacity": 1, "wishes": talent} for key in ("T1", "T2", "T3")],
    }


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("any", [["T2", "T3"], ["T1"]]),
        ([["T1", "T2"]], [["T2"], ["T1"]]),
        ([["T1", "T2"], ["T3"]], [["T2"], ["T1"], ["T3"]]),
        ([["T2", "T3"]], [["T2", "T3"]]),
    ],
)
def test_for_the_enterprises(said: Said, now: Said) -> None:
    problem = _problem(post=said)
    assert stand_in(problem, {Side.ENTERPRISE}, (), _score) == ("P1",)
    assert [entry["wishes"] for entry in problem["posts"]] == [now, []]
    assert problem["talents"] == _problem()["talents"]


def test_for_the_people() -> None:
    problem = _problem()
    assert stand_in(problem, {Side.PERSON}, (), _score) == ("T1", "T2", "T3")
    assert [entry["wishes"] for entry in problem["talents"]] == [
        [["P2"], ["P1"]], [["P1"], ["P2"]], [["P1"], ["P2"]],
    ]  # fmt: skip
    assert problem["posts"] == _problem()["posts"]


@pytest.mark.parametrize(
    ("said", "ordered"), [("any", ("P1",)), ([["T1"], ["T2"]], ()), ([["T1"]], ()), ([], ())]
)
def test_nothing_to_stand_in_for(said: Said, ordered: tuple[str, ...]) -> None:
    problem = _problem(post=said)
    before = copy.deepcopy(problem)
    assert stand_in(problem, {Side.ENTERPRISE}, ordered, _score) == ()
    assert stand_in(problem, (), (), _score) == ()
    assert problem == before


KEYS = st.permutations([f"T{number}" for number in range(6)])


@given(KEYS, st.lists(st.integers(0, 6), max_size=4), st.lists(st.integers(0, 3), min_size=6))
def test_nobody_comes_goes_or_passes_another_group(
    keys: list[str], cuts: list[int], scores: list[int]
) -> None:
    ends = [0, *sorted(cuts), 6]
    groups = [keys[a:b] for a, b in pairwise(ends)]
    now = ranked_by(groups, lambda key: scores[int(key[1:])])
    assert sorted(key for group in now for key in group) == sorted(keys)
    place = {key: number for number, group in enumerate(now) for key in group}
    for group in groups:
        rest = keys[keys.index(group[-1]) + 1 :] if group else []
        assert all(place[one] < place[other] for one in group for other in rest)
        for one in group:
            for other in group:
                better = scores[int(one[1:])] > scores[int(other[1:])]
                assert (place[one] < place[other]) == better


def test_marks_in_the_sentences() -> None:
    reasons = {"P1": "甲。", "P2": "乙。", "P3": "丙。", "T1": "丁。", "T2": "戊。"}
    marked = with_marks(reasons, {"P1": "T1", "P2": "T2", "P3": "T2"}, {"P1", "P2", "T1"})
    assert marked == {
        "P1": "甲。（双方都没有排序，名次按契合度代排。）",
        "P2": "乙。（本方没有排序，名次按契合度代排。）",
        "P3": "丙。",
        "T1": "丁。（本方没有排序，名次按契合度代排。）",
        "T2": "戊。",
    }
    assert with_marks(reasons, {"P3": "T2"}, {"T2"})["P3"] == (
        "丙。（对方没有排序，名次按契合度代排。）"
    )
