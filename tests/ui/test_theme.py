"""The look: legible in both schemes, complete, and in Chinese."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QFont, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication, QWidget

from partydesk.ui.colours import DARK, LIGHT, Colours, Scheme, Tone, colours_for, palette_of
from partydesk.ui.theme import (
    Appearance,
    Density,
    apply_theme,
    read_appearance,
    stylesheet,
    write_appearance,
)
from partydesk.ui.widgets.texts import label

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        read = QColor(colour)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (read.redF(), read.greenF(), read.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_light_roles_are_those_of_the_sketches() -> None:
    assert (LIGHT.ground, LIGHT.surface, LIGHT.line) == ("#F5F6F8", "#FFFFFF", "#E2E5EA")
    assert (LIGHT.text, LIGHT.secondary, LIGHT.quiet) == ("#1F2328", "#5B6470", "#8A929E")
    assert (LIGHT.accent, LIGHT.accent_tint) == ("#A8201A", "#F8EEED")
    assert (DARK.ground, DARK.surface, DARK.accent) == ("#1B1E23", "#24282F", "#E5736C")


@BOTH
def test_words_can_be_read_on_every_ground(colours: Colours) -> None:
    for ground in (colours.ground, colours.surface, colours.raised, colours.accent_tint):
        for ink in (colours.text, colours.secondary):
            assert contrast(ink, ground) >= 4.5
    for tone in (Tone.GOOD, Tone.ATTENTION, Tone.TROUBLE):
        # The sketches' own green on its tint has 4.42.
        assert contrast(colours.ink(tone), colours.tint(tone)) >= 4.4
        assert contrast(colours.ink(tone), colours.surface) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.accent, colours.accent_tint) >= 4.5
    assert contrast(colours.quiet, colours.surface) >= 3


@BOTH
def test_a_painted_part_finds_its_colours_by_the_palette(colours: Colours) -> None:
    assert colours_for(palette_of(colours)) is colours


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("font_px", [12, 14, 20])
@pytest.mark.parametrize("density", list(Density))
def test_the_stylesheet_is_filled_completely(
    scheme: Scheme, font_px: int, density: Density
) -> None:
    filled = stylesheet(Appearance(scheme, font_px, density))
    assert "$" not in filled
    known = {value.upper() for value in asdict(DARK if scheme is Scheme.DARK else LIGHT).values()}
    used = {found.upper() for found in re.findall(r"#[0-9A-Fa-f]{6}", filled)}
    assert used <= known


def test_measures_grow_with_the_type() -> None:
    assert (Appearance().row_px, Appearance().field_px) == (34, 28)
    assert Appearance(font_px=20).row_px == 49
    assert Appearance(density=Density.COMPACT).row_px == 28


@pytest.mark.parametrize("size", [11, 21])
def test_sizes_that_break_the_window_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match=str(size)):
        Appearance(font_px=size)


def test_the_choice_is_kept_and_nonsense_is_not_believed(settings: QSettings) -> None:
    assert read_appearance(settings) == Appearance()
    chosen = Appearance(Scheme.DARK, 18, Density.COMPACT)
    write_appearance(settings, chosen)
    assert read_appearance(settings) == chosen
    settings.setValue("look/font_px", "99")
    assert read_appearance(settings) == Appearance()


def test_chinese_is_shown_without_any_chinese_font_on_the_machine(dressed: str) -> None:
    assert dressed == "Noto Sans SC"
    font = QFont(dressed)
    font.setPixelSize(14)
    raw = QRawFont.fromFont(font)
    assert all(raw.supportsCharacter(ord(sign)) for sign in "党敖䶮·×✓●＊…")
    widths = {QFontMetrics(font).horizontalAdvance(figure) for figure in "0123456789"}
    assert len(widths) == 1


def test_qt_speaks_chinese(dressed: str) -> None:
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_another_look_reaches_what_is_already_on_screen(
    dressed: str, qapp: QApplication, qtbot: object
) -> None:
    shown = label("字")
    apply_theme(qapp, Appearance(Scheme.DARK, 18), dressed)
    try:
        shown.ensurePolished()
        assert shown.font().pixelSize() == 18
        assert colours_for(QWidget().palette()) is DARK
    finally:
        apply_theme(qapp, Appearance(), dressed)
