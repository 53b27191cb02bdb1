"""The lists of a round on paper: what is asked for, and why each post went to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.consultations import Consultation
from partydesk.domain.errors import NotFound
from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Side, role_and_seat
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.board import get_board
from partydesk.services.consultations import get_talks, list_consultations
from partydesk.services.policies import get_policy
from partydesk.services.post_words import (
    MUST,
    other_musts,
    post_attendance,
    post_term,
    wanted_languages,
    wanted_specialties,
)
from partydesk.services.print_kinds import Sheet, Wanted
from partydesk.services.selection import list_posts

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


_POSTS = (
    ColumnWish("序号", Align.CENTRE, rigid=True),
    ColumnWish("编号", Align.CENTRE, rigid=True),
    ColumnWish("单位名称"),
    ColumnWish("苏木乡镇"),
    ColumnWish("岗位"),
    ColumnWish("所需专长"),
    ColumnWish("所需语言"),
    ColumnWish("其他必备条件"),
    ColumnWish("到岗", rigid=True),
    ColumnWish("任期", rigid=True),
    ColumnWish("办公场所"),
    ColumnWish("活动经费"),
    ColumnWish("备注"),
)


def posts_wanted(workspace: Workspace, wanted: Wanted) -> Sheet:
    """岗位需求清单: what enterprises ask for and what they provide."""
    policy = get_policy(workspace, wanted.year)
    posts = [
        post
        for post in list_posts(workspace, wanted.year)
        if post.closed_on is None and matches(wanted.query, post.label)
    ]
    rows = [
        (
            str(number),
            str(post.id),
            post.enterprise,
            post.township or "",
            role_and_seat(post.role, post.seat),
            wanted_specialties(post),
            wanted_languages(post),
            other_musts(post),
            post_attendance(post, policy),
            post_term(post, policy),
            post.room or "",
            post.funds or "",
            post.note or "",
        )
        for number, post in enumerate(posts, 1)
    ]
    # A column in which nobody wrote anything only takes room away from the others.
    kept = [i for i in range(len(_POSTS)) if i < 2 or any(row[i] for row in rows)]  # noqa: PLR2004
    rows_kept = [tuple(row[i] for i in kept) for row in rows]
    fitted = fit_columns([_POSTS[i] for i in kept], rows_kept)
    assert fitted is not None  # noqa: S101 - thirteen columns, of which texts give way, always fit
    subtitle = f"共 {len(rows)} 个岗位　带{MUST}的为必备条件，不具备的不能配到该岗位"
    table = Table(fitted.columns, rows_kept, fitted.size_pt)
    return Sheet(f"{wanted.year}年双向选择岗位需求清单", table, subtitle, fitted.landscape)


def consultations_held(workspace: Workspace, wanted: Wanted) -> Sheet:
    """沟通记录: whom the office asked about each post and what was said; or about one post."""
    labels = {post.id or 0: post.label for post in list_posts(workspace, wanted.year)}
    one = [number for number, name in labels.items() if name == wanted.query][:1]
    chosen = one or [number for number, name in labels.items() if matches(wanted.query, name)]
    talks = [t for t in list_consultations(workspace, wanted.year) if t.post_id in chosen]
    columns = [
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("岗位", 24),
        TableColumn("日期", 11),
        TableColumn("沟通对象", 13),
        TableColumn("由谁表态", 14),
        TableColumn("关于", 9),
        TableColumn("意见", 10),
        TableColumn("沟通内容", 36),
    ]
    rows = [_talk_cells(number, labels[talk.post_id], talk) for number, talk in enumerate(talks, 1)]
    subtitle = f"{len({talk.post_id for talk in talks})} 个岗位，共 {len(rows)} 条"
    if one:
        missing = get_talks(workspace, one[0]).missing
        subtitle = labels[one[0]] + (f"　未沟通：{'、'.join(missing)}" if missing else "")
        del columns[1]
        rows = [(number, *rest) for number, _post, *rest in rows]
    table = Table(tuple(columns), rows)
    return Sheet(f"{wanted.year}年双向选择沟通记录", table, subtitle, landscape=True)


def _talk_cells(number: int, post: str, talk: Consultation) -> tuple[str, ...]:
    return (
        str(number),
        post,
        talk.held_on.isoformat(),
        talk.whom.value,
        talk.spoke,
        talk.talent or "岗位",
        talk.opinion.value,
        talk.said or "",
    )


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
    table = Table(columns, rows)
    return Sheet(f"{wanted.year}年双向选择匹配情况说明", table, subtitle, landscape=True)
