"""The parts of 契合度: for each, the share of its weight that is earned, and the reason in words.

A share is two whole numbers, earned and of, so that points are the same on every machine. What a
part looks at of the post is its key: posts alike in it share one column of points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from partydesk.domain.person_history import Person
from partydesk.domain.policy import Policy
from partydesk.domain.selection import Post
from partydesk.domain.talents import Engagement
from partydesk.domain.trades import telling_word, trade_name

Share: TypeAlias = tuple[int, int]

_ALL: Share = (1, 1)
_HALF: Share = (1, 2)
_NONE: Share = (0, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the fit.

    Attributes:
        weight: Field of the policy that holds its weight.
        key: What of the post it looks at; None where it looks at the person alone.
        share: How much of the weight is earned.
        words: The reason in words.
    """

    weight: str
    key: Callable[[Post], object]
    share: Callable[[Post, Person, Policy], Share]
    words: Callable[[Post, Person, Policy], str]


def _specialty_share(post: Post, person: Person, policy: Policy) -> Share:
    del policy
    if not post.specialties:
        return _ALL
    return sum(word in person.specialties for word in post.specialties), len(post.specialties)


def _specialty_words(post: Post, person: Person, policy: Policy) -> str:
    del policy
    if not post.specialties:
        return "专长：岗位未作要求"
    shared = [word for word in post.specialties if word in person.specialties]
    lacking = [word for word in post.specialties if word not in person.specialties]
    if not shared:
        return f"专长：没有所需的{'、'.join(lacking)}"
    return f"专长：{'、'.join(shared)}" + (f"（缺{'、'.join(lacking)}）" if lacking else "")


def _industry_share(post: Post, person: Person, policy: Policy) -> Share:
    """Known by the person's own word: all; told by a word of the career: half."""
    del policy
    if post.industry is None or post.industry in person.talent.industries:
        return _ALL
    return _HALF if telling_word(person.story, post.industry) else _NONE


def _industry_words(post: Post, person: Person, policy: Policy) -> str:
    del policy
    if post.industry is None:
        return "行业：单位未填行业，不作比较"
    trade = trade_name(post.industry)
    if post.industry in person.talent.industries:
        return f"行业：熟悉{trade}"
    word = telling_word(person.story, post.industry)
    if word:
        return f"行业：经历中有“{word}”，与{trade}有关"
    return f"行业：没有{trade}的经历"


def _township_share(post: Post, person: Person, policy: Policy) -> Share:
    del policy
    return _ALL if not person.townships or post.township in person.townships else _NONE


def _township_words(post: Post, person: Person, policy: Policy) -> str:
    del policy
    place = post.township or "所在地未填"
    if not person.townships:
        return f"乡镇不限（{place}）"
    if post.township in person.townships:
        return f"愿去{place}"
    return f"未表示愿去{place}" if post.township else f"乡镇有要求，单位{place}"


def _language_share(post: Post, person: Person, policy: Policy) -> Share:
    del policy
    if not post.languages:
        return _ALL
    return sum(word in person.languages for word in post.languages), len(post.languages)


def _language_words(post: Post, person: Person, policy: Policy) -> str:
    del policy
    if not post.languages:
        return "语言：岗位未作要求"
    if not person.languages:
        return f"语言：岗位需{'、'.join(post.languages)}，本人未填"
    shared = [word for word in post.languages if word in person.languages]
    lacking = [word for word in post.languages if word not in person.languages]
    if not shared:
        return f"语言：不会{'、'.join(lacking)}"
    return f"语言：会{'、'.join(shared)}" + (f"，不会{'、'.join(lacking)}" if lacking else "")


def _grade_share(post: Post, person: Person, policy: Policy) -> Share:
    """By the place on the year's ladder; whoever was not judged stands in the middle."""
    del post
    ladder = policy.grade_ladder
    if person.talent.grade not in ladder:
        return _HALF
    steps = len(ladder) - 1
    return (steps - ladder.index(person.talent.grade), steps) if steps else _ALL


def _grade_words(post: Post, person: Person, policy: Policy) -> str:
    del post
    grade, year = person.talent.grade, person.talent.grade_year
    if not grade:
        return "考核：还没有等次"
    when = f"{year} 年" if year else "年度未填，"
    strange = "" if grade in policy.grade_ladder else "（不在等次之列）"
    return f"考核：{when}{grade}{strange}"


def _served_share(post: Post, person: Person, policy: Policy) -> Share:
    del policy
    stint = person.served.get(post.enterprise_id)
    return _ALL if stint is not None and not stint.against else _NONE


def _served_words(post: Post, person: Person, policy: Policy) -> str:
    del policy
    stint = person.served.get(post.enterprise_id)
    if stint is None:
        return "没有在该单位任过职"
    end = f"，因{stint.against}调整" if stint.against else ""
    return f"{stint.years}在该单位任职{end}"


def _engagement_share(post: Post, person: Person, policy: Policy) -> Share:
    """A full-time person has more time than a part-time one."""
    del post, policy
    engagement = person.talent.engagement
    if engagement is Engagement.FULL_TIME:
        return _ALL
    return _HALF if engagement is Engagement.PART_TIME else _NONE


def _engagement_words(post: Post, person: Person, policy: Policy) -> str:
    del post, policy
    engagement = person.talent.engagement
    return engagement.value if engagement else "专职或兼职未填"


def _workload_share(post: Post, person: Person, policy: Policy) -> Share:
    """The fewer posts the person holds already, the better."""
    del post, policy
    seats = person.talent.seats
    return (max(seats - person.running, 0), seats) if seats else _NONE


def _workload_words(post: Post, person: Person, policy: Policy) -> str:
    del post, policy
    free = max(person.talent.seats - person.running, 0)
    return f"现驻 {person.running} 家，还可驻 {free} 家"


def _nothing(post: Post) -> None:
    """Look at the person alone."""
    del post


PARTS: tuple[Part, ...] = (
    Part("weight_specialty", lambda p: p.specialties, _specialty_share, _specialty_words),
    Part("weight_industry", lambda p: p.industry, _industry_share, _industry_words),
    Part("weight_township", lambda p: p.township, _township_share, _township_words),
    Part("weight_language", lambda p: p.languages, _language_share, _language_words),
    Part("weight_grade", _nothing, _grade_share, _grade_words),
    Part("weight_served", lambda p: p.enterprise_id, _served_share, _served_words),
    Part("weight_engagement", _nothing, _engagement_share, _engagement_words),
    Part("weight_workload", _nothing, _workload_share, _workload_words),
)
