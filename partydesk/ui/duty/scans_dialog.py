"""附件 of one training or inspection, in a dialog of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.pools.attachments import Attachments
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label

_SIZE_PX = (560, 420)


class ScansDialog(BaseDialog):
    """Shows the attachments of one record, to add to and open.

    Attributes:
        papers: The attachments.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        owner: tuple[str, int],
        about: str,
    ) -> None:
        """Show what hangs on ``owner`` (kind, 记录号), which people call ``about``."""
        super().__init__(parent, "附件", "scans_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kind, number = owner
        self.body.addWidget(label(about, Look.HEADING, wrap=True))
        self.papers = Attachments(desk, workspace, kind, self, lambda _view, _title: None)
        self.body.addWidget(self.papers.view, 1)
        self.add_cancel("关闭")
        self.resize(*_SIZE_PX)
        self.papers.show_record(number)
