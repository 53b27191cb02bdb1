"""What a run gave to either side."""

from __future__ import annotations

from partydesk.domain.fairness import Place, standings
from partydesk.domain.matching import parse_problem, solve

PROBLEM = parse_problem(
    {
        "posts": [
            {"id": "P1", "wishes": [["T1"], ["T2", "T3"]]},
            {"id": "P2", "wishes": [["T1"], ["T2", "T3"]]},
            {"id": "P3", "wishes": "any"},
            {"id": "P4", "wishes": [["T4", "T5"]]},
        ],
        "talents": [
            {"id": "T1", "capacity": 1, "wishes": [["P2"], ["P1"]]},
            {"id": "T2", "capacity": 1, "wishes": [["P1", "P2"]]},
            {"id": "T3", "capacity": 1, "wishes": [["P3"]]},
            {"id": "T4", "capacity": 1, "wishes": "any"},
            {"id": "T5", "capacity": 0, "wishes": []},
        ],
        "locked": [["P4", "T4"]],
    }
)


def test_both_sides_of_every_pair_are_placed() -> None:
    found = standings(PROBLEM, solve(PROBLEM).pairs)
    told = {each.post: (each.talent, each.of_talent, each.of_post, each.locked) for each in found}
    assert told == {
        "P1": ("T2", Place(2, tied=True), None, False),
        "P2": ("T1", Place(1, tied=False), Place(1, tied=False), False),
        "P3": ("T3", None, Place(1, tied=False), False),
        "P4": ("T4", None, None, True),
    }
    assert Place(2, tied=True).words == "=2"
    assert Place(1, tied=False).words == "1"


def test_a_locked_pair_that_was_refused_has_no_place() -> None:
    (lonely,) = standings(PROBLEM, [("P1", "T5")])
    assert (lonely.of_talent, lonely.of_post) == (None, None)
