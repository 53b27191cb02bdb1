"""The words of a bulletin: whole sentences for one, several and none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from partydesk.domain.duty.bulletin import (
    BulletinFigures,
    DutyFigures,
    Example,
    OverdueShortcoming,
    PersonFigures,
    title_words,
)
from partydesk.domain.duty.bulletin_text import body_of, counts_words
from partydesk.domain.duty.outcomes import Outcome

GOOD: Final = PersonFigures(
    name="苏和", unit="塔林水泥", committee="工业园区", outcomes=3, reports=6, expected=6, days=20
)
SECOND: Final = replace(GOOD, name="李秀兰", unit="十家杂粮", days=21)
DUTY: Final = DutyFigures(
    duty="抓协调服务",
    lines=4,
    counts={Outcome.MATTER: Decimal(2), Outcome.FUNDS: Decimal("12.50")},
    examples=(Example(who="苏和（塔林水泥）", content="协调用电增容", result="已通电"),),
)
BASE: Final = BulletinFigures(
    year=2026,
    through=6,
    counted_on=dt.date(2026, 7, 8),
    units=2,
    inspections=2,
    duties=(DUTY,),
    persons=(GOOD, SECOND),
)


def test_a_good_half_year_has_no_section_of_problems() -> None:
    text = body_of(BASE)
    assert "存在问题" not in text
    assert [line for line in text.splitlines() if re.match(r"[一二三四]、", line)] == [
        "一、总体情况",
        "二、主要做法和成效",
        "三、下步要求",
    ]
    assert "上半年，先后有2名同志在2家企业驻企工作。累计到岗41天，人均20.5天。" in text
    assert "应报月报12份，全部报来，都按时报来。" in text
    assert "（一）抓协调服务。登记工作4条，为企业办理事项2件、争取资金12.5万元。" in text
    assert "其中，苏和（塔林水泥）协调用电增容，已通电。" in text


def test_nothing_recorded_leaves_no_empty_section() -> None:
    bare = replace(GOOD, outcomes=0, reports=0, expected=0, days=0, inspected=False)
    figures = replace(BASE, units=1, inspections=0, duties=(), persons=(bare,))
    assert body_of(figures).splitlines()[1:3] == [
        "一、总体情况",
        "上半年，先后有1名同志在1家企业驻企工作。",
    ]
    assert "主要做法" not in body_of(figures)
    assert "上半年没有登记对驻企人员的督查。" in body_of(figures)


def test_one_person_has_no_mean() -> None:
    text = body_of(replace(BASE, units=1, persons=(GOOD,)))
    assert "先后有1名同志在1家企业驻企工作。累计到岗20天。" in text
    assert "人均" not in text


@pytest.mark.parametrize(
    ("missing", "late", "sentence"),
    [
        ((), (), "应报月报6份，全部报来，都按时报来。"),
        ((), (2,), "应报月报6份，全部报来；收到的月报中迟报1份。"),
        ((3,), (), "应报月报6份，收到5份，上报率83.3%，未报1份；收到的均为按时上报。"),
        ((3,), (1, 2), "应报月报6份，收到4份，上报率66.7%，未报1份；收到的月报中迟报2份。"),
        ((1, 2, 3, 4, 5), (6,), "应报月报6份，收到1份，上报率16.7%，未报5份，均为迟报。"),
        ((1, 2, 3, 4, 5, 6), (), "应报月报6份，均未报来。"),
    ],
)
def test_reports_in_words(missing: tuple[int, ...], late: tuple[int, ...], sentence: str) -> None:
    received = {(3,): 5 - (late != ()), (): 6}.get(missing, 6 - len(missing))
    person = replace(GOOD, missing=missing, late=late, reports=received)
    assert sentence in body_of(replace(BASE, persons=(person,)))


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({"missing": (2, 3)}, "（一）有的同志月报未报。未报的有：苏和（塔林水泥）2月、3月。"),
        ({"late": (4,)}, "（一）有的同志月报迟报。迟报的有：苏和（塔林水泥）4月。"),
        (
            {"missing": (1, 2, 3, 4, 5, 6), "reports": 0},
            "（一）有的同志月报未报。未报的有：苏和（塔林水泥）上半年各月。",
        ),
        ({"thin": (1,)}, "没有登记台账、情况也写得过于简单的有：苏和（塔林水泥）1月。"),
        ({"short": (1, 2)}, "没有达到每月规定天数的有：苏和（塔林水泥）1月、2月。"),
        ({"inspected": False}, "上半年还没有督查过的有：苏和（塔林水泥）。"),
    ],
)
def test_each_problem_names_the_person(person: dict[str, object], told: str) -> None:
    figures = replace(BASE, persons=(replace(GOOD, **person), SECOND))
    text = body_of(figures)
    assert told in text
    assert "三、存在问题" in text
    assert "四、下步要求" in text


def test_many_people_are_named_in_part_and_counted() -> None:
    people = tuple(replace(GOOD, name=f"第{n}人", missing=(1,)) for n in range(1, 9))
    text = body_of(replace(BASE, persons=people))
    assert "第6人（塔林水泥）1月等8人。" in text
    assert "第7人" not in text


def test_duties_without_work_are_named() -> None:
    idle = DutyFigures(duty="抓示范", lines=0)
    one = body_of(replace(BASE, duties=(DUTY, idle)))
    assert "上半年“抓示范”这项职责没有登记工作。" in one
    two = body_of(replace(BASE, duties=(DUTY, idle, replace(idle, duty="抓作用发挥"))))
    assert "上半年“抓示范”、“抓作用发挥”2项职责都没有登记工作。" in two


def test_what_should_have_been_mended() -> None:
    late = OverdueShortcoming(
        who="苏和（塔林水泥）", problem="记录不全。", due_on=dt.date(2026, 6, 1)
    )
    assert "苏和（塔林水泥）“记录不全”（限2026年6月1日）。" in body_of(
        replace(BASE, overdue=(late,))
    )
    assert "等6个问题。" in body_of(replace(BASE, overdue=(late,) * 6))


def test_no_bulletin_speaks_of_zero_or_stumbles() -> None:
    worst = replace(
        GOOD, reports=0, days=0, outcomes=0, missing=(1, 2), late=(3,), thin=(4,), short=(5,)
    )
    for persons in ((GOOD,), (worst,), (GOOD, worst), (replace(worst, inspected=False),)):
        for duties in ((), (DUTY,), (replace(DUTY, counts={}, examples=()),)):
            for through in (6, 12):
                text = body_of(
                    replace(BASE, persons=persons, duties=duties, through=through, inspections=0)
                )
                assert not re.search(r"(?<![\d.])0[个名件次份天条人]", text)
                assert not re.search(r"[。；，：][。；，：]", text)
                assert "上半年" in text or through == 12


def test_the_whole_year_says_so() -> None:
    text = body_of(replace(BASE, through=12))
    assert "对2026年度驻企党建工作情况作了汇总" in text
    assert "全年，先后有2名同志" in text
    assert "上半年" not in text
    assert title_words(2026, 12) == "关于2026年度驻企党建工作情况的通报"
    assert title_words(2026, 6) == "关于2026年上半年驻企党建工作情况的通报"


def test_outcomes_stand_in_the_order_of_their_list() -> None:
    counts = {Outcome.VISIT: Decimal(3), Outcome.PARTY_ORGANIZATION: Decimal(1)}
    assert counts_words(counts) == "新建党组织1个、走访3次"
