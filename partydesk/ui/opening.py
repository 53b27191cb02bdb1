"""Handing a file to the program that the system has for it; the only place that does so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file with another program.

    Returns:
        Whether the system has taken it; False where no program is set for such files.
    """
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
