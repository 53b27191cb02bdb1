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


#: Surname → its reading as a surname and how else its bearers read it, by 《现代汉语词典》 (7th
#: edition): the surnames that pinyin programs read wrongly.
HARD_SURNAMES = {
    "曾": "zeng ceng", "单": "shan dan", "解": "xie jie", "仇": "qiu chou", "区": "ou qu",
    "查": "zha cha", "盖": "ge gai", "朴": "piao pu", "乐": "yue le", "覃": "qin tan",
    "缪": "miao mou", "翟": "zhai di", "员": "yun yuan", "种": "chong zhong", "秘": "bi mi",
    "黑": "he hei", "华": "hua", "召": "shao zhao", "任": "ren", "尉": "wei yu", "冼": "xian",
    "折": "she zhe", "宁": "ning", "牟": "mu mou", "葛": "ge", "那": "na", "郗": "xi chi",
}  # fmt: skip
#: The longer list of users of pinyin programs; the reading as a surname alone.
POLYPHONIC_SURNAMES = {
    "重": "chong", "过": "guo", "纪": "ji", "燕": "yan", "繁": "po", "幺": "yao", "冯": "feng",
    "石": "shi", "瞿": "qu", "佴": "nai", "难": "nan", "粘": "nian", "藏": "zang", "扎": "za",
    "都": "du", "六": "lu", "薄": "bo", "贾": "jia", "的": "de", "哈": "ha", "居": "ju",
    "盛": "sheng", "塔": "ta", "和": "he", "柏": "bai", "蓝": "lan", "殷": "yin", "陆": "lu",
    "乜": "nie", "阚": "kan", "叶": "ye", "强": "qiang", "不": "fou", "丁": "ding", "阿": "a",
    "汤": "tang", "万": "wan", "车": "che", "称": "chen", "沈": "shen", "宿": "su", "南": "nan",
    "卜": "bu", "鸟": "niao", "思": "si", "殳": "shu", "寻": "xun", "於": "yu", "烟": "yan",
    "余": "yu", "浅": "qian", "艾": "ai", "浣": "wan", "无": "wu", "信": "xin", "许": "xu",
    "齐": "qi", "俞": "yu", "若": "ruo", "贠": "yun", "貟": "yun", "谌": "chen", "隗": "wei",
    "祭": "zhai", "逄": "pang", "晟": "cheng", "应": "ying", "尹": "yin", "教": "jiao",
    "洗": "xian", "宓": "mi", "肖": "xiao", "费": "fei", "莘": "shen", "贲": "ben", "句": "gou",
    "褚": "chu", "亓": "qi", "适": "kuo",
    "要": "yao", "占": "zhan", "撒": "sa", "仉": "zhang", "呙": "guo", "郇": "xun", "眭": "sui",
    "厍": "she", "仝": "tong", "鲜": "xian", "相": "xiang", "长": "zhang", "行": "xing",
}  # fmt: skip
COMPOUND = {
    "欧阳": "ou yang", "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu",
    "长孙": "zhang sun", "令狐": "ling hu", "宇文": "yu wen", "司徒": "si tu", "夏侯": "xia hou",
    "诸葛": "zhu ge", "上官": "shang guan", "皇甫": "huang fu", "公孙": "gong sun",
    "慕容": "mu rong", "钟离": "zhong li", "呼延": "hu yan", "赫连": "he lian", "鲜于": "xian yu",
    "闾丘": "lv qiu", "濮阳": "pu yang", "淳于": "chun yu", "独孤": "du gu", "拓跋": "tuo ba",
}  # fmt: skip


def _found(name: str, typed: str) -> bool:
    return find_in(name, readings_of(name, person=True), typed) is not None


def test_there_are_as_many_surnames_as_are_asked_for() -> None:
    assert len(HARD_SURNAMES) == 27
    assert len(POLYPHONIC_SURNAMES) >= 90
    assert not HARD_SURNAMES.keys() & POLYPHONIC_SURNAMES.keys()


@pytest.mark.parametrize(("surname", "readings"), HARD_SURNAMES.items())
def test_hard_surnames_are_found_by_every_accepted_reading(surname: str, readings: str) -> None:
    """曾 by zeng and ceng; full, initials and mixed (surname pinyin wrong, person not found)."""
    name = f"{surname}小平"
    for reading in readings.split():
        for typed in (reading, f"{reading}xiaoping", f"{reading[0]}xp", f"{reading}xp"):
            assert _found(name, typed), typed
    assert sort_key(name, person=True).split()[0] == readings.split(maxsplit=1)[0]


@pytest.mark.parametrize(("surname", "reading"), POLYPHONIC_SURNAMES.items())
def test_polyphonic_surnames_are_found_by_their_reading_as_a_surname(
    surname: str, reading: str
) -> None:
    assert _found(f"{surname}小平", f"{reading}xiaoping")
    assert _found(f"{surname}小平", f"{reading[0]}xp")
    assert sort_key(f"{surname}小平", person=True).split()[0] == reading


@pytest.mark.parametrize(("surname", "reading"), COMPOUND.items())
def test_compound_surnames_are_read_as_such(surname: str, reading: str) -> None:
    first, second = reading.split()
    name = f"{surname}小平"
    for typed in (f"{first}{second}xiaoping", f"{first[0]}{second[0]}xp", f"{first}{second}xp"):
        assert _found(name, typed), typed
    assert sort_key(name, person=True).split()[:2] == [first, second]


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("曾乐", "zengle", True), ("曾乐", "zengyue", False), ("乐曾", "yueceng", True),
        ("乐曾", "yuezeng", False), ("王单", "wangshan", False), ("王单", "wangdan", True),
        ("李解", "lixie", False), ("李查", "lizha", False), ("赵区", "zhaoou", False),
        ("孙朴", "sunpiao", False), ("孙朴", "sunpu", True), ("周翟", "zhoudi", True),
        ("欧阳单", "ouyangdan", True), ("欧阳单", "ouyangshan", False),
        ("单于强", "shanyuqiang", True), ("单于强", "chanyuqiang", True),
    ],
)  # fmt: skip
def test_only_the_leading_surname_uses_surname_readings(name: str, typed: str, found: bool) -> None:
    """Surname mode then spoils the given name (曾乐 → yue): it must not."""
    assert _found(name, typed) is found


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("种禽场", "zhongqin", True), ("种禽场", "chongqin", False), ("解放牧业", "jiefang", True),
        ("解放牧业", "xiefang", False), ("查干种植", "chagan", True), ("查干种植", "zhagan", False),
        ("重庆小面", "chongqing", True), ("长胜粮行", "changsheng", True),
    ],
)  # fmt: skip
def test_names_of_units_use_no_surname_readings(name: str, typed: str, found: bool) -> None:
    assert (find_in(name, readings_of(name), typed) is not None) is found
