"""What every page is handed by the window, in one piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from partydesk.ui.changes import ChangeBus
from partydesk.ui.commands import Commands
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.tasks import TaskRunner


@dataclass(frozen=True)
class Desk:
    """The window's services for pages.

    Attributes:
        commands: The one list of commands.
        tasks: Runs what writes or takes long.
        aside: Runs what reads files for long and writes nothing into the workspace, beside the
            user's work.
        bus: Told after each write.
        errors: Shows exceptions.
        settings: The user's settings.
        open_record: Shows a record (kind, 记录号) on its page.
        begin_record: Begins a new record (kind, field name → text) on its page.
        show_page: Shows a page by its key.
        say: Shows a sentence in the status bar.
        year: The chosen year.
    """

    commands: Commands
    tasks: TaskRunner
    aside: TaskRunner
    bus: ChangeBus
    errors: ErrorDesk
    settings: QSettings
    open_record: Callable[[str, int], None]
    begin_record: Callable[[str, Mapping[str, str]], None]
    show_page: Callable[[str], None]
    say: Callable[[str], None]
    year: Callable[[], int]
