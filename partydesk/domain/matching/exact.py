"""The largest weakly stable result, with proof, by integer programming.

The model: one 0/1 column for each possible pair; a post has one talent at most, a talent no more
posts than it has room for and one of each group of links; and no possible pair blocks, which is one
row each: either the post is at least as well off, or the talent holds a linked post that it likes
at least as much, or it is full of posts that it likes at least as much (A. Kwanashie and D. F.
Manlove, *An Integer Programming Approach to the Hospitals/Residents Problem with Ties*, OR
Proceedings 2013; X. Delorme et al., *Mathematical models for stable matching problems with ties and
incomplete lists*, European Journal of Operational Research 277, 2019).

HiGHS answers one question: is there a result better than the one we have? On problems of this kind
"no" is mostly clear at the root of its search tree. Only an answer that is final counts: a proven
"no", or a better result that is optimal; otherwise nothing is claimed and nothing is changed. The
search is bounded by the size of the model and by the number of nodes, never by the clock, so that
the same problem gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.domain.matching.problem import Pair
from partydesk.domain.matching.tables import Tables

if TYPE_CHECKING:
    import highspy

_LARGEST = 40_000
"""So many entries the model may have: that takes mostly tenths of a second, seldom two seconds."""

_NODES = 100
"""So many nodes of the search tree are looked at."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What the exact search found.

    Attributes:
        final: The question is answered, with proof.
        talent_of: The best result, post → talent; None if there is none better than the given one.
    """

    final: bool
    talent_of: dict[str, str] | None = None


def larger(tables: Tables, start: Mapping[str, str], bound: int) -> Answer:
    """Look for a weakly stable result that fills more posts.

    Args:
        tables: The problem.
        start: A weakly stable result, post → talent, without the locked pairs.
        bound: More posts than these cannot be filled.
    """
    model = _Model(tables)
    model.at_least(len(start) + 1, lambda _: True)
    model.at_most(bound)
    return model.maximise(lambda _: True)


def closer(tables: Tables, start: Mapping[str, str], previous: Collection[Pair]) -> Answer:
    """Look for a weakly stable result of the same size that keeps more of an earlier one.

    Args:
        tables: The problem.
        start: A weakly stable result, post → talent, without the locked pairs.
        previous: The pairs of the earlier result.
    """
    model, earlier = _Model(tables), frozenset(previous)
    model.at_least(len(start), lambda _: True)
    kept = sum(pair in earlier for pair in start.items())
    model.at_least(kept + 1, earlier.__contains__)
    return model.maximise(earlier.__contains__)


class _Model:
    """The rows of one problem."""

    def __init__(self, tables: Tables) -> None:
        pairs = [(post, talent) for post, row in tables.possible.items() for talent in row]
        self.tables = tables
        self.column = {pair: number for number, pair in enumerate(sorted(pairs))}
        self.rows: list[tuple[float, float, dict[int, float]]] = []
        self.entries = 0
        self.posts_of: dict[str, list[str]] = {talent: [] for talent in tables.room}
        for post, talent in self.column:
            self.posts_of[talent].append(post)
        self.complete = self.add_all()

    def add_all(self) -> bool:
        """Add every row of the problem; False if there are too many entries."""
        for post, talents in sorted(self.tables.possible.items()):
            self.add(0, 1, {self.column[post, talent]: 1 for talent in talents})
        for talent, posts in self.posts_of.items():
            self.add(0, self.tables.room[talent], {self.column[p, talent]: 1 for p in posts})
            self.add_links(talent, posts)
        for post, talent in self.column:
            self.add_stability(post, talent)
            if self.entries > _LARGEST:
                return False
        return True

    def add(self, least: float, most: float, entries: dict[int, float]) -> None:
        """Add one row."""
        self.rows.append((least, most, entries))
        self.entries += len(entries)

    def add_links(self, talent: str, posts: list[str]) -> None:
        """Let a talent hold one post of each group of links."""
        groups: dict[int, dict[int, float]] = {}
        for post in posts:
            if post in self.tables.link:
                row = groups.setdefault(self.tables.link[post], {})
                row[self.column[post, talent]] = 1
        for row in groups.values():
            if len(row) > 1:
                self.add(0, 1, row)

    def add_stability(self, post: str, talent: str) -> None:
        """Keep one pair from blocking."""
        tables, room = self.tables, self.tables.room[talent]
        wished, liked = tables.post_tier[post], tables.talent_tier[talent]
        group = tables.link.get(post)
        row: dict[int, float] = {}
        for other in self.posts_of[talent]:
            if liked[other] <= liked[post]:
                linked = group is not None and tables.link.get(other) == group
                row[self.column[other, talent]] = room if linked else 1
        for other in tables.possible[post]:
            if wished[other] <= wished[talent]:
                row[self.column[post, other]] = room
        self.add(room, float("inf"), row)

    def at_least(self, count: int, wanted: Callable[[Pair], bool]) -> None:
        """Ask for so many of the wanted pairs."""
        self.add(
            count, float("inf"), {number: 1 for pair, number in self.column.items() if wanted(pair)}
        )

    def at_most(self, count: int) -> None:
        """Tell the solver a bound on the size."""
        self.add(0, count, dict.fromkeys(self.column.values(), 1))

    def maximise(self, wanted: Callable[[Pair], bool]) -> Answer:
        """Ask for as many of the wanted pairs as can be."""
        # Loaded only here: most problems need no proof, and loading takes longer than solving.
        import highspy  # noqa: PLC0415

        if not self.complete:
            return Answer(final=False)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {
            "output_flag": False,
            "threads": 1,
            # Both by measurement: little symmetry is there, and looking for results pays.
            "mip_detect_symmetry": False,
            "mip_heuristic_effort": 0.2,
            "mip_max_nodes": _NODES,
            "mip_rel_gap": 0.0,
            # Counts are whole: what is less than one better is no better.
            "mip_abs_gap": 0.99,
        }.items():
            solver.setOptionValue(name, value)
        solver.passModel(self.for_highs(wanted))
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(final=True)
        if status != highspy.HighsModelStatus.kOptimal:
            return Answer(final=False)
        chosen = solver.getSolution().col_value
        found = {p: t for (p, t), number in self.column.items() if chosen[number] > _HALF}
        return Answer(final=True, talent_of=found)

    def for_highs(self, wanted: Callable[[Pair], bool]) -> highspy.HighsLp:
        """Write the rows down as the solver wants them."""
        import highspy  # noqa: PLC0415

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.column), len(self.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = [float(wanted(pair)) for pair in self.column]
        lp.col_lower_ = [0.0] * len(self.column)
        lp.col_upper_ = [1.0] * len(self.column)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.column)
        lp.row_lower_ = [row[0] for row in self.rows]
        lp.row_upper_ = [row[1] for row in self.rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts, indices, values = [0], list[int](), list[float]()
        for _, _, entries in self.rows:
            indices += entries.keys()
            values += entries.values()
            starts.append(len(indices))
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, indices, values
        return lp
