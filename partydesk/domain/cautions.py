"""任职提醒: the warnings there are, where each comes from, and what people said about them.

Whether a dispatched Party secretary or instructor counts as 兼职（任职） is not settled by the
texts, so a warning never forbids unless the year's policy says so; then the committee decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class Caution(StrEnum):
    """A warning, by its stable word; :attr:`word` is what the dictionary and people call it."""

    APPROVAL = "approval_missing"
    COOLING = "cooling"
    POSTS = "posts_limit"
    TERMS = "terms_limit"
    AGE = "age_limit"
    PAY = "pay"
    MEMBER = "not_member"
    RECUSAL = "recusal"
    TRAINING = "training"
    SEATS = "seats"
    CLOSED = "unit_closed"

    @property
    def word(self) -> str:
        """The word on screen and in the policy's list of bars."""
        return _WORDS[self]

    @property
    def source(self) -> str:
        """The text it rests on, as people should read it."""
        return _SOURCES[self]

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return _REMEDIES[self]


_WORDS = {
    Caution.APPROVAL: "缺批准文号",
    Caution.COOLING: "离岗未满年限",
    Caution.POSTS: "兼职超过个数",
    Caution.TERMS: "连任超过届数",
    Caution.AGE: "超过年龄",
    Caution.PAY: "向企业取酬",
    Caution.MEMBER: "非正式党员",
    Caution.RECUSAL: "须回避",
    Caution.TRAINING: "未经岗前培训",
    Caution.SEATS: "超出可驻单位数",
    Caution.CLOSED: "单位停业",
}
_OPINION_2013 = "中组部《关于进一步规范党政领导干部在企业兼职（任职）问题的意见》（2013年10月）"
_SOURCES = {
    Caution.APPROVAL: f"{_OPINION_2013}：在职的兼职须经批准",
    Caution.COOLING: f"{_OPINION_2013}：离岗、退休后三年内的须经批准",
    Caution.POSTS: f"{_OPINION_2013}：经批准的兼职不超过一个",
    Caution.TERMS: f"{_OPINION_2013}：每届重新报批，连任不超过两届",
    Caution.AGE: f"{_OPINION_2013}：兼职的任职年龄界限为七十周岁",
    Caution.PAY: f"{_OPINION_2013}：不得领取薪酬、奖金、津贴",
    Caution.MEMBER: "《中国共产党支部工作条例（试行）》：支部书记由正式党员担任；"
    "河池等地办法：党建指导员须是正式党员",
    Caution.RECUSAL: f"{_OPINION_2013}：不得到本人原管辖的地区和业务范围内的企业兼职",
    Caution.TRAINING: "年度政策“岗前培训有效”（外地做法：每年至少培训一次）",
    Caution.SEATS: "人才库“可驻单位数”",
    Caution.CLOSED: "企业库“经营状况”；外地办法：企业关停、注销的，由派出单位另行安排",
}
_REMEDIES = {
    Caution.APPROVAL: "请在登记同意时填写批准文号",
    Caution.COOLING: "请核对退休（离岗）时间，并在登记同意时填写批准文号",
    Caution.POSTS: "请减少同时担任的岗位，或由党工委决定",
    Caution.TERMS: "请改派他人，或由党工委决定并重新报批",
    Caution.AGE: "请改派他人、缩短任期，或由党工委决定",
    Caution.PAY: "请与企业商定不付报酬，并改正岗位的“企业拟付报酬”",
    Caution.MEMBER: "请核对政治面貌，或改派他人",
    Caution.RECUSAL: "请改派他人，或核对后取消回避关系",
    Caution.TRAINING: "请先参加岗前培训，并补填岗前培训时间",
    Caution.SEATS: "请调整可驻单位数，或减少岗位",
    Caution.CLOSED: "请核对单位的经营状况，必要时关闭岗位、另行安排",
}


def caution_named(word: str) -> Caution | None:
    """Find a warning by its stable word or by what people call it."""
    return next((each for each in Caution if word in (each.value, each.word)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The committee's decision to go on with a pair in spite of a warning.

    Attributes:
        decided_by: Who decided, such as 党工委会议.
        reason: Why.
        decided_on: The day.
        approval: 批准文号, where one was given.
    """

    decided_by: str = describe(
        "由谁决定", Kind.TEXT, required=True, wide=True, hint="如党工委会议、主任办公会"
    )
    decided_on: dt.date = describe("决定日期", Kind.DATE, required=True)
    approval: str | None = describe("批准文号", Kind.TEXT)
    reason: str = describe("理由", Kind.LONG_TEXT, required=True, wide=True)

    @property
    def words(self) -> str:
        """The decision in one sentence."""
        number = f"（{self.approval}）" if self.approval else ""
        return f"已由{self.decided_by}于 {self.decided_on} 决定{number}：{self.reason}"


@dataclass(frozen=True, slots=True)
class Concern:
    """A warning about one pair.

    Attributes:
        caution: Which one.
        message: What is the matter with this pair.
        barred: Whether the year's policy lets nothing be signed until the committee decides.
        decision: The committee's decision, where there is one.
    """

    caution: Caution
    message: str
    barred: bool = False
    decision: Decision | None = None

    @property
    def code(self) -> str:
        """The stable word."""
        return self.caution.value

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it yet."""
        return self.decision is None

    @property
    def bars(self) -> bool:
        """Whether signing must wait for the committee."""
        return self.barred and self.decision is None
