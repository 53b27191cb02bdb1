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
    Layout,
    Overflow,
    Pages,
    PictureElement,
    QrElement,
    ReserveElement,
    RuleElement,
    SignatureCell,
    Signatures,
    TemplateLine,
    TextElement,
    VerticalAlign,
)
from partydesk.reports.layout_values import (
    INK,
    LARGEST_MM,
    LARGEST_PT,
    box_of,
    mm_of,
    pieces_of,
    pt_of,
)
from partydesk.reports.official_reading import read_official
from partydesk.reports.picture import Picture
from partydesk.reports.registry import PAGE_FIELDS
from partydesk.reports.template import read_template
from partydesk.resources import resource_path

#: Code of a fault of the geometry; a layout with no others can be drawn.
BAD_PLACE: Final = "bad_place"
_TEMPLATE_NAME: Final = re.compile(r"[\w-]+\.txt")
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
        raise InputRefused([Note("bad_layout", f"版式 {name}{not_json(error)}")]) from error
    layout, notes = parse_layout(data, name, pictures)
    if notes:
        raise InputRefused(notes)
    return layout


def not_json(error: Exception) -> str:
    """Say behind a file's name that it is no JSON, and where it stops being so."""
    where = f"，第 {error.lineno} 行附近有误" if isinstance(error, json.JSONDecodeError) else ""
    return f"不是 JSON 格式的版式文件{where}；可能没有传完整，请重新索取"


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
            faults.add(
                where,
                "没有找到：文件里没有带上，工作区里也没有；请换一个带图片的 .zip，或重新选择图片",
            )
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
        width_mm=place.number("width_mm", least=20, most=LARGEST_MM),
        height_mm=place.number("height_mm", least=20, most=LARGEST_MM),
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
        if kind:
            place.fault("type", f"应为 {'、'.join(_READERS)} 之一")
        # What else it should hold depends on its type.
        return FreeElement("", Box(0, 0, 1, 1))
    element = reader(place, fields)
    place.done()
    return element


def _text(place: Place, fields: Collection[str]) -> TextElement:
    size = pt_of(place, "size_pt")
    return TextElement(
        name=place.text("name"),
        box=box_of(place),
        content=pieces_of(place, "content", fields, rules=False),
        font=place.choice("font", FontRole),
        size_pt=size,
        floor_pt=pt_of(place, "floor_pt", most=size, default=size),
        pitch_pt=pt_of(place, "pitch_pt", default=size * 1.5),
        most_lines=int(place.number("most_lines", least=1, most=10, default=1)),
        spacing_pt=place.number("spacing_pt", least=0, most=LARGEST_PT, default=0),
        align=place.choice("align", Align, Align.LEFT),
        vertical=place.choice("vertical", VerticalAlign, VerticalAlign.MIDDLE),
        colour=place.colour("colour", INK),
        overflow=place.choice("overflow", Overflow),
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _flow(place: Place, fields: Collection[str]) -> FlowElement:
    size = pt_of(place, "size_pt")
    pitch = pt_of(place, "pitch_pt")
    overflow = place.choice("overflow", Overflow)
    if overflow is Overflow.WRAP:
        place.fault("overflow", "段落总是换行的，只能写 shrink 或 refuse")
    paragraphs = []
    for inner in place.places("paragraphs"):
        indent = inner.number("indent_em", least=0, most=20, default=2)
        paragraphs.append(FlowParagraph(pieces_of(inner, "content", fields), indent))
        inner.done()
    return FlowElement(
        name=place.text("name"),
        box=box_of(place),
        paragraphs=tuple(paragraphs),
        font=place.choice("font", FontRole),
        size_pt=size,
        floor_pt=pt_of(place, "floor_pt", most=size, default=size),
        pitch_pt=pitch,
        pitch_floor_pt=pt_of(place, "pitch_floor_pt", most=pitch, default=pitch),
        colour=place.colour("colour", INK),
        overflow=overflow,
    )


def _article(place: Place, fields: Collection[str]) -> ArticleElement:
    pitch = pt_of(place, "pitch_pt")
    font = place.choice("font", FontRole)
    return ArticleElement(
        name=place.text("name"),
        box=box_of(place),
        next_y_mm=mm_of(place, "next_y_mm"),
        template=place.text("template"),
        lines=_template(place, fields),
        font=font,
        field_font=place.choice("field_font", FontRole, font),
        heading_font=place.choice("heading_font", FontRole, font),
        size_pt=pt_of(place, "size_pt"),
        pitch_pt=pitch,
        pitch_floor_pt=pt_of(place, "pitch_floor_pt", most=pitch, default=pitch),
        colour=place.colour("colour", INK),
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
        lines = tuple(pieces_of(line, "content", fields) for line in inner.places("lines"))
        cells.append(SignatureCell(lines, when))
        inner.done()
    signatures = Signatures(
        columns=int(place.number("columns", least=1, most=4)),
        cell_height_mm=mm_of(place, "cell_height_mm", least=10),
        gap_mm=mm_of(place, "gap_mm"),
        size_pt=pt_of(place, "size_pt"),
        pitch_pt=pt_of(place, "pitch_pt"),
        cells=tuple(cells),
    )
    place.done()
    return signatures


def _frame(place: Place, _fields: Collection[str]) -> FrameElement:
    lines = []
    for inner in place.places("lines"):
        inset, width = mm_of(inner, "inset_mm"), mm_of(inner, "width_mm", least=0.05)
        lines.append(FrameLine(inset, width, inner.colour("colour")))
        inner.done()
    return FrameElement(
        place.text("name"), box_of(place), tuple(lines), place.choice("pages", Pages, Pages.FIRST)
    )


def _rule(place: Place, _fields: Collection[str]) -> RuleElement:
    return RuleElement(
        name=place.text("name"),
        x1_mm=mm_of(place, "x1_mm"),
        y1_mm=mm_of(place, "y1_mm"),
        x2_mm=mm_of(place, "x2_mm"),
        y2_mm=mm_of(place, "y2_mm"),
        width_mm=mm_of(place, "width_mm", least=0.05),
        colour=place.colour("colour"),
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _reserve(place: Place, _fields: Collection[str]) -> ReserveElement:
    return ReserveElement(
        name=place.text("name"),
        x_mm=mm_of(place, "x_mm"),
        y_mm=mm_of(place, "y_mm"),
        diameter_mm=place.number("diameter_mm", least=10, most=100, default=45),
        over=place.texts("over"),
    )


def _picture(place: Place, _fields: Collection[str]) -> PictureElement:
    return PictureElement(
        name=place.text("name"),
        box=box_of(place),
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
        box=box_of(place),
        field=field,
        pages=place.choice("pages", Pages, Pages.FIRST),
    )


def _free(place: Place, _fields: Collection[str]) -> FreeElement:
    return FreeElement(place.text("name"), box_of(place))


_READERS: Final[Mapping[str, Callable[[Place, Collection[str]], Element]]] = {
    "text": _text,
    "flow": _flow,
    "article": _article,
    "official": read_official,
    "frame": _frame,
    "rule": _rule,
    "reserve": _reserve,
    "picture": _picture,
    "free": _free,
    "qr": _qr,
}
