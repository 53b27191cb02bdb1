"""Records that may be one: found on demand, and what somebody has decided about them.

No list of twins is ever stored. It is computed from the records as they are, by the rules as they
are, each time somebody asks, so that none can be out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import DistinctionRow, ProfileRow
from partydesk.domain.changes import Changes
from partydesk.domain.duplicates import Certainty, Group, Twins, groups_of, twins_of
from partydesk.domain.duplicates.kinds import FIELDS
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.progress import Progress, silent
from partydesk.services.dictionaries import parents_of
from partydesk.services.pool_kinds import Pool, pool_of, row_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Distinction:
    """Somebody's decision that two records are not the same.

    Attributes:
        id: Number of the decision.
        first: The smaller 记录号.
        second: The greater 记录号.
        labels: What people call the two.
    """

    id: int
    first: int
    second: int
    labels: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """The twins of a pool with what people call them.

    Attributes:
        groups: The groups, the most certain first.
        names: 记录号 → name of every record in a group.
        distinctions: Pairs marked as not the same, the newest first.
    """

    groups: tuple[Group, ...]
    names: Mapping[int, str]
    distinctions: tuple[Distinction, ...]

    def count(self, certainty: Certainty) -> int:
        """How many groups are so certain."""
        return sum(group.certainty is certainty for group in self.groups)


def empty_index(session: Session, kind: str) -> Twins[Any]:
    """Make the index of a pool with the workspace's own places, and nothing in it."""
    profile = session.get_one(ProfileRow, 1)
    return twins_of(kind, (profile.name, *parents_of(profile.division_code)))


def find_duplicates(
    workspace: Workspace, kind: str, progress: Progress = silent
) -> tuple[Group, ...]:
    """Find the records of a pool that may be one, retired ones among them.

    Pairs that somebody marked as not the same are left out.

    Args:
        workspace: Open workspace.
        kind: The pool.
        progress: Told how far it is; may cancel.

    Raises:
        NotFound: There is no such pool.
        Cancelled: The user asked to stop.
    """
    with workspace.reading() as session:
        return groups_in(session, kind, progress)


def list_duplicates(workspace: Workspace, kind: str, progress: Progress = silent) -> Found:
    """Find twins as :func:`find_duplicates` does, named for a screen, with what is marked.

    Raises:
        NotFound: There is no such pool.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)
    with workspace.reading() as session:
        groups = groups_in(session, kind, progress)
        names = _names(session, pool, {number for group in groups for number in group.ids})
    return Found(groups, names, list_distinctions(workspace, kind))


def groups_in(session: Session, kind: str, progress: Progress = silent) -> tuple[Group, ...]:
    """Do the work of :func:`find_duplicates` in an open session."""
    model: Any = pool_of(kind).model
    twins = empty_index(session, kind)
    wanted = select(model.id, *(getattr(model, name) for name in FIELDS[kind]))
    rows = session.execute(wanted.order_by(model.id)).all()
    for done, row in enumerate(rows):
        if done % _AT_ONCE == 0:
            progress(done, len(rows), "读取")
        twins.add(row, row.id)
    return groups_of(twins.pairs(progress), distinct_pairs(session, kind), twins.told_apart)


def distinct_pairs(session: Session, kind: str) -> frozenset[tuple[int, int]]:
    """Give the pairs marked as not the same, the smaller 记录号 first."""
    wanted = select(DistinctionRow.first_id, DistinctionRow.second_id)
    return frozenset(
        (first, second)
        for first, second in session.execute(wanted.where(DistinctionRow.kind == kind))
    )


def keep_apart(workspace: Workspace, kind: str, first: int, second: int) -> Changes:
    """Remember that two records are not the same; they are not shown as twins any more.

    Raises:
        NotFound: One of them is not there.
        RuleViolation: Both are the same record.
    """
    return keep_all_apart(workspace, kind, [(first, second)])


def keep_all_apart(workspace: Workspace, kind: str, pairs: Iterable[tuple[int, int]]) -> Changes:
    """Remember of several pairs, as one action, that they are not the same.

    Raises:
        NotFound: A record is not there.
        RuleViolation: A pair is twice the same record.
    """
    pool = pool_of(kind)
    wanted = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))
    with workspace.unit_of_work(f"distinguish_{kind}", "标记不是同一条") as uow:
        known = distinct_pairs(uow.session, kind)
        names: dict[int, str] = {}
        for first, second in wanted:
            if first == second:
                message = f"记录号 {first} 写了两次，请写两条不同的记录"
                raise RuleViolation([Reason("same_record", message)])
            for number in (first, second):
                names[number] = _name(uow.session, pool, number)
            if (first, second) not in known:
                uow.session.add(DistinctionRow(kind=kind, first_id=first, second_id=second))
        called = "、".join(f"“{name}”（记录号 {number}）" for number, name in names.items())
        uow.relabel(f"标记不是同一{pool.title}：{called}")
        return uow.commit()


def list_distinctions(workspace: Workspace, kind: str) -> tuple[Distinction, ...]:
    """List the pairs marked as not the same, the newest first."""
    pool = pool_of(kind)
    with workspace.reading() as session:
        wanted = select(DistinctionRow).where(DistinctionRow.kind == kind)
        rows = session.scalars(wanted.order_by(DistinctionRow.id.desc())).all()
        names = _names(session, pool, {n for row in rows for n in (row.first_id, row.second_id)})
        return tuple(
            Distinction(
                row.id,
                row.first_id,
                row.second_id,
                (names.get(row.first_id, "已删除"), names.get(row.second_id, "已删除")),
            )
            for row in rows
        )


def forget_distinctions(workspace: Workspace, kind: str, numbers: Sequence[int]) -> Changes:
    """Take back that records are not the same, as one action; they are compared again.

    Args:
        workspace: Open workspace.
        kind: The pool.
        numbers: Numbers of the decisions; see :class:`Distinction`.

    Raises:
        NotFound: There is no such decision.
    """
    pool = pool_of(kind)
    with workspace.unit_of_work(f"undistinguish_{kind}", "取消标记") as uow:
        for number in numbers:
            row = uow.session.get(DistinctionRow, number)
            if row is None or row.kind != kind:
                raise NotFound(f"没有编号为 {number} 的“不是同一条”标记，可能已经取消")
            uow.session.delete(row)
        uow.relabel(f"取消 {len(numbers)} 个“不是同一{pool.title}”的标记")
        return uow.commit()


def _name(session: Session, pool: Pool[Any], number: int) -> str:
    return str(pool.read(row_of(session, pool, number)).name)


def _names(session: Session, pool: Pool[Any], numbers: set[int]) -> dict[int, str]:
    """What people call some records."""
    model: Any = pool.model
    found: dict[int, str] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = sorted(numbers)[start : start + _AT_ONCE]
        wanted = select(model.id, model.name).where(model.id.in_(some))
        found.update((number, name) for number, name in session.execute(wanted))
    return found
