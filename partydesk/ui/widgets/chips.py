"""Several words in one field, each on a chip, with a line to type the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from partydesk.domain.values.words import cut
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import set_mark
from partydesk.ui.widgets.words import Matches, WordEdit, contains

SEPARATOR = "、"
_BETWEEN = re.compile(r"[、，,;；\n\t]+")


def split_words(
    text: str, between: re.Pattern[str] = _BETWEEN, known: Sequence[str] = ()
) -> list[str]:
    """Split what people write between words; every word once, in their order.

    Args:
        text: What was written.
        between: What stands between two words.
        known: Words that stay whole even where such a mark stands in them.
    """
    words = (part.strip() for part in cut(text, between, known))
    return list(dict.fromkeys(word for word in words if word))


class ChipsEditor(QFrame):
    """A field of several words.

    Signals:
        edited(): The user added or removed a word, or typed.
        completed(): Enter was pressed with nothing left to add.
    """

    edited = Signal()
    completed = Signal()

    def __init__(
        self,
        words: Sequence[str] = (),
        matches: Matches = contains,
        *,
        open_list: bool = True,
        name: str = "chips",
        line: WordEdit | None = None,
        between: re.Pattern[str] = _BETWEEN,
        separator: str = SEPARATOR,
    ) -> None:
        """Offer ``words``; for ``matches`` and ``open_list`` see :class:`WordEdit`.

        Args:
            words: The list.
            matches: Whether a word is offered for what was typed.
            open_list: Whether words outside the list are meant to be taken too.
            name: The object's name.
            line: Where words are typed, if it offers something else than ``words``.
            between: What stands between two words that are typed or pasted.
            separator: What is written between two words.
        """
        super().__init__()
        self.setObjectName(name)
        self._between, self._separator, self._known = between, separator, tuple(words)
        self.setProperty("field", True)
        self._chosen: list[str] = []
        self._chips: list[QPushButton] = []
        self._read_only = False
        self._flow = FlowLayout(self, gap=4)
        self._flow.setContentsMargins(6, 3, 4, 3)
        self.line = line or WordEdit(words, matches, open_list=open_list)
        self.line.setObjectName(f"{name}_line")
        self.line.setMinimumWidth(110)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.installEventFilter(self)
        self.line.chosen.connect(self._add_from_line)
        self.line.textEdited.connect(self._typed)
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.line)

    # -- text in and out -----------------------------------------------------------------------

    def text(self) -> str:
        """The words joined by the separator; what is still being typed counts."""
        return self._separator.join(dict.fromkeys([*self._chosen, *self._split(self.line.text())]))

    def set_text(self, text: str) -> None:
        """Show these words, telling nobody."""
        self.line.clear()
        self._chosen = self._split(text)
        self._rebuild()

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other words."""
        self._known = tuple(words)
        self.line.set_words(words)

    def _split(self, text: str) -> list[str]:
        return split_words(text, self._between, self._known)

    def setReadOnly(self, read_only: bool) -> None:
        """Only show the words."""
        self._read_only = read_only
        self.line.setVisible(not read_only)
        self.line.setReadOnly(read_only)
        self._rebuild()

    # -- editing -------------------------------------------------------------------------------

    def add_words(self, words: Sequence[str]) -> None:
        """Add words that are not there yet."""
        new = [word for word in words if word not in self._chosen]
        if new:
            self._chosen.extend(new)
            self._rebuild()
            self.edited.emit()

    def remove_word(self, word: str) -> None:
        """Take a word away."""
        if word in self._chosen:
            self._chosen.remove(word)
            self._rebuild()
            self.edited.emit()
            self.line.setFocus()

    def _typed(self, text: str) -> None:
        # A listed word that holds a mark itself is not torn apart while it is being typed.
        begun = any(word.startswith(text.strip()) for word in self._known if text.strip())
        if self._between.search(text) and not begun:
            self.line.clear()
            self.add_words(self._split(text))
        else:
            self.edited.emit()

    def _add_from_line(self) -> None:
        words = self._split(self.line.text())
        self.line.clear()
        self.add_words(words)

    def _rebuild(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(word) for word in self._chosen]
        for place, chip in enumerate(self._chips):
            self._flow.insert_widget(place, chip)
        self.updateGeometry()

    def _chip(self, word: str) -> QPushButton:
        mark = "" if self._read_only else " ×"
        chip = QPushButton(f"{word}{mark}".replace("&", "&&"), self)
        chip.setObjectName("word_chip")
        chip.setAccessibleName(f"去掉 {word}")
        chip.setToolTip("" if self._read_only else f"去掉“{word}”")
        chip.setProperty("word", True)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not self._read_only:
            chip.clicked.connect(lambda _=False, gone=word: self.remove_word(gone))
        chip.show()
        return chip

    # -- keys and mouse ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add on Enter, take the last word back on Backspace, show the focus on the frame."""
        kind = event.type()
        if kind in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            set_mark(self, "focused", kind == QEvent.Type.FocusIn)
            if kind == QEvent.Type.FocusOut and not _to_popup(event):
                self.line.settle()
                self._add_from_line()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return not self.line.composing and self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.line.settle()
            if self.line.text().strip():
                self._add_from_line()
            else:
                self.completed.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._chosen:
            self.remove_word(self._chosen[-1])
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the line wherever the frame is clicked."""
        self.line.setFocus()
        super().mousePressEvent(event)

    def setAccessibleName(self, name: str) -> None:
        """Name the line too, which is what has the keyboard."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)


def _to_popup(event: QEvent) -> bool:
    reason = getattr(event, "reason", None)
    return callable(reason) and reason() == Qt.FocusReason.PopupFocusReason


def chip_texts(editor: QWidget) -> list[str]:
    """Words on the chips of an editor, as shown."""
    chips = editor.findChildren(QPushButton, "word_chip")
    return [chip.text() for chip in chips if not chip.isHidden()]
