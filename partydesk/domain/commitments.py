"""What the office knows of people beside their records when it weighs a pair: posts and ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partydesk.domain.compliance import Case
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Post
from partydesk.domain.talents import Talent


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One post that a person holds, held, or is on the way to.

    Attributes:
        placement_id: The placement.
        post_id: Its post.
        enterprise_id: Its unit.
        live: Whether it takes one of the person's seats unless its term is over.
        served: Whether the person was appointed to it.
        terms: How many terms it has had; 0 before the first agreement.
        since: First day of its first term; None before the first agreement.
        until: Last day, as it ended or will.
    """

    placement_id: int
    post_id: int
    enterprise_id: int
    live: bool
    served: bool
    terms: int = 0
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_seat(self, today: dt.date) -> bool:
        """Whether it takes a seat today; a term that is over takes none."""
        return self.live and (self.until is None or self.until >= today)


def term_in_a_row(earlier: Iterable[Commitment], begins: dt.date, gap: dt.timedelta) -> int:
    """Tell which term in a row one is that begins on this day, counted from 1.

    Args:
        earlier: What the person held at the unit before.
        begins: First day of the term.
        gap: Terms with no more than this between them follow one another (the year's policy).
    """
    count = 1
    dated = [(e.since, e.until, e.terms) for e in earlier if e.since and e.until]
    for since, until, terms in sorted(dated, reverse=True):
        if since > begins or until + gap < begins:
            continue
        count, begins = count + terms, since
    return count


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All commitments and ties of some people.

    Attributes:
        held: Person → commitments.
        ties: (person, enterprise) → what ties them.
    """

    held: Mapping[int, Sequence[Commitment]] = field(default_factory=dict)
    ties: Mapping[tuple[int, int], Sequence[Tie]] = field(default_factory=dict)

    def case(
        self,
        talent: Talent,
        post: Post,
        term: tuple[dt.date, dt.date],
        today: dt.date,
        *,
        gap: dt.timedelta,
        approval: str | None = None,
        proposed: Collection[int] = (),
    ) -> Case:
        """Put together what the warnings look at.

        Args:
            talent: The person.
            post: The post.
            term: First and last day, as far as known.
            today: The day.
            gap: What may lie between two terms in a row.
            approval: 批准文号, if any.
            proposed: Further posts that a run of the matcher gives the person.
        """
        held = self.held.get(talent.id or 0, ())
        beside = {each.post_id for each in held if each.holds_seat(today)} | set(proposed)
        here = [each for each in held if each.enterprise_id == post.enterprise_id]
        own = next((e for e in here if e.live and e.post_id == post.id), None)
        earlier = [each for each in here if each.served and each is not own]
        begins, terms = (own.since or term[0], own.terms) if own else (term[0], 0)
        return Case(
            talent=talent,
            post=post,
            term_from=term[0],
            term_to=term[1],
            approval=approval,
            beside=len(beside - {post.id}),
            term=term_in_a_row(earlier, begins, gap) + max(terms - 1, 0),
            ties=self.ties.get((talent.id or 0, post.enterprise_id), ()),
        )
