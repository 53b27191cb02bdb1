"""The lists of a round on paper: what is asked for, and why each post went to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.errors import NotFound
from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Side
from partydesk.reports.layout import Align
from partydesk.reports.tables import TableColumn
from partydesk.services.board import get_board
from partydesk.services.print_kinds import Sheet, Wanted
from partydesk.services.selection import list_posts

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def posts_wanted(workspace: Workspace, wanted: Wanted) -> Sheet:
    """岗位需求清单: what enterprises ask for."""
    posts = [
        post
        for post in list_posts(workspace, wanted.year)
        if post.is_wanted and matches(wanted.query, post.label)
    ]
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("单位名称", 34),
        TableColumn("苏木乡镇", 14),
        TableColumn("岗位", 14),
        TableColumn("所需专长", 20),
        TableColumn("备注", 20),
    )
    rows = [
        (
            str(number),
            post.enterprise,
            post.township or "",
            post.role.value,
            "、".join(post.specialties),
            post.note or "",
        )
        for number, post in enumerate(posts, 1)
    ]
    subtitle = f"共 {len(rows)} 个岗位"
    return Sheet(f"{wanted.year}年双向选择岗位需求清单", columns, rows, subtitle, landscape=True)


def matching_results(workspace: Workspace, wanted: Wanted) -> Sheet:
    """匹配情况说明: for every post who takes it and why."""
    board = get_board(workspace, wanted.year)
    if board.run is None:
        raise NotFound("还没有匹配结果，请先运行匹配")
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("岗位", 30),
        TableColumn("拟配", 12),
        TableColumn("企业第", 8, Align.CENTRE),
        TableColumn("个人第", 8, Align.CENTRE),
        TableColumn("契合", 7, Align.RIGHT),
        TableColumn("说明", 50),
    )
    rows = [
        (
            str(number),
            line.post.label,
            line.talent or "未配",
            line.place(Side.ENTERPRISE),
            line.place(Side.PERSON),
            "" if line.fit is None else str(line.fit),
            line.reason,
        )
        for number, line in enumerate(board.posts, 1)
        if matches(wanted.query, line.post.label) or matches(wanted.query, line.talent)
    ]
    subtitle = (
        f"第 {board.run.number} 次匹配：{len(board.posts)} 个岗位配上 {board.filled} 个，"
        f"不稳定对 {len(board.run.result['blocking_pairs'])} 个"
    )
    return Sheet(f"{wanted.year}年双向选择匹配情况说明", columns, rows, subtitle, landscape=True)
