"""The composition root of the window: workspace → services → pages → main window.

:func:`run` is what ``partydesk`` without a command does. :func:`build_window` puts a window
together from an open workspace; pictures and journeys use it too.
"""

from partydesk.app.door import rescue_ports
from partydesk.app.program import (
    LAST_WORKSPACE,
    Program,
    open_demonstration,
    run,
    wizard_ports,
)
from partydesk.app.window import build_window

__all__ = [
    "LAST_WORKSPACE",
    "Program",
    "build_window",
    "open_demonstration",
    "rescue_ports",
    "run",
    "wizard_ports",
]
