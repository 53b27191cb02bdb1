"""Looking at one record after the other for what is wrong or doubtful; see ``domain.quality``.

What a rule must know beyond the record itself stands in :class:`Surroundings`, read once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from partydesk.domain import enterprise_rules, organization_rules, talent_rules
from partydesk.domain.admission import check_admission, fits
from partydesk.domain.check_characters import CREDIT
from partydesk.domain.enterprises import Enterprise, Operation, PartyOrganization, Standing
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Kind, field_of, fields_of
from partydesk.domain.organizations import BRANCHES, COVERING, Organization
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import Policy
from partydesk.domain.quality import Finding
from partydesk.domain.talents import PoliticalStatus, PoolState, Source, Talent
from partydesk.domain.values.identifiers import parse_credit_code, parse_phone

Record = TypeVar("Record", Talent, Enterprise, Organization)
Found = Iterator[tuple[str, Reason]]

_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVING = frozenset({Source.RESERVE, Source.SERVING})
_PARTY = frozenset({PoliticalStatus.MEMBER, PoliticalStatus.PROBATIONARY})
#: Words in 状态说明 that do not go with 可选派.
_AWAY_WORDS = re.compile(r"去世|病故|身故|退出|限龄|患病|不再|调离|开除|处分")


@dataclass(frozen=True, slots=True)
class Cover:
    """A Party organization as a unit under it sees it.

    Attributes:
        name: Its name.
        shared: Whether other units share it.
        branch: Whether it is a branch of any form.
        members: Its full members, if known.
    """

    name: str
    shared: bool
    branch: bool
    members: int | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules must know beyond the record.

    Attributes:
        today: The day.
        policy: The year's numbers.
        townships_of: Village → the townships that have one of that name.
        covers: 记录号 of a unit → the Party organizations that cover it.
        gone: 记录号 of the units that are struck off.
        posted: 记录号 of the people who are posted now.
        hosts: 记录号 of the units that have somebody posted now.
    """

    today: dt.date
    policy: Policy
    townships_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    covers: Mapping[int, tuple[Cover, ...]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    posted: frozenset[int] = frozenset()
    hosts: frozenset[int] = frozenset()


def findings_in(
    kind: str,
    records: Iterable[Record],
    look: Callable[[Record, Surroundings], Found],
    around: Surroundings,
) -> Iterator[Finding]:
    """Look at records.

    Args:
        kind: Name of their pool.
        records: Stored records.
        look: One of :func:`look_at_talent`, :func:`look_at_unit`, :func:`look_at_organization`.
        around: What there is to know.
    """
    for record in records:
        for name, reason in look(record, around):
            yield Finding(kind, record.id or 0, record.name, name, reason.code, reason.message)


# -- people ------------------------------------------------------------------------------


def look_at_talent(talent: Talent, around: Surroundings) -> Found:
    """Name what is wrong or doubtful in a person's record."""
    yield from talent_rules.contradictions(talent).items()
    if not talent.is_retired:
        yield from _phone(talent)
        yield from _age(talent, around)
        yield from _membership(talent, around.today)
        yield from _availability(talent)
    if talent.id in around.posted and talent.state is not PoolState.AVAILABLE:
        message = f"在库状态为“{talent.state}”，派驻还没有结束"
        yield "state", Reason("away_on_duty", message)


def _age(talent: Talent, around: Surroundings) -> Found:
    if talent.birth is None:
        return
    policy = around.policy
    age = talent.birth.age_on(around.today)
    # An unknown month counts as January: the age is never taken for less than it may be.
    if not policy.quality_age_from <= age <= policy.quality_age_to:
        yield "birth", Reason("age_odd", f"出生日期 {talent.birth}，现年 {age} 岁")
    elif talent.source is Source.RETIRED and age < policy.quality_retired_from:
        message = f"人员来源为“退休”，现年只有 {age} 岁"
        yield "source", Reason("source_contradicts_age", message)
    elif talent.source in _SERVING and age > policy.quality_serving_to:
        message = f"人员来源为“{talent.source}”，现年已 {age} 岁"
        yield "source", Reason("source_contradicts_age", message)


def _membership(talent: Talent, today: dt.date) -> Found:
    if talent.joined is None:
        return
    if str(talent.joined) > today.isoformat():
        yield "joined", Reason("date_future", f"入党时间 {talent.joined} 在将来")
    if talent.political is not None and talent.political not in _PARTY:
        message = f"政治面貌为“{talent.political}”，却有入党时间 {talent.joined}"
        yield "political", Reason("joined_no_member", message)


def _availability(talent: Talent) -> Found:
    if talent.state is not PoolState.AVAILABLE:
        return
    if talent.state_reason and _AWAY_WORDS.search(talent.state_reason):
        message = f"在库状态为“可选派”，状态说明却是“{talent.state_reason}”"
        yield "state", Reason("reason_contradicts_state", message)
    if talent.capacity == 0:
        yield "capacity", Reason("no_seats", "可驻单位数为 0")


# -- units -------------------------------------------------------------------------------


def look_at_unit(unit: Enterprise, around: Surroundings) -> Found:
    """Name what is wrong or doubtful in a unit's record; of one that is gone only its standing."""
    if unit.is_retired:
        yield from (
            (name, reason)
            for name, reason in enterprise_rules.contradictions(unit).items()
            if reason.code == "gone_in_pool"
        )
    else:
        yield from enterprise_rules.contradictions(unit).items()
        yield from _register(unit, around)
        yield from _business(unit)
        yield from _organization(unit, around)
        yield from _standing(unit, around)
    if unit.id in around.hosts and (unit.is_retired or unit.standing is Standing.LEFT):
        state = unit.operation if unit.is_retired else unit.standing
        yield "standing", Reason("host_gone", f"单位已“{state}”，派驻还没有结束")


def _register(unit: Enterprise, around: Surroundings) -> Found:
    """Look at what the register says."""
    if unit.credit_code and not CREDIT.is_right(unit.credit_code):
        for reason in parse_credit_code(_CODE, unit.credit_code).warnings:
            yield "credit_code", Reason("code_wrong", reason.message)
    yield from _phone(unit)
    yield from _future(unit, around.today)
    if unit.capital is not None and unit.capital >= around.policy.quality_capital:
        yield "capital", Reason("capital_odd", f"注册资本 {unit.capital:,} 万元")
    homes = around.townships_of.get(unit.village or "", frozenset())
    if unit.village and unit.township and homes and unit.township not in homes:
        where = "、".join(sorted(homes))
        message = f"“{unit.village}”属于{where}，所填苏木乡镇为{unit.township}"
        yield "village", Reason("village_elsewhere", message)


def _business(unit: Enterprise) -> Found:
    if unit.staff == 0 and unit.operation is Operation.RUNNING:
        yield "staff", Reason("staff_zero", "经营状况为“正常”，从业人员为 0")
    people = (unit.members or 0) + (unit.probationary or 0)
    if unit.staff is not None and people > unit.staff:
        message = f"正式和预备党员共 {people} 人，从业人员 {unit.staff} 人"
        yield "members", Reason("members_exceed_staff", message)


def _organization(unit: Enterprise, around: Surroundings) -> Found:
    """Compare what the unit says with the register of organizations, if there is one."""
    says = unit.party_organization
    least = around.policy.branch_members_min
    if says is PartyOrganization.OWN and unit.members is not None and unit.members < least:
        message = f"党组织情况为“单独组建”，正式党员 {unit.members} 人，不足 {least} 人"
        yield "party_organization", Reason("own_too_few", message)
    covers = around.covers.get(unit.id or 0, ())
    if not covers:
        # An empty register would put every unit under suspicion.
        if around.covers and says in (PartyOrganization.OWN, PartyOrganization.JOINT):
            message = f"党组织情况为“{says}”，“党组织”登记册里没有覆盖它的党组织"
            yield "party_organization", Reason("founded_uncovered", message)
        return
    names = "、".join(cover.name for cover in covers)
    if says is PartyOrganization.NONE:
        message = f"党组织情况为“未组建”，登记册里由“{names}”覆盖"
        yield "party_organization", Reason("covered_but_none", message)
    elif says is not None and (says is PartyOrganization.JOINT) != all(c.shared for c in covers):
        message = f"党组织情况为“{says}”，登记册里由“{names}”覆盖"
        yield "party_organization", Reason("formation_differs", message)
    yield from _members(unit, covers)


def _members(unit: Enterprise, covers: tuple[Cover, ...]) -> Found:
    """Compare the members of a unit with those of a branch that it has for itself."""
    if len(covers) != 1 or covers[0].shared or not covers[0].branch:
        return
    there = covers[0].members
    if unit.members is not None and there is not None and unit.members != there:
        message = f"单位填正式党员 {unit.members} 人，“{covers[0].name}”填 {there} 人"
        yield "members", Reason("members_differ", message)


def _standing(unit: Enterprise, around: Surroundings) -> Found:
    idle = (Operation.SUSPENDED, Operation.SHELL)
    if unit.standing is Standing.IN_POOL and unit.operation in idle:
        message = f"经营状况为“{unit.operation}”，入库状态为“在库”"
        yield "standing", Reason("idle_in_pool", message)
    if unit.admitted_on and unit.standing in (Standing.OUTSIDE, Standing.PROPOSED):
        message = f"入库日期 {unit.admitted_on}，入库状态为“{unit.standing}”"
        yield "standing", Reason("admitted_outside", message)
    if unit.admitted_on and unit.registered_on and unit.admitted_on < unit.registered_on:
        message = f"入库日期 {unit.admitted_on}，注册日期 {unit.registered_on}"
        yield "admitted_on", Reason("admitted_too_early", message)
    outside = unit.standing is Standing.OUTSIDE and unit.operation not in idle
    if outside and fits(unit, around.policy):
        admission = check_admission(unit, around.policy)
        # A policy without any criterion says nothing about a unit.
        if admission.criteria:
            yield "standing", Reason("fit_outside", admission.summary)


# -- organizations -----------------------------------------------------------------------


def look_at_organization(organization: Organization, around: Surroundings) -> Found:
    """Name what is wrong or doubtful in an organization that exists."""
    if organization.is_retired:
        return
    yield from organization_rules.contradictions(organization).items()
    for finding in organization_rules.findings(organization, around.policy, around.today):
        yield finding.field, finding.as_reason()
    yield from _phone(organization)
    yield from _future(organization, around.today)
    since, elected = organization.established_on, organization.elected_on
    if since and elected and elected.precedes(since):
        message = f"成立日期 {since}，本届选举日期 {elected}"
        yield "elected_on", Reason("elected_too_early", message)
    if organization.kind in COVERING and not organization.units:
        yield "units", Reason("covers_nothing", "没有填覆盖单位")
    gone = [unit.label for unit in organization.units if unit.id in around.gone]
    if gone:
        yield "units", Reason("covers_gone", f"覆盖的“{'、'.join(gone)}”已注销或吊销")


def cover_of(organization: Organization) -> Cover:
    """Tell how a unit under an organization sees it."""
    return Cover(
        organization.name,
        organization_rules.is_joint(organization),
        organization.kind in BRANCHES,
        organization.members,
    )


# -- what several have in common ---------------------------------------------------------

_CODE = field_of(Enterprise, "credit_code")
_PHONES = {record: field_of(record, "phone") for record in (Talent, Enterprise, Organization)}
_DATES = {
    record: tuple(one for one in fields_of(record) if one.kind in (Kind.DATE, Kind.PARTIAL_DATE))
    for record in (Enterprise, Organization)
}


def _phone(record: Talent | Enterprise | Organization) -> Found:
    # Most are plain mobile numbers, which need not be taken apart.
    if not record.phone or _MOBILE.fullmatch(record.phone):
        return
    for reason in parse_phone(_PHONES[type(record)], record.phone).warnings:
        message = reason.message.replace("，已按原样保存，请核对", "")
        yield "phone", Reason("phone_odd", message)


def _future(record: Enterprise | Organization, today: dt.date) -> Found:
    for one in _DATES[type(record)]:
        day = getattr(record, one.name)
        if day is not None and _first_day(day) > today:
            yield one.name, Reason("date_future", f"{one.label} {day} 在将来")


def _first_day(day: dt.date | PartialDate) -> dt.date:
    return day.first_day() if isinstance(day, PartialDate) else day


def namesakes(units: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """Name the units that have the same name as another.

    Args:
        units: 记录号 and name of the units that exist.
    """
    named: dict[str, list[int]] = {}
    for number, name in units:
        named.setdefault(name, []).append(number)
    for name, same in named.items():
        for number in same if len(same) > 1 else ():
            message = f"共有 {len(same)} 家单位叫“{name}”"
            yield Finding("enterprises", number, name, "name", "same_unit", message)


def same_people(talents: Iterable[Talent]) -> Iterator[Finding]:
    """Name the people who share name and birth date with another, the numbers not telling."""
    alike: dict[tuple[str, str], list[Talent]] = {}
    for talent in talents:
        if talent.birth is not None and not talent.is_retired:
            alike.setdefault((talent.name, str(talent.birth)), []).append(talent)
    for (name, birth), same in alike.items():
        # Two different numbers say for certain that these are two people.
        doubtful = len(same) > 1 and not all(talent.citizen_number for talent in same)
        for talent in same if doubtful else ():
            message = f"共有 {len(same)} 人叫“{name}”、生于 {birth}"
            yield Finding("talents", talent.id or 0, name, "name", "same_person", message)
