"""A candidate as the fit, the must-haves and the warnings look at one: the record and the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from partydesk.domain.talents import Talent

#: A word of the dictionary that says two languages in one.
_BOTH = {"蒙汉双语": frozenset({"蒙古语", "汉语"})}


@dataclass(frozen=True, slots=True)
class Stint:
    """Service at one enterprise, earlier or still going on.

    Attributes:
        first: Year in which it began.
        last: Year in which it ended or will.
        against: What spoke against the person when it ended; empty when nothing did.
    """

    first: int
    last: int
    against: str = ""

    @property
    def years(self) -> str:
        """The years as people write them, such as 2023–2025 年."""
        return f"{self.first} 年" if self.first == self.last else f"{self.first}–{self.last} 年"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be sent, with what the record does not say.

    Attributes:
        talent: The record.
        running: How many posts the person holds already, those of earlier years included.
        served: 记录号 of an enterprise → the latest service there.
        specialties: The person's specialties, to be looked up.
        languages: What the person speaks, to be looked up.
        townships: Where the person goes; empty for everywhere.
        story: Ability, career, unit and post in one text, for words that tell of a trade.
    """

    talent: Talent
    running: int = 0
    served: Mapping[int, Stint] = field(default_factory=dict)
    specialties: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    townships: frozenset[str] = frozenset()
    story: str = ""


def person_of(
    talent: Talent, running: int = 0, served: Mapping[int, Stint] | None = None
) -> Person:
    """Prepare a record once, so that a whole round of posts can be held against it."""
    texts = (talent.unit_post, talent.ability, talent.resume)
    return Person(
        talent,
        running,
        served or {},
        frozenset(talent.specialties),
        spoken(talent.languages),
        frozenset(talent.townships),
        "\n".join(text for text in texts if text),
    )


def spoken(languages: tuple[str, ...]) -> frozenset[str]:
    """Write out words that say two languages in one, and put two that make one beside them."""
    found = set(languages)
    for word, both in _BOTH.items():
        if word in found:
            found |= both
        elif both <= found:
            found.add(word)
    return frozenset(found)
