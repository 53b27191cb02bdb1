"""What a result entails: 岗前培训时间 in the person's record, and the certificate in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    CourseRow,
    NumberRow,
    ParticipationRow,
    TalentRow,
    TrainingSessionRow,
)
from partydesk.domain.duty.trainings import CourseKind, TrainingResult, trained_on_after


@contextmanager
def settled_training(session: Session, number: int | None) -> Iterator[None]:
    """Bring 岗前培训时间 of a session's people into line with what is written inside the block.

    The record moves in the same transaction, so that one undo takes both back.

    Args:
        session: Open session of the act.
        number: 记录号 of the training session; None for one that begins.
    """
    people = _people(session, number)
    before = passed_days(session, people)
    yield
    session.flush()
    people |= _people(session, number)
    after = passed_days(session, people)
    for person in session.scalars(select(TalentRow).where(TalentRow.id.in_(sorted(people)))):
        now = after.get(person.id, frozenset())
        withdrawn = before.get(person.id, frozenset()) - now
        trained = trained_on_after(person.trained_on, now, withdrawn)
        if trained != person.trained_on:
            person.trained_on = trained


def _people(session: Session, number: int | None) -> set[int]:
    taking_part = select(ParticipationRow.talent_id).where(ParticipationRow.session_id == number)
    return set(session.scalars(taking_part)) if number is not None else set()


def passed_days(session: Session, people: Collection[int]) -> dict[int, frozenset[dt.date]]:
    """Give the last days of the trainings before posting that people have passed."""
    statement = (
        select(ParticipationRow.talent_id, TrainingSessionRow.held_to)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipationRow.session_id)
        .join(CourseRow, CourseRow.id == TrainingSessionRow.course_id)
        .where(
            ParticipationRow.talent_id.in_(sorted(people)),
            ParticipationRow.result == TrainingResult.PASSED,
            CourseRow.kind == CourseKind.BEFORE_POSTING,
        )
    )
    found: dict[int, frozenset[dt.date]] = {}
    for person, day in session.execute(statement):
        found[person] = found.get(person, frozenset()) | {day}
    return found


def certificate_of(session: Session, row: ParticipationRow) -> str:
    """Number of the certificate in force: the one issued, or the one that took its place."""
    if row.certificate is None:
        return ""
    number: NumberRow | None = row.certificate.number
    while number is not None and number.void:
        number = session.scalar(select(NumberRow).where(NumberRow.replaces_id == number.id))
    return "" if number is None else number.text
