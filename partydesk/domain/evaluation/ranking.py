"""名次与等次: places within a group, and grades by points, quota and caps.

Who has equal points has an equal place. A quota is a share of those who are judged in the group,
made whole as the scheme says; whoever it has no room for gets the next grade. Where equals stand at
its edge, all of them get the better grade or none does, never some by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from partydesk.domain.evaluation.inputs import Marked
from partydesk.domain.evaluation.kinds import RuleKind
from partydesk.domain.evaluation.results import Placed, Score
from partydesk.domain.evaluation.scheme import Grade, Scheme
from partydesk.domain.evaluation.scoring import rounded

Entry = tuple[str, Score, Sequence[Marked]]
"""Group, points and the rules that apply."""


def allowed_seats(scheme: Scheme, grade: Grade, judged: int) -> int | None:
    """Say how many of a group may have a grade; None where it has no quota.

    Args:
        scheme: Says how a share is made whole.
        grade: The grade.
        judged: How many of the group are judged.
    """
    if grade.percent is None:
        return None
    share = Fraction(grade.percent) * judged / 100
    return int(rounded(share, 0, scheme.quota_rounding))


def place_all(scheme: Scheme, entries: Mapping[int, Entry]) -> tuple[Placed, ...]:
    """Place everybody within the own group and suggest the grades.

    Args:
        scheme: The year's scheme.
        entries: Whose → group, points, rules that apply.

    Returns:
        Group by group, by place; those who are 不予评定 stand last in their group.
    """
    found: list[Placed] = []
    for group in sorted({group for group, _, _ in entries.values()}):
        own = {key: entry for key, entry in entries.items() if entry[0] == group}
        found.extend(_place_group(scheme, group, own))
    return tuple(found)


def _place_group(scheme: Scheme, group: str, entries: Mapping[int, Entry]) -> list[Placed]:
    judged = [
        (score.total, key) for key, (_, score, _) in entries.items() if score.total is not None
    ]
    judged.sort(key=lambda each: (-each[0], each[1]))
    ranks = {key: 1 + sum(other > total for other, _ in judged) for total, key in judged}
    caps = {key: _cap(scheme, entries[key][2]) for _, key in judged}
    suggested = _grades(scheme, judged, caps)
    placed = [Placed(key, group, entries[key][1], ranks[key], *suggested[key]) for _, key in judged]
    rest = sorted(key for key in entries if key not in ranks)
    for key in rest:
        score = entries[key][1]
        placed.append(Placed(key, group, score, None, None, (f"不予评定：{score.not_judged}",)))
    return placed


def _cap(scheme: Scheme, marks: Sequence[Marked]) -> tuple[int, str]:
    """Give the highest grade that is left, counted from the top, and why it is no higher."""
    words = [grade.word for grade in scheme.grades]
    rules = {rule.key: rule for rule in scheme.rules if rule.kind is RuleKind.CAP}
    lowest, why = 0, ""
    for mark in sorted(marks, key=lambda each: each.rule):
        rule = rules.get(mark.rule)
        if rule is None or rule.at_most not in words:
            continue
        place = words.index(rule.at_most)
        if place > lowest:
            lowest, why = place, f"{rule.name}（{mark.why}），最高{rule.at_most}"
    return lowest, why


def _grades(
    scheme: Scheme, judged: Sequence[tuple[Decimal, int]], caps: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Go down the ladder; who is capped takes no seat of a grade that is closed to them."""
    reasons: dict[int, list[str]] = {key: [] for _, key in judged}
    found: dict[int, str] = {}
    waiting = list(judged)
    for place, grade in enumerate(scheme.grades):
        fit = [(total, key) for total, key in waiting if total >= grade.at_least]
        for _, key in fit:
            if caps[key][0] > place and not reasons[key]:
                reasons[key] = [f"按总分可评{grade.word}", caps[key][1]]
        open_to = [each for each in fit if caps[each[1]][0] <= place]
        taken = _within(scheme, grade, open_to, len(judged))
        for total, key in open_to:
            if key in taken:
                found[key] = grade.word
                reasons[key].append(_by_points(grade, total))
            else:
                reasons[key].append(_beyond(scheme, grade, open_to, len(judged), total))
        waiting = [each for each in waiting if each[1] not in taken]
    return {key: (word, tuple(reasons[key])) for key, word in found.items()}


def _by_points(grade: Grade, total: Decimal) -> str:
    return f"总分 {total:f}，{grade.word}的起分为 {grade.at_least:f}"


def _within(
    scheme: Scheme, grade: Grade, fit: Sequence[tuple[Decimal, int]], judged: int
) -> set[int]:
    """Give the keys that get a grade within its quota, whole ties only."""
    seats = allowed_seats(scheme, grade, judged)
    if seats is None:
        return {key for _, key in fit}
    taken: set[int] = set()
    for _, tied in groupby(fit, key=lambda each: each[0]):
        keys = {key for _, key in tied}
        room = seats - len(taken)
        if len(keys) <= room or (scheme.ties_share and room > 0):
            taken |= keys
        if len(keys) >= room:
            break
    return taken


def _beyond(
    scheme: Scheme, grade: Grade, fit: Sequence[tuple[Decimal, int]], judged: int, total: Decimal
) -> str:
    """Say why the quota of a grade has no room for somebody who has the points."""
    seats = allowed_seats(scheme, grade, judged) or 0
    above = sum(each > total for each, _ in fit)
    equal = sum(each == total for each, _ in fit)
    words = f"达到{grade.word}的分数，但本组 {judged} 人限 {seats} 名"
    if above < seats:
        return f"{words}，余 {seats - above} 名而同分 {equal} 人，不分先后，都不占名额"
    return f"{words}，名次在后" if seats else f"{words}，没有名额"
