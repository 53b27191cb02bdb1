"""What follows in other records from what an action wrote: one fact is entered once.

The organizations' links to units decide the units' 党组织情况 and 群团组织; names of superior
organizations are words of the dictionary. All of it happens in the same action, whoever acted:
the window, an import, the command line, a merge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.journal import Image, RowChange
from partydesk.db.models import CoverageRow, EnterpriseRow, OrganizationRow
from partydesk.domain.coverage import MASS_WORDS, Coverer, PartyFacts, following
from partydesk.domain.organizations import (
    SUPERIORS,
    OrganizationKind,
    OrganizationState,
)
from partydesk.services.dictionaries import learn_words, rename_everywhere

Written = Mapping[tuple[str, int], RowChange]

#: Organizations under whose name others stand (隶属党组织).
_NAMED = SUPERIORS | {OrganizationKind.COMMITTEE, OrganizationKind.GENERAL_BRANCH}
#: So many numbers are asked for at once; the driver takes no more than 32,766 values.
_BATCH = 500


def settle(session: Session, written: Written) -> None:
    """Bring other records into line with what was written; nothing is committed.

    Args:
        session: The action's session, flushed.
        written: Table and number → the change so far.
    """
    organizations = _of_table(written, OrganizationRow.__tablename__)
    links = _of_table(written, CoverageRow.__tablename__)
    if organizations:
        _settle_names(session, organizations)
    if organizations or links:
        _settle_units(session, organizations, links)


def related(session: Session, changes: Collection[RowChange]) -> Iterator[tuple[str, int]]:
    """Name the records that are found by words of those written, as table and number.

    Args:
        session: The action's session, flushed.
        changes: What was written.
    """
    linked = {
        int(image["organization_id"])
        for change in changes
        if change.table == CoverageRow.__tablename__
        for image in (change.before, change.after)
        if image and "organization_id" in image
    }
    renamed = [
        change.row_id
        for change in changes
        if change.table == EnterpriseRow.__tablename__ and "name" in (change.after or {})
        if change.operation == "update"
    ]
    moved = [
        change.row_id
        for change in changes
        if change.table == CoverageRow.__tablename__ and change.operation == "update"
    ]
    for column, numbers in ((CoverageRow.enterprise_id, renamed), (CoverageRow.id, moved)):
        for batch in _batches(numbers):
            found = select(CoverageRow.organization_id).where(column.in_(batch))
            linked.update(session.scalars(found))
    if linked:
        _forget_links(session, linked)
    for number in sorted(linked):
        yield OrganizationRow.__tablename__, number


def _forget_links(session: Session, organizations: Collection[int]) -> None:
    """Let links be read anew that the session holds as they were."""
    for instance in session:
        if isinstance(instance, CoverageRow) and instance.organization_id in organizations:
            session.expire(instance, ["enterprise"])
        elif isinstance(instance, OrganizationRow) and instance.id in organizations:
            session.expire(instance, ["coverages"])


def _of_table(written: Written, table: str) -> dict[int, RowChange]:
    """The changes of one table by number."""
    return {number: change for (name, number), change in written.items() if name == table}


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Part numbers into lists that one question can hold."""
    rest = sorted(set(numbers))
    for start in range(0, len(rest), _BATCH):
        yield rest[start : start + _BATCH]


def _settle_names(session: Session, organizations: Mapping[int, RowChange]) -> None:
    """Teach the dictionary the names of superior organizations, and carry a new name on."""
    learned = []
    for number, change in organizations.items():
        after = change.after or {}
        if not after.keys() & {"name", "kind", "state"}:
            continue
        row = session.get(OrganizationRow, number)
        if row is None or row.kind not in _NAMED or row.state is OrganizationState.DISSOLVED:
            continue
        old = (change.before or {}).get("name")
        was = (change.before or {}).get("kind", row.kind)
        if old and old != row.name and was in _NAMED and not _is_called(session, old):
            rename_everywhere(session, "committee", old, row.name)
        else:
            learned.append(row.name)
    if learned:
        learn_words(session, "committee", tuple(learned))


def _is_called(session: Session, name: str) -> bool:
    """Whether an organization that others stand under still has this name."""
    namesake = select(OrganizationRow.id).where(
        OrganizationRow.name == name,
        OrganizationRow.kind.in_(_NAMED),
        OrganizationRow.state == OrganizationState.ACTIVE,
    )
    return session.scalar(namesake.limit(1)) is not None


@dataclass(slots=True)
class _Moves:
    """What happened to the links between organizations and units.

    Attributes:
        organizations: Organizations whose links, kind, state or formation moved.
        units: Units that were linked or unlinked.
        lost: Unit → kinds of organizations that covered it before.
    """

    organizations: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    lost: dict[int, set[OrganizationKind]] = field(default_factory=dict)

    def lose(self, unit: int, kind: OrganizationKind | None) -> None:
        """Note that an organization may cover a unit no more."""
        if kind is not None:
            self.lost.setdefault(unit, set()).add(kind)


def _settle_units(
    session: Session, organizations: Mapping[int, RowChange], links: Mapping[int, RowChange]
) -> None:
    """Write into the units what follows from their organizations."""
    moves = _moves(session, organizations, links)
    units = set(moves.units)
    for batch in _batches(moves.organizations):
        linked = select(CoverageRow.enterprise_id).where(CoverageRow.organization_id.in_(batch))
        units.update(session.scalars(linked))
    words: set[str] = set()
    for batch in _batches(units):
        coverers = _coverers(session, batch)
        wanted = select(EnterpriseRow).where(EnterpriseRow.id.in_(batch))
        for unit in session.scalars(wanted):
            facts = PartyFacts(
                unit.party_organization, unit.none_reason, unit.superior, unit.mass_organizations
            )
            after = following(facts, coverers.get(unit.id, ()), moves.lost.get(unit.id, ()))
            if after != facts:
                words |= set(after.masses) - set(facts.masses)
                unit.party_organization, unit.none_reason = after.party, after.none_reason
                unit.superior, unit.mass_organizations = after.superior, after.masses
    if words:
        order = [word for word in MASS_WORDS.values() if word in words]
        learn_words(session, "mass_organization", tuple(order))


def _moves(
    session: Session, organizations: Mapping[int, RowChange], links: Mapping[int, RowChange]
) -> _Moves:
    """Find out which links moved and which organizations ceased to cover."""
    moves = _Moves()
    ends = list(_ends(session, links))
    covered_by = _before(session, organizations, {end.organization for end in ends})
    for number, change in organizations.items():
        moved = (change.after or {}).keys() & {"kind", "state", "formation"}
        if change.operation == "update" and moved:
            moves.organizations.add(number)
    for batch in _batches(moves.organizations):
        linked = select(CoverageRow.organization_id, CoverageRow.enterprise_id)
        for organization, unit in session.execute(
            linked.where(CoverageRow.organization_id.in_(batch))
        ):
            moves.lose(unit, covered_by.get(organization))
    for end in ends:
        moves.organizations.add(end.organization)
        moves.units.add(end.unit)
        if end.gone:
            moves.lose(end.unit, covered_by.get(end.organization))
    return moves


@dataclass(frozen=True, slots=True)
class _End:
    """A link before or after the action.

    Attributes:
        organization: Number of the organization.
        unit: Number of the unit.
        gone: Whether it was so before, not after.
    """

    organization: int
    unit: int
    gone: bool


def _ends(session: Session, links: Mapping[int, RowChange]) -> Iterator[_End]:
    """Tell what each link joined and joins; an image holds only the columns that moved."""
    for number, change in links.items():
        now: Image = {}
        if change.operation != "delete":
            row = session.get_one(CoverageRow, number)
            now = {"organization_id": row.organization_id, "enterprise_id": row.enterprise_id}
            yield _End(row.organization_id, row.enterprise_id, gone=False)
        if change.operation != "insert":
            was = {**now, **(change.before or {})}
            yield _End(int(was["organization_id"]), int(was["enterprise_id"]), gone=True)


def _before(
    session: Session, organizations: Mapping[int, RowChange], linked: Collection[int]
) -> dict[int, OrganizationKind]:
    """Kinds that the organizations concerned had before, of those that were active then."""
    kinds: dict[int, OrganizationKind] = {}
    for batch in _batches({*linked, *organizations}):
        found = select(OrganizationRow.id, OrganizationRow.kind, OrganizationRow.state)
        now: dict[int, dict[str, Any]] = {
            number: {"kind": kind, "state": state}
            for number, kind, state in session.execute(found.where(OrganizationRow.id.in_(batch)))
        }
        for number in batch:
            change = organizations.get(number)
            if change is not None and change.operation == "insert":
                continue
            was = {**now.get(number, {}), **((change and change.before) or {})}
            if was.get("kind") and was.get("state") == OrganizationState.ACTIVE:
                kinds[number] = OrganizationKind(was["kind"])
    return kinds


def _coverers(session: Session, units: Collection[int]) -> dict[int, list[Coverer]]:
    """The active organizations of units, with how many units each of them covers."""
    own = CoverageRow.__table__.alias()
    count = (
        select(func.count())
        .where(own.c.organization_id == OrganizationRow.id)
        .correlate(OrganizationRow)
        .scalar_subquery()
    )
    statement = (
        select(
            CoverageRow.enterprise_id,
            OrganizationRow.kind,
            OrganizationRow.formation,
            count,
            OrganizationRow.superior,
        )
        .join(OrganizationRow, OrganizationRow.id == CoverageRow.organization_id)
        .where(
            CoverageRow.enterprise_id.in_(units), OrganizationRow.state == OrganizationState.ACTIVE
        )
        .order_by(CoverageRow.id)
    )
    found: dict[int, list[Coverer]] = {}
    for unit, *rest in session.execute(statement):
        found.setdefault(unit, []).append(Coverer(*rest))
    return found
