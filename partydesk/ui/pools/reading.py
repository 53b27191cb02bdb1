"""What the editors of a pool's form read from the workspace: words and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partydesk.domain.errors import NotFound
from partydesk.services.pictures import get_picture
from partydesk.services.pools import choices_of
from partydesk.services.workspace import Workspace


class PoolWords:
    """The words each field offers, kept until a dictionary changes.

    Without keeping them, walking through the list by the arrow key would read seven dictionaries
    for every row passed.
    """

    def __init__(self, workspace: Workspace, kind: str) -> None:
        """Read for the pool ``kind`` when asked."""
        self._workspace, self._kind = workspace, kind
        self._kept: dict[str, Mapping[str, Sequence[str]]] = {}

    def of(self, texts: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
        """Give field name → words; a village's depend on the township in ``texts``."""
        township = texts.get("township", "")
        if township not in self._kept:
            chosen = {"township": township}
            self._kept[township] = choices_of(self._workspace, self._kind, chosen)
        return self._kept[township]

    def forget(self) -> None:
        """Read anew next time: a dictionary has changed."""
        self._kept.clear()


def load_picture(workspace: Workspace, digest: str) -> bytes | None:
    """Give a stored picture, None where it is missing."""
    try:
        return get_picture(workspace, digest)
    except NotFound:
        return None
