"""Telling the pages that something was written; each decides for itself whether to read again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from partydesk.domain.changes import Changes


class ChangeBus(QObject):
    """Passes on what each write changed, once.

    Signals:
        changed(object): A :class:`~partydesk.domain.changes.Changes`.
    """

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Pass on what a write has changed; a write that touched nothing is not news."""
        if changes.kinds or changes.label:
            self.changed.emit(changes)
