"""Warnings before somebody is sent: below, at and above each threshold, and what is not known."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.cautions import Caution, Concern, Decision, caution_named
from partydesk.domain.compliance import Case, concerns
from partydesk.domain.enterprises import Operation
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import Policy, policy_from
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Post, Role
from partydesk.domain.talents import PoliticalStatus, Source, Talent
from partydesk.services.policies import default_rules

POLICY = policy_from(default_rules("塔林旗"), 2026)
FROM, TO = dt.date(2026, 3, 2), dt.date(2028, 3, 1)
SOUND = Talent(
    name="苏和", birth=PartialDate(1970, 7), political=PoliticalStatus.MEMBER, source=Source.OTHER
)
POST = Post(enterprise="塔林粮油有限公司", enterprise_id=7, role=Role.INSTRUCTOR)
SOUND_CASE = Case(talent=SOUND, post=POST, term_from=FROM, term_to=TO)


def _found(policy: Policy = POLICY, talent: Talent = SOUND, **case: object) -> dict[Caution, str]:
    one = dataclasses.replace(SOUND_CASE, talent=talent, **case)  # type: ignore[arg-type]
    return {concern.caution: concern.message for concern in concerns(one, policy)}


def _of(talent: Talent = SOUND, **fields: object) -> Talent:
    return dataclasses.replace(talent, **fields)  # type: ignore[arg-type]


def _with(**fields: object) -> Policy:
    return dataclasses.replace(POLICY, **fields)  # type: ignore[arg-type]


def test_nothing_to_say() -> None:
    assert _found() == {}
    assert _found(talent=Talent(name="苏和")) == {}  # what is not known is no concern


@pytest.mark.parametrize(
    ("source", "approval", "warned"),
    [
        (Source.SERVING, None, True),
        (Source.SERVING, "", True),
        (Source.SERVING, "旗组〔2026〕3号", False),
        (Source.RESERVE, None, True),
        (Source.RESERVE, "旗组〔2026〕3号", False),
        (Source.NON_LEADING, None, False),
        (Source.RETIRED, None, False),
        (None, None, False),
    ],
)
def test_approval(source: Source | None, approval: str | None, warned: bool) -> None:
    found = _found(talent=_of(source=source), approval=approval)
    assert (Caution.APPROVAL in found) is warned


@pytest.mark.parametrize(
    ("source", "left", "warned"),
    [
        (Source.RETIRED, PartialDate(2023, 3, 3), True),  # a day short of three years
        (Source.RETIRED, PartialDate(2023, 3, 2), False),  # three years to the day
        (Source.RETIRED, PartialDate(2023, 3), True),  # the 31st at the latest
        (Source.RETIRED, PartialDate(2023, 2), False),
        (Source.RETIRED, PartialDate(2023), True),
        (Source.RETIRED, PartialDate(2022), False),
        (Source.EARLY_LEAVE, PartialDate(2025, 1), True),
        (Source.NON_LEADING, PartialDate(2025, 1), True),
        (None, PartialDate(2025, 1), True),
        (Source.NON_LEADING, None, False),
        (Source.SERVING, PartialDate(2025, 1), False),  # asked for an approval already
    ],
)
def test_years_since_leaving_office(
    source: Source | None, left: PartialDate | None, warned: bool
) -> None:
    talent = _of(source=source, retired_on=left)
    assert (Caution.COOLING in _found(talent=talent)) is warned
    assert Caution.COOLING not in _found(talent=talent, approval="旗组〔2026〕3号")
    assert Caution.COOLING not in _found(_with(cooling_years=0), talent)


@pytest.mark.parametrize("source", [Source.RETIRED, Source.EARLY_LEAVE])
def test_when_somebody_left_office_is_asked_for(source: Source) -> None:
    assert "时间未填" in _found(talent=_of(source=source))[Caution.COOLING]


@pytest.mark.parametrize(
    ("source", "beside", "limit", "warned"),
    [
        (Source.RETIRED, 0, 1, False),
        (Source.RETIRED, 1, 1, True),
        (Source.NON_LEADING, 1, 2, False),
        (Source.NON_LEADING, 2, 2, True),
        (Source.NON_LEADING, 9, 0, False),
        (Source.OTHER, 5, 1, False),
        (None, 5, 1, False),
    ],
)
def test_number_of_posts(source: Source | None, beside: int, limit: int, warned: bool) -> None:
    found = _found(_with(posts_limit=limit), _of(source=source, capacity=9), beside=beside)
    assert (Caution.POSTS in found) is warned


@pytest.mark.parametrize(
    ("term", "limit", "warned"), [(1, 2, False), (2, 2, False), (3, 2, True), (9, 0, False)]
)
def test_terms_in_a_row(term: int, limit: int, warned: bool) -> None:
    assert (Caution.TERMS in _found(_with(terms_limit=limit), term=term)) is warned


@pytest.mark.parametrize(
    ("birth", "warned"),
    [
        (PartialDate(1957, 3, 1), True),  # 71 on the last day
        (PartialDate(1957, 3, 2), False),  # 71 the day after
        (PartialDate(1958, 3, 1), False),  # 70 exactly
        (PartialDate(1957), True),  # the earliest it can be
        (PartialDate(1957, 4), False),
        (None, False),
    ],
)
def test_age_at_the_end_of_the_term(birth: PartialDate | None, warned: bool) -> None:
    assert (Caution.AGE in _found(talent=_of(birth=birth))) is warned


@pytest.mark.parametrize(
    ("source", "pay", "warned"),
    [
        (Source.RETIRED, "每月 2000 元", True),
        (Source.RETIRED, "0.5 万元", True),
        (Source.SERVING, "交通补贴", True),
        (Source.RETIRED, None, False),
        (Source.RETIRED, " ", False),
        (Source.RETIRED, "无", False),
        (Source.RETIRED, "不付报酬", False),
        (Source.RETIRED, "0 元", False),
        (Source.RETIRED, "—", False),
        (Source.OTHER, "每月 2000 元", False),
        (None, "每月 2000 元", False),
    ],
)
def test_pay_from_the_host(source: Source | None, pay: str | None, warned: bool) -> None:
    talent = _of(source=source, retired_on=PartialDate(2010))
    found = _found(talent=talent, post=dataclasses.replace(POST, pay=pay))
    assert (Caution.PAY in found) is warned


@pytest.mark.parametrize(
    ("political", "warned"),
    [
        (PoliticalStatus.MEMBER, False),
        (PoliticalStatus.PROBATIONARY, True),
        (PoliticalStatus.MASSES, True),
        (None, False),
    ],
)
def test_full_membership(political: PoliticalStatus | None, warned: bool) -> None:
    assert (Caution.MEMBER in _found(talent=_of(political=political))) is warned


@pytest.mark.parametrize(
    ("ties", "office", "unit_post", "words"),
    [
        ((), None, "旗农牧局副局长", ""),
        ((Tie.RELATIVE,), None, None, "亲属"),
        ((Tie.RELATIVE, Tie.BUSINESS), None, None, "亲属、经济往来"),
        ((), "旗农牧局", "旗农牧局副局长", "单位及职务属于业务主管部门“旗农牧局”"),
        ((), "敖汉旗农牧局", "原旗农牧局副局长", "业务主管部门“敖汉旗农牧局”"),
        ((), "旗市场监督管理局", "旗市场监督管理局科长", "业务主管部门"),
        ((), "旗农牧局", "旗教育局局长", ""),
        ((), "旗农牧局", None, ""),
        ((), "旗委", "旗委组织部", "业务主管部门"),  # too short a name to be cut
        ((), "旗委", "教育局党委", ""),
        ((Tie.SUPERVISION,), "旗农牧局", "旗农牧局副局长", "主管或监管该企业"),
    ],
)
def test_recusal(
    ties: tuple[Tie, ...], office: str | None, unit_post: str | None, words: str
) -> None:
    post = dataclasses.replace(POST, supervisor=office)
    message = _found(talent=_of(unit_post=unit_post), post=post, ties=ties).get(Caution.RECUSAL, "")
    assert bool(message) is bool(words)
    assert words in message
    if Tie.SUPERVISION in ties:
        assert "单位及职务" not in message


@pytest.mark.parametrize(
    ("months", "trained", "warned"),
    [
        (0, None, False),
        (12, None, True),
        (12, PartialDate(2025, 3, 2), False),  # twelve months to the day
        (12, PartialDate(2025, 3, 1), True),
        (12, PartialDate(2025, 3), False),  # the 31st at the latest
        (12, PartialDate(2025, 2), True),
        (12, PartialDate(2025), False),
        (12, PartialDate(2024), True),
    ],
)
def test_training(months: int, trained: PartialDate | None, warned: bool) -> None:
    found = _found(_with(training_months=months), _of(trained_on=trained))
    assert (Caution.TRAINING in found) is warned


@pytest.mark.parametrize(
    ("capacity", "beside", "warned"),
    [(None, 0, False), (None, 1, True), (2, 1, False), (2, 2, True), (0, 0, True)],
)
def test_seats(capacity: int | None, beside: int, warned: bool) -> None:
    assert (Caution.SEATS in _found(talent=_of(capacity=capacity), beside=beside)) is warned


@pytest.mark.parametrize("operation", [*Operation, None])
def test_units_that_are_not_at_work(operation: Operation | None) -> None:
    found = _found(post=dataclasses.replace(POST, operation=operation))
    assert (Caution.CLOSED in found) is (operation not in (None, Operation.RUNNING))


def _all_at_once(policy: Policy = POLICY) -> tuple[Concern, ...]:
    case = Case(
        talent=Talent(
            name="苏和", birth=PartialDate(1950), source=Source.RETIRED,
            political=PoliticalStatus.MASSES,
        ),
        post=dataclasses.replace(POST, pay="每月 2000 元", operation=Operation.SHELL),
        term_from=FROM, term_to=TO, beside=1, term=3, ties=(Tie.OTHER,),
    )  # fmt: skip
    policy = dataclasses.replace(policy, approval_sources=(), training_months=12)
    return concerns(case, policy, {Caution.AGE: DECISION})


DECISION = Decision(decided_by="党工委会议", reason="无合适人选", decided_on=FROM)


def test_all_in_a_fixed_order_each_with_word_source_and_remedy() -> None:
    found = _all_at_once()
    assert [concern.caution for concern in found] == [c for c in Caution if c != Caution.APPROVAL]
    for caution in Caution:
        assert caution.word
        assert caution.source
        assert caution.remedy
        assert caution_named(caution.value) is caution_named(caution.word) is caution
    assert caution_named("身高") is None


def test_only_what_the_policy_names_bars_and_only_until_it_is_decided() -> None:
    assert not any(concern.bars for concern in _all_at_once())
    found = _all_at_once(_with(bars=("超过年龄", "须回避", "缺批准文号")))
    assert [c.caution for c in found if c.barred] == [Caution.AGE, Caution.RECUSAL]
    assert [c.caution for c in found if c.bars] == [Caution.RECUSAL]
    decided = next(c for c in found if c.caution is Caution.AGE)
    assert not decided.is_open
    assert DECISION.words == "已由党工委会议于 2026-03-02 决定：无合适人选"
    number = dataclasses.replace(DECISION, approval="旗组〔2026〕3号")
    assert "决定（旗组〔2026〕3号）：" in number.words


def test_a_post_may_have_a_term_of_its_own() -> None:
    assert POLICY.term(FROM) == (FROM, TO)
    assert POLICY.term(FROM, 12) == (FROM, dt.date(2027, 3, 1))
