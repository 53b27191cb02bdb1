"""The menu of saved filters: use one, keep the present one, rename, replace, delete."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.listing import Query
from partydesk.services.filters import (
    SavedFilter,
    delete_filter,
    list_filters,
    rename_filter,
    save_filter,
)
from partydesk.ui.pools.face import Record
from partydesk.ui.pools.reason_dialog import ReasonWords, ask_reason

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage


def saved_filters_menu(page: PoolPage[Record]) -> QMenu:
    """Make the menu; the filter that is in use is ticked."""
    kind = page.face.kind
    menu = QMenu(page)
    menu.setObjectName(f"{kind}_saved_filters_menu")
    saved = list_filters(page.workspace, kind)
    now = _asked(page)
    for one in saved:
        action = menu.addAction(one.name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(_same(one.query, now))
        action.triggered.connect(lambda _on=False, chosen=one: _use(page, chosen))
    menu.addSeparator()
    keep = menu.addAction("保存当前条件…", partial(keep_filter, page))
    keep.setEnabled(now.narrows or now.include_retired)
    for title, act in (("改名", _rename), ("换成当前条件", _replace), ("删除", _delete)):
        part = menu.addMenu(title)
        part.setEnabled(bool(saved) and (act is not _replace or keep.isEnabled()))
        for one in saved:
            part.addAction(one.name.replace("&", "&&"), partial(act, page, one))
    return menu


def keep_filter(page: PoolPage[Record]) -> None:
    """Keep what is asked for now under a name that is asked for."""
    words = ReasonWords(
        "保存筛选条件",
        "搜索的字、各项条件和排列顺序一起保存；同名的会被替换，可以撤销。",
        "名称",
        "如 未组建党组织的大户",
        "保存",
    )
    name = ask_reason(page, words)
    if name:
        kind, query = page.face.kind, _asked(page)
        _write(page, lambda: save_filter(page.workspace, kind, name, query)[1])


def _use(page: PoolPage[Record], one: SavedFilter) -> None:
    page.list.set_order(one.query.sort, descending=one.query.descending)
    page.filters.show_query(one.query)


def _rename(page: PoolPage[Record], one: SavedFilter) -> None:
    words = ReasonWords(f"筛选条件“{one.name}”改名", "条件本身不变。", "新名称", one.name, "改名")
    name = ask_reason(page, words)
    if name:
        _write(page, lambda: rename_filter(page.workspace, page.face.kind, one.id, name))


def _replace(page: PoolPage[Record], one: SavedFilter) -> None:
    query = _asked(page)
    _write(page, lambda: save_filter(page.workspace, page.face.kind, one.name, query)[1])


def _delete(page: PoolPage[Record], one: SavedFilter) -> None:
    _write(page, lambda: delete_filter(page.workspace, page.face.kind, one.id))


def _asked(page: PoolPage[Record]) -> Query:
    """What the page asks for now, with the order the user chose.

    What was picked out elsewhere is left out: those records are not the same tomorrow.
    """
    order, asked = page.list.query, page.filters.query()
    retired = asked.include_retired and (asked.picked is None or page.filters.retired.isChecked())
    return dataclasses.replace(
        asked, picked=None, include_retired=retired, sort=order.sort, descending=order.descending
    )


def _same(one: Query, other: Query) -> bool:
    """Whether two queries ask for the same, in whatever order."""
    return dataclasses.replace(one, sort="", descending=False) == dataclasses.replace(
        other, sort="", descending=False
    )


def _write(page: PoolPage[Record], work: Callable[[], Changes]) -> None:
    def failed(error: Exception) -> None:
        if isinstance(error, ValidationFailed):
            page.desk.say("；".join(error.fields.values()))
        else:
            page.desk.errors.show(error)

    page.desk.tasks.run(
        lambda _progress: work(), page.desk.bus.tell, failed, title="正在保存筛选条件"
    )
