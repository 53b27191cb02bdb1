"""人才库: the people who may be sent to enterprises as instructors or branch secretaries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe
from partydesk.domain.partial_date import PartialDate


class Sex(StrEnum):
    """性别 (GB/T 2261.1, without the codes for the unknown)."""

    MALE = "男"
    FEMALE = "女"


class PoliticalStatus(StrEnum):
    """政治面貌 (GB/T 4762)."""

    MEMBER = "中共党员"
    PROBATIONARY = "中共预备党员"
    LEAGUE = "共青团员"
    MINGE = "民革党员"
    MINMENG = "民盟盟员"
    MINJIAN = "民建会员"
    MINJIN = "民进会员"
    NONGGONG = "农工党党员"
    ZHIGONG = "致公党党员"
    JIUSAN = "九三学社社员"
    TAIMENG = "台盟盟员"
    INDEPENDENT = "无党派人士"
    MASSES = "群众"


class Education(StrEnum):
    """学历 (GB/T 4658, the levels in use)."""

    POSTGRADUATE = "研究生"
    BACHELOR = "大学本科"
    COLLEGE = "大学专科"
    VOCATIONAL = "中专（中职）"
    HIGH = "高中"
    MIDDLE = "初中"
    PRIMARY = "小学"
    OTHER = "其他"


class Source(StrEnum):
    """人员来源: where the banner finds its people (essay 5)."""

    RETIRED = "退休"
    EARLY_LEAVE = "提前离岗"
    NON_LEADING = "改非"
    RESERVE = "中青年后备"
    SERVING = "在职科级"
    OTHER = "其他"


class Engagement(StrEnum):
    """专职／兼职."""

    FULL_TIME = "专职"
    PART_TIME = "兼职"


class PoolState(StrEnum):
    """在库状态: whether the office may send this person now."""

    AVAILABLE = "可选派"
    PAUSED = "暂缓"
    RETIRED = "已退出"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talent:
    """One person of the talent pool; no health, no family (PIPL 2021, §6: least scope).

    Attributes:
        id: 记录号; None before the record is stored.
    """

    id: int | None = None
    name: str = describe(
        "姓名",
        Kind.NAME,
        required=True,
        searched=True,
        section="基本情况",
        synonyms=("名字", "人员姓名"),
    )
    sex: Sex | None = describe("性别", Kind.CHOICE, choices=Sex, section="基本情况")
    citizen_number: str | None = describe(
        "公民身份号码",
        Kind.CITIZEN_NUMBER,
        searched=True,
        section="基本情况",
        synonyms=(
            "身份证号",
            "身份证号码",
            "身份证",
            "公民身份证号",
            "公民身份证号码",
            "居民身份证号码",
        ),
        hint="18 位；单元格须为文本格式，否则末几位会丢失",
    )
    birth: PartialDate | None = describe(
        "出生日期",
        Kind.PARTIAL_DATE,
        section="基本情况",
        synonyms=("出生年月", "出生年月日", "出生时间", "生日"),
        hint="如 1970-07-07 或 1970-07",
    )
    ethnicity: str | None = describe(
        "民族",
        Kind.DICTIONARY,
        dictionary="ethnicity",
        open_dictionary=False,
        section="基本情况",
    )
    political: PoliticalStatus | None = describe(
        "政治面貌",
        Kind.CHOICE,
        choices=PoliticalStatus,
        section="基本情况",
    )
    joined: PartialDate | None = describe(
        "入党时间",
        Kind.PARTIAL_DATE,
        section="基本情况",
        synonyms=("入党年月", "入党日期"),
        earliest=1921,  # the year in which the Party was founded
        hint="只知年月时写 1993-06",
    )
    education: Education | None = describe(
        "学历",
        Kind.CHOICE,
        choices=Education,
        section="基本情况",
        synonyms=(
            "文化程度",
            "最高学历",
            "全日制学历",
            "全日制教育",
            "学历学位",
            "学历及学位",
            "文化水平",
        ),
    )
    school: str | None = describe(
        "毕业院校及专业",
        Kind.TEXT,
        section="基本情况",
        wide=True,
        synonyms=(
            "院校及专业",
            "毕业院校专业",
            "毕业院校系及专业",
            "毕业学校及专业",
            "全日制教育毕业院校及专业",
        ),
        parts=(("毕业院校", "毕业学校", "院校"), ("专业", "所学专业", "毕业专业")),
    )
    later_education: Education | None = describe(
        "在职学历",
        Kind.CHOICE,
        choices=Education,
        section="基本情况",
        synonyms=("在职教育", "在职教育学历"),
    )
    later_school: str | None = describe(
        "在职毕业院校及专业",
        Kind.TEXT,
        section="基本情况",
        wide=True,
        synonyms=("在职毕业院校", "在职教育毕业院校及专业"),
    )
    unit_post: str | None = describe(
        "单位及职务",
        Kind.TEXT,
        searched=True,
        section="任职与来源",
        wide=True,
        synonyms=(
            "原单位及职务",
            "工作单位及职务",
            "现工作单位及职务",
            "单位职务",
            "单位及职务职级",
        ),
        parts=(
            ("单位", "工作单位", "所在单位", "原单位", "现单位", "现工作单位", "单位名称"),
            ("职务", "职务职级", "现任职务", "原职务", "职务名称", "职务职称"),
        ),
    )
    rank: str | None = describe(
        "职级",
        Kind.TEXT,
        section="任职与来源",
        synonyms=("级别", "现职级"),
    )
    source: Source | None = describe(
        "人员来源",
        Kind.CHOICE,
        choices=Source,
        section="任职与来源",
        synonyms=("来源", "人员类别", "人员类型"),
    )
    retired_on: PartialDate | None = describe(
        "退休（离岗）时间",
        Kind.PARTIAL_DATE,
        section="任职与来源",
        synonyms=("退休时间", "退休年月", "离岗时间", "退休日期"),
        hint="如 2024-06；用来核对离岗后三年内的兼职规定",
    )
    phone: str | None = describe(
        "手机号码",
        Kind.PHONE,
        searched=True,
        section="任职与来源",
        synonyms=("手机号", "手机", "联系电话", "电话", "联系方式"),
    )
    specialties: tuple[str, ...] = describe(
        "专长",
        Kind.MULTI,
        dictionary="specialty",
        searched=True,
        section="意愿与能力",
        wide=True,
        synonyms=(
            "专业特长",
            "特长",
            "专业专长",
            "擅长",
            "熟悉专业",
            "业务专长",
            "专业",
            "专长领域",
            "熟悉专业有何专长",
        ),
        hint="多项之间用顿号隔开",
    )
    languages: tuple[str, ...] = describe(
        "语言",
        Kind.MULTI,
        dictionary="language",
        section="意愿与能力",
        synonyms=("语言能力", "掌握语言"),
    )
    engagement: Engagement | None = describe(
        "专职／兼职",
        Kind.CHOICE,
        choices=Engagement,
        section="意愿与能力",
        synonyms=("专兼职", "专职兼职", "专职或兼职"),
    )
    capacity: int | None = describe(
        "可驻单位数",
        Kind.INTEGER,
        section="意愿与能力",
        synonyms=("可驻企业数", "可联系单位数", "可派驻单位数"),
        hint="一对一企填 1，一对数企填家数；空着按 1 家",
    )
    townships: tuple[str, ...] = describe(
        "愿去苏木乡镇",
        Kind.MULTI,
        dictionary="township",
        open_dictionary=False,
        section="意愿与能力",
        wide=True,
        synonyms=(
            "愿去乡镇",
            "意向乡镇",
            "可接受乡镇",
            "愿意去的乡镇",
            "愿意去的苏木乡镇",
            "意向苏木乡镇",
            "愿去的乡镇",
        ),
        unlimited=True,
        hint="空着表示都可以",
    )
    industries: tuple[str, ...] = describe(
        "熟悉行业",
        Kind.MULTI,
        dictionary="industry",
        open_dictionary=False,
        section="意愿与能力",
        wide=True,
        synonyms=("从业行业", "熟悉的行业", "行业经历"),
    )
    ability: str | None = describe(
        "能力与经历",
        Kind.LONG_TEXT,
        section="意愿与能力",
        wide=True,
        synonyms=("工作经历", "能力特点", "主要经历"),
    )
    resume: str | None = describe(
        "简历",
        Kind.LONG_TEXT,
        section="意愿与能力",
        wide=True,
        synonyms=("个人简历", "工作简历", "学习工作简历"),
    )
    trained_on: PartialDate | None = describe(
        "岗前培训时间",
        Kind.PARTIAL_DATE,
        section="培训与考核",
        synonyms=("岗前培训", "培训时间", "最近培训时间"),
    )
    grade: str | None = describe(
        "最近考核等次",
        Kind.DICTIONARY,
        dictionary="grade",
        section="培训与考核",
        synonyms=("考核等次", "上年考核等次", "年度考核", "考核结果"),
    )
    grade_year: int | None = describe(
        "考核年度",
        Kind.INTEGER,
        section="培训与考核",
        synonyms=("考核年份",),
    )
    state: PoolState = describe(
        "在库状态",
        Kind.CHOICE,
        choices=PoolState,
        default=PoolState.AVAILABLE,
        section="在库",
        synonyms=("状态",),
    )
    state_reason: str | None = describe("状态说明", Kind.TEXT, section="在库")
    tags: tuple[str, ...] = describe(
        "标签",
        Kind.MULTI,
        dictionary="tag",
        section="在库",
        synonyms=("标记",),
    )
    note: str | None = describe("备注", Kind.LONG_TEXT, section="在库", wide=True)
    photo: str | None = describe("照片", Kind.PICTURE, section="基本情况", imported=False)

    @property
    def seats(self) -> int:
        """How many posts this person may hold at once; one where nothing was said."""
        return 1 if self.capacity is None else self.capacity

    @property
    def is_retired(self) -> bool:
        """Whether the person has left the pool; the record stays."""
        return self.state is PoolState.RETIRED
