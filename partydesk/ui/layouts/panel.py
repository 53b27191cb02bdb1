"""The panel beside the page: what can be set of the chosen elements, or of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.services.layout_drafts import PaperSize
from partydesk.services.layout_edits import with_property
from partydesk.services.layout_properties import (
    TYPES,
    Property,
    Sort,
    fields_of,
    properties_of,
    shown_lines,
    shown_paragraphs,
    shown_text,
    stored_lines,
    stored_paragraphs,
    stored_text,
    value_of,
    with_rings,
)
from partydesk.ui.layouts.edited import EditedLayout
from partydesk.ui.layouts.fields import (
    ChoiceField,
    ColourField,
    LineField,
    NamesField,
    NumberField,
    ParagraphsField,
    PictureField,
    PropertyField,
)
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.texts import Look, label

_WIDE: Final = frozenset(
    {Sort.CONTENT, Sort.PARAGRAPHS, Sort.LINES, Sort.LINE, Sort.COLOUR, Sort.NAMES}
)

_ARTICLE_HINT: Final = "协议书的文字在“协议与委任”里用“协议书正文”修改，这里只管位置和字体。"


class Panel(QScrollArea):
    """Rebuilt when other elements are chosen, refreshed when their values change.

    Signals:
        margin_asked(float): Where the guides of the margins are to stand, in millimetres.
    """

    margin_asked = Signal(float)

    def __init__(
        self,
        edited: EditedLayout,
        kind: str,
        sizes: Sequence[PaperSize],
        choose_picture: Callable[[], str],
        margin_mm: float,
    ) -> None:
        """Show what can be set of the paper.

        Args:
            edited: The layout.
            kind: Kind of document.
            sizes: Sizes of paper to choose from.
            choose_picture: Asks for a picture; gives its SHA-256, empty for none.
            margin_mm: Where the guides of the margins stand.
        """
        super().__init__()
        self.setObjectName("layout_panel")
        self.setAccessibleName("属性")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._edited, self._kind, self._sizes = edited, kind, sizes
        self._choose_picture = choose_picture
        self._margin_mm = margin_mm
        self._shown: tuple[object, ...] = ()
        self._fields: dict[str, PropertyField] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(2, 0, 8, 0)
        self._column.setSpacing(6)
        self.setWidget(inner)
        for ground in (self.viewport(), inner):
            ground.setAutoFillBackground(False)
        edited.changed.connect(self.refresh)
        edited.chosen_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the values as they are now."""
        chosen = self._edited.chosen
        elements = [self._edited.elements[number] for number in chosen]
        common = _common(elements)
        shape = (chosen, tuple(one.key for one in common), tuple(e["type"] for e in elements))
        if shape != self._shown:
            self._shown = shape
            self._build(elements, common)
        for one in common:
            self._fields[one.key].show_value(self._shown_value(elements[0], one))
        if not elements:
            self._show_paper()

    def _shown_value(self, element: Mapping[str, Any], one: Property) -> Any:  # noqa: ANN401
        value = value_of(element, one.key)
        if one.sort is Sort.CONTENT:
            return shown_text(self._kind, value)
        if one.sort is Sort.RINGS:
            return len(value)
        if one.sort is Sort.LINES:
            return shown_lines(self._kind, value)
        return shown_paragraphs(self._kind, value) if one.sort is Sort.PARAGRAPHS else value

    def focus_words(self) -> None:
        """Put the keyboard where the words of the chosen element are set."""
        for key in ("content", "paragraphs", "name"):
            if key in self._fields:
                self._fields[key].setFocus()
                return

    # -- building ----------------------------------------------------------------------------

    def _build(self, elements: Sequence[Mapping[str, Any]], common: Sequence[Property]) -> None:
        clear_layout(self._column)
        self._fields = {}
        self._column.addWidget(label(_title(elements), Look.STRONG, name="layout_panel_title"))
        if elements:
            self._column.addLayout(self._grid([(one, self._field(one)) for one in common]))
            for one in common:
                self._fields[one.key].asked.connect(self._setter(one))
            if any(element["type"] == "article" for element in elements):
                self._column.addWidget(label(_ARTICLE_HINT, Look.HINT, wrap=True))
        else:
            self._build_paper()
        self._column.addStretch(1)

    def _grid(self, fields: Sequence[tuple[Property, PropertyField]]) -> QGridLayout:
        """Put short fields two in a row, long ones over the whole width."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row = side = 0
        for one, field in fields:
            self._fields[one.key] = field
            wide = one.sort in _WIDE
            if side and wide:
                row, side = row + 2, 0
            caption = label(one.label, Look.FIELD)
            caption.setBuddy(field)
            caption.setToolTip(one.hint)
            span = 2 if wide else 1
            grid.addWidget(caption, row, side, 1, span)
            grid.addWidget(field, row + 1, side, 1, span)
            row, side = (row + 2, 0) if wide or side else (row, 1)
        return grid

    def _field(self, one: Property) -> PropertyField:
        labels = list(fields_of(self._kind).values())
        makers: Mapping[Sort, Callable[[], PropertyField]] = {
            Sort.LINE: lambda: LineField(one),
            Sort.CONTENT: lambda: LineField(one, labels),
            Sort.PARAGRAPHS: lambda: ParagraphsField(one, labels),
            Sort.LINES: lambda: ParagraphsField(one, labels),
            Sort.CHOICE: lambda: ChoiceField(one, one.words or {}),
            Sort.COLOUR: lambda: ColourField(one),
            Sort.NAMES: lambda: NamesField(one, self._other_names),
            Sort.PICTURE: lambda: PictureField(one, self._choose_picture),
        }
        return makers.get(one.sort, lambda: NumberField(one))()

    def _other_names(self) -> Sequence[str]:
        chosen = self._edited.chosen
        found = enumerate(self._edited.elements)
        return [element["name"] for number, element in found if number not in chosen]

    def _setter(self, one: Property) -> Callable[[object], None]:
        def set_value(value: object) -> None:
            chosen = self._edited.chosen
            if one.sort is Sort.CONTENT:
                value = stored_text(self._kind, str(value))
            elif one.sort is Sort.PARAGRAPHS:
                before = self._edited.elements[chosen[0]]["paragraphs"]
                value = stored_paragraphs(self._kind, str(value), before)
            elif one.sort is Sort.LINES:
                value = stored_lines(self._kind, str(value))
            elif one.sort is Sort.RINGS:
                value = with_rings(self._edited.elements[chosen[0]]["lines"], int(str(value)))
            self._edited.change(
                f"修改{one.label}",
                lambda values: with_property(values, chosen, one.key, value),
                same=one.key,
            )

        return set_value

    # -- the paper ---------------------------------------------------------------------------

    def _build_paper(self) -> None:
        sizes = {f"{s.width_mm:g}x{s.height_mm:g}": s.name for s in self._sizes}
        size = Property("size", "纸张", Sort.CHOICE)
        choice = ChoiceField(size, {**sizes, "": "自定义"})
        width = NumberField(Property("width_mm", "纸宽", Sort.MM))
        height = NumberField(Property("height_mm", "纸高", Sort.MM))
        choice.asked.connect(self._set_size)
        width.asked.connect(lambda value: self._set_paper("修改纸宽", {"width_mm": value}))
        height.asked.connect(lambda value: self._set_paper("修改纸高", {"height_mm": value}))
        margin = NumberField(Property("margin_mm", "参考边距", Sort.MM))
        margin.show_value(self._margin_mm)
        margin.asked.connect(self._set_margin)
        fields: list[tuple[Property, PropertyField]] = [
            (Property("width_mm", "纸宽", Sort.MM), width),
            (Property("height_mm", "纸高", Sort.MM), height),
            (Property("margin_mm", "参考边距", Sort.MM), margin),
        ]
        self._column.addWidget(label("纸张", Look.FIELD))
        self._column.addWidget(choice)
        self._fields["size"] = choice
        self._column.addLayout(self._grid(fields))
        words = (
            "在页面上单击元件，或在左边的列表里选，就可以在这里改它的位置、字体和内容。"
            "按住 Ctrl 可选几个；方向键每次移动 0.1 毫米，加 Shift 移动 1 毫米。"
        )
        self._column.addSpacing(8)
        self._column.addWidget(label(words, Look.HINT, wrap=True))

    def _set_margin(self, value: float) -> None:
        self._margin_mm = value
        self.margin_asked.emit(value)

    def _set_size(self, size: object) -> None:
        if size:
            width, height = (float(part) for part in str(size).split("x"))
            self._set_paper("换纸张", {"width_mm": width, "height_mm": height})

    def _set_paper(self, words: str, values: Mapping[str, object]) -> None:
        self._edited.change(words, lambda before: {**before, **values}, same=words)

    def _show_paper(self) -> None:
        page = self._edited.page
        self._fields["width_mm"].show_value(page.width)
        self._fields["height_mm"].show_value(page.height)
        known = [(size.width_mm, size.height_mm) for size in self._sizes]
        fits = (page.width, page.height) in known
        self._fields["size"].show_value(f"{page.width:g}x{page.height:g}" if fits else "")


def _common(elements: Sequence[Mapping[str, Any]]) -> tuple[Property, ...]:
    """What can be set of all of several elements at once; a name belongs to one alone."""
    if not elements:
        return ()
    first, *others = (properties_of(element) for element in elements)
    return tuple(
        one
        for one in first
        if all(one in each for each in others) and not (others and one.key == "name")
    )


def _title(elements: Sequence[Mapping[str, Any]]) -> str:
    if not elements:
        return "纸张"
    if len(elements) > 1:
        return f"选中 {len(elements)} 个元件"
    return TYPES.get(elements[0]["type"], "元件")
