"""What outlives a window: settings, log, and which workspace is open."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sys
from collections.abc import Callable, Iterator
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from partydesk import __version__
from partydesk.app.backups import keep_backups, note_rescued
from partydesk.app.coming_in import come_back
from partydesk.app.door import Door
from partydesk.app.locking import Curtain, IdleWatch
from partydesk.app.window import FOLDER, PROGRAM, build_window
from partydesk.domain.errors import EnvironmentProblem, PartydeskError
from partydesk.services import (
    dictionaries,
    policies,
)
from partydesk.services.backups import note_restored, replace_workspace, restore_anew
from partydesk.services.demonstration import make_demonstration, run_demonstration
from partydesk.services.founding import found_workspace
from partydesk.services.starts import MOST_FAILED, Starts
from partydesk.services.workspace import (
    FILE_NAME,
    Workspace,
    open_workspace,
)
from partydesk.ui.errors import ErrorDesk, install_exception_hook
from partydesk.ui.main_window import MainWindow
from partydesk.ui.theme import (
    Appearance,
    apply_theme,
    install_chinese,
    load_fonts,
    read_appearance,
    write_appearance,
)
from partydesk.ui.workspace.desk_ports import (
    ProgramPorts,
)
from partydesk.ui.workspace.facts_step import Banner, Suggestions
from partydesk.ui.workspace.new_workspace import NewWorkspaceDialog, WizardPorts
from partydesk.ui.workspace.wizard import StartDialog

LAST_WORKSPACE = "workspace/folder"
_LOG_BYTES = 500_000
#: A window that stands for so long has started.
_SETTLED_MS = 5000


def user_settings() -> QSettings:
    """Give the user's settings, a file in the usual place of this system."""
    folder = platformdirs.user_config_path(FOLDER, appauthor=False)
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


def start_log() -> None:
    """Log to a file of bounded size; what is written there names nobody (see ``ui.errors``)."""
    try:
        folder = platformdirs.user_log_path(FOLDER, appauthor=False, ensure_exists=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "partydesk.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger(__name__).info("PartyDesk %s", __version__)


def run(folder: Path | None = None, *, rescue: bool = False) -> int:
    """Open the window and stay until it is closed.

    Args:
        folder: The workspace; None for the last one, the first time with a wizard.
        rescue: Whether to show the rescue screen instead of opening anything.

    Returns:
        Exit status of the program.
    """
    errors = ErrorDesk()
    install_exception_hook(errors.show)
    start_log()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise EnvironmentProblem("这里没有图形界面，请用命令行的其他命令")
    starts = Starts(platformdirs.user_state_path(FOLDER, appauthor=False))
    program = Program(app, user_settings(), errors, starts)
    return program.run(folder, rescue=rescue)


class Program:
    """What outlives a window: the application, the settings, and which workspace is open."""

    def __init__(
        self,
        app: QApplication,
        settings: QSettings,
        errors: ErrorDesk,
        starts: Starts | None = None,
    ) -> None:
        """Dress the application; nothing is opened yet.

        Args:
            app: The application.
            settings: The user's.
            errors: Shows exceptions.
            starts: Counts the starts that fail; None to count none.
        """
        self._app, self._settings, self._errors = app, settings, errors
        self._starts = starts
        self._door = Door(settings, self._begin)
        app.setApplicationDisplayName(PROGRAM)
        self._family = load_fonts()
        install_chinese(app)
        apply_theme(app, read_appearance(settings), self._family)
        self.window: MainWindow | None = None
        self.workspace: Workspace | None = None
        self._locking = False
        self.idle = IdleWatch(settings, app)
        self.idle.idle.connect(self.lock)

    def run(self, folder: Path | None, *, rescue: bool = False) -> int:
        """Find a workspace, show its window, and stay until it is closed."""
        failed = self._starts.begin() if self._starts is not None else 0
        if rescue or failed >= MOST_FAILED:
            workspace = self._door.rescue(self._last(folder), failed)
        else:
            workspace = self.first_workspace(folder)
        if workspace is None:
            self._started()
            return 0
        try:
            self.show(workspace)
        except BaseException:
            workspace.close()
            raise
        # Its pages are made meanwhile; what fails in that is a start that failed.
        QTimer.singleShot(_SETTLED_MS, self._started)
        try:
            status = self._app.exec()
            self._started()
            return status
        finally:
            if self.workspace is not None:
                self.workspace.close()

    def _started(self) -> None:
        """Forget the starts that failed."""
        if self._starts is not None:
            self._starts.succeed()

    def _last(self, folder: Path | None) -> Path | None:
        """Name the workspace that is wanted: the given, else the last one."""
        kept = str(self._settings.value(LAST_WORKSPACE, ""))
        return folder or (Path(kept) if kept else None)

    def first_workspace(self, folder: Path | None) -> Workspace | None:
        """Open the named or the last workspace, or ask; None when the user leaves."""
        wanted = self._last(folder)
        return self._begin() if wanted is None else self._door.open(wanted, at_start=True)

    def _begin(self) -> Workspace | None:
        """Ask for a workspace where none is known; None when the user leaves."""
        dialog = StartDialog(wizard_ports(self._settings, self._door.open))
        try:
            return dialog.workspace if dialog.run() else None
        finally:
            dialog.deleteLater()

    def show(self, workspace: Workspace) -> None:
        """Show the window of a workspace and remember it."""
        ports = ProgramPorts(
            self.apply_appearance, self.open_folder, self.ask_new, self.restore_backup
        )
        window = build_window(workspace, self._settings, self._errors, ports)
        self.window, self.workspace = window, workspace
        self._errors.set_window(window)
        self._settings.setValue(LAST_WORKSPACE, str(workspace.folder))
        window.lock_asked.connect(self.lock)
        window.show()
        window.make_pages_ahead()
        keep_backups(window, workspace)

    def apply_appearance(self, appearance: Appearance) -> None:
        """Keep a look and show it at once."""
        write_appearance(self._settings, appearance)
        apply_theme(self._app, appearance, self._family)

    def open_folder(self, folder: Path) -> None:
        """Open another workspace in place of this one; what is wrong is shown."""
        if self.workspace is not None and folder.resolve() == self.workspace.folder.resolve():
            return
        workspace = self._door.open(folder, self.window)
        if workspace is not None:
            self._turn_to(workspace)

    def ask_new(self) -> None:
        """Ask for a new workspace and open it in place of this one."""
        dialog = NewWorkspaceDialog(self.window, wizard_ports(self._settings))
        try:
            if dialog.run() and dialog.workspace is not None:
                self._turn_to(dialog.workspace)
        finally:
            dialog.deleteLater()

    def restore_backup(self, file: Path) -> None:
        """Put a backup in the place of the open workspace, and open that.

        The window goes first, for nobody may have the files open. What is there now was backed up
        before, and is kept; where the backup cannot be restored, it is opened again.
        """
        before, workspace = self.window, self.workspace
        if before is None or workspace is None:
            return
        with self._staying():
            if not before.close():
                return
            workspace.close()
            self.window = self.workspace = None
            trouble: PartydeskError | None = None
            try:
                replace_workspace(file, workspace.folder, workspace.clock())
            except PartydeskError as error:
                trouble = error
            self._open_restored(workspace.folder, file, trouble)
        before.deleteLater()

    def _open_restored(self, folder: Path, file: Path, trouble: PartydeskError | None) -> None:
        """Open what there is now, and say what came of it; without it the program ends."""
        opened = self._door.open(folder)
        if opened is None:
            self._app.quit()
            return
        if trouble is None:
            note_restored(opened, file)
        self.show(opened)
        if trouble is not None:
            self._errors.show(trouble)

    def _turn_to(self, workspace: Workspace) -> None:
        """Close the present window, unless a page objects, and show the other workspace."""
        before, left = self.window, self.workspace
        with self._staying():
            if before is not None and not before.close():
                workspace.close()
                return
            self.show(workspace)
        if before is not None:
            before.deleteLater()
        if left is not None:
            left.close()

    @contextlib.contextmanager
    def _staying(self) -> Iterator[None]:
        """Keep the program from ending because for a moment no window is open."""
        self._app.setQuitOnLastWindowClosed(False)
        try:
            yield
        finally:
            self._app.setQuitOnLastWindowClosed(True)

    # -- locking -------------------------------------------------------------------------------

    def lock(self) -> None:
        """Hide everything and forget the key until somebody signs in.

        Work on its way is waited for, and what is typed is written first. Whoever comes back finds
        the same page; somebody else gets a window of their own.
        """
        window, workspace = self.window, self.workspace
        if window is None or workspace is None or self._locking or not workspace.protected:
            return
        self._locking = True
        person = workspace.account
        try:
            with self._staying():
                curtain = Curtain(window)
                window.rest()
                workspace.lock()
                if not come_back(self._settings, workspace):
                    self._leave(window)
                elif workspace.account == person:
                    curtain.open()
                    window.show_again()
                else:
                    self._hand_over(window, workspace)
        finally:
            self._locking = False
        self.idle.touch()

    def _hand_over(self, window: MainWindow, workspace: Workspace) -> None:
        """Show somebody else a window of their own; the dialogs of the other one are left."""
        window.put_away()
        self.show(workspace)
        window.deleteLater()

    def _leave(self, window: MainWindow) -> None:
        window.put_away()
        self._app.quit()


def wizard_ports(
    settings: QSettings,
    opening: Callable[[Path], Workspace | None] = open_workspace,
) -> WizardPorts:
    """Give the wizard what it asks of the services.

    Args:
        settings: The user's.
        opening: Opens a workspace; may ask when that fails, and give None.
    """
    home = platformdirs.user_documents_path() / PROGRAM
    year = dt.date.today().year
    banners = [
        Banner(d.name, d.code, dictionaries.parents_of(d.code)[-1])
        for d in dictionaries.list_banners()
    ]
    return WizardPorts(
        suggestions=Suggestions(banners, policies.default_rules, year, home),
        create=found_workspace,
        open=opening,
        settings=settings,
        demo=partial(open_demonstration, home / "演示", year),
        restore=lambda file, progress: restore_anew(file, home, progress),
        note_restored=note_rescued,
    )


def open_demonstration(folder: Path, year: int) -> Workspace:
    """Open the demonstration in a folder; the first time it is made there.

    Args:
        folder: Where it is kept, so that what was tried out is found again.
        year: The year to play the first time.

    Raises:
        EnvironmentProblem: It is open elsewhere, or the folder cannot be written.
    """
    if (folder / FILE_NAME).exists():
        return open_workspace(folder)
    workspace = make_demonstration(folder, year=year)
    try:
        run_demonstration(workspace, year)
    except BaseException:
        workspace.close()
        raise
    return workspace
