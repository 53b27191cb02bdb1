"""Sheets of training and inspection, read back from their PDF."""

from __future__ import annotations

import pypdfium2
import pytest

from partydesk.domain.errors import NotFound
from partydesk.services.duty.inspections import get_overview, save_inspection
from partydesk.services.duty.participants import all_passed, issue_training_certificates
from partydesk.services.print_kinds import Choice, Printout
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_talent, number_of
from tests.services.duty.test_inspections import TEXTS, WRONG, posted
from tests.services.duty.test_trainings import hold


def pages(printout: Printout) -> list[str]:
    """Read the text of every page."""
    document = pypdfium2.PdfDocument(printout.pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_a_sign_in_sheet_for_each_day_with_empty_lines(workspace: Workspace) -> None:
    people = [make_talent(workspace, unit_post="旗农牧局 科长") for _ in range(2)]
    number = hold(workspace, *(number_of(one) for one in people))
    hold(workspace, held_from="2026-03-01", held_to="2026-03-01")
    printout = compose(
        workspace, "training-sign-in", year=YEAR, choice=Choice(own_ids=frozenset({number}))
    )
    found = pages(printout)
    assert len(found) == printout.records == 3
    assert "党建指导员岗前培训班签到表" in found[0]
    assert "2026年2月3日（第2天，共3天）" in found[1]
    for one in people:
        assert one.name in found[2]
    assert "上午签到" in found[0]
    assert "下午签到" in found[0]
    assert "7" in found[0].split()  # two people and five lines for others
    assert compose(workspace, "training-sign-in", year=YEAR).records == 4
    with pytest.raises(NotFound):
        compose(workspace, "training-sign-in", year=YEAR - 1)


def test_the_roster_shows_results_and_certificates(workspace: Workspace) -> None:
    person = make_talent(workspace)
    number = hold(workspace, number_of(person))
    all_passed(workspace, number)
    (certificate,), _ = issue_training_certificates(workspace, number, workspace.today())
    (text,) = pages(compose(workspace, "training-roster", year=YEAR))
    for said in (person.name, "出席", "合格", certificate, "1 人，出席 1 人，合格 1 人"):
        assert said in text


def test_forms_of_inspection_filled_and_blank(workspace: Workspace) -> None:
    first, second = posted(workspace, 2)
    blank = pages(compose(workspace, "inspection-forms", year=YEAR))
    assert len(blank) == 2  # nothing was inspected yet: everybody's form to take along
    assert "□实地走访" in blank[0]
    save_inspection(workspace, None, first, TEXTS, [WRONG])
    (filled,) = pages(compose(workspace, "inspection-forms", year=YEAR))
    for said in ("实地走访", "王海 科长", "在岗，台账齐全。", "三会一课记录不全", "2026-03-20"):
        assert said in filled
    postings = {one.placement_id: one for one in get_overview(workspace, YEAR).postings}
    (taken,) = pages(compose(workspace, "inspection-forms", year=YEAR, placement_ids=[second]))
    assert postings[second].person in taken
    assert "了解到的情况" in taken


def test_the_list_of_what_is_to_be_mended(workspace: Workspace) -> None:
    (pair,) = posted(workspace)
    with pytest.raises(NotFound):
        compose(workspace, "shortcomings", year=YEAR)
    done = {**WRONG, "problem": "未建台账", "follow_up": "已建", "closed_on": "2026-03-02"}
    save_inspection(workspace, None, pair, TEXTS, [WRONG, done])
    (text,) = pages(compose(workspace, "shortcomings", year=YEAR))
    for said in ("共 2 条，未销号 1 条", "三会一课记录不全", "整改中", "未建台账", "已销号"):
        assert said in text
