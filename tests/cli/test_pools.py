"""Import, template, export, search, show, history and undo as the contract has them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Speak

Write = Callable[..., Path]
REGISTER = os.environ.get("PARTYDESK_REGISTER", "")
ROSTER = (
    "姓名,性别,身份证号,出生日期,来源,手机\n"
    "敖敦其其格,女,150430197007071421,,退休,13800000004\n"
    "阿拉坦·巴特尔,男,,1968.3,改非,13800000001\n"
)


@pytest.mark.skipif(not Path(REGISTER).is_file(), reason="needs the public register of 敖汉旗")
def test_the_real_register_imports_as_it_is_and_only_once(desk: Path, speak: Speak) -> None:
    first = speak("import", "enterprises", REGISTER, "-w", desk)
    assert first.status == 0
    assert (first.json["rows"], first.json["created"], first.json["rejected"]) == (581, 581, 0)
    out = desk / "out.csv"
    speak("export", "enterprises", out, "-w", desk)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = Counter(row["单位类型"] for row in rows)
    assert kinds == {"企业": 466, "农牧民专业合作社": 99, "个体工商户": 16}
    assert sum(bool(row["注册资本（万元）"]) for row in rows) == 344
    assert sum(bool(row["苏木乡镇"]) for row in rows) >= 520
    assert not any("N/A" in cell for row in rows for cell in row.values())
    codes = Counter(note["code"] for note in first.json["warnings"])
    assert codes["foreign_currency"] == 1
    assert codes["unit_unknown"] == 1
    again = speak("import", "enterprises", REGISTER, "-w", desk)
    assert (again.json["created"], again.json["unchanged"]) == (0, 581)
    assert again.json["action"] is None


def test_a_roster_in_either_encoding(desk: Path, speak: Speak, write: Write) -> None:
    first = speak("import", "talents", write("a.csv", ROSTER, "gb18030"), "-w", desk)
    assert (first.status, first.json["created"]) == (0, 2)
    again = speak("import", "talents", write("b.csv", ROSTER), "-w", desk)
    assert (again.json["created"], again.json["unchanged"]) == (0, 2)


def test_one_bad_row_stops_everything_unless_asked(
    desk: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    text = ROSTER + "李秀兰,女,150430197007071422,,后备,\n"
    path = write("roster.csv", text)
    failed = tmp_path / "failed.xlsx"
    stopped = speak("import", "talents", path, "-w", desk, "--failed", failed)
    assert (stopped.status, stopped.json["created"], stopped.json["rejected"]) == (1, 0, 1)
    note = stopped.json["problems"][0]
    assert (note["row"], note["column"], note["code"]) == (4, "身份证号", "check_digit")
    assert "应为 1" in note["message"]
    assert "150430197007071422" not in str(stopped.json)
    assert speak("search", "talents", "", "-w", desk).json["total"] == 0
    sheet = openpyxl.load_workbook(failed).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert rows[0][-1] == "错误原因"
    assert rows[1][0] == "李秀兰"
    good = speak("import", "talents", path, "-w", desk, "--good-rows")
    assert (good.status, good.json["created"], good.json["rejected"]) == (1, 2, 1)


def test_a_dry_run_stores_nothing(desk: Path, speak: Speak, write: Write) -> None:
    reply = speak("import", "talents", write("a.csv", ROSTER), "-w", desk, "--dry-run")
    assert (reply.status, reply.json["created"], reply.json["action"]) == (0, 2, None)
    assert speak("search", "talents", "", "-w", desk).json["total"] == 0


def test_columns_can_be_named_and_are_remembered(desk: Path, speak: Speak, write: Write) -> None:
    text = "谁,号\n苏和,13800000009\n"
    path = write("odd.csv", text)
    reply = speak(
        "import", "talents", path, "-w", desk, "--header", 1, "--map", "谁=name",
        "--map", "号=手机号码",
    )  # fmt: skip
    assert reply.json["mapping"] == {"谁": "name", "号": "phone"}
    again = speak("import", "talents", path, "-w", desk, "--header", 1)
    assert (again.status, again.json["unchanged"]) == (0, 1)


def test_an_unreadable_file_is_refused_and_a_missing_one_is_not_there(
    desk: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    reply = speak("import", "talents", write("a.xlsx", "%PDF-1.4 nothing"), "-w", desk)
    assert reply.status == 1
    assert reply.json["problems"][0]["message"]
    assert speak("import", "talents", tmp_path / "none.xlsx", "-w", desk).status == 3


def test_an_exported_sheet_changes_only_what_was_edited(
    desk: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    speak("import", "talents", write("a.csv", ROSTER), "-w", desk)
    out = tmp_path / "out.xlsx"
    assert speak("export", "talents", out, "-w", desk).json["rows"] == 2
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["记录号", "姓名"]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[1].value == "敖敦其其格")
    assert row[heads.index("公民身份号码")].value == "150430********1421"
    row[heads.index("职级")].value = "四级调研员"
    row[heads.index("人员来源")].value = None
    book.save(out)
    reply = speak("import", "talents", out, "-w", desk)
    assert (reply.json["updated"], reply.json["unchanged"]) == (1, 1)
    number = speak("search", "talents", "adqqg", "-w", desk).json["hits"][0]["id"]
    full = tmp_path / "full.csv"
    speak("export", "talents", full, "-w", desk, "--full-numbers", "--reason", "核对")
    text = full.read_text(encoding="utf-8-sig")
    assert "150430197007071421" in text
    record = speak("show", "talents", number, "-w", desk).json
    assert record["record"]["rank"] == "四级调研员"
    assert record["record"]["source"] == ""
    assert record["record"]["citizen_number"] == "150430********1421"
    assert [entry["operation"] for entry in record["history"]] == ["insert", "update"]


def test_full_numbers_need_a_reason_and_leave_a_trace(
    desk: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    speak("import", "talents", write("a.csv", ROSTER), "-w", desk)
    out = tmp_path / "out.csv"
    assert speak("export", "talents", out, "-w", desk, "--full-numbers").status == 1
    assert not out.exists()
    speak("export", "talents", out, "-w", desk, "--full-numbers", "--reason", "报送")
    labels = [action["label"] for action in speak("history", "-w", desk).json["actions"]]
    assert any("报送" in label for label in labels)


@pytest.mark.parametrize("text", ["敖敦", "aodun", "adqqg", "qqg", "1421", "0004"])
def test_people_are_found_by_any_part(desk: Path, speak: Speak, write: Write, text: str) -> None:
    speak("import", "talents", write("a.csv", ROSTER), "-w", desk)
    reply = speak("search", "talents", text, "-w", desk)
    assert [hit["label"] for hit in reply.json["hits"]] == ["敖敦其其格"]
    assert reply.json["total"] == 1


def test_a_template_can_be_filled_in_and_read_back(
    desk: Path, speak: Speak, tmp_path: Path
) -> None:
    out = tmp_path / "template.xlsx"
    reply = speak("template", "talents", out)
    assert "姓名" in reply.json["columns"]
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    heads = [str(cell.value).rstrip("＊") for cell in sheet[1]]
    sheet.cell(2, heads.index("姓名") + 1, "额尔敦")
    sheet.cell(2, heads.index("公民身份号码") + 1, "150430197007071421")
    book.save(out)
    read = speak("import", "talents", out, "-w", desk)
    assert (read.status, read.json["created"], read.json["problems"]) == (0, 1, [])


def test_undo_takes_an_import_back_and_again(desk: Path, speak: Speak, write: Write) -> None:
    action = speak("import", "talents", write("a.csv", ROSTER), "-w", desk).json["action"]
    undone = speak("undo", action, "-w", desk)
    assert (undone.status, undone.json["undone"], undone.json["conflicts"]) == (0, action, [])
    assert speak("search", "talents", "", "-w", desk).json["total"] == 0
    actions = speak("history", "-w", desk).json["actions"]
    assert next(a for a in actions if a["id"] == action)["undone"]
    assert speak("undo", action, "-w", desk).status == 1
    redo = next(a["id"] for a in actions if a["label"].startswith("撤销"))
    assert speak("undo", redo, "-w", desk).status == 0
    assert speak("search", "talents", "", "-w", desk).json["total"] == 2


def test_careers_and_offices_come_and_go_by_sheet(
    desk: Path, speak: Speak, write: Callable[..., Path], tmp_path: Path
) -> None:
    people = write(
        "careers.csv",
        "姓名,来源,熟悉行业,退休时间,岗前培训,考核等次,考核年度\n"
        "苏和,退休,A 农、林、牧、渔业、制造业,2023-06,2025-03,优秀,2025\n",
    )
    units = write("offices.csv", "单位名称,主管部门\n塔林粮油有限公司,旗农牧局\n")
    for kind, sheet in (("talents", people), ("enterprises", units)):
        reply = speak("import", kind, sheet, "-w", desk)
        assert (reply.status, reply.json["created"], reply.json["warnings"]) == (0, 1, [])
        out = tmp_path / f"{kind}.xlsx"
        speak("export", kind, out, "-w", desk)
        assert speak("import", kind, out, "-w", desk).json["unchanged"] == 1
    record = speak("show", "talents", 1, "-w", desk).json["record"]
    told = {record[name] for name in ("retired_on", "trained_on", "grade", "grade_year")}
    assert {str(each) for each in told} == {"2023-06", "2025-03", "优秀", "2025"}
    assert "A 农、林、牧、渔业" in str(record["industries"])
    assert "C 制造业" in str(record["industries"])
    unit = speak("show", "enterprises", 1, "-w", desk).json["record"]
    assert unit["supervisor"] == "旗农牧局"
