"""未保存: layouts that are being edited, kept on the disk until they are saved or given up."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from partydesk.domain.drafts import Draft as Unsaved
from partydesk.services.drafts import list_drafts
from partydesk.services.layout_drafts import Draft
from partydesk.services.unsaved_layouts import KIND, keep_chosen, unsaved_of
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.layouts.editor import LayoutEditor
from partydesk.ui.pools.draft_button import DraftButton
from partydesk.ui.pools.drafts import DraftKeeper, Drafts


class UnsavedLayouts:
    """Watches the editors of one view.

    Attributes:
        button: The way to what was left unsaved; hidden while there is nothing.
        keeper: Writes what is unsaved.
    """

    def __init__(self, desk: Desk, workspace: Workspace, view: QWidget) -> None:
        """Read nothing yet."""
        self._desk, self._workspace = desk, workspace
        self._drafts = Drafts()
        self._pictures: set[str] = set()
        self.keeper = DraftKeeper(desk, workspace, KIND, self._drafts, view)
        self.button = DraftButton("layouts_unsaved", self._drafts, by_field=False)
        self._drafts.tell(lambda _number: self.button.show_count())

    def restore(self) -> None:
        """Read what an earlier run left behind."""
        self._drafts.restore(list_drafts(self._workspace, KIND))
        self.button.show_count()

    def of(self, number: int) -> Unsaved | None:
        """Give what was left unsaved under a number."""
        return self._drafts.of(number)

    def next_number(self) -> int:
        """Give a number that none has."""
        return 1 + max((each.record_id or 0 for each in self._drafts.all()), default=0)

    def watch(self, number: int, draft: Draft, editor: LayoutEditor) -> None:
        """Keep what is unsaved in an editor from now on.

        Args:
            number: Under which.
            draft: What it was opened with; its pictures so far are stored.
            editor: The editor.
        """
        self._pictures |= draft.pictures.keys()
        editor.touched.connect(lambda: self._keep(number, draft, editor))

    def _keep(self, number: int, draft: Draft, editor: LayoutEditor) -> None:
        unsaved = editor.unsaved()
        if unsaved is None:
            self._drafts.drop(number)
            return
        self._keep_pictures(draft)
        self._drafts.keep(unsaved_of(number, draft, *unsaved))

    def _keep_pictures(self, draft: Draft) -> None:
        """Keep the pictures that were chosen since; the drafts' writes come behind."""
        new = [each for sha256, each in draft.pictures.items() if sha256 not in self._pictures]
        if not new:
            return
        self._pictures |= draft.pictures.keys()
        self._desk.tasks.run(
            lambda _progress: keep_chosen(self._workspace, new),
            lambda _nothing: None,
            title="正在暂存图片",
        )
