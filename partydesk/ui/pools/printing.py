"""Printing a pool: the roster as it stands on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from partydesk.services.print_kinds import Choice, Shown
from partydesk.ui.commands import Command
from partydesk.ui.documents import preview_document
from partydesk.ui.pools.disclosure import ask_disclosure
from partydesk.ui.pools.face import Record

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage


def print_roster(page: PoolPage[Record], full_reason: str = "") -> None:
    """Preview the roster: the records, the order and the columns of the list.

    Args:
        page: The pool.
        full_reason: Why personal numbers are needed in full; empty to have them masked.
    """
    printed = {field.name for field in page.face.fields}
    columns = [key for key in page.list.table.shown_keys() if key in printed]
    shown = Shown(page.list.query, tuple(columns))
    choice = Choice(full_reason=full_reason)
    preview_document(page, page.desk, page.workspace, page.face.kind, shown=shown, choice=choice)


def print_full_roster(page: PoolPage[Record]) -> None:
    """The same with full numbers, once it is said why."""
    reason = ask_disclosure(
        page,
        f"打印{page.face.noun}名册（完整号码）",
        "身份证号和电话印完整号码；谁、何时、为何打印会记入操作历史。公示、张贴的不要用。",
        "打印完整号码",
    )
    if reason:
        print_roster(page, reason)


def nothing_to_print(page: PoolPage[Record]) -> str:
    """Say why nothing can be printed; empty where something can."""
    return "" if page.list.model.rowCount() else "名单是空的，没有可打印的"


def print_command(page: PoolPage[Record]) -> Command:
    """Print what the list shows."""
    kind, face = page.face.kind, page.face
    return Command(
        f"{kind}.print", f"打印{face.noun}名册", face.title, partial(print_roster, page), "Ctrl+P",
        partial(nothing_to_print, page), button_text="打印",
    )  # fmt: skip


def print_full_command(page: PoolPage[Record]) -> Command:
    """Print what the list shows with full numbers; in the list of commands only."""
    kind, face = page.face.kind, page.face
    return Command(
        f"{kind}.print_full", f"打印{face.noun}名册（完整号码）…", face.title,
        partial(print_full_roster, page), "", partial(nothing_to_print, page),
    )  # fmt: skip
