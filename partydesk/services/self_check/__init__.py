"""自检: everything about a workspace that can be checked on the spot, in half a minute.

One module each: what a check is and how all are run (:mod:`running`), the file (:mod:`storage`),
the journal (:mod:`evidence`), numbers and frozen papers (:mod:`papers`), states and days
(:mod:`records`), what lies on the desk and this PC (:mod:`desk`), the page for the supervisor
(:mod:`sheet`). A new check is a function and a line in :data:`running.CHECKS`.
"""

from partydesk.services.self_check.looking import Check, Given
from partydesk.services.self_check.running import (
    CHECKS,
    LastSelfCheck,
    examine,
    last_self_check,
    run_self_check,
)

__all__ = [
    "CHECKS",
    "Check",
    "Given",
    "LastSelfCheck",
    "examine",
    "last_self_check",
    "run_self_check",
]
