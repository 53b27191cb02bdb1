"""Which words in a person's story tell that the person knows a trade."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.enterprises import Industry

#: Industry → words that stand in posts, units and careers of people who know it. S is the work of
#: every cadre, so only what belongs to social organizations and social security tells anything.
TELLING_WORDS: Mapping[Industry, tuple[str, ...]] = {
    Industry.A: ("农牧", "农业", "畜牧", "种植", "养殖", "林业", "林草", "渔业", "种业", "兽医"),
    Industry.B: ("采矿", "矿业", "矿山", "煤矿", "地质"),
    Industry.C: ("制造", "工业", "加工", "经信", "工信", "水泥", "建材", "化工"),
    Industry.D: ("电力", "供电", "供热", "热力", "燃气", "供水", "新能源", "光伏", "风电"),
    Industry.E: ("建筑", "住建", "施工", "建设局", "工程监理"),
    Industry.F: ("商务局", "供销", "批发", "零售", "商贸", "商业"),
    Industry.G: ("交通", "运输", "物流", "邮政", "公路", "铁路", "仓储"),
    Industry.H: ("住宿", "餐饮", "酒店", "宾馆", "饭店"),
    Industry.I: ("信息技术", "信息化", "软件", "通信", "大数据", "电信", "互联网"),
    Industry.J: ("银行", "信用社", "金融", "保险", "信贷", "证券"),
    Industry.K: ("房地产", "房产", "物业"),
    Industry.L: ("租赁", "人力资源", "商务服务", "中介"),
    Industry.M: ("科技", "科研", "科协", "科学研究", "技术推广"),
    Industry.N: ("水利", "水务", "环保", "生态环境", "市政", "园林", "环卫"),
    Industry.O: ("家政", "修理", "维修", "殡葬"),
    Industry.P: ("教育", "学校", "中学", "小学", "教师", "幼儿园", "党校"),
    Industry.Q: ("卫生", "医院", "卫健", "医疗", "养老", "社会工作"),
    Industry.R: ("文化", "体育", "旅游", "文旅", "广播", "电视台", "乌兰牧骑"),
    Industry.S: ("社会组织", "社会保障", "人社", "社保", "协会", "商会"),
    Industry.T: (),
}


def telling_word(story: str, industry: Industry) -> str | None:
    """Give the first word of ``story`` that tells of ``industry``, or None."""
    return next((word for word in TELLING_WORDS[industry] if word in story), None)


def trade_name(industry: Industry) -> str:
    """Name an industry without the letter of its section."""
    return industry.value.partition(" ")[2]
