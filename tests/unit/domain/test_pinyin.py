"""Spelling, initials and the order of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.pinyin import (
    cuts_of,
    find_in,
    fits_spelling,
    initials,
    matches,
    readings_of,
    sort_key,
    spelled,
    spellings,
)

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
#: Surname → the reading as a surname, by 《现代汉语词典》.
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "任": "ren", "查": "zha", "区": "ou",
    "华": "hua", "朴": "piao", "盖": "ge", "乐": "yue", "种": "chong", "翟": "zhai", "葛": "ge",
    "尉": "wei", "宁": "ning", "缪": "miao", "那": "na", "牟": "mu", "郗": "xi",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("敖汉", "AoHan"),
        ("重庆", "ChongQing"),
        ("吕丽", "LvLi"),
        ("A座102", "AZuo102"),
        ("阿拉腾·其其格", "ALaTengQiQiGe"),
    ],
)
def test_the_likeliest_spelling_comes_first(text: str, first: str) -> None:
    assert spelled(text).split("\n")[0] == first


@pytest.mark.parametrize(("surname", "reading"), SURNAMES.items())
@pytest.mark.parametrize("given_name", ["强", "行乐", "长乐"])
def test_a_surname_is_found_by_its_reading_whatever_the_given_name(
    surname: str, reading: str, given_name: str
) -> None:
    """Given names with many readings of their own once used up all the spellings kept."""
    assert matches(reading, surname + given_name)
    assert matches(reading[0], surname + given_name)
    assert sort_key(surname + given_name, person=True).split()[0] == reading


@pytest.mark.parametrize("name", ["长孙无忌", "尉迟恭", "单于强"])
def test_compound_surnames(name: str) -> None:
    readings = {"长孙无忌": "zhangsun", "尉迟恭": "yuchi", "单于强": "chanyu"}
    assert matches(readings[name], name)
    assert sort_key(name, person=True).replace(" ", "").startswith(readings[name])


def test_a_unit_is_not_put_in_order_by_a_surname() -> None:
    assert sort_key("种禽场").split()[0] == "zhong"


@given(HAN)
def test_spellings_are_few_alike_in_length_and_differ(text: str) -> None:
    found = spellings(text)
    assert 1 <= len(found) <= 8
    assert len(set(found)) == len(found)
    assert {len(spelling) for spelling in found} == {len(found[0])}


@given(HAN)
def test_every_word_is_found_by_its_spelling_and_initials(text: str) -> None:
    for spelling in spellings(text):
        if spelling and all(syllable.isascii() for syllable in spelling):
            assert matches("".join(spelling), text)
            assert matches("".join(spelling).upper(), text)
            assert "".join(s[0] for s in spelling) in initials(text).split("\n")


@given(HAN)
def test_a_word_is_found_from_any_character_on(text: str) -> None:
    spelling = spellings(text)[0]
    if all(syllable.isascii() for syllable in spelling):
        for place in range(len(spelling)):
            assert matches("".join(spelling[place:]), text)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("ao", 0), ("aoh", 0), ("han", 1), ("hanhui", 1), ("huifeng", 2), ("ahh", 0), ("hfe", 2),
        ("aohanhf", 0), ("ahanhf", 0), ("hanhf", 1), ("hhuif", 1), ("aohhf", 0),
        ("an", None), ("o", None), ("anhui", None), ("ohan", None), ("aohaf", None),
        ("hanf", None), ("aohf", None), ("aohanhuifengx", None),
    ],
)  # fmt: skip
def test_letters_fit_from_a_syllable_on_full_or_first_letters_or_mixed(
    wanted: str, place: int | None
) -> None:
    found = find_in("敖汉惠丰", readings_of("敖汉惠丰"), wanted)
    assert (found[0] if found else None) == place
    assert matches(wanted, "敖汉惠丰") is (place is not None)


@pytest.mark.parametrize(
    ("spelling", "wanted", "place"),
    [
        ("\nZengXiaoPing\nCengXiaoPing", "cxiaop", 2),
        ("\nZengXiaoPing\nCengXiaoPing", "cengxp", 2),
        ("\nZengXiaoPing", "xping", 1),
        ("\nZengXiaoPing", "cxping", 0),
        ("\nZengXiaoPing", "zenxp", 0),  # not the whole syllable
        ("\nAoHanHuiFeng", "hhuif", 1),
        ("\nAoHanHuiFeng", "hanf", 0),  # a character left out
        ("\nShanAn\nDanAn", "nad", 0),  # not from one line to the next
        ("\nZhangSunWuJi", "zhsunw", 2),
    ],
)
def test_mixtures_of_syllables_and_first_letters_in_a_spelling(
    spelling: str, wanted: str, place: int
) -> None:
    assert fits_spelling(spelling, wanted) == place


def test_cuts_name_the_likeliest_mixture_first_and_nothing_that_is_none() -> None:
    assert cuts_of("zengxp")[0] == ("zeng", "x", "p")
    assert cuts_of("zhangsunwj")[0] == ("zhang", "sun", "w", "j")
    assert cuts_of("hfzq") == ()
    assert len(cuts_of("huifengzhongqinyouxian")) == 8


@pytest.mark.parametrize(
    ("query", "word", "found"),
    [
        ("", "敖汉", True),
        ("  ", "敖汉", True),
        ("汉", "敖汉", True),
        ("ao han", "敖汉", True),
        ("ah", "敖汉", True),
        ("汗", "敖汉", False),
        ("an", "敖汉", False),
        ("ＡＨ", "敖汉", False),  # the search line folds the width before it asks
    ],
)
def test_matching_of_short_lists(query: str, word: str, found: bool) -> None:
    assert matches(query, word) is found


def test_names_in_order_syllable_by_syllable() -> None:
    names = ["西安", "先进", "Alfa", "阿木尔", "安达"]
    assert sorted(names, key=sort_key) == ["Alfa", "阿木尔", "安达", "西安", "先进"]


@pytest.mark.parametrize("text", ["", "·", "，。", "😀"])
def test_what_has_no_reading_has_an_empty_spelling(text: str) -> None:
    assert (spelled(text), initials(text), sort_key(text, person=True)) == ("", "", "")
