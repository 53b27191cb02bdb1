"""What is asked of the publication: its day, and the last day for wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.selection import Round
from partydesk.services.rounds import publish_round
from partydesk.services.workspace import Workspace
from partydesk.ui.entry_dialog import Sheet

_WRITTEN_OUT = "登记岗位需求清单和人才手册公布的日期；双方意愿的截止日到了，工作台会提醒。"


def publish_sheet(workspace: Workspace, year: int, round_: Round, gaps: int) -> Sheet:
    """Ask for the days of the publication, beginning with what is recorded, or with today.

    Args:
        workspace: Where it is recorded.
        year: The round's year.
        round_: The round.
        gaps: How much a reader of the published papers would miss; said as a warning.
    """
    fields = [
        replace(field, required=field.name == "published_on", wide=True)
        for field in fields_of(Round)
    ]
    warning = f"有 {gaps} 处没有写全，公布出去看的人不好选择；也可以先登记再补。"
    return Sheet(
        "登记公布",
        warning if gaps else _WRITTEN_OUT,
        "登记公布",
        fields,
        lambda texts: _publish(workspace, year, fields, texts),
        {
            "published_on": str(round_.published_on or workspace.today()),
            "wishes_due": str(round_.wishes_due or ""),
        },
    )


def _publish(
    workspace: Workspace, year: int, fields: Sequence[Field], texts: dict[str, str]
) -> Changes:
    """Read the days and record them."""
    days = read_entry(fields, texts, today=workspace.today(), words={}).values
    published_on = cast("dt.date", days["published_on"])
    return publish_round(workspace, year, published_on, cast("dt.date | None", days["wishes_due"]))
