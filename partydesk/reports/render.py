"""Prints documents: one PDF for a batch, and what to look at before printing it.

The renderer knows neither subjects nor database: a layout, frozen records and the moment of
creation go in, bytes come out, the same for the same input.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.progress import Progress, silent
from partydesk.reports.document import Composed, compose, compose_values
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import DOES_NOT_FIT, PrintWarning, warnings_of
from partydesk.reports.layout import Layout
from partydesk.reports.marks import PT_PER_MM, PictureMark
from partydesk.reports.paint import PdfFile

#: Gives the layout of one document.
FormOf = Callable[[object], Layout]


def render(
    layout: Layout,
    documents: Sequence[object],
    *,
    created: dt.datetime,
    progress: Progress = silent,
    form_of: FormOf | None = None,
) -> bytes:
    """Print documents into one PDF, each beginning on a page of its own, in the order given.

    Args:
        layout: The form.
        documents: Records of the layout's kind; at least one.
        created: Written into the file as its moment of creation.
        progress: Told about every hundredth part at most.
        form_of: Gives the layout of one document where each has words of its own; the size of
            the paper and the kind are those of ``layout``.

    Returns:
        The file. Characters that no font has are left as one empty square;
        :func:`preflight` names them.

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
    refused: list[PrintWarning] = []
    every = max(len(documents) // 100, 1)
    for number, document in enumerate(documents, start=1):
        composed = compose(form_of(document) if form_of else layout, document)
        found = [finding for finding in composed.findings if finding.code == DOES_NOT_FIT]
        refused += warnings_of(kind.person(document), found)
        for marks in composed.pages:
            file.add_page(marks)
        if number % every == 0 or number == len(documents):
            progress(number, len(documents), f"正在排版{kind.label}")
    if refused:
        raise RuleViolation([Reason(warning.code, warning.message) for warning in refused])
    return file.finish()


def specimen(
    layout: Layout, values: Mapping[str, str], *, page: int, created: dt.datetime
) -> tuple[bytes, Composed]:
    """Draw one page as it would be printed, without its pictures, whatever does not fit.

    Args:
        layout: The form.
        values: Field name → text.
        page: Which, from 0; the last one where there are fewer.
        created: As in :func:`render`.

    Returns:
        The file, and what was composed.
    """
    composed = compose_values(layout, values)
    file = PdfFile(
        title=layout.label,
        author="",
        width_pt=layout.width_mm * PT_PER_MM,
        height_pt=layout.height_mm * PT_PER_MM,
        created=created,
    )
    marks = composed.pages[min(page, len(composed.pages) - 1)]
    file.add_page([mark for mark in marks if not isinstance(mark, PictureMark)])
    return file.finish(), composed


def preflight(
    layout: Layout, documents: Sequence[object], form_of: FormOf | None = None
) -> tuple[PrintWarning, ...]:
    """Look at documents before they are printed.

    Args:
        layout: The form.
        documents: Records of the layout's kind.
        form_of: As in :func:`render`.

    Returns:
        In the order of the documents: every character that no font has, every field that is set
        smaller than the layout says, and every text that does not fit. Each names the person.

    Raises:
        TypeError: A record is not of the layout's kind.
    """
    person = KINDS[layout.kind].person
    return tuple(
        warning
        for document in documents
        for warning in warnings_of(
            person(document), compose(form_of(document) if form_of else layout, document).findings
        )
    )
