"""Deferred acceptance with capacities and linked posts, over plain dictionaries and heaps.

D. Gale and L. S. Shapley, *College Admissions and the Stability of Marriage*, American
Mathematical Monthly 69 (1962). Ties are broken by the order in which ids stand inside a group,
which gives a weakly stable result; with strict wishes it is exactly the optimum of the side that
proposes. Of linked posts a talent holds only the one it likes best; that such a choice leaves the
theorem intact is told at :func:`partydesk.domain.matching.check.check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush, heapreplace

from partydesk.domain.matching.tables import LinkedSeats, Tables


def posts_propose(tables: Tables) -> dict[str, str]:
    """Find the stable result that is best for the posts.

    Returns:
        Post → talent, without the locked pairs.
    """
    # Each talent keeps a heap of negated places in its own order: the worst post is on top, and
    # the place alone gives the post back.
    order, place, room = tables.talent_order, tables.talent_place, tables.room
    held: dict[str, list[int]] = {talent: [] for talent in room}
    seats = LinkedSeats(tables.link)
    rest = tables.asking()
    for first in rest:
        post: str | None = first
        while post is not None:
            proposer, post = post, None
            for talent in rest[proposer]:
                number = place[talent].get(proposer)
                if number is None:
                    continue
                heap = held[talent]
                rival = seats.rival(talent, proposer) if proposer in seats.link else None
                if rival is not None:
                    if place[talent][rival] < number:
                        continue
                    post = rival
                    heap[heap.index(-place[talent][rival])] = -number
                    heapify(heap)
                elif len(heap) < room[talent]:
                    heappush(heap, -number)
                elif heap and -number > heap[0]:
                    post = order[talent][-heapreplace(heap, -number)]
                    seats.leave(talent, post)
                else:
                    continue
                seats.take(talent, proposer)
                break
    return {order[talent][-key]: talent for talent, heap in held.items() for key in heap}


def talents_propose(tables: Tables) -> dict[str, str]:
    """Find the stable result that is best for the talents.

    Returns:
        Post → talent, without the locked pairs.
    """
    place = {post: {t: i for i, t in enumerate(order)} for post, order in tables.asking().items()}
    room = dict(tables.room)
    lists = {talent: _AskingList(talent, tables) for talent in room}
    talent_of: dict[str, str] = {}
    waiting = [talent for talent, seats in reversed(room.items()) if seats > 0]
    nobody: Mapping[str, int] = {}
    while waiting:
        talent = waiting.pop()
        if room[talent] == 0:
            continue
        mine = lists[talent]
        for post in mine:
            number = place.get(post, nobody).get(talent)
            if number is None:
                continue
            rival = talent_of.get(post)
            if rival is not None:
                if place[post][rival] < number:
                    continue
                # A talent with room to spare is waiting already, or has asked everybody; but a
                # linked post that it passed over may be worth asking now.
                if lists[rival].again(post) or room[rival] == 0:
                    waiting.append(rival)
                room[rival] += 1
            talent_of[post] = talent
            mine.got(post)
            room[talent] -= 1
            if room[talent] == 0:
                break
    return talent_of


class _AskingList:
    """The posts that a talent asks, best first.

    A post linked with one it holds is passed over, and asked later if that one is lost.
    """

    def __init__(self, talent: str, tables: Tables) -> None:
        self.link = tables.link
        self.places = tables.talent_place[talent]
        self.rest = iter(tables.talent_order[talent])
        self.holds: set[int] = set()
        self.passed: dict[int, list[str]] = {}
        self.retry: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        # What was passed over stands before all that was never looked at.
        while True:
            post = heappop(self.retry)[1] if self.retry else next(self.rest, None)
            if post is None:
                return
            group = self.link.get(post)
            if group is not None and group in self.holds:
                self.passed.setdefault(group, []).append(post)
            else:
                yield post

    def got(self, post: str) -> None:
        """Note a post that said yes."""
        if post in self.link:
            self.holds.add(self.link[post])

    def again(self, post: str) -> bool:
        """Note a post that was lost; True if that gives other posts a chance."""
        group = self.link.get(post)
        if group is None:
            return False
        self.holds.discard(group)
        chances = self.passed.pop(group, [])
        for other in chances:
            heappush(self.retry, (self.places[other], other))
        return bool(chances)
