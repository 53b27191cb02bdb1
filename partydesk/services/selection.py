"""双向选择: a year's round and the posts asked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    EnterpriseRow,
    PlacementRow,
    PostRow,
    RoundRow,
    RulingRow,
    WishRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.selection import Post, Role, Round
from partydesk.services.dictionaries import learn_words

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def open_round(workspace: Workspace, year: int, title: str | None = None) -> Round:
    """Open the year's round.

    Raises:
        RuleViolation: The year has a round already.
    """
    with workspace.unit_of_work("open_round", f"开启 {year} 年双向选择") as uow:
        if find_round(uow.session, year) is not None:
            raise RuleViolation([Reason("round_exists", f"{year} 年的双向选择已经开启")])
        row = RoundRow(year=year, title=(title or "").strip() or f"{year} 年双向选择")
        uow.session.add(row)
        uow.commit()
        return round_of(row)


def round_of(row: RoundRow) -> Round:
    """Turn a row into the frozen round."""
    return Round(
        id=row.id,
        year=row.year,
        title=row.title,
        published_on=row.published_on,
        wishes_due=row.wishes_due,
    )


def find_round(session: Session, year: int) -> RoundRow | None:
    """Find the year's round; there may be none."""
    return session.scalar(select(RoundRow).where(RoundRow.year == year))


def round_row(session: Session, year: int) -> RoundRow:
    """Give the year's round.

    Raises:
        NotFound: It has not been opened.
    """
    row = find_round(session, year)
    if row is None:
        raise NotFound(f"{year} 年的双向选择还没有开启，请先开启本年轮次")
    return row


def get_round(workspace: Workspace, year: int) -> Round | None:
    """Give the year's round, or None before it is opened."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return None if row is None else round_of(row)


def post_of(row: PostRow) -> Post:
    """Turn a row into the frozen post."""
    return Post(
        id=row.id,
        round_id=row.round_id,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise.name,
        credit_code=row.enterprise.credit_code,
        role=row.role,
        specialties=row.specialties,
        seat=row.seat,
        languages=row.languages,
        musts=row.musts,
        attendance_days=row.attendance_days,
        term_months=row.term_months,
        room=row.room,
        funds=row.funds,
        pay=row.pay,
        note=row.note,
        township=row.enterprise.township,
        industry=row.enterprise.industry,
        closed_on=row.closed_on,
        why_closed=row.why_closed,
    )


def posts_in(session: Session, round_id: int) -> list[PostRow]:
    """The round's posts in the order in which they were entered."""
    return list(
        session.scalars(select(PostRow).where(PostRow.round_id == round_id).order_by(PostRow.id))
    )


def list_posts(workspace: Workspace, year: int) -> tuple[Post, ...]:
    """List the posts of the year's round; empty before it is opened."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return () if row is None else tuple(post_of(post) for post in posts_in(session, row.id))


def save_post(
    workspace: Workspace,
    year: int,
    post_id: int | None,
    *,
    enterprise_id: int,
    role: Role,
    specialties: Sequence[str] = (),
    note: str | None = None,
) -> tuple[Post, Changes]:
    """Add a post to the round or change one.

    Raises:
        RuleViolation: The unit is not 在库, or asks for this role already; or the post is in the
            procedure and would become another.
        NotFound: No such round, unit or post.
    """
    act = "增加" if post_id is None else "修改"
    with workspace.unit_of_work("save_post", f"{act}岗位") as uow:
        parent = round_row(uow.session, year)
        unit = uow.session.get(EnterpriseRow, enterprise_id)
        if unit is None:
            raise NotFound(f"没有记录号为 {enterprise_id} 的单位")
        row = PostRow(round_id=parent.id) if post_id is None else post_row(uow.session, post_id)
        reasons = reasons_against_post(uow.session, parent.id, unit, role, post_id)
        if post_id is not None and (row.enterprise_id, row.role) != (unit.id, role):
            reasons.extend(_reasons_in_use(uow.session, row, "改成别的单位或岗位"))
        if reasons:
            raise RuleViolation(reasons)
        write_post(uow.session, row, unit, role, tuple(specialties), note)
        uow.relabel(f"{act}岗位“{unit.name} · {role}”")
        changes = uow.commit()
        return post_of(row), changes


def write_post(
    session: Session,
    row: PostRow,
    unit: EnterpriseRow,
    role: Role,
    specialties: tuple[str, ...],
    note: str | None,
) -> None:
    """Put the values into a post's row; nothing is committed."""
    row.enterprise, row.enterprise_id, row.role = unit, unit.id, role
    if row.specialties != specialties:
        row.specialties = specialties
    row.note = note
    learn_words(session, "specialty", specialties)
    session.add(row)


def reasons_against_post(
    session: Session, round_id: int, unit: EnterpriseRow, role: Role, post_id: int | None
) -> list[Reason]:
    """Give every reason why a unit cannot ask for this post (essay 5: only the chosen units do)."""
    reasons = []
    if unit.standing is not Standing.IN_POOL:
        message = (
            f"{unit.name}现为“{unit.standing}”，只有在库单位可以提出岗位需求；"
            "请先把入库状态改为“在库”"
        )
        reasons.append(Reason("not_in_pool", message))
    twin = find_post(session, round_id, unit.id, role)
    if twin is not None and twin.id != post_id:
        reasons.append(Reason("post_exists", f"{unit.name}已提出{role}岗位"))
    return reasons


def find_post(session: Session, round_id: int, enterprise_id: int, role: Role) -> PostRow | None:
    """Find a unit's post of one role in a round."""
    return session.scalar(
        select(PostRow).where(
            PostRow.round_id == round_id,
            PostRow.enterprise_id == enterprise_id,
            PostRow.role == role,
        )
    )


def post_row(session: Session, post_id: int) -> PostRow:
    """Give a post's row.

    Raises:
        NotFound: There is none.
    """
    row = session.get(PostRow, post_id)
    if row is None:
        raise NotFound(f"没有编号为 {post_id} 的岗位")
    return row


def _reasons_in_use(session: Session, row: PostRow, act: str) -> list[Reason]:
    """Give the reason why a post that somebody is or was in the procedure for must stay."""
    used = select(PlacementRow.id).where(PlacementRow.post_id == row.id).limit(1)
    if session.scalar(used) is None:
        return []
    return [Reason("post_in_use", f"{post_of(row).label}已进入认可程序，不能{act}")]


def remove_post(workspace: Workspace, post_id: int) -> Changes:
    """Take a post out of the round together with its wishes and rulings.

    Raises:
        RuleViolation: Somebody is in the procedure for it, or was.
        NotFound: There is no such post.
    """
    with workspace.unit_of_work("remove_post", "删除岗位") as uow:
        row = post_row(uow.session, post_id)
        label = post_of(row).label
        reasons = _reasons_in_use(uow.session, row, "删除")
        if reasons:
            raise RuleViolation(reasons)
        for model in (WishRow, RulingRow):
            for child in uow.session.scalars(select(model).where(model.post_id == post_id)):
                uow.session.delete(child)
        uow.session.flush()
        uow.session.delete(row)
        uow.relabel(f"删除岗位“{label}”")
        return uow.commit()
