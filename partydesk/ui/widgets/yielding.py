"""A part that scrolls where there is no room for the whole of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget


class YieldingArea(QScrollArea):
    """Shows the whole of a part where there is room, and scrolls it where there is not."""

    def __init__(self, inner: QWidget, name: str, about: str) -> None:
        """Show ``inner``; ``about`` is for screen readers."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        """Ask for the height of the whole part, which Qt's own hint caps."""
        layout = self.widget().layout()
        if layout is None:
            return super().sizeHint()
        width = self.viewport().width()
        tall = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        return QSize(layout.sizeHint().width(), max(tall, layout.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask again when the part has changed."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
