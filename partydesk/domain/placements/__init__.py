"""选派: one person at one post on the way 企业所需 → 个人同意 → 签订协议 → 组织委任, and after it.

One module each: who consents and where a pair stands (:mod:`states`), the frozen pair
(:mod:`pair`), what can be done (:mod:`actions`), what stands in the way (:mod:`guards`), the life
cycle as a table (:mod:`life_cycle`), how a posting may end (:mod:`procedures`), what it asks for
by itself (:mod:`reminders`), and which pairs of a run come in (:mod:`acceptance`).
"""

from partydesk.domain.placements.acceptance import REPLACED, ProcedureEntry, new_pairs
from partydesk.domain.placements.actions import FOLLOWING, NUMBERED, Action, Order
from partydesk.domain.placements.life_cycle import (
    LIFE_CYCLE,
    Rule,
    allowed_actions,
    apply,
    contradictions,
    reasons_against,
)
from partydesk.domain.placements.pair import Consent, Placement
from partydesk.domain.placements.procedures import PROCEDURES, Procedure
from partydesk.domain.placements.reminders import (
    SNOOZE_DAYS,
    FollowUp,
    Stage,
    follow_up,
    notice_limits,
    reminder_key,
    stage_of,
)
from partydesk.domain.placements.soundness import faults_of_pair
from partydesk.domain.placements.states import (
    ENDED,
    LIVE,
    OVER,
    POSTED,
    SEATED,
    SERVED,
    SETTLED,
    SIGNING,
    Cause,
    Party,
    State,
)

__all__ = [
    "ENDED",
    "FOLLOWING",
    "LIFE_CYCLE",
    "LIVE",
    "NUMBERED",
    "OVER",
    "POSTED",
    "PROCEDURES",
    "REPLACED",
    "SEATED",
    "SERVED",
    "SETTLED",
    "SIGNING",
    "SNOOZE_DAYS",
    "Action",
    "Cause",
    "Consent",
    "FollowUp",
    "Order",
    "Party",
    "Placement",
    "Procedure",
    "ProcedureEntry",
    "Rule",
    "Stage",
    "State",
    "allowed_actions",
    "apply",
    "contradictions",
    "faults_of_pair",
    "follow_up",
    "new_pairs",
    "notice_limits",
    "reasons_against",
    "reminder_key",
    "stage_of",
]
