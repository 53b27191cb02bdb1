"""What a user can do about twins on a pool's page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from partydesk.services.merging import suggest_kept
from partydesk.ui.commands import Command
from partydesk.ui.pools.duplicates_dialog import DuplicatesDialog
from partydesk.ui.pools.face import Record
from partydesk.ui.pools.merge_dialog import MOST_RECORDS, MergeDialog

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage

_SEVERAL = 2


def open_duplicates(page: PoolPage[Record]) -> None:
    """Look for records that may be one."""
    DuplicatesDialog(page, page.desk, page.workspace, page.face).present()


def merge_chosen(page: PoolPage[Record]) -> None:
    """Compare the chosen records and merge them."""
    ids = [row.id for row in page.list.table.selected_rows() if row.id is not None]
    workspace, kind = page.workspace, page.face.kind

    def show(ordered: tuple[int, ...]) -> None:
        MergeDialog(page, page.desk, workspace, page.face, ordered, page.desk.bus.tell).present()

    page.desk.tasks.run(
        lambda _progress: suggest_kept(workspace, kind, ids), show, title="正在对照记录"
    )


def _some_chosen(page: PoolPage[Record]) -> str:
    count = page.list.selected_count()
    if count < _SEVERAL:
        return f"请先在名单中选 2 至 {MOST_RECORDS} 条；按住 Ctrl 点击可以选多条"
    return f"一次最多合并 {MOST_RECORDS} 条，请少选一些" if count > MOST_RECORDS else ""


def _has_records(page: PoolPage[Record]) -> str:
    # Twins are looked for in the whole pool: a list that a condition has emptied says nothing.
    return "" if page.list.model.rowCount() or page.filters.narrowing else "名单是空的"


def duplicate_commands(page: PoolPage[Record]) -> list[Command]:
    """List the commands about twins of a pool's page."""
    kind, noun, group = page.face.kind, page.face.noun, page.face.title
    return [
        Command(
            f"{kind}.duplicates", f"查找并合并重复的{noun}…", group,
            partial(open_duplicates, page), "Ctrl+Shift+D", partial(_has_records, page),
            button_text="合并重复",
        ),
        Command(
            f"{kind}.merge", f"合并选中的{noun}…", group, partial(merge_chosen, page), "",
            partial(_some_chosen, page), button_text="合并",
        ),
    ]  # fmt: skip
