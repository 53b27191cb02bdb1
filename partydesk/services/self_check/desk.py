"""What lies on the desk: drafts, unfinished prints, leftovers; and the PC around the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partydesk.domain.backups import is_drill_due
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.services.backups import get_standing
from partydesk.services.backups.places import drill_days
from partydesk.services.drafts import count_drafts
from partydesk.services.opening import warnings_of
from partydesk.services.pool_kinds import POOLS
from partydesk.services.print_jobs import unfinished_jobs
from partydesk.services.self_check.looking import Check, Given

#: One is made on every day of work; longer than a week's holiday with its weekends is too long.
_BACKUP_DAYS: Final = 10


def _unsaved(given: Given) -> Iterator[Finding]:
    counts = count_drafts(given.workspace)
    if counts:
        places = [f"{POOLS[kind].title} {count} 份" for kind, count in counts.items()]
        what = "有填写过而没有保存的内容"
        remedy = "到相应的页面打开，保存或放弃"
        yield Finding("drafts", Severity.NOTICE, what, named(places), remedy)
    jobs = unfinished_jobs(given.workspace)
    if jobs:
        titles = [job.title for job in jobs]
        what = "有没有打完的批次"
        remedy = "到“文书与打印 › 打印机”接着打或结束"
        yield Finding("print_jobs", Severity.NOTICE, what, named(titles, "批"), remedy)


def _leftovers(given: Given) -> Iterator[Finding]:
    """Files that a cut-off writing has left; the program makes them and moves or removes them."""
    found = sorted(path.name for path in given.workspace.folder.glob(".*.part"))
    if found:
        yield Finding(
            "leftovers",
            Severity.NOTICE,
            "工作区文件夹里有没写完的临时文件",
            named(found, "个"),
            "是写入中断留下的，可以删除",
        )


def _surroundings(given: Given) -> Iterator[Finding]:
    """Where the workspace lies, the room on its disk, and the clock."""
    for risk in warnings_of(given.workspace):
        yield Finding(
            risk.code,
            Severity(risk.trouble.severity.value),
            risk.trouble.title,
            given.workspace.folder.name,
            risk.message.removesuffix("。"),
        )


def _backups(given: Given) -> Iterator[Finding]:
    standing, now = get_standing(given.workspace), given.workspace.clock()
    if given.workspace.profile.invented:
        return
    days = None if standing.verified is None else (now - standing.verified).days
    if days is None or days > _BACKUP_DAYS:
        said = "从来没有做过备份" if days is None else f"最近一次已验证的备份是 {days} 天以前"
        yield Finding(
            "backup_age", Severity.WARNING, said, "全部档案和文书", "在“系统 › 备份”里立即备份"
        )
    elif is_drill_due(standing, now, drill_days()):
        yield Finding(
            "drill_due",
            Severity.NOTICE,
            "该做恢复演练了" if standing.failed is None else "最近一次恢复演练没有通过",
            "备份",
            "在“系统 › 备份”里做一次恢复演练",
        )


def _protection(given: Given) -> Iterator[Finding]:
    workspace = given.workspace
    if not workspace.protected and not workspace.profile.invented:
        yield Finding(
            "unprotected",
            Severity.WARNING,
            "工作区没有设口令，拿到文件的人都能打开",
            "全部档案和文书",
            "在“系统 › 账号”里设置口令，并把恢复码单封存",
        )


CHECKS: Final = (
    Check("unsaved", "未保存和未打完的内容", _unsaved),
    Check("leftovers", "没写完的临时文件", _leftovers),
    Check("protection", "口令保护", _protection),
    Check("backups", "备份和恢复演练", _backups),
    Check("surroundings", "所在位置、磁盘空间和电脑时间", _surroundings),
)
