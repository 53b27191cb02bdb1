"""沟通记录: dated records of whom the office asked about a post, and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from partydesk.db.models import ConsultationRow, RoundRow, TalentRow
from partydesk.db.queries.consultations import delete_talks, list_talks
from partydesk.domain.changes import Changes
from partydesk.domain.consultations import Consultation, Consulted, not_asked
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.services.policies import policy_in
from partydesk.services.selection import find_round, open_post_row, post_of, post_row

if TYPE_CHECKING:
    import datetime as dt

    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Talks:
    """What was talked about a post.

    Attributes:
        post: What people call the post.
        held: The talks that concern the person in question, oldest first.
        missing: Whose word is still to be asked.
        required: How many are to be asked.
    """

    post: str
    held: tuple[Consultation, ...]
    missing: tuple[Consulted, ...]
    required: int


def get_talks(workspace: Workspace, post_id: int, talent_id: int | None = None) -> Talks:
    """Give the talks about a post, or about somebody for it, and whose word is missing.

    Args:
        workspace: Open workspace.
        post_id: The post.
        talent_id: Only talks about the post as such and about this person; None for all.

    Raises:
        NotFound: There is no such post.
    """
    with workspace.reading() as session:
        return talks_in(session, post_id, talent_id)


def talks_in(session: Session, post_id: int, talent_id: int | None = None) -> Talks:
    """Do what :func:`get_talks` does within a session.

    Raises:
        NotFound: There is no such post.
    """
    post = post_row(session, post_id)
    year = session.get_one(RoundRow, post.round_id).year
    wanted = policy_in(session, year).consulted
    held = tuple(_talk(*found) for found in list_talks(session, post_id=post_id))
    missing = not_asked(held, wanted, talent_id)
    if talent_id is not None:
        held = tuple(talk for talk in held if talk.talent_id in (None, talent_id))
    required = sum(whom.value in wanted for whom in Consulted)
    return Talks(post_of(post).label, held, missing, required)


def list_consultations(workspace: Workspace, year: int) -> tuple[Consultation, ...]:
    """List the talks about all posts of a year's round, post by post, oldest first."""
    with workspace.reading() as session:
        found = find_round(session, year)
        rows = () if found is None else list_talks(session, round_id=found.id)
        return tuple(_talk(*row) for row in rows)


def save_consultation(
    workspace: Workspace,
    number: int | None,
    post_id: int,
    talent_id: int | None,
    texts: Mapping[str, str],
) -> tuple[int, Changes]:
    """Record a talk or mend one.

    Args:
        workspace: Open workspace.
        number: 记录号 of the talk; None for a new one.
        post_id: The post.
        talent_id: The person it was about; None for the post as such.
        texts: Field name of :class:`Consultation` → what was typed.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing or cannot be read, or the day lies ahead.
        NotFound: There is no such post, person or talk.
        RuleViolation: The year of the post's round is closed.
    """
    today = workspace.today()
    values = read_entry(fields_of(Consultation), texts, today=today, words={}).values
    if cast("dt.date", values["held_on"]) > today:
        raise ValidationFailed({"held_on": "沟通日期不能晚于今天"})
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_consultation", f"{act}沟通") as uow:
        post = open_post_row(uow.session, post_id)
        label = post_of(post).label
        if talent_id is not None and uow.session.get(TalentRow, talent_id) is None:
            raise NotFound(f"没有记录号为 {talent_id} 的人才")
        row = ConsultationRow(post_id=post_id) if number is None else _row(uow.session, number)
        row.talent_id = talent_id
        for name, value in values.items():
            setattr(row, name, "" if value is None else value)
        uow.session.add(row)
        uow.relabel(f"{act}沟通“{label}”：{row.whom}{row.opinion}")
        changes = uow.commit()
        return row.id, changes


def remove_consultation(workspace: Workspace, number: int) -> Changes:
    """Take a talk out with its papers; undo brings both back.

    Raises:
        NotFound: There is no such talk.
        RuleViolation: The year of the post's round is closed.
    """
    with workspace.unit_of_work("remove_consultation", "删除沟通记录") as uow:
        row = _row(uow.session, number)
        post = open_post_row(uow.session, row.post_id)
        uow.relabel(f"删除沟通“{post_of(post).label}”：{row.whom}")
        delete_talks(uow.session, [row])
        return uow.commit()


def _row(session: Session, number: int) -> ConsultationRow:
    row = session.get(ConsultationRow, number)
    if row is None:
        raise NotFound("这条沟通记录已不在工作区中")
    return row


def _talk(row: ConsultationRow, talent: str | None, paper: str | None) -> Consultation:
    """Turn a row into the frozen talk."""
    return Consultation(
        id=row.id,
        post_id=row.post_id,
        talent_id=row.talent_id,
        held_on=row.held_on,
        whom=row.whom,
        spoke=row.spoke,
        opinion=row.opinion,
        said=row.said or None,
        talent=talent,
        paper=paper,
    )
