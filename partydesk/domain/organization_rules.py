"""What follows from what is known of an organization, and what its record leaves open."""

from __future__ import annotations

import dataclasses

from partydesk.domain.errors import Reason
from partydesk.domain.organizations import Formation, Organization, OrganizationKind

#: What a name ends with, longest first, and the kind it says.
_ENDINGS = (
    ("联合党支部", OrganizationKind.JOINT_BRANCH),
    ("联合支部", OrganizationKind.JOINT_BRANCH),
    ("临时党支部", OrganizationKind.TEMPORARY_BRANCH),
    ("党支部", OrganizationKind.BRANCH),
    ("支部委员会", OrganizationKind.BRANCH),
    ("党总支", OrganizationKind.GENERAL_BRANCH),
    ("总支部委员会", OrganizationKind.GENERAL_BRANCH),
    ("工会委员会", OrganizationKind.UNION),
    ("工会", OrganizationKind.UNION),
    ("团支部", OrganizationKind.YOUTH_LEAGUE),
    ("团委", OrganizationKind.YOUTH_LEAGUE),
    ("妇联", OrganizationKind.WOMEN),
    ("妇女联合会", OrganizationKind.WOMEN),
    ("党委", OrganizationKind.COMMITTEE),
)


def completed(organization: Organization) -> Organization:
    """Fill in the kind that the name says, where nothing was given."""
    if organization.kind is not None:
        return organization
    return dataclasses.replace(organization, kind=kind_of_name(organization.name))


def kind_of_name(name: str) -> OrganizationKind | None:
    """Tell the kind from what a name ends with; None where it does not say."""
    for ending, kind in _ENDINGS:
        if name.endswith(ending):
            return kind
    return None


def contradictions(organization: Organization) -> dict[str, Reason]:
    """Name what does not go together; the typed values stay.

    Returns:
        Field name → a sentence that says what and how to mend it.
    """
    found: dict[str, Reason] = {}
    if organization.formation is Formation.OWN and len(organization.units) > 1:
        message = f"单独组建只覆盖一家单位，这里有 {len(organization.units)} 家，请核对组建形式"
        found["formation"] = Reason("own_covers_several", message)
    return found
