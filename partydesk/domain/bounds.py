"""How large what comes from outside may be: every bound on an untrusted file, in one place.

A file from elsewhere may be damaged, or made to do harm: a few kilobytes that unpack to gigabytes,
a sheet with one cell at its far end, a picture of a million by a million dots. Whoever reads one
asks here first and stops in time. The figures are far above what offices have, and low enough that
a PC with 4 GB of memory stands them.
"""

from __future__ import annotations

from typing import Final

MB: Final = 1024 * 1024

#: A table file, packed.
TABLE_BYTES: Final = 300 * MB
#: All parts of a packed file together, unpacked.
UNPACKED_BYTES: Final = 1500 * MB
#: A part of a package that is read whole to tell what the package is (lists of sheets, styles).
MARK_BYTES: Final = 8 * MB
#: Parts of a package; a workbook with a thousand sheets has some three thousand.
PACKAGE_PARTS: Final = 10_000
#: How many times its packed size a part may have, once it is large. Sheets come to 10–50; the
#: method itself (RFC 1951) ends at 1032.
PACKAGE_RATIO: Final = 300
RATIO_COUNTS_FROM: Final = 20 * MB
#: Cells of a file, counted as the rectangles they are read as.
TABLE_CELLS: Final = 12_000_000
#: Sheets of a workbook.
TABLE_SHEETS: Final = 1000

#: A person's form; one with a photo has some hundred kilobytes.
FORM_BYTES: Final = 20 * MB
#: Characters of one text in a form.
FORM_TEXT: Final = 200_000
#: How deep the nodes of a form may lie in each other; real ones have four.
FORM_DEPTH: Final = 40
#: Forms in a folder that are read at once.
FORMS: Final = 20_000

#: A photo of a person as it is kept.
PHOTO_BYTES: Final = 2 * MB
#: Dots of a photo; a camera of 24 megapixels makes files larger than may be kept.
PHOTO_PIXELS: Final = 30_000_000
#: A picture that a photo is cut from, or that a code is read from.
PICTURE_BYTES: Final = 60 * MB
#: Dots of any picture: a sheet of A3 scanned at 600 dpi has 70 million.
PICTURE_PIXELS: Final = 80_000_000

#: A layout without its pictures; with them, packed and unpacked.
LAYOUT_BYTES: Final = MB
LAYOUT_FILE_BYTES: Final = 40 * MB
LAYOUT_PICTURE_BYTES: Final = 20 * MB
LAYOUT_PARTS: Final = 20

#: A document that a code is read from.
DOCUMENT_BYTES: Final = 60 * MB
#: A problem file of the matcher.
PROBLEM_BYTES: Final = 50 * MB
