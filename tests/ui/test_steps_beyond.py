"""The steps that stand on the page of the procedure: each shows who waits there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.domain.placements import Action, Order, Party, State
from partydesk.services import matching, placements
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from tests.ui.round_window import (
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    placements_page,
    selection_page,
    settle,
)

DAY = dt.date(YEAR, 4, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three pairs: one is drafted, the others wait for consents."""
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        pairs, _ = placements.accept_run(made, YEAR)
        for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
            placements.act(made, YEAR, Action.CONSENT, Order(DAY, party=party), [pairs[0].id])
        placements.act(made, YEAR, Action.DRAFT, Order(DAY), [pairs[0].id])
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


@pytest.mark.parametrize(
    ("step", "state", "rows"),
    [
        ("consents", State.PROPOSED, 2),
        # Nothing is ready to sign; what waits is the paper that was drafted.
        ("agreements", State.DRAFTED, 1),
        ("letters", State.SIGNED, 0),
    ],
)
def test_a_step_shows_the_pairs_that_wait_there(
    window: MainWindow, step: str, state: State, rows: int
) -> None:
    selection_page(window).show_step(step)
    settle(window)
    assert window.current_key == "placements"
    page = placements_page(window)
    assert [each for each, chip in page.chips.items() if chip.isChecked()] == [state]
    assert page.model.rowCount() == rows
