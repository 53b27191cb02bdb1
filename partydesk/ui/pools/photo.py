"""From a chosen file to the photo of a record: read, cut, kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from partydesk.domain.errors import PartydeskError
from partydesk.services.photos import Cut, prepare_photo, store_photo
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.crop_dialog import CropDialog


class PhotoIntake:
    """Asks for the cut of a picture and keeps the photo."""

    def __init__(
        self, desk: Desk, workspace: Workspace, page: QWidget, shown: Callable[[], int | None]
    ) -> None:
        """Prepare.

        Args:
            desk: The window's services.
            workspace: Where the photo is kept.
            page: Over which the dialog opens.
            shown: Gives the 记录号 of the record on the screen.
        """
        self._desk, self._workspace, self._page = desk, workspace, page
        self._shown = shown

    def take(self, path: Path, done: Callable[[str], None], failed: Callable[[str], None]) -> None:
        """Turn a file into a kept photo.

        Args:
            path: Any picture.
            done: Takes the digest of the photo; not called if the user thinks better of it.
            failed: Takes a sentence that says what is wrong with the file.
        """
        refuse = partial(self._refuse, failed)
        done = partial(self._hand_over, self._shown(), done)
        self._desk.tasks.run(
            lambda _progress: prepare_photo(path),
            lambda prepared: self._cut(prepared, done, refuse),
            refuse,
            title="正在读取照片",
        )

    def _cut(
        self, prepared: bytes, done: Callable[[str], None], refuse: Callable[[Exception], None]
    ) -> None:
        dialog = CropDialog(self._page, prepared)
        try:
            if not dialog.run():
                return
            crop, turns = dialog.view.crop, dialog.view.turns
        finally:
            dialog.deleteLater()
        cut = Cut(crop.left, crop.top, crop.size[0], turns)
        self._desk.tasks.run(
            lambda _progress: store_photo(self._workspace, prepared, cut),
            done,
            refuse,
            title="正在保存照片",
        )

    def _hand_over(self, number: int | None, done: Callable[[str], None], digest: str) -> None:
        """Give the photo to the form, unless it shows somebody else by now."""
        if self._shown() == number:
            done(digest)
        else:
            self._desk.say("已换到另一条记录，照片没有使用，请回去重新选择")

    def _refuse(self, failed: Callable[[str], None], error: Exception) -> None:
        if isinstance(error, PartydeskError):
            failed(error.message)
        else:
            self._desk.errors.show(error)
