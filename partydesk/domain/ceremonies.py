"""签约仪式: when and where agreements are signed together, who comes, and in which order.

Source: the practice of the round: agreements are signed in one ceremony (集中签约仪式), at which
the committee hands over the letters of appointment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Kind, describe
from partydesk.domain.numbering import paper_date
from partydesk.domain.pinyin import sort_key
from partydesk.domain.selection import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """The ceremony of one round.

    Attributes:
        id: 记录号; None before it is stored.
        agenda: 议程, one item a line.
    """

    id: int | None = None
    title: str = describe("仪式名称", Kind.TEXT, required=True, wide=True)
    held_on: dt.date | None = describe("日期", Kind.DATE)
    held_at: str | None = describe("时间", Kind.TEXT, hint="如 09:30 或 上午9时")
    place: str | None = describe("地点", Kind.TEXT)
    chair: str | None = describe("主持人", Kind.TEXT, hint="姓名和职务")
    agenda: str | None = describe(
        "议程（一行一项）", Kind.LONG_TEXT, wide=True, hint="打印时自动编号"
    )

    @property
    def items(self) -> tuple[str, ...]:
        """The agenda item by item."""
        return items_of(self.agenda or "")

    @property
    def moment(self) -> str:
        """Day and time in words; empty where neither is known."""
        day = self.held_on
        words = "" if day is None else paper_date(day)
        return " ".join(filter(None, (words, self.held_at or "")))


def items_of(text: str) -> tuple[str, ...]:
    """Read lines, leaving out empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class CallKey(StrEnum):
    """By what people are called up."""

    ROLE = "岗位"
    TOWNSHIP = "苏木乡镇"
    UNIT = "单位"
    NAME = "姓名"
    NUMBER = "编号"


#: The usual order: by role, then township, then unit.
USUAL_ORDER = (CallKey.ROLE, CallKey.TOWNSHIP, CallKey.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One pair of the round that signs or has signed.

    Attributes:
        placement_id: The pair.
        talent_id: The person.
        enterprise_id: The unit.
        person: The person's name.
        person_unit: 单位及职务 of the person.
        enterprise: The unit's name.
        township: Where it lies.
        representative: Who signs for it, where that is known.
        role: What the person is sent as.
        seat: Which of several posts alike.
        agreement_number: 协议编号, once drafted or signed.
        serial: By which of two agreements was numbered first; 0 without one.
    """

    placement_id: int
    talent_id: int
    enterprise_id: int
    person: str
    person_unit: str = ""
    enterprise: str
    township: str = ""
    representative: str = ""
    role: Role
    seat: int = 1
    agreement_number: str = ""
    serial: int = 0


_UNNUMBERED = 10**9
_KEYS: Mapping[CallKey, Callable[[Participant], tuple[object, ...]]] = {
    CallKey.ROLE: lambda each: (tuple(Role).index(each.role),),
    # Those without a township come last.
    CallKey.TOWNSHIP: lambda each: (not each.township, sort_key(each.township)),
    CallKey.UNIT: lambda each: (sort_key(each.enterprise), each.enterprise_id, each.seat),
    CallKey.NAME: lambda each: (sort_key(each.person, person=True),),
    CallKey.NUMBER: lambda each: (each.serial or _UNNUMBERED,),
}


def calling_order(
    participants: Iterable[Participant], keys: Sequence[CallKey] = USUAL_ORDER
) -> tuple[Participant, ...]:
    """Put participants into the order in which they are called up.

    Args:
        participants: In any order.
        keys: By what, the first counting most; equals stand by pair.
    """

    def place(each: Participant) -> tuple[object, ...]:
        return (*(part for key in keys for part in _KEYS[key](each)), each.placement_id)

    return tuple(sorted(participants, key=place))


class Calling(StrEnum):
    """The orders that are offered; each is read by :func:`read_order`."""

    ROLE = "岗位、苏木乡镇、单位"
    TOWNSHIP = "苏木乡镇、岗位、单位"
    UNIT = "单位、岗位"
    NAME = "姓名"
    NUMBER = "编号"


def read_order(text: str) -> tuple[CallKey, ...]:
    """Read an order as people write it, such as ``岗位、苏木乡镇、单位``.

    Raises:
        ValidationFailed: A word is none of :class:`CallKey`.
    """
    words = [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",")]
    known = {key.value: key for key in CallKey}
    unknown = [word for word in words if word and word not in known]
    if unknown:
        message = f"不能按“{'、'.join(unknown)}”排序；可以按：{'、'.join(known)}"
        raise ValidationFailed({"order": message})
    return tuple(dict.fromkeys(known[word] for word in words if word)) or USUAL_ORDER


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a seat at the ceremony.

    Attributes:
        name: As it stands on the card.
        office: What the person is, in a small line; empty where that is not told.
    """

    name: str
    office: str = ""


def read_guests(text: str) -> tuple[Guest, ...]:
    """Read typed guests: one a line, the name first and the office behind a space or comma."""
    guests = []
    for line in items_of(text):
        name, _, office = line.replace("，", " ").replace(",", " ").partition(" ")
        guests.append(Guest(name, office.strip()))
    return tuple(guests)


def representatives(participants: Iterable[Participant]) -> tuple[Guest, ...]:
    """Give who comes for each unit, each once; a unit without a known one comes by its name."""
    found: dict[int, Guest] = {}
    for each in participants:
        guest = Guest(each.representative, each.enterprise)
        found.setdefault(each.enterprise_id, guest if guest.name else Guest(each.enterprise))
    return tuple(found.values())


def people_sent(participants: Iterable[Participant]) -> tuple[Guest, ...]:
    """Give the people who sign, each once, with all their posts."""
    posts: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for each in participants:
        names[each.talent_id] = each.person
        posts.setdefault(each.talent_id, []).append(f"{each.enterprise} {each.role.value}")
    return tuple(Guest(names[number], "；".join(held)) for number, held in posts.items())
