"""Reads layouts from JSON and checks them whole: keys, values, fields and geometry.

All faults of a file are reported at once, each with its place, in Chinese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from partydesk.domain.errors import InputRefused, Note, NotFound
from partydesk.reports.checking import Faults, Place
from partydesk.reports.fields import KINDS
from partydesk.reports.fonts import FontRole
from partydesk.reports.geometry import geometry_faults
from partydesk.reports.layout import (
    Align,
    ArticleElement,
    Box,
    Element,
    FlowElement,
    FlowParagraph,
    FrameElement,
    FrameLine,
    FreeElement,
    Imprint,
    Layout,
    OfficialElement,
    Overflow,
    Pages,
    PictureElement,
    Pieces,
    QrElement,
    RedHead,
    ReserveElement,
    RuleElement,
    SignatureCell,
    Signatures,
    TemplateLine,
    TextElement,
    VerticalAlign,
)
from partydesk.reports.picture import Picture
from partydesk.reports.pieces import read_pieces
from partydesk.reports.registry import PAGE_FIELDS
from partydesk.reports.template import read_template
from partydesk.resources import resource_path

#: Code of a fault of the geometry; a layout with no others can be drawn.
BAD_PLACE: Final = "bad_place"
_LARGEST_MM: Final = 1200.0  # longer than A0
_SMALLEST_PT: Final = 4.0
_LARGEST_PT: Final = 200.0
_TEMPLATE_NAME: Final = re.compile(r"[\w-]+\.txt")
_INK: Final = "#1F2328"
#: Mongolian and its supplement (Unicode 16, chapter 13.5).
_MONGOLIAN: Final = re.compile("[\u1800-\u18af\U00011660-\U0001167f]")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
#: SHA-256 → picture.
Pictures = Mapping[str, Picture]
NO_PICTURES: Final[Pictures] = MappingProxyType({})


@cache
def load_layout(name: str) -> Layout:
    """Read one of the layouts that come with the program.

    Raises:
        NotFound: There is no such layout.
        InputRefused: The file is faulty.
    """
    return read_layout(shipped_text(name), name)


def list_layouts() -> tuple[Layout, ...]:
    """Return the layouts that come with the program, by name."""
    folder = files("partydesk.reports") / "layouts"
    names = sorted(
        file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json")
    )
    return tuple(load_layout(name) for name in names)


def shipped_text(name: str) -> str:
    """Give the text of one of the layouts that come with the program.

    Raises:
        NotFound: There is no such layout.
    """
    file = files("partydesk.reports") / "layouts" / f"{name}.json"
    if not name.isidentifier() or not file.is_file():
        known = "、".join(layout.name for layout in list_layouts())
        raise NotFound(f"没有名为“{name}”的版式；现有 {known}。")
    return file.read_text(encoding="utf-8")


def read_layout(text: str, name: str, pictures: Pictures = NO_PICTURES) -> Layout:
    """Read a layout from the text of its file.

    Args:
        text: JSON.
        name: File name without ending, for messages and as the layout's name.
        pictures: The pictures it may name.

    Raises:
        InputRefused: Every fault, each with its place.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputRefused(
            [Note("bad_layout", f"版式 {name}：不是 JSON 文件（{error}）")]
        ) from error
    layout, notes = parse_layout(data, name, pictures)
    if notes:
        raise InputRefused(notes)
    return layout


def parse_layout(
    data: object, name: str, pictures: Pictures = NO_PICTURES
) -> tuple[Layout, tuple[Note, ...]]:
    """Read a layout from plain values, with everything that is wrong with it.

    Args:
        data: What its file holds.
        name: For messages and as the layout's name.
        pictures: The pictures it may name.

    Returns:
        The layout and its faults. Where a value is faulty a harmless one stands in for it; the
        geometry is looked at only when every value is right.
    """
    faults = Faults(name)
    layout = _layout(Place(data, "layout", faults), name, pictures)
    for where, sha256 in pictures_of(layout):
        if sha256 and sha256 not in pictures:
            faults.add(where, "的图片没有找到，请重新选择图片")
    if not faults.notes:
        for where, message in geometry_faults(layout):
            faults.add(where, message, code=BAD_PLACE)
    return layout, tuple(faults.notes)


def pictures_of(layout: Layout) -> Iterator[tuple[str, str]]:
    """Name the pictures of a layout: place and SHA-256."""
    if layout.background:
        yield "layout.background", layout.background
    for number, element in enumerate(layout.elements):
        if isinstance(element, PictureElement):
            yield f"layout.elements[{number}].picture", element.sha256


def _layout(place: Place, name: str, pictures: Pictures) -> Layout:
    kind = place.text("kind")
    if kind and kind not in KINDS:
        place.fault("kind", f"没有这种文书，应为 {'、'.join(KINDS)} 之一")
    labels = KINDS[kind].labels if kind in KINDS else {}
    fields = {*labels, *PAGE_FIELDS}
    layout = Layout(
        name=name,
        label=place.text("label"),
        kind=kind,
        width_mm=place.number("width_mm", least=20, most=_LARGEST_MM),
        height_mm=place.number("height_mm", least=20, most=_LARGEST_MM),
        elements=tuple(_element(inner, fields) for inner in place.places("elements")),
        background=_named(place, "background") if place.has("background") else "",
        pictures=pictures,
    )
    place.done()
    return layout


def _element(place: Place, fields: Collection[str]) -> Element:
    kind = place.text("type")
    reader = _READERS.get(kind)
    if reader is None:
        place.fault("type", f"应为 {'、'.join(_READERS)} 之一")
        reader = _rule
    element = reader(place, fields)
    place.done()
    return element


def _pieces(place: Place, key: str, fields: Collection[str], *, rules: bool = True) -> Pieces:
    """Read text with fields; ``rules`` tells whether fields may be underlined."""
    pieces, faults = read_pieces(place.text(key), fields)
    for fault in faults:
        place.fault(key, fault)
    if any(_MONGOLIAN.search(piece.text) for piece in pieces):
        place.fault(key, "里有蒙古文；蒙古文请做成图片放进版式，程序还不能排印活的蒙古文")
    if not rules and any(piece.underline for piece in pieces):
        place.fault(key, "这里的字段不能加下划线")
    return pieces


def _mm(place: Place, key: str, *, least: float = 0.0) -> float:
    return place.number(key, least=least, most=_LARGEST_MM)


def _pt(
    place: Place, key: str, *, most: float = _LARGEST_PT, default: float | None = None
) -> float:
    return place.number(key, least=_SMALLEST_PT, most=most, default=default)


def _box(place: Place) -> Box:
    return Box(
        _mm(place, "x_mm"),
        _mm(place, "y_mm"),
        _mm(place, "width_mm", least=1),
        _mm(place, "height_mm", least=1),
    )


def _text(place: Place, fields: Collection[str]) -> TextElement:
    size = _pt(place, "size_pt")
    return TextElement(
        name=place.text("name"),
        box=_box(place),
        content=_pieces(place, "content", fields, rules=False),
        font=place.choice("font", FontRole),
        size_pt=size,
        floor_pt=_pt(place, "floor_pt", most=size, default=size),
        pitch_pt=_pt(place, "pitch_pt", default=size * 1.5),
        most_lines=int(place.number("most_lines", least=1, most=10, default=1)),
        spacing_pt=place.number("spacing_pt", least=0, most=_LARGEST_PT, default=0),
        align=place.choice("align", Align, Align.LEFT),
        vertical=place.choice("vertical", VerticalAlign, VerticalAlign.MIDDLE),
        colour=place.colour("colour", _INK),
        overflow=place.choice("overflow", Overflow),
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _flow(place: Place, fields: Collection[str]) -> FlowElement:
    size = _pt(place, "size_pt")
    pitch = _pt(place, "pitch_pt")
    overflow = place.choice("overflow", Overflow)
    if overflow is Overflow.WRAP:
        place.fault("overflow", "段落总是换行的，只能写 shrink 或 refuse")
    paragraphs = []
    for inner in place.places("paragraphs"):
        indent = inner.number("indent_em", least=0, most=20, default=2)
        paragraphs.append(FlowParagraph(_pieces(inner, "content", fields), indent))
        inner.done()
    return FlowElement(
        name=place.text("name"),
        box=_box(place),
        paragraphs=tuple(paragraphs),
        font=place.choice("font", FontRole),
        size_pt=size,
        floor_pt=_pt(place, "floor_pt", most=size, default=size),
        pitch_pt=pitch,
        pitch_floor_pt=_pt(place, "pitch_floor_pt", most=pitch, default=pitch),
        colour=place.colour("colour", _INK),
        overflow=overflow,
    )


def _article(place: Place, fields: Collection[str]) -> ArticleElement:
    pitch = _pt(place, "pitch_pt")
    font = place.choice("font", FontRole)
    return ArticleElement(
        name=place.text("name"),
        box=_box(place),
        next_y_mm=_mm(place, "next_y_mm"),
        template=place.text("template"),
        lines=_template(place, fields),
        font=font,
        field_font=place.choice("field_font", FontRole, font),
        heading_font=place.choice("heading_font", FontRole, font),
        size_pt=_pt(place, "size_pt"),
        pitch_pt=pitch,
        pitch_floor_pt=_pt(place, "pitch_floor_pt", most=pitch, default=pitch),
        colour=place.colour("colour", _INK),
        signatures=_signatures(place.inner("signatures"), fields),
    )


def _template(place: Place, fields: Collection[str]) -> tuple[TemplateLine, ...]:
    """Read the text template an article names; its own faults join those of the layout."""
    name = place.text("template")
    if not _TEMPLATE_NAME.fullmatch(name):
        place.fault("template", "应为 templates 文件夹里的文件名，如 agreement.txt")
        return ()
    try:
        text = resource_path("templates", name).read_text(encoding="utf-8")
        return read_template(text, name, fields)
    except (OSError, ValueError) as error:
        place.fault("template", f"读不到文本模板（{error}）")
    except InputRefused as refused:
        place.faults.notes += refused.notes
    return ()


def _signatures(place: Place, fields: Collection[str]) -> Signatures:
    cells = []
    for inner in place.places("cells"):
        when = inner.text("when", "")
        if when and when not in fields:
            inner.fault("when", f"没有名为“{when}”的字段")
        lines = tuple(_pieces(line, "content", fields) for line in inner.places("lines"))
        cells.append(SignatureCell(lines, when))
        inner.done()
    signatures = Signatures(
        columns=int(place.number("columns", least=1, most=4)),
        cell_height_mm=_mm(place, "cell_height_mm", least=10),
        gap_mm=_mm(place, "gap_mm"),
        size_pt=_pt(place, "size_pt"),
        pitch_pt=_pt(place, "pitch_pt"),
        cells=tuple(cells),
    )
    place.done()
    return signatures


def _official(place: Place, fields: Collection[str]) -> OfficialElement:
    """Read an official document; sizes and fonts left out are those of GB/T 9704-2012."""
    sealed = place.text("sealed")
    if sealed and sealed not in fields:
        place.fault("sealed", f"没有名为“{sealed}”的字段")
    content = {
        key: _pieces(place, key, fields, rules=False)
        for key in ("title", "addressee", "text", "attachments", "organ", "date")
    }
    return OfficialElement(
        name=place.text("name"),
        box=_box(place),
        rows=int(place.number("rows", least=10, most=60, default=22)),
        characters=int(place.number("characters", least=10, most=80, default=28)),
        head=_red_head(place.inner("head"), fields),
        **content,
        sealed=sealed,
        seal_mm=place.number("seal_mm", least=10, most=100, default=45),
        imprint=_imprint(place.inner("imprint"), fields),
        size_pt=_pt(place, "size_pt", default=16),
        title_pt=_pt(place, "title_pt", default=22),
        page_pt=_pt(place, "page_pt", default=14),
        font=place.choice("font", FontRole, FontRole.FANGSONG),
        title_font=place.choice("title_font", FontRole, FontRole.TITLE),
        first_font=place.choice("first_font", FontRole, FontRole.HEI),
        second_font=place.choice("second_font", FontRole, FontRole.KAI),
        page_font=place.choice("page_font", FontRole, FontRole.SONG),
        colour=place.colour("colour", _INK),
    )


def _red_head(place: Place, fields: Collection[str]) -> RedHead:
    size = _pt(place, "mark_pt")
    head = RedHead(
        mark=_pieces(place, "mark", fields, rules=False),
        number=_pieces(place, "number", fields, rules=False),
        mark_pt=size,
        mark_floor_pt=_pt(place, "mark_floor_pt", most=size, default=size),
        on_stock=place.flag("on_stock"),
        stock_mm=place.number("stock_mm", least=5, most=_LARGEST_MM, default=10),
        rule_mm=_mm(place, "rule_mm", least=0.05),
        colour=place.colour("colour"),
    )
    place.done()
    return head


def _imprint(place: Place, fields: Collection[str]) -> Imprint:
    imprint = Imprint(
        copies_to=_pieces(place, "copies_to", fields, rules=False),
        issuer=_pieces(place, "issuer", fields, rules=False),
        issued_on=_pieces(place, "issued_on", fields, rules=False),
        size_pt=_pt(place, "size_pt", default=14),
    )
    place.done()
    return imprint


def _frame(place: Place, _fields: Collection[str]) -> FrameElement:
    lines = []
    for inner in place.places("lines"):
        inset, width = _mm(inner, "inset_mm"), _mm(inner, "width_mm", least=0.05)
        lines.append(FrameLine(inset, width, inner.colour("colour")))
        inner.done()
    return FrameElement(
        place.text("name"), _box(place), tuple(lines), place.choice("pages", Pages, Pages.FIRST)
    )


def _rule(place: Place, _fields: Collection[str]) -> RuleElement:
    return RuleElement(
        name=place.text("name"),
        x1_mm=_mm(place, "x1_mm"),
        y1_mm=_mm(place, "y1_mm"),
        x2_mm=_mm(place, "x2_mm"),
        y2_mm=_mm(place, "y2_mm"),
        width_mm=_mm(place, "width_mm", least=0.05),
        colour=place.colour("colour"),
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _reserve(place: Place, _fields: Collection[str]) -> ReserveElement:
    return ReserveElement(
        name=place.text("name"),
        x_mm=_mm(place, "x_mm"),
        y_mm=_mm(place, "y_mm"),
        diameter_mm=place.number("diameter_mm", least=10, most=100, default=45),
        over=place.texts("over"),
    )


def _picture(place: Place, _fields: Collection[str]) -> PictureElement:
    return PictureElement(
        name=place.text("name"),
        box=_box(place),
        sha256=_named(place, "picture"),
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _named(place: Place, key: str) -> str:
    """Read the address of a picture."""
    sha256 = place.text(key)
    if sha256 and not _SHA256.fullmatch(sha256):
        place.fault(key, "应为图片的 SHA-256（64 位小写十六进制）")
        return ""
    return sha256


def _qr(place: Place, fields: Collection[str]) -> QrElement:
    field = place.text("field")
    if field and field not in fields:
        place.fault("field", f"没有名为“{field}”的字段；可用的字段有 {'、'.join(sorted(fields))}")
    return QrElement(
        name=place.text("name"),
        box=_box(place),
        field=field,
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _free(place: Place, _fields: Collection[str]) -> FreeElement:
    return FreeElement(place.text("name"), _box(place))


_READERS: Final[Mapping[str, Callable[[Place, Collection[str]], Element]]] = {
    "text": _text,
    "flow": _flow,
    "article": _article,
    "official": _official,
    "frame": _frame,
    "rule": _rule,
    "reserve": _reserve,
    "picture": _picture,
    "free": _free,
    "qr": _qr,
}
