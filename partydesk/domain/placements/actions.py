"""What the office can do with a placement, and what each act is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.placements.states import Cause, Party, State


class Action(StrEnum):
    """What the office can do with a placement, in the order of its life."""

    CONSENT = "consent"
    DRAFT = "draft"
    SIGN = "sign"
    APPOINT = "appoint"
    START = "start"
    AMEND = "amend"
    RENEW = "renew"
    END = "end"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The word on its button."""
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    Action.CONSENT: "登记同意",
    Action.DRAFT: "拟定协议",
    Action.SIGN: "签订协议",
    Action.APPOINT: "组织委任",
    Action.START: "登记到岗",
    Action.AMEND: "补充协议",
    Action.RENEW: "续签",
    Action.END: "离任",
    Action.WITHDRAW: "撤回",
}
#: State → the act that the procedure does next; a posting that goes on waits for none.
FOLLOWING: Mapping[State, Action] = {
    State.PROPOSED: Action.CONSENT,
    State.CONSENTED: Action.SIGN,
    State.DRAFTED: Action.SIGN,
    State.SIGNED: Action.APPOINT,
    State.APPOINTED: Action.START,
}
#: Acts that take a number from the ledger, and so cannot be undone; the others can.
NUMBERED = frozenset({Action.DRAFT, Action.SIGN, Action.APPOINT, Action.AMEND, Action.RENEW})


@dataclass(frozen=True, slots=True)
class Order:
    """What an action is given.

    Attributes:
        on: The day written on the paper; for ``DRAFT`` the day planned for the signing.
        party: Who consents (``CONSENT`` only).
        approval: 批准文号 (``CONSENT``; for ``RENEW`` that of the term to come).
        why: Reason in words (``WITHDRAW`` and ``END``).
        cause: Why it ends (``END`` only).
        outcome: The state that it ends in (``END`` only).
        basis: Number of the document that decided it, or who did (``END`` only).
        note: What is agreed anew (``AMEND`` only).
        letter: Whether a letter for the new term is issued as well (``RENEW`` only).
        allow_missing: Whether somebody has confirmed that characters which no font has are left
            blank on what is issued, to be written in by hand.
    """

    on: dt.date
    party: Party | None = None
    approval: str | None = None
    why: str | None = None
    cause: Cause | None = None
    outcome: State | None = None
    basis: str | None = None
    note: str | None = None
    letter: bool = False
    allow_missing: bool = False
