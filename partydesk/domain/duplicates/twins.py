"""The index that finds twins: boxes by key, and a judge for what shares a box."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from itertools import combinations, product
from typing import Generic, Protocol, TypeVar

from partydesk.domain.duplicates.pairs import Certainty, Likeness, Pair, Rule
from partydesk.domain.progress import Progress, silent

Key = tuple[Hashable, ...]
#: More records in one box are no twins but a shared telephone or a default typed everywhere. The
#: first ones stand for the rest, so that no box makes the work grow with its square.
_FULL = 40
_AT_ONCE = 5000
#: So many may answer to a name before it says nothing any more.
_COMMON = 3


class Sketch(Protocol):
    """What the rules look at of one record, brought into comparable form once."""

    @property
    def id(self) -> int:
        """记录号, or a number below zero for what is not stored yet."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The boxes it goes into; all that share one are compared."""

    @property
    def asks(self) -> tuple[Key, ...]:
        """The names it calls, being compared with all that answer to them."""

    @property
    def answers(self) -> tuple[Key, ...]:
        """The names it answers to; those that only answer are not compared with each other."""


S = TypeVar("S", bound=Sketch)


class Twins(ABC, Generic[S]):
    """Finds twins among the records it was given."""

    def __init__(self) -> None:
        """Begin with no records."""
        self._sketches: dict[int, S] = {}
        self._boxes: dict[Key, S | list[S]] = {}
        self._asking: dict[Key, S | list[S]] = {}
        self._answering: dict[Key, S | list[S]] = {}

    @abstractmethod
    def sketch(self, record: object, number: int) -> S:
        """Bring a record into the form in which the rules compare it.

        Args:
            record: Anything with the fields of the pool as attributes.
            number: The number under which pairs name it.
        """

    @abstractmethod
    def judge(self, one: S, two: S) -> Likeness | None:
        """Say what the rules say of two records; None where they are not alike."""

    @abstractmethod
    def tells_apart(self, one: S, two: S) -> bool:
        """Whether something in two records says for certain that they are two."""

    def told_apart(self, first: int, second: int) -> bool:
        """The same of two indexed records, by their numbers."""
        return self.tells_apart(self._sketches[first], self._sketches[second])

    def add(self, record: object, number: int) -> None:
        """Put a record into the index."""
        self.put(self.sketch(record, number))

    def put(self, sketch: S) -> None:
        """Put a sketched record into the index."""
        self._sketches[sketch.id] = sketch
        _put(self._boxes, sketch.keys, sketch)
        if sketch.asks:
            _put(self._asking, sketch.asks, sketch)
        _put(self._answering, sketch.answers, sketch)

    def like(self, sketch: S) -> list[Pair]:
        """List the indexed records that one more record looks like, the most certain first.

        ``first`` of each pair is the indexed record, ``second`` the one asked about.
        """
        met: dict[int, S] = {}
        for key in sketch.keys:
            if key in self._boxes:
                met.update((other.id, other) for other in _several(self._boxes[key]))
        for boxes, keys in ((self._answering, sketch.asks), (self._asking, sketch.answers)):
            for key in keys:
                if key in boxes and not self._is_common(key):
                    met.update((other.id, other) for other in _several(boxes[key]))
        if not met:
            return []
        found = []
        for other in met.values():
            likeness = self.judge(other, sketch)
            if likeness is not None:
                found.append(Pair(other.id, sketch.id, likeness))
        found.sort(key=lambda pair: (pair.likeness.certainty.rank, pair.first))
        return _told(found)

    def pairs(self, progress: Progress = silent) -> list[Pair]:
        """List all pairs of indexed records that look alike, the most certain first."""
        found: list[Pair] = []
        seen: set[tuple[int, int]] = set()
        for one, two in self._meetings(progress):
            if (one.id, two.id) in seen or one.id == two.id:
                continue
            seen.add((one.id, two.id))
            likeness = self.judge(one, two)
            if likeness is not None:
                found.append(Pair(one.id, two.id, likeness))
        found.sort(key=lambda pair: (pair.likeness.certainty.rank, pair.first, pair.second))
        return _told(found)

    def _is_common(self, key: Key) -> bool:
        held = self._answering.get(key)
        return isinstance(held, list) and len(held) > _COMMON

    def _meetings(self, progress: Progress) -> Iterator[tuple[S, S]]:
        """Give every two that share a box, the smaller number first; some come again."""
        for done, box in enumerate(self._boxes.values()):
            if done % _AT_ONCE == 0:
                progress(done, len(self._boxes), "比对")
            if isinstance(box, list):
                for one, two in combinations(box, 2):
                    yield (one, two) if one.id < two.id else (two, one)
        for key, askers in self._asking.items():
            if not self._is_common(key):
                for one, two in product(_several(askers), _several(self._answering[key])):
                    yield (one, two) if one.id < two.id else (two, one)


def _told(pairs: list[Pair]) -> list[Pair]:
    """Leave out who is only called the same, where a better twin was found for one of the two."""
    better = {
        number
        for pair in pairs
        if pair.likeness.certainty is not Certainty.POSSIBLE
        for number in (pair.first, pair.second)
    }
    return [
        pair
        for pair in pairs
        if pair.likeness.certainty is not Certainty.POSSIBLE
        or pair.likeness.rule is not Rule.SAME_NAME
        or not {pair.first, pair.second} & better
    ]


def _put(boxes: dict[Key, S | list[S]], keys: tuple[Key, ...], sketch: S) -> None:
    for key in keys:
        held = boxes.get(key)
        if held is None:
            boxes[key] = sketch  # most boxes hold one: no list for them
        elif isinstance(held, list):
            if len(held) < _FULL:
                held.append(sketch)
        else:
            boxes[key] = [held, sketch]


def _several(held: S | list[S]) -> list[S]:
    return held if isinstance(held, list) else [held]
