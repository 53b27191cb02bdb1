"""Whether a leave touches a month of a posting."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.duty.leaves import Leave, LeaveKind
from partydesk.domain.duty.postings import is_away_in


def test_a_leave_touches_the_months_it_has_a_day_in() -> None:
    part = [
        Leave(
            placement_id=1,
            kind=LeaveKind.SICK,
            from_on=dt.date(2026, 3, 1),
            to_on=dt.date(2026, 3, 30),
        )
    ]
    assert is_away_in(1, part, 2026, 3)
    assert not is_away_in(1, part, 2026, 4)
    assert not is_away_in(2, part, 2026, 3)
