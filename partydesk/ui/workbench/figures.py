"""The key figures of the year: name, value and what it is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from partydesk.services.summary import Summary
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.texts import Look, button, label

_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure.

    Attributes:
        title: What is counted.
        value: The figure.
        about: Its denominator or what belongs to it.
        key: Key of the list behind it, where there is one.
        attention: Whether something should be done about it.
    """

    title: str
    value: str
    about: str
    key: str = ""
    attention: bool = False


def figures_of(summary: Summary) -> tuple[Figure, ...]:
    """Choose the figures shown at the right of the workbench."""
    s = summary
    covered = s.own + s.joint
    return (
        Figure("可选派人才", f"{s.available} 人", f"在库 {s.talents} 人"),
        Figure("在库企业", f"{s.in_pool} 家", f"名册 {s.enterprises} 家"),
        Figure("组织覆盖率", share(covered, s.operating), f"{covered} / {s.operating} 实体运营"),
        Figure("单独组建率", share(s.own, s.operating), f"{s.own} / {s.operating}"),
        Figure(
            "应建未建",
            f"{s.due_to_found} 家",
            "查看名单",
            "due_to_found",
            attention=s.due_to_found > 0,
        ),
        Figure("已配岗位", f"{s.matched} 岗", f"岗位需求 {s.posts} 岗"),
        Figure("已委任", f"{s.posted} 人", f"已签协议 {s.agreed} 份"),
    )


def share(part: int, whole: int) -> str:
    """Write a share with one decimal; without a denominator there is none."""
    return f"{part * _PER_CENT / whole:.1f} %" if whole else "—"


class FigureList(QWidget):
    """Figures one below the other, a thin line under each.

    Signals:
        list_asked(str): Key of the list behind a figure that needs attention.
    """

    list_asked = Signal(str)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("key_figures")
        self.setAccessibleName("主要数字")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show other figures."""
        clear_layout(self._grid)
        height = round(self.fontMetrics().height() * 1.55)
        for number, figure in enumerate(figures):
            row = 2 * number
            look = Look.ATTENTION if figure.attention else Look.BODY
            value = label(figure.value, Look.ATTENTION if figure.attention else Look.STRONG)
            parts: tuple[QWidget, ...] = (label(figure.title, look), value, self._about(figure))
            for column, part in enumerate(parts):
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(part, row, column, side | Qt.AlignmentFlag.AlignVCenter)
            self._grid.setRowMinimumHeight(row, height)
            self._grid.addWidget(rule(), row + 1, 0, 1, 3)

    def _about(self, figure: Figure) -> QWidget:
        """Write what a figure is measured against, or the way to what needs attention."""
        if not figure.attention:
            about = "" if figure.about == "查看名单" else figure.about
            return label(about, Look.SECONDARY)
        made = button(figure.about, f"see_{figure.key}", link=True)
        made.clicked.connect(lambda: self.list_asked.emit(figure.key))
        return made
