"""What deserves attention before somebody is sent to a post for a term: one look for each warning.

The sources stand with the warnings (:mod:`partydesk.domain.cautions`), the numbers in the year's
policy; a number of 0 there asks for nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from partydesk.domain.cautions import Caution, Concern, Decision
from partydesk.domain.enterprises import Operation
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import Policy, add_months
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Post
from partydesk.domain.talents import PoliticalStatus, Source, Talent

#: Whom the rules on cadres concern: everybody who holds or held a public post.
_CADRES = frozenset(Source) - {Source.OTHER}
#: Who has left office, so that the years since count.
_LEFT_OFFICE = frozenset({Source.RETIRED, Source.EARLY_LEAVE})
#: How a remark begins that says that nothing is paid.
_NO_PAY = ("无", "不", "没", "否", "免", "零")
#: What stands before an office's own name: 敖汉旗农牧局 and 旗农牧局 are the same to people.
_PLACE = re.compile(r"^.{0,6}?[旗县市区盟]")
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person at one post for one term, with all that the warnings look at.

    Attributes:
        talent: The person.
        post: The post, with what is known of its unit.
        term_from: First day of the term, as far as known.
        term_to: Last day of the term, as far as known.
        approval: 批准文号 of the unit's consent, if any.
        beside: How many posts the person holds or is to hold beside this one.
        term: Which term in a row at this unit it is, counted from 1.
        renewal: Whether the term would renew one that is about to end.
        ties: What ties the person to the unit, as the office knows.
    """

    talent: Talent
    post: Post
    term_from: dt.date
    term_to: dt.date
    approval: str | None = None
    beside: int = 0
    term: int = 1
    renewal: bool = False
    ties: Sequence[Tie] = ()


def concerns(
    case: Case, policy: Policy, decisions: Mapping[Caution, Decision] | None = None
) -> tuple[Concern, ...]:
    """List the warnings about one pair, decided ones too, in a fixed order."""
    decided = decisions or {}
    return tuple(
        Concern(caution, message, caution.word in policy.bars, decided.get(caution))
        for caution, look in _LOOKS.items()
        if (message := look(case, policy))
    )


def _approval(case: Case, policy: Policy) -> str:
    """A serving cadre needs an approval."""
    if case.approval or not policy.needs_approval(case.talent.source):
        return ""
    return f"人员来源为“{case.talent.source}”，没有批准文号"


def _cooling(case: Case, policy: Policy) -> str:
    """Whoever left office lately needs an approval; who does not say when is asked."""
    talent, years = case.talent, policy.cooling_years
    serving = policy.needs_approval(talent.source)
    if case.approval or not years or serving:
        return ""
    if talent.retired_on is None:
        asked = talent.source in _LEFT_OFFICE
        return f"退休（离岗）时间未填，无法核对是否已满 {years} 年" if asked else ""
    until = add_months(_latest(talent.retired_on), 12 * years)
    if case.term_from >= until:
        return ""
    return f"{talent.retired_on} 退休（离岗），到任时未满 {years} 年，没有批准文号"


def _posts(case: Case, policy: Policy) -> str:
    """A cadre holds so many posts at most."""
    count = case.beside + 1
    if case.talent.source not in _CADRES or not policy.posts_limit or count <= policy.posts_limit:
        return ""
    return f"连同此岗共 {count} 个岗位，超过 {policy.posts_limit} 个"


def _terms(case: Case, policy: Policy) -> str:
    """So many terms in a row at most."""
    if not policy.terms_limit or case.term <= policy.terms_limit:
        return ""
    when = "续签后" if case.renewal else ""
    return f"{when}在该单位将是连续第 {case.term} 届，超过 {policy.terms_limit} 届"


def _age(case: Case, policy: Policy) -> str:
    """Nobody is older than the limit when the term ends; of an unknown day the earliest counts."""
    if case.talent.birth is None:
        return ""
    age = case.talent.birth.age_on(case.term_to)
    if age <= policy.age_limit:
        return ""
    when = "续签的任期" if case.renewal else "任期"
    return f"{when}届满时 {age} 岁，超过 {policy.age_limit} 岁"


def _pay(case: Case, policy: Policy) -> str:
    """A cadre takes nothing from the host."""
    del policy
    pay = (case.post.pay or "").strip()
    nothing = not pay or pay.startswith(_NO_PAY) or not re.search(r"[^\s0.元/／\-—]", pay)
    if nothing or case.talent.source not in _CADRES:
        return ""
    return f"企业拟付报酬“{pay}”"


def _member(case: Case, policy: Policy) -> str:
    """A full member of the Party is sent; what is not known is no concern."""
    del policy
    political = case.talent.political
    if political is None or political is PoliticalStatus.MEMBER:
        return ""
    return f"政治面貌为{political}，不是正式党员"


def _recusal(case: Case, policy: Policy) -> str:
    """Nobody is sent to a unit of relatives, of one's own office's, or that one does trade with."""
    del policy
    found = [tie.value for tie in case.ties]
    office = case.post.supervisor
    if office and Tie.SUPERVISION not in case.ties and _belongs_to(case.talent, office):
        found.append(f"单位及职务属于业务主管部门“{office}”")
    return f"与{case.post.enterprise}有回避关系：{'、'.join(found)}" if found else ""


def _belongs_to(talent: Talent, office: str) -> bool:
    """Whether a person's unit is this office, written with or without the place."""
    name = _PLACE.sub("", office)
    name = name if len(name) >= _LEAST_NAME else office
    return bool(talent.unit_post) and name in (talent.unit_post or "")


def _training(case: Case, policy: Policy) -> str:
    """Training comes before the post and is not too old."""
    months, trained = policy.training_months, case.talent.trained_on
    if not months:
        return ""
    if trained is None:
        return "没有岗前培训的记录"
    if add_months(_latest(trained), months) >= case.term_from:
        return ""
    return f"岗前培训在 {trained}，到任时已超过 {months} 个月"


def _seats(case: Case, policy: Policy) -> str:
    """Nobody is sent to more units than the record allows."""
    del policy
    count, seats = case.beside + 1, case.talent.seats
    return f"连同此岗共 {count} 家，可驻 {seats} 家" if count > seats else ""


def _closed(case: Case, policy: Policy) -> str:
    """The unit is at work; what is not known is no concern."""
    del policy
    operation = case.post.operation
    if operation is None or operation is Operation.RUNNING:
        return ""
    return f"{case.post.enterprise}的经营状况为“{operation}”"


def _latest(day: PartialDate) -> dt.date:
    """The latest day that a date known only in part can be."""
    first = dt.date(day.year, day.month or 12, day.day or 1)
    if day.day:
        return first
    return add_months(first, 1) - dt.timedelta(days=1)


_LOOKS: Mapping[Caution, Callable[[Case, Policy], str]] = {
    Caution.APPROVAL: _approval,
    Caution.COOLING: _cooling,
    Caution.POSTS: _posts,
    Caution.TERMS: _terms,
    Caution.AGE: _age,
    Caution.PAY: _pay,
    Caution.MEMBER: _member,
    Caution.RECUSAL: _recusal,
    Caution.TRAINING: _training,
    Caution.SEATS: _seats,
    Caution.CLOSED: _closed,
}
