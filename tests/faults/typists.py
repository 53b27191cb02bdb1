"""People at a real form who are cut off; run as a program by the tests.

``python -m tests.faults.typists`` reads a JSON list of [folder, seed, milliseconds] from standard
input. For each it forks a child that opens the window on the workspace and types into the pool of
talents at the pace of a person: new people, whom it saves, and changes to people who are there,
which it leaves unsaved. So many milliseconds after its first key it is killed. What it did is in
``typed.jsonl`` in the folder, one line for each key: when, on which form, in which field, and the
text so far; ``left`` and ``saved`` are lines of their own.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

#: Typed into these, in turn.
FIELDS = ("name", "school", "unit_post", "rank", "ability", "note")
KEY_S = 0.045
_SIGNS = "abcdefgh敖敦其格12"


def main() -> None:
    """Kill one child for each line; says how many died by the signal."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    victims = json.load(sys.stdin)
    print(sum(_killed(Path(folder), seed, ms) for folder, seed, ms in victims))


def _killed(folder: Path, seed: int, after_ms: int) -> bool:
    begun_read, begun_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _work(folder, seed, begun_write)
        finally:
            os._exit(4)  # a fault of its own must not run on as the parent
    os.close(begun_write)
    os.read(begun_read, 1)
    time.sleep(after_ms / 1000)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(begun_read)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _work(folder: Path, seed: int, begun: int) -> None:
    """Type until killed."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - Qt must not be there before the fork
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from partydesk.app import build_window  # noqa: PLC0415
    from partydesk.services.workspace import open_workspace  # noqa: PLC0415
    from partydesk.ui.errors import ErrorDesk  # noqa: PLC0415
    from tests.factories import StandingClock  # noqa: PLC0415

    app = QApplication([])
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    workspace = open_workspace(folder, clock=StandingClock())
    window = build_window(workspace, settings, ErrorDesk())
    window.show()
    app.processEvents()
    with (folder / "typed.jsonl").open("w", encoding="utf-8", buffering=1) as log:
        Typist(window, random.Random(seed), log, lambda: os.write(begun, b"x")).work()
    # Not killed in time: the parent finds out by the way it ends.


class Typist:
    """Types at the pace of a person and writes down what was typed."""

    def __init__(
        self, window: object, draw: random.Random, log: TextIO, begin: Callable[[], object]
    ) -> None:
        """Sit down at ``window``; ``begin`` is called before the first key."""
        from partydesk.ui.main_window import MainWindow  # noqa: PLC0415
        from partydesk.ui.talents.page import TalentsPage  # noqa: PLC0415

        assert isinstance(window, MainWindow)
        window.show_page("talents")
        page = window.page("talents")
        assert isinstance(page, TalentsPage)
        self._window, self._page, self._draw, self._log = window, page, draw, log
        self._begin = begin

    def work(self) -> None:
        """Fill one form after the other."""
        self._begin()
        for form in range(100):
            new = form % 2 == 0
            if new:
                self._window.commands.run("talents.new")
            else:
                self._page.go_to(1 + form // 2 % 3)
            chosen = FIELDS if new else tuple(self._draw.sample(FIELDS[1:], 2))
            for field in chosen:
                self._fill(form, field)
            if new:
                self._window.commands.run("talents.save")
                self._window.tasks.wait_until_idle()
                self._say(form, "saved", "", "")

    def _fill(self, form: int, field: str) -> None:
        from PySide6.QtTest import QTest  # noqa: PLC0415

        from tests.ui.hands import type_text  # noqa: PLC0415

        keyboard = self._page.card.form.block(field).editor.keyboard
        self._page.card.form.focus_field(field)
        beginning = f"人{form}号" if field == "name" else ""
        signs = [*beginning, *(self._draw.choice(_SIGNS) for _ in range(self._draw.randint(6, 11)))]
        for sign in (*signs, "完"):
            type_text(keyboard, sign)
            self._say(form, "key", field, self._page.card.form.text_of(field))
            QTest.qWait(int(KEY_S * 1000))
        keyboard.clearFocus()
        self._say(form, "left", field, self._page.card.form.text_of(field))

    def _say(self, form: int, what: str, field: str, text: str) -> None:
        said = {"at": time.monotonic(), "form": form, "what": what, "field": field, "text": text,
                "record": self._page.card.record_id}  # fmt: skip
        self._log.write(json.dumps(said, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
