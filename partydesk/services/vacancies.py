"""补选: one person for one open post in the middle of the year, without a new round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import PlacementRow, PostRow, RoundRow, RunRow
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.fit import Fit
from partydesk.domain.matching import explain, parse_problem, solve
from partydesk.domain.placements import ENDED, LIVE, Placement
from partydesk.domain.round_problem import (
    Preference,
    named_by_enterprises,
    names_of,
    preferences,
    problem_of,
    wish_groups,
)
from partydesk.domain.selection import Attitude, Post, Ruling, Side, post_key, talent_key
from partydesk.domain.talents import Talent
from partydesk.services.candidates import candidates_in, fits_in, running_posts
from partydesk.services.matching import new_run
from partydesk.services.placements import new_pair, placement_of
from partydesk.services.policies import policy_in
from partydesk.services.rulings import rulings_in
from partydesk.services.selection import find_round, post_of, post_row, posts_in, round_row
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
class Candidate:
    """Somebody who might take the post over.

    Attributes:
        talent: The person.
        name: The person's name; namesakes are told apart.
        wanted: The enterprise's word: which choice, in words.
        willing: The person's word, in words.
        fit: How well they suit each other.
        free_seats: Seats the person has left.
        note: What should be known of the person at this post, such as having left it.
        reasons: Why it cannot be; empty where it can.
    """

    talent: Talent
    name: str
    wanted: str
    willing: str
    fit: Fit
    free_seats: int
    note: str
    reasons: tuple[Reason, ...]


def list_vacancies(workspace: Workspace, year: int) -> tuple[Vacancy, ...]:
    """List the open posts of the year's round, those that somebody left first."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return ()
        taken = set(session.scalars(select(PlacementRow.post_id).where(_live())))
        rows = [row for row in posts_in(session, parent.id) if row.closed_on is None]
        found = [
            Vacancy(post_of(row), _left(predecessor(session, row)))
            for row in rows
            if row.id not in taken and row.enterprise.standing is Standing.IN_POOL
        ]
        return tuple(sorted(found, key=lambda vacancy: not vacancy.before))


def _live() -> Any:  # noqa: ANN401 - a condition
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


def list_candidates(workspace: Workspace, year: int, post_id: int) -> tuple[Candidate, ...]:
    """List everybody who can be sent, for one post: by wishes first, then by fit.

    Who has just left the post comes after the others, and those who cannot take it last, each
    with the reasons.

    Raises:
        NotFound: No round, or no such post in it.
    """
    with workspace.reading() as session:
        parent = round_row(session, year)
        return tuple(_candidates(session, workspace, parent, _post_in(session, parent, post_id)))


def _post_in(session: Session, parent: RoundRow, post_id: int) -> PostRow:
    """Give a post of the round.

    Raises:
        NotFound: There is none.
    """
    row = post_row(session, post_id)
    if row.round_id != parent.id:
        raise NotFound(f"{parent.year} 年没有编号为 {post_id} 的岗位")
    return row


def _candidates(
    session: Session, workspace: Workspace, parent: RoundRow, row: PostRow
) -> list[Candidate]:
    post, people = post_of(row), candidates_in(session)
    fits = fits_in(session, parent.year, [post], people, workspace.today())
    seats = _free_seats(session, workspace, parent.id, people)
    rulings = rulings_in(session, parent.id)
    said = bare_wishes(session, parent.id)
    wishes, asked = preferences(said), named_by_enterprises(said)
    talents = [talent_key(one.id or 0) for one in people]
    names = names_of([post], people)
    posts = [post_key(one.id) for one in posts_in(session, parent.id)]
    wanted = _Opinion(wishes[Side.ENTERPRISE, row.id], talents)
    before = predecessor(session, row)
    colleagues = _colleagues(session, parent, row)
    found: list[tuple[tuple[bool, bool, int, int, int, int], Candidate]] = []
    for one in people:
        number = one.id or 0
        willing = _Opinion(wishes[Side.PERSON, number], posts)
        places = (wanted.place(talent_key(number)), willing.place(post_key(row.id)))
        reasons = _reasons(post, one, places, seats[number], rulings.get((row.id, number)))
        score = fits.fit(row.id, number)
        if score.failed and (row.id, number) not in asked:
            message = f"{one.name}不具备{post.label}的必备条件：{'；'.join(score.failed)}"
            reasons = (*reasons, Reason("must_missing", message))
        if number in colleagues and rulings.get((row.id, number)) is not Ruling.LOCKED:
            message = f"{one.name}已在{post.enterprise}的另一个岗位，按年度政策须由不同的人担任"
            reasons = (*reasons, Reason("same_unit", message))
        left = before is not None and before.talent_id == number
        candidate = Candidate(
            talent=one,
            name=names[talent_key(number)],
            wanted=wanted.words(talent_key(number)),
            willing=willing.words(post_key(row.id)),
            fit=score,
            free_seats=seats[number],
            note=f"原任，{before.ended_on} 离任" if left and before else "",
            reasons=reasons,
        )
        order = (bool(reasons), left, places[0] or 0, places[1] or 0, -score.score, number)
        found.append((order, candidate))
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _colleagues(session: Session, parent: RoundRow, row: PostRow) -> set[int]:
    """Who has another post of the unit in this round, where the year's policy keeps them apart."""
    if not policy_in(session, parent.year).separate_people:
        return set()
    others = (
        select(PlacementRow.talent_id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .where(
            _live(),
            PostRow.round_id == parent.id,
            PostRow.enterprise_id == row.enterprise_id,
            PostRow.id != row.id,
        )
    )
    return set(session.scalars(others))


class _Opinion:
    """What one side says of the others, as places in its order."""

    def __init__(self, preferences: Sequence[Preference], others: Sequence[str]) -> None:
        self._groups = wish_groups(preferences, others)
        self._refused = {p.other for p in preferences if p.attitude is Attitude.REFUSED}

    def place(self, key: str) -> int | None:
        """In which group somebody stands, from 1; None for refused or not named.

        Whoever is not spoken of by a side without an opinion comes after all who are named.
        """
        if isinstance(self._groups, str):
            return _NO_OPINION
        return next((place for place, group in enumerate(self._groups, 1) if key in group), None)

    def words(self, key: str) -> str:
        """The same in words."""
        place = self.place(key)
        if place == _NO_OPINION:
            return "未表态"
        if place is None:
            return "不愿意" if key in self._refused else "未列入"
        return f"第 {place} 志愿"


_NO_OPINION = 10**6


def _free_seats(
    session: Session, workspace: Workspace, round_id: int, people: Sequence[Talent]
) -> dict[int, int]:
    """Person → seats left beside other rounds and what is in this round's procedure."""
    running = running_posts(session, round_id, workspace.today())
    here = Counter(
        session.scalars(
            select(PlacementRow.talent_id).where(PlacementRow.round_id == round_id, _live())
        )
    )
    return {
        one.id or 0: one.seats - running.get(one.id or 0, 0) - here[one.id or 0] for one in people
    }


def _reasons(
    post: Post,
    talent: Talent,
    places: tuple[int | None, int | None],
    seats: int,
    ruling: Ruling | None,
) -> tuple[Reason, ...]:
    """Say why somebody cannot take the post."""
    found = []
    if places[0] is None:
        message = f"{post.enterprise}的意愿里没有{talent.name}，或不愿意；要选请先改企业意愿"
        found.append(Reason("not_wanted", message))
    if places[1] is None:
        message = f"{talent.name}的意愿里没有{post.label}，或不愿意；要选请先改个人意愿"
        found.append(Reason("not_willing", message))
    if seats < 1:
        found.append(Reason("no_seat", f"{talent.name}可驻单位数已满"))
    if ruling is Ruling.FORBIDDEN:
        found.append(Reason("forbidden", f"{post.label}与{talent.name}已定为不配"))
    return tuple(found)


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
        candidates = _candidates(session, workspace, parent, row)
        chosen = next((one for one in candidates if one.talent.id == talent_id), None)
        if chosen is None:
            raise NotFound(f"没有记录号为 {talent_id} 的可选派人才")
        against = [*_against_post(session, row), *chosen.reasons]
        if not reason.strip():
            against.append(Reason("why_missing", "请写明补选理由"))
        if against:
            raise RuleViolation(against)
        run = _recorded(session, workspace, parent, row, candidates, chosen.talent, reason.strip())
        session.add(run)
        session.flush()
        policy = policy_in(session, year)
        words = f"补选：{reason.strip()}"
        pair = new_pair(session, run.id, parent.id, (row.id, talent_id), words, policy)
        before = predecessor(session, row)
        pair.replaces_id = before.id if before is not None else None
        session.add(pair)
        uow.relabel(f"补选：{post_of(row).label}由{chosen.talent.name}接任")
        changes = uow.commit()
        session.refresh(pair)
        return placement_of(session, pair, policy, workspace.today()), changes


def _against_post(session: Session, row: PostRow) -> list[Reason]:
    """Say why nobody can be proposed for a post now."""
    label, found = post_of(row).label, []
    holder = session.scalar(select(PlacementRow).where(PlacementRow.post_id == row.id, _live()))
    if holder is not None:
        message = f"{label}已有人选{holder.talent.name}（{holder.state.label}），请先撤回或办理离任"
        found.append(Reason("post_taken", message))
    if row.closed_on is not None:
        found.append(Reason("post_closed", f"{label}已于 {row.closed_on} 关闭"))
    if row.enterprise.standing is not Standing.IN_POOL:
        found.append(Reason("not_in_pool", f"{row.enterprise.name}已不在企业库，请先办理入库"))
    return found


def _recorded(
    session: Session,
    workspace: Workspace,
    parent: RoundRow,
    row: PostRow,
    candidates: Sequence[Candidate],
    chosen: Talent,
    reason: str,
) -> RunRow:
    """Write the choice down as a run: the post, the people who could take it, who was locked."""
    wishes = preferences(bare_wishes(session, parent.id))
    people = sorted((one for one in candidates if not one.reasons), key=lambda c: c.talent.id or 0)
    data: Mapping[str, Any] = {
        **problem_of(
            [(row.id, wishes[Side.ENTERPRISE, row.id])],
            [(one.talent.id or 0, 1, wishes[Side.PERSON, one.talent.id]) for one in people],
            {(row.id, chosen.id or 0): Ruling.LOCKED},
        ),
        "favour": "posts",
        "goal": "stable",
    }
    problem = parse_problem(data)
    result = solve(problem)
    names = names_of([post_of(row)], [one.talent for one in people])
    stored = {**result.as_json(), "reasons": explain(problem, result, names)}
    options = {"posts": [row.id], "vacancy": reason}
    return new_run(session, parent, workspace.clock(), data, stored, options)
