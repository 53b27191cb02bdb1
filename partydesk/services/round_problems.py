"""A round written as the matcher's problem: who takes part, on what terms, and what is fixed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from partydesk.db.models import RoundRow
from partydesk.domain import standing_in
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.kept_apart import posts_kept_apart
from partydesk.domain.round_problem import (
    has_order,
    named_by_enterprises,
    names_of,
    preferences,
    problem_of,
)
from partydesk.domain.selection import Post, Ruling, Side, post_key, record_id, talent_key
from partydesk.domain.talents import Talent
from partydesk.services.candidates import candidates_in, fits_in, running_posts
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.rulings import rulings_in, settled_in
from partydesk.services.selection import post_of, posts_in
from partydesk.services.wishes import bare_wishes


@dataclass(frozen=True, slots=True)
class Task:
    """A round written as a problem.

    Attributes:
        data: The problem as plain values.
        names: Id → name.
        conditions: Pair left out because a must-have fails → which, in words.
        stood_in: Ids of those for whose missing order the fit stands in.
    """

    data: dict[str, Any]
    names: Mapping[str, str]
    conditions: Mapping[tuple[str, str], str]
    stood_in: tuple[str, ...]


def problem_in(session: Session, parent: RoundRow, today: dt.date, sides: Collection[Side]) -> Task:
    """Write the round as a problem, and name everybody in it.

    Raises:
        RuleViolation: There is nothing to match.
    """
    settled = settled_in(session, parent.id)
    posts = [post_of(row) for row in posts_in(session, parent.id)]
    posts = [post for post in posts if post.is_wanted or post.id in settled]
    talents = people_in(session, settled)
    if not posts or not talents:
        what = "还没有岗位，请先登记岗位需求" if not posts else "没有可选派的人才，请先充实人才库"
        raise RuleViolation([Reason("nothing_to_match", what)])
    rulings = _standing_rulings(session, parent.id, posts, talents, settled)
    rows = bare_wishes(session, parent.id)
    wishes = preferences(rows)
    seats = _seats(session, parent.id, talents, rulings, today)
    data = problem_of(
        [(post.id or 0, wishes[Side.ENTERPRISE, post.id]) for post in posts],
        [(t.id or 0, seats[t.id or 0], wishes[Side.PERSON, t.id]) for t in talents],
        rulings,
    )
    fits = fits_in(session, parent.year, posts, talents, today)
    asked = named_by_enterprises(rows) | rulings.keys()
    conditions = {
        (post_key(post), talent_key(talent)): "；".join(failed)
        for (post, talent), failed in fits.barred(asked).items()
    }
    data["forbidden"].extend(list(pair) for pair in conditions)
    if policy_in(session, parent.year).separate_people:
        kept_apart = posts_kept_apart(posts, rulings)
        if kept_apart:
            data["links"] = [[post_key(number) for number in group] for group in kept_apart]
    ordered = {_key(*own) for own, said in wishes.items() if has_order(said)}
    stood_in = standing_in.stand_in(
        data, sides, ordered, lambda post, talent: fits.score(record_id(post), record_id(talent))
    )
    return Task(data, names_of(posts, talents), conditions, stood_in)


def _key(side: Side, own_id: int | None) -> str:
    """The key of the side whose wishes they are."""
    return (post_key if side is Side.ENTERPRISE else talent_key)(own_id or 0)


def _seats(
    session: Session,
    round_id: int,
    talents: Sequence[Talent],
    rulings: Mapping[tuple[int, int], Ruling],
    today: dt.date,
) -> dict[int, int]:
    """Seats each person has in this round: posts of other rounds that still run take theirs."""
    running = running_posts(session, round_id, today)
    locks = Counter(t for (_, t), ruling in rulings.items() if ruling is Ruling.LOCKED)
    return {
        number: max(talent.seats - running.get(number, 0), locks[number], 0)
        for talent in talents
        for number in [talent.id or 0]
    }


def people_in(session: Session, settled: Mapping[int, int]) -> list[Talent]:
    """Everybody who can be sent, and those already settled even if they cannot any more."""
    people = candidates_in(session)
    known = {talent.id for talent in people}
    missing = sorted(set(settled.values()) - known)
    return people + [TALENTS.read(session.get_one(TALENTS.model, number)) for number in missing]


def _standing_rulings(
    session: Session,
    round_id: int,
    posts: Sequence[Post],
    talents: Sequence[Talent],
    settled: Mapping[int, int],
) -> dict[tuple[int, int], Ruling]:
    """The rulings that concern somebody still there; settled pairs count as locked."""
    post_ids, talent_ids = {p.id for p in posts}, {t.id for t in talents}
    rulings = {
        (post, talent): ruling
        for (post, talent), ruling in rulings_in(session, round_id).items()
        if post in post_ids and talent in talent_ids and post not in settled
    }
    return {**rulings, **dict.fromkeys(settled.items(), Ruling.LOCKED)}
