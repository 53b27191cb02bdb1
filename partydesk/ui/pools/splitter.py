"""Two parts side by side whose shares the user can change; the choice is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from partydesk.ui.widgets.card import GAP


class KeptSplitter(QSplitter):
    """Parts from left to right; none can be pushed away."""

    def __init__(
        self, settings: QSettings, name: str, parts: Sequence[tuple[QWidget, int]]
    ) -> None:
        """Show the parts.

        Args:
            settings: The user's settings.
            name: The object's name, and where in ``settings`` the shares are kept.
            parts: Each with its share of the width until the user chooses otherwise.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        for place, (part, share) in enumerate(parts):
            self.addWidget(part)
            self.setStretchFactor(place, share)
        self.setSizes([share * 10 for _, share in parts])
        kept = settings.value(f"splitters/{name}")
        if isinstance(kept, QByteArray):
            self.restoreState(kept)
        self.splitterMoved.connect(
            lambda *_place: settings.setValue(f"splitters/{name}", self.saveState())
        )
