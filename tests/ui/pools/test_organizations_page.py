"""Working in the register of organizations, and from a unit towards its organization."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.coverage import Denominator, Rate, Status
from partydesk.domain.enterprises import Enterprise, PartyOrganization
from partydesk.domain.organization_events import EventKind
from partydesk.domain.organizations import Organization, OrganizationKind, OrganizationState
from partydesk.services import pools
from partydesk.services.coverage import coverage_figures
from partydesk.services.organizations import list_events
from partydesk.services.workspace import Workspace
from partydesk.ui.enterprises.join_dialog import JoinDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.organizations.event_dialog import EventDialog
from partydesk.ui.organizations.figures_dialog import FiguresDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.table import Role
from partydesk.ui.widgets.chips import chip_texts
from tests.ui.hands import type_text
from tests.ui.pool_window import (
    YEAR,
    enterprises_page,
    make_template,
    names,
    open_copy,
    organizations_page,
    type_into,
)

CEMENT, GRAIN = "塔林水泥有限公司", "十家杂粮农民专业合作社"
REGISTER: tuple[dict[str, str], ...] = (
    {
        "name": "塔林水泥党支部",
        "units": CEMENT,
        "secretary": "敖日其楞",
        "members": "12",
        "elected_on": "2021-03-01",
        "established_on": "2015-06-30",
    },
    {"name": "新惠镇联合党支部", "kind": "联合党支部", "members": "5", "township": "新惠镇"},
    {"name": "新惠镇党委", "kind": "苏木乡镇党委"},
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_template(tmp_path_factory.mktemp("register"))
    with open_copy(folder, folder.parent / "filled") as workspace:
        for cells in REGISTER:
            pools.save_record(workspace, "organizations", None, cells)
    return folder.parent / "filled"


def _organization(workspace: Workspace, number: int) -> Organization:
    found = pools.get_record(workspace, "organizations", number)
    assert isinstance(found, Organization)
    return found


def _unit(workspace: Workspace, number: int) -> Enterprise:
    found = pools.get_record(workspace, "enterprises", number)
    assert isinstance(found, Enterprise)
    return found


def _named(parent: QWidget, name: str) -> QPushButton:
    """Find a button; those that were there before are hidden until they are gone."""
    QApplication.processEvents()
    found = [one for one in parent.findChildren(QPushButton, name) if not one.isHidden()]
    assert len(found) == 1, name
    return found[0]


def _click(window: MainWindow, target: QPushButton) -> None:
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    assert window.tasks.wait_until_idle(5000)


def _said(parent: QWidget) -> str:
    """Write down all labels that are in sight."""
    QApplication.processEvents()
    return "\n".join(each.text() for each in parent.findChildren(QLabel) if not each.isHidden())


# -- the list --------------------------------------------------------------------------


def test_the_list_says_what_is_due_and_how_far_each_is(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    page = organizations_page(window)
    assert names(page) == ["塔林水泥党支部", "新惠镇党委", "新惠镇联合党支部"]
    model = page.list.model
    at = {column.key: place for place, column in enumerate(model.columns)}
    assert model.index(0, at["term_due"]).data() == "2024-03"
    assert "已逾期" in model.index(0, at["term_due"]).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, at["term_due"]).data(Role.TONE) is not None
    assert model.index(0, at["stage"]).data() == "抓规范"
    assert model.index(1, at["stage"]).data() == "", "a superior has no place on the ladder"
    check_model(model)


def test_one_chip_leaves_the_elections_that_are_due(window: MainWindow) -> None:
    page = organizations_page(window)
    page.filters.condition("term_due").click()
    assert names(page) == ["塔林水泥党支部"]
    assert page.filters.condition("term_due").text() == "换届到期 ×"
    page.filters.condition("term_due").click()
    assert len(names(page)) == 3


def test_a_record_shows_what_deserves_attention_with_its_source(window: MainWindow) -> None:
    page = organizations_page(window)
    page.go_to(1)
    assert "已逾期" in page.glance.findings.text
    assert "支委会" in page.glance.findings.text
    page.card._tabs.setCurrentWidget(page.matters)
    said = _said(page.matters)
    assert "依据：《中国共产党支部工作条例（试行）》" in said
    assert "规范化建设 0/" in said
    page.go_to(3)
    assert not page.glance.isVisible()


# -- covered units ------------------------------------------------------------------------


def test_units_are_found_by_initials_and_their_records_follow(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    page = organizations_page(window)
    page.go_to(2)
    type_into(page, "units", "sjzl")
    keyboard = page.card.form.block("units").editor.keyboard
    QTest.keyClick(keyboard, Qt.Key.Key_Return)
    assert chip_texts(page.card.form.block("units").editor.widget) == [f"{GRAIN} ×"]
    window.commands.run("organizations.save")
    assert window.tasks.wait_until_idle(5000)
    assert [unit.label for unit in _organization(workspace, 2).units] == [GRAIN]
    assert _unit(workspace, 2).party_organization is PartyOrganization.JOINT
    window.commands.run("window.undo")
    assert window.tasks.wait_until_idle(5000)
    assert _organization(workspace, 2).units == ()
    qtbot.waitUntil(lambda: page.card.form.text_of("units") == "")


def test_a_unit_nobody_has_registered_is_named_beside_the_field(window: MainWindow) -> None:
    page = organizations_page(window)
    page.go_to(2)
    type_into(page, "units", "无名公司")
    window.commands.run("organizations.save")
    assert window.tasks.wait_until_idle(5000)
    assert "企业库里没有“无名公司”" in page.card.form.block("units").fault
    page.card.form.focus_first()
    page.drop_draft()


def test_a_covered_unit_is_one_click_away_and_leads_back(window: MainWindow) -> None:
    page = organizations_page(window)
    page.go_to(1)
    page.card._tabs.setCurrentWidget(page.matters)
    _click(window, _named(page.matters, "open_unit_1"))
    assert window.current_key == "enterprises"
    units = enterprises_page(window)
    assert units.card.record is not None
    assert units.card.record.name == CEMENT
    assert units.coverage.coverage is not None
    assert units.coverage.coverage.status is Status.OWN
    assert "书记 敖日其楞" in _said(units.coverage)
    _click(window, _named(units.coverage, "open_organization_1"))
    assert window.current_key == "organizations"


# -- events ----------------------------------------------------------------------------


def _open_event(window: MainWindow, kind: EventKind) -> EventDialog:
    page = organizations_page(window)
    page.card._tabs.setCurrentWidget(page.matters)
    _click(window, _named(page.matters, f"button_organizations.event_{kind.name.lower()}"))
    return window.findChildren(EventDialog)[-1]


def test_a_raise_is_refused_with_the_reason_and_stored_when_it_is_right(
    window: MainWindow, workspace: Workspace
) -> None:
    organizations_page(window).go_to(1)
    dialog = _open_event(window, EventKind.RAISED)
    assert dialog.form.text_of("kind") == "党总支"
    assert dialog.form.text_of("name") == "塔林水泥党总支"
    dialog.form.set_field("kind", "党委")
    assert dialog.form.text_of("name") == "塔林水泥党委"
    _click(window, dialog.save_button)
    assert "日期" in dialog.form.block("happened_on").fault
    dialog.form.set_field("happened_on", "2010-01-01")
    _click(window, dialog.save_button)
    assert "早于成立日期" in dialog.form.message.text
    dialog.form.set_field("happened_on", "2025-12-01")
    dialog.form.set_field("document", "敖组字〔2025〕31号")
    _click(window, dialog.save_button)
    assert _organization(workspace, 1).kind is OrganizationKind.COMMITTEE
    (event,) = list_events(workspace, 1)
    assert event.document == "敖组字〔2025〕31号"
    page = organizations_page(window)
    assert "2025-12-01　升格 · 敖组字〔2025〕31号" in _said(page.matters)
    window.commands.run("window.undo")
    assert window.tasks.wait_until_idle(5000)
    assert _organization(workspace, 1).name == "塔林水泥党支部"
    assert list_events(workspace, 1) == ()


def test_an_election_begins_with_those_in_office_and_settles_the_term(
    window: MainWindow, workspace: Workspace
) -> None:
    page = organizations_page(window)
    page.go_to(1)
    dialog = _open_event(window, EventKind.ELECTED)
    assert dialog.form.text_of("secretary") == "敖日其楞"
    dialog.form.set_field("secretary", "田秀英")
    dialog.form.set_field("happened_on", "2026-03-30")
    _click(window, dialog.save_button)
    assert _organization(workspace, 1).secretary == "田秀英"
    assert "逾期" not in page.glance.findings.text


def test_enter_goes_to_the_next_field_and_stores_no_event_yet(
    window: MainWindow, workspace: Workspace
) -> None:
    organizations_page(window).go_to(1)
    dialog = _open_event(window, EventKind.ELECTED)
    day, secretary = (
        dialog.form.block(name).editor.keyboard for name in ("happened_on", "secretary")
    )
    day.setFocus()
    QTest.keyClicks(day, "2026-03-30")
    QTest.keyClick(day, Qt.Key.Key_Return)
    assert window.tasks.wait_until_idle(5000)
    assert list_events(workspace, 1) == ()
    assert dialog.isVisible()
    assert dialog.focusWidget() is secretary
    dialog.close()


def test_a_dissolved_organization_lets_its_units_go_and_offers_nothing_more(
    window: MainWindow, workspace: Workspace
) -> None:
    page = organizations_page(window)
    page.go_to(1)
    dialog = _open_event(window, EventKind.DISSOLVED)
    assert "1 家单位不再因它算作已组建" in _said(dialog)
    dialog.form.set_field("happened_on", "2026-04-01")
    dialog.form.set_field("reason", "企业注销")
    _click(window, dialog.save_button)
    assert _organization(workspace, 1).state is OrganizationState.DISSOLVED
    assert _unit(workspace, 1).party_organization is PartyOrganization.NONE
    assert "已经撤销" in window.commands.get("organizations.event_elected").refusal()
    assert not page.glance.isVisible()


def test_what_cannot_rise_says_so_on_the_button(window: MainWindow) -> None:
    page = organizations_page(window)
    page.go_to(3)
    page.card._tabs.setCurrentWidget(page.matters)
    raising = _named(page.matters, "button_organizations.event_raised")
    assert not raising.isEnabled()
    assert raising.toolTip() == "苏木乡镇党委不能升格"


# -- coverage --------------------------------------------------------------------------


def test_the_rates_are_those_of_the_service_with_numerator_and_denominator(
    window: MainWindow, workspace: Workspace
) -> None:
    page = organizations_page(window)
    _click(window, _named(page, "button_organizations.coverage"))
    dialog = window.findChildren(FiguresDialog)[-1]
    assert dialog.bases.model.rowCount() == len(Denominator)
    wanted = {(one.base, one.rate): one for one in coverage_figures(workspace, YEAR)}[
        Denominator.ENTERPRISES, Rate.ORGANIZED
    ]
    row = dialog.bases.current_row()
    assert row is not None
    assert row.base is Denominator.ENTERPRISES
    assert row.words(Rate.ORGANIZED) == (
        f"{wanted.percent} %（{wanted.numerator}/{wanted.denominator}）"
    )
    assert wanted.base_definition in dialog.definitions.text()
    assert dialog.committees.model.rowCount() >= 1
    _click(window, dialog.chips[1])
    assert dialog.chart.isVisible()
    assert _is_painted(dialog.chart)
    _click(window, dialog.print_button)
    preview = dialog.findChildren(PreviewDialog)[-1]
    assert preview.preview.page_count >= 1
    preview.reject()
    dialog.reject()


def _is_painted(drawing: QWidget) -> bool:
    """Whether the bar of the one committee is on screen, faint since it has but one unit."""
    image = drawing.grab().toImage()
    faint = QColor("#D9A5A2").rgb()
    return any(
        image.pixel(x, y) == faint
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )


def _make_unbuilt(workspace: Workspace) -> None:
    cells = {"members": "4", "superior": "长胜镇党委", "activists": "2"}
    pools.save_record(workspace, "enterprises", 2, cells)


def test_a_unit_without_an_organization_founds_one_and_nothing_is_typed_twice(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    _make_unbuilt(workspace)
    units = enterprises_page(window)
    qtbot.waitUntil(lambda: "应建未建 1" in _said(units))
    _click(window, units.filters.condition("unbuilt"))
    assert names(units) == [GRAIN]
    units.list.step(0)
    assert units.coverage.coverage is not None
    assert units.coverage.coverage.status is Status.UNBUILT
    _click(window, _named(units.coverage, "link_enterprises.found"))
    register = organizations_page(window)
    texts = register.card.form.texts()
    filled = {name: text for name, text in texts.items() if text}
    assert filled == {
        "name": "十家杂粮合作社党支部",
        "kind": "党支部",
        "formation": "单独组建",
        "units": GRAIN,
        "superior": "长胜镇党委",
        "township": "长胜镇",
        "members": "4",
        "activists": "2",
        "state": "正常",
    }
    window.commands.run("organizations.save")
    assert window.tasks.wait_until_idle(5000)
    assert _unit(workspace, 2).party_organization is PartyOrganization.OWN
    units = enterprises_page(window)
    assert names(units) == [], "it is due no longer"


def test_a_new_organization_that_was_begun_is_not_overwritten(window: MainWindow) -> None:
    register = organizations_page(window)
    register.show_new()
    type_into(register, "name", "写了一半的党支部")
    assert not register.begin_with({"name": "另一个党支部"})
    assert register.card.form.text_of("name") == "写了一半的党支部"


def test_a_unit_joins_a_branch_that_is_there(window: MainWindow, workspace: Workspace) -> None:
    _make_unbuilt(workspace)
    units = enterprises_page(window)
    units.go_to(2)
    window.commands.run("enterprises.join")
    dialog = window.findChildren(JoinDialog)[-1]
    listed = [dialog.organizations.model.row_at(n) for n in range(2)]
    assert [one.name for one in listed if one] == ["新惠镇联合党支部"]
    dialog.others.click()
    assert dialog.organizations.model.rowCount() == 2
    type_text(dialog.search, "联合")
    dialog.read()
    _click(window, dialog.act_button)
    assert [unit.label for unit in _organization(workspace, 2).units] == [GRAIN]
    assert units.coverage.coverage is not None
    assert units.coverage.coverage.status is Status.JOINT
    assert "新惠镇联合党支部" in _named(units.coverage, "open_organization_2").text()
    assert "已由“新惠镇联合党支部”覆盖" in window.commands.get("enterprises.join").refusal()


def test_a_unit_whose_organization_has_no_record_is_told_so(
    window: MainWindow, workspace: Workspace
) -> None:
    pools.save_record(workspace, "enterprises", 2, {"party_organization": "联合组建"})
    units = enterprises_page(window)
    units.go_to(2)
    assert "登记册里还没有它的党组织" in _said(units.coverage)
    assert _named(units.coverage, "link_enterprises.found").isVisible()
    units.go_to(3)
    assert "不在正常经营" in _said(units.coverage)
    shown = units.coverage.findChildren(QPushButton)
    assert not any(link.isVisible() for link in shown), "a unit that is gone founds nothing"
