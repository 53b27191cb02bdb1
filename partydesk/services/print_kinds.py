"""What a kind of document is, and what comes out of composing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.domain.errors import NotFound
from partydesk.domain.listing import Query
from partydesk.domain.progress import Progress
from partydesk.reports.findings import PrintWarning
from partydesk.reports.paint import count_pages
from partydesk.reports.sheet import BODY_PT
from partydesk.reports.tables import TableColumn, preflight_table, render_table
from partydesk.services.policies import get_policy

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Printout:
    """A composed document.

    Attributes:
        kind: Name of the kind.
        title: What people call it.
        layout: The layout it was printed with.
        pdf: The file.
        pages: How many pages it has.
        records: How many documents or rows.
        numbers: The documents' numbers, in order.
        warnings: What to look at before it goes to the printer.
        copies: How many originals of each are signed; what the printer is asked for at first.
    """

    kind: str
    title: str
    layout: str
    pdf: bytes
    pages: int
    records: int
    numbers: tuple[str, ...]
    warnings: tuple[PrintWarning, ...]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a pool stands on the screen, to be printed just so.

    Attributes:
        query: Which records, in which order.
        columns: Names or labels of the fields; None for the usual ones.
    """

    query: Query
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed.

    Attributes:
        year: The year.
        query: Words that names or numbers must match; empty for all.
        placement_ids: Only these pairs; None for all.
        shown: Which records and columns of a pool; None for those that ``query`` finds.
        layout: Name of the layout; empty for the usual one.
        created: Moment written into the file.
    """

    year: int
    query: str
    placement_ids: frozenset[int] | None
    shown: Shown | None
    layout: str
    created: dt.datetime


Compose = Callable[["Workspace", Wanted, Progress], Printout]


@dataclass(frozen=True, slots=True)
class PrintKind:
    """One kind of document.

    Attributes:
        kind: Name on the command line.
        title: What people call it.
        compose: Puts it together.
    """

    kind: str
    title: str
    compose: Compose


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plain list to be printed."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    subtitle: str = ""
    landscape: bool = False
    size_pt: float = BODY_PT


def plain_list(kind: str, title: str, rows_of: Callable[[Workspace, Wanted], Sheet]) -> PrintKind:
    """Make a kind of plain list.

    Args:
        kind: Name on the command line.
        title: What people call it.
        rows_of: Reads its rows.
    """

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        del progress
        sheet = rows_of(workspace, wanted)
        if not sheet.rows:
            raise NotFound(f"没有可打印的{title}")
        organ = get_policy(workspace, wanted.year).organ
        pdf = render_table(
            sheet.title, sheet.columns, sheet.rows, subtitle=sheet.subtitle, footer=organ,
            created=wanted.created, landscape=sheet.landscape, size_pt=sheet.size_pt,
        )  # fmt: skip
        warnings = preflight_table(sheet.columns, sheet.rows, sheet.subtitle)
        pages = count_pages(pdf)
        return Printout(kind, title, "table", pdf, pages, len(sheet.rows), (), tuple(warnings))

    return PrintKind(kind, title, put_together)
