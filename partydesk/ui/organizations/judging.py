"""What the year's rules say of each organization in sight, read once and asked for every cell."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.organization_rules import (
    Finding,
    Ladder,
    Stage,
    contradictions,
    findings,
    ladder_of,
    term_due,
    term_words,
)
from partydesk.domain.organizations import MASS_ORGANIZATIONS, SUPERIORS, Organization
from partydesk.domain.policy import Policy
from partydesk.services.dictionaries import list_words
from partydesk.services.policies import get_policy
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone

_STAGE_TONES = {
    Stage.BUILD: Tone.ATTENTION,
    Stage.STANDARDIZE: Tone.PLAIN,
    Stage.INNOVATE: Tone.GOOD,
}
#: The names of the steps say first where one stands (三个字), then what is to be done.
_TASK = 3
#: Findings that cannot wait.
_PRESSING = frozenset({"term_over", "term_long_over"})


class Judging:
    """The policy and the checklist as they are today.

    Attributes:
        today: The day against which terms are held.
        policy: The year's numbers.
        standards: The local checklist (规范化建设).
        banner: 旗名, with which nearly every name begins.
    """

    today: dt.date
    policy: Policy
    standards: tuple[str, ...]

    def __init__(self, workspace: Workspace) -> None:
        """Read what holds today."""
        self._workspace = workspace
        self.banner = workspace.profile.name
        self.read()

    def read(self) -> None:
        """Read anew: the day, the policy or the checklist may have changed."""
        self.today = self._workspace.today()
        self.policy = get_policy(self._workspace, self.today.year)
        words = list_words(self._workspace, "standard")
        self.standards = tuple(word.word for word in words if not word.retired)

    # -- one organization ----------------------------------------------------------------------

    def findings(self, organization: Organization) -> tuple[Finding, ...]:
        """List what deserves attention."""
        return findings(organization, self.policy, self.today)

    def remarks(self, organization: Organization) -> list[str]:
        """Write what does not go together in it and what deserves attention, a sentence each."""
        odd = [] if organization.is_retired else contradictions(organization).values()
        found = self.findings(organization)
        return [
            *(f"{reason.message}。" for reason in odd),
            *(f"{one.message}，{one.remedy}。" for one in found),
        ]

    def ladder(self, organization: Organization) -> Ladder | None:
        """Tell its place on the ladder; superiors and mass organizations have none."""
        if organization.kind in SUPERIORS | MASS_ORGANIZATIONS or organization.is_retired:
            return None
        return ladder_of(organization, self.standards)

    # -- for columns ----------------------------------------------------------------------

    def term_month(self, organization: Organization) -> str:
        """The month in which it is to elect anew."""
        due = self._due(organization)
        return "" if due is None else f"{due:%Y-%m}"

    def term_tip(self, organization: Organization) -> str:
        """The day, or what deserves attention about it."""
        due = self._due(organization)
        said = "" if due is None else term_words(organization, due)
        return self.tip(organization, "elected_on") or said

    def _due(self, organization: Organization) -> dt.date | None:
        return None if organization.is_retired else term_due(organization, self.policy)

    def stage_words(self, organization: Organization) -> str:
        """The step of the ladder, shortened to what is to be done: 抓规范."""
        ladder = self.ladder(organization)
        return "" if ladder is None else ladder.stage.value[_TASK:]

    def stage_tone(self, organization: Organization) -> Tone | None:
        """Colour of the step."""
        ladder = self.ladder(organization)
        return None if ladder is None else _STAGE_TONES[ladder.stage]

    def stage_tip(self, organization: Organization) -> str:
        """How many standards are met, and which are not."""
        ladder = self.ladder(organization)
        return "" if ladder is None else f"{ladder.stage}：{standing_words(ladder)}"

    def tone(self, organization: Organization, field: str) -> Tone | None:
        """Colour of a field that deserves attention."""
        codes = {one.code for one in self.findings(organization) if one.field == field}
        if not codes:
            return None
        return Tone.TROUBLE if codes & _PRESSING else Tone.ATTENTION

    def tip(self, organization: Organization, field: str) -> str:
        """What deserves attention in a field, one line each."""
        found = [one for one in self.findings(organization) if one.field == field]
        return "\n".join(f"{one.message}，{one.remedy}" for one in found)


def stage_tone(stage: Stage) -> Tone:
    """Give the tone of a step of the ladder."""
    return _STAGE_TONES[stage]


def standing_words(ladder: Ladder) -> str:
    """Say how many standards are met: 规范化建设 5/8，还缺：有活动经费、有党务公开栏."""
    total = len(ladder.met) + len(ladder.missing)
    if not total:
        return "规范化建设项目尚未设置（在“系统—词典”里添加）"
    missing = f"，还缺：{'、'.join(ladder.missing)}" if ladder.missing else "，全部达标"
    return f"规范化建设 {len(ladder.met)}/{total}{missing}"
