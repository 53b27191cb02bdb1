"""What all tests share: a workspace made once and copied, and a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from partydesk.db.engine import open_engine
from partydesk.exchange import unfinished
from partydesk.services import keyring, system_fonts
from partydesk.services import workspace as workspaces
from partydesk.services.workspace import (
    FILE_NAME,
    NewWorkspace,
    Workspace,
    create_workspace,
    open_workspace,
)
from tests.factories import BANNER, DIVISION, YEAR, StandingClock


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Let every workspace of the run share the statements that SQLAlchemy has compiled.

    A program opens one workspace and compiles each statement once; a test run opens hundreds,
    and would spend half of its time compiling the same statements for each engine.
    """
    first: list[Engine] = []

    def opened(path: Path, *, key: bytes | None = None, foreign_keys: bool = True) -> Engine:
        engine = open_engine(path, key=key, foreign_keys=foreign_keys)
        if first:
            engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
        else:
            first.append(engine)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspaces, "open_engine", opened)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_fonts_of_this_pc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Print with the shipped fonts, whatever this PC has."""
    empty = tmp_path_factory.mktemp("fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system_fonts, "font_folders", lambda: (empty,))
        yield


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrap keys at no cost: what a guess costs is measured in one test, not paid in each."""
    monkeypatch.setattr(keyring, "COST", keyring.Cost(memory_kib=32, passes=1, lanes=1))


@pytest.fixture(scope="session", autouse=True)
def _notes_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the notes of files being written away from the user's own."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unfinished, "notes_folder", lambda: folder / "unfinished")
        yield


@pytest.fixture
def font_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the PC's fonts; empty at first."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(system_fonts, "font_folders", lambda: (folder,))
    return folder


@pytest.fixture
def clock() -> StandingClock:
    """2026-03-02 09:00 in China until the test moves it on."""
    return StandingClock()


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new workspace, migrated to the newest schema; never opened by a test."""
    folder = tmp_path_factory.mktemp("template") / "workspace"
    wish = NewWorkspace(name=BANNER, division_code=DIVISION, year=YEAR)
    create_workspace(folder, wish, clock=StandingClock()).close()
    return folder / FILE_NAME


@pytest.fixture(scope="module")
def shared_workspace(
    template_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """One open workspace for a module whose tests fill it once and then only read."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder, clock=StandingClock()) as opened:
        yield opened


@pytest.fixture
def workspace_folder(template_file: Path, tmp_path: Path) -> Path:
    """A folder with a workspace that nobody has opened."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    shutil.copyfile(template_file, folder / FILE_NAME)
    return folder


@pytest.fixture
def workspace(workspace_folder: Path, clock: StandingClock) -> Iterator[Workspace]:
    """An open workspace of its own."""
    with open_workspace(workspace_folder, clock=clock) as opened:
        yield opened
