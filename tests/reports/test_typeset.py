"""Lines of Chinese text: widths, forbidden places, justification, underlines."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.reports.breaking import NOT_AT_LINE_END, NOT_AT_LINE_START, gap_em, may_break
from partydesk.reports.fonts import FontRole
from partydesk.reports.typeset import Line, Run, balanced, set_line, set_paragraph

KAI = FontRole.KAI
SIZE = 10.0
SENTENCES = st.lists(
    st.sampled_from(
        [
            "党",
            "建",
            "企业",
            "（",
            "《",
            "“",
            "）",
            "。",
            "，",
            "》",
            "2026",
            "年",
            "PartyDesk",
            "·",
        ]
    ),
    max_size=60,
).map("".join)
WIDTHS = st.floats(120, 500)


def lines_of(text: str, width: float, indent_em: float = 0) -> tuple[Line, ...]:
    run = Run(text, KAI)
    return set_paragraph([run], size_pt=SIZE, width_pt=width, indent_em=indent_em)


@given(SENTENCES, WIDTHS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    lines = lines_of(text, width, indent_em=2)
    assert "".join(line.text for line in lines) == text
    assert all(line.width_pt <= width + 0.01 for line in lines)


@given(SENTENCES, WIDTHS)
@settings(max_examples=150, deadline=None)
def test_every_break_is_where_a_break_is_allowed(text: str, width: float) -> None:
    lines = [line.text for line in lines_of(text, width)]
    longest = max((len(part) for part in _unbreakable(text)), default=0)
    if longest * SIZE > width:
        return  # such a stretch has to be cut somewhere
    for upper, lower in pairwise(lines):
        assert lower[0] not in NOT_AT_LINE_START
        assert upper[-1] not in NOT_AT_LINE_END
        assert not (upper[-1].isascii() and lower[0].isascii())
        assert not (upper[-1].isdigit() and lower[0] == "年")


def _unbreakable(text: str) -> list[str]:
    parts: list[str] = []
    for index, char in enumerate(text):
        if index and not may_break(text[index - 1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


@given(SENTENCES, WIDTHS)
@settings(max_examples=100, deadline=None)
def test_segments_never_overlap(text: str, width: float) -> None:
    for line in lines_of(text, width):
        lefts = [segment.x_pt for segment in line.segments]
        assert lefts == sorted(lefts)


def test_justified_lines_reach_the_edge_and_the_last_one_does_not() -> None:
    lines = lines_of("经研究，委任你为党建指导员，任期自2026年4月1日起，望你不负组织重托。", 165)
    assert [line.width_pt for line in lines[:-1]] == pytest.approx([165.0] * (len(lines) - 1))
    assert lines[-1].width_pt < 165


def test_closing_punctuation_gives_up_its_empty_half_to_stay_on_the_line() -> None:
    lines = lines_of("一二三四五六七八九。十", 95)
    assert [line.text for line in lines] == ["一二三四五六七八九。", "十"]
    assert lines[0].width_pt == pytest.approx(95)


def test_an_endless_word_is_cut_rather_than_lost() -> None:
    lines = lines_of("A" * 100, 100)
    assert "".join(line.text for line in lines) == "A" * 100
    assert all(line.width_pt <= 100 for line in lines)


def test_the_first_line_is_set_in() -> None:
    first, second = lines_of("党" * 15, 100, indent_em=2)
    assert first.segments[0].x_pt == 20
    assert (first.text, second.text) == ("党" * 8, "党" * 7)


def test_an_underlined_field_has_one_rule_a_line() -> None:
    runs = [Run("任", KAI), Run("企" * 15, KAI, underline=True), Run("的", KAI)]
    lines = set_paragraph(runs, size_pt=SIZE, width_pt=100)
    assert [len(line.underlines) for line in lines] == [1, 1]
    (start, end), (again, finish) = lines[0].underlines[0], lines[1].underlines[0]
    assert start > 10
    assert end == pytest.approx(100)
    assert again == 0
    assert finish < lines[1].width_pt


@pytest.mark.parametrize("indent_em", [0, 2])
def test_an_empty_underlined_field_is_as_if_it_were_not_there(indent_em: float) -> None:
    """What stands beside it closes up, at the start, in the middle and at the end of a line."""

    def line(*runs: Run) -> tuple[Line, ...]:
        return set_paragraph(runs, size_pt=SIZE, width_pt=300, indent_em=indent_em)

    empty, left, right = Run("", KAI, underline=True), Run("兹聘请", KAI), Run("同志任职", KAI)
    whole = line(Run("兹聘请同志任职", KAI))
    for runs in ((empty, left, right), (left, empty, right), (left, right, empty)):
        set_so = line(*runs)
        assert [each.text for each in set_so] == ["兹聘请同志任职"]
        assert [each.width_pt for each in set_so] == [each.width_pt for each in whole]
        assert [each.underlines for each in set_so] == [()]
    filled = line(left, Run("苏和", KAI, underline=True), right)
    assert line(left, Run("苏和", KAI, underline=True), empty, right) == filled
    (alone,) = line(empty)  # its own paragraph keeps its line
    assert (alone.text, alone.underlines) == ("", ())


def test_punctuation_around_a_field_stays_with_it() -> None:
    runs = [Run("一二三四五六（", KAI), Run("企业", KAI, underline=True), Run("）八", KAI)]
    lines = set_paragraph(runs, size_pt=SIZE, width_pt=75)
    assert [line.text for line in lines] == ["一二三四五六", "（企业）八"]


def test_a_counter_stays_with_its_underlined_number() -> None:
    runs = [Run("每月不少于", KAI), Run("13", KAI, underline=True), Run("天", KAI)]
    lines = set_paragraph(runs, size_pt=SIZE, width_pt=75)
    assert [line.text for line in lines] == ["每月不少于", "13天"]


def test_a_line_that_would_be_torn_apart_is_left_ragged() -> None:
    lines = lines_of("员，任期自2026年4月", 80)
    assert lines[0].text == "员，任期自"
    assert lines[0].width_pt == pytest.approx(50)


def test_no_paragraph_is_no_line() -> None:
    assert [line.text for line in lines_of("", 100)] == [""]


def test_meeting_punctuation_moves_together_and_latin_stands_off() -> None:
    assert gap_em("：", "（") == -0.5
    assert gap_em("）", "；") == -0.5
    assert 0 < gap_em("年", "4") < 0.1
    assert gap_em("党", "建") == 0


def test_even_spacing_shifts_each_character() -> None:
    plain = set_line("委任书", FontRole.SONG_BOLD, size_pt=40)
    spaced = set_line("委任书", FontRole.SONG_BOLD, size_pt=40, spacing_pt=30)
    assert spaced.width_pt == pytest.approx(plain.width_pt + 60)


def test_a_long_name_is_cut_evenly_before_a_joining_word() -> None:
    name = "中共塔林旗非公有制经济组织和社会组织工作委员会"
    assert balanced(name, KAI, size_pt=16, width_pt=220, most_lines=3) == (
        "中共塔林旗非公有制经济组织",
        "和社会组织工作委员会",
    )
    assert balanced(name, KAI, size_pt=16, width_pt=100, most_lines=3) is None
    assert balanced("短名", KAI, size_pt=16, width_pt=100, most_lines=3) == ("短名",)


def test_a_cut_that_would_be_uneven_is_not_taken_for_a_joining_word() -> None:
    assert balanced("和" + "党" * 9, KAI, size_pt=10, width_pt=60, most_lines=2) == (
        "和党党党党",
        "党党党党党",
    )
