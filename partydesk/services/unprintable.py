"""缺字: characters that no font has, before they reach the paper; who prints must say so then.

A character that is missing leaves an empty square to be filled in by hand. That is a decision of
the one who prints, taken each time anew, never the program's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.fields import Kind
from partydesk.domain.progress import Progress, silent
from partydesk.reports.findings import MISSING_CHARACTER, PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import FontRole, missing_characters
from partydesk.services.fonts import fonts_of
from partydesk.services.pool_kinds import POOLS, Pool

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UnprintableName:
    """A name that no font can print in full.

    Attributes:
        kind: Pool of the record.
        record_id: Its 记录号.
        title: What people call such a record.
        name: Whose record it is.
        field: Chinese label of the field.
        character: What is missing.
        code_point: Such as U+30000.
        message: Chinese; what is wrong and how to mend it.
    """

    kind: str
    record_id: int
    title: str
    name: str
    field: str
    character: str
    code_point: str
    message: str


def unprintable(warnings: Sequence[PrintWarning]) -> tuple[PrintWarning, ...]:
    """Pick out of what the pre-flight found the characters that would be left empty."""
    return tuple(warning for warning in warnings if warning.code == MISSING_CHARACTER)


def require_printable(warnings: Sequence[PrintWarning], *, allow_missing: bool) -> None:
    """Stop before a document leaves the program with empty squares.

    Args:
        warnings: What the pre-flight found.
        allow_missing: Whether the user has said that they are to be filled in by hand.

    Raises:
        RuleViolation: A character is missing and nobody has said so; each reason has the code
            ``missing_character`` and names person, character, code point and remedy.
    """
    missing = unprintable(warnings)
    if missing and not allow_missing:
        raise RuleViolation([Reason(warning.code, warning.message) for warning in missing])


def unprintable_names(
    workspace: Workspace, progress: Progress = silent
) -> tuple[UnprintableName, ...]:
    """Look through the names in all pools, of persons, units and posts, for missing characters.

    Raises:
        Cancelled: The user stopped it.
    """
    face = fonts_of(workspace).face(FontRole.SONG)
    found: list[UnprintableName] = []
    with workspace.reading() as session:
        for number, pool in enumerate(POOLS.values(), 1):
            rows = _names(session, pool)
            missing = frozenset(
                missing_characters("".join(sorted({c for _, t in rows for c in "".join(t)})), face)
            )
            if missing:
                found += [each for row in rows for each in _unprintable(pool, row, missing)]
            progress(number, len(POOLS), "正在检查姓名")
    return tuple(found)


def _named(pool: Pool[Any]) -> list[tuple[str, str]]:
    """The fields that name people, units and posts: texts that the search line looks into."""
    return [
        (field.name, field.label)
        for field in pool.fields
        if field.searched and field.kind in {Kind.NAME, Kind.TEXT}
    ]


def _names(session: Session, pool: Pool[Any]) -> list[tuple[int, tuple[str, ...]]]:
    """Read number and names of every record."""
    columns = [getattr(pool.model, name) for name, _ in _named(pool)]
    query = select(pool.model.id, *columns).order_by(pool.model.id)  # type: ignore[attr-defined]
    return [(row[0], tuple(text or "" for text in row[1:])) for row in session.execute(query)]


def _unprintable(
    pool: Pool[Any], row: tuple[int, tuple[str, ...]], missing: frozenset[str]
) -> list[UnprintableName]:
    """Say which characters of a record are missing."""
    number, texts = row
    labels = _named(pool)
    name = texts[[field for field, _ in labels].index("name")]
    found = []
    for (_, label), text in zip(labels, texts, strict=True):
        for character in dict.fromkeys(char for char in text if char in missing):
            (warning,) = warnings_of(name, [missing_finding(label, character)])
            point = f"U+{ord(character):04X}"
            found.append(
                UnprintableName(
                    pool.kind, number, pool.title, name, label, character, point, warning.message
                )
            )
    return found
