"""What a check is given and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.domain.evidence import Head
from partydesk.domain.self_check import Finding

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Given:
    """What a check looks at.

    Attributes:
        workspace: Open workspace.
        session: Open for reading.
        heads: Heads of the journal as they stand on papers, typed in by somebody.
    """

    workspace: Workspace
    session: Session
    heads: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One look of the self-check.

    Attributes:
        code: Stable English word.
        title: What is looked at, in a few words.
        look: Looks and tells; stores nothing.
    """

    code: str
    title: str
    look: Callable[[Given], Iterable[Finding]]
