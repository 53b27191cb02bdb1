"""党组织: what befalls an organization, what deserves attention in it, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import OrganizationEventRow, OrganizationRow
from partydesk.domain import organization_events, organization_rules
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.organization_events import (
    EventForm,
    EventKind,
    OrganizationEvent,
    event_fields,
    event_of,
)
from partydesk.domain.organization_rules import Finding, Ladder
from partydesk.domain.organizations import Organization
from partydesk.domain.values import Cell
from partydesk.services.dictionaries import words_in
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import ORGANIZATIONS, row_of
from partydesk.services.pools import Saved, store

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

__all__ = ["event_fields", "findings_of", "ladder_of", "list_events", "record_event"]


def record_event(
    workspace: Workspace, organization_id: int, kind: EventKind, texts: Mapping[str, Cell]
) -> Saved:
    """Record an event and what it changes in the record, as one action.

    Args:
        workspace: Open workspace.
        organization_id: 记录号.
        kind: 事项.
        texts: Field name of :func:`event_fields` → what was typed. The committee of an election
            stays when it is left out and goes when it is empty.

    Returns:
        The organization's number, what moved, and what deserves attention afterwards.

    Raises:
        NotFound: There is no such organization.
        ValidationFailed: A value is missing or cannot be read.
        RuleViolation: The event cannot have happened as told; all reasons at once.
    """
    with workspace.unit_of_work(f"organization_{kind.name.lower()}", f"{kind}登记") as uow:
        row = _row(uow.session, organization_id)
        before = ORGANIZATIONS.read(row)
        form = _read_form(workspace, kind, texts, before)
        reasons = organization_events.refusals(before, form, _events(uow.session, organization_id))
        if reasons:
            raise RuleViolation(reasons)
        after = organization_events.after_event(before, form)
        store(uow.session, ORGANIZATIONS, row, after)
        uow.session.add(
            OrganizationEventRow(
                organization_id=organization_id,
                kind=kind,
                happened_on=form.happened_on,
                document=form.document,
                details=organization_events.told(before, after, form) or None,
            )
        )
        uow.relabel(f"{kind}登记“{before.name}”")
        policy = policy_in(uow.session, workspace.today().year)
        found = organization_rules.findings(after, policy, workspace.today())
        changes = uow.commit()
    return Saved(organization_id, changes, {one.field: (one.as_reason(),) for one in found})


def _read_form(
    workspace: Workspace, kind: EventKind, texts: Mapping[str, Cell], before: Organization
) -> EventForm:
    """Read what was typed.

    Raises:
        ValidationFailed: A value is missing or cannot be read.
    """
    fields = event_fields(kind)
    required: dict[str, Cell] = {field.name: None for field in fields if field.required}
    known = {field.name for field in fields}
    cells = {name: cell for name, cell in texts.items() if name in known}
    entry = read_entry(fields, {**required, **cells}, today=workspace.today(), words={})
    values = entry.values
    if kind is EventKind.ELECTED:
        values.setdefault("committee", before.committee)
    return event_of(kind, values)


def _row(session: Session, organization_id: int) -> OrganizationRow:
    """Give the row of an organization.

    Raises:
        NotFound: There is none.
    """
    row = row_of(session, ORGANIZATIONS, organization_id)
    if not isinstance(row, OrganizationRow):
        raise NotFound(f"没有记录号为 {organization_id} 的组织")
    return row


def list_events(workspace: Workspace, organization_id: int) -> tuple[OrganizationEvent, ...]:
    """List the events of an organization, oldest first."""
    with workspace.reading() as session:
        return _events(session, organization_id)


def _events(session: Session, organization_id: int) -> tuple[OrganizationEvent, ...]:
    """Read the events in the order in which they happened."""
    statement = (
        select(OrganizationEventRow)
        .where(OrganizationEventRow.organization_id == organization_id)
        .order_by(OrganizationEventRow.happened_on, OrganizationEventRow.id)
    )
    return tuple(
        OrganizationEvent(row.id, row.kind, row.happened_on, row.document or "", row.details or "")
        for row in session.scalars(statement)
    )


def findings_of(workspace: Workspace, organization_id: int) -> tuple[Finding, ...]:
    """List what deserves attention in an organization today.

    Raises:
        NotFound: There is no such organization.
    """
    today = workspace.today()
    with workspace.reading() as session:
        record = ORGANIZATIONS.read(_row(session, organization_id))
        return organization_rules.findings(record, policy_in(session, today.year), today)


def ladder_of(workspace: Workspace, organization_id: int) -> Ladder:
    """Tell where an organization stands on the ladder and which standards it misses.

    Raises:
        NotFound: There is no such organization.
    """
    with workspace.reading() as session:
        record = ORGANIZATIONS.read(_row(session, organization_id))
        return organization_rules.ladder_of(record, words_in(session, "standard"))
