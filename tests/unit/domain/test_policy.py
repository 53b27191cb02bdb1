"""The year's policy: terms by the calendar, and values no document could be written with."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.policy import Policy, TermStart, add_months, faults_of, policy_from
from partydesk.domain.talents import Source
from partydesk.services.policies import default_rules

DEFAULT = policy_from(default_rules("塔林旗"), 2026)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-02", 24, "2028-03-02"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_later(day: str, months: int, later: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 600))
def test_the_month_is_reached_and_the_day_never_exceeded(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "signed", "first", "last"),
    [
        (TermStart.SIGNING, "2026-03-02", "2026-03-02", "2028-03-01"),
        (TermStart.SIGNING, "2026-01-01", "2026-01-01", "2027-12-31"),
        (TermStart.SIGNING, "2028-02-29", "2028-02-29", "2030-02-27"),
        (TermStart.NEXT_MONTH, "2026-03-02", "2026-04-01", "2028-03-31"),
        (TermStart.NEXT_MONTH, "2026-12-31", "2027-01-01", "2028-12-31"),
        (TermStart.NEXT_MONTH, "2026-03-01", "2026-04-01", "2028-03-31"),
    ],
)
def test_the_term(start: TermStart, signed: str, first: str, last: str) -> None:
    policy = dataclasses.replace(DEFAULT, term_start=start)
    begin = policy.term_from(dt.date.fromisoformat(signed))
    assert begin == dt.date.fromisoformat(first)
    assert policy.term_to(begin) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("source", "unit", "approval"),
    [
        (Source.RETIRED, False, False),
        (Source.EARLY_LEAVE, False, False),
        (Source.NON_LEADING, True, False),
        (Source.RESERVE, True, True),
        (Source.SERVING, True, True),
        (Source.OTHER, False, False),
        (None, False, False),
    ],
)
def test_whose_unit_and_whose_superior_are_asked(
    source: Source | None, unit: bool, approval: bool
) -> None:
    assert DEFAULT.needs_unit_consent(source) is unit
    assert DEFAULT.needs_approval(source) is approval


def test_the_shipped_defaults_are_sound() -> None:
    assert faults_of(DEFAULT) == {}
    assert (DEFAULT.organ, DEFAULT.letter_code, DEFAULT.agreement_code) == (
        "中共塔林旗非公有制经济组织和社会组织工作委员会",
        "旗非公委任",
        "旗非公协",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"term_months": 0}, "term_months"),
        ({"term_months": 121}, "term_months"),
        ({"copies": 0}, "copies"),
        ({"copies": 100}, "copies"),
        ({"attendance_days": 32}, "attendance_days"),
        ({"branch_members_min": 0}, "branch_members_min"),
        ({"branch_term_years": 0}, "branch_term_years"),
        ({"committee_term_years": 11}, "committee_term_years"),
        ({"term_notice_days": 3651}, "term_notice_days"),
        ({"expiry_days": ["90", "一个月"]}, "expiry_days"),
        ({"consulted": ["企业", "邻居"]}, "consulted"),
        ({"letter_code": "旗非公协"}, "letter_code"),
        ({"letter_code": " 旗非公协 "}, "letter_code"),
    ],
)
def test_what_no_document_could_be_written_with(change: dict[str, object], field: str) -> None:
    plain = {**default_rules("塔林旗"), **change}
    faults = faults_of(policy_from(plain, 2026))
    assert list(faults) == [field]
    assert faults[field]


@pytest.mark.parametrize(
    "change",
    [{"term_months": 1}, {"term_months": 120}, {"copies": 1}, {"copies": 99},
     {"attendance_days": 0}, {"attendance_days": 31}, {"age_limit": 0}, {"weight_specialty": 0}],
)  # fmt: skip
def test_what_is_unusual_but_possible(change: dict[str, object]) -> None:
    assert faults_of(policy_from({**default_rules("塔林旗"), **change}, 2026)) == {}


def test_a_policy_survives_json_and_unknown_names() -> None:
    plain = json.loads(json.dumps(dataclasses.asdict(DEFAULT), ensure_ascii=False))
    plain["a rule of an older program"] = 7
    again = policy_from(plain, 2027)
    assert again == dataclasses.replace(DEFAULT, year=2027)
    assert isinstance(again.term_start, TermStart)


def test_a_missing_rule_is_an_error_not_a_guess() -> None:
    plain = default_rules("塔林旗")
    del plain["term_months"]
    with pytest.raises(TypeError, match="term_months"):
        policy_from(plain, 2026)


def test_the_policy_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT.term_months = 12  # type: ignore[misc]
    assert Policy.__hash__ is not None
