"""Two-way matching of posts and talents with ties, capacities, locks and bans.

The steps, one module each: read and check a problem (:mod:`parse`), deferred acceptance
(:mod:`deferred`), more filled posts within the ties (:mod:`most`), the largest size there can be
(:mod:`bound`), an independent check (:mod:`check`), and a sentence for everybody (:mod:`reasons`).
"""

from partydesk.domain.matching.check import Verdict, check
from partydesk.domain.matching.parse import ProblemInvalid, ProblemNote, parse_problem
from partydesk.domain.matching.problem import (
    Favour,
    Goal,
    Groups,
    Pair,
    Post,
    Problem,
    Result,
    Talent,
    Wishes,
)
from partydesk.domain.matching.reasons import explain
from partydesk.domain.matching.run import match, solve

__all__ = [
    "Favour",
    "Goal",
    "Groups",
    "Pair",
    "Post",
    "Problem",
    "ProblemInvalid",
    "ProblemNote",
    "Result",
    "Talent",
    "Verdict",
    "Wishes",
    "check",
    "explain",
    "match",
    "parse_problem",
    "solve",
]
