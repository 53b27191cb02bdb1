"""``partydesk retention``, and the papers about personal information."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Speak
from tests.services.told import told_by

SHEET = "姓名,手机号码\n格根塔娜,13847612345\n宝音图,13847600000\n"


def test_nobody_is_due_at_first(
    desk: Path, write: Callable[[str, str], Path], speak: Speak
) -> None:
    speak("import", "talents", write("people.csv", SHEET), "-w", desk)
    reply = speak("retention", "-w", desk)
    assert (reply.status, reply.json) == (0, {"due": []})
    reply = speak("retention", "-w", desk, "--purge", "--reason", "批准文件")
    assert (reply.status, reply.json["purged"]) == (0, 0)


def test_who_asked_is_taken_out_and_a_report_is_printed(
    desk: Path, write: Callable[[str, str], Path], speak: Speak, tmp_path: Path
) -> None:
    speak("import", "talents", write("people.csv", SHEET), "-w", desk)
    reply = speak("retention", "-w", desk, "--purge", "--person", 1)
    assert reply.status == 1
    assert "须写明依据" in reply.text
    reply = speak("retention", "-w", desk, "--purge", "--person", 1, "--reason", "本人申请")
    assert (reply.status, reply.json["purged"], reply.json["written_anew"]) == (0, 1, True)
    assert "备份" in reply.text
    before = tmp_path / "before"
    assert speak("restore", reply.json["backup"], "-w", before).json["counts"]["人才"] == 2
    assert speak("show", "talents", 1, "-w", before).json["record"]["name"] == "格根塔娜"
    assert b"13847612345" not in (desk / "workspace.pdk").read_bytes()
    reply = speak("show", "talents", 1, "-w", desk)
    assert reply.json["record"]["name"] == "已清除1号"
    out = tmp_path / "清除报告.pdf"
    assert speak("print", "purge-reports", out, "-w", desk).json["records"] == 1
    told = told_by(out)
    assert "记录号" in told
    assert "格根塔娜" not in told


def test_a_roster_is_printed_in_full_for_a_reason(
    desk: Path, write: Callable[[str, str], Path], speak: Speak, tmp_path: Path
) -> None:
    speak("import", "talents", write("people.csv", SHEET), "-w", desk)
    out = tmp_path / "名册.pdf"
    reply = speak("print", "talents", out, "-w", desk, "--full-numbers")
    assert reply.status == 1
    assert not out.exists()
    speak("print", "talents", out, "-w", desk, "--full-numbers", "--reason", "报旗委组织部")
    assert "13847612345" in told_by(out)
    speak("print", "talents", out, "-w", desk)
    assert "13847612345" not in told_by(out)


def test_somebody_unknown_is_refused(desk: Path, speak: Speak) -> None:
    reply = speak("retention", "-w", desk, "--purge", "--person", 99, "--reason", "本人申请")
    assert reply.status == 1
    assert "记录号为 99" in reply.text
