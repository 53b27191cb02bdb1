"""恢复码单: the sheet with the code that opens a workspace when nobody knows a password any more.

It is the only place where the code stands; so it says what it is, how it is used and how it is kept
to somebody who finds it in a safe years later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from partydesk.reports.bands import Blank, Fact
from partydesk.reports.fonts import SHIPPED, FontSet
from partydesk.reports.papers import (
    Facts,
    Heading,
    Paper,
    Paragraphs,
    Signing,
    Signs,
    render_papers,
)

_CODE_PT: Final = 24.0
_BESIDE: Final = 3
_TEXT_PT, _PITCH_PT = 11.0, 18.0
_PURPOSE: Final = (
    "本工作区的资料已加密，平时用各人的口令打开。所有管理员都忘记口令、或管理员离岗没有交接时，只有"
    "这串恢复码能打开它，并重新设定口令。恢复码和口令都丢失的，资料无法找回，任何人都没有办法。"
)
_USE: Final = (
    "1. 打开程序，在登录窗口点“忘记口令…”。换了电脑的，先点“从备份恢复”，选U盘上的备份。",
    "2. 照这张单子输入恢复码。字母大小写、空格和横线都不影响。单子上没有字母 I、L、O、U。",
    "3. 选一个管理员账号，设定新口令。",
    "4. 程序随即给出新的恢复码单，这张单子作废。封好新单、重新导出备份到U盘以后再销毁它：",
    "    以前的备份要用当时的口令或这张单子打开。",
)
_KEEPING: Final = (
    "1. 打印后当场装入信封密封，封口处由经办人和见证人签字，存入保险柜或机要柜。",
    "2. 至少两个人知道它放在哪里；不和电脑、备份U盘放在一起。",
    "3. 不拍照、不复印、不存入电脑、不用微信等发送。程序里不保存恢复码，不能重新打印。",
    "4. 单子丢失、被人看过或保管人离岗的，由管理员在“系统—账号”里更换恢复码，旧单随即作废。",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet.

    Attributes:
        office: 旗名.
        workspace: Where the workspace lies.
        number: Beginning of the workspace's own number, to tell sheets of several apart.
        made: When the code was made.
        groups: The code, in groups.
    """

    office: str
    workspace: str
    number: str
    made: dt.datetime
    groups: tuple[str, ...]


def render_recovery_sheet(sheet: RecoverySheet, fonts: FontSet = SHIPPED) -> bytes:
    """Print the sheet; one page of A4."""
    made = sheet.made
    facts = Facts(
        (
            Fact("旗（县、区）", sheet.office),
            Fact("生成时间", f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"),
            Fact("工作区编号", sheet.number),
            Fact("文件夹", sheet.workspace, wide=True),
        )
    )
    blanks = (
        Blank("经办人（签字）："),
        Blank("见证人（签字）："),
        Blank("存放地点："),
        Blank("封存日期：　　　　年　　月　　日", ruled=False),
    )
    parts = (
        facts,
        Heading("恢复码"),
        Signs(sheet.groups, _CODE_PT, _BESIDE),
        Heading("作什么用"),
        Paragraphs((_PURPOSE,), _TEXT_PT, _PITCH_PT),
        Heading("怎样使用"),
        Paragraphs(_USE, _TEXT_PT, _PITCH_PT),
        Heading("怎样保管"),
        Paragraphs(_KEEPING, _TEXT_PT, _PITCH_PT),
        Signing(blanks),
    )
    paper = Paper("恢复码单", parts, subtitle="密封保存，非紧急情况不得拆封")
    return render_papers(
        [paper], title="恢复码单", footer="党建选派工作台", created=made, fonts=fonts
    )
