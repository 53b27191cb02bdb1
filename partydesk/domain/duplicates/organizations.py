"""When two organizations of the register may be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

from partydesk.domain.duplicates.names import folded, organization_key
from partydesk.domain.duplicates.pairs import Certainty, Likeness, Rule
from partydesk.domain.duplicates.twins import Key, Twins


class OrganizationRecord(Protocol):
    """The fields the rules look at."""

    name: str
    code: str | None
    superior: str | None
    secretary: str | None


@dataclass(slots=True)  # not frozen: see Person
class Body:
    """One organization as the rules see it.

    Attributes:
        id: See :class:`partydesk.domain.duplicates.twins.Sketch`.
        name: As stored.
        plain: The name without spaces and brackets.
        form: The form shared by all ways to write the name.
        code: 组织代码; empty for none.
        superior: 隶属党组织.
        secretary: 书记.
        keys: The boxes.
        asks: Nothing.
        answers: Nothing.
    """

    id: int
    name: str
    plain: str
    form: str
    code: str
    superior: str
    secretary: str
    keys: tuple[Key, ...]
    asks: tuple[Key, ...] = ()
    answers: tuple[Key, ...] = ()


class BodyTwins(Twins[Body]):
    """Finds twins among organizations."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        """Begin with nothing; ``regions`` may stand before the names."""
        super().__init__()
        self._regions = regions

    def sketch(self, record: object, number: int) -> Body:
        """Bring an organization into comparable form."""
        given = cast("OrganizationRecord", record)
        code = (given.code or "").strip().upper()
        form = organization_key(given.name or "", self._regions)
        keys: list[Key] = [("name", form)] if form else []
        keys += [("code", code)] if code else []
        return Body(
            number, given.name or "", folded(given.name or ""), form, code, given.superior or "",
            folded(given.secretary) if given.secretary else "", tuple(keys),
        )  # fmt: skip

    def judge(self, one: Body, two: Body) -> Likeness | None:
        """Compare codes, then names."""
        called = f"“{one.name}”" if one.name == two.name else f"“{one.name}”与“{two.name}”"
        if one.code and one.code == two.code:
            sure = Certainty.EXACT if one.form == two.form else Certainty.LIKELY
            return Likeness(Rule.SAME_NUMBER, sure, f"组织代码都是 {one.code}，名称{called}")
        if one.form != two.form:
            return None
        if self.tells_apart(one, two):
            words = f"名称{called}，但组织代码不同（{one.code} 与 {two.code}），请核对"
            return Likeness(Rule.SAME_NAME, Certainty.POSSIBLE, words)
        if one.superior and two.superior and one.superior != two.superior:
            words = f"名称{called}，但隶属不同（{one.superior} 与 {two.superior}），请核对"
            return Likeness(Rule.SAME_NAME, Certainty.POSSIBLE, words)
        return _of_one_name(one, two, called)

    def tells_apart(self, one: Body, two: Body) -> bool:
        """Whether both have a code, and not the same."""
        return bool(one.code and two.code and one.code != two.code)


def _of_one_name(one: Body, two: Body, called: str) -> Likeness:
    """Tell of two with the same name against which nothing speaks."""
    alike = "" if one.plain == two.plain else "，写法统一后相同"
    sign = f"，书记都是{one.secretary}" if one.secretary and one.secretary == two.secretary else ""
    sure = one.plain == two.plain and bool(sign) and one.superior == two.superior
    return Likeness(
        Rule.SAME_NAME,
        Certainty.EXACT if sure else Certainty.LIKELY,
        f"名称{called}{alike}{sign}",
    )
