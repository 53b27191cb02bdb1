"""One unit of work: all or nothing, written down exactly, in a chain that shows tampering."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import TalentRow, WordRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import RuleViolation
from partydesk.domain.talents import PoolState
from partydesk.services.pools import save_record, search_records
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import StandingClock, dump, every_connection, make_talent, number_of

PERSON = TalentRow.__tablename__


def _person(name: str = "苏和") -> TalentRow:
    return TalentRow(
        name=name,
        specialties=(),
        languages=(),
        townships=(),
        industries=(),
        tags=(),
        state=PoolState.AVAILABLE,
    )


def _last(session: Session) -> tuple[ActionRow, list[ChangeRow]]:
    """The newest action and its row images."""
    action = session.query(ActionRow).order_by(ActionRow.id.desc()).first()
    assert action is not None
    rows = session.query(ChangeRow).filter_by(action_id=action.id).order_by(ChangeRow.id)
    return action, rows.all()


def _broken(workspace: Workspace) -> list[int]:
    with workspace.reading() as session:
        return journal.broken_links(session)


def test_without_commit_nothing_is_stored(workspace: Workspace) -> None:
    with workspace.reading() as session:
        before = dump(session)
    with workspace.unit_of_work("save_try", "试") as uow:
        uow.session.add(_person())
        uow.session.flush()
    with workspace.reading() as session:
        assert dump(session) == before


def test_an_error_undoes_what_was_flushed_and_is_itself_written_down(workspace: Workspace) -> None:
    journals = ("actions", "sqlite_sequence")

    def stored() -> dict[str, list[str]]:
        with workspace.reading() as session:
            return {name: rows for name, rows in dump(session).items() if name not in journals}

    before = stored()

    def fail() -> None:
        with workspace.unit_of_work("save_try", "试") as uow:
            uow.session.add(_person())
            uow.session.flush()
            raise RuleViolation([])

    with pytest.raises(RuleViolation):
        fail()
    assert stored() == before
    with workspace.reading() as session:
        action, changes = _last(session)
    assert (action.code, action.label, changes) == ("refused", "按规定未办成：试", [])
    assert _broken(workspace) == []


def test_an_insert_is_written_down_whole(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_try", "试") as uow:
        row = _person()
        uow.session.add(row)
        uow.relabel("新增“苏和”")
        changes = uow.commit()
    with workspace.reading() as session:
        action, (change,) = _last(session)
        assert changes == Changes(frozenset({PERSON}), action.id, "新增“苏和”", undoable=True)
        assert (action.code, action.label, action.actor) == (
            "save_try",
            "新增“苏和”",
            workspace.actor,
        )
        assert action.happened_at == workspace.clock()
        assert (change.table_name, change.row_id, change.operation) == (PERSON, row.id, "insert")
        assert change.before is None
        assert change.after is not None
        assert set(change.after) == set(TalentRow.__table__.columns.keys())
        assert change.after["state"] == "可选派"


def test_an_update_writes_only_what_moved(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和"))
    with workspace.unit_of_work("save_try", "试") as uow:
        row = uow.session.get_one(TalentRow, number)
        row.name, row.rank = "苏和巴特尔", "正科"
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert change.operation == "update"
        assert change.before == {"name": "苏和", "rank": None}
        assert change.after == {"name": "苏和巴特尔", "rank": "正科"}


def test_a_delete_keeps_the_whole_row(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", note="记一笔"))
    with workspace.unit_of_work("save_try", "试") as uow:
        uow.session.delete(uow.session.get_one(TalentRow, number))
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert (change.operation, change.after) == ("delete", None)
        assert change.before is not None
        assert change.before["note"] == "记一笔"
    assert search_records(workspace, "talents", "苏和") == ((), 0)


def test_several_flushes_become_one_change_of_a_row(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="甲"))
    with workspace.unit_of_work("save_try", "试") as uow:
        row = uow.session.get_one(TalentRow, number)
        for name in ("乙", "丙"):
            row.name = name
            uow.session.flush()
        row.rank = "正科"
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert change.before == {"name": "甲", "rank": None}
        assert change.after == {"name": "丙", "rank": "正科"}


def test_what_came_back_to_what_it_was_is_not_written_down(workspace: Workspace) -> None:
    """Else an undo would list a later change of that field as a conflict."""
    number = number_of(make_talent(workspace, name="甲"))
    with workspace.unit_of_work("save_try", "试") as uow:
        row = uow.session.get_one(TalentRow, number)
        row.name, row.rank = "乙", "正科"
        uow.session.flush()
        row.name = "甲"
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert (change.before, change.after) == ({"rank": None}, {"rank": "正科"})


def test_inserted_then_changed_is_one_insert(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_try", "试") as uow:
        row = _person("甲")
        uow.session.add(row)
        uow.session.flush()
        row.name = "乙"
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert (change.operation, change.before) == ("insert", None)
        assert change.after is not None
        assert change.after["name"] == "乙"
    assert search_records(workspace, "talents", "乙")[1] == 1


def test_changed_then_deleted_keeps_the_first_image(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="甲"))
    with workspace.unit_of_work("save_try", "试") as uow:
        row = uow.session.get_one(TalentRow, number)
        row.name = "乙"
        uow.session.flush()
        uow.session.delete(row)
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert (change.operation, change.after) == ("delete", None)
        assert change.before is not None
        assert change.before["name"] == "甲"


def test_deleted_and_put_back_under_its_number_is_an_update(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="甲"))
    with workspace.unit_of_work("save_try", "试") as uow:
        uow.session.delete(uow.session.get_one(TalentRow, number))
        uow.session.flush()
        again = _person("乙")
        again.id = number
        uow.session.add(again)
        uow.commit()
    with workspace.reading() as session:
        _, (change,) = _last(session)
        assert (change.operation, change.before, change.after) == (
            "update",
            {"name": "甲"},
            {"name": "乙"},
        )
    assert search_records(workspace, "talents", "乙")[1] == 1


@pytest.mark.parametrize("way", ["nothing", "same value", "there and back", "made and unmade"])
def test_nothing_is_written_down_when_nothing_moved(workspace: Workspace, way: str) -> None:
    number = number_of(make_talent(workspace, name="甲"))
    with workspace.reading() as session:
        before = dump(session)
    with workspace.unit_of_work("save_try", "试") as uow:
        row = uow.session.get_one(TalentRow, number)
        if way == "same value":
            row.name, row.specialties = "甲", ()
        elif way == "there and back":
            row.name = "乙"
            uow.session.flush()
            row.name = "甲"
        elif way == "made and unmade":
            passing = _person("丙")
            uow.session.add(passing)
            uow.session.flush()
            uow.session.delete(passing)
        assert uow.commit() == Changes()
    with workspace.reading() as session:
        after = dump(session)
    before.pop("sqlite_sequence")
    after.pop("sqlite_sequence")  # the number of the passing row stays used up
    assert after == before


def test_a_noted_action_is_written_down_without_rows(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_show", "查看", undoable=False, passive=True) as uow:
        uow.note()
        changes = uow.commit()
    with workspace.reading() as session:
        action, rows = _last(session)
        assert (action.id, action.passive, action.undoable, rows) == (
            changes.action,
            True,
            False,
            [],
        )
    assert _broken(workspace) == []


def test_actions_count_without_gaps_also_after_failures(workspace: Workspace) -> None:
    numbers = []
    for name in ("甲", "乙", "丙"):
        with workspace.unit_of_work("save_lost", "没有保存") as uow:
            uow.session.add(_person(name))
            uow.session.flush()
        numbers.append(save_record(workspace, "talents", None, {"name": name}).changes.action)
    assert numbers == [2, 3, 4]
    assert _broken(workspace) == []


# --- the chain -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chained_file(shared_workspace: Workspace) -> Path:
    """A file with five actions: the workspace, three people, and one of them changed."""
    workspace = shared_workspace
    for name in ("甲", "乙"):
        make_talent(workspace, name=name, specialties="党务工作、财务会计")
    number = number_of(make_talent(workspace, name="丙"))
    with workspace.unit_of_work("save_try", "试") as uow:
        uow.session.get_one(TalentRow, number).name = "丁"
        uow.session.add(WordRow(dictionary="duty", word="抓一抓"))
        uow.commit()
    return workspace.folder / FILE_NAME


@pytest.fixture
def chained(chained_file: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Workspace]:
    """A copy of that file, open."""
    shutil.copyfile(chained_file, tmp_path / FILE_NAME)
    with open_workspace(tmp_path, clock=clock) as workspace:
        assert _broken(workspace) == []
        yield workspace


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("UPDATE actions SET label = '别的' WHERE id = 3", [3]),
        ("UPDATE actions SET actor = '别人' WHERE id = 3", [3]),
        ("UPDATE actions SET happened_at = '2020-01-01T00:00:00.000+00:00' WHERE id = 3", [3]),
        ("UPDATE actions SET undoable = 0 WHERE id = 3", [3]),
        ("UPDATE actions SET passive = 1 WHERE id = 3", [3]),
        ("UPDATE actions SET undoes = 2 WHERE id = 3", [3]),
        ("UPDATE actions SET hash = 'x' WHERE id = 3", [3, 4]),
        ("UPDATE actions SET digest = 'x' WHERE id = 3", [3]),
        ("UPDATE changes SET after = replace(after, '乙', '戊') WHERE action_id = 3", [3]),
        ("UPDATE changes SET before = '{}' WHERE action_id = 5 AND table_name = 'talents'", [5]),
        ("UPDATE changes SET row_id = row_id + 1 WHERE action_id = 3", [3]),
        ("UPDATE changes SET operation = 'delete' WHERE action_id = 3", [3]),
        ("DELETE FROM changes WHERE action_id = 3", [3]),
        ("DELETE FROM changes WHERE action_id = 5 AND table_name = 'talents'", [5]),
        ("DELETE FROM changes WHERE action_id = 3; DELETE FROM actions WHERE id = 3", [4]),
        ("DELETE FROM changes WHERE action_id = 5; DELETE FROM actions WHERE id = 5", [5]),
        (
            "UPDATE changes SET id = -id WHERE action_id = 5",
            [5],
        ),
        ("UPDATE changes SET action_id = 2 WHERE action_id = 3", [2, 3]),
    ],
)
def test_tampering_is_told(chained: Workspace, deed: str, told: list[int]) -> None:
    with every_connection(chained._file(), "PRAGMA foreign_keys=OFF"), chained.reading() as session:
        for statement in deed.split(";"):
            session.execute(text(statement))
        session.commit()
    assert _broken(chained) == told


def test_two_actions_that_change_places_are_told(chained: Workspace) -> None:
    with every_connection(chained._file(), "PRAGMA foreign_keys=OFF"), chained.reading() as session:
        for table, column in (("actions", "id"), ("changes", "action_id")):
            for old, new in ((3, -1), (4, 3), (-1, 4)):
                session.execute(text(f"UPDATE {table} SET {column}={new} WHERE {column}={old}"))  # noqa: S608 - our own tables
        session.commit()
    assert {3, 4} <= set(_broken(chained))


def test_actions_cut_off_at_the_end_stay_told(chained: Workspace) -> None:
    """The next action does not take the number of the one that was removed."""
    with chained.reading() as session:
        session.execute(text("DELETE FROM changes WHERE action_id = 5"))
        session.execute(text("DELETE FROM actions WHERE id = 5"))
        session.commit()
    assert _broken(chained) == [5]
    make_talent(chained)
    assert _broken(chained) == [6]


def test_the_clock_may_go_back_without_breaking_the_chain(workspace: Workspace) -> None:
    make_talent(workspace)
    workspace.clock = lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    make_talent(workspace)
    assert _broken(workspace) == []


def test_what_was_is_written_down_even_of_a_row_that_has_to_be_read_again(
    workspace: Workspace,
) -> None:
    number = number_of(make_talent(workspace, unit_post="原单位"))
    for act, images in (
        ("change", ({"unit_post": "原单位"}, {"unit_post": "新单位"})),
        ("delete", ("新单位", None)),
    ):
        with workspace.unit_of_work("save_try", "试") as uow:
            row = uow.session.get_one(TalentRow, number)
            uow.session.expire(row)
            if act == "change":
                row.unit_post = "新单位"
            else:
                uow.session.delete(row)
            uow.commit()
        with workspace.reading() as session:
            (change,) = _last(session)[1]
            before = change.before if act == "change" else (change.before or {})["unit_post"]
            assert (before, change.after) == images
