"""A form made from the description of a record's fields.

It holds text and shows messages; what the text means and whether it is right is for the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.errors import PartydeskError, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field, Kind
from partydesk.ui.editors import Sources
from partydesk.ui.field_block import FieldBlock
from partydesk.ui.field_grid import FieldGrid
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ENTER
from partydesk.ui.widgets.texts import Look, label

_SKETCH_PX = 14
_TWO_COLUMNS_PX = 330  # at 14 px type


class RecordForm(QWidget):
    """The form of one kind of record.

    Signals:
        edited(): The user has changed something.
        field_edited(str): Name of the field that the user has changed.
        field_left(str): Name of the field that the keyboard has left.
        completed(): Enter on the last field, or Ctrl+Enter there.
    """

    edited = Signal()
    field_edited = Signal(str)
    field_left = Signal(str)
    completed = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        sources: Sources | None = None,
        *,
        name: str = "form",
        tabbed: bool = False,
    ) -> None:
        """Build the form.

        Args:
            fields: Usually ``fields_of(record)``; their order is the order of the keyboard.
            sources: Where words and pictures come from.
            name: The object's name.
            tabbed: Sections as tabs instead of one below the other.
        """
        super().__init__()
        self.setObjectName(name)
        self._sources = sources or Sources()
        self._blocks = {field.name: FieldBlock(field, self._sources) for field in fields}
        self._tab_of: dict[str, int] = {}
        self._tabs: QTabWidget | None = None
        self._grids: list[FieldGrid] = []
        self._name_of: dict[QObject, str] = {}
        self._dirty = False
        self._read_only = False
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(8)
        self.message = FormMessage(f"{name}_message")
        self._outer.addWidget(self.message)
        sections = _sections(fields)
        self._order = [field.name for part in sections.values() for field in part]
        if tabbed and len(sections) > 1:
            self._build_tabs(sections)
        else:
            self._build_sections(sections)
        self._wire()

    def show_refusal(self, error: Exception) -> bool:
        """Show why something was not stored: beside the fields, or above them.

        Returns:
            Whether it was a refusal; anything else is a bug and for others to show.
        """
        if isinstance(error, ValidationFailed):
            self.set_errors(error.fields)
        elif isinstance(error, RuleViolation):
            self.message.say([reason.message for reason in error.reasons])
        elif isinstance(error, PartydeskError):
            self.message.say(error.message)
        else:
            return False
        return True

    # -- building ----------------------------------------------------------------------

    def _build_sections(self, sections: Mapping[str, Sequence[Field]]) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for number, (title, fields) in enumerate(sections.items()):
            if len(sections) > 1 and title:
                if number:
                    column.addSpacing(6)
                column.addWidget(label(title, Look.STRONG, wrap=True))
            column.addLayout(self._grid(fields))
        column.addStretch(1)
        self._outer.addWidget(_scrolled(body), 1)

    def _build_tabs(self, sections: Mapping[str, Sequence[Field]]) -> None:
        self._tabs = QTabWidget()
        self._tabs.setObjectName(f"{self.objectName()}_tabs")
        self._tabs.setDocumentMode(True)
        for number, (title, fields) in enumerate(sections.items()):
            body = QWidget()
            column = QVBoxLayout(body)
            column.setContentsMargins(0, 8, 4, 0)
            column.addLayout(self._grid(fields))
            column.addStretch(1)
            self._tabs.addTab(_scrolled(body), title)
            self._tab_of.update({field.name: number for field in fields})
        self._outer.addWidget(self._tabs, 1)

    def add_tab(self, view: QWidget, title: str) -> QTabWidget:
        """Put something that belongs to the record, but is no field, behind the sections.

        Returns:
            All tabs, to ask which is in sight.

        Raises:
            ValueError: The form has no tabs.
        """
        if self._tabs is None:
            raise ValueError(self.objectName())
        self._tabs.addTab(view, title)
        return self._tabs

    def _grid(self, fields: Sequence[Field]) -> FieldGrid:
        grid = FieldGrid(fields, self._blocks)
        self._grids.append(grid)
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields on one column where two would be too narrow."""
        super().resizeEvent(event)
        needed = _TWO_COLUMNS_PX * max(_SKETCH_PX, self.font().pixelSize()) / _SKETCH_PX
        for grid in self._grids:
            grid.arrange(2 if self.width() >= needed else 1)

    def _wire(self) -> None:
        before: QWidget | None = None
        for name in self._order:
            block = self._blocks[name]
            block.editor.edited.connect(lambda *_text, changed=name: self._on_edit(changed))
            if block.editor.completed is not None:
                block.editor.completed.connect(lambda left=name: self._go_on(left))
            word_chosen = getattr(block.editor.widget, "chosen", None)
            if word_chosen is not None:
                word_chosen.connect(lambda _word, left=name: self._go_on(left))
            block.reveal_asked.connect(self._ask_reveal)
            block.offer_taken.connect(self._take_offer)
            self._name_of[block.editor.keyboard] = name
            block.editor.keyboard.installEventFilter(self)
            if before is not None:
                QWidget.setTabOrder(before, block.editor.keyboard)
            before = block.editor.keyboard

    # -- text ----------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """Give what stands in every field, by name; masked fields give their full text."""
        return {name: block.text() for name, block in self._blocks.items()}

    def set_texts(self, texts: Mapping[str, str], masked: Mapping[str, str] | None = None) -> None:
        """Show a record; the form is clean afterwards.

        Args:
            texts: Text by field name; fields that are not named become empty.
            masked: For sensitive fields, what is shown until 显示 is pressed.
        """
        masks = masked or {}
        for name, block in self._blocks.items():
            mask = masks.get(name) if texts.get(name) else None
            block.show_text(texts.get(name, ""), mask)
            if self._read_only:
                block.editor.set_read_only(True)
        self.clear_messages()
        self._dirty = False

    def set_field(self, name: str, text: str) -> None:
        """Fill one field from another (birth date from the citizen number); counts as an edit.

        Raises:
            KeyError: The form has no such field.
        """
        if self._blocks[name].text() != text:
            self._blocks[name].show_text(text)
            self._on_edit(name)

    def text_of(self, name: str) -> str:
        """Give what stands in one field.

        Raises:
            KeyError: The form has no such field.
        """
        return self._blocks[name].text()

    def block(self, name: str) -> FieldBlock:
        """Give the block of a field, to disable or hide it.

        Raises:
            KeyError: The form has no such field.
        """
        return self._blocks[name]

    @property
    def dirty(self) -> bool:
        """Whether the user has changed something since the last :meth:`set_texts`."""
        return self._dirty

    def set_dirty(self, dirty: bool) -> None:
        """Say that it was saved, or that a draft was put back."""
        self._dirty = dirty

    def set_read_only(self, read_only: bool) -> None:
        """Only show, for those who may only look."""
        self._read_only = read_only
        for block in self._blocks.values():
            block.editor.set_read_only(read_only or block.masked)

    def _on_edit(self, name: str) -> None:
        self._dirty = True
        self._blocks[name].set_fault("")
        self._blocks[name].set_offer()
        self._show_tab_faults()
        self.field_edited.emit(name)
        self.edited.emit()

    def _take_offer(self, name: str, text: str) -> None:
        self.set_field(name, text)
        self._go_on(name)

    def _ask_reveal(self, name: str) -> None:
        if self._sources.reveal(name):
            self._blocks[name].reveal()
            if self._read_only:
                self._blocks[name].editor.set_read_only(True)

    # -- messages ----------------------------------------------------------------------

    def set_errors(self, errors: Mapping[str, str]) -> None:
        """Show what is wrong beside each field and go to the first one.

        Args:
            errors: Message by field name, as :class:`ValidationFailed` carries it; what belongs to
                no field of the form is shown above it.
        """
        for name, block in self._blocks.items():
            block.set_fault(errors.get(name, ""))
        self.message.say([text for name, text in errors.items() if name not in self._blocks])
        self._show_tab_faults()
        first = next((name for name in self._order if name in errors), None)
        if first is not None:
            self.focus_field(first)

    def set_warnings(self, warnings: Mapping[str, str]) -> None:
        """Show what deserves attention beside each field."""
        for name, block in self._blocks.items():
            block.set_warning(warnings.get(name, ""))

    def clear_messages(self) -> None:
        """Take all messages away."""
        for block in self._blocks.values():
            block.set_hint("")
            block.set_offer()
        self.set_warnings({})
        self.set_errors({})

    def _show_tab_faults(self) -> None:
        """Write on each tab how many of its fields are wrong."""
        if self._tabs is None:
            return
        for number, title in enumerate(_sections([b.field for b in self._blocks.values()])):
            count = sum(
                bool(self._blocks[name].fault)
                for name, tab in self._tab_of.items()
                if tab == number
            )
            self._tabs.setTabText(number, f"{title}({count})" if count else title)

    # -- keyboard ----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the keyboard has left a field, once the field has settled what it holds."""
        if event.type() == QEvent.Type.FocusOut and watched in self._name_of:
            QTimer.singleShot(0, self, partial(self.field_left.emit, self._name_of[watched]))
        return super().eventFilter(watched, event)

    def focus_first(self) -> None:
        """Put the keyboard into the first field that can be edited."""
        for name in self._order:
            if self._blocks[name].field.kind is not Kind.PICTURE:
                self.focus_field(name)
                return

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field and bring it into sight.

        Raises:
            KeyError: The form has no such field.
        """
        block = self._blocks[name]
        if self._tabs is not None:
            self._tabs.setCurrentIndex(self._tab_of[name])
        block.editor.keyboard.setFocus(Qt.FocusReason.TabFocusReason)
        above = block.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(block, 0, 20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter: a field that has gone on to the next must not press a dialog's button too."""
        if event.key() in ENTER:
            event.accept()
            return
        super().keyPressEvent(event)

    def _go_on(self, name: str) -> None:
        """Go to the next field that can take the keyboard; after the last one say so."""
        place = self._order.index(name)
        for following in self._order[place + 1 :]:
            block = self._blocks[following]
            usable = block.isVisibleTo(self) or self._tabs is not None
            if usable and block.isEnabled() and block.field.kind is not Kind.PICTURE:
                self.focus_field(following)
                return
        self.completed.emit()


def _sections(fields: Sequence[Field]) -> dict[str, list[Field]]:
    """Group fields by section, in order of appearance; pictures stand first in theirs."""
    sections: dict[str, list[Field]] = {}
    for field in fields:
        sections.setdefault(field.section, []).append(field)
    for part in sections.values():
        part.sort(key=lambda field: field.kind is not Kind.PICTURE)
    return sections


def _scrolled(body: QWidget) -> QScrollArea:
    body.setProperty("page", True)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
