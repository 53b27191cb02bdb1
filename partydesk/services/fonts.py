"""字体: which fonts stand behind the roles of the documents.

The fonts that GB/T 9704-2012 asks for belong to their makers and cannot come with the program.
Where the PC has them they are used; the office may choose others, or the shipped ones, role by
role. A choice is the workspace's; whether the file is there is the PC's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.reports.font_files import FontDescription, FontFile, describe_fonts
from partydesk.reports.fonts import FontRole, FontSet, is_printable_font, role_font
from partydesk.reports.specimen import draw_specimen
from partydesk.services.settings import get_setting, set_setting, setting_in
from partydesk.services.system_fonts import find_fonts, fonts_in_file, standard_fonts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_SETTING: Final = "fonts"
#: The styles that are chosen; their bold cuts for lists are the shipped ones.
ROLES: Final[Mapping[str, str]] = {
    FontRole.FANGSONG.value: "仿宋",
    FontRole.TITLE.value: "小标宋",
    FontRole.KAI.value: "楷体",
    FontRole.SONG.value: "宋体",
    FontRole.HEI.value: "黑体",
}
_SHIPPED_NAMES: Final = {
    "NotoSerifSC-Regular": "思源宋体（随程序）",
    "NotoSerifSC-Bold": "思源宋体粗体（随程序）",
    "NotoSansSC-Regular": "思源黑体（随程序）",
    "LXGWWenKai-Regular": "霞鹜文楷（随程序）",
}
#: What a font is judged by: a name of each kind of rarity, and what stands in every letter.
SPECIMEN: Final = "郭𠮷、孙㛃、𪚥 任职通知 旗委〔2026〕18号"
#: In place of a file: the shipped font, and whichever standard font the PC has.
SHIPPED, AUTOMATIC = "shipped", "automatic"


@dataclass(frozen=True, slots=True)
class FontUse:
    """What one role is printed with.

    Attributes:
        role: Its name.
        label: What people call it.
        choice: :data:`AUTOMATIC`, :data:`SHIPPED`, or the path of a chosen file.
        number: Which font of a chosen collection.
        used: Name of the font that is used.
        file: Where it lies; None for a shipped one.
        warning: Why a chosen font is not used; empty where all is well.
        passed_over: The standard's fonts that the PC has and that cannot be used, with the reason.
    """

    role: str
    label: str
    choice: str
    number: int
    used: str
    file: FontFile | None
    warning: str = ""
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FontOption:
    """A font of the PC that a role may be printed with: its name, file and number in it."""

    label: str
    path: str
    number: int


@dataclass(frozen=True, slots=True)
class FontsSeen:
    """What there is to choose from.

    Attributes:
        uses: What each role is printed with.
        options: Role → the fonts of the PC that can be used, the standard's own first.
        specimens: Role → a PDF of one line, drawn as documents are.
    """

    uses: tuple[FontUse, ...]
    options: Mapping[str, tuple[FontOption, ...]]
    specimens: Mapping[str, bytes]


def font_uses(workspace: Workspace) -> tuple[FontUse, ...]:
    """Say what each role is printed with, and why a chosen font is not used."""
    return _uses(get_setting(workspace, _SETTING) or {})


def _uses(chosen: Mapping[str, Any]) -> tuple[FontUse, ...]:
    fonts = find_fonts()
    return tuple(_use(role, chosen.get(role, AUTOMATIC), fonts) for role in ROLES)


def look_at_fonts(workspace: Workspace) -> FontsSeen:
    """Look at the fonts of this PC and at what the roles are printed with."""
    uses = font_uses(workspace)
    fonts = [font for font in find_fonts() if not font.refused]
    options = {}
    for role in ROLES:
        own = standard_fonts(role, fonts)
        options[role] = tuple(
            FontOption(font.label, font.file.path, font.file.number)
            for font in (*own, *(font for font in fonts if font not in own))
        )
    chosen = font_set(uses)
    specimens = {role: draw_specimen(SPECIMEN, FontRole(role), chosen) for role in ROLES}
    return FontsSeen(uses, options, specimens)


def fonts_on_this_pc() -> tuple[FontUse, ...]:
    """Say what each role is printed with where nobody has chosen."""
    return _uses({})


def fonts_of(workspace: Workspace) -> FontSet:
    """Give the fonts that a workspace's documents are printed with."""
    return font_set(font_uses(workspace))


def fonts_in(session: Session) -> FontSet:
    """Give the fonts that documents are printed with, within a transaction."""
    return font_set(_uses(setting_in(session, _SETTING) or {}))


def font_set(uses: Sequence[FontUse]) -> FontSet:
    """Turn what each role uses into what printing takes."""
    return FontSet(tuple((FontRole(use.role), use.file) for use in uses if use.file is not None))


def _use(role: str, choice: str | Mapping[str, Any], fonts: Sequence[FontDescription]) -> FontUse:
    """Find out what a role is printed with."""
    label = ROLES[role]
    if isinstance(choice, str):
        passed_over: list[str] = []
        for font in standard_fonts(role, fonts) if choice == AUTOMATIC else ():
            why = why_not(font)
            if not why:
                return FontUse(role, label, choice, 0, font.label, font.file)
            passed_over.append(f"本机的“{font.label}”没有用：{why}")
        used = shipped_name(role)
        return FontUse(role, label, choice, 0, used, None, passed_over=tuple(passed_over))
    path, number = Path(choice["path"]), int(choice["number"])
    try:
        fonts_there = fonts_in_file(path)
        why = why_not(fonts_there[number]) if number < len(fonts_there) else "文件换过了"
    except OSError:
        fonts_there, why = (), "这台电脑上没有这个文件"
    if not why:
        font = fonts_there[number]
        return FontUse(role, label, str(path), number, font.label, font.file)
    used = shipped_name(role)
    warning = f"{label}选的字体“{choice['label']}”不能用：{why}；现用{used}"
    return FontUse(role, label, str(path), number, used, None, warning)


def why_not(font: FontDescription) -> str:
    """Say why a font cannot be printed with, in Chinese; empty where it can."""
    return font.refused or ("" if is_printable_font(font.file) else "文件有损坏，打印时读不了")


def shipped_name(role: str) -> str:
    """Name the font of a role that comes with the program."""
    return _SHIPPED_NAMES[role_font(FontRole(role))]


def choose_font(workspace: Workspace, role: str, choice: str, number: int = 0) -> Changes:
    """Keep which font a role is printed with.

    Args:
        workspace: Open workspace.
        role: Name of the role.
        choice: :data:`AUTOMATIC`, :data:`SHIPPED`, or the path of a font file.
        number: Which font of a collection.

    Raises:
        ValidationFailed: The file is no font that can be printed with.
    """
    chosen = dict(get_setting(workspace, _SETTING) or {})
    if choice == AUTOMATIC:
        chosen.pop(role, None)
        said = "按本机的标准字体"
    elif choice == SHIPPED:
        chosen[role] = SHIPPED
        said = shipped_name(role)
    else:
        font = _usable(Path(choice), number)
        chosen[role] = {"path": choice, "number": number, "label": font.label}
        said = font.label
    return set_setting(workspace, _SETTING, chosen, f"{ROLES[role]}改用{said}")


def _usable(path: Path, number: int) -> FontDescription:
    fonts = describe_fonts(path)
    font = fonts[number] if number < len(fonts) else fonts[0]
    why = why_not(font)
    if why:
        raise ValidationFailed({"font": f"“{font.label}”（{path.name}）不能用：{why}；请另选一个"})
    return font
