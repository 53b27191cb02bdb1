"""The pool pages at 1,000, 10,000 and 100,000 units: opening, typing, scrolling, memory.

The window is real and drawn without a display. A key is measured from the press to the first page
painted. Beside the time of the wall stands that of the processor, which other work on the machine
disturbs less. The floor is one plain SQLite table in memory scanned with LIKE, the peer SQLite's
FTS5 with trigrams over the same words; both only give numbers, draw nothing, and know no surnames,
mixtures or tiers. Each size runs in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Process
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench._pool_keys import Floor, Typed, keystrokes
from partydesk.app import build_window
from partydesk.domain.listing import Query
from partydesk.services.demonstration import make_demonstration
from partydesk.services.lists import list_records, read_records
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.table import PAGE_ROWS
from partydesk.ui.theme import Appearance, apply_theme, install_chinese, load_fonts

SIZES = (1_000, 10_000, 100_000)
YEAR = 2026
_LIMIT_S = 20
_SCROLLS = 200
_BATCH = 2_000


@dataclass(frozen=True)
class Spent:
    """Milliseconds of one run, by the wall and of the processor."""

    wall: float
    busy: float


def clock(work: Callable[[], object]) -> Spent:
    """Measure one run."""
    began, busy = perf_counter(), process_time()
    work()
    return Spent((perf_counter() - began) * 1000, (process_time() - busy) * 1000)


def memory_mb() -> float:
    """Memory of this process now, where the system tells."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def page_of(window: MainWindow, kind: str) -> PoolPage[Any]:
    """Give the page of a pool."""
    return next(p for p in window.findChildren(PoolPage) if p.face.kind == kind)


def until(done: Callable[[], bool]) -> None:
    """Let the window work until something is there."""
    deadline = perf_counter() + _LIMIT_S
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        if perf_counter() > deadline:
            raise TimeoutError


def open_page(window: MainWindow, kind: str) -> None:
    """Go to a page and paint it."""
    window.show_page(kind)
    page_of(window, kind).list.table.view.viewport().repaint()


def make_ahead(window: MainWindow) -> None:
    """Make the pages of the pools before anybody asks, as the program does after its start."""
    pauses = []
    for key in ("talents", "enterprises", "organizations"):
        pauses.append(clock(partial(window.page, key)))
        QApplication.processEvents()
    said("pause while a page is made ahead", pauses)


def type_key(page: PoolPage[Any], typed: Typed) -> None:
    """Bring the line to what was typed and wait for the painted page."""
    line, model = page.filters.search, page.list.model
    filled: list[bool] = []

    def note() -> None:
        filled.append(True)

    model.modelReset.connect(note)
    before = line.text()
    if typed.text[:-1] == before and typed.text.isascii():
        QTest.keyClicks(line, typed.text[-1])
    else:
        line.setText(typed.text)
    until(lambda: bool(filled) or line.text() == before)
    QApplication.processEvents()  # paints what the reset has made stale
    model.modelReset.disconnect(note)


def scroll(page: PoolPage[Any]) -> list[Spent]:
    """Go through the whole list in jumps and then in screens; the time of each painted step."""
    bar = page.list.table.view.verticalScrollBar()
    half = _SCROLLS // 2
    places = [bar.maximum() * step // half for step in range(half)]
    places += [step * bar.pageStep() for step in range(half)]
    return [clock(partial(scroll_to, page, place)) for place in places]


def scroll_to(page: PoolPage[Any], place: int) -> None:
    """Scroll to a place and wait until the rows there are painted."""
    view, model = page.list.table.view, page.list.model
    view.verticalScrollBar().setValue(place)
    QApplication.processEvents()
    top = max(0, view.rowAt(0))
    until(lambda: model.row_at(top) is not None)
    QApplication.processEvents()


def said(name: str, times: Sequence[Spent], base: float = 0.0) -> float:
    """Print medians and 95th percentiles, with the ratio of the busy medians to a base."""
    wall, busy = [each.wall for each in times], [each.busy for each in times]
    middle = median(busy)
    ratio = f"{middle / base:7.2f}x" if base else ""
    print(
        f"  {name:44} wall {median(wall):7.1f} {high(wall):7.1f}"
        f"   busy {middle:7.1f} {high(busy):7.1f}   {ratio}",
        flush=True,
    )
    return middle


def high(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def measure_window(workspace: Workspace, settings: QSettings, keys: Sequence[Typed]) -> float:
    """Open, type and scroll in the real window; give the busy median of a key."""
    window = build_window(workspace, settings, ErrorDesk())
    window.resize(1366, 768)
    window.show()
    QApplication.processEvents()
    make_ahead(window)
    enterprises = partial(open_page, window, "enterprises")
    said("page opened for the first time", [clock(enterprises)])
    again = []
    for _ in range(10):
        window.show_page("talents")
        QTest.qWait(100)
        again.append(clock(enterprises))
        QTest.qWait(100)
    said("page opened again", again)
    page = page_of(window, "enterprises")
    times = [(typed.kind, clock(partial(type_key, page, typed))) for typed in keys]
    middle = said("key to painted page, the whole window", [each for _, each in times])
    for kind in dict.fromkeys(kind for kind, _ in times):
        said(f"    {kind}", [each for of, each in times if of == kind])
    page.filters.clear()
    said("scrolling, one painted step", scroll(page))
    print(f"  memory {memory_mb():.0f} MB")
    window.close()
    return middle


def measure_search(
    workspace: Workspace, keys: Sequence[Typed], records: Sequence[tuple[str, str]], key: float
) -> None:
    """Ask the service, the floor and the peer side by side, so that a slow moment hits all."""
    plain = Floor(records)
    floor, peer, service = [], [], []
    for typed in keys:
        text = typed.text
        floor.append(clock(partial(plain.scan, text)))
        spent = clock(partial(plain.full_text, text))
        if plain.can_answer(text):
            peer.append(spent)
        ask = partial(list_records, workspace, "enterprises", Query(text=text), first=PAGE_ROWS)
        service.append(clock(ask))
    base = said("floor: LIKE over a plain table in memory", floor)
    said(f"peer: FTS5 trigram ({len(peer)} of {len(keys)} answered)", peer, base)
    said("search service, each text by itself", service, base)
    print(f"  the whole window to the floor {key / base:.2f}x")


def make(units: int, place: Path) -> None:
    """Make the workspace of one size."""
    make_demonstration(place, year=YEAR, talents=units // 5, enterprises=units).close()


def run_size(units: int, folder: Path) -> None:
    """Measure one size; the workspace is made where there is none, by a process of its own."""
    place = folder / str(units)
    if not (place / "workspace.pdk").exists():
        made = Process(target=make, args=(units, place))
        spent = clock(partial(_run, made))
        print(f"  made in {spent.wall / 1000:.0f} s", flush=True)
    app = QApplication([])
    install_chinese(app)
    apply_theme(app, Appearance(), load_fonts())
    settings = QSettings(str(folder / f"{units}.ini"), QSettings.Format.IniFormat)
    with open_workspace(place) as workspace:
        numbers = list_records(workspace, "enterprises", Query(), first=0).numbers
        sample = read_records(workspace, "enterprises", numbers[:: max(1, len(numbers) // 500)])
        keys = keystrokes([(unit.name, unit.credit_code or "") for unit in sample])
        key = measure_window(workspace, settings, keys)
        records = [
            (unit.name, unit.credit_code or "")
            for start in range(0, len(numbers), _BATCH)
            for unit in read_records(workspace, "enterprises", numbers[start : start + _BATCH])
        ]
        measure_search(workspace, keys, records, key)


def _run(process: Process) -> None:
    """Run a process to its end."""
    process.start()
    process.join()


def main() -> None:
    """Measure all sizes, or the one that is named."""
    if len(sys.argv) > 2:  # noqa: PLR2004 - size and folder
        run_size(int(sys.argv[1]), Path(sys.argv[2]))
        return
    print("Pool pages: 200 keys each; median and 95th percentile in ms; ratios of busy medians")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for units in SIZES:
            print(f"\n{units:,} units, {units // 5:,} people", flush=True)
            command = [sys.executable, "-m", "bench.pools", str(units), folder]
            subprocess.run(command, check=False)


if __name__ == "__main__":
    main()
