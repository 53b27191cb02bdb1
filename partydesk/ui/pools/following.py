"""Card and list agree: a search takes the card along, and a record outside the list says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic

from PySide6.QtCore import QObject, QTimer

from partydesk.domain.listing import Query
from partydesk.ui.colours import Tone
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.pools.filters import FilterBar
from partydesk.ui.pools.record_card import RecordCard
from partydesk.ui.pools.record_list import RecordList
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import button

#: The card follows once the typing rests: filling it in takes longer than a key may.
_REST_MS = 150


class OutsideNote(FormMessage):
    """Says that the record shown is not in the list, with a way to have it there."""

    def __init__(self, name: str, way_back: Callable[[], None]) -> None:
        """Show nothing yet; ``way_back`` is what the link does."""
        super().__init__(f"{name}_outside")
        self.back = button("", f"{name}_into_list", link=True)
        self.back.clicked.connect(way_back)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.back)

    def say_why(self, why: str, back: str) -> None:
        """Say why the record is outside and what the link does about it."""
        self.back.setText(back)
        self.say(why, Tone.ATTENTION)


class CardFollower(QObject, Generic[Record]):
    """Lets the card show what the list holds, without ever taking away what is being typed.

    Attributes:
        note: What the card says of a record outside the list.
    """

    def __init__(
        self,
        face: PoolFace[Record],
        records: RecordList[Record],
        card: RecordCard[Record],
        filters: FilterBar,
    ) -> None:
        """Tie ``card`` to ``records``; lives as long as the list."""
        super().__init__(records)
        self._face, self._list, self._card, self._filters = face, records, card, filters
        self._asked = False
        #: What a search without a find took away; it comes back with the list.
        self._left: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.settle)
        self.note = OutsideNote(face.kind, self._bring_into_list)
        card.body.insertWidget(0, self.note)
        card.shown.connect(self._on_shown)

    def follow_soon(self) -> None:
        """Know that the user asked for another list: a record outside of it is left."""
        self._asked = True
        self._rest.start()

    def _on_shown(self, _record: Record | None) -> None:
        self._asked = False
        self._left = None
        self.say()

    def settle(self) -> None:
        """Leave a record that a search does not find; one with unsaved text stays and says so."""
        if not self._list.is_complete:
            return  # the record may stand further down; asked again when all are known
        asked, self._asked = self._asked, False
        if asked and self._is_outside() and not self._card.changed():
            left = self._card.record_id
            self._card.show_nothing()
            self.begin()
            if not self._card.is_open:
                self._left = left
                self._card.hide()
        self.say()

    def begin(self) -> None:
        """Show a record where none is: the one that was left, else the first."""
        if self._left is None or not self._list.choose(self._left):
            self._list.step(0)

    def say(self) -> None:
        """Say of a record that is not in the list why it is not; nothing of any other."""
        leaving = self._asked and not self._card.changed()
        if leaving or not self._list.is_complete or not self._is_outside():
            self.note.clear()
            return
        record = self._card.record
        name, retired = (record.name, record.is_retired) if record else ("", False)
        if retired and not self._filters.narrowing:
            word = self._face.retired_word
            self.note.say_why(f"“{name}”{word}，名单里没有显示{word}的。", f"显示含{word}的名单")
        else:
            why = f"“{name}”不符合现在的条件，不在左边的名单里。"
            self.note.say_why(why, "清除条件，在名单里显示")

    def _is_outside(self) -> bool:
        number = self._card.record_id
        return number is not None and not self._list.holds(number)

    def _bring_into_list(self) -> None:
        record = self._card.record
        if record is not None:
            self._filters.show_query(Query(include_retired=record.is_retired))
