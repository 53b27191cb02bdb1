"""Rankings of a bulletin, ties and means worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from partydesk.domain.duty.bulletin import BulletinFigures, PersonFigures
from partydesk.domain.duty.bulletin_tables import annexes_of, mean_words, rate_words


def person(name: str, outcomes: int, reports: int, days: int, **more: object) -> PersonFigures:
    values: dict[str, object] = {
        "unit": f"{name}厂", "committee": "甲镇", "expected": 6, **more,
    }  # fmt: skip
    return PersonFigures(
        name=name,
        outcomes=outcomes,
        reports=reports,
        days=days,
        **values,  # type: ignore[arg-type]
    )


def figures(*persons: PersonFigures) -> BulletinFigures:
    return BulletinFigures(year=2026, through=6, counted_on=dt.date(2026, 7, 8), persons=persons)


def test_people_are_ranked_by_outcomes_then_reports_then_days_and_ties_share_a_place() -> None:
    table = annexes_of(
        figures(
            person("丁", 3, 6, 20),
            person("丙", 5, 5, 30),
            person("乙", 5, 6, 18),
            person("甲", 3, 6, 20, funds=Decimal("2.50")),
            person("戊", 0, 6, 40),
        )
    )[0]
    assert [row[:2] for row in table.rows] == [
        ("1", "乙"),
        ("2", "丙"),
        ("3", "丁"),
        ("3", "甲"),
        ("5", "戊"),
    ]
    assert [row[5] for row in table.rows] == ["", "", "", "2.5", ""]
    assert "并列" in table.rule


def test_committees_are_ranked_by_the_mean_of_their_people() -> None:
    table = annexes_of(
        figures(
            person("甲", 9, 6, 10, committee="大镇"),
            person("乙", 0, 3, 10, committee="大镇"),
            person("丙", 5, 6, 10, committee="小镇"),
            person("丁", 1, 0, 0, committee="", expected=0),
        )
    )[1]
    assert table.rows == (
        ("1", "小镇", "1", "5", "5", "100%", "10"),
        ("2", "大镇", "2", "9", "4.5", "75%", "20"),
        ("3", "未登记上级党组织", "1", "1", "1", "—", "0"),
    )


def test_who_lacks_nothing_makes_no_third_table() -> None:
    assert len(annexes_of(figures(person("甲", 1, 6, 20)))) == 2
    tables = annexes_of(figures(person("甲", 1, 4, 20, missing=(2, 3), short=(5,))))
    assert tables[2].rows == (("甲", "甲厂", "2、3", "", "", "5"),)


def test_shares_and_means_round_half_up() -> None:
    assert rate_words(1, 8) == "12.5%"
    assert rate_words(1, 16) == "6.3%"
    assert rate_words(0, 3) == "0%"
    assert mean_words(1, 4) == "0.3"
