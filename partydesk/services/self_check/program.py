"""The program itself: its files and the fonts that documents are printed with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partydesk.domain.errors import PartydeskError
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.reports.fonts import load_shipped_fonts
from partydesk.resources import resource_path
from partydesk.services.fonts import font_uses
from partydesk.services.self_check.looking import Check, Given

#: Without any of these the program cannot do its work.
_NEEDED: Final = (
    ("dictionaries", "words.json"),
    ("dictionaries", "divisions-150000.csv"),
    ("policies", "default.json"),
    ("templates", "agreement.txt"),
    ("templates", "notice.txt"),
)
_INSTALL: Final = "重新安装程序；工作区不受影响"


def _files(given: Given) -> Iterator[Finding]:
    del given
    missing = []
    for parts in _NEEDED:
        try:
            resource_path(*parts)
        except FileNotFoundError:
            missing.append("/".join(parts))
    if missing:
        what = "程序的随附文件不全"
        yield Finding("resources", Severity.ERROR, what, named(missing, "个"), _INSTALL)
    try:
        load_shipped_fonts()
    except (OSError, PartydeskError):
        what = "随程序的打印字体不能用"
        yield Finding("shipped_fonts", Severity.ERROR, what, "全部打印文书", _INSTALL)


def _fonts(given: Given) -> Iterator[Finding]:
    passed = [use.warning for use in font_uses(given.workspace) if use.warning]
    if passed:
        yield Finding(
            "fonts",
            Severity.WARNING,
            "选定的字体在这台电脑上不能用",
            named(passed, "种"),
            "到“文书与打印 › 字体”另选，或装上原来的字体",
        )


CHECKS: Final = (
    Check("program", "程序的随附文件和字体", _files),
    Check("fonts", "选定的打印字体", _fonts),
)
