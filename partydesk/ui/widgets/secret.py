"""A line for a password or a code: hidden until somebody asks to see it, forgotten when left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, button, label, set_look, set_mark

#: How long something half-typed stays in a dialog that is not in front any more.
FORGET_AFTER_MS = 60_000


class SecretBlock(QWidget):
    """A label, a line, 显示, and what there is to say below.

    Attributes:
        line: The line.

    Signals:
        edited(): Something was typed.
        completed(): Enter was pressed.
    """

    edited = Signal()
    completed = Signal()

    def __init__(self, title: str, name: str, *, hidden: bool = True, hint: str = "") -> None:
        """Begin empty.

        Args:
            title: What is typed.
            name: The line's object name.
            hidden: Whether it is a password; a code from paper is shown while it is typed.
            hint: What helps while nothing is wrong.
        """
        super().__init__()
        self._hint, self._fault = hint, ""
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.textEdited.connect(self._on_edit)
        self.line.returnPressed.connect(self.completed)
        caption = label(title, Look.FIELD)
        caption.setBuddy(self.line)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(caption)
        head.addStretch(1)
        self._show = button("显示", f"{name}_show", link=True)
        self._show.setAccessibleName(f"显示{title}")
        self._show.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show.clicked.connect(self._turn)
        head.addWidget(self._show)
        if hidden:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        else:
            self._show.hide()
            self.line.setFont(_fixed(self.line.font()))
        self._hidden = hidden
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.line)
        self._message = label("", Look.HINT, name=f"{name}_message", wrap=True)
        column.addWidget(self._message)
        self._say()

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, also for the way back by Ctrl+Z, and hide the line again."""
        self.line.setText("")  # what is cleared could be taken back
        if self._hidden:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self._show.setText("显示")

    @property
    def fault(self) -> str:
        """What is wrong with it, as shown."""
        return self._fault

    def set_fault(self, text: str) -> None:
        """Say what is wrong; nothing brings the hint back."""
        self._fault = text
        self._say()

    def set_hint(self, text: str) -> None:
        """Say what helps."""
        self._hint = text
        self._say()

    def _say(self) -> None:
        words = self._fault or self._hint
        self._message.setText(words)
        self._message.setVisible(bool(words))
        set_look(self._message, Look.FAULT if self._fault else Look.HINT)
        set_mark(self.line, "fault", bool(self._fault))
        self.line.setAccessibleDescription(words)

    def _on_edit(self) -> None:
        if self._fault:
            self.set_fault("")
        self.edited.emit()

    def _turn(self) -> None:
        shown = self.line.echoMode() is QLineEdit.EchoMode.Normal
        mode = QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal
        self.line.setEchoMode(mode)
        self._show.setText("显示" if shown else "隐藏")


def _fixed(like: QFont) -> QFont:
    """Give the system's fixed-width font in the size of another."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(max(like.pixelSize(), 1) if like.pixelSize() > 0 else 14)
    return font


class SecretDialog(BaseDialog):
    """A dialog that forgets half-typed secrets when it is closed or left for a minute."""

    def __init__(self, parent: QWidget | None, title: str, name: str) -> None:
        """Know no secrets yet; see :meth:`guard`."""
        super().__init__(parent, title, name)
        self._secrets: list[SecretBlock] = []
        self._left = QTimer(self, singleShot=True, interval=FORGET_AFTER_MS)
        self._left.timeout.connect(self.forget)

    def guard(self, secrets: Sequence[SecretBlock]) -> None:
        """Forget these with the others."""
        self._secrets.extend(secrets)

    def forget(self) -> None:
        """Forget what was typed."""
        for secret in self._secrets:
            secret.clear()

    def event(self, event: QEvent) -> bool:
        """Grow when a page or a message needs more height: wrapped words ask for none by itself."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)  # which may be the end of this object
        handled = super().event(event)
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > self.height():
            self.resize(self.width(), needed)
        return handled

    def changeEvent(self, event: QEvent) -> None:
        """Count from the moment the dialog is left."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._left.stop()
            elif self.isVisible():
                self._left.start()

    def done(self, result: int) -> None:
        """Close, and forget."""
        self._left.stop()
        self.forget()
        super().done(result)
