"""到期与变动: the pairs whose terms end, or whose unit or person is gone, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from partydesk.domain.placements import Action, FollowUp, Placement, follow_up
from partydesk.services.reminders import Expiring, Matter
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState

#: Columns whose buttons act on their row.
RENEW, LEAVE, LATER = "renew", "leave", "later"


@dataclass(frozen=True)
class Reminder:
    """One line.

    Attributes:
        placement: The pair, of any round.
        group: How near the end is, or that something has changed.
        tone: Its colour.
        why: What is to be thought of, in words.
        due: The act that is due, where unit or person is gone.
    """

    placement: Placement
    group: str
    tone: Tone
    why: str
    due: FollowUp | None = None


def reminders_of(
    matters: Sequence[Matter], expiring: Sequence[Expiring], today: dt.date
) -> tuple[Reminder, ...]:
    """Put both sorts into one list, each pair once: what has changed, then terms by their end."""
    changed = [
        Reminder(each.placement, "有变动", Tone.TROUBLE, each.due.why, each.due) for each in matters
    ]
    ends = [
        Reminder(each.placement, each.stage.label, _tone(each), _days(each.placement, today))
        for each in expiring
        if follow_up(each.placement) is None
    ]
    return (*changed, *ends)


def _tone(each: Expiring) -> Tone:
    if each.stage.days <= 0:
        return Tone.TROUBLE
    return Tone.ATTENTION if each.stage.days <= 30 else Tone.PLAIN  # noqa: PLR2004 - a month


def _days(placement: Placement, today: dt.date) -> str:
    """Write how many days are left, or since when it is over."""
    if placement.term_to is None:
        return ""
    left = (placement.term_to - today).days
    if left < 0:
        return f"届满已 {-left} 天"
    return f"还有 {left} 天" if left else "今天届满"


def _columns() -> list[Column[Reminder]]:
    def leave(row: Reminder) -> str:
        action = row.due.action if row.due else Action.END
        return f"{action.label}…"

    return [
        Column("group", "提醒", lambda r: r.group, width=82, shape=Shape.TAG,
               tone=lambda r: r.tone, sortable=False),
        Column("talent", "人员", lambda r: r.placement.talent, width=104, strong=True,
               sortable=False),
        Column("post", "岗位", lambda r: r.placement.post, width=210, sortable=False,
               tip=lambda r: r.placement.post),
        Column("until", "任期至", lambda r: str(r.placement.term_to or ""), width=108,
               sortable=False),
        Column("why", "情况", lambda r: r.why, width=118, sortable=False, tip=lambda r: r.why),
        Column("term", "届次", lambda r: f"第 {r.placement.term} 届", width=66,
               align=Align.CENTRE, sortable=False, shown=False),
        Column(RENEW, "", lambda r: "" if r.due else "续签…", width=70, shape=Shape.BUTTON,
               sortable=False),
        Column(LEAVE, "", leave, width=70, shape=Shape.BUTTON, sortable=False),
        Column(LATER, "", lambda r: "" if r.due else "下周再提醒", width=104, shape=Shape.BUTTON,
               sortable=False),
    ]  # fmt: skip


def reminders_table(settings: QSettings) -> TableView[Reminder]:
    """Make the table."""
    model: RowTableModel[Reminder] = RowTableModel(_columns())
    empty = EmptyState(
        "没有要提醒的", "任期将满的，单位关停、人员离开的，和考核后要调整的，会列在这里。"
    )
    return TableView(model, "reminders", settings, empty, about="到期与变动")


@dataclass(frozen=True)
class ReminderPorts:
    """What the buttons of the lines do.

    Attributes:
        open_dialog: Opens the dialog of an act, on the selected pairs or prepared for one.
        put_off: Reminds of the selected pairs, or of one, a week later.
    """

    open_dialog: Callable[[Action, FollowUp | None], None]
    put_off: Callable[[], None]


def wire(table: TableView[Reminder], ports: ReminderPorts) -> None:
    """Connect the buttons; a press has selected its row already."""

    def asked(row: Reminder, key: str) -> None:
        if key == LATER:
            ports.put_off()
        elif key == RENEW:
            ports.open_dialog(Action.RENEW, None)
        else:
            ports.open_dialog(row.due.action if row.due else Action.END, row.due)

    table.act_asked.connect(asked)
    table.opened.connect(lambda row: asked(row, LEAVE if row.due else RENEW))
