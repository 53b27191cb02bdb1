"""A walk from one weakly stable result to the next, within the ties.

Two kinds of step, both of which keep the result weakly stable and never fill fewer posts:

* push: a post without a place takes the place of a post that the talent likes equally. The loser
  goes on down its own list, from the group of the lost place onward, by deferred acceptance.
  Talents never fare worse by it.
* pull: a talent with a free seat takes over a post that likes both talents equally. The seat left
  behind is offered to the best post that wants it. Posts never fare worse by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from random import Random

from partydesk.domain.matching.tables import Tables

_SEED = 20
"""Fixed: the same problem gives the same result on every machine."""

EFFORT = 1_000_000
"""So many looks at single wishes a walk may take: a few tenths of a second on an office PC."""


class Walk:
    """A weakly stable result on its way."""

    def __init__(
        self,
        tables: Tables,
        start: Mapping[str, str],
        bound: int,
    ) -> None:
        """Set out from a weakly stable result.

        Args:
            tables: The problem.
            start: Post → talent.
            bound: More posts than these cannot be filled.
        """
        self._possible = tables.possible
        self._post_tier = tables.post_tier
        self._talent_tier = tables.talent_tier
        self._bound = bound
        self._random = Random(_SEED)  # noqa: S311 - breaks ties, guards no secret
        self._effort = EFFORT
        self._talent_of: dict[str, str] = {}
        self._room = dict(tables.room)
        self._held: dict[str, list[str]] = {talent: [] for talent in self._room}
        for post, talent in start.items():
            self._put(post, talent)
        # Talent → the posts that it may get, best first.
        self._wanted: dict[str, list[str]] = {talent: [] for talent in self._room}
        for post, talents in tables.possible.items():
            for talent in talents:
                self._wanted[talent].append(post)
        for talent, posts in self._wanted.items():
            posts.sort(key=self._talent_tier[talent].__getitem__)

    def run(self) -> dict[str, str]:
        """Walk until the bound is reached or the effort is spent.

        Returns:
            The first of the largest results, post → talent; the start if none is larger.
        """
        best = dict(self._talent_of)
        while len(best) < self._bound and self._effort > 0:
            before = self._effort
            self._round()
            if len(self._talent_of) > len(best):
                best = dict(self._talent_of)
            if self._effort == before:
                break
        return best

    def _round(self) -> None:
        """Try one push for each open post and one pull for each open talent."""
        posts = [p for p, them in self._possible.items() if them and p not in self._talent_of]
        self._random.shuffle(posts)
        for post in posts:
            if post not in self._talent_of:
                self._push(post)
        talents = [t for t, seats in self._room.items() if seats > 0 and self._wanted[t]]
        self._random.shuffle(talents)
        for talent in talents:
            if self._room[talent] > 0:
                self._pull(talent)

    def _put(self, post: str, talent: str) -> None:
        self._talent_of[post] = talent
        self._held[talent].append(post)
        self._room[talent] -= 1

    def _leave(self, post: str) -> str:
        talent = self._talent_of.pop(post)
        self._held[talent].remove(post)
        self._room[talent] += 1
        return talent

    def _push(self, post: str) -> None:
        """Let a post without a place take one that a talent can give it as well."""
        swaps: list[tuple[str, str]] = []
        for talent in self._possible[post]:
            tier = self._talent_tier[talent]
            mine = tier[post]
            swaps += [(talent, rival) for rival in self._held[talent] if tier[rival] == mine]
            self._effort -= 1 + len(self._held[talent])
        if not swaps:
            return
        talent, rival = self._random.choice(swaps)
        self._leave(rival)
        self._put(post, talent)
        loser: tuple[str, str] | None = (rival, talent)
        while loser is not None:
            loser = self._settle(*loser)

    def _settle(self, post: str, lost: str) -> tuple[str, str] | None:
        """Seat a post from the group of its lost place onward.

        Returns:
            The post that had to leave for it and the talent it left, if any.
        """
        tier = self._post_tier[post]
        onward = [t for t in self._possible[post] if tier[t] >= tier[lost] and t != lost]
        self._effort -= len(onward)
        for _, group in groupby(onward, key=tier.__getitem__):
            talents = list(group)
            self._random.shuffle(talents)
            free = next((t for t in talents if self._room[t] > 0), None)
            if free is not None:
                self._put(post, free)
                return None
            for talent in talents:
                welcome = self._talent_tier[talent]
                self._effort -= len(self._held[talent])
                worst = max(self._held[talent], key=welcome.__getitem__)
                if welcome[post] < welcome[worst]:
                    self._leave(worst)
                    self._put(post, talent)
                    return worst, talent
        return None

    def _pull(self, talent: str) -> None:
        """Let a talent with a free seat take over a post that likes it as much."""
        swaps: list[str] = []
        for post in self._wanted[talent]:
            other, tier = self._talent_of.get(post), self._post_tier[post]
            # A seat left at a talent with room to spare would tempt nobody.
            if other is None or other == talent or self._room[other] > 0:
                continue
            if tier[other] == tier[talent]:
                swaps.append(post)
        self._effort -= len(self._wanted[talent])
        if not swaps:
            return
        post = self._random.choice(swaps)
        vacant: str | None = self._leave(post)
        self._put(post, talent)
        while vacant is not None:
            vacant = self._offer(vacant)

    def _offer(self, talent: str) -> str | None:
        """Give a vacant seat to the best post that wants it; name the talent it left, if any."""
        welcome = self._talent_tier[talent]
        best: str | None = None
        for post in self._wanted[talent]:
            self._effort -= 1
            if best is not None and welcome[post] > welcome[best]:
                break
            now, tier = self._talent_of.get(post), self._post_tier[post]
            if now is None:
                best = post
                break
            if best is None and tier[talent] < tier[now]:
                best = post
        if best is None:
            return None
        left = self._leave(best) if best in self._talent_of else None
        self._put(best, talent)
        return left
