"""The only place that turns an exception into something people read.

Ours are shown by kind, in their own words. Anything else is a fault of the program: it is logged,
shown with details that can be copied and hold no personal data, and the program goes on.
"""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from partydesk import __version__
from partydesk.domain.errors import (
    Cancelled,
    EnvironmentProblem,
    InputRefused,
    Note,
    NotFound,
    PartydeskError,
    RuleViolation,
    ValidationFailed,
)
from partydesk.services.sign_in import WorkspaceLocked
from partydesk.ui.widgets.dialog import MessageDialog
from partydesk.ui.widgets.texts import button

_LOG = logging.getLogger(__name__)
_MOST_NOTES = 12
# Quoted values, runs of digits and everything that is not ASCII may be somebody's name or number.
_PERSONAL = re.compile(r"'[^']*'|\"[^\"]*\"|\d{4,}|[^\x00-\x7f]+")

_TITLES: dict[type[PartydeskError], str] = {
    RuleViolation: "按规定现在不能这样做",
    ValidationFailed: "有内容需要改正",
    InputRefused: "这份文件不能采用",
    NotFound: "没有找到",
    EnvironmentProblem: "电脑或文件有问题",
}
BUG_TITLE = "程序出了意外"
BUG_MESSAGE = (
    "这一步没有完成，已存的数据不受影响，可以继续使用。"
    "如果再次出现，请复制详情交给维护人员（详情里没有个人信息）。"
)


def without_personal_data(text: str) -> str:
    """Take out of a technical text whatever could name a person."""
    return _PERSONAL.sub("…", text)


def _places(error: BaseException) -> list[str]:
    """Name where an error came from, outermost call first, without the machine's folders."""
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        parts = PurePath(frame.filename).parts
        start = parts.index("partydesk") if "partydesk" in parts else len(parts) - 1
        lines.append(f"  {'/'.join(parts[start:])}:{frame.lineno} {frame.name}")
    return lines


def details_of(error: BaseException) -> str:
    """Write what a maintainer needs: versions, platform, kinds of error and places in the code."""
    lines = [
        f"PartyDesk {__version__} · Python {platform.python_version()} · PySide6 {pyside_version}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    ]
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        text = without_personal_data(str(link))[:300]
        lines.append(f"{type(link).__name__}: {text}")
        lines.extend(_places(link))
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def words_for(error: BaseException) -> tuple[str, str]:
    """Give title and text for an error.

    Returns:
        Both in Chinese; the text says what, where and how to mend it.
    """
    if not isinstance(error, PartydeskError):
        return BUG_TITLE, BUG_MESSAGE
    for kind, title in _TITLES.items():
        if isinstance(error, kind):
            return title, _as_list(_sentences(error))
    return "没有完成", error.message


def _sentences(error: PartydeskError) -> list[str]:
    """Give every reason an error carries, not only the joined message."""
    if isinstance(error, RuleViolation):
        return [reason.message for reason in error.reasons]
    if isinstance(error, ValidationFailed):
        return list(error.fields.values())
    if isinstance(error, InputRefused):
        return [_in_place(note) for note in error.notes]
    return [error.message]


def _as_list(lines: list[str]) -> str:
    if len(lines) <= 1:
        return "".join(lines)
    shown = [f"· {line}" for line in lines[:_MOST_NOTES]]
    if len(lines) > _MOST_NOTES:
        shown.append(f"……共 {len(lines)} 条")
    return "\n".join(shown)


def _in_place(note: Note) -> str:
    """Put a note's place before its words."""
    sheet = f"“{note.sheet}”" if note.sheet else ""
    row = f"第 {note.row} 行" if note.row else ""
    place = f"{sheet}{row}{note.column}"
    return f"{place}：{note.message}" if place else note.message


class ErrorDesk(QObject):
    """Shows errors, wherever they come from, on the main thread and one at a time.

    Signals:
        shown(object): The exception whose dialog has just opened.
    """

    shown = Signal(object)
    _arrived = Signal(object)

    def __init__(self, window: QWidget | None = None) -> None:
        """Show over ``window``; :meth:`set_window` gives it later."""
        super().__init__()
        self._window = window
        self._open: MessageDialog | None = None
        # This object lives on the main thread, so errors of other threads are queued to it.
        self._arrived.connect(self._show)

    def set_window(self, window: QWidget) -> None:
        """Name the window over which the dialogs open."""
        self._window = window

    def show(self, error: BaseException) -> None:
        """Show an error; may be called on any thread, and never raises or waits."""
        self._arrived.emit(error)

    def _show(self, error: BaseException) -> None:
        # What reads by itself while the workspace is locked reads again when it is not.
        if isinstance(error, Cancelled | WorkspaceLocked):
            return
        known = isinstance(error, PartydeskError)
        if not known:
            _LOG.error("unexpected error\n%s", details_of(error))
        if self._open is not None:
            # A fault that repeats itself, say while painting, must not bury the user in windows.
            return
        title, message = words_for(error)
        dialog = MessageDialog(
            self._window, title, message, details="" if known else details_of(error), name="error"
        )
        if not known:
            self._offer_details(dialog)
        dialog.add_act("知道了")
        dialog.finished.connect(self._closed)
        self._open = dialog
        dialog.present()
        self.shown.emit(error)

    def _offer_details(self, dialog: MessageDialog) -> None:
        dialog.add_details()
        copy = button("复制详情", "error_copy", link=True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(dialog.details))
        dialog.add_side_button(copy)

    def _closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
        self._open = None


def install_exception_hook(show: Callable[[BaseException], None]) -> None:
    """Send what nobody has caught, on any thread, to ``show``; the program goes on.

    Args:
        show: :meth:`ErrorDesk.show`.
    """

    def on_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(error.with_traceback(trace))

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            show(args.exc_value)

    sys.excepthook = on_main
    threading.excepthook = on_thread
