"""What the page of the procedure shows, read in one go off the main thread, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from partydesk.domain.placements import LIVE, Party, Placement, State
from partydesk.services.placements import list_placements, posted_by_year
from partydesk.services.reminders import list_expiring, list_matters
from partydesk.services.selection import list_posts
from partydesk.services.workspace import Workspace
from partydesk.ui.placements.reminders_view import Reminder, reminders_of
from partydesk.ui.short_names import short_labels


@dataclass(frozen=True)
class ProcedurePicture:
    """The pairs of a year as they stand.

    Attributes:
        year: The year.
        today: The day.
        placements: All pairs in the order of the posts, those withdrawn too.
        labels: Post → its short label.
        wanted: The posts that can still be filled, whether somebody is at them or not.
        reminders: Terms of all rounds that end, and units and people that are gone.
        elsewhere: Year of another round → how many of it are posted.
    """

    year: int
    today: dt.date
    placements: tuple[Placement, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()
    reminders: tuple[Reminder, ...] = ()
    elsewhere: Mapping[int, int] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Placement, ...]:
        """The pairs that were not withdrawn, those that have ended too."""
        return tuple(p for p in self.placements if p.state is not State.WITHDRAWN)

    @property
    def live(self) -> tuple[Placement, ...]:
        """The pairs that are not over."""
        return tuple(p for p in self.placements if p.state in LIVE)

    @property
    def vacant(self) -> frozenset[int]:
        """The posts that nobody is in the procedure for and that can be filled."""
        return self.wanted - {placement.post_id for placement in self.live}

    def counts(self) -> Counter[State]:
        """Count the pairs by state."""
        return Counter(placement.state for placement in self.placements)


def read_procedure(workspace: Workspace, year: int) -> ProcedurePicture:
    """Read the pairs of a year."""
    found = list_placements(workspace, year, withdrawn=True)
    posts = list_posts(workspace, year)
    labels = short_labels(posts, workspace.profile.name)
    wanted = frozenset(post.id or 0 for post in posts if post.is_wanted)
    today = workspace.today()
    reminders = reminders_of(list_matters(workspace), list_expiring(workspace), today)
    elsewhere = {other: count for other, count in posted_by_year(workspace).items()
                 if other != year}  # fmt: skip
    return ProcedurePicture(year, today, found, labels, wanted, reminders, elsewhere)


def nothing_yet(picture: ProcedurePicture) -> tuple[str, str]:
    """Say what stands in the place of a year's pairs while there are none, and what to do."""
    head = f"{picture.year} 年还没有提交认可的拟配"
    if not picture.elsewhere:
        return head, "在“双向选择”匹配后提交认可，拟配的每一对就列在这里。"
    found = "、".join(f"{year} 年 {count} 对" for year, count in picture.elsewhere.items())
    return (
        head,
        f"其他年度选派的还在任：{found}。要办理离任、补选、续签，请在左上角切换到那一年度。",
    )


def awaited(placements: Sequence[Placement]) -> dict[Party, int]:
    """Count the pairs that still wait for each party, in the order of the procedure."""
    waiting = [p for p in placements if p.state is State.PROPOSED]
    counts = {party: sum(party in p.missing for p in waiting) for party in Party}
    return {party: count for party, count in counts.items() if count}


def guidance(placements: Sequence[Placement], vacant: int = 0) -> str:
    """Say in one line what comes next.

    Args:
        placements: The pairs of the year.
        vacant: How many posts could be filled and have nobody in the procedure.
    """
    live = [p for p in placements if p.state in LIVE]
    if not live:
        return ""
    parts = []
    missing = awaited(live)
    if missing:
        words = "、".join(f"{party.label} {count}" for party, count in missing.items())
        parts.append(f"还缺同意：{words}")
    counts = Counter(placement.state for placement in live)
    if counts[State.CONSENTED]:
        parts.append(f"{counts[State.CONSENTED]} 对可签协议")
    if counts[State.DRAFTED]:
        parts.append(f"{counts[State.DRAFTED]} 份协议待签字")
    if counts[State.SIGNED]:
        parts.append(f"{counts[State.SIGNED]} 对可委任")
    if not parts:
        if vacant:
            return f"人选都已委任 · 还有 {vacant} 个岗位没有人选，可补选，或回“双向选择”继续匹配"
        waiting = sum(placement.state is State.APPOINTED for placement in live)
        return f"本年已全部委任 · {waiting} 人待登记到岗" if waiting else "本年都已到岗"
    if vacant:
        parts.append(f"{vacant} 个岗位空缺，可补选")
    return "下一步：" + " · ".join(parts)
