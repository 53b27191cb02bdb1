"""Tables of the work on post: training, plans, monthly reports, ledger, leave, inspections."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base
from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.organizations import OrganizationRow
from partydesk.db.models.papers import CertificateRow
from partydesk.db.models.placements import PlacementRow
from partydesk.db.models.talents import TalentRow
from partydesk.domain.duty.inspections import InspectionWay, Satisfaction
from partydesk.domain.duty.leaves import LeaveKind
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.trainings import CourseKind, Presence, TrainingResult


class CourseRow(Base):
    """What is taught; see :class:`partydesk.domain.duty.trainings.Course`."""

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("name"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[CourseKind]
    hours: Mapped[int]
    content: Mapped[str | None]


class TrainingSessionRow(Base):
    """One time a course is held."""

    __tablename__ = "training_sessions"
    __table_args__ = (CheckConstraint("held_to >= held_from", name="in_order"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    held_from: Mapped[dt.date]
    held_to: Mapped[dt.date]
    place: Mapped[str | None]
    teacher: Mapped[str | None]
    note: Mapped[str | None]

    course: Mapped[CourseRow] = relationship(lazy="joined")


class ParticipationRow(Base):
    """One person in one session."""

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("session_id", "talent_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id"))
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"), index=True)
    presence: Mapped[Presence | None]
    score: Mapped[int | None]
    result: Mapped[TrainingResult | None]
    note: Mapped[str | None]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)

    session: Mapped[TrainingSessionRow] = relationship(lazy="joined")
    talent: Mapped[TalentRow] = relationship(lazy="joined")
    certificate: Mapped[CertificateRow | None] = relationship(lazy="joined")


class PlanItemRow(Base):
    """One target of a year's plan; without a posting it belongs to the year's template."""

    __tablename__ = "plan_items"
    __table_args__ = (Index("ix_plan_items_year", "year", "placement_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placements.id"), index=True)
    duty: Mapped[str]
    task: Mapped[str]
    outcome: Mapped[Outcome | None]
    target: Mapped[int | None]
    due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    done_note: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)


class MonthlyReportRow(Base):
    """One month of one posting."""

    __tablename__ = "monthly_reports"
    __table_args__ = (
        UniqueConstraint("placement_id", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("days BETWEEN 0 AND 31", name="days"),
        Index("ix_monthly_reports_year", "year", "month"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    year: Mapped[int]
    month: Mapped[int]
    received_on: Mapped[dt.date]
    days: Mapped[int]
    summary: Mapped[str | None]
    problems: Mapped[str | None]
    next_month: Mapped[str | None]

    placement: Mapped[PlacementRow] = relationship(lazy="joined")


class LedgerEntryRow(Base):
    """One line of the ledger."""

    __tablename__ = "ledger_entries"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("monthly_reports.id"), index=True)
    happened_on: Mapped[dt.date] = mapped_column(index=True)
    duty: Mapped[str]
    content: Mapped[str]
    outcome: Mapped[Outcome | None]
    count: Mapped[int | None]
    funds: Mapped[Decimal | None]
    result: Mapped[str | None]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)

    placement: Mapped[PlacementRow] = relationship(lazy="joined")
    enterprise: Mapped[EnterpriseRow | None] = relationship(lazy="joined")
    organization: Mapped[OrganizationRow | None] = relationship(lazy="joined")


class LeaveRow(Base):
    """One leave of one posting."""

    __tablename__ = "leaves"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="in_order"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    kind: Mapped[LeaveKind]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date]
    why: Mapped[str | None]
    approved_by: Mapped[str | None]

    placement: Mapped[PlacementRow] = relationship(lazy="joined")


class InspectionRow(Base):
    """One inspection of one posting, or the enterprise's own word about it."""

    __tablename__ = "inspections"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    held_on: Mapped[dt.date] = mapped_column(index=True)
    way: Mapped[InspectionWay]
    by: Mapped[str]
    on_post: Mapped[bool | None]
    satisfaction: Mapped[Satisfaction | None]
    said: Mapped[str | None]

    placement: Mapped[PlacementRow] = relationship(lazy="joined")
    shortcomings: Mapped[list[ShortcomingRow]] = relationship(
        back_populates="inspection",
        order_by="ShortcomingRow.id",
        lazy="selectin",
        passive_deletes="all",
    )


class ShortcomingRow(Base):
    """One thing found at an inspection, to be mended by a day."""

    __tablename__ = "shortcomings"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"), index=True)
    problem: Mapped[str]
    demand: Mapped[str | None]
    due_on: Mapped[dt.date]
    follow_up: Mapped[str | None]
    closed_on: Mapped[dt.date | None]

    inspection: Mapped[InspectionRow] = relationship(back_populates="shortcomings")


class BulletinRow(Base):
    """通报: the text of a half-year's or year's bulletin as the clerk left it.

    Attributes:
        year: The year it speaks of.
        through: Last month it counts, 6 or 12.
        title: Its title.
        body: Its text, one paragraph a line, in the marks of an official document.
        written_on: The day whose figures it holds.
    """

    __tablename__ = "bulletins"
    __table_args__ = (UniqueConstraint("year", "through"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    through: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    written_on: Mapped[dt.date]
