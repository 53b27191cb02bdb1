"""Makes resources/fonts/WideSong-Regular.ttf: the Han characters that the shipped Song font lacks.

Needs `pip install fonttools` and the HanaMinB.ttf of Debian's fonts-hanazono; run once for each new
version of these fonts:

    python3 -m tooling.wide_song .../HanaMinB.ttf

The outlines of HanaMinB are polygons of some two hundred points a character. Points that lie within
a third of a hundredth of an em of the line between their neighbours are left out, which no printer
shows in the sizes of a letter and which saves a third.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

# Not in the lock: nothing that is shipped or tested needs it.
from fontTools import subset  # type: ignore[import-not-found]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

FONTS = Path(__file__).parents[1] / "resources" / "fonts"
TARGET = FONTS / "WideSong-Regular.ttf"
FAMILY = "Wide Song"
#: The licence reserves the names of the original, so what was changed has another.
NAMES = {1: FAMILY, 3: "Wide Song 1.0", 4: FAMILY, 6: "WideSong-Regular"}
TOLERANCE = 3
"""In units of 1/1024 em."""
#: Unified ideographs, Extension A, and everything in the two planes of ideographs.
HAN = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0x20000, 0x2F800),
    range(0x30000, 0x40000),
)

Point = tuple[int, int]


def lacking(source: TTFont) -> list[int]:
    """List the Han characters of a font that the shipped Song font has not."""
    shipped = TTFont(FONTS / "NotoSerifSC-Regular.ttf", lazy=True).getBestCmap()
    return [
        code
        for code in source.getBestCmap()
        if code not in shipped and any(code in block for block in HAN)
    ]


def simplified(ring: list[Point]) -> list[Point]:
    """Leave out points of a closed polygon (Douglas and Peucker, 1973)."""
    first = ring[0]
    far = max(range(len(ring)), key=lambda i: math.dist(first, ring[i]))
    kept = {0, far}
    spans = [(0, far), (far, len(ring))]
    while spans:
        start, end = spans.pop()
        found = _farthest(ring, start, end)
        if found is not None:
            kept.add(found)
            spans += [(start, found), (found, end)]
    return [ring[i] for i in sorted(kept)]


def _farthest(ring: list[Point], start: int, end: int) -> int | None:
    """The point between two others that lies farthest from their line, if beyond the tolerance."""
    (x0, y0), (x1, y1) = ring[start], ring[end % len(ring)]
    dx, dy = x1 - x0, y1 - y0
    length = math.hypot(dx, dy) or 1.0
    found, most = None, float(TOLERANCE)
    for i in range(start + 1, end):
        x, y = ring[i]
        distance = abs(dx * (y - y0) - dy * (x - x0)) / length
        if distance > most:
            found, most = i, distance
    return found


def simplify(font: TTFont) -> None:
    """Simplify every outline of a font whose outlines are polygons."""
    table = font["glyf"]
    for name in table.keys():  # noqa: SIM118 - the table is no mapping
        glyph = table[name]
        if glyph.numberOfContours <= 0:
            continue
        points, ends, _ = glyph.getCoordinates(table)
        pen, start = TTGlyphPen(None), 0
        for end in ends:
            ring = simplified([tuple(point) for point in points[start : end + 1]])
            start = end + 1
            pen.moveTo(ring[0])
            for point in ring[1:]:
                pen.lineTo(point)
            pen.closePath()
        table[name] = pen.glyph()


def main(path: str) -> None:
    """Make the font from HanaMinB.ttf."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = options.glyph_names = False
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "FFTM", "GDEF", "gasp", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=lacking(font))
    subsetter.subset(font)
    simplify(font)
    for record in list(font["name"].names):
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID]
        elif record.nameID in {16, 17}:
            font["name"].names.remove(record)
    font.save(TARGET)


if __name__ == "__main__":
    main(sys.argv[1])
