"""One folder, one file, one program at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.services.dictionaries import list_banners, list_words
from partydesk.services.history import list_actions, undo
from partydesk.services.policies import get_policy
from partydesk.services.workspace import (
    FILE_NAME,
    NewWorkspace,
    Workspace,
    create_workspace,
    open_workspace,
    set_year,
)
from tests.factories import YEAR, StandingClock, make_talent

ROOT = Path(__file__).parents[2]


def test_a_new_workspace_has_its_profile_dictionaries_and_policy(
    tmp_path: Path, clock: StandingClock
) -> None:
    wish = NewWorkspace(name=" 塔林旗 ", division_code="150430", invented=True, letter_code="塔委")
    with create_workspace(tmp_path / "a" / "b", wish, clock=clock) as workspace:
        profile = workspace.profile
        assert (profile.name, profile.division_code) == ("塔林旗", "150430")
        assert (profile.year, profile.invented) == (2026, True)  # the clock's year
        assert len(list_words(workspace, "township")) > 10
        assert len(list_words(workspace, "ethnicity")) == 56
        policy = get_policy(workspace, 2026)
        assert (policy.letter_code, policy.agreement_code) == ("塔委", "旗非公协")
        (entry,) = list_actions(workspace)
        assert (entry.label, entry.undoable) == ("建立工作区", False)
        assert entry.when == clock.now.astimezone().isoformat(timespec="seconds")


def test_without_a_division_the_townships_are_left_to_the_office(tmp_path: Path) -> None:
    with create_workspace(tmp_path, NewWorkspace(name="塔林旗", year=YEAR)) as workspace:
        assert list_words(workspace, "township") == ()
        assert workspace.profile.division_code is None


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (NewWorkspace(name="  "), "name"),
        (NewWorkspace(name="塔林旗", division_code="110101"), "division_code"),
        (NewWorkspace(name="塔林旗", division_code="150400"), "division_code"),
        (NewWorkspace(name="塔林旗", division_code=""), "division_code"),
    ],
)
def test_bad_answers_leave_no_folder(tmp_path: Path, wish: NewWorkspace, field: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        create_workspace(tmp_path / "new", wish)
    assert list(refusal.value.fields) == [field]
    assert not (tmp_path / "new").exists()


def test_codes_that_would_double_numbers_leave_no_workspace(tmp_path: Path) -> None:
    wish = NewWorkspace(name="塔林旗", letter_code="同", agreement_code="同")
    with pytest.raises(ValidationFailed) as refusal:
        create_workspace(tmp_path / "new", wish)
    assert list(refusal.value.fields) == ["letter_code"]
    assert not (tmp_path / "new" / FILE_NAME).exists()
    create_workspace(tmp_path / "new", NewWorkspace(name="塔林旗")).close()


def test_every_banner_on_offer_can_be_chosen(tmp_path: Path) -> None:
    banners = list_banners()
    assert len(banners) > 100
    for place, banner in enumerate(banners[:: len(banners) // 3]):
        wish = NewWorkspace(name=banner.name, division_code=banner.code)
        with create_workspace(tmp_path / str(place), wish) as workspace:
            assert list_words(workspace, "township")


def test_a_folder_with_a_workspace_is_not_overwritten(workspace: Workspace) -> None:
    make_talent(workspace)
    workspace.close()
    before = (workspace.folder / FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentProblem, match="已有工作区"):
        create_workspace(workspace.folder, NewWorkspace(name="别的旗"))
    assert (workspace.folder / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentProblem, match="不能建立文件夹"):
        create_workspace(tmp_path / "file" / "new", NewWorkspace(name="塔林旗"))


def test_opening_where_there_is_none(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(EnvironmentProblem, match="没有工作区"):
            open_workspace(folder)
    assert list(tmp_path.iterdir()) == []


def test_work_is_there_after_reopening(workspace: Workspace, clock: StandingClock) -> None:
    person = make_talent(workspace, name="苏和")
    workspace.close()
    with open_workspace(workspace.folder, clock=clock) as again:
        assert make_talent(again).id == (person.id or 0) + 1


def test_a_workspace_whose_making_was_cut_off(workspace: Workspace) -> None:
    with workspace.reading() as session:
        session.execute(text("DELETE FROM profile"))
        session.commit()
    workspace.close()
    for _ in range(2):  # the refusal leaves no lock behind
        with pytest.raises(EnvironmentProblem, match="没有建完"):
            open_workspace(workspace.folder)


def test_a_second_opening_is_refused_with_its_reason(workspace: Workspace) -> None:
    with pytest.raises(EnvironmentProblem) as refusal:
        open_workspace(workspace.folder)
    assert "已在别处打开" in refusal.value.message
    assert f"进程 {os.getpid()}" in refusal.value.message


def test_closing_releases_and_may_be_done_twice(workspace: Workspace) -> None:
    workspace.close()
    workspace.close()
    open_workspace(workspace.folder).close()
    assert not (workspace.folder / "workspace.open").exists()


def test_a_damaged_note_of_who_has_it_open_is_no_obstacle(workspace: Workspace) -> None:
    (workspace.folder / "workspace.open").write_text("{half", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="已在别处打开；"):
        open_workspace(workspace.folder)


@contextmanager
def _another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the workspace open."""
    program = (
        "import sys; from pathlib import Path\n"
        "from partydesk.services.workspace import open_workspace\n"
        "workspace = open_workspace(Path(sys.argv[1]))\n"
        "print('open', flush=True); sys.stdin.read(); workspace.close()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()


def test_another_process_is_refused_until_the_first_is_gone_even_when_killed(
    workspace_folder: Path,
) -> None:
    with _another_process(workspace_folder) as other:
        with pytest.raises(EnvironmentProblem, match=f"进程 {other.pid}）"):
            open_workspace(workspace_folder)
        other.send_signal(signal.SIGKILL)
        other.wait()
        with open_workspace(workspace_folder) as workspace:
            assert workspace.profile.year == YEAR


def test_the_year_can_be_turned_and_turned_back(workspace: Workspace) -> None:
    assert set_year(workspace, YEAR).action is None  # it is that year
    changes = set_year(workspace, YEAR + 1)
    assert (changes.kinds, changes.label) == (frozenset({"profile"}), "切换到 2027 年度")
    assert workspace.profile.year == YEAR + 1
    undo(workspace)
    assert workspace.profile.year == YEAR


def test_today_is_the_day_of_the_clock(workspace: Workspace, clock: StandingClock) -> None:
    assert workspace.today().isoformat() == "2026-03-02"
    clock.advance(hours=15)
    assert workspace.today().isoformat() == "2026-03-03"


def test_a_workspace_opened_by_a_task_is_free_again_once_the_window_closes_it(
    workspace_folder: Path,
) -> None:
    opened: list[Workspace] = []
    task = Thread(target=lambda: opened.append(open_workspace(workspace_folder)))
    task.start()
    task.join()

    opened[0].close()

    with open_workspace(workspace_folder) as again:
        assert again.is_filled()


def test_a_workspace_whose_note_cannot_be_written_opens_all_the_same(
    workspace_folder: Path,
) -> None:
    (workspace_folder / "workspace.open").mkdir()  # writing and removing it both fail

    for _ in range(2):
        with open_workspace(workspace_folder) as workspace:
            assert workspace.is_filled()


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "塔林旗#1 100%?"

    with create_workspace(folder, NewWorkspace(name="塔林旗")) as workspace:
        set_year(workspace, 2031)

    assert [each.name for each in tmp_path.iterdir()] == [folder.name]
    with open_workspace(folder) as workspace:
        assert workspace.profile.year == 2031
