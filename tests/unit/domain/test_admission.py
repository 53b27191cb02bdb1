"""Which units belong into the 企业库, by the criteria of the year."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from partydesk.domain.admission import Verdict, check_admission, fits
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.policy import Policy, policy_from
from partydesk.services.policies import default_rules

M, F, U = Verdict.MET, Verdict.FAILED, Verdict.UNKNOWN


def _policy(
    staff: int = 50, capital: int = 0, revenue: int = 500, words: tuple[str, ...] = ("龙头企业",)
) -> Policy:
    rules = default_rules("塔林旗") | {
        "admission_staff": staff,
        "admission_capital": capital,
        "admission_revenue": revenue,
        "admission_influence": list(words),
    }
    return policy_from(rules, 2026)


@pytest.mark.parametrize(
    ("staff", "revenue", "influence", "verdict"),
    [
        (50, 500, (), M),
        (49, 500, (), F),
        (50, 499, (), F),
        (None, 500, (), U),
        (None, 499, (), F),
        (49, None, (), F),
        (None, None, (), U),
        (1, 1, ("龙头企业",), M),
        (None, None, ("龙头企业",), M),
        (1, 1, ("知名商标",), F),
    ],
)
def test_influence_is_enough_else_every_figure_counts(
    staff: int | None, revenue: int | None, influence: tuple[str, ...], verdict: Verdict
) -> None:
    amount = None if revenue is None else Decimal(revenue)
    unit = Enterprise(name="某厂", staff=staff, revenue=amount, influence=influence)
    assert check_admission(unit, _policy()).verdict is verdict


def test_a_figure_of_zero_asks_for_nothing() -> None:
    unit = Enterprise(name="某厂", capital=Decimal("99.5"))
    only_capital = check_admission(unit, _policy(0, 100, 0))
    assert [one.name for one in only_capital.size] == ["capital"]
    assert only_capital.verdict is F
    assert check_admission(unit, _policy(0, 99, 0)).verdict is M


@pytest.mark.parametrize(("words", "verdict"), [((), M), (("龙头企业",), F)])
def test_without_any_figure_influence_is_all_there_is(
    words: tuple[str, ...], verdict: Verdict
) -> None:
    done = check_admission(Enterprise(name="某厂"), _policy(0, 0, 0, words))
    assert (done.verdict, done.influence is None) == (verdict, not words)


def test_what_is_not_met_is_named_with_what_the_record_says() -> None:
    unit = Enterprise(name="某厂", staff=12)
    assert check_admission(unit, _policy()).summary == (
        "从业人员 12 人，不足 50 人；年营业收入未填；没有所列的社会影响"
    )
    fit = Enterprise(name="某厂", staff=60, revenue=Decimal(800))
    assert check_admission(fit, _policy()).summary == (
        "符合入库条件：从业人员 60 人、年营业收入 800 万元"
    )
    known = Enterprise(name="某厂", influence=("龙头企业",))
    assert check_admission(known, _policy()).summary == "符合入库条件：龙头企业"


@pytest.mark.parametrize("words", [(), ("龙头企业",)])
def test_going_through_a_register_judges_as_a_close_look_does(words: tuple[str, ...]) -> None:
    values = (None, 0, 1, 50)
    for (a, b, c), has in product(product((0, 1, 50), repeat=3), product(values, repeat=3)):
        staff, capital, revenue = has
        for influence in ((), ("龙头企业",), ("其他",)):
            unit = Enterprise(
                name="某厂",
                staff=staff,
                capital=None if capital is None else Decimal(capital),
                revenue=None if revenue is None else Decimal(revenue),
                influence=influence,
            )
            policy = _policy(a, b, c, words)
            assert fits(unit, policy) is (check_admission(unit, policy).verdict is M)


def test_every_combination_has_a_verdict_that_its_criteria_explain() -> None:
    for staff, revenue, words in product(
        (None, 1, 99), (None, 1, 999), ((), ("龙头企业",), ("其他",))
    ):
        amount = None if revenue is None else Decimal(revenue)
        unit = Enterprise(name="某厂", staff=staff, revenue=amount, influence=words)
        done = check_admission(unit, _policy())
        sizes = {one.verdict for one in done.size}
        assert (done.verdict is M) == (sizes == {M} or "龙头企业" in words)
        assert (done.verdict is U) == (F not in sizes and U in sizes and "龙头企业" not in words)
