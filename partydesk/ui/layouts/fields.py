"""The editors of the panel, one for each sort of property; each tells of what the user sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from partydesk.services.layout_properties import Property, Sort
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.texts import button

_LARGEST: Final = 1200.0
_LINES_PX: Final = 110
_COLOURS: Final = {
    "墨色": "#1F2328",
    "纯黑": "#000000",
    "深灰": "#3A3A3A",
    "红": "#A8201A",
    "大红": "#D7000F",
    "金": "#A98B45",
    "浅金": "#D8C793",
    "蓝": "#1F4E8C",
}


class PropertyField(QWidget):
    """Base of the editors.

    Signals:
        asked(object): The user wants this value.
    """

    asked = Signal(object)

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - plain values of any shape
        """Show a value, telling nobody."""
        raise NotImplementedError

    def take(self, part: QWidget, one: Property) -> None:
        """Fill this with the widget that does the work, named after the property."""
        column = self.layout() or QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(part)
        part.setObjectName(f"layout_{one.key}")
        part.setAccessibleName(one.label)
        part.setToolTip(one.hint)
        self.setFocusProxy(part)


class _MeasureBox(QDoubleSpinBox):
    """Shows 130 and 30.9, not 130.00 and 30.90."""

    def textFromValue(self, value: float) -> str:
        """Leave out noughts at the end."""
        return f"{value:.2f}".rstrip("0").rstrip(".")


class NumberField(PropertyField):
    """Millimetres, points or a count, by typing, arrow keys or wheel."""

    def __init__(self, one: Property) -> None:
        """Make a box with the steps of its unit."""
        super().__init__()
        self._whole = one.sort in {Sort.COUNT, Sort.RINGS}
        self._box: QSpinBox | QDoubleSpinBox
        if self._whole:
            whole = QSpinBox()
            whole.setRange(1, 100)
            self._box = whole
        else:
            box = _MeasureBox()
            box.setDecimals(2)
            box.setRange(0, _LARGEST)
            box.setSingleStep(0.1 if one.sort is Sort.MM else 0.5)
            box.setSuffix(" 毫米" if one.sort is Sort.MM else " 磅")
            self._box = box
        self._box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        # Half a number is not a wish: it counts on Enter, on Tab and by the arrows.
        self._box.setKeyboardTracking(False)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.valueChanged.connect(self._tell)
        self.take(self._box, one)

    def _tell(self, value: float) -> None:
        self.asked.emit(int(value) if value == int(value) else round(value, 2))

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a number."""
        with QSignalBlocker(self._box):
            if isinstance(self._box, QSpinBox):
                self._box.setValue(int(value))
            else:
                self._box.setValue(float(value))


class LineField(PropertyField):
    """One line of text; with fields, a button offers them by their labels."""

    def __init__(self, one: Property, labels: Sequence[str] = ()) -> None:
        """Make a line; ``labels`` are those of the fields that may be put into it."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setSpacing(6)
        self._line = ComposedLine()
        self._line.textEdited.connect(self.asked.emit)
        self.take(self._line, one)
        if labels:
            row.addWidget(_insert_button("字段", labels, self._insert, self))

    def _insert(self, text: str) -> None:
        self._line.insert(text)
        self._line.setFocus()
        self.asked.emit(self._line.text())

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a text, the cursor staying where it is while somebody types."""
        if self._line.text() != value and not self._line.composing:
            self._line.setText(value)


class ParagraphsField(PropertyField):
    """Paragraphs, one a line."""

    def __init__(self, one: Property, labels: Sequence[str]) -> None:
        """Make a small page of text."""
        super().__init__()
        self._trimmed = str.rstrip if one.sort is Sort.LINES else str.strip
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(_LINES_PX)
        self._text.textChanged.connect(lambda: self.asked.emit(self._text.toPlainText()))
        self.take(self._text, one)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(_insert_button("插入字段", labels, self._insert, self))

    def _insert(self, text: str) -> None:
        self._text.insertPlainText(text)
        self._text.setFocus()

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show paragraphs; what is being typed is not disturbed."""
        typed = map(self._trimmed, self._text.toPlainText().splitlines())
        if [line for line in typed if line] != [self._trimmed(line) for line in value.splitlines()]:
            with QSignalBlocker(self._text):
                self._text.setPlainText(value)


class ChoiceField(PropertyField):
    """One of several words."""

    def __init__(self, one: Property, words: Mapping[Any, str]) -> None:
        """Offer ``words``: value → word."""
        super().__init__()
        self._box = QComboBox()
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, word in words.items():
            self._box.addItem(word, value)
        self._box.activated.connect(lambda _=0: self.asked.emit(self._box.currentData()))
        self.take(self._box, one)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a word."""
        self._box.setCurrentIndex(self._box.findData(value))


class ColourField(PropertyField):
    """A colour: one of the usual ones from a menu, or typed as #RRGGBB."""

    def __init__(self, one: Property) -> None:
        """Make a swatch that opens the menu, and a line."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._line = ComposedLine()
        self._line.setMaxLength(7)
        self._line.textEdited.connect(lambda text: self.asked.emit(text.upper()))
        self._swatch = menu_button("选色", f"layout_{one.key}_menu", self._menu)
        self.take(self._line, one)
        row.addWidget(self._swatch)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for word, colour in _COLOURS.items():
            action = menu.addAction(_swatch(colour), f"{word} {colour}")
            action.triggered.connect(lambda _=False, wanted=colour: self.asked.emit(wanted))
        return menu

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a colour."""
        if self._line.text().upper() != value:
            self._line.setText(value)
        self._swatch.setIcon(_swatch(value))


class NamesField(PropertyField):
    """Some of the other elements, ticked in a menu."""

    def __init__(self, one: Property, names: Callable[[], Sequence[str]]) -> None:
        """Offer what ``names`` gives when the menu is opened."""
        super().__init__()
        self._names, self._ticked = names, list[str]()
        self._button = menu_button("无", f"layout_{one.key}", self._menu)
        self.take(self._button, one)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for name in self._names():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(name in self._ticked)
            action.triggered.connect(lambda _=False, turned=name: self._turn(turned))
            menu.addAction(action)
        return menu

    def _turn(self, name: str) -> None:
        kept = [each for each in self._ticked if each != name]
        self.asked.emit(kept if name in self._ticked else [*self._ticked, name])

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show names."""
        self._ticked = list(value)
        self._button.setText(f"{'、'.join(value) or '无'} ▾")


class PictureField(PropertyField):
    """A picture: a button that asks for another file."""

    def __init__(self, one: Property, choose: Callable[[], str]) -> None:
        """``choose`` asks for a file and gives its SHA-256, empty for none."""
        super().__init__()
        self._button: QPushButton = button("换图片…", "layout_picture")
        self._button.clicked.connect(lambda: self._ask(choose))
        self.take(self._button, one)

    def _ask(self, choose: Callable[[], str]) -> None:
        sha256 = choose()
        if sha256:
            self.asked.emit(sha256)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Nothing to show: the page shows it."""


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(colour) if QColor.isValidColorName(colour) else QColor("white"))
    return QIcon(pixmap)


def _insert_button(
    words: str, labels: Sequence[str], insert: Callable[[str], None], parent: QWidget
) -> QPushButton:
    """Make the button that puts a field, by its label, where the cursor stands."""

    def menu() -> QMenu:
        made = QMenu(parent)
        for label in labels:
            action = made.addAction(label)
            action.triggered.connect(lambda _=False, word=label: insert(f"{{{word}}}"))
        return made

    made = menu_button(words, "layout_insert", menu)
    made.setAccessibleName("插入字段")
    made.setToolTip("在光标处插入字段")
    return made
