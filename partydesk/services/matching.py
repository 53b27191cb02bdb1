"""Runs of the matcher on a round: every run is kept with all that went in and came out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk import __version__
from partydesk.db.models import PlacementRow, RunRow, WishRow
from partydesk.db.queries.runs import fills_a_vacancy, newest_run
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.matching import explain, parse_problem, solve
from partydesk.domain.placements import (
    LIVE,
    OVER,
    REPLACED,
    ProcedureEntry,
    State,
)
from partydesk.domain.selection import (
    Post,
    Preference,
    Ruling,
    Side,
    post_key,
    problem_of,
    record_id,
    talent_key,
)
from partydesk.domain.talents import Talent
from partydesk.services.candidates import candidates_in, running_posts
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.rulings import rulings_in, settled_in
from partydesk.services.selection import find_round, post_of, posts_in, round_row
from partydesk.services.wishes import wishes_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Run:
    """One run as stored.

    Attributes:
        id: Number of the run in the workspace.
        number: Counts within the round.
        favour: ``posts`` or ``talents``.
        goal: ``stable`` or ``most``.
        made_at: ISO moment.
        pairs: Post → talent, by 记录号.
        reasons: Key of a post (P…) or person (T…) → sentence.
        result: The result as the command-line contract gives it.
    """

    id: int
    number: int
    favour: str
    goal: str
    made_at: str
    pairs: Mapping[int, int]
    reasons: Mapping[str, str]
    result: Mapping[str, Any]


def run_matching(
    workspace: Workspace, year: int, *, favour: str = "posts", goal: str = "stable"
) -> tuple[Run, Changes]:
    """Match the round's posts and people and keep the run.

    Pairs whose consents are complete stand; so do the office's locks.

    Raises:
        RuleViolation: There are no posts or nobody can be sent, or the rulings contradict.
        NotFound: The round has not been opened.
    """
    with workspace.unit_of_work("run_matching", "运行匹配") as uow:
        parent = round_row(uow.session, year)
        data, names = _problem(uow.session, parent.id, workspace.today(), favour=favour, goal=goal)
        problem = parse_problem(data)
        result = solve(problem)
        stored = {**result.as_json(), "reasons": explain(problem, result, names)}
        count = select(func.max(RunRow.number)).where(RunRow.round_id == parent.id)
        number = (uow.session.scalar(count) or 0) + 1
        row = RunRow(
            round_id=parent.id, number=number, favour=favour, goal=goal,
            made_at=workspace.clock(), program_version=__version__,
            inputs_sha256=hash_of(data), problem=data, result=stored,
        )  # fmt: skip
        uow.session.add(row)
        uow.relabel(f"第 {number} 次匹配：{len(result.pairs)} 个岗位配上")
        changes = uow.commit()
        return run_of(row), changes


def run_of(row: RunRow) -> Run:
    """Turn a row into the frozen run."""
    result = row.result
    return Run(
        row.id,
        row.number,
        row.favour,
        row.goal,
        row.made_at.astimezone().isoformat(timespec="seconds"),
        {record_id(post): record_id(talent) for post, talent in result["pairs"]},
        result["reasons"],
        result,
    )


def list_runs(workspace: Workspace, year: int) -> tuple[Run, ...]:
    """List the round's runs, newest first."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return ()
        statement = select(RunRow).where(RunRow.round_id == parent.id)
        rows = session.scalars(statement.order_by(RunRow.number.desc()))
        return tuple(run_of(row) for row in rows if not fills_a_vacancy(row.options))


def find_run(session: Session, round_id: int, run_id: int | None = None) -> RunRow | None:
    """Find a run of the round, the newest of the whole round where none is named."""
    statement = select(RunRow).where(RunRow.round_id == round_id)
    if run_id is not None:
        return session.scalar(statement.where(RunRow.id == run_id))
    newest = newest_run(session, round_id)
    return None if newest is None else session.get(RunRow, newest)


def run_row(session: Session, round_id: int, run_id: int | None) -> RunRow:
    """Give a run of the round, the newest where none is named.

    Raises:
        NotFound: There is no such run, or none at all.
    """
    row = find_run(session, round_id, run_id)
    if row is None:
        raise NotFound(
            "还没有匹配结果，请先运行匹配" if run_id is None else f"没有第 {run_id} 号匹配"
        )
    return row


def entries_in(session: Session, round_id: int, run_id: int) -> list[ProcedureEntry]:
    """Tell how the round's placements stand against a run."""
    rows = session.scalars(select(PlacementRow).where(PlacementRow.round_id == round_id))
    return [
        ProcedureEntry(
            row.post_id,
            row.talent_id,
            live=row.state in LIVE,
            touched=row.state is not State.PROPOSED or bool(row.consents),
            dismissed=row.state in OVER and row.run_id == run_id and row.why_withdrawn != REPLACED,
        )
        for row in rows
    ]


def hash_of(data: object) -> str:
    """Hash a problem as canonical JSON."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _problem(
    session: Session, round_id: int, today: dt.date, *, favour: str, goal: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """Write the round as a problem, and name everybody in it."""
    settled = settled_in(session, round_id)
    rows = posts_in(session, round_id)
    posts = [
        post_of(row)
        for row in rows
        if row.enterprise.standing is Standing.IN_POOL or row.id in settled
    ]
    talents = people_in(session, settled)
    if not posts or not talents:
        what = "还没有岗位，请先登记岗位需求" if not posts else "没有可选派的人才，请先充实人才库"
        raise RuleViolation([Reason("nothing_to_match", what)])
    rulings = _standing_rulings(session, round_id, posts, talents, settled)
    running = running_posts(session, round_id, today)
    locks = Counter(t for (_, t), ruling in rulings.items() if ruling is Ruling.LOCKED)
    wishes = preferences(wishes_in(session, round_id))
    data = problem_of(
        [(post.id or 0, wishes[Side.ENTERPRISE, post.id]) for post in posts],
        [
            (
                talent.id or 0,
                max(talent.seats - running.get(talent.id or 0, 0), locks[talent.id or 0], 0),
                wishes[Side.PERSON, talent.id],
            )
            for talent in talents
        ],
        rulings,
        favour=favour,
        goal=goal,
    )
    return data, names_of(posts, talents)


def people_in(session: Session, settled: Mapping[int, int]) -> list[Talent]:
    """Everybody who can be sent, and those already settled even if they cannot any more."""
    people = candidates_in(session)
    known = {talent.id for talent in people}
    missing = sorted(set(settled.values()) - known)
    return people + [TALENTS.read(session.get_one(TALENTS.model, number)) for number in missing]


def _standing_rulings(
    session: Session,
    round_id: int,
    posts: Sequence[Post],
    talents: Sequence[Talent],
    settled: Mapping[int, int],
) -> dict[tuple[int, int], Ruling]:
    """The rulings that concern somebody still there; settled pairs count as locked."""
    post_ids, talent_ids = {p.id for p in posts}, {t.id for t in talents}
    rulings = {
        (post, talent): ruling
        for (post, talent), ruling in rulings_in(session, round_id).items()
        if post in post_ids and talent in talent_ids and post not in settled
    }
    return {**rulings, **dict.fromkeys(settled.items(), Ruling.LOCKED)}


def preferences(
    rows: Sequence[WishRow],
) -> defaultdict[tuple[Side, int | None], list[Preference]]:
    """Sort wishes by whose they are."""
    found: defaultdict[tuple[Side, int | None], list[Preference]] = defaultdict(list)
    for row in rows:
        if row.side is Side.ENTERPRISE:
            other = None if row.talent_id is None else talent_key(row.talent_id)
            own = row.post_id
        else:
            other = None if row.post_id is None else post_key(row.post_id)
            own = row.talent_id
        found[row.side, own].append(Preference(other, row.attitude, row.rank))
    return found


def names_of(posts: Sequence[Post], talents: Sequence[Talent]) -> dict[str, str]:
    """Name posts and people for sentences; namesakes are told apart by year of birth or number."""
    twice = {name for name, count in Counter(t.name for t in talents).items() if count > 1}
    names = {post_key(post.id or 0): post.label for post in posts}
    for talent in talents:
        mark = f"{talent.birth.year} 年生" if talent.birth else f"{talent.id} 号"
        name = f"{talent.name}（{mark}）" if talent.name in twice else talent.name
        names[talent_key(talent.id or 0)] = name
    return names
