"""What is written is read back just so; pictures, free places and Mongolian script are checked."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from partydesk.domain.errors import InputRefused, ValidationFailed
from partydesk.reports.fonts import FontRole
from partydesk.reports.layout import (
    Align,
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
    Piece,
    Pieces,
    QrElement,
    ReserveElement,
    RuleElement,
    TextElement,
    VerticalAlign,
)
from partydesk.reports.layout_reading import list_layouts, parse_layout, read_layout
from partydesk.reports.layout_writing import layout_values, write_layout
from partydesk.reports.picture import Picture, read_picture


def png(width: int = 600, height: int = 300) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#A8201A").save(stream, "PNG")
    return stream.getvalue()


PICTURE = read_picture(png())
PICTURES = {PICTURE.sha256: PICTURE}
NAMES = st.text(alphabet="标题正文印章甲乙丙", min_size=1, max_size=6)
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
TENTHS = st.integers(0, 2000).map(lambda tenths: tenths / 10)
SIZES = st.integers(8, 400).map(lambda halves: halves / 2)
BOXES = st.builds(Box, TENTHS, TENTHS, TENTHS.map(lambda mm: mm + 1), TENTHS.map(lambda mm: mm + 1))


@st.composite
def contents(draw: st.DrawFn, *, underline: bool = True) -> Pieces:
    field = st.builds(
        Piece,
        st.sampled_from(["person", "enterprise", "number"]),
        st.just(True),
        st.booleans() if underline else st.just(False),
    )
    literal = st.text(alphabet="经研究，同志：", min_size=1, max_size=5).map(Piece)
    pieces: list[Piece] = []
    for piece in draw(st.lists(field | literal, min_size=1, max_size=5)):
        if not pieces or piece.is_field or pieces[-1].is_field:
            pieces.append(piece)
    return tuple(pieces)


@st.composite
def texts(draw: st.DrawFn) -> TextElement:
    size = draw(SIZES)
    return TextElement(
        draw(NAMES),
        draw(BOXES),
        draw(contents(underline=False)),
        draw(st.sampled_from(FontRole)),
        size,
        draw(SIZES.filter(lambda floor: floor <= size)),
        draw(SIZES),
        draw(st.integers(1, 10)),
        draw(TENTHS),
        draw(st.sampled_from(Align)),
        draw(st.sampled_from(VerticalAlign)),
        draw(COLOURS),
        draw(st.sampled_from(Overflow)),
        draw(st.sampled_from(Pages)),
    )


@st.composite
def flows(draw: st.DrawFn) -> FlowElement:
    size, pitch = draw(SIZES), draw(SIZES)
    paragraphs = st.builds(FlowParagraph, contents(), st.sampled_from([0, 1.5, 2]))
    return FlowElement(
        draw(NAMES),
        draw(BOXES),
        tuple(draw(st.lists(paragraphs, min_size=1, max_size=3))),
        draw(st.sampled_from(FontRole)),
        size,
        draw(SIZES.filter(lambda floor: floor <= size)),
        pitch,
        draw(SIZES.filter(lambda floor: floor <= pitch)),
        draw(COLOURS),
        draw(st.sampled_from([Overflow.SHRINK, Overflow.REFUSE])),
    )


LINES = st.lists(st.builds(FrameLine, TENTHS, TENTHS.map(lambda mm: mm + 0.1), COLOURS), min_size=1)
ELEMENTS: st.SearchStrategy[Element] = st.one_of(
    texts(),
    flows(),
    st.builds(FrameElement, NAMES, BOXES, LINES.map(tuple), st.sampled_from(Pages)),
    st.builds(
        RuleElement,
        NAMES,
        TENTHS,
        TENTHS,
        TENTHS,
        TENTHS,
        TENTHS.map(lambda mm: mm + 0.1),
        COLOURS,
        st.sampled_from(Pages),
    ),
    st.builds(
        ReserveElement,
        NAMES,
        TENTHS,
        TENTHS,
        st.floats(10, 100),
        st.lists(NAMES, max_size=2).map(tuple),
    ),
    st.builds(PictureElement, NAMES, BOXES, st.just(PICTURE.sha256), st.sampled_from(Pages)),
    st.builds(FreeElement, NAMES, BOXES),
    st.builds(QrElement, NAMES, BOXES, st.just("code"), st.sampled_from(Pages)),
)


@given(
    st.builds(
        Layout,
        st.just("试样"),
        NAMES,
        st.just("letters"),
        st.floats(20, 1200),
        st.floats(20, 1200),
        st.lists(ELEMENTS, min_size=1, max_size=4).map(tuple),
        st.sampled_from(["", PICTURE.sha256]),
    )
)
def test_reading_undoes_writing(layout: Layout) -> None:
    read, notes = parse_layout(json.loads(write_layout(layout)), "试样", PICTURES)
    assert read == layout
    assert all("应" not in note.message for note in notes)  # of the geometry only


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_a_shipped_layout_survives_writing(layout: Layout) -> None:
    assert read_layout(write_layout(layout), layout.name) == layout


def with_element(**values: object) -> dict[str, Any]:
    data = layout_values(next(each for each in list_layouts() if each.name == "letter"))
    data["elements"].append(values)
    return data


def refused(data: dict[str, Any]) -> str:
    with pytest.raises(InputRefused) as caught:
        read_layout(json.dumps(data), "试样", PICTURES)
    return "；".join(note.message for note in caught.value.notes)


BOX = {"x_mm": 56, "y_mm": 252, "width_mm": 40, "height_mm": 14}


def test_a_picture_that_is_not_there_is_named() -> None:
    picture = {"type": "picture", "name": "蒙文标题", **BOX}
    assert "没有找到：文件里没有带上" in refused(with_element(**picture, picture="0" * 64))
    assert "64 位" in refused(with_element(**picture, picture="head.png"))
    assert read_layout(
        json.dumps(with_element(**picture, picture=PICTURE.sha256)), "试样", PICTURES
    ).elements[-1] == PictureElement("蒙文标题", Box(56, 252, 40, 14), PICTURE.sha256, Pages.FIRST)


def test_nothing_may_stand_on_what_is_printed_already() -> None:
    over = {**BOX, "y_mm": 40}
    message = refused(with_element(type="free", name="红头", **over))
    assert "elements[9]（红头） 是纸上已经印好的地方，“标题”压到了它" in message
    assert "印章" not in message
    assert "边框" not in message  # a frame is empty inside
    beside = {**BOX, "x_mm": 10}
    assert "“边框”压到了它" in refused(with_element(type="free", name="红头", **beside))
    free = with_element(type="free", name="红头", **BOX)
    assert read_layout(json.dumps(free), "试样").elements[-1].name == "红头"


def test_mongolian_script_is_asked_for_as_a_picture() -> None:
    data = with_element(
        type="text", name="蒙文", **BOX, content="ᠮᠣᠩᠭᠣᠯ", font="song", size_pt=12, overflow="wrap"
    )
    assert "蒙古文请做成图片" in refused(data)


def test_what_is_no_picture_is_refused() -> None:
    for content, why in ((b"GIF89a", "PNG 或 JPG"), (png()[:200], "已损坏"), (b"", "PNG 或 JPG")):
        with pytest.raises(ValidationFailed, match=why):
            read_picture(content)


def test_a_picture_keeps_its_sides_in_proportion() -> None:
    picture = Picture("", "image/png", 600, 300, b"")
    assert picture.fitted_mm(100, 20) == pytest.approx((40, 20))
    assert picture.fitted_mm(40, 100) == pytest.approx((40, 20))
    assert picture.dpi(101.6, 100) == pytest.approx(150)
