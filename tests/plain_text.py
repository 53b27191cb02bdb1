"""Looking for names and numbers in the bytes of files, in every encoding they may be in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def found_in(folders: Iterable[Path], words: Sequence[str]) -> list[str]:
    """Name the files under some folders whose bytes, or whose own name, hold one of the words."""
    signs = {word.encode(encoding) for word in words for encoding in ENCODINGS}
    found = []
    for folder in folders:
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            inside = path.read_bytes() if path.is_file() else b""
            own = path.name.encode()
            if any(sign in inside or sign in own for sign in signs):
                found.append(str(path))
    return found
