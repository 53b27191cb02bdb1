"""Counted ballots and points of a year's evaluation from a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.evaluation.kinds import Keying
from partydesk.services.evaluation.ballots import begin_keying, get_stack, list_stacks
from partydesk.services.evaluation.evaluations import list_evaluated
from partydesk.services.evaluation.points import get_sheet, leave_out
from partydesk.services.history import undo
from partydesk.services.import_plan import ImportPlan
from partydesk.services.imports import apply_import, plan_import, write_template
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import (
    PEOPLE,
    begin,
    close,
    move,
    ready,
    serve,
    slots,
)

#: One row of a sheet: heading → what stands in it.
Row = dict[str, object]


def _sheet(
    workspace: Workspace, path: Path, kind: str, fill: Callable[[list[Row]], object]
) -> Path:
    """Take the sheet that goes out and fill it in, as an office does."""
    headings = write_template(kind, path, workspace, YEAR)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows: list[Row] = [
        dict(zip(headings, row, strict=True))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    fill(rows)
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, 2):
        for place, heading in enumerate(headings, 1):
            sheet.cell(number, place).value = row.get(heading)  # type: ignore[assignment]
    book.save(path)
    return path


def _all_good(rows: list[Row]) -> None:
    """Give out eight, get seven back, one of them spoilt; all content but one of the fair ones."""
    for row in rows:
        row.update(
            {
                "发出（张）": 8,
                "收回（张）": 7,
                "无效（张）": 1,
                "第 1 项（票）": 5,
                "第 2 项（票）": 1,
            }
        )


def _codes(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(note.code, note.column) for note in plan.problems]


def test_the_sheet_of_ballots_goes_out_with_every_question_and_comes_back(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    serve(workspace, clock, 2)
    people = begin(workspace)
    stacks = list_stacks(workspace, YEAR)
    sheet = _sheet(workspace, tmp_path / "票.xlsx", "ballots", _all_good)
    plan = plan_import(workspace, "ballots", sheet, year=YEAR)
    questions = len(stacks[0].component.questions)
    assert (len(plan.rows), plan.created, plan.problems) == (len(stacks) * questions,) * 2 + ((),)
    result = apply_import(workspace, plan)
    stack = get_stack(workspace, slots(workspace, people[1])[0])
    assert stack.tally is not None
    assert (stack.issued, stack.returned, stack.tally.invalid) == (8, 7, 1)
    assert stack.keying is Keying.COUNTS
    first = stack.component.questions[0]
    assert [stack.tally.counts[first.key][option.key] for option in first.options] == [5, 1, 0, 0]
    again = plan_import(workspace, "ballots", sheet, year=YEAR)
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(again.rows))
    assert result.action is not None
    undo(workspace, result.action)
    assert all(stack.tally is None for stack in list_stacks(workspace, YEAR))


def test_figures_stand_once_a_stack_and_a_changed_one_changes_the_whole_stack(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    count = len(list_stacks(workspace, YEAR)[0].component.questions)

    def once(rows: list[Row]) -> None:
        _all_good(rows)
        for place, row in enumerate(rows):
            if place % count:
                row.update({"发出（张）": None, "收回（张）": None, "无效（张）": None})
        del rows[count:]

    path = _sheet(workspace, tmp_path / "票.xlsx", "ballots", once)
    apply_import(workspace, plan_import(workspace, "ballots", path))

    def changed(rows: list[Row]) -> None:
        once(rows)
        rows[2]["第 1 项（票）"] = 4

    path = _sheet(workspace, tmp_path / "票2.xlsx", "ballots", changed)
    plan = plan_import(workspace, "ballots", path)
    assert plan.updated == count
    (change,) = plan.rows[2].changes
    assert (change.before, change.after) == (
        "满意 5、基本满意 1、不满意 0、不了解 0", "满意 4、基本满意 1、不满意 0、不了解 0",
    )  # fmt: skip
    assert all(not row.changes for row in plan.rows if row.row != plan.rows[2].row)


def _no_voters(rows: list[Row]) -> None:
    rows[0]["投票人"] = None


def _too_many(rows: list[Row]) -> None:
    rows[0]["第 1 项（票）"] = 9


def _more_back(rows: list[Row]) -> None:
    for row in rows:
        row["收回（张）"] = 9


def _another_figure(rows: list[Row]) -> None:
    rows[3]["发出（张）"] = 12


def _one_left_out(rows: list[Row]) -> None:
    del rows[4]


def _twice(rows: list[Row]) -> None:
    rows[1]["题目"] = "1"
    rows[1]["选项"] = None


def _unknown_question(rows: list[Row]) -> None:
    rows[1]["题目"] = "天气如何"


def _other_options(rows: list[Row]) -> None:
    rows[0]["选项"] = "好、较好、一般、差"


def _fifth_answer(rows: list[Row]) -> None:
    rows[0]["第 5 项（票）"] = 1


def _nothing_counted(rows: list[Row]) -> None:
    rows[5].update({"第 1 项（票）": None, "第 2 项（票）": None})


def _nobody(rows: list[Row]) -> None:
    rows[0]["姓名"] = "没有这人"


def _words(rows: list[Row]) -> None:
    rows[0]["第 1 项（票）"] = "五票"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_no_voters, ("ambiguous", "投票人＊")),
        (_too_many, ("unbelievable", "第 1 项（票）")),
        (_more_back, ("unbelievable", "收回（张）")),
        (_another_figure, ("contradiction", "发出（张）")),
        (_one_left_out, ("questions_missing", "题目＊")),
        (_twice, ("doubled_row", "题目＊")),
        (_unknown_question, ("unknown", "题目＊")),
        (_other_options, ("other_options", "选项")),
        (_fifth_answer, ("unbelievable", "第 5 项（票）")),
        (_nothing_counted, ("required", "第 1 项（票）")),
        (_nobody, ("unknown", "姓名＊")),
        (_words, ("bad_number", "第 1 项（票）")),
    ],
)
def test_what_is_wrong_with_a_stack_is_named_by_row_and_nothing_of_it_comes_in(
    workspace: Workspace,
    clock: StandingClock,
    tmp_path: Path,
    spoil: Callable[[list[Row]], None],
    told: tuple[str, str],
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    count = len(list_stacks(workspace, YEAR)[0].component.questions)

    def fill(rows: list[Row]) -> None:
        _all_good(rows)
        del rows[2 * count :]  # two stacks, of which one is spoilt
        first, second = rows[:count], rows[count:]
        spoil(first)
        rows[:] = [*first, *second]

    path = _sheet(workspace, tmp_path / "票.xlsx", "ballots", fill)
    plan = plan_import(workspace, "ballots", path)
    assert told in _codes(plan)
    with pytest.raises(RuleViolation, match="不能导入"):
        apply_import(workspace, plan)
    apply_import(workspace, plan, good_rows=True)
    counted = [stack.tally is not None for stack in list_stacks(workspace, YEAR)]
    assert counted.count(True) == 1
    assert not counted[0]


def test_blank_stacks_are_left_alone_and_typed_ones_are_not_overwritten(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    blank = _sheet(workspace, tmp_path / "空.xlsx", "ballots", lambda rows: rows)
    plan = plan_import(workspace, "ballots", blank)
    assert (plan.unchanged, {note.code for note in plan.warnings}) == (
        len(plan.rows), {"empty_row"},
    )  # fmt: skip
    begin_keying(workspace, list_stacks(workspace, YEAR)[0].slot, 8, 7)
    full = _sheet(workspace, tmp_path / "票.xlsx", "ballots", _all_good)
    assert "keyed" in {code for code, _ in _codes(plan_import(workspace, "ballots", full))}


def test_a_row_that_is_left_out_leaves_its_whole_stack_out(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    sheet = _sheet(workspace, tmp_path / "票.xlsx", "ballots", _all_good)
    plan = plan_import(workspace, "ballots", sheet)
    apply_import(workspace, plan, skip_rows={plan.rows[3].row})
    counted = [stack.tally is not None for stack in list_stacks(workspace, YEAR)]
    assert counted == [False, *[True] * (len(counted) - 1)]


def _points(given: Mapping[str, object]) -> Callable[[list[Row]], None]:
    def fill(rows: list[Row]) -> None:
        for row in rows:
            row["分数（分）"] = given.get(str(row["考核项目"]))
            row["意见"] = "尽职尽责" if row["考核项目"] == "企业点评" else None

    return fill


def test_points_come_in_for_every_scorer_and_unit(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    pairs = serve(workspace, clock, 2)
    move(workspace, pairs[0], pairs[1], workspace.today().replace(month=7, day=1))
    (person,) = begin(workspace)
    path = _sheet(
        workspace, tmp_path / "分.xlsx", "scores", _points({"述职": "91.5", "企业点评": 88})
    )
    plan = plan_import(workspace, "scores", path)
    assert (plan.created, plan.problems) == (3, ())
    apply_import(workspace, plan)
    said = [(typed.points, typed.comment) for _, _, typed in get_sheet(workspace, person).lines]
    assert said == [("91.5", ""), ("88", "尽职尽责"), ("88", "尽职尽责")]
    assert plan_import(workspace, "scores", path).unchanged == 3

    def better(rows: list[Row]) -> None:
        rows[1]["分数（分）"] = "90"

    plan = plan_import(
        workspace, "scores", _sheet(workspace, tmp_path / "改.xlsx", "scores", better)
    )
    assert (plan.updated, plan.unchanged) == (1, 2)
    apply_import(workspace, plan)
    assert [typed.points for _, _, typed in get_sheet(workspace, person).lines] == [
        "91.5", "90", "88",
    ]  # fmt: skip


def _above(rows: list[Row]) -> None:
    rows[0]["分数（分）"] = "101"


def _no_figure(rows: list[Row]) -> None:
    rows[0]["分数（分）"] = "优"


def _no_component(rows: list[Row]) -> None:
    rows[0]["考核项目"] = None
    rows[0]["打分人"] = None


def _wrong_scorer(rows: list[Row]) -> None:
    rows[0]["打分人"] = "旗委"


def _doubled(rows: list[Row]) -> None:
    rows.append(dict(rows[0]))


def _wrong_unit(rows: list[Row]) -> None:
    rows[1]["单位名称"] = "别的企业"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_above, ("unbelievable", "分数（分）")),
        (_no_figure, ("unbelievable", "分数（分）")),
        (_no_component, ("ambiguous", "考核项目")),
        (_wrong_scorer, ("unknown", "打分人")),
        (_doubled, ("doubled_row", "打分人")),
        (_wrong_unit, ("unknown", "单位名称")),
        (_nobody, ("unknown", "姓名＊")),
    ],
)
def test_points_that_cannot_stand_are_named_by_row(
    workspace: Workspace,
    clock: StandingClock,
    tmp_path: Path,
    spoil: Callable[[list[Row]], None],
    told: tuple[str, str],
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)

    def fill(rows: list[Row]) -> None:
        _points({"述职": "90", "企业点评": "80"})(rows)
        spoil(rows)

    plan = plan_import(workspace, "scores", _sheet(workspace, tmp_path / "分.xlsx", "scores", fill))
    assert told in _codes(plan)
    assert plan.rejected == 1


def test_nothing_comes_into_an_evaluation_that_is_not_begun_or_closed(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    path = tmp_path / "分.xlsx"
    headings = write_template("scores", path, workspace, YEAR)
    book = openpyxl.load_workbook(path)
    for place, text in enumerate(("某人", None, None, "述职", None, "90"), 1):
        book.worksheets[0].cell(2, place).value = text
    book.save(path)
    assert headings[:2] == ("姓名", "公民身份号码")
    with pytest.raises(NotFound, match="还没有开始"):
        plan_import(workspace, "scores", path)
    ready(workspace, clock, 3)
    sheet = _sheet(workspace, path, "scores", _points({"述职": "70"}))
    close(workspace, clock)
    assert {code for code, _ in _codes(plan_import(workspace, "scores", sheet))} == {
        "evaluation_closed"
    }


def test_who_is_left_out_of_the_judging_is_not_in_the_sheet(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    serve(workspace, clock, 2)
    people = begin(workspace)
    leave_out(workspace, people[0], "因病")
    rows: list[Row] = []
    for kind in ("ballots", "scores"):
        _sheet(workspace, tmp_path / f"{kind}.xlsx", kind, rows.extend)
    names = {who.id: who.name for who in list_evaluated(workspace, YEAR, PEOPLE)}
    assert {row["姓名"] for row in rows} == {names[people[1]]}
