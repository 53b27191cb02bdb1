"""任职经历: who was at a post from when to when, and where a person has been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from partydesk.db.models import PlacementRow, PostRow
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.placements import Cause, State
from partydesk.domain.selection import Role
from partydesk.services.selection import post_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One person's time at one post, from the letter on.

    Attributes:
        placement_id: The pair.
        enterprise_id: The unit.
        enterprise: Its name.
        role: What the person was sent as.
        talent_id: The person.
        talent: The name.
        state: Where it stands.
        since: First day: of coming, else of the first term.
        until: Last day, or the last of the term while it goes on.
        terms: How many terms were agreed on.
        cause: Why it ended.
        why_ended: The cause in words, with the document that decided it.
        replaces_id: The pair whose seat it took over.
    """

    placement_id: int
    enterprise_id: int
    enterprise: str
    role: Role
    talent_id: int
    talent: str
    state: State
    since: dt.date | None
    until: dt.date | None
    terms: int
    cause: Cause | None
    why_ended: str
    replaces_id: int | None

    @property
    def post(self) -> str:
        """What people call the post."""
        return f"{self.enterprise} · {self.role.value}"

    @property
    def span(self) -> str:
        """From when to when, in words; 今 while it goes on."""
        until = "今" if self.ended_by is None else str(self.until or "")
        return f"{self.since or ''} 至 {until}"

    @property
    def ended_by(self) -> str | None:
        """Why it ended, in words; None while it goes on."""
        if self.cause is None:
            return None
        return f"{self.cause}（{self.why_ended}）" if self.why_ended else self.cause.value


def post_history(workspace: Workspace, post_id: int) -> tuple[Posting, ...]:
    """Tell who was at a post, in all rounds, oldest first.

    A post asked for again in another year is the same seat of the same unit.

    Raises:
        NotFound: There is no such post.
    """
    with workspace.reading() as session:
        post = post_row(session, post_id)
        seat = select(PlacementRow).where(
            PostRow.enterprise_id == post.enterprise_id,
            PostRow.role == post.role,
            PostRow.seat == post.seat,
        )
        return _postings(session.scalars(_joined(seat)).all())


def postings_of(workspace: Workspace, talent_id: int) -> tuple[Posting, ...]:
    """Tell where a person has been sent, oldest first."""
    with workspace.reading() as session:
        mine = select(PlacementRow).where(PlacementRow.talent_id == talent_id)
        return _postings(session.scalars(_joined(mine)).all())


def _joined(statement: Select[PlacementRow]) -> Select[PlacementRow]:
    joined = statement.join(PostRow, PostRow.id == PlacementRow.post_id)
    return joined.order_by(PlacementRow.id)


def _postings(rows: Sequence[PlacementRow]) -> tuple[Posting, ...]:
    """Those with a letter, by their first day."""
    found = [_posting(row) for row in rows if row.letter is not None]
    return tuple(sorted(found, key=lambda one: (one.since or dt.date.max, one.placement_id)))


def _posting(row: PlacementRow) -> Posting:
    terms = [
        each
        for each in row.agreements
        if each.kind is not AgreementKind.AMENDMENT and not each.number.void
    ]
    return Posting(
        placement_id=row.id,
        enterprise_id=row.post.enterprise_id,
        enterprise=row.post.enterprise.name,
        role=row.post.role,
        talent_id=row.talent_id,
        talent=row.talent.name,
        state=row.state,
        since=row.started_on or (terms[0].term_from if terms else None),
        until=row.ended_on or (terms[-1].term_to if terms else None),
        terms=len(terms),
        cause=row.cause,
        why_ended=row.why_ended or "",
        replaces_id=row.replaces_id,
    )
