"""What stands against a pair made by hand, and what making it would do, each in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from partydesk.domain.enterprises import GONE
from partydesk.domain.selection import Attitude, Post, Ruling, Side
from partydesk.domain.standing import Standing
from partydesk.domain.talents import PoolState, Talent

_NAMED = 2  # posts that are named where there are more


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing against a pair.

    Attributes:
        code: A stable English word.
        word: A few characters for the row.
        message: A Chinese sentence.
        forbids: Whether the pair cannot be locked; otherwise it is for the office to weigh.
    """

    code: str
    word: str
    message: str
    forbids: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """The pairs that stand whatever else is decided.

    Attributes:
        pairs: Post → person, locked by the office or settled.
        settled: Posts whose pair is settled.
        names: Person → name.
    """

    pairs: Mapping[int, int]
    settled: Mapping[int, int]
    names: Mapping[int, str]


def lock_conflicts(post: Post, talent: Talent, seats: int, bound: Bound) -> tuple[Conflict, ...]:
    """List why a lock cannot stand beside the others and the settled pairs.

    Args:
        post: The post.
        talent: The person.
        seats: How many posts of this round the person can take.
        bound: The pairs that stand.
    """
    found = []
    holder = bound.pairs.get(post.id or 0)
    if holder is not None and holder != talent.id:
        settled = post.id in bound.settled
        what, way = ("已由各方同意配给", "撤回") if settled else ("已锁定给", "取消")
        message = f"{post.label}{what}{bound.names.get(holder, '别人')}，请先{way}"
        word = "岗位已定" if settled else "岗位已锁定"
        found.append(Conflict("post_locked", word, message, forbids=True))
    elif holder is not None and post.id in bound.settled:
        message = f"{talent.name}与此岗各方已同意，请在“协议与委任”办理"
        found.append(Conflict("settled", "各方已同意", message, forbids=True))
    elsewhere = [p for p, t in bound.pairs.items() if t == talent.id and p != post.id]
    if len(elsewhere) >= seats:
        message = f"{talent.name}可驻 {seats} 家，席位已满"
        found.append(Conflict("seats_locked", "席位已满", message, forbids=True))
    if talent.state is not PoolState.AVAILABLE:
        message = f"{talent.name}现为“{talent.state.value}”，不可选派"
        found.append(Conflict("unavailable", "不可选派", message, forbids=True))
    if post.closed_on is not None:
        message = f"{post.label}已于 {post.closed_on} 关闭"
        found.append(Conflict("post_closed", "岗位已关闭", message, forbids=True))
    if post.operation in GONE:
        message = f"{post.enterprise}的经营状况为“{post.operation}”，不再派人"
        found.append(Conflict("unit_gone", f"单位{post.operation}", message, forbids=True))
    elif not post.in_pool:
        message = f"{post.enterprise}已不在企业库，请先办理入库"
        found.append(Conflict("not_in_pool", "单位不在库", message, forbids=True))
    return tuple(found)


def conflicts_of(standing: Standing, post_id: int, talent_id: int) -> tuple[Conflict, ...]:
    """List everything against locking a person to a post: what forbids it first.

    Args:
        standing: The round as it stands.
        post_id: 记录号 of the post.
        talent_id: 记录号 of the person.
    """
    bound = Bound(standing.bound, standing.settled, standing.names)
    post, talent = standing.posts[post_id], standing.people[talent_id]
    refused = lock_conflicts(post, talent, standing.seats(talent_id), bound)
    return (*refused, *_doubts(standing, post, talent))


def bars_to_filling(
    standing: Standing, post_id: int, talent_id: int, asked: Collection[tuple[int, int]]
) -> tuple[Conflict, ...]:
    """List why a person cannot take an open post over in the middle of the year (补选).

    Without a matching that weighs both sides, the doubts bar as well: what a run would not give
    is not given here. A lock of the office that was meant for somebody else is past, a recusal
    is weighed with the other warnings, and whom the enterprise named itself, or the office
    locked, may lack a must-have, as in a run.

    Args:
        standing: The round as it stands, with every pair in the procedure settled.
        post_id: 记录号 of the post.
        talent_id: 记录号 of the person.
        asked: Pairs in which the enterprise itself named the person.
    """
    pair = (post_id, talent_id)
    passed = {"post_locked", "recusal"}
    if standing.rulings.get(pair) is Ruling.LOCKED:
        passed |= {"must_missing", "same_unit"}
    if pair in asked:
        passed.add("must_missing")
    found = conflicts_of(standing, post_id, talent_id)
    return tuple(conflict for conflict in found if conflict.code not in passed)


def _doubts(standing: Standing, post: Post, talent: Talent) -> Iterator[Conflict]:
    """What the office should weigh."""
    post_id, talent_id = post.id or 0, talent.id or 0
    if standing.rulings.get((post_id, talent_id)) is Ruling.FORBIDDEN:
        yield Conflict("forbidden", "已定不配", "办公室已定此岗不配此人")
    yield from _unwilling(standing, post, talent)
    lacking = standing.fits.failed(post_id, talent_id)
    if lacking:
        message = f"{talent.name}不具备必备条件：{'；'.join(lacking)}"
        yield Conflict("must_missing", "缺必备条件", message)
    tie = standing.ties.get((talent_id, post.enterprise_id))
    if tie is not None:
        message = f"{talent.name}与{post.enterprise}应当回避：{tie.value}"
        yield Conflict("recusal", "应当回避", message)
    others = [standing.posts[p] for p in standing.held(talent_id) if p != post_id]
    same = next((p for p in others if p.enterprise_id == post.enterprise_id), None)
    if same is not None and standing.separate:
        message = (
            f"{talent.name}已在同一单位：{standing.label(same.id or 0)}，按年度政策须由不同的人担任"
        )
        yield Conflict("same_unit", "同一单位", message)


def _unwilling(standing: Standing, post: Post, talent: Talent) -> Iterator[Conflict]:
    """Which side refuses the other, or named others only."""
    post_id, talent_id = post.id or 0, talent.id or 0
    sides = (
        (Side.ENTERPRISE, "post", "企业", post.enterprise, f"要{talent.name}"),
        (Side.PERSON, "person", "本人", talent.name, f"去{standing.label(post_id)}"),
    )
    for side, code, short, who, what in sides:
        if standing.said(side, post_id, talent_id) == Attitude.REFUSED:
            yield Conflict(f"{code}_refuses", f"{short}不愿意", f"{who}不愿意{what}")
        elif not standing.takes(side, post_id, talent_id):
            message = f"{who}的意愿里没有写到{what[1:]}"
            yield Conflict(f"{code}_unlisted", f"{short}未选", message)


def effects_of(standing: Standing, post_id: int, talent_id: int) -> tuple[str, ...]:
    """Say what locking a person to a post would do to everybody else.

    Args:
        standing: The round as it stands.
        post_id: 记录号 of the post.
        talent_id: 记录号 of the person.
    """
    before = standing.pairs
    then = standing.ruled(post_id, talent_id, Ruling.LOCKED)
    after = then.pairs
    talent = standing.people[talent_id]
    said = []
    if standing.rulings.get((post_id, talent_id)) is Ruling.FORBIDDEN:
        said.append("将取代“不配此人”的决定")
    leaver = before.get(post_id)
    if leaver is not None and leaver != talent_id:
        name = standing.people[leaver].name
        said.append(f"将换下{name}；{_where_to(then, leaver)}")
    left = [p for p in before if before[p] == talent_id and after.get(p) != talent_id]
    if left:
        names = "、".join(standing.label(p) for p in left)
        said.append(f"{talent.name}将离开{names}，那里空出")
    return tuple(said)


def _where_to(standing: Standing, leaver: int) -> str:
    """Say where somebody who has given up a post could go."""
    name = standing.people[leaver].name
    open_posts = openings_for(standing, leaver)
    if not open_posts:
        return f"{name}目前没有空岗可去"
    names = "、".join(standing.label(p) for p in open_posts[:_NAMED])
    more = f" 等 {len(open_posts)} 岗" if len(open_posts) > _NAMED else ""
    return f"{name}可去{names}{more}"


def openings_for(standing: Standing, talent_id: int) -> list[int]:
    """List the empty posts that a person and the enterprise would both accept."""
    return [
        post
        for post in standing.posts
        if post not in standing.pairs
        and all(standing.takes(side, post, talent_id) for side in Side)
        and not conflicts_of(standing, post, talent_id)
    ]
