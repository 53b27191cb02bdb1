"""Deferred acceptance with capacities, over plain dictionaries and heaps.

D. Gale and L. S. Shapley, *College Admissions and the Stability of Marriage*, American
Mathematical Monthly 69 (1962). Ties are broken by the order in which ids stand inside a group,
which gives a weakly stable result; with strict wishes it is exactly the optimum of the side that
proposes.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappush, heapreplace

from partydesk.domain.matching.tables import Tables


def posts_propose(tables: Tables) -> dict[str, str]:
    """Find the stable result that is best for the posts.

    Returns:
        Post → talent, without the locked pairs.
    """
    # Each talent keeps a heap of negated places in its own order: the worst post is on top, and
    # the place alone gives the post back.
    order, place, room = tables.talent_order, tables.talent_place, tables.room
    held: dict[str, list[int]] = {talent: [] for talent in room}
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
                if len(heap) < room[talent]:
                    heappush(heap, -number)
                    break
                if heap and -number > heap[0]:
                    post = order[talent][-heapreplace(heap, -number)]
                    break
    return {order[talent][-key]: talent for talent, heap in held.items() for key in heap}


def talents_propose(tables: Tables) -> dict[str, str]:
    """Find the stable result that is best for the talents.

    Returns:
        Post → talent, without the locked pairs.
    """
    place = {post: {t: i for i, t in enumerate(order)} for post, order in tables.asking().items()}
    room = dict(tables.room)
    rest = {talent: iter(order) for talent, order in tables.talent_order.items()}
    talent_of: dict[str, str] = {}
    waiting = [talent for talent, seats in reversed(room.items()) if seats > 0]
    nobody: Mapping[str, int] = {}
    while waiting:
        talent = waiting.pop()
        for post in rest[talent]:
            number = place.get(post, nobody).get(talent)
            if number is None:
                continue
            rival = talent_of.get(post)
            if rival is not None:
                if place[post][rival] < number:
                    continue
                # A talent with room to spare is waiting already, or has asked everybody.
                if room[rival] == 0:
                    waiting.append(rival)
                room[rival] += 1
            talent_of[post] = talent
            room[talent] -= 1
            if room[talent] == 0:
                break
    return talent_of
