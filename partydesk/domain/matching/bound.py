"""How many posts any assignment could fill: a largest matching of possible pairs.

J. E. Hopcroft and R. M. Karp, *An n^(5/2) Algorithm for Maximum Matchings in Bipartite Graphs*,
SIAM Journal on Computing 2 (1973), with capacities on the talents' side. Every loop is iterative.

Linked posts: where a talent holds one of a group, another of it can come in only by moving that
one away. A shortest chain never brings two posts of a group to one talent, because it could be
shortened there; the search leaves such chains out, so the first one of each phase is always found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def largest_matching(
    possible: Mapping[str, Sequence[str]],
    room: Mapping[str, int],
    start: Mapping[str, str],
    link: Mapping[str, int],
) -> int:
    """Count the posts that a largest matching of possible pairs fills, stability ignored.

    Args:
        possible: Unlocked post → possible talents.
        room: Talent → seats.
        start: Post → talent; any lawful assignment, from which the search sets out.
        link: Post → number of its group of linked posts, none of which share a talent.
    """
    search = _Search(possible, room, start, link)
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
        link: Mapping[str, int],
    ) -> None:
        self.possible, self.link = possible, link
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
        before = len(self.talent_of)
        self.unfilled = [post for post in self.unfilled if not self.augment(post)]
        return len(self.talent_of) > before

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
                    linked = self.linked(post, talent)
                    if linked is not None:
                        if linked not in self.level:
                            self.level[linked] = depth
                            following.append(linked)
                        continue
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
            step = self.onward(post, retry, posts, talents)
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

    def linked(self, post: str, talent: str) -> str | None:
        """Name the linked post that a talent holds."""
        group = self.link.get(post)
        if group is None:
            return None
        return next((key for key in self.held[talent] if self.link.get(key) == group), None)

    def onward(
        self, post: str, retry: str | None, posts: Sequence[str], talents: Sequence[str]
    ) -> tuple[str, str | None] | None:
        """Choose the next talent of a post, and the post to move away (None: a free seat).

        Args:
            post: The last post of the chain.
            retry: The talent that it asked last, in vain.
            posts: The chain so far.
            talents: Its talents, one for each post but the last.
        """
        below = self.level[post] + 1
        talent = retry if retry is not None else next(self.rest[post], None)
        while talent is not None:
            linked = self.linked(post, talent)
            if linked is not None:
                if self.level.get(linked) == below:
                    return talent, linked
            elif not self.comes_linked(post, talent, posts, talents):
                if self.free[talent] > 0:
                    return talent, None
                for other in self.held[talent]:
                    if self.level.get(other) == below:
                        return talent, other
            talent = next(self.rest[post], None)
        return None

    def comes_linked(
        self, post: str, talent: str, posts: Sequence[str], talents: Sequence[str]
    ) -> bool:
        """Whether the chain brings a linked post to the talent already."""
        group = self.link.get(post)
        if group is None:
            return False
        steps = zip(posts, talents, strict=False)
        return any(t == talent and self.link.get(p) == group for p, t in steps)

    def carry_out(self, posts: Sequence[str], talents: Sequence[str]) -> None:
        """Move every post of the chain to the talent chosen for it."""
        for post, talent in zip(posts, talents, strict=True):
            before = self.talent_of.get(post)
            if before is not None:
                self.held[before].discard(post)
            self.held[talent].add(post)
            self.talent_of[post] = talent
        self.free[talents[-1]] -= 1
