"""One change of one field for many records of a pool: previewed, then one action, one undo."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from partydesk.db.base import Base
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
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.field_changes import field_change
from partydesk.domain.fields import Field, field_of
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import show
from partydesk.services.chosen import (
    Chosen,
    chosen_numbers,
    counter_of,
    read_batches,
    write_moved,
)
from partydesk.services.pool_kinds import Places, Pool, places_in, pool_of, words_for
from partydesk.services.pools import learn

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_FIRST_ROWS = 200


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
    numbers = chosen_numbers(workspace, kind, chosen)
    with workspace.reading() as session:
        plan = _Plan(workspace, session, kind, change)
        tally = _Tally()
        for done, batch in read_batches(session, plan.pool, numbers):
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
    numbers = chosen_numbers(workspace, kind, chosen)
    with workspace.unit_of_work(f"bulk_edit_{kind}", "批量修改") as uow:
        plan = _Plan(workspace, uow.session, kind, change)
        tally = _Tally()
        for done, batch in read_batches(uow.session, plan.pool, numbers):
            changed = []
            for number, row in batch:
                outcome = plan.outcome(number, row)
                tally.count(outcome)
                if isinstance(outcome, _Changed) and row is not None:
                    write_moved(row, plan.pool.fields, outcome.before, outcome.after)
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
            moved[field.name] = field_change(field, was, will)
    own = moved.pop(plan.field.name)
    record = outcome.before
    also = tuple(moved.values())
    return BulkRow(record.id, record.name, own.before, own.after, also, outcome.warnings)
