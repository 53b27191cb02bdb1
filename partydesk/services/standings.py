"""What is known of a round's posts and people while pairs are made by hand, read from storage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import RecusalRow
from partydesk.domain.recusals import Tie
from partydesk.domain.round_problem import names_of, preferences, wish_groups
from partydesk.domain.selection import Post, Side, Wish, post_key, record_id, talent_key
from partydesk.domain.standing import Pair, Standing, wish_words
from partydesk.services.candidates import fits_in, running_posts
from partydesk.services.policies import policy_in
from partydesk.services.round_problems import people_in
from partydesk.services.rulings import rulings_in
from partydesk.services.selection import post_of, posts_in


def standing_of(
    session: Session,
    year: int,
    round_id: int,
    wishes: Sequence[Wish],
    settled: Mapping[int, int],
    today: dt.date,
    *,
    proposed: Mapping[int, int],
) -> Standing:
    """Gather all that is known of a round's pairs.

    Args:
        session: Open session.
        year: The round's year.
        round_id: The round.
        wishes: The wishes of both sides.
        settled: Post → person of the pairs that may not be touched.
        today: The day.
        proposed: Post → person of a run; empty for none.
    """
    posts = [post_of(row) for row in posts_in(session, round_id)]
    people = {talent.id or 0: talent for talent in people_in(session, settled)}
    names = names_of(posts, list(people.values()))
    return Standing(
        {post.id or 0: post for post in posts},
        people,
        fits_in(session, year, posts, list(people.values()), today),
        {number: names[talent_key(number)] for number in people},
        proposed=proposed,
        rulings=rulings_in(session, round_id),
        settled=settled,
        words=wish_words(wishes),
        accepted=_accepted(wishes, posts, list(people)),
        running=running_posts(session, round_id, today),
        ties=_ties(session),
        separate=policy_in(session, year).separate_people,
    )


def _accepted(
    wishes: Sequence[Wish], posts: Sequence[Post], people: Sequence[int]
) -> dict[tuple[Side, int], frozenset[int]]:
    """Whom each side that said something would take, as the matcher reads it."""
    others = {
        Side.ENTERPRISE: [talent_key(number) for number in people],
        Side.PERSON: [post_key(post.id or 0) for post in posts],
    }
    found = {}
    for (side, own), said in preferences(wishes).items():
        groups = wish_groups(said, others[side])
        if groups != "any" and own is not None:
            found[side, own] = frozenset(record_id(key) for group in groups for key in group)
    return found


def _ties(session: Session) -> dict[Pair, Tie]:
    """Who should not be sent where: (person, enterprise) → why."""
    return {
        (row.talent_id, row.enterprise_id): row.tie for row in session.scalars(select(RecusalRow))
    }
