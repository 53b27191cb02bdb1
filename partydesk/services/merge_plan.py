"""One merge, looked at from all sides before anything is written, and then written."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    DistinctionRow,
    PlacementRow,
    PostRow,
    RoundRow,
    RulingRow,
    TalentRow,
)
from partydesk.db.relinking import Relinking, carry_out, plan_relinking
from partydesk.db.unit_of_work import UnitOfWork
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.merging import JOINED, contradicting, offers
from partydesk.domain.placements import contradictions
from partydesk.domain.selection import Ruling
from partydesk.services.dictionaries import rename_everywhere
from partydesk.services.journal_words import title_of
from partydesk.services.merge_words import clash_words
from partydesk.services.placements import placement_of
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import ENTERPRISES, TALENTS, Pool, places_in, row_of
from partydesk.services.pools import store

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


#: The pools whose records are locked to each other or stand in pairs.
_BOUND = frozenset({TALENTS.kind, ENTERPRISES.kind})


class MergePlan:
    """One merge, looked at before anything is written.

    Attributes:
        keep_id: 记录号 of the record that stays.
        other_ids: Of those that go into it.
        records: All of them, the kept one first.
        offers: Field by field what they say and what is proposed.
        relinking: What hangs on the others.
    """

    def __init__(
        self,
        session: Session,
        pool: Pool[Any],
        keep_id: int,
        other_ids: Sequence[int],
        today: dt.date,
    ) -> None:
        """Look at the records and at what hangs on them.

        Raises:
            NotFound: A record is not there.
            RuleViolation: A record is named twice, or none but the kept one.
        """
        ids = [keep_id, *other_ids]
        if not other_ids:
            message = "合并至少要有两条记录，请再选一条"
            raise RuleViolation([Reason("nothing_to_merge", message)])
        if len(set(ids)) < len(ids):
            message = "同一个记录号写了两次，请各写一次"
            raise RuleViolation([Reason("same_record", message)])
        self._session, self._pool, self._today = session, pool, today
        self.keep_id, self.other_ids = keep_id, tuple(other_ids)
        self._rows: dict[int, Any] = {number: row_of(session, pool, number) for number in ids}
        self.records = tuple(pool.read(self._rows[number]) for number in ids)
        state = list(pool.retirement)[-1]
        self.offers = offers(pool.fields, self.records, reasons={pool.reason_field: state})
        self.relinking = plan_relinking(session, pool.model, keep_id, self.other_ids)

    def moved(self) -> dict[str, int]:
        """Count what moves to the kept record, by what people call it."""
        counts: dict[str, int] = {}
        for row in [*(move.row for move in self.relinking.moves), *self.relinking.doubled]:
            title = title_of(row.__tablename__)
            counts[title] = counts.get(title, 0) + 1
        return counts

    def refused(self) -> list[Reason]:
        """Give every reason why they cannot be merged now."""
        names = {record.id: record.name for record in self.records}
        reasons = [
            Reason(
                "marked_distinct",
                f"“{names[row.first_id]}”（记录号 {row.first_id}）与“{names[row.second_id]}”"
                f"（记录号 {row.second_id}）已标记为不是同一条；如确是同一条，请先取消标记",
            )
            for row in self._distinctions()
            if {row.first_id, row.second_id} <= names.keys()
        ]
        return reasons + [
            Reason("links_differ", clash_words(clash)) for clash in self.relinking.clashes
        ]

    def doubts(self) -> list[Reason]:
        """Give the reasons why a person should look first."""
        found = [
            Reason("fields_differ", f"{offer.field.label}不同，请逐项核对后合并")
            for offer in self.offers
            if contradicting(offer)
        ]
        if sum(self._is_bound(record.id) for record in self.records) > 1:
            message = "不止一条记录有锁定、拟配或委任，请逐条核对后合并"
            found.append(Reason("both_bound", message))
        return found

    def checked(self, chosen: Mapping[str, int]) -> dict[str, int]:
        """Check the choices.

        Raises:
            ValidationFailed: One names a field or a record that is not there, or cannot be made.
        """
        wrong: dict[str, str] = {}
        known = {offer.field.name: offer for offer in self.offers}
        for name, number in chosen.items():
            offer = known.get(name)
            if offer is None:
                wrong[name] = f"没有“{name}”这一项"
            elif number == JOINED and not offer.can_join:
                wrong[name] = f"{offer.field.label}不能合在一起，请选一条记录的值"
            elif number != JOINED and not offer.can_choose:
                wrong[name] = f"{offer.field.label}总是合在一起，不用选择"
            elif number != JOINED and number not in offer.values:
                wrong[name] = f"{offer.field.label}：记录号 {number} 不在要合并的记录中"
        if wrong:
            raise ValidationFailed(wrong)
        return dict(chosen)

    def carry_out(self, uow: UnitOfWork, choice: Mapping[str, int]) -> None:
        """Write the merge; nothing is committed."""
        session, pool = self._session, self._pool
        kept = self._rows[self.keep_id]
        carry_out(session, self.relinking)
        self._move_distinctions()
        for number in self.other_ids:
            session.expire(self._rows[number])
            session.delete(self._rows[number])
            session.flush()  # its number must be free before the kept record takes it
        session.expire(kept)
        record = dataclasses.replace(pool.read(kept), **self._values(choice))
        store(session, pool, kept, pool.complete(record, places_in(session, self._today)).record)
        session.flush()
        self._rename(kept.name)
        uow.mention(kept)

    def label(self) -> str:
        """Say what was done."""
        first, *others = self.records
        merged = "、".join(f"“{record.name}”（记录号 {record.id}）" for record in others)
        kept = f"“{first.name}”（记录号 {first.id}）"
        return f"合并{self._pool.title}：{merged}并入{kept}"

    def _values(self, choice: Mapping[str, int]) -> dict[str, object]:
        """The values that come out; links have moved by themselves."""
        return {
            offer.field.name: offer.result(choice.get(offer.field.name))
            for offer in self.offers
            if offer.can_choose
        }

    def _distinctions(self) -> list[DistinctionRow]:
        ids = (self.keep_id, *self.other_ids)
        wanted = select(DistinctionRow).where(
            DistinctionRow.kind == self._pool.kind,
            or_(DistinctionRow.first_id.in_(ids), DistinctionRow.second_id.in_(ids)),
        )
        return list(self._session.scalars(wanted.order_by(DistinctionRow.id)))

    def _move_distinctions(self) -> None:
        """Let what was said of the merged records hold for the kept one."""
        rows = self._distinctions()
        gone = set(self.other_ids)
        standing = {
            (row.first_id, row.second_id)
            for row in rows
            if not {row.first_id, row.second_id} & gone
        }
        for row in rows:
            if not {row.first_id, row.second_id} & gone:
                continue
            ends = sorted(self.keep_id if n in gone else n for n in (row.first_id, row.second_id))
            pair = (ends[0], ends[1])
            if pair in standing:
                self._session.delete(row)
            else:
                standing.add(pair)
                row.first_id, row.second_id = pair
        self._session.flush()

    def _is_bound(self, number: int) -> bool:
        """Whether a record is locked to another, or stands in a pair."""
        if self._pool.kind not in _BOUND:
            return False
        posts = select(PostRow.id).where(PostRow.enterprise_id == number)
        return any(
            self._session.scalar(
                select(table.id)
                .where(
                    table.talent_id == number
                    if self._pool.kind == TALENTS.kind
                    else table.post_id.in_(posts)
                )
                .limit(1)
            )
            for table in (PlacementRow, RulingRow)
        )

    def _rename(self, name: str) -> None:
        """Let records that name a merged organization as their superior name the kept one."""
        if self._pool.kind != "organizations":
            return
        model: Any = self._pool.model
        for record in self.records:
            if record.name == name:
                continue
            namesake = select(model.id).where(model.name == record.name)
            if self._session.scalar(namesake) is None:
                rename_everywhere(self._session, "committee", record.name, name)


def contradictions_after(
    workspace: Workspace, session: Session, relinking: Relinking
) -> list[Reason]:
    """Say what the links that have moved now contradict: seats, and who is locked to a post."""
    session.flush()
    session.expire_all()  # what was read before knows the records that are gone
    rows = [move.row for move in relinking.moves]
    found: dict[str, Reason] = {}
    for talent in sorted({row.talent_id for row in rows if isinstance(row, PlacementRow)}):
        for reason in _overfull(workspace, session, talent):
            found[reason.message] = reason
    for ruling in rows:
        if isinstance(ruling, RulingRow) and ruling.ruling is Ruling.LOCKED:
            found.update((reason.message, reason) for reason in _overlocked(session, ruling))
    return list(found.values())


def _overfull(workspace: Workspace, session: Session, talent: int) -> Iterator[Reason]:
    """Say where a pair of a person stands in a state that the seats do not carry."""
    for row in session.scalars(select(PlacementRow).where(PlacementRow.talent_id == talent)):
        policy = policy_in(session, session.get_one(RoundRow, row.round_id).year)
        placement = placement_of(session, row, policy, workspace.today())
        for reason in contradictions(placement):
            remedy = "；请先撤回其中一对，或改大可驻单位数，再合并"
            yield Reason(reason.code, f"合并后{reason.message}{remedy}")


def _overlocked(session: Session, ruling: RulingRow) -> Iterator[Reason]:
    """Say where a post has two locked people, or a person more locked posts than seats."""
    round_id = session.get_one(PostRow, ruling.post_id).round_id
    locks = (
        select(RulingRow)
        .join(PostRow, PostRow.id == RulingRow.post_id)
        .where(RulingRow.ruling == Ruling.LOCKED, PostRow.round_id == round_id)
    )
    if len(session.scalars(locks.where(RulingRow.post_id == ruling.post_id)).all()) > 1:
        message = "合并后同一个岗位锁定了两个人，请先在“双向选择”里取消其中一个锁定"
        yield Reason("post_locked_twice", message)
    talent = TALENTS.read(session.get_one(TalentRow, ruling.talent_id))
    locked = session.scalars(locks.where(RulingRow.talent_id == ruling.talent_id)).all()
    if len(locked) > talent.seats:
        message = (
            f"合并后“{talent.name}”锁定在 {len(locked)} 个岗位上，可驻单位数只有 {talent.seats}，"
            "请先取消其中的锁定"
        )
        yield Reason("person_locked_twice", message)
