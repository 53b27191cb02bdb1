"""What the matcher's tests compare it with: written differently, slowly and from the definitions.

Nothing here imports the solver. Problems are plain JSON values, as in the command-line contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import TypedDict


class RawPost(TypedDict):
    id: str
    wishes: list[list[str]] | str


class RawTalent(TypedDict):
    id: str
    capacity: int
    wishes: list[list[str]] | str


class RawProblem(TypedDict, total=False):
    posts: list[RawPost]
    talents: list[RawTalent]
    locked: list[list[str]]
    forbidden: list[list[str]]
    links: list[list[str]]
    previous: list[list[str]]
    favour: str
    goal: str


Matching = dict[str, str]


def random_problem(
    random: Random,
    *,
    posts: int,
    talents: int,
    capacity: int = 4,
    tie: float = 0.0,
    any_share: float = 0.0,
    extras: bool = False,
) -> RawProblem:
    """Draw a problem; ``tie`` is the chance that an id joins the group before it."""
    post_ids = [f"P{i}" for i in range(1, posts + 1)]
    talent_ids = [f"T{i}" for i in range(1, talents + 1)]

    def wishes(others: list[str]) -> list[list[str]] | str:
        if random.random() < any_share:
            return "any"
        groups: list[list[str]] = []
        for key in random.sample(others, random.randint(0, len(others))):
            if groups and random.random() < tie:
                groups[-1].append(key)
            else:
                groups.append([key])
        return groups

    problem: RawProblem = {
        "posts": [{"id": key, "wishes": wishes(talent_ids)} for key in post_ids],
        "talents": [
            {"id": key, "capacity": random.randint(0, capacity), "wishes": wishes(post_ids)}
            for key in talent_ids
        ],
        "favour": random.choice(["posts", "talents"]),
    }
    if extras:
        add_locks_and_bans(random, problem)
    return problem


def add_locks_and_bans(random: Random, problem: RawProblem) -> None:
    """Lock some posts within the capacities and forbid some other pairs."""
    left = {talent["id"]: talent["capacity"] for talent in problem["talents"]}
    locked: list[list[str]] = []
    for post in problem["posts"]:
        open_talents = [key for key, seats in left.items() if seats > 0]
        if open_talents and random.random() < 0.2:
            talent = random.choice(open_talents)
            left[talent] -= 1
            locked.append([post["id"], talent])
    problem["locked"] = locked
    problem["forbidden"] = [
        [post["id"], talent]
        for post in problem["posts"]
        for talent in left
        if [post["id"], talent] not in locked and random.random() < 0.1
    ]


def add_links(random: Random, problem: RawProblem) -> None:
    """Put posts into groups of two or three that must go to different people.

    Locks that would contradict a group are given up.
    """
    post_ids = [post["id"] for post in problem["posts"]]
    random.shuffle(post_ids)
    links: list[list[str]] = []
    while len(post_ids) > 1 and random.random() < 0.8:
        size = random.choice([2, 2, 3])
        links.append(post_ids[:size])
        del post_ids[:size]
    problem["links"] = links
    group_of = {post: n for n, group in enumerate(links) for post in group}
    taken: set[tuple[int, str]] = set()
    locked: list[list[str]] = []
    for post, talent in problem.get("locked", []):
        if post in group_of and (group_of[post], talent) in taken:
            continue
        if post in group_of:
            taken.add((group_of[post], talent))
        locked.append([post, talent])
    problem["locked"] = locked


def crowded_problem(seed: int, goal: str) -> RawProblem:
    """Draw a problem in which somebody is mostly left out; every other one has links."""
    random = Random(seed)
    problem = random_problem(random, posts=9, talents=6, capacity=2, tie=0.4, extras=True)
    if seed % 2:
        add_links(random, problem)
    problem["goal"] = goal
    return problem


class Market:
    """A problem as plain rank tables, straight from the definitions."""

    def __init__(self, problem: RawProblem) -> None:
        self.post_ids = [post["id"] for post in problem["posts"]]
        self.talent_ids = [talent["id"] for talent in problem["talents"]]
        self.capacity = {talent["id"]: talent["capacity"] for talent in problem["talents"]}
        self.locked = {pair[0]: pair[1] for pair in problem.get("locked", [])}
        banned = {(pair[0], pair[1]) for pair in problem.get("forbidden", [])}
        self.linked: dict[str, set[str]] = {
            post: {*group} - {post} for group in problem.get("links", []) for post in group
        }
        self.post_groups = {
            post["id"]: self._groups(post["wishes"], self.talent_ids) for post in problem["posts"]
        }
        self.talent_groups = {
            talent["id"]: self._groups(talent["wishes"], self.post_ids)
            for talent in problem["talents"]
        }
        self.possible = {
            (post, talent)
            for post, talent in product(self.post_ids, self.talent_ids)
            if (post, talent) not in banned
            and any(talent in group for group in self.post_groups[post])
            and any(post in group for group in self.talent_groups[talent])
        }

    @staticmethod
    def _groups(wishes: list[list[str]] | str, others: list[str]) -> list[list[str]]:
        if isinstance(wishes, str):
            return [list(others)]
        return wishes

    def post_rank(self, post: str, talent: str) -> int:
        return next(i for i, group in enumerate(self.post_groups[post]) if talent in group)

    def talent_rank(self, talent: str, post: str) -> int:
        return next(i for i, group in enumerate(self.talent_groups[talent]) if post in group)

    def blocks(self, matching: Matching, post: str, talent: str) -> bool:
        """Apply the contract's definition of a blocking pair."""
        if (post, talent) not in self.possible or post in self.locked:
            return False
        now = matching.get(post)
        if now == talent:
            return False
        if now is not None and self.post_rank(post, talent) >= self.post_rank(post, now):
            return False
        mine = [key for key, holder in matching.items() if holder == talent]
        rivals = [key for key in mine if key in self.linked.get(post, ())]
        if rivals:
            # One person never holds two posts of a group: this one would have to go.
            return all(
                key not in self.locked
                and self.talent_rank(talent, post) < self.talent_rank(talent, key)
                for key in rivals
            )
        if len(mine) < self.capacity[talent]:
            return True
        rank = self.talent_rank(talent, post)
        return any(rank < self.talent_rank(talent, k) for k in mine if k not in self.locked)

    def is_lawful(self, matching: Matching) -> bool:
        if any(matching.get(post) != talent for post, talent in self.locked.items()):
            return False
        if any(
            pair not in self.possible and self.locked.get(pair[0]) != pair[1]
            for pair in matching.items()
        ):
            return False
        if any(
            matching.get(post) == matching.get(other) is not None
            for post, others in self.linked.items()
            for other in others
        ):
            return False
        used = list(matching.values())
        return all(used.count(talent) <= seats for talent, seats in self.capacity.items())

    def is_stable(self, matching: Matching) -> bool:
        return self.is_lawful(matching) and not any(
            self.blocks(matching, post, talent)
            for post, talent in product(self.post_ids, self.talent_ids)
        )

    def every_lawful(self) -> Iterator[Matching]:
        """Enumerate every assignment that keeps locks, bans, refusals and capacities."""
        choices = [
            [self.locked[post]]
            if post in self.locked
            else [None, *(t for t in self.talent_ids if (post, t) in self.possible)]
            for post in self.post_ids
        ]
        for chosen in product(*choices):
            matching = {p: t for p, t in zip(self.post_ids, chosen, strict=True) if t is not None}
            if self.is_lawful(matching):
                yield matching

    def every_stable(self) -> list[Matching]:
        return [matching for matching in self.every_lawful() if self.is_stable(matching)]


def by_rounds(market: Market, favour: str) -> Matching:
    """Run deferred acceptance in rounds of refusals, on lists, for problems without ties."""
    seats = dict(market.capacity)
    for talent in market.locked.values():
        seats[talent] -= 1
    post_lists = {
        post: [
            t for group in market.post_groups[post] for t in group if (post, t) in market.possible
        ]
        for post in market.post_ids
        if post not in market.locked
    }
    talent_lists = {
        talent: [
            p
            for group in market.talent_groups[talent]
            for p in group
            if (p, talent) in market.possible and p in post_lists
        ]
        for talent in market.talent_ids
    }
    offers = _posts_ask if favour == "posts" else _talents_ask
    return offers(post_lists, talent_lists, seats) | market.locked


def _posts_ask(
    post_lists: dict[str, list[str]], talent_lists: dict[str, list[str]], seats: dict[str, int]
) -> Matching:
    """Every post asks the head of its list; each talent strikes off all but its best."""
    while True:
        refused = False
        for talent, liked in talent_lists.items():
            asking = [post for post, wanted in post_lists.items() if wanted[:1] == [talent]]
            asking.sort(key=liked.index)
            for post in asking[seats[talent] :]:
                post_lists[post].remove(talent)
                refused = True
        if not refused:
            return {post: wanted[0] for post, wanted in post_lists.items() if wanted}


def _talents_ask(
    post_lists: dict[str, list[str]], talent_lists: dict[str, list[str]], seats: dict[str, int]
) -> Matching:
    """Every talent asks the first of its list, one per seat; each post strikes off all but one."""
    while True:
        refused = False
        for post, liked in post_lists.items():
            asking = [t for t, wanted in talent_lists.items() if post in wanted[: seats[t]]]
            asking.sort(key=liked.index)
            for talent in asking[1:]:
                talent_lists[talent].remove(post)
                refused = True
        if not refused:
            return {p: t for t, wanted in talent_lists.items() for p in wanted[: seats[t]]}
