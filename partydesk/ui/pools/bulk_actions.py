"""What a user can do with several records of a list at once, and the bar that offers it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from partydesk.domain.bulk import ChangeMode
from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.pools import choices_of
from partydesk.services.retirement import restore_records, retire_records
from partydesk.ui.commands import Command
from partydesk.ui.pools.bulk_choice import choice_of
from partydesk.ui.pools.bulk_dialog import BulkDialog
from partydesk.ui.pools.face import Record
from partydesk.ui.pools.reason_dialog import ReasonWords, ask_reason
from partydesk.ui.widgets.texts import Look, button, label

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage

_SEVERAL = 2


def change_several(
    page: PoolPage[Record], field: str = "", mode: ChangeMode = ChangeMode.SET
) -> None:
    """Open the change of one field of the chosen records."""
    choice = choice_of(page)
    if not choice.count:
        return

    words = choices_of(page.workspace, page.face.kind)
    BulkDialog(page, page.desk, page.workspace, page.face, choice, words, field, mode).present()


def tag(page: PoolPage[Record]) -> None:
    """Open the change of the chosen records' tags."""
    change_several(page, "tags", ChangeMode.ADD)


def retire_several(page: PoolPage[Record]) -> None:
    """Take the chosen records out of use, with one reason; they and their histories stay."""
    choice, noun = choice_of(page), page.face.noun
    reason = ask_reason(
        page,
        ReasonWords(
            f"停用{noun} {choice.words}",
            f"{choice.listed}\n停用后不再出现在名单和匹配中，资料和修改记录保留，可以撤销。"
            f"状态改为“{page.face.retired_word}”；已经停用的不变。",
            "停用原因",
            "写一条，记入每条记录",
            f"停用 {choice.words}",
        ),
    )
    if reason:
        kind, workspace = page.face.kind, page.workspace

        def work(progress: Progress) -> Changes:
            return retire_records(workspace, kind, choice.records, reason, progress=progress)

        page.desk.tasks.run(work, partial(_tell, page), title=f"正在停用 {choice.words}")


def restore(page: PoolPage[Record]) -> None:
    """Bring the chosen records back to the state they had before they were retired."""
    choice, kind, workspace = choice_of(page), page.face.kind, page.workspace
    page.desk.tasks.run(
        lambda progress: restore_records(workspace, kind, choice.records, progress=progress),
        partial(_tell, page),
        title=f"正在恢复 {choice.words}",
    )


def _tell(page: PoolPage[Record], changes: Changes) -> None:
    page.desk.bus.tell(changes)
    if changes.action is None:
        page.desk.say("选中的记录都已是这样，没有改动")


def has_several(page: PoolPage[Record]) -> bool:
    """Whether more than one record is chosen."""
    return page.list.selected_count() >= _SEVERAL


def choose_all(page: PoolPage[Record]) -> None:
    """Choose everything the list shows, wherever on the page the keyboard is."""
    view = page.list.table.view
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    view.selectAll()


def _chosen(page: PoolPage[Record]) -> str:
    if page.list.selected_count() or (page.card.record is not None and page.card.record.id):
        return ""
    return "请先在名单中选记录；Ctrl 或 Shift 加点击选多条，Ctrl+A 全选"


def _retired(page: PoolPage[Record]) -> str:
    if has_several(page):
        return ""
    record = page.card.record
    if record is None:
        return _chosen(page) or "请先在名单中选记录"
    return "" if record.is_retired else f"“{record.name}”没有停用"


def bulk_commands(page: PoolPage[Record]) -> list[Command]:
    """List the commands for several records of a pool's page."""
    kind, noun, group = page.face.kind, page.face.noun, page.face.title
    chosen = partial(_chosen, page)
    return [
        Command(f"{kind}.bulk", f"批量修改{noun}…", group, partial(change_several, page),
                "Ctrl+Shift+E", chosen, button_text="批量修改"),
        Command(f"{kind}.tag", f"给{noun}加减标签…", group, partial(tag, page), "Ctrl+T", chosen,
                button_text="标签"),
        Command(f"{kind}.restore", f"恢复停用的{noun}", group, partial(restore, page), "",
                partial(_retired, page), button_text="恢复"),
        Command(f"{kind}.choose_all", f"选中名单上的全部{noun}", group, partial(choose_all, page),
                "Ctrl+A", lambda: "" if page.list.model.rowCount() else "名单是空的"),
    ]  # fmt: skip


class BulkBar(QFrame):
    """Says how many records are chosen and offers what can be done with them; hidden below two."""

    def __init__(self, page: PoolPage[Record]) -> None:
        """Offer the acts of ``page``."""
        super().__init__()
        self._page_of = page
        self._counter = ""
        kind = page.face.kind
        self.setObjectName(f"{kind}_bulk_bar")
        self.setAccessibleName("选中的记录")
        self.setProperty("ground", "raised")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        self._words = label("", Look.STRONG, name=f"{kind}_bulk_count")
        row.addWidget(self._words)
        for act, text in (("bulk", "批量修改"), ("tag", "标签"), ("retire", "停用"),
                          ("restore", "恢复"), ("merge", "合并")):  # fmt: skip
            row.addWidget(page.desk.commands.button(f"{kind}.{act}", text=text))
        row.addStretch(1)
        self._all = button("全选", f"{kind}_bulk_all", link=True)
        self._all.clicked.connect(page.list.table.view.selectAll)
        row.addWidget(self._all)
        drop = button("取消选择", f"{kind}_bulk_none", link=True)
        drop.clicked.connect(self._choose_one)
        row.addWidget(drop)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are chosen."""
        counter, total = self._page_of.face.counter, self._page_of.list.model.rowCount()
        self._words.setText(f"已选 {count:,} {counter}")
        self._all.setText(f"全选 {total:,} {counter}")
        self._all.setVisible(count < total)
        self.setVisible(count >= _SEVERAL)

    def _choose_one(self) -> None:
        """Let only the row the keyboard is on be chosen."""
        view = self._page_of.list.table.view
        if view.currentIndex().isValid():
            view.selectRow(view.currentIndex().row())
        else:
            view.clearSelection()


def offer_menu(page: PoolPage[Record]) -> None:
    """Let the list open a menu of what can be done with the chosen records."""
    view = page.list.table.view
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def open_menu(place: QPoint) -> None:
        if not view.indexAt(place).isValid():
            return
        menu = context_menu(page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(view.viewport().mapToGlobal(place))

    view.customContextMenuRequested.connect(open_menu)
    view.setAccessibleDescription(f"右键或菜单键列出可以对选中{page.face.noun}做的事")


def context_menu(page: PoolPage[Record]) -> QMenu:
    """Make the menu of the chosen records."""
    kind = page.face.kind
    keys = [f"{kind}.bulk", f"{kind}.tag", "", f"{kind}.retire", f"{kind}.restore"]
    menu = page.desk.commands.menu(keys, page)
    menu.setObjectName(f"{kind}_context_menu")
    return menu
