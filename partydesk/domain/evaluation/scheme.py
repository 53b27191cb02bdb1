"""考核方案: a year's rules of judging, as data.

Which components count with which weight, who gives points, which questions stand on the ballots
and what each option is worth, the ladder of grades, the quotas, and what caps a grade. All of it
differs from place to place and from year to year (蒲县: 70 + 20 + 10, later five times 20; 巴塘: a
quarter 优秀; civil servants 15 to 20 %), so that nothing of it stands in the code. Points are exact
decimals; every component is worth 0 to 100 before it is weighted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from partydesk.domain.evaluation.kinds import Datum, Judged, Measure, Rounding, RuleKind, ScoredBy

#: One digit of the keyboard for each answer of a ballot.
MOST_OPTIONS: Final = 9


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question.

    Attributes:
        key: Stable English word.
        word: As it is printed.
        points: 0 to 100; None for an answer that is left out of the base, such as 不了解.
    """

    key: str
    word: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a ballot.

    Attributes:
        key: Stable English word.
        text: As it is printed.
        options: Answers from left to right.
        counted: Whether it gives points (此题不计分 otherwise, such as 是否希望留任).
    """

    key: str
    text: str
    options: tuple[Option, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class VoterClass:
    """Whose ballots are counted together, with the weight of the class among those that voted."""

    key: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Scorer:
    """Who gives points, with the weight among the scorers of the component.

    Attributes:
        name: As on paper, such as 企业负责人.
        weight: Among those who gave points.
        of_unit: Whether each unit of the year has one (点评); their points are averaged.
    """

    name: str
    weight: Decimal
    of_unit: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """One component.

    Attributes:
        key: Stable English word.
        name: As on paper, such as 述职.
        weight: Its share of the total; those of a scheme sum up to 100.
        scored_by: Where its points come from.
        scorers: For points.
        voters: For ballots.
        questions: For ballots.
        datum: For data.
    """

    key: str
    name: str
    weight: Decimal
    scored_by: ScoredBy
    scorers: tuple[Scorer, ...] = ()
    voters: tuple[VoterClass, ...] = ()
    questions: tuple[Question, ...] = ()
    datum: Datum | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One rung of the ladder.

    Attributes:
        word: 优秀, 称职 …
        at_least: Points from which it is suggested; the lowest rung has 0.
        percent: At most this share of a group; None without a quota.
        commended: Whether it leads to an honour (表彰).
        measure: What it leads to otherwise; None for nothing.
    """

    word: str
    at_least: Decimal
    percent: Decimal | None = None
    commended: bool = False
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class SpecialRule:
    """A cap or veto, a bonus or a deduction.

    Attributes:
        key: Stable English word.
        name: What happened, such as 受到党纪政务处分.
        kind: What it does.
        at_most: For a cap: the highest grade that is left.
        limit: For a bonus or deduction: the most points.
    """

    key: str
    name: str
    kind: RuleKind
    at_most: str | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A year's scheme.

    Attributes:
        name: As on paper.
        judged: Who is judged.
        components: In the order of the sheet.
        grades: From the highest.
        rules: What may stand beside the components.
        quota_rounding: How a quota of people is made whole.
        ties_share: Whether all who stand equal at the edge of a quota get the better grade (True)
            or none of them (False), so that nobody is preferred by chance.
        digits: Digits after the point of a component and of the total.
        rounding: How they are rounded.
        least_weight: If components of less than this weight have points, nobody is judged by the
            rest (不予评定).
        least_months: Months on post in the year below which somebody is 不予评定.
        least_valid: Valid ballots below which a class is left out; 0 for none.
    """

    name: str
    judged: Judged
    components: tuple[Component, ...]
    grades: tuple[Grade, ...]
    rules: tuple[SpecialRule, ...] = ()
    quota_rounding: Rounding = Rounding.DOWN
    ties_share: bool = False
    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP
    least_weight: Decimal = Decimal(60)
    least_months: int = 6
    least_valid: int = 0

    def component(self, key: str) -> Component:
        """Give a component.

        Raises:
            KeyError: There is none with that key.
        """
        found = {each.key: each for each in self.components}
        return found[key]
