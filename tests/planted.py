"""A roster with planted twins: who is who is known, so that what is found can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import cast

from partydesk.domain.duplicates import Pair, twins_of
from partydesk.domain.partial_date import PartialDate
from partydesk.services.demonstration.invented import words
from partydesk.services.demonstration.people import talent_entries

YEAR = 2026
PLACES = ("塔林旗", "内蒙古自治区", "赤峰市")
TOWNSHIPS = ("新惠镇", "长胜镇", "四家子镇", "玛尼罕乡", "萨力巴乡")
#: Characters that another way to write the name has in the place of these.
_WRITTEN = {
    "哲": "喆", "峰": "峯", "坤": "堃", "群": "羣", "华": "華", "苏和": "苏赫", "斯琴": "斯钦",
    "其其格": "琪琪格", "图雅": "托娅", "宝音": "保音", "娜仁": "那仁",
}  # fmt: skip
_SOUNDS = {"强": "墙", "伟": "玮", "芳": "方", "丽": "莉", "军": "君", "敏": "民", "燕": "艳"}
_KEPT_NUMBER, _MONTH_ONLY = 85, 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a roster, as far as the rules look at it."""

    name: str
    sex: str | None = None
    citizen_number: str | None = None
    birth: PartialDate | None = None
    joined: PartialDate | None = None
    phone: str | None = None
    unit_post: str | None = None


@dataclass(frozen=True)
class Roster:
    """People with planted twins.

    Attributes:
        entries: The rows; the number of a row is its place, from 1.
        twins: Pairs of row numbers, the smaller first → the kind of pair.
    """

    entries: tuple[Entry, ...]
    twins: dict[tuple[int, int], str]

    def find(self) -> list[Pair]:
        """Look for pairs as the program does."""
        index = twins_of("talents", PLACES)
        for number, entry in enumerate(self.entries, 1):
            index.add(entry, number)
        return index.pairs()

    def recall(self, found: Sequence[Pair]) -> float:
        """Share of the planted pairs that were found."""
        pairs = {(pair.first, pair.second) for pair in found}
        return len(pairs & self.twins.keys()) / len(self.twins)

    def precision(self, found: Sequence[Pair]) -> float:
        """Share of the found pairs that were planted; suggestions count like the rest."""
        pairs = {(pair.first, pair.second) for pair in found}
        return len(pairs & self.twins.keys()) / len(pairs)


def _person(random: Random, cells: dict[str, object]) -> Entry:
    """Turn a generated person into a row; some without a number, some with month only."""
    number = str(cells["citizen_number"])
    birth = PartialDate(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    joined = cells.get("joined")
    kept = random.randrange(100) < _KEPT_NUMBER
    if not kept and random.randrange(100) < _MONTH_ONLY:
        birth = PartialDate(birth.year, birth.month)
    return Entry(
        name=str(cells["name"]),
        sex=str(cells["sex"]) if cells.get("sex") else None,
        citizen_number=number if kept else None,
        birth=birth,
        joined=PartialDate.from_iso(str(joined)) if joined else None,
        # The generator keeps to ten thousand numbers that belong to nobody.
        phone=_phone(random) if cells.get("phone") else None,
        unit_post=str(cells["unit_post"]) if cells.get("unit_post") else None,
    )


def _phone(random: Random) -> str:
    return f"1{random.choice('3578')}{random.randrange(10**9):09d}"


def _old_number(random: Random, one: Entry) -> Entry | None:
    number = one.citizen_number
    if number is None or number[6:8] != "19":
        return None
    return Entry(one.name, one.sex, number[:6] + number[8:17], phone=_phone(random))


def _slip(random: Random, one: Entry) -> Entry | None:
    """A digit typed wrong; the birth date in it is not to be trusted, and none is typed."""
    number = one.citizen_number
    if number is None:
        return None
    place = random.randrange(17)
    digit = random.choice([each for each in "0123456789" if each != number[place]])
    wrong = number[:place] + digit + number[place + 1 :]
    return Entry(one.name, one.sex, wrong, phone=_phone(random))


def _name_and_birth(random: Random, one: Entry) -> Entry | None:
    if one.birth is None or one.birth.day is None:
        return None
    return Entry(one.name, one.sex, birth=one.birth, phone=_phone(random))


def _phone_kept(random: Random, one: Entry) -> Entry | None:
    if not one.phone:
        return None
    slips = [(right, wrong) for right, wrong in _SOUNDS.items() if one.name[1:].endswith(right)]
    name = one.name
    if slips and random.random() < 0.5:
        name = name[:-1] + slips[0][1]
    return Entry(name, one.sex, phone=one.phone)


def _written_otherwise(_random: Random, one: Entry) -> Entry | None:
    ways = [(right, other) for right, other in _WRITTEN.items() if right in one.name]
    if not ways or one.birth is None or one.birth.day is None:
        return None
    return Entry(one.name.replace(*ways[0]), one.sex, birth=one.birth)


@cache
def _units() -> tuple[str, ...]:
    """The units the generator knows, longest first."""
    units = cast("list[dict[str, str]]", cast("dict[str, object]", words("people"))["units"])
    return tuple(sorted((unit["unit"] for unit in units), key=len, reverse=True))


def _unit(one: Entry) -> str:
    return next((unit for unit in _units() if unit in (one.unit_post or "")), "")


def _name_and_unit(random: Random, one: Entry) -> Entry | None:
    """The same unit without 旗 in front and with another post."""
    unit = _unit(one).removeprefix("旗委").removeprefix("旗")
    if not unit:
        return None
    return Entry(one.name, one.sex, unit_post=f"{unit}干部", phone=_phone(random))


KINDS: dict[str, Callable[[Random, Entry], Entry | None]] = {
    "15 digits": _old_number,
    "one digit off": _slip,
    "name and birth": _name_and_birth,
    "phone": _phone_kept,
    "name written otherwise": _written_otherwise,
    "name and unit": _name_and_unit,
}


def plant(people: int, pairs: int, seed: int) -> Roster:
    """Make a roster of ``people`` rows, among them ``pairs`` that double an earlier one."""
    random = Random(seed)
    crowd = talent_entries(people - pairs, year=YEAR, seed=seed, townships=TOWNSHIPS)
    numbered = [cells for cells in crowd if cells.get("citizen_number")]
    entries = [_person(random, dict(cells)) for cells in numbered]
    twins: dict[tuple[int, int], str] = {}
    # Of two namesakes in one office nobody can say which one a row without a number means.
    namesakes = Counter((one.name, _unit(one)) for one in entries)
    places = [place for place, one in enumerate(entries) if namesakes[one.name, _unit(one)] == 1]
    random.shuffle(places)
    for kind, make in KINDS.items():
        wanted = pairs // len(KINDS)
        for place in list(places):
            twin = make(random, entries[place]) if wanted else None
            if twin is not None:
                places.remove(place)
                entries.append(twin)
                twins[place + 1, len(entries)] = kind
                wanted -= 1
        assert not wanted, f"too few people for {kind}"
    return Roster(tuple(entries), twins)
