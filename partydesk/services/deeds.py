"""What each act on a pair writes down beside the state: consents, papers, days and reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    ConsentRow,
    LetterRow,
    NumberSeries,
    PlacementRow,
)
from partydesk.domain.agreements import Agreement, AgreementKind, Amendment
from partydesk.domain.appointments import Letter
from partydesk.domain.placements import Action, Order, Party, Placement, State
from partydesk.domain.policy import Policy
from partydesk.domain.values import mask_number
from partydesk.services.agreement_text import text_in_use
from partydesk.services.issuing import Issue, thawed
from partydesk.services.ledger import frozen, take_number
from partydesk.services.policies import policy_in


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on one pair, allowed by the rules.

    Attributes:
        session: The action's session.
        row: The pair.
        placement: The pair as it was before.
        order: The day and the other data.
        policy: That of the round's year.
        today: The day it is.
    """

    session: Session
    row: PlacementRow
    placement: Placement
    order: Order
    policy: Policy
    today: dt.date


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on a pair came to.

    Attributes:
        numbers: Taken from the ledger, in order.
        issued: Documents that are to be frozen.
    """

    numbers: tuple[str, ...] = ()
    issued: tuple[Issue, ...] = ()


def carry_out(action: Action, deed: Deed) -> Done:
    """Write down what an act comes to, all but the state; nothing is committed.

    Raises:
        RuleViolation: A number belongs to another kind of document already.
    """
    return _EFFECTS[action](deed)


def _consent(deed: Deed) -> Done:
    """Write down one party's consent."""
    order = deed.order
    assert order.party is not None  # noqa: S101 - the guard party_missing has checked it
    approval = (order.approval or "").strip() or None
    deed.row.consents.append(ConsentRow(party=order.party, given_on=order.on, approval=approval))
    deed.session.flush()
    return Done()


def _draft(deed: Deed) -> Done:
    """Take a number and freeze what is to be signed, so that it can be printed beforehand."""
    first = deed.policy.term_from(deed.order.on)
    row = _agreement(deed, deed.policy, deed.order.on.year, first, AgreementKind.FIRST)
    row.drafted_on = deed.today
    deed.row.agreements.append(row)
    return Done((row.number.text,))


def _sign(deed: Deed) -> Done:
    """Sign what was drafted; where nothing was, draft and sign at once.

    The term counts from the signing: on another day than planned the paper says so anew.
    """
    row, on = deed.row.agreement, deed.order.on
    if row is None:
        first = deed.policy.term_from(on)
        row = _agreement(deed, deed.policy, on.year, first, AgreementKind.FIRST)
        row.signed_on = on
        deed.row.agreements.append(row)
        return Done((row.number.text,), (_signed("agreements", row),))
    row.signed_on = on
    row.term_from = deed.policy.term_from(on)
    row.term_to = deed.policy.term_to(row.term_from, deed.row.post.term_months)
    days = {"signed_on": on, "term_from": row.term_from, "term_to": row.term_to}
    row.content = {**row.content, **{name: day.isoformat() for name, day in days.items()}}
    return Done(issued=(_signed("agreements", row),))


def _signed(kind: str, row: AgreementRow) -> Issue:
    """Hand a signed paper on to be frozen."""
    assert row.signed_on is not None  # noqa: S101 - the caller has just signed it
    return Issue(kind, row.number, thawed(row), row.signed_on)


def _agreement(
    deed: Deed, policy: Policy, year: int, term_from: dt.date, kind: AgreementKind
) -> AgreementRow:
    """Take a number of a year, which is that of the paper, and freeze an agreement's words."""
    numbering = policy_in(deed.session, year)
    number = take_number(deed.session, NumberSeries.AGREEMENT, numbering, year)
    talent, post = deed.row.talent, deed.row.post
    unit, days = post.enterprise, post.attendance_days
    content = Agreement(
        number=number.text,
        organ=policy.organ,
        enterprise=unit.name,
        enterprise_code=unit.credit_code,
        representative=unit.legal_person,
        person=talent.name,
        person_number_masked=mask_number(talent.citizen_number) if talent.citizen_number else None,
        person_unit=_person_unit(deed),
        role=post.role.value,
        term_from=term_from,
        term_to=policy.term_to(term_from, post.term_months),
        attendance_days=policy.attendance_days if days is None else days,
        duties=policy.duties,
        support=policy.support,
        signed_on=deed.order.on,
        copies=policy.copies,
        text=text_in_use(policy),
    )
    return AgreementRow(
        number=number,
        kind=kind,
        term=deed.placement.term,
        drafted_on=deed.order.on,
        term_from=content.term_from,
        term_to=content.term_to,
        content=frozen(content),
    )


def _person_unit(deed: Deed) -> str | None:
    """The person's own unit where it is a party."""
    return deed.row.talent.unit_post if Party.UNIT.value in deed.row.needed else None


def _appoint(deed: Deed) -> Done:
    """Take a number and freeze what the letter says."""
    on = deed.order.on
    return write_letter(deed.session, deed.row, deed.policy, on.year, on)


def write_letter(
    session: Session,
    placement: PlacementRow,
    policy: Policy,
    year: int,
    on: dt.date,
    term: tuple[dt.date, dt.date] | None = None,
) -> Done:
    """Write a letter for a placement from what the records say now.

    Args:
        session: Open session; nothing is committed.
        placement: With a signed agreement.
        policy: Whose names and numbers hold.
        year: In whose numbers it is counted: that of the paper, whatever the year of the round.
        on: Date of the letter.
        term: First and last day that it says; None for the term of the agreement in force.

    Raises:
        RuleViolation: The number belongs to another kind of document already.
    """
    if term is None:
        agreement = placement.agreement
        assert agreement is not None  # noqa: S101 - the life cycle comes here with one only
        term = agreement.term_from, agreement.term_to
    number = take_number(session, NumberSeries.LETTER, policy_in(session, year), year)
    content = Letter(
        number=number.text,
        person=placement.talent.name,
        enterprise=placement.post.enterprise.name,
        role=placement.post.role.value,
        term_from=term[0],
        term_to=term[1],
        organ=policy.organ,
        issued_on=on,
    )
    letter = LetterRow(number=number, issued_on=on, content=frozen(content))
    placement.letters.append(letter)
    return Done((number.text,), (Issue("letters", number, content, on),))


def _start(deed: Deed) -> Done:
    """Write down the day of coming."""
    deed.row.started_on = deed.order.on
    return Done()


def _amend(deed: Deed) -> Done:
    """Take a number and freeze what is agreed anew; the term stays."""
    order, agreement = deed.order, deed.row.agreement
    assert agreement is not None  # noqa: S101 - the life cycle comes here with an agreement only
    assert agreement.signed_on is not None  # noqa: S101 - and with a signed one
    policy = policy_in(deed.session, order.on.year)
    number = take_number(deed.session, NumberSeries.AGREEMENT, policy, order.on.year)
    content = Amendment(
        number=number.text,
        agreement_number=agreement.number.text,
        agreement_signed_on=agreement.signed_on,
        organ=policy.organ,
        enterprise=deed.row.post.enterprise.name,
        representative=deed.row.post.enterprise.legal_person,
        person=deed.row.talent.name,
        person_unit=_person_unit(deed),
        role=deed.row.post.role.value,
        note=(order.note or "").strip(),
        signed_on=order.on,
        copies=policy.copies,
    )
    deed.row.agreements.append(
        AgreementRow(
            number=number,
            kind=AgreementKind.AMENDMENT,
            term=agreement.term,
            drafted_on=order.on,
            signed_on=order.on,
            term_from=agreement.term_from,
            term_to=agreement.term_to,
            note=content.note,
            content=frozen(content),
        )
    )
    return Done((number.text,), (Issue("amendments", number, content, order.on),))


def _renew(deed: Deed) -> Done:
    """Agree on a further term from the day after the old one, by the signing year's rules."""
    old, order = deed.row.agreement, deed.order
    assert old is not None  # noqa: S101 - the life cycle comes here with an agreement only
    policy = policy_in(deed.session, order.on.year)
    first = old.term_to + dt.timedelta(days=1)
    row = _agreement(deed, policy, order.on.year, first, AgreementKind.RENEWAL)
    row.term, row.signed_on = old.term + 1, order.on
    row.note = (order.approval or "").strip() or None
    deed.row.agreements.append(row)
    deed.session.flush()
    deed.row.ended_on = deed.row.cause = deed.row.why_ended = None
    agreed = Done((row.number.text,), (_signed("agreements", row),))
    if not order.letter:
        return agreed
    letter = write_letter(deed.session, deed.row, policy, order.on.year, order.on)
    return Done((*agreed.numbers, *letter.numbers), (*agreed.issued, *letter.issued))


def _end(deed: Deed) -> Done:
    """Write down when and why it ended; its numbers stay good, since they were in force."""
    row, order = deed.row, deed.order
    row.ended_on = deed.placement.term_to if order.outcome is State.EXPIRED else order.on
    row.cause = order.cause
    words = [(order.why or "").strip(), (order.basis or "").strip()]
    row.why_ended = "；".join(word for word in words if word) or None
    return Done()


def _withdraw(deed: Deed) -> Done:
    """Say why, and mark the numbers of its agreements as void; they stay in the ledger."""
    deed.row.why_withdrawn = (deed.order.why or "").strip()
    for agreement in deed.row.agreements:
        number = agreement.number
        number.void, number.void_on = True, deed.order.on
        number.why_void = f"撤回拟配：{deed.row.why_withdrawn}"
    return Done()


_EFFECTS: Mapping[Action, Callable[[Deed], Done]] = {
    Action.CONSENT: _consent,
    Action.DRAFT: _draft,
    Action.SIGN: _sign,
    Action.APPOINT: _appoint,
    Action.START: _start,
    Action.AMEND: _amend,
    Action.RENEW: _renew,
    Action.END: _end,
    Action.WITHDRAW: _withdraw,
}
