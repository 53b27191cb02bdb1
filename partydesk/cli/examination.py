"""What ``partydesk doctor`` looks at: versions, fonts, printers, paths, what is missing."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from partydesk import __version__
from partydesk.db import upgrade
from partydesk.domain.errors import PartydeskError
from partydesk.reports.fonts import load_shipped_fonts
from partydesk.resources import resource_path
from partydesk.services.fonts import FontUse, fonts_on_this_pc
from partydesk.services.system_fonts import find_fonts

_PACKAGES = ("PySide6", "SQLAlchemy", "sqlcipher3", "reportlab", "openpyxl", "python-calamine")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: What, in Chinese.
        state: ``ok``, ``warning`` or ``missing``.
        detail: What was found, or the remedy.
    """

    name: str
    state: str
    detail: str


def examine() -> tuple[Check, ...]:
    """Look at everything."""
    return (
        Check("程序", "ok", f"{__version__}，数据格式 {upgrade.head()}"),
        Check("系统", "ok", f"{platform.platform()}，Python {platform.python_version()}"),
        *(_package(name) for name in _PACKAGES),
        _shipped_fonts(),
        *(_font(use) for use in fonts_on_this_pc()),
        _fonts_found(),
        _resources(),
        *_window(),
        _folder("设置文件夹", platformdirs.user_config_dir("PartyDesk", appauthor=False)),
        _folder("日志文件夹", platformdirs.user_log_dir("PartyDesk", appauthor=False)),
    )


def _package(name: str) -> Check:
    """Which version of a library is there; a frozen program carries no metadata."""
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        if getattr(sys, "frozen", False):
            return Check(name, "ok", "随程序")
        return Check(name, "missing", "没有安装，请重新安装程序")


def _shipped_fonts() -> Check:
    """Whether the printing fonts that come with the program can be used."""
    name = "随程序的字体"
    try:
        return Check(name, "ok", "、".join(load_shipped_fonts()))
    except (OSError, PartydeskError) as error:
        return Check(name, "missing", f"不能使用，请重新安装程序（{error}）")


def _font(use: FontUse) -> Check:
    """What a style is printed with where nobody has chosen; a workspace may choose otherwise."""
    words = [f"{use.used}，{use.file.path}" if use.file else use.used, *use.passed_over]
    return Check(f"字体 {use.label}", "warning" if use.passed_over else "ok", "；".join(words))


def _fonts_found() -> Check:
    """Which fonts for Chinese this PC has."""
    found = find_fonts()
    names = [font.label + (f"（不能用：{font.refused}）" if font.refused else "") for font in found]
    return Check("本机的中文字体", "ok", "、".join(names) or "没有，用随程序的")


def _resources() -> Check:
    """Whether the shipped files are there."""
    try:
        place = resource_path("dictionaries", "words.json").parent.parent
    except FileNotFoundError:
        return Check("随附文件", "missing", "不完整，请重新安装程序")
    return Check("随附文件", "ok", str(place))


def _window() -> tuple[Check, ...]:
    """Whether a window could be opened, and which printers the system names."""
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - Qt only when asked for
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415
    except ImportError as error:
        return (Check("窗口", "missing", f"缺少系统库：{error}"),)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    sizes = [screen.size() for screen in QApplication.screens()]
    shown = "、".join(f"{size.width()}×{size.height()}" for size in sizes) or "没有屏幕"
    printers = QPrinterInfo.availablePrinterNames()
    del application
    return (
        Check("窗口", "ok", f"{QApplication.platformName()}，{shown}"),
        Check("打印机", "ok" if printers else "warning", "、".join(printers) or "没有找到打印机"),
    )


def _folder(name: str, path: str) -> Check:
    """Whether a folder of the user can be written."""
    place = next(each for each in (Path(path), *Path(path).parents) if each.exists())
    writable = os.access(place, os.W_OK)
    return Check(name, "ok" if writable else "warning", path if writable else f"{path} 不能写入")
