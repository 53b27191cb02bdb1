"""What a layout is: the places of a page, in millimetres from its upper left corner.

A layout is data. It names fields of its kind of document and holds no code; everything it says is
checked when it is read (:mod:`partydesk.reports.layout_reading`), so the renderer trusts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from partydesk.reports.fonts import Face
from partydesk.reports.picture import Picture


class Overflow(StrEnum):
    """What happens to text that is wider or longer than its place.

    Text that still does not fit is reported before printing and refused by the renderer.
    """

    WRAP = "wrap"  # several lines of like length, then smaller down to the floor
    SHRINK = "shrink"  # closer lines, then smaller letters down to the floor
    REFUSE = "refuse"  # as it stands or not at all


class Align(StrEnum):
    """Where a line stands in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class VerticalAlign(StrEnum):
    """Where the lines of a text stand in their box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Pages(StrEnum):
    """On which pages of one document an element is drawn."""

    FIRST = "first"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Piece:
    """A literal stretch of text, or the place of a field.

    Attributes:
        text: The literal, or the name of the field.
        is_field: Which of the two.
        underline: Whether a rule runs below it.
    """

    text: str
    is_field: bool = False
    underline: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``y_mm`` counts downwards from the upper edge of the page."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class TextElement:
    """A short text in a box of its own: a title, a number, a date, a name.

    Attributes:
        name: For messages, and for reserves that lie over it.
        box: Where it may stand.
        content: Literals and fields, never underlined.
        font: Style of letter.
        size_pt: Size of the letters.
        floor_pt: Smallest size it may shrink to.
        pitch_pt: From line to line, when it has several; shrinks with the size.
        most_lines: How many lines ``WRAP`` may make.
        spacing_pt: Added between characters.
        align: Across the box.
        vertical: Up and down in the box.
        colour: ``#RRGGBB``.
        overflow: What happens when it is too wide.
        pages: On which pages it stands.
    """

    name: str
    box: Box
    content: Pieces
    font: Face
    size_pt: float
    floor_pt: float
    pitch_pt: float
    most_lines: int
    spacing_pt: float
    align: Align
    vertical: VerticalAlign
    colour: str
    overflow: Overflow
    pages: Pages


@dataclass(frozen=True, slots=True)
class FlowParagraph:
    """One paragraph of a flow; the first line is set in by ``indent_em``."""

    content: Pieces
    indent_em: float


@dataclass(frozen=True, slots=True)
class FlowElement:
    """Paragraphs in one box on the first page, justified.

    Attributes:
        name: For messages.
        box: Where the text may stand; it begins at the top.
        paragraphs: From top to bottom.
        font: Style of letter.
        size_pt: Size of the letters.
        floor_pt: Smallest size it may shrink to.
        pitch_pt: From line to line.
        pitch_floor_pt: Smallest pitch at full size, tried before letters shrink.
        colour: ``#RRGGBB``.
        overflow: ``SHRINK`` or ``REFUSE``; lines are always wrapped.
    """

    name: str
    box: Box
    paragraphs: tuple[FlowParagraph, ...]
    font: Face
    size_pt: float
    floor_pt: float
    pitch_pt: float
    pitch_floor_pt: float
    colour: str
    overflow: Overflow


class LineKind(StrEnum):
    """What a line of a text template is."""

    HEADING = "heading"  # numbered 第一条, 第二条 … as they are printed
    PARAGRAPH = "paragraph"  # set in by two characters
    PLAIN = "plain"  # not set in


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One paragraph of a text template.

    Attributes:
        kind: Heading, paragraph or plain.
        content: Literals and fields.
        when: Printed only when this field has text; empty for always.
        unless: Printed only when this field has none; empty for always.
    """

    kind: LineKind
    content: Pieces
    when: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True)
class SignatureCell:
    """Where one party signs and stamps.

    Attributes:
        lines: From top to bottom, the first one bold.
        when: Drawn only when this field has text; empty for always.
    """

    lines: tuple[Pieces, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """The block of signatures, kept on one page together with the end of the text.

    Attributes:
        columns: Cells side by side.
        cell_height_mm: Height of one row of cells; at least a seal's diameter.
        gap_mm: Between the last line of text and the block.
        size_pt: Size of the letters.
        pitch_pt: From line to line.
        cells: In reading order.
    """

    columns: int
    cell_height_mm: float
    gap_mm: float
    size_pt: float
    pitch_pt: float
    cells: tuple[SignatureCell, ...]


@dataclass(frozen=True, slots=True)
class ArticleElement:
    """A long text that runs over as many pages as it needs, with signatures at its end.

    Attributes:
        name: For messages.
        box: Column on the first page.
        next_y_mm: Where the column begins on later pages; its lower edge stays.
        template: Name of the text template's file.
        lines: The text template.
        font: Style of the text.
        field_font: Style of filled-in fields.
        heading_font: Style of headings.
        size_pt: Size of the letters.
        pitch_pt: From line to line.
        pitch_floor_pt: Smallest pitch that may be tried to keep text and signatures together.
        colour: ``#RRGGBB``.
        signatures: The block at the end.
    """

    name: str
    box: Box
    next_y_mm: float
    template: str
    lines: tuple[TemplateLine, ...]
    font: Face
    field_font: Face
    heading_font: Face
    size_pt: float
    pitch_pt: float
    pitch_floor_pt: float
    colour: str
    signatures: Signatures


@dataclass(frozen=True, slots=True)
class RedHead:
    """The head of an official document (版头), from its name in red to the red rule.

    Attributes:
        mark: 发文机关标志; not drawn where it is on the stock.
        number: 发文字号.
        mark_pt: Largest size of the mark's letters.
        mark_floor_pt: Smallest size at which it stands on one line, and of two lines.
        on_stock: Whether mark and rule are printed on the stock already: only the number is drawn.
        stock_mm: Height of the mark on such stock.
        rule_mm: Thickness of the red rule.
        colour: Of mark and rule, ``#RRGGBB``.
    """

    mark: Pieces
    number: Pieces
    mark_pt: float
    mark_floor_pt: float
    on_stock: bool
    stock_mm: float
    rule_mm: float
    colour: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of an official document (版记), on its last page; left out where it says nothing.

    Attributes:
        copies_to: 抄送机关.
        issuer: 印发机关.
        issued_on: 印发日期.
        size_pt: Size of the letters.
    """

    copies_to: Pieces
    issuer: Pieces
    issued_on: Pieces
    size_pt: float


@dataclass(frozen=True, slots=True)
class OfficialElement:
    """An official document (公文) on the grid of GB/T 9704-2012, over as many pages as it needs.

    The box is the 版心: its height by ``rows`` is the pitch of the lines, its width by
    ``characters`` that of the characters, whatever their size is.

    Attributes:
        name: For messages.
        box: 版心, the same on every page.
        rows: Lines on a page.
        characters: Characters in a line.
        head: 版头.
        title: 标题.
        addressee: 主送机关.
        text: 正文, one paragraph a line.
        attachments: 附件说明, one a line.
        organ: 发文机关署名.
        date: 成文日期.
        sealed: The field that has text when a seal is pressed on it.
        seal_mm: Diameter of the circle that is kept free for it.
        imprint: 版记.
        size_pt: Size of the text.
        title_pt: Size of the title.
        page_pt: Size of the page number.
        font: Style of the text.
        title_font: Style of mark and title.
        first_font: Style of headings such as 一、.
        second_font: Style of headings such as （一）.
        page_font: Style of the page number.
        colour: Of everything but the red, ``#RRGGBB``.
    """

    name: str
    box: Box
    rows: int
    characters: int
    head: RedHead
    title: Pieces
    addressee: Pieces
    text: Pieces
    attachments: Pieces
    organ: Pieces
    date: Pieces
    sealed: str
    seal_mm: float
    imprint: Imprint
    size_pt: float
    title_pt: float
    page_pt: float
    font: Face
    title_font: Face
    first_font: Face
    second_font: Face
    page_font: Face
    colour: str


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One rectangle of a frame, set in from its box."""

    inset_mm: float
    width_mm: float
    colour: str


@dataclass(frozen=True, slots=True)
class FrameElement:
    """Rectangles one inside the other."""

    name: str
    box: Box
    lines: tuple[FrameLine, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class RuleElement:
    """A straight line."""

    name: str
    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float
    width_mm: float
    colour: str
    pages: Pages


@dataclass(frozen=True, slots=True)
class ReserveElement:
    """A circle kept free for the seal. Nothing is ever drawn for it.

    Attributes:
        name: For messages.
        x_mm: Centre.
        y_mm: Centre, downwards from the upper edge.
        diameter_mm: 45 for a county or banner (国发〔1999〕25号), or as the layout says.
        over: Names of the texts the seal is pressed over.
    """

    name: str
    x_mm: float
    y_mm: float
    diameter_mm: float
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PictureElement:
    """A picture in a box, as large as fits, in the middle, its sides in proportion.

    A head or title in Mongolian script stands on a layout as one: live text in that script needs
    shaping and columns that nothing here does.

    Attributes:
        name: For messages.
        box: Where it may stand.
        sha256: Which of the layout's pictures.
        pages: On which pages it stands.
    """

    name: str
    box: Box
    sha256: str
    pages: Pages

    def drawn_box(self, picture: Picture) -> Box:
        """The rectangle that the picture itself takes up."""
        box = self.box
        width, height = picture.fitted_mm(box.width_mm, box.height_mm)
        left, top = (box.width_mm - width) / 2, (box.height_mm - height) / 2
        return Box(box.x_mm + left, box.y_mm + top, width, height)


@dataclass(frozen=True, slots=True)
class FreeElement:
    """A rectangle kept free for what is printed on the stock already. Nothing is drawn for it."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class QrElement:
    """A QR code in a box, as large as fits, in the middle; its quiet zone counts.

    Attributes:
        name: For messages.
        box: Where it may stand.
        field: The field whose text it carries; nothing is drawn where that is empty.
        pages: On which pages it stands.
    """

    name: str
    box: Box
    field: str
    pages: Pages


Element = (
    TextElement
    | FlowElement
    | ArticleElement
    | OfficialElement
    | FrameElement
    | RuleElement
    | ReserveElement
    | PictureElement
    | FreeElement
    | QrElement
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One printed form.

    Attributes:
        name: File name without ending.
        label: Chinese name for people.
        kind: Name of the kind of document whose fields it may use.
        width_mm: Width of the page.
        height_mm: Height of the page.
        elements: In drawing order.
        background: SHA-256 of the picture that shows how the stock looks, as large as the page;
            empty for none. Shown on screen to whoever places the elements, never printed.
        pictures: SHA-256 → what the elements and the background name.
    """

    name: str
    label: str
    kind: str
    width_mm: float
    height_mm: float
    elements: tuple[Element, ...]
    background: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False, compare=False)
