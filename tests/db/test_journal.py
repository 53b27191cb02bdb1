"""The chain against printed heads, purged images, and whatever is done to it at random."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.engine import open_engine
from partydesk.db.index_rows import IndexRow
from partydesk.db.journal import ActionRow
from partydesk.db.models import WordRow
from partydesk.db.unit_of_work import ActionKind, UnitOfWork
from partydesk.domain.evidence import Break, BreakKind, Head
from partydesk.services.workspace import FILE_NAME

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def _nothing(row: object) -> IndexRow | None:
    del row
    return None


def _act(engine: Engine, label: str, rows: int) -> None:
    """Do something that leaves so many row images."""
    with UnitOfWork(
        engine, ActionKind("try", label), actor="甲", now=NOON, indexer=_nothing
    ) as uow:
        uow.session.add_all(
            WordRow(dictionary="duty", word=f"{label}{number}") for number in range(rows)
        )
        uow.note()
        uow.commit()


@pytest.fixture(scope="module")
def long_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace file with nine actions of one to three images; nobody opens it for writing."""
    path = tmp_path_factory.mktemp("long") / FILE_NAME
    shutil.copyfile(template_file, path)
    engine = open_engine(path)
    for number in range(8):
        _act(engine, f"第{number}次", 1 + number % 3)
    engine.dispose()
    return path


@pytest.fixture
def engine(long_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of that file, open without foreign keys, as somebody who tampers opens it."""
    shutil.copyfile(long_file, tmp_path / FILE_NAME)
    opened = open_engine(tmp_path / FILE_NAME, foreign_keys=False)
    yield opened
    opened.dispose()


def _run(engine: Engine, *deeds: str, **values: int) -> None:
    with engine.begin() as connection:
        for deed in deeds:
            used = {name: value for name, value in values.items() if f":{name}" in deed}
            connection.execute(text(deed), used)


def _head(engine: Engine) -> Head:
    with Session(engine) as session:
        return journal.head_of(session)


def _breaks(engine: Engine, *heads: Head) -> list[Break]:
    with Session(engine) as session:
        return journal.breaks_of(session, heads)


def _kinds(engine: Engine, *heads: Head) -> set[BreakKind]:
    return {one.kind for one in _breaks(engine, *heads)}


def _forge(engine: Engine, first: int) -> None:
    """Write the chain anew from an action on, so that it holds within itself."""
    with Session(engine) as session:
        previous = session.get(ActionRow, first - 1)
        behind = previous.hash if previous else ""
        for action in session.scalars(
            select(ActionRow).where(ActionRow.id >= first).order_by(ActionRow.id)
        ):
            action.previous_hash = behind
            action.hash = behind = journal.chained(behind, journal.entry_of(action))
        session.commit()


def test_the_head_is_the_newest_action(engine: Engine) -> None:
    before = _head(engine)
    assert (before.sequence, before.count, len(before.hash)) == (9, 9, 64)
    _act(engine, "又一次", 1)
    after = _head(engine)
    assert (after.sequence, after.count) == (10, 10)
    assert after.hash != before.hash
    assert _breaks(engine, before, after) == []
    assert _breaks(engine, Head(9, 9, before.hash[:12])) == []


def test_a_chain_that_was_written_anew_is_told_by_a_printed_head_only(engine: Engine) -> None:
    printed = _head(engine)
    _run(engine, "UPDATE actions SET label = '别的' WHERE id = 4")
    _forge(engine, 4)
    assert _breaks(engine) == []
    assert _breaks(engine, printed) == [Break(9, BreakKind.REPLACED, printed)]


def test_a_head_from_before_the_forged_part_stands(engine: Engine) -> None:
    early = _head(engine)
    _act(engine, "后来", 2)
    _run(engine, "UPDATE actions SET actor = '别人' WHERE id = 10")
    _forge(engine, 10)
    assert _breaks(engine, early) == []


def test_a_tail_cut_without_a_trace_is_told_by_a_printed_head_only(engine: Engine) -> None:
    printed = _head(engine)
    _run(
        engine,
        "DELETE FROM changes WHERE action_id >= 8",
        "DELETE FROM actions WHERE id >= 8",
        "UPDATE sqlite_sequence SET seq = 7 WHERE name = 'actions'",
    )
    assert _breaks(engine) == []
    assert _breaks(engine, printed) == [Break(9, BreakKind.CUT, printed)]
    for number in range(3):  # work goes on over it
        _act(engine, f"后来{number}", 1)
    assert _breaks(engine) == []
    assert _breaks(engine, printed) == [Break(9, BreakKind.REPLACED, printed)]


def test_a_removed_entry_is_told_by_the_count_of_a_head(engine: Engine) -> None:
    """Even where the rest was renumbered and hashed again, the last one's hash kept by chance."""
    printed = _head(engine)
    counted = Head(printed.sequence, printed.count + 1, printed.hash)
    assert _kinds(engine, counted) == {BreakKind.MISSING}
    _run(
        engine,
        "DELETE FROM changes WHERE action_id = 9",
        "DELETE FROM actions WHERE id = 9",
    )
    assert _kinds(engine) == {BreakKind.CUT}


def test_images_that_no_purge_has_sealed_are_told(engine: Engine) -> None:
    """A person can be forgotten, but not by hand (see ``tests/services/test_retention.py``)."""
    _act(engine, "按期清除", 0)
    _run(
        engine,
        "DELETE FROM changes WHERE action_id = 4",
        "UPDATE actions SET purged_by = 10 WHERE id = 4",
    )
    assert _breaks(engine) == [Break(4, BreakKind.IMAGES)]


def test_images_that_came_back_after_they_were_purged_are_told(engine: Engine) -> None:
    _act(engine, "按期清除", 0)
    _run(engine, "UPDATE actions SET purged_by = 10 WHERE id = 4")
    assert _breaks(engine) == [Break(4, BreakKind.IMAGES)]


_REMOVE = ("DELETE FROM changes WHERE action_id = :n", "DELETE FROM actions WHERE id = :n")
#: What is done to action ``:n`` (and ``:m``, another one).
_DEEDS: dict[str, tuple[str, ...]] = {
    "code": ("UPDATE actions SET code = 'x' WHERE id = :n",),
    "label": ("UPDATE actions SET label = 'x' WHERE id = :n",),
    "actor": ("UPDATE actions SET actor = 'x' WHERE id = :n",),
    "moment": ("UPDATE actions SET happened_at = '2020-01-01T00:00:00.000+00:00' WHERE id = :n",),
    "digest": ("UPDATE actions SET digest = 'x' WHERE id = :n",),
    "hash": ("UPDATE actions SET hash = 'x' WHERE id = :n",),
    "previous": ("UPDATE actions SET previous_hash = 'x' WHERE id = :n",),
    "remove": _REMOVE,
    "empty": ("DELETE FROM changes WHERE action_id = :n",),
    "image": ("UPDATE changes SET after = '{}' WHERE action_id = :n",),
    "owner": ("UPDATE changes SET row_id = row_id + 1 WHERE action_id = :n",),
    "swap": (
        "UPDATE actions SET id = -1 WHERE id = :n",
        "UPDATE actions SET id = :n WHERE id = :m",
        "UPDATE actions SET id = :m WHERE id = -1",
        "UPDATE changes SET action_id = -1 WHERE action_id = :n",
        "UPDATE changes SET action_id = :n WHERE action_id = :m",
        "UPDATE changes SET action_id = :m WHERE action_id = -1",
    ),
    "cut": tuple(deed.replace("=", ">=") for deed in _REMOVE),
}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deed=st.sampled_from(sorted(_DEEDS)), number=st.integers(2, 9))
def test_whatever_is_done_to_whichever_entry_is_told(
    long_file: Path, tmp_path: Path, deed: str, number: int
) -> None:
    path = tmp_path / "tampered.pdk"
    shutil.copyfile(long_file, path)
    opened = open_engine(path, foreign_keys=False)
    try:
        printed = _head(opened)
        _run(opened, *_DEEDS[deed], n=number, m=number % 9 + 1)
        found = _breaks(opened)
        assert found, (deed, number)
        assert min(one.action for one in found) >= min(number, number % 9 + 1)
        if deed in ("cut", "remove"):
            assert _kinds(opened, printed) & {BreakKind.CUT, BreakKind.MISSING}
    finally:
        opened.dispose()
