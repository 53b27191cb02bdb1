"""岗位需求: the posts of the round, to add, change, remove and import."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from partydesk.domain.enterprises import GONE
from partydesk.domain.fields import fields_of
from partydesk.domain.selection import Closing, Post, Side
from partydesk.services.selection import close_post
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet
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


def _role_word(post: Post) -> str:
    return post.role.value if post.seat == 1 else f"{post.role}（第 {post.seat} 席）"


def state_word(post: Post) -> str:
    """Say why a post takes no part in matching; empty while it does."""
    if post.closed_on is not None:
        return "已关闭"
    if post.operation in GONE:
        return f"单位{post.operation}"
    return "" if post.in_pool else "单位不在库"


def _why_out(post: Post) -> str:
    if post.closed_on is not None:
        return f"{post.closed_on} 关闭：{post.why_closed}"
    if post.operation in GONE:
        return f"单位的经营状况为“{post.operation}”，不参加匹配"
    return "" if post.in_pool else "单位已不在库，不参加匹配"


def _tone(post: Post) -> Tone | None:
    return None if post.is_wanted else Tone.QUIET


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
        self._wanted: int | None = None
        self._add_commands()
        self.model: RowTableModel[Post] = RowTableModel(self._columns(), self)
        button = desk.commands.button
        self.buttons: tuple[QPushButton, ...] = (
            menu_button("打印", "posts_print", lambda: prints.menu(steps.POSTS)),
            button("selection.import_posts"),
            button("selection.remove_post"),
            button("selection.close_post"),
            button("selection.reopen_post"),
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
            Column("enterprise", "单位", lambda p: p.enterprise, width=236, tone=_tone,
                   sortable=False),
            Column("role", "岗位", _role_word, width=172, tone=_tone, sortable=False),
            Column("township", "苏木乡镇", lambda p: p.township or "", width=104, tone=_tone,
                   sortable=False),
            Column("specialties", "所需专长", lambda p: "、".join(p.specialties), width=170,
                   tone=_tone, sortable=False),
            Column("musts", "必备条件", lambda p: "、".join(p.musts), width=130, tone=_tone,
                   sortable=False),
            Column(
                "wishes", "企业意愿", self._wish_word, tone=self._wish_tone, shape=Shape.TAG,
                width=100, sortable=False,
            ),
            Column("state", "", state_word, tone=lambda _post: Tone.QUIET, shape=Shape.TAG,
                   width=96, sortable=False, tip=_why_out),
            Column("note", "备注", lambda p: p.note or "", width=160, tone=_tone, sortable=False),
        ]  # fmt: skip

    def _wish_word(self, post: Post) -> str:
        if not self._takes_part(post):
            return ""
        count = self._said[post.id or 0]
        if not count:
            return "未登记"
        return f"建议 {count} 条" if post.id in self._suggested else f"{count} 条"

    def _takes_part(self, post: Post) -> bool:
        """Whether somebody can be matched to a post, or is in the procedure for it."""
        placed = self._picture is not None and self._picture.placement_at(post.id or 0)
        return post.is_wanted or bool(placed)

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
                "selection.close_post", "关闭岗位", _GROUP, self.close_post,
                refusal=self._cannot_close, button_text="关闭…",
            ),
            Command(
                "selection.reopen_post", "恢复已关闭的岗位", _GROUP, self.reopen_post,
                refusal=self._cannot_reopen, button_text="恢复",
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
            if self.table.select_where(lambda post: post.id == wanted):
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

    def _cannot_close(self) -> str:
        post = self.table.current_row() if not self._no_post() else None
        if post is None or self._picture is None:
            return "请先选择一个岗位"
        if post.closed_on is not None:
            return "这个岗位已经关闭"
        placement = self._picture.placement_at(post.id or 0)
        return f"{placement.post}正在办理认可程序，请先撤回" if placement else ""

    def _cannot_reopen(self) -> str:
        post = self.table.current_row() if not self._no_post() else None
        if post is None:
            return "请先选择一个岗位"
        return "" if post.closed_on is not None else "这个岗位没有关闭"

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

    def _go_to(self, post_id: int) -> None:
        """Choose the post that was saved once it has been read."""
        self._wanted = post_id

    def close_post(self) -> None:
        """Ask why and since when the chosen post is not wanted any more."""
        post = self.table.current_row()
        if post is None or post.id is None:
            return
        number = post.id
        sheet = Sheet(
            title=f"关闭岗位：{post.label}",
            about="岗位和已登记的意愿都留着，不再参加匹配；以后可以恢复。",
            act="关闭岗位",
            fields=fields_of(Closing),
            store=lambda texts: close_post(self._workspace, number, texts),
            texts={"closed_on": self._workspace.today().isoformat()},
        )
        EntryDialog(self, self._desk, sheet, "closing_dialog").present()

    def reopen_post(self) -> None:
        """Ask for the chosen post again."""
        post = self.table.current_row()
        if post is not None and post.id is not None:
            self._actions.reopen_post(post.id)

    def remove_post(self) -> None:
        """Take the chosen post out."""
        post = self.table.current_row()
        if post is not None and post.id is not None:
            self._actions.remove_post(post.id)

    def import_posts(self) -> None:
        """Import posts from a sheet."""
        open_import(self, self._desk, self._workspace, "posts")
