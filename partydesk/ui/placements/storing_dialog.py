"""A dialog that stays open until what it asked for is stored, and says why where it is not."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from partydesk.domain.errors import InputRefused, PartydeskError, RuleViolation
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage


class StoringDialog(BaseDialog):
    """Base of the dialogs whose act runs as a task.

    Attributes:
        refusals: What stands in the way; the dialog puts it where it fits.
    """

    def __init__(self, parent: QWidget, title: str, name: str, refusals: str) -> None:
        """Open over ``parent`` later on; ``refusals`` is the name of the message."""
        super().__init__(parent, title, name)
        self.refusals = FormMessage(refusals)
        self._closed = False

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def stored(self) -> None:
        """Close once it is stored, unless the user has closed it before."""
        if not self._closed:
            self.accept()

    def failed(self, error: Exception) -> None:
        """Say why it was not stored; what is no refusal is shown as every error is.

        Raises:
            Exception: The error, where the dialog cannot say it.
        """
        if self._closed:
            raise error
        if isinstance(error, RuleViolation):
            self.refusals.say([reason.message for reason in error.reasons])
        elif isinstance(error, InputRefused):
            self.refusals.say([note.message for note in error.notes])
        elif isinstance(error, PartydeskError):
            self.refusals.say(error.message)
        else:
            self.reject()
            raise error
