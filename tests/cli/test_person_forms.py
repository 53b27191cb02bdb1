"""A folder of people's forms through the command line, and a record written back into its form."""

from __future__ import annotations

import base64
from pathlib import Path

import openpyxl
import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.services.person_forms import write_person_form
from partydesk.services.workspace import FILE_NAME, open_workspace
from tests.cli.conftest import Speak
from tests.exchange.test_person_files import JPEG, PERSON, lrmx

FAMILY = "<JiaTingChengYuan><Item><XingMing>家人乙某</XingMing></Item></JiaTingChengYuan>"


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """Eleven good forms and one cut off in the middle."""
    folder = tmp_path / "任免审批表"
    folder.mkdir()
    photo = {"ZhaoPian": base64.b64encode(JPEG).decode()}
    (folder / "01.lrmx").write_bytes(lrmx({**PERSON, **photo}, FAMILY))
    for number in range(2, 12):
        data = lrmx({"XingMing": f"敖敦{number}", "ChuShengNianYue": f"19{60 + number}05"})
        (folder / f"{number:02}.lrmx").write_bytes(data)
    (folder / "12.lrmx").write_bytes(lrmx(PERSON)[:-20])
    return folder


def test_a_damaged_form_stops_the_folder_unless_asked(
    desk: Path, speak: Speak, forms: Path, tmp_path: Path
) -> None:
    failed = tmp_path / "failed.xlsx"
    stopped = speak("import", "talents", forms, "-w", desk, "--failed", failed)
    assert (stopped.status, stopped.json["created"], stopped.json["rejected"]) == (1, 0, 1)
    (problem,) = stopped.json["problems"]
    assert (problem["sheet"], problem["code"]) == ("12.lrmx", "damaged_file")
    sheet = openpyxl.load_workbook(failed).active
    assert sheet is not None
    assert [sheet.cell(2, 1).value, sheet.max_row] == ["12.lrmx", 2]
    done = speak("import", "talents", forms, "-w", desk, "--good-rows")
    assert (done.status, done.json["rows"], done.json["created"]) == (1, 12, 11)


def test_a_folder_comes_back_in_one_action(desk: Path, speak: Speak, forms: Path) -> None:
    (forms / "12.lrmx").unlink()
    done = speak("import", "talents", forms, "-w", desk)
    assert (done.status, done.json["created"]) == (0, 11)
    again = speak("import", "talents", forms, "-w", desk)
    assert (again.json["created"], again.json["unchanged"]) == (0, 11)
    assert speak("undo", done.json["action"], "-w", desk).json["conflicts"] == []
    assert speak("search", "talents", "", "-w", desk).json["total"] == 0


def test_photos_come_only_when_asked_for(desk: Path, speak: Speak, forms: Path) -> None:
    path = forms / "01.lrmx"
    speak("import", "talents", path, "-w", desk)
    assert speak("show", "talents", 1, "-w", desk).json["record"]["photo"] == ""
    assert JPEG not in (desk / FILE_NAME).read_bytes()
    done = speak("import", "talents", path, "-w", desk, "--photos")
    assert done.json["updated"] == 1
    shown = speak("show", "talents", 1, "-w", desk).json
    assert shown["record"]["photo"]
    (change,) = shown["history"][-1]["changes"]
    assert change == {"field": "照片", "before": "", "after": "新照片"}
    for asked in ((), ("--photos",)):
        bare = speak("import", "talents", forms / "02.lrmx", "-w", desk, "--dry-run", *asked)
        assert (bare.status, bare.json["created"]) == (0, 1), "a form without a photo is a form"


def test_what_is_not_needed_never_reaches_the_workspace(
    desk: Path, speak: Speak, forms: Path
) -> None:
    speak("import", "talents", forms / "01.lrmx", "-w", desk)
    stored = (desk / FILE_NAME).read_bytes()
    assert "敖敦其其格".encode() in stored
    assert "家人乙某".encode() not in stored


def test_other_pools_take_no_forms(desk: Path, speak: Speak, forms: Path) -> None:
    for kind in ("enterprises", "organizations", "posts"):
        reply = speak("import", kind, forms, "-w", desk)
        assert reply.status == 1
        assert reply.json["problems"][0]["code"] == "not_for_forms"


def test_an_empty_folder_is_said(desk: Path, speak: Speak, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    reply = speak("import", "talents", tmp_path / "空", "-w", desk)
    assert (reply.status, reply.json["problems"][0]["code"]) == (1, "no_rows")


def test_a_record_is_written_into_a_copy_of_its_form(
    desk: Path, speak: Speak, forms: Path, tmp_path: Path
) -> None:
    source, copy = forms / "01.lrmx", tmp_path / "副本.lrmx"
    before = source.read_bytes()
    speak("import", "talents", source, "-w", desk)
    with open_workspace(desk) as workspace:
        write_person_form(workspace, 1, source, copy)
        with pytest.raises(ValidationFailed, match="不能改动原表"):
            write_person_form(workspace, 1, source, source)
        with pytest.raises(ValidationFailed, match="不是“敖敦其其格”的"):
            write_person_form(workspace, 1, forms / "02.lrmx", copy)
        with pytest.raises(ValidationFailed, match=r"\.lrmx"):
            write_person_form(workspace, 1, source, tmp_path / "x.txt")
    assert source.read_bytes() == before
    assert "家人乙某" in copy.read_text(encoding="utf-8")
