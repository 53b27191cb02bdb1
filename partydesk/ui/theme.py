"""How the window looks: scheme, size of type and density, poured into one stylesheet.

The measures come from the sketches at 14 px type; everything scales with the user's size. The
program brings its own screen font, so that Chinese is right on a machine that has none.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from partydesk.resources import resource_path
from partydesk.ui.colours import Scheme, colours_of, palette_of

SMALLEST_PX = 12
LARGEST_PX = 20
DEFAULT_PX = 14
_FONT_FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "LXGWWenKai-Regular.ttf",
    "WideSong-Regular.ttf",
)


class Density(StrEnum):
    """How closely rows and fields stand; the values are the words on screen."""

    NORMAL = "标准"
    COMPACT = "紧凑"


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the user may choose about the look.

    Attributes:
        scheme: Light or dark.
        font_px: Size of type in pixels, 12–20.
        density: Height of rows and fields.

    Raises:
        ValueError: The size lies outside 12–20.
    """

    scheme: Scheme = Scheme.LIGHT
    font_px: int = DEFAULT_PX
    density: Density = Density.NORMAL

    def __post_init__(self) -> None:
        """Refuse sizes at which the window would break."""
        if not SMALLEST_PX <= self.font_px <= LARGEST_PX:
            raise ValueError(self.font_px)

    def scaled(self, measure_px: float) -> int:
        """Scale a measure of the sketches to the chosen size of type."""
        return round(measure_px * self.font_px / DEFAULT_PX)

    @property
    def row_px(self) -> int:
        """Height of a table row: 34 at 14 px, 28 when compact."""
        return self.scaled(34 if self.density is Density.NORMAL else 28)

    @property
    def field_px(self) -> int:
        """Height of a field: 28 at 14 px, 24 when compact."""
        return self.scaled(28 if self.density is Density.NORMAL else 24)


def read_appearance(settings: QSettings) -> Appearance:
    """Read the user's choice; whatever cannot be read becomes the default."""
    try:
        return Appearance(
            Scheme(str(settings.value("look/scheme", Scheme.LIGHT.value))),
            int(str(settings.value("look/font_px", DEFAULT_PX))),
            Density(str(settings.value("look/density", Density.NORMAL.value))),
        )
    except ValueError:
        return Appearance()


def write_appearance(settings: QSettings, appearance: Appearance) -> None:
    """Keep the user's choice."""
    settings.setValue("look/scheme", appearance.scheme.value)
    settings.setValue("look/font_px", appearance.font_px)
    settings.setValue("look/density", appearance.density.value)


def stylesheet(appearance: Appearance) -> str:
    """Fill the one stylesheet template with the roles and the measures.

    Raises:
        KeyError: The template names a role that does not exist.
    """
    template = Template(resource_path("theme", "window.qss").read_text(encoding="utf-8"))
    images = resource_path("theme").as_posix()
    measures = {
        "font": appearance.font_px,
        "small": max(11, appearance.scaled(12.5)),
        "tiny": max(11, appearance.scaled(12)),
        "title": appearance.scaled(19),
        "heading": appearance.scaled(15),
        "field": appearance.field_px,
        "inner": appearance.field_px - 2,
        "button": appearance.field_px,
        "row": appearance.row_px,
        "top_bar": appearance.scaled(48) - 1,
        "status_bar": appearance.scaled(26) - 1,
        "navigation": appearance.scaled(188) - 1,
        "brand": appearance.scaled(188) - 30,  # so that the year stands above the pages
        "place": appearance.scaled(31 if appearance.density is Density.NORMAL else 27),
        "chip": appearance.scaled(23),
        "chip_round": appearance.scaled(23) // 2,
        "head": appearance.scaled(31),
        "word": appearance.field_px - 8,
        "badge": appearance.scaled(18),
        "badge_round": appearance.scaled(18) // 2,
    }
    dark = "dark" if appearance.scheme is Scheme.DARK else "light"
    return template.substitute(
        asdict(colours_of(appearance.scheme)), images=images, shade=dark, **measures
    )


def load_fonts() -> str:
    """Load the shipped screen fonts.

    Returns:
        The name of the family; Qt's own choice where the files are unreadable, so that a damaged
        installation still shows a window.
    """
    loaded: list[str] = []
    for name in _FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        loaded += [family for family in families if family not in loaded]
    if not loaded:
        return QFont().family()
    # Rare characters of names that the first has not (㛃, 𪚥) come from the others.
    QFont.insertSubstitutions(loaded[0], loaded[1:])
    return loaded[0]


def install_chinese(app: QApplication) -> QTranslator:
    """Give Qt's own texts (context menus, file and print dialogs) in Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    return translator


def apply_theme(app: QApplication, appearance: Appearance, family: str) -> None:
    """Dress the whole program; may be called again when the user chooses otherwise.

    Args:
        app: The application.
        appearance: The user's choice.
        family: What :func:`load_fonts` returned.
    """
    # Replacing a stylesheet costs Qt four times what taking it off and putting one on does.
    app.setStyleSheet("")
    app.setStyle("Fusion")
    font = QFont(family)
    font.setPixelSize(appearance.font_px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setPalette(palette_of(colours_of(appearance.scheme)))
    app.setStyleSheet(stylesheet(appearance))
