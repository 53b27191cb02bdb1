"""What can be done with pairs; each function is one act of the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partydesk.domain.cautions import Caution
from partydesk.domain.placements import Action, Order
from partydesk.domain.progress import Progress
from partydesk.services.compliance import remove_decision
from partydesk.services.placements import Outcome, act
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk


class ProcedureActions:
    """The acts on the pairs of the chosen year; every write runs as a task."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Act on ``workspace``."""
        self._desk = desk
        self._workspace = workspace

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
        year, title = self._desk.year(), f"正在{action.label}"

        def work(_progress: Progress) -> Outcome:
            return act(self._workspace, year, action, order, placement_ids)

        def done(outcome: Outcome) -> None:
            then()
            self._desk.bus.tell(outcome.changes)
            if outcome.numbers:
                self._desk.say(f"{outcome.changes.label}，取号 {range_of(outcome.numbers)}")

        self._desk.tasks.run(work, done, failed, title=title)

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
