"""What must hold of every import: exports come back unchanged, failed rows are exactly those."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from partydesk.domain.fields import Field, Kind
from partydesk.domain.listing import Query
from partydesk.domain.values import parse, show
from partydesk.exchange.reader import read_table
from partydesk.exchange.workbook import write_table
from partydesk.services.exports import export_records
from partydesk.services.history import undo
from partydesk.services.imports import apply_import, plan_import, write_failed
from partydesk.services.pool_kinds import POOLS
from partydesk.services.pools import find_records, get_record, save_records
from partydesk.services.workspace import Workspace
from tests.factories import dump

_NUMBER = count(1)
#: Fields from which others follow; an edit of them may rightly move more than one.
_FOLLOWED = frozenset({
    "name", "credit_code", "registered_type", "address", "township", "village", "kind",
    "ownership", "birth", "sex", "units", "citizen_number", "code",
})  # fmt: skip
_PLAIN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.MONEY})
_ONE_WORKSPACE = settings(
    max_examples=6,
    deadline=None,
    # Making a fault smaller would take minutes: each try is a workspace's work.
    phases=(Phase.explicit, Phase.generate),
    # Each example adds records to the same workspace, which is what an office does too.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

_WORD = st.text("甲乙丙丁畜牧兽医𠮷𬭎Ab9（）", min_size=1, max_size=6)
#: A lone quotation mark would be a ditto mark; nobody stores one.
_SENTENCE = st.text("甲乙丙，。；：“”=+-'\"<&01 𠮷", min_size=1, max_size=30).map("丁{}".format)
_DAY = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2025, 12, 31))
_DATES = st.one_of(
    _DAY.map(str), _DAY.map(lambda day: f"{day:%Y-%m}"), _DAY.map(lambda day: str(day.year))
)


def _citizen_number(_: object) -> str:
    number = next(_NUMBER)
    body = f"150430{1950 + number // 999 % 50}0707{number % 999:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _credit_code(_: object) -> str:
    body = f"91150430MA{next(_NUMBER):07d}"
    return body + uscc.calc_check_digit(body)


def _texts(field: Field) -> st.SearchStrategy[str]:
    """Draw what somebody may have typed into a field."""
    if field.choices is not None:
        return st.sampled_from([member.value for member in field.choices])
    by_kind: Mapping[Kind, st.SearchStrategy[str]] = {
        Kind.TEXT: _SENTENCE,
        Kind.LONG_TEXT: st.lists(_SENTENCE, min_size=1, max_size=3).map("\n".join),
        Kind.NAME: st.text("王李苏和其格芳明𠮷", min_size=2, max_size=4),
        Kind.DICTIONARY: _WORD,
        Kind.MULTI: st.lists(_WORD, min_size=1, max_size=3).map("、".join),
        Kind.DATE: _DAY.map(str),
        Kind.PARTIAL_DATE: _DATES,
        Kind.INTEGER: st.integers(0, 99_999).map(str),
        Kind.MONEY: st.decimals(0, 99_999, places=2).map(str),
        Kind.YES_NO: st.sampled_from(["是", "否"]),
        Kind.CITIZEN_NUMBER: st.just("").map(_citizen_number),
        Kind.CREDIT_CODE: st.just("").map(_credit_code),
        Kind.PHONE: st.integers(13_000_000_000, 19_999_999_999).map(str),
    }
    return by_kind[field.kind]


def _records(kind: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Draw some records of a pool, each with a few of its fields."""
    fields = [
        field
        for field in POOLS[kind].fields
        if field.kind not in {Kind.PICTURE, Kind.REFERENCES}
        and (not field.dictionary or field.open_dictionary)
    ]
    required = {field.name: _texts(field) for field in fields if field.required}
    others = {field.name: _texts(field) for field in fields if not field.required}
    return st.lists(st.fixed_dictionaries(required, optional=others), min_size=1, max_size=4)


def _stored(workspace: Workspace, kind: str, drawn: list[dict[str, str]]) -> None:
    """Store drawn records under names of their own; organizations cover units, too."""
    entries = [{**cells, "name": f"试{next(_NUMBER)}号"} for cells in drawn]
    if kind == "organizations":
        for entry in entries:
            entry["code"] = f"码{next(_NUMBER)}"
        units = find_records(workspace, "enterprises", Query()).rows
        for entry, unit in zip(entries, units, strict=False):
            entry["units"] = unit.name
    save_records(workspace, kind, entries)


@pytest.mark.parametrize("kind", sorted(POOLS))
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_export_says_nothing_new(
    workspace: Workspace, tmp_path: Path, kind: str, suffix: str
) -> None:
    """Exported and imported again as it is, numbers masked: every row is unchanged."""
    save_records(workspace, "enterprises", [{"name": "甲厂"}, {"name": "乙厂，丙店"}])

    @_ONE_WORKSPACE
    @given(drawn=_records(kind))
    def holds(drawn: list[dict[str, str]]) -> None:
        _stored(workspace, kind, drawn)
        path = tmp_path / f"out{suffix}"
        exported = export_records(workspace, kind, path, Query(include_retired=True))
        plan = plan_import(workspace, kind, path)
        assert [note.message for note in plan.problems] == []
        assert [list(row.changes) for row in plan.rows if row.outcome != "unchanged"] == []
        assert plan.unchanged == exported.rows
        assert plan.duplicates == ()

    holds()


@pytest.mark.parametrize("kind", sorted(POOLS))
def test_only_edited_cells_change(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    """One cell of an exported sheet is edited in a spreadsheet: shown old → new, and only it."""
    save_records(workspace, "enterprises", [{"name": "甲厂"}, {"name": "乙厂"}])
    editable = [
        field
        for field in POOLS[kind].fields
        if field.name not in _FOLLOWED
        and (field.kind in _PLAIN or field.choices)
        and not field.required
    ]  # fmt: skip

    @_ONE_WORKSPACE
    @given(data=st.data(), drawn=_records(kind))
    def holds(data: st.DataObject, drawn: list[dict[str, str]]) -> None:
        _stored(workspace, kind, drawn)
        path = tmp_path / "out.xlsx"
        export_records(workspace, kind, path, Query(include_retired=True))
        field = data.draw(st.sampled_from(editable))
        typed = data.draw(_texts(field))
        chosen = data.draw(st.integers(0, len(drawn) - 1))
        number = _edit(path, field, typed, chosen)
        before = get_record(workspace, kind, number)
        wanted = parse(field, typed, today=workspace.today()).value
        plan = plan_import(workspace, kind, path)
        old, new = show(field, getattr(before, field.name)), show(field, wanted)
        changes = [
            (change.label, change.before, change.after)
            for row in plan.rows
            for change in row.changes
        ]
        if getattr(before, field.name) == wanted or (wanted is None and field.choices):
            assert changes == []
            return
        assert changes == [(field.label, old, new)]
        apply_import(workspace, plan)
        after = get_record(workspace, kind, number)
        assert after == dataclasses.replace(before, **{field.name: wanted})

    holds()


def _edit(path: Path, field: Field, typed: str, chosen: int) -> int:
    """Type over one cell of an exported sheet as a person does; gives the 记录号."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = sheet.max_row - chosen
    cell: Any = sheet.cell(row, heads.index(field.heading) + 1)
    cell.value = typed
    cell.data_type = "s"
    number = int(str(sheet.cell(row, 1).value))
    book.save(path)
    return number


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_failed_rows_are_exactly_those(workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    """The file holds the rejected rows, their original columns and why; mended it imports whole."""

    @_ONE_WORKSPACE
    @given(faults=st.lists(st.sampled_from(["", "", "digit", "date", "name"]), min_size=1,
                           max_size=12))  # fmt: skip
    def holds(faults: list[str]) -> None:
        rows = [_row(fault) for fault in faults]
        path, failed = tmp_path / "in.xlsx", tmp_path / f"failed{suffix}"
        write_table(path, ["姓名", "身份证号", "出生年月", "别的"], rows)
        plan = plan_import(workspace, "talents", path)
        wrong = [row for row, fault in zip(rows, faults, strict=True) if fault]
        assert plan.rejected == len(wrong)
        if not wrong:
            return
        assert write_failed(plan, failed) == len(wrong)
        table = read_table(failed)
        assert [header.label for header in table.headers] == [
            "姓名", "身份证号", "出生年月", "别的", "错误原因",
        ]  # fmt: skip
        assert [[cell or "" for cell in row.cells[:4]] for row in table.rows] == wrong
        assert all(row.cell(4) for row in table.rows)
        write_table(failed, ["姓名", "身份证号", "出生年月", "别的"], [_row("") for _ in wrong])
        mended = plan_import(workspace, "talents", failed)
        assert (mended.created, mended.rejected) == (len(wrong), 0)

    holds()


def _row(fault: str) -> list[str]:
    number = _citizen_number("")
    if fault == "digit":
        number = number[:-1] + ("1" if number[-1] != "1" else "2")
    name = "" if fault == "name" else "试" + "零一二三四五六七八九"[int(number[-5])] + "甲"
    born = "1970.13" if fault == "date" else f"{number[6:10]}.07"
    return [name, number, born, "00123"]


def test_columns_are_remembered_for_the_kind_and_shape_of_a_sheet(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A choice of columns holds for the next sheet with the same headings, and for no other."""
    same, turned = tmp_path / "a.csv", tmp_path / "b.csv"
    same.write_text("姓名,别名,地址\n王芳,甲,乙\n", encoding="utf-8")
    turned.write_text("别名,姓名,地址\n甲,李明,乙\n", encoding="utf-8")
    chosen = plan_import(workspace, "talents", same, mapping={"别名": "note"})
    apply_import(workspace, chosen)
    assert plan_import(workspace, "talents", same).mapping["别名"] == "note"
    assert plan_import(workspace, "talents", turned).mapping["别名"] == ""
    same.write_text("姓名,别名,地址\n王芳厂,甲,乙\n", encoding="utf-8")
    assert plan_import(workspace, "enterprises", same).mapping["别名"] == ""


def test_rows_left_out_by_hand_are_not_stored(workspace: Workspace, tmp_path: Path) -> None:
    """Single rows may be left out, good or bad; undo takes back what was stored, nothing else."""
    path = tmp_path / "a.csv"
    path.write_text(
        "姓名,身份证号\n王芳,\n李明,150430197007071422\n赵敏,\n周磊,\n", encoding="utf-8"
    )
    with workspace.reading() as session:
        before = dump(session)["talents"]
    plan = plan_import(workspace, "talents", path)
    result = apply_import(workspace, plan, skip_rows={3, 4})
    assert (result.created, result.updated) == (2, 0)
    names = {person.name for person in find_records(workspace, "talents", Query()).rows}
    assert names == {"王芳", "周磊"}
    undo(workspace, result.action)
    with workspace.reading() as session:
        assert dump(session)["talents"] == before
