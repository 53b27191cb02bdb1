"""Király's approximation for a largest weakly stable result.

Z. Király, *Linear Time Local Approximation Algorithm for Maximum Stable Marriage*, Algorithms 6
(2013), for ties on both sides, carried over to capacities: a talent of capacity c stands for c
persons with equal wishes. It never fills less than two thirds of the optimum.

Links are our own addition, without that guarantee: a talent that holds a linked post counts as full
for the others of the group, and of two linked posts the less welcome one goes. What makes the
result stable stays true: a talent that is not free for a post never becomes free for it again,
and once a talent has refused a post, what it holds only gets better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from partydesk.domain.matching.tables import LinkedSeats, Tables


class _Suitor:
    """A post on its way down its wishes."""

    __slots__ = ("bachelor", "groups", "left", "number", "sure")

    def __init__(self, talents: Sequence[str], tier: Mapping[str, int]) -> None:
        groups: dict[int, list[str]] = {}
        for talent in talents:
            groups.setdefault(tier[talent], []).append(talent)
        self.groups = list(groups.values())
        self.bachelor = False
        self.restart()

    def restart(self) -> None:
        """Begin the list again."""
        self.number = -1
        self.left: list[str] = []
        self.advance()

    def advance(self) -> bool:
        """Go on to the next group; False when the list is exhausted."""
        self.number += 1
        self.sure = False
        if self.number >= len(self.groups):
            return False
        # Reversed, so that the first of the group is at the end and cheap to take away.
        self.left = self.groups[self.number][::-1]
        return True


def promote(possible: Mapping[str, Sequence[str]], tables: Tables) -> dict[str, str]:
    """Run Király's algorithm with the posts proposing.

    A post asks first the talents of its best group that have a free seat. If another talent of the
    group still has one, its place is uncertain: any newcomer takes it, and the post asks the other.
    A post that was refused by everybody goes through its list a second time and then wins ties
    against posts that do so the first time.

    Args:
        possible: Unlocked post → possible talents, best first; the order inside a tie matters.
        tables: The problem.

    Returns:
        Post → talent, without the locked pairs; weakly stable.
    """
    return _Promotion(possible, tables).run()


class _Promotion:
    """The state of one run of Király's algorithm."""

    def __init__(self, possible: Mapping[str, Sequence[str]], tables: Tables) -> None:
        self.tier = tables.talent_tier
        self.room = dict(tables.room)
        self.seats = LinkedSeats(tables.link)
        self.talent_of: dict[str, str] = {}
        self.suitors = {
            post: _Suitor(talents, tables.post_tier[post])
            for post, talents in possible.items()
            if talents
        }
        # Worst place on top. Entries are not removed when a post leaves; stale ones are skipped.
        self.heaps: dict[str, list[tuple[int, bool, str]]] = {t: [] for t in self.room}
        self.doubtful: dict[str, list[str]] = {t: [] for t in self.room}

    def run(self) -> dict[str, str]:
        """Let posts propose until each has a place or has asked everybody twice."""
        waiting = list(reversed(self.suitors))
        while waiting:
            post = waiting.pop()
            if self.next_group(self.suitors[post]):
                loser = self.propose(post)
                if loser is not None:
                    waiting.append(loser)
        return self.talent_of

    def next_group(self, suitor: _Suitor) -> bool:
        """Make sure that there is somebody to ask; False when all were asked twice."""
        while not suitor.left:
            if suitor.advance():
                continue
            if suitor.bachelor:
                return False
            suitor.bachelor = True
            suitor.restart()
        return True

    def propose(self, post: str) -> str | None:
        """Ask the next talent; give back the post that has no place now, if any."""
        suitor = self.suitors[post]
        talent = self.free(post)
        if talent is not None:
            self.room[talent] -= 1
            self.take(talent, post)
            return None
        talent = suitor.left[-1]
        linked = self.seats.rival(talent, post)
        if linked is None:
            loser = self.uncertain(talent)
        else:
            loser = linked if self.free(linked) is not None else None
        if loser is None:
            loser = linked or self.worst(talent)
            rival = self.suitors[loser]
            tier = self.tier[talent]
            if (tier[post], not suitor.bachelor) >= (tier[loser], not rival.bachelor):
                suitor.left.pop()
                return post
            rival.left.remove(talent)
        del self.talent_of[loser]
        self.seats.leave(talent, loser)
        self.take(talent, post)
        return loser

    def free(self, post: str) -> str | None:
        """Find a talent of a post's current group with a seat nobody ever took."""
        suitor = self.suitors[post]
        if not suitor.sure:
            for talent in reversed(suitor.left):
                if self.room[talent] > 0 and self.seats.rival(talent, post) is None:
                    return talent
            # A taken seat is never free again, so this group need not be searched again.
            suitor.sure = True
        return None

    def take(self, talent: str, post: str) -> None:
        """Give a post its place."""
        self.talent_of[post] = talent
        self.seats.take(talent, post)
        lad = not self.suitors[post].bachelor
        heappush(self.heaps[talent], (-self.tier[talent][post], not lad, post))
        self.doubtful[talent].append(post)

    def uncertain(self, talent: str) -> str | None:
        """Find a post of a full talent that could go to a free seat it likes as much."""
        doubtful = self.doubtful[talent]
        while doubtful:
            post = doubtful.pop()
            here = self.talent_of.get(post) == talent
            if here and self.free(post) is not None:
                return post
        return None

    def worst(self, talent: str) -> str:
        """Find the least welcome post of a full talent: the last group, lads first."""
        heap = self.heaps[talent]
        while True:
            _, bachelor, post = heap[0]
            if self.talent_of.get(post) == talent and self.suitors[post].bachelor == bachelor:
                return post
            heappop(heap)
