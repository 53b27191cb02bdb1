"""匹配: the board. Posts on the left, the chosen post's candidates on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.chances import Candidate
from partydesk.domain.matching import Figures
from partydesk.domain.progress import Progress
from partydesk.domain.selection import Ruling
from partydesk.domain.standing import Standing
from partydesk.services.board import BoardPost
from partydesk.services.runs import list_run_figures
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.selection import board_words, steps
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.selection.board_columns import board_columns
from partydesk.ui.selection.compare_dialog import CompareDialog
from partydesk.ui.selection.dragging import Carried, DropGuide, PersonModel
from partydesk.ui.selection.pair_card import PairCard
from partydesk.ui.selection.placing import PlacingStrip, cannot_place, placing_words
from partydesk.ui.selection.prints import RoundPrints
from partydesk.ui.selection.reading import RoundPicture, is_settled
from partydesk.ui.selection.run_line import RunLine, show_run
from partydesk.ui.selection.way_button import WayButton
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.texts import set_mark

_GROUP = "双向选择"
PLACEMENTS_PAGE = "placements"


class BoardView(QWidget):
    """The matching board.

    Attributes:
        buttons: What stands at the right of the page's head while this is in sight.
        way: How the next run is matched.
        run_id: The run to show; None for the newest.

    Signals:
        run_chosen(): Another run is to be shown; the round has to be read again.
    """

    run_chosen = Signal()

    def __init__(
        self, desk: Desk, workspace: Workspace, actions: RoundActions, prints: RoundPrints
    ) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("selection_board")
        self._desk, self._workspace, self._actions = desk, workspace, actions
        self._picture: RoundPicture | None = None
        self._listing = False
        self.way = WayButton()
        self.run_id: int | None = None
        self._add_commands()
        self._run = desk.commands.button("selection.run")
        self.buttons: tuple[QPushButton, ...] = (
            menu_button("打印", "board_print", lambda: prints.menu(steps.BOARD)),
            self.way,
            self._run,
            desk.commands.button("selection.accept", main=True),
        )
        self._build()
        self._add_moves()

    def _build(self) -> None:
        columns = board_columns(lambda: self._picture)
        self.model: PersonModel[BoardPost] = PersonModel(
            columns, self, person=_person_of, takes=self._takes, drop=self._drop
        )
        self.posts: TableView[BoardPost] = TableView(
            self.model,
            "board",
            self._desk.settings,
            EmptyState("还没有岗位", "先在“需求”一步登记岗位，再来匹配"),
            about="岗位与拟配人选",
        )
        self.posts.current_changed.connect(self._show_line)
        self.card = PairCard(self._desk, self._workspace)
        self.card.candidate_changed.connect(self._show_placing)
        self.card.lift_asked.connect(lambda post, talent: self._actions.rule(post, talent, None))
        self.posts.opened.connect(lambda _line: self.go_to_candidates())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("board_split")
        self._split.setHandleWidth(GAP)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._left())
        self._split.addWidget(self.card)
        self._split.setStretchFactor(0, 670)
        self._split.setStretchFactor(1, 464)
        self._split.setSizes([670, 464])
        self.setFocusProxy(self.posts.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._split)

    def _left(self) -> QWidget:
        """Put the line that says what a drop would do below the posts."""
        self.runs = RunLine(self._desk)
        self.runs.chosen.connect(self.choose_run)
        self.strip = PlacingStrip()
        self.guide: DropGuide[BoardPost] = DropGuide(self.posts)
        self.guide.hovered.connect(self._show_hovered)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.runs)
        column.addWidget(self.posts, 1)
        column.addWidget(self.strip)
        return left

    def _add_moves(self) -> None:
        """Add the keys that go between posts and candidates, each while the other has the keys."""
        across = Command("selection.to_candidates", "转到候选人", _GROUP, self.go_to_candidates,
                         "Right", self._no_candidates, listed=False)  # fmt: skip
        back = Command("selection.to_posts", "回到岗位", _GROUP, self.go_to_posts, "Left",
                       listed=False)  # fmt: skip
        self._desk.commands.add(across, owner=self.posts)
        self._desk.commands.add(back, owner=self.card.candidates)

    def _add_commands(self) -> None:
        add = [
            Command(
                "selection.run", "运行匹配", _GROUP, self.run_matching, "R", self._cannot_run,
                button_text="运行匹配",
            ),
            Command(
                "selection.compare", "比较两次匹配", _GROUP, self.compare,
                refusal=self._nothing_to_compare, button_text="比较…",
            ),
            Command(
                "selection.run_details", "查看这次匹配并重算", _GROUP, self.show_details,
                refusal=self._no_run, button_text="详情与重算",
            ),
            Command(
                "selection.print_results", "打印匹配情况说明", _GROUP, self.print_results, "Ctrl+P",
                self._no_run, button_text="打印情况说明",
            ),
            Command(
                "selection.print_fairness", "打印公平性说明", _GROUP, self.print_fairness,
                refusal=self._no_run,
            ),
            Command(
                "selection.accept", "提交认可", _GROUP, self.accept,
                refusal=self._cannot_accept, button_text="提交认可",
            ),
            Command(
                "selection.lock", "锁定这一对", _GROUP, self.lock, "L", self._cannot_lock,
                button_text="锁定",
            ),
            Command(
                "selection.forbid", "此岗不配此人", _GROUP, self.forbid, "F", self._cannot_forbid,
                button_text="不配此人",
            ),
            Command(
                "selection.lift", "取消锁定或不配", _GROUP, self.lift, "Delete", self._cannot_lift,
                button_text="取消锁定",
            ),
            Command(
                "selection.undo", "撤销上一步", _GROUP, self.undo, "Ctrl+Z", self._cannot_undo,
                listed=False,
            ),
        ]  # fmt: skip
        self._desk.commands.add_all(add, owner=self)

    # -- showing -------------------------------------------------------------------------------

    def show_picture(self, picture: RoundPicture) -> None:
        """Show the newest run; the chosen post stays chosen."""
        fresh = self._picture is None or self._picture.year != picture.year
        line = self.card.line
        self._picture = picture
        self.runs.show_picture(picture)
        if picture.run is not None and (fresh or picture.run.number == 1):
            self.way.take_over(picture.run)
        self._show_posts(picture, line.post.id if line else None)
        self._show_line(self.posts.current_row())
        again = "重新匹配" if picture.run is not None else "运行匹配"
        self._run.setText(again)
        # The red button is the step that comes next; a run that the office overruled is not.
        to_run = picture.run is None or bool(picture.outdated) or picture.exhausted
        for act, usual in ((self._run, to_run), (self.buttons[-1], not to_run)):
            set_mark(act, "main", usual)
        count = len(picture.board.pending)
        self.buttons[-1].setText(f"提交认可（{count}）" if count else "提交认可")

    def _show_posts(self, picture: RoundPicture, wanted: int | None) -> None:
        """List the posts and choose one, without the card forgetting the candidate meanwhile."""
        self._listing = True
        self.model.set_rows(picture.board.posts)
        if not self.posts.select_where(lambda each: each.post.id == wanted):
            self.posts.select_number(0)
        self._listing = False

    def _show_line(self, line: BoardPost | None) -> None:
        if self._listing:
            return
        if self._picture is not None:
            self.card.show_line(line, self._picture)
        self._show_placing()

    # -- what locking would do -----------------------------------------------------------------

    @property
    def _standing(self) -> Standing | None:
        return self._picture.board.standing if self._picture is not None else None

    def _show_placing(self) -> None:
        """Say what locking the chosen candidate would do."""
        self.strip.show_candidate(self._standing, self.card.line, self._candidate())
        self._desk.commands.refresh()

    def _show_hovered(self, carried: Carried | None, line: BoardPost | None) -> None:
        """Say what a drop on the row below the mouse would do."""
        standing = self._standing
        if carried is None or line is None or standing is None:
            self._show_placing()
        else:
            self.strip.say(*placing_words(standing, carried, line.post.id or 0))

    def _takes(self, carried: Carried, line: BoardPost | None) -> bool:
        standing = self._standing
        if line is None or standing is None:
            return False
        return not cannot_place(standing, carried, line.post.id or 0)

    def _drop(self, carried: Carried, line: BoardPost | None) -> None:
        """Lock the person dropped to the post; a lock that was left behind is lifted with it."""
        if line is not None and line.post.id is not None:
            self.posts.select_where(lambda each: each.post.id == line.post.id)
            self._actions.rule(
                line.post.id, carried.talent_id, Ruling.LOCKED, leaving=carried.post_id
            )

    @property
    def summary(self) -> str:
        """Say how the run came out."""
        return board_words.summary_of(self._picture)

    # -- why not -------------------------------------------------------------------------------

    def _cannot_run(self) -> str:
        return board_words.cannot_run(self._picture)

    def _nothing_to_compare(self) -> str:
        return board_words.nothing_to_compare(self._picture)

    def _cannot_accept(self) -> str:
        return board_words.cannot_accept(self._picture)

    def _no_run(self) -> str:
        return board_words.no_run(self._picture)

    def _no_candidates(self) -> str:
        return "" if self._candidate() is not None else "没有候选人"

    def _cannot_undo(self) -> str:
        return self._desk.commands.get("window.undo").refusal()

    def _cannot_rule(self) -> str:
        picture = self._picture  # None also while the card is still to be made
        line = self.card.line if picture is not None else None
        if line is None or picture is None or self.card.candidate() is None:
            return "请先选择岗位和候选人"
        placement = picture.placement_at(line.post.id or 0)
        if placement is not None and is_settled(placement):
            return f"{placement.talent}与此岗各方已同意，请在“协议与委任”办理"
        return ""

    def _candidate(self) -> Candidate | None:
        return self.card.candidate() if self._picture is not None else None

    def _cannot_lock(self) -> str:
        standing, why_not = self._standing, self._cannot_rule()
        line, candidate = (None, None) if why_not else (self.card.line, self.card.candidate())
        if line is None or candidate is None or standing is None:
            return why_not
        return cannot_place(standing, Carried(candidate.talent_id), line.post.id or 0)

    def _cannot_forbid(self) -> str:
        candidate = self._candidate()
        already = candidate is not None and candidate.ruling is Ruling.FORBIDDEN
        return self._cannot_rule() or ("已定不配" if already else "")

    def _cannot_lift(self) -> str:
        candidate = self._candidate()
        if candidate is None or candidate.ruling is None:
            return "此人没有锁定，也没有定为不配"
        return ""

    # -- acts ----------------------------------------------------------------------------------

    def _rule(self, ruling: Ruling | None) -> None:
        line, candidate = self.card.line, self.card.candidate()
        if line is not None and line.post.id is not None and candidate is not None:
            self._actions.rule(line.post.id, candidate.talent_id, ruling)

    def lock(self) -> None:
        """Keep the chosen candidate at the chosen post in every run."""
        self._rule(Ruling.LOCKED)

    def forbid(self) -> None:
        """Keep the chosen candidate away from the chosen post."""
        self._rule(Ruling.FORBIDDEN)

    def lift(self) -> None:
        """Leave the pair to the matcher again."""
        self._rule(None)

    def undo(self) -> None:
        """Take back the last act, as the link in the status bar does."""
        self._desk.commands.run("window.undo")

    def go_to_candidates(self) -> None:
        """Put the keys on the chosen post's candidates."""
        self.card.candidates.view.setFocus()

    def go_to_posts(self) -> None:
        """Put the keys on the posts."""
        self.posts.view.setFocus()

    def run_matching(self) -> None:
        """Match with the way chosen; the run that comes of it is shown."""
        self.run_id = None
        self._actions.run_matching(self.way)

    def compare(self) -> None:
        """Put two runs side by side."""
        picture = self._picture
        if picture is None:
            return

        def work(_progress: Progress) -> dict[int, Figures]:
            return list_run_figures(self._workspace, picture.year)

        def show(figures: dict[int, Figures]) -> None:
            CompareDialog(self, self._desk.settings, picture, figures, self.choose_run).present()

        self._desk.tasks.run(work, show, title="正在比较")

    def show_details(self) -> None:
        """Say what is known of the run on the board, and whether it comes out the same again."""
        picture = self._picture
        if picture is not None and picture.run is not None:
            show_run(self, self._desk, self._workspace, picture, picture.run.id)

    def choose_run(self, run_id: int) -> None:
        """Show another run of the round."""
        self.run_id = run_id
        self.run_chosen.emit()

    def print_results(self) -> None:
        """Show the sheet that says for every post who takes it and why."""
        preview_document(self, self._desk, self._workspace, "results")

    def print_fairness(self) -> None:
        """Show the sheet that says how the newest run was made and what it gave to either side."""
        preview_document(self, self._desk, self._workspace, "fairness")

    def accept(self) -> None:
        """Take the pairs into the procedure and go there."""
        if self._picture is not None and self._picture.run is not None:
            run = self._picture.run.id
            self._actions.accept(run, lambda: self._desk.show_page(PLACEMENTS_PAGE))


def _person_of(line: BoardPost) -> Carried | None:
    """Whom the row of a post carries."""
    return None if line.talent_id is None else Carried(line.talent_id, line.post.id)
