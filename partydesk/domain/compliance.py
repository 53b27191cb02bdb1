"""What deserves attention before somebody is sent: reminders with their source, never bans.

Whether a dispatched Party secretary or instructor counts as 兼职（任职） is not settled by the
texts, so the program reminds and leaves the decision to people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partydesk.domain.errors import Reason
from partydesk.domain.policy import Policy
from partydesk.domain.talents import PoliticalStatus, Source, Talent

_OPINION_2013 = "中组部《关于进一步规范党政领导干部在企业兼职（任职）问题的意见》（2013年10月）"
#: Code of a reminder → the text it rests on, as people should read it.
SOURCES: Mapping[str, str] = {
    "approval_missing": _OPINION_2013,
    "age_limit": _OPINION_2013,
    "one_post": _OPINION_2013,
    "not_member": "《中国共产党支部工作条例（试行）》：支部书记由正式党员担任",
}


def concerns(
    talent: Talent, policy: Policy, *, approval: str | None, term_to: dt.date
) -> tuple[Reason, ...]:
    """List the reminders for one person and one term.

    Source: 中组部《关于进一步规范党政领导干部在企业兼职（任职）问题的意见》(2013-10-19): serving
    cadres need approval, at most one post in an enterprise, age limit 70; 支部工作条例: a
    secretary is a full member.

    Args:
        talent: The person.
        policy: The year's policy.
        approval: 批准文号 of the unit's consent, if any.
        term_to: Last day of the term, as far as known.
    """
    found = []
    if policy.needs_approval(talent.source) and not approval:
        found.append(Reason("approval_missing", f"{talent.source}：请补填批准文号"))
    if talent.birth is not None:
        age = talent.birth.age_on(term_to)
        if age > policy.age_limit:
            message = f"任期届满时 {age} 岁，超过 {policy.age_limit} 岁"
            found.append(Reason("age_limit", message))
    if talent.source is Source.RETIRED and talent.seats > 1:
        found.append(Reason("one_post", "退休干部经批准兼职不超过 1 个，请核对可驻单位数"))
    if talent.political is not None and talent.political is not PoliticalStatus.MEMBER:
        found.append(Reason("not_member", f"政治面貌为{talent.political}，不是正式党员"))
    return tuple(found)
