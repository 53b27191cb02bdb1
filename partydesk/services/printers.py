"""Printers: what each does to a page, by tray and side, and the sheet to measure it with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import PrinterProfileRow
from partydesk.domain.calibration import Reading, Solved, solve
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.paper_sizes import Stock
from partydesk.domain.print_plan import PrintPlan
from partydesk.domain.printers import Correction, PaperSide, Point
from partydesk.reports.calibration import calibration_sheet
from partydesk.reports.overprint import overprint
from partydesk.reports.stock import stock_of, stock_sizes

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

#: What people call the tray that no name is given for.
USUAL_TRAY = "默认纸盒"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one printer does to one side of a sheet from one tray.

    Attributes:
        id: Number of the profile.
        printer: Name of the printer in the system.
        tray: Name of the tray; empty for the usual one.
        side: Front or back.
        correction: The five figures.
        readings: What was measured.
        measured_on: When.
    """

    id: int
    printer: str
    tray: str
    side: PaperSide
    correction: Correction
    readings: tuple[Reading, ...]
    measured_on: dt.date

    @property
    def label(self) -> str:
        """Tray, side and day, such as 默认纸盒 正面（2026-03-02 校准）."""
        return f"{self.tray or USUAL_TRAY} {self.side.value}（{self.measured_on} 校准）"


def keep_profile(
    workspace: Workspace, printer: str, tray: str, side: PaperSide, readings: Sequence[Reading]
) -> tuple[Changes, Solved]:
    """Work out what a printer does and keep it in the place of what was known before.

    Args:
        workspace: Open workspace.
        printer: Name of the printer in the system.
        tray: Name of the tray; empty for the usual one.
        side: Which side was measured.
        readings: What was measured on the calibration sheet.

    Raises:
        ValidationFailed: No printer is named, or the readings cannot be right.
    """
    if not printer.strip():
        raise ValidationFailed({"printer": "请选择打印机"})
    solved = solve(readings)
    tray = "" if tray.strip() == USUAL_TRAY else tray.strip()
    label = f"校准打印机 {printer}（{tray or USUAL_TRAY}，{side.value}）"
    with workspace.unit_of_work("calibrate", label) as uow:
        row = uow.session.scalar(
            select(PrinterProfileRow).filter_by(printer=printer, tray=tray, side=side)
        )
        if row is None:
            row = PrinterProfileRow(printer=printer, tray=tray, side=side)
            uow.session.add(row)
        for name, value in asdict(solved.correction).items():
            setattr(row, name, value)
        row.readings = [[each.mark, *each.place, *each.measured] for each in readings]
        row.measured_on = workspace.today()
        changes = uow.commit()
    return changes, solved


def list_profiles(workspace: Workspace) -> tuple[Profile, ...]:
    """List all profiles by printer, tray and side."""
    with workspace.reading() as session:
        rows = session.scalars(select(PrinterProfileRow))
        found = [_profile(row) for row in rows]
    return tuple(sorted(found, key=lambda p: (p.printer, p.tray, p.side is PaperSide.BACK)))


def forget_profile(workspace: Workspace, profile_id: int) -> Changes:
    """Print uncorrected again.

    Raises:
        NotFound: There is no such profile.
    """
    with workspace.unit_of_work("forget_profile", "删除打印机校准") as uow:
        row = uow.session.get(PrinterProfileRow, profile_id)
        if row is None:
            raise NotFound("这条打印机校准已经不在了")
        uow.relabel(f"删除打印机校准 {row.printer}（{row.tray or USUAL_TRAY}，{row.side.value}）")
        uow.session.delete(row)
        return uow.commit()


def profiles_for(workspace: Workspace, printer: str, tray: str) -> dict[PaperSide, Profile]:
    """Say which profiles apply: the tray's own, else those of the printer's usual tray."""
    return applying(list_profiles(workspace), printer, tray)


def applying(profiles: Sequence[Profile], printer: str, tray: str) -> dict[PaperSide, Profile]:
    """Pick from profiles those that apply; see :func:`profiles_for`."""
    mine = [each for each in profiles if each.printer == printer]
    usual = {each.side: each for each in mine if not each.tray}
    return usual | {each.side: each for each in mine if each.tray == tray}


def corrected(workspace: Workspace, pdf: bytes, plan: PrintPlan) -> bytes:
    """Put the pages of a PDF where the plan's printer must get them, fronts and backs apart."""
    profiles = profiles_for(workspace, plan.printer, plan.tray) if plan.correct else {}
    return overprint(pdf, _corrections(plan, profiles)) if profiles else pdf


def _corrections(plan: PrintPlan, profiles: Mapping[PaperSide, Profile]) -> dict[int, Correction]:
    found: dict[int, Correction] = {}
    for sheet in plan.sheets():
        for side, page in zip(PaperSide, sheet, strict=True):
            if page and side in profiles:
                found[page] = profiles[side].correction
    return found


def list_paper_sizes() -> tuple[Stock, ...]:
    """List the usual sizes of stock, each upright and then lying."""
    return stock_sizes()


def sheet_to_measure(
    workspace: Workspace, width_mm: float, height_mm: float, about: str = ""
) -> bytes:
    """Print the calibration sheet, front and back.

    Args:
        workspace: Gives the day.
        width_mm: Width of the paper as it is printed.
        height_mm: Its height.
        about: Which printer and tray it is for.

    Raises:
        ValidationFailed: No desk printer takes such paper.
    """
    stock = stock_of(width_mm, height_mm)
    day = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    return calibration_sheet(stock.width_mm, stock.height_mm, created=day, about=about)


def _profile(row: PrinterProfileRow) -> Profile:
    return Profile(
        row.id,
        row.printer,
        row.tray,
        row.side,
        Correction(row.dx_mm, row.dy_mm, row.scale_x, row.scale_y, row.angle_deg),
        tuple(
            Reading(mark, Point(x, y), Point(at_x, at_y)) for mark, x, y, at_x, at_y in row.readings
        ),
        row.measured_on,
    )
