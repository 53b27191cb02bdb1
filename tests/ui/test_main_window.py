"""The window: pages made late and kept, keys, badges, the year, undo, and closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.changes import Changes, Undone
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.listing import Hit
from partydesk.domain.progress import Progress
from partydesk.ui.colours import Tone
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.palette import PaletteDialog
from partydesk.ui.widgets.dialog import MessageDialog
from partydesk.ui.widgets.undo_bar import UndoBar

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Page(QWidget):
    """A page that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        self.told: list[object] = []
        self.content_with_closing = True

    def show_record(self, kind: str, number: int, /) -> None:
        self.told.append((kind, number))

    def page_shown(self) -> None:
        self.told.append("shown")

    def set_year(self, year: int, /) -> None:
        self.told.append(year)

    def may_close(self) -> bool:
        return self.content_with_closing


class World:
    """What stands behind the window."""

    def __init__(self) -> None:
        self.undone: list[int] = []
        self.conflicts: tuple[str, ...] = ()
        self.badges: dict[str, str] = {"people": "42"}
        self.made: list[str] = []
        self.broken = False

    def undo(self, action: int, _progress: Progress) -> Undone:
        if self.broken:
            raise EnvironmentProblem("磁盘已满")
        self.undone.append(action)
        changes = Changes(frozenset({"talents"}), 9, "已撤销：导入人才名册", undoable=False)
        return Undone(action, "导入人才名册", 3, self.conflicts, changes)

    def ports(self) -> WindowPorts:
        hits = [Hit("talents", 5, "苏和", "姓名")]
        return WindowPorts(lambda _typed: hits, self.undo, lambda: self.badges)

    def specs(self) -> list[PageSpec]:
        def create(key: str) -> Callable[[], QWidget]:
            def make() -> QWidget:
                self.made.append(key)
                return Page()

            return make

        return [
            PageSpec("home", "", "工作台", create("home")),
            PageSpec("people", "建库", "人才库", create("people"), ("talents",)),
            PageSpec("units", "建库", "企业库", create("units"), ("enterprises",)),
        ]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def window(qtbot: QtBot, dressed: str, world: World, settings: QSettings) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    made = MainWindow(settings, errors, world.ports())
    errors.set_window(made)
    qtbot.addWidget(made)
    made.set_years([2026, 2025], 2026)
    made.add_pages(world.specs())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.tasks.shut_down(5000)


def page(window: MainWindow, key: str) -> Page:
    found = window.page(key)
    assert isinstance(found, Page)
    return found


def button(window: QWidget, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def message(window: MainWindow) -> str:
    found = window.findChild(QLabel, "last_message")
    assert isinstance(found, QLabel)
    return found.text()


def test_it_fits_the_smallest_screen_in_use(window: MainWindow) -> None:
    window.resize(1366, 768)
    assert (window.width(), window.height()) == (1366, 768)
    assert window.navigation.width() == 188
    assert window.top_bar.height() == 48
    assert window.status.height() == 26
    assert window.minimumSizeHint().width() <= 1024


def test_pages_are_made_when_first_shown_and_then_kept(window: MainWindow, world: World) -> None:
    assert world.made == ["home"]
    button(window, "go_people").click()
    assert world.made == ["home", "people"]
    page(window, "people").line.setText("写了一半")
    for key in ("units", "home", "people"):
        button(window, f"go_{key}").click()
    assert world.made == ["home", "people", "units"]
    assert page(window, "people").line.text() == "写了一半"
    assert page(window, "people").told == ["shown", "shown"]
    assert window.windowTitle() == "人才库 - 党建选派工作台"


def test_pages_can_be_made_before_anybody_asks(
    window: MainWindow, world: World, qtbot: QtBot
) -> None:
    shown = window.current_key
    window.make_pages_ahead()
    qtbot.waitUntil(lambda: len(world.made) == 3)
    assert sorted(world.made) == sorted(set(world.made))
    assert window.current_key == shown


def test_every_page_is_reached_by_keys(window: MainWindow) -> None:
    seen = []
    for key, modifier in (
        (Qt.Key.Key_3, ALT),
        (Qt.Key.Key_PageDown, CONTROL),
        (Qt.Key.Key_PageUp, CONTROL),
        (Qt.Key.Key_2, ALT),
    ):
        QTest.keyClick(window, key, modifier)
        seen.append(window.current_key)
    assert seen == ["units", "home", "units", "people"]
    assert window.navigation.place("people").isChecked()


def test_up_and_down_move_in_the_navigation(window: MainWindow) -> None:
    window.navigation.place("home").setFocus()
    QTest.keyClick(window.navigation.place("home"), Qt.Key.Key_Down)
    assert window.navigation.place("people").hasFocus()
    QTest.keyClick(window.navigation.place("people"), Qt.Key.Key_Space)
    assert window.current_key == "people"


def test_the_keyboard_goes_into_the_page_that_is_chosen(window: MainWindow) -> None:
    QTest.mouseClick(window.navigation.place("people"), Qt.MouseButton.LeftButton)
    assert window.focusWidget() is page(window, "people")


def test_badges_follow_changes(window: MainWindow, world: World) -> None:
    assert window.navigation.place("people").badge == "42"
    world.badges = {"people": "43", "units": "5"}
    window.bus.tell(Changes(frozenset({"talents"}), 1, "已新增 1 人", undoable=True))
    assert window.navigation.place("people").badge == "43"
    assert window.navigation.place("units").accessibleName() == "企业库 5"


def test_a_record_is_shown_on_its_own_page(window: MainWindow) -> None:
    window.open_record("enterprises", 7)
    assert window.current_key == "units"
    assert page(window, "units").told == ["shown", ("enterprises", 7)]
    window.desk.open_record("nothing", 1)
    assert window.current_key == "units"


def test_ctrl_k_finds_and_opens(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    dialog = window.findChild(PaletteDialog)
    assert isinstance(dialog, PaletteDialog)
    dialog.line.setText("su")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert page(window, "people").told == ["shown", ("talents", 5)]


def test_f1_opens_the_list(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(QDialog, "shortcuts")
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Alt+2", "打开人才库", "Ctrl+K"} <= words
    dialog.close()


def test_the_last_act_can_be_taken_back_once(window: MainWindow, world: World) -> None:
    assert not button(window, "undo_last").isVisible()
    window.bus.tell(Changes(frozenset({"talents"}), 3, "已导入 42 行", undoable=True))
    assert message(window) == "已导入 42 行"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | ALT)
    assert window.tasks.wait_until_idle(5000)
    assert world.undone == [3]
    assert message(window) == "已撤销：导入人才名册"
    assert not button(window, "undo_last").isVisible()
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | ALT)
    assert world.undone == [3]


def test_conflicts_of_an_undo_are_listed(window: MainWindow, world: World) -> None:
    world.conflicts = ("苏和的手机号码后来改过",)
    window.bus.tell(Changes(frozenset({"talents"}), 3, "已导入 42 行", undoable=True))
    button(window, "undo_last").click()
    assert window.tasks.wait_until_idle(5000)
    dialog = window.findChild(MessageDialog)
    assert isinstance(dialog, MessageDialog)
    assert "苏和的手机号码后来改过" in dialog.message
    dialog.accept()


def test_an_undo_that_fails_is_told(window: MainWindow, world: World, qtbot: QtBot) -> None:
    world.broken = True
    window.bus.tell(Changes(frozenset({"talents"}), 3, "已导入 42 行", undoable=True))
    with qtbot.waitSignal(window.desk.errors.shown):
        button(window, "undo_last").click()
    dialog = window.findChild(MessageDialog)
    assert isinstance(dialog, MessageDialog)
    assert dialog.message == "磁盘已满"
    dialog.accept()
    assert button(window, "undo_last").isVisible()


def test_what_cannot_be_undone_offers_no_way_back(window: MainWindow) -> None:
    window.bus.tell(Changes(frozenset({"appointments"}), 4, "已签发 29 份委任书", undoable=False))
    bar = window.findChild(UndoBar)
    assert isinstance(bar, UndoBar)
    assert bar.action is None
    assert message(window) == "已签发 29 份委任书"
    window.say("已保存")
    assert message(window) == "已保存"


def test_the_year_reaches_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk.year() == 2026
    menu = window.top_bar.years.menu_of_options()
    with qtbot.waitSignal(window.year_changed) as told:
        menu.actions()[1].trigger()
    assert told.args == [2025]
    assert page(window, "home").told[-1] == 2025
    assert window.desk.year() == 2025


def test_the_bars_say_where_and_who(window: MainWindow, qtbot: QtBot) -> None:
    window.set_workspace("塔林旗2026", [("备份已验证", Tone.GOOD), ("演练通过", Tone.SECONDARY)])
    window.set_workspace("塔林旗2026", [("备份已过期", Tone.TROUBLE)])

    def words() -> list[str]:
        shown = window.status.findChildren(QLabel)
        return [label.text() for label in shown if label.isVisible()]

    qtbot.waitUntil(lambda: "● 备份已过期" in words())
    assert "● 备份已验证" not in words()
    window.set_user("经办人 · 白音")
    assert button(window, "user").text() == "经办人 · 白音 ▾"
    assert not window.commands.action("window.lock").isEnabled()
    window.set_user("经办人 · 白音", lockable=True)
    with qtbot.waitSignal(window.lock_asked):
        window.commands.run("window.lock")


def test_it_opens_where_it_was_left(
    window: MainWindow, world: World, settings: QSettings, qtbot: QtBot
) -> None:
    window.show_page("units")
    window.resize(1200, 700)
    assert window.close()
    again = MainWindow(settings, ErrorDesk(), world.ports())
    qtbot.addWidget(again)
    again.add_pages(world.specs())
    assert again.current_key == "units"
    # The screen of the tests is 800 pixels wide, to which Qt cuts the width.
    assert again.height() == 700


def test_a_page_may_keep_the_window_open(window: MainWindow) -> None:
    page(window, "home").content_with_closing = False
    assert not window.close()
    assert window.isVisible()
    page(window, "home").content_with_closing = True
    assert window.close()


def test_closing_waits_for_running_work(window: MainWindow) -> None:
    ends: list[str] = []

    def work(progress: Progress) -> None:
        while True:
            progress(0, 0, "")

    window.tasks.run(
        work,
        lambda _result: ends.append("done"),
        title="试",
        on_cancelled=lambda: ends.append("cancelled"),
    )
    assert window.close()
    assert ends == ["cancelled"]


def test_everything_that_can_be_touched_has_a_name(window: MainWindow) -> None:
    for widget in [*window.findChildren(QPushButton), *window.findChildren(QLineEdit)]:
        if not isinstance(widget.parentWidget(), Page):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()
