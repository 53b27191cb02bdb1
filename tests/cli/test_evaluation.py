"""Results and the closing of a year on the command line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl

from partydesk.domain.evaluation.kinds import Judged
from partydesk.services.evaluation.results import get_results
from partydesk.services.pools import save_record
from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Speak
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import PEOPLE, begin, ready, serve

COMMITTEE = {"name": "中共新惠镇委员会", "kind": "苏木乡镇党委"}
OTHER = {"name": "中共长胜镇委员会", "kind": "苏木乡镇党委"}


def _judge(folder: Path, clock: StandingClock, count: int) -> None:
    """A year that is judged, in a workspace that nobody has open afterwards."""
    with open_workspace(folder, clock=clock) as workspace:
        ready(workspace, clock, count)


def test_results_are_tables_of_exact_texts(
    workspace_folder: Path, clock: StandingClock, speak: Speak
) -> None:
    _judge(workspace_folder, clock, 5)
    with open_workspace(workspace_folder) as workspace:
        expected = get_results(workspace, YEAR, PEOPLE)
    assert expected is not None
    reply = speak("evaluate", YEAR, "-w", workspace_folder)
    assert reply.status == 0
    rows = reply.json["results"]
    assert [Decimal(row["total"]) for row in rows] == [
        row.placed.score.total for row in expected.rows
    ]
    assert [row["suggested"] for row in rows] == [row.placed.suggested for row in expected.rows]
    assert rows[0]["grade"] is None
    parts = [part for part in reply.json["parts"] if part["id"] == rows[0]["id"]]
    assert [(part["component"], part["points"]) for part in parts][:2] == [
        ("述职", "99.00"), ("企业点评", "99.00")
    ]  # fmt: skip
    report = next(m for m in reply.json["medians"] if m["component"] == "述职")
    assert (report["median"], report["n"]) == ("79.00", 5)
    assert f"1　{rows[0]['name']}　{rows[0]['total']}　建议 优秀　确定 未确定" in reply.text


def test_an_evaluation_is_begun_only_where_asked_for(
    workspace_folder: Path, clock: StandingClock, speak: Speak
) -> None:
    _judge(workspace_folder, clock, 1)
    who = ("--judged", "committees", "-w", workspace_folder)
    refused = speak("evaluate", YEAR, *who)
    assert refused.status == 1
    assert "可加 --open 开始" in refused.text
    for committee, count in ((COMMITTEE, 1), (OTHER, 2)):
        with open_workspace(workspace_folder) as workspace:
            save_record(workspace, "organizations", None, committee)
        found = speak("evaluate", YEAR, *who, "--open").json["results"]
        assert len(found) == count
        assert committee["name"] in [row["name"] for row in found]
    with open_workspace(workspace_folder) as workspace:
        assert get_results(workspace, YEAR, Judged.COMMITTEES) is not None


def test_a_year_is_closed_with_reasons_for_what_stays_open(desk: Path, speak: Speak) -> None:
    where = ("-w", desk)
    this = dt.datetime.now().astimezone().year
    shown = speak("close-year", this - 20, *where)
    assert (shown.status, shown.json["closed_on"]) == (0, None)
    assert {check["state"] for check in shown.json["checks"]} == {"已办"}
    done = speak("close-year", this - 20, *where, "--close")
    assert done.json["closed_on"]
    assert speak("close-year", this - 20, *where, "--close").status == 1
    refused = speak("close-year", this, *where, "--close")
    assert (refused.status, refused.json["problems"][0]["code"]) == (1, "over")
    assert speak("close-year", this, *where, "--why", "weather=雨").status == 2
    assert speak("close-year", this, *where, "--why", "over").status == 2
    assert speak("close-year", this, *where, "--close", "--why", "over=机构改革").status == 0


def test_a_sheet_for_each_is_written_into_a_folder(
    workspace_folder: Path, clock: StandingClock, speak: Speak, tmp_path: Path
) -> None:
    with open_workspace(workspace_folder, clock=clock) as workspace:
        serve(workspace, clock, 2)
    out = tmp_path / "月报"
    reply = speak(
        "template", "monthly-reports", out, "-w", workspace_folder, "--year", YEAR, "--month", 5
    )
    assert reply.status == 0
    assert sorted(reply.json["files"]) == sorted(path.name for path in out.iterdir())
    assert len(reply.json["files"]) == 2
    assert speak("template", "monthly-reports", out, "--month", 5).status == 2


def test_ballots_and_points_come_in_by_the_sheet_of_the_year(
    workspace_folder: Path, clock: StandingClock, speak: Speak, tmp_path: Path
) -> None:
    with open_workspace(workspace_folder, clock=clock) as workspace:
        serve(workspace, clock, 1)
        begin(workspace)
    where = ("-w", workspace_folder, "--year", YEAR)
    for kind in ("ballots", "scores"):
        sheet = tmp_path / f"{kind}.xlsx"
        assert speak("template", kind, sheet, *where).status == 0
        dry = speak("import", kind, sheet, *where, "--dry-run")
        assert (dry.status, dry.json["created"]) == (0, 0)
        assert dry.json["unchanged"] == dry.json["rows"] > 0
        assert {note["code"] for note in dry.json["warnings"]} == {"empty_row"}
        book = openpyxl.load_workbook(sheet)
        page = book.worksheets[0]
        headings = [str(cell.value).rstrip("＊") for cell in page[1]]
        said = {"发出（张）": "3", "收回（张）": "3", "第 1 项（票）": "3", "分数（分）": "95"}
        for row in range(2, page.max_row + 1):
            for column, heading in enumerate(headings, 1):
                if heading in said:
                    page.cell(row, column).value = said[heading]
        book.save(sheet)
        done = speak("import", kind, sheet, *where)
        assert (done.status, done.json["created"]) == (0, done.json["rows"])
    parts = speak("evaluate", YEAR, "-w", workspace_folder).json["parts"]
    given = {part["component"]: part["points"] for part in parts}
    assert given["述职"] == given["企业点评"] == "95.00"
    assert given["党员群众评议（满意度）"] == "100.00"
