"""A workspace with something in it, and a backup of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk.services import backups
from partydesk.services.backups import Made
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock, make_enterprise, make_talent


@pytest.fixture
def desk(workspace_folder: Path, clock: StandingClock) -> Iterator[Workspace]:
    """Three people and two units."""
    with open_workspace(workspace_folder, clock=clock) as workspace:
        for _ in range(3):
            make_talent(workspace)
        for _ in range(2):
            make_enterprise(workspace)
        yield workspace


@pytest.fixture
def made(desk: Workspace) -> Made:
    """A backup in the place of this PC."""
    return backups.make_backup(desk)


def flip(file: Path, place: int, bits: int = 1) -> None:
    """Change one byte of a file."""
    content = bytearray(file.read_bytes())
    content[place] ^= bits
    file.write_bytes(content)
