"""What a write tells its caller: which records moved, and whether it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of one action.

    Attributes:
        kinds: Names of the tables whose rows moved, such as ``talents``.
        action: The action's number in the journal; None when nothing was written.
        label: What was done, in the user's words.
        undoable: Whether the action can be undone.
    """

    kinds: frozenset[str] = frozenset()
    action: int | None = None
    label: str = ""
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One line of the journal as people see it.

    Attributes:
        id: Number of the action, counting from 1 without gaps.
        label: What was done.
        when: ISO moment with offset.
        who: The account that acted.
        undoable: Whether this kind of action can be undone.
        undone: Whether it has been undone and not redone since.
        count: How many rows it touched.
        code: Stable English word of the kind of action.
        undoes: Number of the action it took back, if it is an undo.
        undone_by: Number of the undo that took it back, while that stands.
    """

    id: int
    label: str
    when: str
    who: str
    undoable: bool
    undone: bool
    count: int
    code: str = ""
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record before and after, as words on screen (sensitive ones masked)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action as it touched one record.

    Attributes:
        action: Number of the action.
        label: What was done.
        when: ISO moment with offset.
        who: The account that acted.
        operation: ``insert``, ``update`` or ``delete``.
        changes: The fields that moved.
    """

    action: int
    label: str
    when: str
    who: str
    operation: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did.

    Attributes:
        undone: Number of the action that was taken back; None when conflicts prevented it.
        label: Its label.
        restored: How many rows went back to what they were.
        conflicts: Chinese sentences, one per value or row that later work had changed and that
            was therefore left alone.
        changes: For the pages.
    """

    undone: int | None
    label: str
    restored: int
    conflicts: tuple[str, ...]
    changes: Changes
