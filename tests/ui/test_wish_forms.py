"""Forms of wishes typed back from paper with the keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from partydesk.domain.enterprises import Standing
from partydesk.domain.selection import Attitude, Side
from partydesk.services import selection, wishes
from partydesk.services.enterprises import set_standing
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.selection.page import SelectionPage
from partydesk.ui.selection.publish_view import gaps_of
from partydesk.ui.selection.reading import read_round
from partydesk.ui.selection.wish_draft import WishDraft, WishLine, draft_of
from partydesk.ui.selection.wish_owners import owners_of
from tests.reports.printed import text_of
from tests.ui.round_window import (
    AODUN,
    CEMENT,
    GRAIN,
    LI_1971,
    LI_1975,
    QIMUGE,
    SUHE,
    TRANSPORT,
    UNITS,
    YEAR,
    add_posts,
    new_workspace,
    open_window,
    press,
    selection_page,
    settle,
)

WILLING, INDIFFERENT, REFUSED = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED
Said = dict[int | None, tuple[str, int | None]]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def _type(window: MainWindow, *keys: Qt.Key | str) -> None:
    """Press keys where the keyboard is, as somebody does who never looks for the mouse."""
    for key in keys:
        window.activateWindow()
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(QApplication.activePopupWidget() or target, key)
        for _ in range(3):  # a word taken from an unfolded list is told a moment later
            QApplication.processEvents()


def _begin(window: MainWindow) -> SelectionPage:
    page = selection_page(window)
    page.show_step("wishes")
    window.activateWindow()  # shortcuts need an active window, and that takes a moment
    assert QTest.qWaitForWindowActive(window)
    press(page.wishes.owners.view, Qt.Key.Key_F8)
    assert QApplication.focusWidget() is page.wishes.entry.line
    return page


def _said(workspace: Workspace, side: Side, own: int) -> Said:
    company = side is Side.ENTERPRISE
    return {
        (wish.talent_id if company else wish.post_id): (wish.attitude.value, wish.rank)
        for wish in wishes.list_wishes(workspace, YEAR)
        if wish.side is side and (wish.post_id if company else wish.talent_id) == own
    }


ENTER, SAVE = Qt.Key.Key_Return, Qt.Key.Key_F9


def test_a_pile_of_forms_is_typed_without_the_mouse(
    window: MainWindow, workspace: Workspace
) -> None:
    """Lines stand in the order of the paper; F9 stores a form and opens the next of the pile."""
    page = _begin(window)
    _type(window, "1", ENTER)
    sheet = page.wishes.sheet
    assert sheet.draft is not None
    assert [line.other_id for line in sheet.draft.lines] == [AODUN, SUHE, LI_1971, LI_1975, QIMUGE]
    _type(window, "2", ENTER, "1", ENTER, "2", ENTER, "n", ENTER, "=", SAVE)
    assert sheet.draft.own_id == GRAIN
    # The next form is typed while the first is being stored and the round read again.
    _type(window, "+", ENTER, "-")
    settle(window)
    _type(window, ENTER, "w", ENTER, "0", SAVE)
    settle(window)
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {
        AODUN: ("愿意", 2),
        SUHE: ("愿意", 1),
        LI_1971: ("愿意", 2),
        LI_1975: ("不愿意", None),
        QIMUGE: ("无所谓", None),
    }
    assert _said(workspace, Side.ENTERPRISE, GRAIN) == {
        AODUN: ("愿意", None),
        SUHE: ("不愿意", None),
        LI_1971: ("无所谓", None),
    }
    assert sheet.draft.own_id == TRANSPORT
    _type(window, SAVE)
    assert QApplication.focusWidget() is page.wishes.entry.line
    _type(window, "g2", ENTER, "1", SAVE)
    settle(window)
    assert _said(workspace, Side.PERSON, SUHE) == {CEMENT: ("愿意", 1)}
    assert page.wishes.unsaved == []


def test_ten_keys_more_than_its_lines_type_a_form(window: MainWindow, workspace: Workspace) -> None:
    """A form of n lines takes one key and Enter a line, its number, and one key to store it."""
    page = _begin(window)
    keys: list[Qt.Key | str] = ["1", ENTER]
    for rank in range(1, 6):
        keys += [str(rank), ENTER]
    keys.append(SAVE)
    _type(window, *keys)
    settle(window)
    assert sorted(rank or 0 for _, rank in _said(workspace, Side.ENTERPRISE, CEMENT).values()) == [
        1, 2, 3, 4, 5,
    ]  # fmt: skip
    assert sum(len(key) if isinstance(key, str) else 1 for key in keys) == 2 * 5 + 3
    assert page.wishes.unsaved == []


def test_a_form_is_found_by_initials_and_what_is_no_form_is_said(window: MainWindow) -> None:
    page = _begin(window)
    _type(window, "hyys", ENTER)
    draft = page.wishes.sheet.draft
    assert draft is not None
    assert draft.own_id == TRANSPORT
    assert QApplication.focusWidget() is page.wishes.sheet.grid.view
    for typed, said in (
        ("99", "没有“99”这份表。请核对表号；已关闭或单位不在库的岗位、不在“可选派”的人没有表"),
        ("2025-q1", "“2025-q1”是 2025 年的表；请先把年度换成 2025"),
    ):
        _type(window, Qt.Key.Key_F8, typed, ENTER)
        assert page.wishes.entry.fault.text == said
    _type(window, Qt.Key.Key_F8, "1", ENTER)
    assert page.wishes.entry.fault.text == ""


def test_a_line_is_found_by_its_number(window: MainWindow) -> None:
    page = _begin(window)
    _type(window, "1", ENTER)
    sheet = page.wishes.sheet
    sheet.focus_entry()
    _type(window, str(LI_1975), ENTER, str(SUHE), ENTER)
    assert sheet.draft is not None
    ranks = {line.other_id: line.rank for line in sheet.draft.lines if line.rank}
    assert ranks == {LI_1975: 1, SUHE: 2}
    _type(window, "77", ENTER)
    assert sheet.fault.text == "表上没有“77”，请核对编号或名称"


def test_the_paper_pushes_out_what_was_only_proposed(
    window: MainWindow, workspace: Workspace
) -> None:
    wishes.suggest_wishes(workspace, YEAR, 3)
    page = selection_page(window)
    page.reload()
    settle(window)
    _begin(window)
    _type(window, "1", ENTER)
    draft = page.wishes.sheet.draft
    assert draft is not None
    assert sum(line.suggested for line in draft.lines) == 3
    assert not draft.dirty
    _type(window, ENTER, "1", SAVE)
    settle(window)
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {SUHE: ("愿意", 1)}


def test_what_stands_on_the_form_of_everybody_else_is_kept(
    window: MainWindow, workspace: Workspace
) -> None:
    page = _begin(window)
    _type(window, "1", ENTER, "1")
    sheet = page.wishes.sheet
    sheet.refuse_rest.click()
    sheet.rest.click()
    assert not sheet.refuse_rest.isChecked()
    sheet.refuse_rest.click()
    assert not sheet.rest.isChecked()
    _type(window, SAVE)
    settle(window)
    said = {AODUN: ("愿意", 1), None: ("不愿意", None)}
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == said
    _type(window, Qt.Key.Key_F8, "1", ENTER)
    assert sheet.refuse_rest.isChecked()


@pytest.mark.parametrize(
    ("ranks", "faults"),
    [
        ([1, 2, 3], ["", "", ""]),
        ([1, 1, 2], ["", "", ""]),
        ([1, 1, 3], ["", "", ""]),
        ([1, 3, None], ["", "没有第 2", ""]),
        ([2, None, None], ["没有第 1", "", ""]),
        ([1, 2, 12], ["", "", "没有第 11"]),
    ],
)
def test_a_gap_in_the_order_is_said_beside_the_line(
    ranks: list[int | None], faults: list[str]
) -> None:
    lines = [WishLine(number, f"人{number}", "", 50, "") for number in range(1, 4)]
    draft = WishDraft(Side.ENTERPRISE, 1, "岗位", lines)
    for line, rank in zip(lines, ranks, strict=True):
        draft.say(line, WILLING if rank else None, rank)
    assert [line.fault for line in draft.lines] == faults


def test_screen_and_paper_leave_out_the_same_posts(workspace: Workspace) -> None:
    """A post whose unit left the pool has no form and stands on none, whichever side is typed."""
    selection.close_post(
        workspace, TRANSPORT, {"closed_on": dt.date(2026, 4, 1), "why_closed": "另有安排"}
    )
    set_standing(workspace, [GRAIN], Standing.LEFT, "停产")
    picture = read_round(workspace, YEAR)
    assert [owner.number for owner in owners_of(picture, Side.ENTERPRISE)] == [CEMENT]
    draft = draft_of(picture, Side.PERSON, SUHE)
    assert draft is not None
    assert [line.other_id for line in draft.lines] == [CEMENT]
    assert {gap.name for gap in gaps_of(picture) if gap.kind == "enterprises"} == {UNITS[0]}
    paper = compose(workspace, "wish-forms", year=YEAR, choice=Choice(side=Side.PERSON))
    text = text_of(paper)
    assert [unit in text for unit in UNITS] == [True, False, False]
