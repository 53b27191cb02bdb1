"""Which units belong into the 企业库: criteria of the year, and how far a unit meets them.

Source: essay 5, 根据企业发展规模和社会影响力建立企业库. The figures are local policy. A unit fits
by its influence alone, or by meeting every figure of size that the policy asks for; what is not
known is said to be unknown. Whether to admit is for people to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.policy import Policy


class Verdict(Enum):
    """Whether a criterion is met; the value is the word on screen."""

    MET = "符合"
    FAILED = "不符合"
    UNKNOWN = "不能判断"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion and what the unit has to show.

    Attributes:
        name: Name of the unit's field.
        wanted: What the policy asks for, such as 从业人员不少于 50 人.
        found: What the record says; empty for nothing.
        verdict: Whether it is met.
        lacking: What is lacking, such as 年营业收入未填; empty where it is met.
    """

    name: str
    wanted: str
    found: str
    verdict: Verdict
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """How a unit stands to the criteria.

    Attributes:
        size: The figures of size that the policy asks for.
        influence: The influence; None where the policy names none.
        verdict: Whether the unit fits.
    """

    size: tuple[Criterion, ...]
    influence: Criterion | None
    verdict: Verdict

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion."""
        return (*self.size, *([self.influence] if self.influence else []))

    @property
    def summary(self) -> str:
        """One sentence: what is met, else what is not and what nobody knows."""
        if self.verdict is Verdict.MET:
            met = [self.influence] if self._influential and self.influence else self.size
            return "符合入库条件：" + "、".join(one.found for one in met)
        return "；".join(one.lacking for one in self.criteria if one.lacking)

    @property
    def _influential(self) -> bool:
        return self.influence is not None and self.influence.verdict is Verdict.MET


#: Field of the policy, field of the unit, how it is called, unit of measure.
_SIZES = (
    ("admission_staff", "staff", "从业人员", "人"),
    ("admission_capital", "capital", "注册资本", "万元"),
    ("admission_revenue", "revenue", "年营业收入", "万元"),
)


def fits(unit: Enterprise, policy: Policy) -> bool:
    """Whether :func:`check_admission` finds a unit to fit; for going through a whole register."""
    if any(word in policy.admission_influence for word in unit.influence):
        return True
    figures = (
        (policy.admission_staff, unit.staff),
        (policy.admission_capital, unit.capital),
        (policy.admission_revenue, unit.revenue),
    )
    for least, value in figures:
        if least and (value is None or value < least):
            return False
    return not policy.admission_influence or any(least for least, _ in figures)


def check_admission(unit: Enterprise, policy: Policy) -> Admission:
    """Hold a unit against the criteria of a year; a figure of 0 asks for nothing."""
    size = tuple(
        _size_criterion(name, label, measure, getattr(policy, rule), getattr(unit, name))
        for rule, name, label, measure in _SIZES
        if getattr(policy, rule)
    )
    influence = _influence_criterion(unit, policy)
    return Admission(size, influence, _verdict(size, influence))


def _size_criterion(
    name: str, label: str, measure: str, least: int, value: int | Decimal | None
) -> Criterion:
    wanted = f"{label}不少于 {least} {measure}"
    if value is None:
        return Criterion(name, wanted, "", Verdict.UNKNOWN, f"{label}未填")
    found = f"{label} {value} {measure}"
    if value >= least:
        return Criterion(name, wanted, found, Verdict.MET)
    return Criterion(name, wanted, found, Verdict.FAILED, f"{found}，不足 {least} {measure}")


def _influence_criterion(unit: Enterprise, policy: Policy) -> Criterion | None:
    """An empty list of influence means none that anybody knows of: not met, but never unknown."""
    if not policy.admission_influence:
        return None
    found = "、".join(word for word in unit.influence if word in policy.admission_influence)
    wanted = "社会影响：" + "、".join(policy.admission_influence)
    if found:
        return Criterion("influence", wanted, found, Verdict.MET)
    return Criterion("influence", wanted, "", Verdict.FAILED, "没有所列的社会影响")


def _verdict(size: Sequence[Criterion], influence: Criterion | None) -> Verdict:
    """Influence is enough; else every figure of size counts, one that fails deciding."""
    if influence is not None and influence.verdict is Verdict.MET:
        return Verdict.MET
    verdicts = {criterion.verdict for criterion in size}
    if not verdicts:
        # Without any figure influence is all there is; without both anybody fits.
        return Verdict.MET if influence is None else Verdict.FAILED
    if Verdict.FAILED in verdicts:
        return Verdict.FAILED
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.MET
