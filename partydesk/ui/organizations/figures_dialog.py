"""覆盖率: every rate over every denominator, with both numbers and the name of what is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from partydesk.domain.coverage import CoverageFigure, Denominator, Rate
from partydesk.services.coverage import coverage_by_committee, coverage_figures
from partydesk.services.coverage_sheet import (
    NO_COMMITTEE,
    USUAL,
    coverage_chart,
    picture_of,
    rate_words,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.drawing import Drawing
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

_HINT = (
    "分母不同，覆盖率就不同，上报前请核对口径。选一行，看它的定义和各基层党委的情况；"
    "Ctrl+C 复制选中的行。"
)
_FRAME_PX = 4
_CHART_MM = 245


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line: what the units are, and their rates.

    Attributes:
        name: Denominator or committee.
        base: The denominator.
        figures: Rate → figure.
    """

    name: str
    base: Denominator
    figures: Mapping[Rate, CoverageFigure]

    def words(self, rate: Rate) -> str:
        """Write a rate with what it was divided from: 62.50 %（5/8）."""
        return rate_words(self.figures[rate])


def rows_by_base(figures: Sequence[CoverageFigure]) -> tuple[RateRow, ...]:
    """Put the figures of the banner into one line a denominator."""
    return tuple(
        RateRow(base.value, base, {one.rate: one for one in figures if one.base is base})
        for base in Denominator
    )


def rows_by_committee(
    figures: Mapping[str, Sequence[CoverageFigure]], base: Denominator
) -> tuple[RateRow, ...]:
    """Put the figures over one denominator into one line a committee that has any."""
    rows = (
        RateRow(name or NO_COMMITTEE, base, {one.rate: one for one in found if one.base is base})
        for name, found in figures.items()
    )
    return tuple(row for row in rows if row.figures[Rate.ORGANIZED].denominator)


def _columns(title: str) -> tuple[Column[RateRow], ...]:
    def total(row: RateRow) -> str:
        return str(row.figures[Rate.ORGANIZED].denominator)

    rates = [
        Column[RateRow](
            rate.name.lower(), rate.value, lambda row, rate=rate: row.words(rate),  # type: ignore[misc]
            align=Align.RIGHT, width=156, sortable=False,
            tip=lambda row, rate=rate: row.figures[rate].definition,  # type: ignore[misc]
        )
        for rate in Rate
    ]  # fmt: skip
    return (
        Column[RateRow]("name", title, lambda row: row.name, width=200, sortable=False),
        Column[RateRow]("units", "单位数", total, align=Align.RIGHT, width=70, sortable=False,
                        tone=lambda _row: Tone.SECONDARY),
        *rates,
    )  # fmt: skip


class FiguresDialog(BaseDialog):
    """The rates of the banner, and of each committee over the denominator that is chosen.

    Attributes:
        bases: One line a denominator.
        committees: One line a committee.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace) -> None:
        """Count for the chosen year."""
        super().__init__(parent, "覆盖率", "coverage_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._closed = False
        self._by_committee: Mapping[str, Sequence[CoverageFigure]] = {}
        year = desk.year()
        self.body.addWidget(label(f"党的组织覆盖和工作覆盖（{year} 年度）", Look.HEADING))
        self.body.addWidget(label(_HINT, Look.SECONDARY, wrap=True))
        self.bases = self._table("coverage_bases", "口径（分母）", "全旗各口径", desk)
        self.body.addWidget(self.bases)
        self.definitions = label("", Look.HINT, name="coverage_definitions", wrap=True)
        self.body.addWidget(self.definitions)
        self.committees = self._table("coverage_committees", "基层党委", "各基层党委", desk)
        self.body.addLayout(self._build_views())
        self.body.addWidget(self._views, 1)
        self.add_cancel("关闭")
        self.print_button = self.add_button("打印覆盖情况…", "coverage_print", main=True)
        self.print_button.clicked.connect(
            lambda _on=False: preview_document(self, desk, workspace, "coverage")
        )
        self.bases.current_changed.connect(self._choose)
        self.resize(980, 640)
        desk.tasks.run(
            lambda _progress: (
                coverage_figures(workspace, year),
                coverage_by_committee(workspace, year),
            ),
            self._show,
            title="正在统计覆盖率",
        )

    def _build_views(self) -> QHBoxLayout:
        """The committees as a table or as a chart, and the chips that choose which."""
        self._caption = label("", Look.STRONG)
        self.chart = Drawing("coverage_chart", "各基层党委组织覆盖率图")
        scrolled = QScrollArea()
        scrolled.setObjectName("coverage_chart_scroll")
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(self.chart)
        self._views = QStackedWidget()
        self._views.addWidget(self.committees)
        self._views.addWidget(scrolled)
        self.chips = [ToggleChip("表格", "coverage_as_table", on=True),
                      ToggleChip("组织覆盖率图", "coverage_as_chart")]  # fmt: skip
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _on=False, chosen=place: self.show_view(chosen))
        line = QHBoxLayout()
        line.addWidget(self._caption, 1)
        line.addWidget(ChipRow(*self.chips))
        return line

    def show_view(self, place: int) -> None:
        """Show the committees as a table (0) or as a chart (1)."""
        self._views.setCurrentIndex(place)
        for number, chip in enumerate(self.chips):
            chip.setChecked(number == place)

    def _table(self, name: str, title: str, about: str, desk: Desk) -> TableView[RateRow]:
        model: RowTableModel[RateRow] = RowTableModel(_columns(title), self)
        return TableView(model, name, desk.settings, EmptyState("正在统计…"), about=about)

    def _show(
        self,
        found: tuple[Sequence[CoverageFigure], Mapping[str, Sequence[CoverageFigure]]],
    ) -> None:
        if self._closed:
            return
        figures, self._by_committee = found
        rows = rows_by_base(figures)
        self.bases.model.set_rows(rows)
        view = self.bases.view
        rows_px = view.verticalHeader().defaultSectionSize() * len(rows)
        self.bases.setFixedHeight(view.horizontalHeader().height() + rows_px + _FRAME_PX)
        self.bases.select_where(lambda row: row.base is USUAL)

    def done(self, result: int) -> None:
        """Close; what is still being counted is not shown."""
        self._closed = True
        super().done(result)

    def _choose(self, row: RateRow | None) -> None:
        """Define the chosen line and show it by committee."""
        if row is None:
            return
        found = row.figures.values()
        lines = [
            f"{one.label} = {one.numerator_name} ÷ {one.denominator_name}（{one.source}）"
            for one in found
        ]
        bases = dict.fromkeys(one.base_definition for one in found)
        self.definitions.setText("\n".join([*bases, *lines]))
        self._caption.setText(f"各基层党委（分母：{row.base}）")
        self.committees.model.set_rows(rows_by_committee(self._by_committee, row.base))
        chart = coverage_chart(self._by_committee, row.base)
        self.chips[1].setEnabled(bool(chart.bars))
        if chart.bars:
            self.chart.show_pdf(picture_of(chart, width_mm=_CHART_MM))
