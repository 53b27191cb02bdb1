"""One byte changed anywhere in the two files of a protected workspace is noticed.

Of a workspace without a password nothing seals the pages; there SQLite finds only what breaks its
own structure, which is one of the reasons why a new workspace is protected.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from partydesk.db.encryption import faults_of
from partydesk.domain.errors import PartydeskError
from partydesk.services.keyring import FILE_NAME as KEYS
from partydesk.services.protection import protect_workspace
from partydesk.services.sign_in import DATABASE, Credentials
from partydesk.services.workspace import open_workspace
from tests.factories import StandingClock, make_talent

PASSWORD = "shanxia-baima"


@pytest.fixture(scope="module")
def whole(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A protected workspace with some people."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copyfile(template_file, folder / DATABASE)
    with open_workspace(folder, clock=StandingClock()) as workspace:
        for number in range(30):
            make_talent(workspace, name=f"苏和{number}")
        protect_workspace(workspace, "乌云", PASSWORD)
    return folder


def _noticed(folder: Path) -> bool:
    """Whether opening it, or looking through it, tells that something is wrong."""
    try:
        with open_workspace(
            folder, credentials=Credentials(PASSWORD), clock=StandingClock()
        ) as workspace:
            return bool(faults_of(workspace._file()))
    except PartydeskError:
        return True


def _cases() -> list[object]:
    few = [(name, seed) for name in (DATABASE, KEYS) for seed in range(6)]
    all_of_them = [(name, seed) for name in (DATABASE, KEYS) for seed in range(100)]
    return [
        pytest.param(*case, marks=() if case in few else pytest.mark.long) for case in all_of_them
    ]


@pytest.mark.parametrize(("name", "seed"), _cases())
def test_a_flipped_byte_is_noticed(whole: Path, tmp_path: Path, name: str, seed: int) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("*.lock", "*.open"))
    chance = random.Random(f"{name}{seed}")
    content = bytearray((folder / name).read_bytes())
    content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
    (folder / name).write_bytes(content)
    assert _noticed(folder)


def test_an_untouched_copy_raises_no_alarm(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("*.lock", "*.open"))
    assert not _noticed(folder)
