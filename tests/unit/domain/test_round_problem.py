"""What a side said becomes groups, best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.round_problem import Preference, accepted, problem_of, wish_groups
from partydesk.domain.selection import Attitude, Ruling, record_id

W, A, N = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED
OTHERS = ["T1", "T2", "T3", "T4"]
Said = list[tuple[str | None, Attitude, int | None]]


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        pytest.param([], "any", id="silence: everybody"),
        pytest.param([("T2", W, 1), ("T1", W, 2)], [["T2"], ["T1"]], id="ranked: only these"),
        pytest.param([("T1", W, 1), ("T2", W, 1)], [["T1", "T2"]], id="equal ranks: one group"),
        pytest.param([("T1", W, 7), ("T2", W, 9)], [["T1"], ["T2"]], id="gaps mean nothing"),
        pytest.param([("T1", W, None), ("T2", W, 3)], [["T2"], ["T1"]], id="unranked come after"),
        pytest.param(
            [("T1", A, None), ("T2", W, None), ("T3", W, 1)],
            [["T3"], ["T2"], ["T1"]],
            id="indifferent come last",
        ),
        pytest.param([("T2", N, None)], [["T1", "T3", "T4"]], id="refusals only: the rest"),
        pytest.param([("T1", W, 1), ("T2", N, None)], [["T1"]], id="welcomed and refused"),
        pytest.param(
            [("T1", W, 1), ("T2", N, None), (None, A, None)],
            [["T1"], ["T3", "T4"]],
            id="the rest is all the same",
        ),
        pytest.param(
            [("T1", W, 1), ("T3", A, None), (None, A, None)],
            [["T1"], ["T3", "T2", "T4"]],
            id="named as all the same stands with the rest",
        ),
        pytest.param([(None, W, None)], [["T1", "T2", "T3", "T4"]], id="everybody is welcome"),
        pytest.param([(None, A, None)], "any", id="all are all the same"),
        pytest.param([(None, N, None)], [], id="nobody at all"),
        pytest.param([("T1", W, 1), (None, N, None)], [["T1"]], id="only this one"),
        pytest.param([("T1", A, None)], [["T1"]], id="one named as all the same"),
        pytest.param([("T9", W, 1), ("T1", W, 2)], [["T1"]], id="who has left is passed over"),
        pytest.param([("T9", W, 1)], [], id="only wanted somebody who has left"),
        pytest.param([(o, N, None) for o in OTHERS], [], id="all refused one by one"),
    ],
)
def test_the_meaning_of_wishes(said: Said, groups: list[list[str]] | str) -> None:
    assert wish_groups([Preference(*word) for word in said], OTHERS) == groups


@given(
    st.dictionaries(
        st.sampled_from([*OTHERS, None]),
        st.tuples(st.sampled_from(list(Attitude)), st.one_of(st.none(), st.integers(1, 4))),
    )
)
def test_nobody_is_named_twice_and_the_refused_never(
    said: dict[str | None, tuple[Attitude, int | None]],
) -> None:
    groups = wish_groups([Preference(o, a, r) for o, (a, r) in said.items()], OTHERS)
    if groups == "any":
        # Everybody is possible and nobody is preferred; who was not named cannot be told apart.
        assert all(attitude is not W for attitude, _ in said.values())
        assert all(said.get(other, (A, None))[0] is A for other in OTHERS)
        return
    named = [other for group in groups for other in group]
    assert len(named) == len(set(named))
    assert all(groups)
    assert not {o for o, (attitude, _) in said.items() if attitude is N} & set(named)
    welcomed = {o for o, (attitude, _) in said.items() if attitude is not N and o is not None}
    assert welcomed <= set(named)


def test_a_round_as_a_problem() -> None:
    problem = problem_of(
        [(7, [Preference("T3", W, 1)]), (8, [])],
        [(3, 2, [Preference("P8", N, None)]), (4, 0, [Preference(None, N, None)])],
        {(8, 3): Ruling.LOCKED, (7, 4): Ruling.FORBIDDEN, (7, 3): Ruling.LOCKED},
    )
    assert problem == {
        "posts": [{"id": "P7", "wishes": [["T3"]]}, {"id": "P8", "wishes": "any"}],
        "talents": [
            {"id": "T3", "capacity": 2, "wishes": [["P7"]]},
            {"id": "T4", "capacity": 0, "wishes": []},
        ],
        "locked": [["P7", "T3"], ["P8", "T3"]],
        "forbidden": [["P7", "T4"]],
    }
    assert (record_id("P17"), record_id("T4")) == (17, 4)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ([], 3),
        ([Preference("T1", W, 1)], 1),
        ([Preference("T1", W, 1), Preference("T2", N, None)], 1),
        ([Preference("T1", W, 1), Preference(None, A, None)], 3),
        ([Preference("T2", N, None)], 2),
        ([Preference("T9", W, 1)], 0),
    ],
)
def test_how_many_a_side_would_take(said: list[Preference], count: int) -> None:
    assert accepted(said, ["T1", "T2", "T3"]) == count
