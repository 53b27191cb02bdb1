"""Documents verified and certificates exchanged on the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.placements import Action, Order
from partydesk.services import certificates
from partydesk.services.placements import act
from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Speak
from tests.factories import YEAR, consent_all, make_pairs


@pytest.fixture
def issued(desk: Path, speak: Speak, tmp_path: Path) -> tuple[str, Path]:
    """Number of a letter, and a scan of it."""
    with open_workspace(desk, clock=lambda: dt.datetime.now().astimezone()) as workspace:
        make_pairs(workspace)
        consent_all(workspace)
        act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
        act(workspace, YEAR, Action.APPOINT, Order(workspace.today()))
    pdf = tmp_path / "委任书.pdf"
    (number,) = speak("print", "letters", pdf, "-w", desk, "--year", YEAR).json["numbers"]
    scan = tmp_path / "委任书.jpg"
    pdfium.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().save(scan)
    return number, scan


def test_a_number_a_scan_and_another_office(
    issued: tuple[str, Path], desk: Path, speak: Speak, tmp_path: Path
) -> None:
    number, scan = issued
    reply = speak("verify-letter", number.replace("〔", "(").replace("〕", ")"), "-w", desk)
    assert (reply.status, reply.json["state"], reply.json["number"]) == (0, "in_force", number)
    assert reply.json["person"].startswith("苏和")
    assert set(reply.json) >= {"kind", "issued_on", "office", "words", "posting"}
    assert reply.text.startswith("在册 · 有效\n委任书")
    seen = speak("verify-letter", scan, "-w", desk)
    assert seen.text.startswith("真 · 有效\n委任书")
    assert seen.json == {**reply.json, "words": seen.json["words"]}

    other = tmp_path / "other"
    speak("init", "-w", other, "--name", "邻旗", "--year", YEAR, "--no-password")
    before = speak("verify-letter", scan, "-w", other)
    assert (before.status, before.json["state"]) == (1, "unknown_key")
    file = tmp_path / "证书"
    exported = speak("certificate", "export", file, "-w", desk).json
    file = Path(exported["path"])
    assert file.suffix == ".json"
    assert "fingerprint_needed" in str(speak("certificate", "trust", file, "-w", other).json)
    wrong = speak("certificate", "trust", file, "--fingerprint", "3F2A 91C0", "-w", other)
    assert (wrong.status, wrong.json["problems"][0]["code"]) == (1, "fingerprint_differs")
    told = exported["fingerprint"].lower().replace(" ", "")
    assert speak("certificate", "trust", file, "--fingerprint", told, "-w", other).status == 0
    foreign = speak("verify-letter", scan, "-w", other)
    assert (foreign.status, foreign.json["state"], foreign.json["number"]) == (1, "foreign", number)

    (known,) = speak("certificate", "list", "-w", other).json["trusted"]
    assert known["fingerprint"] == exported["fingerprint"]
    assert speak("certificate", "remove", known["id"], "-w", other).status == 0
    assert speak("certificate", "list", "-w", other).json["trusted"] == []


def test_what_was_issued_is_corrected(issued: tuple[str, Path], desk: Path, speak: Speak) -> None:
    number, _scan = issued
    today = dt.date.today().isoformat()
    how = ("--date", today, "--why", "姓名有误", "-w", desk)
    typed = number.replace("〔", "[").replace("〕", "]")
    running = speak("void", typed, *how)
    assert (running.status, running.json["problems"][0]["code"]) == (1, "not_void")
    assert "请先更正库里的资料" in speak("reissue", typed, *how, "--set", "姓名=苏合").text
    again = speak("reissue", typed, *how)
    assert again.json["replaces"] == number
    assert again.text.startswith(f"作废{number}并重发{again.json['number']}：苏和")
    assert speak("verify-letter", number, "-w", desk).json["replaced_by"] == again.json["number"]

    with open_workspace(desk, clock=lambda: dt.datetime.now().astimezone()) as workspace:
        texts = {"merit": "派驻工作", "title": "先进个人"}
        order = certificates.Order(
            CertificateKind.HONOUR, (Holder("乌云"),), texts, workspace.today()
        )
        (first,), _ = certificates.issue_certificates(workspace, order)
    unknown = speak("reissue", first, *how, "--set", "学时=40")
    assert "可写 姓名、单位、事由、荣誉称号" in unknown.text
    new = speak(
        "reissue", first, *how, "--set", "姓名=乌云娜", "--set", "title=优秀党务工作者"
    ).json
    said = speak("verify-letter", new["number"], "-w", desk).json
    assert (said["state"], said["person"]) == ("in_force", "乌云娜")
    assert speak("void", new["number"], *how).status == 0
    gone = speak("verify-letter", new["number"], "-w", desk)
    assert (gone.status, gone.json["state"]) == (1, "void")
    assert speak("void", new["number"], *how).status == 1
    nobody = speak("void", "旗非公荣〔2026〕99号", *how)
    assert (nobody.status, nobody.json["problems"][0]["code"]) == (1, "not_found")


def test_a_renewed_key_has_another_fingerprint(
    issued: tuple[str, Path], desk: Path, speak: Speak
) -> None:
    _number, scan = issued
    before = speak("certificate", "list", "-w", desk).json["own"]
    after = speak("certificate", "renew", "-w", desk).json
    assert after["fingerprint"] != before["fingerprint"]
    assert speak("certificate", "list", "-w", desk).json["own"] == after
    assert speak("verify-letter", scan, "-w", desk).json["state"] == "in_force"


def test_what_cannot_be_verified_is_said(desk: Path, speak: Speak, tmp_path: Path) -> None:
    unknown = speak("verify-letter", "旗非公委任〔2026〕99号", "-w", desk)
    assert (unknown.status, unknown.json["problems"][0]["code"]) == (1, "not_found")
    assert speak("verify-letter", "PD1:ABC", "-w", desk).json["problems"][0]["code"] == (
        "damaged_code"
    )
    assert speak("verify-letter", tmp_path / "没有.png", "-w", desk).status == 3
    text = tmp_path / "字.png"
    text.write_text("这不是图片", encoding="utf-8")
    assert speak("verify-letter", text, "-w", desk).json["problems"][0]["code"] == "no_picture"
    assert speak("certificate", "trust", text, "-w", desk).status == 1
    letter = tmp_path / "信.json"
    letter.write_text("{}", encoding="utf-8")
    refused = speak("certificate", "trust", letter, "-w", desk)
    assert refused.json["problems"][0]["code"] == "bad_certificate"
    assert speak("certificate", "remove", 7, "-w", desk).status == 1
