"""作废 and 重发: corrections of what was issued, each with its day and reason.

An issued document is never changed. Where it was wrong it becomes void, and another with a number
of its own takes its place; both stay in the register, each naming the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from partydesk.db.models import CertificateRow, LetterRow, NumberRow, PlacementRow, TalentRow
from partydesk.domain.certificates import CERTIFICATES, CertificateKind, check_period
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.placements import LIVE
from partydesk.services.certificates import SORTS
from partydesk.services.deeds import write_letter
from partydesk.services.issuing import Issue, Means, freeze, thawed
from partydesk.services.ledger import frozen, take_number
from partydesk.services.number_register import Entry, entry_of
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Correction:
    """Why and when a document is withdrawn.

    Attributes:
        on: The day; date of the new document, too.
        why: In words.
        texts: What a certificate says differently: field name → text; a letter is written anew
            from the records.
        allow_missing: Whether characters without a font may be left blank.
    """

    on: dt.date
    why: str
    texts: Mapping[str, str] | None = None
    allow_missing: bool = False


#: What a correction may say of whose certificate it is, besides the fields of its kind.
_HOLDER = (
    Field("姓名", Kind.NAME, name="person", required=True),
    Field("单位", Kind.TEXT, name="unit"),
)


@dataclass(frozen=True, slots=True)
class Correctable:
    """What can be said differently when a document is issued anew.

    Attributes:
        fields: None for a letter, which says what the records say.
        texts: What each says now.
        changes: For a letter: what the new one says differently, in words; none where the records
            say what they said.
    """

    fields: tuple[Field, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[str, ...] = ()


def get_correctable(workspace: Workspace, number_id: int) -> Correctable:
    """Give what can be said differently when a document is issued anew.

    A person's name is that of the pool, where it may have been put right already.
    """
    with workspace.reading() as session:
        row = session.scalar(select(CertificateRow).where(CertificateRow.number_id == number_id))
        if row is None:
            return Correctable(changes=_changes_of_letter(session, number_id))
        fields = (*_HOLDER, *fields_of(CERTIFICATES[row.kind]))
        said = {**row.content, "person": _holder(session, row)}
        texts = {each.name: str(said.get(each.name) or "") for each in fields}
        return Correctable(fields, texts)


def _changes_of_letter(session: Session, number_id: int) -> tuple[str, ...]:
    """Say in what a letter written now would differ from the one that was issued."""
    letter = session.scalar(select(LetterRow).where(LetterRow.number_id == number_id))
    if letter is None:
        return ()
    pair, said = letter.placement, letter.content
    now = {
        "姓名": (said["person"], pair.talent.name),
        "单位": (said["enterprise"], pair.post.enterprise.name),
        "职务": (said["role"], pair.post.role.value),
    }
    return tuple(f"{what}：{old} → {new}" for what, (old, new) in now.items() if old != new)


def _holder(session: Session, row: CertificateRow) -> str:
    """The name of whom a certificate belongs to, as the pool has it where the pool knows them."""
    talent = None if row.talent_id is None else session.get(TalentRow, row.talent_id)
    return row.holder if talent is None else talent.name


def why_not_void(entry: Entry, *, running: bool) -> str:
    """Say why a document cannot simply become void; empty where it can.

    Args:
        entry: The document.
        running: Whether the posting it belongs to runs on.
    """
    if entry.void:
        return "已经作废"
    if entry.kind in ("agreements", "amendments"):
        return "协议随拟配撤回而作废，请在“协议与委任”里办理"
    if entry.kind == "letters" and running:
        return "本人还在任，不能只作废；请用“作废并重发”，或先在“协议与委任”里办理结束"
    return ""


def why_not_reissued(entry: Entry) -> str:
    """Say why a document cannot be issued anew; empty where it can."""
    if entry.void:
        return "已经作废"
    if entry.kind == "letters" or entry.kind in {"engagements", "honours", "training-certificates"}:
        return ""
    if entry.kind == "notices":
        return "任职通知请先作废，再另发一份"
    return "协议有变动的，请在“协议与委任”里签补充协议"


def get_refusals(workspace: Workspace, number_id: int) -> tuple[str, str]:
    """Say why a document cannot be withdrawn, and why not issued anew; empty where it can.

    Raises:
        NotFound: There is no such number.
    """
    with workspace.reading() as session:
        entry = _entry(session, number_id)
        return why_not_void(entry, running=_runs(session, entry)), why_not_reissued(entry)


def void_document(workspace: Workspace, number_id: int, correction: Correction) -> Changes:
    """Withdraw a document; its number stays used up.

    Raises:
        NotFound: There is no such number.
        ValidationFailed: No reason, a day ahead, or one before that of the document.
        RuleViolation: It cannot be withdrawn by itself.
    """
    _check(workspace, correction)
    with workspace.unit_of_work("void_document", "作废文书", undoable=False) as uow:
        entry = _entry(uow.session, number_id)
        refusal = why_not_void(entry, running=_runs(uow.session, entry))
        if refusal:
            raise RuleViolation([Reason("not_void", f"{entry.number}：{refusal}")])
        _not_before(entry, correction)
        uow.relabel(f"作废{entry.number}：{entry.who}")
        _void(uow.session, number_id, correction)
        return uow.commit()


def reissue(workspace: Workspace, number_id: int, correction: Correction) -> tuple[str, Changes]:
    """Withdraw a document and issue another in its place, in one step.

    A letter says what the records say now (name, unit, post); its term stays. A certificate keeps
    what it says but for the corrections.

    Returns:
        The new number, and what changed.

    Raises:
        NotFound: There is no such number.
        ValidationFailed: No reason, a day ahead or before that of the document, or a correction
            that cannot be read.
        RuleViolation: This kind is not issued anew, or a text or a character cannot be printed.
    """
    _check(workspace, correction)
    means = Means(workspace.clock(), correction.allow_missing)
    with workspace.unit_of_work("reissue", "作废并重发", undoable=False) as uow:
        session = uow.session
        entry = _entry(session, number_id)
        refusal = why_not_reissued(entry)
        if refusal:
            raise RuleViolation([Reason("not_reissued", f"{entry.number}：{refusal}")])
        _not_before(entry, correction)
        old = _void(session, number_id, correction)
        if entry.kind == "letters":
            issue = _new_letter(session, old, correction)
        else:
            issue = _new_certificate(session, old, correction, workspace.today())
        issue.number.replaces_id = number_id
        freeze(session, [issue], means)
        uow.relabel(f"作废{entry.number}并重发{issue.number.text}：{issue.document.person}")
        return issue.number.text, uow.commit()


def _check(workspace: Workspace, correction: Correction) -> None:
    faults = {}
    if not correction.why.strip():
        faults["why"] = "请写明原因"
    if correction.on > workspace.today():
        faults["on"] = "日期不能晚于今天"
    if faults:
        raise ValidationFailed(faults)


def _not_before(entry: Entry, correction: Correction) -> None:
    if entry.issued_on is not None and correction.on < entry.issued_on:
        raise ValidationFailed({"on": f"日期不能早于成文日期 {entry.issued_on}"})


def _entry(session: Session, number_id: int) -> Entry:
    entry = entry_of(session, number_id)
    if entry is None or entry.paper is None:
        raise NotFound("文号登记簿里没有这个编号的文书")
    return entry


def _runs(session: Session, entry: Entry) -> bool:
    """Whether the posting a document belongs to is still in the procedure or under way."""
    placement_id = entry.paper.placement_id if entry.paper else None
    if placement_id is None:
        return False
    return session.get_one(PlacementRow, placement_id).state in LIVE


def _void(session: Session, number_id: int, correction: Correction) -> NumberRow:
    row = session.get_one(NumberRow, number_id)
    row.void, row.void_on, row.why_void = True, correction.on, correction.why.strip()
    session.flush()
    return row


def _new_letter(session: Session, old: NumberRow, correction: Correction) -> Issue:
    letter = session.scalars(select(LetterRow).where(LetterRow.number_id == old.id)).one()
    placement = session.get_one(PlacementRow, letter.placement_id)
    year = correction.on.year
    said = thawed(letter)
    term = said.term_from, said.term_to
    done = write_letter(session, placement, policy_in(session, year), year, correction.on, term)
    return done.issued[0]


def _new_certificate(
    session: Session, old: NumberRow, correction: Correction, today: dt.date
) -> Issue:
    row = session.scalars(select(CertificateRow).where(CertificateRow.number_id == old.id)).one()
    policy = policy_in(session, correction.on.year)
    number = take_number(session, old.series, policy, correction.on.year)
    paper: Any = CERTIFICATES[row.kind]
    own = {field.name: row.content[field.name] for field in fields_of(paper)}
    texts = {**own, **(correction.texts or {})}
    values = read_entry(fields_of(paper), texts, today=today, words={}).values
    check_period(CertificateKind(row.kind), values)
    given = correction.texts or {}
    document = paper(
        number=number.text,
        person=given.get("person", "").strip() or _holder(session, row),
        unit=given.get("unit", row.content.get("unit") or "").strip() or None,
        organ=policy.organ,
        issued_on=correction.on,
        **values,
    )
    session.add(
        CertificateRow(
            kind=row.kind,
            talent_id=row.talent_id,
            holder=document.person,
            number=number,
            issued_on=correction.on,
            content=frozen(document),
        )
    )
    session.flush()
    return Issue(SORTS[row.kind][1], number, document, correction.on)
