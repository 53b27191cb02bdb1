"""双向选择: a year's round, its posts, the wishes of both sides, rulings and suggestions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    EnterpriseRow,
    PlacementRow,
    PostRow,
    RoundRow,
    RulingRow,
    TalentRow,
    WishRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fit import Fit, fit
from partydesk.domain.placements import LIVE, SETTLED
from partydesk.domain.selection import Attitude, Post, Role, Round, Ruling, Side, Wish
from partydesk.domain.talents import PoolState, Talent
from partydesk.services.dictionaries import learn_words
from partydesk.services.policies import policy_in
from partydesk.services.pools import TALENTS

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def open_round(workspace: Workspace, year: int, title: str | None = None) -> Round:
    """Open the year's round.

    Raises:
        RuleViolation: The year has a round already.
    """
    with workspace.unit_of_work("open_round", f"开启 {year} 年双向选择") as uow:
        if find_round(uow.session, year) is not None:
            raise RuleViolation([Reason("round_exists", f"{year} 年的双向选择已经开启")])
        row = RoundRow(year=year, title=(title or "").strip() or f"{year} 年双向选择")
        uow.session.add(row)
        uow.commit()
        return Round(id=row.id, year=row.year, title=row.title)


def find_round(session: Session, year: int) -> RoundRow | None:
    """Find the year's round; there may be none."""
    return session.scalar(select(RoundRow).where(RoundRow.year == year))


def round_row(session: Session, year: int) -> RoundRow:
    """Give the year's round.

    Raises:
        NotFound: It has not been opened.
    """
    row = find_round(session, year)
    if row is None:
        raise NotFound(f"{year} 年的双向选择还没有开启，请先开启本年轮次")
    return row


def get_round(workspace: Workspace, year: int) -> Round | None:
    """Give the year's round, or None before it is opened."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return None if row is None else Round(id=row.id, year=row.year, title=row.title)


def post_of(row: PostRow) -> Post:
    """Turn a row into the frozen post."""
    return Post(
        id=row.id,
        round_id=row.round_id,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise.name,
        credit_code=row.enterprise.credit_code,
        role=row.role,
        specialties=row.specialties,
        note=row.note,
        township=row.enterprise.township,
    )


def posts_in(session: Session, round_id: int) -> list[PostRow]:
    """The round's posts in the order in which they were entered."""
    return list(
        session.scalars(select(PostRow).where(PostRow.round_id == round_id).order_by(PostRow.id))
    )


def list_posts(workspace: Workspace, year: int) -> tuple[Post, ...]:
    """List the posts of the year's round; empty before it is opened."""
    with workspace.reading() as session:
        row = find_round(session, year)
        return () if row is None else tuple(post_of(post) for post in posts_in(session, row.id))


def save_post(
    workspace: Workspace,
    year: int,
    post_id: int | None,
    *,
    enterprise_id: int,
    role: Role,
    specialties: Sequence[str] = (),
    note: str | None = None,
) -> tuple[Post, Changes]:
    """Add a post to the round or change one.

    Raises:
        RuleViolation: The unit is not 在库, or asks for this role already; or the post is in the
            procedure and would become another.
        NotFound: No such round, unit or post.
    """
    act = "增加" if post_id is None else "修改"
    with workspace.unit_of_work("save_post", f"{act}岗位") as uow:
        parent = round_row(uow.session, year)
        unit = uow.session.get(EnterpriseRow, enterprise_id)
        if unit is None:
            raise NotFound(f"没有记录号为 {enterprise_id} 的单位")
        row = PostRow(round_id=parent.id) if post_id is None else _post_row(uow.session, post_id)
        reasons = reasons_against_post(uow.session, parent.id, unit, role, post_id)
        if post_id is not None and (row.enterprise_id, row.role) != (unit.id, role):
            reasons.extend(_reasons_in_use(uow.session, row, "改成别的单位或岗位"))
        if reasons:
            raise RuleViolation(reasons)
        write_post(uow.session, row, unit, role, tuple(specialties), note)
        uow.relabel(f"{act}岗位“{unit.name} · {role}”")
        changes = uow.commit()
        return post_of(row), changes


def write_post(
    session: Session,
    row: PostRow,
    unit: EnterpriseRow,
    role: Role,
    specialties: tuple[str, ...],
    note: str | None,
) -> None:
    """Put the values into a post's row; nothing is committed."""
    row.enterprise, row.enterprise_id, row.role = unit, unit.id, role
    if row.specialties != specialties:
        row.specialties = specialties
    row.note = note
    learn_words(session, "specialty", specialties)
    session.add(row)


def reasons_against_post(
    session: Session, round_id: int, unit: EnterpriseRow, role: Role, post_id: int | None
) -> list[Reason]:
    """Give every reason why a unit cannot ask for this post (essay 5: only the chosen units do)."""
    reasons = []
    if unit.standing is not Standing.IN_POOL:
        message = (
            f"{unit.name}现为“{unit.standing}”，只有在库单位可以提出岗位需求；"
            "请先把入库状态改为“在库”"
        )
        reasons.append(Reason("not_in_pool", message))
    twin = find_post(session, round_id, unit.id, role)
    if twin is not None and twin.id != post_id:
        reasons.append(Reason("post_exists", f"{unit.name}已提出{role}岗位"))
    return reasons


def find_post(session: Session, round_id: int, enterprise_id: int, role: Role) -> PostRow | None:
    """Find a unit's post of one role in a round."""
    return session.scalar(
        select(PostRow).where(
            PostRow.round_id == round_id,
            PostRow.enterprise_id == enterprise_id,
            PostRow.role == role,
        )
    )


def _post_row(session: Session, post_id: int) -> PostRow:
    """Give a post's row.

    Raises:
        NotFound: There is none.
    """
    row = session.get(PostRow, post_id)
    if row is None:
        raise NotFound(f"没有编号为 {post_id} 的岗位")
    return row


def _reasons_in_use(session: Session, row: PostRow, act: str) -> list[Reason]:
    """Give the reason why a post that somebody is or was in the procedure for must stay."""
    used = select(PlacementRow.id).where(PlacementRow.post_id == row.id).limit(1)
    if session.scalar(used) is None:
        return []
    return [Reason("post_in_use", f"{post_of(row).label}已进入认可程序，不能{act}")]


def remove_post(workspace: Workspace, post_id: int) -> Changes:
    """Take a post out of the round together with its wishes and rulings.

    Raises:
        RuleViolation: Somebody is in the procedure for it, or was.
        NotFound: There is no such post.
    """
    with workspace.unit_of_work("remove_post", "删除岗位") as uow:
        row = _post_row(uow.session, post_id)
        label = post_of(row).label
        reasons = _reasons_in_use(uow.session, row, "删除")
        if reasons:
            raise RuleViolation(reasons)
        for model in (WishRow, RulingRow):
            for child in uow.session.scalars(select(model).where(model.post_id == post_id)):
                uow.session.delete(child)
        uow.session.flush()
        uow.session.delete(row)
        uow.relabel(f"删除岗位“{label}”")
        return uow.commit()


# --- wishes -------------------------------------------------------------------------------------


def wish_of(row: WishRow) -> Wish:
    """Turn a row into the frozen wish."""
    return Wish(
        id=row.id,
        post_id=row.post_id,
        talent_id=row.talent_id,
        side=row.side,
        enterprise=row.post.enterprise.name if row.post else None,
        role=row.post.role if row.post else None,
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
        parent = round_row(uow.session, year)
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
        return post_of(_post_row(session, own_id)).label
    row = session.get(TalentRow, own_id)
    if row is None:
        raise NotFound(f"没有记录号为 {own_id} 的人才")
    return row.name


# --- rulings ------------------------------------------------------------------------------------


def rulings_in(session: Session, round_id: int) -> dict[tuple[int, int], Ruling]:
    """The round's rulings: (post, talent) → locked or forbidden."""
    statement = select(RulingRow).join(PostRow, PostRow.id == RulingRow.post_id)
    rows = session.scalars(statement.where(PostRow.round_id == round_id))
    return {(row.post_id, row.talent_id): row.ruling for row in rows}


def rule_pair(workspace: Workspace, post_id: int, talent_id: int, ruling: Ruling | None) -> Changes:
    """Lock a pair, forbid it, or lift the ruling.

    Raises:
        RuleViolation: Another person is locked to the post, or the person's seats are all locked.
        NotFound: No such post or person.
    """
    with workspace.unit_of_work("rule_pair", "调整匹配") as uow:
        post = _post_row(uow.session, post_id)
        talent = uow.session.get(TalentRow, talent_id)
        if talent is None:
            raise NotFound(f"没有记录号为 {talent_id} 的人才")
        if ruling is Ruling.LOCKED:
            _refuse_overlock(uow.session, post, talent, workspace.today())
        row = uow.session.scalar(
            select(RulingRow).where(RulingRow.post_id == post_id, RulingRow.talent_id == talent_id)
        )
        if ruling is None and row is not None:
            uow.session.delete(row)
        elif ruling is not None and row is not None:
            row.ruling = ruling
        elif ruling is not None:
            uow.session.add(RulingRow(post_id=post_id, talent_id=talent_id, ruling=ruling))
        act = ruling.value if ruling else "取消锁定或不配"
        uow.relabel(f"{act}：{post_of(post).label}与{talent.name}")
        return uow.commit()


def settled_in(session: Session, round_id: int) -> dict[int, int]:
    """Pairs that a new matching may not touch any more: post → talent."""
    statement = select(PlacementRow).where(
        PlacementRow.round_id == round_id, PlacementRow.state.in_(SETTLED)
    )
    return {row.post_id: row.talent_id for row in session.scalars(statement)}


def _refuse_overlock(session: Session, post: PostRow, talent: TalentRow, today: dt.date) -> None:
    """Refuse a lock that cannot stand beside the others and the settled pairs."""
    settled = settled_in(session, post.round_id)
    locked = {
        pair
        for pair, ruling in rulings_in(session, post.round_id).items()
        if ruling is Ruling.LOCKED and pair[0] not in settled
    } | set(settled.items())
    reasons = []
    other = next((t for p, t in locked if p == post.id and t != talent.id), None)
    if other is not None:
        name = session.get_one(TalentRow, other).name
        what = "已由各方同意配给" if post.id in settled else "已锁定给"
        message = (
            f"{post_of(post).label}{what}{name}，请先{'撤回' if post.id in settled else '取消'}"
        )
        reasons.append(Reason("post_locked", message))
    mine = [p for p, t in locked if t == talent.id and p != post.id]
    running = running_posts(session, post.round_id, today).get(talent.id, 0)
    seats = TALENTS.read(talent).seats - running
    if len(mine) >= seats:
        message = f"{talent.name}可驻 {max(seats, 0)} 家，已全部锁定，不能再锁定"
        reasons.append(Reason("seats_locked", message))
    if reasons:
        raise RuleViolation(reasons)


# --- who may be sent, and how well they suit ---------------------------------------------------


def candidates_in(session: Session) -> list[Talent]:
    """People who may be sent now, in the order of their numbers."""
    statement = select(TalentRow).where(TalentRow.state == PoolState.AVAILABLE)
    return [TALENTS.read(row) for row in session.scalars(statement.order_by(TalentRow.id))]


def running_posts(session: Session, except_round: int, today: dt.date) -> dict[int, int]:
    """How many seats each person has taken in other rounds; a term that is over takes none."""
    counts: dict[int, int] = {}
    statement = (
        select(PlacementRow.talent_id)
        .outerjoin(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(
            PlacementRow.state.in_(LIVE),
            PlacementRow.round_id != except_round,
            or_(AgreementRow.id.is_(None), AgreementRow.term_to >= today),
        )
    )
    for talent_id in session.scalars(statement):
        counts[talent_id] = counts.get(talent_id, 0) + 1
    return counts


def fits_in(
    session: Session, year: int, posts: Sequence[Post], talents: Sequence[Talent], today: dt.date
) -> dict[tuple[int, int], Fit]:
    """Judge every pair: (post, talent) → fit."""
    policy = policy_in(session, year)
    running = running_posts(session, posts[0].round_id, today) if posts else {}
    return {
        (post.id or 0, talent.id or 0): fit(
            talent, post, policy, running=running.get(talent.id or 0, 0)
        )
        for post in posts
        for talent in talents
    }


def suggest_wishes(workspace: Workspace, year: int, top: int = 5) -> tuple[int, Changes]:
    """Propose wishes from the fit where a side has said nothing; they are marked as suggested.

    Args:
        workspace: Open workspace.
        year: The round's year.
        top: How many to name for each post or person without wishes.

    Returns:
        How many wishes were added.
    """
    with workspace.unit_of_work("suggest_wishes", "按契合度建议意愿") as uow:
        parent = round_row(uow.session, year)
        posts = [post_of(row) for row in posts_in(uow.session, parent.id)]
        talents = candidates_in(uow.session)
        fits = fits_in(uow.session, year, posts, talents, workspace.today())
        said = {_own(row) for row in wishes_in(uow.session, parent.id)}
        added = 0
        for side, own, other in _silent(posts, talents, said):
            pairs = [(own, o) if side is Side.ENTERPRISE else (o, own) for o in other]
            best = sorted(pairs, key=lambda pair: -fits[pair].score)[:top]
            for pair, rank in zip(best, _ranks([fits[p].score for p in best]), strict=True):
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
