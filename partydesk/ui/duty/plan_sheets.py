"""The short forms of 工作安排: a target, and that targets are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.plans import PlanItem
from partydesk.domain.fields import fields_of
from partydesk.domain.values import show
from partydesk.services.duty.plan_acts import DONE, save_item, tick_off
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet


def item_dialog(
    parent: QWidget,
    desk: Desk,
    workspace: Workspace,
    whose: str,
    duties: Sequence[str],
    item: PlanItem,
) -> EntryDialog:
    """Ask for a target.

    Args:
        parent: The page.
        desk: The window's services.
        workspace: Open workspace.
        whose: Whose plan it is, in words.
        duties: The duties on offer.
        item: What the form says at first; without a number it is a new one.
    """
    new = item.id is None
    fields = [field for field in fields_of(PlanItem) if field.name not in DONE]

    def store(texts: Mapping[str, str]) -> Changes:
        return save_item(workspace, item.year, item.placement_id, item.id, texts)[1]

    sheet = Sheet(
        title="添加工作任务" if new else "修改工作任务",
        about=f"{whose}。选了成效的任务按台账自动计数，不选的做完后登记完成。",
        act="保存",
        fields=fields,
        store=store,
        texts={field.name: show(field, getattr(item, field.name)) for field in fields},
        words={"duty": tuple(duties)},
    )
    return EntryDialog(parent, desk, sheet, "plan_item_dialog")


def done_dialog(
    parent: QWidget, desk: Desk, workspace: Workspace, whose: str, items: Sequence[PlanItem]
) -> EntryDialog:
    """Ask when targets were done, and how."""
    numbers = [item.id for item in items if item.id is not None]
    tasks = items[0].task if len(items) == 1 else f"“{items[0].task}”等 {len(items)} 项"

    def store(texts: Mapping[str, str]) -> Changes:
        return tick_off(workspace, numbers, texts)

    # What is said of a single target is there to be mended; several begin anew.
    first = items[0] if len(items) == 1 else None
    day = (first and first.done_on) or workspace.today()
    done_on, done_note = (field for field in fields_of(PlanItem) if field.name in DONE)
    sheet = Sheet(
        title="登记完成",
        about=f"{whose}：{tasks}",
        act="登记完成",
        fields=[replace(done_on, required=True), done_note],
        store=store,
        texts={"done_on": day.isoformat(), "done_note": (first and first.done_note) or ""},
    )
    return EntryDialog(parent, desk, sheet, "plan_done_dialog")
