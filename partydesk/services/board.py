"""The matching board: the pairs of a run as they stand, with reasons, ready to be looked at.

Only the pairs shown are judged here. The candidates of one post and the chances of one person are
worked out from :attr:`Board.standing` when somebody looks at them
(:mod:`partydesk.domain.chances`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from partydesk.db.models import PlacementRow, RunRow
from partydesk.db.queries.runs import fills_a_vacancy
from partydesk.domain.placements import ENDED, State, new_pairs
from partydesk.domain.selection import Post, Ruling, Side, Wish, post_key, talent_key
from partydesk.domain.standing import Pair, Standing
from partydesk.services.matching import Run, entries_in, inputs_changed, run_of
from partydesk.services.rulings import settled_in
from partydesk.services.selection import find_round
from partydesk.services.standings import standing_of
from partydesk.services.wishes import bare_wishes

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_FIRST = ("1", "=1")


#: What stands for a rank that is the fit's and nobody's.
BY_FIT = "代排"


@dataclass(frozen=True, slots=True)
class BoardPost:
    """One post on the board.

    Attributes:
        post: The post.
        talent_id: Who has it as it stands; None when unfilled.
        talent: The person's name; empty when unfilled.
        post_rank: How the enterprise ranked the person.
        talent_rank: How the person ranked the post.
        fit: Score of the pair; None when unfilled.
        reason: The matcher's sentence, or what the office changed; empty before the first run.
        locked: Whether the office locked the pair, or its consents are complete.
        changed: How the run differs from the one before: "" or words.
        by_hand: Whether the office's decisions since the run changed who has it.
        by_fit: The sides for whose missing order the fit stood in when the run made the pair.
        takes_part: Whether it is matched: not closed and its unit 在库, or past consent.
    """

    post: Post
    talent_id: int | None
    talent: str
    post_rank: str
    talent_rank: str
    fit: int | None
    reason: str
    locked: bool
    changed: str
    by_hand: bool = False
    by_fit: tuple[Side, ...] = ()
    takes_part: bool = True

    def place(self, side: Side) -> str:
        """Say how one side ranked the other, or that the fit did for want of an order."""
        if side in self.by_fit:
            return BY_FIT
        return self.post_rank if side is Side.ENTERPRISE else self.talent_rank


@dataclass(frozen=True, slots=True)
class Board:
    """The matching board.

    Attributes:
        run: The run shown; None before the first.
        posts: The posts in order.
        standing: All that is known of the round's pairs; None before the round is opened.
        wishes: What both sides said, by numbers alone.
        pending: Posts whose pair of this run is not in the procedure yet and would go there.
        stale: Whether wishes, posts or people have changed since the run.
    """

    run: Run | None
    posts: tuple[BoardPost, ...]
    standing: Standing | None = None
    wishes: tuple[Wish, ...] = ()
    pending: tuple[int, ...] = ()
    stale: bool = False

    @property
    def filled(self) -> int:
        """How many posts are filled."""
        return sum(line.talent_id is not None for line in self.posts)

    @property
    def first_for_posts(self) -> int:
        """How many enterprises got their first wish."""
        return sum(line.post_rank in _FIRST for line in self.posts)

    @property
    def first_for_talents(self) -> int:
        """How many people got their first wish."""
        return sum(line.talent_rank in _FIRST for line in self.posts)

    @property
    def locked(self) -> int:
        """How many pairs are locked."""
        return sum(line.locked for line in self.posts)


def get_board(workspace: Workspace, year: int, run_id: int | None = None) -> Board:
    """Give the board of the year's round.

    Args:
        workspace: Open workspace.
        year: The round's year.
        run_id: The run to show; None, or one that is gone, for the newest.
    """
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return Board(None, ())
        statement = select(RunRow).where(RunRow.round_id == parent.id)
        found = session.scalars(
            statement.options(defer(RunRow.problem)).order_by(RunRow.number.desc())
        )
        rows = [row for row in found if not fills_a_vacancy(row.options)]
        newest = rows[0] if rows else None
        shown = next((r for r in rows if r.id == run_id), newest)
        earlier = next((r for r in rows if shown and r.number < shown.number), None)
        return _board(session, year, parent.id, shown, earlier, workspace.today())


def _board(
    session: Session,
    year: int,
    round_id: int,
    shown: RunRow | None,
    earlier: RunRow | None,
    today: dt.date,
) -> Board:
    """Put the board together."""
    run = None if shown is None else run_of(shown)
    wishes = bare_wishes(session, round_id)
    settled = settled_in(session, round_id)
    entries = entries_in(session, round_id, run.id) if run else []
    over = {(each.post_id, each.talent_id) for each in entries if each.dismissed}
    pairs = {
        post: who for post, who in (run.pairs if run else {}).items() if (post, who) not in over
    }
    standing = standing_of(session, year, round_id, wishes, settled, today, proposed=pairs)
    before = None if earlier is None else run_of(earlier).pairs
    told = _told_of_pairs(session, round_id)
    pending = new_pairs(run.pairs, entries) if run else ()
    return Board(
        run,
        tuple(_line(standing, run, before, told, number) for number in standing.posts),
        standing,
        tuple(wishes),
        tuple(post for post, _ in pending),
        shown is not None and inputs_changed(session, shown, today),
    )


def _told_of_pairs(session: Session, round_id: int) -> dict[Pair, str]:
    """Say of every pair of the procedure how it came about, or how it ended."""
    rows = session.scalars(
        select(PlacementRow).where(PlacementRow.round_id == round_id).order_by(PlacementRow.id)
    )
    return {(row.post_id, row.talent_id): _told_of_pair(row) for row in rows}


def _told_of_pair(row: PlacementRow) -> str:
    if row.state is State.WITHDRAWN:
        return f"已撤回：{row.why_withdrawn}"
    if row.state in ENDED:
        return f"{row.ended_on} 离任（{row.cause or row.state.label}）"
    return row.reason


def _line(
    standing: Standing,
    run: Run | None,
    before: Mapping[int, int] | None,
    told: Mapping[Pair, str],
    post: int,
) -> BoardPost:
    """Make one post's line."""
    person = standing.pairs.get(post)
    proposed = run.pairs.get(post) if run else None
    by_hand = person != (proposed if proposed in standing.people else None)
    pair = (post, person or 0)
    ruled = standing.rulings.get(pair) is Ruling.LOCKED
    reason = run.reasons.get(post_key(post), "") if run else ""
    return BoardPost(
        post=standing.posts[post],
        talent_id=person,
        talent=standing.people[person].name if person else "",
        post_rank=standing.said(Side.ENTERPRISE, *pair),
        talent_rank=standing.said(Side.PERSON, *pair),
        fit=standing.score(*pair) if person else None,
        reason=_by_hand(standing, post, person, proposed, told) if by_hand else reason,
        locked=ruled or (person is not None and standing.settled.get(post) == person),
        changed="" if by_hand else _difference(standing, run, before, post),
        by_hand=by_hand,
        by_fit=() if by_hand or person is None else _by_fit(run, *pair),
        takes_part=standing.posts[post].is_wanted or post in standing.settled,
    )


def _by_fit(run: Run | None, post: int, person: int) -> tuple[Side, ...]:
    """Name the sides whose order in a pair of the run is the fit's."""
    keys = {Side.ENTERPRISE: post_key(post), Side.PERSON: talent_key(person)}
    return tuple(side for side, key in keys.items() if run is not None and key in run.stood_in)


def _by_hand(
    standing: Standing,
    post: int,
    person: int | None,
    proposed: int | None,
    told: Mapping[Pair, str],
) -> str:
    """Say what was changed since the run: by the office on the board, or in the procedure."""
    was = standing.names.get(proposed or 0, "")
    over = told.get((post, proposed or 0), "") if proposed != person else ""
    matched = f"匹配时配给{was}" + (f"，{over}" if over else "") if was else "匹配时没有配上"
    if person is None:
        left = "" if over else "，后经办公室调整空出"
        wanted = "可另选人，或重新匹配。" if standing.posts[post].is_wanted else ""
        return f"{matched}{left}。{wanted}"
    name = standing.names[person]
    if standing.settled.get(post) == person and (reason := told.get((post, person))):
        return f"{name}：{reason.rstrip('。')}；{matched}。"
    return f"{name}由办公室手工锁定在此岗；{matched}。"


def _difference(
    standing: Standing, run: Run | None, before: Mapping[int, int] | None, post: int
) -> str:
    """Say what the run changed against the one before."""
    if run is None or before is None:
        return ""
    now, was = standing.pairs.get(post), before.get(post)
    if was == now:
        return ""
    if was is None:
        return "新配上"
    return f"原为{standing.names[was]}" if was in standing.names else "有变动"
