"""Periods in working days, with days off and weekends worked instead."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.policy import faults_of, policy_from
from partydesk.domain.workdays import Holidays, read_days
from partydesk.services.policies import default_rules

DAY = dt.date
#: A week of National Day with a Saturday worked after it, as such notices have it.
OCTOBER = Holidays(frozenset(DAY(2026, 10, n) for n in range(1, 8)), frozenset({DAY(2026, 10, 10)}))


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        (DAY(2026, 9, 28), 1, DAY(2026, 9, 28)),
        (DAY(2026, 9, 28), 5, DAY(2026, 10, 9)),  # three days, the holiday, then two
        (DAY(2026, 9, 26), 1, DAY(2026, 9, 28)),  # a Saturday is no first day
        (DAY(2026, 10, 9), 2, DAY(2026, 10, 10)),  # the Saturday is worked
        (DAY(2026, 10, 9), 3, DAY(2026, 10, 12)),
    ],
)
def test_the_last_of_so_many_working_days(first: DAY, count: int, last: DAY) -> None:
    assert OCTOBER.last_of(first, count) == last
    assert OCTOBER.between(first, last) == count


def test_days_are_read_as_people_write_them() -> None:
    days, odd = read_days("2026-10-01至2026-10-03，2026-02-17、十月一日 2026-05-03至2026-05-01")
    assert days == {DAY(2026, 10, 1), DAY(2026, 10, 2), DAY(2026, 10, 3), DAY(2026, 2, 17)}
    assert odd == ("十月一日", "2026-05-03至2026-05-01")
    assert read_days(None) == (frozenset(), ())
    assert read_days("2026-01-01至2026-06-01")[1] == ("2026-01-01至2026-06-01",)
    assert read_days("2026-01-01至2026-01-02至2026-01-03")[1] != ()


def test_a_policy_counts_its_own_days() -> None:
    rules = {**default_rules("塔林旗"), "public_days": 5, "days_off": "2026-10-01至2026-10-07"}
    usual = policy_from({**rules, "public_workdays": False}, 2026)
    worked = policy_from({**rules, "public_workdays": True, "days_worked": "2026-10-10"}, 2026)
    first = DAY(2026, 9, 28)
    assert usual.public_until(first) == DAY(2026, 10, 2)
    assert usual.public_length(first, DAY(2026, 10, 2)) == "5天"
    assert worked.public_until(first) == DAY(2026, 10, 9)
    assert worked.public_length(first, DAY(2026, 10, 9)) == "5个工作日"
    odd = policy_from({**rules, "days_off": "国庆节"}, 2026)
    assert faults_of(odd) == {
        "days_off": "“国庆节”不是日期；请写成 2026-10-01 或 2026-10-01至2026-10-07"
    }
