"""What was typed and not yet saved: kept while other rows and pages are shown, and on the disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from partydesk.domain.drafts import Draft
from partydesk.domain.errors import PartydeskError
from partydesk.services.drafts import keep_drafts
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk

__all__ = ["Draft", "DraftKeeper", "Drafts"]

_NEW = "新增："
#: A letter is on the disk within this time at the latest; together with the write itself well
#: under the two seconds that may be lost.
_WITHIN_MS = 1000
_AGAIN_AFTER_MS = 5000
_CLOSING_MS = 15_000


class Drafts:
    """The drafts of one pool, one for each record and one for a new one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[int | None, Draft] = {}
        self._told: list[Callable[[int | None], None]] = []

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, record_id: int | None) -> bool:
        return record_id in self._kept

    def tell(self, listener: Callable[[int | None], None]) -> None:
        """Have ``listener`` called with the record whose draft has changed or gone."""
        self._told.append(listener)

    def all(self) -> tuple[Draft, ...]:
        """List them in the order in which they were begun."""
        return tuple(self._kept.values())

    def of(self, record_id: int | None) -> Draft | None:
        """Give the draft of a record, if there is one."""
        return self._kept.get(record_id)

    def label_of(self, record_id: int | None) -> str:
        """Name what a record's draft is about; empty if there is none."""
        draft = self._kept.get(record_id)
        return draft.label if draft else ""

    def restore(self, drafts: Sequence[Draft]) -> None:
        """Take up what an earlier run left behind; nobody is told."""
        self._kept.update((draft.record_id, draft) for draft in drafts)

    def keep(self, draft: Draft) -> None:
        """Keep a draft in the place of an earlier one; one that changes nothing is dropped."""
        if draft.changed:
            self._kept[draft.record_id] = draft
            self._tell(draft.record_id)
        else:
            self.drop(draft.record_id)

    def drop(self, record_id: int | None) -> None:
        """Forget the draft of a record: it was saved or given up."""
        if self._kept.pop(record_id, None) is not None:
            self._tell(record_id)

    def detach(self, record_id: int) -> None:
        """Let the draft of a record that is gone live on as a new record.

        While another new record is being typed it waits its turn under its old number.
        """
        draft = self._kept.get(record_id)
        if draft is None:
            return
        if not draft.label.startswith(_NEW):
            changed = {"name": draft.label, **draft.changed}
            label = f"{_NEW}{changed['name']}"
            draft = dataclasses.replace(draft, label=label, changed=changed, base={})
        if None not in self._kept:
            self.drop(record_id)
            draft = dataclasses.replace(draft, record_id=None)
        self.keep(draft)

    def clear(self) -> None:
        """Forget all."""
        for record_id in tuple(self._kept):
            self.drop(record_id)

    def _tell(self, record_id: int | None) -> None:
        for listener in self._told:
            listener(record_id)


class DraftKeeper(QObject):
    """Writes drafts into the workspace soon after each keystroke, off the window's thread.

    The writes stand in line with all other work on the database, so that none of them meets the
    file locked by another.
    """

    def __init__(
        self, desk: Desk, workspace: Workspace, kind: str, drafts: Drafts, parent: QObject
    ) -> None:
        """Watch ``drafts``, the drafts of the pool ``kind``; lives as long as ``parent``."""
        super().__init__(parent)
        self._desk, self._workspace, self._kind, self._drafts = desk, workspace, kind, drafts
        #: In the order in which they were touched, so that the last one typed is the last written.
        self._unwritten: dict[int | None, None] = {}
        self._writing = False
        self._said = False
        self._hurry = False
        self._held = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._write)
        drafts.tell(self._note)

    @property
    def behind(self) -> bool:
        """Whether the disk does not hold yet what the window does."""
        return bool(self._unwritten) or self._writing

    def write_soon(self) -> None:
        """Write as soon as the program has nothing else to do: a field or a page was left."""
        self._hurry = self._writing
        if self._unwritten and not self._failing:
            self._wait.start(0)

    def hold(self) -> None:
        """Write what there is, then nothing until :meth:`release`: a save is about to begin.

        A draft written behind the save that ends it would come back after a crash as a second
        record.
        """
        self._write()
        self._held = True

    def release(self) -> None:
        """Go on writing: the save has ended."""
        self._held = False
        if self._unwritten and not self._wait.isActive():
            self._wait.start(_WITHIN_MS)

    def write_all(self) -> bool:
        """Write what is left and wait for it, for closing the window.

        Returns:
            Whether everything is on the disk.
        """
        self._write()
        self._desk.tasks.wait_until_idle(_CLOSING_MS)
        if self._unwritten and not self._failing:  # typed while the write before was under way
            self._write()
            self._desk.tasks.wait_until_idle(_CLOSING_MS)
        self._wait.stop()
        return not self.behind

    @property
    def _failing(self) -> bool:
        """Whether the last write failed; it is tried again now and then, not at every key."""
        return self._said

    def _note(self, record_id: int | None) -> None:
        self._unwritten.pop(record_id, None)
        self._unwritten[record_id] = None
        # Not begun anew at each key: somebody who types without a pause would never be written.
        if not self._wait.isActive():
            self._wait.start(_AGAIN_AFTER_MS if self._failing else _WITHIN_MS)

    def _write(self) -> None:
        self._wait.stop()
        if not self._unwritten or self._writing or self._held:
            return
        touched, self._unwritten, self._writing = tuple(self._unwritten), {}, True
        found = [(record_id, self._drafts.of(record_id)) for record_id in touched]
        kept = [draft for _number, draft in found if draft is not None]
        dropped = [number for number, draft in found if draft is None]

        def failed(error: Exception) -> None:
            self._on_failed(touched, error)

        self._desk.tasks.run(
            lambda _progress: keep_drafts(self._workspace, self._kind, kept, dropped),
            self._on_written,
            failed,
            title="正在暂存未保存的内容",
            on_cancelled=lambda: self._take_back(touched),
        )

    def _on_written(self, _nothing: object) -> None:
        self._writing = self._said = False
        if self._unwritten:
            self._wait.start(0 if self._hurry else _WITHIN_MS)

    def _take_back(self, touched: Sequence[int | None]) -> None:
        self._writing = False
        self._unwritten = dict.fromkeys((*touched, *self._unwritten))

    def _on_failed(self, touched: Sequence[int | None], error: Exception) -> None:
        self._take_back(touched)
        self._wait.start(_AGAIN_AFTER_MS)
        if self._said:
            return
        self._said = True
        if isinstance(error, PartydeskError):
            self._desk.say(f"未保存的内容暂时只留在窗口里：{error.message}")
        else:
            self._desk.errors.show(error)
