"""From units without an organization to a register with its elections and rates, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabBar

from partydesk.domain.enterprises import Enterprise, PartyOrganization
from partydesk.domain.organizations import Organization
from partydesk.services.coverage import count_unbuilt
from partydesk.services.organizations import list_events
from partydesk.services.pools import get_record, search_records
from partydesk.services.workspace import Workspace
from partydesk.ui.enterprises.page import EnterprisesPage
from partydesk.ui.organizations.page import OrganizationsPage
from tests.journeys.clerk import Clerk
from tests.journeys.sample import make_sample
from tests.ui.hands import type_text

CEMENT, TRADERS = "塔林水泥有限公司", "惠丰种禽有限责任公司；宏远运输有限公司"
Row = tuple[str, str, str, int, str, str]


def _roster(today: dt.date) -> tuple[Row, ...]:
    """Three organizations; the first should have elected a year ago."""
    over, new = (dt.date(today.year - years, 1, 15).isoformat() for years in (5, 1))
    return (
        ("塔林水泥有限公司党支部", CEMENT, "敖日其楞", 22, "四道湾子镇党委", over),
        ("新惠镇商贸联合党支部", TRADERS, "苏日娜", 12, "新惠镇党委", new),
        ("金沟矿业有限公司党总支", "金沟矿业有限公司", "王占山", 64, "金厂沟梁镇党委", new),
    )


def test_the_register_of_organizations(clerk: Clerk, tmp_path: Path) -> None:
    make_sample(tmp_path / "office").close()
    workspace = clerk.program.first_workspace(tmp_path / "office")
    assert workspace is not None
    clerk.program.show(workspace)
    _import_the_roster(clerk, workspace, tmp_path)
    _found_a_branch(clerk, workspace)
    _join_a_branch(clerk, workspace)
    _hold_an_election(clerk, workspace)
    _look_at_the_rates(clerk)
    _find_it_again(clerk, workspace)


def _unit(workspace: Workspace, number: int) -> Enterprise:
    found = get_record(workspace, "enterprises", number)
    assert isinstance(found, Enterprise)
    return found


def _import_the_roster(clerk: Clerk, workspace: Workspace, folder: Path) -> None:
    """A roster typed by somebody else; the units' own records follow."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    roster = _roster(workspace.today())
    heads = ("党组织名称", "所在企业", "书记姓名", "党员人数", "上级党委", "换届时间")
    for row in (heads, *roster):
        sheet.append(list(row))
    book.save(folder / "党组织名册.xlsx")
    clerk.go("党组织")
    clerk.picture("register-empty")
    clerk.press("button_organizations.import")
    dialog = clerk.dialog("import")
    clerk.answers.choose_file(folder / "党组织名册.xlsx")
    clerk.press("import_choose", dialog)
    clerk.picture("import-organizations", dialog)
    clerk.press("import_all", dialog)
    assert search_records(workspace, "organizations", "")[1] == len(roster)
    assert _unit(workspace, 2).party_organization is PartyOrganization.JOINT
    clerk.picture("register")


def _found_a_branch(clerk: Clerk, workspace: Workspace) -> None:
    """One click from the workbench to the units that are due, two more to the filled-in form."""
    due = count_unbuilt(workspace)
    clerk.go("工作台")
    clerk.press_todo("due_to_found")
    page = clerk.window.page("enterprises")
    assert isinstance(page, EnterprisesPage)
    assert page.list.model.rowCount() == due > 1
    clerk.click_row("enterprises", 0)
    clerk.picture("due-to-found")
    unit = page.card.record
    assert unit is not None
    assert unit.id is not None
    clerk.press("link_enterprises.found")
    clerk.picture("new-branch")
    clerk.press("button_organizations.save")
    assert _unit(workspace, unit.id).party_organization is PartyOrganization.OWN
    assert count_unbuilt(workspace) == due - 1
    clerk.press("undo_last")
    assert count_unbuilt(workspace) == due


def _join_a_branch(clerk: Clerk, workspace: Workspace) -> None:
    clerk.go("企业库")
    clerk.click_row("enterprises", 0)
    page = clerk.window.page("enterprises")
    assert isinstance(page, EnterprisesPage)
    unit = page.card.record
    assert unit is not None
    assert unit.id is not None
    clerk.press("link_enterprises.join")
    dialog = clerk.dialog("join_dialog")
    clerk.picture("join", dialog)
    clerk.press("join_dialog_act", dialog)
    assert clerk.no_dialog_is_open()
    assert _unit(workspace, unit.id).party_organization is PartyOrganization.JOINT
    clerk.picture("joined")


def _hold_an_election(clerk: Clerk, workspace: Workspace) -> None:
    """The branch whose term is over elects, and is due no longer."""
    clerk.go("党组织")
    page = clerk.window.page("organizations")
    assert isinstance(page, OrganizationsPage)
    clerk.press("organizations_condition_term_due")
    clerk.click_row("organizations", 0)
    branch = page.card.record
    assert branch is not None
    assert branch.id is not None
    clerk.picture("term-over")
    tabs = page.card.form.findChild(QTabBar)
    assert tabs is not None
    titles = [tabs.tabText(number) for number in range(tabs.count())]
    place = tabs.tabRect(titles.index("事项")).center()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
    clerk.press("button_organizations.event_elected")
    dialog = clerk.dialog("event_dialog")
    clerk.type_into("field_happened_on", workspace.today().isoformat(), dialog)
    clerk.type_into("field_secretary", "田秀英", dialog)
    clerk.picture("election", dialog)
    clerk.press("event_dialog_save", dialog)
    assert clerk.no_dialog_is_open()
    elected = get_record(workspace, "organizations", branch.id)
    assert isinstance(elected, Organization)
    assert elected.secretary == "田秀英"
    assert len(list_events(workspace, branch.id)) == 1
    assert page.list.model.rowCount() == 0
    clerk.picture("after-election")
    clerk.press("organizations_clear_filters")


def _look_at_the_rates(clerk: Clerk) -> None:
    clerk.press("button_organizations.coverage")
    dialog = clerk.dialog("coverage_dialog")
    clerk.picture("rates", dialog)
    clerk.press("coverage_dialog_cancel", dialog)


def _find_it_again(clerk: Clerk, workspace: Workspace) -> None:
    """Ctrl+K finds an organization by its initials and goes there."""
    clerk.go("工作台")
    clerk.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = clerk.dialog("palette")
    line = palette.findChild(QLineEdit, "palette_line")
    assert line is not None
    type_text(line, "xhzsm")
    clerk.picture("search", palette)
    QTest.keyClick(line, Qt.Key.Key_Return)
    clerk.settle()
    assert clerk.window.current_key == "organizations"
    page = clerk.window.page("organizations")
    assert isinstance(page, OrganizationsPage)
    assert page.card.record is not None
    assert page.card.record.name == "新惠镇商贸联合党支部"
