"""``partydesk check``: the self-check of a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evidence import Head, read_head
from partydesk.domain.self_check import WORDS, Finding, Report
from partydesk.services.self_check import run_self_check


class _HeadType(click.ParamType[Head]):
    """A head of the journal, as it stands on a paper."""

    name = "记录号"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Head:
        """Read it."""
        if isinstance(value, Head):
            return value
        try:
            return read_head(str(value))
        except ValidationFailed as error:
            self.fail(error.message, param, ctx)


@click.command(help="自检：数据文件、操作记录、文号和文书、附件、磁盘、字体")
@in_workspace
@click.option(
    "--head",
    "heads",
    type=_HeadType(),
    multiple=True,
    help="纸面上的记录号，如 1234:1230:a1b2c3d4e5f6；可写多个",
)
@answering
def check(folder: Path, heads: tuple[Head, ...]) -> Answer:
    """Look at everything that can be checked on the spot."""
    with open_workspace(folder) as workspace:
        report = run_self_check(workspace, heads)
    status = Status.DONE if report.is_sound else Status.REFUSED
    return Answer(_as_json(report), _as_text(report), status)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "sound": report.is_sound,
        "head": {
            "sequence": report.head.sequence,
            "count": report.head.count,
            "hash": report.head.hash,
        },
        "checks": [
            {"code": look.code, "what": look.title, "findings": len(look.findings)}
            for look in report.looks
        ],
        "findings": [_finding(one) for one in report.findings],
    }


def _finding(one: Finding) -> dict[str, object]:
    return {
        "severity": one.severity.value,
        "what": one.what,
        "affected": one.affected,
        "remedy": one.remedy,
        "code": one.code,
    }


def _as_text(report: Report) -> str:
    said = [f"{look.word}  {look.title}" for look in report.looks]
    told = [
        f"{WORDS[one.severity]}：{one.what}（{one.affected}）。{one.remedy}。"
        for one in report.findings
    ]
    return lines([*said, report.words, *told, report.head.words])


COMMANDS = (check,)
