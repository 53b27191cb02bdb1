"""What is due: one thing to be done by somebody by a day, whatever part of the work it comes from.

Each part of the work offers ``due_in(session, year, today) -> list[Due]`` in its service; the
calendar of the workbench puts them together (:mod:`partydesk.services.duty.calendar`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    Attributes:
        key: Stable word for just this thing, such as ``report:17:2026-05``; a reminder that was put
            off is remembered by it.
        title: What is to be done, such as 交5月月报.
        who: Whom it concerns, in words; a person with the unit.
        page: Key of the page where it is done.
        tab: Key of its tab there; empty for a page without tabs.
        act: Words on its button.
        due: The day by which; None for something without a day.
    """

    key: str
    title: str
    who: str
    page: str
    tab: str
    act: str
    due: dt.date | None = None
