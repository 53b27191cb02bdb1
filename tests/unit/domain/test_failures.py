"""What is kept of acts that came to nothing: the kind of fault, and nobody's data."""

from __future__ import annotations

import pytest

from partydesk.domain.errors import (
    Cancelled,
    EnvironmentProblem,
    InputRefused,
    NotFound,
    Reason,
    RuleViolation,
    ValidationFailed,
)
from partydesk.domain.failures import Failure, failure_of

_PERSON = "苏和 150430196501010013"


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (RuleViolation([Reason("no_seat", _PERSON)]), Failure("refused", "按规定未办成：签约")),
        (KeyError(_PERSON), Failure("failed", "程序出错未办成：签约（KeyError）")),
        (ValidationFailed({"name": _PERSON}), None),
        (InputRefused([]), None),
        (EnvironmentProblem(_PERSON), None),
        (NotFound(_PERSON), None),
        (Cancelled(), None),
        (KeyboardInterrupt(), None),
    ],
)
def test_the_kind_of_fault_is_kept_and_its_message_is_not(
    error: BaseException, kept: Failure | None
) -> None:
    assert failure_of("签约", error) == kept


@pytest.mark.parametrize("label", ["签约：苏和", "签约“苏和”", "签约（苏和）", "签约《苏和》"])
def test_what_a_label_names_in_particular_is_left_out(label: str) -> None:
    kept = failure_of(label, RuleViolation([]))
    assert kept is not None
    assert kept.label == "按规定未办成：签约"
