"""What an import would do, row by row, with everything there is to say about each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.errors import Note
from partydesk.services.import_rows import Duplicate, PlannedRow
from partydesk.services.imports import ImportPlan
from partydesk.ui.colours import Tone
from partydesk.ui.exchange.outcomes import TONES, WORDS, row_summary
from partydesk.ui.field_changes import change_words
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP, clear_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, Tag, button, label

_ALL = "all"


def _by_row(notes: Sequence[Note]) -> Mapping[int, tuple[Note, ...]]:
    found: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        found[note.row].append(note)
    return {row: tuple(each) for row, each in found.items()}


class RowDetail(QScrollArea):
    """Everything about one row: old and new values, problems, warnings, look-alikes."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("import_row_detail")
        self.setAccessibleName("这一行的详情")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("page", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(4, 2, 8, 2)
        self._column.setSpacing(5)
        self.setWidget(body)

    def show_row(
        self,
        row: PlannedRow,
        notes: Sequence[tuple[Note, Look]],
        twins: Sequence[Duplicate],
        source: str = "",
    ) -> None:
        """Show one row.

        Args:
            row: The row.
            notes: What there is to say of it, with the look of its gravity.
            twins: What it looks like.
            source: Name of its file, where every row is a file.
        """
        self.clear()
        place = source or f"第 {row.row} 行"
        self._say(row.label if source == row.label else f"{place} {row.label}", Look.STRONG)
        self._column.addWidget(Tag(WORDS[row.outcome], TONES[row.outcome]))
        for note, look in notes:
            place = f"{note.column}：" if note.column else ""
            value = f"（表中为“{note.value}”）" if note.value else ""
            self._say(f"{place}{note.message}{value}", look)
        for twin in twins:
            place = f"库中记录号 {twin.existing}" if twin.existing else "本表"
            self._say(f"疑似重复（{place}）：{twin.reason}", Look.WARNING)
        new = row.outcome == "created"
        for change in row.changes:
            self._say(change_words(change, new=new), Look.SECONDARY)
        self._column.addStretch(1)

    def clear(self) -> None:
        """Show nothing."""
        clear_layout(self._column)

    def _say(self, text: str, look: Look) -> None:
        said = label(text, look, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(said)


class RowsView(QWidget):
    """Every row of the sheet with what becomes of it; rows can be left out one by one.

    Attributes:
        left_out: Numbers of the rows that the user does not want.

    Signals:
        left_out_changed(): A row was left out or taken in again.
    """

    left_out_changed = Signal()

    def __init__(self, settings: QSettings) -> None:
        """Show nothing yet."""
        super().__init__()
        self._plan: ImportPlan | None = None
        self.left_out: set[int] = set()
        self._alike: frozenset[int] = frozenset()
        self._problems: Mapping[int, tuple[Note, ...]] = {}
        self._warnings: Mapping[int, tuple[Note, ...]] = {}
        self._chips: dict[str, ToggleChip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self._chip_row(), 1)
        self._leave_alike = button("", "import_leave_alike", link=True)
        self._leave_alike.clicked.connect(self._on_leave_alike)
        line.addWidget(self._leave_alike)
        column.addLayout(line)
        self.model: RowTableModel[PlannedRow] = RowTableModel(self._columns(), self)
        self.table: TableView[PlannedRow] = TableView(
            self.model, "import_rows", settings, EmptyState("没有这样的行"), about="逐行预览"
        )
        self.detail = RowDetail()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setSizes([640, 340])
        column.addWidget(split, 1)
        self.table.current_changed.connect(self._show_detail)
        self.table.act_asked.connect(lambda row, _key: self._on_leave_out(row))

    def _columns(self) -> tuple[Column[PlannedRow], ...]:
        return (
            Column("row", "行", lambda row: str(row.row), Align.RIGHT, 48, sortable=False),
            Column("outcome", "结果", self._word, width=84, sortable=False,
                   tone=self._tone, shape=Shape.TAG),
            Column("label", "名称", self._label, width=150, sortable=False, strong=True),
            Column("leave_out", "取舍", self._act, Align.CENTRE, 72, sortable=False,
                   shape=Shape.BUTTON),
            Column("about", "变化或问题", self._about, width=320, sortable=False),
        )  # fmt: skip

    def _label(self, row: PlannedRow) -> str:
        """The name of a row's record; of a person's form also the file's."""
        source = self._plan.table.sources.get(row.row, "") if self._plan else ""
        return f"{row.label}（{source}）" if source and source != row.label else row.label

    def _word(self, row: PlannedRow) -> str:
        return "略去" if row.row in self.left_out else WORDS[row.outcome]

    def _tone(self, row: PlannedRow) -> Tone:
        return Tone.QUIET if row.row in self.left_out else TONES[row.outcome]

    def _act(self, row: PlannedRow) -> str:
        """The act that fits a row: only what would be stored can be left out."""
        if not row.brings:
            return ""
        return "恢复" if row.row in self.left_out else "略去"

    def _on_leave_out(self, row: PlannedRow) -> None:
        if row.brings:
            self._leave_out({row.row} ^ self.left_out)

    def _on_leave_alike(self) -> None:
        """Leave out every row that looks like a record, or take them all in again."""
        whole = self._alike <= self.left_out
        self._leave_out(self.left_out - self._alike if whole else self.left_out | self._alike)

    def _leave_out(self, rows: set[int]) -> None:
        self.left_out = rows
        self._show_alike()
        last = self.model.index(max(0, self.model.rowCount() - 1), len(self.model.columns) - 1)
        self.model.dataChanged.emit(self.model.index(0, 0), last)
        self.left_out_changed.emit()

    def _show_alike(self) -> None:
        act = "恢复" if self._alike <= self.left_out else "略去"
        self._leave_alike.setText(f"{act} {len(self._alike)} 行疑似重复")
        self._leave_alike.setVisible(bool(self._alike))

    def _about(self, row: PlannedRow) -> str:
        words = row_summary(row, self._problems.get(row.row, ()))
        count = len(self._warnings.get(row.row, ()))
        return f"（{count} 处提醒）{words}" if count else words

    def _chip_row(self) -> ChipRow:
        row = ChipRow()
        for key, word in {_ALL: "全部", **WORDS}.items():
            chip = ToggleChip(word, f"import_filter_{key}", on=key == _ALL)
            chip.clicked.connect(lambda _=False, chosen=key: self.show_only(chosen))
            self._chips[key] = chip
            row.add(chip)
        return row

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the rows of a plan; what cannot be imported first if there is any."""
        self._plan = plan
        self._problems, self._warnings = _by_row(plan.problems), _by_row(plan.warnings)
        twins = {twin.row for twin in plan.duplicates}
        self._alike = frozenset(
            r.row for r in plan.rows if r.outcome == "created" and r.row in twins
        )
        self.left_out = set()
        self._show_alike()
        self._chips[_ALL].set_words(f"全部 {len(plan.rows)}")
        for key, word in WORDS.items():
            self._chips[key].set_words(f"{word} {plan.count(key)}")
            self._chips[key].setVisible(bool(plan.count(key)))
        self.show_only("rejected" if plan.rejected else _ALL)

    def show_only(self, key: str) -> None:
        """Show the rows with one outcome, or all."""
        for each, chip in self._chips.items():
            chip.setChecked(each == key)
        rows = self._plan.rows if self._plan else ()
        self.detail.clear()
        self.model.set_rows([row for row in rows if key in (_ALL, row.outcome)])
        self.table.select_number(0)

    def _show_detail(self, row: PlannedRow | None) -> None:
        if row is None or self._plan is None:
            self.detail.clear()
            return
        notes = [(note, Look.FAULT) for note in self._problems.get(row.row, ())]
        notes += [(note, Look.WARNING) for note in self._warnings.get(row.row, ())]
        twins = [twin for twin in self._plan.duplicates if twin.row == row.row]
        source = self._plan.table.sources.get(row.row, "")
        self.detail.show_row(row, notes, twins, source)


def twins_table(settings: QSettings) -> TableView[Duplicate]:
    """Make the list of rows that look like existing records."""
    columns: tuple[Column[Duplicate], ...] = (
        Column("row", "行", lambda twin: str(twin.row), Align.RIGHT, 48, sortable=False),
        Column("existing", "相像的记录", _existing, width=140, sortable=False),
        Column("reason", "为什么", lambda twin: twin.reason, width=400, sortable=False),
    )
    empty = EmptyState("没有疑似重复", "没有与库中资料相像、又不能确定是同一个的行。")
    return TableView(RowTableModel(columns), "import_twins", settings, empty, about="疑似重复")


def _existing(twin: Duplicate) -> str:
    return f"记录号 {twin.existing}" if twin.existing else "本表内"
