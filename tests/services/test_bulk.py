"""Working in bulk: one change for many records, previewed, refused, applied and taken back."""

from __future__ import annotations

import pytest

from partydesk.db import journal
from partydesk.domain.bulk import BulkChange, ChangeMode, modes_of
from partydesk.domain.enterprises import Enterprise, Operation, Standing
from partydesk.domain.errors import Cancelled, RuleViolation, ValidationFailed
from partydesk.domain.fields import Kind, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.organizations import Organization
from partydesk.domain.talents import PoolState, Source, Talent
from partydesk.services.bulk import bulk_apply, bulk_preview
from partydesk.services.dictionaries import list_words
from partydesk.services.history import list_actions, record_history, undo
from partydesk.services.pools import (
    find_records,
    get_record,
    retire_record,
    save_record,
    search_records,
)
from partydesk.services.retirement import restore_records, retire_records
from partydesk.services.workspace import Workspace
from tests.factories import dump, make_enterprise, make_talent, number_of

_SOURCE = BulkChange("source", ChangeMode.SET, "退休")


@pytest.fixture(autouse=True)
def _chain_holds(workspace: Workspace) -> object:
    """Whatever is done to many, the journal stays whole."""
    yield
    with workspace.reading() as session:
        assert journal.broken_links(session) == []


def _people(workspace: Workspace, count: int, **fields: str) -> list[int]:
    return [number_of(make_talent(workspace, **fields)) for _ in range(count)]


def _talent(workspace: Workspace, number: int) -> Talent:
    found = get_record(workspace, "talents", number)
    assert isinstance(found, Talent)
    return found


def _unit(workspace: Workspace, number: int) -> Enterprise:
    found = get_record(workspace, "enterprises", number)
    assert isinstance(found, Enterprise)
    return found


def _all(workspace: Workspace) -> dict[str, list[str]]:
    with workspace.reading() as session:
        return {
            name: rows
            for name, rows in dump(session).items()
            if name not in {"actions", "changes", "sqlite_sequence"}
        }


# --- changing a field -------------------------------------------------------------------


def test_a_preview_shows_old_and_new_and_stores_nothing(workspace: Workspace) -> None:
    first, second, third = _people(workspace, 3, source="改非")
    save_record(workspace, "talents", third, {"source": "退休"})
    before = _all(workspace)

    seen = bulk_preview(workspace, "talents", [second, first, third, 99], _SOURCE)

    assert seen.words == "人员来源 → 退休"
    assert (seen.changing, seen.unchanged, seen.refused) == (2, 1, 1)
    assert [(row.id, row.before, row.after) for row in seen.rows] == [
        (second, "改非", "退休"),
        (first, "改非", "退休"),
    ]
    assert [(one.id, one.reason) for one in seen.refusals] == [
        (99, "没有记录号为 99 的人才，可能已被删除")
    ]
    assert _all(workspace) == before


def test_a_change_of_many_is_one_action_and_goes_back_as_one(workspace: Workspace) -> None:
    ids = _people(workspace, 3, source="改非")
    before = _all(workspace)

    changes = bulk_apply(workspace, "talents", ids, _SOURCE)

    assert changes.label == "批量修改 3 人：人员来源 → 退休"
    assert {_talent(workspace, number).source for number in ids} == {Source.RETIRED}
    (entry,) = record_history(workspace, "talents", ids[0])[1:]
    assert [(c.label, c.before, c.after) for c in entry.changes] == [("人员来源", "改非", "退休")]
    done = undo(workspace, changes.action)
    assert (done.restored, done.conflicts) == (3, ())
    assert _all(workspace) == before


def test_one_that_cannot_be_changed_stops_all_unless_it_may_be_left_out(
    workspace: Workspace,
) -> None:
    ids = [*_people(workspace, 2), 99]
    before = _all(workspace)
    with pytest.raises(RuleViolation, match="没有记录号为 99 的人才"):
        bulk_apply(workspace, "talents", ids, _SOURCE)
    assert _all(workspace) == before

    changes = bulk_apply(workspace, "talents", ids, _SOURCE, only_possible=True)

    assert changes.label == "批量修改 2 人：人员来源 → 退休"


def test_nothing_to_change_leaves_no_action(workspace: Workspace) -> None:
    ids = _people(workspace, 2, source="退休")
    actions = list_actions(workspace)
    assert bulk_apply(workspace, "talents", ids, _SOURCE).action is None
    assert list_actions(workspace) == actions


def test_all_that_a_query_finds_are_changed_and_no_others(workspace: Workspace) -> None:
    found = _people(workspace, 3, rank="正科")
    other = number_of(make_talent(workspace, name="乌兰", source="改非"))

    changes = bulk_apply(workspace, "talents", Query(text="苏和", limit=1), _SOURCE)

    assert changes.label.startswith("批量修改 3 人")
    assert all(_talent(workspace, number).source is Source.RETIRED for number in found)
    assert _talent(workspace, other).source is Source.NON_LEADING


def test_the_index_follows(workspace: Workspace) -> None:
    ids = _people(workspace, 2)
    bulk_apply(workspace, "talents", ids, BulkChange("unit_post", ChangeMode.SET, "农牧局科员"))
    assert search_records(workspace, "talents", "农牧局")[1] == 2
    undo(workspace)
    assert search_records(workspace, "talents", "农牧局")[1] == 0


def test_words_are_added_and_taken_out_once(workspace: Workspace) -> None:
    first = number_of(make_talent(workspace, specialties="财务会计、马术"))
    second = number_of(make_talent(workspace, specialties="新词一"))
    add = BulkChange("specialties", ChangeMode.ADD, "马术、新词二", "财务会计")

    seen = bulk_preview(workspace, "talents", [first, second], add)
    bulk_apply(workspace, "talents", [first, second], add)

    assert seen.words == "专长 ＋马术、新词二 －财务会计"
    assert any("新词二" in note for note in seen.notes)
    assert _talent(workspace, first).specialties == ("马术", "新词二")
    assert _talent(workspace, second).specialties == ("新词一", "马术", "新词二")
    assert "新词二" in [word.word for word in list_words(workspace, "specialty")]


def test_a_text_is_put_behind_the_note_once(workspace: Workspace) -> None:
    first = number_of(make_talent(workspace, note="已谈话"))
    second = number_of(make_talent(workspace))
    append = BulkChange("note", ChangeMode.APPEND, "2026 年已核实")
    for _ in range(2):
        bulk_apply(workspace, "talents", [first, second], append)
    assert _talent(workspace, first).note == "已谈话\n2026 年已核实"
    assert _talent(workspace, second).note == "2026 年已核实"


def test_a_field_is_cleared(workspace: Workspace) -> None:
    ids = _people(workspace, 2, rank="正科")
    changes = bulk_apply(workspace, "talents", ids, BulkChange("rank", ChangeMode.CLEAR))
    assert changes.label == "批量修改 2 人：清空职级"
    assert {_talent(workspace, number).rank for number in ids} == {None}


def test_what_contradicts_is_warned_of_and_stored_as_in_the_form(workspace: Workspace) -> None:
    """A sex that contradicts the number is a warning that a single save gives too."""
    woman = number_of(make_talent(workspace, citizen_number="150430197007071421"))
    seen = bulk_preview(workspace, "talents", [woman], BulkChange("sex", ChangeMode.SET, "男"))
    saved = save_record(workspace, "talents", woman, {"sex": "男"})
    assert seen.warned == 1
    assert seen.rows[0].warnings == tuple(r.message for r in saved.warnings["sex"])


@pytest.mark.parametrize("record", [Talent, Enterprise, Organization])
def test_what_belongs_to_one_record_alone_cannot_be_set_for_many(record: type) -> None:
    for field in fields_of(record):
        single = field.kind in {Kind.NAME, Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PICTURE}
        if single or field.name in {"name", "code", "credit_code", "citizen_number"}:
            assert modes_of(record, field) == (), field.label
        if field.required:
            assert ChangeMode.CLEAR not in modes_of(record, field)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (BulkChange("citizen_number", ChangeMode.CLEAR), "每条记录各不相同"),
        (BulkChange("name", ChangeMode.SET, "甲"), "每条记录各不相同"),
        (BulkChange("state", ChangeMode.CLEAR), "在库状态不能“清空”"),
        (BulkChange("source", ChangeMode.ADD, "退休"), "人员来源不能“增加”"),
        (BulkChange("source", ChangeMode.SET, "月球"), "没有“月球”"),
        (BulkChange("source", ChangeMode.SET, " "), "请填写人员来源"),
        (BulkChange("tags", ChangeMode.ADD), "请填写标签"),
        (BulkChange("tags", ChangeMode.REMOVE), "请写明要去掉的标签"),
        (BulkChange("townships", ChangeMode.ADD, "月球镇"), "不在词典中"),
        (BulkChange("nothing", ChangeMode.CLEAR), "没有“nothing”"),
    ],
)
def test_a_change_that_cannot_be_read_is_refused_before_any_record(
    workspace: Workspace, change: BulkChange, message: str
) -> None:
    ids = _people(workspace, 1)
    for act in (bulk_preview, bulk_apply):
        with pytest.raises(ValidationFailed, match=message):
            act(workspace, "talents", ids, change)


def test_zero_is_a_value(workspace: Workspace) -> None:
    (number,) = _people(workspace, 1)
    bulk_apply(workspace, "talents", [number], BulkChange("capacity", ChangeMode.SET, "0"))
    assert _talent(workspace, number).capacity == 0


def test_stopping_stores_nothing(workspace: Workspace) -> None:
    ids = _people(workspace, 2)
    before = _all(workspace)

    def stop(done: int, total: int, what: str) -> None:
        assert (done, total, what) == (2, 2, "修改")
        raise Cancelled

    with pytest.raises(Cancelled):
        bulk_apply(workspace, "talents", ids, _SOURCE, progress=stop)
    assert _all(workspace) == before


def test_later_work_on_one_does_not_keep_the_others(workspace: Workspace) -> None:
    """What somebody changed after a change of many stays; the rest goes back."""
    first, second = _people(workspace, 2, source="改非")
    action = bulk_apply(workspace, "talents", [first, second], _SOURCE).action
    save_record(workspace, "talents", second, {"source": "后备"})
    done = undo(workspace, action)
    assert (done.undone, done.restored) == (action, 1)
    assert len(done.conflicts) == 1
    assert "人员来源此后又改过，保留现值" in done.conflicts[0]
    assert _talent(workspace, first).source is Source.NON_LEADING
    assert _talent(workspace, second).source is Source.RESERVE


# --- tags, retiring and restoring -------------------------------------------------------


def test_tags_come_and_go_in_one_action(workspace: Workspace) -> None:
    ids = [number_of(make_enterprise(workspace, tags="待核")) for _ in range(2)]
    change = BulkChange("tags", ChangeMode.ADD, "重点", "待核")
    changes = bulk_apply(workspace, "enterprises", ids, change)
    assert changes.label == "批量修改 2 家：标签 ＋重点 －待核"
    assert {_unit(workspace, number).tags for number in ids} == {("重点",)}
    undo(workspace)
    assert {_unit(workspace, number).tags for number in ids} == {("待核",)}


def test_many_are_retired_with_a_reason_and_found_no_more(workspace: Workspace) -> None:
    ids = _people(workspace, 3)
    retire_record(workspace, "talents", ids[0], "本人申请")
    with pytest.raises(ValidationFailed, match="请写明停用原因"):
        retire_records(workspace, "talents", ids, "  ")

    changes = retire_records(workspace, "talents", ids, "已到限龄")

    assert changes.label == "停用人才 2 人"
    assert find_records(workspace, "talents", Query()).total == 0
    assert [_talent(workspace, n).state_reason for n in ids] == [
        "本人申请", "已到限龄", "已到限龄",
    ]  # fmt: skip
    undo(workspace)
    assert find_records(workspace, "talents", Query()).total == 2


def test_restoring_gives_each_the_state_it_had_before(workspace: Workspace) -> None:
    paused = number_of(make_talent(workspace, state="暂缓", state_reason="借调"))
    plain = number_of(make_talent(workspace))
    new = number_of(make_talent(workspace, state="已退出", state_reason="名册如此"))
    for number in (paused, plain):
        retire_record(workspace, "talents", number, "已到限龄")
    save_record(workspace, "talents", paused, {"state_reason": "改写的原因", "rank": "正科"})

    changes = restore_records(workspace, "talents", [paused, plain, new])

    assert changes.label == "恢复人才 3 人"
    states = [(p.state, p.state_reason) for p in (_talent(workspace, n) for n in (paused, plain))]
    assert states == [(PoolState.PAUSED, "借调"), (PoolState.AVAILABLE, None)]
    assert _talent(workspace, paused).rank == "正科"
    assert _talent(workspace, new).state is PoolState.AVAILABLE
    assert search_records(workspace, "talents", "")[1] == 3


def test_a_unit_comes_back_with_its_operation_and_standing(workspace: Workspace) -> None:
    number = number_of(make_enterprise(workspace, operation="停产停业"))
    retire_records(workspace, "enterprises", [number], "已办理注销登记")
    unit = _unit(workspace, number)
    assert (unit.operation, unit.standing) == (Operation.CANCELLED, Standing.LEFT)
    restore_records(workspace, "enterprises", [number])
    unit = _unit(workspace, number)
    assert (unit.operation, unit.standing) == (Operation.SUSPENDED, Standing.IN_POOL)
    assert unit.standing_reason is None


def test_what_is_in_use_needs_no_restoring(workspace: Workspace) -> None:
    ids = _people(workspace, 1)
    assert restore_records(workspace, "talents", ids).action is None


def test_a_record_that_is_gone_stops_the_act(workspace: Workspace) -> None:
    ids = [*_people(workspace, 1), 99]
    before = _all(workspace)
    with pytest.raises(RuleViolation, match="没有记录号为 99 的人才"):
        retire_records(workspace, "talents", ids, "已到限龄")
    with pytest.raises(RuleViolation, match="没有记录号为 99 的人才"):
        restore_records(workspace, "talents", ids)
    assert _all(workspace) == before
