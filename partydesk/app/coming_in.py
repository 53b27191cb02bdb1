"""How people come into a workspace: opened as it is, or behind a dialog that asks who they are."""

from __future__ import annotations

import contextlib
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.sign_in import Credentials, PasswordNeeded, list_holders, waiting_s
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.workspace.sign_in import SignInDialog, SignInPorts

if TYPE_CHECKING:
    from pathlib import Path


def come_in(
    settings: QSettings, parent: QWidget | None, folder: Path, *, leave: str = "取消"
) -> Workspace | None:
    """Open a workspace, asking for account and password where it is protected.

    Args:
        settings: The user's settings.
        parent: Over which it is asked; None before there is a window.
        folder: Of the workspace.
        leave: Words on the button that signs nobody in.

    Returns:
        The workspace; None where nobody has signed in.

    Raises:
        EnvironmentProblem: It cannot be opened, whoever asks.
    """
    with contextlib.suppress(PasswordNeeded):
        return open_workspace(folder)

    def attempt(credentials: Credentials) -> Workspace:
        return open_workspace(folder, credentials=credentials)

    ports = SignInPorts(
        folder=folder,
        holders=list_holders(folder),
        attempt=attempt,
        give_back=Workspace.close,
        waiting_s=lambda: waiting_s(folder, dt.datetime.now().astimezone()),
        settings=settings,
        hands_over=True,
    )
    dialog = SignInDialog(parent, ports, leave=leave)
    try:
        if dialog.run():
            return dialog.workspace
        if dialog.trouble is not None:
            raise dialog.trouble
        return None
    finally:
        dialog.deleteLater()


def come_back(settings: QSettings, workspace: Workspace) -> bool:
    """Ask who is at the desk, in front of a workspace that is locked.

    Returns:
        Whether somebody has signed in.
    """

    def attempt(credentials: Credentials) -> Workspace:
        workspace.unlock(credentials)
        return workspace

    folder, user = workspace.folder, workspace.account.name
    holders: tuple[str, ...] = (user,)
    # Where the key file is gone, the attempt says so.
    with contextlib.suppress(EnvironmentProblem):
        holders = list_holders(folder) or holders
    ports = SignInPorts(
        folder=folder,
        holders=holders,
        attempt=attempt,
        give_back=Workspace.lock,
        waiting_s=partial(_waiting_s, workspace),
        settings=settings,
    )
    dialog = SignInDialog(None, ports, user=user, said="已锁定", leave="退出程序")
    try:
        return dialog.run()
    finally:
        dialog.deleteLater()


def _waiting_s(workspace: Workspace) -> int:
    return waiting_s(workspace.folder, workspace.clock())
