"""Posts that people hold beside a pair, and terms in a row."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.commitments import Commitment, Knowledge, term_in_a_row
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Post, Role
from partydesk.domain.talents import Talent

TODAY = dt.date(2026, 3, 2)
TERM = (TODAY, dt.date(2028, 3, 1))
TALENT = Talent(id=1, name="苏和")
POST = Post(id=10, enterprise="塔林粮油有限公司", enterprise_id=7, role=Role.INSTRUCTOR)


GAP = dt.timedelta(days=366)


def _held(
    post: int,
    enterprise: int = 7,
    *,
    live: bool = True,
    terms: int = 1,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Commitment:
    return Commitment(
        placement_id=post, post_id=post, enterprise_id=enterprise, live=live,
        served=since is not None, terms=terms, since=since, until=until,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "term"),
    [
        ([], 1),
        ([(2024, 2026)], 2),
        ([(2022, 2024), (2024, 2026)], 3),
        ([(2024, 2026), (2022, 2024)], 3),
        ([(2020, 2022), (2024, 2026)], 2),  # two years between: not in a row
        ([(2027, 2029)], 1),  # later
    ],
)
def test_terms_in_a_row(earlier: list[tuple[int, int]], term: int) -> None:
    known = [
        _held(n, since=dt.date(a, 3, 2), until=dt.date(b, 3, 1)) for n, (a, b) in enumerate(earlier)
    ]
    assert term_in_a_row(known, TODAY, GAP) == term


@pytest.mark.parametrize(("days", "term"), [(366, 2), (367, 1)])
def test_how_long_a_gap_may_be(days: int, term: int) -> None:
    until = TODAY - dt.timedelta(days=days)
    assert term_in_a_row([_held(1, since=dt.date(2022, 1, 1), until=until)], TODAY, GAP) == term


def test_a_renewed_agreement_counts_each_of_its_terms() -> None:
    known = _held(1, terms=2, since=dt.date(2022, 3, 2), until=dt.date(2026, 3, 1))
    assert term_in_a_row([known], TODAY, GAP) == 3
    own = _held(10, terms=2, since=dt.date(2024, 3, 2), until=dt.date(2028, 3, 1))
    earlier = _held(1, live=False, since=dt.date(2022, 3, 2), until=dt.date(2024, 3, 1))
    assert Knowledge({1: (own, earlier)}).case(TALENT, POST, TERM, TODAY, gap=GAP).term == 3


def test_what_is_held_beside_a_pair() -> None:
    held = (
        _held(10, since=TODAY, until=TERM[1]),  # the pair itself
        _held(11, 8),  # on the way, no agreement yet
        _held(12, 9, since=dt.date(2024, 3, 2), until=TODAY),  # its last day
        _held(13, 9, since=dt.date(2024, 3, 1), until=TODAY - dt.timedelta(days=1)),
        _held(14, 9, live=False, since=dt.date(2025, 3, 1), until=TERM[1]),
    )
    known = Knowledge({1: held}, {(1, 7): (Tie.RELATIVE,)})
    case = known.case(TALENT, POST, TERM, TODAY, gap=GAP, approval="文号", proposed=(10, 11, 20))
    assert (case.beside, case.term, case.approval) == (3, 1, "文号")
    assert tuple(case.ties) == (Tie.RELATIVE,)
    nothing = Knowledge().case(TALENT, POST, TERM, TODAY, gap=GAP)
    assert (nothing.beside, nothing.term, tuple(nothing.ties)) == (0, 1, ())
