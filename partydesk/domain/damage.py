"""What can be wrong with a workspace on its disk, in words for people, and what helps.

One table: a trouble has a code, a heading, a sentence and its remedies. Whatever notices one (the
examination of a folder, the database, the command line) names only the code and the details; what
the rescue screen, the command line and the self-check say and offer comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from partydesk.domain.quality import Severity


class Remedy(StrEnum):
    """What helps; the values are what stands on the button."""

    RETRY = "再试一次"
    RESTORE = "选择备份恢复"
    OTHER = "打开其他工作区"
    COPY = "复制到本机再打开"
    CHECK = "检查文件"
    FOLDER = "查看文件夹"


#: Said wherever a file may be damaged: the first fear is that the program makes it worse.
_KEPT: Final = "原文件原样保留，程序不会改动它。"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row of the table.

    Attributes:
        code: Stable English word.
        severity: An error keeps the workspace from being opened.
        title: What is wrong, in a few words.
        sentence: What happened and what to do; ``{words}`` are filled with details.
        remedies: What helps, the best first.
    """

    code: str
    severity: Severity
    title: str
    sentence: str
    remedies: tuple[Remedy, ...]


def _trouble(
    code: str, severity: Severity, title: str, sentence: str, *remedies: Remedy
) -> Trouble:
    return Trouble(code, severity, title, sentence, remedies)


_ROWS: Final = (
    _trouble(
        "no_folder", Severity.ERROR, "找不到工作区文件夹",
        "“{folder}”不在，里面没有工作区；可能是移动硬盘或 U 盘没有插上，或文件夹改了名字、被移走。"
        "请接好后再试，或打开它现在的位置。",
        Remedy.RETRY, Remedy.OTHER, Remedy.RESTORE,
    ),
    _trouble(
        "no_file", Severity.ERROR, "文件夹里没有工作区文件",
        "“{folder}”里没有工作区（缺 {file}）；可能选错了文件夹，或文件被移走、被清理软件隔离。"
        "请检查路径、回收站和杀毒软件的隔离区；找不回来就用备份恢复。",
        Remedy.RETRY, Remedy.OTHER, Remedy.RESTORE, Remedy.FOLDER,
    ),
    _trouble(
        "empty", Severity.ERROR, "工作区文件是空的",
        "“{folder}”里的工作区文件是空的或不完整（{size} 字节）；"
        "多半是复制或同步中断、断电或磁盘写满造成的。请用最近的备份恢复。" + _KEPT,
        Remedy.RESTORE, Remedy.OTHER, Remedy.FOLDER,
    ),
    _trouble(
        "truncated", Severity.ERROR, "工作区文件少了一截",
        "“{folder}”里的工作区文件不完整：至少应有 {expected} 字节，只有 {size} 字节；"
        "多半是复制或同步没有做完，或磁盘有坏道。请重新复制一次，或用最近的备份恢复。" + _KEPT,
        Remedy.RESTORE, Remedy.OTHER, Remedy.FOLDER,
    ),
    _trouble(
        "not_ours", Severity.ERROR, "这个文件不是工作区",
        "“{folder}”里的 {file} 不是本程序的工作区文件，或文件已损坏、内容被改写；"
        "请用最近的备份恢复，或打开其他工作区。" + _KEPT,
        Remedy.RESTORE, Remedy.OTHER, Remedy.FOLDER,
    ),
    _trouble(
        "no_keys", Severity.ERROR, "缺少密钥文件",
        "“{folder}”里的工作区有口令保护，但旁边的密钥文件 workspace.keys 不在，打不开；"
        "请把它放回原处（备份里也有一份），或用备份恢复。" + _KEPT,
        Remedy.RETRY, Remedy.RESTORE, Remedy.FOLDER,
    ),
    _trouble(
        "wrong_keys", Severity.ERROR, "密钥文件不对",
        "“{folder}”里的密钥文件 workspace.keys 是旧的、损坏的，或不是这个工作区的；"
        "请放回原来的密钥文件（备份里也有一份），或用备份恢复。" + _KEPT,
        Remedy.RETRY, Remedy.RESTORE, Remedy.FOLDER,
    ),
    _trouble(
        "malformed", Severity.ERROR, "工作区文件已损坏",
        "“{folder}”里的工作区文件已损坏，读不下去；可能是磁盘有坏道，或写入时断电。"
        "请用最近的备份恢复，并尽快检查磁盘。" + _KEPT,
        Remedy.RESTORE, Remedy.CHECK, Remedy.OTHER,
    ),
    _trouble(
        "disk_error", Severity.ERROR, "磁盘读写出错",
        "读写“{folder}”时磁盘出错；请检查磁盘、U 盘和连接线后再试。"
        "如果反复出现，请尽快把文件夹复制到别的磁盘，或用备份恢复。",
        Remedy.RETRY, Remedy.COPY, Remedy.RESTORE,
    ),
    _trouble(
        "newer_schema", Severity.ERROR, "工作区是新版本程序建立的",
        "工作区由更新版本的程序建立（数据格式 {schema}，本程序最高 {known}）；"
        "请升级程序后再打开。旧程序不会改动它。",
        Remedy.OTHER, Remedy.RETRY,
    ),
    _trouble(
        "unfinished", Severity.ERROR, "工作区没有建完",
        "“{folder}”里的工作区没有建完，还没有任何资料；请删除这个文件夹后重新建立。",
        Remedy.OTHER, Remedy.FOLDER,
    ),
    _trouble(
        "read_only", Severity.ERROR, "工作区在不能写入的位置",
        "不能写入“{folder}”，现在打不开：它在光盘、写保护的 U 盘或没有写入权限的位置。"
        "请解除写保护或检查文件夹的写入权限；也可以复制到本机再打开，原来的不受影响。",
        Remedy.COPY, Remedy.RETRY, Remedy.OTHER,
    ),
    _trouble(
        "no_access", Severity.ERROR, "没有权限读取",
        "没有权限读取“{folder}”里的工作区文件；请用有权限的账号登录电脑，或请管理员放开权限。",
        Remedy.RETRY, Remedy.OTHER,
    ),
    _trouble(
        "locked", Severity.ERROR, "工作区正在别处打开",
        "工作区已在别处打开{holder}；请先关闭那个窗口，再试一次。",
        Remedy.RETRY, Remedy.OTHER,
    ),
    _trouble(
        "busy", Severity.ERROR, "工作区文件正被占用",
        "“{folder}”里的工作区文件正被别的程序占用（同步盘、备份软件或杀毒软件）；"
        "请等它做完或先退出它，再试一次。",
        Remedy.RETRY, Remedy.OTHER,
    ),
    _trouble(
        "disk_full", Severity.ERROR, "磁盘满了",
        "“{folder}”所在的磁盘已满，打不开工作区；已保存的资料没有受影响。"
        "请清理磁盘后再试，或复制到别的磁盘再打开。",
        Remedy.RETRY, Remedy.COPY, Remedy.OTHER,
    ),
    _trouble(
        "unknown", Severity.ERROR, "工作区没有打开",
        "{message}",
        Remedy.RETRY, Remedy.RESTORE, Remedy.OTHER, Remedy.CHECK,
    ),
    _trouble(
        "view_only", Severity.WARNING, "只能查看，存不了新内容",
        "不能写入“{folder}”：它在光盘、写保护的 U 盘或没有写入权限的位置。"
        "可以打开查看和打印，但新的内容存不进去；要修改，请复制到本机再打开，原来的不受影响。",
        Remedy.COPY, Remedy.RETRY, Remedy.OTHER,
    ),
    _trouble(
        "disk_low", Severity.WARNING, "磁盘快满了",
        "“{folder}”所在的磁盘只剩 {free}；写满后新的内容存不进去。请清理磁盘，至少留出 {wanted}。",
        Remedy.RETRY, Remedy.FOLDER,
    ),
    _trouble(
        "network", Severity.WARNING, "工作区在网络位置上",
        "“{folder}”在网络共享（{where}）上；断网或两台电脑同时写入会损坏文件。"
        "请把工作区放在本机磁盘，用备份传给别人。",
        Remedy.COPY, Remedy.OTHER,
    ),
    _trouble(
        "cloud", Severity.WARNING, "工作区在网盘同步文件夹里",
        "“{folder}”在“{where}”的同步文件夹里：同步会在写入中途搬走文件，造成损坏，"
        "个人信息也会传到网上。请把工作区放到不同步的本机文件夹。",
        Remedy.COPY, Remedy.OTHER,
    ),
    _trouble(
        "clock_back", Severity.WARNING, "电脑的日期不对",
        "电脑的时间是 {now}，早于工作区里最后一次操作的时间 {last}；"
        "期限、年龄和编号日期会算错。请先校准电脑的日期和时间再打开。",
        Remedy.RETRY,
    ),
    _trouble(
        "journal_left", Severity.NOTICE, "上次没有正常结束",
        "上次写入时程序或电脑中断，留下了回退日志；打开时会自动退回到最后一次保存的内容，"
        "请不要删除 {journal}。",
    ),
    _trouble(
        "failed_starts", Severity.NOTICE, "前几次没有正常启动",
        "程序连续 {count} 次没有正常启动，所以先停在这里；"
        "可以再试一次，也可以先检查文件或恢复备份。",
        Remedy.RETRY, Remedy.CHECK, Remedy.RESTORE,
    ),
)  # fmt: skip
TROUBLES: Final[Mapping[str, Trouble]] = MappingProxyType({row.code: row for row in _ROWS})


@dataclass(frozen=True, slots=True)
class Finding:
    """A trouble that was met.

    Attributes:
        trouble: The row of the table.
        details: What its sentence is filled with.
        words: Said in place of the sentence, where somebody else knows better.
    """

    trouble: Trouble
    details: Mapping[str, object] = field(default_factory=dict)
    words: str = ""

    @property
    def code(self) -> str:
        """Stable English word."""
        return self.trouble.code

    @property
    def blocks(self) -> bool:
        """Whether the workspace cannot be opened before it is mended."""
        return self.trouble.severity is Severity.ERROR

    @property
    def message(self) -> str:
        """What happened and what to do."""
        return self.words or self.trouble.sentence.format(**self.details)


def found(code: str, **details: object) -> Finding:
    """Name a trouble with its details."""
    return Finding(TROUBLES[code], details)


def remedies_for(findings: Sequence[Finding]) -> tuple[Remedy, ...]:
    """List what helps against all of it, what the worst finding asks for first, nothing twice."""
    order = list(Severity)
    worst_first = sorted(findings, key=lambda one: order.index(one.trouble.severity))
    return tuple(dict.fromkeys(remedy for one in worst_first for remedy in one.trouble.remedies))
