"""双向选择: the steps of a year's round, each with its view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from partydesk.domain.placements import State
from partydesk.domain.round_steps import WAITING_IN
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.selection import steps
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.selection.board_view import BoardView
from partydesk.ui.selection.posts_view import PostsView
from partydesk.ui.selection.prints import RoundPrints
from partydesk.ui.selection.publish_view import PublishView
from partydesk.ui.selection.reading import RoundPicture, read_round
from partydesk.ui.selection.wishes_view import WishesView
from partydesk.ui.widgets.card import PageHead, page_layout
from partydesk.ui.widgets.dialog import choose
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.steps import StepChips
from partydesk.ui.year_reading import YearReading

_GROUP = "双向选择"
_OF_INTEREST = frozenset(
    {"rounds", "posts", "wishes", "rulings", "runs", "placements", "consents", "agreements",
     "letters", "talents", "enterprises", "policies", "decisions", "recusals"}
)  # fmt: skip
#: Acts that the red button in the page's head does.
_IN_HEAD = frozenset({"add_posts", "publish", "match", "submit"})
_SAVE, _DISCARD = "留下并返回", "不保存，关闭"


class SelectionPage(QWidget):
    """The page of a year's round.

    Attributes:
        posts: 需求.
        publish: 公布.
        wishes: 意愿.
        board: 匹配.
    """

    def __init__(
        self, desk: Desk, workspace: Workspace, show_pairs: Callable[[State], None]
    ) -> None:
        """Read nothing until the page is shown.

        Args:
            desk: The window's services.
            workspace: The open workspace.
            show_pairs: Shows the pairs in a state on the page of the procedure.
        """
        super().__init__()
        self.setObjectName("page_selection")
        self._desk, self._show_pairs = desk, show_pairs
        self._picture: RoundPicture | None = None
        self._shown = ""
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: read_round(workspace, year, self.board.run_id),
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
        prints = RoundPrints(desk, workspace, self)
        self.posts = PostsView(desk, workspace, actions, prints)
        self.publish = PublishView(desk, workspace, prints)
        self.wishes = WishesView(desk, workspace, actions, prints)
        self.board = BoardView(desk, workspace, actions, prints)
        self.board.run_chosen.connect(self.reload)
        self._views: dict[str, PostsView | PublishView | WishesView | BoardView] = {
            steps.POSTS: self.posts,
            steps.PUBLISH: self.publish,
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
        column.addWidget(self.chips)
        self.guide = steps.StepGuide()
        self.guide.act_asked.connect(self._act)
        column.addWidget(self.guide)
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
            self._shown = self._shown or steps.current_step(picture.steps)
        self._show_parts()

    def show_step(self, key: str) -> None:
        """Show a step's view; those of the procedure have a page of their own, narrowed to it."""
        if key in WAITING_IN:
            states = WAITING_IN[key]
            pairs = self._picture.placements if self._picture is not None else ()
            there = {pair.state for pair in pairs}
            self._show_pairs(next((state for state in states if state in there), states[0]))
        elif key in self._views:
            self._shown = key
            self._show_parts()
            self._views[key].setFocus()

    def _act(self, key: str) -> None:
        """Do what comes next: go to another step, or open the next sheet."""
        step = steps.step_gone_to(key)
        if step:
            self.show_step(step)
        else:
            self.wishes.open_next()

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
            self.chips.show_steps(steps.chips_of(picture.steps, self._shown))
            self._stack.setCurrentWidget(self._views[self._shown])
            # The keys of a step work where the keyboard is in its view.
            self.setFocusProxy(self._views[self._shown])
            self._show_guide(picture)
        self._desk.commands.refresh()

    def _show_guide(self, picture: RoundPicture) -> None:
        step = next(step for step in picture.steps if step.key == self._shown)
        outdated = picture.outdated if self._shown == steps.BOARD else ""
        if outdated:
            step = replace(step, act=None)
        elif self._shown == steps.BOARD and picture.run is not None:
            step = replace(step, complete=self.board.summary)
        # What the page's own red button does needs no second button below it.
        if step.act is not None and step.act.key in _IN_HEAD:
            step = replace(step, act=None)
        self.guide.show_step(step, outdated)

    def _show_nothing(self, picture: RoundPicture | None) -> None:
        year = self._desk.year()
        self._head.set_about("")
        self.guide.clear()
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
