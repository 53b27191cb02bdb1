"""Figures by which two runs are compared."""

from __future__ import annotations

from typing import Any

from partydesk.domain.run_figures import RunFigures, SideFigures, figures_of

PROBLEM: dict[str, Any] = {
    "posts": [
        {"id": "P1", "wishes": [["T1", "T2"], ["T3"]]},
        {"id": "P2", "wishes": "any"},
        {"id": "P3", "wishes": [["T1"], ["T2"]]},
    ],
    "talents": [
        {"id": "T1", "capacity": 1, "wishes": [["P3"], ["P1"]]},
        {"id": "T2", "capacity": 1, "wishes": [["P2"]]},
        {"id": "T3", "capacity": 1, "wishes": [["P1"]]},
    ],
}


def test_places_count_everybody_who_is_wanted_more() -> None:
    result = {"pairs": [["P1", "T3"], ["P2", "T2"], ["P3", "T1"]], "blocking_pairs": []}
    assert figures_of(PROBLEM, result) == RunFigures(
        3, 3, SideFigures(1, 2, 2.0), SideFigures(3, 3, 1.0), 0, 0
    )


def test_an_order_that_was_stood_in_for_is_nobodys_place() -> None:
    result = {"pairs": [["P3", "T1"]], "blocking_pairs": [["P1", "T1"]]}
    found = figures_of(PROBLEM, result, ("P3", "T1"))
    nothing = SideFigures(0, 0, None)
    assert (found.for_posts, found.for_talents) == (nothing, nothing)
    assert (found.filled, found.blocking, found.stood_in) == (1, 1, 2)


def test_a_pair_locked_against_the_wishes_has_no_place() -> None:
    result = {"pairs": [["P3", "T3"]], "blocking_pairs": []}
    assert figures_of(PROBLEM, result).for_posts == SideFigures(0, 0, None)
