"""测评票 counted without names: what figures may stand, and putting units together.

Source: 发出、收回、有效、弃权 as in the rules for such votes (政协测评办法): more ballots returned
than given out make the vote void; a ballot on which nothing is ticked is an abstention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.scheme import Component, Question


def faults_of_counts(component: Component, tally: Tally) -> Mapping[str, str]:
    """Say what contradicts itself in counted ballots.

    Args:
        component: Whose questions are counted.
        tally: What was counted.

    Returns:
        ``voters``, ``issued``, ``returned``, ``invalid`` or the key of a question → a Chinese
        sentence; empty where everything can stand.
    """
    found = dict(_of_sums(tally))
    if tally.voters not in {voters.key for voters in component.voters}:
        found["voters"] = f"“{component.name}”没有“{tally.voters}”这一类投票人"
    known = {question.key for question in component.questions}
    found.update({key: f"没有“{key}”这一题" for key in tally.counts if key not in known})
    for question in component.questions:
        words = _of_question(question, tally)
        if words:
            found[question.key] = words
    return found


def _of_sums(tally: Tally) -> Iterable[tuple[str, str]]:
    if tally.issued < 0:
        yield "issued", "发出票数不能是负数"
    if tally.returned < 0:
        yield "returned", "收回票数不能是负数"
    if tally.returned > tally.issued:
        words = (
            f"收回 {tally.returned} 张，多于发出的 {tally.issued} 张，本次测评无效，请核对后重填"
        )
        yield "returned", words
    if not 0 <= tally.invalid <= max(tally.returned, 0):
        yield "invalid", f"无效票应在 0 至收回的 {tally.returned} 张之间"


def _of_question(question: Question, tally: Tally) -> str:
    counts = tally.counts.get(question.key, {})
    unknown = counts.keys() - {option.key for option in question.options}
    if unknown:
        return f"“{question.text}”没有“{'、'.join(sorted(unknown))}”这个选项"
    if any(count < 0 for count in counts.values()):
        return f"“{question.text}”的票数不能是负数"
    ticked = sum(counts.values())
    if ticked > max(tally.valid, 0):
        return f"“{question.text}”各项合计 {ticked} 票，多于有效票 {tally.valid} 张"
    return ""


def merged_tallies(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    """Put the ballots of several units together, one tally a class, in the order of the classes."""
    merged: dict[str, Tally] = {}
    for tally in tallies:
        before = merged.get(tally.voters)
        merged[tally.voters] = tally if before is None else _sum(before, tally)
    return tuple(merged.values())


def _sum(one: Tally, two: Tally) -> Tally:
    counts = {
        question: _added(one.counts.get(question, {}), two.counts.get(question, {}))
        for question in dict.fromkeys((*one.counts, *two.counts))
    }
    return Tally(
        one.voters,
        one.issued + two.issued,
        one.returned + two.returned,
        one.invalid + two.invalid,
        counts,
    )


def _added(one: Mapping[str, int], two: Mapping[str, int]) -> dict[str, int]:
    return {
        option: one.get(option, 0) + two.get(option, 0) for option in dict.fromkeys((*one, *two))
    }
