"""Merging records: what would come of it, doing it as one action, and doing it for many groups.

Nothing of a merged record is lost: what it says is chosen or joined field by field, everything that
hangs on it moves to the kept record, and the action can be undone, days later as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from partydesk.db.relinking import plan_relinking
from partydesk.domain.changes import Changes
from partydesk.domain.duplicates import Certainty, Group
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.merging import FieldOffer
from partydesk.domain.progress import Progress, silent
from partydesk.services.duplicates import groups_in
from partydesk.services.merge_plan import MergePlan, contradictions_after
from partydesk.services.pool_kinds import Pool, pool_of, row_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would come to.

    Attributes:
        records: The records, the kept one first.
        offers: Field by field what they say and what is proposed.
        moved: What people call the things that move to the kept record → how many.
        refused: Why they cannot be merged now; empty when they can.
    """

    records: tuple[Any, ...]
    offers: tuple[FieldOffer, ...]
    moved: Mapping[str, int]
    refused: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """A group that nobody but a person can merge.

    Attributes:
        group: The group.
        reasons: Why.
    """

    group: Group
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BatchMerged:
    """What merging all exact groups came to.

    Attributes:
        merged: 记录号 of the groups that were merged, the kept one first.
        queued: The groups left for a person.
        changes: For the pages.
    """

    merged: tuple[tuple[int, ...], ...]
    queued: tuple[Queued, ...]
    changes: Changes


def merge_preview(
    workspace: Workspace, kind: str, keep_id: int, other_ids: Sequence[int]
) -> MergePreview:
    """Say what merging records would come to; nothing is stored.

    Args:
        workspace: Open workspace.
        kind: The pool.
        keep_id: 记录号 of the record that stays.
        other_ids: 记录号 of the records that go into it.

    Raises:
        NotFound: A record is not there.
        RuleViolation: A record is named twice, or none but the kept one.
    """
    with workspace.reading() as session:
        merge = MergePlan(session, pool_of(kind), keep_id, other_ids, workspace.today())
        return MergePreview(merge.records, merge.offers, merge.moved(), tuple(merge.refused()))


def merge_records(
    workspace: Workspace,
    kind: str,
    keep_id: int,
    other_ids: Sequence[int],
    chosen: Mapping[str, int] | None = None,
) -> Changes:
    """Merge records into one, as one action that can be undone.

    Args:
        workspace: Open workspace.
        kind: The pool.
        keep_id: 记录号 of the record that stays.
        other_ids: 记录号 of the records that go into it.
        chosen: Field name → 记录号 of the record whose value is taken, or ``JOINED`` for all of
            them together; fields left out take what :func:`merge_preview` proposes.

    Raises:
        NotFound: A record is not there.
        RuleViolation: A record is named twice; two are marked as not the same; or what hangs on
            them contradicts each other. Each reason says what to do.
        ValidationFailed: A choice names a field or a record that is not there.
    """
    pool = pool_of(kind)
    with workspace.unit_of_work(f"merge_{kind}", f"合并{pool.title}") as uow:
        merge = MergePlan(uow.session, pool, keep_id, other_ids, workspace.today())
        choice = merge.checked(chosen or {})
        refused = merge.refused()
        if refused:
            raise RuleViolation(refused)
        merge.carry_out(uow, choice)
        contradicting = contradictions_after(workspace, uow.session, merge.relinking)
        if contradicting:
            raise RuleViolation(contradicting)
        uow.relabel(merge.label())
        return uow.commit()


def merge_exact_groups(workspace: Workspace, kind: str, progress: Progress = silent) -> BatchMerged:
    """Merge all groups that are certainly the same and do not contradict themselves, as one action.

    A group that needs a person's eyes is left for one, and never stops the others.

    Args:
        workspace: Open workspace.
        kind: The pool.
        progress: Told how many groups are done; may cancel, and then nothing is merged.

    Raises:
        NotFound: There is no such pool.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)
    merged: list[tuple[int, ...]] = []
    queued: list[Queued] = []
    with workspace.unit_of_work(f"merge_{kind}", f"合并{pool.title}") as uow:
        groups = [
            group
            for group in groups_in(uow.session, kind, progress)
            if group.certainty is Certainty.EXACT
        ]
        for done, group in enumerate(groups):
            progress(done, len(groups), "合并")
            kept, others = _kept_first(uow.session, pool, group.ids)
            merge = MergePlan(uow.session, pool, kept, others, workspace.today())
            reasons = (*merge.refused(), *merge.doubts())
            if reasons:
                queued.append(Queued(group, reasons))
            else:
                merge.carry_out(uow, {})
                merged.append((merge.keep_id, *merge.other_ids))
        gone = sum(len(ids) - 1 for ids in merged)
        uow.relabel(f"合并确定相同的{pool.title} {len(merged)} 组，并入 {gone} 条")
        changes = uow.commit()
    return BatchMerged(tuple(merged), tuple(queued), changes)


def suggest_kept(workspace: Workspace, kind: str, ids: Sequence[int]) -> tuple[int, ...]:
    """Put records in the order in which they should stay: the one that says and holds most first.

    Raises:
        NotFound: A record is not there.
    """
    with workspace.reading() as session:
        kept, others = _kept_first(session, pool_of(kind), ids)
        return (kept, *others)


def _kept_first(session: Session, pool: Pool[Any], ids: Sequence[int]) -> tuple[int, list[int]]:
    """Choose who stays: in use, on whom most hangs, who has a number and says most, the oldest."""

    def worth(number: int) -> tuple[object, ...]:
        record = pool.read(row_of(session, pool, number))
        said = sum(getattr(record, field.name) not in (None, ()) for field in pool.fields)
        held = len(plan_relinking(session, pool.model, 0, [number]).moves)
        return (not record.is_retired, held, bool(getattr(record, pool.number)), said, -number)

    ordered = sorted(ids, key=worth, reverse=True)
    return ordered[0], ordered[1:]
