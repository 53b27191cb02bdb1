"""What attachments can hang on: records, pairs, consents, talks, ledger lines and so on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from partydesk.db.models import (
    ConsentRow,
    ConsultationRow,
    InspectionRow,
    LedgerEntryRow,
    PlacementRow,
    TrainingSessionRow,
)
from partydesk.domain.errors import NotFound
from partydesk.services.pool_kinds import POOLS, pool_of, row_of
from partydesk.services.selection import post_of, post_row

TALKS = "consultations"
LEDGER = "ledger_entries"
#: Kind of owner → the column that ties an attachment to it.
OWNERS = {
    "talents": "talent_id",
    "enterprises": "enterprise_id",
    "organizations": "organization_id",
    "placements": "placement_id",
    "consents": "consent_id",
    TALKS: "consultation_id",
    LEDGER: "ledger_entry_id",
    "inspections": "inspection_id",
    "training_sessions": "training_session_id",
}


def owner_column(kind: str) -> str:
    """Name the column that ties an attachment to a kind of owner.

    Raises:
        NotFound: Nothing can hang on it.
    """
    if kind not in OWNERS:
        raise NotFound(f"{kind} 不能带附件")
    return OWNERS[kind]


def owner_words(session: Session, kind: str, record_id: int) -> str:
    """Say what an attachment hangs on, such as 人才“苏和”.

    Raises:
        NotFound: It is not there, or nothing can hang on it.
    """
    if kind in POOLS:
        pool = pool_of(kind)
        return f"{pool.title}“{pool.read(row_of(session, pool, record_id)).name}”"
    if kind not in _WORDS:
        raise NotFound(f"{kind} 不能带附件")
    return _WORDS[kind](session, record_id)


def _of_pair(session: Session, number: int) -> str:
    pair = session.get(PlacementRow, number)
    if pair is None:
        raise NotFound(f"没有编号为 {number} 的拟配")
    return f"选派“{pair.talent.name}”"


def _of_consent(session: Session, number: int) -> str:
    consent = session.get(ConsentRow, number)
    if consent is None:
        raise NotFound(f"没有编号为 {number} 的同意")
    return f"“{consent.placement.talent.name}”{consent.party.label}同意"


def _of_talk(session: Session, number: int) -> str:
    talk = session.get(ConsultationRow, number)
    if talk is None:
        raise NotFound("这条沟通记录已不在工作区中")
    return f"沟通记录“{post_of(post_row(session, talk.post_id)).label}”"


def _of_line(session: Session, number: int) -> str:
    line = session.get(LedgerEntryRow, number)
    if line is None:
        raise NotFound("这条台账已不在工作区中")
    return f"台账“{line.placement.talent.name}：{line.content[:20]}”"


def _of_inspection(session: Session, number: int) -> str:
    found = session.get(InspectionRow, number)
    if found is None:
        raise NotFound("这次督查已不在工作区中")
    return f"督查“{found.placement.talent.name} {found.held_on}”"


def _of_training(session: Session, number: int) -> str:
    found = session.get(TrainingSessionRow, number)
    if found is None:
        raise NotFound("这期培训已不在工作区中")
    return f"培训“{found.course.name} {found.held_from}”"


_WORDS = {
    "placements": _of_pair,
    "consents": _of_consent,
    TALKS: _of_talk,
    LEDGER: _of_line,
    "inspections": _of_inspection,
    "training_sessions": _of_training,
}
