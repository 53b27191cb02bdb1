"""A field that names records of another pool: chips, and a line that looks them up while typing.

The records are asked for by what was typed and never listed: the other pool may hold a hundred
thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from partydesk.domain.references import Offer
from partydesk.ui.widgets.chips import ChipsEditor
from partydesk.ui.widgets.words import OfferedWords, WordEdit

SEPARATOR = "；"
#: Names hold commas and 、; only semicolons and line breaks part them (``domain.references``).
_BETWEEN = re.compile(r"[；;\n\r]+")
_REST_MS = 120


#: Gives the records that fit what was typed, the likeliest first.
Find = Callable[[str], Sequence[Offer]]


class _OffersModel(OfferedWords):
    """The unfolded list: shows more of each record than is written when it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.about: dict[str, str] = {}

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Add what tells a record from others to what is shown."""
        value = super().data(index, role)
        about = self.about.get(str(value), "") if role == Qt.ItemDataRole.DisplayRole else ""
        return f"{value}　{about}" if about else value


class RecordLine(WordEdit):
    """A line whose list is asked for, a moment after the last key."""

    def __init__(self, find: Find) -> None:
        """Ask ``find`` for what fits."""
        self._offers = _OffersModel()
        super().__init__(open_list=False, model=self._offers)
        self._find = find
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look_up)
        self.set_words(())
        self.completions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.completions.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _show(self, words: Sequence[str]) -> None:
        """Unfold the list as wide as its longest line: behind some chips the line is short."""
        super()._show(words)
        widest = max(self.completions.sizeHintForColumn(0) + 28, self.width())
        self.completions.resize(widest, self.completions.height())

    def found(self, wanted: str) -> list[str]:
        """Ask for the records that fit."""
        offers = self._find(wanted)
        self._offers.about = {offer.label: offer.about for offer in offers}
        return [offer.label for offer in offers]

    def _offer(self, typed: str) -> None:
        """Wait until the keys rest: a question for every key of a fast typist helps nobody."""
        if typed.strip():
            self._rest.start()
        else:
            self._rest.stop()
            self.completions.hide()

    def look_up(self) -> None:
        """Unfold what fits now, the first marked."""
        self._rest.stop()
        if not self.text().strip() or not self.hasFocus():
            return
        found = self.found(self.text().strip())
        if found:
            self._show(found)
            self.completions.setCurrentIndex(self._offers.index(0, 0))
        else:
            self.completions.hide()

    def show_all(self) -> None:
        """Unfold what fits, or the first records of all."""
        found = self.found(self.text().strip())
        if found:
            self._show(found)

    def settle(self) -> None:
        """Take the one record that can be meant; several or none leave the text."""
        self._rest.stop()
        typed = self.text().strip()
        found = self.found(typed) if typed else []
        exact = [label for label in found if label == typed]
        if len(exact or found) == 1:
            self.setText((exact or found)[0])
        self.completions.hide()


class RecordsEditor(ChipsEditor):
    """Linked records on chips; typing looks for the next one."""

    def __init__(self, find: Find, name: str = "records") -> None:
        """Look for records with ``find``."""
        super().__init__(name=name, line=RecordLine(find), between=_BETWEEN, separator=SEPARATOR)

    def _key(self, event: QKeyEvent) -> bool:
        """Show the choice at Enter where several may be meant; take pasted lines apart."""
        line = self.line
        if event.matches(QKeySequence.StandardKey.Paste):
            pasted = QGuiApplication.clipboard().text()
            if _BETWEEN.search(pasted.strip()):  # a line edit would make spaces of the breaks
                self.add_words([word.strip() for word in _BETWEEN.split(pasted) if word.strip()])
                return True
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and line.text().strip() and isinstance(line, RecordLine):
            found = line.found(line.text().strip())
            if len(found) > 1 and line.text().strip() not in found:
                line.look_up()
                return True
        return super()._key(event)
