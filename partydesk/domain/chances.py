"""Who could take a post, and which posts would take a person."""

from __future__ import annotations

from dataclasses import dataclass

from partydesk.domain.conflicts import Conflict, conflicts_of
from partydesk.domain.selection import Post, Ruling, Side
from partydesk.domain.standing import Standing, place_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as seen from a post.

    Attributes:
        talent_id: 记录号.
        name: Name.
        post_rank: What the enterprise said: "1", "=1", "愿意", "无所谓", "不愿意" or "".
        talent_rank: What the person said of the post, in the same words.
        fit: Score of the fit.
        ruling: Locked or forbidden by the office.
        now: Where the person is as it stands, in words.
        here: Whether the person has this post as it stands.
        conflicts: What stands against the pair.
        free_seats: How many more posts the person can take.
    """

    talent_id: int
    name: str
    post_rank: str
    talent_rank: str
    fit: int
    ruling: Ruling | None
    now: str
    here: bool
    conflicts: tuple[Conflict, ...] = ()
    free_seats: int = 0

    @property
    def remains(self) -> bool:
        """Whether the person could still take the post without anybody giving way."""
        return not self.here and not self.conflicts and self.free_seats > 0


@dataclass(frozen=True, slots=True)
class Chance:
    """One post as seen from a person.

    Attributes:
        post: The post.
        post_rank: What the enterprise said of the person.
        talent_rank: What the person said of the post.
        fit: Score of the fit.
        holder: 记录号 of who has the post as it stands; None for nobody.
        here: Whether that is this person.
    """

    post: Post
    post_rank: str
    talent_rank: str
    fit: int
    holder: int | None
    here: bool


def candidates_of(standing: Standing, post_id: int) -> tuple[Candidate, ...]:
    """List everybody as seen from a post: by the enterprise's rank, then by fit.

    Args:
        standing: The round as it stands.
        post_id: 记录号 of the post.
    """
    found = [_candidate(standing, post_id, person) for person in standing.people]
    scored = [(place_of(c.post_rank), -c.fit, c.talent_id, c) for c in found]
    return tuple(each[-1] for each in sorted(scored, key=lambda each: each[:-1]))


def _candidate(standing: Standing, post: int, person: int) -> Candidate:
    """One person as seen from a post."""
    return Candidate(
        talent_id=person,
        name=standing.people[person].name,
        post_rank=standing.said(Side.ENTERPRISE, post, person),
        talent_rank=standing.said(Side.PERSON, post, person),
        fit=standing.score(post, person),
        ruling=standing.rulings.get((post, person)),
        now=_now(standing, post, person),
        here=standing.pairs.get(post) == person,
        conflicts=conflicts_of(standing, post, person),
        free_seats=standing.free_seats(person),
    )


def _now(standing: Standing, post: int, person: int) -> str:
    """Say where a person is as it stands."""
    held, left = standing.held(person), standing.free_seats(person)
    if post in held:
        return f"此岗（余 {left} 席）"
    if not held:
        return f"未配（余 {left} 席）"
    return "、".join(standing.posts[each].enterprise for each in held)


def chances_of(standing: Standing, talent_id: int) -> tuple[Chance, ...]:
    """List the posts that would take a person and that the person would take.

    Args:
        standing: The round as it stands.
        talent_id: 记录号 of the person.

    Returns:
        By the person's own order, then by the enterprise's, then by fit; the posts that the
        person has are among them.
    """
    found = [
        _chance(standing, post, talent_id)
        for post in standing.posts
        if standing.pairs.get(post) == talent_id
        or (
            all(standing.takes(side, post, talent_id) for side in Side)
            and standing.rulings.get((post, talent_id)) is not Ruling.FORBIDDEN
        )
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (place_of(each.talent_rank), place_of(each.post_rank), -each.fit),
        )
    )


def _chance(standing: Standing, post: int, person: int) -> Chance:
    holder = standing.pairs.get(post)
    return Chance(
        standing.posts[post],
        standing.said(Side.ENTERPRISE, post, person),
        standing.said(Side.PERSON, post, person),
        standing.score(post, person),
        holder,
        holder == person,
    )
