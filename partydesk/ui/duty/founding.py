"""What is known of an organization that a line of the ledger says was founded."""

from __future__ import annotations

from typing import Final

from partydesk.domain.duty.ledger import LedgerLine
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.organizations import Formation, OrganizationKind
from partydesk.services.offers import offer_record
from partydesk.services.pools import get_record
from partydesk.services.workspace import Workspace
from partydesk.ui.short_names import short_unit

#: Words of a line → what kind of organization it means, the first that fits.
_SAID: Final = (
    ("联合党支部", OrganizationKind.JOINT_BRANCH),
    ("临时党支部", OrganizationKind.TEMPORARY_BRANCH),
    ("党总支", OrganizationKind.GENERAL_BRANCH),
    ("党支部", OrganizationKind.BRANCH),
    ("工会", OrganizationKind.UNION),
    ("团", OrganizationKind.YOUTH_LEAGUE),
    ("妇", OrganizationKind.WOMEN),
)
#: Kinds that are formed of one unit's own people, as far as a line can tell.
_ENDINGS: Final = {OrganizationKind.YOUTH_LEAGUE: "团支部", OrganizationKind.WOMEN: "妇委会"}
_TAKEN: Final = ("superior", "township")


def known_of(workspace: Workspace, line: LedgerLine) -> dict[str, str]:
    """Give what a new organization's form can be filled in with: field name → text."""
    kind = _kind_of(line)
    known = {"kind": kind.value if kind else ""}
    number = line.entry.enterprise_id
    if number is not None:
        unit = get_record(workspace, "enterprises", number)
        assert isinstance(unit, Enterprise)  # noqa: S101 - the pool holds nothing else
        short = short_unit(unit.name, workspace.profile.name)
        known["name"] = f"{short}{_ENDINGS.get(kind, kind.value) if kind else ''}"
        known["units"] = offer_record(workspace, "enterprises", number).label
        known.update({name: str(getattr(unit, name) or "") for name in _TAKEN})
    if kind is OrganizationKind.BRANCH:
        known["formation"] = Formation.OWN.value
    return {name: text for name, text in known.items() if text}


def _kind_of(line: LedgerLine) -> OrganizationKind | None:
    found = next((kind for word, kind in _SAID if word in line.entry.content), None)
    if line.entry.outcome is Outcome.PARTY_ORGANIZATION:
        mass = {OrganizationKind.UNION, OrganizationKind.YOUTH_LEAGUE, OrganizationKind.WOMEN}
        return OrganizationKind.BRANCH if found is None or found in mass else found
    return found
