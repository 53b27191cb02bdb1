"""未保存 n ▾: how many drafts there are, and the way to each."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from partydesk.ui.pools.drafts import Drafts


class DraftButton(QPushButton):
    """Hidden while nothing is unsaved.

    Signals:
        chosen(object): 记录号 of the draft that was chosen; None for the new record.
    """

    chosen = Signal(object)

    def __init__(self, name: str, drafts: Drafts, *, by_field: bool = True) -> None:
        """Count ``drafts``.

        Args:
            name: The object's name.
            drafts: What is unsaved.
            by_field: Whether the menu says how many fields of each were typed over.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("已填写、还没有保存的内容；关闭程序后也会保留")
        self._drafts, self._by_field = drafts, by_field
        self.clicked.connect(self._open)
        self.show_count()

    def show_count(self) -> None:
        """Count anew."""
        count = len(self._drafts)
        self.setVisible(bool(count))
        self.setText(f"未保存 {count} ▾")
        self.setAccessibleName(f"未保存 {count} 份")

    def menu_of_drafts(self) -> QMenu:
        """Make the menu, one line for each draft."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        for draft in self._drafts.all():
            count = f"（{len(draft.changed)} 项）" if self._by_field else ""
            words = f"{draft.label}{count}".replace("&", "&&")
            menu.addAction(words, lambda wanted=draft.record_id: self.chosen.emit(wanted))
        return menu

    def _open(self) -> None:
        menu = self.menu_of_drafts()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
