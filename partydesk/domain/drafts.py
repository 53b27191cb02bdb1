"""What is typed over a record and not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved text of one record.

    Attributes:
        record_id: 记录号; None for a record that is not stored yet.
        label: What the record is called, for the list of drafts.
        changed: Field name → text, for the fields that differ from what is stored.
        base: Field name → what was stored there when it was typed over, so that a later change by
            somebody else is noticed.
        restored: Whether it was left behind by an earlier run of the program.
    """

    record_id: int | None
    label: str
    changed: Mapping[str, str]
    base: Mapping[str, str] = field(default_factory=dict)
    restored: bool = False

    def overtaken(self, stored: Mapping[str, str]) -> dict[str, str]:
        """Name the fields that were typed over and have been changed by somebody else since.

        Args:
            stored: Field name → what is stored now, as text.

        Returns:
            Field name → the text stored now; without fields that now say what was typed.
        """
        return {
            name: stored.get(name, "")
            for name, before in self.base.items()
            if name in self.changed and stored.get(name, "") not in {before, self.changed[name]}
        }

    def without(self, saved: Mapping[str, str]) -> Draft:
        """Give what is left after ``saved`` (field name → text) was stored."""
        left = {name: text for name, text in self.changed.items() if saved.get(name) != text}
        # How a saved text is stored is not known here (1970.7 becomes 1970-07).
        base = {
            name: text for name, text in self.base.items() if name in left.keys() - saved.keys()
        }
        return Draft(self.record_id, self.label, left, base)
