"""Sets Chinese text: breaks paragraphs into lines and says where every stretch of text stands.

Pure functions over characters and widths; nothing is drawn here. Rules followed:

- Lines are broken only where :mod:`partydesk.reports.breaking` allows it.
- A thin space separates Han from Latin letters and figures; it vanishes at the end of a line.
- Lines are justified by spreading; closing punctuation at the end of a line may give up its empty
  right half to fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from partydesk.reports.breaking import HALF_EMPTY, NOT_AT_LINE_START, gap_em, in_one_word, may_break
from partydesk.reports.fonts import Face, glyph

#: Room on either side of an underlined field, under the same rule, in em.
_PAD_EM: Final = 0.25
#: Room outside that rule, in em.
_MARGIN_EM: Final = 0.12
#: A line is left ragged rather than spread wider than this between two characters, in em.
_WIDEST_SPREAD_EM: Final = 0.5
_TOLERANCE_PT: Final = 1e-6


class Run(NamedTuple):
    """A stretch of a paragraph in one style.

    Attributes:
        text: The characters; line breaks count as spaces.
        role: Style of letter.
        underline: Whether a thin rule runs below it, as below a filled-in blank.
    """

    text: str
    role: Face
    underline: bool = False


class Segment(NamedTuple):
    """Characters of one font that are drawn in one stroke.

    Attributes:
        x_pt: Left edge, from the left edge of the paragraph.
        text: The characters.
        font: Name of the registered font.
        space_pt: Added after each character.
    """

    x_pt: float
    text: str
    font: str
    space_pt: float


@dataclass(frozen=True, slots=True)
class Line:
    """One finished line.

    Attributes:
        segments: From left to right; they never overlap.
        underlines: Left and right end of each rule below the text, in points.
        width_pt: Right edge of the last character, from the left edge of the paragraph.
    """

    segments: tuple[Segment, ...]
    underlines: tuple[tuple[float, float], ...]
    width_pt: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(segment.text for segment in self.segments)


class _Atom(NamedTuple):
    """One character, or an empty pad, with what it takes up.

    Attributes:
        char: The character as it was written; empty for a pad.
        text: What is drawn.
        font: Name of the registered font.
        width_pt: What it takes up.
        underline: Number of the underlined run, -1 for none.
        gap_pt: A thin space before it, dropped at the start of a line.
        joint: Whether a justified line may be spread before it: everywhere but inside words.
    """

    char: str
    text: str
    font: str
    width_pt: float
    underline: int
    gap_pt: float = 0.0
    joint: bool = False


class _Unit(NamedTuple):
    """Atoms that stay on one line, with their width at its start."""

    atoms: tuple[_Atom, ...]
    width_pt: float


def set_paragraph(
    runs: Sequence[Run],
    *,
    size_pt: float,
    width_pt: float,
    indent_em: float = 0.0,
    justify: bool = True,
    tracking_pt: float = 0.0,
) -> tuple[Line, ...]:
    """Break a paragraph into lines no wider than asked.

    Args:
        runs: The text in its styles.
        size_pt: Size of the letters.
        width_pt: Width of the column; at least one em is assumed.
        indent_em: How far the first line is set in.
        justify: Whether all lines but the last are spread to the full width.
        tracking_pt: Added behind every character, so that so many of them fill a line; negative
            where they stand closer than they are wide.

    Returns:
        At least one line, which is empty when there is no text.
    """
    return _paragraph(tuple(runs), size_pt, width_pt, indent_em, justify, tracking_pt)


# In a batch most paragraphs are the same in every document.
@lru_cache(maxsize=1024)
def _paragraph(
    runs: tuple[Run, ...],
    size_pt: float,
    width_pt: float,
    indent_em: float,
    justify: bool,  # noqa: FBT001 (private, and a cache takes no keywords cheaply)
    tracking_pt: float,
) -> tuple[Line, ...]:
    """Break a paragraph, see :func:`set_paragraph`."""
    width_pt = max(width_pt, size_pt)
    indent_pt = min(indent_em * size_pt, width_pt - size_pt)
    units = _units([run for run in runs if run.text], size_pt, tracking_pt)
    filled = list(_fill(units, width_pt, indent_pt, size_pt))
    lines = []
    for number, untrimmed in enumerate(filled):
        line = _trimmed(untrimmed)
        start = indent_pt if number == 0 else 0.0
        spread = 0.0
        if justify and number < len(filled) - 1:
            spread = _spread(line, width_pt - start, size_pt)
        lines.append(_placed(line, start, spread, tracking_pt))
    return tuple(lines)


@lru_cache(maxsize=1024)
def set_line(text: str, role: Face, *, size_pt: float, spacing_pt: float = 0.0) -> Line:
    """Set text on one line, however wide it gets, with even spacing between characters."""
    atoms = [
        _Atom(char, shape.text, shape.font, shape.width_em * size_pt, -1, joint=True)
        for char, shape in ((char, glyph(char, role)) for char in text)
    ]
    return _placed(_trimmed(atoms), 0.0, spacing_pt)


@lru_cache(maxsize=1024)
def balanced(
    text: str, role: Face, *, size_pt: float, width_pt: float, most_lines: int
) -> tuple[str, ...] | None:
    """Cut a title or a name into as few lines as fit, of like length.

    A cut before 和, 与, 及 or 暨 is preferred, because a phrase should not be broken
    (GB/T 9704-2012, 7.3.1).

    Returns:
        The lines, or None when ``most_lines`` do not suffice.
    """
    for count in range(1, most_lines + 1):
        best = _best_cut(text, role, size_pt, width_pt, count)
        if best is not None:
            return best
    return None


def _best_cut(
    text: str, role: Face, size_pt: float, width_pt: float, count: int
) -> tuple[str, ...] | None:
    """Return the most even way to cut text into ``count`` lines, or None when none fits."""
    if count == 1:
        fits = set_line(text, role, size_pt=size_pt).width_pt <= width_pt + _TOLERANCE_PT
        return (text,) if fits else None
    even = len(text) / count
    candidates = []
    for cut in range(1, len(text)):
        if not may_break(text[cut - 1], text[cut]):
            continue
        head = text[:cut]
        if set_line(head, role, size_pt=size_pt).width_pt > width_pt + _TOLERANCE_PT:
            break
        rest = _best_cut(text[cut:], role, size_pt, width_pt, count - 1)
        if rest is not None:
            cost = abs(cut - even) - (3 if text[cut] in "和与及暨" else 0)
            candidates.append((cost, (head, *rest)))
    return min(candidates)[1] if candidates else None


def _units(runs: Sequence[Run], size_pt: float, tracking_pt: float) -> list[_Unit]:
    """Cut runs, none of them empty, into what stays on one line."""
    units: list[_Unit] = []
    before: Run | None = None
    for number, run in enumerate(runs):
        left = units[-1].atoms[-1] if units else None
        measured = _measured(
            run.text,
            run.role,
            number if run.underline else -1,
            size_pt,
            tracking_pt,
            left.char if left and left.text else "",
            before is not None and before.underline,
        )
        if before and not may_break(before.text[-1], run.text[0]):
            joined, *measured = measured
            units[-1] = _unit(units[-1].atoms + joined.atoms)
        units += measured
        before = run
    return units


# What stands between the fields is the same in every document of a batch.
@lru_cache(maxsize=1024)
def _measured(
    text: str,
    role: Face,
    underline: int,
    size_pt: float,
    tracking_pt: float,
    left: str,
    after_rule: bool,  # noqa: FBT001 (private, and a cache takes no keywords cheaply)
) -> Sequence[_Unit]:
    """Measure the characters of one run, with the gaps between them; pads stand around a rule.

    Args:
        text: The characters, at least one.
        role: Style of letter.
        underline: Number of the run if it is underlined, else -1.
        size_pt: Size of the letters.
        tracking_pt: Added behind every character.
        left: The character before the run; empty if none is drawn there.
        after_rule: Whether the run before it is underlined.
    """
    units: list[_Unit] = []
    margin = _MARGIN_EM * size_pt
    pad = _Atom("", "", "", _PAD_EM * size_pt, underline)
    atoms = [pad._replace(gap_pt=margin)] if underline >= 0 else []
    if underline >= 0:
        left = ""
    before = ""
    for char in text:
        shape, font, width_em, _ = glyph(char, role)
        if before and may_break(before, char):
            units.append(_unit(tuple(atoms)))
            atoms = []
        width = width_em * size_pt + tracking_pt if shape else width_em * size_pt
        joint = bool(left and shape) and not in_one_word(left, char)
        gap = gap_em(left, char) * size_pt
        atoms.append(_Atom(char, shape, font, width, underline, gap, joint))
        before, left = char, char if shape else ""
    if underline >= 0:
        atoms.append(pad)
    units.append(_unit(tuple(atoms)))
    if after_rule and underline < 0 and text[0] not in NOT_AT_LINE_START:
        first, *others = units[0].atoms
        units[0] = _unit((first._replace(gap_pt=margin), *others))
    return tuple(units)


def _unit(atoms: tuple[_Atom, ...]) -> _Unit:
    return _Unit(atoms, atoms[0].width_pt if len(atoms) == 1 else _natural_width(atoms))


def _fill(
    units: Sequence[_Unit], width_pt: float, indent_pt: float, size_pt: float
) -> Iterator[Sequence[_Atom]]:
    """Fill lines one after the other, each as full as it goes."""
    line: list[_Atom] = []
    used, room = 0.0, width_pt - indent_pt
    for atoms, needed in _breakable(units, width_pt, width_pt - indent_pt):
        joined = used + atoms[0].gap_pt + needed if line else needed
        overhang = joined - room
        if overhang <= _TOLERANCE_PT:
            line += atoms
            used = joined
            continue
        last = atoms[-1]
        if last.char in HALF_EMPTY and line and overhang <= size_pt / 2:
            yield [*line, *atoms[:-1], last._replace(width_pt=last.width_pt - overhang)]
            line, used, room = [], 0.0, width_pt
        else:
            if line:
                yield line
                room = width_pt
            line, used = list(atoms), needed
    if line or not units:
        yield line


def _breakable(units: Sequence[_Unit], width_pt: float, first_pt: float) -> Iterator[_Unit]:
    """Give the units; one wider than its line comes atom by atom."""
    room = first_pt
    for unit in units:
        if unit.width_pt <= room:
            yield unit
        else:
            yield from (_unit((atom,)) for atom in unit.atoms)
        room = width_pt


def _natural_width(atoms: Sequence[_Atom]) -> float:
    """Width of atoms side by side at the start of a line."""
    width = sum([atom.width_pt + atom.gap_pt for atom in atoms])
    return width - atoms[0].gap_pt if atoms else 0.0


def _spread(line: Sequence[_Atom], width_pt: float, size_pt: float) -> float:
    """Return how much goes into each joint; 0 when that would tear the line apart."""
    slack = max(width_pt - _natural_width(line), 0.0)
    count = sum([atom.joint for atom in line[1:]])
    if count == 0 or slack / count > _WIDEST_SPREAD_EM * size_pt:
        return 0.0
    return slack / count


def _trimmed(atoms: Sequence[_Atom]) -> Sequence[_Atom]:
    """Drop plain spaces at the end of a line."""
    end = len(atoms)
    while end and atoms[end - 1].char.isspace() and atoms[end - 1].underline < 0:
        end -= 1
    return atoms[:end]


def _placed(
    atoms: Sequence[_Atom], start_pt: float, spread_pt: float, tracking_pt: float = 0.0
) -> Line:
    """Turn atoms into segments: neighbours of one font and one spacing are drawn together.

    A segment's spacing is that behind its first character; a character may join while the space
    before it is the same. What stands behind the last character shifts nothing.

    Args:
        atoms: Of one line, without spaces at its end.
        start_pt: Where the line begins.
        spread_pt: Added at each joint.
        tracking_pt: The widths of the atoms hold it already; what draws them has to be told.
    """
    spaces = [spread_pt if atom.joint else 0.0 for atom in atoms[1:]]
    spaces.append(0.0)
    pieces: list[Segment] = []
    rules: dict[int, tuple[float, float]] = {}
    pen, left, spacing = start_pt, 0.0, 0.0
    text, font = "", ""
    after = None  # space behind the previous character, None when a new segment must begin
    for index, atom in enumerate(atoms):
        _, shape, name, width, underline, gap, _ = atom
        if index and gap:
            pen, after = pen + gap, None
        if shape:
            if name == font and after == spacing:
                text += shape
            else:
                if text:
                    pieces.append(Segment(left, text, font, spacing + tracking_pt))
                left, text, font, spacing = pen, shape, name, spaces[index]
        right = pen + width
        if underline >= 0:
            rules[underline] = (rules.get(underline, (pen, pen))[0], right)
        after = spaces[index] if shape else None
        pen = right + spaces[index]
    if text:
        pieces.append(Segment(left, text, font, spacing + tracking_pt))
    return Line(tuple(pieces), tuple(rules.values()), pen)
