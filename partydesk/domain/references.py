"""A link from one record to another, as a value of a field."""

from __future__ import annotations

import re
from dataclasses import dataclass

_APART = re.compile(r"[；;\n\r]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """Another record, or what somebody wrote to mean one.

    Attributes:
        id: 记录号 of the record; None while nobody has looked for it yet.
        label: What people call it; what was written, before it was looked for.
    """

    id: int | None
    label: str

    def __str__(self) -> str:
        """The label, which is what screens, sheets and papers show."""
        return self.label


@dataclass(frozen=True, slots=True)
class Offer:
    """One record that may be meant by what somebody begins to write.

    Attributes:
        label: What is to be written to mean it, and only it: its name, its code for a namesake.
        about: What tells it from others, such as its township.
    """

    label: str
    about: str = ""


def written_references(text: str) -> tuple[Reference, ...]:
    """Read what somebody wrote, one record between two semicolons or line breaks.

    Names hold commas and 、 more often than semicolons; where no record has a name with such a
    mark in it, whoever looks for the records splits it further.
    """
    pieces = (piece.strip() for piece in _APART.split(text))
    return tuple(Reference(None, piece) for piece in dict.fromkeys(pieces) if piece)


def show_references(references: tuple[Reference, ...]) -> str:
    """Write references so that :func:`written_references` reads them back."""
    return "；".join(reference.label for reference in references)
