"""How a placement may end: for each cause who proposes, who approves and what is needed.

Sources: a county's rules for instructors (县级办法), article 14; 石泉 (2020); 广安; essay 5 of the
office for those judged poor. Where nothing public was found the entry says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partydesk.domain.placements.states import Cause, State


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is to be done when a placement ends for a cause.

    Attributes:
        proposes: Who brings it up.
        approves: Who decides.
        needs: The papers.
        then: What follows for post and person.
        source: Where the practice is from.
        outcomes: States that it can end in, the usual one first.
        needs_basis: Whether a document number, or who decided, must be written down.
        needs_why: Whether it must be said in words what the matter was.
    """

    proposes: str
    approves: str
    needs: str
    then: str
    source: str
    outcomes: tuple[State, ...]
    needs_basis: bool
    needs_why: bool = False


_CHANGED = (State.ADJUSTED, State.TERMINATED)
_ENDED = (State.TERMINATED, State.ADJUSTED)
_COUNTY = "县级办法第十四条"
PROCEDURES: Mapping[Cause, Procedure] = {
    Cause.TERM: Procedure(
        "党工委办公室", "党工委", "本届表现、本人和企业的意愿", "继续选派的办理续签",
        "石泉（2020）：期满按表现和意愿决定是否继续", (State.EXPIRED,), needs_basis=False,
    ),
    Cause.HEALTH: Procedure(
        "派出单位（根据本人申请）", "组织部门", "本人申请、批准文件", "由派出单位另派人选",
        _COUNTY, _CHANGED, needs_basis=True,
    ),
    Cause.ABILITY: Procedure(
        "派出单位", "组织部门", "派出单位意见、批准文件", "由派出单位另派人选",
        _COUNTY, _CHANGED, needs_basis=True,
    ),
    Cause.CHANGE_OF_POST: Procedure(
        "派出单位（根据本人申请）", "组织部门", "岗位变动文件", "由派出单位另派人选",
        _COUNTY, _CHANGED, needs_basis=True,
    ),
    Cause.HOST_CLOSED: Procedure(
        "派出单位（报告）", "党工委", "停业、注销或出库的情况说明", "另定接收单位",
        "县级办法：接收单位关停的由派出单位报告", _CHANGED, needs_basis=False,
    ),
    Cause.EVALUATION: Procedure(
        "考核组", "党工委", "年末考核结果", "予以调整，另行选派；不称职的可清退",
        "考核较差的予以调整；广安：不称职的提醒、函询、诫勉直至清退", _CHANGED,
        needs_basis=True,
    ),
    Cause.LEFT: Procedure(
        "派出单位", "党工委", "离开情况说明", "岗位空出，可补选",
        "无通行规定", _ENDED, needs_basis=False,
    ),
    Cause.OTHER: Procedure(
        "派出单位或企业", "党工委", "情况说明、批准文件", "岗位空出，可补选",
        "无通行规定", _CHANGED, needs_basis=True, needs_why=True,
    ),
}  # fmt: skip
