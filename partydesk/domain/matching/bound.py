"""How many posts any assignment could fill: a largest matching of possible pairs.

J. E. Hopcroft and R. M. Karp, *An n^(5/2) Algorithm for Maximum Matchings in Bipartite Graphs*,
SIAM Journal on Computing 2 (1973), with capacities on the talents' side. Every loop is iterative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def largest_matching(
    possible: Mapping[str, Sequence[str]], room: Mapping[str, int], start: Mapping[str, str]
) -> int:
    """Count the posts that a largest matching of possible pairs fills, stability ignored.

    Args:
        possible: Unlocked post → possible talents.
        room: Talent → seats.
        start: Post → talent; any lawful assignment, from which the search sets out.
    """
    search = _Search(possible, room, start)
    while search.unfilled and search.phase():
        pass
    return len(search.talent_of)


class _Search:
    """The assignment while it grows, and the layers of the current phase."""

    def __init__(
        self,
        possible: Mapping[str, Sequence[str]],
        room: Mapping[str, int],
        start: Mapping[str, str],
    ) -> None:
        self.possible = possible
        self.talent_of = dict(start)
        self.free = dict(room)
        self.held: dict[str, set[str]] = {talent: set() for talent in room}
        for post, talent in start.items():
            self.free[talent] -= 1
            self.held[talent].add(post)
        self.unfilled = [post for post in possible if post not in start and possible[post]]
        self.level: dict[str, int] = {}
        self.rest: dict[str, Iterator[str]] = {}

    def phase(self) -> bool:
        """Carry out a maximal set of shortest chains; False if there is none."""
        if not self.layer():
            return False
        self.rest = {post: iter(self.possible[post]) for post in self.level}
        self.unfilled = [post for post in self.unfilled if not self.augment(post)]
        return True

    def layer(self) -> bool:
        """Number the posts by their distance from an unfilled one, up to the first free seat."""
        self.level = dict.fromkeys(self.unfilled, 0)
        seen: set[str] = set()
        layer, depth, found = self.unfilled, 0, False
        while layer and not found:
            depth += 1
            following: list[str] = []
            for post in layer:
                for talent in self.possible[post]:
                    if talent in seen:
                        continue
                    seen.add(talent)
                    found = found or self.free[talent] > 0
                    following += [p for p in self.held[talent] if p not in self.level]
                    self.level.update(dict.fromkeys(self.held[talent] - self.level.keys(), depth))
            layer = following
        return found

    def augment(self, start: str) -> bool:
        """Search one chain from an unfilled post to a free seat, and carry it out."""
        posts, talents = [start], list[str]()
        while posts:
            post = posts[-1]
            # A talent that led nowhere is asked for its other posts before the next talent.
            retry = talents.pop() if len(talents) == len(posts) else None
            step = self.onward(post, retry)
            if step is None:
                del self.level[post]
                posts.pop()
                continue
            talent, following = step
            talents.append(talent)
            if following is None:
                self.carry_out(posts, talents)
                return True
            posts.append(following)
        return False

    def onward(self, post: str, retry: str | None) -> tuple[str, str | None] | None:
        """Choose the next talent of a post, and the post to move away (None: a free seat)."""
        below = self.level[post] + 1
        talent = retry if retry is not None else next(self.rest[post], None)
        while talent is not None:
            if self.free[talent] > 0:
                return talent, None
            for other in self.held[talent]:
                if self.level.get(other) == below:
                    return talent, other
            talent = next(self.rest[post], None)
        return None

    def carry_out(self, posts: Sequence[str], talents: Sequence[str]) -> None:
        """Move every post of the chain to the talent chosen for it."""
        for post, talent in zip(posts, talents, strict=True):
            before = self.talent_of.get(post)
            if before is not None:
                self.held[before].discard(post)
            self.held[talent].add(post)
            self.talent_of[post] = talent
        self.free[talents[-1]] -= 1
