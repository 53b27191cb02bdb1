"""A messy roster becomes a clean pool, and a wrong one is taken back days later."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from partydesk.domain.listing import Query
from partydesk.domain.talents import PoliticalStatus, Talent
from partydesk.services.history import undo
from partydesk.services.imports import ImportPlan, apply_import, plan_import, write_failed
from partydesk.services.pools import find_records, get_record
from partydesk.services.workspace import Workspace, open_workspace
from tests.exchange.files_to_read import GOOD, xlsx
from tests.exchange.messy_roster import make_roster
from tests.factories import StandingClock, make_talent


def people(workspace: Workspace) -> list[Talent]:
    return list(find_records(workspace, "talents", Query(limit=1000)).rows)


def codes(plan: ImportPlan) -> Counter[str]:
    return Counter(note.code for note in plan.warnings)


def test_a_messy_roster_of_300_people_becomes_a_clean_pool(
    workspace: Workspace, tmp_path: Path
) -> None:
    planted = make_roster(tmp_path / "摸底名册.xlsx")
    plan = plan_import(workspace, "talents", tmp_path / "摸底名册.xlsx")
    assert len(plan.rows) == planted.rows
    assert {row.row for row in plan.rows if row.outcome == "rejected"} == planted.rejected
    assert {note.code for note in plan.problems} == {
        "check_digit", "number_as_number", "doubled_row",
    }  # fmt: skip
    told = codes(plan)
    assert (told["repeated_header"], told["section_row"], told["footer_row"]) == (7, 10, 2)
    stopped = sum(note.row in planted.rejected for note in plan.warnings)
    assert stopped == 0, "of a row that is not stored only the reason is told"
    (dittos,) = [note for note in plan.warnings if note.code == "ditto_filled"]
    assert f"{planted.dittos} 处" in dittos.message

    done = apply_import(workspace, plan, good_rows=True)
    stored = people(workspace)
    assert len(stored) == done.created == planted.rows - len(planted.rejected)
    assert all(one.sex and one.ethnicity and one.birth and one.unit_post for one in stored)
    assert not any(mark in one.name for one in stored for mark in "　（*•同")
    by_number = {one.citizen_number: one for one in stored if one.citizen_number}
    assert set(by_number) == set(planted.numbers.values())
    wrong = [
        row for row, number in planted.numbers.items()
        if not (by_number[number].unit_post or "").startswith(planted.units[row] + " ")
    ]  # fmt: skip
    assert not wrong, "同上 is the unit of the person above"


def test_a_wrong_import_is_taken_back_two_days_and_a_restart_later(
    workspace_folder: Path, clock: StandingClock, tmp_path: Path
) -> None:
    make_roster(tmp_path / "别处的名册.xlsx")
    with open_workspace(workspace_folder, clock=clock) as workspace:
        ours = make_talent(workspace, name="王芳", citizen_number=GOOD)
        plan = plan_import(workspace, "talents", tmp_path / "别处的名册.xlsx")
        action = apply_import(workspace, plan, good_rows=True).action
    clock.advance(days=2)
    with open_workspace(workspace_folder, clock=clock) as workspace:
        later = make_talent(workspace, name="李明")
        taken_back = undo(workspace, action)
        assert taken_back.conflicts == ()
        assert {one.name for one in people(workspace)} == {ours.name, later.name}


def test_a_month_does_not_replace_a_day(workspace: Workspace, tmp_path: Path) -> None:
    make_talent(workspace, name="王芳", citizen_number=GOOD, birth="1970-07-07", joined="1995-06")
    rows = [
        ("姓名", "身份证号", "出生年月", "入党时间", "单位及职务"),
        ("王芳", GOOD, "1970.07", "1995年6月30日", "旗农牧局科长"),
    ]
    apply_import(workspace, plan_import(workspace, "talents", xlsx(tmp_path / "又报.xlsx", rows)))
    (one,) = people(workspace)
    assert (str(one.birth), str(one.joined)) == ("1970-07-07", "1995-06-30")
    assert one.unit_post == "旗农牧局科长"


def test_a_roster_of_branches_as_offices_write_them(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ("党组织名称", "组织类型", "成立时间", "上次换届时间", "隶属党委"),
        ("长胜镇种植支部", "联合支部", "2012.6", "2024-09-10", "长胜镇党委"),
    ]
    plan = plan_import(workspace, "organizations", xlsx(tmp_path / "党组织.xlsx", rows))
    assert [note.code for note in plan.problems] == []
    apply_import(workspace, plan)
    (one,) = find_records(workspace, "organizations", Query()).rows
    assert (one.kind, str(one.elected_on)) == ("联合党支部", "2024-09-10")
    assert str(one.established_on) == "2012-06", "no day is made up"
    assert one.note is None
    assert one.superior == "长胜镇党委"


def test_words_in_the_place_of_a_number_can_be_read(workspace: Workspace, tmp_path: Path) -> None:
    rows = [("姓名", "身份证号"), ("王芳", "身份证丢失补办中")]
    plan = plan_import(workspace, "talents", xlsx(tmp_path / "a.xlsx", rows))
    assert [note.value for note in plan.warnings] == ["身份证丢失补办中"]


def test_an_unknown_word_of_a_choice_stays_as_text(workspace: Workspace, tmp_path: Path) -> None:
    rows = [("姓名", "政治面貌", "人员来源"), ("王芳", "√", "退休"), ("李明", "群众", "返聘")]
    plan = plan_import(workspace, "talents", xlsx(tmp_path / "a.xlsx", rows))
    assert (plan.rejected, plan.created) == (0, 2)
    notes = [(note.code, note.row, note.column, note.value) for note in plan.warnings]
    assert notes == [
        ("unknown_choice", 2, "政治面貌", "√"), ("unknown_choice", 3, "人员来源", "返聘"),
    ]  # fmt: skip
    assert "中共党员、中共预备党员" in plan.warnings[0].message
    apply_import(workspace, plan)
    first, second = sorted(people(workspace), key=lambda one: one.id or 0)
    assert (first.political, first.note) == (None, "政治面貌原文：√")
    assert (second.political, second.note) == (PoliticalStatus.MASSES, "人员来源原文：返聘")
    again = plan_import(workspace, "talents", tmp_path / "a.xlsx")
    assert again.unchanged == 2, "the text is kept once"


@pytest.mark.parametrize(("column", "word"), [("在库状态", "不知道"), ("学历", GOOD)])
def test_what_a_record_cannot_be_without_and_slipped_numbers_stop_the_row(
    workspace: Workspace, tmp_path: Path, column: str, word: str
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("姓名", column), ("王芳", word)])
    plan = plan_import(workspace, "talents", path)
    assert [note.code for note in plan.problems] == ["unknown_choice"]
    assert GOOD not in plan.problems[0].message + plan.problems[0].value


def test_an_unreadable_word_empties_nothing_in_a_record_that_the_sheet_names(
    workspace: Workspace, tmp_path: Path
) -> None:
    person = make_talent(workspace, name="王芳", political="群众", ethnicity="汉族")
    rows = [("记录号", "姓名", "政治面貌", "民族"), (person.id, "王芳", "√", "不清楚")]
    apply_import(workspace, plan_import(workspace, "talents", xlsx(tmp_path / "a.xlsx", rows)))
    now = get_record(workspace, "talents", person.id or 0)
    assert (now.political, now.ethnicity) == (PoliticalStatus.MASSES, "汉族")
    assert now.note == "政治面貌原文：√\n民族原文：不清楚"


def test_rows_without_a_name_are_no_twins(workspace: Workspace, tmp_path: Path) -> None:
    rows = [("姓名", "手机号码", "备注"), (None, "13904760001", "甲"), (None, "13904760001", "乙")]
    plan = plan_import(workspace, "talents", xlsx(tmp_path / "a.xlsx", rows))
    assert (plan.rejected, plan.duplicates) == (2, ())


def test_what_was_decided_about_columns_is_told_and_remembered(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [("姓名(性别)", "单位", "职务", "谁知道"), ("王芳（女）", "旗农牧局", "局长", "上等")]
    path = xlsx(tmp_path / "a.xlsx", rows)
    plan = plan_import(workspace, "talents", path)
    assert plan.mapping == {
        "姓名(性别)": "name,sex", "单位": "unit_post", "职务": "unit_post", "谁知道": "",
    }  # fmt: skip
    assert plan.offers == {"姓名(性别)": "name,sex"}
    assert [note.code for note in plan.warnings] == ["split_column", "joined_columns"]
    apply_import(workspace, plan_import(workspace, "talents", path, mapping={"职务": "职级"}))
    (person,) = people(workspace)
    assert (person.sex, person.unit_post, person.rank) == ("女", "旗农牧局", "局长")
    assert plan_import(workspace, "talents", path).mapping["职务"] == "rank"


def test_failed_rows_hold_what_a_ditto_mark_meant(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ("姓名", "身份证号", "单位"),
        ("王芳", None, "旗农牧局"),
        ("李明", GOOD[:-1] + "2", "同上"),
    ]
    plan = plan_import(workspace, "talents", xlsx(tmp_path / "a.xlsx", rows))
    assert write_failed(plan, tmp_path / "错误行.csv") == 1
    text = (tmp_path / "错误行.csv").read_text(encoding="utf-8-sig")
    assert "旗农牧局" in text
    assert "同上" not in text
