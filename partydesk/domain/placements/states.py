"""Who consents, where a placement stands, and why it ends."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    """Who consents."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    UNIT = "unit"
    COMMITTEE = "committee"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _PARTY_LABELS[self]


_PARTY_LABELS = {
    Party.ENTERPRISE: "企业",
    Party.PERSON: "个人",
    Party.UNIT: "所在单位",
    Party.COMMITTEE: "党工委",
}


class State(StrEnum):
    """Where a placement stands."""

    PROPOSED = "proposed"
    CONSENTED = "consented"
    DRAFTED = "drafted"
    SIGNED = "signed"
    APPOINTED = "appointed"
    ON_POST = "on_post"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.PROPOSED: "待认可",
    State.CONSENTED: "已认可",
    State.DRAFTED: "待签",
    State.SIGNED: "已签协议",
    State.APPOINTED: "已委任",
    State.ON_POST: "履职中",
    State.EXPIRED: "期满",
    State.ADJUSTED: "已调整",
    State.TERMINATED: "已终止",
    State.WITHDRAWN: "已撤回",
}
#: States that are over: the post is open again and the person's seat is free.
OVER = frozenset({State.EXPIRED, State.ADJUSTED, State.TERMINATED, State.WITHDRAWN})
#: States in which the placement takes one of the person's seats and fills the post.
LIVE = frozenset(State) - OVER
#: States in which a new matching may not touch the pair any more.
SETTLED = LIVE - {State.PROPOSED}
#: States in which the placement has used up one of the person's seats for good.
SEATED = frozenset({State.SIGNED, State.APPOINTED, State.ON_POST})
#: Those, and those whose agreement is printed and waits for signatures: a seat is promised.
SIGNING = SEATED | {State.DRAFTED}
#: States with a letter of appointment in force.
POSTED = frozenset({State.APPOINTED, State.ON_POST})
#: States in which a posting was carried to an end.
ENDED = OVER - {State.WITHDRAWN}
#: States in which the person was appointed, whether the posting goes on or has ended.
SERVED = POSTED | ENDED


class Cause(StrEnum):
    """Why a placement ended or is to be changed (adjustments named by county rules)."""

    TERM = "任期届满"
    HEALTH = "健康原因"
    ABILITY = "能力不适应"
    CHANGE_OF_POST = "岗位变动"
    HOST_CLOSED = "单位关停"
    EVALUATION = "考核较差"
    LEFT = "人员离开"
    OTHER = "其他"
