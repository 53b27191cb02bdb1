"""Agreements: what committee, enterprise and person sign before the appointment (签订协议)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class AgreementKind(StrEnum):
    """What an agreement does to the pair's term."""

    FIRST = "首签"
    RENEWAL = "续签"
    AMENDMENT = "补充"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What stands on one agreement, frozen at the moment it is printed for signing.

    Attributes:
        number: Written in full, such as ``旗非公协〔2026〕17号``.
        organ: 甲方, full name of the dispatching committee.
        enterprise: 乙方, full registered name.
        enterprise_code: Unified social credit code, if known.
        representative: Who signs for the enterprise, if known.
        person: 丙方, name in the exact characters of the person's papers.
        person_number_masked: Citizen number with the middle hidden, if it is to be printed.
        person_unit: 丁方, the person's own unit, when it is a party to the agreement.
        role: The post, such as 党建指导员.
        term_from: First day of the term.
        term_to: Last day of the term.
        attendance_days: Days a month at the enterprise, at least.
        duties: The duties of the year's policy, in their order.
        support: Room, time and funds the enterprise provides, in its own words, if agreed.
        signed_on: Day of the signing, or the day planned for it while it waits for signatures.
        copies: How many originals are signed.
        text: The template it was worded by; None for the one that comes with the program.
        code: Verification code; empty before the agreement is signed.
        head: The head of the journal at that moment, as it is printed.
    """

    number: str
    organ: str
    enterprise: str
    enterprise_code: str | None
    representative: str | None
    person: str
    person_number_masked: str | None
    person_unit: str | None
    role: str
    term_from: dt.date
    term_to: dt.date
    attendance_days: int
    duties: tuple[str, ...]
    support: str | None
    signed_on: dt.date
    copies: int
    text: str | None = None
    code: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What stands on one amendment of an agreement, frozen at the moment it is signed.

    Attributes:
        number: Its own number.
        agreement_number: Number of the agreement that it amends.
        agreement_signed_on: Day on which that one was signed.
        organ: 甲方.
        enterprise: 乙方.
        representative: Who signs for the enterprise, if known.
        person: 丙方.
        person_unit: 丁方, where the person's own unit is a party.
        role: The post.
        note: What is agreed anew, in words.
        signed_on: Day of the signing.
        copies: How many originals are signed.
        code: Verification code; empty before the amendment is issued.
        head: The head of the journal at that moment, as it is printed.
    """

    number: str
    agreement_number: str
    agreement_signed_on: dt.date
    organ: str
    enterprise: str
    representative: str | None
    person: str
    person_unit: str | None
    role: str
    note: str
    signed_on: dt.date
    copies: int
    code: str = ""
    head: str = ""
