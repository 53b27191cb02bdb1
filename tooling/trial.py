"""A built program is tried out away from its source: a year's papers, a code, the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tooling.process import WINDOWS, offscreen, say

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The window makes its pages one after another; all ten are there after some five seconds.
_WINDOW_SECONDS = 12
_FOLDER = "PartyDesk"


class TrialFailed(Exception):
    """The built program does not do what the source does; the message says what it said."""


class Trial:
    """One built program, a folder for what it makes, and a home of its own."""

    def __init__(self, program: Path, place: Path) -> None:
        """Prepare the home.

        Args:
            program: The start file.
            place: An empty folder outside the source tree, so that nothing is found by accident.
        """
        self.program, self.place = program, place
        self.home = place / "home"
        self.home.mkdir()
        self.workspace = place / "demo" / "workspace"

    def environment(self) -> Mapping[str, str]:
        """Return an environment without a display in which settings and log lie in ``home``."""
        names = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return {**kept, **dict.fromkeys(names, str(self.home)), **offscreen()}

    def ask(self, *words: object) -> str:
        """Run one command and return what it wrote.

        Raises:
            TrialFailed: It ended otherwise than well.
        """
        answer = subprocess.run(
            [str(self.program), *map(str, words)],
            cwd=self.place,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if answer.returncode != 0:
            wish = " ".join(map(str, words))
            raise TrialFailed(f"'{wish}' ended with {answer.returncode}:\n{answer.stderr}")
        return answer.stdout

    def examine(self) -> str:
        """Let it look at itself."""
        checks = json.loads(self.ask("doctor", "--json"))["checks"]
        missing = [check["name"] for check in checks if check["state"] == "missing"]
        if missing:
            raise TrialFailed(f"the doctor misses {', '.join(missing)}")
        return f"its doctor made {len(checks)} checks"

    def make_demonstration(self) -> str:
        """Let it go through a year: every paper, table, layout, font and the solver."""
        self.ask("demo", self.workspace.parent, "--no-window")
        papers = list((self.workspace.parent / "documents").iterdir())
        return f"made {len(papers)} documents"

    def verify(self) -> str:
        """Print the letters anew, and let it read the code of the first one from its picture."""
        import pypdfium2  # noqa: PLC0415 - only the environment of the project has it

        letters, picture = self.place / "letters.pdf", self.place / "letter.png"
        self.ask("print", "letters", letters, "-w", self.workspace)
        with pypdfium2.PdfDocument(letters) as document:
            document[0].render(scale=2).to_pil().save(picture)
        verdict = json.loads(self.ask("verify-letter", picture, "-w", self.workspace, "--json"))
        if verdict["state"] != "in_force":
            raise TrialFailed(f"the first letter is {verdict['state']}")
        return "read the code of a letter"

    def open_window(self) -> str:
        """Keep its window open until all pages are made.

        Raises:
            TrialFailed: It ended by itself, showed no page, or logged a fault.
        """
        settings = self._own_folder("settings") / "settings.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        folder = self.workspace.as_posix()
        settings.write_text(f"[workspace]\nfolder={folder}\n", encoding="utf-8")
        said = self.place / "window.txt"
        with said.open("wb") as file:
            window = subprocess.Popen(
                [str(self.program)],
                cwd=self.place,
                env=self.environment(),
                stdout=file,
                stderr=subprocess.STDOUT,
            )
            time.sleep(_WINDOW_SECONDS)
            code = window.poll()
            window.terminate()
            window.wait()
        log = (self._own_folder("log") / "partydesk.log").read_text(encoding="utf-8")
        if code is not None or " ERROR " in log or "page=" not in settings.read_text("utf-8"):
            words = said.read_text(encoding="utf-8", errors="replace")
            raise TrialFailed(f"the window did not stay (exit code {code}):\n{words}\n{log}")
        return f"its window stayed open for {_WINDOW_SECONDS} s without a fault"

    def _own_folder(self, kind: str) -> Path:
        """Name the folder of its settings or of its log; see ``partydesk.app.program``."""
        if WINDOWS:
            folder = self.home / _FOLDER
            return folder / "Logs" if kind == "log" else folder
        parts = (".config", _FOLDER) if kind == "settings" else (".local", "state", _FOLDER, "log")
        return self.home.joinpath(*parts)


def size_of(folder: Path) -> int:
    """Count the bytes of the files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def try_out(program: Path) -> None:
    """Try a built program.

    Raises:
        TrialFailed: Something in it does not work.
    """
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(program, Path(folder).resolve())
        for step in (trial.examine, trial.make_demonstration, trial.verify, trial.open_window):
            say(f"The built program: {step()}.")
    say(f"{program.parent} is ready, {size_of(program.parent) / 1e6:.0f} MB.")


def main(words: list[str]) -> int:
    """Try the program that is named; 1 and what it said where something does not work."""
    try:
        try_out(Path(words[0]).absolute())
    except TrialFailed as error:
        print(f"The built program fails: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
