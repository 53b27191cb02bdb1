"""What becomes of one row of a round's sheets: posts and wishes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PostRow, TalentRow
from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Reason
from partydesk.domain.field_changes import field_change
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.selection import (
    DETAILS,
    Attitude,
    Post,
    Role,
    Side,
    Wish,
    faults_of_post,
)
from partydesk.domain.values import show
from partydesk.domain.values.cells import key_of
from partydesk.services.import_rows import (
    Duplicate,
    PlannedRow,
    RowCells,
    RowReport,
)
from partydesk.services.selection import (
    find_post,
    open_round_row,
    post_of,
    reasons_against_post,
    write_post,
)
from partydesk.services.wishes import find_wish, write_wish

_POST = {field.name: field for field in fields_of(Post)}
_WISH = {field.name: field for field in fields_of(Wish)}


@dataclass(frozen=True, slots=True)
class Sought:
    """By what a row names a record: the column, the attribute of the model, the value."""

    field: Field
    attribute: str
    value: str | None

    @property
    def shown(self) -> str:
        """The value for a report."""
        return show(self.field, self.value)


class NamingPlanner:
    """What planners share whose rows name units and people: finding them by what people write."""

    #: What to do where two rows were meant; empty where nothing can be.
    unless = ""

    def __init__(self, session: Session) -> None:
        """Have seen no row yet."""
        self.duplicates: list[Duplicate] = []
        self._session = session
        self._seen: dict[object, int] = {}

    def _one(
        self,
        model: type[EnterpriseRow | TalentRow],
        what: str,
        report: RowReport,
        number: Sought,
        name: Sought,
    ) -> Any:  # noqa: ANN401 - a row of the model, or None
        """Find the one record that a row names; say so when there is not just one."""
        if not number.value and not name.value:
            report.refuse(Reason("required", f"缺少{what}名称，请补填"), name.field)
            return None
        for sought in (number, name):
            rows = self._having(model, sought)
            if len(rows) > 1:
                message = f"有多个{what}叫“{sought.value}”，请填写{number.field.label}以区分"
                report.refuse(Reason("ambiguous", message), sought.field, sought.shown)
                return None
            if rows:
                return rows[0] if _agrees(rows[0], what, report, number, name) else None
        sought = name if name.value else number
        cited = f"没有“{sought.shown}”" if sought is name else f"没有这个{sought.field.label}"
        message = f"{what}库里{cited}，请先录入或更正"
        report.refuse(Reason("unknown", message), sought.field, sought.shown)
        return None

    def _having(
        self, model: type[EnterpriseRow | TalentRow], sought: Sought
    ) -> Sequence[EnterpriseRow | TalentRow]:
        """Give up to two records that have a value."""
        if not sought.value:
            return ()
        statement = select(model).where(getattr(model, sought.attribute) == sought.value)
        rows = self._session.scalars(statement.limit(2)).all()
        return cast("Sequence[EnterpriseRow | TalentRow]", rows)

    def _twice(self, key: object, report: RowReport, of: Field, value: str) -> None:
        """Refuse a row that says again what an earlier one said, once."""
        earlier = self._seen.setdefault(key, report.row)
        if earlier != report.row and not report.problems:
            message = f"与第 {earlier} 行重复，请只留一行{self.unless}"
            report.refuse(Reason("doubled_row", message), of, value)


def _agrees(
    row: EnterpriseRow | TalentRow, what: str, report: RowReport, number: Sought, name: Sought
) -> bool:
    """Refuse a row whose number and name mean two different records."""
    own = getattr(row, number.attribute)
    same_number = not number.value or not own or own == number.value
    if same_number and (not name.value or key_of(row.name) == key_of(name.value)):
        return True
    message = f"名称“{name.value}”与{number.field.label}说的不是同一个{what}，请核对后改正其中一项"
    report.refuse(Reason("contradiction", message), name.field, name.shown)
    return False


class _RoundPlanner(NamingPlanner):
    """What planners of a round's sheets share."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Find the round.

        Raises:
            NotFound: The year's round has not been opened.
        """
        del today
        super().__init__(session)
        self._round = open_round_row(session, year)


class PostPlanner(_RoundPlanner):
    """Plans the rows of a sheet of posts."""

    unless = "；同一岗位要几个人的，在“席位”列依次填 1、2、3"

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        label = str(values.get("enterprise") or values.get("credit_code") or "")
        role: Role | None = values.get("role")
        if role is None and not report.problems:
            message = f"缺少岗位，请填：{'、'.join(Role)}"
            report.refuse(Reason("required", message), _POST["role"])
        unit: EnterpriseRow | None = self._one(
            EnterpriseRow, "企业", report,
            Sought(_POST["credit_code"], "credit_code", values.get("credit_code")),
            Sought(_POST["enterprise"], "name", values.get("enterprise")),
        )  # fmt: skip
        if unit is None or role is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        for name, message in faults_of_post(values).items():
            report.refuse(Reason("unbelievable", message), _POST[name], str(values[name]))
        # A sheet without the column asks for one person each, so that the same sheet again is
        # the same posts and no further ones.
        seat: int = values.get("seat") or 1
        self._twice((unit.id, role, seat), report, _POST["role"], role.value)
        existing = find_post(self._session, self._round.id, unit.id, role, seat)
        for reason in reasons_against_post(
            self._session, self._round.id, unit, role, seat, existing.id if existing else None
        ):
            report.refuse(reason, _POST["enterprise"], unit.name)
        values = {**values, "seat": seat}
        return self._planned(unit, role, existing, values, report)

    def _planned(
        self,
        unit: EnterpriseRow,
        role: Role,
        existing: PostRow | None,
        values: dict[str, Any],
        report: RowReport,
    ) -> PlannedRow:
        """Compare with the post there may be."""
        had = post_of(existing) if existing else Post(enterprise=unit.name, role=role)
        given = {f.name: values[f.name] for f in DETAILS if values.get(f.name) not in (None, ())}
        label = dataclasses.replace(had, **given).label
        changes = tuple(
            field_change(_POST[name], getattr(had, name), new)
            for name, new in given.items()
            if getattr(had, name) != new
        )
        if existing is not None and not changes:
            return PlannedRow(report.row, "unchanged", label)
        round_id, unit_id, existing_id = self._round.id, unit.id, existing and existing.id

        def write(session: Session) -> None:
            row = session.get(PostRow, existing_id) if existing_id else None
            row = row or PostRow(round_id=round_id)
            unit_row = session.get_one(EnterpriseRow, unit_id)
            write_post(session, row, unit_row, role, given)

        return PlannedRow(
            report.row, "created" if existing is None else "updated", label, changes, write
        )


class WishPlanner(_RoundPlanner):
    """Plans the rows of a sheet of wishes."""

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        side: Side | None = values.get("side")
        attitude: Attitude | None = values.get("attitude")
        for field, value in ((_WISH["side"], side), (_WISH["attitude"], attitude)):
            if value is None and not report.problems:
                report.refuse(Reason("required", f"缺少{field.label}，请补填"), field)
        if values.get("rank") == 0:
            report.refuse(Reason("rank", "顺序从 1 开始，请改为 1 或更大的数"), _WISH["rank"], "0")
        for field, text in cells.masked:
            message = f"{field.label}“{text}”打了星号，没有读入，按姓名查找；请核对是否同名"
            report.warn(Reason("masked", message), field, text)
        label = self._label(values)
        if side is None or attitude is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        posts = self._posts(values, side, report)
        talent_id = self._talent(values, side, report)
        if report.problems:
            return PlannedRow(report.row, "rejected", label)
        for post_id in posts:
            self._twice((side, post_id, talent_id), report, _WISH["talent"], label)
        return self._planned(side, posts, talent_id, attitude, values.get("rank"), label, report)

    def _label(self, values: dict[str, Any]) -> str:
        """Write who says what of whom."""
        post = " · ".join(str(values[n]) for n in ("enterprise", "role") if values.get(n))
        person = str(values.get("talent") or "")
        pair = (person, post) if values.get("side") is Side.PERSON else (post, person)
        return " → ".join(word or "其余" for word in pair)

    def _posts(self, values: dict[str, Any], side: Side, report: RowReport) -> list[int | None]:
        """Find the posts meant; an enterprise without a role speaks for all its posts."""
        if side is Side.PERSON and not values.get("enterprise"):
            return [None]
        unit: EnterpriseRow | None = self._one(
            EnterpriseRow, "企业", report,
            Sought(_POST["credit_code"], "credit_code", None),
            Sought(_WISH["enterprise"], "name", values.get("enterprise")),
        )  # fmt: skip
        if unit is None:
            return []
        statement = select(PostRow).where(
            PostRow.round_id == self._round.id, PostRow.enterprise_id == unit.id
        )
        rows = self._session.scalars(statement.order_by(PostRow.id)).all()
        role, seat = values.get("role"), values.get("seat")
        found: list[int | None] = [
            row.id for row in rows if role in (None, row.role) and seat in (None, row.seat)
        ]
        if not found:
            what = (f"{role}岗位" if role else "岗位") + (f"第 {seat} 席" if seat else "")
            reason = Reason("unknown_post", f"{unit.name}本轮没有{what}，请先登记岗位需求")
            report.refuse(reason, _WISH["role"], role.value if role else "")
        return found

    def _talent(self, values: dict[str, Any], side: Side, report: RowReport) -> int | None:
        """Find the person meant; an enterprise may speak of everybody not named."""
        name, number = values.get("talent"), values.get("citizen_number")
        if side is Side.ENTERPRISE and not name and not number:
            return None
        row: TalentRow | None = self._one(
            TalentRow, "人才", report,
            Sought(_WISH["citizen_number"], "citizen_number", number),
            Sought(_WISH["talent"], "name", name),
        )  # fmt: skip
        return row.id if row else None

    def _planned(
        self,
        side: Side,
        posts: list[int | None],
        talent_id: int | None,
        attitude: Attitude,
        rank: int | None,
        label: str,
        report: RowReport,
    ) -> PlannedRow:
        """Compare with what the side said before."""
        rank = rank if attitude is Attitude.WILLING else None
        existing = [
            find_wish(self._session, self._round.id, side, post, talent_id) for post in posts
        ]
        same = [w and (w.attitude, w.rank) == (attitude, rank) for w in existing]
        if all(same):
            return PlannedRow(report.row, "unchanged", label)
        outcome = "updated" if any(existing) else "created"
        old = next((_said(w.attitude, w.rank) for w in existing if w), "")
        changes = (FieldChange("意愿", old, _said(attitude, rank)),)
        round_id = self._round.id

        def write(session: Session) -> None:
            for post in posts:
                write_wish(session, round_id, side, post, talent_id, attitude, rank)

        return PlannedRow(report.row, outcome, label, changes, write)


def _said(attitude: Attitude, rank: int | None) -> str:
    """Write a wish in words."""
    return f"{attitude}（第 {rank}）" if rank else attitude.value
