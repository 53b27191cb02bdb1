"""How a long task tells how far it is and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a service reports to; raises :class:`~partydesk.domain.errors.Cancelled` to stop it."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Report ``done`` of ``total`` steps of ``what`` (Chinese).

        Raises:
            Cancelled: The user asked to stop.
        """


def silent(done: int, total: int, what: str) -> None:
    """Report to nobody; never cancels."""
