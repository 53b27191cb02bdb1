"""What an evaluation decided stands among what is to be changed, until it was changed."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.services.evaluation.closing import give_measure
from partydesk.services.placements import act, list_placements
from partydesk.services.reminders import list_matters
from partydesk.services.summary import get_summary
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import close, move, ready


def _measures(workspace: Workspace) -> list[Measure | None]:
    return [pair.measure for pair in list_placements(workspace, YEAR)]


def test_who_is_to_be_adjusted_is_ended_with_the_cause_of_the_evaluation(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock, 3)
    close(workspace, clock)
    give_measure(workspace, people[2], Measure.REMINDER, "请注意到岗", workspace.today())
    assert list_matters(workspace) == ()
    give_measure(workspace, people[2], Measure.ADJUSTMENT, "另行安排", workspace.today())
    (matter,) = list_matters(workspace)
    assert (matter.due.why, matter.due.cause, matter.due.outcome) == (
        "考核后调整", Cause.EVALUATION, State.ADJUSTED
    )  # fmt: skip
    assert _measures(workspace) == [None, None, Measure.ADJUSTMENT]
    assert any("考核后调整" in todo.title for todo in get_summary(workspace, YEAR).todo)
    end = Order(
        workspace.today(), why=matter.due.why, cause=matter.due.cause,
        outcome=matter.due.outcome, basis="党工委会议",
    )  # fmt: skip
    act(workspace, None, Action.END, end, [matter.placement.id])
    assert list_matters(workspace) == ()


def test_a_posting_that_began_after_the_measure_is_not_its_matter(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock, 2)
    close(workspace, clock)
    give_measure(workspace, people[0], Measure.DISMISSAL, "解聘", workspace.today())
    first, second = list_placements(workspace, YEAR)
    assert [matter.placement.id for matter in list_matters(workspace)] == [first.id]
    clock.advance(days=20)
    move(workspace, first.id, second.id, workspace.today() + dt.timedelta(days=1))
    assert second.id not in [matter.placement.id for matter in list_matters(workspace)]
