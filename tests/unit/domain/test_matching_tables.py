"""The matcher on problems small enough to be solved by hand."""

from __future__ import annotations

import json

import pytest

from partydesk.domain.matching import Problem, Result, check, explain, match, parse_problem, solve

EXAMPLE = """
{"posts": [{"id": "P1", "wishes": [["T3"], ["T1", "T2"]]}, {"id": "P2", "wishes": "any"}],
 "talents": [{"id": "T1", "capacity": 2, "wishes": [["P1", "P2"]]},
             {"id": "T2", "capacity": 1, "wishes": "any"},
             {"id": "T3", "capacity": 0, "wishes": []}],
 "locked": [["P2", "T1"]], "forbidden": [["P1", "T2"]],
 "favour": "posts", "goal": "stable"}
"""


def problem(
    posts: dict[str, object], talents: dict[str, tuple[int, object]], **rest: object
) -> Problem:
    """Write a problem down in short: id → wishes, id → (capacity, wishes)."""
    return parse_problem(
        {
            "posts": [{"id": key, "wishes": wishes} for key, wishes in posts.items()],
            "talents": [
                {"id": key, "capacity": seats, "wishes": wishes}
                for key, (seats, wishes) in talents.items()
            ],
            **rest,
        }
    )


def pairs(result: Result) -> dict[str, str]:
    assert result.stable
    assert result.blocking_pairs == ()
    return dict(result.pairs)


def test_the_example_of_the_contract() -> None:
    answer = solve(parse_problem(json.loads(EXAMPLE))).as_json()
    assert list(answer) == [
        "pairs",
        "unfilled",
        "blocking_pairs",
        "stable",
        "size",
        "upper_bound",
        "proven",
        "reasons",
        "ms",
    ]
    assert answer["pairs"] == [["P1", "T1"], ["P2", "T1"]]
    assert answer["unfilled"] == []
    assert answer["blocking_pairs"] == []
    assert answer["stable"] is True
    assert (answer["size"], answer["upper_bound"]) == (2, 2)
    reasons = answer["reasons"]
    assert isinstance(reasons, dict)
    assert list(reasons) == ["P1", "P2", "T1", "T2", "T3"]
    assert isinstance(answer["ms"], float)
    json.dumps(answer)


def test_nothing_at_all() -> None:
    result = solve(problem({}, {}))
    assert result.as_json() | {"ms": 0} == {
        "pairs": [],
        "unfilled": [],
        "blocking_pairs": [],
        "stable": True,
        "size": 0,
        "upper_bound": 0,
        "proven": True,
        "reasons": {},
        "ms": 0,
    }


CROSSED_POSTS: dict[str, object] = {"P1": [["T1"], ["T2"]], "P2": [["T2"], ["T1"]]}
CROSSED_TALENTS: dict[str, tuple[int, object]] = {
    "T1": (1, [["P2"], ["P1"]]),
    "T2": (1, [["P1"], ["P2"]]),
}


@pytest.mark.parametrize(
    ("favour", "expected"),
    [("posts", {"P1": "T1", "P2": "T2"}), ("talents", {"P1": "T2", "P2": "T1"})],
)
def test_favour_chooses_between_two_stable_results(favour: str, expected: dict[str, str]) -> None:
    result = solve(problem(CROSSED_POSTS, CROSSED_TALENTS, favour=favour))
    assert pairs(result) == expected
    assert result.proven


def test_a_talent_is_filled_from_the_top_of_its_wishes() -> None:
    result = solve(
        problem(
            {"P1": [["T1"]], "P2": [["T1"]], "P3": [["T1"]]},
            {"T1": (2, [["P3"], ["P1"], ["P2"]])},
        )
    )
    assert pairs(result) == {"P1": "T1", "P3": "T1"}
    assert result.unfilled == ("P2",)
    assert result.upper_bound == 2


def test_who_is_not_listed_is_refused() -> None:
    result = solve(problem({"P1": [["T1"]], "P2": []}, {"T1": (2, [["P2"]])}))
    assert pairs(result) == {}
    assert result.unfilled == ("P1", "P2")
    assert result.upper_bound == 0
    assert result.proven


def test_no_opinion_accepts_everybody_in_the_order_of_the_file() -> None:
    result = solve(
        problem(
            {"P2": "any", "P1": "any", "P3": "any"},
            {"T2": (1, "any"), "T1": (1, "any")},
        )
    )
    assert pairs(result) == {"P2": "T2", "P1": "T1"}
    assert result.unfilled == ("P3",)
    assert result.proven


def test_ties_fall_to_the_id_that_stands_first_in_its_group() -> None:
    posts: dict[str, object] = {"P1": [["T1"]], "P2": [["T1"]]}
    assert pairs(solve(problem(posts, {"T1": (1, [["P2", "P1"]])}))) == {"P2": "T1"}
    assert pairs(solve(problem(posts, {"T1": (1, [["P1", "P2"]])}))) == {"P1": "T1"}
    one: dict[str, tuple[int, object]] = {"T1": (1, [["P1"]]), "T2": (1, [["P1"]])}
    assert pairs(solve(problem({"P1": [["T2", "T1"]]}, one))) == {"P1": "T2"}
    assert pairs(solve(problem({"P1": [["T2", "T1"]]}, one, favour="talents"))) == {"P1": "T2"}


def test_capacity_0_takes_nothing_even_if_everybody_wants_it() -> None:
    for favour in ("posts", "talents"):
        for goal in ("stable", "most"):
            result = solve(problem({"P1": "any"}, {"T1": (0, "any")}, favour=favour, goal=goal))
            assert pairs(result) == {}
            assert result.upper_bound == 0


def test_an_enormous_capacity_costs_nothing() -> None:
    result = solve(problem({"P1": "any", "P2": "any"}, {"T1": (10**30, "any")}, goal="most"))
    assert pairs(result) == {"P1": "T1", "P2": "T1"}


def test_a_lock_stands_whatever_the_wishes_and_takes_its_seat_first() -> None:
    result = solve(
        problem(
            {"P1": [["T1"]], "P2": []},
            {"T1": (1, [["P1"]])},
            locked=[["P2", "T1"]],
        )
    )
    assert pairs(result) == {"P2": "T1"}
    assert result.unfilled == ("P1",)
    assert (result.size, result.upper_bound, result.proven) == (1, 1, True)


def test_a_lock_that_the_talent_likes_least_is_not_given_up_for_a_better_post() -> None:
    result = solve(
        problem(
            {"P1": [["T1"]], "P2": [["T1"]], "P3": [["T1"]]},
            {"T1": (2, [["P1"], ["P3"], ["P2"]])},
            locked=[["P2", "T1"]],
        )
    )
    assert pairs(result) == {"P1": "T1", "P2": "T1"}


def test_a_forbidden_pair_is_never_made_and_never_blocks() -> None:
    result = solve(
        problem(
            {"P1": [["T1"], ["T2"]]},
            {"T1": (1, [["P1"]]), "T2": (1, [["P1"]])},
            forbidden=[["P1", "T1"]],
        )
    )
    assert pairs(result) == {"P1": "T2"}


TIED: dict[str, object] = {"P1": [["T1", "T2"]], "P2": [["T1"]]}
TIED_TALENTS: dict[str, tuple[int, object]] = {"T1": (1, [["P1", "P2"]]), "T2": (1, [["P1"]])}


def test_most_fills_what_the_order_inside_a_tie_would_leave_empty() -> None:
    stable = solve(problem(TIED, TIED_TALENTS, goal="stable"))
    assert (pairs(stable), stable.upper_bound, stable.proven) == ({"P1": "T1"}, 2, False)
    most = solve(problem(TIED, TIED_TALENTS, goal="most"))
    assert pairs(most) == {"P1": "T2", "P2": "T1"}
    assert most.proven


def test_most_leaves_strict_wishes_alone() -> None:
    result = solve(problem(CROSSED_POSTS, CROSSED_TALENTS, favour="talents", goal="most"))
    assert pairs(result) == {"P1": "T2", "P2": "T1"}


def test_strict_wishes_prove_the_size_even_below_the_bound() -> None:
    result = solve(
        problem(
            {"P1": [["T1"], ["T2"]], "P2": [["T1"]]},
            {"T1": (1, [["P1"], ["P2"]]), "T2": (1, [["P1"]])},
        )
    )
    assert pairs(result) == {"P1": "T1"}
    assert (result.upper_bound, result.proven) == (2, True)


def test_a_tie_with_an_impossible_pair_is_no_tie() -> None:
    result = solve(
        problem(
            {"P1": [["T1", "T3"], ["T2"]], "P2": [["T1"]]},
            {"T1": (1, [["P1"], ["P2"]]), "T2": (1, [["P1"]]), "T3": (1, [])},
        )
    )
    assert (result.size, result.upper_bound, result.proven) == (1, 2, True)


def test_match_gives_the_pairs_of_solve() -> None:
    asked = parse_problem(json.loads(EXAMPLE))
    assert match(asked) == dict(solve(asked).pairs)


# --- the check, on results that are wrong on purpose ---------------------------------------------

CHECKED = problem(
    {"P1": [["T1"], ["T2"]], "P2": [["T1"]], "P3": [["T2"]], "P4": "any"},
    {"T1": (1, [["P1"], ["P2"]]), "T2": (2, [["P3", "P1"], ["P4"]]), "T3": (0, "any")},
    locked=[["P4", "T2"]],
)
LOCK = ("P4", "T2")


@pytest.mark.parametrize(
    ("given", "blocking", "lawful"),
    [
        # Right: T1 has its first wish, T2's seat that the lock leaves went to one of two equals.
        ([("P1", "T1"), ("P3", "T2"), LOCK], [], True),
        # P1 is empty, T1 has a free seat; T2 has P3, which it likes as much as P1.
        ([("P3", "T2"), LOCK], [("P1", "T1"), ("P2", "T1")], True),
        # T1 prefers P1 to P2, and P1 prefers T1 to nothing.
        ([("P2", "T1"), ("P3", "T2"), LOCK], [("P1", "T1")], True),
        # P1 and T1 would rather have each other, P2 has nothing, T1 is empty; P3 is only equal.
        ([("P1", "T2"), LOCK], [("P1", "T1"), ("P2", "T1")], True),
        # The free seat of T2 draws P3.
        ([("P1", "T1"), LOCK], [("P3", "T2")], True),
        # Without the lock.
        ([("P1", "T1"), ("P3", "T2")], [], False),
        # T1 holds two, one too many, and would rather have P1 than P2 anyway.
        ([("P1", "T1"), ("P2", "T1"), ("P3", "T2"), LOCK], [], False),
        # P3 refuses T1 and is refused by it, so P2 counts for more.
        ([("P3", "T1"), ("P1", "T2"), LOCK], [("P1", "T1"), ("P2", "T1")], False),
        # No post and no talent of this name; T1 would rather have P2 than the unknown one.
        ([("P1", "T1"), ("P3", "T2"), ("P9", "T1"), LOCK], [("P2", "T1")], False),
        ([("P1", "T1"), ("P2", "T9"), ("P3", "T2"), LOCK], [], False),
        # One post twice.
        ([("P1", "T1"), ("P3", "T2"), ("P3", "T2"), LOCK], [], False),
    ],
)
def test_the_check_finds_what_is_wrong(
    given: list[tuple[str, str]], blocking: list[tuple[str, str]], lawful: bool
) -> None:
    verdict = check(CHECKED, given)
    assert list(verdict.blocking_pairs) == blocking
    assert verdict.lawful is lawful


def test_the_check_ignores_forbidden_pairs_but_not_forbidden_results() -> None:
    asked = problem({"P1": "any"}, {"T1": (1, "any")}, forbidden=[["P1", "T1"]])
    assert check(asked, []).blocking_pairs == ()
    assert check(asked, []).lawful
    assert not check(asked, [("P1", "T1")]).lawful


# --- sentences -----------------------------------------------------------------------------------

NAMES = {
    "P1": "草原合作社",
    "P2": "宏远运输",
    "P3": "惠丰种禽",
    "T1": "孟和吉雅",
    "T2": "敖敦其其格",
    "T3": "乌日娜",
    "T4": "白音",
}


def said(asked: Problem) -> dict[str, str]:
    return explain(asked, solve(asked), NAMES)


def test_sentences_tell_who_took_the_place_and_why() -> None:
    reasons = said(
        problem(
            {"P1": [["T1"], ["T2"]], "P2": [["T1"]], "P3": [["T3"], ["T1"], ["T4"]]},
            {
                "T1": (1, [["P2"], ["P1"], ["P3"]]),
                "T2": (2, [["P3"], ["P1"]]),
                "T3": (0, [["P3"]]),
                "T4": (1, []),
            },
        )
    )
    assert reasons == {
        "P1": "草原合作社更靠前的人选中，孟和吉雅已由更靠前的宏远运输（第 1 位）录用，"
        "本岗位列第 2 位；第 2 位敖敦其其格愿意到任（把它列在第 2 位），故配。",
        "P2": "宏远运输的首选孟和吉雅愿意到任（把它列在第 1 位），故配。",
        "P3": "惠丰种禽空缺：填报的人选中，乌日娜今年的名额为 0；"
        "孟和吉雅已由更靠前的宏远运输（第 1 位）录用，本岗位列第 3 位；"
        "其余 1 人没有选报本岗位。",
        "T1": "孟和吉雅由宏远运输（第 1 位）录用，没有更靠前的意愿落空。",
        "T2": "敖敦其其格由草原合作社（第 2 位）录用；还空 1 个名额："
        "选报的岗位中，没有别的岗位选报本人。",
        "T3": "乌日娜今年的名额为 0，不参加选派。",
        "T4": "白音未选派：没有填报任何愿意去的岗位。",
    }


def test_sentences_about_locks_bans_and_no_opinion() -> None:
    reasons = said(
        problem(
            {"P1": "any", "P2": [["T1"]], "P3": "any"},
            {"T1": (1, "any"), "T2": (1, [["P1"]]), "T3": (1, "any"), "T4": (1, [["P2"], ["P1"]])},
            locked=[["P2", "T4"]],
            forbidden=[["P3", "T3"], ["P1", "T1"]],
        )
    )
    assert reasons == {
        "P1": "草原合作社对人选没有意见，敖敦其其格愿意到任（把它列在第 1 位），故配。",
        "P2": "宏远运输与白音由办公室事先锁定，照此确定，不再比较意愿。",
        "P3": "惠丰种禽对人选没有意见，孟和吉雅愿意到任（对岗位没有意见），故配。",
        "T1": "孟和吉雅由惠丰种禽录用，没有更靠前的意愿落空。",
        "T2": "敖敦其其格由草原合作社（第 1 位）录用，没有更靠前的意愿落空。",
        "T3": "乌日娜未选派：对岗位没有意见，但草原合作社录用了与本人不分先后的敖敦其其格；"
        "惠丰种禽被办公室禁止与本人相配；其余 1 个岗位没有选报本人。",
        "T4": "白音由宏远运输（锁定）录用，名额已由锁定的岗位用满。",
    }


def test_sentences_about_empty_posts() -> None:
    reasons = said(
        problem(
            {"P1": [], "P2": [["T1"], ["T2"]], "P3": "any"},
            {"T1": (1, [["P3"]]), "T2": (1, []), "T3": (1, [["P3"]])},
        )
    )
    assert reasons["P1"] == "草原合作社空缺：没有填报任何愿意接收的人选。"
    assert reasons["P2"] == "宏远运输空缺：填报的人选中，没有人选报本岗位。"
    assert reasons["T3"] == "乌日娜未选派：选报的岗位中，惠丰种禽录用了与本人不分先后的孟和吉雅。"


def test_a_lock_is_no_measure_of_what_a_talent_lost() -> None:
    posts: dict[str, object] = {"P1": [["T1"]], "P2": [["T2"], ["T1"]], "P3": [["T1"]]}
    last = [["P2"], ["P1"], ["P3"]]
    reasons = said(problem(posts, {"T1": (2, last), "T2": (1, [["P2"]])}, locked=[["P3", "T1"]]))
    assert reasons["T1"] == (
        "孟和吉雅由草原合作社（第 2 位）、惠丰种禽（锁定）录用；除锁定外更靠前的意愿中，"
        "宏远运输录用了更靠前的敖敦其其格（第 1 位，本人列第 2 位）。"
    )
    reasons = said(
        problem(posts, {"T1": (2, last[1:]), "T2": (1, [["P2"]])}, locked=[["P3", "T1"]])
    )
    assert reasons["T1"] == (
        "孟和吉雅由草原合作社（第 1 位）、惠丰种禽（锁定）录用，除锁定外没有更靠前的意愿落空。"
    )


def test_a_talent_without_opinion_among_no_posts() -> None:
    assert said(problem({}, {"T1": (1, "any")})) == {"T1": "孟和吉雅未选派：没有岗位可选。"}


def test_long_lists_are_told_in_short() -> None:
    reasons = said(
        problem(
            {f"P{i}": [["T1"]] for i in range(1, 9)},
            {"T1": (4, [[f"P{i}"] for i in range(8, 0, -1)])},
        )
    )
    assert reasons["P1"] == (
        "草原合作社空缺：填报的人选中，孟和吉雅已由更靠前的P5、P6、P7等 4 个岗位录用，"
        "本岗位列第 8 位。"
    )


def test_a_sentence_does_not_call_an_unstable_result_right() -> None:
    asked = problem({"P1": "any"}, {"T1": (1, "any")})
    story = explain(asked, solve(problem({"P1": []}, {"T1": (1, [])})), NAMES)
    assert story["P1"].endswith("（结果不稳定，请核对）。")
    assert story["T1"].endswith("（结果不稳定，请核对）。")
