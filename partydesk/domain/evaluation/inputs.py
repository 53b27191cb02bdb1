"""What is known about one person or committee when points are worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Given:
    """Points of one scorer.

    Attributes:
        scorer: Name in the scheme.
        points: 0 to 100; None where the scorer gave a word only.
        unit: The unit whose leader speaks; None for others.
        comment: The word (点评).
    """

    scorer: str
    points: Decimal | None
    unit: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The ballots of one voter class, counted.

    Attributes:
        voters: Key of the class.
        issued: 发出.
        returned: 收回.
        invalid: 无效; the rest of what came back is valid.
        counts: Question → option → how often it was ticked. What is missing to the number of valid
            ballots was left open (弃权).
    """

    voters: str
    issued: int
    returned: int
    invalid: int
    counts: Mapping[str, Mapping[str, int]]

    @property
    def valid(self) -> int:
        """有效票."""
        return self.returned - self.invalid

    def abstained(self, question: str) -> int:
        """How many valid ballots leave a question open (弃权)."""
        return self.valid - sum(self.counts.get(question, {}).values())


@dataclass(frozen=True, slots=True)
class Share:
    """Something the program worked out: so much of what is due.

    Attributes:
        reached: What was reached.
        due: What was due; 0 where nothing was, and the component is missing then.
        words: Both in words, such as 应到 33 天，实到 31 天.
    """

    reached: Decimal
    due: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A rule of the scheme that applies."""

    rule: str
    why: str
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that is known about one subject.

    Attributes:
        points: Component → points given.
        tallies: Component → ballots, one entry a class (ballots of several units are put together).
        shares: Component → what was worked out.
        marks: Rules that apply.
        months: Months on post in the year; None for a committee.
        left_out: Why the office leaves the subject out; empty where it is judged.
    """

    points: Mapping[str, Sequence[Given]] = field(default_factory=dict)
    tallies: Mapping[str, Sequence[Tally]] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    marks: Sequence[Marked] = ()
    months: int | None = None
    left_out: str = ""
