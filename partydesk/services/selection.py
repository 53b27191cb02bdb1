"""双向选择: a year's round and the posts asked for in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, cast

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
from partydesk.db.queries.consultations import delete_talks, list_talks
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.placements import LIVE
from partydesk.domain.selection import (
    DETAILS,
    PERSONS,
    Closing,
    Post,
    Role,
    Round,
    faults_of_post,
)
from partydesk.domain.values import Cell
from partydesk.services.closed_years import require_open
from partydesk.services.dictionaries import learn_words, words_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def open_round(workspace: Workspace, year: int, title: str | None = None) -> Round:
    """Open the year's round.

    Raises:
        RuleViolation: The year has a round already, or is closed.
    """
    with workspace.unit_of_work("open_round", f"开启 {year} 年双向选择") as uow:
        require_open(uow.session, year)
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


def open_round_row(session: Session, year: int) -> RoundRow:
    """Give a year's round where it may still be changed.

    Raises:
        NotFound: It has not been opened.
        RuleViolation: The year is closed.
    """
    require_open(session, year)
    return round_row(session, year)


def get_round(workspace: Workspace, year: int) -> Round | None:
    """Give the year's round, or None before it is opened."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return None if row is None else round_of(row)


def post_of(row: PostRow) -> Post:
    """Turn a row into the frozen post."""
    unit = row.enterprise
    return Post(
        id=row.id,
        round_id=row.round_id,
        enterprise_id=row.enterprise_id,
        enterprise=unit.name,
        credit_code=unit.credit_code,
        township=unit.township,
        industry=unit.industry,
        supervisor=unit.supervisor,
        operation=unit.operation,
        in_pool=unit.standing is Standing.IN_POOL,
        closed_on=row.closed_on,
        why_closed=row.why_closed,
        role=row.role,
        **{field.name: getattr(row, field.name) for field in DETAILS},
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
    **details: Cell | Sequence[str],
) -> tuple[Post, Changes]:
    """Add a post to the round or change one.

    Args:
        workspace: Open workspace.
        year: The round's year.
        post_id: The post to change; None for a new one.
        enterprise_id: The unit that asks.
        role: For whom it asks.
        **details: What else :class:`Post` describes, as typed; left out, it stays as it is. A new
            post without 席位 takes the next free seat, and with ``persons`` so many seats.

    Returns:
        The post, the first one of several.

    Raises:
        ValidationFailed: A value cannot be read.
        RuleViolation: The unit is not 在库, or has asked for this seat already; or the post is in
            the procedure and would become another.
        NotFound: No such round, unit or post.
    """
    act = "增加" if post_id is None else "修改"
    with workspace.unit_of_work("save_post", f"{act}岗位") as uow:
        session = uow.session
        parent = open_round_row(session, year)
        unit = session.get(EnterpriseRow, enterprise_id)
        if unit is None:
            raise NotFound(f"没有记录号为 {enterprise_id} 的单位")
        values = _read_details(session, details, workspace.today())
        row = PostRow(round_id=parent.id) if post_id is None else post_row(session, post_id)
        seat = _seat_of(session, row, unit, role, values.pop("seat", None))
        persons = cast("int", values.pop("persons", None) or 1) if post_id is None else 1
        reasons = reasons_against_post(session, parent.id, unit, role, seat, post_id)
        if post_id is not None and (row.enterprise_id, row.role) != (unit.id, role):
            reasons.extend(_reasons_in_use(session, row, "改成别的单位或岗位"))
        if reasons:
            raise RuleViolation(reasons)
        write_post(session, row, unit, role, {**values, "seat": seat})
        _add_seats(session, row, unit, values, persons - 1)
        several = f" {persons} 个" if persons > 1 else ""
        uow.relabel(f"{act}岗位“{unit.name} · {role}”{several}")
        changes = uow.commit()
        return post_of(row), changes


def _add_seats(
    session: Session, first: PostRow, unit: EnterpriseRow, values: Mapping[str, object], count: int
) -> None:
    """Ask for more of the same post, each on the next free seat."""
    for _ in range(count):
        seat = next_seat(session, first.round_id, unit.id, first.role)
        more = PostRow(round_id=first.round_id)
        write_post(session, more, unit, first.role, {**values, "seat": seat})


def _read_details(
    session: Session, details: Mapping[str, Cell | Sequence[str]], today: dt.date
) -> dict[str, object]:
    """Read what was typed.

    Raises:
        ValidationFailed: A value cannot be read.
    """
    cells: dict[str, Cell] = {
        name: "、".join(value) if isinstance(value, (list, tuple)) else cast("Cell", value)
        for name, value in details.items()
    }
    used = {field.dictionary for field in DETAILS if field.dictionary}
    words = {name: words_in(session, name) for name in used}
    values = read_entry((*DETAILS, PERSONS), cells, today=today, words=words).values
    faults = faults_of_post(values)
    if faults:
        raise ValidationFailed(faults)
    return values


def _seat_of(session: Session, row: PostRow, unit: EnterpriseRow, role: Role, seat: object) -> int:
    """Give the seat asked for; where none is, the post's own or the next free one."""
    if isinstance(seat, int):
        return seat
    if (row.enterprise_id, row.role) == (unit.id, role):
        return row.seat
    return next_seat(session, row.round_id, unit.id, role)


def next_seat(session: Session, round_id: int, enterprise_id: int, role: Role) -> int:
    """Give the lowest seat number that a unit's posts of one role do not have yet."""
    statement = select(PostRow.seat).where(
        PostRow.round_id == round_id, PostRow.enterprise_id == enterprise_id, PostRow.role == role
    )
    taken = set(session.scalars(statement))
    return next(seat for seat in count(1) if seat not in taken)


def write_post(
    session: Session,
    row: PostRow,
    unit: EnterpriseRow,
    role: Role,
    values: Mapping[str, object],
) -> None:
    """Put values into a post's row; nothing is committed.

    Args:
        session: Open session.
        row: The row; a new one is added.
        unit: The unit that asks.
        role: For whom.
        values: Name of a field among :data:`DETAILS` → value; those left out stay.
    """
    row.enterprise, row.enterprise_id, row.role = unit, unit.id, role
    for field in DETAILS:
        had = getattr(row, field.name)  # a new row has None even where several words are held
        value = values.get(field.name, () if had is None and field.several else had)
        if value != had:
            setattr(row, field.name, value)
        if field.dictionary and field.open_dictionary:
            learn_words(session, field.dictionary, tuple(cast("Sequence[str]", value)))
    session.add(row)
    session.flush()


def reasons_against_post(
    session: Session,
    round_id: int,
    unit: EnterpriseRow,
    role: Role,
    seat: int,
    post_id: int | None,
) -> list[Reason]:
    """Give every reason why a unit cannot ask for this post (essay 5: only the chosen units do)."""
    reasons = []
    if unit.standing is not Standing.IN_POOL:
        message = (
            f"{unit.name}现为“{unit.standing}”，只有在库单位可以提出岗位需求；"
            "请先把入库状态改为“在库”"
        )
        reasons.append(Reason("not_in_pool", message))
    twin = find_post(session, round_id, unit.id, role, seat)
    if twin is not None and twin.id != post_id:
        what = f"第 {seat} 席" if seat > 1 else ""
        message = f"{unit.name}已提出{role}岗位{what}；还要一个人的，请换一个席位号"
        reasons.append(Reason("post_exists", message))
    return reasons


def find_post(
    session: Session, round_id: int, enterprise_id: int, role: Role, seat: int = 1
) -> PostRow | None:
    """Find one seat of a unit's post in a round."""
    return session.scalar(
        select(PostRow).where(
            PostRow.round_id == round_id,
            PostRow.enterprise_id == enterprise_id,
            PostRow.role == role,
            PostRow.seat == seat,
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


def open_post_row(session: Session, post_id: int) -> PostRow:
    """Give a post's row where the year of its round may still be changed.

    Raises:
        NotFound: There is none.
        RuleViolation: The year is closed.
    """
    row = post_row(session, post_id)
    require_open(session, session.get_one(RoundRow, row.round_id).year)
    return row


def _reasons_in_use(session: Session, row: PostRow, act: str) -> list[Reason]:
    """Give the reason why a post that somebody is or was in the procedure for must stay."""
    used = select(PlacementRow.id).where(PlacementRow.post_id == row.id).limit(1)
    if session.scalar(used) is None:
        return []
    return [Reason("post_in_use", f"{post_of(row).label}已进入认可程序，不能{act}")]


def remove_post(workspace: Workspace, post_id: int) -> Changes:
    """Take a post out of the round together with its wishes, rulings and talks.

    Raises:
        RuleViolation: Somebody is in the procedure for it, or was.
        NotFound: There is no such post.
    """
    with workspace.unit_of_work("remove_post", "删除岗位") as uow:
        row = open_post_row(uow.session, post_id)
        label = post_of(row).label
        reasons = _reasons_in_use(uow.session, row, "删除")
        if reasons:
            raise RuleViolation(reasons)
        for model in (WishRow, RulingRow):
            for child in uow.session.scalars(select(model).where(model.post_id == post_id)):
                uow.session.delete(child)
        delete_talks(uow.session, [found[0] for found in list_talks(uow.session, post_id=post_id)])
        uow.session.flush()
        uow.session.delete(row)
        uow.relabel(f"删除岗位“{label}”")
        return uow.commit()


def close_post(workspace: Workspace, post_id: int, cells: Mapping[str, Cell]) -> Changes:
    """Give a post up: it stays with its wishes, but takes no part in matching any more.

    Args:
        workspace: Open workspace.
        post_id: The post.
        cells: Field of :class:`Closing` → what was typed.

    Raises:
        ValidationFailed: Day or reason is missing or cannot be read.
        RuleViolation: It is closed already, or somebody is in the procedure for it.
        NotFound: There is no such post.
    """
    fields = fields_of(Closing)
    given = {**dict.fromkeys((field.name for field in fields), ""), **cells}
    closing = read_entry(fields, given, today=workspace.today(), words={}).values
    if cast("dt.date", closing["closed_on"]) > workspace.today():
        raise ValidationFailed({"closed_on": "关闭日期不能晚于今天"})
    with workspace.unit_of_work("close_post", "关闭岗位") as uow:
        row = post_row(uow.session, post_id)
        label = post_of(row).label
        if row.closed_on is not None:
            raise RuleViolation([Reason("post_closed", f"{label}已经关闭")])
        live = select(PlacementRow.id).where(
            PlacementRow.post_id == row.id, PlacementRow.state.in_(LIVE)
        )
        if uow.session.scalar(live.limit(1)) is not None:
            message = f"{label}有人在办理认可程序，请先在“协议与委任”撤回或办理离任"
            raise RuleViolation([Reason("post_in_use", message)])
        for name, value in closing.items():
            setattr(row, name, value)
        uow.relabel(f"关闭岗位“{label}”：{row.why_closed}")
        return uow.commit()


def reopen_post(workspace: Workspace, post_id: int) -> Changes:
    """Ask for a closed post again.

    Raises:
        RuleViolation: It is not closed.
        NotFound: There is no such post.
    """
    with workspace.unit_of_work("reopen_post", "恢复岗位") as uow:
        row = post_row(uow.session, post_id)
        label = post_of(row).label
        if row.closed_on is None:
            raise RuleViolation([Reason("post_open", f"{label}没有关闭")])
        row.closed_on = row.why_closed = None
        uow.relabel(f"恢复岗位“{label}”")
        return uow.commit()
