"""演示: a fictional banner, 塔林旗, with its pools and one whole round up to the letters.

Everybody and everything here is invented (see :mod:`.invented` for the numbers) and the workspace
says so. All of it goes through the services that the pages call, so that the demonstration can
show nothing the program cannot do. The same seed gives the same data, day by day: the moments in
the journal are those of an office's year, not of the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from partydesk.domain.errors import Cancelled
from partydesk.domain.progress import Progress, silent
from partydesk.services.demonstration.diary import acting_as_clerk, moment
from partydesk.services.demonstration.organizations import register_organizations
from partydesk.services.demonstration.papers import Document, write_demonstration_documents
from partydesk.services.demonstration.people import talent_entries
from partydesk.services.demonstration.rounds import (
    RoundFigures,
    pool_for,
    run_demonstration,
)
from partydesk.services.demonstration.units import enterprise_entries, land
from partydesk.services.demonstration.year_on_post import YearFigures, run_year_on_post
from partydesk.services.dictionaries import learn_words
from partydesk.services.pools import save_records
from partydesk.services.workspace import (
    FILE_NAME,
    NewWorkspace,
    Workspace,
    create_workspace,
    open_workspace,
)

__all__ = [
    "Document",
    "RoundFigures",
    "YearFigures",
    "make_demonstration",
    "run_demonstration",
    "run_year_on_post",
    "write_demonstration_documents",
]


def make_demonstration(
    folder: Path,
    *,
    year: int,
    seed: int = 1,
    talents: int = 40,
    enterprises: int = 60,
    posts: int | None = None,
    progress: Progress = silent,
    clock: Callable[[], dt.datetime] | None = None,
) -> Workspace:
    """Make the workspace of the fictional banner: places, people, units and organizations.

    Args:
        folder: Is made when it does not exist; must not hold a workspace.
        year: The year to play; ages and dates are counted from it.
        seed: The same seed gives the same data.
        talents: How many people.
        enterprises: How many units.
        posts: How many posts the units will ask for; None for half as many as there are units,
            as far as there are people for them.
        progress: Told how far it is; may cancel, and then nothing is left behind.
        clock: Gives the moment once the workspace is filled; None for the PC's clock.

    Returns:
        The open workspace; the round is still to be run (:func:`run_demonstration`).

    Raises:
        EnvironmentProblem: The folder holds a workspace already or cannot be written.
        Cancelled: The user asked to stop.
    """
    wish = NewWorkspace(name=land().banner, division_code=None, year=year, invented=True)
    first_day = moment(year, 1, 8)
    try:
        with (
            create_workspace(folder, wish, clock=lambda: first_day) as workspace,
            acting_as_clerk(workspace),
        ):
            _write_places(workspace)
            people = talent_entries(talents, year=year, seed=seed, townships=tuple(land().villages))
            save_records(workspace, "talents", people, progress=progress)
            in_pool = pool_for(posts, talents, enterprises)
            units = enterprise_entries(enterprises, in_pool=in_pool, year=year, seed=seed)
            save_records(workspace, "enterprises", units, progress=progress)
            register_organizations(workspace, year=year, seed=seed, progress=progress)
    except Cancelled:
        (folder / FILE_NAME).unlink(missing_ok=True)
        raise
    return open_workspace(folder) if clock is None else open_workspace(folder, clock=clock)


def _write_places(workspace: Workspace) -> None:
    """Write the invented townships, villages and committees into the dictionaries."""
    with workspace.unit_of_work("add_places", "登记苏木乡镇、嘎查村和基层党委") as uow:
        learn_words(uow.session, "township", tuple(land().villages))
        for township, villages in land().villages.items():
            learn_words(uow.session, "village", tuple(villages), township)
        for committees in land().committees.values():
            learn_words(uow.session, "committee", tuple(committees))
        uow.commit()
