"""The columns of the tables of 数据质量."""

from __future__ import annotations

from fractions import Fraction

from partydesk.domain.completeness import Clear, CommitteeClears, percent
from partydesk.domain.quality import Finding, Group, Severity
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, Shape

#: What people call the pools.
POOLS = {"talents": "人才库", "enterprises": "企业库", "organizations": "党组织"}
SEVERITY_TONES = {
    Severity.ERROR: Tone.TROUBLE,
    Severity.WARNING: Tone.ATTENTION,
    Severity.NOTICE: Tone.PLAIN,
}
#: A mean below this stands out.
_LOW = Fraction(1, 2)

GROUP_COLUMNS = (
    Column[Group](
        "severity", "", lambda g: g.word, width=76, sortable=False,
        tone=lambda g: SEVERITY_TONES[g.rule.severity], shape=Shape.TAG,
    ),
    Column[Group]("title", "问题", lambda g: g.rule.title, width=216, sortable=False),
    Column[Group]("kind", "所在", lambda g: POOLS[g.kind], width=76, sortable=False),
    Column[Group]("count", "条数", lambda g: f"{g.count:,}", Align.RIGHT, 62, sortable=False),
)  # fmt: skip

FINDING_COLUMNS = (
    Column[Finding]("label", "名称", lambda f: f.label, width=170, sortable=False),
    Column[Finding]("message", "情况", lambda f: f.message, width=310, sortable=False),
    Column[Finding]("open", "", lambda _f: "去修改", width=92, shape=Shape.BUTTON,
                    sortable=False),
)  # fmt: skip


def _clear_column(clear: Clear) -> Column[CommitteeClears]:
    return Column(
        clear.name.lower(),
        clear.value,
        lambda one: _share(one.clears[clear]),
        Align.RIGHT,
        96,
        lambda one: _tone(one.clears[clear]),
        sortable=False,
    )


def _share(share: Fraction) -> str:
    return f"{percent(share)}%"


def _tone(share: Fraction) -> Tone:
    if share == 1:
        return Tone.GOOD
    return Tone.ATTENTION if share < _LOW else Tone.PLAIN


def committee_name(one: CommitteeClears) -> str:
    """What a committee's row is called."""
    return one.name or "（未填隶属党委和苏木乡镇）"


COMMITTEE_COLUMNS = (
    Column[CommitteeClears]("name", "基层党委（没有的按苏木乡镇）", committee_name, width=260,
                            sortable=False),
    Column[CommitteeClears]("units", "单位", lambda one: f"{one.units:,} 家", Align.RIGHT, 92,
                            sortable=False),
    Column[CommitteeClears]("complete", "四清齐全", lambda one: f"{one.complete:,} 家",
                            Align.RIGHT, 96, sortable=False),
    Column[CommitteeClears]("total", "平均", lambda one: _share(one.total), Align.RIGHT, 80,
                            lambda one: _tone(one.total), sortable=False),
    *(_clear_column(clear) for clear in Clear),
    Column[CommitteeClears]("worst", "最弱一清", lambda one: one.worst.value if one.worst else "",
                            width=110, sortable=False),
    Column[CommitteeClears]("open", "", lambda _one: "看名单", width=92, shape=Shape.BUTTON,
                            sortable=False),
)  # fmt: skip
