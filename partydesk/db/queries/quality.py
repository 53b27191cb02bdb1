"""Reading for the look at data quality: blanks counted in SQL, records read without the mapper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Text, case, func, select, type_coerce
from sqlalchemy.orm import Session

from partydesk.db.base import Words
from partydesk.db.completeness import asked_count, gap_count, is_gap
from partydesk.db.models import (
    AgreementRow,
    CoverageRow,
    EnterpriseRow,
    OrganizationRow,
    PlacementRow,
    PostRow,
    TalentRow,
)
from partydesk.db.queries.terms import sets_the_term
from partydesk.db.search import SearchRow
from partydesk.domain.completeness import CLEARS, Asked, Clear, Degree, Tally
from partydesk.domain.enterprises import GONE, Enterprise
from partydesk.domain.organizations import Organization, OrganizationState
from partydesk.domain.placements import SEATED
from partydesk.domain.references import Reference
from partydesk.domain.talents import PoolState, Talent

Record = TypeVar("Record", Talent, Enterprise, Organization)
_AT_ONCE = 5000


def table_of(kind: str) -> Any:  # noqa: ANN401 - one of three mapped tables
    """Give the table of a pool.

    Raises:
        KeyError: There is no such pool.
    """
    return {"talents": TalentRow, "enterprises": EnterpriseRow,
            "organizations": OrganizationRow}[kind]  # fmt: skip


def in_use(kind: str) -> ColumnElement[bool]:
    """Records of a pool that are not retired."""
    if kind == "talents":
        return TalentRow.state != PoolState.RETIRED
    if kind == "organizations":
        return OrganizationRow.state != OrganizationState.DISSOLVED
    return func.coalesce(EnterpriseRow.operation.not_in(GONE), True)


def gap_counts(session: Session, kind: str, every: Sequence[Asked]) -> tuple[int, dict[str, int]]:
    """Count the records in use of a pool, and how many leave each field blank; one look at all."""
    table = table_of(kind)
    sums = [func.sum(gap_count(table, [asked])) for asked in every]
    total, *counts = session.execute(select(func.count(), *sums).where(in_use(kind))).one()
    return total, {asked.name: count or 0 for asked, count in zip(every, counts, strict=True)}


def gap_page(
    session: Session, kind: str, asked: Asked, offset: int, limit: int
) -> list[tuple[int, str]]:
    """Read 记录号 and name of some records in use that leave a field blank, by pinyin."""
    table = table_of(kind)
    statement = (
        select(table.id, table.name)
        .join(SearchRow, (SearchRow.record_id == table.id) & (SearchRow.kind == kind))
        .where(in_use(kind), is_gap(table, asked))
        .order_by(SearchRow.sort_key, table.id)
    )
    rows = session.execute(statement.offset(offset).limit(limit))
    return [(number, name) for number, name in rows]


def clear_tallies(session: Session) -> Iterator[Tally]:
    """Count the units in use by committee and degrees; the rest is arithmetic on few rows."""
    table = EnterpriseRow
    superior, township = func.nullif(table.superior, ""), func.nullif(table.township, "")
    name = func.coalesce(superior, township, "")
    field = case((superior.is_not(None), "superior"), (township.is_not(None), "township"), else_="")
    columns = [
        column
        for every in CLEARS.values()
        for column in (asked_count(table, every), gap_count(table, every))
    ]
    # One pass works the degrees out; naming them keeps GROUP BY from working them out again.
    worked = select(
        field.label("field"),
        name.label("name"),
        *(column.label(f"n{place}") for place, column in enumerate(columns)),
    ).where(in_use("enterprises"))
    inner = worked.subquery()
    grouped = select(*inner.c, func.count()).group_by(*inner.c)
    for where, committee, *numbers, units in session.execute(grouped):
        degrees = {
            clear: Degree(numbers[2 * place] - numbers[2 * place + 1], numbers[2 * place])
            for place, clear in enumerate(Clear)
        }
        yield Tally(where, committee, degrees, units)


def read_plainly(session: Session, record: type[Record], names: Sequence[str]) -> Iterator[Record]:
    """Read all records of a table with only some fields filled; many times faster than mapping."""
    kind = {Talent: "talents", Enterprise: "enterprises", Organization: "organizations"}[record]
    table = table_of(kind).__table__
    columns = ("id", *names)
    statement = select(*(_plain(table.c[name]) for name in columns)).order_by(table.c.id)
    for row in session.connection().execute(statement).yield_per(_AT_ONCE):
        yield record(**dict(zip(columns, row, strict=True)))


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    """An empty list of words as nothing: decoding a hundred thousand of them takes a second."""
    if isinstance(column.type, Words):
        return type_coerce(func.nullif(type_coerce(column, Text), "[]"), column.type)
    return column


def covered_units(session: Session) -> dict[int, list[Reference]]:
    """Organization → the units it covers."""
    found: dict[int, list[Reference]] = {}
    statement = select(CoverageRow.organization_id, EnterpriseRow.id, EnterpriseRow.name).join(
        EnterpriseRow, EnterpriseRow.id == CoverageRow.enterprise_id
    )
    for organization, unit, name in session.execute(statement.order_by(CoverageRow.id)):
        found.setdefault(organization, []).append(Reference(unit, name))
    return found


def on_duty(session: Session, today: dt.date) -> list[tuple[int, int]]:
    """Who is posted where on a day: (talent, enterprise)."""
    statement = (
        select(PlacementRow.talent_id, PostRow.enterprise_id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(PlacementRow.state.in_(SEATED), AgreementRow.term_to >= today, sets_the_term())
    )
    return [(talent, unit) for talent, unit in session.execute(statement)]
