"""A large round for measurements: posts, people and the wishes of both sides, drawn from a seed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from random import Random

from partydesk.db.models import EnterpriseRow, PostRow, RoundRow, TalentRow, WishRow
from partydesk.domain.enterprises import Standing
from partydesk.domain.selection import Attitude, Role, Side
from partydesk.domain.talents import PoolState
from partydesk.services.selection import open_round, round_row
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace

YEAR = 2026
POSTS, PEOPLE = 300, 200
_LISTED = 8
_NOW = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_SPECIALTIES = ("党建", "财务", "法律", "农牧技术", "物流", "人力资源")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", "建国志强秀兰永红海燕明亮春梅"


def large_round(folder: Path, *, posts: int = POSTS, people: int = PEOPLE) -> Workspace:
    """Make a workspace with one round; people can take two posts, every side ranks eight."""
    draw = Random(1)
    workspace = create_workspace(
        folder, NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR), clock=lambda: _NOW
    )
    open_round(workspace, YEAR)
    with workspace.unit_of_work("save_posts", "登记") as uow:
        parent = round_row(uow.session, YEAR)
        units = [
            EnterpriseRow(name=f"塔林第{number}加工有限责任公司", standing=Standing.IN_POOL)
            for number in range(1, posts + 1)
        ]
        folk = [
            TalentRow(
                name="".join((draw.choice(_SURNAMES), *draw.sample(_GIVEN, 2))),
                specialties=tuple(draw.sample(_SPECIALTIES, 2)),
                capacity=2,
                state=PoolState.AVAILABLE,
            )
            for _ in range(people)
        ]
        uow.session.add_all([*units, *folk])
        uow.session.flush()
        asked = [
            PostRow(
                round_id=parent.id,
                enterprise_id=unit.id,
                role=Role.INSTRUCTOR,
                specialties=tuple(draw.sample(_SPECIALTIES, 2)),
            )
            for unit in units
        ]
        uow.session.add_all(asked)
        uow.session.flush()
        uow.session.add_all(_wishes(draw, parent, asked, folk))
        uow.commit()
    return workspace


def _wishes(
    draw: Random, parent: RoundRow, posts: list[PostRow], people: list[TalentRow]
) -> list[WishRow]:
    """Let every post rank eight people, and every person eight of the posts that ask for them."""
    said = [
        WishRow(
            round_id=parent.id,
            side=Side.ENTERPRISE,
            post_id=post.id,
            talent_id=person.id,
            attitude=Attitude.WILLING,
            rank=rank,
        )
        for post in posts
        for rank, person in enumerate(draw.sample(people, _LISTED), 1)
    ]
    asked_by = defaultdict(list)
    for wish in said:
        asked_by[wish.talent_id].append(wish.post_id)
    return said + [
        WishRow(
            round_id=parent.id,
            side=Side.PERSON,
            post_id=post,
            talent_id=person,
            attitude=Attitude.WILLING,
            rank=rank,
        )
        for person, asking in asked_by.items()
        for rank, post in enumerate(draw.sample(asking, min(_LISTED, len(asking))), 1)
    ]
