"""A disk that fills up in the middle of the work: nothing half done, and a message for people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import text

from partydesk.db import journal
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.placements import Action, Order
from partydesk.services.dictionaries import list_words, rename_word
from partydesk.services.history import undo
from partydesk.services.matching import run_matching
from partydesk.services.placements import act
from partydesk.services.pools import save_record, save_records
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    consent_all,
    dump,
    every_connection,
    make_enterprise,
    make_pairs,
    make_talent,
    number_of,
)
from tests.faults.victims import entries


def _full_after(workspace: Workspace, spare_pages: int) -> AbstractContextManager[None]:
    """Let the file grow by so many pages and no further."""
    with workspace.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    return every_connection(workspace._file(), f"PRAGMA max_page_count={pages + spare_pages}")


def _whole(workspace: Workspace) -> dict[str, list[str]]:
    with workspace.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert journal.broken_links(session) == []
        return dump(session)


@pytest.mark.parametrize("spare_pages", [0, 3, 20])
def test_many_records(workspace: Workspace, spare_pages: int) -> None:
    make_talent(workspace)
    before = _whole(workspace)
    with _full_after(workspace, spare_pages), pytest.raises(EnvironmentProblem, match="磁盘空间"):
        save_records(workspace, "talents", entries(0))
    assert _whole(workspace) == before
    save_records(workspace, "talents", entries(0))  # there is room again
    assert _whole(workspace) != before


def _undo_of_a_deletion(workspace: Workspace) -> Callable[[], object]:
    """Taking back works in steps of its own, each of which can fail."""
    save_records(workspace, "talents", entries(0))
    taken_back = undo(workspace).changes.action
    make_talent(workspace, ability="长" * 500_000)  # takes the pages that were given back
    return lambda: undo(workspace, taken_back)


def _signing(workspace: Workspace) -> Callable[[], object]:
    make_pairs(workspace, 6)
    consent_all(workspace)
    return lambda: act(workspace, YEAR, Action.SIGN, Order(workspace.today()))


def _matching(workspace: Workspace) -> Callable[[], object]:
    make_pairs(workspace, 6)
    return lambda: run_matching(workspace, YEAR)


def _renaming(workspace: Workspace) -> Callable[[], object]:
    word = list_words(workspace, "specialty")[0]
    for _ in range(15):
        make_enterprise(workspace, note="长" * 900)
    for _ in range(15):
        make_talent(workspace, specialties=word.word, ability="长" * 900)
    return lambda: rename_word(workspace, word.id, "新" * 200)


def _a_long_text(workspace: Workspace) -> Callable[[], object]:
    number = number_of(make_talent(workspace))
    return lambda: save_record(workspace, "talents", number, {"ability": "长" * 20_000})


@pytest.mark.parametrize(
    "prepare", [_undo_of_a_deletion, _signing, _matching, _renaming, _a_long_text]
)
def test_every_kind_of_work(
    workspace: Workspace, prepare: Callable[[Workspace], Callable[[], object]]
) -> None:
    work = prepare(workspace)
    before = _whole(workspace)
    with _full_after(workspace, 1), pytest.raises(EnvironmentProblem, match="磁盘空间"):
        work()
    assert _whole(workspace) == before
    work()
    assert _whole(workspace) != before
