"""述职和打分: one person after the other, typed from the papers by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.evaluation.entries import LeavingOut, SelfReport
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.services.evaluation.evaluations import Evaluated, list_evaluated
from partydesk.services.evaluation.points import (
    PointsSheet,
    PointsTyped,
    get_sheet,
    leave_out,
    save_sheet,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.evaluation.judged_choice import JudgedChoice
from partydesk.ui.evaluation.judged_tables import JudgedTables
from partydesk.ui.evaluation.marks_dialog import MarksDialog
from partydesk.ui.form import RecordForm
from partydesk.ui.selection.importing import open_import
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "述职和打分"
_HINT = "照纸面录入，Tab 到下一格，F9 保存并转到下一个；没有的分空着，不按 0 分计"
_OF_INTEREST = frozenset({"evaluations", "evaluated", "scores", "rule_marks", "placements"})


@dataclass(frozen=True, slots=True)
class _Line:
    """Somebody with what was given so far."""

    who: Evaluated
    sheet: PointsSheet

    @property
    def given(self) -> str:
        """How many of the points are there."""
        there = sum(bool(typed.points) for _, _, typed in self.sheet.lines)
        return f"{there}/{len(self.sheet.lines)}"

    @property
    def complete(self) -> bool:
        """Whether everything was given."""
        return all(typed.points for _, _, typed in self.sheet.lines)


def _months(line: _Line) -> str:
    return "" if line.who.months is None else str(line.who.months)


_GIVEN = (
    Column[_Line]("given", "已打分", lambda r: r.given, Align.RIGHT, width=62, sortable=False,
                  tone=lambda r: Tone.GOOD if r.complete else Tone.ATTENTION),
    Column[_Line]("report", "述职", lambda r: "有" if r.who.report else "", Align.CENTRE, width=48,
                  sortable=False),
    Column[_Line]("out", "不予评定", lambda r: r.who.left_out, width=84, sortable=False,
                  tone=lambda _r: Tone.TROUBLE),
)  # fmt: skip
COLUMNS = {
    Judged.PEOPLE: (
        Column[_Line]("name", "姓名", lambda r: r.who.name, width=94, strong=True, sortable=False),
        Column[_Line]("group", "职务", lambda r: r.who.group, width=94, sortable=False),
        Column[_Line]("units", "单位", lambda r: "、".join(u.name for u in r.who.units), width=160,
                      sortable=False),
        Column[_Line]("months", "在岗月数", _months, Align.RIGHT, width=76, sortable=False),
        *_GIVEN,
    ),
    Judged.COMMITTEES: (
        Column[_Line]("name", "基层党委", lambda r: r.who.name, width=320, strong=True,
                      sortable=False),
        *_GIVEN,
    ),
}  # fmt: skip


def _fields(sheet: PointsSheet) -> list[Field]:
    """What is asked for somebody, in the order of the papers."""
    found = []
    for place, (component, unit, typed) in enumerate(sheet.lines):
        owner = "　".join(filter(None, (component, unit)))
        who = typed.slot.scorer
        found.append(
            Field(f"{who}打分", Kind.TEXT, name=f"points_{place}", section=owner, unit="分")
        )
        found.append(
            Field(
                f"{who}的意见", Kind.LONG_TEXT, name=f"comment_{place}", section=owner, wide=True,
                lines=2,
            )
        )  # fmt: skip
    return [*found, *fields_of(SelfReport)]


def _texts(sheet: PointsSheet) -> dict[str, str]:
    texts = {
        "report": sheet.report,
        "reported_on": sheet.reported_on.isoformat() if sheet.reported_on else "",
    }
    for place, (_, _, typed) in enumerate(sheet.lines):
        texts[f"points_{place}"], texts[f"comment_{place}"] = typed.points, typed.comment
    return texts


class PointsView(QWidget):
    """The people of the year, and the papers of one of them.

    Attributes:
        judged: Whose evaluation.
        tables: Those who are judged, people and committees each in a table.
        form: The papers of the chosen one; None while nobody is chosen.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_points")
        self._desk, self._workspace = desk, workspace
        self.form: RecordForm | None = None
        self._shown: _Line | None = None
        self._filling = False
        #: 记录号 → what was typed and not saved.
        self._typed: dict[int, dict[str, str]] = {}
        self.judged = JudgedChoice("points_judged")
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=self._read,
            show=self._show,
            title="正在读取述职和打分",
        )
        self.judged.changed.connect(self._reading.expire)
        desk.commands.add_all(
            [
                Command("points.save", "保存并到下一个", _GROUP, self.save, "F9", self._nobody),
                Command(
                    "points.import",
                    "导入打分…",
                    _GROUP,
                    self.import_sheet,
                    "",
                    self._nobody,
                    button_text="导入…",
                ),
                Command("points.marks", "附加规则…", _GROUP, self.open_marks, "", self._nobody),
                Command("points.leave", "不予评定…", _GROUP, self.ask_leave, "", self._nobody),
            ],
            owner=self,
        )
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.judged)
        line.addWidget(label(_HINT, Look.HINT), 1)
        for key in ("import", "marks", "leave"):
            line.addWidget(self._desk.commands.button(f"points.{key}"))
        line.addWidget(self._desk.commands.button("points.save", main=True))
        self.tables: JudgedTables[_Line] = JudgedTables(self.judged, self._make_table)
        self._card = Card("", name="points_card")
        self._card.title.setWordWrap(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card.body.addWidget(self._area)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tables)
        split.addWidget(self._card)
        split.setSizes([620, 460])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(split, 1)

    def _make_table(self, judged: Judged) -> TableView[_Line]:
        model: RowTableModel[_Line] = RowTableModel(COLUMNS[judged], self)
        empty = EmptyState("这一年的考核还没有开始", "请先在“考核方案”里开始本年考核")
        name = "points" if judged is Judged.PEOPLE else "points_committees"
        table: TableView[_Line] = TableView(
            model, name, self._desk.settings, empty, about=f"{judged.value}考核对象"
        )
        table.current_changed.connect(self._on_current)
        table.opened.connect(lambda _line: self._focus_form())
        return table

    @property
    def table(self) -> TableView[_Line]:
        """The table in sight."""
        return self.tables.shown

    def _read(self, year: int) -> Sequence[_Line]:
        people = list_evaluated(self._workspace, year, self.judged.chosen)
        return [_Line(each, get_sheet(self._workspace, each.id)) for each in people]

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def may_close(self) -> bool:
        """Ask before what was typed and not saved is lost."""
        self._keep_typed()
        return not self._typed or ask(
            self,
            f"{len(self._typed)} 个考核对象的打分还没有保存",
            "关闭窗口会丢掉没有保存的分数和意见。",
            "不保存，关闭",
        )

    def _keep_typed(self) -> None:
        """Remember what was typed for the one who is shown."""
        if self._shown is not None and self.form is not None and self.form.dirty:
            self._typed[self._shown.who.id] = self.form.texts()

    def _show(self, lines: Sequence[_Line]) -> None:
        self._keep_typed()
        before = self._shown
        self._filling = True
        self.table.model.set_rows(lines)
        if before is None or not self.table.select_where(lambda line: line.who.id == before.who.id):
            self.table.select_number(0)
        self._filling = False
        row = self.table.current_row()
        if not self._is_in_the_form(row):
            self._show_line(row)
            return
        # The form stays, and with it the keyboard: somebody may be typing in it.
        self._shown = row
        if self.form is not None and row is not None and not self.form.dirty:
            self.form.set_texts(_texts(row.sheet))
        self._desk.commands.refresh()

    def _is_in_the_form(self, row: _Line | None) -> bool:
        """Whether the form shows the papers of this one already."""
        before = self._shown
        return (
            row is not None
            and before is not None
            and self.form is not None
            and row.who.id == before.who.id
            and _fields(row.sheet) == _fields(before.sheet)
        )

    def _on_current(self, line: _Line | None) -> None:
        if not self._filling:
            self._show_line(line)

    def _focus_form(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    def _show_line(self, line: _Line | None) -> None:
        if line is self._shown and line is not None:
            return
        self._keep_typed()
        self._shown = line
        self._card.title.setText("" if line is None else f"{line.who.name}　{line.who.group}")
        self._card.title.setVisible(line is not None)
        if line is None:
            self._area.setWidget(QWidget())
            self.form = None
        else:
            form = RecordForm(_fields(line.sheet), name="points_form")
            form.setProperty("page", True)
            typed = self._typed.get(line.who.id)
            form.set_texts(typed or _texts(line.sheet))
            form.set_dirty(typed is not None)
            form.completed.connect(self.save)
            self._area.setWidget(form)
            self.form = form
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _nobody(self) -> str:
        return "" if self._shown else "请先在名单里选一个考核对象"

    def save(self) -> None:
        """Store the papers of the chosen one and go on to the next."""
        line, form = self._shown, self.form
        if line is None or form is None:
            return
        form.clear_messages()
        texts = form.texts()
        typed = [
            PointsTyped(each.slot, texts[f"points_{place}"], texts[f"comment_{place}"])
            for place, (_, _, each) in enumerate(line.sheet.lines)
        ]
        said = {field.name: texts[field.name] for field in fields_of(SelfReport)}
        self._desk.tasks.run(
            lambda _progress: save_sheet(self._workspace, line.who.id, typed, said),
            lambda changes: self._saved(line, changes),
            lambda error: self._failed(form, error),
            title="正在保存打分",
        )

    def _saved(self, line: _Line, changes: Changes) -> None:
        still_shown = self._shown is not None and self._shown.who.id == line.who.id
        if still_shown and self.form is not None:
            self.form.set_dirty(False)
        self._typed.pop(line.who.id, None)
        number = self.table.view.currentIndex().row()
        if still_shown and number + 1 < self.table.model.rowCount():
            self.table.select_number(number + 1)
        self._desk.bus.tell(changes)
        self._focus_form()

    def _failed(self, form: RecordForm, error: Exception) -> None:
        if form is not self.form or not form.show_refusal(error):
            self._desk.errors.show(error)

    def import_sheet(self) -> None:
        """Take in points that were typed into the sheet; the template lists every scorer."""
        open_import(self, self._desk, self._workspace, "scores")

    def open_marks(self) -> None:
        """Note caps, bonuses and deductions for the chosen one."""
        if self._shown is not None:
            MarksDialog(self, self._desk, self._workspace, self._shown.who).present()

    def ask_leave(self) -> None:
        """Ask why the chosen one is left out."""
        line = self._shown
        if line is None:
            return
        number, workspace = line.who.id, self._workspace
        sheet = Sheet(
            title=f"不予评定：{line.who.name}",
            about="写明理由的不参加评定，也不计入等次名额的基数；考核表上写明理由。",
            act="保存",
            fields=fields_of(LeavingOut),
            store=lambda texts: leave_out(workspace, number, texts["why"]),
            texts={"why": line.who.left_out},
        )
        EntryDialog(self, self._desk, sheet, "leave_out").present()
