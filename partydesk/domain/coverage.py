"""党组织覆盖: which units are covered by whom, and the rates that are reported of it.

Source of the rates: 中办发〔2012〕11号 as read by the offices (组织覆盖率 = 单独建立和联合组建的
企业数 ÷ 实体运营的非公企业总数). The denominator is the trap, so that every figure names its own.
For 工作覆盖率 no text gives a formula; both readings in use are offered.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from partydesk.domain.enterprises import Enterprise, Operation, Ownership, PartyOrganization
from partydesk.domain.organizations import (
    COVERING,
    Formation,
    OrganizationKind,
)
from partydesk.domain.selection import Role

#: Mass organization → its word in a unit's 群团组织.
MASS_WORDS: Mapping[OrganizationKind, str] = {
    OrganizationKind.UNION: "工会",
    OrganizationKind.YOUTH_LEAGUE: "共青团",
    OrganizationKind.WOMEN: "妇联",
}
_COVERED = frozenset({PartyOrganization.OWN, PartyOrganization.JOINT})
_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Coverer:
    """An active organization that a unit is linked to.

    Attributes:
        kind: Its kind.
        formation: 组建形式, where it is known.
        units: How many units it covers.
        superior: 隶属党组织.
    """

    kind: OrganizationKind | None
    formation: Formation | None
    units: int
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What a unit's record says of the organizations in it.

    Attributes:
        party: 党组织情况.
        none_reason: 未建原因.
        superior: 隶属基层党委.
        masses: 群团组织.
    """

    party: PartyOrganization | None
    none_reason: str | None
    superior: str | None
    masses: tuple[str, ...]


def following(
    facts: PartyFacts, coverers: Sequence[Coverer], lost: Collection[OrganizationKind]
) -> PartyFacts:
    """Say what a unit's record must hold after its links to organizations changed.

    Args:
        facts: What it holds now.
        coverers: The active organizations it is linked to.
        lost: Kinds of organizations that covered it until now and may not any more.

    Returns:
        What it must hold; what nobody knows of an organization stays as it was typed.
    """
    party = [one for one in coverers if one.kind in COVERING]
    if party:
        word = _word_for(party)
        superior = facts.superior or next((one.superior for one in party if one.superior), None)
        facts = dataclasses.replace(facts, party=word, none_reason=None, superior=superior)
    elif COVERING.intersection(lost) and facts.party in _COVERED:
        facts = dataclasses.replace(facts, party=PartyOrganization.NONE)
    there = {one.kind for one in coverers}
    gone = {MASS_WORDS[kind] for kind in lost if kind in MASS_WORDS and kind not in there}
    come = [word for kind, word in MASS_WORDS.items() if kind in there]
    masses = [word for word in facts.masses if word not in gone]
    return dataclasses.replace(facts, masses=tuple(dict.fromkeys([*masses, *come])))


def _word_for(party: Iterable[Coverer]) -> PartyOrganization:
    """单独组建 where one organization is the unit's own, else 联合组建."""
    own = any(one.units == 1 and _is_own(one) for one in party)
    return PartyOrganization.OWN if own else PartyOrganization.JOINT


def _is_own(coverer: Coverer) -> bool:
    """Whether an organization was founded by one unit; its kind says it where nothing else does."""
    if coverer.formation is not None:
        return coverer.formation is Formation.OWN
    return coverer.kind is not OrganizationKind.JOINT_BRANCH


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody dispatched to a unit and in office.

    Attributes:
        talent_id: 记录号 of the person.
        name: The person.
        role: What the person was sent as.
        term_to: Last day of the term.
    """

    talent_id: int
    name: str
    role: Role
    term_to: dt.date


class Status(StrEnum):
    """Where a unit stands."""

    OWN = "已覆盖（单独组建）"
    JOINT = "已覆盖（联合组建）"
    UNBUILT = "应建未建"
    TOO_FEW = "有党员但不符合条件"
    NO_MEMBERS = "无党员"
    UNKNOWN = "党员人数未填"
    CLOSED = "不在正常经营"
    PUBLIC = "公有制，不计入应建"


def status_of(unit: Enterprise, members_min: int) -> Status:
    """Tell where a unit stands.

    Source: 支部工作条例（试行）: three full members are to found a branch; the third status is
    that of the offices' own checks (应建未建／有党员但不符合条件／无党员).

    Args:
        unit: The unit.
        members_min: Full members from which a branch is due, of the year's policy.
    """
    if unit.party_organization in _COVERED:
        own = unit.party_organization is PartyOrganization.OWN
        return Status.OWN if own else Status.JOINT
    if unit.operation not in (None, Operation.RUNNING):
        return Status.CLOSED
    if unit.ownership is Ownership.PUBLIC:
        return Status.PUBLIC
    return _status_by_members(unit, members_min)


def _status_by_members(unit: Enterprise, members_min: int) -> Status:
    """Tell where a unit without an organization stands that is to be looked at."""
    if unit.members is None:
        return Status.UNKNOWN
    if unit.members >= members_min:
        return Status.UNBUILT
    return Status.TOO_FEW if unit.members or unit.probationary else Status.NO_MEMBERS


class Denominator(StrEnum):
    """What the units are counted over; the word is the name of the denominator."""

    ENTERPRISES = "实体运营的非公有制企业"
    OPERATING = "实体运营的非公有制单位"
    SIZABLE = "规模以上非公有制单位"
    DUE = "应建党组织的非公有制单位"
    ALL = "全部在册单位"


class Rate(StrEnum):
    """What is counted; the word is the figure's label."""

    ORGANIZED = "组织覆盖率"
    OWN = "单独组建率"
    WORK_ALL = "工作覆盖率（占全部）"
    WORK_REST = "工作覆盖率（占未建）"


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are alike in everything that is counted.

    Attributes:
        superior: 隶属基层党委; empty where none is named.
        bases: The denominators they belong to.
        own: Whether they have an organization of their own.
        joint: Whether they belong to a joint one.
        posted: Whether somebody dispatched works there.
        masses: Whether a mass organization is there.
        count: How many.
    """

    superior: str
    bases: frozenset[Denominator]
    own: bool
    joint: bool
    posted: bool
    masses: bool
    count: int

    @property
    def organized(self) -> bool:
        """Whether a Party organization covers them."""
        return self.own or self.joint


@dataclass(frozen=True, slots=True)
class CoverageFigure:
    """One rate with everything somebody needs to check it.

    Attributes:
        rate: What is counted.
        base: Over which units.
        superior: 基层党委 whose units are counted; empty for the whole banner.
        numerator: How many units are counted.
        denominator: Of how many.
        numerator_name: What the numerator counts.
        denominator_name: What the denominator counts.
        definition: A sentence that defines the figure.
        source: The text it rests on.
    """

    rate: Rate
    base: Denominator
    superior: str
    numerator: int
    denominator: int
    numerator_name: str
    denominator_name: str
    definition: str
    source: str

    @property
    def label(self) -> str:
        """The figure's name."""
        return self.rate.value

    @property
    def base_definition(self) -> str:
        """A sentence that defines the units counted over."""
        return f"{self.base.value}：{_BASES[self.base]}"

    @property
    def percent(self) -> Decimal | None:
        """The rate in per cent to two places; None where there is nothing to divide by."""
        if not self.denominator:
            return None
        exact = Decimal(self.numerator) * 100 / Decimal(self.denominator)
        return exact.quantize(_PERCENT, ROUND_HALF_UP)


_RULE_2012 = "中办发〔2012〕11号及组织部门通行口径"
_NO_FORMULA = "文件未给出公式，此为通行口径之一"
_NUMERATORS: Mapping[Rate, str] = {
    Rate.ORGANIZED: "单独组建和联合组建的单位",
    Rate.OWN: "单独组建党组织的单位",
    Rate.WORK_ALL: "已建党组织，或派驻指导员、书记，或建有工会、共青团、妇联的单位",
    Rate.WORK_REST: "未建党组织而派驻指导员、书记的单位",
}
_BASES: Mapping[Denominator, str] = {
    Denominator.ENTERPRISES: "经营状况正常或未填、不是公有制的企业（类型未填的计入），不含合作社等",
    Denominator.OPERATING: "经营状况正常或未填、不是公有制的企业、合作社、社会组织和个体工商户",
    Denominator.SIZABLE: "实体运营的非公有制单位中，年营业收入或从业人员达到年度政策所定规模的",
    Denominator.DUE: "实体运营的非公有制单位中，正式党员达到年度政策所定人数的",
    Denominator.ALL: "企业库登记的全部单位，注销、吊销的除外",
}


def figures(groups: Sequence[Group], superior: str = "") -> tuple[CoverageFigure, ...]:
    """Work out every rate over every base.

    Args:
        groups: The units.
        superior: 基层党委 whose units the groups are; empty for the whole banner.
    """
    return tuple(_figure(groups, rate, base, superior) for base in Denominator for rate in Rate)


def figures_by_superior(groups: Sequence[Group]) -> dict[str, tuple[CoverageFigure, ...]]:
    """Work out the rates for each 基层党委; units without one come last, under the empty name."""
    names = sorted({group.superior for group in groups}, key=lambda name: (not name, name))
    return {
        name: figures([group for group in groups if group.superior == name], name) for name in names
    }


def _figure(
    groups: Sequence[Group], rate: Rate, base: Denominator, superior: str
) -> CoverageFigure:
    """Count one rate over one base."""
    wanted = [group for group in groups if base in group.bases]
    if rate is Rate.WORK_REST:
        wanted = [group for group in wanted if not group.organized]
    name = base.value if rate is not Rate.WORK_REST else f"{base.value}中未建党组织的"
    part = _NUMERATORS[rate]
    return CoverageFigure(
        rate=rate,
        base=base,
        superior=superior,
        numerator=sum(group.count for group in wanted if _counts(group, rate)),
        denominator=sum(group.count for group in wanted),
        numerator_name=part,
        denominator_name=name,
        definition=f"{rate.value} = {part} ÷ {name}；{base.value}：{_BASES[base]}",
        source=_RULE_2012 if rate in (Rate.ORGANIZED, Rate.OWN) else _NO_FORMULA,
    )


def _counts(group: Group, rate: Rate) -> bool:
    """Whether a group is in the numerator."""
    if rate is Rate.ORGANIZED:
        return group.organized
    if rate is Rate.OWN:
        return group.own
    if rate is Rate.WORK_REST:
        return group.posted
    return group.organized or group.posted or group.masses
