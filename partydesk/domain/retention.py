"""保存期限: how long people's data is kept, and what is left when it is taken out.

Source: 个人信息保护法 (2021) §19 (no longer than the purpose needs), §47 (deleted when the purpose
is reached, the time is over or the person asks; where a rule demands that something is kept, or it
cannot be deleted, nothing but keeping it safe is done with it).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from partydesk.domain.policy import add_months
from partydesk.domain.values import mask_number, mask_phone

#: Stands where words about a purged person were.
GONE = "（已清除）"
#: A name of one character would be found in every sentence.
_SHORTEST_NAME = 2


class Ground(StrEnum):
    """Why somebody's data is to be taken out."""

    LEFT = "退出人才库已满保存期限"
    ENDED = "最后一个任期结束后已满保存期限"
    ASKED = "本人要求删除"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the time a person's data is kept is counted from.

    Attributes:
        talent_id: 记录号.
        name: 姓名.
        left_on: Day on which they left the pool; None while they are in it.
        ended_on: Last day of their last term; None where there was none.
        touched_on: Day on which the record was last changed.
        obstacles: Why nothing may be taken out now, in words.
    """

    talent_id: int
    name: str
    left_on: dt.date | None
    ended_on: dt.date | None
    touched_on: dt.date
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose data is to be taken out.

    Attributes:
        talent_id: 记录号.
        name: 姓名.
        ground: Why.
        since: Day from which the time is counted.
        due_on: Day on which it was over.
    """

    talent_id: int
    name: str
    ground: Ground
    since: dt.date
    due_on: dt.date


def due_of(standing: Standing, years: int, today: dt.date) -> Due | None:
    """Say whether the time is over.

    Whoever is in the pool and was never posted is not counted out: the pool's purpose lasts.
    Whoever was posted is, once neither a term nor a change of the record falls within the years.

    Args:
        standing: What it is counted from.
        years: How long data is kept, by the year's policy.
        today: The day.
    """
    if standing.obstacles:
        return None
    if standing.left_on is not None:
        ground, since = Ground.LEFT, max(standing.left_on, standing.ended_on or standing.left_on)
    elif standing.ended_on is not None:
        ground, since = Ground.ENDED, max(standing.ended_on, standing.touched_on)
    else:
        return None
    due_on = add_months(since, 12 * years)
    if due_on > today:
        return None
    return Due(standing.talent_id, standing.name, ground, since, due_on)


def name_left(talent_id: int) -> str:
    """The name that a purged record bears; it tells nobody's."""
    return f"已清除{talent_id}号"


@dataclass(frozen=True, slots=True)
class Traces:
    """What somebody's data is told by, now and in earlier versions of the record.

    Attributes:
        names: 姓名.
        numbers: Citizen numbers and phones.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Eraser:
    """Takes names and numbers of people out of a text.

    Attributes:
        people: 记录号 → what they are told by.
        others: Names of everybody who stays; a longer name that holds one that goes is theirs.
    """

    people: Mapping[int, Traces]
    others: Collection[str] = ()
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _left: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make one pattern of all of them, the longest first."""
        left: dict[str, str] = {}
        for number, traces in self.people.items():
            for each in traces.numbers:
                left |= dict.fromkeys((each, mask_number(each), mask_phone(each)), GONE)
            names = {name for name in traces.names if len(name) >= _SHORTEST_NAME}
            left |= dict.fromkeys(names, name_left(number))
        for other in self.others:
            if any(name in other and name != other for name in left):
                left.setdefault(other, other)
        words = sorted(left, key=len, reverse=True)
        pattern = "|".join(map(re.escape, words)) or r"(?!)"
        object.__setattr__(self, "_pattern", re.compile(pattern))
        object.__setattr__(self, "_left", left)

    def cleaned(self, text: str) -> str:
        """Give a text without them."""
        return self._pattern.sub(lambda found: self._left[found[0]], text)

    def without_namesakes(self) -> Eraser:
        """Give one for words that belong to several people.

        It leaves the names that somebody who stays bears too, and the phones, which may be a
        unit's.
        """
        staying = frozenset(self.others)
        return Eraser(
            {
                number: Traces(
                    traces.names - staying,
                    frozenset(each for each in traces.numbers if len(each) == _CITIZEN_LENGTH),
                )
                for number, traces in self.people.items()
            },
            self.others,
        )

    @property
    def namesakes(self) -> int:
        """How many of the people share their name with somebody who stays."""
        staying = frozenset(self.others)
        return sum(bool(traces.names & staying) for traces in self.people.values())


_CITIZEN_LENGTH = 18
