"""Ready-made parts of a scheme to choose from: ladders of grades, sets of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import ScoredBy
from partydesk.domain.evaluation.scheme import Component, Grade, Question, Scheme


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder of grades.

    Attributes:
        name: As it is offered.
        source: Where it comes from.
        grades: From the highest.
    """

    name: str
    source: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a ballot.

    Attributes:
        name: As it is offered.
        source: Where they come from.
        questions: In their order.
    """

    name: str
    source: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Presets:
    """All that can be chosen."""

    ladders: tuple[Ladder, ...]
    questions: tuple[QuestionSet, ...]


def with_ladder(scheme: Scheme, ladder: Ladder) -> Scheme:
    """Take a ladder over; what a rule leaves at most is the rung in the same place from below.

    A rule's rung is counted from below, because a veto means the lowest grade in every ladder.
    """
    now = [grade.word for grade in reversed(ladder.grades)]
    before = [grade.word for grade in reversed(scheme.grades)]
    moved: Mapping[str, str] = {
        word: now[min(place, len(now) - 1)] for place, word in enumerate(before)
    }
    rules = tuple(
        replace(rule, at_most=moved.get(rule.at_most, rule.at_most)) if rule.at_most else rule
        for rule in scheme.rules
    )
    return replace(scheme, grades=ladder.grades, rules=rules)


def with_questions(scheme: Scheme, chosen: QuestionSet) -> Scheme:
    """Let the ballots of a scheme ask other questions.

    Raises:
        NotFound: The scheme has no ballots.
    """
    if not any(each.scored_by is ScoredBy.BALLOTS for each in scheme.components):
        raise NotFound("考核方案里没有测评票，请先在“项目与权重”里加上计分方式为测评票的项目")
    return replace(scheme, components=tuple(_asking(each, chosen) for each in scheme.components))


def _asking(component: Component, chosen: QuestionSet) -> Component:
    if component.scored_by is not ScoredBy.BALLOTS:
        return component
    return replace(component, questions=chosen.questions)
