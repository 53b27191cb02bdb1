"""Agreements: clauses, parties, page numbers, signatures together with the text."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from partydesk.domain.agreements import Agreement
from partydesk.domain.errors import RuleViolation
from partydesk.reports.document import compose
from partydesk.reports.layout import ArticleElement, Layout
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.render import preflight, render
from tests.reports.printed import Pdf

Make = Callable[..., Agreement]
Read = Callable[[bytes], Pdf]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_layout("agreement")


def whole_text(pdf: Pdf) -> str:
    text = "".join(pdf.text(page) for page in range(len(pdf)))
    return re.sub(r"第\d页共\d页", "", text)


def test_it_says_what_was_agreed(
    layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    assert preflight(layout, [agreement()]) == ()
    pdf = read_pdf(render(layout, [agreement()], created=now))
    text = whole_text(pdf)
    for words in (
        "协议编号：旗非公协〔2026〕17号",
        "甲方（派出方）：中共塔林旗非公有制经济组织和社会组织工作委员会",
        "担任党建指导员，期限自2026年4月1日至2028年3月31日",
        "每月到乙方工作不少于3天",
        "下列六项职责：（一）抓组建；（二）抓协调服务",
        "（六）抓党建带群建。",
        "第一条",
        "第十条",
        "本协议一式三份",
        "五个不准",
        "代表人：宝音德力格尔",
    ):
        assert words in text
    for absent in ("丁方", "统一社会信用代码", "公民身份号码", "此页无正文", "第十一条"):
        assert absent not in text


def test_optional_parts_appear_when_there_are_any(
    layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    paper = agreement(
        enterprise_code="93150430MA0TESTX00",
        person_number_masked="150430********1224",
        person_unit="塔林旗农牧技术推广中心",
        support="提供20平方米党员活动室一间。",
        representative=None,
        copies=2,
    )
    text = whole_text(read_pdf(render(layout, [paper], created=now)))
    for words in (
        "统一社会信用代码：93150430MA0TESTX00",
        "公民身份号码：150430********1224",
        "丁方（派驻人员所在单位）：塔林旗农牧技术推广中心",
        "丁方（盖章）",
        "并提供20平方米党员活动室一间。",
        "一式两份",
    ):
        assert words in text
    assert "代表人：" not in text


def test_pages_are_counted_per_agreement(
    layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    pdf = read_pdf(render(layout, [agreement(), agreement(person="白音")], created=now))
    each = len(compose(layout, agreement()).pages)
    assert each in {2, 3}
    assert len(pdf) == 2 * each
    for page in range(len(pdf)):
        assert f"第{page % each + 1}页共{each}页" in pdf.text(page)
    assert "协议编号" in pdf.text(each)


@pytest.mark.parametrize("length", range(0, 1400, 140))
def test_signatures_never_stand_alone_or_fall_apart(
    length: int, layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    paper = agreement(support="提供党员活动场所" * (length // 8) or None, person_unit="农牧局")
    pdf = read_pdf(render(layout, [paper], created=now))
    last = pdf.text(len(pdf) - 1)
    assert all(f"{party}方（" in last for party in "甲乙丙丁")
    assert last.index("自各方签字盖章之日起生效。") < last.index("甲方（盖章）")
    texts = [mark for mark in pdf.marks(len(pdf) - 1) if mark.kind == "text"]
    assert max(mark.bottom for mark in texts if mark.top < 266) <= 262


def test_margins_are_those_of_official_documents(
    layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    pdf = read_pdf(render(layout, [agreement()], created=now))
    for page in range(len(pdf)):
        texts = [mark for mark in pdf.marks(page) if mark.kind == "text" and mark.text.strip()]
        # Places are written to a thousandth of a point.
        assert min(mark.left for mark in texts) >= 28 - 0.001
        assert max(mark.right for mark in texts) <= 210 - 26 + 0.1
        body = [mark for mark in texts if 36 < mark.top < 266]
        assert min(mark.top for mark in body) >= 37
        assert max(mark.bottom for mark in body) <= 297 - 35


def test_a_heading_does_not_end_a_page(
    layout: Layout, agreement: Make, read_pdf: Read, now: dt.datetime
) -> None:
    for length in range(0, 400, 31):
        paper = agreement(support="供" * length or None)
        pdf = read_pdf(render(layout, [paper], created=now))
        for page in range(len(pdf)):
            body = pdf.text(page).split("第1页")[0]
            assert not body.endswith(("期限", "乙方的支持", "不取酬", "廉洁", "调整", "解除"))


def test_missing_characters_are_found_in_text_and_signatures(
    layout: Layout, agreement: Make
) -> None:
    (warning,) = preflight(layout, [agreement(person="张𰀀")])
    assert (warning.code, warning.person, warning.field) == ("missing_character", "张𰀀", "丙方")


def test_names_too_long_for_the_signatures_are_refused(
    layout: Layout, agreement: Make, now: dt.datetime
) -> None:
    paper = agreement(person_unit="塔林旗农牧技术推广中心" * 20)
    assert {w.code for w in preflight(layout, [paper])} == {"does_not_fit"}
    with pytest.raises(RuleViolation, match="敖敦其其格"):
        render(layout, [paper], created=now)


def test_a_last_clause_longer_than_a_page_is_reported(layout: Layout, agreement: Make) -> None:
    def only_support(element: ArticleElement) -> ArticleElement:
        lines = [line for line in element.lines if line.when == "support"]
        return replace(element, lines=tuple(lines))

    elements = tuple(
        only_support(e) if isinstance(e, ArticleElement) else e for e in layout.elements
    )
    short = replace(layout, elements=elements)
    assert preflight(short, [agreement(support="供" * 300)]) == ()
    # 18 lines: too many to leave the signatures room, too few to fill a page and two lines more.
    (warning,) = preflight(short, [agreement(support="供" * 520)])
    assert warning.code == "does_not_fit"


def test_the_same_input_gives_the_same_bytes(
    layout: Layout, agreement: Make, now: dt.datetime
) -> None:
    assert render(layout, [agreement()], created=now) == render(layout, [agreement()], created=now)
