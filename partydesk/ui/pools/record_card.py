"""One record beside the list: its head, its form, its history and the buttons below.

It holds text. What is typed is compared with what is stored, so that only what the user changed is
saved and a draft is exactly that difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from partydesk.domain.changes import HistoryEntry
from partydesk.domain.fields import Field
from partydesk.domain.values import show
from partydesk.ui.colours import Tone
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.pools.drafts import Draft
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.pools.history_view import HistoryView
from partydesk.ui.pools.record_head import RecordHead
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.chips import ChipsEditor
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import button
from partydesk.ui.widgets.words import WordEdit


def texts_of(fields: Sequence[Field], record: object) -> dict[str, str]:
    """Write a record as the texts of its form, in full."""
    return {f.name: show(f, getattr(record, f.name), masked=False) for f in fields}


def masks_of(fields: Sequence[Field], record: object) -> dict[str, str]:
    """Write what is shown in place of sensitive texts until 显示 is pressed."""
    return {f.name: show(f, getattr(record, f.name)) for f in fields if f.sensitive}


@dataclass(frozen=True)
class CardPorts:
    """What the card asks of its page.

    Attributes:
        sources: Words and pictures of the editors.
        words: Field name → words, for what the form holds now.
        history: The history of a record, oldest first; a short read.
        today: The day, for ages and for dates in the future.
    """

    sources: Sources
    words: Callable[[Mapping[str, str]], Mapping[str, Sequence[str]]]
    history: Callable[[int], Sequence[HistoryEntry]]
    today: Callable[[], dt.date]


class RecordCard(Card, Generic[Record]):
    """The right side of a pool's page.

    Attributes:
        form: The form.
        foot: The line below the form; its buttons are added at the right end.
        head_lines: Name and number.
        history: The record's history.

    Signals:
        edited(): The user changed something.
        completed(): Enter was pressed on the last field.
        give_up_asked(): 放弃修改 was pressed.
        shown(object): Another record is shown, or the same one read anew; None for a new one.
    """

    edited = Signal()
    completed = Signal()
    give_up_asked = Signal()
    shown = Signal(object)

    def __init__(self, face: PoolFace[Record], ports: CardPorts) -> None:
        """Build the form of ``face``."""
        super().__init__(name=f"{face.kind}_card")
        self.setAccessibleName(f"{face.noun}详情")
        self._face = face
        self._ports = ports
        self._record: Record | None = None
        self._new = False
        self._base: dict[str, str] = {}
        #: What was stored when a restored draft was typed, where that is not what is stored now.
        self._seen: dict[str, str] = {}
        self._overtaken: dict[str, str] = {}
        self._derived: dict[str, str] = {}
        self._loading = False
        self.head_lines = RecordHead(f"{face.kind}_head")
        self._note = FormMessage(f"{face.kind}_note")
        self.form = RecordForm(face.fields, ports.sources, name=f"{face.kind}_form", tabbed=True)
        self.history = HistoryView(f"{face.kind}_history")
        self._give_up = button("放弃修改…", f"{face.kind}_give_up", link=True)
        self._give_up.setToolTip("有修改，尚未保存")
        self.foot = QHBoxLayout()
        self._lay_out()
        self._wire()
        self.show_nothing()

    # -- building ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head_lines)
        column.addWidget(self._note)
        column.addWidget(self.form, 1)
        self.foot.setSpacing(8)
        self.foot.addWidget(self._give_up)
        self.foot.addStretch(1)
        column.addLayout(self.foot)
        self._column = column
        self._tabs = self.form.add_tab(self.history, "修改记录")
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(f"没有选中{self._face.noun}", "从左边的名单中选一行，或按 Ctrl+N 新增。")
        )
        self._stack.addWidget(content)
        self.body.addWidget(self._stack, 1)

    def put_below_head(self, widget: QWidget) -> None:
        """Put what belongs to the record at a glance between its head and the form."""
        self._column.insertWidget(1, widget)

    def add_panel(self, view: QWidget, title: str) -> None:
        """Put something that is no field behind the sections of the form, before the history."""
        place = self._tabs.indexOf(self.history)
        self._tabs.insertTab(place, view, title)

    def set_panel_title(self, view: QWidget, title: str) -> None:
        """Write something else on the tab of a panel, such as how many it lists."""
        self._tabs.setTabText(self._tabs.indexOf(view), title)

    def _wire(self) -> None:
        self.form.field_edited.connect(self._follow)
        self.form.field_left.connect(self._offer)
        self.form.edited.connect(self._on_edited)
        self.form.completed.connect(self.completed)
        self._give_up.clicked.connect(self.give_up_asked)
        self._tabs.currentChanged.connect(lambda _tab: self._read_history())

    # -- what it shows ----------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a record, stored or new, is shown."""
        return self._new or self._record is not None

    @property
    def is_new(self) -> bool:
        """Whether a record that is not stored yet is shown."""
        return self._new

    @property
    def record(self) -> Record | None:
        """The stored record that is shown."""
        return self._record

    @property
    def record_id(self) -> int | None:
        """Its 记录号; None for a new record and for none."""
        return self._record.id if self._record is not None else None

    def show_nothing(self) -> None:
        """Show that no record is chosen."""
        self._record, self._new = None, False
        self._stack.setCurrentIndex(0)

    def show_record(self, record: Record, draft: Draft | None = None) -> None:
        """Show a stored record, with unsaved text over it if there is any."""
        self._record, self._new = record, False
        fields = self._face.fields
        self.head_lines.show_about(
            record.name, self._face.tag(record), self._face.facts(record, self._ports.today())
        )
        number = self._face.field(self._face.identity)
        value = getattr(record, number.name)
        self.head_lines.show_number(show(number, value, masked=False), show(number, value))
        self._fill(texts_of(fields, record), masks_of(fields, record), draft)
        self._read_history()
        self.shown.emit(record)

    def show_new(self, blank: Record, draft: Draft | None = None) -> None:
        """Show an empty form for a new record, the keyboard in its first field."""
        self._record, self._new = None, True
        self.head_lines.show_about(f"新增{self._face.noun}", ("", Tone.PLAIN), "")
        self.head_lines.show_number("", "")
        self._fill(texts_of(self._face.fields, blank), {}, draft)
        self._read_history()
        self.form.focus_first()
        self.shown.emit(None)

    def _fill(
        self, texts: Mapping[str, str], masks: Mapping[str, str], draft: Draft | None
    ) -> None:
        self._stack.setCurrentIndex(1)
        self._loading = True
        self._derived = {}
        self.form.set_texts(texts, masks)
        self._base = self.form.texts()
        self._put_draft(draft or Draft(None, "", {}), masks)
        self.form.set_dirty(draft is not None)
        self._loading = False
        self.refresh_words()
        self._show_state()

    def _put_draft(self, draft: Draft, masks: Mapping[str, str]) -> None:
        """Put unsaved text over what is stored; say where the two have gone different ways."""
        overtaken = draft.overtaken(self._base)
        self._seen = {name: draft.base[name] for name in overtaken}
        self._overtaken = {
            name: f"此后已改为“{masks.get(name) or text}”" if text else "此后已改为空"
            for name, text in overtaken.items()
        }
        for name, text in draft.changed.items():
            if name in self._base:
                self.form.set_field(name, text)
        lines = ["上次未保存的内容已恢复，核对后请保存。"] if draft.restored else []
        if overtaken:
            labels = "、".join(self._face.field(name).label for name in overtaken)
            lines.append(f"该记录此后改过（{labels}）。您填写的仍在下面，保存后以您填写的为准。")
        self._note.say(lines, Tone.ATTENTION)

    def overtaken(self) -> dict[str, str]:
        """Name the fields typed over that somebody else has changed since, with a message each."""
        return dict(self._overtaken)

    def changed(self) -> dict[str, str]:
        """Field name → text, for the fields that differ from what is stored."""
        texts = self.form.texts()
        return {name: text for name, text in texts.items() if text != self._base.get(name, "")}

    def draft(self) -> Draft:
        """Give what is unsaved, as a draft that can be put back later."""
        name = self.form.text_of("name") or f"（未写{self._face.field('name').label}）"
        changed = self.changed()
        before = {name: self._base.get(name, "") for name in changed}
        seen = {name: text for name, text in self._seen.items() if name in changed}
        label = f"新增：{name}" if self._new else name
        return Draft(self.record_id, label, changed, {**before, **seen})

    # -- while typing ----------------------------------------------------------------------

    def _follow(self, name: str) -> None:
        """Fill in what follows from a field, unless the user has said otherwise."""
        if self._loading:
            return
        texts = self.form.texts()
        today = self._ports.today()
        for other, text in self._face.derive(name, texts, today).items():
            if text and texts[other] in ("", self._derived.get(other)):
                self._derived[other] = text
                self.form.set_field(other, text)
        block = self.form.block(name)
        block.set_hint(self._face.hint(name, texts, today))
        fault = self._face.check(name, texts, today)
        if fault:
            block.set_fault(fault)
        if name == "township":
            self.refresh_words()

    def _offer(self, name: str) -> None:
        """Offer what may be meant, now that the field is complete."""
        texts = self.form.texts()
        offer = self._face.offer(name, texts, self._ports.today())
        if offer is not None and not self.form.block(name).masked and name in self.changed():
            self.form.block(name).set_fault(offer.fault)
            self.form.block(name).set_offer(offer.words, offer.text)

    def _on_edited(self) -> None:
        if not self._loading:
            self._show_state()
            self.edited.emit()

    def _show_state(self) -> None:
        unsaved = bool(self.changed())
        self.head_lines.show_draft(unsaved=unsaved)
        self._give_up.setVisible(unsaved)

    def refresh_words(self) -> None:
        """Offer the words that are in the dictionaries now."""
        for name, words in self._ports.words(self.form.texts()).items():
            editor = self.form.block(name).editor.widget
            if isinstance(editor, WordEdit | ChipsEditor):
                editor.set_words(words)

    # -- history ----------------------------------------------------------------------

    def _read_history(self) -> None:
        """Read the history when it is in sight; it need not be read for every row passed by."""
        if self._tabs.currentWidget() is self.history:
            number = self.record_id
            self.history.show_entries(self._ports.history(number) if number else ())
