"""What the tab 自检 asks of the services and the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from partydesk.domain.evidence import Head
from partydesk.domain.progress import Progress
from partydesk.domain.self_check import Report
from partydesk.services.print_kinds import Printout
from partydesk.services.self_check import LastSelfCheck


@dataclass(frozen=True)
class Mend:
    """What a click does about a finding.

    Attributes:
        word: What stands on the button.
        act: Does it, or leads to where it is done.
    """

    word: str
    act: Callable[[], None]


@dataclass(frozen=True)
class SelfCheckPorts:
    """All of it.

    Attributes:
        run: Looks at everything, with heads from paper; runs as a task.
        last: The last self-check that was kept.
        compose: Puts a report on paper; runs as a task.
        preview: Shows the page.
        mends: Code of a finding → what a click does about it.
        renew_index: Writes the search index anew; runs as a task.
    """

    run: Callable[[Sequence[Head], Progress], Report]
    last: Callable[[], LastSelfCheck | None]
    compose: Callable[[Report], Printout]
    preview: Callable[[QWidget, Printout], None]
    mends: Mapping[str, Mend]
    renew_index: Callable[[Progress], None]
