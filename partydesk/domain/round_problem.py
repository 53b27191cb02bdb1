"""How a round is written as a problem that the matcher understands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partydesk.domain.selection import (
    Attitude,
    Post,
    Ruling,
    Side,
    Wish,
    post_key,
    talent_key,
)
from partydesk.domain.talents import Talent


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish with only what the matcher needs.

    Attributes:
        other: Id of the other side; None for everybody not named.
        attitude: Willing, indifferent or refused.
        rank: 1 is best; None where no order was given.
    """

    other: str | None
    attitude: Attitude
    rank: int | None


def wish_groups(preferences: Sequence[Preference], others: Sequence[str]) -> list[list[str]] | str:
    """Turn one side's wishes into groups, best first, as the matcher's problem wants them.

    Ranked ones come first, equal ranks together; then those welcomed without a rank; then those
    that are all the same to this side. Whoever says nothing at all, or only refuses some, takes
    everybody else; whoever welcomes somebody takes only those named, unless 无所谓 is said of
    the rest.

    Args:
        preferences: This side's wishes.
        others: Ids of the whole other side, in the order of the file.

    Returns:
        ``"any"`` where there is no opinion, else groups of ids.
    """
    if not preferences:
        return "any"
    refused = {p.other for p in preferences if p.attitude is Attitude.REFUSED}
    ranked: dict[float, list[str]] = defaultdict(list)
    for wish in preferences:
        if wish.other is not None and wish.attitude is not Attitude.REFUSED:
            ranked[_place(wish)].append(wish.other)
    welcoming = any(p.attitude is Attitude.WILLING for p in preferences)
    rest_is_welcome = any(
        p.other is None and p.attitude is not Attitude.REFUSED for p in preferences
    )
    if rest_is_welcome or (not welcoming and None not in refused and not ranked):
        named = {other for group in ranked.values() for other in group} | refused
        ranked[_LAST].extend(other for other in others if other not in named)
    known = set(others)
    groups = [[other for other in ranked[place] if other in known] for place in sorted(ranked)]
    groups = [group for group in groups if group]
    if not welcoming and len(groups) == 1 and len(groups[0]) == len(others):
        return "any"
    return groups


def has_order(preferences: Sequence[Preference]) -> bool:
    """Whether a side put anybody before another by a number."""
    return any(wish.rank is not None for wish in preferences)


def accepted(preferences: Sequence[Preference], others: Sequence[str]) -> int:
    """Count those whom one side would take; everybody where it has no opinion."""
    groups = wish_groups(preferences, others)
    return len(others) if isinstance(groups, str) else sum(map(len, groups))


_UNRANKED, _ALL_THE_SAME, _LAST = float(10**9), float(10**9 + 1), float(10**9 + 1)


def _place(wish: Preference) -> float:
    """Where a wish stands among the groups."""
    if wish.attitude is Attitude.INDIFFERENT:
        return _ALL_THE_SAME
    return float(wish.rank) if wish.rank is not None else _UNRANKED


def preferences(
    rows: Sequence[Wish],
) -> defaultdict[tuple[Side, int | None], list[Preference]]:
    """Sort wishes by whose they are."""
    found: defaultdict[tuple[Side, int | None], list[Preference]] = defaultdict(list)
    for row in rows:
        if row.side is Side.ENTERPRISE:
            other = None if row.talent_id is None else talent_key(row.talent_id)
            own = row.post_id
        else:
            other = None if row.post_id is None else post_key(row.post_id)
            own = row.talent_id
        found[row.side, own].append(Preference(other, row.attitude, row.rank))
    return found


def named_by_enterprises(rows: Sequence[Wish]) -> set[tuple[int, int]]:
    """The pairs (post, person) in which the enterprise itself welcomed the person by name."""
    return {
        (row.post_id, row.talent_id)
        for row in rows
        if row.side is Side.ENTERPRISE
        and row.attitude is not Attitude.REFUSED
        and not row.suggested
        and row.post_id is not None
        and row.talent_id is not None
    }


def names_of(posts: Sequence[Post], talents: Sequence[Talent]) -> dict[str, str]:
    """Name posts and people for sentences; namesakes are told apart by year of birth or number."""
    twice = {name for name, count in Counter(t.name for t in talents).items() if count > 1}
    names = {post_key(post.id or 0): post.label for post in posts}
    for talent in talents:
        mark = f"{talent.birth.year} 年生" if talent.birth else f"{talent.id} 号"
        name = f"{talent.name}（{mark}）" if talent.name in twice else talent.name
        names[talent_key(talent.id or 0)] = name
    return names


def problem_of(
    posts: Iterable[tuple[int, Sequence[Preference]]],
    talents: Iterable[tuple[int, int, Sequence[Preference]]],
    rulings: Mapping[tuple[int, int], Ruling],
) -> dict[str, Any]:
    """Write the matcher's problem from a round.

    Args:
        posts: 记录号 of the post and the enterprise's wishes.
        talents: 记录号 of the person, free seats, and the person's wishes.
        rulings: (post, talent) → what the office decided.

    Returns:
        The problem as the command-line contract describes it, without the office's choices.
    """
    posts, talents = list(posts), list(talents)
    post_keys = [post_key(post) for post, _ in posts]
    talent_keys = [talent_key(talent) for talent, _, _ in talents]
    return {
        "posts": [
            {"id": post_key(post), "wishes": wish_groups(wishes, talent_keys)}
            for post, wishes in posts
        ],
        "talents": [
            {"id": talent_key(talent), "capacity": seats, "wishes": wish_groups(wishes, post_keys)}
            for talent, seats, wishes in talents
        ],
        "locked": _pairs(rulings, Ruling.LOCKED),
        "forbidden": _pairs(rulings, Ruling.FORBIDDEN),
    }


def _pairs(rulings: Mapping[tuple[int, int], Ruling], wanted: Ruling) -> list[list[str]]:
    """The pairs under one ruling, as keys."""
    return [
        [post_key(post), talent_key(talent)]
        for (post, talent), ruling in sorted(rulings.items())
        if ruling is wanted
    ]
