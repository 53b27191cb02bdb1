"""通报: written, kept, written anew, and put on paper and into Word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from partydesk.db.models import BulletinRow, ClosedYearRow
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.services.duty.bulletin import (
    get_bulletin,
    preview_bulletin,
    save_bulletin,
    save_bulletin_docx,
    usual_period,
    write_bulletin,
)
from partydesk.services.history import undo
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.reports.printed import text_of
from tests.services.duty.posted import MONDAY, add_work, make_postings


@pytest.fixture
def posted(workspace: Workspace, clock: StandingClock) -> Workspace:
    add_work(workspace, make_postings(workspace, clock))
    return workspace


def test_the_program_writes_it_from_the_data(posted: Workspace) -> None:
    found = get_bulletin(posted, YEAR, 6)
    assert found.title == "关于2026年上半年驻企党建工作情况的通报"
    assert (found.written_on, found.kept) == (MONDAY, False)
    assert "先后有2名同志在2家企业驻企工作。累计到岗16天" in found.body
    assert "应报月报8份，收到4份，上报率50%，未报4份" in found.body
    assert "争取资金12.5万元" in found.body
    assert "帮助申报技改项目，资金已到账" in found.body
    assert "3月、4月、5月、6月" in found.body


def test_nobody_on_post_makes_no_bulletin(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="没有人到岗"):
        get_bulletin(workspace, YEAR, 6)


@pytest.mark.parametrize("month", [0, 7, 11])
def test_there_are_two_periods(posted: Workspace, month: int) -> None:
    with pytest.raises(ValidationFailed):
        get_bulletin(posted, YEAR, month)
    with pytest.raises(ValidationFailed):
        compose(posted, "bulletin", year=YEAR, choice=Choice(through=month or 7))


def test_what_the_clerk_wrote_is_kept_until_it_is_saved_anew(
    posted: Workspace, clock: StandingClock
) -> None:
    own = replace(get_bulletin(posted, YEAR, 6), body="一、改过的话")
    save_bulletin(posted, own)
    clock.advance(days=3)
    kept = get_bulletin(posted, YEAR, 6)
    assert (kept.body, kept.kept, kept.written_on) == ("一、改过的话", True, MONDAY)
    fresh = write_bulletin(posted, YEAR, 6)
    assert fresh.written_on == MONDAY + dt.timedelta(days=3)
    assert get_bulletin(posted, YEAR, 6).body == "一、改过的话"
    changes = save_bulletin(posted, fresh)
    assert get_bulletin(posted, YEAR, 6).body == fresh.body
    assert changes.action is not None
    undo(posted, changes.action)
    assert get_bulletin(posted, YEAR, 6).body == "一、改过的话"
    with posted.reading() as session:
        assert session.query(BulletinRow).count() == 1


def test_an_empty_text_and_a_closed_year_are_refused(posted: Workspace) -> None:
    found = get_bulletin(posted, YEAR, 6)
    with pytest.raises(ValidationFailed) as refused:
        save_bulletin(posted, replace(found, title=" ", body=""))
    assert refused.value.fields.keys() == {"title", "body"}
    with posted.unit_of_work("close_year", "办结") as uow:
        uow.session.add(
            ClosedYearRow(year=YEAR, closed_on=MONDAY, checks={}, figures={}, policy={})
        )
        uow.commit()
    with pytest.raises(RuleViolation, match="已经办结"):
        save_bulletin(posted, found)


def test_the_next_one_is_the_half_years_until_december(
    posted: Workspace, clock: StandingClock
) -> None:
    assert usual_period(posted, YEAR) == 6
    assert usual_period(posted, YEAR - 1) == 12
    clock.advance(days=(dt.date(2026, 12, 1) - MONDAY).days)
    assert usual_period(posted, YEAR) == 12


def test_it_is_printed_as_an_official_document_with_its_annexes(posted: Workspace) -> None:
    printout = compose(posted, "bulletin", year=YEAR)
    words = text_of(printout)
    for word in (
        "关于2026年上半年驻企党建工作情况的通报",
        "旗非公发〔2026〕",
        "2026年7月13日印发",
        "附件1",
        "2026年上半年党建指导员工作情况排名表",
        "排名办法",
        "附件3",
        "2026年上半年月报和到岗情况提醒表",
    ):
        assert word in words
    assert printout.warnings == ()
    whole = compose(posted, "bulletin", year=YEAR, choice=Choice(through=12))
    assert "关于2026年度驻企党建工作情况的通报" in text_of(whole)


def test_the_preview_shows_what_is_not_saved(posted: Workspace) -> None:
    typed = replace(get_bulletin(posted, YEAR, 6), body="一、没有保存的话")
    assert "没有保存的话" in text_of(preview_bulletin(posted, typed))


def test_word_gets_the_same_words_and_tables(posted: Workspace, tmp_path: Path) -> None:
    found = get_bulletin(posted, YEAR, 6)
    save_bulletin_docx(posted, found, tmp_path / "通报.docx")
    word = Document(str(tmp_path / "通报.docx"))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert found.title in texts
    assert set(found.body.splitlines()) <= set(texts)
    assert len(word.tables) == 3
    assert word.tables[0].rows[0].cells[1].text == "姓名"
    assert len(word.tables[0].rows) == 3
