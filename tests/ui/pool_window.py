"""The two pools in a real window on a real workspace, and the moves the tests make there."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.talents import Talent
from partydesk.services import history, pools
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace, open_workspace
from partydesk.ui.enterprises.page import EnterprisesPage
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.organizations.page import OrganizationsPage
from partydesk.ui.pages import PageSpec
from partydesk.ui.talents.page import TalentsPage
from tests.ui.hands import type_text

YEAR = 2026
NOW = dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PEOPLE: tuple[dict[str, str], ...] = (
    {
        "name": "敖敦其其格",
        "citizen_number": "150430197007071421",
        "phone": "13800000004",
        "source": "退休",
        "specialties": "农牧技术、合作社规范",
        "townships": "新惠镇",
        "political": "中共党员",
    },
    {"name": "苏和", "source": "改非", "specialties": "法律事务", "birth": "1969-05"},
    {"name": "王堃", "source": "中青年后备", "specialties": "财务会计", "birth": "1981-02-03"},
)
UNITS: tuple[dict[str, str], ...] = (
    {"name": "塔林水泥有限公司", "address": "敖汉旗新惠镇新惠路", "operation": "正常"},
    {"name": "十家杂粮农民专业合作社", "township": "长胜镇", "operation": "正常"},
    {"name": "老矿业有限公司", "operation": "注销"},
)


def make_template(folder: Path) -> Path:
    """Make a workspace with three people and three units, one of which no longer exists."""
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR)
    with create_workspace(folder, wish, clock=lambda: NOW) as workspace:
        for cells in PEOPLE:
            pools.save_record(workspace, "talents", None, cells)
        for cells in UNITS:
            pools.save_record(workspace, "enterprises", None, cells)
    return folder


def open_copy(template: Path, folder: Path) -> Workspace:
    """Open a copy of the template; making it anew for every test would take a second each."""
    shutil.copytree(template, folder)
    return open_workspace(folder, clock=lambda: NOW)


def open_window(qtbot: QtBot, settings: QSettings, workspace: Workspace) -> MainWindow:
    """Open the window with the pages of the pools."""
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda words: pools.search_records(workspace, "talents", words, 8)[0],
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    window = MainWindow(settings, errors, ports)
    errors.set_window(window)
    window.set_years([YEAR], YEAR)
    desk = window.desk

    def begin(texts: Mapping[str, str]) -> None:
        organizations_page(window).begin_with(texts)

    window.add_pages(
        [
            PageSpec(
                "talents", "建库", "人才库", lambda: TalentsPage(desk, workspace), ("talents",)
            ),
            PageSpec(
                "enterprises",
                "建库",
                "企业库",
                lambda: EnterprisesPage(desk, workspace, begin),
                ("enterprises",),
            ),
            PageSpec(
                "organizations",
                "建库",
                "党组织",
                lambda: OrganizationsPage(desk, workspace),
                ("organizations",),
            ),
        ]
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def talents_page(window: MainWindow) -> TalentsPage:
    """Show the page of the talents."""
    window.show_page("talents")
    page = window.page("talents")
    assert isinstance(page, TalentsPage)
    return page


def enterprises_page(window: MainWindow) -> EnterprisesPage:
    """Show the page of the units."""
    window.show_page("enterprises")
    page = window.page("enterprises")
    assert isinstance(page, EnterprisesPage)
    return page


def organizations_page(window: MainWindow) -> OrganizationsPage:
    """Show the page of the register of organizations."""
    window.show_page("organizations")
    page = window.page("organizations")
    assert isinstance(page, OrganizationsPage)
    return page


def names(page: TalentsPage | EnterprisesPage | OrganizationsPage) -> list[str]:
    """List the names as the list shows them."""
    model = page.list.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def talent(workspace: Workspace, number: int) -> Talent:
    """Read a person from the workspace."""
    found = pools.get_record(workspace, "talents", number)
    assert isinstance(found, Talent)
    return found


def unit(workspace: Workspace, number: int) -> Enterprise:
    """Read a unit from the workspace."""
    found = pools.get_record(workspace, "enterprises", number)
    assert isinstance(found, Enterprise)
    return found


def type_into(
    page: TalentsPage | EnterprisesPage | OrganizationsPage, field: str, text: str
) -> None:
    """Type into a field of the form, in the place of what stands there."""
    keyboard = page.card.form.block(field).editor.keyboard
    page.card.form.focus_field(field)
    select_all = getattr(keyboard, "selectAll", None)
    if select_all is not None:
        select_all()
    type_text(keyboard, text)


def write_sheet(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write an .xlsx as an office would."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
