"""A program killed in the middle of a busy day: what was acknowledged is there, nothing lies about.

Killed at random moments and statements of imports, merges, letters, exports, attachments, backups,
undo, and of the upgrade of an older workspace.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db import journal, upgrade
from partydesk.db.encryption import counts_of
from partydesk.db.engine import open_engine
from partydesk.domain.placements import Action, Order
from partydesk.exchange import unfinished
from partydesk.services.backups.places import OWN_FOLDER
from partydesk.services.history import list_actions
from partydesk.services.number_register import find_gaps
from partydesk.services.placements import act
from partydesk.services.pools import save_record, search_records
from partydesk.services.workspace import FILE_NAME, open_workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.faults.desk_work import ACKNOWLEDGED, OUT
from tests.faults.points import Point, killed_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal and forks")
_SAMPLES = Path(__file__).parents[1] / "db" / "samples"
_PROGRAM = "tests.faults.desk_work"
#: What belongs into the folder of a workspace that is closed, beside what the tests put there.
_AT_REST = {FILE_NAME, "workspace.lock", ACKNOWLEDGED, OUT, OWN_FOLDER}


@pytest.fixture(scope="module")
def desk(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in the middle of its year."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder, clock=StandingClock()) as workspace:
        make_pairs(workspace, 6)
        consent_all(workspace)
        act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    return folder / FILE_NAME


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the victims note their temporary files; the next start looks there."""
    folder = tmp_path / "state" / "PartyDesk" / "unfinished"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(unfinished, "notes_folder", lambda: folder)
    return folder


def _points(seed: int, amount: int) -> list[Point]:
    draw = random.Random(seed)
    statements: list[Point] = [("statement", draw.randint(1, 1500)) for _ in range(amount // 3)]
    moments: list[Point] = [
        ("after", draw.randint(0, 2500)) for _ in range(amount - len(statements))
    ]
    return statements + moments


def _check(folder: Path) -> tuple[int, int]:
    """Look for what was acknowledged and for what must not be there.

    Returns:
        How many actions were acknowledged, and how many more the journal holds.
    """
    log = folder / ACKNOWLEDGED
    # The last line may have been cut off: then it was not acknowledged.
    lines = log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []
    said = [json.loads(line) for line in lines]
    with open_workspace(folder, clock=StandingClock()) as workspace:
        with workspace.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert journal.broken_links(session) == []
            people = session.scalar(text("SELECT count(*) FROM talents"))
        known = {action.id for action in list_actions(workspace, limit=100_000)}
        acknowledged = {one["action"] for one in said if one["action"] is not None}
        assert acknowledged <= known, "an acknowledged commit is gone"
        assert search_records(workspace, "talents", "")[1] == people
        assert find_gaps(workspace) == ()
        save_record(workspace, "talents", None, {"name": "还能用"})
    for one in said:
        if one["file"]:
            assert zipfile.ZipFile(folder / OUT / one["file"]).testzip() is None
    assert {path.name for path in folder.iterdir()} <= _AT_REST
    return len(acknowledged), len(known) - len(acknowledged)


def _killed(desk: Path, place: Path, seed: int, amount: int) -> list[tuple[int, int]]:
    folders = killed_at(desk, place, _points(seed, amount), _PROGRAM)
    swept = unfinished.sweep()
    found = [_check(folder) for folder in folders]
    left = [path for folder in folders for path in folder.rglob(".*.part*")]
    assert left == [], "a temporary file lies about after the next start"
    notes = unfinished.notes_folder()
    assert list(notes.glob("*.note")) == []
    print(f"seed {seed}: {found}, swept {len(swept)}")
    return found


def test_killed_at_a_few_points(desk: Path, tmp_path: Path, notes: Path) -> None:
    found = _killed(desk, tmp_path, 2026, 6)
    assert sum(acknowledged for acknowledged, _ in found) > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_three_hundred_points(desk: Path, tmp_path: Path, notes: Path, seed: int) -> None:
    found = _killed(desk, tmp_path, seed, 30)
    assert max(acknowledged for acknowledged, _ in found) > 10


def _counts(file: Path) -> dict[str, int]:
    engine = open_engine(file)
    try:
        counts = counts_of(engine)
    finally:
        engine.dispose()
    return {table: counts[table] for table in ("talents", "enterprises", "actions", "changes")}


def _upgraded(place: Path, moments: list[int]) -> None:
    """Kill an upgrade at moments, and see that the next start brings it to its end."""
    sample = place / "old.pdk"
    sample.write_bytes(gzip.decompress((_SAMPLES / "0001.pdk.gz").read_bytes()))
    before = _counts(sample)
    points: list[Point] = [("after", moment) for moment in moments]
    for folder in killed_at(sample, place, points, _PROGRAM, "opening"):
        with open_workspace(folder, clock=StandingClock()) as workspace:
            assert workspace.schema == upgrade.head()
        assert _counts(folder / FILE_NAME) == before
        assert upgrade.drift(folder / FILE_NAME) == []
        assert {path.name for path in folder.iterdir()} <= _AT_REST
        assert list(folder.rglob(".*.part*")) == []


def test_an_upgrade_killed_in_the_middle(tmp_path: Path, notes: Path) -> None:
    _upgraded(tmp_path, [60, 250])


@pytest.mark.long
def test_an_upgrade_killed_at_many_moments(tmp_path: Path, notes: Path) -> None:
    draw = random.Random(11)
    _upgraded(tmp_path, [draw.randint(0, 1500) for _ in range(40)])
