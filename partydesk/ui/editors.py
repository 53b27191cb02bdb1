"""The editors of a form, one for each kind of field; all hold text, none judges it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.references import Offer
from partydesk.ui.widgets.chips import ChipsEditor
from partydesk.ui.widgets.lines import ENTER, ComposedLine
from partydesk.ui.widgets.picture import PictureEditor, Store
from partydesk.ui.widgets.records import RecordsEditor
from partydesk.ui.widgets.words import Matches, WordEdit, contains

_LONGEST_PLACEHOLDER = 20
_EXAMPLES = {
    Kind.DATE: "如 2026-04-01",
    Kind.PARTIAL_DATE: "如 1993-06 或 1993-06-18",
}
YES, NO = "是", "否"


class FieldEditor(Protocol):
    """What a form asks of each editor."""

    def text(self) -> str:
        """What stands in it."""

    def set_text(self, text: str) -> None:
        """Show a text, telling nobody."""

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""

    @property
    def widget(self) -> QWidget:
        """What stands in the form."""

    @property
    def keyboard(self) -> QWidget:
        """The part of it that has the keyboard."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted when the user has changed something."""

    @property
    def completed(self) -> SignalInstance | None:
        """Emitted when the user wants the next field; None if no key says so."""


@dataclass(frozen=True)
class Sources:
    """Where editors get what they offer and show.

    Attributes:
        words: The words of a dictionary by its name.
        matches: ``matches(typed, word)``, normally ``partydesk.domain.pinyin.matches``.
        load_picture: Bytes of a stored picture by its digest.
        store_picture: Turns a file into a kept picture (see :mod:`partydesk.ui.widgets.picture`).
        reveal: Asks whether a masked field may be shown (and records that it was); by field name.
        find: ``find(pool, typed)``: the records of a pool that may be meant by what was typed.
    """

    words: Callable[[str], Sequence[str]] = lambda _name: ()
    matches: Matches = contains
    load_picture: Callable[[str], bytes | None] = lambda _digest: None
    store_picture: Store = lambda path, done, _failed: done(path.name)
    reveal: Callable[[str], bool] = lambda _name: True
    find: Callable[[str, str], Sequence[Offer]] = lambda _pool, _typed: ()


class LineEditor:
    """One line of text, with or without a list of words behind it."""

    def __init__(self, line: QLineEdit) -> None:
        """Wrap ``line``."""
        self._line = line
        self.widget: QWidget = line
        self.keyboard: QWidget = line
        self.edited = line.textEdited
        self.completed: SignalInstance | None = line.returnPressed

    def text(self) -> str:
        """What stands in it."""
        return self._line.text().strip()

    def set_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self._line.setText(text)
        self._line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""
        self._line.setReadOnly(read_only)


class LongTextEdit(QPlainTextEdit):
    """Several lines; Enter begins a new one, Ctrl+Enter and Tab go on.

    Signals:
        completed(): Ctrl+Enter was pressed.
        edited(): The user has typed.
    """

    completed = Signal()
    edited = Signal()

    def __init__(self, lines: int) -> None:
        """Begin empty, so many lines high."""
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self._quiet = False
        self._composing = False
        self.textChanged.connect(self._say)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 16)

    def changeEvent(self, event: QEvent) -> None:
        """Stay as many lines high when the type grows."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _say(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def show_text(self, text: str) -> None:
        """Show a text, telling nobody."""
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Notice whether something is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on at Ctrl+Enter; while an input method composes, Enter belongs to that."""
        enter = event.key() in ENTER
        if enter and self._composing:
            event.accept()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.completed.emit()
        else:
            super().keyPressEvent(event)


class LongEditor:
    """Several lines of text."""

    def __init__(self, lines: int) -> None:
        """Begin empty, so many lines high."""
        self._box = LongTextEdit(lines)
        self.widget: QWidget = self._box
        self.keyboard: QWidget = self._box
        self.edited = self._box.edited
        self.completed: SignalInstance | None = self._box.completed

    def text(self) -> str:
        """What stands in it."""
        return self._box.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self._box.show_text(text)

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""
        self._box.setReadOnly(read_only)


class SeveralEditor:
    """Several words, or names of records, on chips."""

    def __init__(self, chips: ChipsEditor) -> None:
        """Wrap ``chips``."""
        self._chips = chips
        self.widget: QWidget = chips
        self.keyboard: QWidget = chips.line
        self.edited = chips.edited
        self.completed: SignalInstance | None = chips.completed

    def text(self) -> str:
        """The words as the field is written, 、 or ； between them."""
        return self._chips.text()

    def set_text(self, text: str) -> None:
        """Show these words."""
        self._chips.set_text(text)

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""
        self._chips.setReadOnly(read_only)


class PhotoEditor:
    """A stored picture."""

    def __init__(self, picture: PictureEditor) -> None:
        """Wrap ``picture``."""
        self._picture = picture
        self.widget: QWidget = picture
        self.keyboard: QWidget = picture
        self.edited = picture.edited
        self.completed: SignalInstance | None = None

    def text(self) -> str:
        """Digest of the picture."""
        return self._picture.text()

    def set_text(self, text: str) -> None:
        """Show the picture with this digest."""
        self._picture.set_text(text)

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""
        self._picture.setReadOnly(read_only)


def words_of(field: Field, sources: Sources) -> tuple[str, ...]:
    """List the words a field offers."""
    if field.kind is Kind.YES_NO:
        return (YES, NO)
    if field.choices is not None:
        return tuple(choice.value for choice in field.choices)
    return tuple(sources.words(field.dictionary)) if field.dictionary else ()


def _is_open(field: Field) -> bool:
    closed = {Kind.CHOICE, Kind.YES_NO}
    return field.kind not in closed and field.open_dictionary


def make_editor(field: Field, sources: Sources) -> FieldEditor:
    """Make the editor that fits a field, named after it."""
    editor = _editor_of_kind(field, sources)
    help_text = field.hint or _EXAMPLES.get(field.kind, "")
    for part in (editor.widget, editor.keyboard):
        part.setAccessibleName(field.label)
        part.setToolTip(help_text)
    editor.widget.setObjectName(f"field_{field.name}")
    if isinstance(editor.keyboard, QLineEdit) and len(help_text) <= _LONGEST_PLACEHOLDER:
        editor.keyboard.setPlaceholderText(help_text)
    return editor


def _editor_of_kind(field: Field, sources: Sources) -> FieldEditor:
    if field.kind is Kind.LONG_TEXT:
        return LongEditor(field.lines)
    if field.kind is Kind.PICTURE:
        return PhotoEditor(PictureEditor(sources.load_picture, sources.store_picture))
    if field.kind is Kind.REFERENCES:
        return SeveralEditor(RecordsEditor(partial(sources.find, field.refers)))
    words = words_of(field, sources)
    if field.several:
        return SeveralEditor(ChipsEditor(words, sources.matches, open_list=_is_open(field)))
    if words or field.dictionary:
        return LineEditor(WordEdit(words, sources.matches, open_list=_is_open(field)))
    return LineEditor(ComposedLine())
