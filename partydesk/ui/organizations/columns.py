"""The columns of the list of organizations."""

from __future__ import annotations

from collections.abc import Callable

from partydesk.domain.organizations import Organization
from partydesk.ui.colours import Tone
from partydesk.ui.organizations.judging import Judging
from partydesk.ui.pools.columns import field_column, text_of
from partydesk.ui.short_names import short_unit
from partydesk.ui.table import Align, Column, Shape

_NAMED = 1


def units_in_words(organization: Organization, banner: str) -> str:
    """Name the unit that is covered, of several the first with their number before it."""
    names = [short_unit(unit.label, banner) for unit in organization.units]
    return f"{len(names)} 家：{names[0]}…" if len(names) > _NAMED else "".join(names)


def organization_columns(judging: Judging) -> tuple[Column[Organization], ...]:
    """Declare the columns; what the year's rules say is asked of ``judging``."""

    def tone(field: str) -> Callable[[Organization], Tone | None]:
        return lambda organization: judging.tone(organization, field)

    def units_tip(organization: Organization) -> str:
        names = [unit.label for unit in organization.units]
        return "\n".join([*names, judging.tip(organization, "units")]).strip()

    def units(organization: Organization) -> str:
        return units_in_words(organization, judging.banner)

    def superior(organization: Organization) -> str:
        return short_unit(organization.superior or "", judging.banner)

    return (
        Column("name", "组织名称", text_of(Organization, "name"), width=168),
        field_column(Organization, "kind", 100, label="类别"),
        Column("superior", "隶属", superior, width=86, tip=text_of(Organization, "superior")),
        Column("units", "覆盖单位", units, width=94, sortable=False,
               tone=tone("units"), tip=units_tip),
        field_column(Organization, "secretary", 76),
        Column("members", "党员", text_of(Organization, "members"), align=Align.RIGHT, width=50,
               tone=tone("members"), tip=lambda one: judging.tip(one, "members")),
        Column("term_due", "换届到期", judging.term_month, width=78, sortable=False,
               tone=tone("elected_on"), tip=judging.term_tip),
        Column("stage", "阶段", judging.stage_words, width=74, sortable=False,
               tone=judging.stage_tone, shape=Shape.TAG, tip=judging.stage_tip),
        field_column(Organization, "formation", 84, shown=False),
        field_column(Organization, "branch_class", 110, shown=False),
        field_column(Organization, "township", 96, shown=False),
        field_column(Organization, "phone", 120, shown=False),
        Column("committee", "班子成员", text_of(Organization, "committee"), width=180,
               tone=tone("committee"), tip=lambda one: judging.tip(one, "committee"), shown=False),
        field_column(Organization, "established_on", 100, shown=False),
        field_column(Organization, "elected_on", 110, shown=False),
        field_column(Organization, "probationary", 76, shown=False),
        field_column(Organization, "activists", 96, shown=False),
        field_column(Organization, "applicants", 90, shown=False),
        field_column(Organization, "standards", 160, shown=False),
        field_column(Organization, "code", 110, shown=False),
        field_column(Organization, "approval_number", 140, shown=False),
        field_column(Organization, "tags", 110, shown=False),
        field_column(Organization, "state", 76, shown=False),
        field_column(Organization, "state_reason", 140, shown=False),
        field_column(Organization, "note", 160, shown=False),
    )  # fmt: skip


def state_tone(organization: Organization) -> Tone:
    """Give the tone of an organization's 存续状态."""
    return Tone.QUIET if organization.is_retired else Tone.GOOD
