"""The shortcomings of one inspection, each a small form, as many as there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.duty.inspections import Shortcoming
from partydesk.domain.fields import fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.values import show
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.texts import Look, button, label

_PREFIX = "shortcomings"


class ShortcomingsEditor(QWidget):
    """Holds what is to be mended; stores nothing.

    Attributes:
        forms: The forms, from the top.
        add_button: Begins another.
    """

    def __init__(self, due_on: str) -> None:
        """Begin with none; a new one is to be mended by ``due_on``."""
        super().__init__()
        self.setObjectName("shortcomings_editor")
        self._due_on = due_on
        self.forms: list[RecordForm] = []
        self._numbers: list[str] = []
        self._cards: list[Card] = []
        head = QHBoxLayout()
        head.addWidget(label("发现的问题和整改", Look.STRONG))
        head.addStretch(1)
        self.add_button = button("加一条问题", "shortcoming_add")
        self.add_button.clicked.connect(lambda _on=False: self.add())
        head.addWidget(self.add_button)
        inside = QWidget()
        inside.setProperty("page", True)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(10)
        self._none = label("没有发现问题的，不用填", Look.SECONDARY)
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(area, 1)

    def show_shortcomings(self, found: Sequence[Shortcoming]) -> None:
        """Show what is stored."""
        for one in found:
            texts = {f.name: show(f, getattr(one, f.name)) for f in fields_of(Shortcoming)}
            self.add({**texts, "id": str(one.id or "")})

    def add(self, texts: Mapping[str, str] | None = None) -> None:
        """Begin another, or show one that is stored."""
        place = len(self.forms)
        form = RecordForm(
            fields_of(Shortcoming), Sources(matches=matches), name=f"shortcoming_{place}"
        )
        told = dict(texts or {"due_on": self._due_on})
        self._numbers.append(told.pop("id", ""))
        form.set_texts(told)
        card = Card(name=f"shortcoming_card_{place}")
        away = button("移除这条", f"shortcoming_remove_{place}", link=True)
        away.clicked.connect(lambda: self._remove(card))
        card.head.addWidget(away)
        card.body.addWidget(form)
        form.setMinimumHeight(form.sizeHint().height())
        self._column.insertWidget(self._column.count() - 1, card)
        self.forms.append(form)
        self._cards.append(card)
        self._none.hide()
        if texts is None:
            form.focus_first()

    def _remove(self, card: Card) -> None:
        place = self._cards.index(card)
        for kept in (self._cards, self.forms, self._numbers):
            del kept[place]
        card.hide()
        card.deleteLater()
        self._none.setVisible(not self.forms)

    def texts(self) -> list[dict[str, str]]:
        """Give what stands in the forms; a stored one names its number."""
        return [
            {**form.texts(), **({"id": number} if number else {})}
            for form, number in zip(self.forms, self._numbers, strict=True)
        ]

    def show_faults(self, faults: Mapping[str, str]) -> Mapping[str, str]:
        """Show the faults that belong to the shortcomings; gives the others."""
        others = {n: m for n, m in faults.items() if not n.startswith(f"{_PREFIX}.")}
        for place, form in enumerate(self.forms):
            prefix = f"{_PREFIX}.{place}."
            form.set_errors(
                {n.removeprefix(prefix): m for n, m in faults.items() if n.startswith(prefix)}
            )
        return others
