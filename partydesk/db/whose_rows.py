"""Whose rows they are: which tables lead to a person, and what words they hold about one.

Read from the foreign keys: whatever leads to ``talents``, directly or by way of a posting or an
evaluation, is theirs; a table that is added one day is found by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Enum, String, Table, Text, select
from sqlalchemy.orm import Session

from partydesk.db.base import Base, Exact, Json, Moment, Partial, Words

PEOPLE: Final = "talents"
AT_ONCE: Final = 500
#: Leads from one person's posting to another's.
_NOT_THEIRS: Final = frozenset({("placements", "replaces_id")})
#: What was issued; the year's policy says whether it goes.
PAPERS: Final = ("letters", "agreements", "certificates")
#: Rows that say nothing but what is to be forgotten, after those that hang on them.
DELETED: Final = ("attachments", "recusals")
#: Words about a person that no figure and no rule needs.
EMPTIED: Final[Mapping[str, tuple[str, ...]]] = {
    "placements": ("reason", "why_withdrawn", "why_ended"),
    "consents": ("approval",),
    "decisions": ("reason", "approval"),
    "consultations": ("spoke", "said"),
    "participations": ("note",),
    "leaves": ("why",),
    "inspections": ("said",),
    "evaluated": ("report", "why"),
    "scores": ("comment",),
    "rule_marks": ("why",),
    "objections": ("by", "text", "answer"),
    "measures": ("text",),
    "issued_documents": ("code",),
}
#: Words about several people or none in particular; names are taken out of them.
SHARED: Final = (
    "bulletins", "ceremonies", "closed_years", "drafts", "evaluations", "numbers", "print_jobs",
    "rounds", "runs", "saved_filters", "training_sessions",
)  # fmt: skip
#: Never touched: other records, the rules and words of the place, and what says nothing of people.
UNTOUCHED: Final = frozenset(
    {
        "accounts", "courses", "coverages", "dictionary_words", "distinctions",
        "enterprises", "import_mappings", "issued_documents", "layouts", "notices",
        "organization_events", "organizations", "policies", "posts", "printed_numbers",
        "printer_profiles", "prints", "profile", "search_index", "settings", "signing_keys",
        "snoozes", "stored_files", "trusted_keys",
    }
)  # fmt: skip


@cache
def ways_to_people() -> dict[str, tuple[tuple[str, str], ...]]:
    """Table → its columns that lead to a person, each with the table it leads to."""
    found: dict[str, tuple[tuple[str, str], ...]] = {PEOPLE: ()}
    grown = True
    while grown:
        grown = False
        for table in Base.metadata.tables.values():
            ways = tuple(
                (key.parent.name, key.column.table.name)
                for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
                if key.column.table.name in found
                and (table.name, key.parent.name) not in _NOT_THEIRS
            )
            if table.name != PEOPLE and ways and found.get(table.name) != ways:
                found[table.name] = ways
                grown = True
    return found


def text_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that hold words, plain or within plain data."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String | Text | Json | Words)
        and not isinstance(column.type, Enum | Moment | Partial | Exact)
    ]


def owned_rows(session: Session, people: Collection[int], name: str) -> dict[int, int]:
    """Rows of a table that hang on people → whose they are.

    Args:
        session: Open session.
        people: 记录号.
        name: The table; one of :func:`ways_to_people`.
    """
    if name == PEOPLE:
        return {number: number for number in people}
    table, found = Base.metadata.tables[name], dict[int, int]()
    for column, parent in ways_to_people()[name]:
        owners = owned_rows(session, people, parent)
        for batch in batches(owners):
            wanted = select(table.c.id, table.c[column]).where(table.c[column].in_(batch))
            for number, of in session.execute(wanted):
                found.setdefault(number, owners[of])
    return found


def batches(numbers: Collection[Any]) -> Iterable[list[Any]]:
    """Part numbers into lists that one question can hold."""
    rest = sorted(numbers)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]
