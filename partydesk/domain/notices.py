"""Official notices of appointment (任职通知): what stands on one, and how its words are drafted.

A 任职通知 is the formal act, a 公文 with a number of its own; the 委任书 is what is handed over.
How the title names people (two by name, of three or more the first) is the common practice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.fields import Kind, describe

#: So many people are named in a title; of more, the first one and how many there are.
_NAMED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands on one notice, frozen at the moment it is issued.

    Attributes:
        number: 发文字号, such as ``旗非公发〔2026〕3号``.
        title: 标题.
        addressee: 主送机关, without the colon.
        paragraphs: 正文, paragraph by paragraph.
        attachments: 附件, by name; none where nothing is attached.
        person: Whom it is about, as in the title.
        people: Their names in the exact characters of their papers.
        organ: Full name of the issuing committee on that day.
        issued_on: Date of the document (成文日期).
        effective_on: From which day the posts count; may be another day.
        sealed: Whether a seal is pressed on it.
        copies_to: 抄送机关; empty for none.
        issuer: 印发机关; empty for none.
        code: Verification code; empty before it is issued.
        head: The head of the journal at that moment, as it is printed.
    """

    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    attachments: tuple[str, ...]
    person: str
    people: tuple[str, ...]
    organ: str
    issued_on: dt.date
    effective_on: dt.date
    sealed: bool
    copies_to: str
    issuer: str
    code: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a notice is to say, as the clerk sees and changes it before it is issued."""

    title: str = describe(
        "标题", Kind.LONG_TEXT, required=True, wide=True, lines=2, hint="分了行就按所分的行排"
    )
    addressee: str | None = describe(
        "主送机关", Kind.LONG_TEXT, wide=True, lines=2, hint="末尾的冒号不用写"
    )
    text: str = describe(
        "正文",
        Kind.LONG_TEXT,
        required=True,
        wide=True,
        lines=10,
        hint="一行一段；层次依次写作“一、”“（一）”“1.”“（1）”",
    )
    attachments: str | None = describe(
        "附件",
        Kind.LONG_TEXT,
        wide=True,
        lines=2,
        hint="一行写一个附件的名称，顺序号自动编",
    )
    issued_on: dt.date = describe("成文日期", Kind.DATE, required=True)
    effective_on: dt.date = describe(
        "生效日期", Kind.DATE, required=True, hint="任职时间从这一天算起，可以与成文日期不同"
    )
    sealed: bool = describe("加盖印章", Kind.YES_NO, required=True)
    copies_to: str | None = describe("抄送", Kind.TEXT, wide=True)
    issuer: str | None = describe("印发机关", Kind.TEXT, wide=True)


@dataclass(frozen=True, slots=True)
class Appointee:
    """One person that a notice is about.

    Attributes:
        talent_id: 记录号, so that namesakes are counted apart.
        name: In the exact characters of the papers.
        posts: Unit and post, one after the other where there are several.
        term_from: First day of the term.
        term_to: Last day of the term.
    """

    talent_id: int
    name: str
    posts: tuple[str, ...]
    term_from: dt.date
    term_to: dt.date


def why_not_announced(person: str, *, appointed: bool, notice: str | None) -> str:
    """Say why a pair cannot be announced; empty where it can.

    Args:
        person: The person's name.
        appointed: Whether the person is appointed and the posting not over.
        notice: Number of the notice that announces the pair's term already; None for none.
    """
    if not appointed:
        return f"{person}还没有委任（或已经离任），不能发任职通知"
    if notice is not None:
        return f"{person}的任职通知{notice}已经印发"
    return ""


def people_words(names: Sequence[str]) -> str:
    """Name people as a title does: ``苏和``, ``苏和、乌云``, ``苏和等5名同志``.

    Raises:
        ValueError: Nobody is named.
    """
    if not names:
        raise ValueError("a notice is about somebody")
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{names[0]}等{len(names)}名同志"


def title_for(names: Sequence[str]) -> str:
    """Write the title of a notice, such as ``关于苏和等5名同志任职的通知``."""
    words = people_words(names)
    return f"关于{words}{'' if words.endswith('同志') else '同志'}任职的通知"


def closed_list(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """End the items of a list with semicolons and the last one with a full stop."""
    bare = [each.rstrip("；;。") for each in paragraphs]
    return (*(f"{each}；" for each in bare[:-1]), *(f"{each}。" for each in bare[-1:]))
