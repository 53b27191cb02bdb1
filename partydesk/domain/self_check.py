"""自检: what is looked at, what was found, and how a finding is told to people.

Each finding says what is wrong, what it affects and what helps; a report that only cries leaves
people helpless.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.evidence import Head
from partydesk.domain.quality import Severity

#: On screen and paper; what ``partydesk check`` says in English.
WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        code: Stable English word.
        severity: How grave it is.
        what: What is wrong, a sentence.
        affected: What it affects: records, documents, files.
        remedy: What helps, a sentence.
    """

    code: str
    severity: Severity
    what: str
    affected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One look of the self-check, with its outcome.

    Attributes:
        code: Stable English word.
        title: What was looked at.
        findings: What was found; none where all is well.
    """

    code: str
    title: str
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """That of the gravest finding; None where all is well."""
        order = list(Severity)
        return min((one.severity for one in self.findings), key=order.index, default=None)

    @property
    def word(self) -> str:
        """The outcome in a word."""
        return "正常" if self.severity is None else WORDS[self.severity]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole self-check.

    Attributes:
        when: The moment.
        looks: In the order in which they were done.
        head: The end of the journal before the check was written into it.
        against: The heads that were held against the journal.
    """

    when: dt.datetime
    looks: tuple[Looked, ...]
    head: Head
    against: tuple[Head, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the gravest first."""
        order = list(Severity)
        every = (finding for look in self.looks for finding in look.findings)
        return tuple(sorted(every, key=lambda one: order.index(one.severity)))

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(one.severity is severity for one in self.findings)

    @property
    def is_sound(self) -> bool:
        """Whether there is no error."""
        return not self.count(Severity.ERROR)

    @property
    def words(self) -> str:
        """The outcome in a sentence."""
        counts = "、".join(
            f"{WORDS[severity]} {self.count(severity)} 项"
            for severity in Severity
            if self.count(severity)
        )
        return f"查了 {len(self.looks)} 项，" + (counts or "全部正常")


#: So many are named; the rest is counted.
_NAMED: Final = 5


def named(every: Sequence[str], unit: str = "项") -> str:
    """Name some of many, and say how many there are."""
    said = "、".join(every[:_NAMED])
    return said if len(every) <= _NAMED else f"{said}等 {len(every)} {unit}"
