"""What keeps a workspace from being opened is named with what helps; the file stays as it is."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from partydesk.db.engine import PLAIN
from partydesk.domain.errors import Cancelled, EnvironmentProblem
from partydesk.domain.storage_places import Mount
from partydesk.services.opening import (
    Surroundings,
    check_file,
    copy_workspace,
    examine_folder,
    findings_of,
    warnings_of,
)
from partydesk.services.pools import search_records
from partydesk.services.sign_in import DATABASE
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock, make_talent
from tests.small_disks import mounted

_QUIET = Surroundings(room=0)


def _codes(folder: Path, around: Surroundings = _QUIET) -> list[str]:
    return [finding.code for finding in examine_folder(folder, around)]


def _overwrite(file: Path, place: int, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(place)
        opened.write(content)


_CHANCE = random.Random(7).randbytes(8192)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * 511, "empty"),
        (b"%PDF-1.7 " * 1000, "not_ours"),
        ("一份名册\n".encode() * 1000, "not_ours"),
        (bytes(8192), "not_ours"),
        (_CHANCE, "no_keys"),
    ],
)
def test_a_file_that_is_none_is_named_and_kept(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    assert _codes(tmp_path) == [code]
    with pytest.raises(EnvironmentProblem) as refusal:
        open_workspace(tmp_path)
    assert refusal.value.code == code
    assert (tmp_path / DATABASE).read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]


def test_a_folder_or_file_that_is_gone(tmp_path: Path) -> None:
    assert _codes(tmp_path / "gone") == ["no_folder"]
    assert _codes(tmp_path) == ["no_file"]
    (tmp_path / DATABASE).mkdir()
    assert _codes(tmp_path) == ["no_file"]


@pytest.mark.parametrize("pages", [1, 40, 200])
def test_a_file_cut_off(workspace_folder: Path, pages: int) -> None:
    file = workspace_folder / DATABASE
    os.truncate(file, pages * 4096)
    content = file.read_bytes()
    (finding,) = examine_folder(workspace_folder, _QUIET)
    assert finding.code == "truncated"
    assert str(pages * 4096) in finding.message
    with pytest.raises(EnvironmentProblem):
        open_workspace(workspace_folder)
    assert file.read_bytes() == content


def test_an_encrypted_file_cut_off_in_the_middle_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "workspace.keys").write_text("{}")
    (tmp_path / DATABASE).write_bytes(_CHANCE)
    assert _codes(tmp_path) == []
    (tmp_path / DATABASE).write_bytes(_CHANCE[:5000])
    assert _codes(tmp_path) == ["truncated"]


def test_a_sound_workspace_has_nothing_to_say(workspace_folder: Path) -> None:
    assert _codes(workspace_folder) == []
    assert check_file(workspace_folder) == ()


def test_a_journal_that_was_left_behind_is_played_back(workspace: Workspace) -> None:
    """A copy of both files in the middle of a commit is what a power cut leaves."""
    make_talent(workspace, name="苏和")
    workspace.close()
    folder, file = workspace.folder, workspace.folder / DATABASE
    left = folder.with_name("left")
    left.mkdir()
    connection = sqlcipher.connect(str(file))
    connection.isolation_level = None
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE talents SET name = '半途'")
    connection.execute("CREATE TABLE filler AS SELECT zeroblob(100000) AS x")
    for name in (DATABASE, f"{DATABASE}-journal"):
        shutil.copyfile(folder / name, left / name)
    connection.close()
    assert (left / f"{DATABASE}-journal").stat().st_size > 0
    finding = examine_folder(left, _QUIET)[0]
    assert (finding.code, finding.blocks) == ("journal_left", False)
    copy_workspace(left, folder.with_name("copy"))
    for place in (left, folder.with_name("copy")):
        with open_workspace(place) as again:
            assert search_records(again, "talents", "苏和")[1] == 1
            assert search_records(again, "talents", "半途")[1] == 0
        assert not (place / f"{DATABASE}-journal").exists()


def test_a_newer_schema_is_refused_in_the_words_that_know_the_number(
    workspace_folder: Path,
) -> None:
    connection = sqlcipher.connect(str(workspace_folder / DATABASE))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = (workspace_folder / DATABASE).read_bytes()
    finding = _why_not(workspace_folder)
    assert finding == "newer_schema 工作区由更新版本的程序建立（数据格式 9999，"
    assert (workspace_folder / DATABASE).read_bytes() == before


def _why_not(folder: Path) -> str:
    """Code and beginning of what is said of a workspace that cannot be opened."""
    with pytest.raises(EnvironmentProblem) as refusal:
        open_workspace(folder)
    finding = findings_of(folder, refusal.value, _QUIET)[0]
    assert finding.blocks
    return f"{finding.code} {finding.message.partition('本程序')[0]}"


def _foreign(folder: Path) -> None:
    (folder / DATABASE).unlink()
    connection = sqlcipher.connect(str(folder / DATABASE))
    connection.execute("CREATE TABLE others (x)")
    connection.execute("INSERT INTO others VALUES (zeroblob(9000))")
    connection.commit()
    connection.close()


def _broken_inside(folder: Path) -> None:
    _overwrite(folder / DATABASE, 4096, b"\xee" * 40 * 4096)


def _header_only(folder: Path) -> None:
    _overwrite(folder / DATABASE, len(PLAIN), random.Random(3).randbytes(84))


@pytest.mark.parametrize(
    ("spoil", "codes"),
    [
        (_foreign, {"not_ours"}),
        (_broken_inside, {"malformed"}),
        (_header_only, {"not_ours", "malformed", "truncated", "unknown"}),
    ],
)
def test_a_damaged_or_foreign_database_is_named_and_kept(
    workspace_folder: Path, spoil: Callable[[Path], None], codes: set[str]
) -> None:
    spoil(workspace_folder)
    before = (workspace_folder / DATABASE).read_bytes()
    assert _why_not(workspace_folder).partition(" ")[0] in codes
    assert (workspace_folder / DATABASE).read_bytes() == before


def test_checking_a_damaged_file_says_so_and_leaves_it(workspace: Workspace) -> None:
    make_talent(workspace)
    workspace.close()
    file = workspace.folder / DATABASE
    _overwrite(file, file.stat().st_size // 2, b"\xee" * 8192)
    before = file.read_bytes()
    try:
        faults = check_file(workspace.folder)
    except EnvironmentProblem as error:
        faults = (error.code,)
    assert faults
    assert file.read_bytes() == before


def test_who_has_it_open_is_said(workspace: Workspace) -> None:
    assert _why_not(workspace.folder).startswith("locked 工作区已在别处打开（")


@pytest.mark.long  # the program waits five seconds for the other one
def test_a_file_that_another_program_holds(workspace_folder: Path) -> None:
    connection = sqlcipher.connect(str(workspace_folder / DATABASE))
    connection.isolation_level = None
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert _why_not(workspace_folder).startswith("busy ")
    finally:
        connection.close()


def test_where_nothing_can_be_written_it_can_be_looked_at_and_copied(
    workspace: Workspace, tmp_path: Path
) -> None:
    make_talent(workspace, name="苏和")
    workspace.close()
    before = (workspace.folder / DATABASE).read_bytes()
    with mounted(tmp_path / "disc", "--bind", str(workspace.folder)) as disc:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(disc)], check=True)
        (finding,) = examine_folder(disc, _QUIET)
        assert (finding.code, finding.blocks) == ("view_only", False)
        with open_workspace(disc, clock=StandingClock()) as shown:
            assert search_records(shown, "talents", "苏和")[1] == 1
            with pytest.raises(EnvironmentProblem, match="只读") as refusal:
                make_talent(shown, name="甲")
            assert refusal.value.code == "read_only"
        copy_workspace(disc, tmp_path / "copy")
    with open_workspace(tmp_path / "copy", clock=StandingClock()) as copied:
        make_talent(copied, name="甲")
        assert search_records(copied, "talents", "")[1] == 2
    assert (workspace.folder / DATABASE).read_bytes() == before


def test_a_place_at_risk_is_warned_of(workspace_folder: Path) -> None:
    share = Mount(workspace_folder.parent, "cifs", "//server/share")
    synchronized = {"OneDrive": str(workspace_folder.parent)}
    assert _codes(workspace_folder, Surroundings((share,), room=0)) == ["network"]
    assert _codes(workspace_folder, Surroundings(environment=synchronized, room=0)) == ["cloud"]
    (finding,) = examine_folder(workspace_folder, Surroundings(room=2**62))
    assert finding.code == "disk_low"
    assert not finding.blocks


def test_a_link_into_a_share_is_followed(workspace_folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(workspace_folder, target_is_directory=True)
    share = Mount(workspace_folder, "nfs4", "server:/export")
    assert _codes(link, Surroundings((share,), room=0)) == ["network"]


def test_a_clock_that_was_set_back_is_noticed(workspace: Workspace, clock: StandingClock) -> None:
    make_talent(workspace)
    clock.advance(minutes=-5)
    assert warnings_of(workspace, _QUIET) == ()
    clock.advance(hours=-3)
    (finding,) = warnings_of(workspace, _QUIET)
    assert finding.code == "clock_back"
    assert "2026年03月02日" in finding.message


def test_a_copy_takes_no_place_and_is_whole_or_not_there(
    workspace_folder: Path, tmp_path: Path
) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_workspace(workspace_folder, tmp_path / "new", stop)
    assert list((tmp_path / "new").iterdir()) == []
    copy_workspace(workspace_folder, tmp_path / "new")
    with pytest.raises(EnvironmentProblem, match="已有工作区"):
        copy_workspace(workspace_folder, tmp_path / "new")
    with pytest.raises(EnvironmentProblem, match="没有工作区"):
        copy_workspace(tmp_path / "gone", tmp_path / "other")
    with open_workspace(workspace_folder), pytest.raises(EnvironmentProblem, match="别处打开"):
        copy_workspace(workspace_folder, tmp_path / "third")
