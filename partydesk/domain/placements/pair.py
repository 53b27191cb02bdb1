"""One pair in the procedure, frozen with all that the rules look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partydesk.domain.cautions import Concern
from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.placements.states import Cause, Party, State
from partydesk.domain.selection import Role


@dataclass(frozen=True, slots=True)
class Consent:
    """One party's dated consent.

    Attributes:
        party: Who.
        given_on: The day on the paper.
        approval: 批准文号 where the person is in service; None where none was given.
    """

    party: Party
    given_on: dt.date
    approval: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One pair in the procedure.

    Attributes:
        id: 记录号.
        round_id: The round it came from.
        year: The round's year.
        post_id: The post.
        talent_id: The person.
        enterprise_id: The unit.
        enterprise: The unit's name.
        role: What the person is sent as.
        talent: The person's name.
        state: Where it stands.
        needed: Parties whose consent this pair needs, in the order of the procedure.
        consents: Consents given.
        reason: Why the matcher proposed the pair.
        enterprise_in_pool: Whether the unit is 在库 today.
        talent_available: Whether the person is 可选派 today.
        free_seats: Seats the person has left beside this placement and those not yet signed.
        agreement_number: 协议编号; None before it is drafted.
        signed_on: Day of the signing; None while the agreement waits for signatures.
        term_from: First day of the term.
        term_to: Last day of the term.
        letter_number: 委任书编号; None before appointment.
        appointed_on: Day of the letter.
        notice_number: 发文字号 of the 任职通知 about this term; None before it is issued.
        announced_on: Date of the 任职通知.
        concerns: The warnings about it, with what the committee decided.
        why_withdrawn: Why it was withdrawn; empty while it lives.
        enterprise_closed: How the unit's operation is called where it does not run; else empty.
        talent_state: The person's place in the pool, in words.
        post_taken: Whether somebody else is in the procedure for the same seat, in any round; asked
            only of those that could be renewed.
        term: Which term it is in, counted from 1.
        drafted_on: Day on which the agreement was drafted.
        started_on: Day on which the person came to the enterprise.
        ended_on: Last day, once it is over after the letter.
        cause: Why it ended.
        why_ended: The cause in words, with the document that decided it.
        replaces_id: The pair whose seat this one took over.
        amendments: Numbers of its amendments, in order.
        seat: Which of several posts alike it is, counted from 1.
        measure: What the evaluation decided that changes the posting (调整 or 解聘), given since
            the person came; None for nothing.
    """

    id: int
    round_id: int
    year: int
    post_id: int
    talent_id: int
    enterprise_id: int
    enterprise: str
    role: Role
    talent: str
    state: State
    needed: tuple[Party, ...]
    consents: tuple[Consent, ...] = ()
    reason: str = ""
    enterprise_in_pool: bool = True
    talent_available: bool = True
    free_seats: int = 1
    agreement_number: str | None = None
    signed_on: dt.date | None = None
    term_from: dt.date | None = None
    term_to: dt.date | None = None
    letter_number: str | None = None
    appointed_on: dt.date | None = None
    notice_number: str | None = None
    announced_on: dt.date | None = None
    concerns: tuple[Concern, ...] = ()
    why_withdrawn: str = ""
    enterprise_closed: str = ""
    talent_state: str = ""
    post_taken: bool = False
    term: int = 1
    drafted_on: dt.date | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None
    cause: Cause | None = None
    why_ended: str = ""
    replaces_id: int | None = None
    amendments: tuple[str, ...] = ()
    seat: int = 1
    measure: Measure | None = None

    @property
    def post(self) -> str:
        """What people call the post."""
        name = f"{self.enterprise} · {self.role.value}"
        return name if self.seat == 1 else f"{name}（第 {self.seat} 席）"

    @property
    def missing(self) -> tuple[Party, ...]:
        """Parties that have not consented yet."""
        given = {consent.party for consent in self.consents}
        return tuple(party for party in self.needed if party not in given)

    @property
    def next_step(self) -> str:
        """What the pair still needs, in words."""
        if self.state is State.PROPOSED:
            return "待" + "、".join(party.label for party in self.missing) + "同意"
        return _NEXT[self.state]


_NEXT = {
    State.CONSENTED: "待签订协议",
    State.SIGNED: "待组织委任",
    State.DRAFTED: "待各方签字",
    State.APPOINTED: "待到岗",
    State.ON_POST: "履职中",
    State.EXPIRED: "任期已满",
    State.ADJUSTED: "已调整",
    State.TERMINATED: "已终止",
    State.WITHDRAWN: "已撤回",
}
