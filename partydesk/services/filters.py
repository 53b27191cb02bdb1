"""Saved filters: what a list was narrowed by, under a name, to be asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import SavedFilterRow
from partydesk.db.queries.conditions import CONDITIONS
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import Field
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import sort_key
from partydesk.domain.ranges import RANGED, Range, read_range, written_bound
from partydesk.domain.values import ValueRefused
from partydesk.services.pool_kinds import Pool, pool_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A named filter.

    Attributes:
        id: Its number.
        name: What the user calls it.
        query: What it asks for; fields that are no more are left out.
    """

    id: int
    name: str
    query: Query


def list_filters(workspace: Workspace, kind: str) -> tuple[SavedFilter, ...]:
    """List a pool's saved filters in the order of their names."""
    pool = pool_of(kind)
    with workspace.reading() as session:
        rows = session.scalars(select(SavedFilterRow).where(SavedFilterRow.kind == kind)).all()
        found = [SavedFilter(row.id, row.name, _read(pool, row.query, workspace)) for row in rows]
    return tuple(sorted(found, key=lambda each: (sort_key(each.name), each.name)))


def save_filter(workspace: Workspace, kind: str, name: str, query: Query) -> tuple[int, Changes]:
    """Keep a query under a name; the one that had the name before is replaced.

    Records that were picked out are not kept: they are not the same tomorrow.

    Raises:
        ValidationFailed: No name, one that is too long, or nothing to keep.
    """
    name = _checked(name)
    query = replace(query, picked=None)
    if not query.narrows and not query.include_retired:
        raise ValidationFailed({"query": "没有任何条件，请先选条件再保存"})
    with workspace.unit_of_work("save_filter", f"保存筛选条件“{name}”") as uow:
        row = _called(uow.session, kind, name)
        if row is None:
            row = SavedFilterRow(kind=kind, name=name)
            uow.session.add(row)
        row.query = _written(query)
        changes = uow.commit()
        return row.id, changes


def rename_filter(workspace: Workspace, kind: str, number: int, name: str) -> Changes:
    """Call a saved filter something else.

    Raises:
        ValidationFailed: No name, too long, or another filter has it.
        NotFound: There is no such filter.
    """
    name = _checked(name)
    with workspace.unit_of_work("rename_filter", "改名") as uow:
        row = _get(uow.session, kind, number)
        other = _called(uow.session, kind, name)
        if other is not None and other.id != number:
            raise ValidationFailed({"name": f"已有名为“{name}”的筛选条件，请换一个名称"})
        uow.relabel(f"筛选条件“{row.name}”改名为“{name}”")
        row.name = name
        return uow.commit()


def delete_filter(workspace: Workspace, kind: str, number: int) -> Changes:
    """Do away with a saved filter; can be undone.

    Raises:
        NotFound: There is no such filter.
    """
    with workspace.unit_of_work("delete_filter", "删除筛选条件") as uow:
        row = _get(uow.session, kind, number)
        uow.relabel(f"删除筛选条件“{row.name}”")
        uow.session.delete(row)
        return uow.commit()


def _checked(name: str) -> str:
    """Give a name without blanks around it.

    Raises:
        ValidationFailed: There is none, or it is too long for a menu.
    """
    name = " ".join(name.split())
    if not name:
        raise ValidationFailed({"name": "请写一个名称"})
    if len(name) > _LONGEST:
        raise ValidationFailed({"name": f"名称太长，请在 {_LONGEST} 个字以内"})
    return name


def _called(session: Session, kind: str, name: str) -> SavedFilterRow | None:
    """The filter that has a name."""
    wanted = select(SavedFilterRow).where(SavedFilterRow.kind == kind, SavedFilterRow.name == name)
    return session.scalar(wanted)


def _get(session: Session, kind: str, number: int) -> SavedFilterRow:
    """The filter with a number.

    Raises:
        NotFound: There is none.
    """
    row = session.get(SavedFilterRow, number)
    if row is None or row.kind != kind:
        raise NotFound("这个筛选条件已经删除")
    return row


def _written(query: Query) -> dict[str, Any]:
    """Write a query as plain values."""
    return {
        "text": query.text,
        "filters": {name: list(words) for name, words in query.filters.items()},
        "ranges": {
            name: [written_bound(wanted.low), written_bound(wanted.high)]
            for name, wanted in query.ranges.items()
        },
        "contains": dict(query.contains),
        "conditions": list(query.conditions),
        "include_retired": query.include_retired,
        "sort": query.sort,
        "descending": query.descending,
    }


def _read(pool: Pool[Any], kept: Mapping[str, Any], workspace: Workspace) -> Query:
    """Read a query back; what the program no longer knows is left out."""
    known = {field.name: field for field in pool.fields}
    conditions = CONDITIONS.get(pool.kind, {})
    ranges: dict[str, Range] = {}
    for name, (low, high) in kept.get("ranges", {}).items():
        if name in known and known[name].kind in RANGED:
            try:
                ranges[name] = read_range(known[name], low, high, workspace.today())
            except ValueRefused:
                continue
    filters = {
        name: words
        for name, every in kept.get("filters", {}).items()
        if name in known and (words := _known_words(known[name], every))
    }
    return Query(
        text=kept.get("text", ""),
        filters=filters,
        ranges=ranges,
        contains={n: text for n, text in kept.get("contains", {}).items() if n in known},
        conditions=tuple(one for one in kept.get("conditions", ()) if one in conditions),
        include_retired=bool(kept.get("include_retired", False)),
        sort=kept.get("sort", "") if kept.get("sort", "") in known else "",
        descending=bool(kept.get("descending", False)),
    )


def _known_words(field: Field, words: Sequence[str]) -> tuple[str, ...]:
    """Give the words that a field can still have; the empty one means that nothing is there."""
    choices = field.choices
    if choices is None:
        return tuple(words)
    there = {member.value for member in choices}
    return tuple(word for word in words if not word or word in there)
