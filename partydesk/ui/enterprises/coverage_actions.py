"""What can be done about a unit that no organization covers: 应建未建, 新建, 并入."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.organizations import Formation, OrganizationKind
from partydesk.domain.selection import Role
from partydesk.services.offers import offer_record
from partydesk.ui.commands import Command
from partydesk.ui.enterprises.join_dialog import JoinDialog
from partydesk.ui.short_names import short_unit

if TYPE_CHECKING:
    from partydesk.ui.enterprises.page import EnterprisesPage

#: Fields that a new organization takes over from its unit as they stand.
_TAKEN = ("superior", "township", "members", "probationary", "activists", "applicants")


def found_organization(page: EnterprisesPage) -> None:
    """Begin a branch of the unit's own on its page, with what is known filled in."""
    unit = page.card.record
    if unit is not None and unit.id is not None:
        page.begin_organization(known_of(page, unit, unit.id))


def known_of(page: EnterprisesPage, unit: Enterprise, number: int) -> dict[str, str]:
    """Give what a new branch's form can be filled in with: field name → text."""
    short = short_unit(unit.name, page.workspace.profile.name)
    known = {
        "name": f"{short}{OrganizationKind.BRANCH}",
        "kind": OrganizationKind.BRANCH.value,
        "formation": Formation.OWN.value,
        "units": offer_record(page.workspace, "enterprises", number).label,
    }
    known.update({name: str(getattr(unit, name)) for name in _TAKEN if getattr(unit, name)})
    posted = page.coverage.coverage.posted if page.coverage.coverage else ()
    secretary = next((one.name for one in posted if one.role is Role.SECRETARY), "")
    return {**known, "secretary": secretary} if secretary else known


def join_organization(page: EnterprisesPage) -> None:
    """Ask for the organization that is to cover the unit."""
    unit = page.card.record
    if unit is not None and unit.id is not None:
        JoinDialog(page, page.desk, page.workspace, unit).present()


def _refusal(page: EnterprisesPage) -> str:
    unit = page.card.record
    if unit is None:
        return "请先在名单中选一家单位；新增的请先保存"
    if unit.is_retired:
        return f"“{unit.name}”已经{unit.operation}"
    coverage = page.coverage.coverage
    if coverage is not None and coverage.organizations:
        return f"已由“{coverage.organizations[0].organization.label}”覆盖"
    return ""


def coverage_commands(page: EnterprisesPage) -> Sequence[Command]:
    """List the commands about coverage."""
    group = page.face.title
    return [
        Command("enterprises.unbuilt", "查看应建未建单位", group,
                partial(page.show_condition, "unbuilt"), "", button_text="应建未建"),
        Command("enterprises.found", "为这家单位新建党组织…", group,
                partial(found_organization, page), "", partial(_refusal, page),
                "新建党组织…"),
        Command("enterprises.join", "并入已有联合党支部…", group,
                partial(join_organization, page), "", partial(_refusal, page),
                "并入联合党支部…"),
    ]  # fmt: skip
