"""Bad problems are refused, each fault with its own code, all of them at once."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from partydesk.domain.matching import Favour, Goal, ProblemInvalid, parse_problem

GOOD: dict[str, object] = {
    "posts": [{"id": "P1", "wishes": [["T1"]]}, {"id": "P2", "wishes": "any"}],
    "talents": [
        {"id": "T1", "capacity": 1, "wishes": "any"},
        {"id": "T2", "capacity": 0, "wishes": []},
    ],
}
P1: dict[str, object] = {"id": "P1", "wishes": []}
P2: dict[str, object] = {"id": "P2", "wishes": []}
T1: dict[str, object] = {"id": "T1", "capacity": 1, "wishes": []}


def codes(data: object) -> list[str]:
    with pytest.raises(ProblemInvalid) as caught:
        parse_problem(data)
    for note in caught.value.problems:
        assert any("一" <= letter <= "鿿" for letter in note.message)
    assert caught.value.message
    return [note.code for note in caught.value.problems]


def test_what_may_be_left_out_has_its_default() -> None:
    problem = parse_problem(deepcopy(GOOD))
    assert problem.locked == ()
    assert problem.forbidden == frozenset()
    assert (problem.favour, problem.goal) == (Favour.POSTS, Goal.STABLE)
    assert problem.posts[1].wishes == "any"
    assert problem.posts[0].wishes == (("T1",),)


def test_two_linked_posts_cannot_be_locked_to_one_person() -> None:
    data = deepcopy(GOOD) | {
        "talents": [T1 | {"capacity": 2}, {"id": "T2", "capacity": 1, "wishes": []}],
        "links": [["P1", "P2"]],
    }
    assert codes(data | {"locked": [["P1", "T1"], ["P2", "T1"]]}) == ["locked_linked"]
    parse_problem(data | {"locked": [["P1", "T1"], ["P2", "T2"]]})


def test_an_earlier_result_may_name_whoever_is_gone() -> None:
    previous = [["P1", "T9"], ["P9", "T1"]]
    assert parse_problem(GOOD | {"previous": previous}).previous == (("P1", "T9"), ("P9", "T1"))


def test_unknown_keys_are_ignored_and_empty_groups_say_nothing() -> None:
    data = {
        "posts": [{"id": "P1", "wishes": [[], ["T1"], []], "colour": 1}],
        "talents": [T1],
        "remark": "x",
    }
    assert parse_problem(data).posts[0].wishes == (("T1",),)


@pytest.mark.parametrize(
    "data", [None, 5, True, "posts", [], [GOOD], {}, {"post": [], "talent": []}]
)
def test_not_a_problem_at_all(data: object) -> None:
    assert codes(data) == ["not_a_problem"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"posts": None}, ["wrong_type"]),
        ({"posts": {"P1": []}}, ["wrong_type"]),
        ({"posts": [P1, 7]}, ["wrong_type"]),
        ({"posts": [{"wishes": []}]}, ["missing"]),
        ({"posts": [{"id": 1, "wishes": []}]}, ["wrong_type"]),
        ({"posts": [{"id": "", "wishes": []}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1"}]}, ["missing"]),
        ({"posts": [P1, P1]}, ["doubled_id"]),
        ({"posts": [P1, {"id": "T1", "wishes": []}]}, ["id_on_both_sides"]),
        ({"posts": [{"id": "P1", "wishes": "all"}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1", "wishes": None}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1", "wishes": ["T1"]}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1", "wishes": [[["T1"]]]}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1", "wishes": [[1]]}]}, ["wrong_type"]),
        ({"posts": [{"id": "P1", "wishes": [["T8"]]}]}, ["unknown_id"]),
        ({"posts": [{"id": "P1", "wishes": [["P1"]]}]}, ["unknown_id"]),
        ({"posts": [{"id": "P1", "wishes": [["T1"], ["T1"]]}]}, ["doubled_wish"]),
        ({"posts": [{"id": "P1", "wishes": [["T1", "T1"]]}]}, ["doubled_wish"]),
        ({"talents": [{"id": "T1", "wishes": []}]}, ["missing"]),
        ({"links": "P1"}, ["wrong_type"]),
        ({"links": ["P1"]}, ["wrong_type"]),
        ({"links": [["P1", 2]]}, ["wrong_type"]),
        ({"links": [["P1", "P9"]]}, ["unknown_id"]),
        ({"posts": [P1, P2], "links": [["P1", "P2"], ["P2"]]}, ["linked_twice"]),
        ({"links": [["P1", "P1"]]}, ["linked_twice"]),
        ({"previous": [["P1"]]}, ["wrong_type"]),
        ({"previous": [["P1", "T1"], ["P1", "T2"]]}, ["previous_twice"]),
        ({"talents": [T1 | {"capacity": -1}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": 1.5}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": 2.0}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": float("nan")}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": True}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": "1"}]}, ["capacity"]),
        ({"talents": [T1 | {"capacity": None}]}, ["capacity"]),
        ({"locked": None}, ["wrong_type"]),
        ({"locked": [["P1"]]}, ["wrong_type"]),
        ({"locked": [["P1", "T1", "T1"]]}, ["wrong_type"]),
        ({"locked": ["PT"]}, ["wrong_type"]),
        ({"locked": [["P1", 1]]}, ["wrong_type"]),
        ({"locked": [["T1", "P1"]]}, ["unknown_id", "unknown_id"]),
        ({"locked": [["P1", "T9"]]}, ["unknown_id"]),
        ({"forbidden": [["P9", "T1"]]}, ["unknown_id"]),
        ({"forbidden": "P1"}, ["wrong_type"]),
        ({"posts": [P1, P2], "locked": [["P1", "T1"], ["P1", "T1"]]}, ["locked_twice"]),
        ({"locked": [["P1", "T1"]], "forbidden": [["P1", "T1"]]}, ["locked_forbidden"]),
        (
            {"posts": [P1, P2], "locked": [["P1", "T1"], ["P2", "T1"]]},
            ["locked_over_capacity"],
        ),
        ({"talents": [T1 | {"capacity": -1}], "locked": [["P1", "T1"]]}, ["capacity"]),
        ({"favour": "enterprises"}, ["favour"]),
        ({"favour": None}, ["favour"]),
        ({"goal": ["most"]}, ["goal"]),
        ({"goal": "MOST"}, ["goal"]),
    ],
)
def test_each_fault_has_its_code(change: dict[str, object], expected: list[str]) -> None:
    base: dict[str, object] = {"posts": [P1], "talents": [T1]}
    assert codes(base | change) == expected


@pytest.mark.parametrize("side", ["posts", "talents"])
def test_a_missing_side_is_named(side: str) -> None:
    data: dict[str, object] = {"posts": [], "talents": []}
    del data[side]
    assert codes(data) == ["missing"]


def test_everything_is_listed_at_once_and_in_the_shape_of_the_contract() -> None:
    data = {
        "posts": [{"id": "P1", "wishes": [["T7"]]}, {"id": "P1", "wishes": []}],
        "talents": [{"id": "T1", "capacity": -2, "wishes": "any"}],
        "locked": [["P4", "T1"]],
        "goal": "best",
    }
    assert codes(data) == ["doubled_id", "unknown_id", "capacity", "unknown_id", "goal"]
    with pytest.raises(ProblemInvalid) as caught:
        parse_problem(data)
    shape = caught.value.as_json()
    assert list(shape) == ["problems"]
    assert json.loads(json.dumps(shape)) == {
        "problems": [{"code": n.code, "message": n.message} for n in caught.value.problems]
    }
    assert "T7" in caught.value.problems[1].message
