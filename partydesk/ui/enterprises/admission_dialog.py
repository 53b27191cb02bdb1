"""入库: units beside the criteria of the year, who proposes them, the day, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from partydesk.domain.admission import Criterion, Verdict
from partydesk.domain.enterprise_size import size_of
from partydesk.domain.enterprises import Standing
from partydesk.domain.fields import Field, Kind
from partydesk.domain.pinyin import matches
from partydesk.domain.values import ValueRefused, parse
from partydesk.services.enterprises import Judged
from partydesk.ui.colours import Tone
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label, set_look
from partydesk.ui.widgets.words import WordEdit

_DAY = Field("入库日期", Kind.DATE, name="admitted_on")
_SIGNS = {Verdict.MET: "✓", Verdict.FAILED: "✗", Verdict.UNKNOWN: "？"}
_TONES = {
    Verdict.MET: Tone.GOOD,
    Verdict.FAILED: Tone.TROUBLE,
    Verdict.UNKNOWN: Tone.ATTENTION,
}
_NOTHING = {Verdict.UNKNOWN: "未填", Verdict.FAILED: "无", Verdict.MET: ""}
_SHORT = {
    "staff": "从业人员",
    "capital": "注册资本",
    "revenue": "年营业收入",
    "influence": "社会影响",
}
_ROWS_SHOWN, _ROW_PX = 6, 34
_WIDTH, _AROUND_TABLE = 800, 380


@dataclass(frozen=True, slots=True)
class AdmissionWords:
    """What the dialog says.

    Attributes:
        title: What is about to happen.
        meaning: What it means.
        example: An example of a reason.
        act: Words on the button.
        standing: What the units become.
    """

    title: str
    meaning: str
    example: str
    act: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class AdmissionOrder:
    """What the user decided."""

    on: dt.date
    proposer: str
    reason: str


class AdmissionDialog(BaseDialog):
    """Shows the criteria and asks for proposer, day and, where units do not fit, the reason.

    Attributes:
        table: The units with their criteria.
        proposer: Who proposes.
        day: 入库日期; of a proposal it is not asked.
        reason: Why.
    """

    def __init__(
        self,
        parent: QWidget | None,
        words: AdmissionWords,
        judged: Callable[[dt.date], Sequence[Judged]],
        today: dt.date,
        committees: Sequence[str],
        settings: QSettings,
    ) -> None:
        """Ask as ``words`` say.

        Args:
            parent: The page that asks.
            words: What the dialog says.
            judged: Holds the units against the criteria that hold on a day; a short read.
            today: The day proposed.
            committees: Names that are offered as proposers.
            settings: The user's settings, for the columns.
        """
        super().__init__(parent, words.title, "admission")
        self._words, self._judged, self._today = words, judged, today
        self._rows = tuple(judged(today))
        self.body.addWidget(label(words.title, Look.HEADING, wrap=True))
        self.body.addWidget(label(words.meaning, Look.SECONDARY, wrap=True))
        self._criteria = label("", Look.SECONDARY, name="admission_criteria", wrap=True)
        self.body.addWidget(self._criteria)
        self.table = self._units_table(settings)
        self.body.addWidget(self.table, 1)
        self._verdict = label("", Look.STRONG, name="admission_verdict", wrap=True)
        self.body.addWidget(self._verdict)
        self.proposer = WordEdit(committees, matches)
        self.day = QLineEdit(today.isoformat())
        self.reason = QLineEdit()
        self._star = label("＊必填", Look.STAR)
        self.body.addLayout(self._questions())
        self._fault = FormMessage("admission_fault")
        self.body.addWidget(self._fault)
        self.add_cancel()
        self.add_act(words.act)
        self.day.editingFinished.connect(self._judge_again)
        self._show_rows()
        self.reason.setFocus()

    # -- building ----------------------------------------------------------------------

    def _units_table(self, settings: QSettings) -> TableView[Judged]:
        model: RowTableModel[Judged] = RowTableModel(_columns(self._rows))
        table = TableView(model, "admission_units", settings, EmptyState("没有选中单位"),
                          about="入库条件")  # fmt: skip
        height = int(str(table.view.property("row_height") or _ROW_PX))
        table.setMinimumHeight(3 * height)
        # A wrapped sentence says its height only once it knows its width, so the size is given.
        shown = min(max(len(self._rows), 2), _ROWS_SHOWN)
        self.resize(_WIDTH, _AROUND_TABLE + height * (shown + 1))
        return table

    def _questions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self.reason.setPlaceholderText(self._words.example)
        self.proposer.setPlaceholderText("如 苏木乡镇党委")
        self.day.setMaximumWidth(150)
        asked: list[tuple[str, str, QWidget]] = [("入库提名", "admission_proposer", self.proposer)]
        if self._words.standing is Standing.IN_POOL:
            asked.append(("入库日期", "admission_day", self.day))
        for place, (caption, name, line) in enumerate(asked):
            grid.addLayout(_captioned(caption, name, line), 0, place)
            grid.setColumnStretch(place, 0 if line is self.day else 1)
        why = _captioned("理由", "admission_reason", self.reason, self._star)
        grid.addLayout(why, 1, 0, 1, len(asked))
        return grid

    # -- showing ----------------------------------------------------------------------

    def _judge_again(self) -> None:
        """Hold the units against the criteria of the year of the day that was typed."""
        day = self._typed_day()
        if day is not None:
            self._rows = tuple(self._judged(day))
            self._show_rows()

    def _show_rows(self) -> None:
        self.table.model.set_rows(self._rows)
        wanted = _wanted(self._rows)
        self._criteria.setText(f"入库条件：{wanted}" if wanted else "本年度没有设入库条件。")
        unfit = self.unfit
        self._star.setVisible(bool(unfit))
        if unfit:
            words = f"{unfit} 家不符合条件或资料不全，是否入库由党工委决定，请写明理由。"
        else:
            words = "都符合条件，理由可以不写。"
        self._verdict.setText(words)
        set_look(self._verdict, Look.ATTENTION if unfit else Look.GOOD)

    @property
    def unfit(self) -> int:
        """How many units do not fit, or cannot be judged."""
        return sum(row.admission.verdict is not Verdict.MET for row in self._rows)

    # -- answering ----------------------------------------------------------------------

    def _typed_day(self) -> dt.date | None:
        """The day that was typed; None where it is none, or lies in the future."""
        try:
            day = parse(_DAY, self.day.text(), today=self._today).value
        except ValueRefused:
            return None
        return day if isinstance(day, dt.date) and day <= self._today else None

    @property
    def order(self) -> AdmissionOrder:
        """What the user decided.

        Raises:
            ValueError: The day is none; the dialog does not close with such a day.
        """
        day = self._typed_day()
        if day is None:
            raise ValueError(self.day.text())
        return AdmissionOrder(day, self.proposer.text().strip(), self.reason.text().strip())

    def accept(self) -> None:
        """Close, if nothing is lacking."""
        if self._typed_day() is None:
            self._fault.say("入库日期请写成 2026-04-01 这样，不能晚于今天")
            self.day.setFocus()
            return
        self._judge_again()
        if self.unfit and not self.reason.text().strip():
            self._fault.say("有单位不符合条件或资料不全，请写明理由")
            self.reason.setFocus()
            return
        super().accept()


def _captioned(caption: str, name: str, line: QWidget, star: QWidget | None = None) -> QVBoxLayout:
    """Put a caption above a line."""
    line.setObjectName(name)
    line.setAccessibleName(caption)
    words = label(caption, Look.FIELD)
    words.setBuddy(line)
    head = QHBoxLayout()
    head.setSpacing(4)
    head.addWidget(words)
    if star is not None:
        head.addWidget(star)
    head.addStretch(1)
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addLayout(head)
    column.addWidget(line, 0, Qt.AlignmentFlag.AlignTop)
    return column


def _wanted(rows: Sequence[Judged]) -> str:
    """Write down the criteria, which are the same for every unit."""
    if not rows:
        return ""
    admission = rows[0].admission
    size = "、".join(one.wanted for one in admission.size)
    influence = admission.influence.wanted if admission.influence else ""
    either = "；或有其一的" if size else "有其一的"
    return size + (either + influence if influence else "")


def _columns(rows: Sequence[Judged]) -> tuple[Column[Judged], ...]:
    """Name, size, one column for each criterion, and the verdict."""
    names = [one.name for one in rows[0].admission.criteria] if rows else []
    return (
        Column("name", "单位名称", lambda row: row.unit.name, width=206, sortable=False,
               strong=True),
        Column("size", "规模", lambda row: size_of(row.unit).word, width=88, sortable=False,
               tip=lambda row: size_of(row.unit).words),
        *(_criterion_column(name) for name in names),
        Column("verdict", "入库条件", _verdict_word, width=96, sortable=False,
               tone=lambda row: _TONES[row.admission.verdict], shape=Shape.TAG,
               tip=lambda row: row.admission.summary),
    )  # fmt: skip


def _verdict_word(row: Judged) -> str:
    return f"{_SIGNS[row.admission.verdict]} {row.admission.verdict.value}"


def _criterion_column(name: str) -> Column[Judged]:
    """Say of each unit whether it meets a criterion, and what its record says."""

    # Another day may belong to a year that does not ask for this.
    def criterion(row: Judged) -> Criterion | None:
        return next((one for one in row.admission.criteria if one.name == name), None)

    def words(row: Judged) -> str:
        one = criterion(row)
        if one is None:
            return "不要求"
        said = one.found.removeprefix(_SHORT[name]).strip()
        return f"{_SIGNS[one.verdict]} {said or _NOTHING[one.verdict]}"

    def tone(row: Judged) -> Tone:
        one = criterion(row)
        return Tone.QUIET if one is None else _TONES[one.verdict]

    def tip(row: Judged) -> str:
        one = criterion(row)
        return "" if one is None else one.lacking or one.found

    return Column(name, _SHORT[name], words, width=112, sortable=False, tone=tone, tip=tip)
