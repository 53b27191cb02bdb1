"""A layout while it is edited: how it looks with some texts, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partydesk.domain import bounds
from partydesk.reports.checking import Faults
from partydesk.reports.fields import KINDS
from partydesk.reports.fonts import FontSet
from partydesk.reports.layout import Layout, PictureElement
from partydesk.reports.layout_reading import BAD_PLACE, parse_layout
from partydesk.reports.layout_writing import layout_values
from partydesk.reports.picture import LEAST_DPI, Picture, read_picture
from partydesk.reports.render import specimen
from partydesk.reports.stock import stock_sizes
from partydesk.services.fonts import fonts_of
from partydesk.services.layout_edits import Rect
from partydesk.services.layout_faults import place_of
from partydesk.services.layout_files import file_content
from partydesk.services.layout_list import list_layouts
from partydesk.services.layout_samples import Sample, samples_in
from partydesk.services.layouts import (
    OWN,
    SavedLayout,
    copy_of,
    get_layout,
    layout_named,
    save_version,
    usual_of,
)

if TYPE_CHECKING:
    from partydesk.domain.errors import Note
    from partydesk.services.workspace import Workspace

Values = dict[str, Any]
#: Nothing here is printed; the moment only has to be one.
_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LIST: Final = re.compile(r"；可用的字段有 .*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A layout taken up for editing.

    Attributes:
        name: Under which it is proposed to be saved.
        begun_from: What it was begun from, in words.
        kind: Kind of document.
        values: As its file holds it.
        samples: Texts to try it with.
        pictures: SHA-256 → picture; those that are chosen while editing are put here.
        fonts: What stands behind the roles.
    """

    name: str
    begun_from: str
    kind: str
    values: Values
    samples: Mapping[Sample, Mapping[str, str]]
    pictures: dict[str, Picture]
    fonts: FontSet

    @property
    def kind_label(self) -> str:
        """What people call the kind of document."""
        return KINDS[self.kind].label


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong or doubtful.

    Attributes:
        element: Number of the element; None for the page as a whole.
        message: A Chinese sentence.
    """

    element: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a layout looks.

    Attributes:
        pdf: One page as it would be printed, without pictures; empty while values are faulty.
        page: Which, from 0.
        pages: How many there are.
        pictures: SHA-256 and place of each picture on it.
        faults: Why it cannot be saved.
        warnings: What to look at with these texts.
    """

    pdf: bytes
    page: int
    pages: int
    pictures: tuple[tuple[str, Rect], ...]
    faults: tuple[Remark, ...]
    warnings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A size of paper that is offered by name."""

    name: str
    width_mm: float
    height_mm: float


def paper_sizes() -> tuple[PaperSize, ...]:
    """List the usual sizes of paper and stock, each upright and lying."""
    return tuple(
        PaperSize(f"{size.name} {'横放' if size.lying else '竖放'}", size.width_mm, size.height_mm)
        for size in stock_sizes()
    )


def shipped_values(kind: str) -> Values:
    """Give the layout of a kind that came with the program."""
    return copy_of(usual_of(kind))


def open_draft(
    workspace: Workspace, name: str, version: int | None = None, *, anew: bool = False
) -> Draft:
    """Take a layout up for editing.

    Args:
        workspace: Open workspace.
        name: Of a shipped one or one of the office's own.
        version: None for the newest.
        anew: Whether it is to be saved under a name of its own; a shipped one always is.

    Raises:
        NotFound: There is none.
        InputRefused: It does not fit this program any more.
    """
    taken = {entry.name for entry in list_layouts(workspace)}
    with workspace.reading() as session:
        found = layout_named(session, name, version)
        samples = samples_in(session, found.layout.kind)
    layout = found.layout
    if found.version and not anew:
        proposed, begun = name, f"“{name}”第 {found.version} 版"
    else:
        proposed = _free(layout.label if found.version else f"{layout.label}{OWN}", taken)
        begun = f"“{name}”第 {found.version} 版" if found.version else f"出厂的{layout.label}版式"
    values, pictures = layout_values(layout), dict(layout.pictures)
    fonts = fonts_of(workspace)
    return Draft(proposed, begun, layout.kind, values, samples, pictures, fonts)


def _free(wish: str, taken: set[str]) -> str:
    names = (wish, *(f"{wish}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def take_picture_file(draft: Draft, path: Path) -> str:
    """Put a picture from a file into a draft; see :func:`take_picture`.

    Raises:
        ValidationFailed: It is no PNG or JPEG, damaged or too large.
        EnvironmentProblem: It cannot be read.
    """
    return take_picture(draft, file_content(path, bounds.LAYOUT_PICTURE_BYTES))


def take_picture(draft: Draft, content: bytes) -> str:
    """Put a picture into a draft; it is stored when the layout is saved.

    Returns:
        Its SHA-256.

    Raises:
        ValidationFailed: It is no PNG or JPEG, damaged or too large.
    """
    picture = read_picture(content)
    draft.pictures[picture.sha256] = picture
    return picture.sha256


def look_at(draft: Draft, values: Values, sample: Sample, page: int = 0) -> Look:
    """Draw a layout with texts, and name what is wrong with it.

    Args:
        draft: What it was begun from.
        values: The layout as it is now.
        sample: Which texts.
        page: Which page, from 0; the last one where there are fewer.
    """
    layout, notes = parse_layout(values, draft.name, draft.pictures)
    faults = tuple(_remark(draft, values, note) for note in notes)
    if any(note.code != BAD_PLACE for note in notes):
        return Look(b"", 0, 1, (), faults, ())
    pdf, composed = specimen(
        layout,
        draft.samples[sample],
        page=page,
        created=_MOMENT,
        fonts=draft.fonts,
        pictures=False,
    )
    pages = len(composed.pages)
    page = min(page, pages - 1)
    numbers = {element.name: number for number, element in enumerate(layout.elements)}
    found = dict.fromkeys(
        Remark(numbers[name], f"{finding.message}。") for name, finding in composed.found
    )
    warnings = (*found, *_coarse(layout))
    return Look(pdf, page, pages, tuple(_pictures(layout, page)), faults, warnings)


def sample_page(workspace: Workspace, name: str, version: int | None = None) -> bytes:
    """Draw the first page of a layout with the usual texts, for lists.

    Args:
        workspace: Open workspace.
        name: Of a shipped one or one of the office's own.
        version: None for the newest.

    Raises:
        NotFound: There is none.
        InputRefused: It does not fit this program any more.
    """
    layout = get_layout(workspace, name, version).layout
    texts, fonts = KINDS[layout.kind].samples, fonts_of(workspace)
    return specimen(layout, texts, page=0, created=_MOMENT, fonts=fonts)[0]


def save_draft(
    workspace: Workspace, draft: Draft, values: Values, name: str, *, use: bool
) -> SavedLayout:
    """Store a draft as a further version; see :func:`~partydesk.services.layouts.save_version`.

    Raises:
        ValidationFailed: The name cannot be taken.
        InputRefused: Every fault of the layout; nothing is stored.
    """
    return save_version(workspace, name, values, pictures=draft.pictures.values(), use=use)


def _pictures(layout: Layout, page: int) -> list[tuple[str, Rect]]:
    return [
        (element.sha256, _drawn(layout, element))
        for element in layout.elements
        if isinstance(element, PictureElement) and (page == 0 or element.pages == "every")
    ]


def _drawn(layout: Layout, element: PictureElement) -> Rect:
    box = element.drawn_box(layout.pictures[element.sha256])
    return Rect(box.x_mm, box.y_mm, box.width_mm, box.height_mm)


def _coarse(layout: Layout) -> list[Remark]:
    """Name the pictures whose pixels would be seen."""
    remarks = []
    for number, element in enumerate(layout.elements):
        if isinstance(element, PictureElement):
            box, picture = element.box, layout.pictures[element.sha256]
            dpi = picture.dpi(box.width_mm, box.height_mm)
            if dpi < LEAST_DPI:
                words = f"“{element.name}”的图片每英寸只有 {dpi:.0f} 点，印出来会发虚；"
                remarks.append(
                    Remark(number, f"{words}请缩小它，或换成 {LEAST_DPI} 点以上的扫描件。")
                )
    return remarks


def _remark(draft: Draft, values: Values, note: Note) -> Remark:
    """Say a fault of a file in the words of the editor."""
    words = _LIST.sub("，请从“字段”里选", Faults(draft.name).words(note))
    number, place = place_of(values, note.column) if note.column else (None, "")
    return Remark(number, f"{place}{words}。")
