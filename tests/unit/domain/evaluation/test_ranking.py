"""Places, quotas, ties at their edge, and caps, in tables written by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.evaluation.inputs import Marked
from partydesk.domain.evaluation.kinds import Rounding, RuleKind
from partydesk.domain.evaluation.ranking import Entry, allowed_seats, place_all
from partydesk.domain.evaluation.results import Placed, Score
from partydesk.domain.evaluation.scheme import Scheme, SpecialRule
from partydesk.domain.evaluation.scoring import score_subject
from tests.unit.domain.evaluation.random_evaluations import random_scheme, random_subjects
from tests.unit.domain.evaluation.schemes import GRADES, SCHEME

D = Decimal


def _score(total: str | None) -> Score:
    value = None if total is None else D(total)
    return Score((), value, D(0), value, "" if total else "不足半年", ())


def _entries(*totals: str | None, **marks: str) -> dict[int, Entry]:
    """People 1, 2, 3 … of one group; ``p2="veto"`` marks the second."""
    return {
        key: (
            "指导员",
            _score(total),
            [Marked(marks[f"p{key}"], "因")] if f"p{key}" in marks else [],
        )
        for key, total in enumerate(totals, 1)
    }


def _grades(placed: tuple[Placed, ...]) -> list[str | None]:
    return [each.suggested for each in sorted(placed, key=lambda each: each.key)]


def _ranks(placed: tuple[Placed, ...]) -> list[int | None]:
    return [each.rank for each in sorted(placed, key=lambda each: each.key)]


@pytest.mark.parametrize(
    ("percent", "judged", "rounding", "seats"),
    [
        ("20", 10, Rounding.DOWN, 2),
        ("20", 14, Rounding.DOWN, 2),
        ("20", 14, Rounding.HALF_UP, 3),
        ("20", 12, Rounding.HALF_UP, 2),
        ("20", 11, Rounding.UP, 3),
        ("20", 4, Rounding.DOWN, 0),
        ("20", 3, Rounding.HALF_UP, 1),
        ("25", 2, Rounding.HALF_UP, 1),  # a half
        ("33.33", 3, Rounding.DOWN, 0),
        ("100", 7, Rounding.DOWN, 7),
        ("0", 7, Rounding.UP, 0),
        (None, 7, Rounding.DOWN, None),
    ],
)
def test_a_quota_is_made_whole(
    percent: str | None, judged: int, rounding: Rounding, seats: int | None
) -> None:
    grade = replace(GRADES[0], percent=None if percent is None else D(percent))
    scheme = replace(SCHEME, quota_rounding=rounding)
    assert allowed_seats(scheme, grade, judged) == seats


@pytest.mark.parametrize(
    ("totals", "ranks"),
    [
        (("90", "95", "80"), [2, 1, 3]),
        (("90", "90", "80"), [1, 1, 3]),
        (("90", "90", "90"), [1, 1, 1]),
        (("95", "90", "90", "80"), [1, 2, 2, 4]),
        (("90", None, "80"), [1, None, 2]),
        (("90.00", "90"), [1, 1]),
    ],
)
def test_equal_points_share_a_place_and_the_next_is_skipped(
    totals: tuple[str | None, ...], ranks: list[int | None]
) -> None:
    assert _ranks(place_all(SCHEME, _entries(*totals))) == ranks


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优秀"), ("90", "优秀"), ("89.99", "称职"), ("75", "称职"), ("74.99", "基本称职"),
        ("60", "基本称职"), ("59.99", "不称职"), ("0", "不称职"),
    ],
)  # fmt: skip
def test_grades_by_points(total: str, grade: str) -> None:
    free = replace(SCHEME, grades=(replace(GRADES[0], percent=None), *GRADES[1:]))
    assert _grades(place_all(free, _entries(total))) == [grade]


_TOP = "优秀"
_NEXT = "称职"


@pytest.mark.parametrize(
    ("totals", "share", "expected"),
    [
        # five people, 20 %: one seat
        (("99", "98", "97", "96", "70"), False, [_TOP, _NEXT, _NEXT, _NEXT, "基本称职"]),
        # two equal at the edge of one seat: none of them, or both
        (("99", "99", "97", "96", "70"), False, [_NEXT, _NEXT, _NEXT, _NEXT, "基本称职"]),
        (("99", "99", "97", "96", "70"), True, [_TOP, _TOP, _NEXT, _NEXT, "基本称职"]),
        # nobody reaches the points: the seat stays empty
        (("89", "88", "87", "86", "85"), False, [_NEXT] * 5),
        # fewer than five: no seat at all
        (("99", "98", "97", "96"), False, [_NEXT] * 4),
        (("99", "98", "97", "96"), True, [_NEXT] * 4),
    ],
)
def test_ties_at_the_edge_of_a_quota(
    totals: tuple[str, ...], share: bool, expected: list[str]
) -> None:
    scheme = replace(SCHEME, ties_share=share)
    assert _grades(place_all(scheme, _entries(*totals))) == expected


def test_a_tie_beyond_the_edge_leaves_a_seat_empty() -> None:
    # ten people, two seats: one is alone, the next two are equal
    totals = ("99", "98", "98", "97", "96", "95", "94", "93", "92", "91")
    placed = place_all(SCHEME, _entries(*totals))
    assert _grades(placed).count(_TOP) == 1
    second = next(each for each in placed if each.key == 2)
    assert second.reasons == (
        "达到优秀的分数，但本组 10 人限 2 名，余 1 名而同分 2 人，不分先后，都不占名额",
        "总分 98，称职的起分为 75",
    )
    fourth = next(each for each in placed if each.key == 4)
    assert fourth.reasons[0] == "达到优秀的分数，但本组 10 人限 2 名，名次在后"
    few = place_all(SCHEME, _entries("99", "98"))
    assert few[0].reasons[0] == "达到优秀的分数，但本组 2 人限 0 名，没有名额"


def test_only_those_who_are_judged_make_the_quota() -> None:
    placed = place_all(SCHEME, _entries("99", "98", "97", "96", None))
    assert _grades(placed) == [_NEXT] * 4 + [None]
    assert placed[-1].reasons == ("不予评定：不足半年",)


def test_a_second_quota_takes_what_the_first_has_no_room_for() -> None:
    scheme = replace(SCHEME, grades=(GRADES[0], replace(GRADES[1], percent=D(40)), *GRADES[2:]))
    placed = place_all(scheme, _entries("99", "98", "97", "96", "95"))
    assert _grades(placed) == [_TOP, _NEXT, _NEXT, "基本称职", "基本称职"]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"p1": "veto"}, ["不称职", _TOP, _NEXT, _NEXT, _NEXT]),
        ({"p1": "blamed"}, ["基本称职", _TOP, _NEXT, _NEXT, _NEXT]),
        ({"p1": "praised"}, [_TOP, _NEXT, _NEXT, _NEXT, _NEXT]),
        ({"p1": "unknown"}, [_TOP, _NEXT, _NEXT, _NEXT, _NEXT]),
        ({"p5": "veto"}, [_TOP, _NEXT, _NEXT, _NEXT, "不称职"]),
    ],
)
def test_who_is_capped_takes_no_seat_from_others(
    marks: dict[str, str], expected: list[str]
) -> None:
    placed = place_all(SCHEME, _entries("99", "98", "97", "96", "95", **marks))
    assert _grades(placed) == expected


def test_the_lowest_cap_wins_and_is_told() -> None:
    entries = _entries("99", "98", "97", "96", "95")
    group, score, _ = entries[1]
    entries[1] = (group, score, [Marked("blamed", "通报"), Marked("veto", "警告")])
    first = next(each for each in place_all(SCHEME, entries) if each.key == 1)
    assert first.suggested == "不称职"
    assert first.reasons == (
        "按总分可评优秀",
        "受到处分（警告），最高不称职",
        "总分 99，不称职的起分为 0",
    )
    assert first.rank == 1
    milder = (*SCHEME.rules, SpecialRule("warned", "被提醒", RuleKind.CAP, at_most="称职"))
    entries[1] = (group, score, [Marked("warned", "提醒"), Marked("blamed", "通报")])
    placed = place_all(replace(SCHEME, rules=milder), entries)
    assert _grades(placed)[0] == "基本称职"


def test_groups_are_ranked_by_themselves() -> None:
    entries: dict[int, Entry] = {
        1: ("书记", _score("80"), []),
        2: ("指导员", _score("99"), []),
        3: ("书记", _score("95"), []),
    }
    placed = place_all(SCHEME, entries)
    assert [(each.group, each.key, each.rank) for each in placed] == [
        ("书记", 3, 1), ("书记", 1, 2), ("指导员", 2, 1)
    ]  # fmt: skip


@given(st.integers(0, 2**32))
def test_no_quota_is_passed_and_nobody_is_overtaken(seed: int) -> None:
    random = Random(seed)
    scheme = random_scheme(random)
    entries: dict[int, Entry] = {
        key: (group, score_subject(scheme, inputs), inputs.marks)
        for key, (group, inputs) in enumerate(random_subjects(random, scheme, 12))
    }
    placed = place_all(scheme, entries)
    assert place_all(scheme, dict(reversed(entries.items()))) == placed
    words = [grade.word for grade in scheme.grades]
    for group in {each.group for each in placed}:
        judged = [each for each in placed if each.group == group and each.rank is not None]
        for grade in scheme.grades:
            seats = allowed_seats(scheme, grade, len(judged))
            having = [each for each in judged if each.suggested == grade.word]
            if seats is None or len(having) <= seats:
                continue
            assert scheme.ties_share
            assert len({each.score.total for each in having[seats - 1 :]}) == 1
        free = [each for each in judged if not any("最高" in said for said in each.reasons)]
        rungs = [words.index(each.suggested or "") for each in free]
        assert rungs == sorted(rungs)
        for one, two in pairwise(free):
            assert (one.rank == two.rank) == (one.score.total == two.score.total)
            assert one.rank != two.rank or one.suggested == two.suggested


_TOTALS = st.lists(st.none() | st.integers(0, 100), max_size=12)


@given(_TOTALS, st.sampled_from(list(Rounding)), st.booleans(), st.integers(0, 2**32))
def test_the_order_of_entry_changes_nothing_and_quotas_hold(
    totals: list[int | None], rounding: Rounding, share: bool, seed: int
) -> None:
    scheme: Scheme = replace(SCHEME, quota_rounding=rounding, ties_share=share)
    entries = _entries(*(None if each is None else str(each) for each in totals))
    keys = list(entries)
    Random(seed).shuffle(keys)
    placed = place_all(scheme, entries)
    assert place_all(scheme, {key: entries[key] for key in keys}) == placed
    assert len(placed) == len(totals)
    judged = [each for each in placed if each.rank is not None]
    top = [each for each in judged if each.suggested == _TOP]
    seats = allowed_seats(scheme, GRADES[0], len(judged)) or 0
    if not share:
        assert len(top) <= seats
    elif len(top) > seats:
        assert len({each.score.total for each in top}) < len(top)
    words = [grade.word for grade in GRADES]
    by_rank = sorted(judged, key=lambda each: each.rank or 0)
    places = [words.index(each.suggested or "") for each in by_rank]
    assert places == sorted(places)
