"""People's forms (.lrmx, .lrm): what is read, what is left out, and what is refused."""

from __future__ import annotations

import base64
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain import bounds
from partydesk.domain.errors import Cancelled, InputRefused
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Education, PoliticalStatus, Sex, Talent
from partydesk.exchange.lrmx import read_lrmx
from partydesk.exchange.person_files import read_people, written_form
from tests.hostile_files import jpeg_bytes

JPEG = jpeg_bytes(30, 42)
PERSON = {
    "XingMing": "敖敦其其格", "XingBie": "女", "ChuShengNianYue": "197007", "MinZu": "蒙古族",
    "RuDangShiJian": "199306", "ShenFenZheng": "150430197007071421",
    "QuanRiZhiJiaoYu_XueLi": "大学专科", "ZaiZhiJiaoYu_XueLi": "中央党校大学",
    "XianRenZhiWu": "原旗农牧局局长", "ShuXiZhuanYeYouHeZhuanChang": "农牧技术、法律事务",
    "JianLi": "1990.08--1995.06  某苏木工作\n1995.06--       旗农牧局",
}  # fmt: skip


def lrmx(nodes: dict[str, str], more: str = "", head: str = "", encoding: str = "utf-8") -> bytes:
    """Write a form as its editor does."""
    inner = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in nodes.items())
    text = f'<?xml version="1.0" encoding="{encoding}"?>{head}<Person>{inner}{more}</Person>'
    return text.encode(encoding)


def told(data: bytes, tmp_path: Path, name: str = "甲.lrmx") -> dict[str, object]:
    """Read a form and give label → text."""
    (tmp_path / name).write_bytes(data)
    table = read_people(tmp_path / name)
    assert not table.refusals, table.refusals
    (row,) = table.rows
    return {header.label: row.cell(header.column_index) for header in table.headers}


def test_a_form_is_read_in_our_words(tmp_path: Path) -> None:
    found = told(lrmx(PERSON), tmp_path)
    assert {label: text for label, text in found.items() if text} == {
        "文件": "甲.lrmx", "姓名": "敖敦其其格", "性别": "女", "出生日期": "1970-07",
        "民族": "蒙古族", "政治面貌": "中共党员", "入党时间": "1993-06",
        "公民身份号码": "150430197007071421", "学历": "大学专科", "在职学历": "大学本科",
        "单位及职务": "原旗农牧局局长", "专长": "农牧技术、法律事务", "简历": PERSON["JianLi"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "political", "joined", "note"),
    [
        ("199306", "中共党员", "1993-06", None),
        ("19930618", "中共党员", "1993-06-18", None),
        ("1993.06", "中共党员", "1993-06", None),
        ("200506；民盟", "中共党员", "2005-06", "同时为民盟盟员"),
        ("民盟", "民盟盟员", None, None),
        ("九三学社", "九三学社社员", None, None),
        ("中共党员", "中共党员", None, None),
        ("202306（预备）", "中共预备党员", "2023-06", None),
        ("无党派", "无党派人士", None, None),
        ("", None, None, None),
        ("待查", None, None, "入党时间栏写有：待查"),
    ],
)
def test_the_party_date_may_hold_another_party(
    tmp_path: Path, written: str, political: str | None, joined: str | None, note: str | None
) -> None:
    found = told(lrmx({"XingMing": "甲", "RuDangShiJian": written}), tmp_path)
    assert (found["政治面貌"], found["入党时间"], found["备注"]) == (political, joined, note)


def test_a_description_is_no_list_of_specialties(tmp_path: Path) -> None:
    text = "长期从事农村牧区基层党务和群众工作，熟悉政策"
    found = told(lrmx({"XingMing": "甲", "ShuXiZhuanYeYouHeZhuanChang": text}), tmp_path)
    assert (found["专长"], found["能力与经历"]) == (None, text)


def test_an_education_we_do_not_know_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / "甲.lrmx").write_bytes(lrmx({"XingMing": "甲", "QuanRiZhiJiaoYu_XueLi": "民办班"}))
    table = read_people(tmp_path / "甲.lrmx")
    (note,) = table.notes
    assert (note.code, note.sheet, note.row) == ("education_unread", "甲.lrmx", 1)
    found = {h.label: table.rows[0].cell(h.column_index) for h in table.headers}
    assert (found["学历"], found["备注"]) == (None, "学历：民办班")


def test_health_family_and_evaluation_are_not_read(tmp_path: Path) -> None:
    more = (
        "<JianKangZhuangKuang>有病史</JianKangZhuangKuang><NianDuKaoHeJieGuo>优秀三次</NianDuKaoHeJieGuo>"
        "<JiaTingChengYuan><Item><XingMing>家人乙</XingMing></Item></JiaTingChengYuan>"
    )
    table = "".join(map(str, told(lrmx(PERSON, more), tmp_path).values()))
    assert not any(word in table for word in ("有病史", "优秀三次", "家人乙"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_every_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    found = told(lrmx({"XingMing": "郭𠮷"}, encoding=encoding), tmp_path)
    assert found["姓名"] == "郭𠮷"


def test_ampersands_of_careless_systems_are_mended(tmp_path: Path) -> None:
    data = lrmx({"XingMing": "甲"}, "<XianRenZhiWu>A&1amp;B & C &amp;amp; D</XianRenZhiWu>")
    assert told(data, tmp_path)["单位及职务"] == "A&B & C & D"


_BOMB = '<!DOCTYPE Person [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE Person [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lrmx({}, "<XingMing>&b;</XingMing>", _BOMB), "unsafe_xml"),
        (lrmx({}, "<XingMing>&x;</XingMing>", _OUTSIDE), "unsafe_xml"),
        (lrmx(PERSON)[:-40], "damaged_file"),
        (b"PK\x03\x04 not xml", "damaged_file"),
        (b"", "empty_file"),
        (b"<Cadre><XingMing>x</XingMing></Cadre>", "not_a_form"),
        (b"<Person>" + b" " * bounds.FORM_BYTES, "too_large"),
        (lrmx({"JianLi": "历任文书\n" * 50_000}), "too_large"),
        (b"\xff\xfe\x00", "damaged_file"),
    ],
    ids=["bomb", "outside", "cut", "zip", "empty", "other", "huge", "endless", "half"],
)
def test_what_cannot_be_trusted_is_refused_with_the_reason(data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_lrmx("甲.lrmx", data)
    (note,) = refused.value.notes
    assert note.code == code
    assert "甲.lrmx" in note.message


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    """Without a declaration an entity is just what was written."""
    assert told(lrmx({}, "<XingMing>甲&zz;</XingMing>"), tmp_path)["姓名"] == "甲&zz;"


def test_a_folder_is_read_in_order_and_the_damaged_are_rows_of_their_own(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        (tmp_path / f"{number}.lrmx").write_bytes(lrmx({"XingMing": f"第{number}"}))
    (tmp_path / "里").mkdir()
    (tmp_path / "里" / "3.lrmx").write_bytes(b"broken")
    (tmp_path / "说明.txt").write_text("x", encoding="utf-8")
    table = read_people(tmp_path)
    assert [row.cell(1) for row in table.rows] == ["第1", "第2", "第10", None]
    assert {number: reason.code for number, reason in table.refusals.items()} == {4: "damaged_file"}
    assert table.sources[4].endswith("3.lrmx")


def test_reading_a_folder_can_be_stopped_between_two_forms(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.lrmx").write_bytes(lrmx({"XingMing": "甲"}))
    told_of: list[tuple[int, int, str]] = []

    def stop_at_the_second(done: int, total: int, what: str) -> None:
        told_of.append((done, total, what))
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_people(tmp_path, stop_at_the_second)
    assert told_of == [(0, 3, "读取任免审批表"), (1, 3, "读取任免审批表")]


def test_a_folder_without_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="没有任免审批表"):
        read_people(tmp_path)


def _lrm(**fields: str) -> bytes:
    places = {"name": 0, "sex": 1, "birth": 2, "ethnicity": 3, "joined": 5, "study": 9,
              "school": 10, "skill": 16, "resume": 17, "post": 25}  # fmt: skip
    texts = [""] * 33
    for name, text in fields.items():
        texts[places[name]] = text
    return ("".join(['"', '","'.join(texts), '"'])).encode("gb18030")


def test_the_second_version_is_read_with_the_photo_beside_it(tmp_path: Path) -> None:
    data = _lrm(
        name="苏和", sex="男", birth="196905", ethnicity="蒙古族", joined="199306",
        study="大学#农学学士@研究生#", school="内蒙古农业大学@中央党校", skill="法律事务",
        resume="1990.08--       旗司法局", post="旗司法局局长",
    )  # fmt: skip
    (tmp_path / "苏和.pic").write_bytes(JPEG)
    found = told(data, tmp_path, "苏和.lrm")
    assert found["姓名"] == "苏和"
    assert (found["学历"], found["在职学历"]) == ("大学本科", "研究生")
    assert (found["毕业院校及专业"], found["在职毕业院校及专业"]) == ("内蒙古农业大学", "中央党校")
    assert (found["单位及职务"], found["专长"]) == ("旗司法局局长", "法律事务")
    assert found["照片"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        ("姓名,性别".encode(), "not_a_form"),
        ('"苏和","男"'.encode("gb18030"), "damaged_file"),
        (b'"\xff\xff\xff', "damaged_file"),
    ],
)
def test_a_damaged_second_version_is_a_refused_row(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "苏和.lrm").write_bytes(data)
    assert [r.code for r in read_people(tmp_path / "苏和.lrm").refusals.values()] == [code]


def test_a_photo_that_is_none_is_left_out_and_told(tmp_path: Path) -> None:
    for content, kept in ((JPEG, True), (b"GIF89a....", False)):
        photo = base64.b64encode(content).decode()
        (tmp_path / "甲.lrmx").write_bytes(lrmx({"XingMing": "甲", "ZhaoPian": photo}))
        table = read_people(tmp_path / "甲.lrmx")
        assert bool(table.files) is kept
        assert [note.code for note in table.notes] == ([] if kept else ["photo_left_out"])


_WORDS = st.text("敖敦其格苏和王堃𠮷农牧法律&<>·", min_size=1, max_size=6)
_PEOPLE = st.builds(
    Talent,
    name=_WORDS,
    sex=st.sampled_from(Sex),
    birth=st.builds(PartialDate, st.integers(1950, 2000), st.integers(1, 12)),
    ethnicity=st.sampled_from(["汉族", "蒙古族"]),
    political=st.just(PoliticalStatus.MEMBER),
    joined=st.builds(PartialDate, st.integers(1980, 2020), st.integers(1, 12)),
    education=st.sampled_from(Education),
    school=_WORDS,
    later_education=st.sampled_from(Education),
    unit_post=_WORDS,
    specialties=st.sampled_from([("农牧技术",), ("法律事务", "党务工作")]),
    resume=_WORDS,
)  # fmt: skip


@given(_PEOPLE)
def test_what_is_written_into_a_form_is_read_from_it(
    tmp_path_factory: pytest.TempPathFactory, person: Talent
) -> None:
    family = "<JiaTingChengYuan><Item><XingMing>家人</XingMing></Item></JiaTingChengYuan>"
    data = written_form("甲.lrmx", lrmx(PERSON, family), person)
    assert "家人" in data.decode()
    found = told(data, tmp_path_factory.mktemp("f"))
    assert found["姓名"] == person.name
    assert (found["出生日期"], found["入党时间"]) == (str(person.birth), str(person.joined))
    assert (found["学历"], found["在职学历"]) == (person.education, person.later_education)
    assert (found["单位及职务"], found["简历"]) == (person.unit_post, person.resume)
    assert found["专长"] == "、".join(person.specialties)


def test_a_record_that_says_the_same_changes_nothing() -> None:
    person = Talent(
        name="敖敦其其格", sex=Sex.FEMALE, birth=PartialDate(1970, 7), education=Education.COLLEGE,
        later_education=Education.BACHELOR, political=PoliticalStatus.MEMBER,
        joined=PartialDate(1993, 6), specialties=("农牧技术", "法律事务"),
    )  # fmt: skip
    data = lrmx(PERSON)
    assert read_lrmx("x", written_form("x", data, person)) == read_lrmx("x", data)
