"""Who may be the same: each rule by hand, and how many planted twins are found."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.check_characters import CITIZEN, CREDIT, lengthened
from partydesk.domain.duplicates import Certainty, Group, Pair, Rule, groups_of, twins_of
from partydesk.domain.duplicates.kinds import FIELDS
from partydesk.domain.duplicates.names import company_core, organization_key, regions_of, unit_key
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.fields import fields_of
from partydesk.domain.organizations import Organization
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Talent
from tests.planted import PLACES, Entry, plant

GOOD = "150430197007071421"
OTHER = "150430196805061231"
CODE = "91350100M000100Y43"
REGIONS = regions_of(("敖汉旗", "内蒙古自治区", "赤峰市"))
DAY, MONTH = PartialDate(1970, 7, 7), PartialDate(1970, 7)
EXACT, LIKELY, POSSIBLE = Certainty


@dataclass(frozen=True)
class Unit:
    name: str
    credit_code: str | None = None
    township: str | None = None
    legal_person: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Body:
    name: str
    code: str | None = None
    superior: str | None = None
    secretary: str | None = None


def pair_of(kind: str, *records: object) -> Pair | None:
    index = twins_of(kind, ("敖汉旗", "内蒙古自治区", "赤峰市"))
    for number, record in enumerate(records, 1):
        index.add(record, number)
    found = index.pairs()
    assert len(found) < 2
    return found[0] if found else None


def said(pair: Pair | None) -> tuple[Rule, Certainty] | None:
    return None if pair is None else (pair.likeness.rule, pair.likeness.certainty)


def test_the_numbers_used_here_are_right() -> None:
    assert CITIZEN.is_right(GOOD)
    assert CITIZEN.is_right(OTHER)
    assert CREDIT.is_right(CODE), "the example of GB 32100-2015"


def test_the_rules_read_fields_that_the_records_have() -> None:
    for kind, record in (
        ("talents", Talent),
        ("enterprises", Enterprise),
        ("organizations", Organization),
    ):
        assert set(FIELDS[kind]) <= {field.name for field in fields_of(record)}


# -- people ----------------------------------------------------------------------------

PEOPLE = [
    ("15 digits", Entry("王芳", citizen_number=GOOD),
     Entry("王芳", citizen_number="150430700707142"), (Rule.SAME_NUMBER, EXACT)),
    ("same number, other name", Entry("王芳", citizen_number=GOOD),
     Entry("李明", citizen_number=GOOD), (Rule.SAME_NUMBER, LIKELY)),
    ("one digit off", Entry("王芳", citizen_number=GOOD),
     Entry("王芳", citizen_number="150430197007071521"), (Rule.NUMBER_SLIP, LIKELY)),
    ("two digits exchanged", Entry("王芳", citizen_number=GOOD),
     Entry("王芳", citizen_number="150430197007071241"), (Rule.NUMBER_SLIP, LIKELY)),
    ("one digit off, somebody else", Entry("王芳", citizen_number=GOOD),
     Entry("李明", citizen_number="150430197007071521"), None),
    ("name and day", Entry("王芳", birth=DAY), Entry("王 芳", birth=DAY),
     (Rule.NAME_BIRTH, LIKELY)),
    ("name and day by the number", Entry("王芳", citizen_number=GOOD), Entry("王芳", birth=DAY),
     (Rule.NAME_BIRTH, LIKELY)),
    ("name, day and phone", Entry("王芳", birth=DAY, phone="13800000001"),
     Entry("王芳", birth=DAY, phone="13800000001"), (Rule.NAME_BIRTH, EXACT)),
    ("name and day, other sex", Entry("王芳", sex="女", birth=DAY),
     Entry("王芳", sex="男", birth=DAY), (Rule.NAME_BIRTH, POSSIBLE)),
    ("name and month alone", Entry("王芳", birth=DAY), Entry("王芳", birth=MONTH),
     (Rule.NAME_BIRTH, POSSIBLE)),
    ("name and month, moved to another unit",
     Entry("王芳", citizen_number=GOOD, sex="女", unit_post="财政局科长", phone="13800000001"),
     Entry("王芳", birth=MONTH, sex="女", unit_post="农牧局 局长", phone="13800000002"),
     (Rule.SAME_NAME, POSSIBLE)),
    ("name and month, other unit and other years in the Party",
     Entry("王芳", citizen_number=GOOD, unit_post="财政局科长", joined=PartialDate(1995, 7)),
     Entry("王芳", birth=MONTH, unit_post="农牧局 局长", joined=PartialDate(2004, 6)), None),
    ("name and month, other unit and other sex",
     Entry("王芳", citizen_number=GOOD, sex="女", unit_post="财政局科长"),
     Entry("王芳", birth=MONTH, sex="男", unit_post="农牧局 局长"), None),
    ("name, month and a further sign", Entry("王芳", birth=DAY, joined=MONTH),
     Entry("王芳", birth=MONTH, joined=MONTH), (Rule.NAME_BIRTH, LIKELY)),
    ("other days", Entry("王芳", birth=DAY), Entry("王芳", birth=PartialDate(1970, 7, 8)), None),
    ("two right numbers", Entry("王芳", citizen_number=GOOD),
     Entry("王芳", citizen_number=OTHER), None),
    ("phone and name", Entry("王芳", phone="13800000001"),
     Entry("王芳", phone="0476-4321234、13800000001"), (Rule.PHONE, LIKELY)),
    ("phone and a name that sounds alike", Entry("王芳", phone="13800000001"),
     Entry("王方", phone="13800000001"), (Rule.SIMILAR_NAME, POSSIBLE)),
    ("phone of the family", Entry("王芳", birth=DAY, phone="13800000001"),
     Entry("李明", birth=MONTH, phone="13800000001"), None),
    ("variant characters", Entry("王喆", birth=DAY), Entry("王哲", birth=DAY),
     (Rule.NAME_VARIANT, POSSIBLE)),
    ("spellings of a Tibetan name", Entry("丹增", phone="13800000001"),
     Entry("旦增", phone="13800000001"), (Rule.NAME_VARIANT, POSSIBLE)),
    ("variant characters alone", Entry("王喆"), Entry("王哲"), None),
    ("name and unit", Entry("王芳", unit_post="原敖汉旗农牧局科长"),
     Entry("王芳", unit_post="农牧局 局长"), (Rule.NAME_UNIT, LIKELY)),
    ("name and other unit", Entry("王芳", unit_post="农牧局科长"),
     Entry("王芳", unit_post="财政局科长"), None),
    ("nothing but the name", Entry("王芳"), Entry("王芳", citizen_number=GOOD),
     (Rule.SAME_NAME, POSSIBLE)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "two", "expected"), PEOPLE, ids=[p[0] for p in PEOPLE])
def test_people(what: str, one: Entry, two: Entry, expected: tuple[Rule, Certainty] | None) -> None:
    assert said(pair_of("talents", one, two)) == expected, what
    assert said(pair_of("talents", two, one)) == expected, "the order does not matter"


@pytest.mark.parametrize("row", [p for p in PEOPLE if p[3]], ids=[p[0] for p in PEOPLE if p[3]])
def test_the_sentences_show_both_and_hide_personal_numbers(
    row: tuple[str, Entry, Entry, object],
) -> None:
    pair = pair_of("talents", row[1], row[2])
    assert pair is not None
    assert row[1].name in pair.likeness.reason
    for entry in row[1:3]:
        assert isinstance(entry, Entry)
        assert not entry.citizen_number or entry.citizen_number not in pair.likeness.reason
        assert not entry.phone or entry.phone not in pair.likeness.reason


def test_a_month_says_little_of_a_name_that_many_have() -> None:
    index = twins_of("talents")
    index.add(Entry("王芳", citizen_number=GOOD, unit_post="财政局科长"), 1)
    for number, year in enumerate((1958, 1963, 1981), 2):
        index.add(Entry("王芳", birth=PartialDate(year, 3), unit_post="教育局科员"), number)
    index.add(Entry("王芳", birth=MONTH, unit_post="农牧局 局长"), 5)
    assert index.pairs() == []


def test_a_bare_name_is_not_held_against_a_name_that_many_have() -> None:
    index = twins_of("talents")
    for number in range(1, 6):
        index.add(Entry("王芳", birth=PartialDate(1960 + number, 1, 1)), number)
    index.add(Entry("王芳"), 6)
    assert index.pairs() == []


# -- numbers ---------------------------------------------------------------------------


@given(
    st.integers(10**16, 10**17 - 1).map(str), st.integers(0, 16), st.integers(1, 9),
)  # fmt: skip
def test_every_slip_of_one_digit_is_found_and_undone(body: str, place: int, step: int) -> None:
    right = next(body + sign for sign in "0123456789X" if CITIZEN.is_right(body + sign))
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert not CITIZEN.is_right(wrong)
    assert right in CITIZEN.repairs(wrong)
    assert all(CITIZEN.is_right(text) for text in CITIZEN.repairs(wrong))
    assert CITIZEN.repairs(right) == frozenset()


@given(st.integers(10**14, 10**15 - 1).map(str))
def test_an_old_number_becomes_a_right_one_of_18(old: str) -> None:
    new = lengthened(old)
    assert CITIZEN.is_right(new)
    assert new[:6] + new[8:17] == old
    assert lengthened(new) == new


def test_a_credit_code_with_a_letter_the_alphabet_lacks_is_repaired() -> None:
    assert CODE in CREDIT.repairs(CODE.replace("M0001", "M000I"))
    assert CREDIT.repairs("9135") == CREDIT.repairs("IIII00M000100Y43Z5") == frozenset()


# -- units and organizations -----------------------------------------------------------

UNITS = [
    ("endings and the banner in front", Unit("敖汉惠丰种禽有限责任公司"),
     Unit("内蒙古惠丰种禽（敖汉）有限公司"), (Rule.SAME_NAME, LIKELY)),
    ("the whole name", Unit("敖汉旗惠丰种禽有限公司", CODE), Unit("敖汉旗惠丰种禽有限公司"),
     (Rule.SAME_NAME, EXACT)),
    ("brackets and width", Unit("惠丰（集团）种禽有限公司"), Unit("惠丰(集团)种禽 有限公司"),
     (Rule.SAME_NAME, EXACT)),
    ("a name without ending", Unit("惠丰种禽"), Unit("惠丰种禽有限公司"), (Rule.SAME_NAME, LIKELY)),
    ("same code", Unit("惠丰种禽有限公司", CODE), Unit("惠丰种禽公司", CODE.lower()),
     (Rule.SAME_NUMBER, EXACT)),
    ("code one character off", Unit("惠丰种禽有限公司", CODE),
     Unit("惠丰种禽", "91350100M000108Y43"), (Rule.NUMBER_SLIP, LIKELY)),
    ("other townships", Unit("惠丰超市", township="新惠镇"), Unit("惠丰超市", township="长胜镇"),
     (Rule.SAME_NAME, POSSIBLE)),
    ("company and cooperative", Unit("惠丰种禽有限公司"), Unit("惠丰种禽农民专业合作社"), None),
    ("a company and its branch", Unit("惠丰种禽有限公司"), Unit("惠丰种禽有限公司敖汉分公司"),
     None),
    ("phone and similar name", Unit("惠丰种禽养殖", phone="13800000001"),
     Unit("惠丰种禽有限公司", phone="13800000001"), (Rule.SIMILAR_NAME, POSSIBLE)),
    ("phone of one bookkeeper", Unit("惠丰种禽", phone="13800000001"),
     Unit("达亿耐磨材料", phone="13800000001"), None),
    ("a township that begins like the banner", Unit("敖汉镇种禽厂"), Unit("种禽厂"), None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "two", "expected"), UNITS, ids=[u[0] for u in UNITS])
def test_units(what: str, one: Unit, two: Unit, expected: tuple[Rule, Certainty] | None) -> None:
    assert said(pair_of("enterprises", one, two)) == expected, what
    assert said(pair_of("enterprises", two, one)) == expected, "the order does not matter"


BODIES = [
    ("ways to write it", Body("中共塔林水泥有限公司支部委员会"), Body("塔林水泥公司党支部"),
     LIKELY),
    ("the same and one secretary", Body("一支部", secretary="王芳"),
     Body("一支部", secretary="王芳"), EXACT),
    ("same code", Body("一支部", "A1"), Body("一党支部", "a1"), EXACT),
    ("other superiors", Body("一支部", superior="甲镇党委"), Body("一支部", superior="乙镇党委"),
     POSSIBLE),
    ("branch and committee", Body("塔林水泥公司党支部"), Body("塔林水泥公司党委"), None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "two", "expected"), BODIES, ids=[b[0] for b in BODIES])
def test_organizations(what: str, one: Body, two: Body, expected: Certainty | None) -> None:
    pair = pair_of("organizations", one, two)
    assert (pair.likeness.certainty if pair else None) == expected, what


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("敖汉旗鑫顺祥养羊农民专业合作社", ("鑫顺祥养羊", "cooperative")),
        ("内蒙古敖汉旗惠丰集团股份有限公司", ("惠丰", "company")),
        ("敖汉旗有限公司", ("有限公司", "")),
        ("内蒙古成大方圆医药连锁有限公司敖汉四分店", ("成大方圆医药连锁有限公司敖汉四分店", "")),
    ],
)
def test_what_is_a_units_own_in_its_name(name: str, core: tuple[str, str]) -> None:
    assert company_core(name, REGIONS) == core


@pytest.mark.parametrize(
    ("post", "unit"),
    [
        ("原旗农牧局党组书记", "农牧局"), ("敖汉旗委组织部科员", "组织部"),
        ("新惠镇党委书记", "新惠镇"), ("旗妇联主席", "妇联"), ("待业", ""),
    ],
)  # fmt: skip
def test_the_unit_in_a_post(post: str, unit: str) -> None:
    assert unit_key(post, REGIONS) == unit


def test_an_organization_keeps_what_it_is() -> None:
    names = ("甲公司党支部", "甲公司党总支", "甲公司党委", "甲公司工会委员会", "甲公司联合支部")
    assert len({organization_key(name, ()) for name in names}) == len(names)


# -- groups ----------------------------------------------------------------------------


def grouped(*records: Entry, distinct: frozenset[tuple[int, int]] = frozenset()) -> list[Group]:
    index = twins_of("talents")
    for number, record in enumerate(records, 1):
        index.add(record, number)
    return list(groups_of(index.pairs(), distinct, index.told_apart))


def test_likely_pairs_join_and_possible_ones_stay_alone() -> None:
    birth = Entry("王芳", birth=DAY)
    (group,) = grouped(birth, birth, birth)
    assert (group.ids, group.certainty) == ((1, 2, 3), LIKELY)
    pairs = grouped(
        *[Entry("王喆", birth=DAY), Entry("王哲", birth=DAY), Entry("王 喆", birth=DAY)]
    )
    assert [(g.ids, g.certainty) for g in pairs] == [
        ((1, 3), LIKELY), ((1, 2), POSSIBLE), ((2, 3), POSSIBLE),
    ]  # fmt: skip


def test_two_people_are_not_joined_by_a_third_who_looks_like_both() -> None:
    one = Entry("王芳", citizen_number=GOOD, phone="13800000001")
    number = next(GOOD[:14] + f"{n:03d}" + sign for n in range(1, 99, 2) for sign in "0123456789X"
                  if CITIZEN.is_right(GOOD[:14] + f"{n:03d}" + sign))  # fmt: skip
    two = Entry("王芳", citizen_number=number)
    groups = grouped(one, two, Entry("王芳", birth=DAY))
    assert all({1, 2} - set(group.ids) for group in groups)
    assert {number for group in groups for number in group.ids} == {1, 2, 3}


def test_what_somebody_has_told_apart_is_left_out() -> None:
    birth = Entry("王芳", birth=DAY)
    groups = grouped(birth, birth, birth, distinct=frozenset({(1, 2)}))
    assert all(group.ids != (1, 2) and len(group.ids) == 2 for group in groups)


# -- how good, how fast ----------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_twins_are_found_and_little_else(seed: int) -> None:
    """Six kinds of planted pairs: recall and precision of at least 0.98."""
    roster = plant(2_000, 90, seed)
    found = roster.find()
    assert roster.recall(found) >= 0.98
    assert roster.precision(found) >= 0.98


def test_a_default_typed_everywhere_does_not_make_the_work_grow_with_its_square() -> None:
    index = twins_of("talents", PLACES)
    for number in range(1, 3_001):
        index.add(Entry("待核", birth=PartialDate(1900, 1, 1), phone="13800000000"), number)
    assert len(index.pairs()) < 1_000
