"""The peers' own environment and the process that runs them.

The product never imports a peer: they live in ``bench/.venv``, made here on the first run from
``bench/requirements.txt``, and answer over standard input and output, one JSON value a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Self, TypedDict

BENCH = Path(__file__).resolve().parent
ENVIRONMENT = BENCH / ".venv"
REQUIREMENTS = BENCH / "requirements.txt"


class Answer(TypedDict, total=False):
    """What a peer says about one run; ``error`` alone if it could not do it."""

    error: str
    version: str
    build_ms: float
    solve_ms: float
    pairs: list[list[int]]
    size: int
    exact: bool
    ms: float
    processor_ms: float
    parts: dict[str, float]


def peer_python() -> Path:
    """Make the peers' environment if it is missing, and name its interpreter.

    A peer that cannot be installed is no reason to stop: it is missed later, by name.
    """
    windows = sys.platform == "win32"
    python = ENVIRONMENT / ("Scripts/python.exe" if windows else "bin/python")
    stamp = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        # One by one, so that one that cannot be had does not keep the others away.
        names = [line for line in wanted.splitlines() if line and not line.startswith("#")]
        done = [
            subprocess.run([python, "-m", "pip", "install", "-q", name], check=False).returncode
            for name in names
        ]
        if not any(done):
            stamp.write_text(wanted, encoding="utf-8")
    return python


class Peers:
    """A running process that holds one problem at a time."""

    def __init__(self, script: str) -> None:
        """Start a script of this folder under the peers' interpreter."""
        # -P keeps this folder off the path: its matching.py would hide the peer of that name.
        self._process = subprocess.Popen(
            [peer_python(), "-P", BENCH / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        """Use the process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it by closing its input."""
        self._process.communicate()

    def ask(self, question: object) -> Answer:
        """Send one line and wait for one line."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None or self._process.poll() is not None:
            return {"error": "the peers' process has ended"}
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            return {"error": "the peers' process has ended"}
        answer: Answer = json.loads(line)
        return answer
