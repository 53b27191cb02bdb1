"""考核结果: places within each group, what was suggested and decided, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.entry import read_entry
from partydesk.domain.evaluation.entries import DecisionDay, GradeDecision
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.fields import fields_of
from partydesk.services.evaluation.results import (
    Result,
    Results,
    accept_suggestions,
    decide_grade,
    get_results,
)
from partydesk.services.evaluation.workbook import export_evaluation
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.evaluation.judged_choice import JudgedChoice
from partydesk.ui.evaluation.judged_tables import JudgedTables
from partydesk.ui.evaluation.result_card import ResultCard
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import EXCEL, choose_target
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "考核结果"
#: Tables whose changes the results follow: whatever they are worked out from.
_OF_INTEREST = frozenset(
    {
        "evaluations", "evaluated", "scores", "rule_marks", "ballot_batches", "ballot_counts",
        "monthly_reports", "ledger_entries", "plan_items", "inspections", "shortcomings",
        "participations", "leaves", "placements", "enterprises", "organizations", "policies",
    }
)  # fmt: skip


_SHEETS = {Judged.PEOPLE: "evaluation-sheets", Judged.COMMITTEES: "committee-sheets"}
_SUMMARIES = {Judged.PEOPLE: "evaluation-summary", Judged.COMMITTEES: "committee-summary"}


def _rank(row: Result) -> str:
    return "" if row.placed.rank is None else str(row.placed.rank)


def _total(row: Result) -> str:
    total = row.placed.score.total
    return "" if total is None else f"{total:f}"


def _decided(row: Result) -> str:
    return row.evaluated.grade or ""


def _remark(row: Result) -> str:
    if row.placed.score.not_judged:
        return f"不予评定：{row.placed.score.not_judged}"
    return row.evaluated.why if row.differs else ""


_OUTCOME = (
    Column[Result]("total", "总分", _total, Align.RIGHT, width=62, sortable=False),
    Column[Result]("suggested", "建议等次", lambda r: r.placed.suggested or "", width=84,
                   sortable=False),
    Column[Result]("decided", "确定等次", _decided, width=84, shape=Shape.TAG, sortable=False,
                   tone=lambda r: Tone.ATTENTION if r.differs else Tone.GOOD),
    Column[Result]("remark", "说明", _remark, width=110, sortable=False),
)  # fmt: skip
_RANK = Column[Result]("rank", "名次", _rank, Align.RIGHT, width=48, sortable=False)
COLUMNS = {
    Judged.PEOPLE: (
        Column[Result]("group", "组别", lambda r: r.evaluated.group, width=94, sortable=False),
        _RANK,
        Column[Result]("name", "姓名", lambda r: r.evaluated.name, width=94, strong=True,
                       sortable=False),
        Column[Result]("units", "单位", lambda r: "、".join(u.name for u in r.evaluated.units),
                       width=140, sortable=False),
        *_OUTCOME,
    ),
    Judged.COMMITTEES: (
        _RANK,
        Column[Result]("name", "基层党委", lambda r: r.evaluated.name, width=230, strong=True,
                       sortable=False),
        *_OUTCOME,
    ),
}  # fmt: skip


class ResultsView(QWidget):
    """The results of the year.

    Attributes:
        judged: Whose.
        tables: Group by group, by place; people and committees each in a table.
        card: How one of them came about.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_results")
        self._desk, self._workspace = desk, workspace
        self._results: Results | None = None
        self.judged = JudgedChoice("results_judged")
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: get_results(workspace, year, self.judged.chosen),
            show=self._show,
            title="正在计算考核结果",
            today=workspace.today,
        )
        self.judged.changed.connect(self._reading.expire)
        desk.commands.add_all(
            [
                Command("results.accept", "按建议确定等次…", _GROUP, self.accept, "", self._closed),
                Command("results.decide", "确定等次…", _GROUP, self.decide, "F6",
                        self._not_decidable),
                Command("results.sheet", "打印考核表", _GROUP, self.print_sheets, "Ctrl+P",
                        self._nothing),
                Command("results.workbook", "导出计算表…", _GROUP, self.export, "", self._nothing),
                Command("results.summary", "打印汇总表", _GROUP, self.print_summary, "",
                        self._nothing),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _build(self) -> None:
        self._about = label(look=Look.SECONDARY, name="results_about")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.judged)
        line.addWidget(self._about, 1)
        for key in ("workbook", "sheet", "summary", "accept"):
            line.addWidget(self._desk.commands.button(f"results.{key}"))
        line.addWidget(self._desk.commands.button("results.decide", main=True))
        self.tables: JudgedTables[Result] = JudgedTables(self.judged, self._make_table)
        self.card = ResultCard()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tables)
        split.addWidget(self.card)
        split.setSizes([740, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(split, 1)

    def _make_table(self, judged: Judged) -> TableView[Result]:
        model: RowTableModel[Result] = RowTableModel(COLUMNS[judged], self)
        empty = EmptyState("这一年的考核还没有开始", "请先在“考核方案”里开始本年考核")
        name = "results" if judged is Judged.PEOPLE else "results_committees"
        table: TableView[Result] = TableView(
            model, name, self._desk.settings, empty, about=f"{judged.value}考核结果"
        )
        table.current_changed.connect(self._show_row)
        table.opened.connect(lambda _row: self._desk.commands.run("results.decide"))
        return table

    @property
    def table(self) -> TableView[Result]:
        """The table in sight."""
        return self.tables.shown

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, results: Results | None) -> None:
        current = self.table.current_row()
        kept = current.evaluated.id if current else 0
        self._results = results
        rows: Sequence[Result] = results.rows if results else ()
        self.table.model.set_rows(rows)
        if not self.table.select_where(lambda row: row.evaluated.id == kept):
            self.table.select_number(0)
        self._about.setText(_about(results))
        self._show_row(self.table.current_row())

    def _show_row(self, row: Result | None) -> None:
        self.card.show_result(self._results, row)
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _closed(self) -> str:
        if self._results is None:
            return "本年考核还没有开始"
        return "考核已经办结" if self._results.closed_on else ""

    def _not_decidable(self) -> str:
        return self._closed() or ("" if self.table.current_row() else "请先选一个考核对象")

    def _nothing(self) -> str:
        return "" if self._results and self._results.rows else "还没有考核结果"

    def accept(self) -> None:
        """Decide the suggested grade for all who have none."""
        year, judged, workspace = self._desk.year(), self.judged.chosen, self._workspace
        fields = fields_of(DecisionDay)

        def store(texts: dict[str, str]) -> object:
            today = workspace.today()
            values = read_entry(fields, texts, today=today, words={}).values
            return accept_suggestions(workspace, year, judged, **values)  # type: ignore[arg-type]

        sheet = Sheet(
            title="按建议确定等次",
            about="还没有确定等次的，都按建议的等次确定；已经确定的不变。",
            act="确定等次",
            fields=fields,
            store=store,  # type: ignore[arg-type]
            texts={"decided_on": workspace.today().isoformat()},
        )
        EntryDialog(self, self._desk, sheet, "accept_grades").present()

    def decide(self) -> None:
        """Decide the grade of the chosen one."""
        row, results, workspace = self.table.current_row(), self._results, self._workspace
        if row is None or results is None:
            return
        words = tuple(grade.word for grade in results.scheme.grades)
        fields, number = fields_of(GradeDecision), row.evaluated.id

        def store(texts: dict[str, str]) -> object:
            today = workspace.today()
            values = read_entry(fields, texts, today=today, words={"ladder": words}).values
            on, why = values["decided_on"], str(values["why"] or "")
            return decide_grade(workspace, number, str(values["grade"]), on, why)  # type: ignore[arg-type]

        decided = row.evaluated.decided_on or workspace.today()
        sheet = Sheet(
            title=f"确定等次：{row.evaluated.name}",
            about="；".join(row.placed.reasons),
            act="确定等次",
            fields=fields,
            store=store,  # type: ignore[arg-type]
            texts={
                "grade": row.grade or "",
                "decided_on": decided.isoformat(),
                "why": row.evaluated.why,
            },
            words={"ladder": words},
        )
        EntryDialog(self, self._desk, sheet, "decide_grade").present()

    def print_sheets(self) -> None:
        """Preview the sheets of the chosen ones, or of all."""
        rows = self.table.selected_rows() or (self._results.rows if self._results else ())
        ids = frozenset(row.evaluated.id for row in rows)
        choice = Choice(own_ids=ids)
        kind = _SHEETS[self.judged.chosen]
        preview_document(self, self._desk, self._workspace, kind, choice=choice)

    def export(self) -> None:
        """Save the workbook that works everything out by its own formulas."""
        year, judged = self._desk.year(), self.judged.chosen
        name = f"{year}年{judged.value}考核计算表.xlsx"
        path = choose_target(self, "导出考核计算表", EXCEL, name)
        if path is None:
            return
        self._desk.tasks.run(
            lambda _progress: export_evaluation(self._workspace, year, judged, path),
            lambda count: self._desk.say(f"已导出 {count} 个考核对象：{path.name}"),
            title="正在导出考核计算表",
        )

    def print_summary(self) -> None:
        """Preview the table of all."""
        preview_document(self, self._desk, self._workspace, _SUMMARIES[self.judged.chosen])


def _about(results: Results | None) -> str:
    if results is None:
        return ""
    judged = sum(row.placed.rank is not None for row in results.rows)
    decided = sum(row.evaluated.grade is not None for row in results.rows)
    words = f"参评 {judged}，不予评定 {len(results.rows) - judged}，已确定等次 {decided}"
    return f"{words}　{results.closed_on} 已办结" if results.closed_on else words
