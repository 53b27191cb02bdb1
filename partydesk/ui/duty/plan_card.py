"""One plan on the right of 工作安排: its targets under their duties, and what can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.duty.plans import Target, TargetState
from partydesk.services.duty.plan_template import sources_of_template
from partydesk.ui.colours import Tone
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_TONES: Final = {
    TargetState.REACHED: Tone.GOOD,
    TargetState.OVERDUE: Tone.TROUBLE,
    TargetState.OPEN: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target in the list.

    Attributes:
        target: The target.
        duty: Its duty where it is the first under it, else empty.
        state: How it stands; None in the template.
    """

    target: Target
    duty: str
    state: TargetState | None


def lines_of(targets: Sequence[Target], today: dt.date | None) -> list[TargetLine]:
    """Make the lines of a plan; ``today`` is None for the template, which stands nowhere."""
    lines, last = [], ""
    for target in targets:
        duty = target.item.duty
        state = None if today is None else target.state(today)
        lines.append(TargetLine(target, "" if duty == last else duty, state))
        last = duty
    return lines


def _how_far(line: TargetLine) -> str:
    if line.state is None:
        return line.target.item.goal or "登记完成"
    return line.target.words


def _due(line: TargetLine) -> str:
    due = line.target.item.due_on
    return due.isoformat() if due else ""


def _share(line: TargetLine) -> float | None:
    item = line.target.item
    counted = item.outcome is not None and bool(item.target)
    return float(line.target.share) if line.state is not None and counted else None


def _tone(line: TargetLine) -> Tone | None:
    return None if line.state is None else _TONES[line.state]


def _tip(line: TargetLine) -> str:
    item = line.target.item
    done = f"{item.done_on} 完成" if item.done_on else ""
    source = sources_of_template().get(item.task)
    said = (item.task, done, item.done_note, source and f"来源：{source}")
    return "\n".join(part for part in said if part)


COLUMNS: Final = (
    Column[TargetLine]("duty", "职责", lambda n: n.duty, width=118, sortable=False),
    Column[TargetLine]("task", "工作任务", lambda n: n.target.item.task, width=266,
                       sortable=False, tip=_tip),
    Column[TargetLine]("share", "目标和进度", _how_far, width=154, sortable=False,
                       shape=Shape.BAR, share=_share, tone=_tone),
    Column[TargetLine]("due", "完成时限", _due, width=98, sortable=False),
    Column[TargetLine]("state", "状态", lambda n: n.state.value if n.state else "", width=74,
                       sortable=False, shape=Shape.TAG, tone=_tone),
)  # fmt: skip


class PlanCard(Card):
    """The plan that is looked at.

    Attributes:
        table: Its targets.
    """

    def __init__(
        self, settings: QSettings, acts: Sequence[QWidget], empty: EmptyState, parent: QWidget
    ) -> None:
        """Show nothing yet.

        Args:
            settings: The user's settings.
            acts: The buttons of what can be done with a target.
            empty: What stands there while a plan has no target.
            parent: Owns the rows.
        """
        super().__init__("工作安排", name="plan_card")
        self.about = label("", Look.SECONDARY, name="plan_about")
        self.head.addWidget(self.about)
        model: RowTableModel[TargetLine] = RowTableModel(COLUMNS, parent)
        self.table: TableView[TargetLine] = TableView(
            model, "plan_items", settings, empty, about="工作任务", inset=True
        )
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for act in acts:
            row.addWidget(act)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_plan(self, title: str, about: str, lines: Sequence[TargetLine], wanted: int) -> None:
        """Show a plan.

        Args:
            title: Whose it is.
            about: What there is to say about it.
            lines: Its targets.
            wanted: 记录号 of the target to go to; the first where it is not there.
        """
        self.title.setText(title)
        self.title.show()
        self.about.setText(about)
        self.table.model.set_rows(lines)
        if not self.table.select_where(lambda line: line.target.item.id == wanted):
            self.table.select_number(0)

    def current_id(self) -> int:
        """记录号 of the target the keyboard is on; 0 for none."""
        line = self.table.current_row()
        return (line.target.item.id or 0) if line else 0

    def chosen(self) -> list[Target]:
        """The selected targets from the top."""
        return [line.target for line in self.table.selected_rows()]
