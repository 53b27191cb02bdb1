"""Which automatic backups stay."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.backups import (
    BackupStanding,
    Keeping,
    is_backup_due,
    is_drill_due,
    spare_ones,
)
from partydesk.domain.backups.keeping import keeping_from

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 3, 20, 9, 0, tzinfo=CHINA)
RULE = Keeping(all_days=2, daily_days=30, monthly_months=24, yearly_years=10)


def _kept(*moments: str) -> list[str]:
    parsed = [dt.datetime.fromisoformat(f"{moment}+08:00") for moment in moments]
    spare = spare_ones(parsed, NOW, RULE)
    return [moment for place, moment in enumerate(moments) if place not in spare]


@pytest.mark.parametrize(
    ("moments", "kept"),
    [
        # All of today and yesterday.
        (["2026-03-20T08:00", "2026-03-20T07:00", "2026-03-19T12:00", "2026-03-19T08:00"],) * 2,
        # Then the last of each day.
        (["2026-03-20T08:00", "2026-03-18T17:00", "2026-03-18T08:00"],
         ["2026-03-20T08:00", "2026-03-18T17:00"]),
        # Then the last of each month.
        (["2026-03-20T08:00", "2026-01-30T08:00", "2026-01-29T08:00"],
         ["2026-03-20T08:00", "2026-01-30T08:00"]),
        # Then the last of each year, and after ten years nothing.
        (["2026-03-20T08:00", "2020-11-30T08:00", "2020-10-30T08:00", "2010-10-30T08:00"],
         ["2026-03-20T08:00", "2020-11-30T08:00"]),
        # The newest stays, however old.
        (["2011-03-20T08:00", "2010-03-20T08:00"], ["2011-03-20T08:00"]),
        # A wrong clock: what lies ahead stays and pushes nothing out.
        (["2031-03-20T08:00", "2026-03-18T17:00"],) * 2,
        ([], []),
    ],
)  # fmt: skip
def test_which_stay(moments: list[str], kept: list[str]) -> None:
    assert _kept(*moments) == kept


@given(st.lists(st.integers(-3000, 300), max_size=60))
def test_thinning_out_twice_takes_no_more(hours: list[int]) -> None:
    moments = [NOW + dt.timedelta(hours=13 * hour) for hour in hours]
    spare = spare_ones(moments, NOW, RULE)
    left = [moment for place, moment in enumerate(moments) if place not in spare]
    assert spare_ones(left, NOW, RULE) == set()
    assert bool(left) == bool(moments)
    recent = [m for m in moments if 0 <= (NOW.date() - m.date()).days < RULE.all_days]
    assert set(recent) <= set(left)


def test_a_stored_rule_out_of_bounds_is_brought_into_them() -> None:
    plain = {"all_days": 0, "daily_days": 9999, "monthly_months": -1, "yearly_years": 3}
    assert keeping_from(plain) == Keeping(1, 366, 0, 3)


@pytest.mark.parametrize(
    ("made", "due"),
    [
        (None, True),
        ("2026-03-19T23:59", True),
        ("2026-03-20T00:01", False),
        ("2026-03-21T08:00", True),
    ],
)
def test_a_backup_is_due_once_a_day(made: str | None, due: bool) -> None:
    moment = dt.datetime.fromisoformat(f"{made}+08:00") if made else None
    assert is_backup_due(BackupStanding(moment), NOW) is due


@pytest.mark.parametrize(
    ("drilled", "failed", "due"),
    [
        (None, None, True),
        (30, None, True),
        (29, None, False),
        (40, 3, False),
        (None, 31, True),
        (-2, None, True),
    ],
)
def test_a_drill_is_due_once_a_month(drilled: int | None, failed: int | None, due: bool) -> None:
    days = [None if ago is None else NOW - dt.timedelta(days=ago) for ago in (drilled, failed)]
    standing = BackupStanding(NOW, days[0], days[1])
    assert is_drill_due(standing, NOW, 30) is due
