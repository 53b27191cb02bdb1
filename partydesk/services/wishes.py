"""The wishes of both sides, typed from paper or suggested from the fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    TalentRow,
    WishRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.selection import Attitude, Post, Side, Wish
from partydesk.domain.talents import Talent
from partydesk.services.candidates import candidates_in, fits_in
from partydesk.services.selection import find_round, open_round_row, post_of, post_row, posts_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def wish_of(row: WishRow) -> Wish:
    """Turn a row into the frozen wish."""
    return Wish(
        id=row.id,
        post_id=row.post_id,
        talent_id=row.talent_id,
        side=row.side,
        enterprise=row.post.enterprise.name if row.post else None,
        role=row.post.role if row.post else None,
        seat=row.post.seat if row.post else None,
        talent=row.talent.name if row.talent else None,
        citizen_number=row.talent.citizen_number if row.talent else None,
        attitude=row.attitude,
        rank=row.rank,
        suggested=row.suggested,
    )


def wishes_in(session: Session, round_id: int) -> list[WishRow]:
    """The round's wishes: by rank, then as entered."""
    statement = select(WishRow).where(WishRow.round_id == round_id)
    return list(session.scalars(statement.order_by(WishRow.rank.nulls_last(), WishRow.id)))


def bare_wishes(session: Session, round_id: int) -> list[Wish]:
    """The round's wishes by numbers alone, in the order of :func:`wishes_in`.

    Posts and people are not read with them: a large round has thousands of wishes, and whoever
    matches or lists them has the two sides already.
    """
    statement = (
        select(
            WishRow.id,
            WishRow.side,
            WishRow.post_id,
            WishRow.talent_id,
            WishRow.attitude,
            WishRow.rank,
            WishRow.suggested,
        )
        .where(WishRow.round_id == round_id)
        .order_by(WishRow.rank.nulls_last(), WishRow.id)
    )
    return [
        Wish(
            id=number, side=side, post_id=post, talent_id=talent, attitude=attitude, rank=rank,
            suggested=suggested,
        )
        for number, side, post, talent, attitude, rank, suggested in session.execute(statement)
    ]  # fmt: skip


def list_wishes(workspace: Workspace, year: int) -> tuple[Wish, ...]:
    """List the wishes of the year's round."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return () if row is None else tuple(wish_of(wish) for wish in wishes_in(session, row.id))


def find_wish(
    session: Session, round_id: int, side: Side, post_id: int | None, talent_id: int | None
) -> WishRow | None:
    """Find what a side said of the other."""
    return session.scalar(
        select(WishRow).where(
            WishRow.round_id == round_id,
            WishRow.side == side,
            WishRow.post_id.is_(None) if post_id is None else WishRow.post_id == post_id,
            WishRow.talent_id.is_(None) if talent_id is None else WishRow.talent_id == talent_id,
        )
    )


def write_wish(
    session: Session,
    round_id: int,
    side: Side,
    post_id: int | None,
    talent_id: int | None,
    attitude: Attitude,
    rank: int | None,
    *,
    suggested: bool = False,
) -> str:
    """Store one wish; nothing is committed.

    Returns:
        ``created``, ``updated`` or ``unchanged``.
    """
    row = find_wish(session, round_id, side, post_id, talent_id)
    rank = rank if attitude is Attitude.WILLING else None
    if row is None:
        session.add(
            WishRow(
                round_id=round_id, side=side, post_id=post_id, talent_id=talent_id,
                attitude=attitude, rank=rank, suggested=suggested,
            )
        )  # fmt: skip
        return "created"
    if (row.attitude, row.rank, row.suggested) == (attitude, rank, suggested):
        return "unchanged"
    row.attitude, row.rank, row.suggested = attitude, rank, suggested
    return "updated"


def save_wishes(
    workspace: Workspace,
    year: int,
    side: Side,
    own_id: int,
    wishes: Mapping[int | None, tuple[Attitude, int | None]],
) -> Changes:
    """Replace all that one side said, as the paper form lists it.

    Args:
        workspace: Open workspace.
        year: The round's year.
        side: Whose form it is.
        own_id: 记录号 of the post (企业) or of the person (个人).
        wishes: 记录号 of the other side (None: everybody not named) → attitude and rank.

    Raises:
        ValidationFailed: A rank below 1.
        NotFound: No such round, post or person.
    """
    if any(rank is not None and rank < 1 for _, rank in wishes.values()):
        raise ValidationFailed({"rank": "顺序从 1 开始"})
    with workspace.unit_of_work("save_wishes", f"登记{side}意愿") as uow:
        parent = open_round_row(uow.session, year)
        uow.relabel(f"登记{side}意愿：{_who(uow.session, side, own_id)}")
        opposite = Side.PERSON if side is Side.ENTERPRISE else Side.ENTERPRISE
        for other in wishes.keys() - {None}:
            _who(uow.session, opposite, other or 0)
        own = WishRow.post_id if side is Side.ENTERPRISE else WishRow.talent_id
        statement = select(WishRow).where(
            WishRow.round_id == parent.id, WishRow.side == side, own == own_id
        )
        for row in uow.session.scalars(statement):
            other = row.talent_id if side is Side.ENTERPRISE else row.post_id
            if other not in wishes:
                uow.session.delete(row)
        for other, (attitude, rank) in wishes.items():
            post, talent = (own_id, other) if side is Side.ENTERPRISE else (other, own_id)
            write_wish(uow.session, parent.id, side, post, talent, attitude, rank)
        return uow.commit()


def _who(session: Session, side: Side, own_id: int) -> str:
    """Name the side whose form it is.

    Raises:
        NotFound: There is no such post or person.
    """
    if side is Side.ENTERPRISE:
        return post_of(post_row(session, own_id)).label
    row = session.get(TalentRow, own_id)
    if row is None:
        raise NotFound(f"没有记录号为 {own_id} 的人才")
    return row.name


def suggest_wishes(workspace: Workspace, year: int, top: int = 5) -> tuple[int, Changes]:
    """Propose wishes from the fit where a side has said nothing; they are marked as suggested.

    Pairs that fail a must-have of the post are not proposed, nor are posts nobody wants any more.

    Args:
        workspace: Open workspace.
        year: The round's year.
        top: How many to name for each post or person without wishes.

    Returns:
        How many wishes were added.
    """
    with workspace.unit_of_work("suggest_wishes", "按契合度建议意愿") as uow:
        parent = open_round_row(uow.session, year)
        posts = [post_of(row) for row in posts_in(uow.session, parent.id)]
        posts = [post for post in posts if post.is_wanted]
        talents = candidates_in(uow.session)
        fits = fits_in(uow.session, year, posts, talents, workspace.today())
        said = {_own(row) for row in wishes_in(uow.session, parent.id)}
        added = 0
        for side, own, other in _silent(posts, talents, said):
            pairs = [(own, o) if side is Side.ENTERPRISE else (o, own) for o in other]
            able = [pair for pair in pairs if not fits.failed(*pair)]
            best = sorted(able, key=lambda pair: -fits.score(*pair))[:top]
            for pair, rank in zip(best, _ranks([fits.score(*p) for p in best]), strict=True):
                write_wish(
                    uow.session, parent.id, side, *pair, Attitude.WILLING, rank, suggested=True
                )
                added += 1
        uow.relabel(f"按契合度建议意愿 {added} 条")
        return added, uow.commit()


def _own(row: WishRow) -> tuple[Side, int | None]:
    """Whose wish it is."""
    return (row.side, row.post_id if row.side is Side.ENTERPRISE else row.talent_id)


def _silent(
    posts: Sequence[Post], talents: Sequence[Talent], said: set[tuple[Side, int | None]]
) -> list[tuple[Side, int, list[int]]]:
    """The posts and people without any wish, each with the whole other side."""
    post_ids = [post.id or 0 for post in posts]
    talent_ids = [talent.id or 0 for talent in talents]
    silent = [
        (Side.ENTERPRISE, post, talent_ids)
        for post in post_ids
        if (Side.ENTERPRISE, post) not in said
    ]
    silent += [
        (Side.PERSON, talent, post_ids)
        for talent in talent_ids
        if (Side.PERSON, talent) not in said
    ]
    return silent


def _ranks(scores: Sequence[int]) -> list[int]:
    """Number scores from the best; equal scores share a rank."""
    ranks: list[int] = []
    for place, score in enumerate(scores):
        ranks.append(ranks[-1] if place and score == scores[place - 1] else place + 1)
    return ranks
