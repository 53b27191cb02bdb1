"""Records: states and days that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select

from partydesk.db.models import RoundRow
from partydesk.domain.placements import faults_of_pair
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.services.placements import list_placements
from partydesk.services.quality import list_findings
from partydesk.services.self_check.looking import Check, Given


def _pairs(given: Given) -> Iterator[Finding]:
    workspace = given.workspace
    years = given.session.scalars(select(RoundRow.year).order_by(RoundRow.year)).all()
    for year in years:
        faults = [
            reason.message
            for pair in list_placements(workspace, year, withdrawn=True)
            for reason in faults_of_pair(pair, workspace.today())
        ]
        if faults:
            yield Finding(
                "pairs",
                Severity.WARNING,
                f"{year} 年选派的状态、文书或日期自相矛盾",
                named(faults, "处"),
                "到“协议与委任”核对；查看这一对的历史，撤销或更正错误的一步",
            )


def _quality(given: Given) -> Iterator[Finding]:
    report = list_findings(given.workspace)
    grave = [
        group
        for group in report.groups
        if not group.is_gap and group.rule.severity is Severity.ERROR
    ]
    if grave:
        named_sorts = [f"{group.rule.title} {group.count} 处" for group in grave]
        yield Finding(
            "quality",
            Severity.WARNING,
            "档案里有自相矛盾的内容",
            named(named_sorts, "类"),
            "到“数据质量”逐条改正",
        )


CHECKS: Final = (
    Check("pairs", "选派的状态、文书和日期", _pairs),
    Check("quality", "档案内容不矛盾", _quality),
)
