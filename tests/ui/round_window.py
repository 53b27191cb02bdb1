"""A small round in a real window on a real workspace, and the moves the tests make there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.placements import State
from partydesk.domain.selection import Attitude, Role, Side
from partydesk.services import history, pools, rounds, selection, wishes
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.selection.page import SelectionPage

YEAR = 2026
NOW = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
#: 记录号 1–4; the second 李秀兰 is a namesake, 其木格 serves and needs her unit's consent.
PEOPLE = (
    ("敖敦其其格", "退休", "1970-07", "农牧技术"),
    ("苏和", "退休", "1968-03", "党建"),
    ("李秀兰", "退休", "1971-05", "财务"),
    ("李秀兰", "改非", "1975-09", "农牧技术"),
    ("其木格", "在职科级", "1983-01", "物流"),
)
UNITS = ("塔林水泥有限责任公司", "十家杂粮农民专业合作社", "宏远运输有限公司")
CEMENT, GRAIN, TRANSPORT = 1, 2, 3
AODUN, SUHE, LI_1971, LI_1975, QIMUGE = 1, 2, 3, 4, 5


def new_workspace(folder: Path) -> Workspace:
    """Make a workspace with five people and three units in the pool, and no round."""
    workspace = create_workspace(
        folder, NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR), clock=lambda: NOW
    )
    for name, source, birth, specialties in PEOPLE:
        pools.save_record(
            workspace,
            "talents",
            None,
            {"name": name, "source": source, "birth": birth, "specialties": specialties},
        )
    for name in UNITS:
        pools.save_record(workspace, "enterprises", None, {"name": name, "standing": "在库"})
    pools.save_record(workspace, "enterprises", None, {"name": "未入库有限公司"})
    return workspace


def add_posts(workspace: Workspace) -> None:
    """Open the round with one post of each unit and publish it.

    The posts' numbers are those of the units.
    """
    selection.open_round(workspace, YEAR)
    for unit in (CEMENT, GRAIN, TRANSPORT):
        selection.save_post(
            workspace, YEAR, None, enterprise_id=unit, role=Role.INSTRUCTOR, specialties=("党建",)
        )
    rounds.publish_round(workspace, YEAR, dt.date(YEAR, 3, 4), dt.date(YEAR, 3, 20))


def add_wishes(workspace: Workspace) -> None:
    """Let every post rank people: 水泥 苏和, 敖敦; 杂粮 敖敦; 运输 其木格; 敖敦 refuses 运输."""
    willing = Attitude.WILLING
    for post, people in ((CEMENT, (SUHE, AODUN)), (GRAIN, (AODUN,)), (TRANSPORT, (QIMUGE,))):
        said: dict[int | None, tuple[Attitude, int | None]] = {
            person: (willing, place) for place, person in enumerate(people, 1)
        }
        wishes.save_wishes(workspace, YEAR, Side.ENTERPRISE, post, said)
    refusal: dict[int | None, tuple[Attitude, int | None]] = {TRANSPORT: (Attitude.REFUSED, None)}
    wishes.save_wishes(workspace, YEAR, Side.PERSON, AODUN, refusal)


def open_window(qtbot: QtBot, settings: QSettings, workspace: Workspace) -> MainWindow:
    """Open the window with the two pages of the round."""
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    window = MainWindow(settings, errors, ports)
    errors.set_window(window)
    window.set_years([YEAR, YEAR - 1], YEAR)
    desk = window.desk

    def show_pairs(state: State) -> None:
        placements_page(window).choose_state(state)

    window.add_pages(
        [
            PageSpec(
                "selection",
                "选派",
                "双向选择",
                lambda: SelectionPage(desk, workspace, show_pairs),
                ("posts",),
            ),
            PageSpec(
                "placements",
                "选派",
                "协议与委任",
                lambda: PlacementsPage(desk, workspace),
                ("placements",),
            ),
        ]
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    settle(window)
    return window


def settle(window: MainWindow) -> None:
    """Let all work end, and the reading that follows a write."""
    for _ in range(4):
        assert window.tasks.wait_until_idle(10_000)
        QApplication.processEvents()


def selection_page(window: MainWindow) -> SelectionPage:
    """Show the page of the round."""
    window.show_page("selection")
    settle(window)
    page = window.page("selection")
    assert isinstance(page, SelectionPage)
    return page


def placements_page(window: MainWindow) -> PlacementsPage:
    """Show the page of the procedure."""
    window.show_page("placements")
    settle(window)
    page = window.page("placements")
    assert isinstance(page, PlacementsPage)
    return page


def run(window: MainWindow, key: str) -> None:
    """Run a command as its button does, and wait."""
    command = window.commands.get(key)
    assert command.enabled, command.refusal()
    window.commands.run(key)
    settle(window)


def undo_last(window: MainWindow) -> None:
    """Press 撤销 in the status bar."""
    assert window.status.undo.action is not None
    window.status.undo.ask_undo()
    settle(window)


def press(widget: QWidget, *keys: Qt.Key | str) -> None:
    """Press keys, one after the other; an unfolded list of words takes them first."""
    # A dialog that has just closed leaves no window active, and shortcuts need one.
    widget.activateWindow()
    widget.setFocus()
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(QApplication.activePopupWidget() or widget, key)
            QApplication.processEvents()
