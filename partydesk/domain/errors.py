"""What can go wrong, sorted by who can mend it.

::

    PartydeskError                 ours; the message is for people, in Chinese
    ├─ RuleViolation               not allowed; carries the list of reasons
    ├─ ValidationFailed            input wrong; field → message
    ├─ InputRefused                a file or a set of rows cannot be taken as it is; carries notes
    ├─ NotFound                    no such record
    ├─ EnvironmentProblem          disk full, locked, wrong password, not our file, newer schema
    └─ Cancelled                   never shown
    anything else                  a bug
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class PartydeskError(Exception):
    """Root of every error meant for people.

    Attributes:
        message: One or more Chinese sentences that say what, where and how to mend it.
    """

    def __init__(self, message: str) -> None:
        """Keep the sentence that people will read."""
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not allowed or deserves attention.

    Attributes:
        code: A stable English word for programs and tests.
        message: A Chinese sentence for people.
    """

    code: str
    message: str


class RuleViolation(PartydeskError):
    """An act that the rules do not allow now; all reasons are given at once."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        """Join the reasons into one message."""
        super().__init__("；".join(reason.message for reason in reasons))
        self.reasons = tuple(reasons)


class ValidationFailed(PartydeskError):
    """Values that cannot be stored.

    Attributes:
        fields: Field name → Chinese message shown beside that field.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Join the messages of the fields."""
        super().__init__("；".join(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True)
class Note:
    """One finding about a place in a file (the shape is fixed by the command-line contract).

    Attributes:
        code: A stable English word.
        message: Chinese; says how to mend it.
        sheet: Name of the sheet, empty for text files.
        row: Row number of the sheet itself, counting from 1; 0 for the file as a whole.
        column: Header of the column, empty where the row as a whole is meant.
        value: The cell as it was read; personal numbers are masked.
    """

    code: str
    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, str | int]:
        """Give the keys the command-line contract names."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }


class InputRefused(PartydeskError):
    """A file, or a set of rows, that cannot be taken as it is.

    Attributes:
        notes: Every reason, each with its place.
    """

    def __init__(self, notes: Sequence[Note]) -> None:
        """Use the first reasons as the message; ``notes`` holds all of them."""
        super().__init__("；".join(note.message for note in notes[:3]))
        self.notes = tuple(notes)


class NotFound(PartydeskError):
    """A record that does not exist."""


class EnvironmentProblem(PartydeskError):
    """The machine, the disk or the workspace is in the way, not the data.

    Attributes:
        code: A stable English word; where it is one of ``damage.TROUBLES``, that row says what
            helps.
    """

    def __init__(self, message: str, code: str = "environment") -> None:
        """Keep the sentence and what it is about."""
        super().__init__(message)
        self.code = code


class Cancelled(PartydeskError):
    """The user stopped a task; nothing was changed."""

    def __init__(self) -> None:
        """Carry a message for the log only."""
        super().__init__("已取消")
