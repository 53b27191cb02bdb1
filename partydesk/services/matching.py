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
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.fit import Fit
from partydesk.domain.matching import explain, parse_problem, solve
from partydesk.domain.placements import (
    LIVE,
    REPLACED,
    ProcedureEntry,
    State,
    new_pairs,
)
from partydesk.domain.selection import (
    Attitude,
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
from partydesk.services.pools import TALENTS
from partydesk.services.selection import (
    candidates_in,
    find_round,
    fits_in,
    post_of,
    posts_in,
    round_row,
    rulings_in,
    running_posts,
    settled_in,
    wishes_in,
)

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
            inputs_sha256=_hash(data), problem=data, result=stored,
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
        return tuple(run_of(row) for row in rows)


def find_run(session: Session, round_id: int, run_id: int | None = None) -> RunRow | None:
    """Find a run of the round, the newest where none is named."""
    statement = select(RunRow).where(RunRow.round_id == round_id)
    if run_id is not None:
        statement = statement.where(RunRow.id == run_id)
    return session.scalar(statement.order_by(RunRow.number.desc()).limit(1))


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
            dismissed=row.state is State.WITHDRAWN
            and row.run_id == run_id
            and row.why_withdrawn != REPLACED,
        )
        for row in rows
    ]


def _hash(data: object) -> str:
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
    talents = _people(session, settled)
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


def _people(session: Session, settled: Mapping[int, int]) -> list[Talent]:
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


# --- the board ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as seen from a post.

    Attributes:
        talent_id: 记录号.
        name: Name.
        post_rank: What the enterprise said: "1", "=1", "愿意", "无所谓", "不愿意" or "".
        talent_rank: What the person said of the post, in the same words.
        fit: The fit with its parts.
        ruling: Locked or forbidden by the office.
        now: Where the run put the person, in words.
        here: Whether the run put the person at this post.
    """

    talent_id: int
    name: str
    post_rank: str
    talent_rank: str
    fit: Fit
    ruling: Ruling | None
    now: str
    here: bool


@dataclass(frozen=True, slots=True)
class BoardPost:
    """One post on the board.

    Attributes:
        post: The post.
        talent_id: Whom the run proposes; None when unfilled.
        talent: The person's name; empty when unfilled.
        post_rank: How the enterprise ranked the person.
        talent_rank: How the person ranked the post.
        fit: Score of the pair; None when unfilled.
        reason: The matcher's sentence; empty before the first run.
        locked: Whether the office locked the pair, or its consents are complete.
        changed: How the run differs from the one before: "" or words.
        candidates: Everybody who can be sent, the likeliest first.
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
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The matching board.

    Attributes:
        run: The run shown; None before the first.
        posts: The posts in order.
        filled: How many are filled.
        first_for_posts: How many enterprises got their first wish.
        first_for_talents: How many people got their first wish.
        locked: How many pairs are locked.
        pending: Posts whose pair of this run is not in the procedure yet and would go there.
    """

    run: Run | None
    posts: tuple[BoardPost, ...]
    filled: int = 0
    first_for_posts: int = 0
    first_for_talents: int = 0
    locked: int = 0
    pending: tuple[int, ...] = ()


def get_board(workspace: Workspace, year: int, run_id: int | None = None) -> Board:
    """Give the board of the year's round.

    Args:
        workspace: Open workspace.
        year: The round's year.
        run_id: The run to show; None for the newest.
    """
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return Board(None, ())
        statement = select(RunRow).where(RunRow.round_id == parent.id)
        rows = list(session.scalars(statement.order_by(RunRow.number.desc())))
        shown = next((r for r in rows if run_id in (None, r.id)), None)
        earlier = next((r for r in rows if shown and r.number < shown.number), None)
        today = workspace.today()
        return _board(session, year, parent.id, shown, earlier, today)


def _board(
    session: Session,
    year: int,
    round_id: int,
    shown: RunRow | None,
    earlier: RunRow | None,
    today: dt.date,
) -> Board:
    """Put the board together."""
    posts = [post_of(row) for row in posts_in(session, round_id)]
    settled = settled_in(session, round_id)
    talents = _people(session, settled)
    view = _View(
        posts={post.id or 0: post for post in posts},
        talents={talent.id or 0: talent for talent in talents},
        words=_words(wishes_in(session, round_id)),
        fits=fits_in(session, year, posts, talents, today),
        rulings=rulings_in(session, round_id),
        settled=settled,
        run=None if shown is None else run_of(shown),
        before={} if earlier is None else run_of(earlier).pairs,
        is_first=earlier is None,
    )
    lines = tuple(view.line(post) for post in posts)
    return Board(
        view.run,
        lines,
        filled=sum(line.talent_id is not None for line in lines),
        first_for_posts=sum(line.post_rank in ("1", "=1") for line in lines),
        first_for_talents=sum(line.talent_rank in ("1", "=1") for line in lines),
        locked=sum(line.locked for line in lines),
        pending=_pending(session, round_id, view.run),
    )


def _pending(session: Session, round_id: int, run: Run | None) -> tuple[int, ...]:
    """The posts that accepting the run would bring into the procedure."""
    if run is None:
        return ()
    entries = entries_in(session, round_id, run.id)
    return tuple(post for post, _ in new_pairs(run.pairs, entries))


@dataclass(frozen=True, slots=True)
class _View:
    """All the board needs, gathered once."""

    posts: Mapping[int, Post]
    talents: Mapping[int, Talent]
    words: Mapping[tuple[Side, int, int], str]
    fits: Mapping[tuple[int, int], Fit]
    rulings: Mapping[tuple[int, int], Ruling]
    settled: Mapping[int, int]
    run: Run | None
    before: Mapping[int, int]
    is_first: bool

    def line(self, post: Post) -> BoardPost:
        """Make one post's line."""
        number = post.id or 0
        talent_id = self.run.pairs.get(number) if self.run else None
        if talent_id not in self.talents:
            talent_id = None
        pair = (number, talent_id or 0)
        return BoardPost(
            post=post,
            talent_id=talent_id,
            talent=self.talents[talent_id].name if talent_id else "",
            post_rank=self.words.get((Side.ENTERPRISE, *pair), ""),
            talent_rank=self.words.get((Side.PERSON, *pair), ""),
            fit=self.fits[pair].score if talent_id else None,
            reason=self.run.reasons.get(post_key(number), "") if self.run else "",
            locked=self.rulings.get(pair) is Ruling.LOCKED
            or (talent_id is not None and self.settled.get(number) == talent_id),
            changed=self._difference(number, talent_id),
            candidates=self._candidates(number),
        )

    def _difference(self, post: int, talent_id: int | None) -> str:
        """Say what the run changed against the one before."""
        was = self.before.get(post)
        if self.run is None or self.is_first or was == talent_id:
            return ""
        if was is None:
            return "新配上"
        return f"原为{self.talents[was].name}" if was in self.talents else "有变动"

    def _candidates(self, post: int) -> tuple[Candidate, ...]:
        """Everybody as seen from a post: by the enterprise's rank, then by fit."""
        found = [self._candidate(post, talent) for talent in self.talents.values()]
        return tuple(sorted(found, key=lambda c: (_order(c.post_rank), -c.fit.score, c.talent_id)))

    def _candidate(self, post: int, talent: Talent) -> Candidate:
        """One person as seen from a post."""
        number = talent.id or 0
        has = [p for p, t in (self.run.pairs if self.run else {}).items() if t == number]
        return Candidate(
            talent_id=number,
            name=talent.name,
            post_rank=self.words.get((Side.ENTERPRISE, post, number), ""),
            talent_rank=self.words.get((Side.PERSON, post, number), ""),
            fit=self.fits[post, number],
            ruling=self.rulings.get((post, number)),
            now=self._now(has, post, talent),
            here=post in has,
        )

    def _now(self, has: Sequence[int], post: int, talent: Talent) -> str:
        """Say where the run put a person."""
        left = max(talent.seats - len(has), 0)
        if post in has:
            return f"此岗（余 {left} 席）"
        if not has:
            return f"未配（余 {left} 席）"
        return "、".join(self.posts[p].enterprise for p in has if p in self.posts)


def _order(words: str) -> tuple[int, int]:
    """Put ranks first, then those welcome, indifferent, silent and refused."""
    digits = words.lstrip("=")
    if digits.isdigit():
        return (0, int(digits))
    return ({"愿意": 1, "无所谓": 2, "": 3, "不愿意": 4}.get(words, 3), 0)


def _words(rows: Sequence[WishRow]) -> dict[tuple[Side, int, int], str]:
    """Write each wish as a short word: (side, post, talent) → "1", "=1", "愿意" and so on."""
    ties = Counter(
        (row.side, row.post_id if row.side is Side.ENTERPRISE else row.talent_id, row.rank)
        for row in rows
        if row.rank is not None
    )
    words = {}
    for row in rows:
        if row.post_id is None or row.talent_id is None:
            continue
        own = row.post_id if row.side is Side.ENTERPRISE else row.talent_id
        word = row.attitude.value
        if row.attitude is Attitude.WILLING and row.rank is not None:
            word = f"{'=' if ties[row.side, own, row.rank] > 1 else ''}{row.rank}"
        words[row.side, row.post_id, row.talent_id] = word
    return words
