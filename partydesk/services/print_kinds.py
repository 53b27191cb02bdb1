"""What a kind of document is, and what comes out of composing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from partydesk.db.journal import head_of
from partydesk.domain.ceremonies import CallKey
from partydesk.domain.errors import NotFound
from partydesk.domain.evidence import Head
from partydesk.domain.listing import Query
from partydesk.domain.print_plan import PrintedDocument, in_order
from partydesk.domain.progress import Progress
from partydesk.domain.selection import Side
from partydesk.reports.findings import PrintWarning
from partydesk.reports.fonts import SHIPPED, FontSet
from partydesk.reports.paint import count_pages
from partydesk.reports.papers import (
    Paper,
    preflight_papers,
    render_paper_batch,
    render_papers,
)
from partydesk.reports.tables import Table
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
        documents: Whose pages they are; none for what belongs to nobody, such as a list.
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
    documents: tuple[PrintedDocument, ...] = ()

    def part(self, pages: Iterable[int]) -> Printout:
        """Give what is left when only these pages go to paper: their documents and numbers."""
        wanted = set(pages)
        kept = tuple(
            each
            for each in self.documents
            if wanted.intersection(range(each.first_page, each.first_page + each.pages))
        )
        if len(kept) == len(self.documents):
            return self
        mine = {each.number for each in kept}
        numbers = tuple(number for number in self.numbers if number in mine)
        return replace(self, records=len(kept), numbers=numbers, documents=kept)


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
class Choice:
    """What only some kinds of documents let one choose; each leaves the rest aside.

    Attributes:
        layout: Name of the layout of letters and agreements; empty for the usual one.
        side: Wish forms of this side only; None for both.
        own_ids: Wish forms of these posts (企业) or people (个人) only, talks about these posts
            only, sheets of these trainings or inspections only; None for all.
        top: Wish forms that offer so many of the other side, the best by fit, and everybody who
            suits by township; None for all.
        order: In which order letters, agreements and the papers of the ceremony stand; empty for
            the usual one: letters and agreements by number.
        guests: Who else has a seat at the ceremony, one a line: name, space, office.
        guests_only: Seat cards of those only.
        run_id: Fairness sheet of this run; None for the newest.
        through: Bulletin that counts up to this month, 6 or 12; None for the one that is next.
        full_reason: Why personal numbers are needed in full; empty to have them masked.
    """

    layout: str = ""
    side: Side | None = None
    own_ids: frozenset[int] | None = None
    top: int | None = None
    order: tuple[CallKey, ...] = ()
    guests: str = ""
    guests_only: bool = False
    run_id: int | None = None
    through: int | None = None
    full_reason: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed.

    Attributes:
        year: The year.
        query: Words that names or numbers must match; empty for all.
        placement_ids: Only these pairs; None for all.
        shown: Which records and columns of a pool; None for those that ``query`` finds.
        created: Moment written into the file.
        choice: What only some kinds let one choose.
        fonts: What stands behind the roles.
    """

    year: int
    query: str
    placement_ids: frozenset[int] | None
    shown: Shown | None
    created: dt.datetime
    choice: Choice = Choice()
    fonts: FontSet = SHIPPED


Compose = Callable[["Workspace", Wanted, Progress], Printout]


@dataclass(frozen=True, slots=True)
class PrintKind:
    """One kind of document.

    Attributes:
        kind: Name on the command line.
        title: What people call it.
        compose: Puts it together.
        has_numbers: Whether it shows personal numbers, which can then be asked for in full.
    """

    kind: str
    title: str
    compose: Compose
    has_numbers: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plain list to be printed."""

    title: str
    table: Table
    subtitle: str = ""
    landscape: bool = False


def plain_list(
    kind: str,
    title: str,
    rows_of: Callable[[Workspace, Wanted], Sheet],
    *,
    has_numbers: bool = False,
) -> PrintKind:
    """Make a kind of plain list.

    Args:
        kind: Name on the command line.
        title: What people call it.
        rows_of: Reads its rows.
        has_numbers: Whether it shows personal numbers.
    """

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        del progress
        sheet = rows_of(workspace, wanted)
        if not sheet.table.rows:
            raise NotFound(f"没有可打印的{title}")
        paper = Paper(sheet.title, (sheet.table,), sheet.subtitle, landscape=sheet.landscape)
        organ = get_policy(workspace, wanted.year).organ
        pdf = render_papers(
            [paper], title=sheet.title, footer=organ, created=wanted.created, fonts=wanted.fonts
        )
        pages, records = count_pages(pdf), len(sheet.table.rows)
        warnings = preflight_papers([paper], wanted.fonts)
        return Printout(kind, title, "table", pdf, pages, records, (), warnings)

    return PrintKind(kind, title, put_together, has_numbers)


def footed(words: str, head: Head) -> str:
    """Put the head of the journal behind the words of a foot: what leaves the file bears witness.

    Args:
        words: What stands there anyhow.
        head: The end of the journal as it is printed.
    """
    return "\u3000".join(filter(None, (words, head.words)))


def paper_kind(
    kind: str,
    title: str,
    papers_of: Callable[[Workspace, Wanted], Sequence[Paper]],
    *,
    with_head: bool = False,
    has_numbers: bool = False,
) -> PrintKind:
    """Make a kind of document that is made of papers, each counting its own pages.

    Args:
        kind: Name on the command line.
        title: What people call it.
        papers_of: Puts the papers together.
        with_head: Whether the head of the journal stands in the foot.
        has_numbers: Whether it shows personal numbers.
    """

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        papers = papers_of(workspace, wanted)
        if not papers:
            raise NotFound(f"没有可打印的{title}")
        done = render_paper_batch(
            papers,
            title=title,
            footer=_foot(workspace, wanted.year, with_head=with_head),
            created=wanted.created,
            progress=progress,
            fonts=wanted.fonts,
        )
        documents = in_order(((paper.mark or paper.title, "") for paper in papers), done.pages)
        pages, count = sum(done.pages), len(papers)
        return Printout(
            kind, title, "papers", done.pdf, pages, count, (), done.warnings, documents=documents
        )

    return PrintKind(kind, title, put_together, has_numbers)


def _foot(workspace: Workspace, year: int, *, with_head: bool) -> str:
    organ = get_policy(workspace, year).organ
    if not with_head:
        return organ
    with workspace.reading() as session:
        return footed(organ, head_of(session))
