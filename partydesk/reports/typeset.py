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
from itertools import pairwise
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


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one style.

    Attributes:
        text: The characters; line breaks count as spaces.
        role: Style of letter.
        underline: Whether a thin rule runs below it, as below a filled-in blank.
    """

    text: str
    role: Face
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
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

    ``gap_pt`` is a thin space before it, dropped at the start of a line.
    """

    char: str
    text: str
    font: str
    width_pt: float
    underline: int  # number of the underlined run, -1 for none
    gap_pt: float = 0.0


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
    atoms = _atoms(runs, size_pt)
    if tracking_pt:
        atoms = [
            atom._replace(width_pt=atom.width_pt + tracking_pt) if atom.text else atom
            for atom in atoms
        ]
    filled = list(_fill(_units(atoms), width_pt, indent_pt, size_pt))
    lines = []
    for number, untrimmed in enumerate(filled):
        line = _trimmed(untrimmed)
        start = indent_pt if number == 0 else 0.0
        spread, joints = 0.0, None
        if justify and number < len(filled) - 1:
            joints = _joints(line)
            spread = _spread(line, joints, width_pt - start, size_pt)
        lines.append(_placed(line, start, spread, joints, tracking_pt=tracking_pt))
    return tuple(lines)


@lru_cache(maxsize=1024)
def set_line(text: str, role: Face, *, size_pt: float, spacing_pt: float = 0.0) -> Line:
    """Set text on one line, however wide it gets, with even spacing between characters."""
    atoms = [
        _Atom(char, shape.text, shape.font, shape.width_em * size_pt, -1)
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


def _atoms(runs: Sequence[Run], size_pt: float) -> list[_Atom]:
    """Measure every character; pads surround underlined runs."""
    atoms: list[_Atom] = []
    margin = _MARGIN_EM * size_pt
    for number, run in enumerate(runs):
        if not run.text:
            continue
        first = len(atoms)
        if run.underline:
            pad_pt = _PAD_EM * size_pt
            atoms.append(_Atom("", "", "", pad_pt, number, margin))
            atoms += _measured(run.text, run.role, size_pt, number)
            atoms.append(_Atom("", "", "", pad_pt, number))
            continue
        measured = _measured(run.text, run.role, size_pt)
        atoms += measured
        if number and runs[number - 1].underline:
            if run.text[0] not in NOT_AT_LINE_START:
                atoms[first] = measured[0]._replace(gap_pt=margin)
        elif first:
            gap = gap_em(atoms[first - 1].char, run.text[0]) * size_pt
            atoms[first] = measured[0]._replace(gap_pt=gap)
    return atoms


# What stands between the fields is the same in every document of a batch.
@lru_cache(maxsize=1024)
def _measured(text: str, role: Face, size_pt: float, underline: int = -1) -> tuple[_Atom, ...]:
    """Measure the characters of one run, with the gaps between them."""
    atoms = []
    left = ""
    for char in text:
        _, font, width, _ = shape = glyph(char, role)
        gap = gap_em(left, char) * size_pt
        atoms.append(_Atom(char, shape.text, font, width * size_pt, underline, gap))
        left = char
    return tuple(atoms)


def _units(atoms: Sequence[_Atom]) -> list[list[_Atom]]:
    """Group atoms that stay on one line; pads go with the field they belong to."""
    units: list[list[_Atom]] = []
    before = ""
    for position, atom in enumerate(atoms):
        char = atom.char
        if may_break(before, char) if before and char else _starts_unit(atoms, position):
            units.append([atom])
        else:
            units[-1].append(atom)
        before = char
    return units


def _starts_unit(atoms: Sequence[_Atom], position: int) -> bool:
    """Tell whether a line may begin with an atom; the characters around a pad decide for it."""
    if position == 0:
        return True
    left, right = atoms[position - 1], atoms[position]
    if left.underline == right.underline:
        return False
    before = left.char or (atoms[position - 2].char if position > 1 else "")
    after = right.char or (atoms[position + 1].char if position + 1 < len(atoms) else "")
    return may_break(before, after)


def _fill(
    units: Sequence[Sequence[_Atom]], width_pt: float, indent_pt: float, size_pt: float
) -> Iterator[Sequence[_Atom]]:
    """Fill lines one after the other, each as full as it goes."""
    line: list[_Atom] = []
    used, room = 0.0, width_pt - indent_pt
    for unit, needed in _breakable(units, width_pt, width_pt - indent_pt):
        joined = used + unit[0].gap_pt + needed if line else needed
        overhang = joined - room
        last = unit[-1]
        if overhang <= _TOLERANCE_PT:
            line.extend(unit)
            used = joined
        elif last.char in HALF_EMPTY and line and overhang <= size_pt / 2:
            yield [*line, *unit[:-1], last._replace(width_pt=last.width_pt - overhang)]
            line, used, room = [], 0.0, width_pt
        else:
            if line:
                yield line
                room = width_pt
            line, used = list(unit), needed
    if line or not units:
        yield line


def _breakable(
    units: Sequence[Sequence[_Atom]], width_pt: float, first_pt: float
) -> Iterator[tuple[Sequence[_Atom], float]]:
    """Give the units and their widths; one wider than its line comes atom by atom."""
    for number, unit in enumerate(units):
        width = unit[0].width_pt if len(unit) == 1 else _natural_width(unit)
        if width <= (width_pt if number else first_pt):
            yield unit, width
        else:
            yield from (([atom], atom.width_pt) for atom in unit)


def _natural_width(atoms: Sequence[_Atom]) -> float:
    """Width of atoms side by side at the start of a line."""
    width = sum([atom.width_pt + atom.gap_pt for atom in atoms])
    return width - atoms[0].gap_pt if atoms else 0.0


def _joints(atoms: Sequence[_Atom]) -> list[bool]:
    """Tell after which atoms a justified line may be spread: everywhere but inside words."""
    return [
        bool(left.text and right.text) and not in_one_word(left.char, right.char)
        for left, right in pairwise(atoms)
    ]


def _spread(
    line: Sequence[_Atom], joints: Sequence[bool], width_pt: float, size_pt: float
) -> float:
    """Return how much goes into each joint; 0 when that would tear the line apart."""
    slack = max(width_pt - _natural_width(line), 0.0)
    count = sum(joints)
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
    atoms: Sequence[_Atom],
    start_pt: float,
    spread_pt: float,
    joints: Sequence[bool] | None = None,
    *,
    tracking_pt: float = 0.0,
) -> Line:
    """Turn atoms into segments: neighbours of one font and one spacing are drawn together.

    A segment's spacing is that behind its first character; a character may join while the space
    before it is the same. What stands behind the last character shifts nothing.

    Args:
        atoms: Of one line, without spaces at its end.
        start_pt: Where the line begins.
        spread_pt: Added after the atoms that ``joints`` names.
        joints: After which atoms; None for all.
        tracking_pt: The widths of the atoms hold it already; what draws them has to be told.
    """
    spaces = [spread_pt] * (len(atoms) - 1)
    if joints is not None:
        spaces = [spread_pt if joint else 0.0 for joint in joints]
    spaces.append(0.0)
    pieces: list[Segment] = []
    rules: dict[int, tuple[float, float]] = {}
    pen, left, spacing = start_pt, 0.0, 0.0
    text, font = "", ""
    after = None  # space behind the previous character, None when a new segment must begin
    for index, atom in enumerate(atoms):
        _, shape, name, width, underline, gap = atom
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
