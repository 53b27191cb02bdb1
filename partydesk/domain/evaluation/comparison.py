"""Somebody held against the own group: the median of each component, with how many stand behind it.

The median and no average, because one careless score moves an average and no median. Who is
不予评定 is no part of the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.results import Placed


@dataclass(frozen=True, slots=True)
class Axis:
    """One component of one person beside the group.

    Attributes:
        component: Its key.
        own: The person's points; None where they are missing.
        middle: The group's median; None where nobody has points.
        n: How many of the group have points.
    """

    component: str
    own: Decimal | None
    middle: Decimal | None
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A person beside the group.

    Attributes:
        group: Its name.
        size: How many of it are judged.
        axes: The components in the order of the scheme.
        least: From how many on a median says something: one person more or less moves that of a
            smaller group far. It is the year's policy.
    """

    group: str
    size: int
    axes: tuple[Axis, ...]
    least: int

    @property
    def is_small(self) -> bool:
        """Whether the group is too small for its median to say much."""
        return self.size < self.least


def compare(placed: Sequence[Placed], key: int, least: int) -> Comparison:
    """Hold somebody against the own group, the person included.

    Args:
        placed: Everybody.
        key: Whose.
        least: From how many on a group's median says something.

    Raises:
        NotFound: There is nobody with that number.
    """
    mine = next((each for each in placed if each.key == key), None)
    if mine is None:
        raise NotFound("考核里没有这个人")
    group = [each for each in placed if each.group == mine.group and each.score.total is not None]
    axes = []
    for place, part in enumerate(mine.score.parts):
        points = [each.score.parts[place].points for each in group]
        known = [each for each in points if each is not None]
        middle = _middle(known) if known else None
        axes.append(Axis(part.component, part.points, middle, len(known)))
    return Comparison(mine.group, len(group), tuple(axes), least)


def _middle(points: Sequence[Decimal]) -> Decimal:
    """The median, with as many decimals as the points it stands beside."""
    finest = min(points, key=lambda each: int(each.as_tuple().exponent))
    return median(points).quantize(finest, ROUND_HALF_UP)
