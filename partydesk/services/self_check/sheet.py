"""自检报告: the page that is handed to the supervisor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from partydesk import __version__
from partydesk.domain.numbering import paper_date
from partydesk.domain.progress import silent
from partydesk.domain.self_check import WORDS, Report
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.fonts import fonts_of
from partydesk.services.policies import get_policy
from partydesk.services.print_kinds import PrintKind, Printout, Wanted, paper_kind
from partydesk.services.self_check.running import examine

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_KIND: Final = "self-check"
_TITLE: Final = "自检报告"
_LOOKS: Final = (
    TableColumn("序号", 6, Align.CENTRE),
    TableColumn("检查项目", 34),
    TableColumn("结果", 9, Align.CENTRE),
) * 2
_FINDINGS: Final = (
    TableColumn("程度", 10, Align.CENTRE),
    TableColumn("问题", 40),
    TableColumn("涉及", 26),
    TableColumn("处理办法", 36),
)
_MEANING: Final = (
    "上面一行是操作记录的末项编号、总数和校验码。以后可以用它核对：操作记录若被截去或重写，"
    "自检会指出与本页不符。请妥善保存本页。"
)


def paper_of(workspace: Workspace, report: Report) -> Paper:
    """Put a self-check on paper.

    Args:
        workspace: Open workspace.
        report: What was found.
    """
    policy, profile = get_policy(workspace, report.when.year), workspace.profile
    verdict = "没有错误" if report.is_sound else "有错误，须处理"
    facts = (
        Fact("单位", policy.organ, wide=True),
        Fact("检查时间", f"{paper_date(report.when.date())} {report.when:%H:%M}"),
        Fact("检查人", workspace.actor),
        Fact("工作区", f"{profile.name}（{workspace.folder.name}）"),
        Fact("程序版本", __version__),
        Fact("结论", f"{verdict}：{report.words}", wide=True),
    )
    day = Blank("日期：　　　　年　　月　　日", ruled=False)
    parts: tuple[Part, ...] = (
        Facts(facts),
        Heading("一、检查项目"),
        Table(_LOOKS, _look_rows(report)),
        Heading("二、发现的问题"),
        _findings(report),
        Heading("三、操作记录"),
        Paragraphs((report.head.words, _MEANING, *_against(report))),
        Signing((Blank("检查人（签字）："), day, Blank("负责人（签字）："), day)),
    )
    return Paper(_TITLE, parts)


def _look_rows(report: Report) -> Sequence[tuple[str, ...]]:
    """Two looks beside each other, down the left half first: it should stay on one page."""
    every = [(str(number), look.title, look.word) for number, look in enumerate(report.looks, 1)]
    half = -(-len(every) // 2)
    blank = ("", "", "")
    return [
        (*one, *other) for one, other in zip_longest(every[:half], every[half:], fillvalue=blank)
    ]


def _findings(report: Report) -> Part:
    if not report.findings:
        return Paragraphs(("没有发现问题。",))
    rows = [(WORDS[one.severity], one.what, one.affected, one.remedy) for one in report.findings]
    return Table(_FINDINGS, rows)


def _against(report: Report) -> Sequence[str]:
    """Say which printed heads were held against the journal."""
    if not report.against:
        return ()
    return (f"本次核对了纸面上的记录号：{'、'.join(head.words for head in report.against)}。",)


def compose_report(workspace: Workspace, report: Report) -> Printout:
    """Put a self-check that was just done on paper, as the window shows it."""
    kind = paper_kind(_KIND, _TITLE, lambda opened, _wanted: [paper_of(opened, report)])
    created = report.when.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = Wanted(report.when.year, "", None, None, created, fonts=fonts_of(workspace))
    return kind.compose(workspace, wanted, silent)


def _papers(workspace: Workspace, _wanted: Wanted) -> list[Paper]:
    """Look now; printing changes nothing, so that nothing is written down of the look."""
    return [paper_of(workspace, examine(workspace))]


SELF_CHECK: Final[PrintKind] = paper_kind(_KIND, _TITLE, _papers)
