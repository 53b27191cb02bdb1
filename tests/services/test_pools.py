"""Both pools: what is stored, what is refused beside its field, what is filled in."""

from __future__ import annotations

import dataclasses

import pytest

from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Operation, Standing
from partydesk.domain.errors import Cancelled, NotFound, ValidationFailed
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import PoolState, Sex
from partydesk.domain.values import Cell
from partydesk.services.dictionaries import list_words
from partydesk.services.history import list_actions, record_history, undo
from partydesk.services.pools import (
    choices_of,
    get_record,
    retire_record,
    save_record,
    save_records,
    search_records,
)
from partydesk.services.workspace import Workspace
from tests.factories import make_enterprise, make_talent, number_of

NUMBER = "150430198506150022"
CODE = "91150430MA0N00001J"


def test_a_name_is_enough(workspace: Workspace) -> None:
    saved = save_record(workspace, "talents", None, {"name": "苏和"})
    assert (saved.changes.label, saved.warnings) == ("新增人才“苏和”", {})
    person = get_record(workspace, "talents", saved.id)
    assert (person.name, person.state, person.seats) == ("苏和", PoolState.AVAILABLE, 1)
    unit = get_record(
        workspace, "enterprises", save_record(workspace, "enterprises", None, {"name": "某社"}).id
    )
    assert (unit.name, unit.standing) == ("某社", Standing.OUTSIDE)


@pytest.mark.parametrize("cells", [{}, {"name": ""}, {"name": "  "}, {"sex": "男"}])
def test_without_a_name_nothing_is_stored(workspace: Workspace, cells: dict[str, Cell]) -> None:
    for kind in ("talents", "enterprises"):
        given = {n: c for n, c in cells.items() if kind == "talents" or n == "name"}
        with pytest.raises(ValidationFailed) as refusal:
            save_record(workspace, kind, None, given)
        assert "name" in refusal.value.fields
        assert search_records(workspace, kind, "")[1] == 0


def test_every_fault_is_told_beside_its_field_at_once(workspace: Workspace) -> None:
    cells: dict[str, Cell] = {
        "name": "苏和",
        "citizen_number": "150430198506150023",
        "birth": "2099-01-01",
        "capacity": "三四个",
        "sex": "不男不女",
        "ethnicity": "火星族",
    }
    with pytest.raises(ValidationFailed) as refusal:
        save_record(workspace, "talents", None, cells)
    assert set(refusal.value.fields) == set(cells) - {"name"}
    assert all(not message.isascii() for message in refusal.value.fields.values())
    assert len(list_actions(workspace)) == 1


def test_the_number_fills_birth_and_sex_and_contradictions_warn(workspace: Workspace) -> None:
    saved = save_record(workspace, "talents", None, {"name": "其其格", "citizen_number": NUMBER})
    person = get_record(workspace, "talents", saved.id)
    assert (person.birth, person.sex) == (PartialDate(1985, 6, 15), Sex.FEMALE)
    again = save_record(workspace, "talents", saved.id, {"sex": "男", "birth": "1986-01"})
    assert set(again.warnings) == {"sex", "birth"}
    person = get_record(workspace, "talents", saved.id)
    assert (person.birth, person.sex) == (PartialDate(1986, 1), Sex.MALE)


def test_fields_left_out_keep_their_value_and_emptied_ones_lose_it(workspace: Workspace) -> None:
    person = make_talent(workspace, name="苏和", rank="正科", note="记一笔")
    saved = save_record(workspace, "talents", number_of(person), {"rank": ""})
    assert saved.changes.label == "修改人才“苏和”"
    now = get_record(workspace, "talents", number_of(person))
    assert now == dataclasses.replace(person, rank=None)


@pytest.mark.parametrize("blank", ["", "  ", None, "无", "/"])
def test_a_blank_choice_keeps_what_it_always_has(workspace: Workspace, blank: Cell) -> None:
    """A new record takes the default; on changing one the value stays."""
    person = make_talent(workspace, name="苏和", state=blank)
    assert person.state is PoolState.AVAILABLE
    paused = make_talent(workspace, name="布和", state="暂缓")
    assert save_record(workspace, "talents", paused.id, {"state": blank}).changes == Changes()
    assert get_record(workspace, "talents", number_of(paused)).state is PoolState.PAUSED
    unit = make_enterprise(workspace)
    save_record(workspace, "enterprises", unit.id, {"standing": blank, "note": "x"})
    assert get_record(workspace, "enterprises", number_of(unit)).standing is Standing.IN_POOL


def test_a_twin_is_refused_by_name(workspace: Workspace) -> None:
    first = make_talent(workspace, name="其其格", citizen_number=NUMBER)
    other = make_talent(workspace, name="别人")
    told = f"这个公民身份号码已属于“其其格”（记录号 {first.id}），请核对或打开该记录"
    for number in (None, other.id):
        cells: dict[str, Cell] = {"name": "冒名", "citizen_number": NUMBER}
        with pytest.raises(ValidationFailed) as refusal:
            save_record(workspace, "talents", number, cells)
        assert refusal.value.fields == {"citizen_number": told}
        assert NUMBER not in str(refusal.value)
    assert get_record(workspace, "talents", number_of(other)).name == "别人"
    save_record(workspace, "talents", first.id, {"citizen_number": NUMBER, "note": "自己的"})


def test_a_twin_of_a_unit_is_refused(workspace: Workspace) -> None:
    make_enterprise(workspace, name="甲公司", credit_code=CODE)
    with pytest.raises(ValidationFailed) as refusal:
        make_enterprise(workspace, name="乙公司", credit_code=CODE.lower())
    assert list(refusal.value.fields) == ["credit_code"]


def test_many_without_a_number_may_stand_side_by_side(workspace: Workspace) -> None:
    for _ in range(2):
        make_talent(workspace, name="同名")
        make_enterprise(workspace, name="同名社")
    assert search_records(workspace, "talents", "同名")[1] == 2


def test_saving_the_same_is_no_action(workspace: Workspace) -> None:
    person = make_talent(workspace, name="苏和", specialties="党务工作")
    saved = save_record(
        workspace, "talents", person.id, {"name": "苏和", "specialties": "党务工作"}
    )
    assert saved.changes == Changes()
    assert len(list_actions(workspace)) == 2


def test_retiring_a_person_and_bringing_back(workspace: Workspace) -> None:
    person = make_talent(workspace, name="苏和", state_reason="旧的说明")
    assert retire_record(workspace, "talents", number_of(person), " 调离 ").label == (
        "停用人才“苏和”"
    )
    now = get_record(workspace, "talents", number_of(person))
    assert (now.state, now.state_reason, now.is_retired) == (PoolState.RETIRED, "调离", True)
    assert search_records(workspace, "talents", "苏和")[1] == 0
    undo(workspace)
    assert get_record(workspace, "talents", number_of(person)) == person
    assert search_records(workspace, "talents", "苏和")[1] == 1


def test_retiring_a_unit(workspace: Workspace) -> None:
    unit = make_enterprise(workspace)
    retire_record(workspace, "enterprises", number_of(unit), "已注销")
    now = get_record(workspace, "enterprises", number_of(unit))
    assert (now.operation, now.standing, now.standing_reason) == (
        Operation.CANCELLED,
        Standing.LEFT,
        "已注销",
    )


@pytest.mark.parametrize(
    ("kind", "field"), [("talents", "state_reason"), ("enterprises", "standing_reason")]
)
def test_retiring_needs_a_reason(workspace: Workspace, kind: str, field: str) -> None:
    number = number_of(make_talent(workspace) if kind == "talents" else make_enterprise(workspace))
    for reason in ("", "  "):
        with pytest.raises(ValidationFailed) as refusal:
            retire_record(workspace, kind, number, reason)
        assert list(refusal.value.fields) == [field]
    assert not get_record(workspace, kind, number).is_retired


def test_what_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="记录号为 99 的人才"):
        get_record(workspace, "talents", 99)
    with pytest.raises(NotFound):
        save_record(workspace, "talents", 99, {"name": "x"})
    with pytest.raises(NotFound):
        retire_record(workspace, "enterprises", 99, "x")
    with pytest.raises(NotFound):
        get_record(workspace, "nothing", 1)


def test_the_villages_on_offer_are_those_of_the_township(workspace: Workspace) -> None:
    one, other = (word.word for word in list_words(workspace, "township")[:2])
    of_one = choices_of(workspace, "enterprises", {"township": one})["village"]
    of_other = choices_of(workspace, "enterprises", {"township": other})["village"]
    assert of_one == tuple(word.word for word in list_words(workspace, "village", one))
    assert of_one != of_other
    of_all = choices_of(workspace, "enterprises", {"township": ""})["village"]
    assert set(of_one) | set(of_other) < set(of_all)
    assert choices_of(workspace, "enterprises")["village"] == of_all


def test_choices_are_the_words_on_screen(workspace: Workspace) -> None:
    offered = choices_of(workspace, "talents")
    assert offered["sex"] == ("男", "女")
    assert len(offered["ethnicity"]) == 56
    assert "name" not in offered


def test_a_new_village_is_learned_under_its_township(workspace: Workspace) -> None:
    town = list_words(workspace, "township")[0].word
    make_enterprise(workspace, township=town, village="新嘎查")
    assert "新嘎查" in choices_of(workspace, "enterprises", {"township": town})["village"]
    assert next(w for w in list_words(workspace, "village") if w.word == "新嘎查").parent == town


def test_a_township_of_another_banner_is_refused(workspace: Workspace) -> None:
    """The list of townships is the banner's own and not learned from what is typed."""
    with pytest.raises(ValidationFailed) as refusal:
        make_enterprise(workspace, township="外地镇")
    assert list(refusal.value.fields) == ["township"]


def test_the_address_fills_the_township(workspace: Workspace) -> None:
    town = list_words(workspace, "township")[0].word
    assert make_enterprise(workspace, address=f"塔林旗{town}街道").township == town


# --- many at once ----------------------------------------------------------------------


def test_many_records_are_one_action(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    entries: list[dict[str, Cell]] = [{"name": f"第{n}人", "specialties": "马术"} for n in "一二三"]
    numbers, changes = save_records(
        workspace, "talents", entries, progress=lambda done, total, _: told.append((done, total))
    )
    names = [get_record(workspace, "talents", number).name for number in numbers]
    assert names == [
        "第一人",
        "第二人",
        "第三人",
    ]
    assert (changes.label, told) == ("新增人才 3 条", [(1, 3), (2, 3), (3, 3)])
    assert list_actions(workspace)[0].count == 4  # three people and one learned word
    undo(workspace)
    assert search_records(workspace, "talents", "")[1] == 0


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "乙", "citizen_number": NUMBER}, "citizen_number"),
        ({"name": "乙", "capacity": "很多"}, "capacity"),
    ],
)
def test_one_bad_record_stops_them_all(
    workspace: Workspace, bad: dict[str, Cell], field: str
) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        save_records(workspace, "talents", [{"name": "甲", "citizen_number": NUMBER}, bad])
    assert refusal.value.fields[field].startswith("第 2 条：")
    assert search_records(workspace, "talents", "")[1] == 0


def test_a_number_of_a_stored_record_stops_them_all(workspace: Workspace) -> None:
    make_talent(workspace, citizen_number=NUMBER)
    with pytest.raises(ValidationFailed, match="已有"):
        save_records(workspace, "talents", [{"name": "甲", "citizen_number": NUMBER}])


def test_stopping_on_the_way_stores_nothing(workspace: Workspace) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_records(workspace, "talents", [{"name": n} for n in "甲乙丙"], progress=stop)
    assert search_records(workspace, "talents", "")[1] == 0
    assert len(list_actions(workspace)) == 1


# --- the history of a record ------------------------------------------------------------


def test_the_history_tells_what_moved_oldest_first(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", capacity="2"))
    save_record(workspace, "talents", number, {"capacity": "3", "sex": "男"})
    first, second = record_history(workspace, "talents", number)
    assert (first.operation, second.operation) == ("insert", "update")
    moved = {change.label: (change.before, change.after) for change in second.changes}
    assert moved == {"可驻单位数": ("2", "3"), "性别": ("", "男")}
    assert {change.label for change in first.changes} == {"姓名", "可驻单位数", "在库状态"}


def test_numbers_are_masked_and_their_change_still_shows(workspace: Workspace) -> None:
    """Two numbers that differ only where the mask hides them were told as no change."""
    number = number_of(make_talent(workspace, citizen_number=NUMBER))
    save_record(workspace, "talents", number, {"citizen_number": "150430198501130022"})
    entries = record_history(workspace, "talents", number)
    moved = {change.label: change for change in entries[-1].changes}
    assert "公民身份号码" in moved
    assert "1985" not in moved["公民身份号码"].before + moved["公民身份号码"].after
