"""What the journal keeps of an act that was refused or broke: the kind of fault, nobody's data.

The messages themselves are not kept: they name people and numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from partydesk.domain.errors import PartydeskError, RuleViolation

REFUSED: Final = "refused"
FAILED: Final = "failed"
#: Where a label begins to name something in particular.
_PARTICULARS: Final = ("：", "“", "（", "《")


@dataclass(frozen=True, slots=True)
class Failure:
    """An act that came to nothing.

    Attributes:
        code: :data:`REFUSED` or :data:`FAILED`.
        label: What the history says.
    """

    code: str
    label: str


def failure_of(label: str, error: BaseException) -> Failure | None:
    """Say what is kept of a failure; None where nothing is.

    Nothing is kept of what was only typed wrongly, of a record that is gone, and of what the user
    stopped: nothing was tried then that the rules do not allow, and nothing broke. Nor of a full
    disk or a locked file: there is no writing into a file that cannot be written.

    Args:
        label: What the act was called when it began.
        error: What ended it.
    """
    for mark in _PARTICULARS:
        label = label.partition(mark)[0]
    if isinstance(error, RuleViolation):
        return Failure(REFUSED, f"按规定未办成：{label}")
    if isinstance(error, PartydeskError) or not isinstance(error, Exception):
        return None
    return Failure(FAILED, f"程序出错未办成：{label}（{type(error).__name__}）")
