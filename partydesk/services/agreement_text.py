"""协议书正文: the words of agreements, the shipped ones or those of the year's policy."""

from __future__ import annotations

from partydesk.domain.policy import Policy
from partydesk.resources import resource_path


def shipped_text() -> str:
    """The wording that comes with the program."""
    return resource_path("templates", "agreement.txt").read_text(encoding="utf-8")


def text_in_use(policy: Policy) -> str:
    """The wording by which a year's agreements are drawn up."""
    return policy.agreement_text or shipped_text()
