"""A post in words, as lists, forms and sheets print it; what is left empty follows the policy."""

from __future__ import annotations

from partydesk.domain.policy import Policy
from partydesk.domain.selection import Post, Requirement

#: Stands before what an enterprise insists on.
MUST = "★"


def wanted_specialties(post: Post) -> str:
    """The specialties, marked where they are insisted on."""
    return _marked("、".join(post.specialties), post, Requirement.SPECIALTY)


def wanted_languages(post: Post) -> str:
    """The languages, marked where they are insisted on."""
    return _marked("、".join(post.languages), post, Requirement.LANGUAGE)


def other_musts(post: Post) -> str:
    """What else is insisted on."""
    told = (Requirement.SPECIALTY, Requirement.LANGUAGE)
    return "、".join(MUST + must for must in post.musts if must not in told)


def wants(post: Post) -> str:
    """All that is asked of a person, in one text."""
    parts = (wanted_specialties(post), wanted_languages(post), other_musts(post))
    return "；".join(part for part in parts if part)


def post_attendance(post: Post, policy: Policy) -> str:
    """Days a month at the enterprise."""
    days = policy.attendance_days if post.attendance_days is None else post.attendance_days
    return f"每月 {days} 天"


def post_term(post: Post, policy: Policy) -> str:
    """The term of office."""
    months = policy.term_months if post.term_months is None else post.term_months
    return f"{months // 12} 年" if months % 12 == 0 else f"{months} 个月"


def _marked(text: str, post: Post, requirement: Requirement) -> str:
    return MUST + text if text and requirement in post.musts else text
