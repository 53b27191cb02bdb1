"""The matching board: posts, candidates and reasons of a run, ready to be looked at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import RunRow, WishRow
from partydesk.domain.fit import FitTable
from partydesk.domain.placements import (
    new_pairs,
)
from partydesk.domain.selection import (
    Attitude,
    Post,
    Ruling,
    Side,
    post_key,
    talent_key,
)
from partydesk.domain.talents import Talent
from partydesk.services.candidates import fits_in
from partydesk.services.matching import Run, entries_in, people_in, run_of
from partydesk.services.rulings import rulings_in, settled_in
from partydesk.services.selection import find_round, post_of, posts_in
from partydesk.services.wishes import wishes_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


#: What stands for a rank that is the fit's and nobody's.
BY_FIT = "代排"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as seen from a post.

    Attributes:
        talent_id: 记录号.
        name: Name.
        post_rank: What the enterprise said: "1", "=1", "愿意", "无所谓", "不愿意" or "".
        talent_rank: What the person said of the post, in the same words.
        fit: Score of the fit.
        failed: Must-haves of the post that the person does not have, in words.
        ruling: Locked or forbidden by the office.
        now: Where the run put the person, in words.
        here: Whether the run put the person at this post.
    """

    talent_id: int
    name: str
    post_rank: str
    talent_rank: str
    fit: int
    failed: tuple[str, ...]
    ruling: Ruling | None
    now: str
    here: bool


@dataclass(frozen=True)
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
        rulings: Person → what the office decided about the two.
        by_fit: The sides whose missing order the fit stood in for, in this pair.
        takes_part: Whether it is matched: not closed and its unit 在库, or past consent.
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
    rulings: Mapping[int, Ruling]
    by_fit: tuple[Side, ...]
    takes_part: bool
    _view: _View = field(repr=False, compare=False)

    def place(self, side: Side) -> str:
        """Say how one side ranked the other, or that the fit did for want of an order."""
        if side in self.by_fit:
            return BY_FIT
        return self.post_rank if side is Side.ENTERPRISE else self.talent_rank

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everybody who can be sent, the likeliest first; gathered when first looked at."""
        return self._view.candidates(self.post.id or 0)


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
        fits: Every post held against everybody; None before the round is opened.
        said: What each side said of the other: (side, post, person) → a short word.
    """

    run: Run | None
    posts: tuple[BoardPost, ...]
    filled: int = 0
    first_for_posts: int = 0
    first_for_talents: int = 0
    locked: int = 0
    pending: tuple[int, ...] = ()
    fits: FitTable | None = None
    said: Mapping[tuple[Side, int, int], str] = field(default_factory=dict)


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
    talents = people_in(session, settled)
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
        fits=view.fits,
        said=view.words,
    )


def _pending(session: Session, round_id: int, run: Run | None) -> tuple[int, ...]:
    """The posts that accepting the run would bring into the procedure."""
    if run is None:
        return ()
    entries = entries_in(session, round_id, run.id)
    return tuple(post for post, _ in new_pairs(run.pairs, entries))


@dataclass(frozen=True)
class _View:
    """All the board needs, gathered once."""

    posts: Mapping[int, Post]
    talents: Mapping[int, Talent]
    words: Mapping[tuple[Side, int, int], str]
    fits: FitTable
    rulings: Mapping[tuple[int, int], Ruling]
    settled: Mapping[int, int]
    run: Run | None
    before: Mapping[int, int]
    is_first: bool

    @cached_property
    def held(self) -> Mapping[int, Sequence[int]]:
        """Person → the posts that the run gave."""
        found: dict[int, list[int]] = {}
        for post, talent in (self.run.pairs if self.run else {}).items():
            found.setdefault(talent, []).append(post)
        return found

    @cached_property
    def rulings_of(self) -> Mapping[int, Mapping[int, Ruling]]:
        """Post → person → what the office decided."""
        found: dict[int, dict[int, Ruling]] = {}
        for (post, talent), ruling in self.rulings.items():
            if talent in self.talents:
                found.setdefault(post, {})[talent] = ruling
        return found

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
            fit=self.fits.score(*pair) if talent_id else None,
            reason=self.run.reasons.get(post_key(number), "") if self.run else "",
            locked=self.rulings.get(pair) is Ruling.LOCKED
            or (talent_id is not None and self.settled.get(number) == talent_id),
            changed=self._difference(number, talent_id),
            rulings=self.rulings_of.get(number, {}),
            by_fit=self._by_fit(*pair),
            takes_part=post.is_wanted or number in self.settled,
            _view=self,
        )

    def _by_fit(self, post: int, talent: int) -> tuple[Side, ...]:
        """Name the sides whose order in this pair is the fit's."""
        keys = {Side.ENTERPRISE: post_key(post), Side.PERSON: talent_key(talent)}
        stood_in = self.run.stood_in if self.run else frozenset()
        return tuple(side for side, key in keys.items() if key in stood_in)

    def _difference(self, post: int, talent_id: int | None) -> str:
        """Say what the run changed against the one before."""
        was = self.before.get(post)
        if self.run is None or self.is_first or was == talent_id:
            return ""
        if was is None:
            return "新配上"
        return f"原为{self.talents[was].name}" if was in self.talents else "有变动"

    def candidates(self, post: int) -> tuple[Candidate, ...]:
        """Everybody as seen from a post: by the enterprise's rank, then by fit."""
        scores = self.fits.scores(post)
        found = [
            self._candidate(post, talent, score)
            for talent, score in zip(self.talents.values(), scores, strict=True)
        ]
        return tuple(sorted(found, key=lambda c: (_order(c.post_rank), -c.fit, c.talent_id)))

    def _candidate(self, post: int, talent: Talent, score: int) -> Candidate:
        """One person as seen from a post."""
        number = talent.id or 0
        has = self.held.get(number, ())
        return Candidate(
            talent_id=number,
            name=talent.name,
            post_rank=self.words.get((Side.ENTERPRISE, post, number), ""),
            talent_rank=self.words.get((Side.PERSON, post, number), ""),
            fit=score,
            failed=self.fits.failed(post, number),
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
