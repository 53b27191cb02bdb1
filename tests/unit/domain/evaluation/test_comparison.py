"""Somebody beside the own group: medians, and how many stand behind each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.comparison import compare
from partydesk.domain.evaluation.results import PartScore, Placed, Score


def _placed(key: int, *points: str | None, group: str = "甲", judged: bool = True) -> Placed:
    parts = tuple(
        PartScore(f"c{i}", None if p is None else Decimal(p), Decimal(50), Decimal(50), (), 1)
        for i, p in enumerate(points)
    )
    total = Decimal(80) if judged else None
    score = Score(parts, total, Decimal(0), total, "" if judged else "病假", ())
    return Placed(key, group, score, 1 if judged else None, None, ())


def test_the_median_is_of_those_of_the_group_who_have_points() -> None:
    everybody = [
        _placed(1, "90.00", "70"),
        _placed(2, "80.00", None),
        _placed(3, "70.01", "60"),
        _placed(4, "60.00", "50"),
        _placed(5, "0", "0", group="乙"),
        _placed(6, "0", "0", judged=False),
    ]
    found = compare(everybody, 2, 5)
    assert (found.group, found.size, found.is_small) == ("甲", 4, True)
    assert not compare(everybody, 2, 4).is_small
    first, second = found.axes
    # Half-way between 80.00 and 70.01, with no more decimals than these: it said 75.005.
    assert (first.own, str(first.middle), first.n) == (Decimal(80), "75.01", 4)
    assert (second.own, second.middle, second.n) == (None, Decimal(60), 3)


def test_who_is_not_judged_is_held_against_the_group_all_the_same() -> None:
    everybody = [_placed(1, "90"), _placed(2, "80"), _placed(3, "0", judged=False)]
    (axis,) = compare(everybody, 3, 5).axes
    assert (axis.own, axis.middle, axis.n) == (Decimal(0), Decimal(85), 2)
    (alone,) = compare([_placed(1, None, judged=False)], 1, 5).axes
    assert (alone.middle, alone.n) == (None, 0)


def test_nobody_is_compared_who_is_not_there() -> None:
    with pytest.raises(NotFound):
        compare([_placed(1, "90")], 2, 5)
