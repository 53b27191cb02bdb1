"""A command line to speak to, as another program would."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from partydesk.cli import main


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answered.

    Attributes:
        status: Exit status.
        json: The value on stdout; None where there was nothing.
        text: What people read on stderr.
    """

    status: int
    json: Any
    text: str


Speak = Callable[..., Reply]


@pytest.fixture
def speak(capsys: pytest.CaptureFixture[str]) -> Speak:
    """Run a command with ``--json`` and read its one value."""

    def run(*arguments: object) -> Reply:
        status = main([*(str(a) for a in arguments), "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        value = json.loads(captured.out) if captured.out.strip() else None
        return Reply(status, value, captured.err)

    return run


@pytest.fixture
def desk(tmp_path: Path, speak: Speak) -> Path:
    """An empty workspace of 敖汉旗 with its townships."""
    folder = tmp_path / "desk"
    reply = speak(
        "init",
        "-w",
        folder,
        "--name",
        "敖汉旗",
        "--division",
        "150430",
        "--year",
        2026,
        "--no-password",
    )
    assert reply.status == 0
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a CSV as people's programs do."""

    def make(name: str, text: str, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return make
