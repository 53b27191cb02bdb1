"""A build that does not work is not handed out: what the trial of a built program refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tooling.trial import Trial, TrialFailed, main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


def _stand_in(folder: Path, code: str) -> Path:
    program = folder / "program"
    program.write_text(f"#!{sys.executable}\nimport os, sys\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_a_program_that_does_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = _stand_in(tmp_path, "sys.exit('No module named zxingcpp')")
    assert main([str(program)]) == 1
    assert "'doctor --json' ended with 1" in (said := capsys.readouterr().err)
    assert "No module named zxingcpp" in said


def test_a_program_that_misses_its_files(tmp_path: Path, place: Path) -> None:
    answer = '{"checks": [{"name": "fonts", "state": "missing"}, {"name": "x", "state": "ok"}]}'
    program = _stand_in(tmp_path, f"print('{answer}')")
    with pytest.raises(TrialFailed, match=r"misses fonts$"):
        Trial(program, place).examine()


def test_a_window_that_closes_by_itself(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tooling.trial._WINDOW_SECONDS", 1)
    log = "os.makedirs(d := os.environ['HOME'] + '/.local/state/PartyDesk/log')"
    code = f"{log}\nopen(d + '/partydesk.log', 'w').close()\nsys.exit('no platform plugin')"
    with pytest.raises(TrialFailed, match=r"exit code 1(.|\n)*no platform plugin"):
        Trial(_stand_in(tmp_path, code), place).open_window()


def test_the_program_has_a_home_of_its_own(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "mine"))
    program = _stand_in(tmp_path, "print(os.environ['HOME'], 'XDG_CONFIG_HOME' in os.environ)")
    assert Trial(program, place).ask() == f"{place / 'home'} False\n"
