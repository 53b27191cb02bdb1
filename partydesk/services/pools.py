"""The pools: finding, reading, writing and retiring records that are described field by field.

人才库 and 企业库 differ in what their records say and in a few rules; everything else is done
here once for both.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db import search
from partydesk.db.base import Base
from partydesk.db.index_rows import is_person
from partydesk.db.models import WordRow
from partydesk.db.queries.conditions import Rules
from partydesk.db.queries.pools import numbers_of, page_of
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import Reason, ValidationFailed
from partydesk.domain.fields import Kind
from partydesk.domain.finding import marks_of
from partydesk.domain.listing import Hit, Page, Query
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import Cell
from partydesk.services.dictionaries import new_words, words_in
from partydesk.services.drafts import drop_draft
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import (
    Pool,
    places_in,
    pool_of,
    row_of,
    words_for,
)
from partydesk.services.references import References, resolve_values

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def find_records(workspace: Workspace, kind: str, query: Query) -> Page[Any]:
    """Give one page of a pool as frozen records, and how many there are in all."""
    pool = pool_of(kind)
    with workspace.reading() as session:
        rules = rules_for(session, query, workspace.today())
        rows, total = page_of(session, pool.model, kind, pool.fields, query, rules)
        return Page(tuple(pool.read(row) for row in rows), total)


def rules_for(session: Session, query: Query, today: dt.date) -> Rules | None:
    """Read what a query's conditions are held against; None where it has none."""
    if not query.conditions:
        return None
    return Rules(policy_in(session, today.year), today, words_in(session, "standard"))


def find_numbers(workspace: Workspace, kind: str, query: Query) -> tuple[int, ...]:
    """Give the 记录号 of all records a query describes, in its order."""
    pool = pool_of(kind)
    with workspace.reading() as session:
        rules = rules_for(session, query, workspace.today())
        return tuple(numbers_of(session, pool.model, kind, pool.fields, query, rules))


def search_records(
    workspace: Workspace, kind: str, text: str, limit: int = 50
) -> tuple[tuple[Hit, ...], int]:
    """Search as the search line does.

    Returns:
        The first hits and the total of all.
    """
    pool = pool_of(kind)
    page = find_records(workspace, kind, Query(text=text, limit=limit))
    person = is_person(pool.fields)
    hits = tuple(
        Hit(
            kind,
            record.id,
            record.name,
            search.matched_field(pool.fields, record, text),
            marks_of(record.name, text, person=person),
        )
        for record in page.rows
    )
    return hits, page.total


def get_record(workspace: Workspace, kind: str, record_id: int) -> Any:  # noqa: ANN401 - by pool
    """Give one record.

    Raises:
        NotFound: There is none with this number.
    """
    pool = pool_of(kind)
    with workspace.reading() as session:
        return pool.read(row_of(session, pool, record_id))


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did.

    Attributes:
        id: 记录号.
        changes: For the pages.
        warnings: Field name → what deserves attention.
    """

    id: int
    changes: Changes
    warnings: dict[str, tuple[Reason, ...]]


def save_record(
    workspace: Workspace,
    kind: str,
    record_id: int | None,
    cells: Mapping[str, Cell],
    *,
    with_draft: bool = False,
) -> Saved:
    """Store a new record or change one.

    Args:
        workspace: Open workspace.
        kind: The pool.
        record_id: 记录号, or None for a new record.
        cells: Field name → what was typed; fields left out keep their value.
        with_draft: Whether this is what the kept draft of the record says, so that the draft goes
            in the same moment: a new record must not stand there twice after a crash.

    Raises:
        ValidationFailed: A value is missing, cannot be read, or the number belongs to another.
        NotFound: There is no record with this number.
    """
    pool = pool_of(kind)
    act = "新增" if record_id is None else "修改"
    with workspace.unit_of_work(f"save_{kind}", f"{act}{pool.title}") as uow:
        words = words_for(uow.session, pool.fields)
        row = pool.model() if record_id is None else row_of(uow.session, pool, record_id)
        cells = dict(cells) if record_id is not None else _with_required(pool, cells)
        entry = read_entry(pool.fields, cells, today=workspace.today(), words=words)
        values = without_blank_defaults(pool, entry.values)
        before = None if record_id is None else pool.read(row)
        _resolve(References(uow.session), pool, values, before)
        record = pool.record(**values) if before is None else dataclasses.replace(before, **values)
        places = places_in(uow.session, workspace.today())
        done = pool.complete(record, places)
        refuse_twin(uow.session, pool, done.record)
        store(uow.session, pool, row, done.record)
        if with_draft:
            drop_draft(uow.session, kind, record_id)
        uow.relabel(f"{act}{pool.title}“{done.record.name}”")
        changes = uow.commit()
        warnings = dict(entry.warnings)
        for name, reason in done.warnings.items():
            warnings[name] = (*warnings.get(name, ()), reason)
        return Saved(row.id, changes, warnings)  # type: ignore[attr-defined]


def save_records(
    workspace: Workspace,
    kind: str,
    entries: Sequence[Mapping[str, Cell]],
    *,
    progress: Progress = silent,
) -> tuple[tuple[int, ...], Changes]:
    """Store many new records as one action: all of them, or none.

    Args:
        workspace: Open workspace.
        kind: The pool.
        entries: For each record field name → what was typed.
        progress: Told how many are read; may cancel, and then nothing is stored.

    Returns:
        The 记录号 in the order of the entries.

    Raises:
        ValidationFailed: A value is missing, cannot be read, or a number is there already; the
            message names the entry.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)
    with workspace.unit_of_work(f"save_{kind}", f"新增{pool.title}") as uow:
        words, places = (
            words_for(uow.session, pool.fields),
            places_in(uow.session, workspace.today()),
        )
        references = References(uow.session)
        taken = set(uow.session.scalars(select(getattr(pool.model, pool.number))))
        records = []
        for count, cells in enumerate(entries, 1):
            try:
                given = _with_required(pool, cells)
                entry = read_entry(pool.fields, given, today=workspace.today(), words=words)
                values = without_blank_defaults(pool, entry.values)
                _resolve(references, pool, values, None)
                record = pool.complete(pool.record(**values), places).record
                _refuse_taken(pool, record, taken)
            except ValidationFailed as error:
                named = {name: f"第 {count} 条：{why}" for name, why in error.fields.items()}
                raise ValidationFailed(named) from error
            records.append(record)
            progress(count, len(entries), f"登记{pool.title}")
        rows = [pool.model() for _ in records]
        for row, record in zip(rows, records, strict=True):
            put(uow.session, pool, row, record)
        uow.session.flush()
        learn(uow.session, pool, records)
        uow.relabel(f"新增{pool.title} {len(rows)} 条")
        changes = uow.commit()
        return tuple(row.id for row in rows), changes  # type: ignore[attr-defined]


def _resolve(
    references: References,
    pool: Pool[Any],
    values: dict[str, Any],
    before: Any,  # noqa: ANN401
) -> None:
    """Put records in the place of what was written to mean them.

    Raises:
        ValidationFailed: There is no such record, or several have the name.
    """
    refused = resolve_values(references, pool.fields, values, before)
    if refused:
        raise ValidationFailed({name: reason.message for name, reason in refused.items()})


def _refuse_taken(pool: Pool[Any], record: Any, taken: set[str]) -> None:  # noqa: ANN401
    """Refuse a number that a record, or an earlier entry, has; remember this one.

    Raises:
        ValidationFailed: The number is there already.
    """
    number = getattr(record, pool.number)
    if number and number in taken:
        label = next(f.label for f in pool.fields if f.name == pool.number)
        raise ValidationFailed({pool.number: f"“{record.name}”的{label}已有，请核对"})
    if number:
        taken.add(number)


def _with_required(pool: Pool[Any], cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Name what a new record cannot do without, so that its absence is reported."""
    missing: dict[str, Cell] = {f.name: None for f in pool.fields if f.required}
    return {**missing, **cells}


def without_blank_defaults(pool: Pool[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Let a blank choice that always has a value keep the one it has, or take its default."""
    record: type = pool.record
    blank = {name for name in _always_chosen(record) if values.get(name, record) is None}
    if not blank:
        return values
    return {name: value for name, value in values.items() if name not in blank}


@cache
def _always_chosen(record: type) -> frozenset[str]:
    """Name the choices of a record that always have a value."""
    return frozenset(
        attribute.name
        for attribute in dataclasses.fields(record)
        if isinstance(attribute.default, Enum)
    )


def store(session: Session, pool: Pool[Any], row: Base, record: Any) -> None:  # noqa: ANN401
    """Write a record into its row and teach the dictionaries its new words."""
    put(session, pool, row, record)
    learn(session, pool, [record])


def put(session: Session, pool: Pool[Any], row: Base, record: Any) -> None:  # noqa: ANN401
    """Write a record into its row."""
    for field in pool.fields:
        value = getattr(record, field.name)
        if getattr(row, field.name) != value or row not in session:
            setattr(row, field.name, value)
    session.add(row)


def learn(session: Session, pool: Pool[Any], records: Sequence[Any]) -> None:
    """Teach the dictionaries the new words of some records; nothing is committed."""
    session.add_all(words_learned(session, pool, records))


def words_learned(session: Session, pool: Pool[Any], records: Sequence[Any]) -> list[WordRow]:
    """Make the rows of the words that some records bring, with one question a dictionary."""
    used: dict[tuple[str, str], dict[str, None]] = {}
    for field in pool.fields:
        if field.dictionary and field.open_dictionary:
            for value, parent in _said(field.name, records):
                words = value if isinstance(value, tuple) else (value,)
                used.setdefault((field.dictionary, parent), {}).update(dict.fromkeys(words))
    return [
        row
        for (dictionary, parent), words in used.items()
        for row in new_words(session, dictionary, tuple(words), parent)
    ]


def _said(name: str, records: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Give the different values of a field, and the township for villages, in their order."""
    if name == "village":
        places = dict.fromkeys(map(attrgetter("village", "township"), records))
        return ((village, township or "") for village, township in places if village)
    return ((value, "") for value in dict.fromkeys(map(attrgetter(name), records)) if value)


def refuse_twin(session: Session, pool: Pool[Any], record: Any) -> None:  # noqa: ANN401
    """Refuse a number that belongs to another record.

    Raises:
        ValidationFailed: Naming the record that has it.
    """
    number = getattr(record, pool.number)
    if not number:
        return
    column = getattr(pool.model, pool.number)
    twin: Any = session.scalar(select(pool.model).where(column == number))
    if twin is not None and twin.id != record.id:
        label = next(f.label for f in pool.fields if f.name == pool.number)
        message = f"这个{label}已属于“{twin.name}”（记录号 {twin.id}），请核对或打开该记录"
        raise ValidationFailed({pool.number: message})


def retire_record(workspace: Workspace, kind: str, record_id: int, reason: str) -> Changes:
    """Take a record out of use; it stays with its history and can be brought back by undo.

    Raises:
        ValidationFailed: No reason was given.
        NotFound: There is no record with this number.
    """
    pool = pool_of(kind)
    if not reason.strip():
        raise ValidationFailed({pool.reason_field: "请写明停用原因"})
    with workspace.unit_of_work(f"retire_{kind}", f"停用{pool.title}") as uow:
        row = row_of(uow.session, pool, record_id)
        for name, value in pool.retirement.items():
            setattr(row, name, value)
        setattr(row, pool.reason_field, reason.strip())
        uow.relabel(f"停用{pool.title}“{pool.read(row).name}”")
        return uow.commit()


def choices_of(
    workspace: Workspace, kind: str, texts: Mapping[str, str] | None = None
) -> dict[str, tuple[str, ...]]:
    """List for each field the words its editor offers.

    Args:
        workspace: Open workspace.
        kind: The pool.
        texts: What the form holds now; a village's words depend on the township.

    Returns:
        Field name → words; fields with free text are left out.
    """
    pool = pool_of(kind)
    township = (texts or {}).get("township") or None
    with workspace.reading() as session:
        return {
            field.name: tuple(member.value for member in field.choices)
            if field.choices
            else words_in(
                session, field.dictionary, township if field.dictionary == "village" else None
            )
            for field in pool.fields
            if field.kind in (Kind.CHOICE, Kind.DICTIONARY, Kind.MULTI)
        }
