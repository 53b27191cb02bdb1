"""The history page's questions: narrowing, paging, what an action touched, and a tried undo."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import event, insert

from partydesk.db import journal
from partydesk.db.journal import ActionRow
from partydesk.db.models import TalentRow
from partydesk.db.reversal import count_changes
from partydesk.domain.action_log import ActionGroup, ActionQuery, TableCount, group_of
from partydesk.domain.bulk import BulkChange, ChangeMode
from partydesk.domain.errors import Cancelled, NotFound, RuleViolation
from partydesk.domain.listing import Query
from partydesk.domain.selection import Side
from partydesk.services.action_log import find_actions, get_action, list_actors
from partydesk.services.bulk import bulk_apply
from partydesk.services.disclosures import record_reveal
from partydesk.services.history import list_actions, undo, undo_preview
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.pools import find_records, get_record, save_record, save_records
from partydesk.services.retirement import retire_records
from partydesk.services.selection import list_posts
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import (
    YEAR,
    StandingClock,
    dump,
    make_enterprise,
    make_round,
    make_talent,
    number_of,
    willing,
    without_moments,
)


def _all(workspace: Workspace) -> dict[str, list[str]]:
    with workspace.reading() as session:
        return dump(session)


def _import(workspace: Workspace, folder: Path, *names: str) -> int:
    sheet = folder / "sheet.csv"
    sheet.write_text("姓名\n" + "".join(f"{n}\n" for n in names), encoding="utf-8-sig")
    action = apply_import(workspace, plan_import(workspace, "talents", sheet)).action
    assert action is not None
    return action


# --- the list -----------------------------------------------------------------------------


def test_the_history_is_narrowed_and_counted(workspace: Workspace, clock: StandingClock) -> None:
    ids = [number_of(make_talent(workspace, name=f"苏和{n}")) for n in "甲乙"]
    clock.advance(days=2)
    retire_records(workspace, "talents", ids, "已到限龄")
    record_reveal(workspace, "talents", ids[0], "phone", "与证件核对身份")
    undo(workspace)

    def labels(query: ActionQuery) -> list[str]:
        page = find_actions(workspace, query)
        assert page.total == len(page.rows)
        return [entry.label for entry in page.rows]

    assert labels(ActionQuery(text="苏和 乙")) == ["新增人才“苏和乙”"]
    assert labels(ActionQuery(groups=(ActionGroup.BULK,))) == ["停用人才 2 人"]
    assert labels(ActionQuery(groups=(ActionGroup.UNDO, ActionGroup.SAVE))) == [
        "撤销：停用人才 2 人", "新增人才“苏和乙”", "新增人才“苏和甲”",
    ]  # fmt: skip
    assert labels(ActionQuery(since=dt.date(2026, 3, 3), until=dt.date(2026, 3, 4)))[-1] == (
        "停用人才 2 人"
    )
    assert len(labels(ActionQuery(until=dt.date(2026, 3, 2)))) == 3
    assert labels(ActionQuery(who=("没有这个人",))) == []
    assert labels(ActionQuery(who=list_actors(workspace))) == labels(ActionQuery())
    assert "停用人才 2 人" not in labels(ActionQuery(standing_only=True))
    page = find_actions(workspace, ActionQuery(offset=1, limit=2))
    assert (page.total, [entry.id for entry in page.rows]) == (6, [5, 4])


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("save_talents", ActionGroup.SAVE),
        ("save_policy", ActionGroup.SETTING),
        ("save_wishes", ActionGroup.ROUND),
        ("import_wishes", ActionGroup.IMPORT),
        ("retire_word", ActionGroup.SETTING),
        ("retire_enterprises", ActionGroup.BULK),
        ("merge_talents", ActionGroup.MERGE),
        ("never_heard_of", ActionGroup.OTHER),
    ],
)
def test_every_action_is_of_one_sort(code: str, group: ActionGroup) -> None:
    assert group_of(code) is group


def test_an_entry_says_what_took_it_back(workspace: Workspace) -> None:
    make_talent(workspace)
    back = undo(workspace).changes.action
    newest, made = list_actions(workspace, 2)
    assert (newest.undoes, newest.undone_by) == (made.id, None)
    assert (made.undone, made.undone_by) == (True, back)


def test_a_page_of_ten_thousand_actions_asks_a_bounded_number_of_rows(
    workspace: Workspace,
) -> None:
    """The list used to read every action and count every change for the first line."""
    with workspace.unit_of_work("save_talents", "x") as uow:
        row = {
            "code": "save_talents", "label": "修改", "actor": "甲", "undoable": True,
            "passive": False, "digest": "", "previous_hash": "", "hash": "",
            "happened_at": workspace.clock(),
        }  # fmt: skip
        uow.session.execute(insert(ActionRow), [row] * 10_000)
        uow.session.commit()
    read: list[int] = []

    def count(state: object, *_rest: object) -> None:
        read.append(id(state))

    event.listen(ActionRow, "load", count)
    try:
        page = find_actions(workspace, ActionQuery(limit=50, offset=5_000))
    finally:
        event.remove(ActionRow, "load", count)
    assert (page.total, len(page.rows), len(read)) == (10_001, 50, 50)


# --- what an action touched ---------------------------------------------------------------


def test_an_action_names_what_it_touched_with_old_and_new(workspace: Workspace) -> None:
    ids = [number_of(make_talent(workspace, name=n, source="改非")) for n in ("甲一", "乙二")]
    change = BulkChange("source", ChangeMode.SET, "退休")
    action = bulk_apply(workspace, "talents", ids, change).action
    save_record(workspace, "talents", ids[0], {"name": "甲新"})

    detail = get_action(workspace, action or 0)

    assert detail.counts == (TableCount("人才", "update", 2),)
    assert {row.title for row in detail.rows} == {"人才“甲新”", "人才“乙二”"}
    assert [(c.label, c.before, c.after) for c in detail.rows[1].changes] == [
        ("人员来源", "改非", "退休")
    ]
    assert all(row.is_record for row in detail.rows)


def test_a_number_is_masked_and_a_gone_record_cannot_be_shown(workspace: Workspace) -> None:
    make_talent(workspace, name="甲一", citizen_number="150430198506150022", specialties="马术")
    made = list_actions(workspace)[0].id
    undo(workspace)
    detail = get_action(workspace, made)
    (person,) = [row for row in detail.rows if row.table == "talents"]
    assert not person.is_record
    numbers = [c.after for c in person.changes if c.label == "公民身份号码"]
    assert numbers
    assert "198506150022" not in numbers[0]
    assert {(c.title, c.operation) for c in detail.counts} == {
        ("人才", "insert"), ("词条", "insert"),
    }  # fmt: skip


def test_rows_come_in_parts_and_counts_are_of_all(workspace: Workspace) -> None:
    entries = [{"name": f"苏和{n}"} for n in "一二三四五"]
    action = save_records(workspace, "talents", entries)[1].action or 0
    detail = get_action(workspace, action, offset=3, limit=10)
    assert [row.title for row in detail.rows] == ["人才“苏和四”", "人才“苏和五”"]
    assert (detail.total, detail.action.count) == (5, 5)


def test_an_action_that_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        get_action(workspace, 99)
    with pytest.raises(NotFound):
        undo_preview(workspace, 99)


# --- an undo, tried -----------------------------------------------------------------------


def test_a_tried_undo_changes_nothing_and_says_what_the_real_one_does(
    workspace: Workspace, tmp_path: Path
) -> None:
    action = _import(workspace, tmp_path, "王甲", "王乙", "王丙")
    save_record(workspace, "talents", 2, {"rank": "正科"})
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(post), willing(3))
    before = _all(workspace)

    tried = undo_preview(workspace, action)

    assert _all(workspace) == before
    assert (tried.possible, tried.partial) == (True, True)
    assert TableCount("人才", "delete", 1) in tried.counts
    assert tried.rows[-1].title == "人才“王甲”"
    done = undo(workspace, action)
    assert tried.conflicts == done.conflicts
    assert tried.restored == done.restored
    assert len(done.conflicts) == 2


def test_a_tried_undo_says_that_the_whole_is_refused(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    changed = save_record(workspace, "talents", number, {"rank": "副处"}).changes.action
    save_record(workspace, "talents", number, {"rank": "正处"})
    tried = undo_preview(workspace, changed)
    assert (tried.possible, tried.partial, tried.restored) == (False, False, 0)
    assert without_moments(tried.conflicts) == [
        "人才“苏和”的职级此后又改过，保留现值——后来的操作 4：修改人才“苏和”"
    ]


def test_a_tried_undo_shows_the_values_that_would_come_back(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    changed = save_record(workspace, "talents", number, {"rank": "副处"}).changes.action
    (row,) = undo_preview(workspace, changed).rows
    assert (row.title, row.is_record) == ("人才“苏和”", True)
    assert [(c.label, c.before, c.after) for c in row.changes] == [("职级", "副处", "正科")]


def test_what_cannot_be_undone_cannot_be_tried(workspace: Workspace) -> None:
    with pytest.raises(RuleViolation, match="不能撤销"):
        undo_preview(workspace, 1)


def test_a_stopped_undo_leaves_everything(workspace: Workspace, tmp_path: Path) -> None:
    action = _import(workspace, tmp_path, "王甲", "王乙")
    before = _all(workspace)

    def stop(done: int, total: int, what: str) -> None:
        assert 0 < done <= total
        assert what == "撤销"
        raise Cancelled

    with pytest.raises(Cancelled):
        undo(workspace, action, progress=stop)
    assert _all(workspace) == before


def test_many_conflicts_among_many_rows_are_each_found(workspace: Workspace) -> None:
    """Rows are taken back in batches; a batch that clashes is halved until the rows are alone."""
    numbers = [f"15043019850615{n:03d}" for n in range(0, 40, 2)]
    full = [n + _check_digit(n) for n in numbers]
    entries = [{"name": f"甲{n}", "citizen_number": number} for n, number in enumerate(full)]
    ids = save_records(workspace, "talents", entries)[0]
    with workspace.unit_of_work("import_talents", "导入") as uow:  # an import that frees numbers
        for row_id in ids:
            row = uow.session.get_one(TalentRow, row_id)
            row.citizen_number = None
        freed = uow.commit().action
    for number in full[::5]:
        make_talent(workspace, citizen_number=number)
    done = undo(workspace, freed)
    assert (done.restored, len(done.conflicts)) == (16, 4)
    kept = [get_record(workspace, "talents", row_id).citizen_number for row_id in ids]
    assert [number is None for number in kept] == [place % 5 == 0 for place in range(20)]


def _check_digit(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    return "10X98765432"[total % 11]


def test_the_statements_of_an_undo_grow_with_batches_not_with_rows(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Taking an import back used to cost ten times the import: a savepoint for every row."""
    names = [
        "".join(p)
        for p in itertools.product("王李张刘陈杨赵黄周吴", "甲乙丙丁戊己庚辛壬癸", "一二三四五六")
    ]
    action = _import(workspace, tmp_path, *names)
    with workspace.reading() as session:
        assert count_changes(session, action) >= len(names)
    statements: list[str] = []
    engine = workspace._file()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert undo(workspace, action).restored >= len(names)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) < len(names) / 4


# --- days later, after a restart and a kill -------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_undo_outlives_a_kill_and_a_restart(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    """Undo history vanished after a crash: here it lives in the workspace."""
    action = _import(workspace, tmp_path, "王甲", "王乙")
    kept = number_of(make_talent(workspace, name="后来的人"))
    workspace.close()
    child = os.fork()
    if child == 0:
        _die_while_saving(workspace.folder)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    clock.advance(days=2)
    with open_workspace(workspace.folder, clock=clock) as again:
        assert undo_preview(again, action).conflicts == ()
        done = undo(again, action)
        assert (done.undone, done.conflicts) == (action, ())
        left = find_records(again, "talents", Query()).rows
        assert [record.id for record in left] == [kept]
        assert list_posts(again, YEAR) == ()
        with again.reading() as session:
            assert journal.broken_links(session) == []


def _die_while_saving(folder: Path) -> None:
    """Open the workspace in a child, begin an act and be killed before its commit."""
    workspace = open_workspace(folder, clock=StandingClock())
    with workspace.unit_of_work("save_talents", "半途而废") as uow:
        row = uow.session.get_one(TalentRow, 1)
        row.name = "不该留下"
        uow.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
