"""LibreOffice, where it is installed: which of its parts are there."""

from __future__ import annotations

import shutil
from pathlib import Path

#: Library of a part, in the folder of the program.
CALC, WRITER = "libsclo.so", "libswlo.so"


def find_office(part: str) -> str | None:
    """Give the program if it has a part; each part brings the program, but not the others."""
    found = shutil.which("soffice")
    if found is None or not (Path(found).resolve().parent / part).exists():
        return None
    return found
