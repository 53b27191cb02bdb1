"""People on their posts with a half-year of work, for the tests of calendar and bulletin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from partydesk.db.models import (
    CourseRow,
    InspectionRow,
    LedgerEntryRow,
    MonthlyReportRow,
    PlacementRow,
    PlanItemRow,
    ShortcomingRow,
    TrainingSessionRow,
)
from partydesk.domain.duty.inspections import InspectionWay
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.trainings import CourseKind
from partydesk.domain.placements import Action, Order
from partydesk.services.placements import act
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs

#: 13 July 2026 is a Monday; the report of June was due on the 5th.
MONDAY = dt.date(2026, 7, 13)
FUNDS = Decimal("12.5")


def make_postings(workspace: Workspace, clock: StandingClock, count: int = 2) -> list[int]:
    """Bring so many people onto their posts on 2 March, and let it be Monday 13 July."""
    make_pairs(workspace, count)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT, Action.START):
        act(workspace, YEAR, action, Order(workspace.today()))
    clock.advance(days=(MONDAY - workspace.today()).days)
    with workspace.reading() as session:
        return [row.id for row in session.query(PlacementRow).order_by(PlacementRow.id)]


def add_work(workspace: Workspace, ids: Sequence[int]) -> None:
    """Let the first one report March to June and do something; the others report nothing."""
    first = ids[0]
    with workspace.unit_of_work("save_work", "样本") as uow:
        add = uow.session.add
        for month in range(3, 7):
            add(
                MonthlyReportRow(
                    placement_id=first,
                    year=YEAR,
                    month=month,
                    received_on=dt.date(YEAR, month + 1, 3),
                    days=4,
                    summary="走访职工，组织主题党日，协调解决用电增容，收集企业意见并逐条答复。",
                )
            )
        add(
            LedgerEntryRow(
                placement_id=first,
                happened_on=dt.date(YEAR, 5, 6),
                duty="抓协调服务",
                content="帮助申报技改项目",
                outcome=Outcome.FUNDS,
                funds=FUNDS,
                result="资金已到账",
            )
        )
        add(
            InspectionRow(
                placement_id=first,
                held_on=dt.date(YEAR, 6, 10),
                way=InspectionWay.VISIT,
                by="乌兰 副主任",
                shortcomings=[
                    ShortcomingRow(problem="记录不全", due_on=dt.date(YEAR, 7, 17)),
                    ShortcomingRow(
                        problem="已经销号",
                        due_on=dt.date(YEAR, 7, 1),
                        closed_on=dt.date(YEAR, 7, 1),
                    ),
                ],
            )
        )
        uow.commit()


def add_plans(workspace: Workspace, ids: Sequence[int]) -> None:
    """Give the first posting a target that is reached by funds of matters, and one to tick off."""
    with workspace.unit_of_work("save_plan", "样本") as uow:
        items = (
            ("办成一件事", Outcome.MATTER, 1, None),
            ("制定工作计划", None, None, None),
            ("已经完成", None, None, MONDAY),
        )
        for place, (task, outcome, target, done) in enumerate(items):
            uow.session.add(
                PlanItemRow(
                    year=YEAR,
                    placement_id=ids[0],
                    duty="抓协调服务",
                    task=task,
                    outcome=outcome,
                    target=target,
                    due_on=dt.date(YEAR, 7, 22),
                    done_on=done,
                    position=place,
                )
            )
        uow.commit()


def add_training(workspace: Workspace, day: dt.date) -> None:
    """Plan a training that begins on a day."""
    with workspace.unit_of_work("save_training", "样本") as uow:
        course = CourseRow(name="年度培训班", kind=CourseKind.YEARLY, hours=24)
        uow.session.add(
            TrainingSessionRow(course=course, held_from=day, held_to=day, place="旗委党校")
        )
        uow.commit()
