"""The trap cells: each is stored as it was meant, or its row is stopped with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from partydesk.domain.errors import InputRefused
from partydesk.domain.fields import Field
from partydesk.domain.listing import Query
from partydesk.domain.values import show
from partydesk.exchange.reader import read_table
from partydesk.services.imports import ImportPlan, apply_import, plan_import
from partydesk.services.pool_kinds import POOLS
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from tests.exchange.make_traps import (
    PEOPLE,
    SAID_OF_FORMULAS,
    SHEETS,
    UNITS,
    SheetTrap,
    Trap,
    in_text,
    write_text,
    write_workbook,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a trap: what is stored (None where the row was stopped), and what was said."""

    stored: str | None
    codes: tuple[str, ...]


def outcomes(workspace: Workspace, kind: str, path: Path, traps: Sequence[Trap]) -> list[Outcome]:
    """Import a sheet of traps and look at what is stored."""
    plan = plan_import(workspace, kind, path)
    apply_import(workspace, plan, good_rows=True)
    # Records of one import are numbered in the order of their rows.
    records = iter(
        sorted(find_records(workspace, kind, Query(limit=None)).rows, key=lambda r: r.id)
    )
    fields = {field.heading: field for field in POOLS[kind].fields}
    found = []
    for trap, row in zip(traps, plan.rows, strict=True):
        notes = plan.problems if row.outcome == "rejected" else plan.warnings
        codes = tuple(note.code for note in notes if note.row == row.row)
        stored = None if row.outcome == "rejected" else _stored(fields[trap.column], next(records))
        found.append(Outcome(stored, codes))
    return found


def _stored(field: Field, record: Any) -> str:  # noqa: ANN401 - a record of either pool
    return show(field, getattr(record, field.name), masked=False)


def scored(traps: Sequence[Trap], found: Sequence[Outcome]) -> list[str]:
    """Name the traps that did not come out as the table says."""
    wrong = []
    for trap, outcome in zip(traps, found, strict=True):
        said = trap.code in outcome.codes if trap.code else not outcome.codes
        if trap.stored != outcome.stored or not said:
            wrong.append(f"{trap.about}: {str(outcome.stored)[:40]} {outcome.codes}")
    return wrong


def test_there_are_more_than_forty() -> None:
    assert len(PEOPLE) + len(UNITS) + len(SHEETS) >= 80
    dates = [trap for trap in PEOPLE if trap.column == "入党时间" and trap.stored]
    assert len(dates) >= 14


def test_traps_in_a_workbook_of_people(workspace: Workspace, tmp_path: Path) -> None:
    """Number-typed citizen numbers, lost zeros, dates, separators, formulas, full width."""
    path = write_workbook(tmp_path / "people.xlsx", PEOPLE, "姓名")
    plan = plan_import(workspace, "talents", path)
    assert _codes(plan) == SAID_OF_FORMULAS
    assert scored(PEOPLE, outcomes(workspace, "talents", path, PEOPLE)) == []


def test_traps_in_a_workbook_of_units(workspace: Workspace, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "units.xlsx", UNITS, "单位名称")
    assert scored(UNITS, outcomes(workspace, "enterprises", path, UNITS)) == []


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ","), ("gb18030", ";")])
def test_traps_in_text_files(
    workspace: Workspace, tmp_path: Path, encoding: str, mark: str
) -> None:
    traps = [trap for trap in PEOPLE if in_text(trap)]
    # In a text file the apostrophe is how a formula is kept from being one.
    traps = [replace(one, stored="=1+1") if one.cell == "'=1+1" else one for one in traps]
    if encoding == "gb18030":
        traps = [trap for trap in traps if "order" not in trap.about]
    path = write_text(tmp_path / "people.csv", traps, "姓名", encoding, mark)
    assert scored(traps, outcomes(workspace, "talents", path, traps)) == []


@pytest.mark.parametrize("trap", SHEETS, ids=[trap.about for trap in SHEETS])
def test_traps_of_a_whole_sheet(workspace: Workspace, tmp_path: Path, trap: SheetTrap) -> None:
    """Heads, ghosts, totals, merges, encodings, delimiters."""
    path = trap.make(tmp_path)
    if trap.refused:
        with pytest.raises(InputRefused) as refusal:
            plan_import(workspace, "talents", path)
        assert refusal.value.notes[0].code == trap.refused
        return
    plan = plan_import(workspace, "talents", path)
    apply_import(workspace, plan)
    fields = {field.name: field for field in POOLS["talents"].fields}
    people = {
        record.name: {
            name: _stored(fields[name], record) for name in trap.people.get(record.name, {})
        }
        for record in find_records(workspace, "talents", Query()).rows
    }
    assert people == trap.people
    assert plan.ghost_rows == trap.ghosts
    assert _codes(plan) == sorted(trap.notes)


def _codes(plan: ImportPlan) -> list[str]:
    return sorted(note.code for note in plan.table.notes)


def test_the_files_are_the_same_every_time(tmp_path: Path) -> None:
    """The script gives the same cells whenever it is run."""
    first, second = (
        write_workbook(tmp_path / name, PEOPLE, "姓名") for name in ("a.xlsx", "b.xlsx")
    )
    assert read_table(first).rows == read_table(second).rows
