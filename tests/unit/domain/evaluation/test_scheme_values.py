"""Schemes as plain values, the shipped ones, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from cattrs import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.evaluation.kinds import Datum, ScoredBy
from partydesk.domain.evaluation.scheme import Grade, Option, Question, Scheme, Scorer, SpecialRule
from partydesk.domain.evaluation.scheme_values import faults_of_scheme, plain_scheme, scheme_from
from partydesk.resources import resource_path
from tests.unit.domain.evaluation.random_evaluations import random_scheme
from tests.unit.domain.evaluation.schemes import BALLOT, DAYS, REPORT, RULES, SCHEME

D = Decimal


def test_writing_and_reading_invert_each_other() -> None:
    plain = json.loads(json.dumps(plain_scheme(SCHEME)))
    assert scheme_from(plain) == SCHEME
    assert plain_scheme(scheme_from(plain)) == plain


@given(st.integers(0, 2**32))
def test_any_scheme_comes_back_to_the_last_digit(seed: int) -> None:
    scheme = random_scheme(Random(seed))
    assert faults_of_scheme(scheme) == ()
    plain = json.loads(json.dumps(plain_scheme(scheme)))
    assert scheme_from(plain) == scheme
    assert plain_scheme(scheme_from(plain)) == plain


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "", "12分", None])
def test_what_is_no_figure_is_refused(figure: str | None) -> None:
    plain = plain_scheme(SCHEME)
    plain["least_weight"] = figure
    with pytest.raises(BaseValidationError):
        scheme_from(plain)


@pytest.mark.parametrize("name", ["people", "committees"])
def test_the_shipped_schemes_can_be_judged_by(name: str) -> None:
    path = resource_path("policies", f"evaluation-{name}.json")
    shipped = json.loads(path.read_text(encoding="utf-8"))
    scheme = scheme_from(shipped["scheme"])
    assert faults_of_scheme(scheme) == ()
    assert plain_scheme(scheme) == shipped["scheme"]
    assert shipped["sources"]


def _with(**changes: object) -> Scheme:
    return replace(SCHEME, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scheme", "fault"),
    [
        (_with(name=" "), "方案没有名称"),
        (_with(components=(REPORT, BALLOT)), "各项权重合计 80，应为 100"),
        (
            _with(components=(replace(REPORT, weight=D("40.5")), BALLOT, DAYS)),
            "各项权重合计 100.5，应为 100",
        ),
        (_with(components=(REPORT, replace(REPORT, weight=D(60)))), "考核项目“report”重复"),
        (_with(components=(replace(REPORT, weight=D(0)), BALLOT, DAYS)),
         "“述职”的权重应大于 0"),
        (_with(components=(replace(REPORT, scorers=()), BALLOT, DAYS)), "还没有“述职”的打分人"),
        (_with(components=(REPORT, replace(BALLOT, voters=()), DAYS)), "还没有“评议”的投票人"),
        (_with(components=(REPORT, replace(BALLOT, questions=()), DAYS)),
         "“评议”的测评票没有计分的题目"),
        (_with(components=(REPORT, BALLOT, replace(DAYS, datum=None))),
         "“出勤”没有选定由哪项数据计算"),
        (_with(digits=9), "保留小数位应为 0 至 4"),
        (_with(least_weight=D(101)), "最低有分权重应为 0 至 100"),
        (_with(least_months=13), "不足几个月不予评定应为 0 至 12"),
        (_with(least_valid=-1), "最低有效票数不能是负数"),
        (_with(components=(REPORT, BALLOT, replace(DAYS, datum=Datum.COVERAGE))),
         "“出勤”不能由组织覆盖率计算，那是基层党委的数据"),
        (_with(components=(REPORT, replace(BALLOT, voters=(*BALLOT.voters, BALLOT.voters[0])),
                           DAYS)), "“评议”的投票人“党员”重复"),
        (_with(components=(replace(REPORT, scorers=(Scorer(" ", D(1)),)), BALLOT, DAYS)),
         "“述职”的打分人有一个没有名称"),
        (_with(components=(replace(REPORT, name=" "), BALLOT, DAYS)), "有一个考核项目没有名称"),
        (_with(components=(REPORT, replace(BALLOT, voters=(replace(BALLOT.voters[0],
                                                                   weight=D(0)),)), DAYS)),
         "“评议”的投票人“党员”的权重应大于 0"),
        (_with(components=(REPORT, replace(BALLOT, questions=(replace(BALLOT.questions[0],
                                                                      text=""),)), DAYS)),
         "“评议”有题目或选项没有文字"),
        (_with(grades=(Grade("", D(60)), Grade("差", D(0)))), "有一个考核等次没有名称"),
        (_with(grades=(Grade("好", D(101)), Grade("差", D(0)))),
         "等次“好”的起分应在 0 至 100 之间"),
        (_with(rules=(replace(RULES[0], name=""),)), "有一条附加规则没有名称"),
        (_with(grades=()), "还没有考核等次"),
        (_with(grades=(Grade("好", D(60)), Grade("差", D(60)))), "等次“好”的起分应高于“差”"),
        (_with(grades=(Grade("好", D(60)),)), "最低等次“好”的起分应为 0"),
        (_with(grades=(Grade("好", D(60)), Grade("差", D(0), percent=D(10)))),
         "最低等次“差”不能限制比例，否则有人没有等次"),
        (_with(grades=(Grade("好", D(60), percent=D(120)), Grade("差", D(0)))),
         "等次“好”的比例应在 0 至 100 之间"),
        (_with(rules=(replace(RULES[0], at_most="头等"),)),
         "附加规则“受到处分”没有写明最高等次"),
        (_with(rules=(SpecialRule("b", "表彰", RULES[2].kind),)),
         "附加规则“表彰”没有写明最多几分"),
    ],
)  # fmt: skip
def test_what_nobody_could_be_judged_by(scheme: Scheme, fault: str) -> None:
    assert fault in faults_of_scheme(scheme)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ((Option("a", "好", D(100)),), "应有 2 至 9 个选项"),
        ((Option("a", "好", D(100)), Option("a", "差", D(0))), "的选项“a”重复"),
        ((Option("a", "好", None), Option("b", "差", None)), "没有一个选项有分值"),
        ((Option("a", "好", D(101)), Option("b", "差", D(0))), "应在 0 至 100 之间"),
    ],
)
def test_what_no_ballot_could_be_counted_by(options: tuple[Option, ...], fault: str) -> None:
    ballot = replace(BALLOT, questions=(Question("q", "到岗", options),))
    found = faults_of_scheme(_with(components=(REPORT, ballot, DAYS)))
    assert any(fault in each for each in found)


def test_a_component_is_found_by_its_key() -> None:
    assert SCHEME.component("days").scored_by is ScoredBy.DATA
    with pytest.raises(KeyError):
        SCHEME.component("nothing")
