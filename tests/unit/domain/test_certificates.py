"""Reading the people who are to have a certificate, and the days it speaks of."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.certificates import CertificateKind, Holder, check_period, read_holders
from partydesk.domain.errors import ValidationFailed

POOL = (
    Holder("苏和", "组织部", 1),
    Holder("李秀兰", "粮油公司", 2),
    Holder("李秀兰", "水泥厂", 3),
    Holder("阿拉腾·其其格", None, 4),
)


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("苏和", Holder("苏和", "组织部", 1)),
        ("苏和，统战部", Holder("苏和", "统战部", 1)),
        ("李秀兰, 水泥厂", Holder("李秀兰", "水泥厂", 3)),
        ("李秀兰\t粮油公司", Holder("李秀兰", "粮油公司", 2)),
        ("阿拉腾·其其格　学校", Holder("阿拉腾·其其格", "学校", 4)),
        ("包𠮷", Holder("包𠮷")),
    ],
)
def test_a_line_names_a_person(line: str, holder: Holder) -> None:
    assert read_holders(f"\n{line}\n", POOL) == (holder,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "每行写一人"),
        ("李秀兰", "第 1 行：库里有 2 位李秀兰（粮油公司、水泥厂）"),
        ("苏和\n李秀兰，医院", "第 2 行"),
        ("苏和\n苏和", "第 2 行：苏和前面已经写过"),
    ],
)
def test_what_is_not_clear_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_holders(text, POOL)
    assert said in refused.value.fields["holders"]


def test_a_period_does_not_end_before_it_begins() -> None:
    days: dict[str, object] = {"term_from": dt.date(2026, 4, 1), "term_to": dt.date(2026, 3, 31)}
    with pytest.raises(ValidationFailed):
        check_period(CertificateKind.ENGAGEMENT, days)
    check_period(CertificateKind.ENGAGEMENT, {**days, "term_to": dt.date(2026, 4, 1)})
    check_period(CertificateKind.HONOUR, {})


@pytest.mark.parametrize(
    "text",
    [
        "序号\t姓名\t单位\n1\t苏和\t旗委组织部\n2\t郭𠮷\t",
        "姓名\t单位\n苏和\t旗委组织部\n郭𠮷",
        "1.苏和，旗委组织部\n2、郭𠮷",
        "（1）苏和 旗委组织部\n（2）郭𠮷\n3",
    ],
)
def test_the_head_and_the_numbers_of_a_sheet_are_nobody(text: str) -> None:
    found = [(each.name, each.unit) for each in read_holders(text, ())]
    assert found == [("苏和", "旗委组织部"), ("郭𠮷", None)]
