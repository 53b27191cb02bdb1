"""The table of ledger lines that is typed with a report: one row a line, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.pinyin import matches
from partydesk.services.duty.monthly_reports import TypedLine
from partydesk.ui.widgets.lines import ENTER, ComposedLine
from partydesk.ui.widgets.texts import Look, label, set_mark
from partydesk.ui.widgets.words import WordEdit

_COLUMNS = (
    ("happened_on", "日期", 92), ("duty", "职责（1–6 或拼音）", 158), ("content", "工作内容", 0),
    ("outcome", "成效", 136), ("amount", "数量／万元", 84),
)  # fmt: skip
_STRETCHED = 2
#: What a cell stands for in the description of a line.
_AMOUNTS = ("count", "funds")
_DAY = re.compile(r"\d{1,2}[日号]?")


def full_day(text: str, year: int, month: int) -> str:
    """Complete a day of which only the number was typed, such as 12; anything else stays."""
    said = text.strip()
    if not _DAY.fullmatch(said):
        return said
    return f"{year}-{month:02}-{int(said.rstrip('日号')):02}"


def fits_duty(typed: str, word: str, duties: Sequence[str]) -> bool:
    """Tell whether a duty may be meant: by its number in the list, by Han, pinyin or initials."""
    if typed.isascii() and typed.isdecimal():
        place = int(typed) - 1
        return 0 <= place < len(duties) and duties[place] == word
    return matches(typed, word)


@dataclass
class LineRow:
    """The cells of one line, and what of it is not shown.

    Attributes:
        id: 记录号; None for a new line.
        cells: Column → its editor.
        hidden: Field name → text that is kept as it is.
    """

    id: int | None
    cells: dict[str, QLineEdit]
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(cell.text().strip() for cell in self.cells.values())

    def typed(self, year: int, month: int) -> TypedLine:
        """Give what was typed, as the service takes it."""
        texts = {name: cell.text().strip() for name, cell in self.cells.items()}
        amount = texts.pop("amount")
        texts["happened_on"] = full_day(texts["happened_on"], year, month)
        shown = "funds" if texts["outcome"] == Outcome.FUNDS.value else "count"
        return TypedLine({**self.hidden, **texts, shown: amount}, self.id)


class LinesEditor(QWidget):
    """All lines of a month, with an empty one at the end.

    Attributes:
        rows: The lines.

    Signals:
        completed(): Enter on the empty line: there are no more.
        edited(): Something was typed.
    """

    completed = Signal()
    edited = Signal()

    def __init__(self, duties: Sequence[str]) -> None:
        """Offer the duties; there are no lines yet."""
        super().__init__()
        self.setObjectName("report_lines")
        self._duties = tuple(duties)
        self._year = self._month = 0
        self.rows: list[LineRow] = []
        self._before: QWidget | None = None
        self._inside = QWidget()
        self._inside.setProperty("page", True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        self._grid = self._make_grid()

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_STRETCHED, 1)
        for place, (_, title, _) in enumerate(_COLUMNS):
            grid.addWidget(label(title, Look.FIELD), 0, place)
        return grid

    # -- showing -------------------------------------------------------------------------------

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from what stands above."""
        self._before = before

    def show_lines(self, lines: Sequence[LedgerEntry], year: int, month: int) -> None:
        """Show the lines of a month."""
        self._year, self._month = year, month
        for row in self.rows:
            for cell in row.cells.values():
                cell.hide()
                self._grid.removeWidget(cell)
                cell.deleteLater()
        self.rows = []
        for line in lines:
            self._add(line)
        self._add(None)

    def _add(self, line: LedgerEntry | None) -> LineRow:
        texts = {} if line is None else _texts_of(line)
        cells = {name: self._cell(name, title, width) for name, title, width in _COLUMNS}
        funds = line is not None and line.outcome is Outcome.FUNDS
        shown = {**texts, "amount": texts.get("funds" if funds else "count", "")}
        hidden = {name: text for name, text in texts.items() if name not in cells}
        hidden.pop("funds" if funds else "count", None)
        row = LineRow(line.id if line else None, cells, hidden)
        at = len(self.rows) + 1
        self._grid.setRowStretch(at, 0)
        for place, (name, _, _) in enumerate(_COLUMNS):
            cells[name].setText(shown.get(name, ""))
            cells[name].setCursorPosition(0)
            self._grid.addWidget(cells[name], at, place)
        self._grid.setRowStretch(at + 1, 1)
        last = list(self.rows[-1].cells.values())[-1] if self.rows else self._before
        for cell in cells.values():  # new cells would come behind everything else
            if last is not None:
                QWidget.setTabOrder(last, cell)
            last = cell
        self.rows.append(row)
        return row

    def _cell(self, name: str, title: str, width: int) -> QLineEdit:
        cell: QLineEdit
        if name == "duty":
            duties = self._duties
            cell = WordEdit(
                duties, lambda typed, word: fits_duty(typed, word, duties), open_list=False
            )
        elif name == "outcome":
            cell = WordEdit([each.value for each in Outcome], matches, open_list=False)
        else:
            cell = ComposedLine()
        if isinstance(cell, WordEdit):
            cell.chosen.connect(lambda _word, left=cell: self._go_on(left))
        cell.setObjectName(f"line_{name}")
        cell.setAccessibleName(title)
        if width:
            cell.setFixedWidth(width)
        if name == "happened_on":
            cell.setPlaceholderText("日，如 12")
        cell.textEdited.connect(lambda _text, typed=cell: self._on_edit(typed))
        cell.installEventFilter(self)
        return cell

    def _on_edit(self, cell: QLineEdit) -> None:
        set_mark(cell, "fault", value=False)
        cell.setToolTip("")
        if not self.rows[-1].is_empty:
            self._add(None)
        self.edited.emit()

    # -- what was typed ------------------------------------------------------------------------

    @property
    def filled(self) -> list[LineRow]:
        """The lines in which something was typed."""
        return [row for row in self.rows if not row.is_empty]

    def typed(self) -> list[TypedLine]:
        """Give what was typed, line by line; empty ones are left out."""
        return [row.typed(self._year, self._month) for row in self.filled]

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Mark the cells that ``lines.0.content`` and so on name; the first takes the keyboard."""
        first: QLineEdit | None = None
        for number, row in enumerate(self.filled):
            for name, cell in row.cells.items():
                keys = _AMOUNTS if name == "amount" else (name,)
                said = [faults[k] for k in (f"lines.{number}.{key}" for key in keys) if k in faults]
                set_mark(cell, "fault", value=bool(said))
                cell.setToolTip("；".join(said))
                first = first or (cell if said else None)
        if first is not None:
            self._focus(first)

    # -- keyboard ------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the empty line at the end."""
        self._focus(self.rows[-1].cells["happened_on"])

    def _focus(self, cell: QLineEdit) -> None:
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        # A row that was just made has its place only after the layout has run.
        QTimer.singleShot(0, cell, lambda: self._area.ensureWidgetVisible(cell, 0, 8))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on to the next cell, after the cell has taken it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in ENTER
            and isinstance(watched, ComposedLine)
            and not watched.composing
        ):
            if isinstance(watched, WordEdit):
                if watched.completions.isVisible():
                    return False  # the list takes the word and says so
                watched.settle()
            self._go_on(watched)
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, cell: QLineEdit) -> None:
        for number, row in enumerate(self.rows):
            cells = list(row.cells.values())
            if cell not in cells:
                continue
            place = cells.index(cell) + 1
            if row.is_empty:
                self.completed.emit()
            elif place < len(cells):
                self._focus(cells[place])
            else:
                self._focus(self.rows[min(number + 1, len(self.rows) - 1)].cells["happened_on"])
            return


def _texts_of(line: LedgerEntry) -> dict[str, str]:
    """Write a stored line as its cells hold it."""
    return {
        "happened_on": line.happened_on.isoformat(),
        "duty": line.duty,
        "content": line.content,
        "outcome": line.outcome.value if line.outcome else "",
        "count": "" if line.count is None else str(line.count),
        "funds": "" if line.funds is None else f"{line.funds:f}",
        "result": line.result or "",
    }
