"""The path of a round: 需求 → 公布 → 意愿 → 匹配 → 认可 → 签约 → 委任.

Pure rules over counted figures. For each step they say how far it is, what is complete, what is
missing and which act comes next; the page of the round and the workbench show the same.

Source: the procedure of the practice: 公布人才能力特点和专业特长, then 企业所需 → 个人同意 →
签订协议 → 组织委任.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from partydesk.domain.placements import Party, State
from partydesk.domain.selection import Post

NOT_YET = "未开始"
#: A gap of a post that is mended in the record of its unit.
TOWNSHIP = "苏木乡镇"
_NAMED = 3  # so many names are written out before 等 n 个


class Progress(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Act:
    """The next click of a step.

    Attributes:
        key: Stable English word for the act.
        words: Words on its button.
    """

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year or of a round.

    Attributes:
        key: Stable English word.
        title: Its name on screen.
        state: How far it is; at most one step is current.
        figure: What there is to say of it, such as 28/30 岗.
        short: Its name where there is little room.
        brief: The figure where there is little room, such as 28/30.
        complete: What has been done, in words; empty for nothing yet.
        missing: What is still missing, each named and counted.
        act: What comes next; None where nothing does.
    """

    key: str
    title: str
    state: Progress
    figure: str
    short: str = ""
    brief: str = ""
    complete: str = ""
    missing: tuple[str, ...] = ()
    act: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCounts:
    """What is counted of a year's round.

    Attributes:
        round_open: Whether the year's round is open.
        available: People who can be sent now.
        posts: Posts asked for.
        published_on: Day on which posts and people were made public.
        wishes_due: Last day for the wishes of both sides.
        bare_posts: Units whose posts lack what a reader of the published list needs.
        bare_talents: People without what the published handbook is to say of them.
        wished_posts: Posts about which the enterprise has said something.
        wished_talents: People of ``available`` who have said something.
        silent_posts: Units of the posts about which the enterprise has said nothing.
        silent_talents: People of ``available`` who have said nothing.
        runs: Runs of the matcher.
        matched: Pairs of the newest run.
        unsubmitted: Those of them that are not in the procedure.
        unfilled: Units whose posts neither the newest run nor the procedure fills.
        proposed: Pairs in the procedure whose consents are not complete.
        consented: Pairs ready to sign.
        drafted: Pairs whose agreement waits for signatures.
        signed: Pairs with an agreement and no letter.
        appointed: Pairs with a letter whose person has not come to the enterprise yet.
        on_post: Pairs whose person is at work.
        awaited: Party → names of those for whom its consent is missing (enterprises for the
            enterprise's own, people for the others).
        ready_to_sign: People of ``consented``.
        awaiting_signature: People of ``drafted``.
        ready_to_appoint: People of ``signed``.
        ready_to_start: People of ``appointed``.
    """

    round_open: bool = False
    available: int = 0
    posts: int = 0
    published_on: dt.date | None = None
    wishes_due: dt.date | None = None
    bare_posts: Sequence[str] = ()
    bare_talents: Sequence[str] = ()
    wished_posts: int = 0
    wished_talents: int = 0
    silent_posts: Sequence[str] = ()
    silent_talents: Sequence[str] = ()
    runs: int = 0
    matched: int = 0
    unsubmitted: int = 0
    unfilled: Sequence[str] = ()
    proposed: int = 0
    consented: int = 0
    drafted: int = 0
    signed: int = 0
    appointed: int = 0
    on_post: int = 0
    awaited: Mapping[Party, Sequence[str]] = field(default_factory=dict)
    ready_to_sign: Sequence[str] = ()
    awaiting_signature: Sequence[str] = ()
    ready_to_appoint: Sequence[str] = ()
    ready_to_start: Sequence[str] = ()

    @property
    def live(self) -> int:
        """Pairs in the procedure, whatever their state."""
        return self.proposed + self.consented + self.drafted + self.agreed

    @property
    def agreed(self) -> int:
        """Pairs with a signed agreement."""
        return self.signed + self.posted

    @property
    def posted(self) -> int:
        """Pairs with a letter."""
        return self.appointed + self.on_post

    @property
    def silent(self) -> bool:
        """Whether somebody has not spoken."""
        return self.wished_posts < self.posts or self.wished_talents < self.available


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What a rule finds of its step; see :class:`Step`.

    Attributes:
        done: Whether nothing is left to do.
        passed: Whether the work went on past it, complete or not.
    """

    done: bool = False
    passed: bool = False
    figure: str = NOT_YET
    brief: str = ""
    complete: str = ""
    missing: tuple[str, ...] = ()
    act: Act


def round_steps(counts: RoundCounts) -> tuple[Step, ...]:
    """Say how far each step of a round is; the first that is neither done nor passed is current."""
    steps, current = [], True
    for key, title, short, rule in _RULES:
        found = rule(counts)
        state = Progress.DONE if found.done else Progress.TODO
        if current and not found.done and not found.passed:
            state, current = Progress.CURRENT, False
        steps.append(
            Step(
                key, title, state, found.figure, short, found.brief, found.complete,
                found.missing, found.act,
            )
        )  # fmt: skip
    return tuple(steps)


def post_gaps(post: Post) -> tuple[str, ...]:
    """Name what a reader of the published list needs to know of a post and does not find."""
    gaps = []
    if not post.specialties:
        gaps.append("所需专长")
    if not post.township:
        gaps.append(TOWNSHIP)
    return tuple(gaps)


def talent_gaps(specialties: Sequence[str]) -> tuple[str, ...]:
    """Name what the published handbook is to say of a person and cannot.

    Source: the practice of the round, 公布人才能力特点和专业特长.
    """
    return () if specialties else ("专长",)


def named(names: Sequence[str]) -> str:
    """Name the first few and count the rest."""
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} 等 {len(names)} 个"


_POSTS_FIRST = Act("go_posts", "先登记岗位需求")


def _lacking(count: int, what: str, names: Sequence[str]) -> str:
    """Say how many are missing and who the first of them are; empty where none is."""
    known = list(dict.fromkeys(names))
    more = "等" if len(known) > _NAMED else ""
    return f"{count} {what}（{'、'.join(known[:_NAMED])}{more}）" if count > 0 else ""


def _only(*found: str) -> tuple[str, ...]:
    return tuple(each for each in found if each)


def _posts(c: RoundCounts) -> _Finding:
    if not c.posts:
        missing = ("还没有企业提出岗位",)
        return _Finding(brief="0", missing=missing, act=Act("add_posts", "新增岗位"))
    return _Finding(
        done=True,
        figure=f"{c.posts} 岗",
        brief=str(c.posts),
        complete=f"已登记 {c.posts} 个岗位",
        act=Act("go_publish", "下一步：公布"),
    )


def _publish(c: RoundCounts) -> _Finding:
    missing = _only(
        _lacking(len(c.bare_posts), "个岗位没有写全", c.bare_posts),
        _lacking(len(c.bare_talents), "人没有填专长", c.bare_talents),
    )
    if c.published_on is None:
        return _Finding(
            passed=bool(c.runs or c.wished_posts or c.wished_talents),
            missing=("还没有登记公布", *missing),
            act=Act("publish", "登记公布…") if c.posts else _POSTS_FIRST,
        )
    due = f"，意愿 {day(c.wishes_due)}截止" if c.wishes_due else "，没有定意愿截止日"
    return _Finding(
        done=True,
        figure=day(c.published_on),
        brief=f"{c.published_on:%m-%d}",
        complete=f"已于 {day(c.published_on)}公布{due}",
        missing=missing,
        act=Act("go_wishes", "下一步：登记意愿"),
    )


def _wishes(c: RoundCounts) -> _Finding:
    if not c.posts:
        return _Finding(act=_POSTS_FIRST)
    said = c.wished_posts + c.wished_talents
    registered = f"已登记 {c.wished_posts} 个岗位、{c.wished_talents} 人的意愿"
    return _Finding(
        done=not c.silent,
        passed=c.runs > 0,  # the office may go on without waiting for everybody
        figure=f"{c.wished_posts}/{c.posts} 岗 · {c.wished_talents}/{c.available} 人",
        brief=f"{said}/{c.posts + c.available}",
        complete=registered if said else "",
        missing=_only(
            _lacking(c.posts - c.wished_posts, "个岗位的企业意愿", c.silent_posts),
            _lacking(c.available - c.wished_talents, "人的个人意愿", c.silent_talents),
        ),
        act=Act("next_form", "登记下一份") if c.silent else Act("go_matching", "下一步：匹配"),
    )


def _matching(c: RoundCounts) -> _Finding:
    if not c.posts:
        return _Finding(act=_POSTS_FIRST)
    if not c.runs:
        return _Finding(missing=("还没有匹配",), act=Act("match", "运行匹配"))
    to_submit = f"{c.unsubmitted} 对还没有提交认可" if c.unsubmitted else ""
    return _Finding(
        done=bool(c.live and not c.unsubmitted),
        figure=f"{c.matched}/{c.posts} 岗",
        brief=str(c.matched),
        complete=f"匹配 {c.runs} 次，最近一次配上 {c.matched} 岗",
        missing=_only(to_submit, _lacking(len(c.unfilled), "个岗位没有人选", c.unfilled)),
        act=Act("submit", "提交认可") if c.unsubmitted else Act("go_consents", "下一步：认可"),
    )


def _of_live(c: RoundCounts, passed: int) -> str:
    return f"{passed}/{c.live}" if c.live else ""


def _consents(c: RoundCounts) -> _Finding:
    agreed = c.live - c.proposed
    return _Finding(
        done=bool(c.live and not c.proposed),
        figure=f"{agreed}/{c.live} 对" if c.live else NOT_YET,
        brief=_of_live(c, agreed),
        complete=f"{agreed} 对各方都已同意" if agreed else "",
        missing=_only(
            *(
                _lacking(len(names), f"项{party.label}同意", names)
                for party in Party
                if (names := c.awaited.get(party, ()))
            )
        ),
        act=Act("go_consents", "登记同意") if c.proposed else Act("go_agreements", "下一步：签约"),
    )


def _agreements(c: RoundCounts) -> _Finding:
    return _Finding(
        done=bool(c.live and c.agreed == c.live),
        figure=f"{c.agreed} 份" if c.agreed else NOT_YET,
        brief=_of_live(c, c.agreed),
        complete=f"已签协议 {c.agreed} 份" if c.agreed else "",
        missing=_only(
            _lacking(c.consented, "对可签协议", c.ready_to_sign),
            _lacking(c.drafted, "份协议待签字", c.awaiting_signature),
        ),
        act=Act("go_agreements", "签订协议"),
    )


def _letters(c: RoundCounts) -> _Finding:
    return _Finding(
        done=bool(c.live and c.posted == c.live),
        figure=f"{c.posted} 份" if c.posted else NOT_YET,
        brief=_of_live(c, c.posted),
        complete=f"已发委任书 {c.posted} 份" if c.posted else "",
        missing=_only(_lacking(c.signed, "人可委任", c.ready_to_appoint)),
        act=Act("go_letters", "组织委任"),
    )


_RULES: tuple[tuple[str, str, str, Callable[[RoundCounts], _Finding]], ...] = (
    ("posts", "岗位需求", "需求", _posts),
    ("publish", "公布", "公布", _publish),
    ("wishes", "双向意愿", "意愿", _wishes),
    ("matching", "匹配", "匹配", _matching),
    ("consents", "各方认可", "认可", _consents),
    ("agreements", "签订协议", "签约", _agreements),
    ("letters", "组织委任", "委任", _letters),
)
#: Steps on the page of the procedure → the state of the pairs that wait there.
WAITING_IN: Mapping[str, State] = {
    "consents": State.PROPOSED,
    "agreements": State.CONSENTED,
    "letters": State.SIGNED,
}


def day(date: dt.date | None) -> str:
    """Write a day of the round's year as people say it, such as 3月4日."""
    return "" if date is None else f"{date.month}月{date.day}日"
