"""沟通记录 on paper: one sheet for each post, with what is still to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.pinyin import matches
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.papers import Paper
from partydesk.reports.tables import Table
from partydesk.services.consultations import Talks, talks_in
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.selection import post_of, posts_in, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_COLUMNS = (
    ColumnWish("序号", Align.CENTRE, rigid=True),
    ColumnWish("日期", Align.CENTRE, rigid=True),
    ColumnWish("沟通对象"),
    ColumnWish("由谁表态"),
    ColumnWish("关于", rigid=True),
    ColumnWish("意见", rigid=True),
    ColumnWish("沟通内容"),
)


def _sheets(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """Make the sheets of the posts about which something was said."""
    chosen = wanted.choice.own_ids
    with workspace.reading() as session:
        posts = posts_in(session, round_row(session, wanted.year).id)
        found = [
            talks_in(session, row.id)
            for row in posts
            if (chosen is None or row.id in chosen) and matches(wanted.query, post_of(row).label)
        ]
    return [_sheet(wanted.year, talks) for talks in found if talks.held]


def _sheet(year: int, talks: Talks) -> Paper:
    rows = [
        (
            str(number),
            talk.held_on.isoformat(),
            talk.whom.value,
            talk.spoke,
            talk.talent or "岗位",
            talk.opinion.value,
            talk.said or "",
        )
        for number, talk in enumerate(talks.held, 1)
    ]
    fitted = fit_columns(_COLUMNS, rows)
    assert fitted is not None  # noqa: S101 - seven columns, of which texts give way, always fit
    missing = f"　未沟通：{'、'.join(talks.missing)}" if talks.missing else ""
    return Paper(
        f"{year}年双向选择沟通记录",
        (Table(fitted.columns, rows, fitted.size_pt),),
        f"{talks.post}{missing}",
        mark=talks.post,
        landscape=fitted.landscape,
    )


CONSULTATIONS = paper_kind("consultations", "沟通记录", _sheets)
