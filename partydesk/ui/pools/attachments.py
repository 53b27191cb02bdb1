"""What a user can do with the attachments of the record shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from partydesk.domain.attachments import Attachment
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.attachments import (
    Added,
    add_attachments,
    file_name_of,
    list_attachments,
    remove_attachment,
    rename_attachment,
)
from partydesk.services.opened_files import save_attachment_as, unpack_attachment
from partydesk.services.workspace import Workspace
from partydesk.ui import opening
from partydesk.ui.desk import Desk
from partydesk.ui.pools.attachments_view import AttachmentsView, ask_title
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.widgets.file_choice import ANY, choose_files, choose_target

TITLE = "附件"


class Attachments(QObject):
    """Keeps the list up to date and carries out what is asked there.

    Attributes:
        view: The list.
    """

    def __init__(
        self,
        desk: Desk,
        workspace: Workspace,
        kind: str,
        page: QWidget,
        set_title: Callable[[QWidget, str], None],
    ) -> None:
        """Show the attachments of records of the pool ``kind``.

        Args:
            desk: The window's services.
            workspace: The open workspace.
            kind: What they hang on; see :mod:`partydesk.services.attachment_owners`.
            page: Lives as long, and dialogs open over it.
            set_title: Writes how many there are where the list is chosen.
        """
        super().__init__(page)
        self.view = AttachmentsView(f"{kind}_attachments")
        self._desk, self._workspace, self._kind, self._page = desk, workspace, kind, page
        self._set_title = set_title
        self._record: int | None = None
        self._acts: dict[str, Callable[[Attachment], None]] = {
            "open": self._open,
            "save": self._save,
            "rename": self._rename,
            "remove": self._remove,
        }
        self.view.add_asked.connect(self._ask)
        self.view.dropped.connect(self.add)
        self.view.act_asked.connect(lambda act, what: self._acts[act](what))
        desk.bus.changed.connect(self._on_changes)

    def show_record(self, record_id: int | None) -> None:
        """List the attachments of a record; None for one that is not stored yet."""
        self._record = record_id
        found = list_attachments(self._workspace, self._kind, record_id) if record_id else ()
        self.view.show_attachments(found, stored=record_id is not None)
        self._set_title(self.view, f"{TITLE} {len(found)}" if found else TITLE)

    def _on_changes(self, changes: Changes) -> None:
        if "attachments" in changes.kinds:
            self.show_record(self._record)

    # -- acts ----------------------------------------------------------------------

    def _ask(self) -> None:
        paths = choose_files(self._page, "选择附件", ANY)
        if paths:
            self.add(paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Keep files with the record shown."""
        record = self._record
        if record is None or not paths:
            return
        self._desk.tasks.run(
            lambda progress: add_attachments(
                self._workspace, self._kind, record, paths, progress=progress
            ),
            self._on_added,
            title="正在添加附件",
        )

    def _on_added(self, added: Added) -> None:
        self._desk.bus.tell(added.changes)
        if added.refused:
            tell(self._page, f"有 {len(added.refused)} 份没有添加", "\n".join(added.refused))

    def _open(self, attachment: Attachment) -> None:
        self._desk.tasks.run(
            lambda _progress: unpack_attachment(self._workspace, attachment.id),
            self._show_copy,
            title="正在打开附件",
        )

    def _show_copy(self, copy: Path) -> None:
        if opening.open_file(copy):
            self._desk.say("打开的是只读副本；要修改，请先另存为，改好后再添加")
            return
        message = f"没有能打开“{copy.name}”的程序。请用“另存为…”保存，再用合适的程序打开。"
        self._desk.errors.show(EnvironmentProblem(message))

    def _save(self, attachment: Attachment) -> None:
        kind = attachment.file_type
        kinds = f"{kind.words} (*{kind.ending})"
        target = choose_target(self._page, "附件另存为", kinds, file_name_of(attachment))
        if target is None:
            return
        self._desk.tasks.run(
            lambda _progress: save_attachment_as(self._workspace, attachment.id, target),
            lambda _nothing: self._desk.say(f"附件已保存到 {target.name}"),
            title="正在保存附件",
        )

    def _rename(self, attachment: Attachment) -> None:
        title = ask_title(self._page, attachment.title)
        if title and title != attachment.title:
            self._write(
                lambda: rename_attachment(self._workspace, attachment.id, title), "正在修改附件名称"
            )

    def _remove(self, attachment: Attachment) -> None:
        self._write(lambda: remove_attachment(self._workspace, attachment.id), "正在移除附件")

    def _write(self, work: Callable[[], Changes], title: str) -> None:
        self._desk.tasks.run(lambda _progress: work(), self._desk.bus.tell, title=title)
