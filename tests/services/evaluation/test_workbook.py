"""The workbook that counts by itself, worked out again by LibreOffice and compared to the digit."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.inputs import Given, Inputs, Marked
from partydesk.domain.evaluation.kinds import Rounding
from partydesk.domain.evaluation.ranking import place_all
from partydesk.domain.evaluation.results import Placed
from partydesk.domain.evaluation.scheme import Scheme
from partydesk.domain.evaluation.scoring import score_subject
from partydesk.services.evaluation.results import get_results
from partydesk.services.evaluation.workbook import (
    RESULT_SHEET,
    export_evaluation,
    save_evaluation_workbook,
)
from partydesk.services.evaluation.workbook_inputs import Subject
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.office import CALC, find_office
from tests.services.evaluation.judged_year import PEOPLE, begin, give_all, report, serve, vote
from tests.unit.domain.evaluation.random_evaluations import random_scheme, random_subjects
from tests.unit.domain.evaluation.schemes import DAYS, FULL, REPORT, SCHEME, points, without

_OFFICE = find_office(CALC)
needs_office = pytest.mark.skipif(_OFFICE is None, reason="LibreOffice is not installed")

D = Decimal
SUBJECTS = [
    Subject("王芳", "书记", FULL),
    Subject("=1+1", "书记", without(FULL, "days")),
    Subject("王芳", "指导员", replace(FULL, months=5)),
    Subject("李强", "指导员", replace(FULL, marks=[Marked("praised", "旗级", D(9))])),
    Subject("赵敏", "指导员", replace(FULL, marks=[Marked("blamed", "通报"), Marked("veto", "x")])),
]


def recalculated(folder: Path, paths: Sequence[Path]) -> list[Path]:
    """Let LibreOffice work out workbooks that hold no figures for their formulas yet."""
    assert _OFFICE is not None
    out = folder / "recalculated"
    home = (folder / "office").as_uri()
    command = [
        _OFFICE, f"-env:UserInstallation={home}", "--headless", "--convert-to", "xlsx",
        "--outdir", str(out), *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [out / path.name for path in paths]


def rows_of(path: Path) -> list[dict[str, object]]:
    """Read the first sheet: one mapping of heading → figure a subject."""
    sheet = load_workbook(path, data_only=True)[RESULT_SHEET]
    headings, _, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def placed_of(scheme: Scheme, subjects: Sequence[Subject]) -> Mapping[int, Placed]:
    """Work out the same with the program's own rules."""
    entries = {
        number: (each.group, score_subject(scheme, each.inputs), each.inputs.marks)
        for number, each in enumerate(subjects)
    }
    return {each.key: each for each in place_all(scheme, entries)}


def assert_equal(scheme: Scheme, subjects: Sequence[Subject], path: Path) -> None:
    """Compare what LibreOffice came to with ours, to the last binary digit."""
    rows, ours = rows_of(path), placed_of(scheme, subjects)
    assert len(rows) == len(subjects)
    for number, row in enumerate(rows):
        placed = ours[number]
        expected: dict[str, object] = {
            scheme.component(part.component).name: part.points for part in placed.score.parts
        }
        expected |= {"总分": placed.score.total, "名次": placed.rank, "等次": placed.suggested}
        for heading, value in expected.items():
            known = float(value) if isinstance(value, Decimal) else value
            found = None if row[heading] == "" else row[heading]
            assert found == known, (path.name, number, heading, found, known)
        assert row["相符"] == "是"


@needs_office
def test_the_formulas_come_to_what_is_worked_out_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    save_evaluation_workbook(path, SCHEME, SUBJECTS)
    (done,) = recalculated(tmp_path, [path])
    rows = rows_of(done)
    assert [row["姓名"] for row in rows] == ["王芳", "=1+1", "王芳", "李强", "赵敏"]
    assert [(row["评议"], row["总分"], row["名次"], row["等次"]) for row in rows] == [
        (87.8, 89.12, 1, "称职"),
        (87.8, 88.9, 2, "称职"),
        (87.8, None, None, None),
        (87.8, 94.12, 1, "称职"),  # two are judged: no seat for 优秀
        (87.8, 89.12, 2, "不称职"),
    ]
    assert_equal(SCHEME, SUBJECTS, done)


@needs_office
def test_the_formulas_are_alive(tmp_path: Path) -> None:
    """A figure that is changed in the sheet changes the result, and no longer agrees with ours."""
    path = tmp_path / "a.xlsx"
    save_evaluation_workbook(path, SCHEME, SUBJECTS[:1])
    book = load_workbook(path)
    assert book["分项"]["L2"].value == 90
    book["分项"]["L2"] = 80
    book.save(path)
    (row,) = rows_of(recalculated(tmp_path, [path])[0])
    assert (row["总分"], row["总分（程序）"], row["相符"]) == (85.12, 89.12, "否")


@needs_office
def test_halves_that_binary_figures_miss(tmp_path: Path) -> None:
    """1.005, 2.675, 64.015 … are no binary fractions, and just beside them is no half."""
    components = (replace(REPORT, weight=D("1.5")), replace(DAYS, weight=D("98.5")))
    awkward = [
        "1.005", "2.675", "64.015", "1.115", "0.285", "99.995", "0", "0.005", "33.335",
        "1.00499999", "1.00500001", "2.67000001", "0.00000001", "99.99999999",
    ]  # fmt: skip
    subjects = [Subject(each, "书记", Inputs(points=points(each))) for each in awkward]
    schemes = [
        replace(SCHEME, components=components, rounding=how, least_weight=D(0)) for how in Rounding
    ]
    paths = [tmp_path / f"{number}.xlsx" for number, _ in enumerate(schemes)]
    for scheme, path in zip(schemes, paths, strict=True):
        save_evaluation_workbook(path, scheme, subjects)
    for scheme, path in zip(schemes, recalculated(tmp_path, paths), strict=True):
        assert_equal(scheme, subjects, path)


def _compare_at_random(tmp_path: Path, seed: int, number: int) -> None:
    random = Random(seed)
    cases = []
    for turn in range(number):
        scheme = random_scheme(random)
        subjects = [
            Subject(f"人{place}", *each)
            for place, each in enumerate(random_subjects(random, scheme, random.randint(1, 12)))
        ]
        path = tmp_path / f"{seed}-{turn}.xlsx"
        save_evaluation_workbook(path, scheme, subjects)
        cases.append((scheme, subjects, path))
    done = recalculated(tmp_path, [path for _, _, path in cases])
    for (scheme, subjects, _), path in zip(cases, done, strict=True):
        assert_equal(scheme, subjects, path)


@needs_office
def test_schemes_at_random_agree_to_the_last_digit(tmp_path: Path) -> None:
    _compare_at_random(tmp_path, seed=1, number=25)


@pytest.mark.long
@needs_office
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_schemes_at_random_agree_to_the_last_digit(tmp_path: Path, seed: int) -> None:
    _compare_at_random(tmp_path, seed, number=100)


def _judged(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock)
    report(workspace, pairs[0], range(4, 12))
    people = begin(workspace)
    for number, remarks in zip(people[:3], ("80", "85.5", "70"), strict=True):
        give_all(workspace, number, "90", remarks)
        vote(workspace, number, good=3, fair=2)


@needs_office
def test_a_stored_year_agrees(workspace: Workspace, clock: StandingClock, tmp_path: Path) -> None:
    _judged(workspace, clock)
    path = tmp_path / "考核计算表.xlsx"
    assert export_evaluation(workspace, YEAR, PEOPLE, path) == 4
    found = get_results(workspace, YEAR, PEOPLE)
    assert found is not None
    rows = rows_of(recalculated(tmp_path, [path])[0])
    assert [row["相符"] for row in rows] == ["是"] * 4
    totals = [each.placed.score.total for each in found.rows]
    assert [row["总分"] for row in rows] == [None if t is None else float(t) for t in totals]
    assert len({total for total in totals if total}) == 3


def test_what_cannot_be_exported_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="还没有开始"):
        export_evaluation(workspace, YEAR, PEOPLE, tmp_path / "a.xlsx")
    with pytest.raises(ValidationFailed, match="只能存为"):
        export_evaluation(workspace, YEAR, PEOPLE, tmp_path / "a.csv")


def test_nobody_and_nothing_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    save_evaluation_workbook(path, SCHEME, [])
    assert rows_of(path) == []
    save_evaluation_workbook(path, replace(SCHEME, rules=()), [Subject("甲", "书记", Inputs())])
    assert load_workbook(path).sheetnames == [RESULT_SHEET, "分项", "测评票", "附加规则", "方案"]


def test_what_somebody_typed_is_never_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x")'
    inputs = replace(
        FULL,
        points={"report": [Given("考核组", D(90), comment=evil)]},
        marks=[Marked("praised", evil, D(1))],
        left_out=evil,
    )
    path = tmp_path / "a.xlsx"
    save_evaluation_workbook(path, SCHEME, [Subject(evil, evil, inputs)])
    book = load_workbook(path)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert not any("HYPERLINK" in str(each) for each in formulas)
    assert book[RESULT_SHEET]["B3"].value == evil
