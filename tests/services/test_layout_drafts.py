"""A layout while it is edited: edits as plain values, how it looks, what is wrong with it."""

import copy
import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfbase import pdfmetrics

from partydesk.db.models import TalentRow
from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.talents import PoolState
from partydesk.reports.document import compose_values
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import DOES_NOT_FIT
from partydesk.reports.fonts import ASCENT, DESCENT
from partydesk.reports.geometry import bounds
from partydesk.reports.layout import ArticleElement, Box, OfficialElement
from partydesk.reports.layout_reading import list_layouts, parse_layout
from partydesk.reports.marks import PT_PER_MM, TextMark
from partydesk.services.certificates import Order, issue_certificates
from partydesk.services.layout_drafts import Draft, look_at, open_draft, save_draft, take_picture
from partydesk.services.layout_edits import (
    Edge,
    Rect,
    addable,
    aligned,
    distributed,
    moved,
    placed,
    rect_of,
    reordered,
    with_copies,
    with_element,
    with_property,
    without,
)
from partydesk.services.layout_properties import (
    TYPES,
    fields_of,
    properties_of,
    shown_lines,
    shown_paragraphs,
    shown_text,
    stored_lines,
    stored_paragraphs,
    stored_text,
    value_of,
)
from partydesk.services.layout_samples import Sample, rarity
from partydesk.services.layouts import copy_of, get_layout
from partydesk.services.workspace import Workspace

NUMBER, TITLE, BODY, ORGAN, DATE, CODE, SEAL = range(1, 8)
NEW = len(copy_of("letter")["elements"])


@pytest.fixture
def draft(workspace: Workspace) -> Draft:
    return open_draft(workspace, "letter")


def letter() -> dict[str, Any]:
    return copy_of("letter")


def rects(values: dict[str, Any], *numbers: int) -> list[Rect]:
    found = [rect_of(values["elements"][number]) for number in numbers]
    return [rect for rect in found if rect is not None]


def picture(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#A8201A").save(stream, "PNG")
    return stream.getvalue()


# -- edits ----------------------------------------------------------------------------------------


def test_moving_leaves_the_old_values_alone() -> None:
    before = letter()
    kept = copy.deepcopy(before)
    after = moved(before, [TITLE, SEAL], 0.1, -0.2)
    assert before == kept
    assert rects(after, TITLE, SEAL) == [Rect(40.1, 47.8, 130, 22), Rect(118.6, 210.3, 45, 45)]
    assert after["elements"][BODY] is before["elements"][BODY]


def test_elements_are_aligned_with_each_other_and_one_alone_with_the_page() -> None:
    values = letter()
    assert rects(aligned(values, [NUMBER, TITLE], Edge.RIGHT), NUMBER, TITLE) == [
        Rect(85, 26, 96, 9),
        Rect(51, 48, 130, 22),
    ]
    assert rects(aligned(values, [NUMBER], Edge.CENTRE), NUMBER) == [Rect(57, 26, 96, 9)]
    assert rects(aligned(values, [NUMBER], Edge.BOTTOM), NUMBER) == [Rect(85, 288, 96, 9)]


def test_gaps_are_made_equal_between_the_outermost() -> None:
    values = letter()
    after = distributed(values, [NUMBER, TITLE, DATE], across=False)
    assert [(r.y, r.bottom) for r in rects(after, NUMBER, TITLE, DATE)] == [
        (26, 35),
        (124.5, 146.5),
        (236, 245.5),
    ]
    assert distributed(values, [NUMBER, TITLE], across=True) == values


def test_reserves_follow_names_and_forget_what_is_gone() -> None:
    renamed = with_property(letter(), [ORGAN], "name", "机关")
    assert renamed["elements"][SEAL]["over"] == ["机关", "成文日期"]
    assert without(letter(), [ORGAN])["elements"][SEAL - 1]["over"] == ["成文日期"]


def test_a_property_inside_is_set() -> None:
    values = with_property(letter(), [0], "lines.1.width_mm", 0.4)
    assert value_of(values["elements"][0], "lines.1.width_mm") == 0.4
    assert letter()["elements"][0]["lines"][1]["width_mm"] == 0.15


def test_order_is_that_of_drawing() -> None:
    values, place = reordered(letter(), TITLE, 1)
    assert (values["elements"][BODY]["name"], place) == ("标题", 3)
    last = len(letter()["elements"]) - 1
    assert reordered(letter(), last, 1)[1] == last


def test_copies_get_names_of_their_own() -> None:
    values = letter()
    after = with_copies(values, [values["elements"][TITLE]])
    assert after["elements"][-1]["name"] == "标题2"
    assert rects(after, -1) == [Rect(45, 53, 130, 22)]


@pytest.mark.parametrize("kind", addable("letters"))
def test_what_is_added_is_right_as_it_stands(draft: Draft, kind: str) -> None:
    sha256 = take_picture(draft, picture(600, 200))
    values = {**letter(), "elements": [letter()["elements"][0]]}
    after = with_element(with_element(values, kind, sha256), "text")
    if kind == "free":
        after = moved(after, [2], 0, 40)
    if kind == "reserve":
        after = with_property(after, [1], "over", ["文字"])
    assert look_at(draft, after, Sample.USUAL).faults == ()
    assert {one.key for one in properties_of(after["elements"][1])} >= {"name"}


NUMBERS = st.integers(0, 3000).map(lambda tenths: tenths / 10)


@given(
    st.sampled_from(["text", "rule", "reserve", "frame"]),
    st.builds(Rect, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    st.booleans(),
)
def test_a_place_that_is_given_is_taken(kind: str, rect: Rect, turned: bool) -> None:
    element = with_element(letter(), kind)["elements"][-1]
    if kind == "rule" and turned:
        element |= {"x1_mm": element["x2_mm"], "x2_mm": element["x1_mm"]}
    found = rect_of(placed(element, rect))
    assert found is not None
    assert (found.x, found.y) == pytest.approx((rect.x, rect.y), abs=0.011)
    if kind == "reserve":
        assert found.width == found.height == pytest.approx(max(10, min(rect.width, rect.height)))
    elif kind == "rule":
        assert (found.width, found.height) == pytest.approx((rect.width, rect.height), abs=0.011)
    else:
        assert (found.width, found.height) == (max(rect.width, 1), max(rect.height, 1))


# -- properties -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [layout.name for layout in list_layouts()])
def test_every_value_of_a_shipped_layout_can_be_set_or_is_known_not_to(name: str) -> None:
    beyond = {"type", "template", "lines", "signatures", "field", "sealed"}
    for element in copy_of(name)["elements"]:
        steps = {one.key.partition(".")[0] for one in properties_of(element)}
        assert set(element) - beyond <= steps
        for one in properties_of(element):
            assert value_of(element, one.key) is not None
    assert {element["type"] for element in copy_of(name)["elements"]} <= set(TYPES)


@pytest.mark.parametrize("kind", list(KINDS))
def test_fields_are_written_by_their_labels_and_read_back(kind: str) -> None:
    labels = fields_of(kind)
    assert len(set(labels.values())) == len(labels)
    text = "".join(f"经{{{name}}}和{{{name}:underline}}" for name in labels)
    shown = shown_text(kind, text)
    assert all(f"{{{label}:下划线}}" in shown for label in labels.values())
    assert stored_text(kind, shown) == text


def test_paragraphs_stand_one_a_line() -> None:
    paragraphs = letter()["elements"][BODY]["paragraphs"]
    shown = shown_paragraphs("letters", paragraphs)
    assert shown.splitlines()[0] == "> {姓名:下划线}同志："
    read = stored_paragraphs("letters", shown, paragraphs)
    assert [each["indent_em"] for each in read] == [0, 2, 2]
    assert [each["content"] for each in read] == [each["content"] for each in paragraphs]
    narrow = [{"content": "正文", "indent_em": 1.5}]
    assert stored_paragraphs("letters", "别的", narrow) == [{"content": "别的", "indent_em": 1.5}]


def test_places_to_sign_stand_line_by_line() -> None:
    lines = value_of(copy_of("agreement")["elements"][2], "signatures.cells.0.lines")
    shown = shown_lines("agreements", lines)
    assert shown.splitlines()[0] == "甲方（盖章）"
    assert stored_lines("agreements", f"\n{shown}\n") == lines


# -- how it looks ---------------------------------------------------------------------------------


def test_a_draft_looks_as_it_is_printed(draft: Draft) -> None:
    look = look_at(draft, letter(), Sample.USUAL)
    assert (look.faults, look.warnings, look.pages) == ((), (), 1)
    document = pypdfium2.PdfDocument(look.pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert "敖敦其其格 同志" in text


def test_faults_are_said_in_the_words_of_the_editor(draft: Draft) -> None:
    def first(key: str, value: object, number: int = TITLE) -> tuple[int | None, str]:
        values = with_property(letter(), [number], key, value)
        fault = look_at(draft, values, Sample.USUAL).faults[0]
        return fault.element, fault.message

    assert first("size_pt", 1)[1] == "“标题”的字号应在 4 与 200 之间，现为 1。"
    assert first("floor_pt", 60, NUMBER) == (1, "“编号”的最小字号应在 4 与 12 之间，现为 60。")
    assert first("x_mm", 100) == (TITLE, "“标题”超出了 210×297 毫米的纸面。")
    assert first("content", "{工资}")[1] == ("“标题”的内容没有名为“工资”的字段，请从“字段”里选。")
    assert first("name", "编号")[1] == "“编号”与前面的元件同名。"
    assert first("over", [], SEAL)[1] == "“印章”印章位置压到了“落款机关”。"
    paragraphs = [{"content": "{工资}"}]
    assert first("paragraphs", paragraphs, BODY)[1].startswith("“正文”的段落第 1 项没有名为")
    wide = look_at(draft, {**letter(), "width_mm": 5}, Sample.USUAL).faults[0]
    assert (wide.element, wide.message) == (None, "纸宽应在 20 与 1200 之间，现为 5。")


def test_what_lies_off_the_page_is_still_drawn_and_what_cannot_be_read_is_not(draft: Draft) -> None:
    assert look_at(draft, with_property(letter(), [TITLE], "x_mm", 100), Sample.USUAL).pdf
    assert not look_at(draft, with_property(letter(), [TITLE], "size_pt", 1), Sample.USUAL).pdf


def test_warnings_name_their_element(draft: Draft) -> None:
    values = with_property(letter(), [TITLE], "width_mm", 60)
    warning = look_at(draft, values, Sample.USUAL).warnings[0]
    assert warning.element == TITLE
    assert "放不下" in warning.message


def test_a_coarse_picture_is_warned_of_and_drawn_in_proportion(draft: Draft) -> None:
    sha256 = take_picture(draft, picture(300, 100))
    values = with_property(with_element(letter(), "picture", sha256), [NEW], "y_mm", 260)
    values = with_property(values, [NEW], "height_mm", 12)
    look = look_at(draft, values, Sample.USUAL)
    assert look.pictures == ((sha256, Rect(87, 260, 36, 12)),)
    assert [(each.element, each.message[:18]) for each in look.warnings] == []
    values = with_property(values, [NEW], "x_mm", 40)
    values = with_property(with_property(values, [NEW], "width_mm", 100), [NEW], "height_mm", 30)
    values = with_property(values, [NEW], "y_mm", 256)
    message = look_at(draft, values, Sample.USUAL).warnings[0].message
    assert message.startswith("“图片”的图片每英寸只有 85 点")


def test_a_page_is_drawn_by_its_number(workspace: Workspace) -> None:
    draft = open_draft(workspace, "agreement")
    look = look_at(draft, draft.values, Sample.USUAL, 9)
    assert (look.page, look.pages) == (look.pages - 1, look.pages)
    assert look.pages > 1
    assert len(pypdfium2.PdfDocument(look.pdf)) == 1


def test_the_workspace_s_own_names_are_tried(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_admit", "入库") as uow:
        for name in ("敖敦", "斯琴高娃乌兰图雅其其格", "张𫖯"):
            uow.session.add(
                TalentRow(
                    name=name, state=PoolState.AVAILABLE, specialties=(), languages=(),
                    townships=(), industries=(), tags=(),
                )
            )  # fmt: skip
        uow.commit()
    samples = open_draft(workspace, "letter").samples
    assert samples[Sample.USUAL]["person"] == "敖敦其其格"
    assert samples[Sample.LONGEST]["person"] == "斯琴高娃乌兰图雅其其格"
    assert samples[Sample.RAREST]["person"] == "张𫖯"
    assert samples[Sample.RAREST]["organ"] == samples[Sample.USUAL]["organ"]


def test_a_layout_is_not_tried_with_the_words_of_another_kind(workspace: Workspace) -> None:
    order = Order(
        CertificateKind.HONOUR,
        (Holder("苏和"),),
        {"merit": "2025年度派驻工作", "title": "全旗非公有制企业党建工作先进个人标兵"},
        dt.date(2026, 3, 1),
    )
    issue_certificates(workspace, order)
    honour = open_draft(workspace, "honour").samples[Sample.LONGEST]
    assert honour["title"] == "全旗非公有制企业党建工作先进个人标兵"
    notice = open_draft(workspace, "notice").samples
    assert notice[Sample.LONGEST]["title"] == notice[Sample.USUAL]["title"]
    number = open_draft(workspace, "training").samples[Sample.LONGEST]["number"]
    assert "非公培" in number


@pytest.mark.parametrize(("text", "rare"), [("敖敦", 0), ("喆", 1), ("㛃", 2), ("𫖯", 3), ("", 0)])
def test_rarity_follows_the_old_character_sets(text: str, rare: int) -> None:
    assert rarity(text) == rare


def test_a_draft_is_saved_with_its_pictures(workspace: Workspace, draft: Draft) -> None:
    assert (draft.name, draft.begun_from) == ("委任书（自用）", "出厂的委任书版式")
    sha256 = take_picture(draft, picture(600, 200))
    values = with_property(with_element(letter(), "picture", sha256), [NEW], "y_mm", 256)
    values["background"] = sha256
    saved = save_draft(workspace, draft, values, draft.name, use=True)
    assert saved.version == 1
    again = open_draft(workspace, "委任书（自用）")
    assert (again.name, again.begun_from) == ("委任书（自用）", "“委任书（自用）”第 1 版")
    assert again.values == {**values, "label": draft.name}
    assert list(again.pictures) == [sha256]
    assert open_draft(workspace, "委任书（自用）", anew=True).name == "委任书（自用）2"
    assert get_layout(workspace, "委任书（自用）").layout.background == sha256


def test_what_is_no_picture_is_not_taken(draft: Draft) -> None:
    with pytest.raises(ValidationFailed):
        take_picture(draft, b"GIF89a")
    assert draft.pictures == {}


HAN = st.text(
    alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("𫖯𠮷·㛃"),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([layout.name for layout in list_layouts()]),
    st.dictionaries(st.sampled_from(sorted({n for k in KINDS.values() for n in k.labels})), HAN),
)
def test_whatever_the_texts_every_field_is_inside_its_box_or_named(
    name: str, texts: dict[str, str]
) -> None:
    layout, notes = parse_layout(copy_of(name), name)
    assert notes == ()
    values = {**KINDS[layout.kind].samples, **texts}
    for element in layout.elements:
        composed = compose_values(replace(layout, elements=(element,)), values)
        if any(finding.code == DOES_NOT_FIT for _, finding in composed.found):
            assert all(found == element.name for found, _ in composed.found)
            continue
        box = bounds(element)
        if isinstance(element, ArticleElement):  # its text goes on below the first page's head
            top = min(box.y_mm, element.next_y_mm)
            box = replace(box, y_mm=top, height_mm=box.y_mm + box.height_mm - top)
        if isinstance(element, OfficialElement):  # its page number stands below its box
            box = Box(0, 0, layout.width_mm, layout.height_mm)
        for mark in (mark for page in composed.pages for mark in page):
            if isinstance(mark, TextMark):
                # The empty half of a closing mark hangs out at the end of a line.
                hung = mark.size_pt / 2 if mark.text[-1:] in "，。；：、）》”？！" else 0
                end = mark.x_pt + mark_width_pt(mark) - hung
                assert box.x_mm * PT_PER_MM - 0.01 <= mark.x_pt
                assert end <= (box.x_mm + box.width_mm) * PT_PER_MM + 0.01
                high = layout.height_mm * PT_PER_MM - mark.y_pt
                assert high >= box.y_mm * PT_PER_MM + ASCENT * mark.size_pt - 0.01
                assert (
                    high + DESCENT * mark.size_pt <= (box.y_mm + box.height_mm) * PT_PER_MM + 0.01
                )


def mark_width_pt(mark: TextMark) -> float:
    """Width of a text as it is drawn: without the space behind its last character."""
    natural = pdfmetrics.stringWidth(mark.text, mark.font, mark.size_pt)
    return float(natural) + mark.space_pt * (len(mark.text) - 1)
