"""Official documents, measured in the finished PDF against GB/T 9704-2012, to half a millimetre."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.errors import RuleViolation
from partydesk.domain.notices import Notice, people_words, title_for
from partydesk.reports.document import compose
from partydesk.reports.fonts import ASCENT
from partydesk.reports.layout import Layout
from partydesk.reports.layout_reading import load_layout, read_layout
from partydesk.reports.layout_writing import write_layout
from partydesk.reports.marks import PT_PER_MM, LineMark, TextMark
from partydesk.reports.render import preflight, render
from tests.reports.conftest import NOTICE, ORGAN

Make = Callable[..., Notice]

LINE, CHARACTER = 225 / 22, 156 / 28
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
EXACT = 0.5
SAMPLE_TITLE = "关于苏和等5名同志任职的通知"
NO_FOOT = {"copies_to": "", "issuer": ""}


@dataclass(frozen=True)
class Char:
    """One character: where its square begins, its baseline and its size, in millimetres."""

    text: str
    x: float
    base: float
    right: float
    size: float

    @property
    def top(self) -> float:
        """Upper edge of its square."""
        return self.base - ASCENT * self.size

    @property
    def middle(self) -> float:
        """Middle of its square, downwards from the upper edge of the paper."""
        return self.top + self.size / 2


@dataclass(frozen=True)
class Leaf:
    """One printed page."""

    chars: tuple[Char, ...]
    rules: tuple[tuple[float, float, float, float], ...]  # left, right, height on the page, width

    def lines(self, size_pt: float = 16) -> list[list[Char]]:
        """The lines of one size of type, from top to bottom."""
        rows: dict[float, list[Char]] = {}
        for char in self.chars:
            if abs(char.size - size_pt / PT_PER_MM) < 0.05:
                rows.setdefault(round(char.base, 1), []).append(char)
        return [sorted(rows[base], key=lambda c: c.x) for base in sorted(rows)]

    def line_with(self, words: str, size_pt: float = 16) -> list[Char]:
        """The one line that says so."""
        (found,) = [line for line in self.lines(size_pt) if words in text_of(line)]
        return found


def text_of(line: Sequence[Char]) -> str:
    return "".join(char.text for char in line).replace(" ", "")


def leaves(*notices: Notice, layout: str = "notice") -> list[Leaf]:
    """Print and measure."""
    data = render(load_layout(layout), notices, created=dt.datetime(2026, 3, 28))
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert {(round(page.width / PT_PER_MM), round(page.height / PT_PER_MM)) for page in
                pdf.pages} == {(210, 297)}  # fmt: skip
        return [_leaf(page) for page in pdf.pages]


def _leaf(page: pdfplumber.page.Page) -> Leaf:
    high = float(page.height)
    chars = [
        Char(
            c["text"],
            c["matrix"][4] / PT_PER_MM,
            (high - c["matrix"][5]) / PT_PER_MM,
            c["x1"] / PT_PER_MM,
            c["size"] / PT_PER_MM,
        )
        for c in page.chars
    ]
    rules = [
        (r["x0"] / PT_PER_MM, r["x1"] / PT_PER_MM, r["top"] / PT_PER_MM,
         r["linewidth"] / PT_PER_MM)
        for r in page.lines
    ]  # fmt: skip
    return Leaf(tuple(chars), tuple(rules))


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_layout("notice")


LONG = "为加强非公有制企业党的建设" * 80


# -- the grid --------------------------------------------------------------------------------


def test_a_full_page_holds_22_lines_of_28_characters_within_the_margins(notice: Make) -> None:
    page = leaves(notice(paragraphs=(LONG,)))[1]
    lines = page.lines()
    assert len(lines) == 22
    assert [len(line) for line in lines] == [28] * 22
    for line in lines:
        assert line[0].x == pytest.approx(LEFT, abs=EXACT)
        assert line[-1].right == pytest.approx(RIGHT, abs=EXACT)
        steps = [right.x - left.x for left, right in pairwise(line)]
        assert steps == pytest.approx([CHARACTER] * 27, abs=0.02)
    bases = [line[0].base for line in lines]
    assert [b - a for a, b in pairwise(bases)] == pytest.approx([LINE] * 21, abs=0.02)
    # The squares of the letters stand in the middle of their lines.
    assert lines[0][0].middle == pytest.approx(TOP + LINE / 2, abs=EXACT)
    assert lines[-1][0].middle == pytest.approx(BOTTOM - LINE / 2, abs=EXACT)


def test_paragraphs_are_set_in_by_two_characters_and_come_back_to_the_edge(notice: Make) -> None:
    lines = leaves(notice(paragraphs=("塔" * 160,)))[0].lines()
    first = next(i for i, line in enumerate(lines) if text_of(line).startswith("塔塔"))
    assert lines[first][0].x == pytest.approx(LEFT + 2 * CHARACTER, abs=EXACT)
    assert len(lines[first]) == 26
    assert lines[first + 1][0].x == pytest.approx(LEFT, abs=EXACT)


# -- head and title --------------------------------------------------------------------------


def test_head_and_title_stand_where_the_standard_puts_them(notice: Make) -> None:
    page = leaves(notice())[0]
    mark = page.lines(34)
    assert [text_of(line) for line in mark] == [
        "中共塔林旗非公有制经济组织",
        "和社会组织工作委员会文件",
    ]
    assert mark[0][0].top == pytest.approx(TOP + 35, abs=EXACT)
    mark_bottom = mark[-1][0].top + mark[-1][0].size
    number = page.line_with("旗非公发〔2026〕3号")
    assert number[0].middle == pytest.approx(mark_bottom + 2.5 * LINE, abs=EXACT)
    assert (number[0].x + number[-1].right) / 2 == pytest.approx(106, abs=EXACT)
    rule = next(r for r in page.rules if r[3] > 0.5)
    assert rule[:2] == pytest.approx((LEFT, RIGHT), abs=EXACT)
    number_bottom = number[0].top + number[0].size
    assert rule[2] == pytest.approx(number_bottom + 4, abs=EXACT)
    (title,) = page.lines(22)
    assert text_of(title) == SAMPLE_TITLE
    assert (title[0].x + title[-1].right) / 2 == pytest.approx(106, abs=EXACT)
    assert title[0].middle == pytest.approx(rule[2] + 2.5 * LINE, abs=EXACT)
    addressee = page.line_with("各苏木乡镇党委")
    assert addressee[0].middle == pytest.approx(title[0].middle + 2 * LINE, abs=EXACT)
    assert addressee[0].x == pytest.approx(LEFT, abs=EXACT)


def test_the_addressee_ends_with_one_full_width_colon(notice: Make) -> None:
    for given_ in ("各企业党组织", "各企业党组织：", "各企业党组织:"):
        words = "".join(text_of(line) for line in leaves(notice(addressee=given_))[0].lines())
        assert "各企业党组织：经研究" in words
    nobody = "".join(text_of(line) for line in leaves(notice(addressee=""))[0].lines())
    assert nobody.startswith("旗非公发〔2026〕3号经研究决定")


def test_a_short_mark_stands_on_one_line(notice: Make) -> None:
    page = leaves(notice(organ="中共塔林旗非公党工委"))[0]
    ((head, *_),) = [line for size in (36.5, 36.0) for line in page.lines(size)]
    assert head.top == pytest.approx(TOP + 35, abs=EXACT)


def test_a_printed_head_keeps_its_place_free_and_the_number_where_it_was(notice: Make) -> None:
    page = leaves(notice(), layout="notice_stock")[0]
    above = [char for char in page.chars if char.base < TOP + 35 + 27]
    assert above == []
    assert all(rule[3] < 0.5 for rule in page.rules)
    number = page.line_with("旗非公发〔2026〕3号")
    assert number[0].middle == pytest.approx(TOP + 35 + 27 + 2.5 * LINE, abs=EXACT)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (SAMPLE_TITLE, (SAMPLE_TITLE,)),
        (
            f"{ORGAN}关于苏和等5名同志任职的通知",
            ("中共塔林旗非公有制经济组织和社会组织", "工作委员会关于苏和等5名同志任职的通知"),
        ),
        (
            "中共塔林旗非公党工委关于敖敦其其格、阿拉坦巴特尔同志任职的通知",
            ("中共塔林旗非公党工委关于敖敦其其格、", "阿拉坦巴特尔同志任职的通知"),
        ),
        (
            "关于调整2026年度塔林旗非公有制企业党建指导员和党组织书记选派工作安排的通知",
            ("关于调整2026年度塔林旗非公有制企业", "党建指导员和党组织书记选派工作安排的通知"),
        ),
        ("一行\n由人定的分行", ("一行", "由人定的分行")),
    ],
)
def test_titles_break_no_phrase(title: str, lines: tuple[str, ...], notice: Make) -> None:
    printed = [text_of(line) for line in leaves(notice(title=title))[0].lines(22)]
    assert tuple(printed) == lines


def test_a_title_that_fills_the_page_is_refused(notice: Make, layout: Layout) -> None:
    endless = notice(title="关于塔林旗草原绿色" * 12)
    (warning,) = preflight(layout, [endless])
    assert (warning.code, warning.person, warning.field) == (
        "does_not_fit", "苏和等5名同志", "标题",
    )  # fmt: skip
    with pytest.raises(RuleViolation):
        render(layout, [endless], created=dt.datetime(2026, 3, 28))


# -- levels and attachments ------------------------------------------------------------------


def test_levels_have_their_letters(notice: Make, layout: Layout) -> None:
    paper = notice(
        paragraphs=("一、任职人员", "（一）指导员。苏和同志任指导员。", "1. 其他", "（1）其中")
    )
    fonts = {
        mark.text: mark.font
        for page in compose(layout, paper).pages
        for mark in page
        if isinstance(mark, TextMark) and mark.size_pt == 16
    }
    assert fonts["一、任职人员"].startswith("NotoSansSC")
    assert fonts["（一）指导员。"].startswith("LXGWWenKai")
    assert fonts["苏和同志任指导员。"].startswith("NotoSerifSC")
    assert fonts["（1）其中"].startswith("NotoSerifSC") or fonts["其中"].startswith("NotoSerifSC")


def test_one_attachment_has_no_number_and_several_hang(notice: Make) -> None:
    (one,) = [line for leaf in leaves(notice(attachments=("选派人员名单。",), sealed=False))
              for line in leaf.lines() if text_of(line).startswith("附件")]  # fmt: skip
    assert text_of(one) == "附件：选派人员名单"
    assert one[0].x == pytest.approx(LEFT + 2 * CHARACTER, abs=EXACT)
    long = "2026年塔林旗非公有制企业党建指导员和党组织书记选派任职人员名单"
    pages = leaves(notice(attachments=(long, "工作职责"), sealed=False, paragraphs=("短。",)))
    lines = [line for leaf in pages for line in leaf.lines()]
    place = next(i for i, line in enumerate(lines) if text_of(line).startswith("附件：1."))
    text = lines[place - 1]
    assert text_of(text) == "短。"
    assert lines[place][0].base - text[0].base == pytest.approx(2 * LINE, abs=EXACT)
    first_name = lines[place][5]  # after 附件：1.
    assert first_name.text == "2"
    assert lines[place + 1][0].x == pytest.approx(first_name.x, abs=EXACT)
    assert text_of(lines[place + 2]).startswith("2.工作职责")
    assert lines[place + 2][0].x == pytest.approx(lines[place][3].x, abs=EXACT)


# -- signature -------------------------------------------------------------------------------


def signature(page: Leaf) -> tuple[list[list[Char]], list[Char], list[list[Char]]]:
    """The lines of the organ, the date, and the text above them."""
    lines = page.lines()
    date = next(i for i, line in enumerate(lines) if text_of(line) == "2026年3月28日")
    organ = [date - 1]
    while text_of(lines[organ[0]]) not in ORGAN or not ORGAN.startswith(text_of(lines[organ[0]])):
        organ.insert(0, organ[0] - 1)
    return [lines[i] for i in organ], lines[date], lines[: organ[0]]


def test_below_a_seal_the_date_keeps_four_characters_and_the_organ_its_middle(
    notice: Make,
) -> None:
    organ, date, above = signature(leaves(notice())[-1])
    assert date[-1].right == pytest.approx(RIGHT - 4 * CHARACTER, abs=EXACT)
    centre = (date[0].x + date[-1].right) / 2
    for line in organ:
        assert (line[0].x + line[-1].right) / 2 == pytest.approx(centre, abs=EXACT)
        assert line[-1].right <= RIGHT + EXACT
    assert text_of([char for line in organ for char in line]) == ORGAN
    # A seal of 45 mm whose upper edge is within one line of the text covers both, below its middle,
    # reaches no text and stays within the 版心.
    text_bottom = above[-1][0].middle + LINE / 2
    seal_top = text_bottom + 2
    middle = (organ[0][0].middle + date[0].middle) / 2
    assert 0 <= seal_top - text_bottom <= LINE
    assert seal_top + 22.5 - EXACT <= middle < seal_top + 45
    assert date[0].middle < seal_top + 45 - LINE / 2
    assert seal_top + 45 <= BOTTOM
    assert centre + 22.5 <= RIGHT
    assert date[0].x > centre - 22.5
    assert date[-1].right < centre + 22.5


def test_a_short_organ_stands_on_one_line_above_the_date(notice: Make) -> None:
    page = leaves(notice(organ="中共塔林旗委员会", **NO_FOOT))[-1]
    organ = page.line_with("中共塔林旗委员会")
    date = page.line_with("2026年3月28日")
    assert date[0].base - organ[0].base == pytest.approx(LINE, abs=EXACT)
    assert (organ[0].x + organ[-1].right) / 2 == pytest.approx(
        (date[0].x + date[-1].right) / 2, abs=EXACT
    )


def test_without_a_seal_organ_and_date_stand_to_the_right(notice: Make) -> None:
    (organ,), date, above = signature(leaves(notice(sealed=False, **NO_FOOT))[-1])
    assert organ[-1].right == pytest.approx(RIGHT - 2 * CHARACTER, abs=EXACT)
    assert date[0].x == pytest.approx(organ[0].x + 2 * CHARACTER, abs=EXACT)
    assert organ[0].base - above[-1][0].base == pytest.approx(2 * LINE, abs=EXACT)
    assert date[0].base - organ[0].base == pytest.approx(LINE, abs=EXACT)


def test_without_a_seal_a_date_longer_than_the_organ_keeps_two_characters(notice: Make) -> None:
    page = leaves(notice(sealed=False, organ="旗工委", issued_on=dt.date(2026, 12, 28), **NO_FOOT))[
        -1
    ]
    date = page.line_with("2026年12月28日")
    organ = next(line for line in page.lines() if text_of(line) == "旗工委")
    assert date[-1].right == pytest.approx(RIGHT - 2 * CHARACTER, abs=EXACT)
    assert organ[0].x == pytest.approx(date[0].x - 2 * CHARACTER, abs=EXACT)


# -- foot and page numbers -------------------------------------------------------------------


def test_the_foot_lies_on_the_lower_edge_of_the_last_page(notice: Make) -> None:
    pages = leaves(notice(copies_to="旗委组织部，" * 12 + "旗工商业联合会"))
    assert all(rule[3] > 0.5 for page in pages[:-1] for rule in page.rules)
    rules = sorted((rule for rule in pages[-1].rules if rule[3] < 0.5), key=lambda rule: rule[2])
    assert [round(rule[3], 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert all(rule[:2] == pytest.approx((LEFT, RIGHT), abs=EXACT) for rule in rules)
    assert rules[-1][2] == pytest.approx(BOTTOM, abs=EXACT)
    four = 14 / PT_PER_MM
    foot = [line for line in pages[-1].lines(14) if line[0].base < BOTTOM]
    assert text_of(foot[0]).startswith("抄送：旗委组织部，")
    assert text_of([char for line in foot[:-1] for char in line]).endswith("旗工商业联合会。")
    assert foot[0][0].x == pytest.approx(LEFT + four, abs=EXACT)
    assert foot[1][0].x == pytest.approx(foot[0][3].x, abs=EXACT)
    assert text_of(foot[-1]) == "中共塔林旗非公党工委办公室2026年3月28日印发"
    assert foot[-1][-1].right == pytest.approx(RIGHT - four, abs=EXACT)
    signed = signature(pages[-1])[1]
    assert signed[0].base < rules[0][2] - LINE / 2


def test_without_copies_and_issuer_there_is_no_foot(notice: Make) -> None:
    pages = leaves(notice(**NO_FOOT))
    assert [rule[3] > 0.5 for page in pages for rule in page.rules] == [True]


def test_an_issuer_that_runs_into_its_date_is_refused(notice: Make, layout: Layout) -> None:
    (warning,) = preflight(layout, [notice(issuer=ORGAN + "办公室")])
    assert (warning.code, warning.field) == ("does_not_fit", "印发机关")


def test_page_numbers_stand_outside(notice: Make) -> None:
    for number, page in enumerate(leaves(notice(paragraphs=(LONG,))), start=1):
        line = page.lines(14)[-1]
        assert text_of(line) == f"—{number}—"
        if number % 2:
            assert line[-1].right == pytest.approx(RIGHT - CHARACTER, abs=EXACT)
        else:
            assert line[0].x == pytest.approx(LEFT + CHARACTER, abs=EXACT)
        assert line[0].middle == pytest.approx(BOTTOM + 7, abs=EXACT)


# -- pages -----------------------------------------------------------------------------------


def with_lines(notice: Make, count: int, **changes: object) -> Notice:
    """A notice whose text has so many lines."""
    return notice(addressee="", paragraphs=tuple(f"第{n}行。" for n in range(count)), **changes)


def set_pages(paper: Notice) -> list[list[str]]:
    """The lines of each page as they are set, without printing them."""
    pages = []
    for page in compose(load_layout("notice"), paper).pages:
        rows: dict[float, str] = {}
        for mark in page:
            if isinstance(mark, TextMark) and mark.size_pt == 16:
                rows[mark.y_pt] = rows.get(mark.y_pt, "") + mark.text
        pages.append([rows[y] for y in sorted(rows, reverse=True)])
    return pages


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("count", range(1, 60))
def test_the_signature_is_never_alone(count: int, sealed: bool, notice: Make) -> None:
    pages = set_pages(with_lines(notice, count, sealed=sealed, **NO_FOOT))
    body = [[line for line in page if line.startswith("第")] for page in pages]
    assert [line for page in body for line in page] == [f"第{n}行。" for n in range(count)]
    assert all(len(page) <= 22 for page in pages)
    assert all(body)
    assert len(body[-1]) >= min(count, 2)
    assert "2026年3月28日" in pages[-1]
    assert "此页无正文" not in "".join(line for page in pages for line in page)


def test_a_text_of_22_and_of_23_lines_on_its_second_page(notice: Make) -> None:
    first = len(leaves(with_lines(notice, 59))[0].lines()) - 1  # the number is one of them
    for more, expected in ((17, [17]), (18, [16, 2]), (22, [20, 2]), (23, [21, 2]), (24, [22, 2])):
        pages = leaves(with_lines(notice, first + more, **NO_FOOT))
        body = [sum(text_of(line).startswith("第") for line in page.lines()) for page in pages[1:]]
        assert body == expected


def test_a_heading_is_not_the_last_line_of_a_page(notice: Make) -> None:
    room = len(leaves(with_lines(notice, 59))[0].lines()) - 1
    paper = notice(
        addressee="",
        paragraphs=(*(f"第{n}行。" for n in range(room - 1)), "一、标题", *("正文。",) * 9),
    )
    first, second = leaves(paper)[:2]
    assert "一、标题" not in [text_of(line) for line in first.lines()]
    assert text_of(second.lines()[0]) == "一、标题"


@pytest.mark.parametrize("count", [1, 2, 3, 10, 60])
def test_one_to_sixty_people(count: int, notice: Make) -> None:
    names = [f"阿拉坦其木格{n}" for n in range(1, count + 1)]
    lines = tuple(f"{name}同志任塔林旗草原绿色农畜产品有限公司党建指导员；" for name in names)
    paper = notice(
        title=title_for(names), person=people_words(names), people=tuple(names), paragraphs=lines
    )
    pages = leaves(paper)
    text = "".join(text_of(line) for page in pages for line in page.lines())
    assert all(f"{name}同志任" in text for name in names)
    said = {1: "阿拉坦其木格1同志", 2: "阿拉坦其木格1、阿拉坦其木格2同志"}
    title = "".join(text_of(line) for line in pages[0].lines(22))
    assert title == f"关于{said.get(count, f'阿拉坦其木格1等{count}名同志')}任职的通知"


def test_golden_text(notice: Make) -> None:
    paper = notice(
        paragraphs=("经研究决定：", "一、任职", "苏和同志任塔林旗宝音物流有限责任公司党建指导员。"),
        attachments=("选派人员名单", "工作职责"),
    )
    pages = [[text_of(line) for line in leaf.lines()] for leaf in leaves(paper)]
    assert pages == [
        [
            "旗非公发〔2026〕3号",
            "各苏木乡镇党委，旗直有关单位党组织，各非公有制企业党组",
            "织：",
            "经研究决定：",
            "一、任职",
            "苏和同志任塔林旗宝音物流有限责任公司党建指导员。",
        ],
        [
            "附件：1.选派人员名单",
            "2.工作职责",
            "中共塔林旗非公有制经济组织",
            "和社会组织工作委员会",
            "2026年3月28日",
        ],
    ]


WORDS = st.text(
    alphabet="塔林旗草原党建指导员苏和𠮷䶮·，。；：（）《》“”、2026AB%一二（1.",
    min_size=1,
    max_size=90,
)


@given(st.lists(WORDS, min_size=1, max_size=14), st.booleans(), st.lists(WORDS, max_size=3))
@settings(max_examples=40, deadline=None)
def test_random_texts_keep_every_character_within_the_text_area(
    paragraphs: list[str], sealed: bool, attachments: list[str]
) -> None:
    lines = tuple(text.strip() or "空" for text in paragraphs)
    paper = replace(NOTICE, paragraphs=lines, sealed=sealed, attachments=tuple(attachments))
    composed = compose(load_layout("notice"), paper)
    marks = [mark for page in composed.pages for mark in page if isinstance(mark, TextMark)]
    printed = "".join(mark.text for mark in marks).replace(" ", "")
    for line in lines:
        assert "".join(line.split()) in printed
    for mark in marks:
        if mark.size_pt == 14 and "—" in mark.text:
            continue
        down = (297 * PT_PER_MM - mark.y_pt) / PT_PER_MM
        assert TOP < down < BOTTOM + EXACT
        assert mark.x_pt / PT_PER_MM > LEFT - EXACT


def test_the_same_notice_gives_the_same_bytes(notice: Make, layout: Layout) -> None:
    now = dt.datetime(2026, 3, 28)
    assert render(layout, [notice()], created=now) == render(layout, [notice()], created=now)


@pytest.mark.parametrize("name", ["notice", "notice_stock"])
def test_layouts_are_written_as_they_are_read(name: str) -> None:
    layout = load_layout(name)
    assert read_layout(write_layout(layout), name) == layout


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("count", range(1, 40))
def test_the_foot_reaches_neither_seal_nor_signature(
    count: int,
    sealed: bool,
    notice: Make,
    layout: Layout,
) -> None:
    page = compose(layout, with_lines(notice, count, sealed=sealed)).pages[-1]
    rules = [mark.y1_pt for mark in page if isinstance(mark, LineMark)]
    text = [mark.y_pt for mark in page if isinstance(mark, TextMark) and mark.size_pt == 16]
    assert len(rules) >= 3
    if text:  # else the foot has the page for itself
        # The middle of the date's line is one and a half lines away from it, or more.
        assert min(text) - max(sorted(rules)[:3]) > 1.25 * LINE * PT_PER_MM
