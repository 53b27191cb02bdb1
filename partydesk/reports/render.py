"""Prints documents: one PDF for a batch, and what to look at before printing it.

The renderer knows neither subjects nor database: a layout, frozen records and the moment of
creation go in, bytes come out, the same for the same input.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.progress import Progress, silent
from partydesk.reports.document import Composed, FormOf, compose_all, compose_values
from partydesk.reports.dressing import dressed
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import DOES_NOT_FIT, PrintWarning, warnings_of
from partydesk.reports.fonts import SHIPPED, FontSet
from partydesk.reports.layout import Layout
from partydesk.reports.marks import PT_PER_MM, PictureMark
from partydesk.reports.paint import PdfFile, Shared


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished batch.

    Attributes:
        pdf: The file.
        pages: How many pages each document has, in their order.
        warnings: What :func:`preflight` says of the documents.
    """

    pdf: bytes
    pages: tuple[int, ...]
    warnings: tuple[PrintWarning, ...]


def render(
    layout: Layout,
    documents: Sequence[object],
    *,
    created: dt.datetime,
    progress: Progress = silent,
    form_of: FormOf | None = None,
    fonts: FontSet = SHIPPED,
) -> bytes:
    """Print documents into one PDF; see :func:`render_batch`."""
    return render_batch(
        layout, documents, created=created, progress=progress, form_of=form_of, fonts=fonts
    ).pdf


def render_batch(
    layout: Layout,
    documents: Sequence[object],
    *,
    created: dt.datetime,
    progress: Progress = silent,
    form_of: FormOf | None = None,
    fonts: FontSet = SHIPPED,
) -> Rendered:
    """Print documents into one PDF, each beginning on a page of its own, in the order given.

    Args:
        layout: The form.
        documents: Records of the layout's kind; at least one.
        created: Written into the file as its moment of creation.
        progress: Told about every hundredth part at most.
        form_of: Gives the layout of one document where each has words of its own; the size of
            the paper and the kind are those of ``layout``.
        fonts: What stands behind the roles that layouts name.

    Returns:
        The file with its pages and warnings. Characters that no font has are left as one empty
        square; the warnings name them.

    Raises:
        RuleViolation: Some document's text does not fit; all of them are named.
        Cancelled: The user stopped it.
        TypeError: A record is not of the layout's kind.
        ValueError: There is nothing to print.
    """
    if not documents:
        raise ValueError("nothing to print")
    kind = KINDS[layout.kind]
    file = PdfFile(
        title=layout.label,
        author=kind.values(documents[0]).get("organ", ""),
        width_pt=layout.width_mm * PT_PER_MM,
        height_pt=layout.height_mm * PT_PER_MM,
        created=created,
    )
    pages: list[int] = []
    warnings: list[PrintWarning] = []
    every = max(len(documents) // 100, 1)
    sheets = compose_all(layout, documents, form_of, fonts)
    for number, (document, composed) in enumerate(zip(documents, sheets, strict=True), start=1):
        warnings += warnings_of(kind.person(document), composed.findings)
        pages.append(len(composed.pages))
        for marks in composed.pages:
            file.add_page(marks)
        if number % every == 0 or number == len(documents):
            progress(number, len(documents), f"正在排版{kind.label}")
    refused = [warning for warning in warnings if warning.code == DOES_NOT_FIT]
    if refused:
        raise RuleViolation([Reason(warning.code, warning.message) for warning in refused])
    return Rendered(file.finish(), tuple(pages), tuple(warnings))


def specimen(
    layout: Layout,
    values: Mapping[str, str],
    *,
    page: int,
    created: dt.datetime,
    fonts: FontSet = SHIPPED,
    pictures: bool = True,
) -> tuple[bytes, Composed]:
    """Draw one page as it would be printed, whatever does not fit.

    Args:
        layout: The form.
        values: Field name → text.
        page: Which, from 0; the last one where there are fewer.
        created: As in :func:`render`.
        fonts: As in :func:`render`.
        pictures: Whether to draw them, too; who shows them himself is served faster.

    Returns:
        The file, and what was composed.
    """
    composed = compose_values(dressed(layout, fonts), values)
    file = PdfFile(
        title=layout.label,
        author="",
        width_pt=layout.width_mm * PT_PER_MM,
        height_pt=layout.height_mm * PT_PER_MM,
        created=created,
    )
    file.add_page(
        mark
        for part in composed.pages[min(page, len(composed.pages) - 1)]
        for mark in (part.marks if isinstance(part, Shared) else (part,))
        if pictures or not isinstance(mark, PictureMark)
    )
    return file.finish(), composed


def preflight(
    layout: Layout,
    documents: Sequence[object],
    form_of: FormOf | None = None,
    fonts: FontSet = SHIPPED,
) -> tuple[PrintWarning, ...]:
    """Look at documents before they are printed.

    Args:
        layout: The form.
        documents: Records of the layout's kind.
        form_of: As in :func:`render`.
        fonts: As in :func:`render`.

    Returns:
        In the order of the documents: every character that no font has, every field that is set
        smaller than the layout says, and every text that does not fit. Each names the person.

    Raises:
        TypeError: A record is not of the layout's kind.
    """
    person = KINDS[layout.kind].person
    return tuple(
        warning
        for document, composed in zip(
            documents, compose_all(layout, documents, form_of, fonts), strict=True
        )
        for warning in warnings_of(person(document), composed.findings)
    )
