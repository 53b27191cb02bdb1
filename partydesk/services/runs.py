"""The runs of a round looked at again: figures side by side, and whether one can be replayed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk import __version__
from partydesk.db.models import RunRow
from partydesk.domain.matching import parse_problem, solve
from partydesk.domain.run_figures import RunFigures, figures_of
from partydesk.domain.selection import record_id
from partydesk.services.matching import Run, hash_of, run_of, run_row
from partydesk.services.selection import find_round, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Parts of a result that tell of the machine, or name people who may be called otherwise by now.
_NOT_COMPARED = frozenset({"ms", "reasons"})


def list_run_figures(workspace: Workspace, year: int) -> dict[int, RunFigures]:
    """Work out the figures of all runs of the year's round: number of the run → figures."""
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return {}
        rows = session.scalars(select(RunRow).where(RunRow.round_id == parent.id))
        return {row.id: figures_of(row.problem, row.result, run_of(row).stood_in) for row in rows}


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of solving a stored problem again.

    Attributes:
        run: The run.
        identical: Whether the result is the same in all that does not tell of the machine.
        intact: Whether the stored problem is the one the run was made from, by its hash.
        made_by: Version of the program that made the run.
        program: Version of the program that replayed it.
        differences: Posts whose pair differs.
    """

    run: Run
    identical: bool
    intact: bool
    made_by: str
    program: str
    differences: tuple[int, ...]

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        versions = f"原由 {self.made_by} 版计算，现用 {self.program} 版重算"
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
    again = solve(parse_problem(problem))
    pairs = {record_id(post): record_id(talent) for post, talent in again.pairs}
    posts = sorted(pairs.keys() | run.pairs.keys())
    different = tuple(post for post in posts if pairs.get(post) != run.pairs.get(post))
    fresh = json.loads(json.dumps(again.as_json()))
    same = all(fresh[key] == run.result.get(key) for key in fresh.keys() - _NOT_COMPARED)
    return Replay(run, intact and same, intact, made_by, __version__, different)
