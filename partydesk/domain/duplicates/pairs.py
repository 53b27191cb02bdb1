"""What the rules say of two records: which rule, how certain, and why in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Raised with every change of the rules: a list found by other rules is looked for anew.
RULES_VERSION = 2


class Certainty(StrEnum):
    """How certain it is that two records are one, the most certain first."""

    EXACT = "exact"  # may be merged without looking
    LIKELY = "likely"
    POSSIBLE = "possible"  # a suggestion, nothing follows from it

    @property
    def rank(self) -> int:
        """Place in the order, 0 for the most certain."""
        return _ORDER.index(self)

    @property
    def word(self) -> str:
        """The word on screen."""
        return _WORDS[self.rank]


_ORDER = tuple(Certainty)
_WORDS = ("确定相同", "很可能相同", "可能相同")


class Rule(StrEnum):
    """Why two records look alike."""

    SAME_NUMBER = "same_number"
    NUMBER_SLIP = "number_slip"
    NAME_BIRTH = "name_birth"
    PHONE = "phone"
    NAME_VARIANT = "name_variant"
    NAME_UNIT = "name_unit"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _RULE_WORDS[self]


_RULE_WORDS = {
    Rule.SAME_NUMBER: "号码相同",
    Rule.NUMBER_SLIP: "号码差一位",
    Rule.NAME_BIRTH: "同名同生日",
    Rule.PHONE: "电话相同",
    Rule.NAME_VARIANT: "姓名异写",
    Rule.NAME_UNIT: "同名同单位",
    Rule.SAME_NAME: "名称相同",
    Rule.SIMILAR_NAME: "名称相近",
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the rules say of two records.

    Attributes:
        rule: The rule that made them alike.
        certainty: How certain it is.
        reason: A Chinese sentence with the values of both; personal numbers are masked.
    """

    rule: Rule
    certainty: Certainty
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that look alike.

    Attributes:
        first: The smaller 记录号.
        second: The greater 记录号.
        likeness: What the rules say of them.
    """

    first: int
    second: int
    likeness: Likeness
