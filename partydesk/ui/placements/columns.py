"""What the table of pairs shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partydesk.domain.placements import OVER, Consent, Party, Placement, State, follow_up
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, Shape

STATE_TONES = {
    State.PROPOSED: Tone.ATTENTION,
    State.CONSENTED: Tone.PLAIN,
    State.SIGNED: Tone.PLAIN,
    State.DRAFTED: Tone.PLAIN,
    State.APPOINTED: Tone.GOOD,
    State.ON_POST: Tone.GOOD,
    State.EXPIRED: Tone.QUIET,
    State.ADJUSTED: Tone.QUIET,
    State.TERMINATED: Tone.QUIET,
    State.WITHDRAWN: Tone.QUIET,
}
NOT_NEEDED = "不需要"


def consent_of(placement: Placement, party: Party) -> Consent | None:
    """Find what a party consented."""
    return next((c for c in placement.consents if c.party is party), None)


def consent_word(placement: Placement, party: Party) -> str:
    """Write month and day of a consent, 待 while it is awaited, — where none is needed."""
    consent = consent_of(placement, party)
    if consent is not None:
        return f"{consent.given_on:%m-%d}"
    if party not in placement.needed:
        return "—"
    return "待" if placement.state is State.PROPOSED else ""


def consent_tip(placement: Placement, party: Party) -> str:
    """Write a consent in full."""
    consent = consent_of(placement, party)
    if consent is None:
        word = consent_word(placement, party)
        return {"—": f"{party.label}：{NOT_NEEDED}", "待": f"待{party.label}同意"}.get(word, "")
    approval = f"，批准文号 {consent.approval}" if consent.approval else ""
    return f"{party.label} {consent.given_on} 同意{approval}"


def term_word(placement: Placement) -> str:
    """Write the term; empty before signing."""
    if placement.term_from is None or placement.term_to is None:
        return ""
    return f"{placement.term_from} 至 {placement.term_to}"


def date_word(day: dt.date | None) -> str:
    """Write a date; empty where there is none."""
    return "" if day is None else day.isoformat()


def _concern_word(placement: Placement) -> str:
    if follow_up(placement) is not None:
        return "有变动"
    count = len(placement.concerns)
    if not count or placement.state in OVER:
        return ""
    approval = any(reason.code == "approval_missing" for reason in placement.concerns)
    return "缺文号" if approval and count == 1 else f"{count} 条"


def _concern_tip(placement: Placement) -> str:
    due = follow_up(placement)
    lines = [f"{due.why}，请办理{due.action.label}"] if due else []
    return "\n".join([*lines, *(reason.message for reason in placement.concerns)])


def _quiet(placement: Placement) -> Tone | None:
    return Tone.QUIET if placement.state in OVER else None


def _consent_column(party: Party, label: str) -> Column[Placement]:
    def tone(placement: Placement) -> Tone | None:
        word = consent_word(placement, party)
        return Tone.ATTENTION if word == "待" else Tone.QUIET if word == "—" else _quiet(placement)

    return Column(
        party.value,
        label,
        lambda placement: consent_word(placement, party),
        align=Align.CENTRE,
        width=58,
        tone=tone,
        sortable=False,
        tip=lambda placement: consent_tip(placement, party),
    )


def _serial(number: str | None) -> str:
    """Write only the serial of a document number; the year's code is the same for all."""
    return (number or "").rpartition("〕")[2]


def placement_columns(labels: Mapping[int, str], *, wide: bool) -> list[Column[Placement]]:
    """Declare the columns, in the order of the procedure.

    Args:
        labels: Post → short label, filled later by the page.
        wide: Whether the screen has room for whole document numbers and terms; on a small one
            the card beside the table says them.
    """
    columns = [
        Column("post", "岗位", lambda p: labels.get(p.post_id, p.post), width=212, tone=_quiet,
               sortable=False, tip=lambda p: p.post),
        Column("talent", "人员", lambda p: p.talent, width=120, strong=True, tone=_quiet,
               sortable=False),
        Column("state", "状态", lambda p: p.state.label, width=82, shape=Shape.TAG,
               tone=lambda p: STATE_TONES[p.state], sortable=False, tip=lambda p: p.next_step),
        _consent_column(Party.ENTERPRISE, "企业"),
        _consent_column(Party.PERSON, "个人"),
        _consent_column(Party.UNIT, "单位"),
        _consent_column(Party.COMMITTEE, "党工委"),
        Column("concerns", "提醒", _concern_word, width=72, shape=Shape.TAG,
               tone=lambda p: Tone.TROUBLE if follow_up(p) else Tone.ATTENTION, sortable=False,
               tip=_concern_tip),
    ]  # fmt: skip
    return [*columns, *(_whole_papers() if wide else _short_papers())]


def _short_papers() -> list[Column[Placement]]:
    """Only the serials; the term can be chosen from the column menu."""
    return [
        Column("agreement", "协议", lambda p: _serial(p.agreement_number), align=Align.RIGHT,
               width=54, tone=_quiet, sortable=False, tip=lambda p: p.agreement_number or ""),
        Column("letter", "委任书", lambda p: _serial(p.letter_number), align=Align.RIGHT,
               width=62, tone=_quiet, sortable=False, tip=lambda p: p.letter_number or ""),
        Column("term", "任期", term_word, width=200, tone=_quiet, sortable=False, shown=False),
    ]  # fmt: skip


def _whole_papers() -> list[Column[Placement]]:
    return [
        Column("agreement", "协议编号", lambda p: p.agreement_number or "", width=180,
               tone=_quiet, sortable=False),
        Column("letter", "委任书编号", lambda p: p.letter_number or "", width=190, tone=_quiet,
               sortable=False),
        Column("term", "任期", term_word, width=200, tone=_quiet, sortable=False),
    ]  # fmt: skip
