"""Numbers of documents, dates and counts as they stand on paper."""

import datetime as dt

import pytest

from partydesk.domain.numbering import chinese_numeral, document_number, paper_date


def test_number_has_six_corner_brackets_and_no_padding() -> None:
    assert document_number("旗非公委任", 2026, 7) == "旗非公委任〔2026〕7号"
    assert document_number(" 旗非公协 ", 2026, 117) == "旗非公协〔2026〕117号"


@pytest.mark.parametrize(
    ("code", "year", "serial"), [("", 2026, 1), ("  ", 2026, 1), ("旗", 26, 1), ("旗", 2026, 0)]
)
def test_impossible_numbers_are_refused(code: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match=r"code|year|serials"):
        document_number(code, year, serial)


def test_dates_are_not_padded() -> None:
    assert paper_date(dt.date(2026, 3, 8)) == "2026年3月8日"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_counts_in_words(number: int, words: str) -> None:
    assert chinese_numeral(number) == words


@pytest.mark.parametrize("number", [0, 100, -1])
def test_counts_outside_the_words_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese_numeral(number)
