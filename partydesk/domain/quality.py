"""What is wrong or doubtful in stored records, told so that a clerk can mend it.

Each finding has a stable code; :data:`RULES` says once what a code is called, how grave it is and
how it is mended. Nothing here is stored: findings are read off the records as they are. What only
may be wrong is left out where it would raise false alarms over an honest register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.completeness import CLEARS, label_of


class Severity(StrEnum):
    """How grave a finding is; the words are those of ``partydesk check``."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {"error": "须改正", "warning": "须核对", "notice": "提示"}[self.value]


#: Code of every blank that should be filled.
GAP = "gap"


@dataclass(frozen=True, slots=True)
class Rule:
    """What findings of one code have in common.

    Attributes:
        title: What is found, in a few words.
        severity: How grave it is.
        remedy: How it is mended, one sentence.
    """

    title: str
    severity: Severity
    remedy: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE
RULES: Mapping[str, Rule] = {
    # people
    "birth_contradicts": Rule("出生日期与身份证号不符", _E, "对照身份证，改正出生日期或号码。"),
    "sex_contradicts": Rule("性别与身份证号不符", _E, "对照身份证，改正性别或号码。"),
    "joined_too_young": Rule("入党时不满 18 岁", _W, "核对入党时间和出生日期。"),
    "joined_no_member": Rule("有入党时间而不是党员", _W, "核对政治面貌和入党时间。"),
    "age_odd": Rule("年龄超出常见范围", _E, "核对出生日期；范围在“系统 › 年度政策”里改。"),
    "reason_contradicts_state": Rule(
        "可选派却写着不能选派的原因", _W, "核对在库状态；确可选派的，清空状态说明。"
    ),
    "source_contradicts_age": Rule("人员来源与年龄不符", _W, "核对人员来源和出生日期。"),
    "no_seats": Rule("可选派而可驻 0 家", _N, "匹配时不会分给任何单位；可驻的写明家数。"),
    "away_on_duty": Rule("已退出或暂缓却仍在派驻", _W, "到“协议与委任”办理调整，或改回在库状态。"),
    "same_person": Rule("同名同生日的人", _W, "是同一人的合并，不是的补填身份证号以示区别。"),
    # units
    "kind_contradicts": Rule("单位类型与信用代码不符", _W, "对照执照，改正单位类型或信用代码。"),
    "code_wrong": Rule("信用代码校验不符", _E, "对照执照逐位核对信用代码。"),
    "reason_contradicts": Rule("已建党组织却写了未建原因", _W, "核对党组织情况，或清空未建原因。"),
    "gone_in_pool": Rule("注销或吊销仍在库", _E, "把入库状态改为出库。"),
    "idle_in_pool": Rule("停产或空壳仍在库", _N, "研究是否出库；恢复生产的改正经营状况。"),
    "host_gone": Rule("派驻单位已不在库或注销", _W, "到“协议与委任”为派驻人员另定单位。"),
    "admitted_outside": Rule("有入库日期而未入库", _W, "核对入库状态和入库日期。"),
    "admitted_too_early": Rule("入库早于注册", _W, "核对入库日期和注册日期。"),
    "fit_outside": Rule("符合入库条件而未入库", _N, "研究是否列入企业库。"),
    "capital_odd": Rule(
        "注册资本大得少见", _W,
        "核对单位：多半把“元”当成了“万元”；界限在“系统 › 年度政策”里改。",
    ),
    "staff_zero": Rule("正常经营而无人", _W, "核对从业人员和经营状况。"),
    "members_exceed_staff": Rule("党员多于从业人员", _W, "核对党员人数和从业人员。"),
    "own_too_few": Rule("单独组建而正式党员不足", _W, "核对党员人数；不足的应联合组建。"),
    "covered_but_none": Rule("写着未组建，实有党组织覆盖", _E, "把党组织情况改为实际的组建方式。"),
    "founded_uncovered": Rule("写着已组建，登记册里没有", _W, "登记该党组织，或改正党组织情况。"),
    "formation_differs": Rule("组建方式与登记册不符", _W, "核对单独组建还是联合组建。"),
    "members_differ": Rule("党员数与所属党支部不符", _W, "核对两处的党员人数，改成一致。"),
    "village_elsewhere": Rule("嘎查村不在所填苏木乡镇", _W, "核对苏木乡镇和嘎查村。"),
    "same_unit": Rule("同名单位", _W, "是同一家的合并，不是的补填信用代码以示区别。"),
    # organizations
    "own_covers_several": Rule("单独组建却覆盖多家", _W, "核对组建形式。"),
    "covers_nothing": Rule("没有覆盖任何单位", _W, "补填覆盖单位；已不存在的登记撤销。"),
    "covers_gone": Rule("覆盖的单位已注销", _W, "从覆盖单位中去掉，或登记党组织撤销。"),
    "elected_too_early": Rule("选举早于成立", _W, "核对成立日期和本届选举日期。"),
    "too_few_members": Rule("正式党员不足", _W, "并入邻近党支部或组建联合党支部。"),
    "due_committee": Rule("应升格党委", _N, "报批升格为党委。"),
    "due_general_branch": Rule("应升格党总支", _N, "报批升格为党总支。"),
    "too_many_units": Rule("联合党支部覆盖单位过多", _W, "拆分，符合条件的单独组建。"),
    "no_committee": Rule("应设支委会而没有登记", _W, "选举支委会，或补填班子成员。"),
    "term_over": Rule("任期已届满", _W, "尽快换届；延期须经批准。"),
    "term_long_over": Rule("届满已超过延期上限", _E, "立即报上级党组织研究换届。"),
    "term_ends": Rule("任期将满", _N, "准备换届选举。"),
    # all
    "phone_odd": Rule("电话写法不对", _W, "改为 11 位手机号码，或带区号的固定电话。"),
    "date_future": Rule("日期在将来", _E, "核对日期。"),
}  # fmt: skip

#: Without these a record can hardly be used; other gaps are notices.
_GRAVE_GAPS = frozenset({
    ("talents", "citizen_number"), ("talents", "phone"), ("talents", "political"),
    ("enterprises", "credit_code"), ("enterprises", "party_organization"),
    ("organizations", "kind"), ("organizations", "secretary"),
})  # fmt: skip
_CLEAR_OF = {asked.name: clear for clear, every in CLEARS.items() for asked in every}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful in one record.

    Attributes:
        kind: Name of the pool.
        id: 记录号.
        label: What people call the record.
        field: Name of the field where it is mended.
        code: Key of :data:`RULES`, or :data:`GAP`.
        message: A Chinese sentence about this record.
    """

    kind: str
    id: int
    label: str
    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one sort in one pool.

    Attributes:
        kind: Name of the pool.
        code: Their code.
        field: For gaps the field that is blank, else empty.
        rule: What they have in common.
        count: How many there are.
        findings: All of them, but for gaps, of which there may be a million: those are read page
            by page.
    """

    kind: str
    code: str
    field: str
    rule: Rule
    count: int
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same when everything is looked at anew."""
        return self.kind, self.code, self.field

    @property
    def is_gap(self) -> bool:
        """Whether it is a blank field."""
        return self.code == GAP

    @property
    def word(self) -> str:
        """What is to be done, in a word."""
        if self.is_gap:
            return "待补填" if self.rule.severity is Severity.NOTICE else "须补填"
        return self.rule.severity.word


def gap_group(kind: str, name: str, count: int) -> Group:
    """Make the group of a field that is blank in ``count`` records."""
    label = label_of(kind, name)
    severity = _W if (kind, name) in _GRAVE_GAPS else _N
    clear = _CLEAR_OF.get(name) if kind == "enterprises" else None
    remedy = f"补填{label}。" + (f"属于四清中的“{clear}”。" if clear else "")
    return Group(kind, GAP, name, Rule(f"缺{label}", severity, remedy), count)


def gap_finding(group: Group, number: int, label: str) -> Finding:
    """Make the finding of one record of a group of gaps."""
    message = f"未填{label_of(group.kind, group.field)}"
    return Finding(group.kind, number, label, group.field, GAP, message)


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Put findings of one sort together, the gravest first."""
    sorts: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        sorts.setdefault((finding.kind, finding.code), []).append(finding)
    groups = (
        Group(kind, code, "", rule_of(kind, every[0]), len(every), tuple(every))
        for (kind, code), every in sorts.items()
    )
    return ordered(groups)


def rule_of(kind: str, finding: Finding) -> Rule:
    """Give what findings of a code have in common; a code nobody described is to be looked at."""
    known = RULES.get(finding.code)
    return known or Rule(f"{label_of(kind, finding.field)}须核对", _W, "按说明核对。")


def ordered(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Put groups in order: contradictions before gaps, the gravest and most frequent first."""
    grave = list(Severity)
    return tuple(
        sorted(groups, key=lambda g: (g.is_gap, grave.index(g.rule.severity), -g.count, g.key))
    )


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything found, as the records stood when it was looked at.

    Attributes:
        groups: Contradictions, then gaps; each the gravest first.
        looked_at: Pool → how many records were looked at.
    """

    groups: tuple[Group, ...]
    looked_at: Mapping[str, int]

    def count(self, *, gaps: bool) -> int:
        """How many gaps, or how many other findings there are."""
        return sum(group.count for group in self.groups if group.is_gap is gaps)
