"""党组织: its words, filters and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partydesk.domain.fields import fields_of
from partydesk.domain.listing import Query
from partydesk.domain.organization_rules import kind_of_name
from partydesk.domain.organizations import (
    BRANCHES,
    COVERING,
    MASS_ORGANIZATIONS,
    Organization,
    OrganizationKind,
    OrganizationState,
)
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.organizations.columns import organization_columns, state_tone
from partydesk.ui.organizations.judging import Judging
from partydesk.ui.pools.face import ChipSpec, ConditionSpec, PoolFace


def _tag(organization: Organization) -> tuple[str, Tone]:
    return organization.state.value, state_tone(organization)


def _facts(organization: Organization, today: dt.date) -> str:
    """Write kind, superior, secretary and members in one line."""
    del today
    secretary = f"书记 {organization.secretary}" if organization.secretary else ""
    members = "" if organization.members is None else f"正式党员 {organization.members} 人"
    words = (organization.kind, organization.superior, secretary, members)
    return " · ".join(str(word) for word in words if word)


def _figures(workspace: Workspace, year: int) -> str:
    """Count the organizations of each sort."""
    del year

    def count(kinds: frozenset[OrganizationKind] | None = None) -> int:
        filters = {"kind": tuple(kind.value for kind in kinds)} if kinds else {}
        return find_records(workspace, "organizations", Query(filters=filters, limit=0)).total

    parts = [f"{count()} 个", f"党支部 {count(BRANCHES)}"]
    if larger := count(COVERING - BRANCHES):
        parts.append(f"党委、总支 {larger}")
    if mass := count(MASS_ORGANIZATIONS):
        parts.append(f"群团组织 {mass}")
    return " · ".join(parts)


def _derive(name: str, texts: Mapping[str, str], today: dt.date) -> Mapping[str, str]:
    """Give the kind that the name says."""
    del today
    kind = kind_of_name(texts[name]) if name == "name" else None
    return {"kind": kind.value} if kind is not None else {}


def _check(name: str, texts: Mapping[str, str], today: dt.date) -> str:
    """Nothing is judged while typing."""
    del name, texts, today
    return ""


def organizations_face(judging: Judging) -> PoolFace[Organization]:
    """Say what the register looks like; ``judging`` tells what the year's rules say."""
    return PoolFace(
        kind="organizations",
        title="党组织",
        noun="组织",
        counter="个",
        fields=fields_of(Organization),
        blank=lambda: Organization(name=""),
        identity="code",
        search_hint="名称、书记、单位、首字母…",
        empty_title="还没有党组织和群团组织",
        empty_hint="先登记企业库里的单位，再导入党组织名册或逐个新增；覆盖了哪些单位，填一次就够。",
        columns=lambda _today: organization_columns(judging),
        turned=frozenset(),
        chips=(
            ChipSpec("kind", "类别"),
            ChipSpec("superior", "隶属"),
            ChipSpec("formation", "组建形式"),
            ChipSpec(
                "state",
                "状态",
                may_lack=False,
                retired=frozenset({OrganizationState.DISSOLVED.value}),
            ),
        ),
        more_filters=("branch_class", "township", "standards", "tags"),
        tag=_tag,
        facts=_facts,
        figures=_figures,
        derive=_derive,
        check=_check,
        retired_word=OrganizationState.DISSOLVED.value,
        conditions=(
            ConditionSpec("term_due", "本届任期快要届满或已逾期的组织"),
            ConditionSpec(
                "standardizing", "规范化建设还有项目没有达标的党组织", rival="innovating"
            ),
            ConditionSpec("innovating", "规范化建设全部达标的党组织", rival="standardizing"),
        ),
        follows=frozenset({"enterprises", "coverages", "organization_events", "policies"}),
    )
