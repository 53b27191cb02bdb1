"""What the sheets of the evaluation say: ballots that were counted, and points that were given.

A ballot stands in a sheet as counts only, so that no answer is tied to anybody (PIPL, Art. 6, 51).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from partydesk.domain.evaluation.scheme import MOST_OPTIONS, Question
from partydesk.domain.fields import Field, Kind, describe, fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutWhom:
    """By what a row names who is judged, and for which part."""

    judged: str = describe(
        "姓名", Kind.TEXT, required=True, synonyms=("被考核人", "考核对象", "党组织名称"),
        hint="考核基层党委时写党委名称",
    )  # fmt: skip
    citizen_number: str | None = describe(
        "公民身份号码", Kind.CITIZEN_NUMBER, synonyms=("身份证号", "身份证号码"),
        hint="有同名的人时填写",
    )  # fmt: skip
    enterprise: str | None = describe(
        "单位名称", Kind.TEXT, synonyms=("企业名称", "发票单位", "派驻单位", "驻企单位"),
        hint="一年里驻过几家的，必须填写",
    )  # fmt: skip
    component: str | None = describe(
        "考核项目", Kind.TEXT, synonyms=("项目", "测评项目"),
        hint="方案里这样的项目只有一个时可以不填",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotLine(AboutWhom):
    """One question of the ballots of one voter class: how often each answer was ticked."""

    voters: str = describe("投票人", Kind.TEXT, required=True, synonyms=("投票人类别", "投票类别"))
    issued: int | None = describe(
        "发出", Kind.INTEGER, unit="张", synonyms=("发出票数",),
        hint="同一人、同一单位、同一类投票人的各题，填在其中一行即可",
    )  # fmt: skip
    returned: int | None = describe(
        "收回", Kind.INTEGER, unit="张", synonyms=("收回票数",), hint="同“发出”"
    )
    invalid: int | None = describe(
        "无效", Kind.INTEGER, unit="张", synonyms=("无效票", "无效票数"), hint="空着的按 0 张"
    )
    question: str = describe(
        "题目", Kind.TEXT, required=True, synonyms=("题号",), hint="题目，或它在票上的序号"
    )
    words: str | None = describe(
        "选项", Kind.TEXT, hint="各选项依次是什么，由程序带出，用来核对；可以不填"
    )


def _counts() -> tuple[Field, ...]:
    """A column for each answer, from left to right as on the ballot."""
    return tuple(
        Field(
            f"第 {place} 项", Kind.INTEGER, name=f"count_{place}", unit="票",
            hint="这一题没有人选它，填 0 或空着",
        )
        for place in range(1, MOST_OPTIONS + 1)
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine(AboutWhom):
    """The points of one scorer under one component."""

    scorer: str | None = describe(
        "打分人", Kind.TEXT, synonyms=("评分人",), hint="这个项目只有一方打分时可以不填"
    )
    points: str | None = describe(
        "分数", Kind.TEXT, unit="分", synonyms=("得分",), hint="0 至 100，最多两位小数"
    )
    comment: str | None = describe(
        "意见", Kind.LONG_TEXT, synonyms=("点评", "评语"), wide=True, hint="点评的话，可以不填"
    )


#: Columns of the sheet of counted ballots.
BALLOT_FIELDS: Final = (*fields_of(BallotLine), *_counts())
#: Columns of the sheet of points.
SCORE_FIELDS: Final = fields_of(ScoreLine)


def option_words(question: Question) -> str:
    """Write the answers of a question one after the other, as the sheet carries them."""
    return "、".join(option.word for option in question.options)


def counted_options(question: Question, values: Mapping[str, Any]) -> dict[str, int]:
    """Read a row's counts: answer → how often it was ticked; nothing written is nobody."""
    return {
        option.key: values.get(f"count_{place}") or 0
        for place, option in enumerate(question.options, 1)
    }


def counts_beyond(question: Question, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the columns that count answers which the question does not have."""
    return tuple(
        field.name
        for field in _counts()[len(question.options) :]
        if values.get(field.name) is not None
    )


def is_blank(fields: tuple[Field, ...], values: Mapping[str, Any]) -> bool:
    """Tell whether none of some columns says anything in a row."""
    return all(values.get(field.name) is None for field in fields)


#: What the program fills in when it writes the sheet; the rest is for the people who get it.
GIVEN_BY_PROGRAM: Final = frozenset(
    {*(f.name for f in dataclasses.fields(AboutWhom)), "voters", "question", "words", "scorer"}
)
