"""Dialogs: their frame, a question with the act on its button, and a message.

Every dialog of the program opens through :meth:`BaseDialog.run` (waits for the answer) or
:meth:`BaseDialog.present` (does not), so that a test can fence both in one place.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from partydesk.ui.widgets.texts import Look, button, label


class BaseDialog(QDialog):
    """A dialog with a title, a body and a row of buttons that say act and object.

    Attributes:
        body: Where the content goes.
    """

    def __init__(self, parent: QWidget | None, title: str, name: str) -> None:
        """Open over ``parent`` later on; ``name`` is the object's name."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(14)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def add_side_button(self, made: QPushButton) -> None:
        """Put a button at the left end of the row, away from the answers."""
        self._buttons.insertWidget(0, made)

    def add_cancel(self, text: str = "取消") -> QPushButton:
        """Add the button that leaves everything as it was."""
        made = button(text, f"{self.objectName()}_cancel")
        made.clicked.connect(self.reject)
        self._buttons.addWidget(made)
        return made

    def add_act(self, text: str, *, main: bool = True, safe: bool = True) -> QPushButton:
        """Add the button that acts and closes.

        Args:
            text: Act and object, as in 清除草稿.
            main: Whether it is the one main button.
            safe: Whether Enter may press it; False for what has no undo.
        """
        made = self.add_button(text, f"{self.objectName()}_act", main=main, safe=safe)
        made.clicked.connect(self.accept)
        return made

    def add_button(
        self, text: str, name: str, *, main: bool = False, safe: bool = True
    ) -> QPushButton:
        """Add a button that closes nothing by itself; Enter presses it if it is main and safe."""
        made = button(text, name, main=main)
        if main and safe:
            made.setDefault(True)
        self._buttons.addWidget(made)
        return made

    def run(self) -> bool:
        """Open, wait, and tell whether the user acted."""
        return self.exec() == QDialog.DialogCode.Accepted

    def present(self) -> None:
        """Open without waiting; the window below waits, the program does not."""
        self.open()


class MessageDialog(BaseDialog):
    """A heading, some sentences, and details that can be copied.

    Attributes:
        answer: The text of the button that closed it, empty for none.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        *,
        details: str = "",
        name: str = "message",
    ) -> None:
        """Say ``message`` under ``title``; ``details`` are shown on demand."""
        super().__init__(parent, title, name)
        self.setMinimumWidth(420)
        self.setMaximumWidth(640)
        self.body.addWidget(label(title, Look.HEADING, name=f"{name}_title", wrap=True))
        said = label(message, name=f"{name}_text", wrap=True)
        said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        said.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(said)
        self.message = message
        self.details = details
        self.answer = ""

    def add_answer(self, text: str, *, main: bool = False) -> QPushButton:
        """Add a button that closes the dialog and is remembered as the answer."""
        number = self._buttons.count()
        made = self.add_button(text, f"{self.objectName()}_answer_{number}", main=main)
        made.clicked.connect(lambda _=False, said=text: self._close_with(said))
        return made

    def _close_with(self, answer: str) -> None:
        self.answer = answer
        self.accept()

    def add_details(self, shown_text: str = "显示详情") -> None:
        """Offer the details: a button that unfolds them."""
        box = QPlainTextEdit(self.details)
        box.setObjectName(f"{self.objectName()}_details")
        box.setAccessibleName("详情")
        box.setReadOnly(True)
        box.setMinimumHeight(180)
        box.hide()
        self.body.addWidget(box, 1)
        toggle = button(shown_text, f"{self.objectName()}_unfold", link=True)
        toggle.clicked.connect(lambda: self._unfold(box))
        self.add_side_button(toggle)

    def _unfold(self, box: QPlainTextEdit) -> None:
        box.setVisible(not box.isVisible())
        self.adjustSize()


def ask(parent: QWidget | None, title: str, message: str, act: str, cancel: str = "取消") -> bool:
    """Ask before something that has no undo.

    Args:
        parent: The window or page it belongs to.
        title: What is about to happen, as a question.
        message: What it means.
        act: Words on the button: act and object, such as 作废委任书.
        cancel: Words on the button that leaves everything as it is.

    Returns:
        Whether the user wants the act.
    """
    dialog = MessageDialog(parent, title, message, name="question")
    dialog.add_cancel(cancel).setDefault(True)
    dialog.add_act(act, safe=False)
    try:
        return dialog.run()
    finally:
        dialog.deleteLater()


def choose(
    parent: QWidget | None, title: str, message: str, acts: Sequence[str], cancel: str = "取消"
) -> str:
    """Ask which of several acts is meant, the first being the usual one.

    Returns:
        The words of the chosen act, empty for none.
    """
    dialog = MessageDialog(parent, title, message, name="question")
    dialog.add_cancel(cancel)
    for number, act in enumerate(acts):
        dialog.add_answer(act, main=number == 0)
    try:
        return dialog.answer if dialog.run() else ""
    finally:
        dialog.deleteLater()


def tell(parent: QWidget | None, title: str, message: str) -> None:
    """Say something that must be read; for everything else there is the status bar."""
    dialog = MessageDialog(parent, title, message, name="notice")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.add_act("知道了")
    dialog.present()
