"""Everything the page of a round shows, read in one go off the main thread."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from partydesk.domain.cautions import Concern
from partydesk.domain.commitments import Knowledge
from partydesk.domain.compliance import concerns
from partydesk.domain.listing import Query
from partydesk.domain.placements import SETTLED, Placement
from partydesk.domain.policy import Policy
from partydesk.domain.round_problem import accepted, names_of, preferences
from partydesk.domain.round_steps import Step
from partydesk.domain.selection import (
    Post,
    Round,
    Ruling,
    Side,
    Wish,
    post_key,
    record_id,
    talent_key,
)
from partydesk.domain.talents import PoolState, Talent
from partydesk.services.board import Board, get_board
from partydesk.services.compliance import get_knowledge
from partydesk.services.matching import Run, list_runs
from partydesk.services.placements import list_placements
from partydesk.services.policies import get_policy
from partydesk.services.pools import find_records
from partydesk.services.rounds import get_round_steps
from partydesk.services.selection import get_round
from partydesk.services.workspace import Workspace
from partydesk.ui.short_names import short_labels


@dataclass(frozen=True, slots=True)
class PairWords:
    """What is known of one post and one person.

    Attributes:
        post_said: What the enterprise said of the person: "1", "=1", "愿意" … or "".
        person_said: What the person said of the post, in the same words.
        fit: Score of the fit.
    """

    post_said: str
    person_said: str
    fit: int


@dataclass(frozen=True)
class RoundPicture:
    """A round as it stands.

    Attributes:
        year: The year.
        policy: The year's policy.
        today: The day.
        round: The round; None before it is opened.
        posts: Posts in the order in which they were entered.
        people: Everybody who can be sent now, by name.
        wishes: What both sides said.
        board: The board of the run shown, the newest where none was chosen.
        runs: All runs, newest first.
        placements: The pairs in the procedure.
        names: Person → name that tells namesakes apart.
        labels: Post → its short label.
        banner: The banner's own name, left out of short labels.
        steps: How far each step of the round is.
        known: Commitments and ties of everybody, for the warnings.
    """

    year: int
    policy: Policy
    today: dt.date
    round: Round | None = None
    posts: tuple[Post, ...] = ()
    people: tuple[Talent, ...] = ()
    wishes: tuple[Wish, ...] = ()
    board: Board = field(default_factory=lambda: Board(None, ()))
    runs: tuple[Run, ...] = ()
    placements: tuple[Placement, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    banner: str = ""
    steps: tuple[Step, ...] = ()
    known: Knowledge = field(default_factory=Knowledge)

    def label_of(self, post: Post) -> str:
        """Give a post's short label."""
        return self.labels.get(post.id or 0, post.label)

    @property
    def run(self) -> Run | None:
        """The run shown on the board."""
        return self.board.run

    def pair(self, post_id: int, talent_id: int) -> PairWords:
        """Say what is known of a post and a person; both sides of a sheet ask for it."""
        standing = self.board.standing
        if standing is None or talent_id not in standing.people or post_id not in standing.posts:
            return PairWords("", "", 0)
        return PairWords(
            standing.said(Side.ENTERPRISE, post_id, talent_id),
            standing.said(Side.PERSON, post_id, talent_id),
            standing.score(post_id, talent_id),
        )

    def said(self, side: Side) -> Counter[int]:
        """Count what each post or person said, by 记录号; whoever said nothing is missing."""
        return Counter(own_of(wish) for wish in self.wishes if wish.side is side)

    def suggested(self, side: Side) -> frozenset[int]:
        """List the posts or people for whom the program proposed wishes nobody has confirmed."""
        return frozenset(own_of(w) for w in self.wishes if w.side is side and w.suggested)

    def person(self, number: int) -> Talent | None:
        """Find somebody who can be sent."""
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> Mapping[int, Talent]:
        return {talent.id or 0: talent for talent in self.people}

    def placement_at(self, post_id: int) -> Placement | None:
        """Find the pair that is in the procedure for a post."""
        return self._by_post.get(post_id)

    @cached_property
    def _by_post(self) -> Mapping[int, Placement]:
        return {placement.post_id: placement for placement in self.placements}

    def concerns(self, post: Post, talent_id: int) -> tuple[Concern, ...]:
        """List the warnings about a pair; for one in the procedure with what was decided."""
        placement = self.placement_at(post.id or 0)
        if placement is not None and placement.talent_id == talent_id:
            return placement.concerns
        talent = self.person(talent_id)
        if talent is None:
            return ()
        proposed = self._proposed.get(talent_id, ())
        term = self.policy.term(self.today, post.term_months)
        case = self.known.case(
            talent, post, term, self.today, gap=self.policy.terms_gap, proposed=proposed
        )
        return concerns(case, self.policy)

    @cached_property
    def short_lists(self) -> frozenset[tuple[Side, int]]:
        """Those who would take fewer of the other side than the year's policy wants."""
        others = {
            Side.ENTERPRISE: [talent_key(talent.id or 0) for talent in self.people],
            Side.PERSON: [post_key(post.id or 0) for post in self.posts if post.is_wanted],
        }
        return frozenset(
            (side, own)
            for (side, own), said in preferences(self.wishes).items()
            if own is not None
            and accepted(said, others[side]) < min(self.policy.short_list, len(others[side]))
        )

    @cached_property
    def _proposed(self) -> Mapping[int, list[int]]:
        """Person → the posts that the run gives."""
        found: dict[int, list[int]] = {}
        for post_id, talent_id in (self.run.pairs if self.run else {}).items():
            found.setdefault(talent_id, []).append(post_id)
        return found

    @property
    def exhausted(self) -> bool:
        """Whether the run has no pair left to submit while a post is still, or again, empty."""
        filled = {placement.post_id for placement in self.placements}
        open_posts = any(post.is_wanted and post.id not in filled for post in self.posts)
        return self.run is not None and not self.board.pending and open_posts

    @property
    def outdated(self) -> str:
        """Say why the run no longer fits what the office decided since; empty when it does."""
        if self.run is None:
            return ""
        if rulings_broken(self.board):
            return "锁定或不配有变动，请重新匹配"
        known = {record_id(key) for key in self.run.reasons if key.startswith("P")}
        if {line.post.id for line in self.board.posts if line.takes_part} != known:
            return "岗位有增减，请重新匹配"
        return ""


def own_of(wish: Wish) -> int:
    """Whose wish it is: 记录号 of the post or of the person."""
    own = wish.post_id if wish.side is Side.ENTERPRISE else wish.talent_id
    return own or 0


def rulings_broken(board: Board) -> bool:
    """Whether the run shown contradicts a lock or a ban made after it."""
    standing = board.standing
    if standing is None or board.run is None:
        return False
    pairs = board.run.pairs
    return any(
        (pairs.get(post) == person) is (ruling is Ruling.FORBIDDEN)
        for (post, person), ruling in standing.rulings.items()
        if post in standing.posts and person in standing.people
    )


def is_settled(placement: Placement | None) -> bool:
    """Whether a pair stands so firmly that matching leaves it alone."""
    return placement is not None and placement.state in SETTLED


def _with_labels(board: Board, labels: Mapping[int, str]) -> Board:
    """Let the sentences of the board name posts as the page does."""
    if board.standing is None:
        return board
    return replace(board, standing=replace(board.standing, labels=labels))


def read_round(workspace: Workspace, year: int, run_id: int | None = None) -> RoundPicture:
    """Read the round; takes longer than a blink with hundreds of posts and people.

    Args:
        workspace: Open workspace.
        year: The round's year.
        run_id: The run the board shows; None, or one that is gone, for the newest.
    """
    policy, today = get_policy(workspace, year), workspace.today()
    found = get_round(workspace, year)
    if found is None:
        return RoundPicture(year, policy, today)
    state = {"state": (PoolState.AVAILABLE.value,)}
    people: tuple[Talent, ...] = find_records(workspace, "talents", Query(filters=state)).rows
    board = get_board(workspace, year, run_id)
    posts = tuple(line.post for line in board.posts)
    names, labels = names_of(posts, people), short_labels(posts, workspace.profile.name)
    return RoundPicture(
        year,
        policy,
        today,
        found,
        posts,
        people,
        board.wishes,
        _with_labels(board, labels),
        list_runs(workspace, year),
        list_placements(workspace, year),
        {record_id(key): name for key, name in names.items() if key.startswith("T")},
        labels,
        workspace.profile.name,
        get_round_steps(workspace, year),
        get_knowledge(workspace),
    )
