"""The search line: Han, pinyin, initials, tails of numbers, and signs taken as they are."""

from __future__ import annotations

import pytest

from partydesk.db.queries.pools import best_of, numbers_of
from partydesk.domain.listing import Query
from partydesk.services.pool_kinds import pool_of
from partydesk.services.pools import find_records, retire_record, save_record, search_records
from partydesk.services.workspace import Workspace
from tests.factories import make_enterprise, make_talent, number_of


def _found(workspace: Workspace, kind: str, words: str) -> list[str]:
    return [hit.label for hit in search_records(workspace, kind, words)[0]]


@pytest.fixture(scope="module")
def people(shared_workspace: Workspace) -> Workspace:
    """Five people; the tests only look for them."""
    workspace = shared_workspace
    make_talent(
        workspace,
        name="阿拉腾·其其格",
        citizen_number="150430198506150022",
        phone="13904760001",
        unit_post="塔林旗司法局副局长",
        specialties="法律事务、矛盾调解",
    )
    make_talent(workspace, name="曾国强", unit_post="Party School 教师")
    make_talent(workspace, name="单行乐", unit_post="100%_完成办公室")
    make_talent(workspace, name="吕晓红")
    make_talent(workspace, name="西安")
    make_talent(workspace, name="海日", citizen_number="15043019791203038X")
    return workspace


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("其其格", ["阿拉腾·其其格"]),
        ("腾·其", ["阿拉腾·其其格"]),
        ("司法局", ["阿拉腾·其其格"]),
        ("矛盾", ["阿拉腾·其其格"]),
        ("法律 其其格", ["阿拉腾·其其格"]),
        ("法律 曾", []),
        ("alatengqiqige", ["阿拉腾·其其格"]),
        ("tengqi", ["阿拉腾·其其格"]),
        ("qiqige", ["阿拉腾·其其格"]),
        ("TengQi", ["阿拉腾·其其格"]),
        ("eng", []),  # the middle of a syllable
        ("iqige", []),
        ("altqqg", ["阿拉腾·其其格"]),
        ("tqq", ["阿拉腾·其其格"]),
        ("zeng", ["曾国强"]),
        ("ceng", ["曾国强"]),
        ("zgq", ["曾国强"]),
        ("cgq", ["曾国强"]),
        ("shan", ["单行乐"]),
        ("shanxingle", ["单行乐"]),
        ("sxl", ["单行乐"]),
        ("dan", ["单行乐"]),
        ("lvxiaohong", ["吕晓红"]),
        ("xian", ["西安"]),
        ("0022", ["阿拉腾·其其格"]),
        ("38X", ["海日"]),
        ("038x", ["海日"]),
        ("0001", ["阿拉腾·其其格"]),
        ("13904760001", ["阿拉腾·其其格"]),
        ("1390476", []),  # the head of a number tells too little
        ("150430", []),
        ("ｚｅｎｇ", ["曾国强"]),  # full width, as an input method leaves it
        ("０００１", ["阿拉腾·其其格"]),
        ("party", ["曾国强"]),
        ("SCHOOL", ["曾国强"]),
        ("100%", ["单行乐"]),
        ("%", ["单行乐"]),
        ("_", ["单行乐"]),
        ("%_完", ["单行乐"]),
        ("曾%强", []),
        ("曾_强", []),
        ("/", []),
        ("\\", []),
        ("'", []),
        ("其其格\n", ["阿拉腾·其其格"]),
        ("不存在的人", []),
    ],
)
def test_words_find_people(people: Workspace, words: str, names: list[str]) -> None:
    assert _found(people, "talents", words) == names


def test_no_words_find_everybody_in_the_order_of_surnames(people: Workspace) -> None:
    """曾 stands under Z and 单 under S, as their bearers read them."""
    assert _found(people, "talents", "  ") == [
        "阿拉腾·其其格",
        "海日",
        "吕晓红",
        "单行乐",
        "西安",
        "曾国强",
    ]


def test_descending_turns_the_order_round(people: Workspace) -> None:
    page = find_records(people, "talents", Query(descending=True))
    assert [person.name for person in page.rows][:2] == ["曾国强", "西安"]


@pytest.mark.parametrize("words", ["（集团）", "(集团)", "林粮油（", "mz(jt)"])
def test_brackets_of_either_width_find_each_other(workspace: Workspace, words: str) -> None:
    """Names of units are full of full-width brackets."""
    make_enterprise(workspace, name="塔林粮油（集团）有限公司")
    expected = [] if words.isascii() and words[0] != "(" else ["塔林粮油（集团）有限公司"]
    assert _found(workspace, "enterprises", words) == expected


@pytest.mark.parametrize("words", ["hfzq", "HFZQ", "惠丰", "huifeng", "fengzhong", "ahhf", "tlz"])
def test_units_are_found_from_any_character(workspace: Workspace, words: str) -> None:
    make_enterprise(
        workspace,
        name="敖汉惠丰种禽有限责任公司",
        township=None,
        legal_person="陶力扎布",
        credit_code="91150430MA0N000014",
    )
    expected = [] if words == "tlz" else ["敖汉惠丰种禽有限责任公司"]  # initials of the name only
    assert _found(workspace, "enterprises", words) == expected


def test_the_hit_names_the_field(people: Workspace) -> None:
    for words, label in (("司法", "单位及职务"), ("0022", "公民身份号码"), ("0001", "手机号码")):
        assert search_records(people, "talents", words)[0][0].matched == label
    assert search_records(people, "talents", "tqq")[0][0].matched == "姓名"


def test_a_change_is_found_at_once_and_the_old_word_no_more(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="曾国强"))
    save_record(workspace, "talents", number, {"name": "布和"})
    assert _found(workspace, "talents", "buhe") == ["布和"]
    assert _found(workspace, "talents", "zeng") == []


def test_retired_records_are_left_out_unless_asked_for(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="曾国强"))
    retire_record(workspace, "talents", number, "调离")
    assert _found(workspace, "talents", "曾") == []
    assert find_records(workspace, "talents", Query(text="曾")).total == 0
    assert find_records(workspace, "talents", Query(text="曾", include_retired=True)).total == 1


@pytest.mark.parametrize(
    "words", ["林", "l", "lin", "lc", "linc", "lch", "西 l", "2", "x2", "9", "林x", "公司"]
)
def test_the_first_of_a_search_are_those_the_whole_begins_with(
    workspace: Workspace, words: str
) -> None:
    """Better finds stand before and behind worse ones in the order of names."""
    names = (
        "山林草业,西林场,林,林场,临床9号,Linc公司,哈林2公司,凌晨合作社,乐林重工,X2林,2号林场,"
        "林西公司,安林采矿,连锁x29,绿城林草"
    )
    for place, name in enumerate(names.split(",")):
        make_enterprise(workspace, name=name, credit_code=None, phone=f"1390476000{place % 10}")
    pool, query = pool_of("enterprises"), Query(text=words)
    about = pool.model, "enterprises", pool.fields, query
    with workspace.reading() as session:
        whole = numbers_of(session, *about)
        assert whole
        for limit in range(1, len(whole) + 2):
            assert best_of(session, *about, limit)[0] == whole[:limit]


def test_one_pool_does_not_find_the_other(workspace: Workspace) -> None:
    make_talent(workspace, name="布和")
    make_enterprise(workspace, name="布和牧业有限公司")
    assert _found(workspace, "talents", "布和") == ["布和"]
    assert _found(workspace, "enterprises", "布和") == ["布和牧业有限公司"]


@pytest.mark.parametrize(
    ("offset", "limit", "places"),
    [
        (0, 3, (0, 1, 2)),
        (3, 3, (3, 4)),
        (9, 3, ()),
        (0, 0, ()),
        (1, 40_000, (1, 2, 3, 4)),  # more than the driver takes as values
        (2, None, (2, 3, 4)),
    ],
)
@pytest.mark.parametrize("descending", [False, True])
def test_any_page_is_a_piece_of_the_whole_list(
    workspace: Workspace,
    offset: int,
    limit: int | None,
    places: tuple[int, ...],
    *,
    descending: bool,
) -> None:
    for name in ("王一", "李二", "张三", "刘四", "陈五"):
        make_talent(workspace, name=name)
    whole = find_records(workspace, "talents", Query(descending=descending)).rows
    wanted = Query(descending=descending, offset=offset, limit=limit)

    page = find_records(workspace, "talents", wanted)

    assert page.rows == tuple(whole[place] for place in places)
    assert page.total == 5


def test_a_page_has_its_rows_and_the_total_of_all(workspace: Workspace) -> None:
    for name in ("丁一", "丁二", "丁三", "丁四", "丁五"):
        make_talent(workspace, name=name)
    page = find_records(workspace, "talents", Query(text="丁", offset=1, limit=2))
    assert page.total == 5
    whole = find_records(workspace, "talents", Query(text="丁"))
    assert page.rows == whole.rows[1:3]
    rest = find_records(workspace, "talents", Query(text="丁", offset=3))
    assert rest.rows == whole.rows[3:]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"sex": ("男",)}, ["甲"]),
        ({"sex": ("男", "女")}, ["甲", "乙"]),
        ({"sex": ("",)}, ["丙"]),
        ({"specialties": ("党务工作",)}, ["甲", "乙"]),
        ({"specialties": ("党务",)}, []),  # a whole word, not a part of one
        ({"specialties": ("",)}, ["丙"]),
        ({"specialties": ('说"唱"',)}, ["乙"]),
        ({"specialties": ("100%",)}, []),
        ({"sex": ("女",), "specialties": ("党务工作",)}, ["乙"]),
        ({"sex": ()}, ["甲", "乙", "丙"]),
    ],
)
def test_filters(
    workspace: Workspace, filters: dict[str, tuple[str, ...]], names: list[str]
) -> None:
    make_talent(workspace, name="甲", sex="男", specialties="党务工作、财务会计")
    make_talent(workspace, name="乙", sex="女", specialties='说"唱"、党务工作')
    make_talent(workspace, name="丙")
    page = find_records(workspace, "talents", Query(filters=filters))
    assert {person.name for person in page.rows} == set(names)
    assert page.total == len(names)


def test_what_is_empty_stands_last_either_way(workspace: Workspace) -> None:
    for name, seats in (("甲", "2"), ("乙", None), ("丙", "1")):
        make_talent(workspace, name=name, capacity=seats)
    for descending, names in ((False, ["丙", "甲", "乙"]), (True, ["甲", "丙", "乙"])):
        query = Query(sort="capacity", descending=descending)
        assert [p.name for p in find_records(workspace, "talents", query).rows] == names


def test_ids_of_hits_are_those_of_the_records(workspace: Workspace) -> None:
    person = make_talent(workspace, name="布和")
    (hit,), total = search_records(workspace, "talents", "布和")
    assert (hit.kind, hit.id, total) == ("talents", number_of(person), 1)
