"""The first page in a real window on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.domain.changes import ActionEntry, Changes
from partydesk.domain.placements import Action, Order, State
from partydesk.domain.round_steps import Progress
from partydesk.services import history, pools
from partydesk.services.placements import act
from partydesk.services.summary import Summary, get_summary
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.ui.enterprises.page import EnterprisesPage
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.organizations.page import OrganizationsPage
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.selection.page import SelectionPage
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.steps import StepState
from partydesk.ui.workbench import page as workbench
from partydesk.ui.workbench.badges import badges_of
from partydesk.ui.workbench.columns import day_in_words, moment_in_words, recent_columns
from partydesk.ui.workbench.figures import figures_of, share
from partydesk.ui.workbench.page import WorkbenchPage
from tests.journeys.sample import YEAR, make_sample

DAY = dt.date(2026, 4, 10)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR)
    with create_workspace(tmp_path / "w", wish) as workspace:
        yield workspace


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Workspace]:
    with make_sample(tmp_path / "w") as workspace:
        yield workspace


def _window(qtbot: QtBot, settings: QSettings, workspace: Workspace) -> MainWindow:
    errors = ErrorDesk()
    window = app.build_window(workspace, settings, errors)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    return window


def _page(window: MainWindow) -> WorkbenchPage:
    page = window.page("workbench")
    assert isinstance(page, WorkbenchPage)
    return page


def test_an_empty_workspace_leads_the_newcomer(
    qtbot: QtBot, dressed: str, settings: QSettings, empty: Workspace
) -> None:
    page = _page(_window(qtbot, settings, empty))
    assert page.guide.isVisible()
    assert not page.todo.isVisible()
    buttons = [b for b in page.guide.findChildren(QPushButton) if b.isVisible()]
    assert [button.text() for button in buttons] == [
        "导入企业名册",
        "导入人才名册",
        "选企业入库",
        "开启双向选择",
    ]
    assert [bool(button.property("main")) for button in buttons] == [True, False, False, False]


def test_the_newcomers_button_opens_the_page(
    qtbot: QtBot, dressed: str, settings: QSettings, empty: Workspace
) -> None:
    window = _window(qtbot, settings, empty)
    button = window.findChild(QPushButton, "guide_admit_enterprises")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current_key == "enterprises"


def test_the_page_shows_what_the_service_counts(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    page = _page(_window(qtbot, settings, sample))
    assert page.todo.isVisible()
    titles = [page.todo.model.read_row(n) for n in range(page.todo.model.rowCount())]
    assert [row.title for row in titles if row][:3] == [
        "组织委任 1 人",
        "签订协议 1 份",
        "打印委任书",
    ]
    assert page.todo.view.isColumnHidden(0)
    step = page.steps.findChild(QPushButton, "step_consents")
    assert step is not None
    assert step.accessibleName() == "各方认可 5/9 对"


def test_a_todo_is_one_click_from_its_page(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    window = _window(qtbot, settings, sample)
    page = _page(window)
    last = page.todo.model.rowCount() - 1
    column = next(n for n, c in enumerate(page.todo.model.columns) if c.key == "act")
    view = page.todo.view
    index = page.todo.model.index(last, column)
    view.scrollTo(index)
    centre = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert window.current_key == "enterprises"


def _press_todo(window: MainWindow, key: str) -> None:
    page = _page(window)
    assert page.todo.select_where(lambda row: row.key == key)
    row = page.todo.current_row()
    assert row is not None
    page.todo.act_asked.emit(row, "act")
    assert window.tasks.wait_until_idle(5000)


@pytest.mark.parametrize(
    ("key", "title"),
    [("sign", "签订协议"), ("appoint", "组织委任"), ("consent_person", "登记同意")],
)
def test_a_paper_act_opens_its_dialog_on_its_page(
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    sample: Workspace,
    key: str,
    title: str,
) -> None:
    window = _window(qtbot, settings, sample)
    _press_todo(window, key)
    assert window.current_key == "placements"
    qtbot.waitUntil(lambda: bool(window.findChildren(BaseDialog)))
    dialog = window.findChildren(BaseDialog)[0]
    assert title in dialog.windowTitle()
    dialog.reject()


def test_units_to_look_at_are_listed(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    window = _window(qtbot, settings, sample)
    link = window.findChild(QPushButton, "see_due_to_found")
    assert link is not None
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.current_key == "enterprises"
    units = window.page("enterprises")
    assert isinstance(units, EnterprisesPage)
    assert units.filters.conditions() == ("unbuilt",)
    assert units.list.model.rowCount() > 0
    units.filters.condition("unbuilt").click()
    assert units.filters.conditions() == ()


def test_elections_that_are_due_are_one_click_away(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    for name, elected in (("甲公司党支部", "2019-01-01"), ("乙公司党支部", "")):
        cells = {"name": name, "elected_on": elected}
        pools.save_record(sample, "organizations", None, cells)
    window = _window(qtbot, settings, sample)
    assert window.navigation.place("organizations").badge == "2"
    _press_todo(window, "terms_due")
    assert window.current_key == "organizations"
    register = window.page("organizations")
    assert isinstance(register, OrganizationsPage)
    assert register.list.model.rowCount() == 1
    assert str(register.list.model.index(0, 0).data()) == "甲公司党支部"


def test_a_recent_act_is_undone_with_one_click(
    qtbot: QtBot, dressed: str, settings: QSettings, empty: Workspace
) -> None:
    pools.save_record(empty, "talents", None, {"name": "苏和"})
    window = _window(qtbot, settings, empty)
    page = _page(window)
    view = page.recent.view
    centre = view.visualRect(page.recent.model.index(0, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert window.tasks.wait_until_idle(5000)
    assert pools.search_records(empty, "talents", "")[1] == 0
    newest, before = history.list_actions(empty, 2)
    assert newest.label == "撤销：新增人才“苏和”"
    assert before.undone
    row = page.recent.model.read_row(0)
    assert row is not None
    assert row.label == newest.label


def test_another_year_is_counted_when_chosen(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    window = _window(qtbot, settings, sample)
    page = _page(window)
    window.top_bar.years.set_key("2027")
    window.top_bar.years.chosen.emit("2027")
    assert window.year == 2027
    assert sample.profile.year == 2027
    assert page.guide.isVisible()
    history.undo(sample)
    assert sample.profile.year == YEAR


def test_a_year_without_a_round_still_reminds_of_those_on_post(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    """A term lasts longer than a year: late reports were hidden behind the newcomer's guide."""
    later = dt.datetime(YEAR + 1, 12, 8, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    sample.clock = lambda: later
    act(sample, YEAR, Action.START, Order(dt.date(YEAR, 4, 15)))
    window = _window(qtbot, settings, sample)
    window.top_bar.years.set_key(str(YEAR + 1))
    window.top_bar.years.chosen.emit(str(YEAR + 1))
    page = _page(window)
    assert not page.guide.isVisible()
    assert page.todo.isVisible()
    kinds = {
        row.key for n in range(page.todo.model.rowCount()) if (row := page.todo.model.read_row(n))
    }
    assert "report" in kinds


def test_undoing_the_change_of_year_turns_the_selector_back(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    window = _window(qtbot, settings, sample)
    window.top_bar.years.set_key("2027")
    window.top_bar.years.chosen.emit("2027")
    window.commands.run("window.undo")
    assert window.tasks.wait_until_idle(5000)
    assert window.year == YEAR
    assert not _page(window).guide.isVisible()


def test_badges_say_what_waits_where(sample: Workspace) -> None:
    assert badges_of(get_summary(sample, YEAR)) == {
        "talents": "12",
        "enterprises": "12",
        "organizations": "",
        "selection": "认可",
        "placements": "6",
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2026, 4, 6), "逾期 4 天"),
        ((2026, 4, 10), "今天"),
        ((2026, 4, 24), "4月24日"),
        ((2027, 1, 2), "2027年1月2日"),
    ],
)
def test_days_are_said_as_at_the_desk(day: tuple[int, int, int], words: str) -> None:
    assert day_in_words(DAY.replace(*day), DAY) == words


def test_the_lists_know_the_day_that_has_begun_since() -> None:
    today = [DAY]
    done = ActionEntry(
        1, "新增", f"{DAY}T09:05:00+08:00", "经办人", undoable=True, undone=False, count=1
    )
    when = recent_columns(lambda: today[0])[0]
    assert when.value(done) == "09:05"
    today[0] += dt.timedelta(days=1)
    assert when.value(done) == f"{DAY.month}月{DAY.day}日"


def test_moments_of_today_show_the_time() -> None:
    assert moment_in_words("2026-04-10T09:05:00+08:00", DAY) == "09:05"
    assert moment_in_words("2026-03-09T09:05:00+08:00", DAY) == "3月9日"
    assert moment_in_words("2025-12-31T09:05:00+08:00", DAY) == "2025-12-31"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 0, "—"), (41, 61, "67.2 %"), (2, 2, "100.0 %")]
)
def test_shares_name_no_percentage_without_a_denominator(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


def test_figures_ask_for_attention_only_where_something_is_to_be_done() -> None:
    calm = figures_of(Summary(year=YEAR))
    assert not any(figure.attention for figure in calm)
    busy = figures_of(Summary(year=YEAR, due_to_found=2))
    assert [figure.title for figure in busy if figure.attention] == ["应建未建"]


def test_every_step_leads_to_where_it_is_done(
    qtbot: QtBot, dressed: str, settings: QSettings, sample: Workspace
) -> None:
    window = _window(qtbot, settings, sample)
    states = {
        "consents": State.PROPOSED,
        "agreements": State.CONSENTED,
        "letters": State.SIGNED,
    }
    for step in get_summary(sample, YEAR).steps:
        window.show_page("workbench")
        block = _page(window).steps.findChild(QPushButton, f"step_{step.key}")
        assert block is not None
        QTest.mouseClick(block, Qt.MouseButton.LeftButton)
        assert window.tasks.wait_until_idle(10_000)
        if step.key == "pools":
            assert window.current_key == "enterprises"
        elif step.key in states:
            assert window.current_key == "placements"
            page = window.page("placements")
            assert isinstance(page, PlacementsPage)
            shown = [state for state, chip in page.chips.items() if chip.isChecked()]
            assert shown == [states[step.key]]
        else:
            assert window.current_key == "selection"
            round_page = window.page("selection")
            assert isinstance(round_page, SelectionPage)
            view = {"matching": round_page.board}.get(step.key) or getattr(round_page, step.key)
            assert view.isVisible()


def test_every_state_of_a_step_has_a_look() -> None:
    assert {workbench._STATES[state] for state in Progress} == set(StepState)


def test_a_long_message_leaves_room_for_the_way_back(
    qtbot: QtBot, dressed: str, settings: QSettings, empty: Workspace
) -> None:
    window = _window(qtbot, settings, empty)
    window.resize(1366, 768)
    long = Changes(
        frozenset({"enterprises"}), 1, "列入企业库：" + "塔林水泥有限公司、" * 20, undoable=True
    )
    window.bus.tell(long)
    undo = window.findChild(QPushButton, "undo_last")
    assert undo is not None
    assert undo.isVisible()
    assert window.minimumSizeHint().width() <= 1366
    assert undo.mapTo(window, undo.rect().bottomRight()).x() < window.width()
