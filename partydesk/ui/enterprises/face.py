"""企业库: its words, filters and figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from partydesk.domain.classification import kind_of
from partydesk.domain.enterprise_size import size_of
from partydesk.domain.enterprises import GONE, Enterprise, Standing
from partydesk.domain.fields import field_of, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.values import ValueRefused, parse
from partydesk.services.coverage import count_unbuilt
from partydesk.services.dictionaries import place_of_code
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.enterprises.columns import enterprise_columns, standing_tone
from partydesk.ui.pools.face import ChipSpec, ConditionSpec, PoolFace

_CODE = field_of(Enterprise, "credit_code")
_CODE_LENGTH = 18
#: Where the six digits of the registering office stand in the code (GB 32100-2015).
_PLACE_BEGINS, _PLACE_ENDS = 2, 8
#: Shorter than what is said on saving: there is little room beside the field.
_ODD = {
    "check_digit": "末位校验不符，请对照执照核对",
    "alphabet": "含有代码不用的字母（I、O、Z、S、V），请对照执照核对",
}
_GONE = frozenset(operation.value for operation in GONE)


def _tag(unit: Enterprise) -> tuple[str, Tone]:
    if unit.is_retired and unit.operation:
        return unit.operation.value, Tone.QUIET
    return unit.standing.value, standing_tone(unit)


def _facts(unit: Enterprise, today: dt.date) -> str:
    """Write kind, size as far as known, ownership, place and operation in one line."""
    del today
    place = "".join(word for word in (unit.township, unit.village) if word)
    size = size_of(unit).size
    large = "" if size is None else size.word
    words = (unit.kind, large, unit.ownership, place, unit.operation)
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
    """Give the kind once the credit code is complete; the rest is filled in on saving."""
    code = _code(texts)
    if name != _CODE.name or len(code) != _CODE_LENGTH:
        return {}
    try:
        parse(_CODE, code, today=today)
    except ValueRefused:
        return {}
    return {"kind": str(kind_of(code, None, None) or "")}


def _code(texts: Mapping[str, str]) -> str:
    """The credit code as far as typed, without what people put between its parts."""
    return re.sub(r"[\s-]", "", texts[_CODE.name]).upper()


def _hint(name: str, texts: Mapping[str, str], today: dt.date) -> str:
    """Name the place of the registering office (characters 3-8), then what is odd."""
    code = _code(texts)
    if name != _CODE.name or len(code) < _PLACE_ENDS:
        return ""
    place = place_of_code(code[_PLACE_BEGINS:_PLACE_ENDS])
    parts = [f"登记机关在{place}" if place else "第 3 至 8 位不是已知的行政区划"]
    if len(code) >= _CODE_LENGTH:
        try:
            warnings = parse(_CODE, code, today=today).warnings
            parts.extend(_ODD.get(warning.code, warning.message) for warning in warnings)
        except ValueRefused as refused:
            parts.append(refused.reason.message)
    return "；".join(parts)


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
    hint=_hint,
    retired_word="已注销",
    conditions=(
        ConditionSpec("unbuilt", "正常经营、正式党员够数而没有党组织的单位"),
        ConditionSpec("fit_outside", "符合本年度入库条件而未入库的单位"),
    ),
    follows=frozenset({"placements", "organizations", "coverages", "policies"}),
)
