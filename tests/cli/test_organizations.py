"""The register of organizations and the coverage figures on the command line."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Speak

Write = Callable[..., Path]
CODE = "91150430MA0N000014"
UNITS = (
    "单位名称,统一社会信用代码,正式党员\n"
    f"甲粮油有限公司,{CODE},4\n"
    "乙牧业有限公司,,2\n"
    "丙、丁合作社,,1\n"
    "同名商店,,\n"
    "同名商店,91150430MA0N000022,\n"
)
BRANCHES = (
    "党组织名称,组建形式,覆盖企业,书记,正式党员数,换届时间\n"
    f"甲粮油有限公司党支部,单独组建,{CODE},田秀英,4,2024-05-06\n"
    "片区联合党支部,区域联建,乙牧业有限公司；丙、丁合作社,巴特尔,3,\n"
)


@pytest.fixture
def register(desk: Path, speak: Speak, write: Write) -> Path:
    """A workspace with units, and two branches imported by other people's headers."""
    assert speak("import", "enterprises", write("units.csv", UNITS), "-w", desk).status == 0
    reply = speak("import", "organizations", write("branches.csv", BRANCHES), "-w", desk)
    assert (reply.status, reply.json["created"], reply.json["problems"]) == (0, 2, [])
    assert reply.json["mapping"] == {
        "党组织名称": "name", "组建形式": "formation", "覆盖企业": "units", "书记": "secretary",
        "正式党员数": "members", "换届时间": "elected_on",
    }  # fmt: skip
    return desk


def found(speak: Speak, desk: Path, kind: str, text: str) -> int:
    """The number of the only record a search finds."""
    (hit,) = speak("search", kind, text, "-w", desk).json["hits"]
    return int(hit["id"])


def party(speak: Speak, desk: Path, text: str) -> str:
    """党组织情况 of the only unit a search finds."""
    number = found(speak, desk, "enterprises", text)
    return str(
        speak("show", "enterprises", number, "-w", desk).json["record"]["party_organization"]
    )


def test_branches_come_in_with_their_units(register: Path, speak: Speak) -> None:
    number = found(speak, register, "organizations", "片区")
    record = speak("show", "organizations", number, "-w", register).json["record"]
    assert record["units"] == "乙牧业有限公司；丙、丁合作社"
    assert record["kind"] == "联合党支部"
    assert party(speak, register, "甲粮油") == "单独组建"
    assert party(speak, register, "丙、丁") == "联合组建"
    assert found(speak, register, "organizations", "乙牧业") == number
    assert found(speak, register, "organizations", "pqlh") == number


@pytest.mark.parametrize(
    ("written", "code"),
    [("戊公司", "reference_unknown"), ("甲粮油有限公司；戊公司", "reference_unknown"),
     ("同名商店", "reference_ambiguous")],
)  # fmt: skip
def test_a_unit_that_is_not_certain_rejects_the_row(
    register: Path, speak: Speak, write: Write, written: str, code: str
) -> None:
    text = f"组织名称,覆盖单位\n好党支部,乙牧业有限公司\n坏党支部,{written}\n"
    reply = speak("import", "organizations", write("more.csv", text), "-w", register)
    assert (reply.status, reply.json["created"], reply.json["rejected"]) == (1, 0, 1)
    (note,) = reply.json["problems"]
    assert (note["row"], note["column"], note["code"]) == (3, "覆盖单位", code)
    assert note["value"] == written
    assert "统一社会信用代码" in note["message"]
    assert speak("search", "organizations", "", "-w", register).json["total"] == 2


def test_findings_are_warnings_of_the_row(register: Path, speak: Speak, write: Write) -> None:
    text = "组织名称,正式党员,本届选举日期\n小党支部,2,2015-01-01\n"
    reply = speak("import", "organizations", write("small.csv", text), "-w", register)
    assert reply.status == 0
    notes = [(note["column"], note["code"]) for note in reply.json["warnings"]]
    assert set(notes) == {("正式党员", "too_few_members"), ("本届选举日期", "term_long_over")}


def test_an_export_comes_back_unchanged_and_an_emptied_cell_unlinks(
    register: Path, speak: Speak, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    assert speak("export", "organizations", out, "-w", register).json["rows"] == 2
    same = speak("import", "organizations", out, "-w", register)
    assert (same.json["updated"], same.json["unchanged"], same.json["action"]) == (0, 2, None)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "记录号"
    row = next(r for r in sheet.iter_rows(min_row=2) if "片区" in str(r[1].value))
    row[heads.index("覆盖单位")].value = None
    book.save(out)
    reply = speak("import", "organizations", out, "-w", register)
    assert (reply.json["updated"], reply.json["unchanged"]) == (1, 1)
    assert party(speak, register, "乙牧业") == "未组建"
    assert party(speak, register, "甲粮油") == "单独组建"
    number = found(speak, register, "organizations", "片区")
    shown = speak("show", "organizations", number, "-w", register).json
    lost = {change["before"] for change in shown["history"][-1]["changes"]}
    assert lost == {"乙牧业有限公司", "丙、丁合作社"}
    undone = speak("undo", reply.json["action"], "-w", register)
    assert (undone.status, undone.json["conflicts"]) == (0, [])
    assert party(speak, register, "乙牧业") == "联合组建"


def test_an_import_of_branches_is_taken_back_whole(
    register: Path, speak: Speak, tmp_path: Path
) -> None:
    actions = speak("history", "-w", register).json["actions"]
    action = next(a["id"] for a in actions if "branches.csv" in a["label"])
    undone = speak("undo", action, "-w", register)
    assert (undone.status, undone.json["conflicts"]) == (0, [])
    assert speak("search", "organizations", "", "-w", register).json["total"] == 0
    assert party(speak, register, "甲粮油") == ""
    out = tmp_path / "units.csv"
    speak("export", "enterprises", out, "-w", register)
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert {row["党组织情况"] for row in csv.DictReader(file)} == {""}


def test_a_template_can_be_filled_in(register: Path, speak: Speak, tmp_path: Path) -> None:
    out = tmp_path / "template.xlsx"
    assert "覆盖单位" in speak("template", "organizations", out, "-w", register).json["columns"]
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    heads = [str(cell.value).rstrip("＊") for cell in sheet[1]]
    sheet.cell(2, heads.index("组织名称") + 1, "乙牧业有限公司工会")
    sheet.cell(2, heads.index("覆盖单位") + 1, "乙牧业有限公司")
    book.save(out)
    read = speak("import", "organizations", out, "-w", register)
    assert (read.status, read.json["created"], read.json["problems"]) == (0, 1, [])
    number = found(speak, register, "enterprises", "乙牧业")
    shown = speak("show", "enterprises", number, "-w", register).json["record"]
    assert shown["mass_organizations"] == "工会"


def test_figures_name_their_denominators(register: Path, speak: Speak) -> None:
    reply = speak("figures", 2026, "-w", register)
    assert reply.status == 0
    first = reply.json["coverage"][0]
    assert (first["label"], first["base"]) == ("组织覆盖率", "实体运营的非公有制企业")
    assert first["denominator_name"] == "实体运营的非公有制企业"
    assert (first["numerator"], first["denominator"]) == (3, 5)
    assert first["percent"] == "60.00"
    assert first["definition"]
    labels = {figure["label"] for figure in reply.json["coverage"]}
    assert labels == {
        "组织覆盖率", "单独组建率", "工作覆盖率（占全部）", "工作覆盖率（占未建）",
    }  # fmt: skip
    assert len({figure["base"] for figure in reply.json["coverage"]}) == 5
    assert all("committee" in figure for figure in reply.json["committees"])
    assert reply.json["unbuilt"] == 0
    assert "实体运营的非公有制企业" in reply.text
    assert speak("figures", "soon", "-w", register).status == 2
    assert speak("figures", 2026, "-w", register / "none").status == 3
