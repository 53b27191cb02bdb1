"""办结年度: the list that is gone through before a year is closed, as rules over counted figures.

What bars must be done first; everything else may stay open when somebody says why, and the reason
is kept with the closed year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.errors import Reason

_NAMED: Final = 5
_LEAST_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list.

    Attributes:
        key: Stable English word.
        title: What is looked at.
        waiting: How much of it is still open.
        detail: What is open, or that all is done, in words.
        page: Key of the page where it is done; empty where only time does it.
        tab: Key of its tab; empty for none.
        bars: Whether it must be done; otherwise a reason is enough.
        word: Why it stays open; known once the year is closed.
    """

    key: str
    title: str
    waiting: int
    detail: str
    page: str
    tab: str = ""
    bars: bool = False
    word: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is open."""
        return not self.waiting

    @property
    def can_be_done(self) -> bool:
        """Whether there is a place where somebody can still do it."""
        return bool(self.waiting and self.page and not self.word)

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.is_done:
            return "已办"
        if self.word:
            return "已说明"
        return "须办理" if self.bars else "须说明"


@dataclass(frozen=True, slots=True)
class EvaluationState:
    """How far one evaluation is.

    Attributes:
        due: How many there are to be judged.
        begun: Whether it was begun.
        closed_on: When its results were frozen.
        honours: People whose grade is an honour and who have no certificate.
        measures: Those whose grade asks for a measure that is not on paper.
    """

    due: int
    begun: bool = False
    closed_on: dt.date | None = None
    honours: Sequence[str] = ()
    measures: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCounts:
    """What is counted for the list.

    Attributes:
        year: The year.
        today: The day.
        unfinished: Pairs of the year's round on their way to the post, by person.
        reports: Months without a report, each as person and month.
        shortcomings: What inspections of the year found and nobody has closed.
        people: The evaluation of the people.
        committees: The evaluation of the committees.
        terms: People whose term ended in the year and who are still on post.
        gaps: Serials that nobody has explained.
        unprinted: Numbers of the year that never went on paper.
    """

    year: int
    today: dt.date
    unfinished: Sequence[str] = ()
    reports: Sequence[str] = ()
    shortcomings: Sequence[str] = ()
    people: EvaluationState = EvaluationState(0)
    committees: EvaluationState = EvaluationState(0)
    terms: Sequence[str] = ()
    gaps: Sequence[str] = ()
    unprinted: Sequence[str] = ()


def checks_of(counts: YearCounts) -> tuple[Check, ...]:
    """Go through everything that a year should have done, in the order of the work."""
    return (
        _year_over(counts),
        _list("round", "双向选择办理完毕", counts.unfinished, "对还在办理", "placements"),
        _list("reports", "月报报齐", counts.reports, "份没有报", "duty", "reports"),
        _list(
            "shortcomings", "督查发现的问题整改完", counts.shortcomings, "条没有销号",
            "duty", "inspections",
        ),
        _evaluation("people", "驻企人员考核办结", counts.people),
        _evaluation("committees", "基层党委考核办结", counts.committees),
        _list("honours", "表彰证书颁发", counts.people.honours, "人没有证书",
              "evaluation", "followup"),
        _list(
            "measures", "考核结果运用", (*counts.people.measures, *counts.committees.measures),
            "个没有发出函件", "evaluation", "followup",
        ),
        _list("terms", "任期届满的已办理", counts.terms, "人任期已满", "placements"),
        _list("gaps", "文号连续", counts.gaps, "处缺号没有说明", "paper", "register"),
        _list("unprinted", "文书打印完毕", counts.unprinted, "份没有打印", "paper", "register"),
    )  # fmt: skip


def reasons_against_closing(
    checks: Sequence[Check], words: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Say everything that stands in the way of closing a year.

    Args:
        checks: The list.
        words: Key of a check → why it stays open.
    """
    found = []
    for check in checks:
        if check.is_done:
            continue
        if check.bars:
            found.append(Reason(check.key, f"{check.title}：{check.detail}，办理后才能办结年度"))
        elif len(words.get(check.key, "").strip()) < _LEAST_WORDS:
            found.append(Reason(check.key, f"{check.title}：{check.detail}，请写明原因"))
    return tuple(found)


def _year_over(counts: YearCounts) -> Check:
    last = dt.date(counts.year, 12, 31)
    if counts.today > last:
        return Check("over", "年度结束", 0, f"{counts.year} 年已经结束", "")
    days = (last - counts.today).days + 1
    future = counts.today.year < counts.year
    words = f"{counts.year} 年还没有开始" if future else f"离年底还有 {days} 天，以后的数据记不进来"
    return Check("over", "年度结束", days, words, "", bars=future)


def _evaluation(key: str, title: str, state: EvaluationState) -> Check:
    """Whoever began must close; a year in which nobody began says why."""
    if state.closed_on is not None:
        return Check(key, title, 0, f"已于 {state.closed_on} 办结", "evaluation", "followup")
    if state.begun:
        detail = "已经开始，还没有办结"
        return Check(key, title, 1, detail, "evaluation", "followup", bars=True)
    if not state.due:
        return Check(key, title, 0, "没有考核对象", "evaluation", "scheme")
    detail = f"应考核 {state.due} 个，还没有开始"
    return Check(key, title, state.due, detail, "evaluation", "scheme")


def _list(
    key: str, title: str, waiting: Sequence[str], measure: str, page: str, tab: str = ""
) -> Check:
    if not waiting:
        return Check(key, title, 0, "没有未办的", page, tab)
    more = "等" if len(waiting) > _NAMED else ""
    detail = f"{len(waiting)} {measure}：{'、'.join(waiting[:_NAMED])}{more}"
    return Check(key, title, len(waiting), detail, page, tab)
