"""测评票: what was given out and came back, counted by hand or typed twice ballot by ballot.

Nothing of a ballot tells whose it is: it has its place in the stack and what is ticked. What is
typed and not yet settled is no record: like a draft it stands outside the journal, and only the
counts that come out of it are stored as an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    BallotBatchRow,
    BallotCountRow,
    EvaluatedRow,
    EvaluationRow,
    KeyedBallotRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.ballots import faults_of_counts, merged_tallies
from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.keying import (
    Difference,
    Keyed,
    ballot_faults,
    differences,
    error_rate,
    settled_ballots,
    tally_of,
)
from partydesk.domain.evaluation.kinds import Judged, Keying, ScoredBy
from partydesk.domain.evaluation.scheme import Component, Scheme, VoterClass
from partydesk.domain.evaluation.scheme_values import scheme_from
from partydesk.services.closed_years import require_open
from partydesk.services.evaluation.evaluations import require_unfrozen
from partydesk.services.evaluation.postings import units_of_year

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

FIRST, SECOND, SETTLED = 1, 2, 3
"""The passes of keying; the third holds what was settled where the first two differ."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Which ballots: about whom, of which component and class, in which unit.

    Attributes:
        evaluated_id: The person in the evaluation.
        component: Key of the component.
        voters: Key of the voter class.
        enterprise_id: Where they are given out.
    """

    evaluated_id: int
    component: str
    voters: str
    enterprise_id: int | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The ballots of a slot as far as they are known.

    Attributes:
        slot: Which ballots.
        person: About whom.
        group: That person's group.
        unit: Where they were given out.
        component: The component, with its questions.
        voters: The class.
        tally: What was counted; None as long as it was not.
        issued: 发出; 0 before anything is known.
        returned: 收回.
        keying: How they are entered; None before that was begun.
        keyed: How many were typed in the first and the second pass.
        differing: How many answers differ and are not settled.
        error_rate: Share of the answers in which the passes differed; None without two passes.
        batch_id: 记录号; None before anything is stored.
    """

    slot: Slot
    person: str
    group: str
    unit: str
    component: Component
    voters: VoterClass
    tally: Tally | None = None
    issued: int = 0
    returned: int = 0
    keying: Keying | None = None
    keyed: tuple[int, int] = (0, 0)
    differing: int = 0
    error_rate: float | None = None
    batch_id: int | None = None

    @property
    def state(self) -> str:
        """How far they are, in a word."""
        if self.tally is not None:
            return "已计票"
        if self.keying is not Keying.BALLOTS:
            return "未录入"
        if min(self.keyed) < self.returned:
            turn, done = (
                ("一", self.keyed[0]) if self.keyed[0] < self.returned else ("二", self.keyed[1])
            )
            return f"第{turn}遍 {done}/{self.returned}"
        return f"待核对 {self.differing} 处" if self.differing else "待计票"


def list_stacks(
    workspace: Workspace, year: int, judged: Judged = Judged.PEOPLE
) -> tuple[Stack, ...]:
    """List all ballots that a year's evaluation asks for, person by person.

    Returns:
        One for each person, unit of the year and voter class; none where the evaluation is not
        begun.
    """
    with workspace.reading() as session:
        parent = _evaluation(session, year, judged)
        return () if parent is None else tuple(stacks_in(session, parent))


def get_stack(workspace: Workspace, slot: Slot) -> Stack:
    """Give the ballots of one slot.

    Raises:
        NotFound: The evaluation does not ask for them.
    """
    with workspace.reading() as session:
        return _stack(session, slot)


def record_counts(
    workspace: Workspace,
    slot: Slot,
    issued: int,
    returned: int,
    invalid: int,
    counts: Mapping[str, Mapping[str, int]],
) -> Changes:
    """Store ballots that were counted by hand.

    Args:
        workspace: Open workspace.
        slot: Which ballots.
        issued: 发出.
        returned: 收回; more than were given out is refused, such a vote is void (政协测评办法).
        invalid: 无效.
        counts: Question → option → how often it is ticked.

    Raises:
        ValidationFailed: The figures contradict each other.
        RuleViolation: They were typed ballot by ballot, or the year is closed.
        NotFound: The evaluation does not ask for them.
    """
    with workspace.unit_of_work("record_ballots", "录入测评票") as uow:
        stack = _open_stack(uow.session, slot)
        require_countable(stack)
        tally = Tally(slot.voters, issued, returned, invalid, counts)
        _require_sound(stack.component, tally)
        write_tally(uow.session, stack, tally)
        uow.relabel(f"录入{stack.person}的测评票（{stack.voters.name}）：有效 {tally.valid} 张")
        return uow.commit()


def require_countable(stack: Stack) -> None:
    """Refuse counts of ballots that are typed one by one.

    Raises:
        RuleViolation: They are.
    """
    if stack.keying is Keying.BALLOTS:
        raise RuleViolation([Reason("keyed", "这些票已逐票录入，请先“清除重录”再按票数录入")])


def write_tally(session: Session, stack: Stack, tally: Tally) -> None:
    """Store what was counted by hand, on an open session; what is there already is left alone."""
    batch = _batch_of(session, stack.slot)
    if batch is not None and _tally(session, batch) == tally:
        return
    batch = _batch_row(session, stack.slot, Keying.COUNTS, tally)
    _write_counts(session, batch, stack.component, tally)


def begin_keying(workspace: Workspace, slot: Slot, issued: int, returned: int) -> Changes:
    """Say how many ballots are to be typed one by one, twice.

    Raises:
        ValidationFailed: Nothing came back, or more than was given out, or less than is typed.
        RuleViolation: They were counted by hand, or the year is closed.
        NotFound: The evaluation does not ask for them.
    """
    with workspace.unit_of_work("key_ballots", "逐票录入测评票", undoable=False) as uow:
        stack = _open_stack(uow.session, slot)
        if stack.keying is Keying.COUNTS:
            raise RuleViolation([Reason("counted", "这些票已按票数录入，请先“清除重录”再逐票录入")])
        if returned < max(1, *stack.keyed):
            least = max(1, *stack.keyed)
            raise ValidationFailed({"returned": f"收回不能少于 {least} 张（已录入的张数）"})
        tally = Tally(slot.voters, issued, returned, 0, {})
        _require_sound(stack.component, tally)
        batch = _batch_row(uow.session, slot, Keying.BALLOTS, tally)
        if stack.returned != returned:
            _drop_counts(uow.session, batch)
        uow.relabel(f"逐票录入{stack.person}的测评票（{stack.voters.name}）：收回 {returned} 张")
        return uow.commit()


def key_ballot(workspace: Workspace, slot: Slot, turn: int, ballot: Keyed) -> None:
    """Keep one ballot as typed in a pass, or type it anew.

    Args:
        workspace: Open workspace.
        slot: Which ballots.
        turn: :data:`FIRST` or :data:`SECOND`; :data:`SETTLED` for a ballot whose passes differ.
        ballot: What is on it.

    Raises:
        ValidationFailed: It has answers that its questions do not offer, or no place in the stack.
        RuleViolation: The stack is counted already, or the year is closed.
        NotFound: Keying was not begun.
    """
    with workspace.unit_of_work("key_ballot", "录入一张测评票", passive=True) as uow:
        batch, component = _batch_in_work(uow.session, slot)
        faults = ballot_faults(component, ballot, batch.returned)
        if faults:
            raise ValidationFailed({"answers": "；".join(faults)})
        row = uow.session.scalar(
            select(KeyedBallotRow).where(
                KeyedBallotRow.batch_id == batch.id,
                KeyedBallotRow.pass_ == turn,
                KeyedBallotRow.serial == ballot.serial,
            )
        )
        if row is None:
            row = KeyedBallotRow(batch_id=batch.id, pass_=turn, serial=ballot.serial)
            uow.session.add(row)
        row.answers = ballot.words
        uow.commit()


def _batch_in_work(session: Session, slot: Slot) -> tuple[BallotBatchRow, Component]:
    """Give a stack that is being typed; looks at no ballot, so that the last is kept as fast."""
    row = session.get(EvaluatedRow, slot.evaluated_id)
    batch = None if row is None else _batch_of(session, slot)
    if row is None or batch is None or batch.keying is not Keying.BALLOTS:
        raise NotFound("还没有开始逐票录入")
    require_open(session, row.evaluation.year)
    require_unfrozen(row.evaluation)
    counted = select(BallotCountRow.id).where(BallotCountRow.batch_id == batch.id).limit(1)
    if session.scalar(counted) is not None:
        raise RuleViolation([Reason("counted", "这些票已经计票；要改动请先“清除重录”")])
    return batch, scheme_from(row.evaluation.scheme).component(slot.component)


def list_keyed(workspace: Workspace, slot: Slot, turn: int) -> tuple[Keyed, ...]:
    """Give what was typed in one pass, in the order of the stack."""
    with workspace.reading() as session:
        stack = _stack(session, slot)
        return tuple(_keyed(session, stack.batch_id, turn))


def list_differences(workspace: Workspace, slot: Slot) -> tuple[Difference, ...]:
    """List the answers in which the two passes differ, settled or not."""
    with workspace.reading() as session:
        stack = _stack(session, slot)
        first, second = (_keyed(session, stack.batch_id, turn) for turn in (FIRST, SECOND))
        return differences(stack.component, first, second)


def count_keyed(workspace: Workspace, slot: Slot) -> Changes:
    """Count ballots that were typed twice and whose differences are settled.

    Raises:
        RuleViolation: A pass is not complete, or a difference is not settled; all is named.
        NotFound: Keying was not begun.
    """
    with workspace.unit_of_work("count_ballots", "计票") as uow:
        stack = _open_stack(uow.session, slot)
        batch = _batch_of(uow.session, slot)
        if batch is None or batch.keying is not Keying.BALLOTS:
            raise NotFound("还没有开始逐票录入")
        why_not = _against_counting(stack)
        if why_not:
            raise RuleViolation(why_not)
        ballots = settled_ballots(
            *(_keyed(uow.session, batch.id, turn) for turn in (FIRST, SECOND, SETTLED))
        )
        tally = tally_of(stack.component, slot.voters, batch.issued, ballots)
        batch.invalid = tally.invalid
        _write_counts(uow.session, batch, stack.component, tally)
        uow.relabel(f"{stack.person}的测评票计票（{stack.voters.name}）：有效 {tally.valid} 张")
        return uow.commit()


def clear_stack(workspace: Workspace, slot: Slot) -> Changes:
    """Take out what was entered of some ballots, so that it can be entered anew.

    What was counted by hand comes back by undo; what was typed ballot by ballot does not.

    Raises:
        NotFound: Nothing was entered.
        RuleViolation: The year is closed.
    """
    with workspace.reading() as session:
        keyed = _stack(session, slot).keying is Keying.BALLOTS
    with workspace.unit_of_work("clear_ballots", "清除测评票", undoable=not keyed) as uow:
        stack = _open_stack(uow.session, slot)
        batch = _batch_of(uow.session, slot)
        if batch is None:
            raise NotFound("这些票还没有录入")
        uow.session.execute(delete(KeyedBallotRow).where(KeyedBallotRow.batch_id == batch.id))
        _drop_counts(uow.session, batch)
        uow.session.flush()
        uow.session.delete(batch)
        uow.relabel(f"清除{stack.person}的测评票（{stack.voters.name}）")
        return uow.commit()


def tallies_of(session: Session, evaluated_id: int) -> dict[str, tuple[Tally, ...]]:
    """Give what was counted about somebody, component by component, one tally a class.

    Ballots of several units are put together; what is typed and not yet counted is left out.
    """
    batches = session.scalars(
        select(BallotBatchRow)
        .where(BallotBatchRow.evaluated_id == evaluated_id)
        .order_by(BallotBatchRow.id)
    )
    found: dict[str, list[Tally]] = {}
    for batch in batches:
        tally = _tally(session, batch)
        if tally is not None:
            found.setdefault(batch.component, []).append(tally)
    return {component: merged_tallies(tallies) for component, tallies in found.items()}


# -- reading -----------------------------------------------------------------------------------


def _evaluation(session: Session, year: int, judged: Judged) -> EvaluationRow | None:
    statement = select(EvaluationRow).where(
        EvaluationRow.year == year, EvaluationRow.judged == judged
    )
    return session.scalar(statement)


def stacks_in(session: Session, parent: EvaluationRow) -> Iterable[Stack]:
    """Give all ballots that an evaluation asks for, on an open session."""
    scheme = scheme_from(parent.scheme)
    people = session.scalars(
        select(EvaluatedRow)
        .where(EvaluatedRow.evaluation_id == parent.id, EvaluatedRow.left_out.is_(None))
        .order_by(EvaluatedRow.id)
    )
    for row in people:
        for slot in _slots(session, row, scheme):
            yield _read(session, row, scheme, slot)


def _slots(session: Session, row: EvaluatedRow, scheme: Scheme) -> Iterable[Slot]:
    """Which ballots are asked for about somebody: in each unit of the year, of each class."""
    units: Sequence[int | None] = [None]
    if row.talent_id is not None:
        units = [unit.id for unit in units_of_year(session, row.talent_id, row.evaluation.year)]
    for component in scheme.components:
        if component.scored_by is ScoredBy.BALLOTS:
            for unit in units or [None]:
                for voters in component.voters:
                    yield Slot(row.id, component.key, voters.key, unit)


def _stack(session: Session, slot: Slot) -> Stack:
    row = session.get(EvaluatedRow, slot.evaluated_id)
    if row is None:
        raise NotFound("考核里没有这个人")
    scheme = scheme_from(row.evaluation.scheme)
    if slot not in list(_slots(session, row, scheme)):
        raise NotFound("考核方案里没有这种测评票")
    return _read(session, row, scheme, slot)


def _open_stack(session: Session, slot: Slot) -> Stack:
    """Give the ballots of a slot where they may still be changed."""
    row = session.get(EvaluatedRow, slot.evaluated_id)
    if row is not None:
        require_open(session, row.evaluation.year)
        require_unfrozen(row.evaluation)
    return _stack(session, slot)


def _read(session: Session, row: EvaluatedRow, scheme: Scheme, slot: Slot) -> Stack:
    component = scheme.component(slot.component)
    voters = next(each for each in component.voters if each.key == slot.voters)
    name = row.talent.name if row.talent else row.organization.name if row.organization else ""
    batch = _batch_of(session, slot)
    unit = ""
    if slot.enterprise_id is not None and row.talent_id is not None:
        units = units_of_year(session, row.talent_id, row.evaluation.year)
        unit = next(each.name for each in units if each.id == slot.enterprise_id)
    known = Stack(slot, name, row.group, unit, component, voters)
    return known if batch is None else _with_batch(session, known, batch)


def _with_batch(session: Session, known: Stack, batch: BallotBatchRow) -> Stack:
    first, second, settled = (_keyed(session, batch.id, turn) for turn in (FIRST, SECOND, SETTLED))
    differing = differences(known.component, first, second)
    done = {ballot.serial for ballot in settled}
    return Stack(
        slot=known.slot,
        person=known.person,
        group=known.group,
        unit=known.unit,
        component=known.component,
        voters=known.voters,
        tally=_tally(session, batch),
        issued=batch.issued,
        returned=batch.returned,
        keying=batch.keying,
        keyed=(len(first), len(second)),
        differing=sum(each.serial not in done for each in differing),
        error_rate=error_rate(known.component, first, second),
        batch_id=batch.id,
    )


def _batch_of(session: Session, slot: Slot) -> BallotBatchRow | None:
    return session.scalar(
        select(BallotBatchRow).where(
            BallotBatchRow.evaluated_id == slot.evaluated_id,
            BallotBatchRow.component == slot.component,
            BallotBatchRow.voters == slot.voters,
            BallotBatchRow.enterprise_id.is_(slot.enterprise_id)
            if slot.enterprise_id is None
            else BallotBatchRow.enterprise_id == slot.enterprise_id,
        )
    )


def _keyed(session: Session, batch_id: int | None, turn: int) -> tuple[Keyed, ...]:
    rows = session.execute(
        select(KeyedBallotRow.serial, KeyedBallotRow.answers)
        .where(KeyedBallotRow.batch_id == batch_id, KeyedBallotRow.pass_ == turn)
        .order_by(KeyedBallotRow.serial)
    )
    return tuple(Keyed.from_words(serial, words) for serial, words in rows)


def _tally(session: Session, batch: BallotBatchRow) -> Tally | None:
    """What was counted; None for ballots that are typed and wait to be counted."""
    counts: dict[str, dict[str, int]] = {}
    rows = session.scalars(select(BallotCountRow).where(BallotCountRow.batch_id == batch.id))
    for row in rows:
        counts.setdefault(row.question, {})[row.option] = row.count
    if not counts:
        return None
    return Tally(batch.voters, batch.issued, batch.returned, batch.invalid, counts)


def _against_counting(stack: Stack) -> list[Reason]:
    found = []
    for words, done in zip(("第一遍", "第二遍"), stack.keyed, strict=True):
        if done < stack.returned:
            message = f"{words}还差 {stack.returned - done} 张没有录入"
            found.append(Reason("incomplete", message))
    if stack.differing:
        message = f"两遍录入还有 {stack.differing} 处不一致没有核对"
        found.append(Reason("differing", message))
    return found


# -- writing -----------------------------------------------------------------------------------


def _require_sound(component: Component, tally: Tally) -> None:
    faults = faults_of_counts(component, tally)
    if faults:
        raise ValidationFailed(dict(faults))


def _batch_row(session: Session, slot: Slot, keying: Keying, tally: Tally) -> BallotBatchRow:
    """Store what was given out and came back."""
    batch = _batch_of(session, slot)
    if batch is None:
        batch = BallotBatchRow(
            evaluated_id=slot.evaluated_id,
            component=slot.component,
            voters=slot.voters,
            enterprise_id=slot.enterprise_id,
        )
        session.add(batch)
    batch.issued, batch.returned, batch.invalid = tally.issued, tally.returned, tally.invalid
    batch.keying = keying
    session.flush()
    return batch


def _write_counts(
    session: Session, batch: BallotBatchRow, component: Component, tally: Tally
) -> None:
    """Store a count for every option, zeros too: an option that nobody ticked was counted."""
    _drop_counts(session, batch)
    session.flush()
    for question in component.questions:
        for option in question.options:
            count = tally.counts.get(question.key, {}).get(option.key, 0)
            session.add(
                BallotCountRow(
                    batch_id=batch.id, question=question.key, option=option.key, count=count
                )
            )


def _drop_counts(session: Session, batch: BallotBatchRow) -> None:
    """Take the counts out one by one, so that the journal has each."""
    rows = session.scalars(select(BallotCountRow).where(BallotCountRow.batch_id == batch.id))
    for row in rows:
        session.delete(row)
