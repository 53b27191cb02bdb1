"""What the panels of typed conditions say: captions, hints, and how an entry is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from partydesk.domain.fields import Field
from partydesk.domain.ranges import DATES, RANGED, range_in_words, read_range
from partydesk.domain.values import ValueRefused
from partydesk.ui.widgets.entry_chip import Reader


def captions_of(field: Field) -> tuple[str, ...]:
    """Words before the lines of a field's panel."""
    return ("从", "到") if field.kind in RANGED else ("包含",)


def hint_of(field: Field) -> str:
    """How to type a condition on a field."""
    if field.kind in DATES:
        return "可只写年或年月，如 1970 或 1970-07；一端空着表示不限"
    return "两端都包含在内；一端空着表示不限" if field.kind in RANGED else "写几个字即可"


def reader_of(field: Field, today: Callable[[], dt.date]) -> Reader:
    """Give the function that says a typed condition in words, or what is wrong with it."""

    def read(texts: Sequence[str]) -> tuple[str, str]:
        if field.kind not in RANGED:
            return f"含“{texts[0]}”", ""
        try:
            wanted = read_range(field, texts[0], texts[1], today())
        except ValueRefused as refused:
            return "", refused.reason.message
        # The unit stands in the chip's title.
        return range_in_words(wanted), ""

    return read
