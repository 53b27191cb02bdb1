"""A roster of 300 people as several hands typed it over years; everybody in it is invented."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from stdnum.cn import ric

from partydesk.domain.values import Cell

PEOPLE = 300
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单解仇查盖朴乐覃翟"
_GIVEN = ("芳", "伟", "敏", "静", "秀英", "建国", "志强", "海燕", "永红", "文斌", "素珍", "玉梅")
_MONGOL = ("敖敦其其格", "阿拉坦·巴特尔", "苏和", "乌云塔娜", "额尔敦", "孟和•吉雅", "那日苏")
_UNITS = ("旗农牧局", "旗林草局", "旗教育局", "新惠镇政府", "四家子镇政府", "旗司法局")
_HEAD = (
    "序 号", "姓  名", "性别/民族", "出生\n年月", "身份证\n号码", "政治\n面貌", "入党\n时间",
    "文化\n程度", "单  位", "职务（职级）", "联系\n电话", "熟悉\n专业", "愿意去的乡镇（可多选）",
    "备  注",
)  # fmt: skip


@dataclass(slots=True)
class Planted:
    """What was put into the roster.

    Attributes:
        rows: How many rows are people.
        rejected: Rows that cannot be stored.
        dittos: How many ditto marks stand for a unit.
        numbers: Row → citizen number, of those who have a right one.
        units: Row → the unit meant.
    """

    rows: int
    rejected: set[int]
    dittos: int
    numbers: dict[int, str]
    units: dict[int, str]


def make_roster(path: Path, seed: int = 7) -> Planted:
    """Write the roster and say what is in it."""
    chance = random.Random(seed)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "填表说明"
    sheet.append(["填表说明：请各单位于本周五前报送"])
    sheet = book.create_sheet("名单(最终版2)")
    planted = Planted(0, set(), 0, {}, {})
    sheet.append([None])
    sheet.append(["某旗党建工作人员摸底名册（2026年修订）"])
    sheet.merge_cells("A2:N2")
    sheet.append(["填报单位：各单位", *[None] * 12, "填报时间：2026.3"])
    sheet.append(list(_HEAD))
    unit, row = _UNITS[0], 5
    for place in range(PEOPLE):
        if place and place % 40 == 0:
            sheet.append(list(_HEAD))
            row += 1
        if place % 30 == 0:
            unit = _UNITS[place // 30 % len(_UNITS)]
            sheet.append([f"（{'一二三四五六七八九十'[place // 30 % 10]}）{unit}"])
            row += 1
        sheet.append(_person(chance, place, row, unit, planted, first=place % 30 == 0))
        row += 1
    for again in sorted(planted.numbers)[:3]:
        number = planted.numbers[again]
        sheet.append([None, "补报甲", "男/汉", None, number, "党员", None, "大专", unit, "科员"])
        planted.rejected.add(row)
        row += 1
    planted.rows = PEOPLE + 3
    sheet.append(["合计", f"{planted.rows}人"])
    sheet.append(["负责人签字：", None, None, "填表人：张干事"])
    book.save(path)
    return planted


def _person(
    chance: random.Random, place: int, row: int, unit: str, planted: Planted, *, first: bool
) -> list[Cell]:
    """Type one line, badly."""
    male = chance.random() < 0.6
    born = dt.date(1958, 1, 1) + dt.timedelta(days=chance.randrange(12_000))
    name = chance.choice(_MONGOL)
    if chance.random() < 0.7:
        given = chance.choice(_GIVEN)
        name = chance.choice(_SURNAMES) + ("　" if len(given) == 1 else "") + given
    typed = "同上" if not first and chance.random() < 0.4 else unit
    status = chance.choice(["党员", "中共党员", "群众", "预备", "√"])
    town = chance.choice(["新惠镇", "都可以", "四家子镇、新惠镇", "无要求", "离家近的", None])
    planted.dittos += typed == "同上"
    planted.units[row] = unit
    births: list[Cell] = [
        f"{born:%Y.%m}", f"{born.year}年{born.month}月", f"{born:%Y%m}", str(born),
        dt.datetime(born.year, born.month, born.day), f"{born:%y}.{born.month}",
    ]  # fmt: skip
    phones: list[Cell] = [
        f"1390476{place:04d}（微信同号）", 13904760000 + place, f"139-0476-{place:04d}",
    ]  # fmt: skip
    return [
        place + 1,
        name + chance.choice(["", "", "", "（女）" if not male else "*"]),
        chance.choice("/、 ，").join(["男" if male else "女", chance.choice(["汉", "蒙", "满族"])]),
        chance.choice(births),
        _number(chance, row, born, place, planted, male=male),
        status,
        "/" if status == "群众" else chance.choice([f"{born.year + 25}.6", None, "无"]),
        chance.choice(["大专", "大学本科/学士", "党校大学", "大专（在读本科）", "本 科"]),
        chance.choice(["同上", "〃"]) if typed == "同上" else unit,
        chance.choice(["局长", "科员", "四级调研员"]),
        chance.choice(phones),
        chance.choice(["党务", "财会、审计", "法律 调解", "无", None]),
        town,
        chance.choice([None, "年底退休", "身体不好"]),
    ]  # fmt: skip


def _number(
    chance: random.Random, row: int, born: dt.date, place: int, planted: Planted, *, male: bool
) -> Cell:
    """Type a citizen number, or what some people type instead."""
    body = f"150430{born:%Y%m%d}{place // 5 % 100:02d}{place % 5 * 2 + male}"
    number = body + ric.calc_check_digit(f"{body}0")
    way = chance.random()
    if way < 0.03:
        return chance.choice([None, "身份证丢失补办中"])
    if way < 0.05:
        planted.rejected.add(row)
        return float(body + "0")
    if way < 0.07:
        planted.rejected.add(row)
        return body + str((int(ric.calc_check_digit(f"{body}0").replace("X", "4")) + 1) % 10)
    planted.numbers[row] = number
    if way < 0.2:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    return f"'{number}" if way < 0.25 else number.lower()
