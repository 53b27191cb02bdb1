"""How findings are counted, ordered and told."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.evidence import Head
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import WORDS, Finding, Looked, Report, named


def _finding(severity: Severity) -> Finding:
    return Finding(severity.value, severity, "坏了", "一处", "修好")


def _report(*severities: Severity) -> Report:
    looks = tuple(Looked(one.value, "看", (_finding(one),)) for one in severities)
    return Report(
        dt.datetime(2026, 3, 2, tzinfo=dt.UTC), (*looks, Looked("fine", "好")), Head(1, 1, "a")
    )


def test_the_gravest_comes_first() -> None:
    report = _report(Severity.NOTICE, Severity.ERROR, Severity.WARNING)
    assert [one.severity for one in report.findings] == list(Severity)
    assert not report.is_sound
    assert report.words == "查了 4 项，错误 1 项、警告 1 项、提示 1 项"


def test_warnings_do_not_make_it_unsound() -> None:
    assert _report(Severity.WARNING, Severity.NOTICE).is_sound


def test_where_nothing_is_wrong_it_says_so() -> None:
    assert _report().words == "查了 1 项，全部正常"


def test_a_look_is_as_grave_as_its_gravest_finding() -> None:
    both = (_finding(Severity.NOTICE), _finding(Severity.ERROR))
    assert Looked("x", "看", both).word == WORDS[Severity.ERROR] == "错误"
    assert Looked("x", "看").word == "正常"


def test_some_of_many_are_named() -> None:
    assert named(["甲", "乙"]) == "甲、乙"
    assert named(list("一二三四五")) == "一、二、三、四、五"
    assert named(list("一二三四五六"), "份") == "一、二、三、四、五等 6 份"
