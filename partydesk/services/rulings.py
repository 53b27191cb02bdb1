"""What the office decides before matching: pairs locked or forbidden."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    PlacementRow,
    PostRow,
    RulingRow,
    TalentRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.conflicts import Bound, lock_conflicts
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.placements import SETTLED
from partydesk.domain.selection import Ruling
from partydesk.services.candidates import running_posts
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.selection import open_post_row, post_of, post_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def rulings_in(session: Session, round_id: int) -> dict[tuple[int, int], Ruling]:
    """The round's rulings: (post, talent) → locked or forbidden."""
    statement = select(RulingRow).join(PostRow, PostRow.id == RulingRow.post_id)
    rows = session.scalars(statement.where(PostRow.round_id == round_id))
    return {(row.post_id, row.talent_id): row.ruling for row in rows}


def rule_pair(
    workspace: Workspace,
    post_id: int,
    talent_id: int,
    ruling: Ruling | None,
    *,
    leaving: int | None = None,
) -> Changes:
    """Lock a pair, forbid it, or lift the ruling.

    Args:
        workspace: Open workspace.
        post_id: 记录号 of the post.
        talent_id: 记录号 of the person.
        ruling: Locked, forbidden, or None to lift either.
        leaving: Post whose lock on this person is lifted in the same act.

    Raises:
        RuleViolation: Another person is locked to the post, the person's seats are all locked, or
            the year of the post's round is closed.
        NotFound: No such post or person.
    """
    with workspace.unit_of_work("rule_pair", "调整匹配") as uow:
        post = open_post_row(uow.session, post_id)
        talent = uow.session.get(TalentRow, talent_id)
        if talent is None:
            raise NotFound(f"没有记录号为 {talent_id} 的人才")
        left = None if leaving is None else _lift_lock(uow.session, leaving, talent_id)
        if ruling is Ruling.LOCKED:
            _refuse_overlock(uow.session, post, talent, workspace.today())
        _write(uow.session, post_id, talent_id, ruling)
        act = ruling.value if ruling else "取消锁定或不配"
        moved = f"（取消{left}）" if left else ""
        uow.relabel(f"{act}：{post_of(post).label}与{talent.name}{moved}")
        return uow.commit()


def _find(session: Session, post_id: int, talent_id: int) -> RulingRow | None:
    return session.scalar(
        select(RulingRow).where(RulingRow.post_id == post_id, RulingRow.talent_id == talent_id)
    )


def _lift_lock(session: Session, post_id: int, talent_id: int) -> str:
    """Take back a lock, if there is one; give the post's label then."""
    row = _find(session, post_id, talent_id)
    if row is None or row.ruling is not Ruling.LOCKED:
        return ""
    session.delete(row)
    session.flush()
    return post_of(post_row(session, post_id)).label


def _write(session: Session, post_id: int, talent_id: int, ruling: Ruling | None) -> None:
    """Store a ruling, change it or take it out."""
    row = _find(session, post_id, talent_id)
    if row is None and ruling is not None:
        session.add(RulingRow(post_id=post_id, talent_id=talent_id, ruling=ruling))
    elif row is not None and ruling is not None:
        row.ruling = ruling
    elif row is not None:
        session.delete(row)


def settled_in(session: Session, round_id: int) -> dict[int, int]:
    """Pairs that a new matching may not touch any more: post → talent."""
    statement = select(PlacementRow).where(
        PlacementRow.round_id == round_id, PlacementRow.state.in_(SETTLED)
    )
    return {row.post_id: row.talent_id for row in session.scalars(statement)}


def _refuse_overlock(session: Session, post: PostRow, talent: TalentRow, today: dt.date) -> None:
    """Refuse a lock that cannot stand beside the others and the settled pairs."""
    settled = settled_in(session, post.round_id)
    rulings = rulings_in(session, post.round_id)
    bound = {**dict(p for p, ruling in rulings.items() if ruling is Ruling.LOCKED), **settled}
    holder = bound.get(post.id)
    names = {} if holder is None else {holder: session.get_one(TalentRow, holder).name}
    running = running_posts(session, post.round_id, today).get(talent.id, 0)
    seats = max(TALENTS.read(talent).seats - running, 0)
    found = lock_conflicts(post_of(post), TALENTS.read(talent), seats, Bound(bound, settled, names))
    if found:
        raise RuleViolation([Reason(each.code, each.message) for each in found])
