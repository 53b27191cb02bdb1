"""backup and restore on the command line, as a successor with the stick of last month does."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Speak


@pytest.fixture
def saved(speak: Speak, desk: Path, tmp_path: Path) -> Path:
    sheet = tmp_path / "people.csv"
    sheet.write_text("姓名,职级\n王甲,正科\n王乙,副处\n", encoding="utf-8-sig")
    assert speak("import", "talents", sheet, "-w", desk).status == 0
    assert speak("backup", tmp_path / "stick.pdkb", "-w", desk).status == 0
    return tmp_path / "stick.pdkb"


def test_a_backup_is_verified_and_says_what_it_holds(
    speak: Speak, desk: Path, tmp_path: Path
) -> None:
    reply = speak("backup", tmp_path / "a.pdkb", "-w", desk)
    assert reply.status == 0
    assert reply.json["verified"]
    assert reply.json["counts"]["人才"] == 0
    assert reply.json["counts"]["操作记录"] == 1
    content = (tmp_path / "a.pdkb").read_bytes()
    assert reply.json["sha256"] == hashlib.sha256(content).hexdigest()
    assert "已备份并验证" in reply.text


def test_what_was_backed_up_comes_back(
    speak: Speak, desk: Path, saved: Path, tmp_path: Path
) -> None:
    assert speak("undo", "-w", desk).status == 0
    reply = speak("restore", saved, "-w", tmp_path / "new")
    assert reply.status == 0
    assert reply.json["counts"]["人才"] == 2
    assert speak("search", "talents", "", "-w", tmp_path / "new").json["total"] == 2
    assert speak("search", "talents", "", "-w", desk).json["total"] == 0


def test_a_damaged_backup_and_a_folder_in_use_are_refused(
    speak: Speak, desk: Path, saved: Path, tmp_path: Path
) -> None:
    assert "已有工作区" in speak("restore", saved, "-w", desk).text
    saved.write_bytes(saved.read_bytes()[:-1])
    reply = speak("restore", saved, "-w", tmp_path / "new")
    assert reply.status == 3
    assert "损坏" in reply.text
    assert not (tmp_path / "new").exists()
    assert speak("restore", tmp_path / "none.pdkb", "-w", tmp_path / "new").status == 3


@pytest.mark.usefixtures("saved")
def test_a_folder_names_the_file_itself(speak: Speak, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    reply = speak("backup", tmp_path / "stick", "-w", desk)
    assert reply.json["path"].startswith(str(tmp_path / "stick" / "敖汉旗-"))
    assert [p.suffix for p in (tmp_path / "stick").iterdir()] == [".pdkb"]
