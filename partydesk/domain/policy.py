"""The rules of the place for one year, as data.

Terms, weights, deadlines and the names of the organ differ from banner to banner and from year to
year; the defaults and their sources stand in ``resources/policies/default.json``.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from partydesk.domain.consultations import Consulted
from partydesk.domain.fields import Kind, describe, fields_of
from partydesk.domain.numbering import Numbering
from partydesk.domain.talents import Source
from partydesk.domain.workdays import Holidays, read_days


class TermStart(StrEnum):
    """From which day a term counts."""

    SIGNING = "签订协议当日"
    NEXT_MONTH = "签订次月一日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One year's policy; a closed year keeps the one it was judged by."""

    year: int
    organ: str = describe("机关全称", Kind.TEXT, required=True, section="机关与文号", wide=True)
    letter_code: str = describe(
        "委任书代字",
        Kind.TEXT,
        required=True,
        section="机关与文号",
        hint="印成“代字〔年份〕序号号”",
    )
    agreement_code: str = describe("协议书代字", Kind.TEXT, required=True, section="机关与文号")
    notice_code: str = describe("任职通知代字", Kind.TEXT, required=True, section="机关与文号")
    engagement_code: str = describe("聘书代字", Kind.TEXT, required=True, section="机关与文号")
    honour_code: str = describe("荣誉证书代字", Kind.TEXT, required=True, section="机关与文号")
    training_code: str = describe("培训证书代字", Kind.TEXT, required=True, section="机关与文号")
    letter_first: int = describe(
        "委任书从第几号起",
        Kind.INTEGER,
        required=True,
        unit="号",
        section="机关与文号",
        hint="本年以前已在纸上编到几号，就从下一号起",
    )
    agreement_first: int = describe(
        "协议书从第几号起", Kind.INTEGER, required=True, unit="号", section="机关与文号"
    )
    notice_first: int = describe(
        "任职通知从第几号起", Kind.INTEGER, required=True, unit="号", section="机关与文号"
    )
    engagement_first: int = describe(
        "聘书从第几号起", Kind.INTEGER, required=True, unit="号", section="机关与文号"
    )
    honour_first: int = describe(
        "荣誉证书从第几号起", Kind.INTEGER, required=True, unit="号", section="机关与文号"
    )
    training_first: int = describe(
        "培训证书从第几号起", Kind.INTEGER, required=True, unit="号", section="机关与文号"
    )
    notice_decision: str = describe(
        "任职通知决定用语",
        Kind.TEXT,
        required=True,
        section="任职通知",
        hint="由谁决定就怎么写，如：党委决定、经党工委研究决定",
    )
    notice_addressee: str | None = describe(
        "任职通知主送", Kind.TEXT, section="任职通知", wide=True
    )
    notice_copies: str | None = describe("任职通知抄送", Kind.TEXT, section="任职通知", wide=True)
    notice_issuer: str | None = describe(
        "任职通知印发机关",
        Kind.TEXT,
        section="任职通知",
        wide=True,
        hint="印在版记里；不填则不印",
    )
    term_months: int = describe(
        "任期", Kind.INTEGER, required=True, unit="个月", section="任期与到岗"
    )
    term_start: TermStart = describe(
        "任期起算",
        Kind.CHOICE,
        choices=TermStart,
        required=True,
        section="任期与到岗",
    )
    attendance_days: int = describe(
        "每月到岗不少于",
        Kind.INTEGER,
        required=True,
        unit="天",
        section="任期与到岗",
    )
    report_due_day: int = describe(
        "月报在次月几日前报送",
        Kind.INTEGER,
        required=True,
        unit="日",
        section="任期与到岗",
    )
    report_text_min: int = describe(
        "月报“本月工作”不少于",
        Kind.INTEGER,
        required=True,
        unit="字",
        section="任期与到岗",
        hint="少于此数的列为单薄；0 表示不看字数",
    )
    plan_by_months: bool = describe(
        "工作安排的目标按在岗月数折算",
        Kind.YES_NO,
        required=True,
        section="任期与到岗",
        hint="不满一年的按月数折算，有小数的进一",
    )
    public_days: int = describe(
        "考核结果公示",
        Kind.INTEGER,
        required=True,
        unit="天",
        section="年末考核",
        hint="从公示开始那天算起，含首尾两天",
    )
    public_workdays: bool = describe(
        "公示的天数按工作日算",
        Kind.YES_NO,
        required=True,
        section="年末考核",
        hint="否则按自然日算",
    )
    least_group: int = describe(
        "同组多少人以上才比中位数",
        Kind.INTEGER,
        required=True,
        unit="人",
        section="年末考核",
        hint="不足此数的，图上中位数用浅色，并写明不宜比较",
    )
    days_off: str | None = describe(
        "放假的日子",
        Kind.TEXT,
        section="年末考核",
        wide=True,
        hint="如 2026-10-01至2026-10-07",
    )
    days_worked: str | None = describe(
        "调休上班的周末",
        Kind.TEXT,
        section="年末考核",
        wide=True,
        hint="如 2026-10-10，逗号隔开",
    )
    results_within: int = describe(
        "培训结束后几天内登记结果",
        Kind.INTEGER,
        required=True,
        unit="天",
        section="任期与到岗",
        hint="到期没有登记的列入本周提醒",
    )
    training_days_year: int = describe(
        "每年培训不少于",
        Kind.INTEGER,
        required=True,
        unit="天",
        section="任期与到岗",
        hint="在岗人员当年参加的各类培训合计；0 表示不要求",
    )
    inspections_half: int = describe(
        "每半年督查不少于",
        Kind.INTEGER,
        required=True,
        unit="次",
        section="任期与到岗",
        hint="走访、电话抽查、座谈都算，企业反映不算；0 表示不要求",
    )
    age_limit: int = describe(
        "年龄提醒线",
        Kind.INTEGER,
        required=True,
        unit="岁",
        section="任职提醒",
        hint="任期届满时超过此年龄的给予提醒（2013 年兼职任职规定为 70 岁）",
    )
    cooling_years: int = describe(
        "离岗多少年内须经批准",
        Kind.INTEGER,
        required=True,
        unit="年",
        section="任职提醒",
        hint="退休、离岗后在此年限内到企业任职的，提醒填批准文号",
    )
    posts_limit: int = describe(
        "经批准兼职不超过",
        Kind.INTEGER,
        required=True,
        unit="个",
        section="任职提醒",
        hint="0 表示不限",
    )
    terms_limit: int = describe(
        "连任不超过",
        Kind.INTEGER,
        required=True,
        unit="届",
        section="任职提醒",
        hint="0 表示不限",
    )
    training_months: int = describe(
        "岗前培训有效",
        Kind.INTEGER,
        required=True,
        unit="个月",
        section="任职提醒",
        hint="任职前须参加过、且不早于这么多个月；0 表示不要求",
    )
    bars: tuple[str, ...] = describe(
        "列为不得办理的提醒",
        Kind.MULTI,
        dictionary="warning",
        open_dictionary=False,
        section="任职提醒",
        wide=True,
        hint="列入的没有党工委决定就不能签订协议；没有列入的只提醒",
    )
    terms_gap_days: int = describe(
        "两届相隔多少天以内算连任",
        Kind.INTEGER,
        required=True,
        unit="天",
        section="任职提醒",
    )
    unit_consent_sources: tuple[str, ...] = describe(
        "需所在单位同意的人员来源",
        Kind.MULTI,
        dictionary="talent_source",
        section="任职提醒",
        wide=True,
    )
    approval_sources: tuple[str, ...] = describe(
        "提醒填批准文号的人员来源",
        Kind.MULTI,
        dictionary="talent_source",
        section="任职提醒",
        wide=True,
    )
    expiry_days: tuple[str, ...] = describe(
        "任期届满前多少天提醒",
        Kind.MULTI,
        dictionary="notice_days",
        section="任期与到岗",
    )
    separate_people: bool = describe(
        "同一单位的几个岗位由不同的人担任",
        Kind.YES_NO,
        required=True,
        section="双向选择",
    )
    consulted: tuple[str, ...] = describe(
        "决定前应沟通",
        Kind.MULTI,
        dictionary="consulted",
        section="双向选择",
        wide=True,
        hint="没有沟通的标“未沟通”，不妨碍办理",
    )
    short_list: int = describe(
        "意愿少于几个时提醒",
        Kind.INTEGER,
        required=True,
        unit="个",
        section="双向选择",
        hint="只认一两个的容易落空，也会左右结果；0 表示不提醒",
    )
    duties: tuple[str, ...] = describe(
        "驻企职责",
        Kind.MULTI,
        dictionary="duty",
        section="协议与委任书",
        wide=True,
    )
    support: str | None = describe(
        "企业提供的条件",
        Kind.LONG_TEXT,
        section="协议与委任书",
        wide=True,
    )
    agreement_text: str | None = describe(
        "协议书正文",
        Kind.LONG_TEXT,
        section="协议与委任书",
        wide=True,
        hint="空着用自带的范本；在“协议与委任 → 打印 → 协议书正文”中修改",
    )
    copies: int = describe(
        "协议份数", Kind.INTEGER, required=True, unit="份", section="协议与委任书"
    )
    weight_specialty: int = describe(
        "专长", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_industry: int = describe(
        "熟悉行业和经历", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_township: int = describe(
        "愿去乡镇", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_language: int = describe(
        "语言", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_grade: int = describe(
        "最近考核", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_served: int = describe(
        "曾在该单位任职", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_engagement: int = describe(
        "专职", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    weight_workload: int = describe(
        "现有负担", Kind.INTEGER, required=True, unit="分", section="契合度权重"
    )
    grade_ladder: tuple[str, ...] = describe(
        "考核等次（从高到低）",
        Kind.MULTI,
        dictionary="grade",
        section="契合度权重",
        wide=True,
    )
    branch_members_min: int = describe(
        "成立党支部的正式党员",
        Kind.INTEGER,
        required=True,
        unit="人",
        section="党组织",
        hint="达到而没有党组织的单位列为应建未建",
    )
    joint_units_limit: int = describe(
        "联合党支部覆盖单位不超过", Kind.INTEGER, required=True, unit="家", section="党组织"
    )
    committee_from: int = describe(
        "设支委会的正式党员", Kind.INTEGER, required=True, unit="人", section="党组织"
    )
    general_branch_over: int = describe(
        "升格党总支：党员超过", Kind.INTEGER, required=True, unit="人", section="党组织"
    )
    party_committee_from: int = describe(
        "升格党委：党员达到", Kind.INTEGER, required=True, unit="人", section="党组织"
    )
    branch_term_years: int = describe(
        "支部、总支每届任期", Kind.INTEGER, required=True, unit="年", section="党组织"
    )
    committee_term_years: int = describe(
        "党委每届任期", Kind.INTEGER, required=True, unit="年", section="党组织"
    )
    term_notice_days: int = describe(
        "换届提前提醒", Kind.INTEGER, required=True, unit="天", section="党组织"
    )
    term_delay_years: int = describe(
        "经批准延期换届最长", Kind.INTEGER, required=True, unit="年", section="党组织"
    )
    sizable_revenue: int = describe(
        "规模以上：年营业收入达到",
        Kind.INTEGER,
        required=True,
        unit="万元",
        section="党组织",
        hint="营业收入和从业人员达到其一即为规模以上",
    )
    sizable_staff: int = describe(
        "规模以上：从业人员达到", Kind.INTEGER, required=True, unit="人", section="党组织"
    )
    admission_staff: int = describe(
        "从业人员不少于",
        Kind.INTEGER,
        required=True,
        unit="人",
        section="企业入库",
        hint="规模的各项须同时达到；0 表示不看这一项",
    )
    admission_capital: int = describe(
        "注册资本不少于", Kind.INTEGER, required=True, unit="万元", section="企业入库"
    )
    admission_revenue: int = describe(
        "年营业收入不少于", Kind.INTEGER, required=True, unit="万元", section="企业入库"
    )
    admission_influence: tuple[str, ...] = describe(
        "有其一即可入库的社会影响",
        Kind.MULTI,
        dictionary="influence",
        section="企业入库",
        wide=True,
    )

    quality_age_from: int = describe(
        "年龄不小于",
        Kind.INTEGER,
        required=True,
        unit="岁",
        section="数据质量",
        hint="不在两者之间的列为须改正",
    )
    quality_age_to: int = describe(
        "年龄不大于", Kind.INTEGER, required=True, unit="岁", section="数据质量"
    )
    quality_retired_from: int = describe(
        "人员来源为“退休”的不小于", Kind.INTEGER, required=True, unit="岁", section="数据质量"
    )
    quality_serving_to: int = describe(
        "在职和后备的不大于", Kind.INTEGER, required=True, unit="岁", section="数据质量"
    )
    quality_capital: int = describe(
        "注册资本达到即提示核对", Kind.INTEGER, required=True, unit="万元", section="数据质量"
    )

    retention_years: int = describe(
        "任期结束或退出人才库后保存",
        Kind.INTEGER,
        required=True,
        unit="年",
        section="个人信息",
        hint="期满列入“系统—个人信息”的待清除名单，由管理员确认后清除",
    )
    purge_papers: bool = describe(
        "清除时连同已发的委任书、协议和证书",
        Kind.YES_NO,
        required=True,
        section="个人信息",
        hint="选“否”时原件和登记簿照旧保存，只是不再用于别的用途；选“是”时只留编号",
    )

    @property
    def terms_gap(self) -> dt.timedelta:
        """What may lie between two terms in a row."""
        return dt.timedelta(days=self.terms_gap_days)

    def needs_unit_consent(self, source: Source | None) -> bool:
        """Whether the person's own unit must agree (单位党组织同意; practice of 石泉, 河池)."""
        return source is not None and source.value in self.unit_consent_sources

    def needs_approval(self, source: Source | None) -> bool:
        """Whether an approval number should be asked for.

        Source: 中组部《关于进一步规范党政领导干部在企业兼职（任职）问题的意见》2013. Whether it
        covers dispatched secretaries is not settled, so the program reminds and never forbids.
        """
        return source is not None and source.value in self.approval_sources

    def numbering(self, series: str) -> Numbering:
        """Give the rule by which a series of numbers is counted in this year.

        Args:
            series: ``letter``, ``agreement``, ``notice``, ``engagement``, ``honour`` or
                ``training``.
        """
        return Numbering(getattr(self, f"{series}_code"), getattr(self, f"{series}_first"))

    def term_from(self, signed_on: dt.date) -> dt.date:
        """First day of a term whose agreement is signed on ``signed_on``."""
        if self.term_start is TermStart.SIGNING:
            return signed_on
        return add_months(signed_on.replace(day=1), 1)

    def term_to(self, term_from: dt.date, months: int | None = None) -> dt.date:
        """Last day of a term that begins on ``term_from``.

        Args:
            term_from: Its first day.
            months: What the post asks for; None for the year's usual term.
        """
        return add_months(term_from, months or self.term_months) - dt.timedelta(days=1)

    @property
    def holidays(self) -> Holidays:
        """The year's days off and the weekends worked instead."""
        return Holidays(read_days(self.days_off)[0], read_days(self.days_worked)[0])

    def public_until(self, first: dt.date) -> dt.date:
        """Last day of a 公示 that begins on a day, in the days that the place counts."""
        if self.public_workdays:
            return self.holidays.last_of(first, self.public_days)
        return first + dt.timedelta(days=self.public_days - 1)

    def public_length(self, first: dt.date, last: dt.date) -> str:
        """How long a 公示 is, in words, such as 5天 or 5个工作日."""
        if self.public_workdays:
            return f"{self.holidays.between(first, last)}个工作日"
        return f"{(last - first).days + 1}天"

    def term(self, signed_on: dt.date, months: int | None = None) -> tuple[dt.date, dt.date]:
        """First and last day of a term whose agreement is signed on ``signed_on``.

        Args:
            signed_on: Day of the signing.
            months: What the post asks for; None for the year's usual term.
        """
        begins = self.term_from(signed_on)
        return begins, self.term_to(begins, months)


#: What a number must lie between to be no slip of the pen: field name → lowest, highest. Copies
#: are counted in words on paper, which ends at 99; a month has at most 31 days.
_BELIEVABLE = {
    "term_months": (1, 120),
    "attendance_days": (0, 31),
    "copies": (1, 99),
    "report_due_day": (1, 28),
    "report_text_min": (0, 1000),
    "public_days": (1, 60),
    "least_group": (1, 100),
    "results_within": (0, 90),
    "cooling_years": (0, 20),
    "posts_limit": (0, 20),
    "terms_limit": (0, 20),
    "terms_gap_days": (0, 3650),
    "short_list": (0, 100),
    "training_months": (0, 240),
    "training_days_year": (0, 60),
    "inspections_half": (0, 26),
    "retention_years": (1, 50),
    "branch_members_min": (1, 50),
    "branch_term_years": (1, 10),
    "committee_term_years": (1, 10),
    "term_notice_days": (0, 3650),
    "quality_age_from": (0, 60),
    "quality_age_to": (60, 150),
    "quality_retired_from": (0, 100),
    "quality_serving_to": (18, 150),
    **{
        f"{kind}_first": (1, 99_999)
        for kind in ("letter", "agreement", "notice", "engagement", "honour", "training")
    },
    "quality_capital": (1, 1_000_000_000),
}


def faults_of(policy: Policy) -> dict[str, str]:
    """Name the values that no document could be written with.

    Returns:
        Field name → a Chinese sentence; empty when there is none.
    """
    found = {}
    for field in fields_of(Policy):
        lowest, highest = _BELIEVABLE.get(field.name, (None, None))
        if lowest is None or highest is None:
            continue
        if not lowest <= getattr(policy, field.name) <= highest:
            found[field.name] = f"{field.label}应在 {lowest} 至 {highest} {field.unit}之间"
    found.update(_doubled_codes(policy))
    odd = [word for word in policy.expiry_days if not word.strip().isdecimal()]
    if odd:
        found["expiry_days"] = f"“{'、'.join(odd)}”不是天数；请填整数，如 30"
    for name in ("days_off", "days_worked"):
        wrong = read_days(getattr(policy, name))[1]
        if wrong:
            message = f"“{'、'.join(wrong)}”不是日期；请写成 2026-10-01 或 2026-10-01至2026-10-07"
            found[name] = message
    unknown = [word for word in policy.consulted if word not in list(Consulted)]
    if unknown:
        known = "、".join(Consulted)
        found["consulted"] = f"沟通对象没有“{'、'.join(unknown)}”；可填：{known}"
    return found


def _doubled_codes(policy: Policy) -> dict[str, str]:
    """Name the codes that two kinds of documents share: their numbers would be the same."""
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for field in reversed(fields_of(Policy)):
        if not field.name.endswith("_code"):
            continue
        code = str(getattr(policy, field.name)).strip()
        if code in owners:
            found[field.name] = f"不能与{owners[code]}相同，否则两种文书的编号会重复"
        owners.setdefault(code, field.label)
    return found


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def policy_from(values: Mapping[str, object], year: int) -> Policy:
    """Build a year's policy from plain values, as kept in the database or the defaults' file.

    Args:
        values: Field name → str, int or list of str; unknown names are left aside (an older
            program wrote them).
        year: The year it holds for.

    Raises:
        TypeError: A required value is missing.
    """
    known = {field.name for field in fields(Policy)} - {"year"}
    picked = {name: _frozen(value) for name, value in values.items() if name in known}
    if "term_start" in picked:
        picked["term_start"] = TermStart(str(picked["term_start"]))
    return Policy(year=year, **picked)  # type: ignore[arg-type]  # names checked above


def _frozen(value: object) -> object:
    """Turn JSON lists into tuples."""
    return tuple(value) if isinstance(value, list) else value
