"""Pictures of every page on the demonstration: ``python -m tests.journeys.screenshots FOLDER``.

They are drawn without a display, always of the same data on the same day, so that a picture only
changes when the program does.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication, QWidget

from partydesk import app
from partydesk.services.demonstration import (
    make_demonstration,
    run_demonstration,
    run_year_on_post,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Scheme
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.selection import steps
from partydesk.ui.selection.page import SelectionPage
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.theme import Appearance, apply_theme, install_chinese, load_fonts
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.workspace.new_workspace import NewWorkspaceDialog
from partydesk.ui.workspace.system_page import SystemPage
from partydesk.ui.workspace.wizard import StartDialog

YEAR = 2026
NOW = dt.datetime(YEAR, 4, 20, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))
#: After the reports of December, the last that the year brings.
JANUARY = dt.datetime(YEAR + 1, 1, 15, 9, 5, tzinfo=NOW.tzinfo)
SIZES = (QSize(1366, 768), QSize(1920, 1080))
_TURNS = 6
_COLOURS = 256


@dataclass(frozen=True)
class View:
    """One screen.

    Attributes:
        name: Name of the picture.
        show: Brings it into sight.
    """

    name: str
    show: Callable[[MainWindow], None]


def _page(key: str) -> Callable[[MainWindow], None]:
    return lambda window: window.show_page(key)


def _step(key: str) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.show_page("selection")
        settle(window)
        page = window.page("selection")
        assert isinstance(page, SelectionPage)
        page.show_step(key)

    return show


def _tab(key: str) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.show_page("system")
        page = window.page("system")
        assert isinstance(page, SystemPage)
        page.show_tab(key)

    return show


def _tabbed(page_key: str, key: str) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.show_page(page_key)
        page = window.page(page_key)
        assert isinstance(page, TabbedPage)
        page.show_tab(key)

    return show


#: 关于 is left out: it names folders of the machine.
VIEWS = (
    View("workbench", _page("workbench")),
    View("talents", _page("talents")),
    View("enterprises", _page("enterprises")),
    View("organizations", _page("organizations")),
    View("quality", _page("quality")),
    View("selection-posts", _step(steps.POSTS)),
    View("selection-publish", _step(steps.PUBLISH)),
    View("selection-wishes", _step(steps.WISHES)),
    View("selection-board", _step(steps.BOARD)),
    View("placements", _page("placements")),
    View("paper-register", _tabbed("paper", "register")),
    View("paper-certificates", _tabbed("paper", "certificates")),
    View("paper-layouts", _tabbed("paper", "layouts")),
    View("paper-fonts", _tabbed("paper", "fonts")),
    View("paper-genuineness", _tabbed("paper", "genuineness")),
    View("system-policy", _tab("policy")),
    View("system-dictionaries", _tab("dictionaries")),
    View("system-accounts", _tab("accounts")),
    View("system-self-check", _tab("self_check")),
    View("system-privacy", _tab("privacy")),
    View("history", _page("history")),
    View("system-appearance", _tab("appearance")),
)
#: What there is to see in December.
YEAR_VIEWS = (
    View("workbench-december", _page("workbench")),
    *(
        View(f"duty-{key}", _tabbed("duty", key))
        for key in ("plans", "reports", "ledger", "trainings", "inspections", "bulletin")
    ),
    *(
        View(f"evaluation-{key}", _tabbed("evaluation", key))
        for key in ("scheme", "ballots", "points", "results", "followup")
    ),
)
#: The picture that the README shows.
OVERVIEW = View("overview", _step(steps.BOARD))
#: Name, look, and the screens drawn with it.
LOOKS = (
    ("dark", Appearance(Scheme.DARK), ("workbench", "organizations", "selection-board")),
    ("20px", Appearance(font_px=20), ("workbench", "talents")),
)


def settle(window: MainWindow) -> None:
    """Let the program finish what it is doing."""
    for _ in range(_TURNS):
        window.tasks.wait_until_idle()
        QApplication.processEvents()


def keep(widget: QWidget, folder: Path, name: str) -> Path:
    """Store a picture of a widget.

    Returns:
        Its path.

    Raises:
        OSError: It could not be written.
    """
    path = folder / f"{name}.png"
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} could not be written")
    # A window has few colours: a palette shows them all in a quarter of the bytes.
    with Image.open(path) as drawn:
        drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


@contextmanager
def demonstration(folder: Path) -> Iterator[Workspace]:
    """Make the fictional banner with its whole round, on a day that stands still."""
    with make_demonstration(folder, year=YEAR, clock=lambda: NOW) as workspace:
        run_demonstration(workspace, YEAR)
        workspace.actor = "白音"
        yield workspace


def take_pictures(
    application: QApplication, workspace: Workspace, folder: Path, size: QSize
) -> list[Path]:
    """Draw every screen in a window of one size.

    Args:
        application: The application; it is dressed anew for each look.
        workspace: What is shown.
        folder: Where the pictures go.
        size: Of the window.
    """
    family = load_fonts()
    apply_theme(application, Appearance(), family)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.clear()
    window = app.build_window(workspace, settings, ErrorDesk())
    window.resize(size)
    window.show()
    made = []
    try:
        for view in VIEWS:
            view.show(window)
            settle(window)
            made.append(keep(window, folder, f"{view.name}-{size.width()}x{size.height()}"))
        if size == SIZES[0]:
            OVERVIEW.show(window)
            settle(window)
            made.append(keep(window, folder, OVERVIEW.name))
            made.extend(_other_looks(application, window, folder, family))
            apply_theme(application, Appearance(), family)
            made.extend(_dialogs(folder, settings))
    finally:
        window.close()
        window.deleteLater()
        settings.sync()
        (folder / "settings.ini").unlink(missing_ok=True)
    return made


def take_year_pictures(workspace: Workspace, folder: Path, size: QSize) -> list[Path]:
    """Draw the screens of the year's work in a window of one size.

    Args:
        workspace: What is shown, in December.
        folder: Where the pictures go.
        size: Of the window.
    """
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.clear()
    window = app.build_window(workspace, settings, ErrorDesk())
    window.resize(size)
    window.show()
    made = []
    try:
        for view in YEAR_VIEWS:
            view.show(window)
            settle(window)
            made.append(keep(window, folder, f"{view.name}-{size.width()}x{size.height()}"))
    finally:
        window.close()
        window.deleteLater()
        settings.sync()
        (folder / "settings.ini").unlink(missing_ok=True)
    return made


def _other_looks(
    application: QApplication, window: MainWindow, folder: Path, family: str
) -> list[Path]:
    """Draw some screens dark and with the largest type."""
    made = []
    for word, look, names in LOOKS:
        apply_theme(application, look, family)
        for view in (view for view in VIEWS if view.name in names):
            view.show(window)
            settle(window)
            made.append(keep(window, folder, f"{view.name}-{word}"))
    return made


def _dialogs(folder: Path, settings: QSettings) -> list[Path]:
    """Draw the two dialogs of the first start."""
    ports = app.wizard_ports(settings)
    start, new = StartDialog(ports), NewWorkspaceDialog(None, ports)
    new.set_text("name", "敖汉旗")
    new.set_text("folder", "D:/党建选派工作台/敖汉旗")
    new.set_text("year", str(YEAR))
    made = []
    dialogs: tuple[tuple[BaseDialog, str], ...] = ((start, "start"), (new, "new-workspace"))
    for dialog, name in dialogs:
        dialog.show()
        QApplication.processEvents()
        made.append(keep(dialog, folder, name))
        dialog.close()
        dialog.deleteLater()
    return made


def main(out_dir: Path) -> list[Path]:
    """Take all pictures without a display.

    Each size is drawn by a process of its own, because some pages look at the size of the screen,
    and the windowless one is as large as it was when the process began.

    Args:
        out_dir: Where they go; is made when it does not exist.

    Returns:
        Their paths.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        command = [sys.executable, "-m", __spec__.name, str(out_dir), str(SIZES.index(size))]
        subprocess.run(command, check=True)
    return sorted(out_dir.glob("*.png"))


def draw(out_dir: Path, size: QSize) -> None:
    """Take the pictures of one size, on a screen of that size."""
    with tempfile.TemporaryDirectory() as place:
        screen = {"name": "desk", "x": 0, "y": 0, "width": size.width(), "height": size.height(),
                  "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
        file = Path(place) / "screen.json"
        file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"
        application = QApplication([])
        install_chinese(application)
        with demonstration(Path(place) / "塔林旗") as workspace:
            take_pictures(application, workspace, out_dir, size)
            if size == SIZES[0]:  # the screen of most offices; playing the year takes its time
                run_year_on_post(workspace, YEAR)
                workspace.clock = lambda: JANUARY
                take_year_pictures(workspace, out_dir, size)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/screenshots")
    if len(sys.argv) > 2:
        draw(target, SIZES[int(sys.argv[2])])
    else:
        for picture in main(target):
            print(picture)
