"""企业库: the units that may ask for an instructor or a branch secretary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from partydesk.domain.fields import Kind, describe
from partydesk.domain.talents import PoliticalStatus


class UnitKind(StrEnum):
    """单位类型."""

    ENTERPRISE = "企业"
    COOPERATIVE = "农牧民专业合作社"
    SOCIAL = "社会组织"
    INDIVIDUAL = "个体工商户"


class Ownership(StrEnum):
    """所有制."""

    NON_PUBLIC = "非公有制"
    PUBLIC = "公有制"
    UNDECIDED = "未定"


class Industry(StrEnum):
    """行业门类 (GB/T 4754-2017, the twenty sections)."""

    A = "A 农、林、牧、渔业"
    B = "B 采矿业"
    C = "C 制造业"
    D = "D 电力、热力、燃气及水生产和供应业"
    E = "E 建筑业"
    F = "F 批发和零售业"
    G = "G 交通运输、仓储和邮政业"
    H = "H 住宿和餐饮业"
    I = "I 信息传输、软件和信息技术服务业"  # noqa: E741 - the section's letter
    J = "J 金融业"
    K = "K 房地产业"
    L = "L 租赁和商务服务业"
    M = "M 科学研究和技术服务业"
    N = "N 水利、环境和公共设施管理业"
    O = "O 居民服务、修理和其他服务业"  # noqa: E741 - the section's letter
    P = "P 教育"
    Q = "Q 卫生和社会工作"
    R = "R 文化、体育和娱乐业"
    S = "S 公共管理、社会保障和社会组织"
    T = "T 国际组织"


class Operation(StrEnum):
    """经营状况: only 正常 units count as operating entities (实体运营)."""

    RUNNING = "正常"
    SUSPENDED = "停产停业"
    SHELL = "空壳"
    CANCELLED = "注销"
    REVOKED = "吊销"


#: What a unit that no longer exists is called in the register.
GONE = frozenset({Operation.CANCELLED, Operation.REVOKED})
#: Those, and units that do not run: nobody can work there.
CLOSED = frozenset(Operation) - {Operation.RUNNING}


class PartyOrganization(StrEnum):
    """党组织情况."""

    OWN = "单独组建"
    JOINT = "联合组建"
    NONE = "未组建"


class Standing(StrEnum):
    """入库状态: the 企业库 is a choice by size and social influence (essay 5)."""

    OUTSIDE = "未入库"
    PROPOSED = "拟入库"
    IN_POOL = "在库"
    LEFT = "出库"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """One unit of the register: an enterprise, a cooperative, a social organization or a trader.

    Attributes:
        id: 记录号; None before the record is stored.
    """

    id: int | None = None
    name: str = describe(
        "单位名称",
        Kind.TEXT,
        required=True,
        searched=True,
        section="登记情况",
        wide=True,
        synonyms=(
            "企业名称",
            "名称",
            "单位全称",
            "企业全称",
            "合作社名称",
            "社会组织名称",
            "公司名称",
        ),
    )
    credit_code: str | None = describe(
        "统一社会信用代码",
        Kind.CREDIT_CODE,
        searched=True,
        section="登记情况",
        synonyms=("信用代码", "社会信用代码", "统一信用代码", "统一社会信用代码/注册号"),
    )
    kind: UnitKind | None = describe(
        "单位类型",
        Kind.CHOICE,
        choices=UnitKind,
        section="登记情况",
        synonyms=("单位类别",),
        hint="空着时按信用代码和名称判断",
    )
    registered_type: str | None = describe(
        "登记注册类型",
        Kind.TEXT,
        section="登记情况",
        synonyms=("企业类型", "登记类型", "经济类型", "公司类型"),
    )
    ownership: Ownership | None = describe(
        "所有制",
        Kind.CHOICE,
        choices=Ownership,
        section="登记情况",
        synonyms=("所有制性质", "所有制形式", "经济成分"),
    )
    industry: Industry | None = describe(
        "行业门类",
        Kind.CHOICE,
        choices=Industry,
        section="登记情况",
        synonyms=("行业", "所属行业", "行业类别"),
    )
    registered_on: dt.date | None = describe(
        "注册日期",
        Kind.DATE,
        section="登记情况",
        synonyms=("成立日期", "成立时间", "注册时间", "登记日期"),
    )
    capital: Decimal | None = describe(
        "注册资本",
        Kind.MONEY,
        unit="万元",
        section="登记情况",
        synonyms=("注册资金", "注册资本（万元）"),
    )
    township: str | None = describe(
        "苏木乡镇",
        Kind.DICTIONARY,
        dictionary="township",
        open_dictionary=False,
        searched=True,
        section="登记情况",
        synonyms=(
            "乡镇",
            "所在乡镇",
            "所属乡镇",
            "所在苏木乡镇",
            "所属苏木乡镇",
            "苏木镇",
            "乡镇街道",
            "苏木乡镇街道",
        ),
    )
    village: str | None = describe(
        "嘎查村",
        Kind.DICTIONARY,
        dictionary="village",
        section="登记情况",
        synonyms=("村", "嘎查", "所在村"),
    )
    address: str | None = describe(
        "地址",
        Kind.TEXT,
        section="登记情况",
        wide=True,
        synonyms=("注册地址", "住所", "详细地址", "企业地址", "单位地址", "经营地址"),
    )
    scope: str | None = describe(
        "经营范围",
        Kind.LONG_TEXT,
        section="登记情况",
        wide=True,
        synonyms=("主营业务", "业务范围"),
    )
    operation: Operation | None = describe(
        "经营状况",
        Kind.CHOICE,
        choices=Operation,
        section="生产经营",
        synonyms=("经营状态", "经营情况", "生产经营情况", "登记状态"),
    )
    staff: int | None = describe(
        "从业人员",
        Kind.INTEGER,
        unit="人",
        section="生产经营",
        synonyms=("职工人数", "从业人数", "员工人数", "职工总数"),
    )
    revenue: Decimal | None = describe(
        "年营业收入",
        Kind.MONEY,
        unit="万元",
        section="生产经营",
        synonyms=("营业收入", "年产值", "年营业额", "年销售收入"),
    )
    legal_person: str | None = describe(
        "法定代表人",
        Kind.NAME,
        searched=True,
        section="生产经营",
        synonyms=("法人", "负责人", "法人代表"),
    )
    owner_political: PoliticalStatus | None = describe(
        "出资人政治面貌",
        Kind.CHOICE,
        choices=PoliticalStatus,
        section="生产经营",
        synonyms=("业主政治面貌", "负责人政治面貌", "法定代表人政治面貌"),
    )
    contact: str | None = describe(
        "联系人",
        Kind.NAME,
        searched=True,
        section="生产经营",
        synonyms=("联系人姓名",),
    )
    phone: str | None = describe(
        "联系电话",
        Kind.PHONE,
        searched=True,
        section="生产经营",
        synonyms=("电话", "手机号码", "联系方式"),
    )
    party_organization: PartyOrganization | None = describe(
        "党组织情况",
        Kind.CHOICE,
        choices=PartyOrganization,
        section="党群组织",
        synonyms=("党组织组建情况", "建立党组织情况"),
    )
    none_reason: str | None = describe(
        "未建原因", Kind.TEXT, section="党群组织", synonyms=("未组建原因",)
    )
    members: int | None = describe(
        "正式党员",
        Kind.INTEGER,
        unit="人",
        section="党群组织",
        synonyms=("正式党员数", "党员人数", "党员数"),
    )
    probationary: int | None = describe(
        "预备党员",
        Kind.INTEGER,
        unit="人",
        section="党群组织",
        synonyms=("预备党员数",),
    )
    activists: int | None = describe(
        "入党积极分子",
        Kind.INTEGER,
        unit="人",
        section="党群组织",
        synonyms=("积极分子", "积极分子数", "入党积极分子数"),
    )
    applicants: int | None = describe(
        "入党申请人",
        Kind.INTEGER,
        unit="人",
        section="党群组织",
        synonyms=("申请人", "申请人数", "入党申请人数"),
    )
    superior: str | None = describe(
        "隶属基层党委",
        Kind.DICTIONARY,
        dictionary="committee",
        section="党群组织",
        synonyms=("隶属党组织", "上级党组织", "所属党委", "隶属党委", "上级党委", "基层党委"),
    )
    supervisor: str | None = describe(
        "业务主管部门",
        Kind.TEXT,
        section="党群组织",
        synonyms=("主管部门", "行业主管部门", "业务主管单位"),
        hint="派去的人来自这个部门时提醒回避",
    )
    mass_organizations: tuple[str, ...] = describe(
        "群团组织",
        Kind.MULTI,
        dictionary="mass_organization",
        section="党群组织",
        synonyms=("工青妇组织",),
    )
    influence: tuple[str, ...] = describe(
        "社会影响",
        Kind.MULTI,
        dictionary="influence",
        section="企业库",
        wide=True,
        synonyms=("荣誉", "所获荣誉", "社会影响力"),
        hint="入库条件之一，如龙头企业、示范合作社",
    )
    standing: Standing = describe(
        "入库状态",
        Kind.CHOICE,
        choices=Standing,
        default=Standing.OUTSIDE,
        section="企业库",
        synonyms=("在库状态", "是否入库"),
        hint="只有在库单位可以提出岗位需求",
    )
    standing_reason: str | None = describe(
        "入库说明",
        Kind.TEXT,
        section="企业库",
        wide=True,
        synonyms=("入库理由", "出库原因"),
    )
    proposer: str | None = describe(
        "入库提名",
        Kind.TEXT,
        section="企业库",
        synonyms=("提名单位", "推荐单位", "推荐人"),
    )
    admitted_on: dt.date | None = describe(
        "入库日期",
        Kind.DATE,
        section="企业库",
        synonyms=("入库时间",),
    )
    tags: tuple[str, ...] = describe(
        "标签",
        Kind.MULTI,
        dictionary="tag",
        section="企业库",
        synonyms=("标记",),
    )
    note: str | None = describe("备注", Kind.LONG_TEXT, section="企业库", wide=True)

    @property
    def is_retired(self) -> bool:
        """Whether the unit no longer exists; the record stays."""
        return self.operation in GONE
