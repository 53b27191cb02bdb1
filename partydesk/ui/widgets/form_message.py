"""A block that says something about a whole form or page, in the colour of its tone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.texts import label, set_mark

_GROUND = {Tone.GOOD: "good", Tone.ATTENTION: "attention", Tone.TROUBLE: "trouble"}


class FormMessage(QFrame):
    """One or more sentences; hidden while there are none."""

    def __init__(self, name: str = "form_message") -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self._words = label(wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._words)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str | Sequence[str], tone: Tone = Tone.TROUBLE) -> None:
        """Say one sentence or several, one a line; nothing hides the block."""
        lines = [text] if isinstance(text, str) else list(text)
        words = "\n".join(line for line in lines if line)
        self._words.setText(words)
        self.setAccessibleName(words)
        set_mark(self, "ground", _GROUND.get(tone, "raised"))
        self.setVisible(bool(words))

    def clear(self) -> None:
        """Say nothing any more."""
        self.say("")
