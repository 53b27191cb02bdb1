"""关于: the workspace that is open, the way to another, and facts about the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.card import Card, clear_layout
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.workspace.desk_ports import About, ProgramPorts
from partydesk.ui.workspace.secrets_notice import SECRETS


class AboutTab(QWidget):
    """Two cards: the workspace and the program."""

    def __init__(self, program: ProgramPorts | None) -> None:
        """Offer other workspaces where there is a program that can open them."""
        super().__init__()
        self.setObjectName("about_tab")
        self._program = program
        self._notice = FormMessage("workspace_notice")
        workspace = Card("工作区", name="workspace_card")
        self._workspace = QGridLayout()
        workspace.body.addLayout(self._workspace)
        workspace.body.addWidget(self._notice)
        if program is not None:
            workspace.body.addLayout(self._buttons(program))
        workspace.body.addStretch(1)
        about = Card("程序", name="program_card")
        self._facts = QGridLayout()
        about.body.addLayout(self._facts)
        about.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(workspace, 1)
        row.addWidget(about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addLayout(row)
        column.addStretch(1)

    def _buttons(self, program: ProgramPorts) -> QHBoxLayout:
        row = QHBoxLayout()
        other = button("打开其他工作区…", "open_workspace")
        other.clicked.connect(self.open_other)
        fresh = button("新建工作区…", "new_workspace")
        fresh.clicked.connect(program.new_workspace)
        row.addWidget(other)
        row.addWidget(fresh)
        row.addStretch(1)
        return row

    def open_other(self) -> None:
        """Ask for a folder and open the workspace in it."""
        folder = choose_folder(self, "选择工作区文件夹")
        if folder is not None and self._program is not None:
            self._program.open_workspace(folder)

    def show_about(self, about: About) -> None:
        """Show the facts."""
        _fill(self._workspace, about.workspace)
        _fill(self._facts, about.program)
        invented = "演示数据，内容都是虚构的，请勿录入真实人员。" if about.invented else ""
        self._notice.say([invented, SECRETS], Tone.ATTENTION)


def _fill(grid: QGridLayout, lines: Sequence[tuple[str, str]]) -> None:
    """Write names and values below each other; values can be copied."""
    clear_layout(grid)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(name, Look.SECONDARY), row, 0, top)
        words: QLabel = label(value, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, row, 1, top)
