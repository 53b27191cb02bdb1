"""工作安排 in the window: drafted, handed on, mended and ticked off with real widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from partydesk.db.models import LedgerEntryRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.services import history
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.plans_view import PlansView
from partydesk.ui.duty.tabs import TABS
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import move, serve
from tests.ui.answers import Answers
from tests.ui.round_window import settle, undo_last

#: Minutes of real windows; the rules and services behind them are tried in every run.

VISITS = "走访企业负责人和职工，了解困难和问题"


@pytest.fixture
def pairs(workspace: Workspace, clock: StandingClock) -> tuple[int, ...]:
    """Three people on post, one of whom went on elsewhere in July, seen from December."""
    made = serve(workspace, clock, 3)
    move(workspace, made[0], made[1], dt.date(YEAR, 7, 1))
    return made


@pytest.fixture
def window(
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    workspace: Workspace,
    pairs: tuple[int, ...],
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    opened = MainWindow(settings, errors, ports)
    errors.set_window(opened)
    opened.set_years([YEAR], YEAR)
    desk = opened.desk
    page = PageSpec(
        "duty", "在岗", "驻企工作", lambda: TabbedPage(desk, workspace, "duty", "驻企工作", TABS)
    )
    opened.add_pages([page])
    qtbot.addWidget(opened)
    opened.resize(1366, 768)
    opened.show()
    qtbot.waitExposed(opened)
    page_of(opened).show_tab("plans")
    settle(opened)
    yield opened
    opened.tasks.shut_down()


def page_of(window: MainWindow) -> TabbedPage:
    """The page of the work on post."""
    window.show_page("duty")
    page = window.page("duty")
    assert isinstance(page, TabbedPage)
    return page


def view_of(window: MainWindow) -> PlansView:
    """The tab."""
    view = page_of(window).views["plans"]
    assert isinstance(view, PlansView)
    return view


def run(window: MainWindow, command: str) -> None:
    """Do a command of the tab and let it end."""
    window.desk.commands.run(f"plans.{command}")
    settle(window)


def names(view: PlansView) -> list[str]:
    """Whose plans are listed, with what stands there of how far they are."""
    rows = [view.table.model.read_row(number) for number in range(view.table.model.rowCount())]
    return [f"{row.name} {row.words}".strip() for row in rows if row]


def tasks(view: PlansView) -> list[str]:
    """The tasks of the plan in sight."""
    model = view.card.table.model
    rows = [model.read_row(number) for number in range(model.rowCount())]
    return [row.target.item.task for row in rows if row]


def states(view: PlansView) -> list[str]:
    """How the targets of the plan in sight stand."""
    model = view.card.table.model
    rows = [model.read_row(number) for number in range(model.rowCount())]
    return [row.state.value if row.state else "" for row in rows if row]


def dialogs(window: MainWindow) -> list[EntryDialog]:
    """The open forms."""
    return [d for d in window.findChildren(EntryDialog) if d.isVisible()]


def dialog_of(window: MainWindow) -> EntryDialog:
    """The open form."""
    (dialog,) = dialogs(window)
    return dialog


def save(window: MainWindow, **texts: str) -> None:
    """Fill in the open form and store it."""
    dialog = dialog_of(window)
    dialog.form.set_texts({**dialog.form.texts(), **texts})
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    settle(window)


def test_a_year_is_drafted_and_handed_on(window: MainWindow, pairs: tuple[int, ...]) -> None:
    view, commands = view_of(window), window.desk.commands
    assert names(view)[0] == "年度模板"
    assert [each.split()[-1] for each in names(view)[1:]] == ["已离岗", "未下达", "未下达"]
    assert commands.get("plans.apply").refusal() == "请先起草年度模板"
    assert commands.get("plans.print").refusal() == "还没有下达工作安排"
    begin = view.findChild(QPushButton, "plans_begin")
    assert isinstance(begin, QPushButton)
    QTest.mouseClick(begin, Qt.MouseButton.LeftButton)
    settle(window)
    assert VISITS in tasks(view)
    assert set(states(view)) == {""}
    column = view.card.table.model.columns[1]
    first = view.card.table.model.read_row(0)
    assert first is not None
    assert column.tip is not None
    assert "来源：本旗做法" in column.tip(first)
    assert commands.get("plans.done").refusal().startswith("模板里的任务")
    run(window, "apply")
    assert [each.split()[-1] for each in names(view)[1:]] == ["已离岗", "0／12", "0／12"]
    view.table.select_where(lambda line: line.placement_id == pairs[1])
    assert "逾期" in states(view)
    assert len(tasks(view)) == 12
    undo_last(window)
    assert names(view)[2].endswith("未下达")


def test_the_ledger_moves_the_bar(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    view = view_of(window)
    run(window, "begin")
    run(window, "apply")
    with workspace.unit_of_work("save_test", "台账") as uow:
        uow.session.add(
            LedgerEntryRow(
                placement_id=pairs[1], happened_on=dt.date(YEAR, 8, 3), duty="抓协调服务",
                content="走访", outcome=Outcome.VISIT, count=3,
            )
        )  # fmt: skip
        changes = uow.commit()
    window.desk.bus.tell(changes)
    settle(window)
    view.table.select_where(lambda line: line.placement_id == pairs[1])
    view.card.table.select_where(lambda line: line.target.item.task == VISITS)
    row = view.card.table.current_row()
    assert row is not None
    assert row.target.words == "3／6 次"
    look = view.card.table.model.look_of(view.card.table.view.currentIndex().row(), 2)
    assert (look.text, look.share) == ("3／6 次", 0.5)


def test_targets_are_added_mended_ticked_off_and_removed(
    window: MainWindow, pairs: tuple[int, ...]
) -> None:
    view = view_of(window)
    run(window, "begin")
    run(window, "apply")
    view.table.select_where(lambda line: line.placement_id == pairs[2])
    run(window, "add")
    save(window, task="", due_on="2026-11-30")
    assert dialogs(window), "a task without words is refused beside its field"
    save(window, task="办一次现场会")
    assert not dialogs(window)
    assert "办一次现场会" in tasks(view)
    view.card.table.select_where(lambda line: line.target.item.task == "办一次现场会")
    QTest.keyClick(view.card.table.view, Qt.Key.Key_Return)
    settle(window)
    save(window, task="办两次现场会")
    row = view.card.table.current_row()
    assert row is not None
    assert row.target.item.task == "办两次现场会", "what was mended stays in sight"
    run(window, "done")
    save(window, done_note="两次都办了")
    row = view.card.table.current_row()
    assert row is not None
    assert (row.state and row.state.value, row.target.item.done_note) == ("已完成", "两次都办了")
    run(window, "undone")
    assert "已完成" not in states(view)
    count = len(tasks(view))
    run(window, "remove")
    assert len(tasks(view)) == count - 1


def test_handing_on_again_asks_first(
    window: MainWindow, answers: Answers, pairs: tuple[int, ...]
) -> None:
    view = view_of(window)
    run(window, "begin")
    run(window, "apply")
    view.table.select_where(lambda line: line.placement_id == pairs[2])
    answers.say(False, True)
    run(window, "apply")
    assert "已有工作安排" in answers.asked[-1]
    assert len(answers.asked) == 1
    run(window, "apply")
    assert window.status.undo.action is not None
    assert len(tasks(view)) == 12, "nothing is there twice"


def test_a_posting_that_is_over_gets_a_plan_only_where_it_is_chosen(
    window: MainWindow, pairs: tuple[int, ...]
) -> None:
    view = view_of(window)
    run(window, "begin")
    view.table.select_where(lambda line: line.placement_id == pairs[0])
    run(window, "apply")
    assert [each.split()[-1] for each in names(view)[1:]] == ["0／12", "未下达", "未下达"]
    assert "逾期" not in states(view), "nothing is late any more"


def test_the_list_is_narrowed(window: MainWindow, pairs: tuple[int, ...]) -> None:
    view = view_of(window)
    run(window, "begin")
    chips = list(view.chips.values())
    assert [chip.text() for chip in chips] == ["全部 3", "有逾期 0", "未下达 2"]
    run(window, "apply")
    assert [chip.text() for chip in chips] == ["全部 3", "有逾期 2", "未下达 0"]
    QTest.mouseClick(chips[2], Qt.MouseButton.LeftButton)
    assert names(view) == ["年度模板"]


def test_the_sheets_are_previewed(window: MainWindow, pairs: tuple[int, ...]) -> None:
    view = view_of(window)
    run(window, "begin")
    run(window, "apply")
    view.table.select_where(lambda line: line.placement_id == pairs[2])
    run(window, "print")
    (preview,) = [d for d in window.findChildren(PreviewDialog) if d.isVisible()]
    assert "工作进度安排" in preview.windowTitle()
    preview.close()


def test_the_tables_are_sound(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    run(window, "begin")
    check_model(view_of(window).card.table.model)
    check_model(view_of(window).table.model)
