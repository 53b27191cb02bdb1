"""What the two sides of the fictional round say of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from partydesk.domain.selection import Attitude, Post, Side
from partydesk.domain.talents import Talent
from partydesk.services.demonstration.invented import Draw

#: Other side's 记录号 (None: everybody not named) → attitude and rank; as ``save_wishes`` takes it.
Form = dict[int | None, tuple[Attitude, int | None]]
_WILLING, _ALL_THE_SAME, _NO = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED
#: How many people a unit hears of, and how many of them it gets to know.
_HEARD_OF, _MET = 18, 7
_BASIC_PLANE = 0xFFFF
_SILENT, _LEAVES_IT, _TIE, _NAMES_NO_MORE = 22, 8, 30, 12


@dataclass(frozen=True)
class Opinions:
    """All forms of the round and what the office decides about them.

    Attributes:
        posts: 记录号 of a post → what the enterprise said.
        people: 记录号 of a person → what the person said.
        unpersuaded: Silent ones who decline the program's suggestion too.
        locked: (post, person) that the office settles beforehand.
        forbidden: (post, person) that the office excludes.
    """

    posts: dict[int, Form]
    people: dict[int, Form]
    unpersuaded: tuple[tuple[Side, int], ...] = field(default=())
    locked: tuple[int, int] | None = None
    forbidden: tuple[int, int] | None = None

    def of(self, side: Side) -> Mapping[int, Form]:
        """Give the forms of one side."""
        return self.posts if side is Side.ENTERPRISE else self.people


def opinions_of(
    draw: Draw, posts: Sequence[Post], people: Sequence[Talent], *, odd: bool
) -> Opinions:
    """Let both sides say something, many of them about whom they met.

    Args:
        draw: Chance.
        posts: The round's posts.
        people: Those who can be sent.
        odd: Whether a post that will stay empty, a lock and a ban are wanted too.
    """
    met = {post.id or 0: _met(draw, post, people) for post in posts}
    known: dict[int, list[int]] = {person.id or 0: [] for person in people}
    for post, names in met.items():
        for name in names:
            known[name].append(post)
    post_forms = _forms(draw, met)
    people_forms = _forms(draw, known)
    if odd:
        _empty_post(max(met), met, post_forms, people_forms)
    silent = [(Side.ENTERPRISE, own) for own in met if own not in post_forms]
    silent_people = [(Side.PERSON, own) for own in known if own not in people_forms]
    unpersuaded = (*silent[1:2], *silent_people[1:3])  # the first keep what was suggested
    if not odd:
        return Opinions(post_forms, people_forms, unpersuaded)
    mutual = _mutual(post_forms, people_forms)
    # The lock goes to a rare name where it can: such a name should be seen on a letter.
    rare = {person.id for person in people if any(ord(c) > _BASIC_PLANE for c in person.name)}
    locked = min(mutual, key=lambda pair: pair[1] not in rare, default=None)
    forbidden = next((pair for pair in mutual if locked and not _shares(pair, locked)), None)
    return Opinions(post_forms, people_forms, unpersuaded, locked, forbidden)


def _met(draw: Draw, post: Post, people: Sequence[Talent]) -> list[int]:
    """People a unit gets to know, those with the wanted specialties first."""
    heard_of = draw.sample(people, min(_HEARD_OF, len(people)))
    heard_of.sort(key=lambda person: -len({*post.specialties} & {*person.specialties}))
    return [person.id or 0 for person in heard_of[:_MET]]


def _forms(draw: Draw, met: Mapping[int, Sequence[int]]) -> dict[int, Form]:
    """Fill in the forms of one side; some hand in none."""
    forms: dict[int, Form] = {}
    for own, others in met.items():
        if draw.happens(_SILENT):
            continue
        if draw.happens(_LEAVES_IT) or not others:
            forms[own] = {None: (_ALL_THE_SAME, None)}
        elif draw.happens(_LEAVES_IT):
            forms[own] = {others[-1]: (_NO, None)}
        else:
            forms[own] = _ranked(draw, others)
    return forms


def _ranked(draw: Draw, others: Sequence[int]) -> Form:
    """Rank some of those met, with ties; welcome one more without a rank, perhaps refuse one."""
    form: Form = {}
    count = draw.randint(2, 5)
    rank = 1
    for place, other in enumerate(others[:count]):
        if place and not draw.happens(_TIE):
            rank = place + 1
        form[other] = (_WILLING, rank)
    rest = list(others[count:])
    if rest and draw.happens(30):
        form[rest.pop(0)] = (_WILLING, None)
    if rest and draw.happens(25):
        form[rest.pop()] = (_NO, None)
    if not draw.happens(_NAMES_NO_MORE):
        form[None] = (_ALL_THE_SAME, None)
    return form


def _empty_post(
    post: int, met: Mapping[int, Sequence[int]], posts: dict[int, Form], people: dict[int, Form]
) -> None:
    """Let a post insist on two people who both do not want to go there."""
    wanted = met[post][:2]
    posts[post] = {person: (_WILLING, rank) for rank, person in enumerate(wanted, 1)}
    for person in wanted:
        people.setdefault(person, {})[post] = (_NO, None)


def _mutual(posts: Mapping[int, Form], people: Mapping[int, Form]) -> list[tuple[int, int]]:
    """Pairs in which the post names the person, who names it too or leaves it open."""
    open_minded: Form = {None: (_ALL_THE_SAME, None)}
    return [
        (post, person)
        for post, form in posts.items()
        for person, (attitude, _) in form.items()
        if person is not None
        and attitude is _WILLING
        and _accepts(people.get(person, open_minded), post)
    ]


def _accepts(form: Form, other: int) -> bool:
    """Whether somebody who handed in this form would take that one."""
    attitude, _ = form.get(other, form.get(None, (_NO, None)))
    return attitude is not _NO


def _shares(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pairs have the post or the person in common."""
    return one[0] == other[0] or one[1] == other[1]
