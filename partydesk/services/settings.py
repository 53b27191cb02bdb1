"""Choices of the office for this workspace that belong to no year, such as its fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from partydesk.db.models import SettingRow
from partydesk.domain.changes import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace


def get_setting(workspace: Workspace, key: str) -> Any:  # noqa: ANN401 - plain data of any shape
    """Read a choice; None where nobody has chosen yet."""
    with workspace.reading() as session:
        return setting_in(session, key)


def setting_in(session: Session, key: str) -> Any:  # noqa: ANN401 - plain data of any shape
    """Read a choice within a transaction; None where nobody has chosen yet."""
    row = session.scalar(select(SettingRow).where(SettingRow.key == key))
    return None if row is None else row.value


def set_setting(workspace: Workspace, key: str, value: object, label: str) -> Changes:
    """Keep a choice.

    Args:
        workspace: Open workspace.
        key: Stable English word.
        value: Plain data.
        label: What the history says was done.
    """
    with workspace.unit_of_work("setting", label) as uow:
        row = uow.session.scalar(select(SettingRow).where(SettingRow.key == key))
        if row is None:
            uow.session.add(SettingRow(key=key, value=value))
        else:
            row.value = value
        return uow.commit()
