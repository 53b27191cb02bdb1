"""What the work of the year asks for: one thing to do, for whom, until when, and where it is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do.

    Attributes:
        key: Stable word that names it, such as ``shortcoming:12``.
        title: What is to be done.
        who: For whom.
        page: Page on which it is done.
        tab: Its tab there; empty for a page without.
        act: Words on the button that leads there.
        due: Until when; None where no day was set.
    """

    key: str
    title: str
    who: str
    page: str
    tab: str
    act: str
    due: dt.date | None = None
