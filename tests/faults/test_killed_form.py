"""A program killed while somebody types loses at most the field being typed."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest
from sqlalchemy import text

from partydesk.domain.listing import Query
from partydesk.services.drafts import list_drafts
from partydesk.services.history import undo
from partydesk.services.pools import find_records, save_record
from partydesk.services.workspace import FILE_NAME, open_workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal and forks")
ROOT = Path(__file__).parents[2]
#: A field counts as left once the hand has been away for this long: two thirds of a key stroke
#: for every key of a short word, and time for a loaded machine to turn once.
_LEFT_S = 0.4
_OLDEST_S = 2.0


class Line(TypedDict):
    """One line of what was typed."""

    at: float
    form: int
    what: str
    field: str
    text: str
    record: int | None


@pytest.fixture(scope="module")
def with_people(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three people."""
    folder = tmp_path_factory.mktemp("typists")
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder) as workspace:
        for name in ("甲", "乙", "丙"):
            save_record(workspace, "talents", None, {"name": name})
    return folder / FILE_NAME


def _kill(template: Path, place: Path, seed: int, moments: list[int]) -> list[Path]:
    """Let somebody be cut off so many milliseconds after the first key; gives the folders."""
    victims: list[tuple[str, int, int]] = []
    for number, moment in enumerate(moments):
        folder = place / str(number)
        folder.mkdir()
        shutil.copyfile(template, folder / FILE_NAME)
        victims.append((str(folder), seed * 100 + number, moment))
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.typists"],
        input=json.dumps(victims),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert int(done.stdout) == len(moments), done.stderr
    return [Path(folder) for folder, _seed, _moment in victims]


def _check(folder: Path) -> tuple[int, int]:
    """Look for every field that was left, and for all that is older than two seconds.

    Returns:
        How many fields were looked for, and how many forms had been saved.
    """
    written = (folder / "typed.jsonl").read_text(encoding="utf-8").splitlines()
    lines: list[Line] = [json.loads(line) for line in written]
    died = lines[-1]["at"]
    saved = {line["form"] for line in lines if line["what"] == "saved"}
    on_disk = _on_disk(folder)
    latest: dict[tuple[str, str], Line] = {}
    names = {line["form"]: line["text"] for line in lines if line["field"] == "name"}
    for line in lines:
        safe = died - line["at"] > (_LEFT_S if line["what"] == "left" else _OLDEST_S)
        if line["field"] and safe:
            whose = str(line["record"]) if line["record"] else names[line["form"]]
            latest[whose, line["field"]] = line
    for (whose, field), line in latest.items():
        found = on_disk.get(whose, {}).get(field, "")
        assert found.startswith(line["text"].strip()), (line, found, died - line["at"])
        if line["what"] == "left" and line["form"] in saved:
            assert found == line["text"].strip()
    assert len({whose for whose in on_disk if not whose.isdigit()}) <= len(names), "nobody twice"
    return len(latest), len(saved)


def _on_disk(folder: Path) -> dict[str, dict[str, str]]:
    """Read what is stored of new people (by name) and typed over others (by number)."""
    found: dict[str, dict[str, str]] = {}
    with open_workspace(folder) as workspace:
        with workspace.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        people = find_records(workspace, "talents", Query(limit=1000)).rows
        for person in people:
            if person.name.startswith("人"):
                assert person.name not in found
                fields = ("name", "school", "unit_post", "rank", "ability", "note")
                found[person.name] = {name: getattr(person, name) or "" for name in fields}
        for draft in list_drafts(workspace, "talents"):
            whose = str(draft.record_id) if draft.record_id else draft.changed.get("name", "")
            assert whose not in found, "a saved person must not come back as a draft"
            found[whose] = dict(draft.changed)
    return found


def test_killed_at_a_few_moments(with_people: Path, tmp_path: Path) -> None:
    """There is no unsaved state older than two seconds; every field that was left is there.

    What was saved can still be undone: the way back lives in the database, not in the program.
    """
    folders = _kill(with_people, tmp_path, 7, [900, 4300, 9000])
    seen = [_check(folder) for folder in folders]
    assert sum(fields for fields, _saved in seen) > 0
    assert seen[-1][1] > 0, "somebody was saved before the end"
    with open_workspace(folders[-1]) as workspace:
        saved = len(find_records(workspace, "talents", Query(limit=1000)).rows)
        assert undo(workspace).restored > 0
        assert len(find_records(workspace, "talents", Query(limit=1000)).rows) == saved - 1


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_killed_at_many_moments(with_people: Path, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    moments = [draw.randint(300, 9000) for _ in range(10)]
    seen = [_check(folder) for folder in _kill(with_people, tmp_path, seed, moments)]
    print(f"seed {seed}: fields {[f for f, _ in seen]}, saved {[s for _, s in seen]}")
    assert sum(saved for _fields, saved in seen) > 0
