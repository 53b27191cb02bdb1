"""Embeds fonts so that what is printed can also be searched and copied.

Each document carries only the characters it uses. One fault of the printing library is mended here:
it writes the table that leads from glyphs back to text with five hexadecimal digits for characters
outside the basic plane, which no reader understands; copying the name 张𫖯 gave other characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from partydesk.reports.font_files import FontFile

#: A reader need not take more entries in one block (Adobe Technical Note 5014, 1.4.1).
_BLOCK: Final = 100


class EmbeddedFont(TTFont):
    """A TrueType font with a right glyph-to-text table for every plane of Unicode."""

    def __init__(self, name: str | None, file: FontFile) -> None:
        """Read a font; only used characters are embedded, ASCII included.

        Args:
            name: The name it is drawn with and embedded under; None for its own, made
                unmistakable by the file's digest.
            file: The file.

        Raises:
            TTFError: The library cannot embed it.
            OSError: The file cannot be read.
        """
        super().__init__(
            name or "", file.path, asciiReadable=False, shapable=False, subfontIndex=file.number
        )
        if name is None:
            own = self.face.name.decode("pdfdoc")
            self.fontName = f"{own}-{self.sha256[:8]}"
            self.face.name = self.fontName.encode("ascii")
            # The number within a collection, which the library would add to the name.
            self.face.subfontNameX = b""

    @cached_property
    def sha256(self) -> str:
        """Digest of the whole file as it was read, which the library keeps."""
        return hashlib.sha256(self.face._ttf_data).hexdigest()  # type: ignore[attr-defined] # noqa: SLF001

    def has(self, char: str) -> bool:
        """Tell whether it has a shape for a character."""
        return ord(char) in self.face.charToGlyph

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 (the name is the library's)
        """Write the subsets of one document, then replace their glyph-to-text tables."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            name = b"".join(parts).decode("pdfdoc")
            table = doc.idToObject[f"toUnicodeCMap:{name}"]
            if not isinstance(table, PDFStream):
                raise TypeError(f"no glyph-to-text table for {name}")
            table.content = to_unicode_table(name, subset)


def to_unicode_table(name: str, subset: Sequence[int]) -> str:
    """Write the ToUnicode table of one subset (ISO 32000-1, 9.10.3: UTF-16BE).

    Args:
        name: Name of the embedded subset.
        subset: Code points in the order of their one-byte codes; 0 stands for no character.
    """
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{max(len(subset) - 1, 0):02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
