"""考核计算表: the whole evaluation as a workbook that counts by itself.

Everything that was entered stands in cells, every component, total, place and grade beside it as a
formula written from the scheme, and the program's own figures next to them as plain values; the
last column says whether both agree. Who doubts a result opens it in Excel, WPS or LibreOffice and
follows it cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.ranking import Entry, place_all
from partydesk.domain.evaluation.results import Placed
from partydesk.domain.evaluation.scheme import Grade, Scheme
from partydesk.domain.evaluation.scoring import score_subject
from partydesk.exchange.grid import column_letters
from partydesk.exchange.workbook import Formula, Sheet, write_sheets
from partydesk.services.evaluation.results import get_results
from partydesk.services.evaluation.workbook_inputs import (
    NEAR,
    MarkCells,
    PartSheets,
    Row,
    SchemeCells,
    Subject,
    mark_cells,
    rounding,
    scheme_cells,
    seats,
)
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

RESULT_SHEET: Final = "考核计算表"
_FIRST: Final = 3  # below the headings and the row of weights
_BEFORE: Final = 5  # 序号、姓名、组别、在岗月数、不评定原因


def export_evaluation(workspace: Workspace, year: int, judged: Judged, path: Path) -> int:
    """Save a year's evaluation as a workbook; a closed one with the figures that were frozen.

    Args:
        workspace: Open workspace.
        year: The year.
        judged: Who is judged.
        path: An .xlsx file.

    Returns:
        How many stand in it.

    Raises:
        NotFound: The evaluation was not begun.
        ValidationFailed: The path does not end in .xlsx.
        EnvironmentProblem: The file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise ValidationFailed({"path": f"考核计算表只能存为 .xlsx，不能写“{path.suffix}”"})
    found = get_results(workspace, year, judged)
    if found is None:
        raise NotFound(f"{year} 年{judged.value}考核还没有开始")
    subjects = [Subject(row.evaluated.name, row.evaluated.group, row.inputs) for row in found.rows]
    said = f"导出 {year} 年{judged.value}考核计算表 {len(subjects)} 条"
    leave_trace(workspace, "export_evaluation", said)
    placed = dict(enumerate((row.placed for row in found.rows), 1))
    _save(path, found.scheme, subjects, placed)
    return len(subjects)


def save_evaluation_workbook(path: Path, scheme: Scheme, subjects: Sequence[Subject]) -> None:
    """Save an evaluation as a workbook whose formulas work it out again.

    Args:
        path: An .xlsx file.
        scheme: The year's scheme, without faults.
        subjects: Those in it, in the order of the sheet.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    entries: dict[int, Entry] = {
        number: (each.group, score_subject(scheme, each.inputs), each.inputs.marks)
        for number, each in enumerate(subjects, 1)
    }
    _save(path, scheme, subjects, {each.key: each for each in place_all(scheme, entries)})


def _save(
    path: Path, scheme: Scheme, subjects: Sequence[Subject], placed: Mapping[int, Placed]
) -> None:
    cells = scheme_cells(scheme)
    marks = mark_cells(scheme, cells, subjects)
    parts = PartSheets.for_subjects(scheme, cells, subjects)
    result = _ResultSheet(scheme, cells, marks, parts, len(subjects))
    rows = [result.row(number, each, placed[number]) for number, each in enumerate(subjects, 1)]
    weights: Row = ["", "权重", *[None] * (_BEFORE - 2), *(c.weight for c in scheme.components)]
    sheet = Sheet(RESULT_SHEET, result.headers(), [weights, *rows])
    write_sheets(path, [sheet, *parts.sheets(), marks.sheet, cells.sheet])


@dataclass(frozen=True, slots=True)
class _ResultSheet:
    """Columns of the first sheet and the formulas in them."""

    scheme: Scheme
    cells: SchemeCells
    marks: MarkCells
    parts: PartSheets
    people: int

    def headers(self) -> list[str]:
        names = [each.name for each in self.scheme.components]
        words = [each.word for each in self.scheme.grades]
        return [
            *("序号", "姓名", "组别", "在岗月数", "不评定原因"),
            *names,
            *("有分权重", "是否评定", "加权得分", "加减分", "总分", "名次", "最高等次序号"),
            *(heading for word in words for heading in (f"可评{word}", f"评为{word}")),
            "等次",
            *(f"{name}（程序）" for name in names),
            *("总分（程序）", "名次（程序）", "等次（程序）", "相符"),
        ]

    def row(self, number: int, subject: Subject, ours: Placed) -> Row:
        """Give somebody's row, with the program's own figures at its end."""
        row = number + _FIRST - 1
        inputs = subject.inputs
        components = [
            self._component(self.parts.add(number, subject, each))
            for each in self.scheme.components
        ]
        grades = [
            Formula(f"={text}")
            for place, grade in enumerate(self.scheme.grades)
            for text in (self._can_have(row, place, grade), self._has(row, place, grade))
        ]
        score = ours.score
        return [
            *(number, subject.name, subject.group, inputs.months, inputs.left_out or None),
            *components,
            *self._total(row),
            *grades,
            Formula(f"={self._grade(row)}"),
            *(part.points for part in score.parts),
            *(score.total, ours.rank, ours.suggested),
            Formula(f"={self._agrees(row)}"),
        ]

    # -- where things stand --------------------------------------------------------------------

    def _column(self, place: int) -> str:
        return column_letters(_BEFORE + len(self.scheme.components) + place)

    def _cell(self, place: int, row: int) -> str:
        """Name a cell by its place behind the components."""
        return f"${self._column(place)}{row}"

    def _all(self, place: int) -> str:
        """Name a whole column by its place behind the components."""
        letters = self._column(place)
        return f"${letters}${_FIRST}:${letters}${_FIRST + self.people - 1}"

    def _of_group(self, row: int) -> str:
        return f"EXACT($C${_FIRST}:$C${_FIRST + self.people - 1},$C{row})"

    # -- formulas ------------------------------------------------------------------------------

    def _round(self, exact: str) -> str:
        return rounding(self.scheme.rounding, exact, self.cells.figures["digits"])

    def _component(self, ranges: tuple[str, str]) -> Formula:
        top, below = ranges
        value = self._round(f"SUM({top})/SUM({below})")
        return Formula(f'=IF(SUM({below})=0,"",{value})', self._format())

    def _format(self) -> str:
        digits = self.scheme.digits
        return f"0.{'0' * digits}" if digits else "0"

    def _total(self, row: int) -> list[Formula]:
        """有分权重、是否评定、加权得分、加减分、总分、名次、最高等次序号."""
        figures = self.cells.figures
        first, last = column_letters(_BEFORE), self._column(-1)
        own, weights = f"{first}{row}:{last}{row}", f"{first}$2:{last}$2"
        present, judged, weighted, added, total = (self._cell(place, row) for place in range(5))
        months = f"AND(ISNUMBER(D{row}),D{row}<{figures['least_months']})"
        few = f"{present}=0,{present}+{NEAR}<{figures['least_weight']}"
        held = f"MIN({figures['most']},MAX(0,{weighted}+{added}))"
        better = (
            f"SUMPRODUCT({self._of_group(row)}*({self._all(1)}=1)*({self._all(4)}>{total}+{NEAR}))"
        )
        return [
            Formula(f"=SUMPRODUCT(1*ISNUMBER({own}),{weights})"),
            Formula(f'=IF(OR(E{row}<>"",{months},{few}),0,1)'),
            Formula(f'=IF({judged}=1,SUMPRODUCT({own},{weights})/{present},"")'),
            Formula(self.marks.added(f"$A{row}")),
            Formula(f'=IF({judged}=1,{self._round(held)},"")', self._format()),
            Formula(f'=IF({judged}=1,1+{better},"")'),
            Formula(self.marks.cap(f"$A{row}")),
        ]

    def _can_have(self, row: int, place: int, grade: Grade) -> str:
        """Whether somebody has the points for a grade, may have it, and has no better one."""
        tests = [
            f"{self._cell(1, row)}=1",
            f"N({self._cell(4, row)})+{NEAR}>={self.cells.at_least[grade.word]}",
            f"{self._cell(6, row)}<={place + 1}",
            *(f"{self._cell(8 + 2 * higher, row)}=0" for higher in range(place)),
        ]
        return f"IF(AND({','.join(tests)}),1,0)"

    def _has(self, row: int, place: int, grade: Grade) -> str:
        """Whether the quota has room: with all equals inside it, or for those who are better."""
        can = self._cell(7 + 2 * place, row)
        if grade.percent is None:
            return can
        total = self._cell(4, row)
        rivals = f"{self._of_group(row)}*({self._all(7 + 2 * place)}=1)*({self._all(4)}"
        judged = f"SUMPRODUCT({self._of_group(row)}*({self._all(1)}=1))"
        room = seats(self.scheme, grade, self.cells, judged)
        if self.scheme.ties_share:
            test = f"SUMPRODUCT({rivals}>{total}+{NEAR}))<{room}"
        else:
            test = f"SUMPRODUCT({rivals}>={total}-{NEAR}))<={room}"
        return f"IF({can}=1,IF({test},1,0),0)"

    def _grade(self, row: int) -> str:
        found = '""'
        for place, grade in reversed(list(enumerate(self.scheme.grades))):
            found = f"IF({self._cell(8 + 2 * place, row)}=1,{self.cells.words[grade.word]},{found})"
        return found

    def _agrees(self, row: int) -> str:
        """Whether the formulas come to what the program came to."""
        parts = len(self.scheme.components)
        grade = 7 + 2 * len(self.scheme.grades)
        pairs = [
            *((place - parts, grade + 1 + place) for place in range(parts)),
            (4, grade + 1 + parts),
            (5, grade + 2 + parts),
            (grade, grade + 3 + parts),
        ]
        same = ",".join(f"{self._cell(one, row)}={self._cell(two, row)}" for one, two in pairs)
        return f'IF(AND({same}),"是","否")'
