"""Size by the statistical rule of 2017; the expected words were read off its table by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partydesk.domain.enterprise_size import TABLE, judge_size, size_of
from partydesk.domain.enterprises import Enterprise, Industry, UnitKind


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "words"),
    [
        (Industry.A, None, 20_000, "大型"),
        (Industry.A, None, 19_999, "中型"),
        (Industry.A, None, 499, "小型"),
        (Industry.A, None, 49, "微型"),
        (Industry.A, 900, None, "无法判定（缺年营业收入）"),
        (Industry.C, 1000, 40_000, "大型"),
        (Industry.C, 1000, 39_999, "中型"),
        (Industry.B, 300, 2000, "中型"),
        (Industry.D, 299, 2000, "小型"),
        (Industry.C, 1200, 500, "小型"),
        (Industry.C, 1200, 299, "微型"),
        (Industry.C, 19, 40_000, "微型"),
        (Industry.C, None, 100, "微型"),
        (Industry.C, None, 500, "无法判定（缺从业人员）"),
        (Industry.C, 60, None, "无法判定（缺年营业收入）"),
        (Industry.C, None, None, "无法判定（缺从业人员、年营业收入）"),
        (Industry.E, 5000, 299, "微型"),
        (Industry.E, 5000, 80_000, "无法判定（缺资产总额）"),
        (Industry.F, 300, 40_000, "大型"),
        (Industry.F, 100, 600, "无法判定（须分清行业：批发业为微型，零售业为中型）"),
        (Industry.F, 4, 50, "微型"),
        (Industry.G, 1000, 30_000, "大型"),
        (Industry.G, 19, 30_000, "微型"),
        (Industry.H, 100, 2000, "中型"),
        (Industry.I, 2000, 100_000, "大型"),
        (Industry.K, 99, 99, "微型"),
        (Industry.L, 9, None, "微型"),
        (Industry.L, 300, 1, "无法判定（缺资产总额）"),
        (Industry.M, 300, None, "大型"),
        (Industry.R, 9, None, "微型"),
        (Industry.J, 300, 100, "无法判定（划型办法不含金融业）"),
        (None, 300, 100, "无法判定（缺行业门类）"),
    ],
)
def test_the_table_of_2017(
    industry: Industry | None, staff: int | None, revenue: int | None, words: str
) -> None:
    amount = None if revenue is None else Decimal(revenue)
    assert judge_size(industry, staff, amount).words == words


def test_bounds_fall_from_large_to_small() -> None:
    for line in (line for lines in TABLE.values() for line in lines):
        for bounds in line.bounds.values():
            assert bounds == tuple(sorted(bounds, reverse=True))


def test_social_organizations_are_no_enterprises() -> None:
    club = Enterprise(name="商会", kind=UnitKind.SOCIAL, industry=Industry.M, staff=5)
    assert size_of(club).words == "无法判定（划型办法只适用于企业）"
    firm = Enterprise(name="某厂", industry=Industry.M, staff=5)
    assert size_of(firm).words == "微型"
