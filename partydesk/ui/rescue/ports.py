"""What the rescue screen asks of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.damage import Finding
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress
from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup to choose from.

    Attributes:
        path: The backup.
        made: When, as people read it.
        about: What it holds and whether it was verified.
        sound: Whether it can be restored.
    """

    path: Path
    made: str
    about: str
    sound: bool = True


@dataclass(frozen=True)
class BackupPorts:
    """What can be done with backups.

    Attributes:
        find: Lists those of a workspace, wherever they are known to lie, the newest first.
        restore: Restores one and gives the folder to open; what is there now is kept.
        note: Writes into the opened workspace which backup it comes from.
    """

    find: Callable[[Path], Sequence[BackupLine]]
    restore: Callable[[Path, Path, Progress], Path]
    note: Callable[[Workspace, Path], None]


@dataclass(frozen=True)
class RescuePorts:
    """What the screen asks.

    Attributes:
        open: Opens a workspace; None where it asked for a password and nobody has signed in.
        explain: Says what is wrong with one that could not be opened.
        warnings: Says what is risky about one that is open.
        copy: Copies one into another folder.
        check: Looks at every page of its file; says what is wrong.
        begin: Asks for a new workspace or the demonstration; None when the user thinks better.
        home: Folder below which copies are suggested.
        backups: None where no backups are kept.
    """

    open: Callable[[Path], Workspace | None]
    explain: Callable[[Path, EnvironmentProblem], Sequence[Finding]]
    warnings: Callable[[Workspace], Sequence[Finding]]
    copy: Callable[[Path, Path, Progress], Path]
    check: Callable[[Path], Sequence[str]]
    begin: Callable[[], Workspace | None]
    home: Path
    backups: BackupPorts | None = None
