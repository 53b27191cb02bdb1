"""附件: scans, pictures and documents with a record, kept inside the workspace's own file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import AttachmentRow, FileRow
from partydesk.domain.attachments import (
    LARGEST_BYTES,
    Attachment,
    FileRefused,
    FileType,
    recognize,
    type_named,
)
from partydesk.domain.errors import EnvironmentProblem, NotFound, ValidationFailed
from partydesk.domain.progress import Progress, silent
from partydesk.services.attachment_owners import owner_column, owner_words

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files that were to be added.

    Attributes:
        changes: For the pages; one action for all of them.
        titles: What was added.
        refused: A Chinese sentence for each file that was not.
    """

    changes: Changes
    titles: tuple[str, ...]
    refused: tuple[str, ...]


def add_attachment(
    workspace: Workspace, kind: str, record_id: int, path: Path, title: str = ""
) -> Added:
    """Keep a file with a record.

    Args:
        workspace: Open workspace.
        kind: The pool; ``placements`` or ``consents`` for the papers of a pair; ``consultations``.
        record_id: 记录号.
        path: The file.
        title: What to call it; left out, the name of the file.

    Raises:
        ValidationFailed: It may not be kept, or is there already.
        NotFound: There is no such record.
        EnvironmentProblem: It cannot be read.
    """
    return add_attachments(workspace, kind, record_id, [path], title=title)


def add_attachments(
    workspace: Workspace,
    kind: str,
    record_id: int,
    paths: Sequence[Path],
    *,
    title: str = "",
    progress: Progress = silent,
) -> Added:
    """Keep files with a record as one action; those that may not be kept are named.

    Args:
        workspace: Open workspace.
        kind: The pool; ``placements`` or ``consents`` for the papers of a pair; ``consultations``.
        record_id: 记录号.
        paths: The files.
        title: What to call a single one; left out, the names of the files.
        progress: Told how many are read; may cancel, and then none is kept.

    Raises:
        ValidationFailed: None of them may be kept; says why for each.
        NotFound: There is no such record.
        EnvironmentProblem: A file cannot be read.
        Cancelled: The user asked to stop.
    """
    refused: list[str] = []
    titles: list[str] = []
    with workspace.unit_of_work("add_attachments", "添加附件") as uow:
        owner = owner_words(uow.session, kind, record_id)
        known = {row.sha256: row.title for row in _rows(uow.session, kind, record_id)}
        for count, path in enumerate(paths, 1):
            try:
                row, content = _read(path, title, workspace.clock())
                _refuse_known(row, known)
            except FileRefused as error:
                refused.append(f"“{path.name}”{error}")
                continue
            _keep(uow.session, row, content)
            setattr(row, owner_column(kind), record_id)
            uow.session.add(row)
            known[row.sha256] = row.title
            titles.append(row.title)
            progress(count, len(paths), "正在读入附件")
        if not titles:
            raise ValidationFailed({"attachment": "\n".join(refused)})
        named = f"“{titles[0]}”" if len(titles) == 1 else f" {len(titles)} 份"
        uow.relabel(f"添加{owner}的附件{named}")
        return Added(uow.commit(), tuple(titles), tuple(refused))


def _refuse_known(row: AttachmentRow, known: Mapping[str, str]) -> None:
    """Refuse what hangs on the record already; ``known`` is digest → title.

    Raises:
        FileRefused: Saying under which title.
    """
    if row.sha256 in known:
        raise FileRefused(f"已在附件中，名为“{known[row.sha256]}”")


def _read(path: Path, title: str, now: dt.datetime) -> tuple[AttachmentRow, bytes]:
    """Read a file, not further than what may be kept.

    Raises:
        FileRefused: It may not be kept.
        EnvironmentProblem: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
            size = max(path.stat().st_size, len(content))
    except IsADirectoryError as error:
        raise FileRefused("是文件夹；请选择其中的文件") from error
    except OSError as error:
        if path.is_dir():  # what Windows says of a folder is that access is denied
            raise FileRefused("是文件夹；请选择其中的文件") from error
        raise EnvironmentProblem(f"读不了“{path.name}”，请检查文件是否还在、能否打开") from error
    found = recognize(path.name, content)
    row = AttachmentRow(
        title=_title(title or path.stem or path.name),
        file_name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=size,
        media_type=found.media_type,
        added_at=now,
    )
    return row, content


def _keep(session: Session, row: AttachmentRow, content: bytes) -> None:
    """Keep the content once, however many records it hangs on."""
    if session.get(FileRow, row.sha256) is None:
        session.add(FileRow(sha256=row.sha256, media_type=row.media_type, content=content))
        session.flush()  # the attachment refers to it


def _title(text: str) -> str:
    """Write a title on one line."""
    return " ".join(text.split())[:_LONGEST_TITLE]


def list_attachments(workspace: Workspace, kind: str, record_id: int) -> tuple[Attachment, ...]:
    """List the attachments of a record in the order in which they were added."""
    with workspace.reading() as session:
        return tuple(_attachment(row) for row in _rows(session, kind, record_id))


def _rows(session: Session, kind: str, record_id: int) -> Sequence[AttachmentRow]:
    owner = getattr(AttachmentRow, owner_column(kind))
    statement = select(AttachmentRow).where(owner == record_id).order_by(AttachmentRow.id)
    return session.scalars(statement).all()


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        row.id, row.title, row.file_name, type_named(row.media_type), row.size,
        row.added_at.astimezone(),
    )  # fmt: skip


def read_attachment(workspace: Workspace, attachment_id: int) -> tuple[Attachment, bytes]:
    """Give an attachment with its content.

    Raises:
        NotFound: There is none with this number.
    """
    with workspace.reading() as session:
        row = _row(session, attachment_id)
        return _attachment(row), session.get_one(FileRow, row.sha256).content


def _row(session: Session, attachment_id: int) -> AttachmentRow:
    row = session.get(AttachmentRow, attachment_id)
    if row is None:
        raise NotFound("这份附件已不在工作区中")
    return row


def rename_attachment(workspace: Workspace, attachment_id: int, title: str) -> Changes:
    """Call an attachment something else.

    Raises:
        ValidationFailed: The title is empty.
        NotFound: There is none with this number.
    """
    wanted = _title(title)
    if not wanted:
        raise ValidationFailed({"title": "请填写附件名称"})
    with workspace.unit_of_work("save_attachment", "修改附件名称") as uow:
        row = _row(uow.session, attachment_id)
        uow.relabel(f"附件“{row.title}”改名为“{wanted}”")
        row.title = wanted
        return uow.commit()


def remove_attachment(workspace: Workspace, attachment_id: int) -> Changes:
    """Take an attachment from its record; undo brings it back, so the content stays.

    Raises:
        NotFound: There is none with this number.
    """
    with workspace.unit_of_work("remove_attachment", "移除附件") as uow:
        row = _row(uow.session, attachment_id)
        uow.relabel(f"移除附件“{row.title}”")
        uow.session.delete(row)
        return uow.commit()


def file_name_of(attachment: Attachment) -> str:
    """Name a file for an attachment: its title, without what no system allows, and its ending."""
    safe = "".join("_" if sign in '\\/:*?"<>|' or ord(sign) < ord(" ") else sign
                   for sign in attachment.title).strip(" .")  # fmt: skip
    kind: FileType = attachment.file_type
    stem = safe.removesuffix(kind.ending) or "附件"
    return f"{stem[:80]}{kind.ending}"
