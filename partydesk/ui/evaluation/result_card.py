"""How one result came about: the radar against the group, every component with its steps."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.services.evaluation.charts import chart_of, picture_of
from partydesk.services.evaluation.results import Result, Results
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.drawing import Drawing
from partydesk.ui.widgets.texts import Look, label

_WIDTH_MM = 128.0


class ResultCard(Card):
    """Shows one result; changes nothing.

    Attributes:
        drawing: The radar.
    """

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(" ", name="result_card")
        self.drawing = Drawing("result_radar", "各项得分与本组中位数对照")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self.body.addWidget(self._area, 1)

    def show_result(self, results: Results | None, row: Result | None) -> None:
        """Show how a result came about; None for nothing."""
        inside = QWidget()
        inside.setProperty("page", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        if results is None or row is None:
            self.title.setText(" ")
        else:
            self.title.setText(f"{row.evaluated.name}　{row.evaluated.group}")
            self.drawing = Drawing("result_radar", "各项得分与本组中位数对照")
            chart = chart_of(results, row.evaluated.id)
            self.drawing.show_pdf(picture_of(chart, width_mm=_WIDTH_MM))
            column.addWidget(self.drawing)
            column.addLayout(_parts(results, row))
            for sentence in (*row.placed.score.steps, *row.placed.reasons):
                column.addWidget(label(sentence, wrap=True))
            column.addStretch(1)
        self._area.setWidget(inside)


def _parts(results: Results, row: Result) -> QGridLayout:
    """Component, points, weight counted, and the steps below."""
    grid = QGridLayout()
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    for column, head in enumerate(("项目", "得分", "计入权重")):
        grid.addWidget(label(head, Look.FIELD), 0, column)
    line = 1
    for part in row.placed.score.parts:
        name = results.scheme.component(part.component).name
        points = "没有分" if part.points is None else f"{part.points:f}"
        counted = f"{part.counted:f}" if part.points is not None else "—"
        for column, text in enumerate((name, points, counted)):
            grid.addWidget(label(text, Look.STRONG), line, column)
        for step in part.steps:
            line += 1
            grid.addWidget(label(step, Look.HINT, wrap=True), line, 0, 1, 3)
        line += 1
    return grid
