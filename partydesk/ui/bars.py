"""The bars above and below the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.menu_button import ChoiceButton, menu_button
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.widgets.undo_bar import UndoBar

_SEARCH_PX = 420
_LOOK_OF_TONE = {
    Tone.GOOD: Look.GOOD,
    Tone.ATTENTION: Look.ATTENTION,
    Tone.TROUBLE: Look.TROUBLE,
    Tone.QUIET: Look.QUIET,
}


class TopBar(QFrame):
    """Name of the program, the year, the line that searches everything, and who is at the desk.

    Attributes:
        years: The year selector.

    Signals:
        search_asked(): The search line was clicked.
    """

    search_asked = Signal()

    def __init__(self, program: str) -> None:
        """Show ``program``, the name of the program."""
        super().__init__()
        self.setObjectName("top_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(label(program, Look.BRAND, name="program_name"))
        self.years = ChoiceButton("choose_year", "年度")
        row.addWidget(self.years)
        row.addWidget(self._search_line(), 1)
        row.addStretch(1)
        self._menu: Callable[[], QMenu] = QMenu
        self._user = menu_button("账号", "user", lambda: self._menu())  # noqa: PLW0108 - set later
        row.addWidget(self._user)

    def _search_line(self) -> QPushButton:
        line = QPushButton("查找人员、单位、文书或操作")
        line.setObjectName("open_search")
        line.setAccessibleName("查找人员、单位、文书或操作，Ctrl+K")
        line.setProperty("field", True)
        line.setAutoDefault(False)
        line.setCursor(Qt.CursorShape.IBeamCursor)
        line.setMaximumWidth(_SEARCH_PX)
        line.setMinimumWidth(240)
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.clicked.connect(self.search_asked)
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addStretch(1)
        keys = label("Ctrl K", Look.KEY)
        keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner.addWidget(keys, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def offer_to_user(self, menu: Callable[[], QMenu]) -> None:
        """Name the menu below the name of whoever is at the desk."""
        self._menu = menu

    def set_user(self, text: str, *, lockable: bool) -> None:
        """Say who is at the desk, such as 经办人 · 白音."""
        self._user.setText(f"{text} ▾")
        self._user.setAccessibleName(text)
        self._user.setToolTip("离开时可锁定，回来时输入口令" if lockable else "")


class StatusBar(QFrame):
    """The workspace and its backups on the left, the last act and the way back on the right.

    Attributes:
        undo: The last act.

    Signals:
        shortcuts_asked(): F1 快捷键 was clicked.
    """

    shortcuts_asked = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("status_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        self._facts = QHBoxLayout()
        self._facts.setSpacing(22)
        row.addLayout(self._facts)
        row.addStretch(1)
        self.undo = UndoBar()
        row.addWidget(self.undo)
        keys = button("F1 快捷键", "open_shortcuts", link=True, tip="列出所有快捷键")
        keys.clicked.connect(self.shortcuts_asked)
        row.addWidget(keys)

    def show_facts(self, workspace: str, facts: Sequence[tuple[str, Tone]]) -> None:
        """Say which workspace is open and how its backups stand."""
        clear_layout(self._facts)
        self._facts.addWidget(label(workspace, Look.SECONDARY, name="workspace"))
        for text, tone in facts:
            sign = "● " if tone in {Tone.GOOD, Tone.ATTENTION, Tone.TROUBLE} else ""
            self._facts.addWidget(label(f"{sign}{text}", _LOOK_OF_TONE.get(tone, Look.SECONDARY)))
