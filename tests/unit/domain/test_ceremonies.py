"""The ceremony: who is called up when, and who sits where."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from partydesk.domain.ceremonies import (
    USUAL_ORDER,
    CallKey,
    Ceremony,
    Guest,
    Participant,
    calling_order,
    people_sent,
    read_guests,
    read_order,
    representatives,
)
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.selection import Role

ONE = Participant(
    placement_id=1, talent_id=1, enterprise_id=1, person="苏和", enterprise="甲公司",
    township="北原镇", representative="白音", role=Role.INSTRUCTOR, serial=3,
)  # fmt: skip
TWO = replace(ONE, placement_id=2, talent_id=2, person="敖敦", role=Role.SECRETARY, serial=2)
THREE = replace(
    ONE, placement_id=3, talent_id=3, person="阿古拉", enterprise_id=2, enterprise="安达公司",
    township="长岭乡", representative="", serial=0,
)  # fmt: skip
FOUR = replace(THREE, placement_id=4, enterprise_id=3, enterprise="乙公司", township="")
ALL = (FOUR, THREE, TWO, ONE)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (USUAL_ORDER, (2, 1, 3, 4)),
        ((CallKey.TOWNSHIP, CallKey.ROLE), (2, 1, 3, 4)),
        ((CallKey.UNIT,), (3, 1, 2, 4)),
        ((CallKey.NAME,), (3, 4, 2, 1)),
        ((CallKey.NUMBER,), (2, 1, 3, 4)),
        ((), (1, 2, 3, 4)),
    ],
)
def test_people_are_called_up_as_chosen(
    keys: tuple[CallKey, ...], expected: tuple[int, ...]
) -> None:
    assert tuple(each.placement_id for each in calling_order(ALL, keys)) == expected


def test_an_order_is_read_as_people_write_it() -> None:
    assert read_order("苏木乡镇、单位, 岗位") == (CallKey.TOWNSHIP, CallKey.UNIT, CallKey.ROLE)
    assert read_order("单位,单位") == (CallKey.UNIT,)
    assert read_order(" ") == USUAL_ORDER
    with pytest.raises(ValidationFailed, match="不能按“身高”排序；可以按：岗位、苏木乡镇"):
        read_order("岗位、身高")


def test_guests_are_read_line_by_line() -> None:
    typed = "宝音 旗委常委、组织部部长\n\n 王明，工委书记 \n李四"
    assert read_guests(typed) == (
        Guest("宝音", "旗委常委、组织部部长"), Guest("王明", "工委书记"), Guest("李四"),
    )  # fmt: skip


def test_everybody_has_one_seat() -> None:
    both = (ONE, replace(TWO, talent_id=1, person="苏和"), THREE)
    assert people_sent(both) == (
        Guest("苏和", "甲公司 党建指导员；甲公司 党组织书记"),
        Guest("阿古拉", "安达公司 党建指导员"),
    )
    assert representatives(both) == (Guest("白音", "甲公司"), Guest("安达公司"))


def test_the_moment_says_what_is_known() -> None:
    known = Ceremony(title="仪式", held_on=dt.date(2026, 4, 15), held_at="09:30")
    assert known.moment == "2026年4月15日 09:30"
    assert replace(known, held_on=None).moment == "09:30"
    assert Ceremony(title="仪式").moment == ""
