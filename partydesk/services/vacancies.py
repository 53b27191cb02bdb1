"""补选: one person for one open post in the middle of the year, without a new round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from partydesk.db.models import PlacementRow, PostRow, RoundRow, RunRow
from partydesk.domain.changes import Changes
from partydesk.domain.conflicts import Conflict, bars_to_filling
from partydesk.domain.enterprises import CLOSED
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.fit import Fit
from partydesk.domain.matching import explain, parse_problem, solve
from partydesk.domain.placements import ENDED, LIVE, REPLACED, Placement, State
from partydesk.domain.round_problem import named_by_enterprises, preferences, problem_of
from partydesk.domain.selection import Post, Ruling, Side, post_key, talent_key
from partydesk.domain.standing import place_of
from partydesk.domain.talents import PoolState
from partydesk.services.matching import new_run
from partydesk.services.placements import new_pair, placement_of
from partydesk.services.policies import policy_in
from partydesk.services.selection import find_round, post_of, post_row, posts_in, round_row
from partydesk.services.standings import standing_of
from partydesk.services.wishes import bare_wishes

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post of the round that nobody is in the procedure for.

    Attributes:
        post: The post.
        before: Who was at it last, and why that ended; empty where nobody was.
    """

    post: Post
    before: str = ""


@dataclass(frozen=True, slots=True)
class Successor:
    """Somebody who might take an open post over.

    Attributes:
        talent_id: 记录号.
        name: The person's name; namesakes are told apart.
        wanted: What the enterprise said: "1", "=1", "愿意", "无所谓", "不愿意" or "".
        willing: What the person said of the post, in the same words.
        fit: How well they suit each other.
        free_seats: Seats the person has left.
        note: What should be known of the person at this post, such as having left it.
        reasons: Why it cannot be; empty where it can.
        why_not: The reasons in a few words.
    """

    talent_id: int
    name: str
    wanted: str
    willing: str
    fit: Fit
    free_seats: int
    note: str
    reasons: tuple[Reason, ...]
    why_not: str = ""


def list_vacancies(workspace: Workspace, year: int) -> tuple[Vacancy, ...]:
    """List the open posts of the year's round: those that were left first, closed units last."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return ()
        taken = set(session.scalars(select(PlacementRow.post_id).where(_live())))
        found = [
            Vacancy(post, _left(predecessor(session, row)))
            for row in posts_in(session, parent.id)
            for post in [post_of(row)]
            if row.id not in taken and post.is_wanted
        ]
        return tuple(
            sorted(found, key=lambda each: (each.post.operation in CLOSED, not each.before))
        )


def _live() -> ColumnElement[bool]:
    return PlacementRow.state.in_(LIVE)


def predecessor(session: Session, post: PostRow) -> PlacementRow | None:
    """Find who was at the post last with a letter, in this round."""
    over = (
        select(PlacementRow)
        .where(
            PlacementRow.post_id == post.id,
            PlacementRow.state.in_(ENDED),
        )
        .order_by(PlacementRow.ended_on.desc(), PlacementRow.id.desc())
    )
    return session.scalar(over.limit(1))


def _left(row: PlacementRow | None) -> str:
    if row is None:
        return ""
    return f"{row.talent.name} {row.ended_on} {row.state.label}（{row.cause or ''}）"


def list_successors(workspace: Workspace, year: int, post_id: int) -> tuple[Successor, ...]:
    """List everybody who can be sent, for one post: by wishes first, then by fit.

    Who has just left the post, or was withdrawn from it, comes after the others, and those who
    cannot take it last, each with the reasons.

    Raises:
        NotFound: No round, or no such post in it.
    """
    with workspace.reading() as session:
        parent = round_row(session, year)
        row = _post_in(session, parent, post_id)
        return tuple(_successors(session, workspace, parent, row))


def _post_in(session: Session, parent: RoundRow, post_id: int) -> PostRow:
    """Give a post of the round.

    Raises:
        NotFound: There is none.
    """
    row = post_row(session, post_id)
    if row.round_id != parent.id:
        raise NotFound(f"{parent.year} 年没有编号为 {post_id} 的岗位")
    return row


def _successors(
    session: Session, workspace: Workspace, parent: RoundRow, row: PostRow
) -> list[Successor]:
    wishes = bare_wishes(session, parent.id)
    live = select(PlacementRow).where(PlacementRow.round_id == parent.id, _live())
    standing = standing_of(
        session,
        parent.year,
        parent.id,
        wishes,
        {pair.post_id: pair.talent_id for pair in session.scalars(live)},
        workspace.today(),
        proposed={},
    )
    asked, before = named_by_enterprises(wishes), predecessor(session, row)
    dropped = _withdrawn_from(session, row)
    found = []
    for number, person in standing.people.items():
        if person.state is not PoolState.AVAILABLE:
            continue
        left = before is not None and before.talent_id == number
        bars = bars_to_filling(standing, row.id, number, asked)
        one = Successor(
            talent_id=number,
            name=standing.names[number],
            wanted=standing.said(Side.ENTERPRISE, row.id, number),
            willing=standing.said(Side.PERSON, row.id, number),
            fit=standing.fit(row.id, number),
            free_seats=standing.free_seats(number),
            note=f"原任，{before.ended_on} 离任" if left and before else dropped.get(number, ""),
            reasons=tuple(map(_reason, bars)),
            why_not="、".join(each.word for each in bars),
        )
        places = (place_of(one.wanted), place_of(one.willing))
        behind = left or number in dropped
        found.append(((bool(bars), behind, *places, -one.fit.score, number), one))
    return [one for _, one in sorted(found, key=lambda each: each[0])]


def _reason(bar: Conflict) -> Reason:
    """Say what stands in the way, and how a wish that came later is made known."""
    remedy = "；如今愿意的，先在“双向选择 › 意愿”里补登" if bar.code.endswith("_unlisted") else ""
    return Reason(bar.code, bar.message + remedy)


def _withdrawn_from(session: Session, row: PostRow) -> dict[int, str]:
    """Tell of everybody whose pair at this post was withdrawn by hand, and why."""
    pairs = session.scalars(
        select(PlacementRow)
        .where(PlacementRow.post_id == row.id, PlacementRow.state == State.WITHDRAWN)
        .order_by(PlacementRow.id)
    )
    whys = {pair.talent_id: pair.why_withdrawn or "" for pair in pairs}
    return {person: f"已撤回：{why}" for person, why in whys.items() if why != REPLACED}


def fill_vacancy(
    workspace: Workspace, year: int, post_id: int, talent_id: int, reason: str
) -> tuple[Placement, Changes]:
    """Propose one person for one open post; from there on the pair goes the usual way.

    The choice is kept as a run of its own whose problem is this post and everybody who could
    take it, with the chosen one locked.

    Args:
        workspace: Open workspace.
        year: The year of the post's round.
        post_id: The post.
        talent_id: The person.
        reason: Why this one, in words.

    Raises:
        NotFound: No such round or post, or nobody of this number can be sent.
        RuleViolation: The post is taken or given up, a reason is missing, or somebody refuses.
    """
    with workspace.unit_of_work("fill_vacancy", "补选") as uow:
        session = uow.session
        parent = round_row(session, year)
        row = _post_in(session, parent, post_id)
        successors = _successors(session, workspace, parent, row)
        chosen = next((one for one in successors if one.talent_id == talent_id), None)
        if chosen is None:
            raise NotFound(f"没有记录号为 {talent_id} 的可选派人才")
        against = [*_taken(session, row), *chosen.reasons]
        if not reason.strip():
            against.append(Reason("why_missing", "请写明补选理由"))
        if against:
            raise RuleViolation(against)
        run = _recorded(session, workspace, parent, row, successors, talent_id, reason.strip())
        session.add(run)
        session.flush()
        policy = policy_in(session, year)
        words = f"补选：{reason.strip()}"
        pair = new_pair(session, run.id, parent.id, (row.id, talent_id), words, policy)
        before = predecessor(session, row)
        pair.replaces_id = before.id if before is not None else None
        session.add(pair)
        uow.relabel(f"补选：{post_of(row).label}由{chosen.name}接任")
        changes = uow.commit()
        session.refresh(pair)
        return placement_of(session, pair, policy, workspace.today()), changes


def _taken(session: Session, row: PostRow) -> list[Reason]:
    """Say who has the post, if anybody has."""
    holder = session.scalar(select(PlacementRow).where(PlacementRow.post_id == row.id, _live()))
    if holder is None:
        return []
    named = f"{holder.talent.name}（{holder.state.label}）"
    message = f"{post_of(row).label}已有人选{named}，请先撤回或办理离任"
    return [Reason("post_taken", message)]


def _recorded(
    session: Session,
    workspace: Workspace,
    parent: RoundRow,
    row: PostRow,
    successors: Sequence[Successor],
    chosen: int,
    reason: str,
) -> RunRow:
    """Write the choice down as a run: the post, the people who could take it, who was locked."""
    wishes = preferences(bare_wishes(session, parent.id))
    able = sorted(one.talent_id for one in successors if not one.reasons)
    data: Mapping[str, Any] = {
        **problem_of(
            [(row.id, wishes[Side.ENTERPRISE, row.id])],
            [(number, 1, wishes[Side.PERSON, number]) for number in able],
            {(row.id, chosen): Ruling.LOCKED},
        ),
        "favour": "posts",
        "goal": "stable",
    }
    problem = parse_problem(data)
    result = solve(problem)
    names = {talent_key(one.talent_id): one.name for one in successors}
    names[post_key(row.id)] = post_of(row).label
    stored = {**result.as_json(), "reasons": explain(problem, result, names)}
    options = {"posts": [row.id], "vacancy": reason}
    return new_run(session, parent, workspace.clock(), data, stored, options)
