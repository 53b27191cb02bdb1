"""The people of the fictional banner, as they would be typed into the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from partydesk.domain.enterprises import Industry
from partydesk.domain.talents import Sex
from partydesk.domain.trades import telling_word
from partydesk.domain.values import Cell
from partydesk.services.demonstration.invented import Draw, Numbers, words, years_ago

#: From this age on somebody went to the schools of the older generation.
_OLDER = 50
_SHARE_OF_WOMEN, _SHARE_OF_MONGOLS = 34, 38
_TRAINED, _JUDGED = 60, 70
_PAUSED, _LEFT, _NO_PHONE, _MONTH_ONLY, _TOLD = 4, 2, 4, 45, 80


@dataclass(frozen=True, slots=True)
class _Source:
    """A sort of people: retired, in reserve … with the ages and posts that go with it."""

    source: str
    share: int
    ages: tuple[int, int]
    engagement: Sequence[str]
    prefix: str
    posts: Sequence[str]
    ranks: Sequence[str]
    capacities: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Where people come from and what they learn there."""

    unit: str
    lead: str
    specialties: Sequence[str]


@dataclass(frozen=True)
class _Vocabulary:
    """All that people are made of."""

    sources: tuple[_Source, ...]
    units: tuple[_Unit, ...]
    general: tuple[str, ...]
    schools: Mapping[str, Sequence[tuple[str, str]]]
    abilities: tuple[str, ...]
    special: tuple[Mapping[str, str | bool], ...]
    pauses: tuple[str, ...]
    leaves: tuple[str, ...]


@cache
def _vocabulary() -> _Vocabulary:
    """Read the words for people."""
    data = cast("Mapping[str, list[dict[str, object]]]", words("people"))
    texts = cast("Mapping[str, list[str]]", words("people"))
    return _Vocabulary(
        sources=tuple(_Source(**entry) for entry in data["sources"]),  # type: ignore[arg-type]
        units=tuple(_Unit(**entry) for entry in data["units"]),  # type: ignore[arg-type]
        general=tuple(texts["general_specialties"]),
        schools=cast("Mapping[str, Sequence[tuple[str, str]]]", words("people")["education"]),
        abilities=tuple(texts["abilities"]),
        special=tuple(cast("list[dict[str, str | bool]]", data["special"])),
        pauses=tuple(texts["pause_reasons"]),
        leaves=tuple(texts["leave_reasons"]),
    )


class Names:
    """Gives names of people: Han names, and names in the Mongolian manner."""

    def __init__(self, draw: Draw) -> None:
        """Read the parts of names."""
        self._draw = draw
        self._parts = cast("Mapping[str, Sequence[str]]", words("names"))

    def of(self, sex: Sex, *, mongol: bool) -> str:
        """Give a name."""
        suffix = "male" if sex is Sex.MALE else "female"
        given = self._draw.choice(self._parts[f"{'mongol' if mongol else 'han'}_{suffix}"])
        if not mongol:
            return self._draw.choice(self._parts["han_surnames"]) + given
        if self._draw.happens(25):
            return f"{self._draw.choice(self._parts['mongol_fathers'])}·{given}"
        return given

    def ethnicity(self, *, mongol: bool) -> str:
        """Give the people somebody of such a name belongs to."""
        if mongol:
            return "蒙古族"
        return self._draw.choice(self._parts["ethnicities_of_han_names"])


def talent_entries(
    count: int, *, year: int, seed: int, townships: Sequence[str]
) -> list[dict[str, Cell]]:
    """Make the people of the talent pool: some invented one by one, the others by chance.

    Args:
        count: How many.
        year: The demonstration's year; ages are counted from it.
        seed: The same seed gives the same people.
        townships: The banner's townships.

    Returns:
        For each person field name → what is typed.
    """
    draw = Draw(seed, "talents")
    crowd = _Crowd(draw, Numbers(draw), Names(draw), year, townships)
    entries = [crowd.special(entry) for entry in _vocabulary().special[:count]]
    entries += [crowd.person() for _ in range(count - len(entries))]
    _look_back(entries, year, Draw(seed, "careers"))
    draw.shuffle(entries)
    return entries


def _look_back(entries: Sequence[dict[str, Cell]], year: int, draw: Draw) -> None:
    """Add what is known of most people's past: when they left, trades, training, evaluation."""
    trades = list(Industry)
    for entry in entries:
        if entry.get("source") in ("退休", "提前离岗") and draw.happens(_TOLD):
            # Most left long ago; some so lately that their posts need an approval.
            left = year - draw.choice((1, 2, 4, 5, 6, 8))
            entry.setdefault("retired_on", f"{left}-{draw.randint(1, 12):02d}")
        known = [trade for trade in trades if telling_word(str(entry.get("unit_post")), trade)]
        if known:
            entry.setdefault("industries", "、".join(trade.value for trade in known))
        if draw.happens(_TRAINED):
            entry.setdefault("trained_on", f"{year - draw.choice((1, 1, 2))}-03")
        if draw.happens(_JUDGED):
            entry.setdefault("grade", draw.choice(("优秀", "称职", "称职", "称职", "基本称职")))
            entry.setdefault("grade_year", str(year - 1))


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Makes people one after another."""

    draw: Draw
    numbers: Numbers
    names: Names
    year: int
    townships: Sequence[str]

    def special(self, entry: Mapping[str, str | bool]) -> dict[str, Cell]:
        """Turn a person invented one by one into what is typed."""
        texts = {name: value for name, value in entry.items() if isinstance(value, str)}
        cells: dict[str, Cell] = {**texts}
        for name in ("birth", "joined"):
            if name in texts:
                cells[name] = years_ago(texts[name], self.year)
        born = cells.pop("born", None)
        if born is not None:
            day = dt.date.fromisoformat(years_ago(str(born), self.year))
            cells["citizen_number"] = self.numbers.citizen_number(day, Sex(texts["sex"]))
        if not entry.get("no_phone"):
            cells["phone"] = self.numbers.phone()
        learned = texts.get("specialties", "").split("、")[0]
        if learned:
            told = self.draw.choice(_vocabulary().abilities)
            cells.setdefault("ability", told.format(unit="旗直机关", specialty=learned))
        return cells

    def person(self) -> dict[str, Cell]:
        """Make one person by chance."""
        draw, vocabulary = self.draw, _vocabulary()
        shares = [source.share for source in vocabulary.sources]
        source = draw.choices(vocabulary.sources, shares)[0]
        sex = Sex.FEMALE if draw.happens(_SHARE_OF_WOMEN) else Sex.MALE
        mongol = draw.happens(_SHARE_OF_MONGOLS)
        age = draw.randint(*source.ages)
        born = dt.date(self.year - age, 1, 1) + dt.timedelta(days=draw.randrange(365))
        cells: dict[str, Cell] = {
            "name": self.names.of(sex, mongol=mongol),
            "sex": sex.value,
            "citizen_number": self.numbers.citizen_number(born, sex),
            "ethnicity": self.names.ethnicity(mongol=mongol),
            "political": "中共党员",
            "joined": self._joined(born),
            "phone": "" if draw.happens(_NO_PHONE) else self.numbers.phone(),
        }
        return {**cells, **self._learned(age), **self._work(source, mongol=mongol), **self._state()}

    def _joined(self, born: dt.date) -> str:
        """Month or day of joining the Party, at 20 to 29 years of age, never before 18."""
        day = born + dt.timedelta(days=self.draw.randint(20 * 365, 29 * 365))
        day = min(day, dt.date(self.year - 2, 7, 1))
        return f"{day:%Y-%m}" if self.draw.happens(_MONTH_ONLY) else day.isoformat()

    def _learned(self, age: int) -> dict[str, Cell]:
        """Education and school."""
        schools = _vocabulary().schools["old" if age >= _OLDER else "young"]
        education, school = self.draw.choice(schools)
        return {"education": education, "school": school}

    def _work(self, source: _Source, *, mongol: bool) -> dict[str, Cell]:
        """Unit, post, specialties and what the person is ready to do."""
        draw, vocabulary = self.draw, _vocabulary()
        unit = draw.choice(vocabulary.units)
        learned = list(unit.specialties[: draw.randint(1, len(unit.specialties))])
        learned += draw.sample(vocabulary.general, draw.randint(0, 2))
        ability = draw.choice(vocabulary.abilities).format(unit=unit.unit, specialty=learned[0])
        post = draw.choice(source.posts).format(lead=unit.lead)
        return {
            "unit_post": f"{source.prefix}{unit.unit}{post}",
            "rank": draw.choice(source.ranks),
            "source": source.source,
            "specialties": "、".join(dict.fromkeys(learned)),
            "languages": draw.choice(("蒙汉双语", "蒙古语、汉语")) if mongol else "汉语",
            "engagement": draw.choice(source.engagement),
            "capacity": draw.choice(source.capacities),
            "townships": "、".join(self._townships()),
            "ability": ability if draw.happens(_TOLD) else "",
        }

    def _townships(self) -> list[str]:
        """Where somebody would go; half of the people go anywhere."""
        if self.draw.happens(50):
            return []
        return self.draw.sample(self.townships, self.draw.randint(2, 5))

    def _state(self) -> dict[str, Cell]:
        """Whether the person can be sent this year."""
        vocabulary = _vocabulary()
        if self.draw.happens(_LEFT):
            return {"state": "已退出", "state_reason": self.draw.choice(vocabulary.leaves)}
        if self.draw.happens(_PAUSED):
            return {"state": "暂缓", "state_reason": self.draw.choice(vocabulary.pauses)}
        return {}
