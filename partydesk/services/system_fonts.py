"""Which fonts for Chinese this PC has, and which of them are those of the standard."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from partydesk.reports.font_files import FontDescription, describe_fonts
from partydesk.resources import resource_path

_ENDINGS: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})


def font_folders() -> tuple[Path, ...]:
    """Where fonts lie on this system: those of everybody and those of the user."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return *shared, data / "fonts", home / ".fonts"


def find_fonts(folders: Sequence[Path] | None = None) -> tuple[FontDescription, ...]:
    """List the fonts for Chinese that this PC has, refused ones included, by name.

    Args:
        folders: Where to look, with all folders within; None for the usual places.
    """
    found = [
        font
        for folder in (font_folders() if folders is None else folders)
        for path, changed in _font_paths(folder)
        for font in _described(path, changed)
        if font.chinese
    ]
    return tuple(sorted(found, key=lambda font: (font.label, font.file.path, font.file.number)))


def _font_paths(folder: Path) -> Iterator[tuple[Path, int]]:
    """The font files of a folder; what cannot be read is passed over, it is the system's."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.suffix.lower() in _ENDINGS:
                try:
                    yield path, path.stat().st_mtime_ns
                except OSError:
                    continue


def fonts_in_file(path: Path) -> tuple[FontDescription, ...]:
    """Describe the fonts of a file as it is now.

    Raises:
        OSError: There is no such file.
    """
    return _described(path, path.stat().st_mtime_ns)


@cache
def _described(path: Path, _changed_ns: int) -> tuple[FontDescription, ...]:
    return describe_fonts(path)


@cache
def _standard() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names and names of files of the standard's fonts, role by role, the best first."""
    text = resource_path("fonts", "standard.json").read_text(encoding="utf-8")
    return {
        role: (tuple(map(str.casefold, known["names"])), tuple(known["files"]))
        for role, known in json.loads(text).items()
    }


def standard_fonts(role: str, fonts: Sequence[FontDescription]) -> tuple[FontDescription, ...]:
    """Choose the standard's fonts for a role from those of a PC, the best first, by name or file.

    Args:
        role: Name of the role.
        fonts: What :func:`find_fonts` found.
    """
    names, files = _standard()[role]
    ranked: list[tuple[int, FontDescription]] = []
    for font in fonts:
        ranks = [names.index(n.casefold()) for n in font.names if n.casefold() in names]
        file = Path(font.file.path).name.casefold()
        if not ranks and file in files and font.file.number == 0:
            ranks = [len(names) + files.index(file)]
        if ranks:
            ranked.append((min(ranks), font))
    return tuple(font for _, font in sorted(ranked, key=lambda pair: pair[0]))
