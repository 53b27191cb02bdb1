"""The way to an open workspace: what is wrong is shown with what helps, what is risky is said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from partydesk.app.backups import rescue_backups
from partydesk.app.coming_in import come_in
from partydesk.app.window import PROGRAM
from partydesk.domain.damage import Finding, found
from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.opening import (
    check_file,
    copy_workspace,
    examine_folder,
    findings_of,
    warnings_of,
)
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.rescue.dialog import RescueDialog
from partydesk.ui.rescue.ports import RescuePorts

#: What is said once of a folder: its place will be the same tomorrow.
_SAID_ONCE: Final = frozenset({"cloud", "network", "view_only"})


class Door:
    """Opens workspaces for the program, and knows what to do when that fails."""

    def __init__(self, settings: QSettings, begin: Callable[[], Workspace | None]) -> None:
        """Remember in the settings what was said.

        Args:
            settings: The user's.
            begin: Asks for a new workspace.
        """
        self._settings = settings
        home = platformdirs.user_documents_path() / PROGRAM
        self._ports = rescue_ports(begin, home=home, come_in=partial(come_in, settings, None))

    def open(
        self, folder: Path, parent: QWidget | None = None, *, at_start: bool = False
    ) -> Workspace | None:
        """Open a workspace; None when the user leaves it at that.

        Args:
            folder: Of the workspace.
            parent: The window that is open already.
            at_start: Whether whoever does not sign in is asked for another workspace.
        """
        leave = "其他工作区…" if at_start else "取消"
        try:
            workspace = come_in(self._settings, parent, folder, leave=leave)
        except EnvironmentProblem as error:
            return self._ask(parent, folder, findings_of(folder, error))
        if workspace is not None:
            return self._warned(parent, workspace)
        return self._ports.begin() if at_start else None

    def rescue(self, folder: Path | None, failed: int = 0) -> Workspace | None:
        """Show the rescue screen without trying to open anything.

        Args:
            folder: The last workspace; None where none is known.
            failed: How many starts in a row have failed.
        """
        findings = () if folder is None else examine_folder(folder)
        told = (found("failed_starts", count=failed),) if failed else ()
        return self._ask(None, folder, (*told, *findings))

    def _warned(self, parent: QWidget | None, workspace: Workspace) -> Workspace | None:
        """Say what is risky about a workspace, of its place once only."""
        said = self._said(workspace.folder)
        risks = [one for one in warnings_of(workspace) if one.code not in said]
        if not risks:
            return workspace
        folder = workspace.folder
        chosen = self._ask(parent, folder, risks, workspace)
        if chosen is workspace:
            codes = _SAID_ONCE.intersection(one.code for one in risks) | said
            self._settings.setValue(_key(folder), ",".join(sorted(codes)))
        return chosen

    def _said(self, folder: Path) -> frozenset[str]:
        kept = str(self._settings.value(_key(folder), "") or "")
        return frozenset(kept.split(",")) & _SAID_ONCE

    def _ask(
        self,
        parent: QWidget | None,
        folder: Path | None,
        findings: Sequence[Finding],
        opened: Workspace | None = None,
    ) -> Workspace | None:
        dialog = RescueDialog(parent, self._ports, folder, findings, opened)
        try:
            if dialog.run():
                return dialog.workspace
            if opened is not None:
                opened.close()
            return None
        finally:
            dialog.deleteLater()


def rescue_ports(
    begin: Callable[[], Workspace | None],
    *,
    home: Path,
    come_in: Callable[[Path], Workspace | None] = open_workspace,
) -> RescuePorts:
    """Give the rescue screen what it asks of the services.

    Args:
        begin: Asks for a new workspace.
        home: Folder below which copies are suggested, and restored workspaces made.
        come_in: Opens a workspace; may ask who is there.
    """
    return RescuePorts(
        open=come_in,
        explain=findings_of,
        warnings=warnings_of,
        copy=copy_workspace,
        check=check_file,
        begin=begin,
        home=home,
        backups=rescue_backups(home),
    )


def _key(folder: Path) -> str:
    """Name the setting of a folder; an ini file's keys take no path."""
    return f"risks/{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
