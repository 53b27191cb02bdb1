"""人才库: its words, filters and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partydesk.domain import talent_rules
from partydesk.domain.fields import field_of, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.placements import POSTED
from partydesk.domain.talents import PoolState, Talent
from partydesk.domain.values import ValueRefused, longer_number, parse, show
from partydesk.services.placements import list_placements
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.pools.face import ChipSpec, FieldOffer, PoolFace
from partydesk.ui.talents.columns import state_tone, talent_columns

_NUMBER = field_of(Talent, "citizen_number")
_NUMBER_LENGTH = 18
#: Fields that the citizen number answers.
_DERIVED = ("birth", "sex")


def _tag(talent: Talent) -> tuple[str, Tone]:
    return talent.state.value, state_tone(talent)


def _facts(talent: Talent, today: dt.date) -> str:
    """Write sex, ethnicity, birth with age, and Party membership in one line."""
    born = f"{talent.birth}（{talent.birth.age_on(today)} 岁）" if talent.birth else ""
    joined = f" {talent.joined}" if talent.joined else ""
    party = f"{talent.political}{joined}" if talent.political else ""
    words = (talent.sex, talent.ethnicity, born, party)
    return " · ".join(str(word) for word in words if word)


def _figures(workspace: Workspace, year: int) -> str:
    """Count the people, those who may be sent and those appointed this year."""

    def count(state: PoolState | None) -> int:
        filters = {"state": (state.value,)} if state else {}
        return find_records(workspace, "talents", Query(filters=filters, limit=0)).total

    appointed = {
        placement.talent_id
        for placement in list_placements(workspace, year)
        if placement.state in POSTED
    }
    parts = [f"{count(None)} 人", f"可选派 {count(PoolState.AVAILABLE)}"]
    if paused := count(PoolState.PAUSED):
        parts.append(f"暂缓 {paused}")
    if appointed:
        parts.append(f"{year} 年已委任 {len(appointed)}")
    return " · ".join(parts)


def _read_number(text: str, today: dt.date) -> Talent:
    """Read what a citizen number says.

    Raises:
        ValueRefused: It is none.
    """
    number = parse(_NUMBER, text, today=today).value
    return talent_rules.completed(
        Talent(name="", citizen_number=number if isinstance(number, str) else None)
    )


def _derive(name: str, texts: Mapping[str, str], today: dt.date) -> Mapping[str, str]:
    """Give birth date and sex once the citizen number is complete."""
    if name != _NUMBER.name or len(texts[name]) < _NUMBER_LENGTH:
        return {}
    try:
        known = _read_number(texts[name], today)
    except ValueRefused:
        return {}
    return {each: show(field_of(Talent, each), getattr(known, each)) for each in _DERIVED}


def _check(name: str, texts: Mapping[str, str], today: dt.date) -> str:
    """Say at once when eighteen characters are no citizen number."""
    if name != _NUMBER.name or len(texts[name]) < _NUMBER_LENGTH:
        return ""
    try:
        _read_number(texts[name], today)
    except ValueRefused as refused:
        return refused.reason.message
    return ""


def _offer(name: str, texts: Mapping[str, str], today: dt.date) -> FieldOffer | None:
    """Offer the 18 characters that an old number of 15 digits became; the person must confirm."""
    if name != _NUMBER.name:
        return None
    longer = longer_number(texts[name], today)
    if longer is None:
        return None
    try:
        parse(_NUMBER, texts[name], today=today)
    except ValueRefused as refused:
        return FieldOffer(refused.reason.message, "已核实，填入 18 位号码", longer)
    return None


TALENTS = PoolFace(
    kind="talents",
    title="人才库",
    noun="人才",
    counter="人",
    fields=fields_of(Talent),
    blank=lambda: Talent(name=""),
    identity=_NUMBER.name,
    search_hint="姓名、单位、专长、首字母…",
    empty_title="还没有人才",
    empty_hint="先导入人才名册，或照着纸上的登记表新增一人。没有名册时可以先保存一份模板发下去填。",
    columns=talent_columns,
    turned=frozenset({"birth"}),
    chips=(
        ChipSpec("state", "状态", may_lack=False, retired=frozenset({PoolState.RETIRED.value})),
        ChipSpec("source", "来源"),
        ChipSpec("specialties", "专长"),
        ChipSpec("townships", "愿去", nothing_fits=True, may_lack=False),
        ChipSpec("languages", "语言"),
    ),
    more_filters=(
        "sex",
        "ethnicity",
        "political",
        "education",
        "engagement",
        "industries",
        "grade",
    ),
    tag=_tag,
    facts=_facts,
    figures=_figures,
    derive=_derive,
    check=_check,
    offer=_offer,
    retired_word="已退出",
)
