"""Sheets of trainings: what is begun, what is found, what is refused row by row."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook, load_workbook

from partydesk.services import history
from partydesk.services.duty.participants import issue_training_certificates, list_participants
from partydesk.services.duty.trainings import list_courses, list_sessions
from partydesk.services.imports import ImportPlan, apply_import, plan_import, write_template
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_talent, number_of
from tests.services.duty.test_trainings import close, trained_on

HEADS = ("培训班", "培训类别", "学时", "开始日期", "结束日期", "姓名", "公民身份号码", "到课情况",
         "成绩", "结业结论")  # fmt: skip
CLASS = ("岗前培训班", "岗前培训", 24, "2026-02-02", "2026-02-04")


def sheet(folder: Path, *rows: tuple[object, ...]) -> Path:
    """Write a sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (HEADS, *rows):
        page.append(list(row))
    path = folder / "培训.xlsx"
    book.save(path)
    return path


def plan(workspace: Workspace, folder: Path, *rows: tuple[object, ...]) -> ImportPlan:
    """Check a sheet."""
    return plan_import(workspace, "trainings", sheet(folder, *rows))


def test_courses_and_sessions_are_begun_and_people_found(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = make_talent(workspace, name="苏和")
    make_talent(workspace, name="郭𠮷")
    found = plan(
        workspace, tmp_path,
        (*CLASS, "苏和", "", "出席", 88, "合格"),
        ("岗前培训班", "", "", "2026-02-02", "", "郭𠮷", "", "请假", "", ""),
    )  # fmt: skip
    assert (found.created, found.rejected) == (2, 0)
    assert list_sessions(workspace, YEAR) == ()
    result = apply_import(workspace, found)
    (line,) = list_sessions(workspace, YEAR)
    assert (line.course.name, line.course.hours, line.days) == ("岗前培训班", 24, 3)
    assert (line.people, line.present, line.passed) == (2, 1, 1)
    one, two = list_participants(workspace, line.id)
    assert (one.name, one.taking_part.score) == ("苏和", 88)
    assert str(two.taking_part.presence) == "请假"
    assert trained_on(workspace, number_of(first)) == "2026-02-04"

    again = plan(workspace, tmp_path, (*CLASS, "苏和", "", "出席", 88, "合格"))
    assert (again.unchanged, again.created) == (1, 0)
    better = plan(workspace, tmp_path, (*CLASS, "苏和", "", "", 95, ""))
    assert better.updated == 1
    apply_import(workspace, better)
    assert list_participants(workspace, line.id)[0].taking_part.score == 95

    history.undo(workspace)
    assert result.action is not None
    history.undo(workspace, result.action)
    assert list_sessions(workspace, YEAR) == ()
    assert list_courses(workspace) == ()
    assert trained_on(workspace, number_of(first)) == ""


def test_every_fault_is_told_with_its_row(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("苏和", "李秀兰", "李秀兰", "其木格"):
        make_talent(workspace, name=name)
    found = plan(
        workspace, tmp_path,
        ("新班", "", "", "2026-02-02", "", "苏和", "", "", "", ""),
        ("", "岗前培训", 8, "2026-02-02", "", "苏和", "", "", "", ""),
        (*CLASS, "李秀兰", "", "出席", "", "合格"),
        (*CLASS, "没有的人", "", "出席", "", "合格"),
        (*CLASS, "苏和", "", "缺席", "", "合格"),
        (*CLASS, "其木格", "", "出席", 101, ""),
        (*CLASS[:4], "2026-02-05", "其木格", "", "出席", "", ""),
        ("岗前培训班", "年度培训", 24, "2026-02-02", "2026-02-04", "其木格", "", "", "", ""),
        ("倒班", "年度培训", 8, "2026-02-02", "2026-02-01", "其木格", "", "", "", ""),
    )  # fmt: skip
    assert (found.created, found.rejected) == (0, 9)
    told = {note.row: (note.code, note.column) for note in found.problems}
    assert told == {
        2: ("required", "培训类别"),
        3: ("required", "培训班"),
        4: ("ambiguous", "姓名"),
        5: ("unknown", "姓名"),
        6: ("contradiction", "结业结论"),
        7: ("contradiction", "成绩"),
        8: ("contradiction", "结束日期"),
        9: ("contradiction", "培训类别"),
        10: ("unbelievable", "结束日期"),
    }


def test_one_person_stands_once_in_a_session(workspace: Workspace, tmp_path: Path) -> None:
    make_talent(workspace, name="苏和")
    rows = [(*CLASS, "苏和", "", "出席", 88, "合格")] * 2
    found = plan(workspace, tmp_path, *rows)
    assert (found.created, found.rejected) == (1, 1)
    assert "与第 2 行重复" in found.problems[0].message


def test_a_certificate_and_a_closed_year_stand_in_the_way(
    workspace: Workspace, tmp_path: Path
) -> None:
    make_talent(workspace, name="苏和")
    apply_import(workspace, plan(workspace, tmp_path, (*CLASS, "苏和", "", "出席", "", "合格")))
    number = list_sessions(workspace, YEAR)[0].id
    issue_training_certificates(workspace, number, workspace.today())
    found = plan(workspace, tmp_path, (*CLASS, "苏和", "", "出席", "", "不合格"))
    assert [note.code for note in found.problems] == ["certified"]
    close(workspace, YEAR)
    found = plan(workspace, tmp_path, (*CLASS, "苏和", "", "出席", 90, ""))
    assert [note.code for note in found.problems] == ["year_closed"]


def test_a_template_has_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template("trainings", path)
    heads = [cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert set(HEADS) <= {str(head).rstrip("*＊ ").replace("（分）", "") for head in heads}
