"""计分: the points of one subject, worked out exactly and told step by step.

Points are decimals; what lies between them are exact fractions, and each component and the total
are rounded once, as the scheme says. What is missing is no zero: its weight falls to the components
that are there, or nobody is judged by the rest. Nothing a user types is ever run as a formula.

Sources: Σ(option points × count) ÷ valid answers is how such ballots are counted everywhere; that a
missing part must not count as zero is the lesson of frappe/hrms#2023, where 5 and 5 came to 3.33.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from partydesk.domain.evaluation.ballots import merged_tallies
from partydesk.domain.evaluation.inputs import Given, Inputs, Marked, Share, Tally
from partydesk.domain.evaluation.kinds import Rounding, RuleKind, ScoredBy
from partydesk.domain.evaluation.results import PartScore, Score
from partydesk.domain.evaluation.scheme import Component, Question, Scheme, VoterClass

_FULL: Final = Fraction(100)


@dataclass(frozen=True, slots=True)
class _Found:
    """A component before it is rounded: its value, None where it is missing, and how it came."""

    value: Fraction | None
    steps: tuple[str, ...]
    n: int


def rounded(value: Fraction, digits: int, rounding: Rounding) -> Decimal:
    """Round an exact figure once.

    Args:
        value: Any figure; negative ones are rounded like positive ones, down meaning smaller.
        digits: Digits after the point.
        rounding: How.
    """
    scaled = value * 10**digits
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    half = Fraction(1, 2)
    up = {
        Rounding.HALF_UP: rest >= half,
        Rounding.DOWN: False,
        Rounding.UP: rest > 0,
    }[rounding]
    return Decimal(below + up).scaleb(-digits)


def score_subject(scheme: Scheme, inputs: Inputs) -> Score:
    """Work out the points of one subject.

    Args:
        scheme: The year's scheme, without faults.
        inputs: What is known; points of scorers and ballots of classes that the scheme does not
            name are left aside.

    Returns:
        Every component with its steps; the total, or why there is none (不予评定).
    """
    found = [_component(scheme, component, inputs) for component in scheme.components]
    present = sum(
        (Fraction(c.weight) for c, f in zip(scheme.components, found, strict=True)
         if f.value is not None),
        Fraction(0),
    )  # fmt: skip
    parts = tuple(
        _part(scheme, component, each, present)
        for component, each in zip(scheme.components, found, strict=True)
    )
    added, added_steps = _added(scheme, inputs.marks)
    why_not = _why_not(scheme, inputs, present)
    if why_not:
        return Score(parts, None, added, None, why_not, (f"不予评定：{why_not}",))
    weighted = _weighted(parts, present)
    most = _FULL + sum(
        (Fraction(rule.limit or 0) for rule in scheme.rules if rule.kind is RuleKind.BONUS),
        Fraction(0),
    )
    total = weighted + Fraction(added)
    held = min(max(total, Fraction(0)), most)
    exact = rounded(held, scheme.digits, scheme.rounding)
    steps = [*_total_steps(scheme, parts, present), *added_steps]
    if held != total:
        steps.append(f"合计 {_shown(total)}，总分限于 0 至 {_plain(most)} 分")
    steps.append(f"总分{'（含加减分）' if added else ' '}{exact:f}（{_how(scheme)}）")
    return Score(
        parts, rounded(weighted, scheme.digits, scheme.rounding), added, exact, "", tuple(steps)
    )


def _part(scheme: Scheme, component: Component, found: _Found, present: Fraction) -> PartScore:
    if found.value is None:
        zero = Decimal(0)
        return PartScore(component.key, None, component.weight, zero, found.steps, found.n)
    points = rounded(found.value, scheme.digits, scheme.rounding)
    steps = found.steps
    if Fraction(points) != found.value:
        steps = (*steps, f"得 {points:f}（{_how(scheme)}）")
    share = rounded(Fraction(component.weight) * 100 / present, 2, Rounding.HALF_UP)
    return PartScore(component.key, points, component.weight, share, steps, found.n)


def _how(scheme: Scheme) -> str:
    return f"{scheme.rounding.value}，保留 {scheme.digits} 位小数"


def _weighted(parts: Iterable[PartScore], present: Fraction) -> Fraction:
    """Weigh the rounded points, as somebody with a calculator does from the sheet."""
    return sum(
        (
            Fraction(part.points) * Fraction(part.weight)
            for part in parts
            if part.points is not None
        ),
        Fraction(0),
    ) / (present or 1)


def _why_not(scheme: Scheme, inputs: Inputs, present: Fraction) -> str:
    if inputs.left_out:
        return inputs.left_out
    if inputs.months is not None and inputs.months < scheme.least_months:
        return f"本年在岗 {inputs.months} 个月，不足 {scheme.least_months} 个月"
    if present == 0:
        return "没有任何一项有分"
    if present < scheme.least_weight:
        return f"有分的各项权重合计 {_plain(present)}，不足 {_plain(Fraction(scheme.least_weight))}"
    return ""


# -- the components ----------------------------------------------------------------------------


def _component(scheme: Scheme, component: Component, inputs: Inputs) -> _Found:
    if component.scored_by is ScoredBy.POINTS:
        return _of_points(component, inputs.points.get(component.key, ()))
    if component.scored_by is ScoredBy.BALLOTS:
        return _of_ballots(scheme, component, inputs.tallies.get(component.key, ()))
    return _of_share(scheme, inputs.shares.get(component.key))


def _of_points(component: Component, given: Sequence[Given]) -> _Found:
    """Average the scorers who gave points, each with its weight; several units count equally."""
    steps: list[str] = []
    top, below, n = Fraction(0), Fraction(0), 0
    for scorer in component.scorers:
        points = [
            Fraction(each.points)
            for each in _in_order(given)
            if each.scorer == scorer.name and each.points is not None
        ]
        if not points:
            steps.append(f"{scorer.name}没有打分")
            continue
        mean = sum(points, Fraction(0)) / len(points)
        n += len(points)
        said = "、".join(_plain(each) for each in points)
        steps.append(
            f"{scorer.name}：{said}"
            + (f"，{len(points)} 个平均 {_shown(mean)}" if len(points) > 1 else "")
        )
        top += mean * Fraction(scorer.weight)
        below += Fraction(scorer.weight)
    if not below:
        return _Found(None, (*steps, "此项没有分，权重由其他各项分担"), 0)
    if len(component.scorers) > 1:
        steps.append(f"按打分人权重加权平均 {_shown(top / below)}")
    return _Found(top / below, tuple(steps), n)


def _in_order(given: Sequence[Given]) -> list[Given]:
    """Put points into an order that does not depend on who typed first."""
    return sorted(given, key=lambda each: (each.scorer, each.unit or "", each.points or 0))


def _of_ballots(scheme: Scheme, component: Component, tallies: Sequence[Tally]) -> _Found:
    """Average the classes that voted, each with its weight."""
    steps: list[str] = []
    top, below, n = Fraction(0), Fraction(0), 0
    by_class = {tally.voters: tally for tally in merged_tallies(tallies)}
    for voters in component.voters:
        tally = by_class.get(voters.key)
        value, said = _of_class(scheme, component, voters, tally)
        steps.extend(said)
        if value is None or tally is None:
            continue
        n += tally.valid
        top += value * Fraction(voters.weight)
        below += Fraction(voters.weight)
    if not below:
        return _Found(None, (*steps, "此项没有分，权重由其他各项分担"), 0)
    if len(component.voters) > 1:
        steps.append(f"按投票人权重加权平均 {_shown(top / below)}")
    return _Found(top / below, tuple(steps), n)


def _of_class(
    scheme: Scheme, component: Component, voters: VoterClass, tally: Tally | None
) -> tuple[Fraction | None, list[str]]:
    """Average the counted questions of a class."""
    if tally is None:
        return None, [f"{voters.name}没有测评票"]
    head = (
        f"{voters.name}：发出 {tally.issued}，收回 {tally.returned}，有效 {tally.valid}，"
        f"无效 {tally.invalid}"
    )
    if tally.valid < max(scheme.least_valid, 1):
        return None, [f"{head}；有效票不足 {max(scheme.least_valid, 1)} 张，不计"]
    values, steps = [], [head]
    for number, question in enumerate(component.questions, 1):
        if not question.counted:
            continue
        value, said = _of_question(number, question, tally)
        steps.append(said)
        if value is not None:
            values.append(value)
    if not values:
        return None, [*steps, f"{voters.name}没有计分的回答，不计"]
    mean = sum(values, Fraction(0)) / len(values)
    return mean, [*steps, f"{voters.name} {len(values)} 题平均 {_shown(mean)}"]


def _of_question(number: int, question: Question, tally: Tally) -> tuple[Fraction | None, str]:
    """Average the answers that count; 不了解 and what is left open are out of the base."""
    counts = tally.counts.get(question.key, {})
    top, base, terms = Fraction(0), 0, []
    for option in question.options:
        count = counts.get(option.key, 0)
        if option.points is None or not count:
            continue
        top += Fraction(option.points) * count
        base += count
        terms.append(f"{_plain(Fraction(option.points))}×{count}")
    if not base:
        return None, f"第 {number} 题没有计分的回答"
    said = f"第 {number} 题（{'＋'.join(terms)}）÷{base}＝{_shown(top / base)}"
    return top / base, said + _beside(question, tally)


def _beside(question: Question, tally: Tally) -> str:
    """Say which valid ballots are out of the base of a question."""
    counts = tally.counts.get(question.key, {})
    left = [
        (option.word, counts.get(option.key, 0))
        for option in question.options
        if option.points is None
    ]
    left.append(("弃权", tally.abstained(question.key)))
    words = "、".join(f"{word} {count}" for word, count in left if count)
    return f"，{words} 票不计入基数" if words else ""


def _of_share(scheme: Scheme, share: Share | None) -> _Found:
    """Take what was reached of what was due, at most all of it."""
    del scheme
    if share is None or not share.due:
        words = share.words if share is not None and share.words else "没有数据"
        return _Found(None, (words, "此项没有分，权重由其他各项分担"), 0)
    value = min(Fraction(share.reached) * 100 / Fraction(share.due), _FULL)
    return _Found(max(value, Fraction(0)), (f"{share.words}，得 {_shown(value)}",), 1)


# -- bonus, deduction, the total ---------------------------------------------------------------


def _added(scheme: Scheme, marks: Sequence[Marked]) -> tuple[Decimal, tuple[str, ...]]:
    """Sum up bonuses less deductions, each within its limit."""
    total, steps = Decimal(0), []
    for rule in scheme.rules:
        own = sorted(
            (mark.why, abs(mark.points))
            for mark in marks
            if mark.rule == rule.key and mark.points is not None
        )
        if not own or rule.kind is RuleKind.CAP:
            continue
        asked = sum((points for _, points in own), Decimal(0))
        limit = rule.limit or Decimal(0)
        points = min(asked, limit)
        total += points if rule.kind is RuleKind.BONUS else -points
        words = f"{rule.kind.value} {points:f}：{rule.name}（{'、'.join(why for why, _ in own)}）"
        steps.append(words + (f"，最多 {limit:f} 分" if asked > limit else ""))
    return total, tuple(steps)


def _total_steps(scheme: Scheme, parts: Sequence[PartScore], present: Fraction) -> tuple[str, ...]:
    there = [part for part in parts if part.points is not None]
    terms = "＋".join(f"{part.points:f}×{part.weight:f}" for part in there)
    missing = [scheme.component(part.component).name for part in parts if part.points is None]
    steps = [f"（{terms}）÷{_plain(present)}＝{_shown(_weighted(parts, present))}"]
    if missing:
        steps.insert(0, f"{'、'.join(missing)}没有分，不按 0 分计，权重由其余各项按比例分担")
    return tuple(steps)


def _plain(value: Fraction) -> str:
    """Write a figure that has an end as it is; others are rounded for showing."""
    if value.denominator == 1:
        return str(value.numerator)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.normalize():f}" if Fraction(exact) == value else _shown(value)


def _shown(value: Fraction) -> str:
    """Write a figure for the sheet; four digits are more than is ever counted with."""
    text = f"{rounded(value, 4, Rounding.HALF_UP):f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"{text}…"
