"""缺字: asking whether characters that no font has may be left empty, each time anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from partydesk.domain.errors import RuleViolation
from partydesk.ui.widgets.dialog import ask

_MOST = 6
_CODE = "missing_character"


def may_be_missing(parent: QWidget, missing: Sequence[str], act: str) -> bool:
    """Ask whether characters may be left empty; yes where none is missing.

    Args:
        parent: Above which window.
        missing: A sentence for each, naming person, character and remedy.
        act: What would be done all the same, such as 打印.
    """
    if not missing:
        return True
    shown = list(missing[:_MOST])
    if len(missing) > _MOST:
        shown.append(f"……共 {len(missing)} 处")
    question = f"{len(missing)} 处缺字，留空手写补上？"
    return ask(parent, question, "\n".join(shown), f"仍要{act}，手写补上")


def missing_in(error: Exception) -> tuple[str, ...]:
    """Give the sentences of a refusal that has no other reason than missing characters."""
    if not isinstance(error, RuleViolation):
        return ()
    if any(reason.code != _CODE for reason in error.reasons):
        return ()
    return tuple(reason.message for reason in error.reasons)
