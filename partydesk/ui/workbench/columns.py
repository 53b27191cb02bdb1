"""The two tables of the workbench: what is to be done and what was done last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from partydesk.domain.agenda import Todo
from partydesk.domain.changes import ActionEntry
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, Shape

#: Column of the button that puts a reminder off.
LATER = "later"


def day_in_words(day: dt.date, today: dt.date) -> str:
    """Write a day as the desk speaks of it: 逾期 4 天, 今天, 11月24日."""
    if day < today:
        return f"逾期 {(today - day).days} 天"
    if day == today:
        return "今天"
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def day_tone(day: dt.date | None, today: dt.date) -> Tone | None:
    """Colour what is late or due today."""
    if day is None or day > today:
        return None
    return Tone.TROUBLE if day < today else Tone.ATTENTION


def todo_columns(today: Callable[[], dt.date]) -> tuple[Column[Todo], ...]:
    """Declare the columns of 待办; ``today`` tells the day, for the program runs overnight."""
    return (
        Column[Todo](
            "due", "到期", lambda row: day_in_words(row.due, today()) if row.due else "", width=96,
            align=Align.RIGHT,
            tone=lambda row: day_tone(row.due, today()), sortable=False,
        ),
        Column[Todo]("title", "事项", lambda row: row.title, width=190, sortable=False),
        Column[Todo]("detail", "对象", lambda row: row.detail, width=260, sortable=False),
        Column[Todo](
            LATER, "", lambda row: "下周再提醒" if row.pairs or row.keys else "", width=104,
            shape=Shape.BUTTON, sortable=False,
        ),
        Column[Todo]("act", "", lambda row: row.act, width=88, shape=Shape.BUTTON, sortable=False),
    )  # fmt: skip


def recent_columns(today: Callable[[], dt.date]) -> tuple[Column[ActionEntry], ...]:
    """Declare the columns of 最近操作; ``today`` tells the day, for the program runs overnight."""
    return (
        Column[ActionEntry](
            "when", "时间", lambda row: moment_in_words(row.when, today()), align=Align.RIGHT,
            width=98,
            tone=lambda _row: Tone.SECONDARY, sortable=False,
        ),
        Column[ActionEntry]("label", "操作", lambda row: row.label, width=150, sortable=False),
        Column[ActionEntry](
            "undo", "", undo_word, width=70, shape=Shape.BUTTON, sortable=False,
        ),
    )  # fmt: skip


def undo_word(row: ActionEntry) -> str:
    """Word on the button that takes an act back; empty where that cannot be done."""
    return "撤销" if row.undoable and not row.undone else ""


def moment_in_words(moment: str, today: dt.date) -> str:
    """Write a moment shortly: the time for today, else the day.

    Args:
        moment: ISO moment with offset.
        today: The day it is.
    """
    when = dt.datetime.fromisoformat(moment)
    if when.date() == today:
        return f"{when:%H:%M}"
    if when.year != today.year:
        return f"{when:%Y-%m-%d}"
    return f"{when.month}月{when.day}日"
