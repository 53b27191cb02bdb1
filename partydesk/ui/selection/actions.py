"""What can be done with a round; each function is one act of the user, used by every button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.domain.selection import Post, Role, Ruling
from partydesk.services import matching, placements, rulings, selection, wishes
from partydesk.services.history import list_actions
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.selection.way_button import WayButton
from partydesk.ui.selection.wish_draft import WishDraft

Failed = Callable[[Exception], None]


def nothing_more() -> None:
    """Do nothing after a write."""


class RoundActions:
    """The acts on a year's round; every write runs as a task and is told to the pages."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Act on ``workspace`` for the year chosen at ``desk``."""
        self._desk = desk
        self._workspace = workspace

    @property
    def _year(self) -> int:
        return self._desk.year()

    def _write(
        self,
        work: Callable[[], Changes],
        title: str,
        then: Callable[[], None] = nothing_more,
        failed: Failed | None = None,
    ) -> None:
        def done(changes: Changes) -> None:
            then()
            self._desk.bus.tell(changes)

        def carry_out(_progress: Progress) -> Changes:
            return work()

        self._desk.tasks.run(carry_out, done, failed, title=title)

    def open_round(self) -> None:
        """Open the year's round."""
        self._write(partial(self._open, self._year), "正在开启双向选择")

    def _open(self, year: int) -> Changes:
        selection.open_round(self._workspace, year)
        # The service gives the round, not its action; nothing else writes on this thread.
        action = list_actions(self._workspace, 1)[0]
        return Changes(frozenset({"rounds"}), action.id, action.label, action.undoable)

    def save_post(
        self,
        post_id: int | None,
        enterprise_id: int,
        role: Role,
        details: Mapping[str, str],
        *,
        then: Callable[[Post], None],
        failed: Failed,
    ) -> None:
        """Add a post or change one; ``then`` takes it, the first of several."""
        year = self._year

        def work(_progress: Progress) -> tuple[Post, Changes]:
            return selection.save_post(
                self._workspace, year, post_id, enterprise_id=enterprise_id, role=role, **details
            )

        def done(outcome: tuple[Post, Changes]) -> None:
            post, changes = outcome
            then(post)
            self._desk.bus.tell(changes)

        self._desk.tasks.run(work, done, failed, title="正在保存岗位")

    def remove_post(self, post_id: int) -> None:
        """Take a post out of the round."""
        self._write(partial(selection.remove_post, self._workspace, post_id), "正在删除岗位")

    def reopen_post(self, post_id: int) -> None:
        """Ask for a closed post again."""
        self._write(partial(selection.reopen_post, self._workspace, post_id), "正在恢复岗位")

    def save_wishes(self, draft: WishDraft, then: Callable[[], None]) -> None:
        """Store one side's sheet."""
        work = partial(
            wishes.save_wishes,
            self._workspace,
            self._year,
            draft.side,
            draft.own_id,
            draft.wishes(),
        )
        self._write(work, "正在保存意愿", then)

    def suggest_wishes(self, top: int) -> None:
        """Propose wishes where a side has said nothing."""
        year = self._year

        def work() -> Changes:
            _, changes = wishes.suggest_wishes(self._workspace, year, top)
            return changes

        self._write(work, "正在按契合度建议意愿")

    def rule(
        self, post_id: int, talent_id: int, ruling: Ruling | None, *, leaving: int | None = None
    ) -> None:
        """Lock a pair, forbid it or lift either; ``leaving`` is a post whose lock is lifted."""
        work = partial(
            rulings.rule_pair, self._workspace, post_id, talent_id, ruling, leaving=leaving
        )
        self._write(work, "正在保存")

    def run_matching(self, way: WayButton) -> None:
        """Match in the chosen way."""
        match = partial(
            matching.run_matching,
            self._workspace,
            self._year,
            favour=way.favour,
            goal=way.goal,
            stand_in=way.stand_in,
            keep=way.keep,
        )

        def work() -> Changes:
            _, changes = match()
            return changes

        self._write(work, "正在匹配")

    def accept(self, run_id: int, then: Callable[[], None]) -> None:
        """Take the run's pairs into the procedure."""
        year = self._year

        def work() -> Changes:
            _, changes = placements.accept_run(self._workspace, year, run_id)
            return changes

        self._write(work, "正在提交认可", then)
