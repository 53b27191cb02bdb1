"""The matching board with 300 posts and 200 people: opening, matching, looking, explaining.

The window is real and drawn without a display; each step is measured until it is painted. Beside it
stands the floor of the old way: judging everybody for every post before anything is shown, as the
board did until only the post looked at was judged. Wall and processor time, medians of five.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from bench._large_round import PEOPLE, POSTS, YEAR, large_round
from partydesk.app import build_window
from partydesk.domain.chances import candidates_of, chances_of
from partydesk.services.board import get_board
from partydesk.services.matching import run_matching
from partydesk.services.runs import replay
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.selection.reading import read_round
from partydesk.ui.theme import Appearance, apply_theme, install_chinese, load_fonts

if TYPE_CHECKING:
    from partydesk.ui.selection.page import SelectionPage

_TIMES = 5


def timed(name: str, work: Callable[[], object], times: int = _TIMES) -> float:
    """Print the medians of several runs in milliseconds; give the processor's."""
    wall, busy = [], []
    for _ in range(times):
        began, worked = perf_counter(), process_time()
        work()
        wall.append((perf_counter() - began) * 1000)
        busy.append((process_time() - worked) * 1000)
    print(f"  {name:48} wall {median(wall):7.1f}   busy {median(busy):7.1f}", flush=True)
    return median(busy)


def everybody_for_every_post(workspace: Workspace) -> None:
    """Judge all pairs, as the board once did before it showed anything."""
    standing = get_board(workspace, YEAR).standing
    if standing is not None:
        for post in standing.posts:
            candidates_of(standing, post)


def settle(window: MainWindow) -> None:
    """Wait until the work of the window and the reading that follows it are painted."""
    for _ in range(4):
        window.tasks.wait_until_idle(20_000)
        QApplication.processEvents()


def measure_services(workspace: Workspace) -> None:
    """Measure without the window."""
    timed("match: problem, pairs, reasons, stored", lambda: run_matching(workspace, YEAR))
    new = timed("read the whole round for the page", lambda: read_round(workspace, YEAR))
    old = timed("  the same with every post judged (old way)",
                lambda: everybody_for_every_post(workspace))  # fmt: skip
    print(f"  old way to new {old / new:.1f}x")
    standing = get_board(workspace, YEAR).standing
    if standing is None:
        return
    first, person = next(iter(standing.posts)), next(iter(standing.people))
    timed("explain: the candidates of one post", lambda: candidates_of(standing, first))
    timed("the chances of one person", lambda: chances_of(standing, person))
    timed("replay the newest run", lambda: replay(workspace, YEAR))


def measure_window(workspace: Workspace, settings: QSettings) -> None:
    """Open the page, match and look at posts in the real window."""
    window = build_window(workspace, settings, ErrorDesk())
    window.resize(1366, 768)
    window.show()
    settle(window)

    def open_board() -> None:
        window.show_page("selection")
        settle(window)

    timed("window: page opened for the first time", open_board, 1)
    page = cast("SelectionPage", window.page("selection"))
    page.show_step("matching")

    def match() -> None:
        page.board.run_matching()
        settle(window)

    timed("window: matched, read and painted again", match)
    places = iter(range(1, _TIMES + 1))

    def look() -> None:
        page.board.posts.select_number(next(places))
        QApplication.processEvents()

    timed("window: the next post looked at and explained", look)
    window.close()


def main() -> None:
    """Measure a round of the size that a large banner has."""
    print(f"Board: {POSTS} posts, {PEOPLE} people, eight ranks on every sheet; milliseconds")
    app = QApplication([])
    install_chinese(app)
    apply_theme(app, Appearance(), load_fonts())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        with large_round(place / "round") as workspace:
            measure_services(workspace)
            settings = QSettings(str(place / "settings.ini"), QSettings.Format.IniFormat)
            measure_window(workspace, settings)


if __name__ == "__main__":
    main()
