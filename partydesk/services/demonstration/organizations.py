"""The organizations of the fictional banner: committees, branches, unions and what befell them.

They are made from the units that are there, so that what a unit says of its Party organization
and what the register says of its units agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partydesk.domain.enterprises import Enterprise, Operation, PartyOrganization
from partydesk.domain.listing import Query
from partydesk.domain.organization_events import EventKind, Rank, raised_name
from partydesk.domain.organizations import Formation, OrganizationKind
from partydesk.domain.progress import Progress, silent
from partydesk.domain.talents import Sex
from partydesk.domain.values import Cell
from partydesk.services.demonstration.invented import Draw, Numbers
from partydesk.services.demonstration.people import Names
from partydesk.services.demonstration.units import land
from partydesk.services.dictionaries import list_words
from partydesk.services.organizations import record_event
from partydesk.services.pools import find_records, save_records
from partydesk.services.workspace import Workspace

#: A larger banner registers the organizations of its first units only.
_UNITS = 400
_IN_JOINT = 4
#: So many branches have their whole story told.
_TOLD = 18
_MEMBERS_WITH_COMMITTEE = 7
_SHARE_WITH_COMMITTEE = 80
_UNIONS = 2
#: With more members than that a committee has one member more.
_LARGE = 15

Cells = dict[str, Cell]


def register_organizations(
    workspace: Workspace, *, year: int, seed: int, progress: Progress = silent
) -> None:
    """Enter the organizations and what befell them in the years before.

    Args:
        workspace: With its units; its clock stands in January of the year.
        year: The demonstration's year.
        seed: The same seed gives the same organizations.
        progress: Told how many are entered; may cancel.

    Raises:
        Cancelled: The user asked to stop.
    """
    draw = Draw(seed, "organizations")
    standards = tuple(word.word for word in list_words(workspace, "standard"))
    register = _Register(draw, Numbers(draw), Names(draw), year, standards)
    units = _units(workspace, "party_organization", *(word.value for word in _COVERED))
    closed = _units(workspace, "operation", Operation.CANCELLED.value)
    if not units:
        return
    entries = register.entries(units, closed)
    numbers, _ = save_records(workspace, "organizations", entries, progress=progress)
    for place, entry in enumerate(entries[:_TOLD]):
        for kind, texts in register.events(entry, largest=place == 0):
            record_event(workspace, numbers[place], kind, texts)


_COVERED = (PartyOrganization.OWN, PartyOrganization.JOINT)


def _units(workspace: Workspace, field: str, *values: str) -> list[Enterprise]:
    """The units with one of these words in a field, in the order of their numbers."""
    query = Query(filters={field: values}, include_retired=True, limit=_UNITS)
    return sorted(find_records(workspace, "enterprises", query).rows, key=lambda unit: unit.id)


@dataclass(frozen=True, slots=True)
class _Register:
    """Makes organizations out of units."""

    draw: Draw
    numbers: Numbers
    names: Names
    year: int
    standards: Sequence[str]

    def entries(self, units: Sequence[Enterprise], closed: Sequence[Enterprise]) -> list[Cells]:
        """List the organizations of all sorts, those with a story first."""
        own = [unit for unit in units if unit.party_organization is PartyOrganization.OWN]
        joint = [unit for unit in units if unit.party_organization is PartyOrganization.JOINT]
        joint.sort(key=lambda unit: (unit.superior or "", unit.id))
        branches = [self._own(unit, place) for place, unit in enumerate(own)]
        # The largest branch was raised once, see events.
        branches.sort(key=lambda cells: -int(str(cells["members"])))
        heaps = [joint[start : start + _IN_JOINT] for start in range(0, len(joint), _IN_JOINT)]
        return [
            *branches[:1],
            *(self._gone(unit) for unit in closed[:1]),
            *branches[1:],
            *(self._joint(heap, place) for place, heap in enumerate(heaps)),
            *self._masses(units),
            *self._committees(),
        ]

    def _own(self, unit: Enterprise, place: int) -> Cells:
        """The branch of one unit."""
        return {
            **self._branch(unit.members or 0, place),
            "name": f"{unit.name}党支部",
            "kind": OrganizationKind.BRANCH.value,
            "formation": Formation.OWN.value,
            "units": unit.credit_code,
            "superior": unit.superior,
            "township": unit.township,
            "probationary": str(unit.probationary or 0),
            "branch_class": _class_of(unit),
        }

    def _joint(self, units: Sequence[Enterprise], place: int) -> Cells:
        """The branch that some units share."""
        formations = (Formation.AREA, Formation.JOINT, Formation.TRADE)
        first = units[0]
        return {
            **self._branch(sum(unit.members or 0 for unit in units), place + 1),
            "name": f"{land().banner}非公企业第{_ordinal(place)}联合党支部",
            "kind": OrganizationKind.JOINT_BRANCH.value,
            "formation": formations[place % len(formations)].value,
            "units": "；".join(str(unit.credit_code) for unit in units),
            "superior": first.superior,
            "township": first.township,
            "branch_class": _class_of(first),
        }

    def _gone(self, unit: Enterprise) -> Cells:
        """The branch of a unit that is no more; it is dissolved, see events."""
        return {
            "name": f"{unit.name}党支部",
            "kind": OrganizationKind.BRANCH.value,
            "formation": Formation.OWN.value,
            "units": unit.credit_code,
            "established_on": self._day(9).isoformat(),
            "members": "3",
            "secretary": self._person(),
        }

    def _branch(self, members: int, place: int) -> Cells:
        """What every branch has; terms run, end soon, or are over."""
        draw = self.draw
        # Days before 8 January of the year at which the present committee was elected.
        ages = (400, 1050, 120, 640, 1300, 250, 520)
        elected = dt.date(self.year, 1, 8) - dt.timedelta(ages[place % len(ages)] + place)
        founded = elected - dt.timedelta(draw.choice((0, 1096, 1461)))
        met = self.standards if place % 6 == 1 else draw.sample(self.standards, self._met())
        return {
            "established_on": founded.isoformat(),
            "approval_number": _document(founded.year, draw.randint(2, 40)),
            "elected_on": elected.isoformat(),
            "secretary": self._person(),
            "phone": self.numbers.phone(),
            "committee": self._committee(members),
            "members": str(members),
            "activists": str(draw.randint(0, 4)),
            "applicants": str(draw.randint(0, 6)),
            "standards": "、".join(word for word in self.standards if word in met),
        }

    def _met(self) -> int:
        """How many standards a usual branch meets."""
        return self.draw.randint(len(self.standards) // 3, max(len(self.standards) - 1, 0))

    def _committee(self, members: int) -> str:
        """The committee of a branch that is large enough; a few have not elected one."""
        large = members >= _MEMBERS_WITH_COMMITTEE
        if not large or not self.draw.happens(_SHARE_WITH_COMMITTEE):
            return ""
        posts = ["副书记", "组织委员", "宣传委员"]
        posts += ["纪检委员"] if members > _LARGE else []
        return "；".join(f"{post}：{self._person()}" for post in posts)

    def _masses(self, units: Iterable[Enterprise]) -> list[Cells]:
        """Trade unions of some units that say they have one, and a youth league."""
        with_union = [unit for unit in units if "工会" in unit.mass_organizations][:_UNIONS]
        with_league = [unit for unit in units if "共青团" in unit.mass_organizations][:1]
        kinds = [(unit, "工会", OrganizationKind.UNION) for unit in with_union]
        kinds += [(unit, "团支部", OrganizationKind.YOUTH_LEAGUE) for unit in with_league]
        return [
            {
                "name": f"{unit.name}{ending}",
                "kind": kind.value,
                "units": unit.credit_code,
                "township": unit.township,
                "members": str((unit.staff or 0) * 4 // 5 if ending == "工会" else 9),
                "secretary": self._person(),
                "established_on": self._day(self.draw.randint(2, 6)).isoformat(),
            }
            for unit, ending, kind in kinds
        ]

    def _committees(self) -> list[Cells]:
        """The committees above: sectors, the park and some townships."""
        sectors = dict.fromkeys(name for names in land().committees.values() for name in names)
        townships = list(land().villages)[::4]
        named: list[tuple[str, OrganizationKind, str | None]] = [
            (name, _kind_of_committee(name), None) for name in sectors
        ]
        named += [
            (f"{land().banner}{town}党委", OrganizationKind.TOWNSHIP_COMMITTEE, town)
            for town in townships
        ]
        return [
            {
                "name": name,
                "kind": kind.value,
                "township": township,
                "secretary": self._person(),
                "members": str(self.draw.randint(40, 260)),
                "established_on": self._day(20).isoformat(),
                "elected_on": "" if "党组" in name else self._day(3).isoformat(),
            }
            for name, kind, township in named
        ]

    def events(self, cells: Cells, *, largest: bool) -> list[tuple[EventKind, Cells]]:
        """Tell what befell an organization, in the order of time.

        Args:
            cells: The organization as entered.
            largest: Whether it is the largest branch, which became a general branch.
        """
        name, founded = str(cells["name"]), str(cells["established_on"])
        story: list[tuple[EventKind, Cells]] = [
            (EventKind.FOUNDED, {"happened_on": founded, "document": cells.get("approval_number")})
        ]
        elected = cells.get("elected_on")
        if elected and elected != founded:
            election: Cells = {"happened_on": elected, "secretary": cells["secretary"]}
            story.append((EventKind.ELECTED, election))
        if largest:
            story.append((EventKind.RAISED, self._rise(name)))
        if cells.get("elected_on") is None and cells["kind"] == OrganizationKind.BRANCH:
            day = self._day(2).isoformat()
            why: Cells = {"happened_on": day, "reason": "企业关停注销，党员组织关系已转出"}
            story.append((EventKind.DISSOLVED, why))
        return story

    def _rise(self, name: str) -> Cells:
        """The largest branch became a general branch."""
        return {
            "happened_on": self._day(0).isoformat(),
            "kind": Rank.GENERAL_BRANCH.value,
            "name": raised_name(name, Rank.GENERAL_BRANCH),
            "document": _document(self.year, 1),
            "details": "下设生产、经营两个党支部，因工作需要经批准设立",
        }

    def _person(self) -> str:
        """A name."""
        sex = Sex.FEMALE if self.draw.happens(30) else Sex.MALE
        return self.names.of(sex, mongol=self.draw.happens(30))

    def _day(self, years: int) -> dt.date:
        """A day so many years ago; of this year, its first working days."""
        if not years:
            return dt.date(self.year, 1, 6)
        return dt.date(self.year - years, 1, 1) + dt.timedelta(self.draw.randrange(365))


def _class_of(unit: Enterprise) -> str:
    """支部分类 (essay 3) by the unit's trade."""
    section = unit.industry.name if unit.industry else ""
    return "生产类支部" if section in "ABCDE" and section else "市场经营类支部"


def _kind_of_committee(name: str) -> OrganizationKind:
    """Sector or park."""
    park = "园区" in name
    return OrganizationKind.PARK_COMMITTEE if park else OrganizationKind.SECTOR_COMMITTEE


def _document(year: int, serial: int) -> str:
    """Number of a document of the office."""
    return f"{land().banner[-1]}非公发〔{year}〕{serial}号"


def _ordinal(place: int) -> str:
    """一, 二, 三 … for a name; after ten in figures."""
    han = "一二三四五六七八九十"
    return han[place] if place < len(han) else str(place + 1)
