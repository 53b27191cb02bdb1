"""Names of files: legal on Windows, told apart, and a rule that means nothing is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.file_names import USUAL_RULE, file_names

PEOPLE = [("苏和", "〔2026〕1号"), ("李秀兰", "〔2026〕2号")]


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (USUAL_RULE, ["〔2026〕1号-苏和.pdf", "〔2026〕2号-李秀兰.pdf"]),
        (
            "{number}-{person}.PDF",
            ["〔2026〕1号-苏和.pdf", "〔2026〕2号-李秀兰.pdf"],
        ),
        (" {序号} {姓名} ", ["1 苏和.pdf", "2 李秀兰.pdf"]),
        ("委任书", ["委任书.pdf", "委任书（2）.pdf"]),
    ],
)
def test_files_are_named_by_the_rule(rule: str, names: list[str]) -> None:
    assert list(file_names(rule, PEOPLE)) == names


def test_places_have_the_same_number_of_digits() -> None:
    names = file_names("{place}", [("人", "")] * 12)
    assert (names[0], names[11]) == ("01.pdf", "12.pdf")


def test_namesakes_are_told_apart_also_by_capitals_only() -> None:
    people = [("苏和", ""), ("苏和", ""), ("苏和（2）", ""), ("Ann", ""), ("ANN", "")]
    assert file_names("{编号}-{姓名}", people) == (
        "苏和.pdf", "苏和（2）.pdf", "苏和（2）（2）.pdf", "Ann.pdf", "ANN（2）.pdf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ('a<b>c:d"e/f\\g|h?i*j', "a-b-c-d-e-f-g-h-i-j.pdf"),
        ("阿拉坦·巴特尔", "阿拉坦·巴特尔.pdf"),
        ("con", "con_.pdf"),
        ("COM1.txt", "COM1.txt_.pdf"),
        ("点. ", "点.pdf"),
        ("../../etc", "..-..-etc.pdf"),
        ("a\nb\x07c", "a b-c.pdf"),
        ("", "未命名.pdf"),
        ("...", "未命名.pdf"),
    ],
)
def test_what_windows_refuses_is_replaced(person: str, name: str) -> None:
    assert file_names("{姓名}", [(person, "")]) == (name,)


@pytest.mark.parametrize("rule", ["", " ", ".pdf", "{名字}", "{姓名", "姓名}", "{{姓名}}", "{}"])
def test_a_rule_that_means_nothing_is_refused(rule: str) -> None:
    with pytest.raises(ValidationFailed, match="文件名"):
        file_names(rule, PEOPLE)


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=200)), max_size=8))
def test_any_names_become_legal_and_different(documents: list[tuple[str, str]]) -> None:
    names = file_names(USUAL_RULE, documents)
    assert len({name.casefold() for name in names}) == len(documents)
    for name in names:
        assert len(name) <= 140
        assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
        assert not name.removesuffix(".pdf").endswith((" ", "."))
