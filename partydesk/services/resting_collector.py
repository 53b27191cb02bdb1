"""Letting Python's collector of reference cycles rest while a large sheet is worked through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Keep the collector from looking again and again at objects that all stay.

    A sheet of 20,000 rows makes millions of objects and hardly a cycle; looking for cycles among
    them takes a fifth of the whole time. What others let go of meanwhile is collected afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
