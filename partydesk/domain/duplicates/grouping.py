"""Groups of records that are to be looked at together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from partydesk.domain.duplicates.pairs import Certainty, Pair, Rule


@dataclass(frozen=True, slots=True)
class Group:
    """Records that may be one.

    Attributes:
        ids: Their 记录号, from the smallest.
        certainty: That of the weakest pair that holds it together.
        pairs: The pairs found among them, the most certain first.
    """

    ids: tuple[int, ...]
    certainty: Certainty
    pairs: tuple[Pair, ...]

    @property
    def rule(self) -> Rule:
        """The rule of its surest pair."""
        return self.pairs[0].likeness.rule

    @property
    def reason(self) -> str:
        """Why, in one sentence for each pair."""
        return "；".join(dict.fromkeys(pair.likeness.reason for pair in self.pairs))


def groups_of(
    pairs: Sequence[Pair],
    distinct: Collection[tuple[int, int]] = frozenset(),
    told_apart: Callable[[int, int], bool] = lambda _first, _second: False,
) -> tuple[Group, ...]:
    """Join pairs into groups.

    Exact pairs are joined first, likely ones then join what exact ones left over; each possible
    pair stays alone. Two records that are known to be two never come into one group, also not by
    way of a third one that looks like both.

    Args:
        pairs: As found, the most certain first.
        distinct: Pairs (smaller number first) that somebody has marked as not the same.
        told_apart: Whether two records say for certain that they are two.
    """

    def clash(one: set[int], two: set[int]) -> bool:
        return any((min(a, b), max(a, b)) in distinct or told_apart(a, b) for a in one for b in two)

    left = [pair for pair in pairs if (pair.first, pair.second) not in distinct]
    exact = [pair for pair in left if pair.likeness.certainty is Certainty.EXACT]
    groups = _joined(exact, clash)
    stands_for = {number: group.ids[0] for group in groups for number in group.ids}
    weaker = [pair for pair in left if pair.likeness.certainty is not Certainty.EXACT]
    weaker = _between_groups(weaker, stands_for)
    likely = [p for p in weaker if p.likeness.certainty is Certainty.LIKELY]
    groups += _joined(likely, clash)
    held = {(pair.first, pair.second) for group in groups for pair in group.pairs}
    groups += [
        Group((pair.first, pair.second), pair.likeness.certainty, (pair,))
        for pair in weaker
        if (pair.first, pair.second) not in held
    ]
    return tuple(sorted(groups, key=lambda group: (group.certainty.rank, group.ids)))


def _between_groups(pairs: Iterable[Pair], stands_for: Mapping[int, int]) -> list[Pair]:
    """Leave one pair, the surest, between any two of the exact groups and the records outside."""
    kept: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        one = stands_for.get(pair.first, pair.first)
        two = stands_for.get(pair.second, pair.second)
        if one != two:
            kept.setdefault((min(one, two), max(one, two)), pair)
    return list(kept.values())


def _joined(pairs: Sequence[Pair], clash: Callable[[set[int], set[int]], bool]) -> list[Group]:
    """Join pairs that share a record, unless that would bring two together that are told apart."""
    members: dict[int, set[int]] = {}
    inside: dict[int, list[Pair]] = {}
    for pair in pairs:
        one = members.setdefault(pair.first, {pair.first})
        two = members.setdefault(pair.second, {pair.second})
        if one is not two and not clash(one, two):
            one |= two
            for number in two:
                members[number] = one
    for pair in pairs:
        if members[pair.first] is members[pair.second]:
            inside.setdefault(min(members[pair.first]), []).append(pair)
    return [
        Group(
            tuple(sorted(members[first])),
            max((pair.likeness.certainty for pair in found), key=lambda each: each.rank),
            tuple(found),
        )
        for first, found in inside.items()
    ]
