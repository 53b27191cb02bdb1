"""What becomes of the rows of a sheet of counted ballots: one question a row, a stack as a whole.

A stack comes in whole or not at all: half of its questions would be points that nobody gave. So a
row is only read when it is met, and every stack is judged once all its rows are known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.evaluation.ballots import faults_of_counts
from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.scheme import Question
from partydesk.domain.evaluation.sheets import (
    BALLOT_FIELDS,
    counted_options,
    counts_beyond,
    is_blank,
    option_words,
)
from partydesk.domain.values.cells import key_of
from partydesk.services.evaluation.ballots import (
    Stack,
    require_countable,
    stacks_in,
    write_tally,
)
from partydesk.services.evaluation.evaluations import evaluation_in
from partydesk.services.evaluation.import_judged import (
    COMPONENT,
    NAME,
    UNIT,
    JudgedPlanner,
    Narrowing,
    filled_row,
    name_of,
    narrowed,
)
from partydesk.services.import_rows import PlannedRow, RowCells, RowReport

_FIELD: Final = {column.name: column for column in BALLOT_FIELDS}
_COUNTS: Final = tuple(each for each in BALLOT_FIELDS if each.name.startswith("count_"))
_FIGURES: Final = ("issued", "returned", "invalid")
_TYPED: Final = (*(_FIELD[name] for name in _FIGURES), *_COUNTS)


@dataclass(slots=True)
class _Line:
    """A row of a stack."""

    question: Question
    values: Mapping[str, Any]
    report: RowReport

    @property
    def counted(self) -> bool:
        """Whether anything is counted in it."""
        return not is_blank(_COUNTS, self.values)


@dataclass(slots=True)
class _Heap:
    """The rows of one stack, as far as they were met."""

    stack: Stack
    lines: list[_Line] = field(default_factory=list)
    broken: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return " ".join(filter(None, (self.stack.person, self.stack.unit, self.stack.voters.name)))

    @property
    def blank(self) -> bool:
        """Whether nobody filled anything in."""
        return all(is_blank(_TYPED, line.values) for line in self.lines)

    def figure(self, name: str) -> int | None:
        """How many were given out and so on; the rows say it once or all the same."""
        said = [line.values[name] for line in self.lines if line.values.get(name) is not None]
        return said[0] if said else None

    @property
    def tally(self) -> Tally:
        """What they count together."""
        return Tally(
            self.stack.slot.voters,
            self.figure("issued") or 0,
            self.figure("returned") or 0,
            self.figure("invalid") or 0,
            {line.question.key: counted_options(line.question, line.values) for line in self.lines},
        )


class BallotPlanner(JudgedPlanner):
    """Plans the rows of a sheet of counted ballots."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Read which ballots the year asks for.

        Raises:
            NotFound: No evaluation of the year was begun.
        """
        super().__init__(session, today, year)
        self._heaps: dict[object, _Heap] = {}
        self._stacks: dict[int, list[Stack]] = {}
        for stack in _stacks_of(session, year):
            self._stacks.setdefault(stack.slot.evaluated_id, []).append(stack)

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Read a row; what becomes of it is said by :meth:`finish`."""
        values = cells.values
        label = f"{values.get('judged') or ''} {values.get('voters') or ''}".strip()
        row = self._about(cells, report)
        stack = None
        if row is not None:
            stacks = self._stacks.get(row.id, [])
            stack = self._stack(name_of(row), stacks, values, report)
        if stack is None:
            return PlannedRow(report.row, "rejected", label)
        heap = self._heaps.setdefault(stack.slot, _Heap(stack))
        question = self._question(stack, cells, report)
        if question is not None:
            self._take(heap, _Line(question, values, report))
        heap.broken = heap.broken or bool(report.problems)
        return PlannedRow(report.row, "rejected", heap.label)

    def _stack(
        self, name: str, stacks: Sequence[Stack], values: Mapping[str, Any], report: RowReport
    ) -> Stack | None:
        if not stacks:
            message = f"{name}的考核方案没有测评票"
            report.refuse(Reason("nothing_to_give", message), NAME, name)
            return None
        unit = values.get("enterprise")
        columns: tuple[Narrowing[Stack], ...] = (
            Narrowing(UNIT, unit, lambda stack: stack.unit or unit or ""),
            Narrowing(COMPONENT, values.get("component"), lambda stack: stack.component.name),
            Narrowing(_FIELD["voters"], values.get("voters"), lambda stack: stack.voters.name),
        )
        return narrowed(stacks, columns, report)

    def _question(self, stack: Stack, cells: RowCells, report: RowReport) -> Question | None:
        """Find the question that a row names by its words or its place on the ballot."""
        column, said = _FIELD["question"], cells.values.get("question")
        if said is None:
            report.refuse(Reason("required", f"缺少{column.label}，请补填"), column)
            return None
        questions = stack.component.questions
        for place, question in enumerate(questions, 1):
            if key_of(said) in {key_of(question.text), str(place)}:
                return question
        message = f"票上没有题目“{said}”，请照测评票填写题目，或填序号 1 至 {len(questions)}"
        report.refuse(Reason("unknown", message), column, said)
        return None

    def _take(self, heap: _Heap, line: _Line) -> None:
        """Add a row to its stack, after a look at what it alone can be wrong about."""
        question, values, report = line.question, line.values, line.report
        for earlier in heap.lines:
            if earlier.question.key == question.key:
                message = f"与第 {earlier.report.row} 行是同一题，请只留一行"
                report.refuse(Reason("doubled_row", message), _FIELD["question"], question.text)
                break
        words = values.get("words")
        if words is not None and key_of(words) != key_of(option_words(question)):
            message = f"这一题的选项现在是“{option_words(question)}”，请重新导出模板后填写"
            report.refuse(Reason("other_options", message), _FIELD["words"], words)
        for name in counts_beyond(question, values):
            message = f"这一题只有 {len(question.options)} 个选项，请核对"
            report.refuse(Reason("unbelievable", message), _FIELD[name], str(values[name]))
        heap.lines.append(line)

    # -- once all rows are known ---------------------------------------------------------------

    def finish(self) -> Mapping[int, PlannedRow]:
        """Say what becomes of every stack: row → what is planned with it."""
        planned: dict[int, PlannedRow] = {}
        for heap in self._heaps.values():
            for row in self._finished(heap):
                planned[row.row] = row
        return planned

    def _finished(self, heap: _Heap) -> Iterable[PlannedRow]:
        if heap.broken:
            message = "同一叠票有别的行不能导入，整叠都不导入"
            for line in heap.lines:
                if not line.report.problems:
                    line.report.refuse(Reason("stack_refused", message))
            return []
        if heap.blank:
            message = "票数都空着，这一叠没有导入"
            heap.lines[0].report.warn(Reason("empty_row", message), _FIELD["returned"])
            return [PlannedRow(each.report.row, "unchanged", heap.label) for each in heap.lines]
        self._refuse_heap(heap)
        if any(line.report.problems for line in heap.lines):
            heap.broken = True
            return self._finished(heap)
        return self._rows(heap)

    def _refuse_heap(self, heap: _Heap) -> None:
        """Say what is wrong with a stack as a whole, each at the row that it is about."""
        first = heap.lines[0].report
        for name in _FIGURES:
            self._same(heap, name)
        for name in _FIGURES[:2]:
            if heap.figure(name) is None:
                column = _FIELD[name]
                first.refuse(Reason("required", f"缺少{column.label}票数，请补填"), column)
        there = {line.question.key for line in heap.lines}
        lacking = [q.text for q in heap.stack.component.questions if q.key not in there]
        if lacking:
            message = f"这叠票还差 {len(lacking)} 题没有填：{'、'.join(lacking)}"
            first.refuse(Reason("questions_missing", message), _FIELD["question"])
        for line in heap.lines:
            if not line.counted:
                message = "这一题没有填票数；各项都没有人选的，请填 0"
                line.report.refuse(Reason("required", message), _COUNTS[0])
        try:
            require_countable(heap.stack)
        except RuleViolation as problem:
            for reason in problem.reasons:
                first.refuse(reason)
        if not any(line.report.problems for line in heap.lines):
            self._sums(heap)

    def _same(self, heap: _Heap, name: str) -> None:
        """Refuse a row that gives another figure than the rows before it."""
        figure = heap.figure(name)
        for line in heap.lines:
            said = line.values.get(name)
            if said not in (None, figure):
                message = f"同一叠票前面写的是 {figure}，这里写的是 {said}，请核对"
                line.report.refuse(Reason("contradiction", message), _FIELD[name], str(said))

    def _sums(self, heap: _Heap) -> None:
        """Refuse figures that contradict each other."""
        rows = {line.question.key: line.report for line in heap.lines}
        for name, message in faults_of_counts(heap.stack.component, heap.tally).items():
            report = rows.get(name, heap.lines[0].report)
            report.refuse(Reason("unbelievable", message), _FIELD.get(name, _COUNTS[0]))

    def _rows(self, heap: _Heap) -> Iterable[PlannedRow]:
        """Plan the rows of a sound stack; each stores the whole, whichever is the first."""
        before, now, stack = heap.stack.tally, heap.tally, heap.stack
        if before == now:
            return [PlannedRow(each.report.row, "unchanged", heap.label) for each in heap.lines]
        outcome = "created" if before is None else "updated"

        def write(session: Session) -> None:
            write_tally(session, stack, now)

        return [
            PlannedRow(
                line.report.row, outcome, f"{heap.label}：{line.question.text}",
                _changes(line.question, before, now), write, together=stack.slot,
            )
            for line in heap.lines
        ]  # fmt: skip


def _changes(question: Question, before: Tally | None, now: Tally) -> tuple[FieldChange, ...]:
    old = "" if before is None else _shown(question, before)
    new = _shown(question, now)
    return () if old == new else (FieldChange(question.text, old, new),)


def _shown(question: Question, tally: Tally) -> str:
    counts = tally.counts.get(question.key, {})
    return "、".join(f"{option.word} {counts.get(option.key, 0)}" for option in question.options)


def _stacks_of(session: Session, year: int) -> Iterable[Stack]:
    for judged in Judged:
        parent = evaluation_in(session, year, judged)
        if parent is not None:
            yield from stacks_in(session, parent)


def rows_of_ballots(session: Session, year: int) -> Iterable[Mapping[str, Any]]:
    """Give the rows of the sheet that goes out: every question of every stack of the year."""
    for stack in _stacks_of(session, year):
        for question in stack.component.questions:
            yield filled_row(
                judged=stack.person, enterprise=stack.unit, component=stack.component.name,
                voters=stack.voters.name, question=question.text, words=option_words(question),
            )  # fmt: skip
