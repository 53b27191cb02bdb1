"""What lies on the desk: drafts, unfinished prints, leftovers; and the PC around the workspace."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from typing import Final

from sqlalchemy import func, select

from partydesk.db.journal import ActionRow
from partydesk.domain.attachments import size_words
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.services.drafts import count_drafts
from partydesk.services.pool_kinds import POOLS
from partydesk.services.print_jobs import unfinished_jobs
from partydesk.services.self_check.looking import Check, Given

#: A clock that is a little slow is nobody's trouble.
_SLACK: Final = dt.timedelta(minutes=10)
#: A backup, an upgrade and the undoing of a large import each need room for a copy.
_COPIES: Final = 3
_LEAST_BYTES: Final = 500 * 1024**2


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


def _room(given: Given) -> Iterator[Finding]:
    folder = given.workspace.folder
    used = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    wanted = max(_LEAST_BYTES, used * _COPIES)
    free = shutil.disk_usage(folder).free
    if free < wanted:
        yield Finding(
            "room",
            Severity.WARNING,
            f"磁盘剩余空间不足：还有 {size_words(free)}，至少要 {size_words(wanted)}",
            "保存、备份和升级",
            "清理磁盘，或把工作区移到空间大的磁盘",
        )


def _clock(given: Given) -> Iterator[Finding]:
    last = given.session.scalar(select(func.max(ActionRow.happened_at)))
    now = given.workspace.clock()
    if last is not None and last - now > _SLACK:
        yield Finding(
            "clock",
            Severity.WARNING,
            f"电脑的时间早于最后一项操作：现在是 {_moment(now)}，操作是 {_moment(last)}",
            "以后的日期、期限和备份的先后",
            "校准电脑的日期和时间，再继续工作",
        )


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _protection(given: Given) -> Iterator[Finding]:
    workspace = given.workspace
    if not workspace.protected and not workspace.profile.invented:
        yield Finding(
            "unprotected",
            Severity.WARNING,
            "工作区没有设口令，拿到文件的人都能打开",
            "全部档案和文书",
            "在“系统”里设置口令，并把恢复码单封存",
        )


CHECKS: Final = (
    Check("unsaved", "未保存和未打完的内容", _unsaved),
    Check("leftovers", "没写完的临时文件", _leftovers),
    Check("protection", "口令保护", _protection),
    Check("room", "磁盘空间", _room),
    Check("clock", "电脑的时间", _clock),
)
