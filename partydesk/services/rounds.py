"""A round as a path: what is counted for its steps, and the day on which it is made public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import PostRow, RoundRow, TalentRow, WishRow
from partydesk.db.queries import summary as counting
from partydesk.db.queries.summary import Pair
from partydesk.domain.changes import Changes
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.placements import LIVE, Party, State, new_pairs
from partydesk.domain.round_steps import RoundCounts, Step, post_gaps, round_steps, talent_gaps
from partydesk.domain.selection import Side, record_id
from partydesk.domain.talents import PoolState
from partydesk.services.matching import entries_in, find_run, run_of
from partydesk.services.selection import find_round, open_round_row, post_of, posts_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def publish_round(
    workspace: Workspace, year: int, published_on: dt.date, wishes_due: dt.date | None = None
) -> Changes:
    """Record that the posts and the people of a round were made public, or mend the days.

    Args:
        workspace: Open workspace.
        year: The round's year.
        published_on: The day on which it happened.
        wishes_due: Last day for the wishes of both sides; None where none was set.

    Raises:
        ValidationFailed: The day lies ahead, or the wishes end before it.
        RuleViolation: There is no post to make public.
        NotFound: The round has not been opened.
    """
    faults = {}
    if published_on > workspace.today():
        faults["published_on"] = "公布日期不能晚于今天"
    if wishes_due is not None and wishes_due < published_on:
        faults["wishes_due"] = "意愿截止日不能早于公布日期"
    if faults:
        raise ValidationFailed(faults)
    with workspace.unit_of_work("publish_round", f"公布 {year} 年双向选择") as uow:
        row = open_round_row(uow.session, year)
        if not any(post_of(post).is_wanted for post in posts_in(uow.session, row.id)):
            raise RuleViolation([Reason("no_posts", "还没有岗位需求，先登记岗位再公布")])
        if row.published_on is not None:
            uow.relabel(f"修改 {year} 年双向选择的公布日期")
        row.published_on, row.wishes_due = published_on, wishes_due
        return uow.commit()


def get_round_steps(workspace: Workspace, year: int) -> tuple[Step, ...]:
    """Say how far each step of the year's round is; empty before it is opened."""
    with workspace.reading() as session:
        found = find_round(session, year)
        if found is None:
            return ()
        available = counting.talent_counts(session)["available"]
        return round_steps(RoundCounts(available=available, **round_values(session, found)))


def round_values(session: Session, row: RoundRow | None) -> dict[str, Any]:
    """Count what the steps of a round ask for, by field of :class:`RoundCounts`.

    ``available`` is left out: it is a figure of the pool.

    Args:
        session: Open session.
        row: The round; None before it is opened, and then nothing is counted.
    """
    if row is None:
        return {}
    everything = posts_in(session, row.id)
    posts = [post for post in everything if post_of(post).is_wanted]
    silent = _silent_posts(session, row.id, posts)
    pairs = counting.live_pairs(session, row.id)
    run = counting.newest_pairs(session, row.id)
    filled = {pair.post_id for pair in pairs} | {record_id(post) for post, _ in run}
    return {
        "round_open": True,
        "published_on": row.published_on,
        "wishes_due": row.wishes_due,
        **counting.round_counts(session, row.id),
        "posts": len(posts),
        "idle_posts": len(everything) - len(posts),
        "wished_posts": len(posts) - len(silent),
        "bare_posts": _units(post for post in posts if post_gaps(post_of(post))),
        "bare_talents": _bare_talents(session),
        "silent_posts": _units(silent),
        "silent_talents": _silent_talents(session, row.id),
        "matched": len(run),
        "unsubmitted": _unsubmitted(session, row.id),
        "unfilled": _units(post for post in posts if post.id not in filled),
        **{state.value: sum(pair.state is state for pair in pairs) for state in LIVE},
        "awaited": _awaited(pairs),
        "ready_to_sign": _in_state(pairs, State.CONSENTED),
        "awaiting_signature": _in_state(pairs, State.DRAFTED),
        "ready_to_appoint": _in_state(pairs, State.SIGNED),
        "ready_to_start": _in_state(pairs, State.APPOINTED),
    }


def _units(posts: Iterable[PostRow]) -> list[str]:
    return [post.enterprise.name for post in posts]


def _silent_posts(session: Session, round_id: int, posts: Sequence[PostRow]) -> list[PostRow]:
    said = set(
        session.scalars(
            select(WishRow.post_id).where(
                WishRow.round_id == round_id, WishRow.side == Side.ENTERPRISE
            )
        )
    )
    return [post for post in posts if post.id not in said]


def _silent_talents(session: Session, round_id: int) -> list[str]:
    """Names of those who can be sent and have said nothing, in the order of the pool."""
    said = select(WishRow.id).where(
        WishRow.round_id == round_id,
        WishRow.side == Side.PERSON,
        WishRow.talent_id == TalentRow.id,
    )
    statement = select(TalentRow.name).where(TalentRow.state == PoolState.AVAILABLE, ~said.exists())
    return list(session.scalars(statement.order_by(TalentRow.id)))


def _bare_talents(session: Session) -> list[str]:
    """Names of those who can be sent and of whom the handbook could say too little."""
    columns = select(TalentRow.name, TalentRow.specialties)
    rows = session.execute(
        columns.where(TalentRow.state == PoolState.AVAILABLE).order_by(TalentRow.id)
    )
    return [name for name, specialties in rows if talent_gaps(specialties)]


def _unsubmitted(session: Session, round_id: int) -> int:
    """How many pairs of the newest run would enter the procedure if it were accepted."""
    row = find_run(session, round_id)
    if row is None:
        return 0
    return len(new_pairs(run_of(row).pairs, entries_in(session, round_id, row.id)))


def _in_state(pairs: Sequence[Pair], state: State) -> list[str]:
    return [pair.talent for pair in pairs if pair.state is state]


def _awaited(pairs: Sequence[Pair]) -> Mapping[Party, list[str]]:
    """Party → whose consent is awaited: names of enterprises, else of the people."""
    awaited: dict[Party, list[str]] = {}
    for pair in pairs:
        if pair.state is State.PROPOSED:
            for party in pair.missing:
                who = pair.unit if party is Party.ENTERPRISE else pair.talent
                awaited.setdefault(party, []).append(who)
    return awaited
