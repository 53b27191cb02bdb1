"""Rows written past the session: stored, journalled and chained as if they had been objects."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from partydesk.db import journal
from partydesk.db.journal import ChangeRow
from partydesk.db.models import EnterpriseRow
from partydesk.domain.enterprises import Enterprise, Operation, Standing
from partydesk.services.pool_kinds import ENTERPRISES
from partydesk.services.pools import put
from partydesk.services.workspace import Workspace
from tests.factories import make_enterprise

UNITS = (
    Enterprise(name="甲厂", credit_code="91150430MA0000001A", capital=Decimal("12.5"),
               registered_on=dt.date(2001, 2, 3), mass_organizations=("工会", "共青团"),
               note='一行\n"二行"\\𠮷'),
    Enterprise(name="乙厂", operation=Operation.RUNNING, standing=Standing.IN_POOL, staff=0),
)  # fmt: skip


def _images(workspace: Workspace, action: int | None) -> list[dict[str, Any]]:
    with workspace.reading() as session:
        wanted = select(ChangeRow).where(ChangeRow.action_id == action).order_by(ChangeRow.id)
        rows = session.scalars(wanted).all()
        assert all((row.operation, row.before) == ("insert", None) for row in rows)
        return [{**(row.after or {}), "id": row.row_id} for row in rows]


def test_bulk_and_objects_leave_the_same(workspace: Workspace) -> None:
    """The images of the journal and the records read back are equal, number by number."""
    with workspace.unit_of_work("save_objects", "逐条") as uow:
        for unit in UNITS:
            put(uow.session, ENTERPRISES, ENTERPRISES.model(), unit)
        first = uow.commit()
    codes = (None, None)
    with workspace.unit_of_work("save_bulk", "成批") as uow:
        bulk = uow.inserting(EnterpriseRow)
        values = {f.name: [getattr(u, f.name) for u in UNITS] for f in ENTERPRISES.fields}
        numbers = bulk.insert(values | {"credit_code": codes})
        second = uow.commit()
    one, two = _images(workspace, first.action), _images(workspace, second.action)
    assert list(numbers) == [image["id"] for image in two]
    assert [image.keys() for image in one] == [image.keys() for image in two]
    for image, other in zip(one, two, strict=True):
        apart = {name for name in image if image[name] != other[name]}
        assert apart <= {"id", "credit_code"}
    with workspace.reading() as session:
        assert journal.broken_links(session) == []
        stored = [ENTERPRISES.read(session.get_one(EnterpriseRow, number)) for number in numbers]
    assert [unit.note for unit in stored] == [unit.note for unit in UNITS]
    assert [unit.capital for unit in stored] == [unit.capital for unit in UNITS]
    assert (first.kinds, first.label) == (second.kinds, "逐条")


def test_numbers_of_deleted_rows_do_not_come_back(workspace: Workspace) -> None:
    gone = make_enterprise(workspace)
    with workspace.unit_of_work("save_delete", "删") as uow:
        uow.session.delete(uow.session.get_one(EnterpriseRow, gone.id))
        uow.commit()
    with workspace.unit_of_work("save_bulk", "成批") as uow:
        numbers = uow.inserting(EnterpriseRow).insert(
            {f.name: [getattr(UNITS[1], f.name)] for f in ENTERPRISES.fields}
        )
        uow.commit()
    assert gone.id is not None
    assert numbers[0] > gone.id
    assert make_enterprise(workspace).id == numbers[0] + 1


def test_without_commit_nothing_of_a_bulk_is_stored(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_bulk", "成批") as uow:
        values = {f.name: [getattr(UNITS[0], f.name)] for f in ENTERPRISES.fields}
        uow.inserting(EnterpriseRow).insert(values)
    with workspace.reading() as session:
        assert session.scalars(select(EnterpriseRow.id)).all() == []
