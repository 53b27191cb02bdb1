"""Points worked out by hand, in tables; and what must hold whatever is typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.evaluation.inputs import Given, Inputs, Marked, Share, Tally
from partydesk.domain.evaluation.kinds import Rounding, RuleKind
from partydesk.domain.evaluation.scheme import Scheme, Scorer
from partydesk.domain.evaluation.scoring import rounded, score_subject
from tests.unit.domain.evaluation.random_evaluations import random_inputs, random_scheme
from tests.unit.domain.evaluation.schemes import (
    BALLOT,
    DAYS,
    FULL,
    REPORT,
    SCHEME,
    points,
    tally,
    without,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "digits", "rounding", "expected"),
    [
        ("1/8", 2, Rounding.HALF_UP, "0.13"),
        ("1/8", 2, Rounding.DOWN, "0.12"),
        ("1/8", 2, Rounding.UP, "0.13"),
        ("5/2", 0, Rounding.HALF_UP, "3"),
        ("5/2", 0, Rounding.DOWN, "2"),
        ("12/5", 0, Rounding.UP, "3"),
        ("2", 0, Rounding.UP, "2"),
        ("2", 2, Rounding.UP, "2.00"),
        ("299/200", 2, Rounding.HALF_UP, "1.50"),  # 1.495, which is no binary fraction
        ("201/200", 2, Rounding.HALF_UP, "1.01"),  # 1.005, likewise
        ("1/3", 4, Rounding.HALF_UP, "0.3333"),
        ("-3/2", 0, Rounding.HALF_UP, "-1"),
        ("-3/2", 0, Rounding.DOWN, "-2"),
    ],
)
def test_a_figure_is_rounded_once(
    value: str, digits: int, rounding: Rounding, expected: str
) -> None:
    assert str(rounded(Fraction(value), digits, rounding)) == expected


def _points(inputs: Inputs, scheme: Scheme = SCHEME) -> list[str | None]:
    parts = score_subject(scheme, inputs).parts
    return [None if part.points is None else str(part.points) for part in parts]


def test_every_component_and_the_total_by_hand() -> None:
    score = score_subject(SCHEME, FULL)
    # members 93, staff 80: 93·0.6 + 80·0.4 = 87.8; 90·0.4 + 87.8·0.4 + 90·0.2 = 89.12
    assert _points(FULL) == ["90.00", "87.80", "90.00"]
    assert (score.weighted, score.total, score.not_judged) == (D("89.12"), D("89.12"), "")
    assert [part.counted for part in score.parts] == [D("40.00"), D("40.00"), D("20.00")]
    assert [part.n for part in score.parts] == [1, 15, 1]
    said = "\n".join(score.parts[1].steps)
    assert "第 1 题（100×8＋80×2）÷10＝96" in said
    assert "第 2 题（80×4）÷4＝80" in said  # 不了解 is out of the base
    assert "是否留任" not in said
    assert score.steps[-1] == "总分 89.12（四舍五入，保留 2 位小数）"
    assert "（90.00×40＋87.80×40＋90.00×20）÷100＝89.12" in score.steps


@pytest.mark.parametrize(
    ("missing", "total", "counted"),
    [
        ((), "89.12", ("40.00", "40.00", "20.00")),
        # 90·40/80 + 87.8·40/80 = 88.9
        (("days",), "88.90", ("50.00", "50.00", "0")),
        # 90·40/60 + 90·20/60 = 90
        (("ballot",), "90.00", ("66.67", "0", "33.33")),
        # 87.8·40/60 + 90·20/60 = 88.5333…
        (("report",), "88.53", ("0", "66.67", "33.33")),
    ],
)
def test_what_is_missing_is_no_zero(
    missing: tuple[str, ...], total: str, counted: tuple[str, ...]
) -> None:
    score = score_subject(SCHEME, without(FULL, *missing))
    assert score.total == D(total)
    assert tuple(str(part.counted) for part in score.parts) == counted
    names = {"days": "出勤", "ballot": "评议", "report": "述职"}
    for key in missing:
        assert f"{names[key]}没有分，不按 0 分计" in score.steps[0]


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        (without(FULL, "report", "ballot"), "有分的各项权重合计 20，不足 60"),
        (Inputs(months=12), "没有任何一项有分"),
        (replace(FULL, months=5), "本年在岗 5 个月，不足 6 个月"),
        (replace(FULL, left_out="长期病假"), "长期病假"),
    ],
)
def test_who_is_not_judged_and_why(inputs: Inputs, why: str) -> None:
    score = score_subject(SCHEME, inputs)
    assert (score.total, score.weighted, score.not_judged) == (None, None, why)
    assert score.steps == (f"不予评定：{why}",)


def test_six_months_are_enough_and_a_committee_has_none() -> None:
    assert score_subject(SCHEME, replace(FULL, months=6)).total == D("89.12")
    assert score_subject(SCHEME, replace(FULL, months=None)).total == D("89.12")


@pytest.mark.parametrize(
    ("given_points", "expected", "n"),
    [
        ([("考核组", "90", None)], "90.00", 1),
        ([("考核组", None, None)], None, 0),
        ([("别人", "90", None)], None, 0),
        ([], None, 0),
        ([("考核组", "90", None), ("企业负责人", "80", "甲")], "87.00", 2),  # 70:30
        ([("企业负责人", "80", "甲"), ("企业负责人", "95", "乙")], "87.50", 2),
        ([("考核组", "90", None), ("企业负责人", "80", "甲"), ("企业负责人", "95", "乙")],
         "89.25", 3),
        ([("考核组", "90", None), ("企业负责人", None, "甲"), ("企业负责人", "95", "乙")],
         "91.50", 2),
        ([("考核组", "0", None)], "0.00", 1),
    ],
)  # fmt: skip
def test_points_of_scorers(
    given_points: list[tuple[str, str | None, str | None]], expected: str | None, n: int
) -> None:
    component = replace(
        REPORT, scorers=(Scorer("考核组", D(70)), Scorer("企业负责人", D(30), of_unit=True))
    )
    scheme = replace(SCHEME, components=(component, BALLOT, DAYS))
    inputs = replace(
        FULL,
        points={
            "report": [
                Given(who, None if value is None else D(value), unit)
                for who, value, unit in given_points
            ]
        },
    )
    assert _points(inputs, scheme)[0] == expected
    assert score_subject(scheme, inputs).parts[0].n == n


@pytest.mark.parametrize(
    ("tallies", "expected"),
    [
        ([], None),
        ([tally("members", 0, work={"good": 0})], None),
        ([tally("members", 2, work={"unknown": 2}, service={"unknown": 2})], None),
        ([tally("members", 2, work={"good": 2}, service={"unknown": 2})], "100.00"),
        ([tally("members", 3, work={"good": 1, "bad": 2}, service={"fair": 3})], "56.67"),
        # one question alone has answers; the other is left open by everybody
        ([tally("members", 4, work={"good": 1})], "100.00"),
        ([tally("staff", 4, work={"fair": 4}, service={"fair": 4})], "80.00"),
        ([tally("strangers", 4, work={"fair": 4})], None),
        # the ballots of two units are counted together: (100·3 + 80·1) ÷ 4 = 95
        ([tally("staff", 3, work={"good": 3}), tally("staff", 1, work={"fair": 1})], "95.00"),
    ],
)
def test_ballots_by_class(tallies: list[Tally], expected: str | None) -> None:
    assert _points(replace(FULL, tallies={"ballot": tallies}))[1] == expected


def test_a_class_alone_is_not_weighted() -> None:
    ballot = replace(BALLOT, voters=BALLOT.voters[:1])
    part = score_subject(replace(SCHEME, components=(REPORT, ballot, DAYS)), FULL).parts[1]
    assert part.points == D("93.00")
    assert part.steps[-1] == "党员 2 题平均 93"


def test_a_class_with_too_few_ballots_is_left_out_and_said_so() -> None:
    scheme = replace(SCHEME, least_valid=6)
    part = score_subject(scheme, FULL).parts[1]
    assert part.points == D("93.00")
    assert any("职工" in step and "有效票不足 6 张，不计" in step for step in part.steps)


@pytest.mark.parametrize(
    ("reached", "due", "expected"),
    [
        ("27", "30", "90.00"),
        ("31", "30", "100.00"),
        ("0", "30", "0.00"),
        ("1", "3", "33.33"),
        ("0", "0", None),
    ],
)
def test_shares_of_what_is_due(reached: str, due: str, expected: str | None) -> None:
    shares = {"days": Share(D(reached), D(due), "数据")}
    assert _points(replace(FULL, shares=shares))[2] == expected


@pytest.mark.parametrize(
    ("marks", "total", "added"),
    [
        ([Marked("praised", "旗级", D(3))], "92.12", "3"),
        ([Marked("praised", "旗级", D(9))], "94.12", "5"),  # within its limit
        ([Marked("late", "不实", D(4))], "85.12", "-4"),
        ([Marked("late", "不实", D(-4))], "85.12", "-4"),
        ([Marked("late", "不实", D(40))], "79.12", "-10"),
        ([Marked("praised", "旗级", D(5)), Marked("late", "不实", D(2))], "92.12", "3"),
        ([Marked("praised", "旗级", D(2)), Marked("praised", "市级", D("1.5"))], "92.62", "3.5"),
        ([Marked("praised", "旗级", D(3)), Marked("praised", "市级", D(4))], "94.12", "5"),
        ([Marked("praised", "旗级")], "89.12", "0"),
        ([Marked("veto", "处分", D(5))], "89.12", "0"),
        ([Marked("nothing", "没有这条", D(5))], "89.12", "0"),
    ],
)
def test_bonus_and_deduction(marks: list[Marked], total: str, added: str) -> None:
    score = score_subject(SCHEME, replace(FULL, marks=marks))
    assert (score.total, score.added) == (D(total), D(added))


def test_a_deduction_ends_at_zero() -> None:
    inputs = replace(
        FULL, points=points("0"), tallies={}, shares={}, marks=[Marked("late", "不实", D(8))]
    )
    score = score_subject(replace(SCHEME, least_weight=D(0)), inputs)
    assert score.total == D("0.00")
    assert score.steps[-2:] == (
        "合计 -8，总分限于 0 至 105 分",
        "总分（含加减分）0.00（四舍五入，保留 2 位小数）",
    )


def test_what_is_cut_and_left_out_stands_in_the_steps() -> None:
    inputs = replace(
        FULL,
        tallies={"ballot": [tally("staff", 7, work={"good": 3, "bad": 1, "unknown": 2})]},
        marks=[Marked("praised", "市级", D(4)), Marked("praised", "旗级", D(3))],
    )
    score = score_subject(replace(SCHEME, rounding=Rounding.DOWN, digits=1), inputs)
    assert score.parts[1].steps[1:] == (
        "职工：发出 7，收回 7，有效 7，无效 0",
        "第 1 题（100×3＋0×1）÷4＝75，不了解 2、弃权 1 票不计入基数",
        "第 2 题没有计分的回答",
        "职工 1 题平均 75",
        "按投票人权重加权平均 75",
    )
    assert "加分 5：受表彰（市级、旗级），最多 5 分" in score.steps
    thirds = replace(FULL, shares={"days": Share(D(2), D(3), "应到 3 天，实到 2 天")})
    assert score_subject(SCHEME, thirds).parts[2].steps == (
        "应到 3 天，实到 2 天，得 66.6667…",
        "得 66.67（四舍五入，保留 2 位小数）",
    )


_COUNTS = st.fixed_dictionaries(
    {key: st.integers(0, 30) for key in ("good", "fair", "bad", "unknown")}
)


@st.composite
def _inputs(draw: st.DrawFn) -> Inputs:
    ballots = []
    for voters in ("members", "staff"):
        counts = {key: draw(_COUNTS) for key in ("work", "service")}
        valid = max(sum(each.values()) for each in counts.values()) + draw(st.integers(0, 3))
        ballots.append(tally(voters, valid, work=counts["work"], service=counts["service"]))
    score = draw(st.none() | st.decimals(0, 100, places=1))
    return Inputs(
        points=points(None if score is None else str(score)),
        tallies={"ballot": draw(st.lists(st.sampled_from(ballots), unique_by=id, max_size=2))},
        shares={"days": Share(D(draw(st.integers(0, 40))), D(draw(st.integers(0, 40))), "数据")},
        marks=draw(
            st.lists(
                st.builds(
                    Marked,
                    st.sampled_from(["praised", "late"]),
                    st.just("因"),
                    st.decimals(0, 20, places=2),
                ),
                max_size=4,
            )
        ),
        months=12,
    )


@given(_inputs(), st.integers(0, 2**32))
def test_the_order_of_entry_changes_nothing_and_scores_stay_in_range(
    inputs: Inputs, seed: int
) -> None:
    scheme = replace(SCHEME, least_weight=D(0))
    random = Random(seed)
    mixed = replace(
        inputs,
        points={k: random.sample(list(v), len(v)) for k, v in inputs.points.items()},
        tallies={k: random.sample(list(v), len(v)) for k, v in inputs.tallies.items()},
        marks=random.sample(list(inputs.marks), len(inputs.marks)),
    )
    score = score_subject(scheme, inputs)
    assert score_subject(scheme, mixed) == score
    for part in score.parts:
        assert part.points is None or 0 <= part.points <= 100
    assert score.total is None or 0 <= score.total <= 105
    assert (score.total is None) == bool(score.not_judged)


@given(st.integers(0, 2**32))
def test_any_scheme_gives_points_in_range_whatever_the_order(seed: int) -> None:
    random = Random(seed)
    scheme = random_scheme(random)
    inputs = random_inputs(random, scheme)
    turned = replace(
        inputs,
        points={key: list(reversed(each)) for key, each in inputs.points.items()},
        tallies={key: list(reversed(each)) for key, each in inputs.tallies.items()},
        marks=list(reversed(inputs.marks)),
    )
    score = score_subject(scheme, inputs)
    assert score_subject(scheme, turned) == score
    assert all(part.points is None or 0 <= part.points <= 100 for part in score.parts)
    bonus = sum((rule.limit or D(0) for rule in scheme.rules if rule.kind is RuleKind.BONUS), D(0))
    step = D(1).scaleb(-scheme.digits)  # 进一 may go beyond a limit that has more digits
    assert score.total is None or 0 <= score.total < 100 + bonus + step
    assert (score.total is None) == bool(score.not_judged)


@given(_COUNTS, st.integers(0, 5))
def test_options_and_abstentions_make_up_the_valid_ballots(
    counts: dict[str, int], left_open: int
) -> None:
    valid = sum(counts.values()) + left_open
    one = tally("members", valid, invalid=2, work=counts)
    assert sum(counts.values()) + one.abstained("work") == one.valid == valid
    assert one.abstained("service") == valid
