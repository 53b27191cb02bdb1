"""Words of fixed lists, and the other words people write for them (the one place for these)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from partydesk.domain.enterprises import (
    Industry,
    Operation,
    Ownership,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.fields import Field
from partydesk.domain.organizations import Formation, OrganizationKind
from partydesk.domain.selection import Attitude, Role, Side
from partydesk.domain.talents import Education, Engagement, PoliticalStatus, PoolState, Sex, Source
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    key_of,
    one_line,
    refused,
    says_nothing,
    says_unknown,
    text_of,
)

#: Word of the list → other spellings of exactly the same thing, separated by spaces. Words that
#: could mean two of the list's words (已建, 服务业, 积极分子) are left out on purpose.
SYNONYMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Sex: {Sex.MALE: "男性 1 m male", Sex.FEMALE: "女性 2 f female"},
    PoliticalStatus: {
        PoliticalStatus.MEMBER: "党员 正式党员 中共正式党员 中共党员（正式） 中国共产党党员"
        " 中国共产党员 中共",
        PoliticalStatus.PROBATIONARY: "预备党员 中共预备 中国共产党预备党员 预备 中共党员（预备）",
        PoliticalStatus.LEAGUE: "团员 共青团 中国共产主义青年团团员",
        PoliticalStatus.MINGE: "民革 民革会员",
        PoliticalStatus.MINMENG: "民盟",
        PoliticalStatus.MINJIAN: "民建",
        PoliticalStatus.MINJIN: "民进",
        PoliticalStatus.NONGGONG: "农工党 农工民主党 农工民主党党员",
        PoliticalStatus.ZHIGONG: "致公党",
        PoliticalStatus.JIUSAN: "九三 九三学社",
        PoliticalStatus.TAIMENG: "台盟",
        PoliticalStatus.INDEPENDENT: "无党派 无党派民主人士",
        PoliticalStatus.MASSES: "普通群众 普通公民",
    },
    Education: {
        Education.POSTGRADUATE: "硕士 博士 硕士研究生 博士研究生 研究生（硕士） 研究生（博士）"
        " 大学研究生 硕研 博研",
        Education.BACHELOR: "本科 大学 本科生",
        Education.COLLEGE: "大专 专科 专科生 高职 高职高专 大学（专科）",
        Education.VOCATIONAL: "中专 中职 职高 中等专科 中等专业学校 中等职业教育 职业高中 中师 技校"
        " 中技",
        Education.HIGH: "普通高中 高中生",
        Education.MIDDLE: "初级中学 初中生",
        Education.PRIMARY: "小学生",
    },
    Source: {
        Source.RETIRED: "退休干部 退休人员 离退休 退休党员干部 已退休",
        Source.EARLY_LEAVE: "提前离岗干部 提前离岗人员 离岗 提前离岗党员干部",
        Source.NON_LEADING: "改非干部 改非人员 改任非领导职务 改任非领导职务干部 改非党员干部",
        Source.RESERVE: "后备干部 中青年后备干部 后备 中青年干部",
        Source.SERVING: "在职科级干部 科级干部 在职干部（科级）",
    },
    Role: {
        Role.SECRETARY: "书记 党支部书记 支部书记 党总支书记 党委书记 第一书记",
        Role.DEPUTY: "副书记 党支部副书记 支部副书记 党总支副书记 党委副书记",
        Role.INSTRUCTOR: "指导员 党建工作指导员 党建指导员岗",
    },
    Side: {Side.ENTERPRISE: "单位 企业方 用人单位", Side.PERSON: "人才 本人 人员 个人方"},
    Attitude: {
        Attitude.WILLING: "同意 可以 接受 是",
        Attitude.INDIFFERENT: "均可 都行 都可以 无意见 没有意见",
        Attitude.REFUSED: "不同意 拒绝 不接受 否",
    },
    Engagement: {Engagement.FULL_TIME: "全职", Engagement.PART_TIME: "兼任"},
    PoolState: {
        PoolState.AVAILABLE: "可派 可选 在库 正常",
        PoolState.PAUSED: "暂停 暂缓选派 暂不选派",
        PoolState.RETIRED: "退出 退库 出库 已退库",
    },
    UnitKind: {
        UnitKind.ENTERPRISE: "公司 非公企业 非公有制企业 民营企业 私营企业 企业法人",
        UnitKind.COOPERATIVE: "农民专业合作社 合作社 专业合作社 农牧业专业合作社"
        " 农民专业合作社联合社 农民专业合作社法人",
        UnitKind.SOCIAL: "社会团体 社团 民办非企业 民办非企业单位 民非 基金会 社会服务机构",
        UnitKind.INDIVIDUAL: "个体户 个体 个体经营 个体工商业户",
    },
    Ownership: {
        Ownership.NON_PUBLIC: "非公 非公有 民营 私营 非公经济",
        Ownership.PUBLIC: "公有 国有 集体 全民所有制 集体所有制 国有控股 国有独资",
        Ownership.UNDECIDED: "待定 不确定",
    },
    Industry: {
        Industry.A: "农业 林业 畜牧业 牧业 渔业 农林牧渔",
        Industry.B: "采矿 矿业 采掘业",
        Industry.C: "制造",
        Industry.D: "电力热力燃气及水的生产和供应业 电力燃气及水的生产和供应业",
        Industry.E: "建筑",
        Industry.F: "批发零售业 批发零售 批发业 零售业 批发和零售",
        Industry.G: "交通运输业 物流业 交通运输仓储及邮政业 仓储业 邮政业",
        Industry.H: "住宿餐饮业 住宿业 餐饮业 住宿餐饮",
        Industry.I: "信息传输计算机服务和软件业 软件和信息技术服务业 信息技术服务业",
        Industry.J: "金融",
        Industry.K: "房地产",
        Industry.L: "租赁商务服务业 商务服务业 租赁业",
        Industry.M: "科学研究技术服务和地质勘查业 科学研究技术服务业 技术服务业",
        Industry.N: "水利环境公共设施管理业",
        Industry.O: "居民服务和其他服务业 居民服务业 居民服务修理其他服务业",
        Industry.P: "教育业",
        Industry.Q: "卫生 社会工作 卫生社会保障和社会福利业",
        Industry.R: "文化体育娱乐业",
        Industry.S: "公共管理和社会组织",
    },
    Operation: {
        Operation.RUNNING: "存续 在业 开业 在营 营业 经营 正常经营 正常生产 正常营业"
        " 存续在营开业在册 存续（在营） 在册 正常运营",
        Operation.SUSPENDED: "停产 停业 歇业 停工 停业歇业 停产停业整顿 半停产",
        Operation.SHELL: "空壳企业 空壳社",
        Operation.CANCELLED: "已注销 注销企业 吊销已注销",
        Operation.REVOKED: "已吊销 吊销未注销 吊销营业执照",
    },
    PartyOrganization: {
        PartyOrganization.OWN: "单独 单独建立 单独建 独立组建 单建",
        PartyOrganization.JOINT: "联合 联合建立 联建",
        PartyOrganization.NONE: "无 没有 未建 未建立 否",
    },
    OrganizationKind: {
        OrganizationKind.BRANCH: "支部 独立党支部 单独党支部 独立支部 党支部委员会",
        OrganizationKind.JOINT_BRANCH: "联合支部 联合党支部委员会",
        OrganizationKind.TEMPORARY_BRANCH: "临时支部",
        OrganizationKind.GENERAL_BRANCH: "总支 总支部 党总支部 党总支委员会",
        OrganizationKind.COMMITTEE: "党的委员会 党的基层委员会",
        OrganizationKind.TOWNSHIP_COMMITTEE: "乡镇党委 苏木党委 街道党工委",
        OrganizationKind.SECTOR_COMMITTEE: "行业党委 部门党委 党组 行业部门党委 行业部门党组",
        OrganizationKind.PARK_COMMITTEE: "园区党工委",
        OrganizationKind.UNION: "工会委员会 工会组织 基层工会",
        OrganizationKind.YOUTH_LEAGUE: "共青团 团支部 团委 团组织 团总支",
        OrganizationKind.WOMEN: "妇联 妇委会 妇女联合会 妇女组织",
    },
    Formation: {
        Formation.OWN: "单独 单独建立 独立组建 单建",
        Formation.JOINT: "合建 企业联建",
        Formation.TRADE: "行业建 行业联建",
        Formation.AREA: "区域统建 区域建 园区联建",
    },
    Standing: {
        Standing.OUTSIDE: "否 没有入库 不在库",
        Standing.PROPOSED: "拟入 待入库",
        Standing.IN_POOL: "是 已入库 入库",
        Standing.LEFT: "已出库 退库 已退库",
    },
}
_STUDY = re.compile(
    r"中央党校|(自治区)?党委党校|[省市旗县]?委?党校|全日制|在职教育|在职|函授|自学考试|自考|成人教育|成人"
    r"|电大|学历|毕业|教育$"
)
_BEHIND = re.compile(r"(?<=.)[/／（(、，,].*$")
_SECTION = re.compile(r"([A-T])\d{0,4}(?=\D|$)", re.IGNORECASE)


def parse_choice(field: Field, cell: Cell) -> Parsed:
    """Read a word of a fixed list, with or without spaces and punctuation, or a synonym of it.

    Raises:
        ValueRefused: ``unknown_choice``; the message lists the allowed words.
    """
    if field.choices is None:
        raise ValueError(f"{field.label} has no choices")
    raw = one_line(text_of(cell))
    word = word_of(field.choices, raw)
    if word is not None:
        return Parsed(word)
    if says_nothing(raw) or says_unknown(raw):
        return Parsed(None)
    raise refused(
        "unknown_choice",
        f"{field.label}没有“{raw[:20]}”这一项，请填：{allowed_words(field.choices)}",
    )


def allowed_words(choices: type[StrEnum]) -> str:
    """List the words of a fixed list for people."""
    several = any("、" in choice.value for choice in choices)
    return ("；" if several else "、").join(choice.value for choice in choices)


def word_of(choices: type[StrEnum], text: str) -> StrEnum | None:
    """Find the word of a list that a text means; None where it means none for certain."""
    table = _table(choices)
    found = table.get(key_of(text))
    if found is None and choices is Education:
        # 大学本科/学士 names the degree too, 大专（在读本科） what is not finished yet.
        for part in (text, _BEHIND.sub("", text)):
            found = found or table.get(key_of(part)) or table.get(key_of(_STUDY.sub("", part)))
    if found is None and choices is Industry:
        section = _SECTION.match(text.strip())
        rest = key_of(text.strip()[section.end() :]) if section else ""
        if section and (section[0] != section[1] or not rest):
            found = Industry[section[1].upper()]
        elif section:
            found = table.get(rest)
    return found


@cache
def _table(choices: type[StrEnum]) -> dict[str, StrEnum]:
    """Key → word; the list's own words win over synonyms."""
    table: dict[str, StrEnum] = {}
    for choice, words in SYNONYMS.get(choices, {}).items():
        table.update({key_of(word): choice for word in words.split()})
    if choices is Industry:
        table.update({key_of(choice.value[2:]): choice for choice in choices})
    return table | {key_of(choice.value): choice for choice in choices}
