"""The list on the left of 工作安排: the year's template, and everybody on post."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from partydesk.domain.duty.plans import Target
from partydesk.domain.pinyin import matches
from partydesk.services.duty.plans import Plan
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, Shape

_TEMPLATE: Final = "年度模板"


class Shown(StrEnum):
    """Whose plans are listed."""

    ALL = "全部"
    LATE = "有逾期"
    NONE = "未下达"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list.

    Attributes:
        plan: Somebody's plan; None for the template.
        targets: Its targets.
    """

    plan: Plan | None
    targets: tuple[Target, ...]

    @property
    def placement_id(self) -> int | None:
        """The posting; None for the template."""
        return self.plan.placement_id if self.plan else None

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.plan.person if self.plan else _TEMPLATE

    @property
    def unit(self) -> str:
        """Where the person is on post; how long the template is."""
        if self.plan is None:
            return f"{len(self.targets)} 项任务" if self.targets else "尚未起草"
        return self.plan.posting.enterprise

    @property
    def words(self) -> str:
        """How far it is."""
        if self.plan is None:
            return ""
        return self.plan.progress.words or ("已离岗" if self.plan.over else "未下达")

    @property
    def share(self) -> float | None:
        """How much is reached."""
        return float(self.plan.progress.share) if self.plan and self.targets else None

    @property
    def late(self) -> str:
        """How many targets are late, in words."""
        overdue = self.plan.progress.overdue if self.plan else 0
        return f"{overdue} 项" if overdue else ""

    def fits(self, shown: Shown, words: str) -> bool:
        """Tell whether it is to be listed; the template always is."""
        if self.plan is None:
            return True
        wanted = {
            Shown.ALL: True,
            Shown.LATE: self.plan.progress.overdue > 0,
            Shown.NONE: not self.targets and not self.plan.over,
        }[shown]
        return wanted and (
            not words or any(matches(words, each) for each in (self.name, self.unit))
        )


COLUMNS: Final = (
    Column[Line]("name", "姓名", lambda n: n.name, width=76, strong=True, sortable=False),
    Column[Line]("unit", "单位", lambda n: n.unit, width=130, sortable=False),
    Column[Line]("progress", "完成", lambda n: n.words, width=124, sortable=False,
                 shape=Shape.BAR, share=lambda n: n.share),
    Column[Line]("late", "逾期", lambda n: n.late, Align.RIGHT, width=50, sortable=False,
                 tone=lambda _n: Tone.TROUBLE),
)  # fmt: skip
