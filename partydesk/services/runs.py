"""The runs of a round looked at again: figures side by side, and whether one can be replayed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk import __version__
from partydesk.db.models import RunRow, TalentRow
from partydesk.domain import matching
from partydesk.domain.errors import NotFound
from partydesk.domain.matching import (
    MATCHER,
    Figures,
    Result,
    figures,
    parse_problem,
    what_would_help,
)
from partydesk.domain.round_problem import names_of
from partydesk.domain.selection import Ruling, post_key, record_id, talent_key
from partydesk.services.matching import Run, hash_of, run_of, run_row
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.rulings import rulings_in
from partydesk.services.selection import find_round, post_of, posts_in, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def result_of(row: RunRow) -> Result:
    """Read a run's result back, as far as figures need it."""
    kept = row.result
    return Result(
        pairs=tuple((post, talent) for post, talent in kept["pairs"]),
        unfilled=tuple(kept["unfilled"]),
        blocking_pairs=tuple((post, talent) for post, talent in kept["blocking_pairs"]),
        stable=kept["stable"],
        upper_bound=kept["upper_bound"],
        proven=kept["proven"],
        reasons=kept["reasons"],
        ms=kept["ms"],
    )


def list_run_figures(workspace: Workspace, year: int) -> dict[int, Figures]:
    """Work out the figures of all runs of the year's round: number of the run → figures."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return {}
        rows = session.scalars(select(RunRow).where(RunRow.round_id == parent.id))
        return {
            row.id: figures(
                parse_problem(row.problem), result_of(row), row.options.get("stood_in", ())
            )
            for row in rows
        }


def remedies(
    workspace: Workspace, year: int, subject: str, run_id: int | None = None
) -> tuple[str, ...]:
    """Say what would have to change for an empty post, or a person left out, to be matched.

    Each has been tried on the run's own problem; see
    :func:`partydesk.domain.matching.what_would_help`.

    Args:
        workspace: Open workspace.
        year: The round's year.
        subject: Key of the post (P…) or the person (T…).
        run_id: The run; None for the newest.

    Returns:
        Chinese sentences, likeliest first; empty where nothing single would do.

    Raises:
        NotFound: No round, no such run, or the subject took no part in it.
    """
    with workspace.reading() as session:
        parent = round_row(session, year)
        row = run_row(session, parent.id, run_id)
        problem, result = parse_problem(row.problem), result_of(row)
        known = {post.id for post in problem.posts} | {talent.id for talent in problem.talents}
        if subject not in known:
            raise NotFound(f"第 {row.number} 次匹配里没有 {subject}")
        names = names_in(session, parent.id, row)
        bans = rulings_in(session, parent.id)
    by_office = {
        (post_key(post), talent_key(talent))
        for (post, talent), ruling in bans.items()
        if ruling is Ruling.FORBIDDEN
    }
    conditions = problem.forbidden - by_office
    found = what_would_help(problem, result, subject, names, conditions=conditions)
    return tuple(each.sentence for each in found)


def names_in(
    session: Session, round_id: int, row: RunRow, others: Collection[int] = ()
) -> Mapping[str, str]:
    """Name every post and person of a run's problem that is still there, and ``others``."""
    posts = [post_of(each) for each in posts_in(session, round_id)]
    numbers = {record_id(talent["id"]) for talent in row.problem["talents"]} | {*others}
    people = session.scalars(select(TalentRow).where(TalentRow.id.in_(numbers)))
    return names_of(posts, [TALENTS.read(person) for person in people])


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of solving a stored problem again.

    Attributes:
        run: The run.
        identical: Whether the same pairs came out of the problem as it was.
        intact: Whether the stored problem is the one the run was made from, by its hash.
        made_by: Version of the program that made the run.
        program: Version of the program that replayed it.
        matcher: Version of the matcher that replayed it.
        differences: Posts whose pair differs.
    """

    run: Run
    identical: bool
    intact: bool
    made_by: str
    program: str
    matcher: str
    differences: tuple[int, ...]

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        versions = (
            f"原由 {self.made_by} 版计算，现用 {self.program} 版（匹配器第 {self.matcher} 版）重算"
        )
        if not self.intact:
            return f"重算不一致：保存的输入与当时的校验值不符（{versions}）"
        if self.identical:
            return f"重算一致：同样的输入得出同样的结果（{versions}）"
        return f"重算不一致：{len(self.differences)} 个岗位不同（{versions}）"


def replay(workspace: Workspace, year: int, run_id: int | None = None) -> Replay:
    """Solve a run's stored problem again and compare; nothing is written.

    Args:
        workspace: Open workspace.
        year: The round's year.
        run_id: The run; None for the newest.

    Raises:
        NotFound: No round, or no such run.
    """
    with workspace.reading() as session:
        row = run_row(session, round_row(session, year).id, run_id)
        run, problem = run_of(row), row.problem
        intact, made_by = hash_of(problem) == row.inputs_sha256, row.program_version
    again = matching.replay(parse_problem(problem), run.result["pairs"])
    posts = {record_id(post) for post, _ in (*again.missing, *again.extra)}
    return Replay(
        run, intact and not posts, intact, made_by, __version__, MATCHER, tuple(sorted(posts))
    )
