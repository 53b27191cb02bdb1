"""A small year to be judged: four people on post since April, seen from December."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from partydesk.db.models import (
    InspectionRow,
    LeaveRow,
    MonthlyReportRow,
    PlacementRow,
)
from partydesk.domain.duty.inspections import InspectionWay, Satisfaction
from partydesk.domain.duty.leaves import LeaveKind
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.placements import Action, Order
from partydesk.services.evaluation.ballots import Slot, list_stacks, record_counts
from partydesk.services.evaluation.closing import close_evaluation
from partydesk.services.evaluation.evaluations import list_evaluated, open_evaluation
from partydesk.services.evaluation.points import PointsSlot, give_points
from partydesk.services.evaluation.publicity import publish_results
from partydesk.services.evaluation.results import accept_suggestions
from partydesk.services.placements import act
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.issued import appointed

PEOPLE = Judged.PEOPLE
DECEMBER = dt.date(YEAR, 12, 20)


def serve(workspace: Workspace, clock: StandingClock, count: int = 4) -> tuple[int, ...]:
    """Post people, let them come to their units in April, and go on to December.

    Returns:
        The pairs' numbers.
    """
    pairs = tuple(pair.id or 0 for pair in appointed(workspace, count))
    clock.advance(days=30)
    act(workspace, YEAR, Action.START, Order(workspace.today()), pairs)
    clock.now = clock.now.replace(month=12, day=DECEMBER.day)
    return pairs


def move(workspace: Workspace, pair: int, other: int, on: dt.date) -> None:
    """Let the person of one pair go on in the unit of another, whose own person leaves.

    Written straight into the tables: how a posting changes is the procedure's matter, not ours.
    """
    with workspace.unit_of_work("save_test", "调整") as uow:
        first = uow.session.get_one(PlacementRow, pair)
        second = uow.session.get_one(PlacementRow, other)
        first.ended_on = on - dt.timedelta(days=1)
        second.talent_id, second.started_on = first.talent_id, on
        uow.commit()


def fall_ill(workspace: Workspace, pair: int, from_on: dt.date, to_on: dt.date) -> None:
    """Record a sick leave."""
    with workspace.unit_of_work("save_test", "请假") as uow:
        uow.session.add(
            LeaveRow(placement_id=pair, kind=LeaveKind.SICK, from_on=from_on, to_on=to_on)
        )
        uow.commit()


def report(workspace: Workspace, pair: int, months: range, days: int = 3, late: int = 0) -> None:
    """Hand in monthly reports, the first ``late`` of them a month too late."""
    with workspace.unit_of_work("save_test", "月报") as uow:
        for number, month in enumerate(months):
            after = dt.date(YEAR + month // 12, month % 12 + 1, 3)
            received = after + dt.timedelta(days=30 if number < late else 0)
            uow.session.add(
                MonthlyReportRow(
                    placement_id=pair, year=YEAR, month=month, received_on=received, days=days
                )
            )
        uow.commit()


def inspect(workspace: Workspace, pair: int, *satisfaction: Satisfaction) -> None:
    """Record visits with what the enterprise says."""
    with workspace.unit_of_work("save_test", "督查") as uow:
        for number, said in enumerate(satisfaction, 5):
            uow.session.add(
                InspectionRow(
                    placement_id=pair, held_on=dt.date(YEAR, number, 9), by="干事",
                    way=InspectionWay.VISIT, on_post=True, satisfaction=said,
                )
            )  # fmt: skip
        uow.commit()


def begin(workspace: Workspace) -> tuple[int, ...]:
    """Begin the evaluation; the numbers of those who are judged, in order."""
    open_evaluation(workspace, YEAR, PEOPLE)
    return tuple(each.id for each in list_evaluated(workspace, YEAR, PEOPLE))


def give_all(workspace: Workspace, evaluated_id: int, report_points: str, remarks: str) -> None:
    """Give points for the report and every unit's remarks."""
    give_points(workspace, PointsSlot(evaluated_id, "report", "党工委考核组"), report_points)
    who = next(e for e in list_evaluated(workspace, YEAR, PEOPLE) if e.id == evaluated_id)
    for unit in who.units:
        slot = PointsSlot(evaluated_id, "remarks", "企业负责人", unit.id)
        give_points(workspace, slot, remarks, "尽职尽责")


def ready(workspace: Workspace, clock: StandingClock, count: int = 5) -> tuple[int, ...]:
    """Judge people of whom each has ten points less than the one before."""
    pairs = serve(workspace, clock, count)
    people = begin(workspace)
    for number, (pair, person) in enumerate(zip(pairs, people, strict=True)):
        report(workspace, pair, range(4, 12))
        give_all(workspace, person, str(99 - number * 10), str(99 - number * 10))
        vote(workspace, person, good=4)
    return people


def close(workspace: Workspace, clock: StandingClock) -> None:
    """Decide as suggested, publish, let the days pass and freeze the results."""
    today = workspace.today()
    accept_suggestions(workspace, YEAR, PEOPLE, today)
    publish_results(workspace, YEAR, PEOPLE, today)
    clock.advance(days=6)
    close_evaluation(workspace, YEAR, PEOPLE)


def slots(workspace: Workspace, evaluated_id: int) -> list[Slot]:
    """The stacks about somebody."""
    stacks = list_stacks(workspace, YEAR)
    return [stack.slot for stack in stacks if stack.slot.evaluated_id == evaluated_id]


def vote(workspace: Workspace, evaluated_id: int, good: int, fair: int = 0) -> None:
    """Let every class of every unit tick the same, so many of each."""
    for stack in list_stacks(workspace, YEAR):
        if stack.slot.evaluated_id == evaluated_id:
            counts = {
                question.key: {"good": good, "fair": fair}
                for question in stack.component.questions
                if question.counted
            }
            total = good + fair
            record_counts(workspace, stack.slot, total, total, 0, counts)


def points_of(parts: object) -> list[Decimal | None]:
    """Points of the components."""
    return [part.points for part in parts]  # type: ignore[attr-defined]


__all__ = [
    "DECEMBER", "PEOPLE", "begin", "close", "fall_ill", "give_all", "inspect", "move", "points_of",
    "ready", "replace", "report", "serve", "slots", "vote",
]  # fmt: skip
