"""A filled workspace of every earlier schema is brought up to date with nothing lost.

The samples are demonstrations made by the program of their time; nobody in them exists.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy import table as table_named

from partydesk.db import journal, upgrade
from partydesk.db.engine import open_engine
from partydesk.resources import resource_path
from partydesk.services.dictionaries import list_words
from partydesk.services.history import list_actions, undo
from partydesk.services.policies import get_policy
from partydesk.services.pools import get_record, save_record, search_records
from partydesk.services.workspace import FILE_NAME, open_workspace

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.pdk.gz"))


@pytest.fixture(params=SAMPLES, ids=lambda path: path.name.partition(".")[0])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace folder as the earlier program left it."""
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(request.param.read_bytes()))
    return tmp_path


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    engine = open_engine(path, foreign_keys=False)
    try:
        with engine.connect() as connection:
            return {
                table: [
                    dict(row._mapping)
                    for row in connection.execute(select(text("*")).select_from(table_named(table)))
                ]
                for table in inspect(connection).get_table_names()
                if table != "alembic_version"
            }
    finally:
        engine.dispose()


def test_there_is_a_sample_of_every_earlier_schema() -> None:
    known = {f"{number:04d}" for number in range(1, int(upgrade.head()))}
    assert {path.name.partition(".")[0] for path in SAMPLES} == known


def test_every_stored_value_is_there_after_the_upgrade(folder: Path) -> None:
    path = folder / FILE_NAME
    before = _rows(path)
    assert sum(map(len, before.values())) > 200
    before.pop("search_index")  # follows from the records; made anew when the file is opened
    upgrade.bring_up_to_date(path)
    after = _rows(path)
    for table, rows in before.items():
        kept = after[table][: len(rows)]
        for row, now in zip(rows, kept, strict=True):
            assert now.items() >= row.items(), table
    assert upgrade.drift(path) == []


def test_an_upgraded_workspace_is_worked_on(folder: Path) -> None:
    with open_workspace(folder) as workspace:
        assert search_records(workspace, "talents", "")[1] > 0
        some = get_record(workspace, "enterprises", 1)
        assert 1 in [hit.id for hit in search_records(workspace, "enterprises", some.name)[0]]
        there = search_records(workspace, "organizations", "")[1]
        assert list_words(workspace, "standard")
        get_policy(workspace, 2026)
        cells = {"name": "乌兰化德粮油党支部", "elected_on": "2025-06"}
        saved = save_record(workspace, "organizations", None, cells)
        assert search_records(workspace, "organizations", "wlhdly")[1] == 1
        undo(workspace, saved.changes.action)
        assert search_records(workspace, "organizations", "")[1] == there
        with workspace.reading() as session:
            assert journal.broken_links(session) == []
        undoable = [one for one in list_actions(workspace) if one.undoable and not one.undone]
        assert undoable


def test_an_upgraded_workspace_has_the_words_that_a_new_one_begins_with(folder: Path) -> None:
    """Its older dictionaries are the office's own; those that a migration brings are as new."""
    path = folder / FILE_NAME
    before = {row["dictionary"] for row in _rows(path)["dictionary_words"]}
    upgrade.bring_up_to_date(path)
    after: dict[object, list[object]] = {}
    for row in _rows(path)["dictionary_words"]:
        after.setdefault(row["dictionary"], []).append(row["word"])
    first = json.loads(resource_path("dictionaries", "words.json").read_text(encoding="utf-8"))
    brought = {name: words for name, words in first.items() if words and name not in before}
    if "consulted" not in before:  # schema 0004 brought it
        assert {"industry", "consulted", "warning"} <= set(brought)
    assert {name: after.get(name) for name in brought} == brought


def test_events_of_an_earlier_program_can_be_taken_back(tmp_path: Path) -> None:
    """Their images speak of the dates as schema 0002 stored them."""
    sample = next(path for path in SAMPLES if path.name.startswith("0002"))
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(sample.read_bytes()))
    with open_workspace(tmp_path) as workspace:
        acts = [
            one
            for one in list_actions(workspace)
            if one.label.startswith(("成立登记", "换届登记")) and one.undoable and not one.undone
        ]
        assert len(acts) > 3
        for act in acts[:3]:
            result = undo(workspace, act.id)
            assert result.undone is not None, result.conflicts
