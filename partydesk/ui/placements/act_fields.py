"""What each act asks for: its words and its fields."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.fields import Field, Kind
from partydesk.domain.placements import PROCEDURES, Action, Cause, Order, State

TITLES: Mapping[Action, str] = {
    Action.CONSENT: "登记同意",
    Action.DRAFT: "拟定协议",
    Action.SIGN: "签订协议",
    Action.APPOINT: "组织委任",
    Action.START: "登记到岗",
    Action.AMEND: "签订补充协议",
    Action.RENEW: "续签协议",
    Action.END: "办理离任",
    Action.WITHDRAW: "撤回拟配",
}
_DATES: Mapping[Action, str] = {
    Action.CONSENT: "同意日期",
    Action.DRAFT: "拟签订日期",
    Action.SIGN: "签订日期",
    Action.APPOINT: "委任日期",
    Action.START: "到岗日期",
    Action.AMEND: "签订日期",
    Action.RENEW: "签订日期",
    Action.END: "离任日期",
    Action.WITHDRAW: "撤回日期",
}
#: What cannot be undone, and what follows, said before it is done.
NOTES: Mapping[Action, str] = {
    Action.CONSENT: "有一方不同意的，不在这里登记：选中这一对，点“更多 › 撤回…”写明原因。",
    Action.DRAFT: (
        "按岗位顺序取协议编号，协议书就此定稿，可先打印备签。取号后不能撤销；"
        "有变化时只能撤回重办，原编号作废留存。"
    ),
    Action.SIGN: (
        "按岗位顺序取协议编号，已拟定的沿用原编号；签订日期与拟定时不同的，任期随之改变，"
        "请重新打印。取号后不能撤销；有变化时只能撤回重办，原编号作废留存。"
    ),
    Action.APPOINT: "按岗位顺序取委任书编号，内容就此定稿。委任后不能撤销。",
    Action.AMEND: "取一个协议编号，原协议和任期不变。取号后不能撤销。",
    Action.RENEW: (
        "新任期从原任期届满次日起算，按签订当年的年度政策办理，并取新的协议编号。取号后不能撤销。"
    ),
    Action.WITHDRAW: "岗位随即空出，可以补选，不必重新匹配；可以撤销。",
    Action.END: "岗位随即空出，可以补选；协议和委任书的编号仍然有效存档，不作废。",
}
#: What an end is called while it is chosen.
OUTCOMES: Mapping[State, str] = {
    State.EXPIRED: "期满",
    State.ADJUSTED: "调整",
    State.TERMINATED: "终止",
}
LETTER = "同时签发新任期的委任书"


def date_field(action: Action) -> Field:
    """The day on the paper."""
    return Field(_DATES[action], Kind.DATE, name="on", required=True)


def fields_of_act(action: Action) -> list[Field]:
    """List what an act asks for, in the order of the keyboard."""
    date = date_field(action)
    if action is Action.CONSENT:
        hint = "只在所在单位同意时填写，如 敖组干〔2026〕12号"
        return [date, Field("批准文号", Kind.TEXT, name="approval", hint=hint)]
    if action is Action.AMEND:
        hint = "如 每月到企天数改为五天"
        note = Field(
            "补充或变更的内容", Kind.LONG_TEXT, name="note", required=True, wide=True, hint=hint
        )
        return [note, date]
    if action is Action.RENEW:
        return [date, Field("批准文号", Kind.TEXT, name="approval", hint="须重新报批的填写")]
    if action is Action.END:
        cause = Field("原因", Kind.CHOICE, name="cause", required=True, choices=Cause)
        basis = Field("依据", Kind.TEXT, name="basis", hint="批准文号，或由哪次会议、哪个机关决定")
        return [cause, date, basis, Field("说明", Kind.TEXT, name="why")]
    if action is Action.WITHDRAW:
        return [Field("撤回原因", Kind.TEXT, name="why", required=True, wide=True), date]
    return [date]


def lacking(action: Action, order: Order) -> tuple[str, str] | None:
    """Say what must still be typed: name of the field and words; None when nothing must."""
    if action is Action.WITHDRAW and not order.why:
        return "why", "请填写撤回原因"
    if action is Action.AMEND and not order.note:
        return "note", "请填写补充或变更的内容"
    if action is Action.END:
        if order.cause is None:
            return "cause", "请选择原因"
        if PROCEDURES[order.cause].needs_basis and not order.basis:
            return "basis", "请填写批准文号或由谁决定"
        if PROCEDURES[order.cause].needs_why and not order.why:
            return "why", "请写明是什么原因"
    return None


def procedure_words(cause: Cause) -> str:
    """Say who proposes and decides an end for a cause, and what is needed."""
    how = PROCEDURES[cause]
    return (
        f"由{how.proposes}提出，{how.approves}批准。需要：{how.needs}。{how.then}。\n"
        f"依据：{how.source}"
    )
