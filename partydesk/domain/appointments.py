"""Appointments: the letter of appointment (委任书) that a person is handed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on one letter of appointment, frozen at the moment it is issued.

    Attributes:
        number: Written in full, such as ``旗非公委任〔2026〕17号``.
        person: Name in the exact characters of the person's papers.
        enterprise: Full registered name.
        role: The post, such as 党建指导员.
        term_from: First day of the term.
        term_to: Last day of the term.
        organ: Full name of the appointing committee on that day.
        issued_on: Date of the document; the term may begin on another day.
        code: Verification code; empty before the letter is issued.
        head: The head of the journal at that moment, as it is printed.
    """

    number: str
    person: str
    enterprise: str
    role: str
    term_from: dt.date
    term_to: dt.date
    organ: str
    issued_on: dt.date
    code: str = ""
    head: str = ""
