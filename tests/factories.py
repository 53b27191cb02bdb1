"""Records for tests, stored the way a user stores them: through the services."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Protocol, TypeVar

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.domain.placements import Action, Order, Party, Placement
from partydesk.domain.selection import Attitude, Post, Role, Side
from partydesk.domain.talents import Talent
from partydesk.domain.values import Cell
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.pools import get_record, save_record
from partydesk.services.selection import open_round, save_post
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace

BANNER, DIVISION, YEAR = "塔林旗", "150430", 2026
_CHINA = dt.timezone(dt.timedelta(hours=8))
_NUMBER = count(1)

Record = TypeVar("Record")
#: What one side says: other id (None for everybody not named) → attitude and rank.
Form = Mapping[int | None, tuple[Attitude, int | None]]


class StandingClock:
    """A clock that stands still until it is moved on.

    Attributes:
        now: The moment it shows.
    """

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=_CHINA)

    def __call__(self) -> dt.datetime:
        """Show the moment."""
        return self.now

    def advance(self, **delta: float) -> None:
        """Move on by hours, days and so on, as :class:`datetime.timedelta` takes them."""
        self.now += dt.timedelta(**delta)


def make_talent(workspace: Workspace, **fields: Cell) -> Talent:
    """Store a person; what is not given is left empty but for a name of its own."""
    cells: dict[str, Cell] = {"name": f"苏和{_han(next(_NUMBER))}", **fields}
    return _read(workspace, "talents", save_record(workspace, "talents", None, cells).id, Talent)


def make_enterprise(workspace: Workspace, **fields: Cell) -> Enterprise:
    """Store a unit that is 在库 unless said otherwise."""
    cells: dict[str, Cell] = {
        "name": f"塔林{_han(next(_NUMBER))}有限公司",
        "standing": Standing.IN_POOL.value,
        **fields,
    }
    number = save_record(workspace, "enterprises", None, cells).id
    return _read(workspace, "enterprises", number, Enterprise)


def _read(workspace: Workspace, kind: str, number: int, record: type[Record]) -> Record:
    """Read a stored record back."""
    found = get_record(workspace, kind, number)
    assert isinstance(found, record)
    return found


def _han(number: int) -> str:
    """Write a number in Han digits, so that names differ and have a pinyin."""
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def make_round(
    workspace: Workspace,
    units: Sequence[Enterprise],
    *,
    posts: Mapping[int, Form] | None = None,
    talents: Mapping[int, Form] | None = None,
    year: int = YEAR,
) -> tuple[Post, ...]:
    """Open a round with one post for each unit, and hand in wishes.

    Args:
        workspace: Open workspace.
        units: The units that ask for somebody.
        posts: Place of the unit in ``units`` → what it says of people.
        talents: 记录号 of a person → what the person says, by the place of the unit.
        year: The round's year.
    """
    open_round(workspace, year)
    made = tuple(
        save_post(workspace, year, None, enterprise_id=number_of(unit), role=Role.INSTRUCTOR)[0]
        for unit in units
    )
    for place, form in (posts or {}).items():
        save_wishes(workspace, year, Side.ENTERPRISE, number_of(made[place]), form)
    for talent, said in (talents or {}).items():
        form = {None if p is None else number_of(made[p]): word for p, word in said.items()}
        save_wishes(workspace, year, Side.PERSON, talent, form)
    return made


def number_of(record: Talent | Enterprise | Post) -> int:
    """The 记录号 of a stored record."""
    assert record.id is not None
    return record.id


def willing(*others: int) -> dict[int | None, tuple[Attitude, int | None]]:
    """A form that welcomes the others in this order and nobody else."""
    return {other: (Attitude.WILLING, rank) for rank, other in enumerate(others, 1)}


def make_pairs(
    workspace: Workspace, count_of_pairs: int = 1, **talent: Cell
) -> tuple[Placement, ...]:
    """Store people and units, match each to one, and take the pairs into the procedure."""
    people = [make_talent(workspace, **talent) for _ in range(count_of_pairs)]
    units = [make_enterprise(workspace) for _ in range(count_of_pairs)]
    wishes = {place: willing(number_of(person)) for place, person in enumerate(people)}
    make_round(workspace, units, posts=wishes)
    run_matching(workspace, YEAR)
    return accept_run(workspace, YEAR)[0]


def consent(workspace: Workspace, *parties: Party, ids: Sequence[int] | None = None) -> None:
    """Record consents of today."""
    for party in parties:
        act(workspace, YEAR, Action.CONSENT, Order(workspace.today(), party), ids)


def consent_all(workspace: Workspace, ids: Sequence[int] | None = None) -> None:
    """Record every consent that is still missing."""
    for placement in list_placements(workspace, YEAR):
        if ids is None or placement.id in ids:
            consent(workspace, *placement.missing, ids=[placement.id])


def the_pair(workspace: Workspace, number: int | None = None) -> Placement:
    """The only pair of the year, or the one with this number, withdrawn or not."""
    found = list_placements(workspace, YEAR, withdrawn=True)
    if number is not None:
        return next(p for p in found if p.id == number)
    (only,) = found
    return only


@contextmanager
def every_connection(engine: Engine, *pragmas: str) -> Iterator[None]:
    """Run these statements first on each connection that is opened inside the block."""

    def configure(connection: _Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma)

    engine.dispose()  # the connections that are kept would miss the statements
    event.listen(engine, "connect", configure)
    try:
        yield
    finally:
        event.remove(engine, "connect", configure)
        engine.dispose()


class _Connection(Protocol):
    """The little of a driver's connection that is used here."""

    def execute(self, statement: str) -> object:
        """Run one statement."""


def dump(session: Session) -> dict[str, list[str]]:
    """Read every table whole, so that two states of a workspace can be compared."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    return {
        name: sorted(repr(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{name}"')))  # noqa: S608 - names of our own tables
        for name in session.scalars(text(tables))
    }


def without_moments(conflicts: Iterable[str]) -> list[str]:
    """Give conflicts as an undo names them, without the moments, which depend on the clock."""
    moment = re.compile(r"（\d{4}-\d\d-\d\d \d\d:\d\d）$")
    assert all(moment.search(one) for one in conflicts)
    return [moment.sub("", one) for one in conflicts]
