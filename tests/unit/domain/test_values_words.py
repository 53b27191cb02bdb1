"""Text, names, words of fixed lists and of dictionaries."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.enterprises import (
    Enterprise,
    Industry,
    Operation,
    Ownership,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.fields import Field, Kind, field_of, fields_of
from partydesk.domain.talents import (
    Education,
    Engagement,
    PoliticalStatus,
    PoolState,
    Sex,
    Source,
    Talent,
)
from partydesk.domain.values import Cell, ValueRefused, parse, show
from partydesk.domain.values.cells import key_of
from partydesk.domain.values.choices import SYNONYMS

TODAY = dt.date(2025, 6, 15)
TEXT = Field("单位及职务", Kind.TEXT)
LONG = Field("备注", Kind.LONG_TEXT)
NAME = Field("姓名", Kind.NAME)
ENUMS = [
    field.choices for record in (Talent, Enterprise) for field in fields_of(record) if field.choices
]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  旗  农牧局\n副局长 ", "旗 农牧局 副局长"),
        ("N/A", None),
        ("无", "无"),
        ("null", None),
        (123, "123"),
        (123.0, "123"),
        (0.1, "0.1"),
        (float("nan"), None),
        (True, "是"),
        (dt.datetime(2024, 5, 6), "2024-05-06"),
        ("甲\x00乙\u200b丙\x1f", "甲乙丙"),
        ("（ＡＢ）公司", "（ＡＢ）公司"),
        ("=1+1", "=1+1"),
        ("00123", "00123"),
    ],
)
def test_text(cell: Cell, expected: str | None) -> None:
    assert parse(TEXT, cell, today=TODAY).value == expected


def test_lines_of_long_text_stay() -> None:
    assert parse(LONG, " 甲 \r\n\r\n\r\n\r\n乙\t 丙 \r丁", today=TODAY).value == "甲\n\n乙 丙\n丁"


@pytest.mark.parametrize("cell", ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_errors_of_formulas_are_said(cell: str) -> None:
    parsed = parse(TEXT, cell, today=TODAY)
    assert parsed.value is None
    assert parsed.warnings[0].code == "formula_error"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("王　芳", "王芳"),
        ("王 小 芳", "王小芳"),
        ("诸 葛 孔 明", "诸葛孔明"),
        ("王芳 李明", "王芳 李明"),
        ("王芳", "王芳"),
        ("阿拉坦・其其格", "阿拉坦·其其格"),
        ("阿拉坦•其其格", "阿拉坦·其其格"),
        ("阿拉坦‧其其格", "阿拉坦·其其格"),
        ("阿拉坦．其其格", "阿拉坦·其其格"),
        ("阿拉坦.其其格", "阿拉坦·其其格"),
        ("阿拉坦 · 其其格", "阿拉坦·其其格"),
        ("J. Smith", "J. Smith"),
        ("𠮷田𬭎", "𠮷田𬭎"),
        ("㛃䶮", "㛃䶮"),
        ("\ufa0e\ufa11", "\ufa0e\ufa11"),
        ("·张", "·张"),
        ("无", None),
        (None, None),
    ],
)
def test_names(cell: Cell, expected: str | None) -> None:
    assert parse(NAME, cell, today=TODAY).value == expected


@pytest.mark.parametrize(
    ("cell", "code"), [("张" * 51, "too_long"), ("123", "bad_name"), (45418, "bad_name")]
)
def test_what_is_no_name(cell: Cell, code: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(NAME, cell, today=TODAY)
    assert caught.value.reason.code == code


def test_a_name_of_fifty_characters_is_taken() -> None:
    assert parse(NAME, "那" * 50, today=TODAY).value == "那" * 50


@given(st.text(max_size=60), st.sampled_from([TEXT, LONG, NAME]))
def test_texts_come_back(text: str, field: Field) -> None:
    try:
        value = parse(field, text, today=TODAY).value
    except ValueRefused:
        return
    assert parse(field, show(field, value, masked=False), today=TODAY).value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党员", PoliticalStatus.MEMBER),
        ("中共党员（正式）", PoliticalStatus.MEMBER),
        ("中共预备党员", PoliticalStatus.PROBATIONARY),
        ("预备党员", PoliticalStatus.PROBATIONARY),
        ("团 员", PoliticalStatus.LEAGUE),
        ("本科", Education.BACHELOR),
        ("大学", Education.BACHELOR),
        ("大学（中央党校）", Education.BACHELOR),
        ("省委党校大学", Education.BACHELOR),
        ("在职大学", Education.BACHELOR),
        ("大专", Education.COLLEGE),
        ("专科学历", Education.COLLEGE),
        ("中专", Education.VOCATIONAL),
        ("中专(中职)", Education.VOCATIONAL),
        ("硕士", Education.POSTGRADUATE),
        ("博士研究生", Education.POSTGRADUATE),
        ("研究生", Education.POSTGRADUATE),
        ("个体户", UnitKind.INDIVIDUAL),
        ("农民专业合作社", UnitKind.COOPERATIVE),
        ("合作社", UnitKind.COOPERATIVE),
        ("存续", Operation.RUNNING),
        ("存续（在营、开业、在册）", Operation.RUNNING),
        ("开业", Operation.RUNNING),
        ("吊销，未注销", Operation.REVOKED),
        ("单独", PartyOrganization.OWN),
        ("联合", PartyOrganization.JOINT),
        ("无", PartyOrganization.NONE),
        ("是", Standing.IN_POOL),
        ("已入库", Standing.IN_POOL),
        ("民营", Ownership.NON_PUBLIC),
        ("C", Industry.C),
        ("c", Industry.C),
        ("C13", Industry.C),
        ("C 制造业", Industry.C),
        ("制造业", Industry.C),
        ("C13 农副食品加工业", Industry.C),
        ("农林牧渔业", Industry.A),
        ("农、林、牧、渔业", Industry.A),
        ("批发零售业", Industry.F),
        ("男性", Sex.MALE),
        ("女", Sex.FEMALE),
        ("后备干部", Source.RESERVE),
        ("全职", Engagement.FULL_TIME),
        ("暂停", PoolState.PAUSED),
    ],
)
def test_words_of_fixed_lists(text: str, expected: StrEnum) -> None:
    field = Field("x", Kind.CHOICE, choices=type(expected))
    assert parse(field, text, today=TODAY).value is expected


def test_a_number_can_stand_for_a_sex() -> None:
    assert parse(Field("性别", Kind.CHOICE, choices=Sex), 2.0, today=TODAY).value is Sex.FEMALE


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        (Sex, "未知性别"),
        (PoliticalStatus, "积极分子"),
        (Industry, "服务业"),
        (Industry, "CD"),
        (Industry, "U"),
        (PartyOrganization, "已建"),
        (Education, "在职"),
    ],
)
def test_unknown_words_are_refused_with_the_allowed_ones(choices: type[StrEnum], text: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(Field("栏目", Kind.CHOICE, choices=choices), text, today=TODAY)
    assert caught.value.reason.code == "unknown_choice"
    assert all(choice.value in caught.value.message for choice in choices)


def test_no_word_means_no_value() -> None:
    field = Field("性别", Kind.CHOICE, choices=Sex)
    assert parse(field, "不详", today=TODAY).value is None
    assert parse(field, "", today=TODAY).value is None


@pytest.mark.parametrize("choices", ENUMS)
def test_words_of_fixed_lists_come_back_and_synonyms_are_unambiguous(
    choices: type[StrEnum],
) -> None:
    field = Field("x", Kind.CHOICE, choices=choices)
    for choice in choices:
        assert parse(field, show(field, choice), today=TODAY).value is choice
    seen: dict[str, StrEnum] = {key_of(choice.value): choice for choice in choices}
    for choice, words in SYNONYMS[choices].items():
        for word in words.split():
            assert seen.setdefault(key_of(word), choice) is choice, word


PEOPLES = ("汉族", "蒙古族", "回族", "满族")
TOWNSHIPS = ("新惠镇", "古鲁板蒿镇", "木头营子乡", "敖润苏莫苏木", "新州街道", "工业园区")
ETHNICITY = Field("民族", Kind.DICTIONARY, dictionary="ethnicity", open_dictionary=False)
TOWNSHIP = Field("苏木乡镇", Kind.DICTIONARY, dictionary="township", open_dictionary=False)
COMMITTEE = Field("隶属基层党委", Kind.DICTIONARY, dictionary="committee")
VILLAGE = Field("嘎查村", Kind.DICTIONARY, dictionary="village")
SPECIALTY = Field("专长", Kind.MULTI, dictionary="specialty")
WISHED = Field("愿去苏木乡镇", Kind.MULTI, dictionary="township", open_dictionary=False)


@pytest.mark.parametrize(
    ("field", "words", "text", "expected"),
    [
        (ETHNICITY, PEOPLES, "汉", "汉族"),
        (ETHNICITY, PEOPLES, "蒙古", "蒙古族"),
        (ETHNICITY, PEOPLES, "蒙", "蒙古族"),
        (ETHNICITY, PEOPLES, "满 族", "满族"),
        (TOWNSHIP, TOWNSHIPS, "新惠", "新惠镇"),
        (TOWNSHIP, TOWNSHIPS, "木头营子", "木头营子乡"),
        (TOWNSHIP, TOWNSHIPS, "敖润苏莫", "敖润苏莫苏木"),
        (TOWNSHIP, TOWNSHIPS, "新州街道办事处", "新州街道"),
        (TOWNSHIP, TOWNSHIPS, "新州", "新州街道"),
        (TOWNSHIP, TOWNSHIPS, "古鲁板蒿乡", "古鲁板蒿镇"),
        (TOWNSHIP, TOWNSHIPS, "工业园区", "工业园区"),
        (VILLAGE, ("三宝山村", "海布日嘎嘎查"), "三宝山", "三宝山村"),
        (VILLAGE, ("三宝山村", "海布日嘎嘎查"), "三宝山村委会", "三宝山村"),
        (VILLAGE, ("三宝山村", "海布日嘎嘎查"), "海布日嘎", "海布日嘎嘎查"),
        (COMMITTEE, ("旗直机关工委",), "旗直机关 工委", "旗直机关工委"),
        (TOWNSHIP, TOWNSHIPS, "", None),
        (TOWNSHIP, TOWNSHIPS, "无", None),
    ],
)
def test_words_of_dictionaries(
    field: Field, words: tuple[str, ...], text: str, expected: str | None
) -> None:
    parsed = parse(field, text, today=TODAY, words=words)
    assert (parsed.value, parsed.warnings, parsed.keep) == (expected, (), None)


@pytest.mark.parametrize("text", ["宝国吐乡", "新州镇", "新州乡", "惠州街道", "新"])
def test_unknown_words_of_closed_dictionaries_go_to_the_note(text: str) -> None:
    parsed = parse(TOWNSHIP, text, today=TODAY, words=TOWNSHIPS)
    assert (parsed.value, parsed.keep) == (None, text)
    assert [warning.code for warning in parsed.warnings] == ["unknown_word"]


def test_open_dictionaries_take_new_words() -> None:
    parsed = parse(COMMITTEE, "新惠镇党委", today=TODAY, words=("旗直机关工委",))
    assert (parsed.value, parsed.keep) == ("新惠镇党委", None)
    assert [warning.code for warning in parsed.warnings] == ["new_word"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("种植、养殖", ("种植", "养殖")),
        ("种植，养殖,法律；财务;党务", ("种植", "养殖", "法律", "财务", "党务")),
        ("种植 养殖/法律\n财务", ("种植", "养殖", "法律", "财务")),
        ("种植、种植", ("种植",)),
        ("IT/软件", ("IT/软件",)),
        ("IT/软件、种植", ("IT/软件", "种植")),
        ("无", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_several_words(text: str | None, expected: tuple[str, ...]) -> None:
    words = ("种植", "养殖", "法律", "财务", "党务", "IT/软件")
    parsed = parse(SPECIALTY, text, today=TODAY, words=words)
    assert (parsed.value, parsed.warnings) == (expected, ())


def test_several_words_keep_what_is_unknown() -> None:
    parsed = parse(WISHED, "新惠、宝国吐乡、丰收", today=TODAY, words=TOWNSHIPS)
    assert (parsed.value, parsed.keep) == (("新惠镇",), "宝国吐乡、丰收")
    assert [warning.code for warning in parsed.warnings] == ["unknown_word", "unknown_word"]
    parsed = parse(SPECIALTY, "养蜂", today=TODAY, words=("种植",))
    assert (parsed.value, parsed.warnings[0].code) == (("养蜂",), "new_word")


@given(st.lists(st.sampled_from(TOWNSHIPS), unique=True))
def test_several_words_come_back(words: list[str]) -> None:
    text = show(WISHED, tuple(words))
    assert parse(WISHED, text, today=TODAY, words=TOWNSHIPS).value == tuple(words)


def test_pictures_come_from_the_form_only() -> None:
    field = Field("照片", Kind.PICTURE)
    digest = "0f" * 32
    assert parse(field, digest, today=TODAY).value == digest
    assert parse(field, show(field, digest), today=TODAY).value == digest
    assert parse(field, None, today=TODAY).value is None
    with pytest.raises(ValueRefused):
        parse(field, "照片.jpg", today=TODAY)


# --- words that hold the mark that stands between words ----------------------------------------

INDUSTRIES = tuple(industry.value for industry in Industry)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A 农、林、牧、渔业", (Industry.A,)),
        ("A 农、林、牧、渔业、C 制造业", (Industry.A, Industry.C)),
        ("G 交通运输、仓储和邮政业；Q 卫生和社会工作", (Industry.G, Industry.Q)),
        ("A、C", (Industry.A, Industry.C)),
        ("农业，制造业", (Industry.A, Industry.C)),
        ("", ()),
    ],
)
def test_industries_are_read_whole(text: str, found: tuple[Industry, ...]) -> None:
    field = field_of(Talent, "industries")
    parsed = parse(field, text, today=TODAY, words=INDUSTRIES)
    assert (parsed.value, parsed.warnings) == (tuple(found), ())
    assert parse(field, show(field, found), today=TODAY, words=INDUSTRIES).value == found


def test_an_industry_nobody_knows_is_told() -> None:
    parsed = parse(field_of(Talent, "industries"), "炼丹业", today=TODAY, words=INDUSTRIES)
    assert (parsed.value, parsed.keep) == ((), "炼丹业")
