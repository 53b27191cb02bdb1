"""Those whom the fictional banner posted the year before, and the one of them who moves in July.

An office that begins with the program in the middle of things enters what runs already: the posts
and people of last year's round with the days on their papers. So there are some who serve the
whole year, from January to December.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from partydesk.db.models import EnterpriseRow, PostRow
from partydesk.domain.enterprises import PartyOrganization, Standing
from partydesk.domain.listing import Query
from partydesk.domain.placements import Action, Cause, Order, Party, Placement, State
from partydesk.domain.selection import Role
from partydesk.services.demonstration.diary import moment, turn_to, workday
from partydesk.services.demonstration.invented import words
from partydesk.services.placements import act, list_placements
from partydesk.services.pools import find_records
from partydesk.services.selection import list_posts, open_round, round_row, write_post
from partydesk.services.vacancies import fill_vacancy, list_successors, list_vacancies
from partydesk.services.workspace import Workspace

#: So many were posted the year before, where there are people and units for them.
_MANY = 6


def _said(name: str) -> str:
    return cast("dict[str, str]", words("year")["earlier"])[name]


def post_earlier(workspace: Workspace, year: int) -> tuple[int, ...]:
    """Enter last year's postings in April, as their papers say: on post since December.

    Returns:
        The pairs' numbers; none where nobody is left whom this year's round did not take.
    """
    turn_to(workspace, moment(year, 4, 17))
    before, served = year - 1, {pair.talent_id for pair in list_placements(workspace, year)}
    units = _free_units(workspace, year)
    if not units:
        return ()
    open_round(workspace, before, _said("title").format(year=before))
    for unit, role in units:
        _ask(workspace, before, unit, role)
    pairs = []
    for post in list_posts(workspace, before):
        able = (
            one.talent_id
            for one in list_successors(workspace, before, post.id or 0)
            if not one.reasons and one.talent_id not in served
        )
        person = next(able, None)
        if person is not None:
            served.add(person)
            pair, _ = fill_vacancy(workspace, before, post.id or 0, person, _said("reason"))
            pairs.append(pair)
    signed = workday(before, 12, 15)
    return _appoint(workspace, before, pairs, signed, workday(before, 12, 21))


def _free_units(workspace: Workspace, year: int) -> list[tuple[int, Role]]:
    """Units of the pool that do not ask for anybody this year, with what they had last year."""
    asking = {post.enterprise_id for post in list_posts(workspace, year)}
    query = Query(filters={"standing": (Standing.IN_POOL.value,)})
    units = find_records(workspace, "enterprises", query).rows
    free = sorted((unit for unit in units if unit.id not in asking), key=lambda unit: unit.id or 0)
    own = PartyOrganization.OWN
    return [
        (unit.id or 0, Role.SECRETARY if unit.party_organization is own else Role.INSTRUCTOR)
        for unit in free[:_MANY]
    ]


def _ask(workspace: Workspace, year: int, unit_id: int, role: Role) -> None:
    with workspace.unit_of_work("save_posts", "补录上年岗位") as uow:
        unit = uow.session.get_one(EnterpriseRow, unit_id)
        parent = round_row(uow.session, year)
        write_post(uow.session, PostRow(round_id=parent.id), unit, role, {})
        uow.commit()


def _appoint(
    workspace: Workspace, year: int, pairs: Sequence[Placement], signed: dt.date, begun: dt.date
) -> tuple[int, ...]:
    """Enter consents, agreement, letter and first day, all with the days on the papers."""
    if not pairs:
        return ()
    numbers = [pair.id for pair in pairs]
    for party in Party:
        asked = [pair.id for pair in pairs if party in pair.needed]
        if asked:
            order = Order(signed, party=party, approval=_said("approval").format(year=year))
            act(workspace, year, Action.CONSENT, order, asked)
    act(workspace, year, Action.SIGN, Order(signed), numbers)
    act(workspace, year, Action.APPOINT, Order(signed), numbers)
    act(workspace, year, Action.START, Order(begun), numbers)
    return tuple(numbers)


def move_in_july(workspace: Workspace, year: int, pairs: Sequence[int]) -> tuple[int, int] | None:
    """Let one of last year's people change to a unit that is still without anybody.

    Args:
        workspace: Open workspace.
        year: The year that is played.
        pairs: Those posted the year before.

    Returns:
        The pair that ends and the one that begins; None where nobody suits an open post.
    """
    turn_to(workspace, moment(year, 7, 1))
    earlier = {p.talent_id: p for p in list_placements(workspace, year - 1) if p.id in pairs}
    for vacancy in list_vacancies(workspace, year):
        post = vacancy.post.id or 0
        for one in list_successors(workspace, year, post):
            # Whoever is at a post has no free seat before leaving it; that alone is no obstacle.
            held = earlier.get(one.talent_id)
            if held is not None and {reason.code for reason in one.reasons} <= {"no_seat"}:
                return held.id, _moved(workspace, year, held, post)
    return None


def _moved(workspace: Workspace, year: int, held: Placement, post: int) -> int:
    last = dt.date(year, 6, 30)
    order = Order(
        last, cause=Cause.CHANGE_OF_POST, outcome=State.ADJUSTED, basis=_said("basis"),
        why=_said("moved"),
    )  # fmt: skip
    act(workspace, held.year, Action.END, order, [held.id])
    pair, _ = fill_vacancy(workspace, year, post, held.talent_id, _said("moved"))
    _appoint(workspace, year, [pair], last, workday(year, 7, 1))
    return pair.id
