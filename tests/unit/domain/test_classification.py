"""Kinds, ownership, townships and villages: what a register's entry says, and what it does not."""

from __future__ import annotations

import pytest

from partydesk.domain.classification import (
    Found,
    division_word,
    kind_of,
    ownership_of,
    short_division_name,
    township_of,
    village_of,
)
from partydesk.domain.enterprises import Ownership, UnitKind

BANNER = "敖汉旗"
PARENTS = ("内蒙古自治区", "赤峰市")
TOWNSHIPS = (
    "新惠镇", "四家子镇", "长胜镇", "四道湾子镇", "下洼镇", "古鲁板蒿镇", "木头营子乡", "丰收乡",
    "萨力巴乡", "敖润苏莫苏木", "工业园区", "新州街道", "惠州街道",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "registered_type", "expected"),
    [
        ("91150430MA0XXXX12X", "某某专业合作社", None, UnitKind.ENTERPRISE),
        ("92150430MA0XXXX12X", None, None, UnitKind.INDIVIDUAL),
        ("93150430MA0XXXX12X", None, "有限责任公司", UnitKind.COOPERATIVE),
        ("51150430MA0XXXX12X", None, None, UnitKind.SOCIAL),
        ("52150430MA0XXXX12X", None, None, UnitKind.SOCIAL),
        ("53150430MA0XXXX12X", None, None, UnitKind.SOCIAL),
        ("11150430MA0XXXX12X", "敖汉旗某局", None, None),
        (None, "敖汉旗惠隆杂粮种植农民专业合作社", None, UnitKind.COOPERATIVE),
        (None, "敖汉旗宝国吐供销合作社", None, UnitKind.ENTERPRISE),
        (None, "敖汉旗下洼供销社", None, UnitKind.ENTERPRISE),
        (None, "敖汉旗农村信用合作联社", None, UnitKind.ENTERPRISE),
        (None, "敖汉旗小米协会", None, UnitKind.SOCIAL),
        (None, "赤峰广源建设有限公司", None, UnitKind.ENTERPRISE),
        (None, "老王小吃部", "个体户", UnitKind.INDIVIDUAL),
        (None, "老王小吃部", "个体工商户", UnitKind.INDIVIDUAL),
        (None, "敖汉天营彩印厂", "集体所有制", UnitKind.ENTERPRISE),
        (None, "老王小吃部", None, None),
        (None, None, None, None),
    ],
)
def test_kinds(
    code: str | None, name: str | None, registered_type: str | None, expected: UnitKind | None
) -> None:
    assert kind_of(code, name, registered_type) is expected


@pytest.mark.parametrize(
    ("registered_type", "expected"),
    [
        ("集体所有制", Ownership.PUBLIC),
        ("全民所有制", Ownership.PUBLIC),
        ("国有独资公司", Ownership.PUBLIC),
        ("有限责任公司（国有独资）", Ownership.PUBLIC),
        ("个人独资企业", Ownership.NON_PUBLIC),
        ("个体工商户", Ownership.NON_PUBLIC),
        ("个体户", Ownership.NON_PUBLIC),
        ("农民专业合作社", Ownership.NON_PUBLIC),
        ("有限责任公司（自然人独资）", Ownership.NON_PUBLIC),
        ("有限责任公司", None),
        ("股份合作制", None),
        ("", None),
        (None, None),
    ],
)
def test_ownership(registered_type: str | None, expected: Ownership | None) -> None:
    assert ownership_of(registered_type) is expected


@pytest.mark.parametrize(
    ("address", "township"),
    [
        ("内蒙古自治区赤峰市敖汉旗新惠镇新惠路中段", "新惠镇"),
        ("内蒙古赤峰市敖汉旗 新惠镇蒙中街", "新惠镇"),
        ("赤峰市敖汉旗萨力巴乡粮站门前", "萨力巴乡"),
        ("敖汉旗敖汉旗新惠镇", "新惠镇"),
        ("新惠镇新民路北惠州街东", "新惠镇"),
        ("敖汉旗新惠镇新惠工业园区", "新惠镇"),
        ("内蒙古自治区赤峰市四家子镇四节梁村", "四家子镇"),
        ("敖汉旗四道湾子", "四道湾子镇"),
        ("敖汉旗长胜本街", "长胜镇"),
        ("敖汉旗四家子老虎山", "四家子镇"),
        ("敖汉旗四家子公路北（镇政府南）", "四家子镇"),
        ("敖汉旗木头营子新窝铺村小学西侧", "木头营子乡"),
        ("敖汉旗新惠新中街中段", "新惠镇"),
        ("敖汉旗古鲁板蒿乡山嘴村", "古鲁板蒿镇"),
        ("敖汉旗新惠乡乃林皋", "新惠镇"),
        ("敖汉旗敖润苏莫苏木本街", "敖润苏莫苏木"),
        ("敖汉旗敖润苏莫本街", "敖润苏莫苏木"),
        ("敖汉旗工业园区三号路", "工业园区"),
        ("敖汉旗惠州街道滨河社区", "惠州街道"),
        ("敖汉旗新州街道办事处", "新州街道"),
        ("敖汉旗新州", "新州街道"),
    ],
)
def test_addresses_that_name_a_township(address: str, township: str) -> None:
    assert township_of(address, TOWNSHIPS, BANNER, PARENTS) == Found(township)


@pytest.mark.parametrize(
    ("address", "vanished"),
    [
        ("敖汉旗宝国吐乡大甸子", "宝国吐乡"),
        ("敖汉旗哈沙吐乡", "哈沙吐乡"),
        ("敖汉旗敖音勿苏乡政府所在地", "敖音勿苏乡"),
        ("敖汉旗古鲁板嵩乡孤山子村", "古鲁板嵩乡"),
        ("敖汉旗王家营子乡刘家湾村", "王家营子乡"),
        ("敖汉旗种羊场本街", "种羊场"),
        ("敖汉旗羊场工商所对面", "羊场"),
        ("敖汉旗新州镇", "新州镇"),
        ("敖汉旗新惠工业园区", None),
        ("敖汉旗新惠物流园区", None),
        ("敖汉旗新洲工业园区", None),
        ("敖汉旗物流产业园区", None),
        ("敖汉旗惠州街北段", None),
        ("敖汉旗惠州街道路北", None),
        ("敖汉旗惠州国际酒店", None),
        ("敖汉旗新州派出所东", None),
        ("敖汉旗新中街西惠远路南", None),
        ("敖汉旗长胜矿业有限公司院内", None),
        ("敖汉旗下洼村", None),
        ("敖汉旗丰收路", None),
        ("敖汉旗乡镇企业局", None),
        ("敖汉旗通赤高速公路萨力巴收费站对过", None),
        ("赤峰市松山区初头朗镇", None),
        ("赤峰市宁城县四家子", None),
        ("赤峰市工业园区", None),
        ("赤峰市长胜", None),
        ("", None),
    ],
)
def test_addresses_that_name_none(address: str, vanished: str | None) -> None:
    assert township_of(address, TOWNSHIPS, BANNER, PARENTS) == Found(None, vanished)


def test_two_townships_of_one_stem_are_told_apart() -> None:
    both = ("四家子镇", "四家子乡")
    assert township_of("敖汉旗四家子乡", both, BANNER).township == "四家子乡"
    assert township_of("敖汉旗四家子", both, BANNER).township is None
    assert division_word("四家子", both) is None
    assert division_word("四家子乡", both) == "四家子乡"


@pytest.mark.parametrize(
    ("address", "township", "expected"),
    [
        ("敖汉旗新惠镇三宝山村北山", "新惠镇", "三宝山村"),
        ("敖汉旗新惠镇三宝山", "新惠镇", "三宝山村"),
        ("敖汉旗新惠镇三宝山养羊小区", "新惠镇", None),
        ("敖汉旗新惠乡乃林皋", "新惠镇", "乃林皋村"),
        ("敖汉旗新惠镇小三宝山村", "新惠镇", None),
        ("敖汉旗新惠镇新中街", "新惠镇", None),
        ("敖汉旗新惠镇新中街社区", "新惠镇", "新中街社区"),
        ("敖汉旗新惠镇", "新惠镇", None),
        ("敖汉旗敖润苏莫苏木荷也勿苏嘎查", "敖润苏莫苏木", "荷也勿苏嘎查"),
        ("敖汉旗长胜镇长胜甸子村", "长胜镇", "长胜甸子村"),
        ("敖汉旗物流园区", "新惠镇", None),
    ],
)
def test_villages(address: str, township: str, expected: str | None) -> None:
    villages = ("三宝山村", "乃林皋村", "新中街社区", "荷也勿苏嘎查", "长胜村", "长胜甸子村")
    assert village_of(address, township, villages) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("敖汉旗人民政府新州街道", "新州街道"),
        ("敖汉旗惠州街道", "惠州街道"),
        ("敖汉旗工业园区", "工业园区"),
        ("新惠镇", "新惠镇"),
        ("敖润苏莫苏木", "敖润苏莫苏木"),
        ("惠州街道办事处", "惠州街道"),
        ("三宝山村委会", "三宝山村"),
        ("格格召村民委员会", "格格召村"),
        ("解放村村委会", "解放村"),
        ("解放村村民委员会", "解放村"),
        ("回族村委会", "回族村"),
        ("南双庙村", "南双庙村"),
        ("海布日嘎嘎查", "海布日嘎嘎查"),
        ("敖润苏莫嘎查村委会", "敖润苏莫嘎查"),
        ("北城新区社区居委会", "北城新区社区"),
        ("新南街居委会", "新南街居委会"),
        ("羊场居民委员会", "羊场居委会"),
        ("敖汉旗工业园区虚拟社区", "工业园区虚拟社区"),
    ],
)
def test_plain_names_of_divisions(name: str, short: str) -> None:
    assert short_division_name(name, BANNER) == short
