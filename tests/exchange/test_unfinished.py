"""What a killed program was writing is gone after the next start; what others write stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partydesk.exchange import unfinished
from partydesk.exchange.files import written_whole

ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from partydesk.exchange import unfinished
from partydesk.exchange.files import written_whole
unfinished.notes_folder = lambda: Path(sys.argv[2])
with written_whole(Path(sys.argv[1])) as place:
    place.write_text("150430197007071421")
    print(place, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    monkeypatch.setattr(unfinished, "notes_folder", lambda: folder)
    return folder


def _writing(target: Path, notes: Path) -> tuple[subprocess.Popen[str], Path]:
    """A program that has half written a file."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(target), str(notes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_file_of_a_killed_program_is_removed_that_of_a_living_one_is_not(
    tmp_path: Path, notes: Path
) -> None:
    process, half = _writing(tmp_path / "名册.xlsx", notes)
    with process:
        assert half.exists()
        assert unfinished.sweep() == []
        assert half.exists()
        process.kill()
        process.wait()
        assert unfinished.sweep() == [half]
    assert not half.exists()
    assert list(notes.iterdir()) == []
    assert not (tmp_path / "名册.xlsx").exists()


def test_what_is_finished_leaves_no_note(tmp_path: Path, notes: Path) -> None:
    with written_whole(tmp_path / "a.txt") as place:
        place.write_text("x")
        assert len(list(notes.glob("*.note"))) == 1
        assert unfinished.sweep() == [], "our own is alive"
    assert list(notes.glob("*.note")) == []
    assert (tmp_path / "a.txt").read_text() == "x"


def test_a_note_that_names_somebody_elses_file_removes_nothing(tmp_path: Path, notes: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    notes.mkdir()
    (notes / "1-a.note").write_text(str(precious))
    (notes / "1-b.note").write_bytes(b"\xff\xfe\x00")
    assert unfinished.sweep() == []
    assert precious.exists()


def test_without_a_place_for_notes_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(unfinished, "notes_folder", lambda: tmp_path / "file" / "notes")
    with written_whole(tmp_path / "a.txt") as place:
        place.write_text(str(os.getpid()))
    assert (tmp_path / "a.txt").read_text() == str(os.getpid())
    assert unfinished.sweep() == []


def test_a_file_is_noted_before_it_is_there_and_until_it_is_gone(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in between, nobody would know of it."""
    seen: list[int] = []
    create, remove = os.open, Path.unlink

    def creating(path: str | Path, *rest: int) -> int:
        if str(path).endswith(unfinished.SUFFIX):
            seen.append(len(list(notes.glob("*.note"))))
        return create(path, *rest)

    def removing(path: Path, missing_ok: bool = False) -> None:
        if path.name.endswith(unfinished.SUFFIX):
            seen.append(len(list(notes.glob("*.note"))))
        remove(path, missing_ok=missing_ok)

    monkeypatch.setattr(os, "open", creating)
    monkeypatch.setattr(Path, "unlink", removing)
    with pytest.raises(ZeroDivisionError), written_whole(tmp_path / "a.txt"):
        raise ZeroDivisionError
    assert seen == [1, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]
