"""企业库: its words, filters and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partydesk.domain.enterprises import Enterprise, Operation, Standing
from partydesk.domain.fields import fields_of
from partydesk.domain.listing import Query
from partydesk.services.coverage import count_unbuilt
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.enterprises.columns import enterprise_columns, standing_tone
from partydesk.ui.pools.face import ChipSpec, ConditionSpec, PoolFace

_GONE = frozenset({Operation.CANCELLED.value, Operation.REVOKED.value})


def _tag(unit: Enterprise) -> tuple[str, Tone]:
    if unit.is_retired and unit.operation:
        return unit.operation.value, Tone.QUIET
    return unit.standing.value, standing_tone(unit)


def _facts(unit: Enterprise, today: dt.date) -> str:
    """Write kind, ownership, place and operation in one line."""
    del today
    place = "".join(word for word in (unit.township, unit.village) if word)
    words = (unit.kind, unit.ownership, place, unit.operation)
    return " · ".join(str(word) for word in words if word)


def _figures(workspace: Workspace, year: int) -> str:
    """Count the units, those in the pool, and those that are due to found an organization."""
    del year

    def count(**filters: str) -> int:
        wanted = {name: (word,) for name, word in filters.items()}
        return find_records(workspace, "enterprises", Query(filters=wanted, limit=0)).total

    parts = [f"{count()} 家", f"在库 {count(standing=Standing.IN_POOL.value)}"]
    if proposed := count(standing=Standing.PROPOSED.value):
        parts.append(f"拟入库 {proposed}")
    if unbuilt := count_unbuilt(workspace):
        parts.append(f"应建未建 {unbuilt}")
    return " · ".join(parts)


def _derive(name: str, texts: Mapping[str, str], today: dt.date) -> Mapping[str, str]:
    """Nothing follows while typing; kind, ownership and township are filled in on saving."""
    del name, texts, today
    return {}


def _check(name: str, texts: Mapping[str, str], today: dt.date) -> str:
    """Nothing is judged while typing."""
    del name, texts, today
    return ""


ENTERPRISES = PoolFace(
    kind="enterprises",
    title="企业库",
    noun="单位",
    counter="家",
    fields=fields_of(Enterprise),
    blank=lambda: Enterprise(name=""),
    identity="credit_code",
    search_hint="名称、法人、电话、首字母…",
    empty_title="还没有企业、合作社和社会组织",
    empty_hint="先导入市场监管等部门给的名册，程序会判断单位类型和所属苏木乡镇；也可以逐家新增。",
    columns=enterprise_columns,
    turned=frozenset(),
    chips=(
        ChipSpec("kind", "类型"),
        ChipSpec("standing", "入库", may_lack=False),
        ChipSpec("township", "乡镇"),
        ChipSpec("operation", "经营", retired=_GONE),
        ChipSpec("party_organization", "党组织"),
    ),
    more_filters=("ownership", "industry", "owner_political", "superior", "mass_organizations"),
    tag=_tag,
    facts=_facts,
    figures=_figures,
    derive=_derive,
    check=_check,
    retired_word="已注销",
    conditions=(ConditionSpec("unbuilt", "应建未建", "正常经营、正式党员够数而没有党组织的单位"),),
    follows=frozenset({"placements", "organizations", "coverages", "policies"}),
)
