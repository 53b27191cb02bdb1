"""What the evaluation comes to: points with steps, places within a group, grades with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PartScore:
    """One component of one subject.

    Attributes:
        component: Its key.
        points: 0 to 100, rounded as the scheme says; None where it cannot be worked out.
        weight: As the scheme has it.
        counted: The weight it has among those that are there; 0 where it is missing.
        steps: How it was worked out, or why it is missing, in Chinese sentences for the sheet.
        n: How many ballots, scorers or data stand behind it.
    """

    component: str
    points: Decimal | None
    weight: Decimal
    counted: Decimal
    steps: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one subject.

    Attributes:
        parts: Every component of the scheme, in its order.
        weighted: Sum of the weighted components; None where the subject is not judged.
        added: Bonus less deductions.
        total: What is ranked, within 0 and 100 plus the bonus; None where it is not judged.
        not_judged: Why it is 不予评定; empty where it is judged.
        steps: How the total was worked out, in sentences.
    """

    parts: tuple[PartScore, ...]
    weighted: Decimal | None
    added: Decimal
    total: Decimal | None
    not_judged: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """One subject among those of its group.

    Attributes:
        key: Whose it is.
        group: Its group.
        score: Its points.
        rank: Place within the group, equal totals sharing one; None where it is not judged.
        suggested: The grade by points, quota and caps; None where it is not judged.
        reasons: Why it is this grade, in sentences: by points, beyond the quota, capped by what.
    """

    key: int
    group: str
    score: Score
    rank: int | None
    suggested: str | None
    reasons: tuple[str, ...]
