"""What the fairness sheet says in sentences: rules, dates, how a side fared, and the lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from partydesk.domain.fields import fields_of
from partydesk.domain.matching import Cause, Figures, Problem, WishesMet, list_lengths
from partydesk.domain.numbering import paper_date
from partydesk.domain.policy import Policy
from partydesk.domain.selection import Round


def published(parent: Round) -> str:
    """Say when the lists went out, and until when wishes were taken."""
    out, due = parent.published_on, parent.wishes_due
    told = f"{paper_date(out)}公布" if out else "没有登记公布"
    return f"{told}；意愿 {paper_date(due)}截止" if due else f"{told}；没有定意愿截止日"


def rules_of(policy: Mapping[str, Any], problem: Problem) -> Iterator[str]:
    """Name the rules of the year's policy that bore on the run."""
    apart = policy.get("separate_people", bool(problem.links))
    yield "同一单位的几个岗位由不同的人担任" if apart else "一人可以担任同一单位的几个岗位"
    yield "不具备必备条件的不配（企业点名和锁定的除外）"
    weights = [
        f"{field.label} {policy[field.name]}"
        for field in fields_of(Policy)
        if field.name.startswith("weight_") and policy.get(field.name)
    ]
    if weights:
        yield f"契合度权重：{'、'.join(weights)}"


def fared(side: str, met: WishesMet) -> str:
    """Tell in a sentence how one side fared."""
    if met.average_place is None:
        return f"{side}：配上的都没有意见。"
    return (
        f"{side}：有意见的配上 {met.pairs} 个，其中 {met.first} 个得到首选，"
        f"平均在自己的第 {met.average_place:.2f} 位。"
    )


def sensitivity(problem: Problem, counts: Figures, least: int) -> tuple[str, ...]:
    """What the lengths of the lists had to do with who was left out."""
    lengths = list_lengths(problem)
    posts = [lengths[post.id] for post in problem.posts]
    people = [lengths[talent.id] for talent in problem.talents if talent.capacity]
    own_posts, own_people = counts.count(Cause.OWN_LIST)
    their_posts, their_people = counts.count(Cause.OTHER_LISTS)
    no_posts, no_people = counts.count(Cause.COMPETITION)
    average = (
        f"平均每个岗位接受 {_mean(posts)} 人，每人接受 {_mean(people)} 个岗位；"
        "没有意见的按接受全部计。"
    )
    if least:
        few, fewer = (sum(length < least for length in side) for side in (posts, people))
        average += f"接受不足 {least} 个的岗位 {few} 个、人员 {fewer} 人。"
    empty = (
        f"未配上的岗位 {len(counts.empty_posts)} 个：企业多接受一人就能配上的 {own_posts} 个，"
        f"要有人多选报此岗的 {their_posts} 个，与名单长短无关的 {no_posts} 个。"
    )
    unplaced = (
        f"有席位而未安排的 {len(counts.unplaced)} 人：本人多选报一岗就能配上的 {own_people} 人，"
        f"要有企业多接受此人的 {their_people} 人，与名单长短无关的 {no_people} 人。"
    )
    fillable = (
        f"这样的意愿各补一个，合起来最多可再配上 {counts.fillable} 个岗位，别人的结果都不变。"
    )
    return average, empty, unplaced, fillable


def _mean(lengths: Sequence[int]) -> str:
    return f"{sum(lengths) / len(lengths):.1f}" if lengths else "0"
