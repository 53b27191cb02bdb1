"""An import that is killed, or for which the disk is too small, leaves all of it or nothing."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from partydesk.services.workspace import FILE_NAME
from tests import small_disks

ROWS, MANY = 800, 5000
CHANCE = random.Random(5)
BEFORE = 20


def register(path: Path, count: int, first: int = 0) -> Path:
    """Write a roster of people of different names."""
    lines = (
        f"{chr(0x4E00 + number // 100)}{chr(0x5100 + number % 100)},女,1970-07-07,1380{number:07d}"
        for number in range(first, first + count)
    )
    path.write_text("姓名,性别,出生日期,手机号码\n" + "\n".join(lines), encoding="utf-8")
    return path


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "partydesk", *map(str, words), "--json"]


def imported(folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("import", "talents", file, "-w", folder),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def state(folder: Path) -> tuple[str, int, int, int]:
    """Integrity, people, entries of the search index, actions; read as another program would."""
    connection = sqlite.connect(str(folder / FILE_NAME))
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        people, actions = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("talents", "actions")
        )
    finally:
        connection.close()
    found = subprocess.run(
        command("search", "talents", "", "-w", folder),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    return sound, people, json.loads(found.stdout)["total"], actions


@pytest.fixture(scope="module")
def filled(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a few people in it."""
    folder = tmp_path_factory.mktemp("killed") / "filled"
    folder.mkdir()
    shutil.copyfile(template_file, folder / FILE_NAME)
    assert imported(folder, register(folder / "few.csv", BEFORE)).returncode == 0
    return folder


@cache
def lasting(filled: Path, rows: int) -> float:
    """Seconds that an import takes when nobody disturbs it."""
    folder = shutil.copytree(filled, filled.parent / f"whole{rows}")
    began = time.perf_counter()
    assert imported(folder, register(folder / "many.csv", rows, BEFORE)).returncode == 0
    took = time.perf_counter() - began
    assert state(folder)[1] == BEFORE + rows
    return took


def kill_at(filled: Path, target: Path, rows: int, seconds: float) -> tuple[str, int, int, int]:
    """Kill an import after so many seconds, without a chance to tidy up."""
    folder = shutil.copytree(filled, target)
    file = register(folder / "many.csv", rows, BEFORE)
    running = subprocess.Popen(
        command("import", "talents", file, "-w", folder),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    return state(folder)


def assert_all_or_nothing(filled: Path, target: Path, rows: int, share: float) -> None:
    before = state(filled)
    after = kill_at(filled, target, rows, share * lasting(filled, rows))
    whole = ("ok", BEFORE + rows, BEFORE + rows, before[3] + 1)
    assert after in (before, whole)


@pytest.mark.parametrize("share", [CHANCE.uniform(0.5, 0.98) for _ in range(2)])
def test_a_killed_import_leaves_all_or_nothing(filled: Path, tmp_path: Path, share: float) -> None:
    assert_all_or_nothing(filled, tmp_path / "killed", ROWS, share)


@pytest.mark.long
@pytest.mark.parametrize("share", [CHANCE.uniform(0.05, 1.05) for _ in range(40)])
def test_a_large_import_killed_at_many_moments_leaves_all_or_nothing(
    filled: Path, tmp_path: Path, share: float
) -> None:
    assert_all_or_nothing(filled, tmp_path / "killed", MANY, share)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes in memory."""
    yield from small_disks.small_disk(tmp_path / "disk", "2m")


def test_a_full_disk_stops_an_import_and_leaves_the_workspace_as_it_was(
    filled: Path, small_disk: Path, tmp_path: Path
) -> None:
    folder = small_disk / "desk"
    folder.mkdir()
    shutil.copyfile(filled / FILE_NAME, folder / FILE_NAME)
    (small_disk / "other").write_bytes(bytes(shutil.disk_usage(small_disk).free - 200_000))
    before = state(folder)
    content = (folder / FILE_NAME).read_bytes()
    reply = imported(folder, register(tmp_path / "many.csv", ROWS, BEFORE))
    assert reply.returncode == 3, reply.stderr
    problems = json.loads(reply.stdout)["problems"]
    assert "空间" in problems[0]["message"]
    assert "Traceback" not in reply.stderr
    assert state(folder) == before
    assert (folder / FILE_NAME).read_bytes() == content
