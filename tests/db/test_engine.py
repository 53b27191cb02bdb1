"""The driver's complaints about the machine become sentences for people."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, OperationalError

from partydesk.db.engine import open_engine, translated
from partydesk.db.models import TalentRow
from partydesk.domain.errors import EnvironmentProblem, NotFound
from partydesk.domain.talents import PoolState
from partydesk.services.pools import save_record, search_records
from partydesk.services.workspace import (
    FILE_NAME,
    NewWorkspace,
    Workspace,
    create_workspace,
    open_workspace,
)
from tests.factories import YEAR, StandingClock, dump, every_connection, make_talent


@contextlib.contextmanager
def _almost_full(workspace: Workspace, spare_pages: int) -> Iterator[None]:
    """Let the file grow by so many pages and no further."""
    with workspace.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    with every_connection(workspace._file(), f"PRAGMA max_page_count={pages + spare_pages}"):
        yield


def test_a_full_disk(workspace: Workspace) -> None:
    long = {"name": "甲", "ability": "很长的经历。" * 5000}
    with _almost_full(workspace, 1), pytest.raises(EnvironmentProblem, match="磁盘空间不足"):
        save_record(workspace, "talents", None, long)
    assert search_records(workspace, "talents", "")[1] == 0
    make_talent(workspace, name="乙")
    assert search_records(workspace, "talents", "")[1] == 1


def test_a_file_that_somebody_else_is_writing(workspace: Workspace) -> None:
    other = open_engine(workspace.folder / FILE_NAME)
    with (
        other.connect() as connection,
        every_connection(workspace._file(), "PRAGMA busy_timeout=20"),
    ):
        connection.execute(text("DELETE FROM search_index"))  # holds the write lock
        with pytest.raises(EnvironmentProblem, match="正被占用"):
            make_talent(workspace, name="甲")
    assert make_talent(workspace, name="乙").name == "乙"


def test_a_file_that_may_not_be_written(workspace: Workspace) -> None:
    """Permissions do not bind an administrator, so the connection is made read-only."""
    with (
        every_connection(workspace._file(), "PRAGMA query_only=ON"),
        pytest.raises(EnvironmentProblem, match="只读"),
    ):
        make_talent(workspace, name="甲")
    assert make_talent(workspace, name="乙").name == "乙"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 " * 1000, "这是一份文档".encode() * 1000, b"\x00" * 8192]
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(EnvironmentProblem, match="不是本程序的工作区文件"):
        open_workspace(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00"])
def test_an_empty_file_is_not_taken_for_a_new_workspace(tmp_path: Path, content: bytes) -> None:
    """A copy that failed leaves next to nothing; opening it must not hide that."""
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(EnvironmentProblem, match=f"{len(content)} 字节"):
        open_workspace(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_new_workspace_may_take_the_place_of_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with create_workspace(tmp_path, NewWorkspace(name="塔林旗", year=YEAR)) as workspace:
        assert workspace.profile.name == "塔林旗"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_off_by_a_bad_copy(template_file: Path, tmp_path: Path, share: float) -> None:
    content = template_file.read_bytes()
    (tmp_path / FILE_NAME).write_bytes(content[: int(len(content) * share) // 4096 * 4096])
    with pytest.raises(EnvironmentProblem, match="不完整"):
        _work(tmp_path)


def test_damage_in_the_middle_of_a_file(template_file: Path, tmp_path: Path) -> None:
    shutil.copyfile(template_file, tmp_path / FILE_NAME)
    with (tmp_path / FILE_NAME).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xee" * 40 * 4096)
    with pytest.raises(EnvironmentProblem, match="损坏"):
        _work(tmp_path)


def _work(folder: Path) -> None:
    """Open and read everything."""
    with open_workspace(folder, clock=StandingClock()) as workspace, workspace.reading() as session:
        dump(session)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "weg" / "f.pdk")
    with pytest.raises(EnvironmentProblem, match="打不开"), translated():
        engine.connect()


def test_a_broken_rule_of_the_tables_is_not_the_machine(workspace: Workspace) -> None:
    twin = {"name": "甲", "specialties": (), "languages": (), "townships": ()}
    with workspace.unit_of_work("save_try", "试") as uow:
        for _ in range(2):
            uow.session.add(TalentRow(citizen_number="x", state=PoolState.AVAILABLE, **twin))
        with pytest.raises(IntegrityError):
            uow.commit()


def test_a_fault_of_ours_is_not_dressed_up(workspace: Workspace) -> None:
    with pytest.raises(OperationalError, match="no such table"), workspace.reading() as session:
        session.execute(text("SELECT * FROM nowhere"))


def test_our_own_errors_pass_through() -> None:
    with pytest.raises(NotFound, match="无"), translated():
        raise NotFound("无")


def test_a_fault_names_no_personal_number(workspace: Workspace) -> None:
    engine = open_engine(workspace.folder / FILE_NAME)
    number = "11010519491231002X"
    row = {"name": "甲", "citizen_number": number, "state": PoolState.AVAILABLE}

    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(insert(TalentRow), [row, row])

    assert number not in str(caught.value)
