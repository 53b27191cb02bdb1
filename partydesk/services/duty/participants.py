"""Who takes part in a training, what came of it, and the certificates of those who passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import CertificateRow, NumberRow, ParticipationRow, TalentRow
from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.changes import Changes
from partydesk.domain.duty.trainings import (
    TYPED,
    Participation,
    Presence,
    TrainingResult,
    faults_of_result,
)
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.services.certificates import Order, issue_in
from partydesk.services.closed_years import require_open
from partydesk.services.duty.training_results import certificate_of, settled_training
from partydesk.services.duty.trainings import session_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: What a certificate of training says came of it.
PASSED_WORDS = "考核合格"


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one session.

    Attributes:
        taking_part: What is recorded.
        name: The name.
        unit: 单位及职务.
        certificate: Number of the certificate in force; empty for none.
    """

    taking_part: Participation
    name: str
    unit: str
    certificate: str = ""

    @property
    def id(self) -> int:
        """记录号 of the participation."""
        assert self.taking_part.id is not None  # noqa: S101 - it was read
        return self.taking_part.id


def list_participants(workspace: Workspace, number: int) -> tuple[Participant, ...]:
    """List who takes part in a session, in the order of their being chosen.

    Raises:
        NotFound: There is no such session.
    """
    with workspace.reading() as session:
        session_row(session, number)
        return participants_in(session, number)


def participants_in(session: Session, number: int) -> tuple[Participant, ...]:
    """Do what :func:`list_participants` does within a session."""
    rows = _rows(session, number)
    numbers = {row.id: certificate_of(session, row) for row in rows}
    return tuple(
        Participant(
            Participation(
                id=row.id, session_id=row.session_id, talent_id=row.talent_id,
                presence=row.presence, score=row.score, result=row.result, note=row.note,
                certificate_id=row.certificate_id,
            ),
            row.talent.name,
            row.talent.unit_post or "",
            numbers[row.id],
        )
        for row in rows
    )  # fmt: skip


def _rows(session: Session, number: int) -> Sequence[ParticipationRow]:
    statement = select(ParticipationRow).where(ParticipationRow.session_id == number)
    return session.scalars(statement.order_by(ParticipationRow.id)).all()


def add_participants(workspace: Workspace, number: int, talent_ids: Sequence[int]) -> Changes:
    """Let people take part; those who do already stay as they are.

    Raises:
        NotFound: There is no such session or person.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("add_participants", "选定参训人员") as uow:
        session = uow.session
        row = session_row(session, number)
        require_open(session, row.held_from.year)
        known = {each.talent_id for each in _rows(session, number)}
        added = [talent for talent in dict.fromkeys(talent_ids) if talent not in known]
        for talent_id in added:
            if session.get(TalentRow, talent_id) is None:
                raise NotFound(f"没有记录号为 {talent_id} 的人才")
            session.add(ParticipationRow(session_id=number, talent_id=talent_id))
        uow.relabel(f"“{row.course.name}”增加参训人员 {len(added)} 人")
        return uow.commit()


def remove_participants(workspace: Workspace, numbers: Sequence[int]) -> Changes:
    """Take people out of a session.

    Args:
        workspace: Open workspace.
        numbers: 记录号 of the participations, of one session.

    Raises:
        NotFound: One is not there.
        RuleViolation: A certificate was issued, or the year is closed.
    """
    with workspace.unit_of_work("remove_participants", "移出参训人员") as uow:
        session = uow.session
        rows = [_row(session, number) for number in numbers]
        certified = [row.talent.name for row in rows if certificate_of(session, row)]
        if certified:
            message = f"{'、'.join(certified)}已有证书，不能移出"
            raise RuleViolation([Reason("certified", message)])
        for row in rows:
            require_open(session, row.session.held_from.year)
            with settled_training(session, row.session_id):
                session.delete(row)
        names = rows[0].talent.name if len(rows) == 1 else f"{len(rows)} 人"
        uow.relabel(f"移出参训人员：{names}")
        return uow.commit()


def _row(session: Session, number: int) -> ParticipationRow:
    row = session.get(ParticipationRow, number)
    if row is None:
        raise NotFound("这名参训人员已不在名单中")
    return row


def save_results(
    workspace: Workspace, number: int, typed: Mapping[int, Mapping[str, str]]
) -> Changes:
    """Store results as typed in the table, all or none.

    Passing a training before posting writes 岗前培训时间 into the person's record.

    Args:
        workspace: Open workspace.
        number: 记录号 of the session.
        typed: 记录号 of a participation → field name → text; fields left out stay as they are.

    Raises:
        ValidationFailed: ``participation.field`` → what is wrong there, with the name.
        NotFound: There is no such session or participant.
        RuleViolation: The year is closed, or somebody with a certificate would not have passed.
    """
    with workspace.unit_of_work("save_results", "登记培训结果") as uow:
        session = uow.session
        training = session_row(session, number)
        require_open(session, training.held_from.year)
        rows = {row.id: row for row in _rows(session, number)}
        if typed.keys() - rows.keys():
            raise NotFound("这名参训人员已不在名单中")
        read = _read(rows, typed, workspace.today())
        _keep_certified(session, rows, read)
        with settled_training(session, number):
            for key, values in read.items():
                for name, value in values.items():
                    setattr(rows[key], name, value)
        passed = sum(row.result is TrainingResult.PASSED for row in rows.values())
        uow.relabel(f"登记“{training.course.name}”结果，合格 {passed} 人")
        return uow.commit()


def _read(
    rows: Mapping[int, ParticipationRow],
    typed: Mapping[int, Mapping[str, str]],
    today: dt.date,
) -> dict[int, dict[str, Any]]:
    """Read what was typed of every person; every fault is named."""
    faults: dict[str, str] = {}
    read: dict[int, dict[str, Any]] = {}
    for key, texts in typed.items():
        row = rows[key]
        try:
            values: dict[str, Any] = dict(read_entry(TYPED, texts, today=today, words={}).values)
        except ValidationFailed as refused:
            found: Mapping[str, str] = refused.fields
        else:
            read[key] = values
            found = faults_of_result(
                values.get("presence", row.presence),
                values.get("score", row.score),
                values.get("result", row.result),
            )
        name = row.talent.name
        faults.update({f"{key}.{field}": f"{name}：{said}" for field, said in found.items()})
    if faults:
        raise ValidationFailed(faults)
    return read


def _keep_certified(
    session: Session, rows: Mapping[int, ParticipationRow], read: Mapping[int, Mapping[str, Any]]
) -> None:
    """Refuse to fail somebody who holds a certificate.

    Raises:
        RuleViolation: For everybody of whom that is so.
    """
    reasons = [
        Reason("certified", f"{rows[key].talent.name}已有证书 {number}，请先作废证书再改结论")
        for key, values in read.items()
        if values.get("result", TrainingResult.PASSED) is not TrainingResult.PASSED
        and (number := certificate_of(session, rows[key]))
    ]
    if reasons:
        raise RuleViolation(reasons)


def all_present(
    workspace: Workspace, number: int, typed: Mapping[int, Mapping[str, str]] | None = None
) -> Changes:
    """Say of everybody of whom nothing is said yet that they came.

    Args:
        workspace: Open workspace.
        number: 记录号 of the session.
        typed: What was typed and not stored yet; it is stored along.

    Raises:
        ValidationFailed: What was typed cannot be stored.
        NotFound: There is no such session.
        RuleViolation: The year is closed.
    """
    return _all(workspace, number, typed or {}, {"presence": Presence.PRESENT.value}, "presence")


def all_passed(
    workspace: Workspace, number: int, typed: Mapping[int, Mapping[str, str]] | None = None
) -> Changes:
    """Say of everybody who came, or of whom nothing is said yet, that they came and passed.

    Args:
        workspace: Open workspace.
        number: 记录号 of the session.
        typed: What was typed and not stored yet; it is stored along.

    Raises:
        ValidationFailed: What was typed cannot be stored.
        NotFound: There is no such session.
        RuleViolation: The year is closed.
    """
    texts = {"presence": Presence.PRESENT.value, "result": TrainingResult.PASSED.value}
    return _all(workspace, number, typed or {}, texts, "result")


def _all(
    workspace: Workspace,
    number: int,
    typed: Mapping[int, Mapping[str, str]],
    texts: Mapping[str, str],
    unless: str,
) -> Changes:
    """Say the same of everybody who was not away and of whom ``unless`` does not tell yet."""
    told: dict[int, Mapping[str, str]] = dict(typed)
    for one in list_participants(workspace, number):
        said = typed.get(one.id, {})
        known = said.get(unless, getattr(one.taking_part, unless) or "")
        presence = said.get("presence", one.taking_part.presence or "")
        if not known and presence in {"", Presence.PRESENT.value}:
            told[one.id] = {**said, **texts}
    return save_results(workspace, number, told)


def issue_training_certificates(
    workspace: Workspace, number: int, on: dt.date, *, allow_missing: bool = False
) -> tuple[tuple[str, ...], Changes]:
    """Issue a certificate to everybody who passed and has none in force, all in one transaction.

    Args:
        workspace: Open workspace.
        number: 记录号 of the session.
        on: Date of the document.
        allow_missing: Whether characters without a font may be left blank, to be written by hand.

    Returns:
        The numbers and what changed.

    Raises:
        NotFound: There is no such session.
        ValidationFailed: The date lies before the end of the training or ahead.
        RuleViolation: Nobody waits for one, the year is closed, or it cannot be printed.
    """
    with workspace.unit_of_work("issue_certificates", "颁发培训证书", undoable=False) as uow:
        session = uow.session
        training = session_row(session, number)
        require_open(session, training.held_from.year)
        if on < training.held_to or on > workspace.today():
            message = f"成文日期应在培训结束（{training.held_to}）之后，且不能晚于今天"
            raise ValidationFailed({"on": message})
        waiting = [row for row in _rows(session, number) if _waits(session, row)]
        if not waiting:
            message = "没有可颁发证书的人：结论为合格、还没有证书的才颁发"
            raise RuleViolation([Reason("nobody", message)])
        texts = {
            "course": training.course.name,
            "held_from": training.held_from.isoformat(),
            "held_to": training.held_to.isoformat(),
            "hours": str(training.course.hours),
            "result": PASSED_WORDS,
        }
        holders = [Holder(row.talent.name, row.talent.unit_post, row.talent_id) for row in waiting]
        order = Order(CertificateKind.TRAINING, holders, texts, on, allow_missing)
        issued = issue_in(session, order, workspace.clock())
        session.flush()
        for row, certificate in zip(waiting, issued, strict=True):
            row.certificate = certificate
        uow.relabel(f"颁发培训证书 {len(issued)} 份：{training.course.name}")
        changes = uow.commit()
    return tuple(each.number.text for each in issued), changes


def _waits(session: Session, row: ParticipationRow) -> bool:
    return row.result is TrainingResult.PASSED and not certificate_of(session, row)


def certificate_ids(workspace: Workspace, number: int) -> frozenset[int]:
    """Give the certificates in force of a session's people, to print them again."""
    with workspace.reading() as session:
        texts = {one.certificate for one in participants_in(session, number) if one.certificate}
        statement = (
            select(CertificateRow.id)
            .join(NumberRow, NumberRow.id == CertificateRow.number_id)
            .where(NumberRow.text.in_(texts))
        )
        return frozenset(session.scalars(statement))
