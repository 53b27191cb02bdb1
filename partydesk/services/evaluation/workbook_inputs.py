"""What the 考核计算表 counts with: the scheme, ballots, points, data and marks as cells.

Each sheet holds what was entered as plain cells, and beside it the first steps as formulas. Texts
that somebody typed stand in cells only; formulas name the cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from partydesk.domain.evaluation.ballots import merged_tallies
from partydesk.domain.evaluation.inputs import Inputs, Tally
from partydesk.domain.evaluation.kinds import Rounding, RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import Component, Grade, Question, Scheme
from partydesk.exchange.grid import column_letters
from partydesk.exchange.workbook import Formula, Sheet, Written

SCHEME_SHEET: Final = "方案"
_PARTS: Final = "分项"
_BALLOTS: Final = "测评票"
_MARKS: Final = "附加规则"

#: What a binary figure may be off by before it is rounded; see :func:`rounding`.
NEAR: Final = "1E-9"

Row = list[Written | Formula]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who stands in the workbook.

    Attributes:
        name: As on paper; two may have the same.
        group: Within which places are given.
        inputs: What is known.
    """

    name: str
    group: str
    inputs: Inputs


def rounding(how: Rounding, exact: str, digits: str) -> str:
    """Write the rounding of a figure that is never negative.

    A spreadsheet counts with binary figures: 90×0.4＋87.8×0.4 may come out a hair under the half it
    is. So a billionth is added (for 进一: taken away) first. A figure that truly lies within a
    billionth of a half without being one would be rounded the other way than by the exact
    calculation; with points of two digits and some hundred ballots that does not happen in
    practice, and the column 相符 would show it.
    """
    if how is Rounding.UP:
        return f"ROUNDUP(MAX(0,{exact}-{NEAR}),{digits})"
    return f"{'ROUND' if how is Rounding.HALF_UP else 'ROUNDDOWN'}({exact}+{NEAR},{digits})"


# -- the scheme --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SchemeCells:
    """Where the figures of the scheme stand.

    Attributes:
        sheet: The sheet.
        figures: ``least_weight``, ``least_months``, ``least_valid``, ``digits``, ``most`` → cell.
        limits: Key of a bonus or deduction → cell of its limit.
        words: Word of a grade → its cell.
        at_least: Word of a grade → cell of its points.
        percents: Word of a grade → cell of its quota.
        ladder: The words from the highest, as a range.
    """

    sheet: Sheet
    figures: Mapping[str, str]
    limits: Mapping[str, str]
    words: Mapping[str, str]
    at_least: Mapping[str, str]
    percents: Mapping[str, str]
    ladder: str


def scheme_cells(scheme: Scheme) -> SchemeCells:
    """Lay out the figures of a scheme."""
    counted = [rule for rule in scheme.rules if rule.kind is not RuleKind.CAP]
    first = 7  # the row of the first limit, below the heading and five figures
    bonuses = [
        f"B{number}" for number, rule in enumerate(counted, first) if rule.kind is RuleKind.BONUS
    ]
    most = Formula(f"=100+{'+'.join(bonuses)}") if bonuses else 100
    left: list[Row] = [
        ["最低有分权重", scheme.least_weight],
        ["最少在岗月数", scheme.least_months],
        ["最低有效票数", scheme.least_valid],
        [f"小数位数（{scheme.rounding.value}）", scheme.digits],
        ["总分上限", most],
    ]
    left.extend([f"{rule.kind.value}上限：{rule.name}", rule.limit] for rule in counted)
    right: list[Row] = [[grade.word, grade.at_least, grade.percent] for grade in scheme.grades]
    nothing: Row = [None, None]
    rows = [[*one, None, *two] for one, two in zip_longest(left, right, fillvalue=nothing)]
    headers = ["项目", "数值", "", "等次", "起分", "比例上限（%）"]
    keys = ("least_weight", "least_months", "least_valid", "digits", "most")
    grades = [grade.word for grade in scheme.grades]
    return SchemeCells(
        Sheet(SCHEME_SHEET, headers, rows),
        figures={key: _scheme_cell("B", row) for row, key in enumerate(keys, 2)},
        limits={rule.key: _scheme_cell("B", row) for row, rule in enumerate(counted, first)},
        words={word: _scheme_cell("D", row) for row, word in enumerate(grades, 2)},
        at_least={word: _scheme_cell("E", row) for row, word in enumerate(grades, 2)},
        percents={word: _scheme_cell("F", row) for row, word in enumerate(grades, 2)},
        ladder=f"'{SCHEME_SHEET}'!$D$2:$D${1 + len(grades)}",
    )


def _scheme_cell(column: str, row: int) -> str:
    return f"'{SCHEME_SHEET}'!${column}${row}"


# -- ballots, points, data ---------------------------------------------------------------------


@dataclass(slots=True)
class PartSheets:
    """The sheets 测评票 and 分项 as they grow.

    Attributes:
        cells: Where the figures of the scheme stand.
        options: Columns for options: as many as the longest question has.
        units: Columns for points: as many as one scorer gave somebody.
        ballots: Rows of 测评票.
        parts: Rows of 分项.
    """

    cells: SchemeCells
    options: int
    units: int
    ballots: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)

    @classmethod
    def for_subjects(
        cls, scheme: Scheme, cells: SchemeCells, subjects: Sequence[Subject]
    ) -> PartSheets:
        """Find out how wide the sheets are."""
        questions = [each for component in scheme.components for each in component.questions]
        numbers = [
            len(_points_of(subject.inputs, component, scorer.name))
            for subject in subjects
            for component in scheme.components
            for scorer in component.scorers
        ]
        options = max((len(question.options) for question in questions), default=1)
        return cls(cells, options, max(numbers, default=1) or 1)

    def sheets(self) -> tuple[Sheet, Sheet]:
        """Give both sheets."""
        ticked = [f"选项{number}票数" for number in range(1, self.options + 1)]
        worth = [f"选项{number}分值" for number in range(1, self.options + 1)]
        points = [f"打分{number}" for number in range(1, self.units + 1)]
        return (
            Sheet(
                _PARTS,
                ["序号", "姓名", "考核项目", "由谁", "权重", "完成", "应完成", "有效票",
                 "得分", "得分×权重", "计入权重", *points],
                self.parts,
            ),
            Sheet(
                _BALLOTS,
                ["序号", "姓名", "考核项目", "投票人", "发出", "收回", "无效", "题号", "题目",
                 "选项", "基数", "得分", *ticked, *worth],
                self.ballots,
            ),
        )  # fmt: skip

    def add(self, number: int, subject: Subject, component: Component) -> tuple[str, str]:
        """Add a component of somebody.

        Returns:
            The ranges that hold its weighted points and the weights that count.
        """
        first = len(self.parts) + 2
        head: Row = [number, subject.name, component.name]
        if component.scored_by is ScoredBy.POINTS:
            self._add_points(head, subject.inputs, component)
        elif component.scored_by is ScoredBy.BALLOTS:
            self._add_ballots(head, subject.inputs, component)
        else:
            self._add_share(head, subject.inputs, component)
        last = len(self.parts) + 1
        return f"'{_PARTS}'!J{first}:J{last}", f"'{_PARTS}'!K{first}:K{last}"

    def _add_points(self, head: Row, inputs: Inputs, component: Component) -> None:
        last = column_letters(10 + self.units)
        for scorer in component.scorers:
            row = len(self.parts) + 2
            given = f"L{row}:{last}{row}"
            mean = Formula(f'=IF(COUNT({given})=0,"",AVERAGE({given}))')
            points = _points_of(inputs, component, scorer.name)
            self._part([*head, scorer.name, scorer.weight, None, None, None, mean], points=points)

    def _add_ballots(self, head: Row, inputs: Inputs, component: Component) -> None:
        tallies = {
            tally.voters: tally for tally in merged_tallies(inputs.tallies.get(component.key, ()))
        }
        for voters in component.voters:
            row = len(self.parts) + 2
            tally = tallies.get(voters.key)
            valid: Formula | None = None
            mean: Formula | None = None
            if tally is not None:
                first = len(self.ballots) + 2
                for place, question in enumerate(component.questions, 1):
                    self._question([*head, voters.name], place, question, tally)
                scores = f"'{_BALLOTS}'!L{first}:L{len(self.ballots) + 1}"
                valid = Formula(f"='{_BALLOTS}'!F{first}-'{_BALLOTS}'!G{first}")
                least = self.cells.figures["least_valid"]
                mean = Formula(
                    f'=IF(OR(H{row}<MAX(1,{least}),COUNT({scores})=0),"",AVERAGE({scores}))'
                )
            self._part([*head, voters.name, voters.weight, None, None, valid, mean])

    def _question(self, head: Row, place: int, question: Question, tally: Tally) -> None:
        row = len(self.ballots) + 2
        middle, last = 12 + self.options, 11 + 2 * self.options
        ticked = f"M{row}:{column_letters(middle - 1)}{row}"
        worth = f"{column_letters(middle)}{row}:{column_letters(last)}{row}"
        counts = tally.counts.get(question.key, {})
        options = question.options
        gap: Row = [None] * (self.options - len(options))
        words = "／".join(option.word for option in options)
        base: Formula | None = None
        score: Formula | None = None
        if question.counted:
            base = Formula(f"=SUMPRODUCT({ticked},1*ISNUMBER({worth}))")
            score = Formula(f'=IF(K{row}=0,"",SUMPRODUCT({ticked},{worth})/K{row})')
        self.ballots.append(
            [*head, tally.issued, tally.returned, tally.invalid, place, question.text, words,
             base, score, *(counts.get(option.key, 0) for option in options), *gap,
             *(option.points for option in options)]
        )  # fmt: skip

    def _add_share(self, head: Row, inputs: Inputs, component: Component) -> None:
        row = len(self.parts) + 2
        share = inputs.shares.get(component.key)
        reached, due = (None, None) if share is None else (share.reached, share.due)
        value = Formula(f'=IF(N(G{row})=0,"",MAX(0,MIN(100,100*F{row}/G{row})))')
        datum = component.datum.value if component.datum else ""
        self._part([*head, datum, 1, reached, due, None, value])

    def _part(self, cells: Row, points: Row | None = None) -> None:
        row = len(self.parts) + 2
        weighted = Formula(f"=IF(ISNUMBER(I{row}),I{row}*E{row},0)")
        counted = Formula(f"=IF(ISNUMBER(I{row}),E{row},0)")
        self.parts.append([*cells, weighted, counted, *(points or ())])


def _points_of(inputs: Inputs, component: Component, scorer: str) -> Row:
    given = inputs.points.get(component.key, ())
    return [each.points for each in given if each.scorer == scorer and each.points is not None]


# -- marks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MarkCells:
    """The sheet of marks, and formulas that look into it."""

    sheet: Sheet
    scheme: Scheme
    cells: SchemeCells

    def _column(self, letter: str) -> str:
        return f"'{_MARKS}'!${letter}$2:${letter}${max(len(self.sheet.rows), 1) + 1}"

    def added(self, number: str) -> str:
        """Write bonuses less deductions of whom a cell numbers, each within its limit."""
        terms = []
        for place, rule in enumerate(self.scheme.rules, 1):
            if rule.kind is RuleKind.CAP:
                continue
            own = f"({self._column('A')}={number})*({self._column('C')}={place})"
            points = f"SUMPRODUCT({own}*ABS({self._column('F')}))"
            limit = self.cells.limits[rule.key]
            terms.append(f"{'+' if rule.kind is RuleKind.BONUS else '-'}MIN({points},{limit})")
        return f"=0{''.join(terms)}"

    def cap(self, number: str) -> str:
        """Write the highest rung that is left to whom a cell numbers; 1 is the top."""
        return f"=MAX(1,SUMPRODUCT(MAX(({self._column('A')}={number})*{self._column('H')})))"


def mark_cells(scheme: Scheme, cells: SchemeCells, subjects: Sequence[Subject]) -> MarkCells:
    """Lay out the rules that apply to anybody."""
    rows: list[Row] = []
    rules = {rule.key: (place, rule) for place, rule in enumerate(scheme.rules, 1)}
    for number, subject in enumerate(subjects, 1):
        for mark in subject.inputs.marks:
            if mark.rule not in rules:
                continue
            place, rule = rules[mark.rule]
            row = len(rows) + 2
            rung = Formula(f"=MATCH(G{row},{cells.ladder},0)") if rule.at_most else None
            rows.append(
                [number, subject.name, place, rule.name, mark.why, mark.points, rule.at_most, rung]
            )
    headers = ["序号", "姓名", "规则号", "规则", "情形", "分数", "最高等次", "等次序号"]
    return MarkCells(Sheet(_MARKS, headers, rows), scheme, cells)


def seats(scheme: Scheme, grade: Grade, cells: SchemeCells, judged: str) -> str:
    """Write how many of those who are judged may have a grade."""
    return rounding(scheme.quota_rounding, f"{cells.percents[grade.word]}*{judged}/100", "0")
