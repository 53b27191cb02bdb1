"""The enterprises, co-operatives and associations of the fictional banner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from partydesk.domain.enterprises import Industry
from partydesk.domain.talents import Sex
from partydesk.domain.values import Cell
from partydesk.services.demonstration.invented import Draw, Numbers, words
from partydesk.services.demonstration.people import Names

#: 支部工作条例: three full members make a branch of their own.
_BRANCH = 3
#: How much more a co-operative's or an association's staff stands for.
_MEMBERS = 4
#: Smaller units seldom have a union.
_WITH_UNION = 20
#: Section of an industry → the banner's office that supervises it.
_OFFICES = {
    "A": "旗农牧局",
    "B": "旗自然资源局",
    "C": "旗工业和信息化局",
    "E": "旗住房和城乡建设局",
    "G": "旗交通运输局",
    "P": "旗教育局",
    "Q": "旗民政局",
    "R": "旗文化旅游体育局",
}
_GONE = (("停产停业", 3), ("空壳", 2), ("注销", 2), ("吊销", 1))


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business.

    Attributes:
        trade: What it is called here.
        industry: Section of GB/T 4754.
        kind: First two characters of the credit code.
        names: Patterns of names with ``{banner}`` and ``{brand}``.
        type: 登记注册类型.
        scope: 经营范围.
        capital: Least and most, in 万元.
        staff: Fewest and most.
        weight: How often it is met.
    """

    trade: str
    industry: str
    kind: str
    names: Sequence[str]
    type: str
    scope: str
    capital: tuple[int, int]
    staff: tuple[int, int]
    weight: int


@dataclass(frozen=True)
class Land:
    """The banner's places.

    Attributes:
        banner: 旗名.
        villages: Township → villages.
        committees: Section of an industry → committees; empty for the others.
    """

    banner: str
    villages: Mapping[str, Sequence[str]]
    committees: Mapping[str, Sequence[str]]


@cache
def land() -> Land:
    """Read the banner's places."""
    data = words("places")
    return Land(
        str(data["banner"]),
        cast("Mapping[str, Sequence[str]]", data["townships"]),
        cast("Mapping[str, Sequence[str]]", data["committees"]),
    )


@cache
def _trades() -> tuple[Trade, ...]:
    """Read the lines of business."""
    entries = cast("list[dict[str, object]]", words("trades")["trades"])
    return tuple(Trade(**entry) for entry in entries)  # type: ignore[arg-type]


@cache
def _texts() -> Mapping[str, Sequence[str]]:
    """Read the lists of words for units."""
    return cast("Mapping[str, Sequence[str]]", words("trades"))


def enterprise_entries(count: int, *, in_pool: int, year: int, seed: int) -> list[dict[str, Cell]]:
    """Make the units of the register; the largest that work stand in the 企业库.

    Args:
        count: How many.
        in_pool: How many of them are 在库, as far as there are enough.
        year: The demonstration's year.
        seed: The same seed gives the same units.

    Returns:
        For each unit field name → what is typed.
    """
    draw = Draw(seed, "enterprises")
    country = _Country(draw, Numbers(draw), Names(draw), year, set())
    special = cast("Sequence[Mapping[str, str | bool]]", words("trades")["special"])
    entries = [country.special(entry) for entry in special[:count]]
    entries += [country.unit() for _ in range(count - len(entries))]
    _choose(entries, in_pool, draw)
    _survey(entries, year, Draw(seed, "survey"))
    draw.shuffle(entries)
    return entries


def _survey(entries: Sequence[dict[str, Cell]], year: int, draw: Draw) -> None:
    """Add what the survey at the beginning of the year found out: most units answered."""
    influences = ("规模以上企业", "龙头企业", "示范合作社", "就业大户", "")
    for entry in entries:
        staff, members = int(str(entry["staff"])), int(str(entry["members"] or 0))
        if draw.happens(85):
            entry["revenue"] = str(staff * draw.randint(6, 30))
        if draw.happens(75):
            entry["activists"] = str(draw.randint(0, 1 + members // 4))
            entry["applicants"] = str(draw.randint(0, 1 + members // 3))
        if not entry["probationary"] and draw.happens(75):
            entry["probationary"] = "0"
        office = _OFFICES.get(str(entry.get("industry") or "")[:1])
        if office:
            entry.setdefault("supervisor", office)
        if entry.get("standing") == "在库":
            entry["admitted_on"] = dt.date(year, 2, draw.randint(10, 27)).isoformat()
            entry["proposer"] = str(entry.get("superior") or "") or "旗工商联"
            entry["influence"] = draw.choice(influences)


def _choose(entries: Sequence[dict[str, Cell]], in_pool: int, draw: Draw) -> None:
    """Choose the units of the 企业库 by size (essay 5: by size and social influence)."""
    open_ones = [e for e in entries if e["operation"] == "正常" and "standing" not in e]
    open_ones.sort(key=lambda e: (not e.get("standing_reason"), -_importance(e)))
    for entry in open_ones[:in_pool]:
        entry["standing"] = "在库"
        entry.setdefault("standing_reason", draw.choice(_texts()["standing_reasons"]))
    for entry in open_ones[in_pool : in_pool + max(in_pool // 8, 1)]:
        entry["standing"] = "拟入库"
        entry["standing_reason"] = draw.choice(_texts()["proposed_reasons"])


def _importance(entry: Mapping[str, Cell]) -> int:
    """Weigh a unit: its staff; co-operatives and associations also speak for their members."""
    staff = int(str(entry["staff"]))
    return staff if str(entry["credit_code"]).startswith("91") else staff * _MEMBERS


@dataclass(frozen=True, slots=True)
class _Country:
    """Makes units one after another."""

    draw: Draw
    numbers: Numbers
    names: Names
    year: int
    taken: set[str]

    def special(self, entry: Mapping[str, str | bool]) -> dict[str, Cell]:
        """Turn a unit invented one by one into what is typed; chance fills the rest."""
        texts = {name: value for name, value in entry.items() if isinstance(value, str)}
        wanted = texts.pop("trade")
        trade = next(trade for trade in _trades() if trade.trade == wanted)
        trade = replace(trade, kind=texts.pop("kind", trade.kind))
        self.taken.add(texts["name"])
        township = None if entry.get("no_township") else texts.pop("township")
        cells = self._registered(trade, texts["name"], township, texts.pop("village", None))
        cells.update(self._working(trade, int(texts["staff"])), operation="正常")
        if "party_organization" in texts:
            cells.update(dict.fromkeys(("members", "probationary", "none_reason", "superior"), ""))
            if texts["party_organization"] != "未组建":
                cells["superior"] = self._superior(trade)
        cells.update(texts)
        if entry.get("no_phone"):
            cells["phone"] = ""
        return cells

    def unit(self) -> dict[str, Cell]:
        """Make one unit by chance."""
        draw = self.draw
        trade = draw.choices(_trades(), [t.weight for t in _trades()])[0]
        township = draw.choice(tuple(land().villages))
        village = draw.choice((*land().villages[township], None))
        name = self._name(trade, village or township)
        cells = self._registered(trade, name, township, village)
        low, high = trade.staff
        # Small units are the rule: the square of chance lies nearer to the lower end.
        cells.update(self._working(trade, low + int((high - low) * draw.random() ** 2)))
        return cells

    def _name(self, trade: Trade, place: str) -> str:
        """Find a name that no other unit has; co-operatives carry their place."""
        extra = ""  # a second brand, once a name is taken
        while True:
            brand = extra + self.draw.choice(_texts()["brands"])
            pattern = self.draw.choice(trade.names)
            name = pattern.format(banner=land().banner, brand=brand)
            if "{banner}" not in pattern:
                name = f"{land().banner}{place}{name}"
            if name not in self.taken:
                self.taken.add(name)
                return name
            extra = self.draw.choice(_texts()["brands"])

    def _registered(
        self, trade: Trade, name: str, township: str | None, village: str | None
    ) -> dict[str, Cell]:
        """What the register says."""
        draw = self.draw
        day = dt.date(self.year - draw.randint(1, 24), 1, 1) + dt.timedelta(draw.randrange(365))
        low, high = trade.capital
        capital = low + (high - low) * draw.random() ** 2
        return {
            "name": name,
            "credit_code": self.numbers.credit_code(trade.kind),
            "registered_type": trade.type,
            "industry": Industry[trade.industry].value,
            "registered_on": day.isoformat(),
            "capital": str(round(capital, -1) or round(capital)),
            "address": self._address(township, village),
            "scope": trade.scope,
        }

    def _address(self, township: str | None, village: str | None) -> str:
        """Write an address as the register does; the program finds the places in it."""
        number = self.draw.randint(1, 18)
        if township is None:
            return str(words("trades")["street"]).format(number=number)
        pattern = self.draw.choice(_texts()["addresses"])
        place = f"{land().banner}{township}{village or ''}"
        return pattern.format(place=place, number=number)

    def _working(self, trade: Trade, staff: int) -> dict[str, Cell]:
        """How the unit works and who leads it."""
        draw = self.draw
        mongol = draw.happens(30)
        sex = Sex.FEMALE if draw.happens(25) else Sex.MALE
        states = ["正常", *(state for state, _ in _GONE)]
        shares = [100 - sum(share for _, share in _GONE), *(share for _, share in _GONE)]
        owner = self.names.of(sex, mongol=mongol)
        return {
            "operation": draw.choices(states, shares)[0],
            "staff": str(staff),
            "legal_person": owner,
            "owner_political": draw.choice(("群众", "群众", "中共党员", "无党派人士", "")),
            "contact": owner if draw.happens(40) else self.names.of(Sex.FEMALE, mongol=False),
            "phone": "" if draw.happens(5) else self.numbers.phone(),
            **self._party(trade, staff),
        }

    def _party(self, trade: Trade, staff: int) -> dict[str, Cell]:
        """Members, organisation and the committee above it."""
        draw = self.draw
        members = min(int(staff * draw.random() ** 2 / 6), 30)
        superior = self._superior(trade)
        if members >= _BRANCH:
            cells: dict[str, Cell] = {"party_organization": "单独组建", "superior": superior}
        elif members and draw.happens(40):
            cells = {"party_organization": "联合组建", "superior": superior}
        else:
            reason = draw.choice(_texts()["none_reasons"]) if members else "无党员"
            cells = {"party_organization": "未组建", "none_reason": reason}
        masses = draw.choice(_texts()["masses"]) if staff > _WITH_UNION else ""
        probationary = str(draw.randint(0, 2)) if members >= _BRANCH else ""
        return {
            **cells,
            "members": str(members),
            "probationary": probationary,
            "mass_organizations": masses,
        }

    def _superior(self, trade: Trade) -> str:
        """Pick the committee above a unit's organisation."""
        groups = land().committees
        return self.draw.choice(groups.get(trade.industry, groups[""]))
