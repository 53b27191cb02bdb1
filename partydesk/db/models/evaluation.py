"""Tables of the year-end evaluation: scheme, subjects, scores, ballots, objections, closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base, Exact, Json
from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.organizations import OrganizationRow
from partydesk.db.models.talents import TalentRow
from partydesk.domain.evaluation.kinds import Judged, Keying, Measure


class EvaluationRow(Base):
    """One year's evaluation of one sort of subjects, with the scheme it is judged by.

    Attributes:
        scheme: The scheme as plain values; see :mod:`partydesk.domain.evaluation.scheme`.
        public_from: First day of the 公示.
        public_to: Last day.
        closed_on: Day on which the results were frozen; nothing changes after it.
        results: The results as frozen on that day, as plain values; None while it is open.
    """

    __tablename__ = "evaluations"
    __table_args__ = (UniqueConstraint("year", "judged"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    judged: Mapped[Judged]
    scheme: Mapped[dict[str, Any]] = mapped_column(Json())
    public_from: Mapped[dt.date | None]
    public_to: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    results: Mapped[dict[str, Any] | None] = mapped_column(Json())


class EvaluatedRow(Base):
    """One person or committee in an evaluation.

    Attributes:
        group: Within which it is ranked and the quota counted.
        left_out: Why it is 不予评定 by the office's word; None where it is judged.
        report: 述职 in words.
        reported_on: Day of the 述职.
        grade: What the committee decided; None before it did.
        decided_on: Day of the decision.
        why: Reason where the decision differs from what was suggested.
    """

    __tablename__ = "evaluated"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "talent_id"),
        UniqueConstraint("evaluation_id", "organization_id", name="uq_evaluated_organization"),
        CheckConstraint("(talent_id IS NOT NULL) + (organization_id IS NOT NULL) = 1", name="one"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"))
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    group: Mapped[str]
    left_out: Mapped[str | None]
    report: Mapped[str | None]
    reported_on: Mapped[dt.date | None]
    grade: Mapped[str | None]
    decided_on: Mapped[dt.date | None]
    why: Mapped[str | None]

    evaluation: Mapped[EvaluationRow] = relationship(lazy="joined")
    talent: Mapped[TalentRow | None] = relationship(lazy="joined")
    organization: Mapped[OrganizationRow | None] = relationship(lazy="joined")


class ScoreRow(Base):
    """Points given by one scorer under one component.

    Attributes:
        component: Key of the component in the scheme.
        scorer: Who gave them: one of the scheme's scorers; with a unit where it is its leader.
        enterprise_id: The unit whose leader speaks (点评); None for others.
        points: Between 0 and the scheme's full mark.
        comment: 点评 in words.
    """

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("evaluated_id", "component", "scorer", "enterprise_id"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluated_id: Mapped[int] = mapped_column(ForeignKey("evaluated.id"))
    component: Mapped[str]
    scorer: Mapped[str]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    points: Mapped[Decimal | None] = mapped_column(Exact())
    comment: Mapped[str | None]
    given_on: Mapped[dt.date | None]

    enterprise: Mapped[EnterpriseRow | None] = relationship(lazy="joined")


class RuleMarkRow(Base):
    """A cap, veto, bonus or deduction of the scheme that applies to somebody.

    Attributes:
        rule: Key of the rule in the scheme.
        points: For a bonus or deduction, how many.
        why: What happened.
    """

    __tablename__ = "rule_marks"
    __table_args__ = (UniqueConstraint("evaluated_id", "rule"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluated_id: Mapped[int] = mapped_column(ForeignKey("evaluated.id"))
    rule: Mapped[str]
    points: Mapped[Decimal | None] = mapped_column(Exact())
    why: Mapped[str]
    noted_on: Mapped[dt.date]


class BallotBatchRow(Base):
    """The ballots of one voter class about one subject, in one unit.

    Attributes:
        component: Key of the component in the scheme.
        voters: Key of the voter class.
        enterprise_id: Where the ballots were given out; None where it does not matter.
        issued: 发出.
        returned: 收回; never more than were given out.
        invalid: 无效.
        keying: Whether counts or ballots are typed.
    """

    __tablename__ = "ballot_batches"
    __table_args__ = (
        UniqueConstraint("evaluated_id", "component", "voters", "enterprise_id"),
        CheckConstraint("returned <= issued", name="returned"),
        CheckConstraint("invalid <= returned", name="invalid"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluated_id: Mapped[int] = mapped_column(ForeignKey("evaluated.id"))
    component: Mapped[str]
    voters: Mapped[str]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    issued: Mapped[int]
    returned: Mapped[int]
    invalid: Mapped[int]
    keying: Mapped[Keying]

    evaluated: Mapped[EvaluatedRow] = relationship(lazy="joined")
    enterprise: Mapped[EnterpriseRow | None] = relationship(lazy="joined")


class BallotCountRow(Base):
    """How often an option was ticked; never by whom."""

    __tablename__ = "ballot_counts"
    __table_args__ = (
        UniqueConstraint("batch_id", "question", "option"),
        CheckConstraint("count >= 0", name="count"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("ballot_batches.id"))
    question: Mapped[str]
    option: Mapped[str]
    count: Mapped[int]


class KeyedBallotRow(Base):
    """One paper ballot as it was typed in one pass; it bears no name, only its place in the stack.

    Attributes:
        pass_: 1 and 2 for the two passes, 3 for what was settled where they differ.
        serial: Place in the stack, from 1.
        answers: Option typed for each question in order; empty where nothing is ticked.
    """

    __tablename__ = "keyed_ballots"
    __table_args__ = (
        UniqueConstraint("batch_id", "pass", "serial"),
        CheckConstraint('"pass" IN (1, 2, 3)', name="pass"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("ballot_batches.id"))
    pass_: Mapped[int] = mapped_column("pass")
    serial: Mapped[int]
    answers: Mapped[tuple[str, ...]]


class ObjectionRow(Base):
    """What was said against the results while they were public.

    Attributes:
        evaluated_id: Whom it is about; None for the whole.
        by: Who said it; None for somebody unnamed.
        answer: What the office found and decided.
        settled_on: Day of the answer.
    """

    __tablename__ = "objections"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), index=True)
    evaluated_id: Mapped[int | None] = mapped_column(ForeignKey("evaluated.id"), index=True)
    received_on: Mapped[dt.date]
    by: Mapped[str | None]
    text: Mapped[str]
    answer: Mapped[str | None]
    settled_on: Mapped[dt.date | None]

    evaluated: Mapped[EvaluatedRow | None] = relationship(lazy="joined")


class MeasureRow(Base):
    """A reminder, admonition, adjustment or dismissal that was put on paper for somebody."""

    __tablename__ = "measures"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluated_id: Mapped[int] = mapped_column(ForeignKey("evaluated.id"), index=True)
    measure: Mapped[Measure]
    given_on: Mapped[dt.date]
    text: Mapped[str]


class ClosedYearRow(Base):
    """A year that is closed: what was checked, and its figures as they were.

    Attributes:
        checks: The checked list with what was confirmed, as plain values.
        figures: Its figures, frozen, as plain values.
        policy: The policy it was judged by, as plain values.
    """

    __tablename__ = "closed_years"
    __table_args__ = (UniqueConstraint("year"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    closed_on: Mapped[dt.date]
    checks: Mapped[dict[str, Any]] = mapped_column(Json())
    figures: Mapped[dict[str, Any]] = mapped_column(Json())
    policy: Mapped[dict[str, Any]] = mapped_column(Json())
