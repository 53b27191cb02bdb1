"""The window: bars, navigation and the pages, which are made when they are first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.changes import Changes, Undone
from partydesk.domain.listing import Hit
from partydesk.domain.progress import Progress
from partydesk.ui.bars import StatusBar, TopBar
from partydesk.ui.changes import ChangeBus
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command, Commands
from partydesk.ui.desk import Desk
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.history.conflicts import show_conflicts
from partydesk.ui.navigation import Navigation
from partydesk.ui.pages import (
    BeginsRecords,
    DependsOnYear,
    MayObjectToClosing,
    PageSpec,
    ShowsRecords,
    WantsToKnowWhenShown,
    WritesDrafts,
)
from partydesk.ui.palette import PaletteDialog
from partydesk.ui.shortcuts import ShortcutsDialog
from partydesk.ui.tasks import TaskRunner

_FIRST_SIZE = QSize(1366, 768)
_SMALLEST = QSize(900, 520)  # a full-HD screen at 200 % is 960 × 540
_DIGIT_KEYS = "1234567890"
_WINDOW_GROUP = "窗口"
#: Rest between two pages that are made ahead, so that clicks and keys come first.
_AHEAD_MS = 300


def no_badges() -> Mapping[str, str]:
    """Say that nothing waits anywhere."""
    return {}


@dataclass(frozen=True)
class WindowPorts:
    """What the window itself asks of the services.

    Attributes:
        search: Finds records for Ctrl+K; a short read.
        undo: Takes an action back by its number; runs as a task.
        badges: What waits where, by page key; a short read, asked after every change.
    """

    search: Callable[[str], Sequence[Hit]]
    undo: Callable[[int, Progress], Undone]
    badges: Callable[[], Mapping[str, str]] = no_badges


class MainWindow(QMainWindow):
    """The one window.

    Attributes:
        commands: The one list of commands.
        tasks: Runs what writes or takes long.
        bus: Told after each write.
        desk: All that pages are handed.

    Signals:
        year_changed(int): Another year was chosen.
        lock_asked(): 锁定 was pressed.
    """

    year_changed = Signal(int)
    lock_asked = Signal()

    def __init__(
        self,
        settings: QSettings,
        errors: ErrorDesk,
        ports: WindowPorts,
        *,
        program: str = "党建选派工作台",
    ) -> None:
        """Build the frame; :meth:`add_pages` fills it.

        Args:
            settings: The user's settings: geometry, last page, columns.
            errors: Shows exceptions.
            ports: What the window asks of the services.
            program: Name of the program.
        """
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(program)
        self._settings = settings
        self._ports = ports
        self._program = program
        self._specs: dict[str, PageSpec] = {}
        self._made: dict[str, QWidget] = {}
        self._current = ""
        self._put_away = self._lockable = False
        self._of_user: tuple[str, ...] = ("window.lock",)
        self._ahead = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._ahead.timeout.connect(self._make_next)
        self.commands = Commands(self)
        self.commands.forbidden_asked.connect(self.say)
        self.tasks = TaskRunner(self, errors.show)
        self.aside = TaskRunner(self, errors.show, name="aside")
        self.bus = ChangeBus(self)
        self.desk = Desk(
            commands=self.commands,
            tasks=self.tasks,
            aside=self.aside,
            bus=self.bus,
            errors=errors,
            settings=settings,
            open_record=self.open_record,
            begin_record=self.begin_record,
            show_page=self.show_page,
            say=self.say,
            year=lambda: self.year,
        )
        self._build(program)
        self._add_own_commands()
        self.bus.changed.connect(self._on_changed)
        self._restore_geometry()

    # -- building ----------------------------------------------------------------------

    def _build(self, program: str) -> None:
        self.navigation = Navigation()
        self.navigation.place_chosen.connect(self.show_page)
        self.top_bar = TopBar(program)
        self.top_bar.search_asked.connect(self.open_palette)
        self.top_bar.offer_to_user(self._user_menu)
        self.top_bar.years.chosen.connect(self._choose_year)
        self.status = StatusBar()
        self.status.shortcuts_asked.connect(self.open_shortcuts)
        self.status.undo.undo_asked.connect(self._undo)
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(body)
        self.setMinimumSize(_SMALLEST)

    def _add_own_commands(self) -> None:
        own = (
            Command(
                "window.palette",
                "查找与操作",
                _WINDOW_GROUP,
                self.open_palette,
                "Ctrl+K",
                listed=False,
            ),
            Command("window.shortcuts", "列出快捷键", _WINDOW_GROUP, self.open_shortcuts, "F1"),
            Command(
                "window.next",
                "下一页面",
                _WINDOW_GROUP,
                lambda: self._step(1),
                "Ctrl+PgDown",
                listed=False,
            ),
            Command(
                "window.previous",
                "上一页面",
                _WINDOW_GROUP,
                lambda: self._step(-1),
                "Ctrl+PgUp",
                listed=False,
            ),
            Command(
                "window.undo",
                "撤销上一步",
                _WINDOW_GROUP,
                self.status.undo.ask_undo,
                "Ctrl+Alt+Z",
                self._undo_refusal,
            ),
            Command(
                "window.lock",
                "锁定",
                _WINDOW_GROUP,
                self.lock_asked.emit,
                "Ctrl+Shift+L",
                self._lock_refusal,
            ),
        )
        self.commands.add_all(own)

    # -- pages ----------------------------------------------------------------------

    def add_pages(self, specs: Sequence[PageSpec]) -> None:
        """Register the pages that work, in the order of the navigation, and show one of them.

        Args:
            specs: The pages; the one that was in sight last time is shown again.
        """
        for spec in specs:
            place = len(self._specs)
            self._specs[spec.key] = spec
            digit = _DIGIT_KEYS[place : place + 1]
            self.commands.add(
                Command(
                    f"go.{spec.key}",
                    f"打开{spec.title}",
                    "页面",
                    partial(self.show_page, spec.key),
                    f"Alt+{digit}" if digit else "",
                )
            )
        self.navigation.show_places(specs)
        self.refresh_badges()
        kept = str(self._settings.value("window/page", ""))
        if not self._current and self._specs:
            self.show_page(kept if kept in self._specs else next(iter(self._specs)))

    @property
    def current_key(self) -> str:
        """Key of the page in sight."""
        return self._current

    def page(self, key: str) -> QWidget:
        """Give a page, making it if need be.

        Raises:
            KeyError: There is none with that key.
        """
        if key not in self._made:
            page = self._specs[key].create()
            page.setObjectName(page.objectName() or f"page_{key}")
            page.setAccessibleName(page.accessibleName() or self._specs[key].title)
            self._made[key] = page
            self._stack.addWidget(page)
        return self._made[key]

    def make_pages_ahead(self) -> None:
        """Make the pages nobody has looked at yet, one after another while there is time.

        Whoever opens one finds it ready; made with the click, a pool's page comes 0.2 s later.
        """
        self._ahead.start()

    def _make_next(self) -> None:
        key = next((key for key in self._specs if key not in self._made), None)
        if key is not None:
            self.page(key)
            self._ahead.start()

    def show_page(self, key: str) -> None:
        """Bring a page into sight; what was typed on the others stays.

        Raises:
            KeyError: There is none with that key.
        """
        page = self.page(key)
        self._stack.setCurrentWidget(page)
        self._current = key
        self.navigation.mark(key)
        self.setWindowTitle(f"{self._specs[key].title} - {self._program}")
        self._settings.setValue("window/page", key)
        if isinstance(page, WantsToKnowWhenShown):
            page.page_shown()
        # The keys of a page work where the keyboard is in it; a click in the navigation took it.
        focused: QWidget | None = self.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            page.setFocus()
        self.commands.refresh()

    def open_record(self, kind: str, number: int) -> None:
        """Go to a record on the page that is its home; unknown kinds are left alone."""
        for key, spec in self._specs.items():
            if kind in spec.kinds:
                self.show_page(key)
                page = self._made[key]
                if isinstance(page, ShowsRecords):
                    page.show_record(kind, number)
                return

    def begin_record(self, kind: str, texts: Mapping[str, str]) -> None:
        """Begin a new record on the page that is its home; unknown kinds are left alone."""
        for key, spec in self._specs.items():
            if kind in spec.kinds:
                self.show_page(key)
                page = self._made[key]
                if isinstance(page, BeginsRecords):
                    page.begin_with(texts)
                return

    def _step(self, step: int) -> None:
        keys = list(self._specs)
        if keys:
            self.show_page(keys[(keys.index(self._current) + step) % len(keys)])

    # -- bars ----------------------------------------------------------------------

    def set_years(self, years: Sequence[int], year: int) -> None:
        """Offer years and choose one, telling nobody."""
        self.top_bar.years.set_options([(str(y), f"{y} 年度") for y in years], str(year))

    @property
    def year(self) -> int:
        """The chosen year; 0 before :meth:`set_years`."""
        return int(self.top_bar.years.key or 0)

    def _choose_year(self, _key: str) -> None:
        for page in self._made.values():
            if isinstance(page, DependsOnYear):
                page.set_year(self.year)
        self.year_changed.emit(self.year)
        self.refresh_badges()

    def set_workspace(self, text: str, facts: Sequence[tuple[str, Tone]] = ()) -> None:
        """Say in the status bar which workspace is open and how its backups stand."""
        self.status.show_facts(text, facts)

    def set_user(self, text: str, *, lockable: bool = False) -> None:
        """Say in the top bar who is at the desk, and offer 锁定 and what else concerns them."""
        self._lockable = lockable
        self.top_bar.set_user(text, lockable=lockable)
        self.commands.refresh()

    def offer_to_user(self, keys: Sequence[str]) -> None:
        """Offer commands below the name of whoever is at the desk."""
        self._of_user = ("window.lock", "", *keys)

    def _user_menu(self) -> QMenu:
        return self.commands.menu(self._of_user, self)

    def _lock_refusal(self) -> str:
        return "" if self._lockable else "没有设口令，不能锁定；可在“系统—账号”里设口令"

    def say(self, text: str) -> None:
        """Show a sentence in the status bar."""
        self.status.undo.show_message(text)
        self.commands.refresh()

    def refresh_badges(self) -> None:
        """Ask anew what waits where."""
        self.navigation.set_badges(self._ports.badges())

    def open_palette(self) -> None:
        """Open the search over everything below the search line."""
        dialog = PaletteDialog(
            self,
            self.commands.in_sight(),
            self._ports.search,
            self.open_record,
            self._title_of_kind,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self.findChild(QWidget, "open_search")
        dialog.open_at((line or self).mapToGlobal(QPoint(0, 0)))

    def _title_of_kind(self, kind: str) -> str:
        return next((s.title for s in self._specs.values() if kind in s.kinds), "其他")

    def open_shortcuts(self) -> None:
        """Open the list of shortcuts."""
        dialog = ShortcutsDialog(self, self.commands.in_sight())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.present()

    # -- changes and the way back --------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        action = changes.action if changes.undoable else None
        if changes.label:
            self.status.undo.show_message(changes.label, action)
        self.refresh_badges()
        self.commands.refresh()

    def _undo_refusal(self) -> str:
        return "" if self.status.undo.action is not None else "没有可以撤销的操作"

    def _undo(self, action: int) -> None:
        self.tasks.run(
            lambda progress: self._ports.undo(action, progress), self._undone, title="正在撤销"
        )

    def _undone(self, result: Undone) -> None:
        self.bus.tell(result.changes)
        show_conflicts(self, result)

    # -- opening and closing -------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        kept = self._settings.value("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(_FIRST_SIZE)

    def rest(self) -> None:
        """Let everything typed be written and all work end, before the workspace is locked."""
        self._ahead.stop()
        for page in self._made.values():
            if isinstance(page, WritesDrafts):
                page.write_drafts()
        # What one thread has done, the other may have to write down.
        self.aside.cancel()
        while self.tasks.busy or self.aside.busy:
            self.aside.wait_until_idle()
            self.tasks.wait_until_idle()

    def show_again(self) -> None:
        """Go on where the same person was before the workspace was locked."""
        if self._current:
            self.show_page(self._current)
        self.refresh_badges()
        self.make_pages_ahead()

    def put_away(self) -> None:
        """Close for somebody else: no page is asked, and open dialogs are left."""
        self._put_away = True
        for dialog in reversed(self.findChildren(QDialog)):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only if no page objects, after running work has ended."""
        for page in self._made.values():
            if self._put_away:
                break
            if isinstance(page, MayObjectToClosing) and not page.may_close():
                event.ignore()
                return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._ahead.stop()
        self.aside.shut_down()
        self.tasks.shut_down()
        event.accept()
