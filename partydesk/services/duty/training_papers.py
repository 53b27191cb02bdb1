"""签到表 for each day of a training, to be signed by hand, and the roster with its results."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Fact
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Paper
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.participants import Participant, participants_in
from partydesk.services.duty.trainings import SessionLine, line_of, lines_in
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: A hand needs more room than type.
_ROW_PT: Final = 26.0
#: Empty lines for those who come without having been chosen.
_SPARE: Final = 5
_SIGN_IN: Final = (
    TableColumn("序号", 1.2, Align.CENTRE),
    TableColumn("姓名", 2.6, Align.CENTRE),
    TableColumn("单位及职务", 6.4),
    TableColumn("上午签到", 2.9),
    TableColumn("下午签到", 2.9),
)
_ROSTER: Final = (
    ColumnWish("序号", Align.CENTRE, rigid=True),
    ColumnWish("姓名", rigid=True),
    ColumnWish("单位及职务"),
    ColumnWish("到课情况", Align.CENTRE, rigid=True),
    ColumnWish("成绩", Align.RIGHT, rigid=True),
    ColumnWish("结业结论", Align.CENTRE, rigid=True),
    ColumnWish("证书编号"),
    ColumnWish("备注"),
)


def _wanted_lines(session: Session, wanted: Wanted) -> list[SessionLine]:
    """The chosen sessions, or all of the year, in the order in which they are held."""
    chosen = wanted.choice.own_ids
    if chosen is not None:
        return [line_of(session, number) for number in sorted(chosen)]
    found = [
        one for one in lines_in(session, wanted.year) if matches(wanted.query, one.course.name)
    ]
    return found[::-1]


def _sign_in_sheets(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One sheet for each day of each session."""
    with workspace.reading() as session:
        return [
            _sign_in_sheet(line, day, table)
            for line in _wanted_lines(session, wanted)
            for table in [_sign_in_table(participants_in(session, line.id))]
            for day in range(line.days)
        ]


def _sign_in_table(people: tuple[Participant, ...]) -> Table:
    rows = [(str(number), one.name, one.unit, "", "") for number, one in enumerate(people, 1)] + [
        (str(len(people) + number), "", "", "", "") for number in range(1, _SPARE + 1)
    ]
    return Table(_SIGN_IN, rows, ruled=True, least_pt=_ROW_PT)


def _sign_in_sheet(line: SessionLine, place: int, table: Table) -> Paper:
    day = line.session.held_from + dt.timedelta(days=place)
    where = f"　{line.session.place}" if line.session.place else ""
    when = f"{day.year}年{day.month}月{day.day}日"
    return Paper(
        f"{line.course.name}签到表",
        (table,),
        f"{when}（第{place + 1}天，共{line.days}天）{where}",
        mark=f"{line.course.name}　{day.month}月{day.day}日",
    )


def _rosters(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One roster for each session."""
    with workspace.reading() as session:
        return [
            _roster(line, participants_in(session, line.id))
            for line in _wanted_lines(session, wanted)
        ]


def _roster(line: SessionLine, people: tuple[Participant, ...]) -> Paper:
    rows = [_roster_row(number, one) for number, one in enumerate(people, 1)]
    fitted = fit_columns(_ROSTER, rows)
    assert fitted is not None  # noqa: S101 - eight columns, of which texts give way, always fit
    facts = (
        Fact("培训类别", line.course.kind.value),
        Fact("学时", str(line.course.hours)),
        Fact("时间", line.span),
        Fact("地点", line.session.place or ""),
        *((Fact("授课人", line.session.teacher, wide=True),) if line.session.teacher else ()),
        Fact("人数", f"{line.people} 人，出席 {line.present} 人，合格 {line.passed} 人", wide=True),
    )
    return Paper(
        f"{line.course.name}参训人员名册",
        (Facts(facts), Table(fitted.columns, rows, fitted.size_pt)),
        mark=line.course.name,
        landscape=fitted.landscape,
    )


def _roster_row(number: int, one: Participant) -> tuple[str, ...]:
    told = one.taking_part
    return (
        str(number),
        one.name,
        one.unit,
        told.presence.value if told.presence else "",
        "" if told.score is None else str(told.score),
        told.result.value if told.result else "",
        one.certificate,
        told.note or "",
    )


SIGN_IN = paper_kind("training-sign-in", "培训签到表", _sign_in_sheets)
TRAINING_ROSTER = paper_kind("training-roster", "参训人员名册", _rosters)
