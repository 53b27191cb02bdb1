"""What follows from what is known of an organization, and what its record leaves open.

The numbers are the year's policy; what they rest on stands with each finding. Findings remind and
never forbid: the committee above decides.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.errors import Reason
from partydesk.domain.organizations import (
    BRANCHES,
    MASS_ORGANIZATIONS,
    SUPERIORS,
    Formation,
    Organization,
    OrganizationKind,
    OrganizationState,
)
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import Policy, add_months

#: What a name ends with, longest first, and the kind it says.
_ENDINGS = (
    ("联合党支部", OrganizationKind.JOINT_BRANCH),
    ("联合支部", OrganizationKind.JOINT_BRANCH),
    ("临时党支部", OrganizationKind.TEMPORARY_BRANCH),
    ("党支部", OrganizationKind.BRANCH),
    ("支部委员会", OrganizationKind.BRANCH),
    ("党总支", OrganizationKind.GENERAL_BRANCH),
    ("总支部委员会", OrganizationKind.GENERAL_BRANCH),
    ("工会委员会", OrganizationKind.UNION),
    ("工会", OrganizationKind.UNION),
    ("团支部", OrganizationKind.YOUTH_LEAGUE),
    ("团委", OrganizationKind.YOUTH_LEAGUE),
    ("妇联", OrganizationKind.WOMEN),
    ("妇女联合会", OrganizationKind.WOMEN),
    ("党委", OrganizationKind.COMMITTEE),
)


def completed(organization: Organization) -> Organization:
    """Fill in the kind that the name says, where nothing was given."""
    if organization.kind is not None:
        return organization
    return dataclasses.replace(organization, kind=kind_of_name(organization.name))


def kind_of_name(name: str) -> OrganizationKind | None:
    """Tell the kind from what a name ends with; None where it does not say."""
    for ending, kind in _ENDINGS:
        if name.endswith(ending):
            return kind
    return None


def contradictions(organization: Organization) -> dict[str, Reason]:
    """Name what does not go together; the typed values stay.

    Returns:
        Field name → a sentence that says what and how to mend it.
    """
    found: dict[str, Reason] = {}
    if organization.formation is Formation.OWN and len(organization.units) > 1:
        message = f"单独组建只覆盖一家单位，这里有 {len(organization.units)} 家，请核对组建形式"
        found["formation"] = Reason("own_covers_several", message)
    return found


_BRANCH_RULES = "《中国共产党支部工作条例（试行）》"
_SETTING_RULES = "基层党组织设置的通行标准"
JOINT_FORMATIONS = frozenset({Formation.JOINT, Formation.TRADE, Formation.AREA})
#: Elected branches; a temporary branch's committee is appointed and has no term.
_ELECTED_BRANCHES = BRANCHES - {OrganizationKind.TEMPORARY_BRANCH}
_SIZE_OF_COMMITTEE = "支委会一般 3 至 5 人，不超过 7 人"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an organization that deserves attention.

    Attributes:
        field: Name of the field of :class:`Organization` where it shows.
        code: A stable English word.
        message: What is found, in Chinese.
        remedy: What is to be done about it.
        source: The text it rests on.
    """

    field: str
    code: str
    message: str
    remedy: str
    source: str

    def as_reason(self) -> Reason:
        """The finding as one sentence."""
        return Reason(self.code, f"{self.message}，{self.remedy}（{self.source}）")


def findings(organization: Organization, policy: Policy, today: dt.date) -> tuple[Finding, ...]:
    """List what deserves attention in an organization that exists.

    Source: 支部工作条例（试行）: three full members make a branch, a joint branch covers no more
    than five units, seven full members elect a committee, a branch has no more than fifty members,
    its term is three years and can be put off by one year with approval.

    Args:
        organization: As stored; what is not known gives no finding.
        policy: The year's numbers.
        today: The day against which terms are held.
    """
    if organization.is_retired:
        return ()
    return (
        *_by_members(organization, policy),
        *_by_units(organization, policy),
        *_by_committee(organization, policy),
        *_by_term(organization, policy, today),
    )


def _by_members(organization: Organization, policy: Policy) -> Iterator[Finding]:
    """Compare the number of members with the kind of organization."""
    kind, full = organization.kind, organization.members
    if full is None or kind is None:
        return
    if kind in BRANCHES and full < policy.branch_members_min:
        message = f"正式党员 {full} 人，不足 {policy.branch_members_min} 人"
        remedy = "应并入邻近党支部或组建联合党支部"
        if is_joint(organization):
            remedy = "应再联合地域相邻、行业相近的单位，或并入邻近党支部"
        yield Finding("members", "too_few_members", message, remedy, _BRANCH_RULES)
    # The upper lines count all members, on probation too: the text says 党员, not 正式党员.
    everybody = full + (organization.probationary or 0)
    outgrown = BRANCHES | {OrganizationKind.GENERAL_BRANCH}
    if kind in outgrown and everybody >= policy.party_committee_from:
        message = f"党员 {everybody} 人，达到 {policy.party_committee_from} 人"
        yield Finding("members", "due_committee", message, "应报批升格为党委", _SETTING_RULES)
    elif kind in BRANCHES and everybody > policy.general_branch_over:
        message = f"党员 {everybody} 人，超过 {policy.general_branch_over} 人"
        yield Finding("members", "due_general_branch", message, "应报批升格为党总支", _BRANCH_RULES)


def _by_units(organization: Organization, policy: Policy) -> Iterator[Finding]:
    """Count the units of a joint branch."""
    count = len(organization.units)
    if organization.kind in BRANCHES and count > policy.joint_units_limit:
        message = f"联合党支部覆盖 {count} 家单位，超过 {policy.joint_units_limit} 家"
        remedy = "应拆分，符合条件的单位单独组建"
        yield Finding("units", "too_many_units", message, remedy, _BRANCH_RULES)


def _by_committee(organization: Organization, policy: Policy) -> Iterator[Finding]:
    """Ask for a committee where the branch is large enough for one."""
    full = organization.members or 0
    if organization.kind not in _ELECTED_BRANCHES or organization.committee:
        return
    if full >= policy.committee_from:
        message = f"正式党员 {full} 人，达到 {policy.committee_from} 人而没有登记支委会"
        remedy = f"应选举支部委员会（{_SIZE_OF_COMMITTEE}），已选举的请补填班子成员"
        yield Finding("committee", "no_committee", message, remedy, _BRANCH_RULES)


def _by_term(organization: Organization, policy: Policy, today: dt.date) -> Iterator[Finding]:
    """Tell of a term that ends soon or is over."""
    due = term_due(organization, policy)
    if due is None:
        return
    left = (due - today).days
    if left < 0:
        message = f"{term_words(organization, due)}，已逾期 {-left} 天"
        remedy = f"应尽快换届；延期须经上级党组织批准，最长 {policy.term_delay_years} 年"
        code = "term_over"
        if today > add_months(due, 12 * policy.term_delay_years):
            code = "term_long_over"
            message += f"，超过延期最长 {policy.term_delay_years} 年"
            remedy = "应立即报上级党组织研究换届"
        yield Finding("elected_on", code, message, remedy, _BRANCH_RULES)
    elif left <= policy.term_notice_days:
        when = f"还有 {left} 天到期" if left else "今天到期"
        message = f"{term_words(organization, due)}，{when}"
        yield Finding("elected_on", "term_ends", message, "应准备换届选举", _BRANCH_RULES)


def is_joint(organization: Organization) -> bool:
    """Whether several units share the organization, by its kind, formation or units."""
    return (
        organization.kind is OrganizationKind.JOINT_BRANCH
        or organization.formation in JOINT_FORMATIONS
        or len(organization.units) > 1
    )


def term_years(organization: Organization, policy: Policy) -> int | None:
    """How long a term lasts; None where it is not known.

    Source: 支部工作条例（试行）: three years for a branch. A general branch has the branch's term,
    the committees theirs; mass organizations have rules of their own and only what was entered.
    """
    kind = organization.kind
    if kind is None or kind is OrganizationKind.TEMPORARY_BRANCH:
        return None
    if organization.term_years:
        return organization.term_years
    if kind in MASS_ORGANIZATIONS:
        return None
    if kind is OrganizationKind.COMMITTEE or kind in SUPERIORS:
        return policy.committee_term_years
    return policy.branch_term_years


def term_due(organization: Organization, policy: Policy) -> dt.date | None:
    """The day by which the organization is to elect anew; None where it cannot be told.

    An election known to the month counts to the last day of its month, one known to the year to
    the last day of the year: nobody is told too early that a term is over.
    """
    elected, years = organization.elected_on, term_years(organization, policy)
    if elected is None or years is None:
        return None
    if elected.year + years >= dt.MAXYEAR:  # a slip of the pen, no term
        return None
    if elected.day is None:
        return PartialDate(elected.year + years, elected.month).last_day()
    return add_months(elected.first_day(), 12 * years)


def term_words(organization: Organization, due: dt.date) -> str:
    """Say when a term ends, and how that was counted where the day of the election is not known."""
    said, elected = f"本届任期 {due:%Y-%m-%d} 届满", organization.elected_on
    if elected is None or elected.day is not None:
        return said
    end = "年末" if elected.month is None else "月末"
    return f"{said}（选举日期只到 {elected}，按{end}算）"


class Stage(StrEnum):
    """工作阶段: the three steps of the ladder (essay 1)."""

    BUILD = "无组织抓组建"
    STANDARDIZE = "有组织抓规范"
    INNOVATE = "已规范抓创新"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where an organization stands on the ladder.

    Attributes:
        stage: The step.
        met: Standards that are met, in the order of the checklist.
        missing: Standards that are not.
    """

    stage: Stage
    met: tuple[str, ...]
    missing: tuple[str, ...]


def ladder_of(organization: Organization, standards: Sequence[str]) -> Ladder:
    """Hold an organization against the local checklist (规范化建设).

    Args:
        organization: The organization.
        standards: The words of the dictionary ``standard``; an empty checklist proves nothing.
    """
    met = tuple(word for word in standards if word in organization.standards)
    missing = tuple(word for word in standards if word not in organization.standards)
    if organization.state is OrganizationState.DISSOLVED:
        return Ladder(Stage.BUILD, met, missing)
    return Ladder(Stage.STANDARDIZE if missing or not met else Stage.INNOVATE, met, missing)
