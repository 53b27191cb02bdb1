"""What an import would do, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.changes import Changes
from partydesk.domain.errors import Note
from partydesk.domain.fields import Field
from partydesk.exchange.mapping import Mapping as ColumnMapping
from partydesk.exchange.mapping import several_offers
from partydesk.exchange.reader import Table
from partydesk.services.import_rows import Duplicate, PlannedRow


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, row by row; nothing is stored yet.

    Attributes:
        kind: What is imported.
        path: The file.
        sheets: Names of all its sheets; empty for text files.
        table: The sheet as read.
        columns: Which column fills which field.
        year: Year of the round, for posts and wishes.
        seen: Hash of the newest action when the rows were checked.
        fields: The fields that columns may be mapped to.
        rows: The planned rows.
        problems: Why rows are rejected.
        warnings: What deserves attention though it is stored.
        duplicates: Rows that look like existing records.
    """

    kind: str
    path: Path
    sheets: tuple[str, ...]
    table: Table
    columns: ColumnMapping
    year: int
    seen: str
    fields: tuple[Field, ...]
    rows: tuple[PlannedRow, ...]
    problems: tuple[Note, ...]
    warnings: tuple[Note, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def mapping(self) -> Mapping[str, str]:
        """Header → field name, empty for a column left out."""
        return self.columns.as_json()

    @property
    def offers(self) -> Mapping[str, str]:
        """Header → the several fields that it names, for columns that may be split."""
        return several_offers(self.headers, self.fields)

    @property
    def sheet(self) -> str:
        """Name of the sheet."""
        return self.table.sheet_name

    @property
    def header_row(self) -> int:
        """Row in which the headers stand."""
        return self.table.header_row

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers."""
        return tuple(header.label for header in self.table.headers)

    @property
    def ghost_rows(self) -> int:
        """How many rows were formatted but empty."""
        return self.table.ghost_rows

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def created(self) -> int:
        """How many records would be new."""
        return self.count("created")

    @property
    def updated(self) -> int:
        """How many records would change."""
        return self.count("updated")

    @property
    def unchanged(self) -> int:
        """How many rows say nothing new."""
        return self.count("unchanged")

    @property
    def rejected(self) -> int:
        """How many rows cannot be stored."""
        return self.count("rejected")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    Attributes:
        plan: The plan it followed.
        action: Number of the action, to undo it; None when nothing was stored.
        changes: For the pages.
        created: How many records are new.
        updated: How many records changed.
    """

    plan: ImportPlan
    action: int | None
    changes: Changes
    created: int
    updated: int
