"""What can be done with pairs; each function is one act of the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from partydesk.domain.cautions import Caution
from partydesk.domain.changes import Changes
from partydesk.domain.placements import Action, Order
from partydesk.domain.progress import Progress
from partydesk.services.agreement_text import preview_agreement_text, save_agreement_text
from partydesk.services.compliance import remove_decision
from partydesk.services.placements import Outcome, act
from partydesk.services.print_kinds import Printout
from partydesk.services.reminders import snooze
from partydesk.services.vacancies import fill_vacancy
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.documents import open_preview, title_of


class ProcedureActions:
    """The acts on pairs; every write runs as a task.

    Attributes:
        settings: The user's settings, for dialogs that remember.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Act on ``workspace``."""
        self._desk = desk
        self._workspace = workspace
        self.settings = desk.settings

    def carry_out(
        self,
        action: Action,
        order: Order,
        placement_ids: Sequence[int],
        *,
        then: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do one thing to the named pairs, all or none.

        Args:
            action: What.
            order: The day and whatever else it needs.
            placement_ids: The pairs.
            then: Called when it is stored.
            failed: Takes the exception.
        """
        title = f"正在{action.label}"

        def work(_progress: Progress) -> Outcome:
            return act(self._workspace, None, action, order, placement_ids)

        def done(outcome: Outcome) -> None:
            then()
            self._desk.bus.tell(outcome.changes)
            if outcome.numbers:
                self._desk.say(f"{outcome.changes.label}，取号 {range_of(outcome.numbers)}")

        self._desk.tasks.run(work, done, failed, title=title)

    def put_off(self, placement_ids: Sequence[int]) -> None:
        """Remind of the terms of pairs a week later."""
        self._desk.tasks.run(
            lambda _progress: snooze(self._workspace, placement_ids),
            self._desk.bus.tell,
            title="正在登记",
        )

    def fill(
        self,
        post_id: int,
        talent_id: int,
        reason: str,
        *,
        then: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Propose one person for one open post of the chosen year; ``then`` gets the new pair."""
        year = self._desk.year()

        def work(_progress: Progress) -> tuple[int, Changes]:
            pair, changes = fill_vacancy(self._workspace, year, post_id, talent_id, reason)
            return pair.id, changes

        def done(stored: tuple[int, Changes]) -> None:
            then(stored[0])
            self._desk.bus.tell(stored[1])

        self._desk.tasks.run(work, done, failed, title="正在补选")

    def preview_text(self, parent: QWidget, year: int, text: str) -> None:
        """Show a specimen of an agreement as it would be printed with a wording."""

        def show(printout: Printout) -> None:
            open_preview(parent, self._desk, self._workspace, printout, title_of(printout, year))

        self._desk.tasks.run(
            lambda _progress: preview_agreement_text(self._workspace, year, text),
            show,
            title="正在排版协议书样张",
        )

    def save_text(
        self, year: int, text: str, then: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Store the wording of a year's agreements.

        Args:
            year: The year.
            text: The wording.
            then: Called when it is stored.
            failed: Takes the exception.
        """

        def done(changes: Changes) -> None:
            then()
            self._desk.bus.tell(changes)

        self._desk.tasks.run(
            lambda _progress: save_agreement_text(self._workspace, year, text),
            done,
            failed,
            title="正在保存协议书正文",
        )

    def take_decision_back(self, placement_id: int, caution: Caution) -> None:
        """Take the committee's decision about a warning back."""
        self._desk.tasks.run(
            lambda _progress: remove_decision(self._workspace, placement_id, caution),
            self._desk.bus.tell,
            title="正在取消决定",
        )


def range_of(numbers: Sequence[str]) -> str:
    """Write a run of document numbers shortly."""
    if len(numbers) == 1:
        return numbers[0]
    return f"{numbers[0]} 至 {numbers[-1]}，共 {len(numbers)} 个"
