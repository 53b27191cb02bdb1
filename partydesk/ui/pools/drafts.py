"""What was typed and not yet saved, kept while other rows and pages are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved text of one record.

    Attributes:
        record_id: 记录号; None for a record that is not stored yet.
        label: What the record is called, for the list of drafts.
        changed: Field name → text, for the fields that differ from what is stored.
    """

    record_id: int | None
    label: str
    changed: Mapping[str, str]


class Drafts:
    """The drafts of one pool, one for each record and one for a new one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[int | None, Draft] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, record_id: int | None) -> bool:
        return record_id in self._kept

    def all(self) -> tuple[Draft, ...]:
        """List them in the order in which they were begun."""
        return tuple(self._kept.values())

    def of(self, record_id: int | None) -> Draft | None:
        """Give the draft of a record, if there is one."""
        return self._kept.get(record_id)

    def keep(self, draft: Draft) -> None:
        """Keep a draft in the place of an earlier one; one that changes nothing is dropped."""
        if draft.changed:
            self._kept[draft.record_id] = draft
        else:
            self.drop(draft.record_id)

    def drop(self, record_id: int | None) -> None:
        """Forget the draft of a record: it was saved or given up."""
        self._kept.pop(record_id, None)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
