"""The round as it stands: what a run proposed, and what the office decided by hand over it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from partydesk.domain.fit import Fit, FitTable
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Attitude, Post, Ruling, Side, Wish
from partydesk.domain.talents import Talent

Pair = tuple[int, int]
"""记录号 of a post and of a person, in this order."""


@dataclass(frozen=True)
class Standing:
    """All that is known of a round's posts and people while pairs are made by hand.

    Attributes:
        posts: 记录号 → post, in order.
        people: 记录号 → person, those settled included.
        proposed: Post → person, as the run has it; empty before the first.
        rulings: What the office decided about pairs.
        settled: Post → person of the pairs that a new matching may not touch.
        words: (side, post, person) → what the side said: "1", "=1", "愿意" …; silence is missing.
        accepted: (side, own 记录号) → whom that side would take; missing for everybody.
        running: Person → seats taken in other rounds.
        ties: (person, enterprise) → why they should not be brought together.
        fits: Every post held against everybody.
        names: Person → name that tells namesakes apart.
        separate: Whether several posts of one unit go to different people, by the year's policy.
    """

    posts: Mapping[int, Post]
    people: Mapping[int, Talent]
    fits: FitTable
    names: Mapping[int, str]
    proposed: Mapping[int, int] = field(default_factory=dict)
    rulings: Mapping[Pair, Ruling] = field(default_factory=dict)
    settled: Mapping[int, int] = field(default_factory=dict)
    words: Mapping[tuple[Side, int, int], str] = field(default_factory=dict)
    accepted: Mapping[tuple[Side, int], frozenset[int]] = field(default_factory=dict)
    running: Mapping[int, int] = field(default_factory=dict)
    ties: Mapping[Pair, Tie] = field(default_factory=dict)
    separate: bool = True

    @cached_property
    def bound(self) -> dict[int, int]:
        """Post → person of the pairs that the office locked or that are settled."""
        locked = (pair for pair, ruling in self.rulings.items() if ruling is Ruling.LOCKED)
        return {**dict(locked), **self.settled}

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Post → person as it stands: the run, with bans taken out and locks put in."""
        known = {
            post: person
            for post, person in self.proposed.items()
            if post in self.posts
            and person in self.people
            and self.rulings.get((post, person)) is not Ruling.FORBIDDEN
        }
        bound = {p: t for p, t in self.bound.items() if p in self.posts and t in self.people}
        standing = {**known, **bound}
        for post in self._surplus(standing, bound):
            del standing[post]
        return standing

    def _surplus(self, standing: Mapping[int, int], bound: Mapping[int, int]) -> list[int]:
        """Posts whose person has no seat left for them beside the locks, the least wanted first."""
        loose: defaultdict[int, list[int]] = defaultdict(list)
        for post, person in standing.items():
            if post not in bound:
                loose[person].append(post)
        taken = Counter(bound.values())
        found: list[int] = []
        for person, posts in loose.items():
            room = max(self.seats(person) - taken[person], 0)
            posts.sort(key=lambda post: (place_of(self.said(Side.PERSON, post, person)), post))
            found += posts[room:]
        return found

    @cached_property
    def posts_held(self) -> dict[int, tuple[int, ...]]:
        """Person → posts as they stand."""
        held: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
        for post, person in sorted(self.pairs.items()):
            held[person] += (post,)
        return dict(held)

    def held(self, person: int) -> tuple[int, ...]:
        """Posts that a person has as it stands."""
        return self.posts_held.get(person, ())

    def seats(self, person: int) -> int:
        """How many posts of this round a person can take."""
        return max(self.people[person].seats - self.running.get(person, 0), 0)

    def free_seats(self, person: int) -> int:
        """How many more posts of this round a person can take as it stands."""
        return max(self.seats(person) - len(self.held(person)), 0)

    def said(self, side: Side, post: int, person: int) -> str:
        """What a side said of the other: "1", "=1", "愿意", "无所谓", "不愿意" or ""."""
        return self.words.get((side, post, person), "")

    def takes(self, side: Side, post: int, person: int) -> bool:
        """Whether a side would take the other, by what it said or left unsaid."""
        own, other = (post, person) if side is Side.ENTERPRISE else (person, post)
        accepted = self.accepted.get((side, own))
        return accepted is None or other in accepted

    def ruled(self, post: int, person: int, ruling: Ruling | None) -> Standing:
        """Give the round as it would stand with another ruling on a pair; None lifts it."""
        rulings = {pair: kept for pair, kept in self.rulings.items() if pair != (post, person)}
        if ruling is not None:
            rulings[post, person] = ruling
        return replace(self, rulings=rulings)

    def score(self, post: int, person: int) -> int:
        """How well a person suits a post, in per cent."""
        return self.fits.score(post, person)

    def fit(self, post: int, person: int) -> Fit:
        """How well a person suits a post, with every reason in words."""
        return self.fits.fit(post, person)


def place_of(word: str) -> tuple[int, int]:
    """Put ranks first, then those welcome, indifferent, silent and refused."""
    digits = word.lstrip("=")
    if digits.isdigit():
        return (0, int(digits))
    return ({"愿意": 1, "无所谓": 2, "": 3, "不愿意": 4}.get(word, 3), 0)


def wish_words(wishes: Iterable[Wish]) -> dict[tuple[Side, int, int], str]:
    """Write each wish as a short word: (side, post, person) → "1", "=1", "愿意" and so on."""
    named = [wish for wish in wishes if wish.post_id is not None and wish.talent_id is not None]
    ties = Counter((wish.side, _own(wish), wish.rank) for wish in named if wish.rank is not None)
    words = {}
    for wish in named:
        word = wish.attitude.value
        if wish.attitude is Attitude.WILLING and wish.rank is not None:
            word = f"{'=' if ties[wish.side, _own(wish), wish.rank] > 1 else ''}{wish.rank}"
        words[wish.side, wish.post_id or 0, wish.talent_id or 0] = word
    return words


def _own(wish: Wish) -> int | None:
    return wish.post_id if wish.side is Side.ENTERPRISE else wish.talent_id
