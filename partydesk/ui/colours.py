"""The roles of colour, in light and dark, and how a painted part learns which of the two it is in.

Stylesheets reach most parts; those that paint themselves ask :func:`colours_for` with their own
palette, so that nobody has to hand a theme about and no global state is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtGui import QColor, QPalette

_HALF = 128  # lightness (0–255) above which a ground counts as light


class Scheme(StrEnum):
    """Light or dark; the values are the words on screen."""

    LIGHT = "浅色"
    DARK = "深色"


class Tone(Enum):
    """What a word or a cell says by its colour, always together with the word itself."""

    PLAIN = "plain"
    QUIET = "quiet"
    SECONDARY = "secondary"
    GOOD = "good"
    ATTENTION = "attention"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour (``#RRGGBB``) for each role.

    Attributes:
        ground: Behind everything.
        surface: Cards, tables, bars.
        raised: Table heads, quiet blocks inside a surface.
        line: Between and around surfaces.
        field_line: Around fields and buttons.
        text: Words.
        secondary: Labels, less important words.
        quiet: Hints and group headings.
        neutral: Behind counts and plain tags.
        accent: The chosen place and row, the one main button of a page.
        accent_tint: Behind what is chosen.
        accent_line: Around chosen chips.
        accent_hover: The main button under the mouse.
        on_accent: Words on the accent.
        good: Words that say all is well, and ``good_tint`` behind them; likewise the next four.
    """

    ground: str
    surface: str
    raised: str
    line: str
    field_line: str
    text: str
    secondary: str
    quiet: str
    neutral: str
    accent: str
    accent_tint: str
    accent_line: str
    accent_hover: str
    on_accent: str
    good: str
    good_tint: str
    attention: str
    attention_tint: str
    trouble: str
    trouble_tint: str

    def ink(self, tone: Tone) -> str:
        """Give the colour of words in a tone."""
        return {
            Tone.PLAIN: self.text,
            Tone.QUIET: self.quiet,
            Tone.SECONDARY: self.secondary,
            Tone.GOOD: self.good,
            Tone.ATTENTION: self.attention,
            Tone.TROUBLE: self.trouble,
        }[tone]

    def tint(self, tone: Tone) -> str:
        """Give the colour behind a tag of a tone."""
        return {
            Tone.GOOD: self.good_tint,
            Tone.ATTENTION: self.attention_tint,
            Tone.TROUBLE: self.trouble_tint,
        }.get(tone, self.neutral)


LIGHT = Colours(
    ground="#F5F6F8",
    surface="#FFFFFF",
    raised="#F8F9FB",
    line="#E2E5EA",
    field_line="#CFD4DC",
    text="#1F2328",
    secondary="#5B6470",
    quiet="#8A929E",
    neutral="#E9EDF2",
    accent="#A8201A",
    accent_tint="#F8EEED",
    accent_line="#D9A5A2",
    accent_hover="#8F1A15",
    on_accent="#FFFFFF",
    good="#2E7D4F",
    good_tint="#E6F3EB",
    attention="#8A5A00",
    attention_tint="#FDF3DC",
    trouble="#B42318",
    trouble_tint="#FBE9E7",
)

DARK = Colours(
    ground="#1B1E23",
    surface="#24282F",
    raised="#2A2F37",
    line="#363C46",
    field_line="#4C5561",
    text="#E7E9EC",
    secondary="#ABB3BE",
    quiet="#828B97",
    neutral="#353B45",
    accent="#E5736C",
    accent_tint="#37292B",
    accent_line="#7D4A48",
    accent_hover="#EC8D87",
    on_accent="#1B1E23",
    good="#7FCB9D",
    good_tint="#22372C",
    attention="#E3B65F",
    attention_tint="#3B3220",
    trouble="#F2908A",
    trouble_tint="#422829",
)


def colours_of(scheme: Scheme) -> Colours:
    """Give the colours of a scheme."""
    return DARK if scheme is Scheme.DARK else LIGHT


def colours_for(palette: QPalette) -> Colours:
    """Tell by a widget's palette which colours it should paint with."""
    return LIGHT if palette.color(QPalette.ColorRole.Window).lightness() > _HALF else DARK


def palette_of(colours: Colours) -> QPalette:
    """Fill Qt's own roles, for what the stylesheet does not reach (menus, check boxes, text)."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.on_accent),
        (role.Highlight, colours.accent_tint),
        (role.HighlightedText, colours.text),
        (role.Link, colours.text),
        (role.LinkVisited, colours.text),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Accent, colours.accent),
        (role.Light, colours.surface),
        (role.Midlight, colours.line),
        (role.Mid, colours.field_line),
        (role.Dark, colours.neutral),  # behind the pages of a preview
        (role.Shadow, colours.field_line),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.quiet))
    return palette
