"""并入: putting a unit under an organization that is there already."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.listing import Query
from partydesk.domain.organization_rules import contradictions, findings
from partydesk.domain.organizations import COVERING, Organization
from partydesk.domain.references import Reference
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import ENTERPRISES, ORGANIZATIONS, row_of
from partydesk.services.pools import Saved, find_records, store

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: So many are listed; of more, somebody types a few letters.
_MOST = 200
#: What makes an organization near to a unit, the most telling first.
_NEAR = ("township", "superior")


def list_joinable(
    workspace: Workspace, unit: Enterprise, text: str = "", *, single: bool = False
) -> tuple[Organization, ...]:
    """List organizations that a unit may join, those near it first.

    Near are those of its township and of its superior committee; a long register must not push
    them out of the list.

    Args:
        workspace: Open workspace.
        unit: The unit.
        text: What was typed to narrow the list.
        single: Whether organizations of a single unit are listed too.
    """
    kinds = {"kind": tuple(sorted(kind.value for kind in COVERING))}
    conditions = () if single else ("joint",)
    near = [{name: (word,)} for name in _NEAR if (word := getattr(unit, name))]
    found: dict[int | None, Organization] = {}
    for narrowed in (*near, {}):
        query = Query(text, filters={**kinds, **narrowed}, conditions=conditions, limit=_MOST)
        rows = find_records(workspace, ORGANIZATIONS.kind, query).rows
        found.update((one.id, one) for one in rows if one.id not in found)
    return tuple(sorted(found.values(), key=lambda one: _distance(one, unit)))[:_MOST]


def _distance(one: Organization, unit: Enterprise) -> int:
    """The nearer, the smaller; organizations as near keep the order of their names."""
    same = [
        bool(getattr(one, name)) and getattr(one, name) == getattr(unit, name) for name in _NEAR
    ]
    return -sum(weight * alike for weight, alike in zip((2, 1), same, strict=True))


def join_organization(workspace: Workspace, organization_id: int, enterprise_id: int) -> Saved:
    """Let an organization cover one more unit; what follows in the unit's record is done as well.

    Args:
        workspace: Open workspace.
        organization_id: 记录号 of the organization.
        enterprise_id: 记录号 of the unit.

    Returns:
        The organization's number, what moved, and what deserves attention in it afterwards.

    Raises:
        NotFound: There is no such organization or unit.
        RuleViolation: It is dissolved, no organization that covers units, or covers it already.
    """
    with workspace.unit_of_work("join_organization", "并入党组织") as uow:
        row = row_of(uow.session, ORGANIZATIONS, organization_id)
        before = ORGANIZATIONS.read(row)
        unit = ENTERPRISES.read(row_of(uow.session, ENTERPRISES, enterprise_id))
        joined = Reference(enterprise_id, unit.name)
        reasons = _refusals(before, joined)
        if reasons:
            raise RuleViolation(reasons)
        after = dataclasses.replace(before, units=(*before.units, joined))
        store(uow.session, ORGANIZATIONS, row, after)
        uow.relabel(f"“{unit.name}”并入“{before.name}”")
        today = workspace.today()
        found = findings(after, policy_in(uow.session, today.year), today)
        warnings: dict[str, tuple[Reason, ...]] = {
            name: (reason,) for name, reason in contradictions(after).items()
        }
        for one in found:
            warnings[one.field] = (*warnings.get(one.field, ()), one.as_reason())
        changes = uow.commit()
    return Saved(organization_id, changes, warnings)


def _refusals(organization: Organization, unit: Reference) -> list[Reason]:
    """Give all the reasons why a unit cannot join an organization."""
    found = []
    if organization.is_retired:
        found.append(Reason("dissolved", f"“{organization.name}”已撤销，请选择其他党组织"))
    if organization.kind not in COVERING:
        kind = organization.kind or "未定类别"
        message = f"“{organization.name}”是{kind}，单位只能并入党支部、党总支或党委"
        found.append(Reason("covers_nobody", message))
    if unit.id in {one.id for one in organization.units}:
        found.append(Reason("joined_already", f"“{unit.label}”已经由“{organization.name}”覆盖"))
    return found
