"""Where the project lies, and how its tools are started."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "set-up.stamp"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")


class SetUpError(Exception):
    """The set-up cannot go on; the message says what the developer can do."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before the output of the tool that follows."""
    print(text, flush=True)


def run(command: Sequence[object], env: Mapping[str, str] | None = None) -> int:
    """Run a command (words or paths) in the project folder and return its exit code."""
    words = [str(word) for word in command]
    merged = {**os.environ, **env} if env else None
    return subprocess.run(words, cwd=ROOT, env=merged, check=False).returncode


def run_side_by_side(
    commands: Sequence[Sequence[object]], env: Mapping[str, str] | None = None
) -> int:
    """Run commands at the same time; the last one talks at once, the others once they have ended.

    Returns:
        The first exit code that is not 0, else 0.
    """
    merged = {**os.environ, **env} if env else None
    *quiet, loud = ([str(word) for word in command] for command in commands)
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / f"{number}.txt" for number in range(len(quiet))]
        running = []
        for words, log in zip(quiet, logs, strict=True):
            with log.open("wb") as file:
                started = subprocess.Popen(
                    words, cwd=ROOT, env=merged, stdout=file, stderr=subprocess.STDOUT
                )
                running.append(started)
        codes = [subprocess.run(loud, cwd=ROOT, env=merged, check=False).returncode]
        for process, log in zip(running, logs, strict=True):
            codes.append(process.wait())
            say(log.read_text(encoding="utf-8", errors="replace"))
    return next((code for code in codes if code != 0), 0)


def offscreen() -> dict[str, str]:
    """Return the environment in which Qt draws without a display."""
    return {"QT_QPA_PLATFORM": "offscreen"}
