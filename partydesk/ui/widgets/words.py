"""A line that completes from a list of words while one types Han, pinyin or initials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QListView, QToolButton, QWidget

from partydesk.ui.widgets.lines import ENTER, ComposedLine

Matches = Callable[[str, str], bool]

_DROP_PX = 22
_MOST_SHOWN = 12


def contains(text: str, word: str) -> bool:
    """Match by plain containment; for lists that need no pinyin."""
    return text in word


class OfferedWords(QStringListModel):
    """The words that are unfolded below a line."""


class WordEdit(ComposedLine):
    """A line with a list behind it; any text can stand in it, the service judges it.

    Signals:
        chosen(str): A word was taken from the list.
    """

    chosen = Signal(str)

    def __init__(
        self,
        words: Sequence[str] = (),
        matches: Matches = contains,
        *,
        open_list: bool = True,
        parent: QWidget | None = None,
        model: OfferedWords | None = None,
    ) -> None:
        """Offer ``words``.

        Args:
            words: The list, in the order shown.
            matches: ``matches(typed, word)``: whether a word is offered for what was typed.
            open_list: Whether words outside the list are meant to be taken too; then only typed
                Latin letters are replaced by the one word they stand for.
            parent: Qt's parent.
            model: Shows the words, if more than the words is to be shown.
        """
        super().__init__(parent=parent)
        self._words = tuple(words)
        self._matches = matches
        self._open_list = open_list
        self._model = model or OfferedWords()
        self._model.setParent(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST_SHOWN)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._offer)
        self._drop = QToolButton(self)
        self._drop.setObjectName("show_words")
        self._drop.setAccessibleName("显示可选的词")
        self._drop.setProperty("drop", True)
        self._drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._drop.setCursor(Qt.CursorShape.ArrowCursor)
        self._drop.clicked.connect(self.show_all)
        self.setTextMargins(0, 0, _DROP_PX - 8, 0)

    @property
    def words(self) -> tuple[str, ...]:
        """The list."""
        return self._words

    @property
    def completions(self) -> QListView:
        """The list that unfolds below the line."""
        return self._popup

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other words; what stands in the line stays."""
        self._words = tuple(words)
        self._drop.setVisible(bool(self._words))

    def found(self, wanted: str) -> list[str]:
        """List the words that are offered for what was typed."""
        return [word for word in self._words if self._matches(wanted, word)]

    def _offer(self, typed: str) -> None:
        wanted = typed.strip()
        found = self.found(wanted) if wanted else []
        if not found or found == [wanted]:
            self._completer.popup().hide()
            return
        self._show(found)

    def show_all(self) -> None:
        """Unfold the whole list, the present word marked."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(self._words)
        text = self.text()
        if text in self._words:
            place = self._completer.completionModel().index(self._words.index(text), 0)
            self._completer.popup().setCurrentIndex(place)

    def _show(self, words: Sequence[str]) -> None:
        self._model.setStringList(list(words))
        if words and not self.isReadOnly():
            self._completer.complete()

    def _take(self, word: str) -> None:
        self._completer.popup().hide()
        self.setText(word)
        self.textEdited.emit(word)
        self._completer.popup().hide()
        # After Qt has put the focus back; a form goes on to its next field on this signal.
        QTimer.singleShot(0, self, lambda: self.chosen.emit(word))

    def settle(self) -> None:
        """Replace initials or a beginning that can mean only one word by that word."""
        typed = self.text().strip()
        if not typed or typed in self._words or (self._open_list and not typed.isascii()):
            return
        found = self.found(typed)
        if len(found) == 1:
            self.setText(found[0])
            self.textEdited.emit(found[0])
            self._completer.popup().hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold the list on the down key; take the word meant, or settle, on Enter."""
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self.show_all()
        elif event.key() not in ENTER or self.composing:
            super().keyPressEvent(event)
        elif popup.isVisible() and popup.currentIndex().isValid():
            # Left to the completer, which takes the marked word.
            event.ignore()
        elif popup.isVisible() and (self.text().isascii() or not self._open_list):
            self._take(self._model.stringList()[0])
        else:
            popup.hide()
            self.settle()
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle when the field is left."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrow at the right end."""
        super().resizeEvent(event)
        side = 10
        self._drop.setFixedSize(_DROP_PX, self.height() - 2)
        self._drop.move(self.width() - _DROP_PX - 1, 1)
        self._drop.setStyleSheet(f"padding: 0 {(_DROP_PX - side) // 2}px;")
