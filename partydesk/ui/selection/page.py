"""双向选择: the steps of a year's round, each with its view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.selection import steps
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.selection.board_view import PLACEMENTS_PAGE, BoardView
from partydesk.ui.selection.posts_view import PostsView
from partydesk.ui.selection.reading import RoundPicture, read_round
from partydesk.ui.selection.wishes_view import WishesView
from partydesk.ui.widgets.card import PageHead, page_layout
from partydesk.ui.widgets.dialog import choose
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.steps import StepChips
from partydesk.ui.widgets.texts import Look, label, set_look
from partydesk.ui.year_reading import YearReading

_GROUP = "双向选择"
_OF_INTEREST = frozenset(
    {"rounds", "posts", "wishes", "rulings", "runs", "placements", "consents", "agreements",
     "letters", "talents", "enterprises", "policies", "decisions", "recusals"}
)  # fmt: skip
_SAVE, _DISCARD = "留下并返回", "不保存，关闭"


class SelectionPage(QWidget):
    """The page of a year's round.

    Attributes:
        posts: 需求.
        wishes: 意愿.
        board: 匹配.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until the page is shown."""
        super().__init__()
        self.setObjectName("page_selection")
        self._desk, self._workspace = desk, workspace
        self._picture: RoundPicture | None = None
        self._shown = ""
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: read_round(workspace, year),
            show=self.show_picture,
            title="正在读取双向选择",
        )
        actions = RoundActions(desk, workspace)
        desk.commands.add(
            Command(
                "selection.open", "开启本年双向选择", _GROUP, actions.open_round,
                refusal=self._cannot_open,
            ),
            owner=self,
        )  # fmt: skip
        self.posts = PostsView(desk, workspace, actions)
        self.wishes = WishesView(desk, workspace, actions)
        self.board = BoardView(desk, workspace, actions)
        self._views: dict[str, PostsView | WishesView | BoardView] = {
            steps.POSTS: self.posts,
            steps.WISHES: self.wishes,
            steps.BOARD: self.board,
        }
        self._build()

    def _build(self) -> None:
        column = page_layout(self)
        self._head = PageHead("双向选择")
        for view in self._views.values():
            for each in view.buttons:
                self._head.add_button(each)
        column.addWidget(self._head)
        self.chips = StepChips()
        self.chips.step_chosen.connect(self.show_step)
        self._summary = label("", Look.SECONDARY, name="round_summary", wrap=True)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.chips)
        line.addWidget(self._summary, 1)
        column.addLayout(line)
        self._stack = QStackedWidget()
        self._open: QPushButton = self._desk.commands.button("selection.open", main=True)
        self._empty = EmptyState("", "", self._open)
        self._stack.addWidget(self._empty)
        for view in self._views.values():
            self._stack.addWidget(view)
        column.addWidget(self._stack, 1)
        self._show_parts()

    # -- what the window tells -----------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the round if something has changed since it was read."""
        self._reading.refresh()

    def set_year(self, year: int) -> None:
        """Show another year's round."""
        del year
        self._shown = ""
        self._reading.expire()

    def show_record(self, kind: str, number: int) -> None:
        """Go to a post."""
        if kind == "posts":
            self.show_step(steps.POSTS)
            self.posts.table.select_where(lambda post: post.id == number)

    def may_close(self) -> bool:
        """Ask what becomes of wishes that were typed and not saved."""
        typed = self.wishes.unsaved
        if not typed:
            return True
        names = "、".join(draft.label for draft in typed[:3])
        more = f"等 {len(typed)} 份" if len(typed) > 3 else ""  # noqa: PLR2004 - names shown
        message = f"{names}{more}的意愿还没有保存。"
        return choose(self, "有意愿没有保存", message, [_DISCARD], cancel=_SAVE) == _DISCARD

    # -- reading and showing -------------------------------------------------------------------

    def reload(self) -> None:
        """Read the round anew."""
        self._reading.start()

    def show_picture(self, picture: RoundPicture) -> None:
        """Show a round as it was read."""
        self._picture = picture
        if picture.round is not None:
            for view in self._views.values():
                view.show_picture(picture)
            self._shown = self._shown or steps.current_step(picture)
        self._show_parts()

    def show_step(self, key: str) -> None:
        """Show a step's view; the steps behind the board have a page of their own."""
        if key in steps.BEYOND:
            self._desk.show_page(PLACEMENTS_PAGE)
        elif key in self._views:
            self._shown = key
            self._show_parts()

    def _show_parts(self) -> None:
        """Show what belongs to the step in sight and hide the rest."""
        picture = self._picture
        opened = picture is not None and picture.round is not None
        for key, view in self._views.items():
            for each in view.buttons:
                each.setVisible(opened and key == self._shown)
        self.chips.setVisible(opened)
        self._open.setVisible(picture is not None and not opened)
        if picture is None or picture.round is None:
            self._show_nothing(picture)
        else:
            self._head.set_about(picture.round.title)
            self.chips.show_steps(steps.steps_of(picture, self._shown))
            view = self._views[self._shown]
            self._stack.setCurrentWidget(view)
            outdated = picture.outdated if self._shown == steps.BOARD else ""
            self._summary.setText(outdated or view.summary)
            set_look(self._summary, Look.ATTENTION if outdated else Look.SECONDARY)
        self._desk.commands.refresh()

    def _show_nothing(self, picture: RoundPicture | None) -> None:
        year = self._desk.year()
        self._head.set_about("")
        self._summary.clear()
        self._stack.setCurrentWidget(self._empty)
        if picture is None:
            self._empty.set_words("正在读取……")
            return
        self._open.setText(f"开启 {year} 年双向选择")
        hint = "开启后登记企业的岗位需求，再登记双方意愿，由程序匹配并说明理由。"
        self._empty.set_words(f"{year} 年的双向选择还没有开启", hint)

    def _cannot_open(self) -> str:
        opened = self._picture is not None and self._picture.round is not None
        return f"{self._desk.year()} 年的双向选择已经开启" if opened else ""
