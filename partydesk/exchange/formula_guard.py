"""Text that a spreadsheet program would take for a formula, when it opens a text file.

A text file has no types: ``=1+1`` in it is worked out, ``+86-138`` becomes a difference, and
``=cmd|…`` may start a program (OWASP, CSV Injection). An apostrophe in front keeps it text; when
the program reads its own file, it takes the apostrophe away.
"""

from __future__ import annotations

import re
from typing import Final

#: What begins a formula; a plain number with its sign is none. Apostrophes in front are counted in,
#: so that taking one away always gives what was there.
_FORMULA: Final = re.compile(r"'*(?:[=@\t\r]|[+\-](?!\d+(?:\.\d+)?$))")
#: Text seldom begins with one of these.
_BEGINNINGS: Final = frozenset("'=@\t\r+-")


def guarded(text: str) -> str:
    """Put an apostrophe before what would be a formula."""
    if text[:1] not in _BEGINNINGS or not _FORMULA.match(text):
        return text
    return f"'{text}"


def unguarded(text: str) -> str:
    """Take away the apostrophe that :func:`guarded` has put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
