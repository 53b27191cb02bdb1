"""Letting Python's collector of reference cycles rest while a large sheet is worked through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
