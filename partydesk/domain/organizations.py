"""党组织: Party organizations, mass organizations and the committees above them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.references import Reference

#: No Party organization is older.
_PARTY_FOUNDED = 1921


class OrganizationKind(StrEnum):
    """组织类别."""

    BRANCH = "党支部"
    JOINT_BRANCH = "联合党支部"
    TEMPORARY_BRANCH = "临时党支部"
    GENERAL_BRANCH = "党总支"
    COMMITTEE = "党委"
    TOWNSHIP_COMMITTEE = "苏木乡镇党委"
    SECTOR_COMMITTEE = "行业部门党委（党组）"
    PARK_COMMITTEE = "园区党委"
    UNION = "工会"
    YOUTH_LEAGUE = "共青团组织"
    WOMEN = "妇联组织"


#: Branches of any form; they are what covers a unit most often.
BRANCHES = frozenset({
    OrganizationKind.BRANCH,
    OrganizationKind.JOINT_BRANCH,
    OrganizationKind.TEMPORARY_BRANCH,
})  # fmt: skip
#: 基层党委: the superiors under whom units and branches are counted; they cover no unit themselves.
SUPERIORS = frozenset({
    OrganizationKind.TOWNSHIP_COMMITTEE,
    OrganizationKind.SECTOR_COMMITTEE,
    OrganizationKind.PARK_COMMITTEE,
})  # fmt: skip
MASS_ORGANIZATIONS = frozenset({
    OrganizationKind.UNION,
    OrganizationKind.YOUTH_LEAGUE,
    OrganizationKind.WOMEN,
})  # fmt: skip
#: Party organizations that cover units: 组织覆盖.
COVERING = BRANCHES | {OrganizationKind.GENERAL_BRANCH, OrganizationKind.COMMITTEE}


class Formation(StrEnum):
    """组建形式 (essay 1)."""

    OWN = "单独组建"
    JOINT = "企业合建"
    TRADE = "行业统建"
    AREA = "区域联建"


class OrganizationState(StrEnum):
    """存续状态."""

    ACTIVE = "正常"
    DISSOLVED = "已撤销"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One organization; a unit may be covered by one Party organization and several others.

    Attributes:
        id: 记录号; None before the record is stored.
    """

    id: int | None = None
    name: str = describe(
        "组织名称",
        Kind.TEXT,
        required=True,
        searched=True,
        section="组织情况",
        wide=True,
        synonyms=("党组织名称", "党组织全称", "支部名称", "名称", "组织全称"),
    )
    kind: OrganizationKind | None = describe(
        "组织类别",
        Kind.CHOICE,
        choices=OrganizationKind,
        section="组织情况",
        synonyms=("党组织类别", "组织类型", "党组织类型", "建制"),
        hint="空着时按名称判断",
    )
    formation: Formation | None = describe(
        "组建形式",
        Kind.CHOICE,
        choices=Formation,
        section="组织情况",
        synonyms=("组建方式", "组建类型"),
    )
    code: str | None = describe(
        "组织代码",
        Kind.TEXT,
        searched=True,
        section="组织情况",
        synonyms=("党组织代码", "组织编码", "党组织编码"),
        hint="党内统计用的编码，没有可以空着",
    )
    branch_class: str | None = describe(
        "支部分类",
        Kind.DICTIONARY,
        dictionary="branch_class",
        section="组织情况",
        synonyms=("支部类别", "分类"),
    )
    superior: str | None = describe(
        "隶属党组织",
        Kind.DICTIONARY,
        dictionary="committee",
        searched=True,
        section="组织情况",
        synonyms=("上级党组织", "隶属基层党委", "所属党委", "上级党委", "隶属党委", "基层党委"),
    )
    township: str | None = describe(
        "苏木乡镇",
        Kind.DICTIONARY,
        dictionary="township",
        open_dictionary=False,
        searched=True,
        section="组织情况",
        synonyms=("乡镇", "所在乡镇", "所属乡镇", "所在苏木乡镇", "所属苏木乡镇"),
    )
    units: tuple[Reference, ...] = describe(
        "覆盖单位",
        Kind.REFERENCES,
        refers="enterprises",
        searched=True,
        section="组织情况",
        wide=True,
        synonyms=("覆盖企业", "所在单位", "所在企业", "企业名称", "单位名称"),
        hint="写单位全称或统一社会信用代码，多家之间用分号隔开；单位须先在企业库登记",
    )
    established_on: PartialDate | None = describe(
        "成立日期",
        Kind.PARTIAL_DATE,
        earliest=_PARTY_FOUNDED,
        section="班子换届",
        synonyms=("成立时间", "组建时间", "组建日期", "批准成立时间"),
    )
    approval_number: str | None = describe(
        "批准文号",
        Kind.TEXT,
        section="班子换届",
        synonyms=("审批文号", "批复文号"),
    )
    elected_on: PartialDate | None = describe(
        "本届选举日期",
        Kind.PARTIAL_DATE,
        earliest=_PARTY_FOUNDED,
        section="班子换届",
        synonyms=(
            "换届时间",
            "换届日期",
            "选举时间",
            "最近换届时间",
            "上次换届时间",
            "上次换届日期",
            "最近一次换届时间",
            "本届换届时间",
        ),
        hint="只知年月时写 2023-06，任期按月末届满算",
    )
    term_years: int | None = describe(
        "任期",
        Kind.INTEGER,
        unit="年",
        section="班子换届",
        synonyms=("届期",),
        hint="空着按年度政策：支部 3 年，党委 5 年",
    )
    secretary: str | None = describe(
        "书记",
        Kind.NAME,
        searched=True,
        section="班子换届",
        synonyms=("党组织书记", "书记姓名", "支部书记", "负责人", "主席"),
    )
    phone: str | None = describe(
        "书记电话",
        Kind.PHONE,
        searched=True,
        section="班子换届",
        synonyms=("联系电话", "电话", "手机号码", "书记手机", "联系方式"),
    )
    committee: str | None = describe(
        "班子成员",
        Kind.LONG_TEXT,
        section="班子换届",
        wide=True,
        synonyms=("委员", "支委会成员", "支部委员", "副书记及委员"),
        hint="如 副书记：敖日其楞；组织委员：田秀英",
    )
    members: int | None = describe(
        "正式党员",
        Kind.INTEGER,
        unit="人",
        section="党员与规范",
        synonyms=("正式党员数", "党员人数", "党员数", "会员人数"),
    )
    probationary: int | None = describe(
        "预备党员",
        Kind.INTEGER,
        unit="人",
        section="党员与规范",
        synonyms=("预备党员数",),
    )
    activists: int | None = describe(
        "入党积极分子",
        Kind.INTEGER,
        unit="人",
        section="党员与规范",
        synonyms=("积极分子", "积极分子数", "入党积极分子数"),
    )
    applicants: int | None = describe(
        "入党申请人",
        Kind.INTEGER,
        unit="人",
        section="党员与规范",
        synonyms=("申请人", "申请人数", "入党申请人数"),
    )
    standards: tuple[str, ...] = describe(
        "已达标项目",
        Kind.MULTI,
        dictionary="standard",
        open_dictionary=False,
        section="党员与规范",
        wide=True,
        synonyms=("规范化建设", "达标项目"),
        hint="全部达标即为“已规范抓创新”；项目在“系统—词典”里增减",
    )
    state: OrganizationState = describe(
        "存续状态",
        Kind.CHOICE,
        choices=OrganizationState,
        default=OrganizationState.ACTIVE,
        section="组织情况",
        synonyms=("状态", "组织状态"),
    )
    state_reason: str | None = describe(
        "状态说明", Kind.TEXT, section="组织情况", wide=True, synonyms=("撤销原因", "撤销理由")
    )
    tags: tuple[str, ...] = describe(
        "标签",
        Kind.MULTI,
        dictionary="tag",
        section="组织情况",
        synonyms=("标记",),
    )
    note: str | None = describe("备注", Kind.LONG_TEXT, section="组织情况", wide=True)

    @property
    def is_retired(self) -> bool:
        """Whether the organization was dissolved; the record stays."""
        return self.state is OrganizationState.DISSOLVED
