"""工作进度安排 on paper: a sheet for everybody with a plan, and a summary before several."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from partydesk.db.models import LedgerEntryRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.errors import NotFound
from partydesk.services.duty import plan_acts
from partydesk.services.duty.plan_template import begin_template
from partydesk.services.duty.plans import get_plans
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import serve


def _pages(pdf: bytes) -> list[str]:
    """The words of each page, without the ends of lines."""
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().splitlines()) for page in pages]


def test_everybody_gets_a_sheet_of_one_page_after_the_summary(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = serve(workspace, clock, 2)
    with pytest.raises(NotFound, match="没有可打印的工作进度安排"):
        compose(workspace, "work-plans", year=YEAR)
    begin_template(workspace, YEAR)
    plan_acts.apply_template(workspace, YEAR)
    with workspace.unit_of_work("save_test", "台账") as uow:
        uow.session.add(
            LedgerEntryRow(
                placement_id=pairs[0], happened_on=dt.date(YEAR, 8, 3), duty="抓协调服务",
                content="走访", outcome=Outcome.VISIT, count=3,
            )
        )  # fmt: skip
        uow.commit()
    first, second = get_plans(workspace, YEAR).plans
    survey = first.targets[0].item.id or 0
    said = {"done_on": "2026-05-20", "done_note": "已报党工委"}
    plan_acts.tick_off(workspace, [survey], said)

    printed = compose(workspace, "work-plans", year=YEAR)
    assert (printed.warnings, printed.pages, printed.records) == ((), 3, 3)
    summary, sheet, other = _pages(printed.pdf)
    assert f"{YEAR}年工作进度汇总" in summary
    assert first.person in summary
    assert second.person in summary
    assert "1／6 项" in summary, "of the first duty one of six targets is reached"
    assert "任务 12 项，完成 1 项" in sheet
    assert "3／9 次" in sheet
    assert "2026-05-20 完成，已报党工委" in sheet
    assert "本人签字" in sheet
    assert "0／9 次" in other

    one = compose(workspace, "work-plans", year=YEAR, placement_ids=[pairs[1]])
    (only,) = _pages(one.pdf)
    assert second.person in only
    assert first.person not in only
    found = compose(workspace, "work-plans", year=YEAR, query=first.posting.enterprise)
    assert first.person in _pages(found.pdf)[0]
