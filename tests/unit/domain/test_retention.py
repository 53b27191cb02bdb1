"""保存期限: from when the years count, and how names and numbers are taken out of words."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.disclosures import USUAL_REASONS, checked_reason
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.retention import Eraser, Ground, Standing, Traces, due_of, name_left

D = dt.date
NUMBER, PHONE = "150430196503020020", "13847612345"


def _standing(
    left: dt.date | None = None, ended: dt.date | None = None, obstacle: str = ""
) -> Standing:
    touched = D(2021, 6, 1)
    return Standing(7, "苏和", left, ended, touched, (obstacle,) if obstacle else ())


@pytest.mark.parametrize(
    ("standing", "today", "expected"),
    [
        (_standing(), D(2099, 1, 1), None),
        (_standing(left=D(2020, 3, 1)), D(2025, 2, 28), None),
        (_standing(left=D(2020, 3, 1)), D(2025, 3, 1), (Ground.LEFT, D(2020, 3, 1))),
        # The later of leaving and the last term counts.
        (_standing(left=D(2020, 3, 1), ended=D(2021, 3, 1)), D(2025, 3, 1), None),
        (
            _standing(left=D(2020, 3, 1), ended=D(2021, 3, 1)),
            D(2026, 3, 1),
            (Ground.LEFT, D(2021, 3, 1)),
        ),
        # Whoever is still in the pool: the later of the last term and the last change.
        (_standing(ended=D(2020, 3, 1)), D(2026, 5, 31), None),
        (_standing(ended=D(2020, 3, 1)), D(2026, 6, 1), (Ground.ENDED, D(2021, 6, 1))),
        (_standing(left=D(2020, 3, 1), obstacle="履职中"), D(2099, 1, 1), None),
        (_standing(left=D(2020, 2, 29)), D(2025, 2, 28), (Ground.LEFT, D(2020, 2, 29))),
    ],
)
def test_when_the_time_is_over(
    standing: Standing, today: dt.date, expected: tuple[Ground, dt.date] | None
) -> None:
    due = due_of(standing, 5, today)
    assert (None if due is None else (due.ground, due.since)) == expected


def _eraser(*others: str) -> Eraser:
    traces = Traces(frozenset({"苏和", "乌"}), frozenset({NUMBER, PHONE}))
    return Eraser({7: traces}, others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("任命苏和同志", "任命已清除7号同志"),
        ("乌拉特", "乌拉特"),  # a name of one character would be everywhere
        (f"电话{PHONE}、138****2345", "电话（已清除）、（已清除）"),
        (f"{NUMBER}和150430********0020", "（已清除）和（已清除）"),
        ("苏和平、苏和", "苏和平、已清除7号"),
        ("", ""),
    ],
)
def test_names_and_numbers_are_taken_out(text: str, expected: str) -> None:
    assert _eraser("苏和平", "宝音").cleaned(text) == expected


def test_words_of_several_people_keep_namesakes_and_phones() -> None:
    eraser = _eraser("苏和")
    assert eraser.namesakes == 1
    shared = eraser.without_namesakes()
    assert shared.cleaned(f"苏和 {PHONE} {NUMBER}") == f"苏和 {PHONE} （已清除）"
    assert _eraser("宝音").namesakes == 0


def test_nobody_takes_nothing_out() -> None:
    assert Eraser({}).cleaned("苏和") == "苏和"
    assert name_left(12) == "已清除12号"


def test_a_reason_is_one_line_and_not_empty() -> None:
    assert checked_reason(" 报旗委\n组织部 ") == "报旗委 组织部"
    assert all(checked_reason(each) == each for each in USUAL_REASONS)
    with pytest.raises(ValidationFailed, match="用途"):
        checked_reason("\n 　")
