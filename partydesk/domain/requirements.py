"""必备条件: what an enterprise insists on, and who does not have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from partydesk.domain.person_history import Person
from partydesk.domain.selection import Post, Requirement
from partydesk.domain.talents import Engagement, PoliticalStatus


def failed_musts(post: Post, person: Person) -> tuple[str, ...]:
    """Say which must-haves of a post a person does not have, in the order of the post.

    What the record leaves open counts as missing: the sentence then says what to fill in.
    """
    checks = (_CHECKS[must] for must in post.musts if must in _CHECKS)
    return tuple(fault for check in checks if (fault := check(post, person)))


def _specialty(post: Post, person: Person) -> str:
    """Whether the person has at least one of the wanted specialties."""
    if not post.specialties or not person.specialties.isdisjoint(post.specialties):
        return ""
    return f"没有所需专长{'、'.join(post.specialties)}"


def _language(post: Post, person: Person) -> str:
    """Whether the person speaks every wanted language."""
    lacking = [word for word in post.languages if word not in person.languages]
    if not lacking:
        return ""
    known = "" if person.languages else "（语言未填）"
    return f"不会所需语言{'、'.join(lacking)}{known}"


def _full_time(post: Post, person: Person) -> str:
    """Whether the person has no other work."""
    del post
    engagement = person.talent.engagement
    if engagement is Engagement.FULL_TIME:
        return ""
    return "是兼职，不是专职" if engagement else "专职或兼职未填"


def _member(post: Post, person: Person) -> str:
    """Whether the person is a full member of the Party."""
    del post
    political = person.talent.political
    if political is PoliticalStatus.MEMBER:
        return ""
    return f"政治面貌为{political}，不是正式党员" if political else "政治面貌未填"


def _township(post: Post, person: Person) -> str:
    """Whether the person goes where the post is; a post of unknown place asks nothing."""
    if not person.townships or post.township is None or post.township in person.townships:
        return ""
    return f"未表示愿去{post.township}"


_CHECKS: Mapping[str, Callable[[Post, Person], str]] = {
    Requirement.SPECIALTY: _specialty,
    Requirement.LANGUAGE: _language,
    Requirement.FULL_TIME: _full_time,
    Requirement.MEMBER: _member,
    Requirement.TOWNSHIP: _township,
}
