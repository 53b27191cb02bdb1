"""Beginning a workspace as people do: with its first administrator and a recovery code, or nothing.

Whatever fails or is thought better of on the way leaves nothing behind, neither files nor folders.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partydesk.domain.errors import ValidationFailed
from partydesk.services.accounts import check_password, checked_name
from partydesk.services.protection import protect_workspace
from partydesk.services.sign_in import DATABASE
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

#: The administrator of whoever names none.
USUAL_ADMINISTRATOR = "管理员"
_OURS = DATABASE.partition(".")[0] + "."


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """The administrator of a new workspace.

    Attributes:
        name: Of the person.
        password: Theirs.
    """

    name: str
    password: str = field(repr=False)

    def check(self) -> None:
        """See that it may be used.

        Raises:
            ValidationFailed: Under ``administrator`` or ``password``.
        """
        faults: dict[str, str] = {}
        try:
            checked_name(self.name)
        except ValidationFailed as error:
            faults["administrator"] = error.fields["name"]
        try:
            check_password(self.name.strip(), self.password)
        except ValidationFailed as error:
            faults |= error.fields
        if faults:
            raise ValidationFailed(faults)


@dataclass(frozen=True, slots=True)
class _Place:
    """What stood in a folder before, and which folders there were not."""

    folder: Path
    stood: frozenset[Path]
    missing: tuple[Path, ...]

    @classmethod
    def of(cls, folder: Path) -> _Place:
        stood = frozenset(folder.iterdir()) if folder.is_dir() else frozenset()
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        return cls(folder, stood, tuple(missing))

    def restore(self) -> None:
        """Remove our files that did not stand there, and folders that are empty again."""
        with contextlib.suppress(OSError):
            for file in self.folder.iterdir():
                if file.name.startswith(_OURS) and file not in self.stood:
                    file.unlink()
        for folder in self.missing:
            with contextlib.suppress(OSError):
                folder.rmdir()


@dataclass(frozen=True, slots=True)
class Founded:
    """A new workspace, open.

    Attributes:
        workspace: The workspace.
        code: The recovery code, for its sheet; empty where there is no password.
    """

    workspace: Workspace
    code: str = field(repr=False)
    _place: _Place = field(repr=False)

    def abandon(self) -> None:
        """Close it and leave nothing behind."""
        self.workspace.close()
        self._place.restore()


def found_workspace(
    folder: Path,
    wish: NewWorkspace,
    account: FirstAccount | None,
    *,
    clock: Callable[[], dt.datetime] | None = None,
) -> Founded:
    """Make a new workspace and put it under a password.

    Args:
        folder: As for :func:`~partydesk.services.workspace.create_workspace`.
        wish: What it is to be.
        account: Its administrator; None to keep it without a password, by a deliberate choice.
        clock: Gives the moment; None for this PC's.

    Raises:
        ValidationFailed: As there, and under ``administrator`` or ``password``.
        EnvironmentProblem: As there; nothing is left of what was begun.
    """
    if account is not None:
        account.check()
    place = _Place.of(folder)
    try:
        workspace = _created(folder, wish, clock)
    except BaseException:
        place.restore()
        raise
    founded = Founded(workspace, "", place)
    if account is None:
        return founded
    try:
        code = protect_workspace(workspace, account.name, account.password)
    except BaseException:
        founded.abandon()
        raise
    return Founded(workspace, code, place)


def _created(
    folder: Path, wish: NewWorkspace, clock: Callable[[], dt.datetime] | None
) -> Workspace:
    if clock is None:
        return create_workspace(folder, wish)
    return create_workspace(folder, wish, clock=clock)
