"""A look inside the PDFs that the tests print."""

from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from partydesk.services.print_kinds import Printout

_KINDS = {
    raw.FPDF_PAGEOBJ_TEXT: "text",
    raw.FPDF_PAGEOBJ_PATH: "path",
    raw.FPDF_PAGEOBJ_IMAGE: "image",
}


@dataclass(frozen=True)
class Mark:
    """One object of a page: its kind and its box in millimetres from the upper left corner."""

    kind: str
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""


class Pdf:
    """A PDF as its reader sees it."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    def size_mm(self, page: int = 0) -> tuple[float, float]:
        width, height = self._document[page].get_size()
        return round(width / 72 * 25.4, 2), round(height / 72 * 25.4, 2)

    def text(self, page: int = 0) -> str:
        """The text of a page without the spaces and line ends a reader guesses."""
        found: str = self._document[page].get_textpage().get_text_range()
        return "".join(found.split())

    def pages(self) -> list[str]:
        """The text of every page."""
        return [self.text(page) for page in range(len(self))]

    def marks(self, page: int = 0) -> list[Mark]:
        leaf = self._document[page]
        height = leaf.get_size()[1]
        words = leaf.get_textpage()
        found = []
        for item in leaf.get_objects():
            if item.type == raw.FPDF_PAGEOBJ_FORM:
                continue  # only holds the marks that follow
            bounds = item.get_bounds()
            left, bottom, right, top = (side / 72 * 25.4 for side in bounds)
            high = height / 72 * 25.4
            kind = _KINDS[item.type]
            text = words.get_text_bounded(*bounds) if kind == "text" else ""
            found.append(Mark(kind, left, high - top, right, high - bottom, text))
        return found


def pages_of(printout: Printout) -> list[str]:
    """The text of every page of a composed document, without spaces."""
    return Pdf(printout.pdf).pages()


def text_of(printout: Printout) -> str:
    """The text of a composed document, without spaces."""
    return "".join(pages_of(printout))
