"""Photos: kept in the workspace's own file, addressed by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from partydesk.db.models import FileRow
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.exchange.untrusted import PhotoRefusedError, check_photo

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_TYPES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def add_picture(workspace: Workspace, content: bytes) -> str:
    """Keep a photo; the same photo is kept once.

    Returns:
        Its SHA-256, by which a record refers to it.

    Raises:
        ValidationFailed: It is not a JPEG or PNG, damaged, or too large.
    """
    try:
        kind = check_photo(content)
    except PhotoRefusedError as problem:
        raise ValidationFailed({"photo": f"照片{problem}"}) from problem
    sha256 = hashlib.sha256(content).hexdigest()
    with workspace.unit_of_work("add_picture", "保存照片", passive=True) as uow:
        if uow.session.get(FileRow, sha256) is None:
            uow.session.add(FileRow(sha256=sha256, media_type=kind, content=content))
        uow.commit()
    return sha256


def keep_files(session: Session, files: Mapping[str, bytes]) -> None:
    """Keep photos that come with other records; nothing is committed.

    Args:
        session: Open session.
        files: SHA-256 → JPEG or PNG.
    """
    for sha256, content in files.items():
        kind = next(name for mark, name in _TYPES if content.startswith(mark))
        if session.get(FileRow, sha256) is None:
            session.add(FileRow(sha256=sha256, media_type=kind, content=content))
    session.flush()


def get_picture(workspace: Workspace, sha256: str) -> bytes:
    """Give a kept photo.

    Raises:
        NotFound: There is none with this address.
    """
    with workspace.reading() as session:
        row = session.get(FileRow, sha256)
        if row is None:
            raise NotFound("照片不在工作区中，请重新选择")
        return row.content
