"""One act for many records of a pool: change a field, retire, restore, tag.

Each is one action with one undo. The records are named by their numbers, or by the query that
lists them, so that "all 100,000 found" need not pass through the window.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.journal import ChangeRow
from partydesk.domain.bulk import (
    BulkChange,
    BulkPreview,
    BulkRow,
    ChangeMode,
    Refusal,
    change_in_words,
    changed_value,
    modes_of,
)
from partydesk.domain.changes import Changes, FieldChange
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field, field_of, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import show
from partydesk.services.pool_kinds import Places, Pool, places_in, pool_of, words_for
from partydesk.services.pools import find_numbers, learn

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Which records: their numbers, or the query that lists them.
Chosen = Sequence[int] | Query

_BATCH = 500
_FIRST_ROWS = 200
_COUNTERS = {"talents": "人", "enterprises": "家", "organizations": "个"}


def counter_of(kind: str) -> str:
    """The counting word of a pool's records."""
    return _COUNTERS.get(kind, "条")


def bulk_preview(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    change: BulkChange,
    *,
    progress: Progress = silent,
) -> BulkPreview:
    """Say what a change would do to each of many records; nothing is stored.

    Args:
        workspace: Open workspace.
        kind: The pool.
        chosen: Which records.
        change: The field and what is done to it.
        progress: Told how many records were looked at; may cancel.

    Raises:
        ValidationFailed: The field cannot be changed for many, or the value cannot be read.
        Cancelled: The user asked to stop.
    """
    numbers = _numbers(workspace, kind, chosen)
    with workspace.reading() as session:
        plan = _Plan(workspace, session, kind, change)
        tally = _Tally()
        for done, batch in _batches(session, plan.pool, numbers):
            for number, row in batch:
                tally.count(plan.outcome(number, row))
            session.expunge_all()
            progress(done, len(numbers), "核对")
        return tally.preview(plan)


def bulk_apply(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    change: BulkChange,
    *,
    only_possible: bool = False,
    progress: Progress = silent,
) -> Changes:
    """Change one field of many records as one action: all of them, or none.

    The rules of saving a record hold: what follows from the field is filled in, contradictions
    are warnings.

    Args:
        workspace: Open workspace.
        kind: The pool.
        chosen: Which records.
        change: The field and what is done to it.
        only_possible: Whether records that cannot be changed are left out; else one of them
            stops everything.
        progress: Told how many records were changed; may cancel, and then nothing is stored.

    Raises:
        ValidationFailed: The field cannot be changed for many, or the value cannot be read.
        RuleViolation: Records that cannot be changed, each with its reason.
        Cancelled: The user asked to stop.
    """
    numbers = _numbers(workspace, kind, chosen)
    with workspace.unit_of_work(f"bulk_edit_{kind}", "批量修改") as uow:
        plan = _Plan(workspace, uow.session, kind, change)
        tally = _Tally()
        for done, batch in _batches(uow.session, plan.pool, numbers):
            changed = []
            for number, row in batch:
                outcome = plan.outcome(number, row)
                tally.count(outcome)
                if isinstance(outcome, _Changed) and row is not None:
                    _write(row, plan.pool.fields, outcome)
                    changed.append(outcome.after)
            uow.session.flush()
            learn(uow.session, plan.pool, changed)
            progress(done, len(numbers), "修改")
        if tally.refusals and not only_possible:
            raise RuleViolation(
                [Reason("refused", f"{one.name or one.id}：{one.reason}") for one in tally.refusals]
            )
        uow.relabel(f"批量修改 {tally.changing} {counter_of(kind)}：{plan.words}")
        return uow.commit(progress)


def tag_records(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    *,
    progress: Progress = silent,
) -> Changes:
    """Put tags on many records and take others off, as one action.

    Raises:
        ValidationFailed: There is nothing to add or to remove.
        RuleViolation: A record is gone.
        Cancelled: The user asked to stop.
    """
    change = BulkChange("tags", ChangeMode.ADD, "、".join(add), "、".join(remove))
    return bulk_apply(workspace, kind, chosen, change, progress=progress)


def retire_records(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    reason: str,
    *,
    progress: Progress = silent,
) -> Changes:
    """Take many records out of use as one action; those that are already are left alone.

    Raises:
        ValidationFailed: No reason was given.
        RuleViolation: A record is gone.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)
    if not reason.strip():
        raise ValidationFailed({pool.reason_field: "请写明停用原因"})
    values = {**pool.retirement, pool.reason_field: reason.strip()}

    def retired(_session: Session, records: Sequence[Any]) -> list[Any]:
        return [dataclasses.replace(r, **values) for r in records if not r.is_retired]

    return _rewrite(workspace, kind, chosen, "停用", retired, progress)


def restore_records(
    workspace: Workspace, kind: str, chosen: Chosen, *, progress: Progress = silent
) -> Changes:
    """Bring many retired records back as one action.

    Each takes the state it had before it was retired, where the journal knows it, else the state
    of a new record.

    Raises:
        RuleViolation: A record is gone.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)

    def restored(session: Session, records: Sequence[Any]) -> list[Any]:
        return _before_retirement(session, pool, [r for r in records if r.is_retired])

    return _rewrite(workspace, kind, chosen, "恢复", restored, progress)


# -- changing one field ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Changed:
    """A record that would change."""

    before: Any
    after: Any
    warnings: tuple[str, ...]


class _Plan:
    """One change, read once, for any number of records.

    Attributes:
        pool: The pool.
        field: The field that is changed.
        words: The change in words.
        notes: What deserves attention about the change as a whole.
    """

    def __init__(
        self, workspace: Workspace, session: Session, kind: str, change: BulkChange
    ) -> None:
        """Read the typed value.

        Raises:
            ValidationFailed: The field cannot be changed for many, or the value cannot be read.
        """
        self.pool: Pool[Any] = pool_of(kind)
        self.field = _field(self.pool, change)
        self._mode = change.mode
        self._places: Places = places_in(session, workspace.today())
        words = words_for(session, (self.field,))
        self.notes: tuple[str, ...] = ()
        self._value = self._read(change.value, workspace, words) if change.value.strip() else None
        self._removed = tuple(word.strip() for word in change.removed.split("、") if word.strip())
        self._check()
        self.words = change_in_words(self.field, change.mode, self._value, self._removed)

    def _read(self, typed: str, workspace: Workspace, words: dict[str, tuple[str, ...]]) -> object:
        entry = read_entry(
            (self.field,), {self.field.name: typed}, today=workspace.today(), words=words
        )
        found = entry.warnings.get(self.field.name, ())
        self.notes = tuple(reason.message for reason in found)
        return entry.values[self.field.name]

    def _check(self) -> None:
        """Refuse a change that says nothing.

        Raises:
            ValidationFailed: There is no value, or no word.
        """
        if self._mode is ChangeMode.CLEAR:
            return
        if self._mode is ChangeMode.REMOVE and not self._removed:
            raise ValidationFailed({self.field.name: f"请写明要去掉的{self.field.label}"})
        if self._mode is not ChangeMode.REMOVE and not (self._value or self._removed):
            if self._value in (False, 0):
                return
            raise ValidationFailed({self.field.name: f"请填写{self.field.label}"})

    def outcome(self, number: int, row: Base | None) -> _Changed | Refusal | None:
        """Say what becomes of one record; None where it is so already."""
        if row is None:
            return Refusal(number, "", f"没有记录号为 {number} 的{self.pool.title}，可能已被删除")
        before = self.pool.read(row)
        held = getattr(before, self.field.name)
        value = changed_value(self.field, self._mode, held, self._value, self._removed)
        if value == held:
            return None
        wanted = dataclasses.replace(before, **{self.field.name: value})
        done = self.pool.complete(wanted, self._places)
        if getattr(done.record, self.field.name) == held:
            reason = f"{self.field.label}由其他内容决定，不能改为“{show(self.field, value)}”"
            return Refusal(number, before.name, reason)
        return _Changed(before, done.record, self._new(done.warnings, before))

    def _new(self, warnings: dict[str, Reason], before: Any) -> tuple[str, ...]:  # noqa: ANN401 - by pool
        """Give the warnings that the record does not have already."""
        if not warnings:
            return ()
        had = self.pool.complete(before, self._places).warnings
        return tuple(reason.message for n, reason in warnings.items() if had.get(n) != reason)


def _field(pool: Pool[Any], change: BulkChange) -> Field:
    """Give the field of a change.

    Raises:
        ValidationFailed: There is none of that name, or it cannot be changed so.
    """
    try:
        field = field_of(pool.record, change.field)
    except KeyError:
        raise ValidationFailed({change.field: f"{pool.title}没有“{change.field}”这一项"}) from None
    modes = modes_of(pool.record, field)
    if not modes:
        message = f"{field.label}每条记录各不相同，不能批量修改；请逐条修改"
        raise ValidationFailed({field.name: message})
    if change.mode not in modes:
        allowed = "、".join(modes)
        raise ValidationFailed({field.name: f"{field.label}不能“{change.mode}”，可以：{allowed}"})
    return field


class _Tally:
    """Counts outcomes and keeps the first of them."""

    def __init__(self) -> None:
        self.changing = self.unchanged = self.warned = 0
        self.refusals: list[Refusal] = []
        self._first: list[_Changed] = []

    def count(self, outcome: _Changed | Refusal | None) -> None:
        """Take one outcome down."""
        if outcome is None:
            self.unchanged += 1
        elif isinstance(outcome, Refusal):
            self.refusals.append(outcome)
        else:
            self.changing += 1
            self.warned += bool(outcome.warnings)
            if len(self._first) < _FIRST_ROWS:
                self._first.append(outcome)

    def preview(self, plan: _Plan) -> BulkPreview:
        """Write it all in words."""
        return BulkPreview(
            plan.words,
            self.changing,
            self.unchanged,
            len(self.refusals),
            tuple(_row(plan, outcome) for outcome in self._first),
            tuple(self.refusals[:_FIRST_ROWS]),
            self.warned,
            plan.notes,
        )


def _row(plan: _Plan, outcome: _Changed) -> BulkRow:
    """Write one changed record in words."""
    moved = {}
    for field in plan.pool.fields:
        was, will = getattr(outcome.before, field.name), getattr(outcome.after, field.name)
        if was != will:
            moved[field.name] = FieldChange(field.label, show(field, was), show(field, will))
    own = moved.pop(plan.field.name)
    record = outcome.before
    also = tuple(moved.values())
    return BulkRow(record.id, record.name, own.before, own.after, also, outcome.warnings)


# -- reading and writing many ----------------------------------------------------------------


def _numbers(workspace: Workspace, kind: str, chosen: Chosen) -> Sequence[int]:
    """Give the numbers of the chosen records, each once."""
    if isinstance(chosen, Query):
        return find_numbers(workspace, kind, chosen)
    return tuple(dict.fromkeys(chosen))


def _batches(
    session: Session, pool: Pool[Any], numbers: Sequence[int]
) -> Iterator[tuple[int, list[tuple[int, Base | None]]]]:
    """Read rows so many at a time, in the order of the numbers; None for those that are gone."""
    model: Any = pool.model
    for start in range(0, len(numbers), _BATCH):
        part = numbers[start : start + _BATCH]
        found = {row.id: row for row in session.scalars(select(model).where(model.id.in_(part)))}
        yield start + len(part), [(number, found.get(number)) for number in part]


def _write(row: Base, fields: Sequence[Field], outcome: _Changed) -> None:
    """Write what moved into a row."""
    for field in fields:
        value = getattr(outcome.after, field.name)
        if value != getattr(outcome.before, field.name):
            setattr(row, field.name, value)


def _rewrite(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    act: str,
    rewritten: Callable[[Session, Sequence[Any]], list[Any]],
    progress: Progress,
) -> Changes:
    """Store what becomes of many records as one action.

    Args:
        workspace: Open workspace.
        kind: The pool.
        chosen: Which records.
        act: 停用 or 恢复.
        rewritten: Gives the records that change, of some that were read.
        progress: Told how many are done; may cancel.

    Raises:
        RuleViolation: A record is gone.
    """
    pool = pool_of(kind)
    numbers = _numbers(workspace, kind, chosen)
    code = "retire" if act == "停用" else "restore"
    count = 0
    with workspace.unit_of_work(f"bulk_{code}_{kind}", f"{act}{pool.title}") as uow:
        for done, batch in _batches(uow.session, pool, numbers):
            rows = {number: _there(pool, number, row) for number, row in batch}
            before = {number: pool.read(row) for number, row in rows.items()}
            for record in rewritten(uow.session, list(before.values())):
                _write(rows[record.id], pool.fields, _Changed(before[record.id], record, ()))
                count += 1
            uow.session.flush()
            progress(done, len(numbers), act)
        uow.relabel(f"{act}{pool.title} {count} {counter_of(kind)}")
        return uow.commit(progress)


def _there(pool: Pool[Any], number: int, row: Base | None) -> Base:
    """Give a row that is there.

    Raises:
        RuleViolation: It is gone.
    """
    if row is None:
        message = f"没有记录号为 {number} 的{pool.title}，可能已被删除；请刷新名单后重试"
        raise RuleViolation([Reason("gone", message)])
    return row


def _before_retirement(session: Session, pool: Pool[Any], records: Sequence[Any]) -> list[Any]:
    """Give retired records as they were before that."""
    changes = (
        select(ChangeRow.row_id, ChangeRow.before)
        .where(
            ChangeRow.table_name == pool.kind,
            ChangeRow.row_id.in_([record.id for record in records]),
            ChangeRow.operation == "update",
        )
        .order_by(ChangeRow.id.desc())
    )
    back: dict[int, Any] = {}
    retired = {record.id: record for record in records}
    for number, image in session.execute(changes):
        if number not in back:
            earlier = _with_image(pool, retired[number], image or {})
            if not earlier.is_retired:
                back[number] = earlier
    new = {field.name: field for field in fields_of(pool.record)}
    defaults = {
        attribute.name: attribute.default
        for attribute in dataclasses.fields(pool.record)
        if attribute.name in new and attribute.name in {*pool.retirement, pool.reason_field}
    }
    return [back.get(r.id) or dataclasses.replace(r, **defaults) for r in records]


def _with_image(pool: Pool[Any], record: Any, image: dict[str, Any]) -> Any:  # noqa: ANN401 - by pool
    """Put the state of an earlier image over a record; other fields stay."""
    table: Any = pool.model.__table__
    values = {
        name: journal.restored(table, name, image[name])
        for name in (*pool.retirement, pool.reason_field)
        if name in image
    }
    return dataclasses.replace(record, **values)
