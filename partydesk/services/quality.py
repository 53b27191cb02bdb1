"""数据质量: gaps and contradictions of all pools, read off the records as they are now."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from partydesk.db.queries import quality as reading
from partydesk.domain import quality_rules as rules
from partydesk.domain.completeness import EXPECTED
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.listing import Picked
from partydesk.domain.organizations import COVERING, Organization
from partydesk.domain.progress import Progress, silent
from partydesk.domain.quality import (
    Finding,
    Group,
    QualityReport,
    gap_finding,
    gap_group,
    grouped,
    ordered,
)
from partydesk.domain.quality_rules import Cover, Surroundings
from partydesk.domain.talents import Talent
from partydesk.services.dictionaries import words_below
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

Record = TypeVar("Record", Talent, Enterprise, Organization)

#: Fields that the rules look at; reading no others halves the time of a large register. A test
#: watches which fields the rules touch.
LOOKED_AT = {
    "talents": (
        "name", "sex", "citizen_number", "birth", "political", "joined", "source", "phone",
        "capacity", "state", "state_reason",
    ),
    "enterprises": (
        "name", "credit_code", "kind", "registered_on", "capital", "township", "village",
        "operation", "staff", "revenue", "phone", "party_organization", "none_reason", "members",
        "probationary", "influence", "standing", "admitted_on",
    ),
    "organizations": (
        "name", "kind", "formation", "established_on", "elected_on", "term_years", "phone",
        "committee", "members", "probationary", "state",
    ),
}  # fmt: skip
_EVERY = 2000
_TITLES = {"talents": "人才", "enterprises": "单位", "organizations": "组织"}


def list_findings(workspace: Workspace, progress: Progress = silent) -> QualityReport:
    """Look at every record of the three pools.

    Nothing is stored. Blank fields are only counted; :func:`list_concerned` names the records.

    Args:
        workspace: Open workspace.
        progress: Told how many records were looked at; may cancel.

    Raises:
        Cancelled: The user asked to stop.
    """
    groups: list[Group] = []
    looked_at: dict[str, int] = {}
    with workspace.reading() as session:
        for kind, expected in EXPECTED.items():
            looked_at[kind], counts = reading.gap_counts(session, kind, expected)
            groups.extend(gap_group(kind, name, count) for name, count in counts.items() if count)
        groups.extend(grouped(_contradictions(workspace, session, looked_at, progress)))
    return QualityReport(ordered(groups), looked_at)


def list_concerned(
    workspace: Workspace, group: Group, offset: int = 0, limit: int = 200
) -> tuple[Finding, ...]:
    """Give some findings of a group; gaps are read now, by pinyin.

    Args:
        workspace: Open workspace.
        group: A group of a report.
        offset: How many to leave out.
        limit: How many to give at most.
    """
    if not group.is_gap:
        return group.findings[offset : offset + limit]
    asked = next(one for one in EXPECTED[group.kind] if one.name == group.field)
    with workspace.reading() as session:
        page = reading.gap_page(session, group.kind, asked, offset, limit)
    return tuple(gap_finding(group, number, name) for number, name in page)


def pick_concerned(workspace: Workspace, group: Group) -> Picked:
    """Pick out the records of a group, for a list of just these."""
    every = list_concerned(workspace, group, limit=group.count)
    numbers = tuple(dict.fromkeys(finding.id for finding in every))
    return Picked(group.rule.title, numbers)


def _contradictions(
    workspace: Workspace, session: Session, total: dict[str, int], progress: Progress
) -> Iterator[Finding]:
    """Look at the records of all pools; units, of which there may be many, are not all kept."""
    organizations = _organizations(session)
    around = _surroundings(workspace, session, organizations)
    read = reading.read_plainly(session, Talent, LOOKED_AT["talents"])
    talents = list(_told(read, "talents", total, progress))
    yield from rules.findings_in("talents", talents, rules.look_at_talent, around)
    yield from rules.same_people(talents)
    gone: set[int] = set()
    named: list[tuple[int, str]] = []
    units = _noted(reading.read_plainly(session, Enterprise, LOOKED_AT["enterprises"]), gone, named)
    looked = _told(units, "enterprises", total, progress)
    yield from rules.findings_in("enterprises", looked, rules.look_at_unit, around)
    yield from rules.namesakes(named)
    around = dataclasses.replace(around, gone=frozenset(gone))
    yield from rules.findings_in("organizations", organizations, rules.look_at_organization, around)


def _noted(
    units: Iterable[Enterprise], gone: set[int], named: list[tuple[int, str]]
) -> Iterator[Enterprise]:
    """Pass units on and note which are gone and what the others are called."""
    for unit in units:
        number = unit.id or 0
        if unit.is_retired:
            gone.add(number)
        else:
            named.append((number, unit.name))
        yield unit


def _told(
    records: Iterable[Record], kind: str, total: dict[str, int], progress: Progress
) -> Iterator[Record]:
    """Pass records on and tell how many there were."""
    for count, record in enumerate(records, 1):
        if count % _EVERY == 0:
            progress(min(count, total[kind]), total[kind], f"检查{_TITLES[kind]}")
        yield record


def _organizations(session: Session) -> list[Organization]:
    """Read the organizations with the units they cover."""
    units = reading.covered_units(session)
    return [
        dataclasses.replace(organization, units=tuple(units.get(organization.id or 0, ())))
        for organization in reading.read_plainly(session, Organization, LOOKED_AT["organizations"])
    ]


def _surroundings(
    workspace: Workspace,
    session: Session,
    organizations: Iterable[Organization],
) -> Surroundings:
    """Read what the rules must know beyond a record; which units are gone is seen on the way."""
    today = workspace.today()
    covers: dict[int, tuple[Cover, ...]] = {}
    for organization in organizations:
        if organization.kind in COVERING and not organization.is_retired:
            for unit in organization.units:
                here = covers.get(unit.id or 0, ())
                covers[unit.id or 0] = (*here, rules.cover_of(organization))
    townships: dict[str, set[str]] = {}
    for township, villages in words_below(session, "village").items():
        for village in villages:
            townships.setdefault(village, set()).add(township)
    posted = reading.on_duty(session, today)
    return Surroundings(
        today=today,
        policy=policy_in(session, today.year),
        townships_of={village: frozenset(of) for village, of in townships.items() if "" not in of},
        covers=covers,
        posted=frozenset(talent for talent, _ in posted),
        hosts=frozenset(unit for _, unit in posted),
    )
