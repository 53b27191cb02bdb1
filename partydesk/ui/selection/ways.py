"""The ways to match, in the office's words."""

from __future__ import annotations

from partydesk.domain.fairness import FAVOURS, GOALS

__all__ = ["ABOUT", "FAVOURS", "GOALS", "way_words"]

from collections.abc import Collection

from partydesk.domain.selection import Side

#: For whom the fit may stand in; each can be ticked by itself.
STAND_INS = {Side.ENTERPRISE: "代排企业", Side.PERSON: "代排个人"}
#: Prefer the pairs of the newest run where the wishes are equal.
KEEP, KEEP_WORDS = "keep", "少变动"
ABOUT = {
    "posts": "双方都稳定的结果里取对企业最好的",
    "talents": "双方都稳定的结果里取对个人最好的",
    "stable": "没有一家企业和一个人都更想要对方",
    "most": "在稳定的前提下尽量多配岗位",
    KEEP: "双方同样愿意时沿用上一次的结果，不影响稳定和配上的岗位",
    Side.ENTERPRISE: "没有排序的企业，这次按契合度代排，不记为意愿",
    Side.PERSON: "没有排序的个人，这次按契合度代排，不记为意愿",
}


def way_words(
    favour: str, goal: str, stand_in: Collection[Side] = (), *, keep: bool = False
) -> str:
    """Write a way to match, such as 企业优先 · 稳定为先 · 代排企业."""
    words = [FAVOURS.get(favour, favour), GOALS.get(goal, goal)]
    words += [STAND_INS[side] for side in Side if side in stand_in]
    return " · ".join([*words, KEEP_WORDS] if keep else words)
