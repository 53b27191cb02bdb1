"""Which column fills which field."""

from __future__ import annotations

import pytest

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import InputRefused
from partydesk.domain.fields import fields_of
from partydesk.domain.talents import Talent
from partydesk.exchange.headers import Header
from partydesk.exchange.mapping import known_labels, propose_mapping

TALENT = fields_of(Talent)
ENTERPRISE = fields_of(Enterprise)


def headers(*labels: str) -> list[Header]:
    return [Header(label, index) for index, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("姓名", "name"),
        ("姓　名", "name"),
        ("＊姓名", "name"),
        ("姓名*", "name"),
        ("姓名（必填）", "name"),
        ("1．姓名", "name"),
        ("姓名：", "name"),
        ("身份证号", "citizen_number"),
        ("公民身份证号码", "citizen_number"),
        ("出生年月", "birth"),
        ("手机", "phone"),
        ("专职/兼职", "engagement"),
        ("专职／兼职", "engagement"),
        ("citizen_number", "citizen_number"),
    ],
)
def test_headings_of_talents(label: str, name: str) -> None:
    mapping = propose_mapping(headers(label), TALENT)
    assert mapping.as_json() == {label: name}


@pytest.mark.parametrize(
    ("label", "name", "unit"),
    [
        ("注册资本（万元）", "capital", "万元"),
        ("注册资本(万元)", "capital", "万元"),
        ("注册资金", "capital", "万元"),
        ("注册资金（元）", "capital", "元"),
        ("注册资本（单位：元）", "capital", "元"),
        ("注册资本：亿元", "capital", "亿元"),
        ("从业人员（人）", "staff", "人"),
        ("统一社会信用代码/注册号", "credit_code", ""),
        ("企业名称", "name", ""),
    ],
)
def test_headings_of_enterprises(label: str, name: str, unit: str) -> None:
    mapping = propose_mapping(headers(label), ENTERPRISE)
    assert [(one.field.name, one.field.unit) for one in mapping.columns] == [(name, unit)]


def test_a_label_goes_before_a_synonym_wherever_it_stands() -> None:
    mapping = propose_mapping(headers("电话", "手机号码", "备注", "备 注"), TALENT)
    assert mapping.as_json() == {"手机号码": "phone", "备注": "note", "电话": "", "备 注": ""}
    assert [one.label for one in mapping.ignored] == ["电话", "备 注"]


def test_what_sheets_cannot_fill_is_not_mapped() -> None:
    assert propose_mapping(headers("照片", "序号"), TALENT).columns == ()
    assert "照片" not in known_labels(TALENT)


def test_the_user_has_the_last_word() -> None:
    columns = headers("姓名", "特别说明", "电话", "手机号码")
    mapping = propose_mapping(
        columns, TALENT, {"特别说明": "note", "电话": "手机号码", "手机号码": ""}
    )
    assert mapping.as_json() == {
        "姓名": "name",
        "特别说明": "note",
        "电话": "phone",
        "手机号码": "",
    }


def test_all_faults_of_the_users_mapping_are_told_at_once() -> None:
    with pytest.raises(InputRefused) as caught:
        propose_mapping(
            headers("姓名", "电话"), TALENT, {"没有": "note", "电话": "薪水", "姓名": "照片"}
        )
    assert [(note.code, note.column, note.value) for note in caught.value.notes] == [
        ("unknown_column", "没有", ""),
        ("unknown_field", "电话", "薪水"),
        ("unknown_field", "姓名", "照片"),
    ]
    assert "姓名、电话" in caught.value.notes[0].message


def test_every_word_of_every_field_finds_its_field() -> None:
    for fields in (TALENT, ENTERPRISE):
        for field in fields:
            for word in (field.label, field.heading, *field.synonyms) if field.imported else ():
                mapping = propose_mapping(headers(word), fields)
                assert [one.field.name for one in mapping.columns] == [field.name], word
