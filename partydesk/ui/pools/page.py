"""The page of a pool: list on the left, the record beside it, drafts kept in between."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import matches
from partydesk.services.drafts import list_drafts
from partydesk.services.history import record_history
from partydesk.services.offers import offer_records
from partydesk.services.pools import Saved, find_records, get_record
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.pools.actions import commands_of
from partydesk.ui.pools.attachments import Attachments
from partydesk.ui.pools.bulk_actions import BulkBar, bulk_commands, offer_menu
from partydesk.ui.pools.disclosure import Disclosure
from partydesk.ui.pools.drafts import Draft, DraftKeeper, Drafts
from partydesk.ui.pools.duplicates import duplicate_commands
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.pools.filters import FilterBar
from partydesk.ui.pools.following import CardFollower
from partydesk.ui.pools.head import PoolHead
from partydesk.ui.pools.photo import PhotoIntake
from partydesk.ui.pools.reading import PoolWords, load_picture
from partydesk.ui.pools.record_card import CardPorts, RecordCard
from partydesk.ui.pools.record_list import PoolEmptyState, RecordList
from partydesk.ui.pools.saved_filters import saved_filters_menu
from partydesk.ui.pools.splitter import KeptSplitter
from partydesk.ui.widgets.card import page_layout
from partydesk.ui.widgets.dialog import ask

#: Shares of list and record in the width of the page.
_LIST_SHARE, _CARD_SHARE = 62, 38


#: The figures behind the title are counted when the list stands there.
_FIGURES_MS = 30


class PoolPage(QWidget, Generic[Record]):
    """One pool.

    Attributes:
        desk: The window's services.
        workspace: The open workspace.
        face: What this pool differs in.
        filters: The line above the list.
        list: The list.
        card: The record beside it.
        drafts: What is typed and not saved.
        attachments: The files kept with the record.
    """

    def __init__(
        self,
        desk: Desk,
        workspace: Workspace,
        face: PoolFace[Record],
        own_commands: Callable[[Any], Sequence[Command]] = lambda _page: (),
        head_keys: Sequence[str] = (),
    ) -> None:
        """Build the page and read the first rows.

        Args:
            desk: The window's services.
            workspace: The open workspace.
            face: What this pool differs in.
            own_commands: Makes the commands that only this pool has, for the page.
            head_keys: Which of them have a button in the head besides their place under 更多.
        """
        super().__init__()
        self.setObjectName(f"page_{face.kind}")
        self.desk, self.workspace, self.face = desk, workspace, face
        self.drafts = Drafts()
        self._keeper = DraftKeeper(desk, workspace, face.kind, self.drafts, self)
        self._saving = False
        self._stale = False
        self._restored = False
        self._settling = False
        self._counted: dict[bool, int] = {}
        self._uncounted = False
        self._disclosure = Disclosure(desk, workspace, face.kind)
        self._figures = QTimer(self, singleShot=True, interval=_FIGURES_MS)
        self._figures.timeout.connect(self._show_figures)
        self._warnings: dict[int, dict[str, str]] = {}
        self._words = PoolWords(workspace, face.kind)
        self._empty = PoolEmptyState(face)
        self.list: RecordList[Record] = RecordList(
            face, workspace, desk.settings, self.drafts, self._empty
        )
        self.filters = FilterBar(
            face, self.list.column_menu, partial(saved_filters_menu, self), workspace.today
        )
        self.card: RecordCard[Record] = RecordCard(face, self._card_ports())
        self._follower = CardFollower(face, self.list, self.card, self.filters)
        self._own = tuple(own_commands(self))
        several = (*bulk_commands(self), *duplicate_commands(self))
        desk.commands.add_all([*commands_of(self), *several, *self._own], owner=self)
        self.attachments = Attachments(desk, workspace, face.kind, self, self.card.set_panel_title)
        self.card.add_panel(self.attachments.view, "附件")
        self._build(head_keys)
        self._wire()
        self.reload()
        self._figures.start()

    # -- building ----------------------------------------------------------------------

    def _card_ports(self) -> CardPorts:
        workspace, kind = self.workspace, self.face.kind
        sources = Sources(
            matches=matches,
            load_picture=partial(load_picture, workspace),
            store_picture=PhotoIntake(self.desk, workspace, self, lambda: self.card.record_id).take,
            reveal=self._reveal,
            find=partial(offer_records, workspace),
        )
        return CardPorts(
            sources=sources,
            words=self._words.of,
            history=partial(record_history, workspace, kind),
            today=workspace.today,
        )

    def _build(self, head_keys: Sequence[str]) -> None:
        layout = page_layout(self)
        self._head = PoolHead(self.face, self.desk.commands, self.drafts, self._own, head_keys)
        self._head.drafts.chosen.connect(self._open_draft)
        self._fill_empty_state_and_foot()
        self._bulk_bar = BulkBar(self)
        self.list.add_below(self._bulk_bar)
        layout.addWidget(self._head)
        layout.addWidget(self.filters)
        parts = ((self.list, _LIST_SHARE), (self.card, _CARD_SHARE))
        name = f"{self.face.kind}_splitter"
        layout.addWidget(KeptSplitter(self.desk.settings, name, parts), 1)

    def _fill_empty_state_and_foot(self) -> None:
        kind, commands = self.face.kind, self.desk.commands
        self._empty.add_ways(
            [commands.button(f"{kind}.{act}") for act in ("import", "new", "template")],
            commands.button(f"{kind}.clear"),
        )
        for act in ("previous", "next", "save"):
            self.card.foot.addWidget(commands.button(f"{kind}.{act}", main=act == "save"))

    def _wire(self) -> None:
        self.filters.changed.connect(self._follower.follow_soon)
        self.filters.changed.connect(self.reload)
        self.filters.left_downwards.connect(self._enter_list)
        self.filters.search.textChanged.connect(lambda _text: self.list.put_off())
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda _record: self.card.form.focus_first())
        self.list.selection_changed.connect(lambda _count: self.desk.commands.refresh())
        self.list.selection_changed.connect(self._bulk_bar.show_count)
        offer_menu(self)
        self.list.order_changed.connect(self.reload)
        self.list.counted.connect(self._on_counted)
        self.card.edited.connect(self._keep_draft)
        self.card.form.field_left.connect(lambda _name: self._keeper.write_soon())
        self.card.completed.connect(lambda: self.desk.commands.run(f"{self.face.kind}.save"))
        self.card.shown.connect(lambda _record: self.attachments.show_record(self.card.record_id))
        self.card.give_up_asked.connect(lambda: self.desk.commands.run(f"{self.face.kind}.discard"))
        self.card.head_lines.reveal_asked.connect(self._reveal_in_head)
        self.desk.bus.changed.connect(self._on_changes)

    # -- what the window asks ------------------------------------------------------------------

    def show_record(self, kind: str, number: int) -> None:
        """Go to a record, also to one that the filters hide."""
        if kind == self.face.kind:
            self.go_to(number)

    def page_shown(self) -> None:
        """Read what was changed meanwhile and take the keyboard."""
        may_save = self.desk.commands.may(f"{self.face.kind}.save")
        self.card.form.set_read_only(not may_save)
        # What somebody else has left unsaved waits for whoever can save it.
        if may_save and not self._restored:
            self._restored = True
            self._restore_drafts()
        if self._stale:
            self.refresh()
        else:
            self.list.finish()
            if self._uncounted:
                self._figures.start()
        focus = QApplication.focusWidget()
        if not any(focus and part.isAncestorOf(focus) for part in (self.list, self.card)):
            self.focus_search()

    def set_year(self, _year: int) -> None:
        """Count for another year."""
        self._figures.start()

    def write_drafts(self) -> None:
        """Let the drafts be written."""
        self._keeper.write_all()

    def may_close(self) -> bool:
        """Let the drafts be written; ask only if that cannot be done, for then they are lost."""
        if self._keeper.write_all() or not len(self.drafts):
            return True
        names = "、".join(draft.label for draft in self.drafts.all())
        return ask(
            self,
            f"{self.face.title}有 {len(self.drafts)} 份修改没有保存",
            f"{names}\n这些内容没能写进工作区（磁盘可能已满），现在关闭就会丢失。",
            "不保存，关闭",
            "回去保存",
        )

    # -- reading ----------------------------------------------------------------------

    def reload(self) -> None:
        """Read the list anew, keeping the place; what is typed stays."""
        self._stale = False
        self._settling = True
        total = self.list.show_query(self.filters.query())
        self._empty.show_way(narrowing=self.filters.narrowing)
        self.list.choose(self.card.record_id)
        self._settling = False
        # Rows that are read anew are chosen no longer, of which Qt's selection says nothing.
        self._bulk_bar.show_count(self.list.selected_count())
        self._show_count(total)
        if not self.card.is_open:
            self._follower.begin()
        self.card.setVisible(self.card.is_open or total != 0)
        self._follower.say()
        self.filters.set_words(self._words.of({}))
        self.desk.commands.refresh()

    def _show_count(self, total: int | None) -> None:
        every = self._count_all() if self.filters.narrowing or total is None else total
        self.filters.show_count(total, every)

    def _on_counted(self, total: int) -> None:
        """Go to the record shown, which may stand behind the first page of the search."""
        self._show_count(total)
        self._settling = True
        if self.list.place() < 0:
            self.list.choose(self.card.record_id)
        self._settling = False
        self._follower.settle()
        self.desk.commands.refresh()

    def _count_all(self) -> int:
        retired = self.filters.include_retired
        if retired not in self._counted:
            every = Query(include_retired=retired, limit=0)
            self._counted[retired] = find_records(self.workspace, self.face.kind, every).total
        return self._counted[retired]

    def _show_figures(self) -> None:
        """Count what stands behind the title; after the list is there, for it takes longer."""
        self._uncounted = not self.isVisible()
        if self._uncounted:
            return
        self._head.set_about(self.face.figures(self.workspace, self.desk.year()))

    def refresh(self) -> None:
        """Read everything anew: words, list, and the record with what is typed over it."""
        self._words.forget()
        self.list.forget()
        self._counted.clear()
        self._figures.start()
        number = self.card.record_id
        if number is not None:
            self._read_again(number)
        self.reload()
        self.card.refresh_words()

    def _read_again(self, number: int) -> None:
        try:
            record: Record = get_record(self.workspace, self.face.kind, number)
        except NotFound:
            # Its making was undone; what was typed since lives on as a new record.
            self.drafts.detach(number)
            self.card.show_nothing()
            self._show_drafts()
        else:
            self._show(record)

    def _on_changes(self, changes: Changes) -> None:
        if not changes.kinds & {self.face.kind, "dictionary_words", *self.face.follows}:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    # -- choosing ----------------------------------------------------------------------

    def _on_chosen(self, record: Record | None) -> None:
        if self._settling or record is None or record.id == self.card.record_id:
            return
        self._show(record)

    def _show(self, record: Record) -> None:
        """Show a record with its draft; the one shown before has kept its own."""
        number = record.id or 0
        self.card.show_record(record, self.drafts.of(number))
        self.card.form.set_warnings({**self._warnings.get(number, {}), **self.card.overtaken()})
        self.desk.commands.refresh()

    def go_to(self, number: int) -> None:
        """Show a record and mark it in the list, if it is there."""
        self._settling = True
        self._read_again(number)
        self.list.choose(number)
        self._settling = False

    def show_new(self) -> None:
        """Show an empty form, or the new record that was begun."""
        self._settling = True
        self.list.choose(None)
        self._settling = False
        self.card.show()
        self.card.show_new(self.face.blank(), self.drafts.of(None))
        self.desk.commands.refresh()

    def step(self, step: int) -> None:
        """Go to the record ``step`` rows further down; the keyboard stays where it is."""
        self.list.step(step)

    def focus_search(self) -> None:
        """Put the keyboard into the search line."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _enter_list(self) -> None:
        self.list.table.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.list.place() < 0:
            self.list.step(0)

    # -- drafts ----------------------------------------------------------------------

    def _keep_draft(self) -> None:
        number = self.card.record_id
        had = number in self.drafts
        self.drafts.keep(self.card.draft())
        if had != (number in self.drafts) or self.card.is_new:
            self._show_drafts()

    def drop_draft(self) -> None:
        """Give up what was typed over the record shown."""
        number = self.card.record_id
        self.drafts.drop(number)
        if number is None:
            self.card.show_nothing()
            self.list.step(0)
        else:
            self._read_again(number)
        self._show_drafts()

    def _open_draft(self, number: int | None) -> None:
        if number is not None:
            self.go_to(number)
        if not self.card.is_open or number is None:
            self.show_new()
        if number is not None and number in self.drafts and self.card.is_new:
            self.desk.say(f"请先保存或放弃这份新增，再打开“{self.drafts.label_of(number)}”")

    def _restore_drafts(self) -> None:
        """Take up what an earlier run left unsaved, and show what was typed last."""
        kept = list_drafts(self.workspace, self.face.kind)
        if kept:
            self.drafts.restore(kept)
            self._show_drafts()
            self._open_draft(kept[-1].record_id)
            self.desk.say(f"{self.face.title}：上次未保存的 {len(kept)} 份内容已恢复")

    def _show_drafts(self) -> None:
        self._head.drafts.show_count()
        self.list.refresh_marks()
        self.desk.commands.refresh()

    # -- saving ----------------------------------------------------------------------

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def set_saving(self, *, saving: bool) -> None:
        """Say that a save has begun, so that the same text is not stored twice."""
        self._saving = saving
        (self._keeper.hold if saving else self._keeper.release)()
        self.desk.commands.refresh()

    def show_saved(self, saved: Saved, sent: Draft) -> None:
        """Show the record as stored, with warnings beside its fields.

        What was typed while it was being stored stays as a draft.
        """
        self.set_saving(saving=False)
        here = self.card.is_open and self.card.record_id == sent.record_id
        later = (self.drafts.of(sent.record_id) or sent).without(sent.changed)
        self.drafts.drop(sent.record_id)
        self.drafts.keep(dataclasses.replace(later, record_id=saved.id, label=sent.label))
        self._warnings[saved.id] = {
            name: "；".join(reason.message for reason in reasons)
            for name, reasons in saved.warnings.items()
        }
        if here:
            self._settling = True
            self._read_again(saved.id)
            self._settling = False
        self._show_drafts()
        self.desk.bus.tell(saved.changes)
        if not saved.changes.kinds:
            self.desk.say("没有改动，无需保存")

    def show_refused(self, error: Exception, sent: Draft) -> None:
        """Show what is wrong beside the fields; nothing typed is lost."""
        self.set_saving(saving=False)
        if not isinstance(error, ValidationFailed):
            self.desk.errors.show(error)
            return
        if self.card.record_id != sent.record_id or not self.card.is_open:
            self._open_draft(sent.record_id)
        self.card.form.set_errors(error.fields)
        self.desk.say(f"没有保存：{len(error.fields)} 处需要改正")

    # -- full numbers ----------------------------------------------------------------------

    def _reveal(self, field_name: str) -> bool:
        """Let a full number be seen, once the reason is written down."""
        number = self.card.record_id
        return number is None or self._disclosure.allow(self, number, field_name)

    def _reveal_in_head(self) -> None:
        if self._reveal(self.face.identity):
            self.card.head_lines.show_full()
