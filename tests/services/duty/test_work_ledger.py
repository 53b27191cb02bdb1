"""The ledger on a real file: lines, sums, organizations, papers, closing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from partydesk.db.models import ClosedYearRow
from partydesk.db.queries.plans import counted_outcomes
from partydesk.domain.duty.ledger import LedgerFilter
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.services import history
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.duty.monthly_reports import list_status
from partydesk.services.duty.work_ledger import (
    get_ledger,
    organizations_for,
    remove_ledger_entry,
    save_ledger_entry,
    tie_organization,
    unit_names,
)
from partydesk.services.offers import offer_record
from partydesk.services.pools import save_record
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import serve

FOUNDED = {
    "happened_on": f"{YEAR}-05-20", "duty": "抓党组织组建", "content": "指导成立党支部",
    "outcome": "新建党组织",
}  # fmt: skip
FUNDS = {
    "happened_on": f"{YEAR}-08-02", "duty": "抓协调服务", "content": "争取技改补助",
    "outcome": "争取资金", "funds": "12.5",
}  # fmt: skip


def test_lines_are_listed_narrowed_and_summed(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock, 2)
    save_ledger_entry(workspace, None, pairs[0], FOUNDED)
    save_ledger_entry(workspace, None, pairs[1], FUNDS)
    save_ledger_entry(workspace, None, pairs[1], {**FUNDS, "outcome": "走访", "count": "3",
                                                  "funds": "", "content": "走访党员"})  # fmt: skip
    ledger = get_ledger(workspace, YEAR)
    assert [line.entry.content for line in ledger.lines] == [
        "走访党员", "争取技改补助", "指导成立党支部"
    ]  # fmt: skip
    assert ledger.lines[0].unit.startswith("塔林")
    assert ledger.sums.outcomes == {
        Outcome.PARTY_ORGANIZATION: 1, Outcome.FUNDS: Decimal("12.5"), Outcome.VISIT: 3,
    }  # fmt: skip
    assert (ledger.sums.unregistered, ledger.sums.duties["抓协调服务"]) == (1, 2)
    only = get_ledger(workspace, YEAR, LedgerFilter(placement_id=pairs[1], month=8, words="技改"))
    assert [line.amount for line in only.lines] == ["12.5 万元"]
    assert get_ledger(workspace, YEAR - 1).lines == ()
    with workspace.reading() as session:
        assert counted_outcomes(session, YEAR, pairs) == {
            (pairs[0], Outcome.PARTY_ORGANIZATION): 1, (pairs[1], Outcome.FUNDS): Decimal("12.5"),
            (pairs[1], Outcome.VISIT): 3,
        }  # fmt: skip


def test_a_line_is_done_for_another_unit_than_the_posts_own(
    workspace: Workspace, clock: StandingClock
) -> None:
    pair, other = serve(workspace, clock, 2)
    rows = {row.placement_id: row.unit for row in list_status(workspace, YEAR)}
    other_unit = rows[other]
    assert other_unit in unit_names(workspace)
    number, _ = save_ledger_entry(workspace, None, pair, {**FOUNDED, "served": other_unit})
    (line,) = get_ledger(workspace, YEAR).lines
    assert (line.unit, line.served, line.posted) == (other_unit, other_unit, rows[pair])
    save_ledger_entry(workspace, number, pair, FOUNDED)  # not asked: it stays
    assert get_ledger(workspace, YEAR).lines[0].served == other_unit
    save_ledger_entry(workspace, number, pair, {**FOUNDED, "served": ""})
    (line,) = get_ledger(workspace, YEAR).lines
    assert (line.unit, line.served) == (rows[pair], "")
    with pytest.raises(ValidationFailed) as refusal:
        save_ledger_entry(workspace, number, pair, {**FOUNDED, "served": "没有这家"})
    assert "单位名册里没有“没有这家”" in refusal.value.fields["served"]


def test_a_line_is_mended_and_keeps_what_it_is_tied_to(
    workspace: Workspace, clock: StandingClock
) -> None:
    pair, other = serve(workspace, clock, 2)
    number, _ = save_ledger_entry(workspace, None, pair, FOUNDED)
    (line,) = get_ledger(workspace, YEAR).lines
    unit = line.entry.enterprise_id
    assert unit is not None
    assert organizations_for(workspace, number) == ()
    name = offer_record(workspace, "enterprises", unit).label
    organization = save_record(
        workspace, "organizations", None,
        {"name": "塔林水泥党支部", "kind": "党支部", "units": name},
    ).id  # fmt: skip
    assert organizations_for(workspace, number) == ((organization, "塔林水泥党支部"),)
    tied = tie_organization(workspace, number, organization)
    (line,) = get_ledger(workspace, YEAR).lines
    assert (line.organization, line.unregistered) == ("塔林水泥党支部", False)
    # Another line cannot mean the same organization by mistake: it is no longer offered.
    second, _ = save_ledger_entry(workspace, None, pair, {**FOUNDED, "content": "又一个"})
    assert organizations_for(workspace, second) == ()

    save_ledger_entry(workspace, number, pair, {**FOUNDED, "content": "指导成立支部"})
    assert get_ledger(workspace, YEAR, LedgerFilter(words="成立支部")).lines[0].organization
    # A line that founds nothing any more lets go of it; one of another posting changes its unit.
    save_ledger_entry(workspace, number, other, {**FOUNDED, "outcome": "走访"})
    line = next(e for e in get_ledger(workspace, YEAR).lines if e.entry.id == number)
    assert (line.organization, line.entry.placement_id) == ("", other)
    assert line.entry.enterprise_id != unit
    with pytest.raises(RuleViolation) as refusal:
        tie_organization(workspace, number, organization)
    assert refusal.value.reasons[0].code == "nothing_founded"
    assert tied.undoable


def test_tying_can_be_taken_back(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = serve(workspace, clock, 1)
    number, _ = save_ledger_entry(workspace, None, pair, FOUNDED)
    with pytest.raises(NotFound):
        tie_organization(workspace, number, 999)
    with pytest.raises(NotFound):
        tie_organization(workspace, 999, None)
    organization = save_record(workspace, "organizations", None, {"name": "新党支部"}).id
    tie_organization(workspace, number, organization)
    tie_organization(workspace, number, None)
    assert get_ledger(workspace, YEAR).sums.unregistered == 1


@pytest.mark.parametrize(
    ("more", "faulty"),
    [
        ({"happened_on": f"{YEAR}-03-31"}, {"happened_on"}),
        ({"happened_on": f"{YEAR}-12-21"}, {"happened_on"}),
        ({"duty": "抓生产"}, {"duty"}),
        ({"content": ""}, {"content"}),
        ({"outcome": "", "count": "2"}, {"count"}),
        ({"outcome": "争取资金"}, {"funds"}),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(
    workspace: Workspace, clock: StandingClock, more: dict[str, str], faulty: set[str]
) -> None:
    (pair,) = serve(workspace, clock, 1)
    with pytest.raises(ValidationFailed) as refusal:
        save_ledger_entry(workspace, None, pair, {**FOUNDED, **more})
    assert set(refusal.value.fields) == faulty
    assert get_ledger(workspace, YEAR).lines == ()


def test_a_line_goes_with_its_papers_and_comes_back_with_them(
    workspace: Workspace, clock: StandingClock, tmp_path: Path
) -> None:
    (pair,) = serve(workspace, clock, 1)
    number, _ = save_ledger_entry(workspace, None, pair, FOUNDED)
    paper = tmp_path / "批复.txt"
    paper.write_text("同意成立。", encoding="utf-8")
    add_attachment(workspace, "ledger_entries", number, paper)
    assert get_ledger(workspace, YEAR).lines[0].papers == 1
    changes = remove_ledger_entry(workspace, number)
    assert get_ledger(workspace, YEAR).lines == ()
    assert changes.action is not None
    history.undo(workspace, changes.action)
    assert [each.title for each in list_attachments(workspace, "ledger_entries", number)] == [
        "批复"
    ]  # fmt: skip
    with pytest.raises(NotFound):
        remove_ledger_entry(workspace, 999)
    with pytest.raises(NotFound):
        add_attachment(workspace, "ledger_entries", 999, paper)


def test_a_closed_year_takes_no_line(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = serve(workspace, clock, 1)
    number, _ = save_ledger_entry(workspace, None, pair, FOUNDED)
    with workspace.unit_of_work("save_test", "办结") as uow:
        closed = ClosedYearRow(
            year=YEAR, closed_on=workspace.today(), checks=[], figures={}, policy={}
        )
        uow.session.add(closed)
        uow.commit()
    for act in (
        lambda: save_ledger_entry(workspace, None, pair, FOUNDED),
        lambda: save_ledger_entry(workspace, number, pair, FOUNDED),
        lambda: remove_ledger_entry(workspace, number),
        lambda: tie_organization(workspace, number, None),
    ):
        with pytest.raises(RuleViolation) as refusal:
            act()
        assert refusal.value.reasons[0].code == "year_closed"
