"""Layouts are read whole or refused with every fault."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.errors import InputRefused, NotFound
from partydesk.reports.fields import KINDS
from partydesk.reports.fonts import missing_characters
from partydesk.reports.layout import (
    ArticleElement,
    FlowElement,
    Layout,
    Pieces,
    ReserveElement,
    TextElement,
)
from partydesk.reports.layout_reading import list_layouts, load_layout, read_layout
from partydesk.reports.pieces import fill, read_pieces
from partydesk.reports.template import read_template

Data = dict[str, Any]

GOOD: Data = {
    "kind": "letters",
    "label": "试样",
    "width_mm": 210,
    "height_mm": 297,
    "elements": [
        {
            "type": "text",
            "name": "姓名",
            "x_mm": 100,
            "y_mm": 240,
            "width_mm": 60,
            "height_mm": 10,
            "content": "{person}",
            "font": "kai",
            "size_pt": 16,
            "floor_pt": 10,
            "overflow": "shrink",
        },
        {"type": "reserve", "name": "印章", "x_mm": 130, "y_mm": 235, "over": ["姓名"]},
    ],
}


def refused(data: object) -> str:
    with pytest.raises(InputRefused) as caught:
        read_layout(json.dumps(data), "试样")
    return "；".join(note.message for note in caught.value.notes)


def changed(change: Callable[[Data], object]) -> Data:
    data = copy.deepcopy(GOOD)
    change(data)
    return data


def test_a_good_layout_is_read() -> None:
    layout = read_layout(json.dumps(GOOD), "试样")
    text, seal = layout.elements
    assert isinstance(text, TextElement)
    assert (text.floor_pt, text.pitch_pt, text.most_lines) == (10, 24, 1)
    assert isinstance(seal, ReserveElement)
    assert seal.diameter_mm == 45


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("label"), "layout.label 缺少"),
        (lambda d: d.update(kind="cards"), "没有这种文书"),
        (lambda d: d.update(colour="red"), "layout.colour 不认识"),
        (lambda d: d.update(elements=[]), "应为不空的列表"),
        (lambda d: d["elements"].append("x"), "elements[2] 应为一个对象"),
        (lambda d: d["elements"][0].update(type="diagram"), "elements[0].type 应为 text"),
        (lambda d: d["elements"][0].update(content="{salary}"), "没有名为“salary”的字段"),
        (lambda d: d["elements"][0].update(content="{person"), "花括号"),
        (lambda d: d["elements"][0].update(content="{person:bold}"), "样式“bold”不认识"),
        (lambda d: d["elements"][0].update(content="{person:underline}"), "不能加下划线"),
        (lambda d: d["elements"][0].update(size_pt="16"), "elements[0].size_pt 应为数字"),
        (lambda d: d["elements"][0].update(size_pt=True), "elements[0].size_pt 应为数字"),
        (lambda d: d["elements"][0].update(size_pt=1), "应在 4 与 200 之间，现为 1"),
        (lambda d: d["elements"][0].update(floor_pt=18), "elements[0].floor_pt 应在 4 与 16"),
        (lambda d: d["elements"][0].update(font="comic"), "应为 fangsong、title、kai、song"),
        (lambda d: d["elements"][0].update(colour="red"), "#RRGGBB"),
        (lambda d: d["elements"][0].update(overflow="cut"), "应为 wrap、shrink、refuse 之一"),
        (lambda d: d["elements"][0].update(x_mm=160), "超出了 210×297 毫米的纸面"),
        (lambda d: d["elements"][1].update(y_mm=290), "超出了 210×297 毫米的纸面"),
        (lambda d: d["elements"][1].update(over=[]), "印章位置压到了“姓名”"),
        (lambda d: d["elements"][1].update(over=["机关"]), "没有名为“机关”的元件"),
        (lambda d: d["elements"][1].update(over="姓名"), "应为文字的列表"),
        (lambda d: d["elements"][1].update(name="姓名"), "与前面的元件同名"),
    ],
)
def test_a_fault_is_named_with_its_place(change: Callable[[Data], object], message: str) -> None:
    assert message in refused(changed(change))


def test_all_faults_are_reported_at_once() -> None:
    def spoil(data: Data) -> None:
        del data["label"]
        data["elements"][0].update(font="comic", size_pt="x")

    message = refused(changed(spoil))
    assert all(place in message for place in ("layout.label", ".font", ".size_pt"))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(InputRefused, match="不是 JSON"):
        read_layout("{", "试样")
    assert "应为一个对象" in refused([])


def frame(**box: float) -> Data:
    line = {"inset_mm": 0, "width_mm": 0.5, "colour": "#AABBCC"}
    return {"type": "frame", "name": "框", "lines": [line], **box}


def rule(**ends: float) -> Data:
    return {"type": "rule", "name": "线", "width_mm": 0.3, "colour": "#AABBCC", **ends}


@pytest.mark.parametrize(
    ("element", "crosses"),
    [
        (frame(x_mm=20, y_mm=20, width_mm=170, height_mm=257), False),
        (frame(x_mm=130, y_mm=20, width_mm=60, height_mm=257), True),
        (rule(x1_mm=20, y1_mm=212, x2_mm=190, y2_mm=212), False),
        (rule(x1_mm=20, y1_mm=213, x2_mm=190, y2_mm=213), True),
    ],
)
def test_only_lines_through_the_seal_s_circle_are_refused(element: Data, *, crosses: bool) -> None:
    data = changed(lambda d: d["elements"].append(element))
    if crosses:
        assert "印章位置压到了" in refused(data)
    else:
        assert len(read_layout(json.dumps(data), "试样").elements) == 3


def test_a_frame_whose_inner_line_is_inside_out_is_refused() -> None:
    inner = frame(x_mm=20, y_mm=20, width_mm=20, height_mm=20)
    inner["lines"][0]["inset_mm"] = 11
    assert "大于边框的一半" in refused(changed(lambda d: d["elements"].append(inner)))


def test_an_unknown_layout_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"agreement、amendment、.*、letter"):
        load_layout("diploma")
    with pytest.raises(NotFound):
        load_layout("../fields/letters")


def contents(layout: Layout) -> list[tuple[Pieces, TextElement | FlowElement | ArticleElement]]:
    found: list[tuple[Pieces, TextElement | FlowElement | ArticleElement]] = []
    for element in layout.elements:
        if isinstance(element, TextElement):
            found.append((element.content, element))
        elif isinstance(element, FlowElement):
            found += [(paragraph.content, element) for paragraph in element.paragraphs]
        elif isinstance(element, ArticleElement):
            found += [(line.content, element) for line in element.lines]
    return found


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_the_shipped_layouts_print_all_their_own_characters(layout: Layout) -> None:
    samples = {**KINDS[layout.kind].samples, "page": "1", "pages": "2"}
    for pieces, element in contents(layout):
        assert missing_characters(fill(pieces, samples), element.font) == ()


@given(st.text(alphabet="经研究{}:person_underline敖 ", max_size=40))
def test_any_text_is_read_or_faulted(text: str) -> None:
    pieces, faults = read_pieces(text, {"person"})
    if faults:
        assert all("字段" in fault or "花括号" in fault for fault in faults)
    else:
        filled = text
        for place in ("{person:underline}", "{person:}", "{person}"):
            filled = filled.replace(place, "敖敦")
        assert fill(pieces, {"person": "敖敦"}) == filled


def test_a_template_knows_notes_headings_and_conditions() -> None:
    text = "// 说明\n\n# 期限\n> 甲方：{organ}\n?unit 丁方：{unit}\n!unit 没有丁方\n正文"
    lines = read_template(text, "a.txt", {"organ", "unit"})
    assert [line.kind.value for line in lines] == [
        "heading",
        "plain",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert [(line.when, line.unless) for line in lines[2:4]] == [("unit", ""), ("", "unit")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲方：{boss}", "第1行：没有名为“boss”的字段"),
        ("正文\n?boss 丁方", "第2行：条件里没有名为“boss”的字段"),
        ("#", "标记后面没有文字"),
        ("// 只有说明", "没有正文"),
        ("甲方：{organ", "花括号"),
    ],
)
def test_a_faulty_template_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputRefused, match=message):
        read_template(text, "a.txt", {"organ"})


def test_a_missing_template_is_a_fault_of_the_layout() -> None:
    article = {
        "type": "article",
        "name": "正文",
        "x_mm": 28,
        "y_mm": 37,
        "width_mm": 156,
        "height_mm": 60,
        "next_y_mm": 37,
        "template": "nothing.txt",
        "font": "song",
        "size_pt": 14,
        "pitch_pt": 25,
        "signatures": {
            "columns": 2,
            "cell_height_mm": 50,
            "gap_mm": 5,
            "size_pt": 12,
            "pitch_pt": 20,
            "cells": [{"lines": [{"content": "甲方"}]}],
        },
    }
    data = changed(lambda d: d["elements"].append(article))
    assert "读不到文本模板" in refused(data)
    article["template"] = "../fonts/README.md"
    assert "文件名" in refused(changed(lambda d: d["elements"].append(article)))
