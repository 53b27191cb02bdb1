"""办结年度: the list that is gone through, closing the year with everything frozen, its sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from partydesk.db.models import ClosedYearRow
from partydesk.domain.errors import RuleViolation
from partydesk.domain.evaluation.plain_values import CONVERTER
from partydesk.domain.numbering import paper_date
from partydesk.domain.year_closing import Check, reasons_against_closing
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.closed_years import closed_row, require_open
from partydesk.services.coverage import coverage_by_committee_in, coverage_figures_in, unbuilt_in
from partydesk.services.policies import get_policy, plain_rules, policy_in
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.year_checks import checks_in, figures_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class YearState:
    """A year before it is closed, or as it was closed.

    Attributes:
        year: The year.
        closed_on: When it was closed; None while it is open.
        checks: The list.
        figures: What the year came to: label and figure.
    """

    year: int
    closed_on: dt.date | None
    checks: tuple[Check, ...]
    figures: tuple[tuple[str, str], ...]


def get_year_state(workspace: Workspace, year: int) -> YearState:
    """Go through the list of a year; of a closed one give what was frozen."""
    with workspace.reading() as session:
        row = closed_row(session, year)
        if row is not None:
            return _frozen(row)
        today = workspace.today()
        checks, figures = checks_in(session, year, today), figures_in(session, year, today)
        return YearState(year, None, checks, figures)


def _frozen(row: ClosedYearRow) -> YearState:
    checks = tuple(CONVERTER.structure(each, Check) for each in row.checks["checks"])
    figures = tuple((label, figure) for label, figure in row.figures["lines"])
    return YearState(row.year, row.closed_on, checks, figures)


def close_year(workspace: Workspace, year: int, words: Mapping[str, str]) -> Changes:
    """Close a year: list, figures and policy are frozen, and nothing is written into it any more.

    Args:
        workspace: Open workspace.
        year: The year.
        words: Key of a check that stays open → why.

    Raises:
        RuleViolation: It is closed already, something must be done first, or a reason is missing;
            all of it is named.
    """
    with workspace.unit_of_work("close_year", f"办结 {year} 年度", undoable=False) as uow:
        session, today = uow.session, workspace.today()
        require_open(session, year)
        checks = checks_in(session, year, today)
        against = reasons_against_closing(checks, words)
        if against:
            raise RuleViolation(against)
        kept = [
            check if check.is_done else replace(check, word=words[check.key].strip())
            for check in checks
        ]
        row = ClosedYearRow(
            year=year,
            closed_on=today,
            checks={"checks": [asdict(check) for check in kept]},
            figures=_figures(session, year, today),
            policy=plain_rules(policy_in(session, year)),
        )
        session.add(row)
        explained = sum(bool(check.word) for check in kept)
        said = f"，{explained} 项已说明" if explained else ""
        uow.relabel(f"办结 {year} 年度{said}")
        return uow.commit()


def _figures(session: Session, year: int, today: dt.date) -> dict[str, Any]:
    """Everything that is reported of a year, as plain values."""
    return {
        "lines": [list(line) for line in figures_in(session, year, today)],
        "coverage": CONVERTER.unstructure(coverage_figures_in(session, year, today)),
        "committees": CONVERTER.unstructure(coverage_by_committee_in(session, year, today)),
        "unbuilt": unbuilt_in(session, today),
    }


# -- on paper ----------------------------------------------------------------------------------

_CHECKS: Final = (
    TableColumn("序号", 7, Align.CENTRE),
    TableColumn("事项", 26),
    TableColumn("情况", 44),
    TableColumn("办理", 12, Align.CENTRE),
    TableColumn("说明", 30),
)
_FIGURES: Final = (TableColumn("数字", 30), TableColumn("结果", 60))


def _sheet(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """年度办结表: of a closed year as it was closed, else as it stands today."""
    state = get_year_state(workspace, wanted.year)
    organ = get_policy(workspace, wanted.year).organ
    closed = paper_date(state.closed_on) if state.closed_on else "（尚未办结）"
    rows = [
        (str(number), check.title, check.detail, check.state, check.word)
        for number, check in enumerate(state.checks, 1)
    ]
    day = Blank("日期：　　　　年　　月　　日", ruled=False)
    parts = (
        Facts((Fact("单位", organ, wide=True), Fact("年度", f"{state.year} 年"),
               Fact("办结日期", closed))),
        Heading("一、办结清单"),
        Table(_CHECKS, rows),
        Heading("二、年度数字"),
        Table(_FIGURES, state.figures),
        Paragraphs(("办结后数字、考核结果和年度政策按当日封存，可以查看和补打，不再改动。",)),
        Signing((Blank("经办人（签字）："), day, Blank("负责人（签字）："), day)),
    )  # fmt: skip
    return [Paper(f"{state.year}年度办结表", parts)]


YEAR_CLOSING = paper_kind("year-closing", "年度办结表", _sheet)
