"""``partydesk check``: its answer, its exit status, and heads typed in from paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db.engine import open_engine
from partydesk.services.workspace import FILE_NAME
from tests.cli.conftest import Speak


def _tamper(desk: Path, deed: str) -> None:
    engine = open_engine(desk / FILE_NAME, foreign_keys=False)
    with engine.begin() as connection:
        connection.execute(text(deed))
    engine.dispose()


def test_a_sound_workspace_exits_with_zero(desk: Path, speak: Speak) -> None:
    reply = speak("check", "-w", desk)
    assert reply.status == 0
    assert reply.json["sound"] is True
    assert {one["severity"] for one in reply.json["findings"]} <= {"warning", "notice"}
    for finding in reply.json["findings"]:
        assert {"severity", "what", "affected", "remedy"} <= finding.keys()
        assert finding["remedy"] in reply.text
    head = reply.json["head"]
    assert f"记录 {head['sequence']}·{head['count']}·{head['hash'][:12]}" in reply.text


def test_an_error_exits_with_one(desk: Path, speak: Speak) -> None:
    _tamper(desk, "UPDATE actions SET label = '别的' WHERE id = 1")
    reply = speak("check", "-w", desk)
    assert reply.status == 1
    (error,) = [one for one in reply.json["findings"] if one["severity"] == "error"]
    assert error["code"] == "journal"
    assert "第 1 项" in error["what"]


def test_printed_heads_are_held_against_the_journal(desk: Path, speak: Speak) -> None:
    head = speak("check", "-w", desk).json["head"]
    printed = f"{head['sequence']}:{head['count']}:{head['hash'][:12]}"
    as_printed = printed.replace(":", "·")
    assert speak("check", "-w", desk, "--head", printed, "--head", as_printed).status == 0
    forged = f"{head['sequence']}:{head['count']}:{'0' * 12}"
    beyond = f"99:99:{head['hash'][:12]}"
    reply = speak("check", "-w", desk, "--head", printed, "--head", forged, "--head", beyond)
    assert reply.status == 1
    said = [one["what"] for one in reply.json["findings"] if one["severity"] == "error"]
    assert len(said) == 2
    assert "末段被换过" in said[0]
    assert "末尾被截去" in said[1]


@pytest.mark.parametrize("head", ["1:1", "1:1:zzzzzzzzzzzz", "一:1:a1b2c3d4e5f6"])
def test_what_is_no_head_is_wrong_syntax(desk: Path, speak: Speak, head: str) -> None:
    reply = speak("check", "-w", desk, "--head", head)
    assert reply.status == 2
    assert "1234:1230:a1b2c3d4e5f6" in reply.text


def test_what_cannot_be_opened_exits_with_three(tmp_path: Path, speak: Speak) -> None:
    assert speak("check", "-w", tmp_path / "nowhere").status == 3
    (tmp_path / FILE_NAME).write_bytes(b"\x00" * 4096)
    assert speak("check", "-w", tmp_path).status == 3
