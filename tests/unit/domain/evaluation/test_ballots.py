"""Counted ballots that contradict themselves, and ballots that are typed twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.evaluation.ballots import faults_of_counts, merged_tallies
from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.keying import (
    Difference,
    Keyed,
    ballot_faults,
    differences,
    error_rate,
    settled_ballots,
    tally_of,
)
from tests.unit.domain.evaluation.schemes import BALLOT

SOUND = {"work": {"good": 3, "unknown": 1}, "service": {"fair": 2}}


@pytest.mark.parametrize(
    ("figures", "counts", "faults"),
    [
        ((5, 4, 0), SOUND, {}),
        ((4, 4, 0), SOUND, {}),
        ((3, 4, 0), SOUND,
         {"returned": "收回 4 张，多于发出的 3 张，本次测评无效，请核对后重填"}),
        ((5, 4, 5), {}, {"invalid": "无效票应在 0 至收回的 4 张之间"}),
        ((5, 4, -1), {}, {"invalid": "无效票应在 0 至收回的 4 张之间"}),
        ((-1, -1, 0), {}, {"issued": "发出票数不能是负数", "returned": "收回票数不能是负数"}),
        ((5, 4, 1), SOUND, {"work": "“到岗履职”各项合计 4 票，多于有效票 3 张"}),
        ((5, 4, 0), {"work": {"good": -1}}, {"work": "“到岗履职”的票数不能是负数"}),
        ((5, 4, 0), {"work": {"super": 1}}, {"work": "“到岗履职”没有“super”这个选项"}),
        ((5, 4, 0), {"weather": {"good": 1}}, {"weather": "没有“weather”这一题"}),
        ((0, 0, 0), {}, {}),
    ],
)  # fmt: skip
def test_what_cannot_be(
    figures: tuple[int, int, int], counts: dict[str, dict[str, int]], faults: dict[str, str]
) -> None:
    assert faults_of_counts(BALLOT, Tally("members", *figures, counts)) == faults


def test_a_class_that_does_not_vote_has_no_ballots() -> None:
    faults = faults_of_counts(BALLOT, Tally("strangers", 5, 4, 0, SOUND))
    assert faults == {"voters": "“评议”没有“strangers”这一类投票人"}


def test_ballots_of_several_units_are_put_together_class_by_class() -> None:
    one = Tally("members", 5, 4, 1, {"work": {"good": 3}})
    two = Tally("staff", 9, 9, 0, {"work": {"bad": 9}})
    three = Tally("members", 6, 6, 0, {"work": {"good": 1, "fair": 5}, "service": {"good": 2}})
    assert merged_tallies([one, two, three]) == (
        Tally("members", 11, 10, 1, {"work": {"good": 4, "fair": 5}, "service": {"good": 2}}),
        two,
    )
    assert merged_tallies([]) == ()


A, B = Keyed(1, ("good", "fair", "")), Keyed(2, ("bad", "good", "good"))


@pytest.mark.parametrize(
    ("ballot", "faults"),
    [
        (A, ()),
        (Keyed(1, invalid=True), ()),
        (Keyed(3, ("good", "good", "")), ("收回 2 张，没有第 3 张",)),
        (Keyed(0, invalid=True), ("收回 2 张，没有第 0 张",)),
        (Keyed(1, ("good",)), ("应有 3 题，录了 1 题",)),
        (Keyed(1, ("good", "super", "")), ("第 2 题没有“super”这个选项",)),
    ],
)
def test_what_cannot_stand_on_a_ballot(ballot: Keyed, faults: tuple[str, ...]) -> None:
    assert ballot_faults(BALLOT, ballot, 2) == faults


def test_differences_are_named_in_the_words_of_the_ballot() -> None:
    again = [Keyed(1, ("good", "unknown", "good")), B]
    assert differences(BALLOT, [A, B], again) == (
        Difference(1, "service", "基本满意", "不了解"),
        Difference(1, "stay", "未勾选", "满意"),
    )
    assert differences(BALLOT, [A, B], [A, Keyed(2, invalid=True)]) == (
        Difference(2, "", "有效票", "无效票"),
    )
    assert differences(BALLOT, [A, B], [A]) == ()


def test_the_error_rate_is_by_answer() -> None:
    assert error_rate(BALLOT, [A, B], [A, B]) == 0
    assert error_rate(BALLOT, [A, B], [Keyed(1, ("bad", "fair", "")), B]) == pytest.approx(1 / 6)
    assert error_rate(BALLOT, [A, B], []) is None


def test_a_settled_ballot_stands_in_the_place_of_both() -> None:
    other = Keyed(1, ("bad", "fair", ""))
    third = Keyed(1, ("fair", "fair", ""))
    assert settled_ballots([A, B], [B, other], [third]) == (third, B)
    assert settled_ballots([B, A], [A, B], []) == (A, B)
    for first, second in (([A, B], [other, B]), ([A, B], [A])):
        with pytest.raises(ValueError, match="not settled"):
            settled_ballots(first, second, [])


def test_what_is_stored_of_a_ballot_comes_back() -> None:
    for ballot in (A, Keyed(7, invalid=True)):
        assert Keyed.from_words(ballot.serial, ballot.words) == ballot


_ANSWER = st.sampled_from(["good", "fair", "bad", "unknown", ""])
_BALLOT = st.none() | st.tuples(_ANSWER, _ANSWER, _ANSWER)


@given(st.lists(_BALLOT, max_size=30))
def test_counting_ballots_gives_counts_that_can_stand(
    stack: list[tuple[str, str, str] | None],
) -> None:
    ballots = [
        Keyed(serial, invalid=True) if answers is None else Keyed(serial, answers)
        for serial, answers in enumerate(stack, 1)
    ]
    counted = tally_of(BALLOT, "members", len(stack) + 2, ballots)
    assert faults_of_counts(BALLOT, counted) == {}
    assert counted.invalid == stack.count(None)
    for place, question in enumerate(BALLOT.questions):
        ticked = Counter(answers[place] for answers in stack if answers is not None)
        counts = counted.counts[question.key]
        assert all(counts[option.key] == ticked[option.key] for option in question.options)
        assert counted.abstained(question.key) == ticked[""]
