"""岗位需求: the posts of the round, to add, change, remove and import."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from partydesk.domain.selection import Post, Side
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.selection import steps
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.selection.importing import open_import
from partydesk.ui.selection.post_dialog import PostDialog
from partydesk.ui.selection.prints import RoundPrints
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.menu_button import menu_button

_GROUP = "双向选择"


class PostsView(QWidget):
    """The list of posts.

    Attributes:
        buttons: What stands at the right of the page's head while this is in sight.
    """

    def __init__(
        self, desk: Desk, workspace: Workspace, actions: RoundActions, prints: RoundPrints
    ) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("selection_posts")
        self._desk, self._workspace, self._actions = desk, workspace, actions
        self._picture: RoundPicture | None = None
        self._said: Counter[int] = Counter()
        self._suggested: frozenset[int] = frozenset()
        self._wanted: str | None = None
        self._add_commands()
        self.model: RowTableModel[Post] = RowTableModel(self._columns(), self)
        button = desk.commands.button
        self.buttons: tuple[QPushButton, ...] = (
            menu_button("打印", "posts_print", lambda: prints.menu(steps.POSTS)),
            button("selection.import_posts"),
            button("selection.remove_post"),
            button("selection.edit_post"),
            button("selection.new_post", main=True),
        )
        empty = EmptyState(
            "还没有岗位需求",
            "把在库单位要的岗位逐个登记，或把需求表导进来",
            button("selection.import_posts"),
            button("selection.new_post", text="新增岗位"),
        )
        self.table: TableView[Post] = TableView(
            self.model, "posts", desk.settings, empty, about="岗位需求"
        )
        self.table.opened.connect(lambda _post: desk.commands.run("selection.edit_post"))
        self.table.selection_changed.connect(lambda _count: desk.commands.refresh())
        self.table.current_changed.connect(lambda _post: desk.commands.refresh())
        self.setFocusProxy(self.table.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def _columns(self) -> list[Column[Post]]:
        return [
            Column("enterprise", "单位", lambda p: p.enterprise, width=300, sortable=False),
            Column("role", "岗位", lambda p: p.role.value, width=116, sortable=False),
            Column("township", "苏木乡镇", lambda p: p.township or "", width=120,
                   sortable=False),
            Column("specialties", "所需专长", lambda p: "、".join(p.specialties), width=220,
                   sortable=False),
            Column(
                "wishes", "企业意愿", self._wish_word, tone=self._wish_tone, shape=Shape.TAG,
                width=100, sortable=False,
            ),
            Column("note", "备注", lambda p: p.note or "", width=200, sortable=False),
        ]  # fmt: skip

    def _wish_word(self, post: Post) -> str:
        count = self._said[post.id or 0]
        if not count:
            return "未登记"
        return f"建议 {count} 条" if post.id in self._suggested else f"{count} 条"

    def _wish_tone(self, post: Post) -> Tone:
        if not self._said[post.id or 0]:
            return Tone.ATTENTION
        return Tone.SECONDARY if post.id in self._suggested else Tone.GOOD

    def _add_commands(self) -> None:
        add = [
            Command(
                "selection.new_post", "新增岗位", _GROUP, self.new_post, "Ctrl+N",
                button_text="新增岗位",
            ),
            Command(
                "selection.edit_post", "修改岗位", _GROUP, self.edit_post, "F2",
                self._no_post, button_text="修改…",
            ),
            Command(
                "selection.remove_post", "删除岗位", _GROUP, self.remove_post, "Delete",
                self._cannot_remove, button_text="删除",
            ),
            Command(
                "selection.import_posts", "导入岗位需求", _GROUP, self.import_posts,
                button_text="导入岗位…",
            ),
        ]  # fmt: skip
        self._desk.commands.add_all(add, owner=self)

    # -- showing -------------------------------------------------------------------------------

    def show_picture(self, picture: RoundPicture) -> None:
        """Show the round's posts; the chosen one stays chosen."""
        chosen = self.table.current_row() if self._picture is not None else None
        self._picture = picture
        self._said = picture.said(Side.ENTERPRISE)
        self._suggested = picture.suggested(Side.ENTERPRISE)
        self.model.set_rows(picture.posts)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if self.table.select_where(lambda post: post.label == wanted):
                return
        if chosen is None or not self.table.select_where(lambda post: post.id == chosen.id):
            self.table.select_number(0)

    # -- acts ----------------------------------------------------------------------------------

    def _no_post(self) -> str:
        return "" if self._picture and self.table.current_row() else "请先选择一个岗位"

    def _cannot_remove(self) -> str:
        if self._no_post() or self._picture is None:
            return "请先选择一个岗位"
        post = self.table.current_row()
        placement = self._picture.placement_at(post.id or 0) if post else None
        return f"{placement.post}已进入认可程序，不能删除" if placement else ""

    def new_post(self) -> None:
        """Ask for a new post."""
        self._open_dialog(None)

    def edit_post(self) -> None:
        """Change the chosen post."""
        post = self.table.current_row()
        if post is not None:
            self._open_dialog(post)

    def _open_dialog(self, post: Post | None) -> None:
        dialog = PostDialog(self, self._workspace, self._actions, post)
        dialog.saved.connect(self._go_to)
        dialog.present()

    def _go_to(self, label: str) -> None:
        """Choose the post that was saved once it has been read."""
        self._wanted = label

    def remove_post(self) -> None:
        """Take the chosen post out."""
        post = self.table.current_row()
        if post is not None and post.id is not None:
            self._actions.remove_post(post.id)

    def import_posts(self) -> None:
        """Import posts from a sheet."""
        open_import(self, self._desk, self._workspace, "posts")
