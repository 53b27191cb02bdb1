"""The ways to match, in the office's words."""

from __future__ import annotations

FAVOURS = {"posts": "企业优先", "talents": "个人优先"}
GOALS = {"stable": "稳定为先", "most": "尽量配满"}
ABOUT = {
    "posts": "双方都稳定的结果里取对企业最好的",
    "talents": "双方都稳定的结果里取对个人最好的",
    "stable": "没有一家企业和一个人都更想要对方",
    "most": "在稳定的前提下尽量多配岗位",
}


def way_words(favour: str, goal: str) -> str:
    """Write a way to match, such as 企业优先 · 稳定为先."""
    return f"{FAVOURS.get(favour, favour)} · {GOALS.get(goal, goal)}"
