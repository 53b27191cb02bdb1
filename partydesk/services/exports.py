"""Exporting what is shown, one row a record; personal numbers are masked unless asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.disclosures import checked_reason
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Post, Wish
from partydesk.domain.values import show
from partydesk.exchange.workbook import write_table
from partydesk.services.import_kinds import import_kind
from partydesk.services.import_rows import RECORD_NUMBER
from partydesk.services.pool_kinds import POOLS
from partydesk.services.pools import find_records
from partydesk.services.selection import list_posts
from partydesk.services.traces import leave_trace
from partydesk.services.wishes import list_wishes

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    path: Path
    rows: int


def export_records(
    workspace: Workspace,
    kind: str,
    path: Path,
    query: Query,
    *,
    columns: Sequence[str] | None = None,
    full_numbers: bool = False,
    reason: str = "",
) -> Exported:
    """Write the records of a pool into an .xlsx or .csv file.

    Args:
        workspace: Open workspace.
        kind: A pool, or ``posts`` or ``wishes`` of the desk's year.
        path: The file; its ending decides the format.
        query: Which records, in which order.
        columns: Field names; None for every field.
        full_numbers: Whether personal numbers are written in full.
        reason: Why they are needed in full.

    Raises:
        ValidationFailed: An unknown column or ending, or full numbers without a reason.
        EnvironmentProblem: The file cannot be written.
    """
    why = checked_reason(reason) if full_numbers else ""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise ValidationFailed({"path": f"只能导出为 .xlsx 或 .csv，不能写“{path.suffix}”"})
    title, every, records = _records(workspace, kind, query)
    fields = _chosen(every, columns)
    rows = [
        [show(field, getattr(record, field.name), masked=not full_numbers) for field in fields]
        for record in records
    ]
    # Before the file is there: an export that failed may stand in the journal, one that nobody
    # wrote down may not leave the program.
    sensitive = any(field.sensitive for field in fields)
    if sensitive and full_numbers:
        said = f"导出完整号码：{title} {len(rows)} 条，用途：{why}"
        leave_trace(workspace, "export_full_numbers", said)
    else:
        masked = "，号码已遮盖" if sensitive else ""
        leave_trace(workspace, "export_records", f"导出{title} {len(rows)} 条{masked}")
    write_table(path, [field.heading for field in fields], rows, sheet_title=title)
    return Exported(path, len(rows))


def _records(
    workspace: Workspace, kind: str, query: Query
) -> tuple[str, tuple[Field, ...], Sequence[object]]:
    """Give the title, the fields and the records of a kind; posts and wishes of the desk's year."""
    if kind in POOLS:
        page = find_records(workspace, kind, replace(query, offset=0, limit=None))
        return POOLS[kind].title, (RECORD_NUMBER, *POOLS[kind].fields), page.rows
    title = import_kind(kind).title
    year = workspace.profile.year
    if kind == "posts":
        posts = list_posts(workspace, year)
        return title, fields_of(Post), [p for p in posts if matches(query.text, p.label)]
    wishes = list_wishes(workspace, year)
    named = [w for w in wishes if matches(query.text, f"{w.enterprise or ''}{w.talent or ''}")]
    return title, fields_of(Wish), named


def _chosen(fields: Sequence[Field], columns: Sequence[str] | None) -> list[Field]:
    """Pick the fields by name or label, in the order asked for; pictures are left out."""
    plain = [field for field in fields if field.kind is not Kind.PICTURE]
    if columns is None:
        return plain
    number = [field for field in plain if field is RECORD_NUMBER]
    known = {word: field for field in plain for word in (field.name, field.label, field.heading)}
    unknown = [name for name in columns if name not in known]
    if unknown:
        message = f"没有这些列：{'、'.join(unknown)}；可用的列：{'、'.join(f.label for f in plain)}"
        raise ValidationFailed({"columns": message})
    return [*number, *(known[name] for name in columns if known[name] is not RECORD_NUMBER)]
