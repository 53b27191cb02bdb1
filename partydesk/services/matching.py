"""Runs of the matcher on a round: every run is kept with all that went in and came out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from partydesk import __version__
from partydesk.db.models import PlacementRow, RoundRow, RunRow
from partydesk.db.queries.runs import fills_a_vacancy, newest_run
from partydesk.domain import standing_in
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.matching import MATCHER, explain, parse_problem, solve
from partydesk.domain.placements import (
    LIVE,
    OVER,
    REPLACED,
    ProcedureEntry,
    State,
)
from partydesk.domain.selection import (
    Side,
    record_id,
)
from partydesk.services.policies import plain_rules, policy_in
from partydesk.services.round_problems import problem_in
from partydesk.services.selection import find_round, open_round_row

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
        stand_in: The sides for whose missing order the fit stood in.
        stood_in: Keys of the posts (P…) and people (T…) for whom it did.
        previous: The run whose pairs were preferred among equals; None where none was.
    """

    id: int
    number: int
    favour: str
    goal: str
    made_at: str
    pairs: Mapping[int, int]
    reasons: Mapping[str, str]
    result: Mapping[str, Any]
    stand_in: tuple[Side, ...] = ()
    stood_in: frozenset[str] = frozenset()
    previous: int | None = None


def run_matching(
    workspace: Workspace,
    year: int,
    *,
    favour: str = "posts",
    goal: str = "stable",
    stand_in: Collection[Side] = (),
    keep: bool = False,
) -> tuple[Run, Changes]:
    """Match the round's posts and people and keep the run.

    Pairs whose consents are complete stand; so do the office's locks. A pair that fails a
    must-have of the post is left out unless the enterprise itself named the person. Posts of one
    unit go to different people where the year's policy wants it.

    Args:
        workspace: Open workspace.
        year: The round's year.
        favour: ``posts`` or ``talents``.
        goal: ``stable`` or ``most``.
        stand_in: The sides for whose missing order the fit stands in, in this run only.
        keep: Whether pairs of the newest run are preferred where the wishes are equal; never at
            the cost of a filled post or of stability.

    Raises:
        RuleViolation: There are no posts or nobody can be sent, or the rulings contradict.
        NotFound: The round has not been opened.
    """
    with workspace.unit_of_work("run_matching", "运行匹配") as uow:
        parent = open_round_row(uow.session, year)
        task = problem_in(uow.session, parent, workspace.today(), stand_in)
        task.data.update(favour=favour, goal=goal)
        before = find_run(uow.session, parent.id) if keep else None
        if before is not None:
            task.data["previous"] = _still_there(task.data, before.result["pairs"])
        problem = parse_problem(task.data)
        result = solve(problem)
        reasons = explain(problem, result, task.names, task.conditions)
        reasons = standing_in.with_marks(reasons, dict(result.pairs), task.stood_in)
        stored = {**result.as_json(), "reasons": reasons}
        options = {
            "stand_in": sorted(side.value for side in stand_in),
            "stood_in": list(task.stood_in),
            "previous": None if before is None else before.id,
        }
        row = new_run(uow.session, parent, workspace.clock(), task.data, stored, options)
        uow.session.add(row)
        uow.relabel(f"第 {row.number} 次匹配：{len(result.pairs)} 个岗位配上")
        changes = uow.commit()
        return run_of(row), changes


def new_run(
    session: Session,
    parent: RoundRow,
    made_at: dt.datetime,
    data: Mapping[str, Any],
    stored: Mapping[str, Any],
    options: Mapping[str, Any],
) -> RunRow:
    """Make the row of the round's next run, with all that an audit asks for.

    Args:
        session: Open session; nothing is added or committed.
        parent: The round.
        made_at: When it was made.
        data: The problem, with the office's choices.
        stored: The result with its reasons.
        options: What the office chose beside favour and goal.
    """
    count = select(func.max(RunRow.number)).where(RunRow.round_id == parent.id)
    return RunRow(
        round_id=parent.id,
        number=(session.scalar(count) or 0) + 1,
        favour=data["favour"],
        goal=data["goal"],
        made_at=made_at,
        program_version=__version__,
        inputs_sha256=hash_of(data),
        policy=plain_rules(policy_in(session, parent.year)),
        problem=dict(data),
        result=dict(stored),
        options={"matcher": MATCHER, **options},
    )


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
        tuple(Side(word) for word in row.options.get("stand_in", ())),
        frozenset(row.options.get("stood_in", ())),
        row.options.get("previous"),
    )


def list_runs(workspace: Workspace, year: int) -> tuple[Run, ...]:
    """List the round's runs, newest first."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return ()
        statement = select(RunRow).where(RunRow.round_id == parent.id)
        rows = session.scalars(
            statement.options(defer(RunRow.problem)).order_by(RunRow.number.desc())
        )
        return tuple(run_of(row) for row in rows if not fills_a_vacancy(row.options))


def find_run(session: Session, round_id: int, run_id: int | None = None) -> RunRow | None:
    """Find a run of the round, the newest of the whole round where none is named."""
    # Its problem is large and read only by whoever replays it.
    lightly = defer(RunRow.problem)
    statement = select(RunRow).options(lightly).where(RunRow.round_id == round_id)
    if run_id is not None:
        return session.scalar(statement.where(RunRow.id == run_id))
    newest = newest_run(session, round_id)
    return None if newest is None else session.get(RunRow, newest, options=[lightly])


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


def inputs_changed(session: Session, row: RunRow, today: dt.date) -> bool:
    """Whether the wishes, posts, people or bans a run was made from are others by now.

    Locks are left aside: every pair that goes through the procedure becomes one.
    """
    run = run_of(row)
    try:
        task = problem_in(session, session.get_one(RoundRow, row.round_id), today, run.stand_in)
    except RuleViolation:
        return True
    fixed = {post for post, _ in (*task.data["locked"], *row.problem["locked"])}
    return _inputs(task.data, fixed) != _inputs(row.problem, fixed)


def _inputs(problem: Mapping[str, Any], fixed: Collection[str]) -> tuple[object, ...]:
    """What a problem says of wishes and people, and of bans and posts kept apart.

    Args:
        problem: The problem.
        fixed: Posts that have their pair; what else is forbidden to them no longer matters.
    """
    return (
        problem["posts"],
        problem["talents"],
        [list(pair) for pair in problem["forbidden"] if pair[0] not in fixed],
        [[post for post in group if post not in fixed] for group in problem.get("links", ())],
    )


def _still_there(data: Mapping[str, Any], pairs: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pairs of an earlier run whose post is still asked for."""
    posts = {post["id"] for post in data["posts"]}
    return [list(pair) for pair in pairs if pair[0] in posts]


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
    """Give the SHA-256 of plain values as canonical JSON."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
