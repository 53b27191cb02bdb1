"""Where the year stands and what comes next, from counted figures alone."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.agenda import (
    Ending,
    Figures,
    Gone,
    guide_of,
    steps_of,
    todo_of,
)
from partydesk.domain.placements import Party, Stage
from partydesk.domain.round_steps import Progress, named

EMPTY = Figures(year=2026)
FILLED = Figures(
    year=2026, talents=5, available=4, enterprises=6, in_pool=3, operating=6, round_open=True
)
POSTED = dataclasses.replace(FILLED, posts=3)
PUBLISHED = dataclasses.replace(POSTED, published_on=dt.date(2026, 3, 4))
WISHED = dataclasses.replace(PUBLISHED, wished_posts=3, wished_talents=4)
MATCHED = dataclasses.replace(WISHED, runs=1, matched=3, unsubmitted=3)
SUBMITTED = dataclasses.replace(
    MATCHED,
    unsubmitted=0,
    proposed=3,
    awaited={Party.PERSON: ["苏和"], Party.ENTERPRISE: ["甲公司", "乙公司"]},
)
CONSENTED = dataclasses.replace(
    SUBMITTED, proposed=0, consented=3, awaited={}, ready_to_sign=["苏和", "额尔敦", "其木格"]
)
SIGNED = dataclasses.replace(
    CONSENTED, consented=0, signed=3, ready_to_sign=(), ready_to_appoint=["苏和"]
)
APPOINTED = dataclasses.replace(SIGNED, signed=0, appointed=3, ready_to_appoint=())

D, C, T = "done", "current", "todo"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (EMPTY, [C, T, T, T, T, T, T, T]),
        (FILLED, [D, C, T, T, T, T, T, T]),
        (POSTED, [D, D, C, T, T, T, T, T]),
        (PUBLISHED, [D, D, D, C, T, T, T, T]),
        (WISHED, [D, D, D, D, C, T, T, T]),
        (MATCHED, [D, D, D, D, C, T, T, T]),
        (SUBMITTED, [D, D, D, D, D, C, T, T]),
        (CONSENTED, [D, D, D, D, D, D, C, T]),
        (SIGNED, [D, D, D, D, D, D, D, C]),
        (APPOINTED, [D, D, D, D, D, D, D, D]),
        # One pair has been sent back to the beginning: the later steps are no longer complete.
        (dataclasses.replace(APPOINTED, appointed=2, proposed=1), [D, D, D, D, D, C, T, T]),
        # Matching without waiting for everybody's wishes is the office's right.
        (dataclasses.replace(POSTED, runs=1, matched=1, unsubmitted=1), [D, D, T, T, C, T, T, T]),
    ],
)
def test_the_first_unfinished_step_is_the_current_one(
    figures: Figures, expected: list[str]
) -> None:
    assert [step.state.value for step in steps_of(figures)] == expected


def test_steps_say_how_much_there_is() -> None:
    figures = dataclasses.replace(SUBMITTED, proposed=1, consented=1, signed=1)
    assert [step.figure for step in steps_of(figures)] == [
        "3 家 · 4 人",
        "3 岗",
        "3月4日",
        "3/3 岗 · 4/4 人",
        "3/3 岗",
        "2/3 对",
        "1 份",
        "未开始",
    ]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (EMPTY, []),
        (FILLED, ["add_posts"]),
        (POSTED, ["publish", "wishes_posts", "wishes_talents", "match"]),
        (PUBLISHED, ["wishes_posts", "wishes_talents", "match"]),
        (WISHED, ["match"]),
        (MATCHED, ["submit"]),
        (SUBMITTED, ["consent_enterprise", "consent_person"]),
        (CONSENTED, ["sign"]),
        (SIGNED, ["appoint"]),
        (APPOINTED, ["start"]),
        (dataclasses.replace(APPOINTED, appointed=0, on_post=3), []),
        # It offered to print the letters of a year that has none: 2026 年共 0 份.
        (dataclasses.replace(EMPTY, letters_unprinted=True), []),
        (dataclasses.replace(APPOINTED, letters_unprinted=True), ["print_letters", "start"]),
        (dataclasses.replace(FILLED, due_to_found=2, undecided=1, terms_due=3),
         ["add_posts", "terms_due", "due_to_found", "undecided"]),
    ],
)  # fmt: skip
def test_what_is_to_be_done_follows_the_procedure(figures: Figures, expected: list[str]) -> None:
    assert [todo.key for todo in todo_of(figures)] == expected


def test_ending_terms_come_first_in_groups() -> None:
    endings = [
        Ending(dt.date(2026, 4, 30), "乙", Stage(30), 2),
        Ending(dt.date(2026, 4, 7), "甲", Stage(7), 1),
        Ending(dt.date(2026, 4, 28), "丙", Stage(30), 3),
    ]
    gone = [Gone("丁 · 某公司 · 党建指导员", "某公司停产停业", "离任")]
    rows = todo_of(dataclasses.replace(SIGNED, endings=endings, gone=gone))
    assert [(row.key, row.title, row.detail, row.pairs) for row in rows] == [
        ("follow_up", "离任：某公司停产停业", "丁 · 某公司 · 党建指导员", ()),
        ("renew_term", "任期届满（7 日内）1 人", "甲", (1,)),
        ("renew_term", "任期届满（30 日内）2 人", "丙、乙", (3, 2)),
        ("appoint", "组织委任 3 人", "苏和", ()),
    ]
    assert [row.due for row in rows[1:3]] == [dt.date(2026, 4, 7), dt.date(2026, 4, 28)]


def test_what_is_drafted_waits_for_signatures_and_the_appointed_for_their_first_day() -> None:
    figures = dataclasses.replace(
        CONSENTED, consented=1, drafted=1, appointed=1, ready_to_start=["其木格"]
    )
    rows = [(row.key, row.title) for row in todo_of(figures)]
    assert rows == [("sign", "签订协议 2 份"), ("start", "登记到岗 1 人")]


def test_consents_name_the_party_and_those_concerned() -> None:
    enterprise, person = todo_of(SUBMITTED)
    assert (enterprise.title, enterprise.detail) == ("登记企业同意 2 项", "甲公司、乙公司")
    assert (person.title, person.detail) == ("登记个人同意 1 项", "苏和")


def test_the_guide_leads_from_the_register_to_the_round() -> None:
    assert [step.state for step in guide_of(EMPTY)] == [Progress.CURRENT, *[Progress.TODO] * 3]
    registered = dataclasses.replace(EMPTY, enterprises=6, talents=5)
    states = [step.state for step in guide_of(registered)]
    assert states == [Progress.DONE, Progress.DONE, Progress.CURRENT, Progress.TODO]
    assert not registered.started
    assert FILLED.started


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["甲"], "甲"),
        (["甲", "乙", "丙"], "甲、乙、丙"),
        (["甲", "乙", "丙", "丁"], "甲、乙、丙 等 4 个"),
    ],
)
def test_many_names_are_counted(names: list[str], text: str) -> None:
    assert named(names) == text
