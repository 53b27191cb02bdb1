"""A workspace full of links between invented records, and a picture of the links by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AttachmentRow,
    CoverageRow,
    DistinctionRow,
    FileRow,
    LetterRow,
    OrganizationEventRow,
    PlacementRow,
    PostRow,
    RulingRow,
    WishRow,
)
from partydesk.domain.errors import PartydeskError
from partydesk.domain.organization_events import EventKind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.placements import Action, Order
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.services.duplicates import keep_apart
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.pools import save_record
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import save_post
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    Form,
    consent_all,
    make_enterprise,
    make_round,
    make_talent,
    number_of,
)

COUNTS = {"talents": 5, "enterprises": 4, "organizations": 3}
_OWNERS = {
    "talents": "talent_id",
    "enterprises": "enterprise_id",
    "organizations": "organization_id",
}
Link = tuple[object, ...]
_ATTITUDES: tuple[tuple[Attitude, int | None], ...] = (
    (Attitude.WILLING, 1),
    (Attitude.WILLING, 1),
    (Attitude.REFUSED, None),
)


def fill(workspace: Workspace, random: Random) -> None:
    """Store records of every pool and hang on them whatever can hang on a record."""
    people = [
        make_talent(
            workspace,
            specialties=random.choice(("法律", "财务", "")),
            note=random.choice(("甲", "乙", "")),
            phone=random.choice(("13800000001", "")),
            capacity=random.choice(("1", "3", "")),
        )
        for _ in range(COUNTS["talents"])
    ]
    units = [
        make_enterprise(workspace, staff=random.choice(("5", "9", "")))
        for _ in range(COUNTS["enterprises"])
    ]
    for number in range(COUNTS["organizations"]):
        covered = random.sample([unit.name for unit in units], random.randint(0, 3))
        cells = {"name": f"塔林第{number}联合支部委员会", "units": "；".join(covered)}
        save_record(workspace, "organizations", None, cells)
    posts = make_round(workspace, random.sample(units, 3))
    with suppress(PartydeskError):
        save_post(workspace, YEAR, None, enterprise_id=posts[0].enterprise_id, role=Role.SECRETARY)
    for post in posts:
        some = random.sample(people, random.randint(0, 4))
        form: Form = {number_of(one): random.choice(_ATTITUDES) for one in some}
        save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(post), form)
    for one in random.sample(people, 3):
        wanted = random.sample(posts, random.randint(0, 2))
        said: Form = {number_of(post): random.choice(_ATTITUDES) for post in wanted}
        save_wishes(workspace, YEAR, Side.PERSON, number_of(one), said)
    for _ in range(3):
        with suppress(PartydeskError):
            post, one = random.choice(posts), random.choice(people)
            rule_pair(workspace, number_of(post), number_of(one), random.choice(tuple(Ruling)))
    _go_through(workspace, random)
    _attach(workspace, random)
    keep_apart(workspace, "talents", *random.sample([number_of(one) for one in people], 2))


def _go_through(workspace: Workspace, random: Random) -> None:
    """Take what the matcher finds into the procedure, some of it up to the letter."""
    run_matching(workspace, YEAR)
    with suppress(PartydeskError):
        accept_run(workspace, YEAR)
        pairs = [pair.id for pair in list_placements(workspace, YEAR) if random.random() < 0.6]
        consent_all(workspace, pairs)
        for action in (Action.SIGN, Action.APPOINT):
            act(workspace, YEAR, action, Order(workspace.today()), pairs)


def _attach(workspace: Workspace, random: Random) -> None:
    """Hang files and events on records."""
    with workspace.unit_of_work("save_attach", "添加附件") as uow:
        uow.session.add(FileRow(sha256="0" * 64, media_type="image/png", content=b"x"))
        uow.session.flush()
        for kind, column in _OWNERS.items():
            for number in range(random.randint(1, 3)):
                row = AttachmentRow(
                    title=f"附件{kind}{number}", file_name="a.png", sha256="0" * 64, size=1,
                    media_type="image/png", added_at=workspace.clock(),
                )  # fmt: skip
                setattr(row, column, random.randint(1, COUNTS[kind]))
                uow.session.add(row)
        uow.session.add(
            OrganizationEventRow(
                organization_id=random.randint(1, COUNTS["organizations"]),
                kind=random.choice(tuple(EventKind)),
                happened_on=PartialDate(2020, 1, 1),
                document=None,
                details=None,
            )
        )
        uow.commit()


def links(workspace: Workspace) -> frozenset[Link]:
    """Tell every link by what it means; records stand as pool and 记录号."""
    with workspace.reading() as session:
        return frozenset(_of_rounds(session)) | frozenset(_of_records(session))


def _of_rounds(session: Session) -> Iterator[Link]:
    posts = {
        row.id: (row.round_id, ("enterprises", row.enterprise_id), row.role, row.note)
        for row in session.scalars(select(PostRow))
    }
    yield from (("post", *post) for post in posts.values())
    for wish in session.scalars(select(WishRow)):
        post, who = posts.get(wish.post_id or 0), ("talents", wish.talent_id)
        yield "wish", wish.side, post, who, wish.attitude, wish.rank
    for ruling in session.scalars(select(RulingRow)):
        yield "ruling", posts[ruling.post_id], ("talents", ruling.talent_id), ruling.ruling
    for pair in session.scalars(select(PlacementRow)):
        who = ("talents", pair.talent_id)
        yield "pair", pair.id, posts[pair.post_id], who, pair.state, len(pair.consents)
    for letter in session.scalars(select(LetterRow)):
        yield "letter", letter.placement_id, letter.number_id, str(letter.content)


def _of_records(session: Session) -> Iterator[Link]:
    for link in session.scalars(select(CoverageRow)):
        unit = ("enterprises", link.enterprise_id)
        yield "coverage", ("organizations", link.organization_id), unit
    for event in session.scalars(select(OrganizationEventRow)):
        yield "event", ("organizations", event.organization_id), event.kind
    for held in session.scalars(select(AttachmentRow)):
        owners = ((kind, getattr(held, column)) for kind, column in _OWNERS.items())
        yield "attachment", held.title, *owners
    for row in session.scalars(select(DistinctionRow)):
        yield "distinct", frozenset({(row.kind, row.first_id), (row.kind, row.second_id)})


def merged(told: frozenset[Link], kind: str, heirs: Mapping[int, int]) -> frozenset[Link]:
    """Read links told before a merge as they must stand after it."""

    def read(value: object) -> object:
        if isinstance(value, frozenset):
            return frozenset(read(each) for each in value)
        if not isinstance(value, tuple):
            return value
        if len(value) == 2 and value[0] == kind:
            return kind, heirs.get(value[1], value[1])
        return tuple(read(each) for each in value)

    return frozenset(tuple(read(each) for each in link) for link in told)
