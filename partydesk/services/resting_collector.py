"""Letting Python's collector of reference cycles rest while a large sheet is worked through."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_resting = 0


def is_resting() -> bool:
    """Whether anybody wants the collector to rest; asked by who calls it by hand."""
    return _resting > 0


@contextmanager
def resting_collector() -> Iterator[None]:
    """Keep the collector from looking again and again at objects that all stay.

    A sheet of 20,000 rows makes millions of objects and hardly a cycle; looking for cycles among
    them takes a fifth of the whole time. What others let go of meanwhile is collected afterwards,
    when the collector next looks at what is old: there all these objects are put at once, for as
    young ones they would be looked through on the spot.
    """
    was_on = gc.isenabled()
    gc.disable()
    _count(1)
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        _count(-1)
        if was_on:
            gc.enable()


def _count(step: int) -> None:
    global _resting  # noqa: PLW0603 - the collector is one for the whole process, so is this
    with _LOCK:
        _resting += step
