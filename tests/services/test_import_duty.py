"""Monthly reports and ledgers from Excel: one sheet, or a folder of what came back by USB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from partydesk.db.models import ClosedYearRow
from partydesk.domain.errors import InputRefused, RuleViolation, ValidationFailed
from partydesk.services import history
from partydesk.services.duty.monthly_reports import ReportKey, get_report_sheet, list_status
from partydesk.services.duty.sheets_to_hand_out import LEDGER, REPORTS, hand_out
from partydesk.services.duty.work_ledger import get_ledger
from partydesk.services.import_plan import ImportPlan
from partydesk.services.imports import apply_import, plan_import, write_template
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import fall_ill, move, serve

#: What people put into a cell.
Given = str | dt.datetime | None

TEXT = "走访各车间党员，组织开展主题党日活动，协调用工"


def _fill(workspace: Workspace, path: Path, kind: str, *rows: Mapping[str, Given]) -> Path:
    """Fill the template in, as the people who got it do."""
    headings = write_template(kind, path, workspace)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        assert set(row) <= set(headings), set(row) - set(headings)
        for heading, value in row.items():
            cell = sheet.cell(number, headings.index(heading) + 1)
            cell.value = value
    book.save(path)
    return path


def _report(person: str, month: Given = f"{YEAR}-05", **more: Given) -> dict[str, Given]:
    return {"姓名": person, "月份": month, "到岗天数（天）": "4", "本月工作": TEXT, **more}


def _line(person: str, **more: Given) -> dict[str, Given]:
    return {"姓名": person, "日期": f"{YEAR}-05-12", "职责": "抓协调服务",
            "工作内容": "协调办理用地手续", "成效": "为企业办理事项", **more}  # fmt: skip


def _names(workspace: Workspace) -> dict[int, tuple[str, str]]:
    return {row.placement_id: (row.person, row.unit) for row in list_status(workspace, YEAR)}


def _codes(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(note.code, note.column) for note in plan.problems]


def test_the_template_names_the_columns_of_the_paper(workspace: Workspace, tmp_path: Path) -> None:
    assert write_template("monthly-reports", tmp_path / "m.xlsx") == (
        "姓名", "公民身份号码", "单位名称", "月份", "收到日期", "到岗天数（天）", "本月工作",
        "存在问题", "下月打算",
    )  # fmt: skip
    assert write_template("ledger", tmp_path / "l.xlsx", workspace) == (
        "姓名", "公民身份号码", "单位名称", "日期", "职责", "工作内容", "成效", "数量",
        "争取资金（万元）", "办理结果", "服务单位",
    )  # fmt: skip


def test_a_folder_comes_in_at_once_and_again_changes_nothing(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    pairs = serve(workspace, clock, 3)
    people = _names(workspace)
    folder = tmp_path / "五月月报"
    (folder / "东片").mkdir(parents=True)
    for place, pair in enumerate(pairs[:2]):
        name = people[pair][0]
        _fill(workspace, folder / "东片" / f"{place}{name}.xlsx", "monthly-reports",
              _report(name), _report(name, dt.datetime(YEAR, 6, 1)))  # fmt: skip
    _fill(workspace, folder / "3空表.xlsx", "monthly-reports")
    (folder / "~$3空表.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("请于五日前交回", encoding="utf-8")

    plan = plan_import(workspace, "monthly-reports", folder)
    assert (len(plan.rows), plan.created, plan.rejected) == (4, 4, 0)
    assert [note.code for note in plan.warnings] == ["empty_sheet"]
    result = apply_import(workspace, plan)
    assert (result.created, result.updated) == (4, 0)
    for pair in pairs[:2]:
        sheet = get_report_sheet(workspace, ReportKey(pair, YEAR, 6))
        assert sheet.report is not None
        assert (sheet.report.days, sheet.report.received_on) == (4, workspace.today())

    clock.advance(days=3)  # what is blank is not today's date the second time
    again = plan_import(workspace, "monthly-reports", folder)
    assert (again.unchanged, again.created, again.updated) == (4, 0, 0)
    assert apply_import(workspace, again).action is None
    assert result.action is not None
    history.undo(workspace, result.action)
    assert get_report_sheet(workspace, ReportKey(pairs[0], YEAR, 6)).report is None


def test_problems_are_named_by_file_sheet_row_and_column_and_nothing_is_stored(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    (pair,) = serve(workspace, clock, 1)
    name = _names(workspace)[pair][0]
    folder = tmp_path / "月报"
    folder.mkdir()
    _fill(workspace, folder / "1好.xlsx", "monthly-reports", _report(name))
    _fill(workspace, folder / "2坏.xlsx", "monthly-reports", _report(name, f"{YEAR}-07"),
          _report(name, f"{YEAR}-08", **{"到岗天数（天）": "四天"}), _report("没有这人"),
          _report(name))  # fmt: skip
    (folder / "3不是表.xlsx").write_bytes(b"%PDF-1.4")
    plan = plan_import(workspace, "monthly-reports", folder)
    assert (plan.created, plan.rejected) == (2, 4)
    told = [(note.sheet, note.column, note.code) for note in plan.problems]
    assert told[:3] == [
        ("2坏.xlsx 月报 第 3 行", "到岗天数（天）＊", "bad_number"),
        ("2坏.xlsx 月报 第 4 行", "姓名＊", "unknown"),
        ("2坏.xlsx 月报 第 5 行", "月份＊", "doubled_row"),
    ]
    assert "“1好.xlsx 月报 第 2 行”重复" in plan.problems[2].message
    assert told[3][0] == "3不是表.xlsx"
    with pytest.raises(RuleViolation):
        apply_import(workspace, plan)
    assert all(month.state.value != "已报" for row in list_status(workspace, YEAR)
               for month in row.months)  # fmt: skip
    assert apply_import(workspace, plan, good_rows=True).created == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"月份": f"{YEAR}-03"}, "not_on_post"),
        ({"月份": str(YEAR)}, "no_month"),
        ({"月份": f"{YEAR + 1}-01"}, "future_date"),
        ({"月份": None}, "required"),
        ({"到岗天数（天）": None}, "required"),
        ({"到岗天数（天）": "32"}, "unbelievable"),
        ({"收到日期": f"{YEAR}-12-25"}, "unbelievable"),
        ({"收到日期": f"{YEAR}-04-25"}, "unbelievable"),
        ({"单位名称": "别的有限公司"}, "unknown_unit"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    workspace: Workspace, clock: StandingClock, tmp_path: Path, more: dict[str, Given], code: str
) -> None:
    (pair,) = serve(workspace, clock, 1)
    row = {**_report(_names(workspace)[pair][0]), **more}
    path = _fill(workspace, tmp_path / "m.xlsx", "monthly-reports", row, _report("谁也不是"))
    plan = plan_import(workspace, "monthly-reports", path)
    assert [c for c, _ in _codes(plan)] == [code, "unknown"]


def test_a_report_is_completed_by_a_later_sheet_and_blanks_clear_nothing(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    (pair,) = serve(workspace, clock, 1)
    name = _names(workspace)[pair][0]
    first = _fill(workspace, tmp_path / "1.xlsx", "monthly-reports",
                  _report(name, 收到日期=f"{YEAR}-06-04", 存在问题="用工难"))  # fmt: skip
    apply_import(workspace, plan_import(workspace, "monthly-reports", first))
    second = _fill(workspace, tmp_path / "2.xlsx", "monthly-reports",
                   {"姓名": name, "月份": f"{YEAR}-05", "下月打算": "换届"})  # fmt: skip
    plan = plan_import(workspace, "monthly-reports", second)
    (row,) = plan.rows
    assert (row.outcome, [(c.label, c.after) for c in row.changes]) == (
        "updated", [("下月打算", "换届")]
    )  # fmt: skip
    apply_import(workspace, plan)
    report = get_report_sheet(workspace, ReportKey(pair, YEAR, 5)).report
    assert report is not None
    assert (report.received_on, report.days, report.problems, report.next_month) == (
        dt.date(YEAR, 6, 4), 4, "用工难", "换届"
    )  # fmt: skip


def test_who_changed_units_is_found_by_the_month_or_by_the_unit(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    pairs = serve(workspace, clock)
    move(workspace, pairs[0], pairs[1], dt.date(YEAR, 7, 10))
    people = _names(workspace)
    name, old = people[pairs[0]]
    new = people[pairs[1]][1]
    path = _fill(
        workspace, tmp_path / "m.xlsx", "monthly-reports",
        _report(name, f"{YEAR}-06"), _report(name, f"{YEAR}-08"),
        _report(name, f"{YEAR}-07"), _report(name, f"{YEAR}-07", 单位名称=new),
    )  # fmt: skip
    plan = plan_import(workspace, "monthly-reports", path)
    assert _codes(plan) == [("ambiguous", "单位名称")]
    assert old in plan.problems[0].message
    assert new in plan.problems[0].message
    apply_import(workspace, plan, good_rows=True)
    stored = [(pair, month) for pair in pairs[:2] for month in range(4, 12)
              if get_report_sheet(workspace, ReportKey(pair, YEAR, month)).report]  # fmt: skip
    assert stored == [(pairs[0], 6), (pairs[1], 7), (pairs[1], 8)]


def test_ledger_lines_come_in_once(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    (pair,) = serve(workspace, clock, 1)
    name = _names(workspace)[pair][0]
    rows: Sequence[Mapping[str, Given]] = [
        _line(name),
        _line(name, 工作内容="争取技改补助", 成效="争取资金", **{"争取资金（万元）": "12.5"}),
        _line(name, 日期=f"{YEAR}-06-02", 成效=None, 办理结果="已办结"),
    ]
    path = _fill(workspace, tmp_path / "l.xlsx", "ledger", *rows)
    plan = plan_import(workspace, "ledger", path)
    assert (plan.created, plan.rejected) == (3, 0)
    apply_import(workspace, plan)
    found = {line.entry.content: line for line in get_ledger(workspace, YEAR).lines
             if line.entry.outcome}  # fmt: skip
    assert found["协调办理用地手续"].amount == "1 件"
    assert found["争取技改补助"].amount == "12.5 万元"
    assert plan_import(workspace, "ledger", path).unchanged == 3

    more = _fill(workspace, tmp_path / "l2.xlsx", "ledger", _line(name, 数量="3"))
    plan = plan_import(workspace, "ledger", more)
    assert [(c.label, c.before, c.after) for c in plan.rows[0].changes] == [("数量", "1", "3")]
    apply_import(workspace, plan)
    assert get_ledger(workspace, YEAR).sums.lines == 3


def test_a_line_names_the_unit_that_was_served(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    pairs = serve(workspace, clock, 2)
    (name, own), (_, other) = (_names(workspace)[pair] for pair in pairs)
    path = _fill(workspace, tmp_path / "l.xlsx", "ledger", _line(name, 服务单位=other))
    apply_import(workspace, plan_import(workspace, "ledger", path))
    assert [line.served for line in get_ledger(workspace, YEAR).lines] == [other]
    assert plan_import(workspace, "ledger", path).unchanged == 1
    back = _fill(workspace, tmp_path / "l2.xlsx", "ledger", _line(name, 服务单位=own))
    plan = plan_import(workspace, "ledger", back)
    assert [(c.label, c.before, c.after) for c in plan.rows[0].changes] == [
        ("服务单位", other, own)
    ]
    apply_import(workspace, plan)
    assert [line.served for line in get_ledger(workspace, YEAR).lines] == [""]
    blank = _fill(workspace, tmp_path / "l3.xlsx", "ledger", _line(name, 服务单位="没有这家"))
    assert _codes(plan_import(workspace, "ledger", blank)) == [("unknown_unit", "服务单位")]


def test_a_sheet_for_each_goes_out_with_whose_it_is_and_comes_back_as_a_folder(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    pairs = serve(workspace, clock, 3)
    people = _names(workspace)
    fall_ill(workspace, pairs[2], dt.date(YEAR, 5, 1), dt.date(YEAR, 5, 31))
    folder = tmp_path / "五月"
    paths = hand_out(workspace, REPORTS, folder, YEAR, 5)
    assert sorted(path.name for path in paths) == sorted(
        "-".join((*people[pair], "5月月报.xlsx")) for pair in pairs[:2]
    )
    back = plan_import(workspace, REPORTS, folder)
    assert (back.unchanged, back.rejected) == (2, 0)
    assert [note.code for note in back.warnings] == ["empty_row"] * 2
    book = openpyxl.load_workbook(paths[0])
    sheet = book.worksheets[0]
    headings = [str(cell.value).rstrip("＊") for cell in sheet[1]]
    sheet.cell(2, headings.index("到岗天数（天）") + 1).value = "4"
    sheet.cell(2, headings.index("本月工作") + 1).value = TEXT
    book.save(paths[0])
    plan = plan_import(workspace, REPORTS, folder)
    assert (plan.created, plan.unchanged, plan.rejected) == (1, 1, 0)
    apply_import(workspace, plan)
    ledgers = hand_out(workspace, LEDGER, tmp_path / "台账", YEAR, 5)
    plan = plan_import(workspace, LEDGER, ledgers[0].parent)
    assert (plan.unchanged, plan.rejected) == (len(plan.rows), 0)
    with pytest.raises(RuleViolation, match="没有人应报"):
        hand_out(workspace, REPORTS, folder, YEAR, 2)
    with pytest.raises(ValidationFailed, match="一人一份"):
        hand_out(workspace, "talents", folder, YEAR, 5)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"日期": f"{YEAR}-03-30"}, "not_on_post"),
        ({"日期": f"{YEAR}-12-30"}, "unbelievable"),
        ({"职责": "抓生产"}, "required"),
        ({"工作内容": None}, "required"),
        ({"成效": None, "数量": "2"}, "unbelievable"),
        ({"成效": "争取资金"}, "unbelievable"),
    ],
)
def test_lines_that_cannot_be_right_are_refused(
    workspace: Workspace, clock: StandingClock, tmp_path: Path, more: dict[str, Given], code: str
) -> None:
    (pair,) = serve(workspace, clock, 1)
    line = {**_line(_names(workspace)[pair][0]), **more}
    plan = plan_import(workspace, "ledger", _fill(workspace, tmp_path / "l.xlsx", "ledger", line))
    assert [c for c, _ in _codes(plan)] == [code]


def test_a_closed_year_takes_no_rows_and_an_empty_folder_is_no_import(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    (pair,) = serve(workspace, clock, 1)
    name = _names(workspace)[pair][0]
    with workspace.unit_of_work("save_test", "办结") as uow:
        closed = ClosedYearRow(
            year=YEAR, closed_on=workspace.today(), checks=[], figures={}, policy={}
        )
        uow.session.add(closed)
        uow.commit()
    report = _fill(workspace, tmp_path / "m.xlsx", "monthly-reports", _report(name))
    line = _fill(workspace, tmp_path / "l.xlsx", "ledger", _line(name))
    for kind, path in (("monthly-reports", report), ("ledger", line)):
        assert _codes(plan_import(workspace, kind, path)) == [("year_closed", "")]
    (tmp_path / "空").mkdir()
    with pytest.raises(InputRefused) as refusal:
        plan_import(workspace, "ledger", tmp_path / "空")
    assert "没有填好的表格" in refusal.value.message
