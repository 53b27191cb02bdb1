"""What people decided in a round beside the matcher: who, when, and in which words.

Read from the journal, so that it cannot be told otherwise than it was done; what was undone is left
out, for it never came to anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import DecisionRow, PlacementRow, PostRow, RulingRow
from partydesk.db.queries.actions import standing_undos
from partydesk.domain.cautions import Caution
from partydesk.domain.placements import ENDED, Action, State
from partydesk.domain.standing import Pair

_TABLES = (RulingRow.__tablename__, PlacementRow.__tablename__, DecisionRow.__tablename__)
_ACCEPTING, _FILLING = "accept_run", "fill_vacancy"
Image = Mapping[str, Any]
Told = tuple[str, Pair | None, str]
"""What was done, to which pair, and the words."""


@dataclass(frozen=True, slots=True)
class RoundDecision:
    """One thing that somebody decided.

    Attributes:
        day: When it was written down.
        act: What was done, such as 锁定, 撤回 or 补选.
        pair: 记录号 of the post and of the person; None where it is about the whole run.
        words: The reason and what it rests on; empty where none was asked for.
        actor: Who wrote it down.
    """

    day: dt.date
    act: str
    pair: Pair | None
    words: str
    actor: str


def decisions_in(session: Session, round_id: int) -> tuple[RoundDecision, ...]:
    """List what was decided in a round, in the order in which it was written down."""
    placements = {
        row.id: (row.post_id, row.talent_id)
        for row in session.scalars(select(PlacementRow).where(PlacementRow.round_id == round_id))
    }
    posts = set(session.scalars(select(PostRow.id).where(PostRow.round_id == round_id)))
    undone = standing_undos(session)
    statement = (
        select(ChangeRow, ActionRow)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(ChangeRow.table_name.in_(_TABLES), ActionRow.undoes.is_(None))
        .order_by(ChangeRow.action_id, ChangeRow.id)
    )
    found: list[RoundDecision] = []
    accepted: set[int] = set()
    known: dict[tuple[str, int], Image] = {}
    for change, action in session.execute(statement):
        key = (change.table_name, change.row_id)
        # An update names only the columns that changed; whose they are was said before.
        known[key] = {**known.get(key, {}), **(change.before or {}), **(change.after or {})}
        if action.id in undone or action.id in accepted:
            continue
        told = _told(change, action, known[key], placements, posts)
        if told is None:
            continue
        if told[1] is None:
            accepted.add(action.id)
        day = action.happened_at.astimezone().date()
        found.append(RoundDecision(day, *told, action.actor))
    return tuple(found)


def _told(
    change: ChangeRow,
    action: ActionRow,
    image: Image,
    placements: Mapping[int, Pair],
    posts: Collection[int],
) -> Told | None:
    """Say what a change of one row decided; None for what follows from the procedure."""
    lifted = "取消" if change.operation == "delete" else ""
    if change.table_name == RulingRow.__tablename__:
        pair = (image["post_id"], image["talent_id"])
        return (f"{lifted}{image['ruling']}", pair, "") if pair[0] in posts else None
    if change.table_name == DecisionRow.__tablename__:
        owner = placements.get(image["placement_id"])
        word = Caution(image["warning"]).word
        return None if owner is None else (f"{lifted}党工委决定：{word}", owner, _basis(image))
    if change.row_id not in placements:
        return None
    return _of_placement(placements[change.row_id], action, change.operation, change.after or {})


def _of_placement(pair: Pair, action: ActionRow, operation: str, after: Image) -> Told | None:
    """Say what became of a pair against the proposal, and when the proposal was taken over."""
    state = after.get("state")
    if action.code == _ACCEPTING:
        act, _, words = action.label.partition("：")
        return act, None, words
    if action.code == _FILLING and operation == "insert":
        return "补选", pair, str(after["reason"]).removeprefix("补选：")
    if state == State.WITHDRAWN:
        return Action.WITHDRAW.label, pair, after.get("why_withdrawn") or ""
    if state in ENDED:
        cause, why = after.get("cause") or "", after.get("why_ended")
        return (
            f"{Action.END.label}（{State(state).label}）",
            pair,
            f"{cause}（{why}）" if why else cause,
        )
    return None


def _basis(image: Image) -> str:
    """Say who decided what on which day, with the number of the paper."""
    parts = (f"{image['decided_by']} {image['decided_on']}", image["approval"], image["reason"])
    return "；".join(str(part) for part in parts if part)
