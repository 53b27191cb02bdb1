"""Two-way matching of posts and talents with ties, capacities, locks, bans and links.

The steps, one module each: read and check a problem (:mod:`parse`), deferred acceptance
(:mod:`deferred`), an earlier result preferred within the ties (:mod:`kept`), more filled posts
within the ties (:mod:`most`, :mod:`promotion`), the largest size there can be (:mod:`bound`), the
proof that no stable result fills more (:mod:`exact`), and an independent check (:mod:`check`).

What people are told: a sentence for everybody (:mod:`reasons`), what would have to change for
somebody left out (:mod:`remedies`), the figures of the fairness sheet (:mod:`figures`), and the
record by which a run can be repeated (:mod:`record`).
"""

from partydesk.domain.matching.check import Verdict, check
from partydesk.domain.matching.figures import Cause, Figures, WishesMet, figures, list_lengths
from partydesk.domain.matching.parse import ProblemInvalid, ProblemNote, parse_problem
from partydesk.domain.matching.problem import (
    Favour,
    Goal,
    Groups,
    Pair,
    PairChanges,
    Post,
    Problem,
    Result,
    Talent,
    Wishes,
    compare,
)
from partydesk.domain.matching.reasons import explain
from partydesk.domain.matching.record import MATCHER, Replay, replay
from partydesk.domain.matching.remedies import Change, Remedy, what_would_help
from partydesk.domain.matching.run import match, solve

__all__ = [
    "MATCHER",
    "Cause",
    "Change",
    "Favour",
    "Figures",
    "Goal",
    "Groups",
    "Pair",
    "PairChanges",
    "Post",
    "Problem",
    "ProblemInvalid",
    "ProblemNote",
    "Remedy",
    "Replay",
    "Result",
    "Talent",
    "Verdict",
    "Wishes",
    "WishesMet",
    "check",
    "compare",
    "explain",
    "figures",
    "list_lengths",
    "match",
    "parse_problem",
    "replay",
    "solve",
    "what_would_help",
]
