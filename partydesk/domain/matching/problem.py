"""What the matcher is asked and what it answers.

A post takes one talent, a talent takes up to ``capacity`` posts. In the literature this is the
hospitals/residents problem with ties and incomplete lists (D. F. Manlove, *Algorithmics of
Matching Under Preferences*, 2013, chapter 3), the posts being the residents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

Groups: TypeAlias = tuple[tuple[str, ...], ...]
"""Wishes as groups of ids, best group first; ids in one group are equally welcome."""

Wishes: TypeAlias = Groups | Literal["any"]
"""Groups, or ``"any"``: no opinion, everybody acceptable in one group, in the order of the file."""

Pair: TypeAlias = tuple[str, str]
"""A post's id and a talent's id, in this order."""


class Favour(StrEnum):
    """The side whose best stable result is wanted."""

    POSTS = "posts"
    TALENTS = "talents"


class Goal(StrEnum):
    """What counts when ties leave several stable results open."""

    STABLE = "stable"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an enterprise; it takes one talent.

    Attributes:
        id: Differs from every other id of the problem.
        wishes: The talents it would take; whoever is not listed is refused.
    """

    id: str
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class Talent:
    """One person of the pool.

    Attributes:
        id: Differs from every other id of the problem.
        capacity: How many posts this person can take, 0 or more, locked ones included.
        wishes: The posts this person would take; whatever is not listed is refused.
    """

    id: str
    capacity: int
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole problem, already checked (see :func:`parse_problem`).

    Attributes:
        posts: In the order of the file.
        talents: In the order of the file.
        locked: Pairs that stand whatever the wishes and take their seats first.
        forbidden: Pairs that are never made.
        favour: Whose best stable result is wanted.
        goal: A stable result, or one that fills as many posts as can be found.
        links: Groups of posts that must go to different people; a post is in one group at most.
        previous: The pairs of an earlier result that are kept where nothing speaks against it;
            posts and talents that are gone may be among them.
    """

    posts: tuple[Post, ...]
    talents: tuple[Talent, ...]
    locked: tuple[Pair, ...] = ()
    forbidden: frozenset[Pair] = frozenset()
    favour: Favour = Favour.POSTS
    goal: Goal = Goal.STABLE
    links: tuple[tuple[str, ...], ...] = ()
    previous: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class PairChanges:
    """A result against an earlier one; each post stands in one row at most.

    Attributes:
        kept: Pairs of both results.
        changed: Post, talent before, talent now.
        added: Pairs of posts that nobody had before.
        dropped: Earlier pairs whose post is empty now, or gone.
    """

    kept: tuple[Pair, ...]
    changed: tuple[tuple[str, str, str], ...]
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]

    def as_json(self) -> dict[str, list[list[str]]]:
        """Give four lists under the names of the attributes."""
        rows: dict[str, Sequence[Sequence[str]]] = {
            "kept": self.kept,
            "changed": self.changed,
            "added": self.added,
            "dropped": self.dropped,
        }
        return {name: [list(row) for row in some] for name, some in rows.items()}


def compare(before: Sequence[Pair], now: Sequence[Pair]) -> PairChanges:
    """Lay a result beside an earlier one.

    Args:
        before: Post and talent of each pair, a post once at most.
        now: Likewise.
    """
    old, new = dict(before), dict(now)
    return PairChanges(
        kept=tuple(pair for pair in now if old.get(pair[0]) == pair[1]),
        changed=tuple((p, old[p], t) for p, t in now if p in old and old[p] != t),
        added=tuple(pair for pair in now if pair[0] not in old),
        dropped=tuple(pair for pair in before if pair[0] not in new),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a problem.

    Attributes:
        pairs: One for each filled post, in the order of the posts; locked ones included.
        unfilled: The other posts, in their order.
        blocking_pairs: Found by the independent check; empty in a stable result.
        stable: No blocking pair, and the pairs keep locks, bans, refusals and capacities.
        upper_bound: Size of a largest matching of possible pairs that keeps the locks.
        proven: No stable result fills more posts; False where no proof was found.
        reasons: Id → one Chinese sentence; composed when first read.
        ms: Milliseconds from the parsed problem to the checked pairs; without the sentences.
        changes: Against the earlier result; None where the problem names none.
    """

    pairs: tuple[Pair, ...]
    unfilled: tuple[str, ...]
    blocking_pairs: tuple[Pair, ...]
    stable: bool
    upper_bound: int
    proven: bool
    reasons: Mapping[str, str]
    ms: float
    changes: PairChanges | None = None

    @property
    def size(self) -> int:
        """How many posts are filled."""
        return len(self.pairs)

    def as_json(self) -> dict[str, object]:
        """Give the object that the command-line contract describes.

        ``changes`` is added where the problem names an earlier result.
        """
        changes = {} if self.changes is None else {"changes": self.changes.as_json()}
        return {
            "pairs": [list(pair) for pair in self.pairs],
            "unfilled": list(self.unfilled),
            "blocking_pairs": [list(pair) for pair in self.blocking_pairs],
            "stable": self.stable,
            "size": self.size,
            "upper_bound": self.upper_bound,
            "proven": self.proven,
            "reasons": dict(self.reasons),
            "ms": round(self.ms, 3),
            **changes,
        }
