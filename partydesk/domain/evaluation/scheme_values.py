"""Schemes as plain values for the file and the database, and what is wrong with one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from partydesk.domain.evaluation.kinds import Datum, Judged, RuleKind, ScoredBy
from partydesk.domain.evaluation.plain_values import CONVERTER
from partydesk.domain.evaluation.scheme import (
    MOST_OPTIONS,
    Component,
    Grade,
    Question,
    Scheme,
    Scorer,
    VoterClass,
)

_WHOLE: Final = Decimal(100)
_OF_COMMITTEES: Final = frozenset({Datum.COVERAGE, Datum.POSTS_FILLED, Datum.INSTRUCTORS})


def scheme_from(values: Mapping[str, Any]) -> Scheme:
    """Read a scheme as :func:`plain_scheme` writes it.

    Raises:
        cattrs.BaseValidationError: Something is missing, or is no word or figure of a scheme.
    """
    return CONVERTER.structure(values, Scheme)


def plain_scheme(scheme: Scheme) -> dict[str, Any]:
    """Write a scheme as plain values; figures are texts, so that none loses a digit."""
    plain: dict[str, Any] = CONVERTER.unstructure(scheme)
    return plain


def faults_of_scheme(scheme: Scheme) -> tuple[str, ...]:
    """Name everything that nobody could be judged by, each in a sentence that says where."""
    return (
        *_of_whole(scheme),
        *(fault for each in scheme.components for fault in _of_component(each)),
        *_of_grades(scheme.grades),
        *_of_rules(scheme),
    )


def _of_whole(scheme: Scheme) -> Iterator[str]:
    if not scheme.name.strip():
        yield "方案没有名称"
    total = sum((each.weight for each in scheme.components), Decimal(0))
    if total != _WHOLE:
        yield f"各项权重合计 {total:f}，应为 100"
    yield from _doubled("考核项目", (each.key for each in scheme.components))
    yield from _doubled("考核项目", (each.name for each in scheme.components))
    for each in scheme.components:
        if scheme.judged is Judged.PEOPLE and each.datum in _OF_COMMITTEES:
            yield f"“{each.name}”不能由{each.datum.value}计算，那是基层党委的数据"
    if not 0 <= scheme.digits <= 4:  # noqa: PLR2004 - more digits than any sheet has room for
        yield "保留小数位应为 0 至 4"
    if not 0 <= scheme.least_weight <= _WHOLE:
        yield "最低有分权重应为 0 至 100"
    if not 0 <= scheme.least_months <= 12:  # noqa: PLR2004 - months of a year
        yield "不足几个月不予评定应为 0 至 12"
    if scheme.least_valid < 0:
        yield "最低有效票数不能是负数"


def _doubled(what: str, words: Iterable[str]) -> Iterator[str]:
    for word, count in Counter(words).items():
        if count > 1:
            yield f"{what}“{word}”重复"


def _of_component(component: Component) -> Iterator[str]:
    where = f"“{component.name}”"
    if not component.name.strip():
        yield "有一个考核项目没有名称"
    if component.weight <= 0:
        yield f"{where}的权重应大于 0"
    if component.scored_by is ScoredBy.POINTS:
        yield from _of_weights(f"{where}的打分人", component.scorers)
        yield from _doubled(f"{where}的打分人", (each.name for each in component.scorers))
    elif component.scored_by is ScoredBy.BALLOTS:
        yield from _of_weights(f"{where}的投票人", component.voters)
        yield from _doubled(f"{where}的投票人", (each.key for each in component.voters))
        yield from _doubled(f"{where}的投票人", (each.name for each in component.voters))
        yield from _of_questions(where, component.questions)
    elif component.datum is None:
        yield f"{where}没有选定由哪项数据计算"


def _of_weights(what: str, parts: Sequence[Scorer] | Sequence[VoterClass]) -> Iterator[str]:
    if not parts:
        yield f"还没有{what}"
    for each in parts:
        if not each.name.strip():
            yield f"{what}有一个没有名称"
        if each.weight <= 0:
            yield f"{what}“{each.name}”的权重应大于 0"


def _of_questions(where: str, questions: Sequence[Question]) -> Iterator[str]:
    if not any(question.counted for question in questions):
        yield f"{where}的测评票没有计分的题目"
    yield from _doubled(f"{where}的题目", (each.key for each in questions))
    for question in questions:
        what = f"{where}的题目“{question.text}”"
        if not question.text.strip() or any(not each.word.strip() for each in question.options):
            yield f"{where}有题目或选项没有文字"
        yield from _doubled(f"{what}的选项", (each.key for each in question.options))
        if not 1 < len(question.options) <= MOST_OPTIONS:
            yield f"{what}应有 2 至 {MOST_OPTIONS} 个选项"
        points = [option.points for option in question.options if option.points is not None]
        if question.counted and not points:
            yield f"{what}计分，但没有一个选项有分值"
        if any(not 0 <= each <= _WHOLE for each in points):
            yield f"{what}的选项分值应在 0 至 100 之间"


def _of_grades(grades: Sequence[Grade]) -> Iterator[str]:
    if not grades:
        yield "还没有考核等次"
        return
    yield from _doubled("考核等次", (each.word for each in grades))
    for higher, lower in pairwise(grades):
        if higher.at_least <= lower.at_least:
            yield f"等次“{higher.word}”的起分应高于“{lower.word}”"
    if grades[-1].at_least != 0:
        yield f"最低等次“{grades[-1].word}”的起分应为 0"
    if grades[-1].percent is not None:
        yield f"最低等次“{grades[-1].word}”不能限制比例，否则有人没有等次"
    for grade in grades:
        if not grade.word.strip():
            yield "有一个考核等次没有名称"
        if not 0 <= grade.at_least <= _WHOLE:
            yield f"等次“{grade.word}”的起分应在 0 至 100 之间"
        if grade.percent is not None and not 0 <= grade.percent <= _WHOLE:
            yield f"等次“{grade.word}”的比例应在 0 至 100 之间"


def _of_rules(scheme: Scheme) -> Iterator[str]:
    words = {grade.word for grade in scheme.grades}
    yield from _doubled("附加规则", (each.key for each in scheme.rules))
    for rule in scheme.rules:
        if not rule.name.strip():
            yield "有一条附加规则没有名称"
        if rule.kind is RuleKind.CAP and rule.at_most not in words:
            yield f"附加规则“{rule.name}”没有写明最高等次"
        if rule.kind is not RuleKind.CAP and (rule.limit is None or rule.limit <= 0):
            yield f"附加规则“{rule.name}”没有写明最多几分"
