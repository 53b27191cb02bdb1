"""The command that looks at the quality of the data."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.completeness import Clear, CommitteeClears, percent
from partydesk.domain.quality import Group
from partydesk.services.completeness import clears_by_committee
from partydesk.services.pool_kinds import POOLS
from partydesk.services.quality import list_concerned, list_findings
from partydesk.services.workspace import Workspace


@click.command(help="检查数据质量：缺项、矛盾和各基层党委的四清")
@in_workspace
@click.option("--limit", type=click.IntRange(0), default=20, help="每类问题最多列出几条记录")
@answering
def quality(folder: Path, limit: int) -> Answer:
    """List gaps and contradictions of all pools, and the four clears by committee."""
    with open_workspace(folder) as workspace:
        report = list_findings(workspace)
        findings = [_finding(workspace, group, limit) for group in report.groups]
        committees = clears_by_committee(workspace)
    value = {
        "records": dict(report.looked_at),
        "gaps": report.count(gaps=True),
        "contradictions": report.count(gaps=False),
        "findings": findings,
        "committees": [_committee(one) for one in committees],
    }
    looked_at = sum(report.looked_at.values())
    found = f"矛盾和提示 {value['contradictions']} 处，缺项 {value['gaps']} 处"
    text = [
        f"查了 {looked_at} 条记录：{found}",
        *(
            f"{group.word}  {POOLS[group.kind].title}  {group.rule.title}"
            f"  {group.count}  {group.rule.remedy}"
            for group in report.groups
        ),
        *(f"{_name(one)}  {one.units} 家  四清 {percent(one.total)}%" for one in committees),
    ]
    return Answer(value, lines(text))


def _finding(workspace: Workspace, group: Group, limit: int) -> dict[str, object]:
    """Give a group in the shape that all examinations of the program share."""
    return {
        "severity": group.rule.severity.value,
        "what": group.rule.title,
        "affected": group.count,
        "remedy": group.rule.remedy,
        "kind": group.kind,
        "code": group.code,
        "field": group.field,
        "records": [
            {"id": one.id, "label": one.label, "field": one.field, "message": one.message}
            for one in list_concerned(workspace, group, 0, limit)
        ],
    }


def _committee(one: CommitteeClears) -> dict[str, object]:
    """Give the shares of a committee exactly, as fractions, and in per cent."""
    return {
        "name": one.name,
        "units": one.units,
        "complete": one.complete,
        "degree": str(one.total),
        "percent": percent(one.total),
        "clears": {clear.value: percent(one.clears[clear]) for clear in Clear},
        "worst": one.worst.value if one.worst else "",
    }


def _name(one: CommitteeClears) -> str:
    return one.name or "（未填隶属党委和乡镇）"


COMMANDS = (quality,)
