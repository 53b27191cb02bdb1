"""Profiles of printers: measured, kept by tray and side, applied to the right pages, forgotten."""

from __future__ import annotations

import math

import pytest

from partydesk.domain.calibration import Reading, mark_places
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.print_plan import PrintPlan, Sides
from partydesk.domain.printers import Correction, PaperSide, Point
from partydesk.services.history import list_actions, undo
from partydesk.services.printers import (
    corrected,
    forget_profile,
    keep_profile,
    list_profiles,
    profiles_for,
    sheet_to_measure,
)
from partydesk.services.workspace import Workspace
from tests.reports.test_overprint import crossings

#: Shifts 1.2 mm and shrinks 0.3 %.
FRONT = Correction(1.2, 0, 0.997, 0.997, 0)
BACK = Correction(-1.5, 2.4, 1.001, 1, 0.3)


def readings(error: Correction) -> list[Reading]:
    """What somebody reads on A4."""
    found = []
    for mark, place in enumerate(mark_places(210, 297), 1):
        x, y = error.printed(place)
        found.append(Reading(mark, place, Point(round(x, 1), round(y, 1))))
    return found


def keep(
    workspace: Workspace,
    error: Correction,
    tray: str = "",
    side: PaperSide = PaperSide.FRONT,
    printer: str = "HP",
) -> None:
    keep_profile(workspace, printer, tray, side, readings(error))


def test_a_profile_is_kept_measured_again_and_forgotten(workspace: Workspace) -> None:
    changes, solved = keep_profile(workspace, "HP", "默认纸盒", PaperSide.FRONT, readings(FRONT))
    assert changes.undoable
    assert solved.residual_mm < 0.1
    (profile,) = list_profiles(workspace)
    assert (profile.printer, profile.tray, profile.side) == ("HP", "", PaperSide.FRONT)
    assert profile.correction.dx_mm == pytest.approx(1.2, abs=0.1)
    assert profile.readings == tuple(readings(FRONT))
    assert profile.label == "默认纸盒 正面（2026-03-02 校准）"
    keep(workspace, BACK)
    (again,) = list_profiles(workspace)
    assert again.id == profile.id
    assert again.correction.dx_mm == pytest.approx(-1.5, abs=0.1)
    assert list_actions(workspace)[0].label == "校准打印机 HP（默认纸盒，正面）"
    forget_profile(workspace, again.id)
    assert list_profiles(workspace) == ()
    undo(workspace, list_actions(workspace)[0].id)
    assert list_profiles(workspace) == (again,)


def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed, match="至少要量 3 处"):
        keep_profile(workspace, "HP", "", PaperSide.FRONT, readings(FRONT)[:2])
    with pytest.raises(ValidationFailed, match="请选择打印机"):
        keep_profile(workspace, " ", "", PaperSide.FRONT, readings(FRONT))
    with pytest.raises(NotFound):
        forget_profile(workspace, 7)
    assert list_profiles(workspace) == ()


def test_the_tray_s_own_profile_comes_before_that_of_the_usual_tray(workspace: Workspace) -> None:
    keep(workspace, FRONT)
    keep(workspace, BACK, side=PaperSide.BACK)
    keep(workspace, Correction(4, 0), tray="手送")
    keep(workspace, Correction(-5, 5), printer="Canon")
    found = profiles_for(workspace, "HP", "手送")
    assert found[PaperSide.FRONT].tray == "手送"
    assert found[PaperSide.BACK].tray == ""
    assert set(profiles_for(workspace, "Canon", "")) == {PaperSide.FRONT}
    assert profiles_for(workspace, "Epson", "") == {}


def test_fronts_and_backs_are_corrected_by_their_own_profiles(workspace: Workspace) -> None:
    keep(workspace, FRONT)
    keep(workspace, BACK, side=PaperSide.BACK)
    pdf = sheet_to_measure(workspace, 210, 297, "HP")
    both = PrintPlan((1, 2), sides=Sides.LONG_EDGE, printer="HP")
    sent = corrected(workspace, pdf, both)
    for page, error in ((0, FRONT), (1, BACK)):
        for place, mark in zip(crossings(sent, page), mark_places(210, 297), strict=True):
            assert math.dist(error.printed(place), mark) <= 0.15
    one_sided = corrected(workspace, pdf, PrintPlan((1, 2), printer="HP"))
    assert FRONT.printed(crossings(one_sided, 1)[0]) == pytest.approx((20, 20), abs=0.1)
    assert corrected(workspace, pdf, PrintPlan((1, 2), printer="Canon")) == pdf
    assert corrected(workspace, pdf, PrintPlan((1, 2))) == pdf


def test_the_sheet_is_for_paper_of_any_size_that_a_printer_takes(workspace: Workspace) -> None:
    assert len(crossings(sheet_to_measure(workspace, 285, 420))) == 6
    assert sheet_to_measure(workspace, 285, 420) == sheet_to_measure(workspace, 285, 420)
    with pytest.raises(ValidationFailed, match="纸宽"):
        sheet_to_measure(workspace, 10, 420)
