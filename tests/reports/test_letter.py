"""Letters of appointment as they leave the printer."""

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.appointments import Letter
from partydesk.domain.errors import Cancelled, RuleViolation
from partydesk.reports.document import compose
from partydesk.reports.layout import FlowElement, Layout, Overflow, ReserveElement, TextElement
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.marks import PT_PER_MM, TextMark
from partydesk.reports.paint import count_pages
from partydesk.reports.render import preflight, render
from tests.reports.printed import Pdf

Make = Callable[..., Letter]
Read = Callable[[bytes], Pdf]

LONGEST_NAME = "阿拉坦其其格·孟根图雅·乌兰其木格·斯琴高娃·娜仁托"
LONGEST_FIRM = (
    "塔林旗草原绿色农畜产品生产加工仓储物流一体化示范园区运营管理与"
    "技术服务农民专业合作社联合社有限责任公司贝子府镇第一分公司"
)


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_layout("letter")


def with_body(layout: Layout, **changes: object) -> Layout:
    """The letter with another body."""
    elements = tuple(
        replace(element, **changes) if isinstance(element, FlowElement) else element  # type: ignore[arg-type]
        for element in layout.elements
    )
    return replace(layout, elements=elements)


def test_the_text_comes_back(
    layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    text = read_pdf(render(layout, [letter()], created=now)).text()
    for words in (
        "旗非公委任〔2026〕17号",
        "委任书",
        "敖敦其其格同志：",
        "经中共塔林旗非公有制经济组织和社会组织工作委员会研究，委任你为",
        "塔林旗贝子府镇十家杂粮深加工农民专业合作社党建指导员，任期自2026年4月1日至2028年3月31日。",
        "望你履行六项职责",
        "2026年3月28日",
    ):
        assert words in text


def test_it_is_one_a4_page_each_in_the_order_given(
    layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    people = ["白音", "乌云", "其木格"]
    data = render(layout, [letter(person=name) for name in people], created=now)
    pdf = read_pdf(data)
    assert len(pdf) == 3 == count_pages(data)
    assert pdf.size_mm() == (210, 297)
    assert [name in pdf.text(page) for page, name in enumerate(people)] == [True] * 3


def test_the_same_input_gives_the_same_bytes(
    layout: Layout, letter: Make, now: dt.datetime
) -> None:
    letters = [letter(), letter(person="张𠮷")]
    first = render(layout, letters, created=now)
    assert render(layout, letters, created=now) == first
    assert b"D:20260328093000" in first
    assert render(layout, letters, created=now + dt.timedelta(seconds=1)) != first


def test_every_font_is_embedded(layout: Layout, letter: Make, now: dt.datetime) -> None:
    data = render(layout, [letter(person="张𠮷㺃")], created=now)
    fonts = re.findall(rb"/Subtype /(TrueType|Type1|Type0)\b", data)
    assert len(fonts) >= 3
    assert set(fonts) == {b"TrueType"}
    assert data.count(b"/FontFile2 ") == len(fonts)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_another_reader_sees_embedded_subsets_with_text(
    layout: Layout, letter: Make, now: dt.datetime, tmp_path: Path
) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(render(layout, [letter()], created=now))
    done = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_places_on_the_page(layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime) -> None:
    marks = read_pdf(render(layout, [letter()], created=now)).marks()
    texts = {mark.text.strip(): mark for mark in marks if mark.kind == "text"}
    number = next(mark for text, mark in texts.items() if "号" in text and "〕" in text)
    assert number.right == pytest.approx(181, abs=1)
    assert 26 < number.top < number.bottom < 35
    (title,) = (mark for mark in marks if mark.kind == "text" and mark.bottom - mark.top > 10)
    assert (title.left + title.right) / 2 == pytest.approx(105, abs=1)
    assert title.right - title.left > 60
    body = [mark for mark in marks if mark.kind == "text" and 88 < mark.top < 206]
    assert min(mark.left for mark in body) >= 30.9
    assert max(mark.right for mark in body) <= 30.9 + 148.2 + 0.1


def test_the_seal_s_circle_holds_only_organ_and_date(
    layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    (seal,) = (e for e in layout.elements if isinstance(e, ReserveElement))
    radius = seal.diameter_mm / 2
    inside = []
    for mark in read_pdf(render(layout, [letter()], created=now)).marks():
        outline = mark.kind == "path" and mark.right - mark.left > 100
        dx = max(mark.left - seal.x_mm, 0, seal.x_mm - mark.right)
        dy = max(mark.top - seal.y_mm, 0, seal.y_mm - mark.bottom)
        if dx**2 + dy**2 < radius**2 and not (outline and mark.bottom - mark.top > 200):
            inside.append(mark)
    assert {mark.kind for mark in inside} == {"text"}
    words = "".join(mark.text for mark in inside)
    assert "".join(words.split()) == ("中共塔林旗非公有制经济组织和社会组织工作委员会2026年3月28日")


def test_the_longest_names_are_printed_whole_at_full_size(
    layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    paper = letter(person=LONGEST_NAME, enterprise=LONGEST_FIRM)
    assert preflight(layout, [paper]) == ()
    pdf = read_pdf(render(layout, [paper], created=now))
    assert len(pdf) == 1
    assert LONGEST_NAME in pdf.text()
    assert LONGEST_FIRM in pdf.text()


NAMES = st.text(alphabet="敖敦其格巴特尔张王𠮷䶮·", min_size=1, max_size=25)
FIRMS = st.text(alphabet="塔林旗草原农牧业（）有限责任公司A1", min_size=1, max_size=60)


@given(NAMES, FIRMS)
@settings(max_examples=25, deadline=None)
def test_no_name_leaves_its_place(name: str, firm: str) -> None:
    paper = Letter(
        "旗非公委任〔2026〕1号",
        name,
        firm,
        "党支部书记",
        dt.date(2026, 4, 1),
        dt.date(2028, 3, 31),
        "中共塔林旗非公有制经济组织和社会组织工作委员会",
        dt.date(2026, 3, 28),
    )
    composed = compose(load_layout("letter"), paper)
    marks = [mark for mark in composed.pages[0] if isinstance(mark, TextMark)]
    text = "".join(mark.text for mark in marks)
    assert name in text
    assert firm in text
    bottom = (297 - 206) * PT_PER_MM
    body = [mark for mark in marks if mark.size_pt == 20]
    assert all(mark.y_pt > bottom for mark in body)
    assert len(body) > 3


def test_a_character_without_a_font_is_named_with_person_code_point_and_remedy(
    layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    warnings = preflight(layout, [letter(), letter(person="张𰀀", enterprise="𰀀厂")])
    assert [(w.code, w.person, w.field) for w in warnings] == [
        ("missing_character", "张𰀀", "姓名"),
        ("missing_character", "张𰀀", "企业"),
    ]
    assert all(word in warnings[0].message for word in ("张𰀀", "“𰀀”", "U+30000", "手写"))
    page = render(layout, [letter(person="张𰀀")], created=now)
    assert "张同志" in read_pdf(page).text()  # an empty square stands between the two


@pytest.mark.parametrize("char", ["𠮷", "𨭎", "䶮", "𫖯", "㺃"])
def test_rare_names_are_printed_by_fallback(
    char: str, layout: Layout, letter: Make, read_pdf: Read, now: dt.datetime
) -> None:
    paper = letter(person=f"张{char}", organ=f"中共{char}旗委员会")
    assert preflight(layout, [paper]) == ()
    text = read_pdf(render(layout, [paper], created=now)).text()
    assert f"张{char}同志" in text
    assert f"中共{char}旗委员会" in text


def test_a_long_organ_shrinks_and_says_so(layout: Layout, letter: Make) -> None:
    organ = "中共塔林旗委员会非公有制经济组织和社会组织工作委员会暨新就业群体工作委员会综合办公室"
    (warning,) = preflight(layout, [letter(organ=organ)])
    assert (warning.code, warning.person, warning.field) == ("shrunk", "敖敦其其格", "委任机关")
    assert "16 磅" in warning.message


def test_what_cannot_fit_is_refused_and_everybody_named(
    layout: Layout, letter: Make, now: dt.datetime
) -> None:
    endless = "塔林旗草原绿色" * 60
    letters = [letter(person="白音", enterprise=endless), letter(), letter(role=endless)]
    codes = [(w.code, w.person) for w in preflight(layout, letters)]
    assert codes == [("does_not_fit", "白音"), ("does_not_fit", "敖敦其其格")]
    with pytest.raises(RuleViolation) as caught:
        render(layout, letters, created=now)
    assert "白音" in caught.value.message
    assert "敖敦其其格" in caught.value.message


def test_a_flow_shrinks_only_where_the_layout_allows(layout: Layout, letter: Make) -> None:
    paper = letter(enterprise=LONGEST_FIRM + LONGEST_FIRM)
    (warning,) = preflight(layout, [paper])
    assert warning.code == "shrunk"
    strict = with_body(layout, overflow=Overflow.REFUSE)
    (warning,) = preflight(strict, [paper])
    assert warning.code == "does_not_fit"


def test_a_title_that_may_not_shrink_is_refused(layout: Layout, letter: Make) -> None:
    elements = tuple(
        replace(e, overflow=Overflow.REFUSE)
        if isinstance(e, TextElement) and e.name == "编号"
        else e
        for e in layout.elements
    )
    (warning,) = preflight(replace(layout, elements=elements), [letter(number="旗" * 60)])
    assert (warning.code, warning.field) == ("does_not_fit", "编号")


def test_progress_is_told_and_can_stop(layout: Layout, letter: Make, now: dt.datetime) -> None:
    told: list[tuple[int, int]] = []

    def stop_half_way(done: int, total: int, what: str) -> None:
        told.append((done, total))
        if done * 2 > total:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(layout, [letter()] * 4, created=now, progress=stop_half_way)
    assert told == [(1, 4), (2, 4), (3, 4)]


def test_nothing_and_strangers_are_not_printed(layout: Layout, now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="nothing"):
        render(layout, [], created=now)
    with pytest.raises(TypeError):
        render(layout, ["敖敦"], created=now)


def test_a_batch_shares_its_fonts(layout: Layout, letter: Make, now: dt.datetime) -> None:
    one = len(render(layout, [letter()], created=now))
    hundred = len(render(layout, [letter()] * 100, created=now))
    assert hundred - one < 99 * 1500


def test_a_thousand_letters_with_rare_names_stay_below_three_megabytes(
    layout: Layout, letter: Make, now: dt.datetime
) -> None:
    rare = "燚玥犇堃喆彧芃㛃䶮𬭚𫖯𠮷𨭎𪚥"
    letters = [
        letter(person=f"{chr(0x4E00 + number)}{rare[number % len(rare)]}", number=f"{number}号")
        for number in range(1000)
    ]
    assert preflight(layout, letters) == ()
    assert len(render(layout, letters, created=now)) < 3_000_000
