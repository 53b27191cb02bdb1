"""The wording of agreements: checked, kept with each agreement, printed as it was."""

from __future__ import annotations

import pytest

from partydesk.db.models import AgreementRow
from partydesk.domain.errors import InputRefused, NotFound
from partydesk.domain.placements import Action
from partydesk.services.agreement_text import (
    check_agreement_text,
    fields_to_insert,
    get_agreement_text,
    preview_agreement_text,
    save_agreement_text,
    shipped_text,
)
from partydesk.services.history import undo
from partydesk.services.policies import get_policy
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, consent_all, make_pairs
from tests.reports.printed import Pdf
from tests.services.test_life_cycle import at_work, do

PARTIES = "> 甲方 {organ} 乙方 {enterprise} 丙方 {person} 丁方 {person_unit}\n"
OWN = PARTIES + "# 约定\n{role}，自{term_from}至{term_to}，本旗自拟正文。\n"


def _text(pdf: bytes) -> str:
    opened = Pdf(pdf)
    return "".join(opened.text(page) for page in range(len(opened)))


def test_the_shipped_wording_is_sound_and_names_only_known_fields() -> None:
    assert check_agreement_text(shipped_text()) == ()
    assert {"organ", "enterprise", "person", "copies"} <= set(fields_to_insert())


def test_faults_are_named_with_their_line() -> None:
    notes = check_agreement_text(OWN + "{salary}元。\n{copies")
    assert [(note.row, note.code) for note in notes] == [(4, "bad_template"), (5, "bad_template")]
    assert "没有名为“salary”的字段" in notes[0].message


def test_parties_that_are_missing_are_named() -> None:
    notes = check_agreement_text("> 甲方 {organ}\n{role} {term_from}")
    assert [note.message.split("，")[0] for note in notes] == [
        "协议书正文没有写到乙方（接收企业）",
        "协议书正文没有写到丙方（派驻人员）",
        "协议书正文没有写到丁方（派驻人员所在单位",
        "协议书正文没有写到期限止",
    ]
    assert check_agreement_text(" \n// 只有注释") != ()


def test_a_faulty_wording_is_not_stored(workspace: Workspace) -> None:
    with pytest.raises(InputRefused):
        save_agreement_text(workspace, YEAR, "> {organ}")
    assert get_policy(workspace, YEAR).agreement_text is None


def test_ones_own_wording_is_used_and_taken_back(workspace: Workspace) -> None:
    changes = save_agreement_text(workspace, YEAR, OWN)
    assert changes.label == "修改 2026 年协议书正文"
    assert get_agreement_text(workspace, YEAR) == OWN
    undo(workspace)
    assert get_agreement_text(workspace, YEAR) == shipped_text()
    save_agreement_text(workspace, YEAR, OWN)
    save_agreement_text(workspace, YEAR, shipped_text())
    assert get_policy(workspace, YEAR).agreement_text is None


def test_an_agreement_is_reprinted_in_the_words_it_was_drafted_in(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 2)
    consent_all(workspace)
    save_agreement_text(workspace, YEAR, OWN)
    do(workspace, Action.DRAFT, pairs[0].id)
    save_agreement_text(workspace, YEAR, shipped_text())
    do(workspace, Action.SIGN)
    first = compose(workspace, "agreements", year=YEAR, placement_ids=[pairs[0].id])
    assert "本旗自拟正文" in _text(first.pdf)
    second = compose(workspace, "agreements", year=YEAR, placement_ids=[pairs[1].id])
    assert "五个不准" in _text(second.pdf)
    both = compose(workspace, "agreements", year=YEAR)
    assert both.copies == get_policy(workspace, YEAR).copies == 3
    assert both.records == 2
    assert both.pages == first.pages + second.pages


def test_an_agreement_older_than_the_editor_keeps_the_shipped_words(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    do(workspace, Action.SIGN)
    with workspace.unit_of_work("save_old", "旧协议") as uow:
        row = uow.session.get_one(AgreementRow, 1)
        row.content = {name: value for name, value in row.content.items() if name != "text"}
        uow.commit()
    save_agreement_text(workspace, YEAR, OWN)
    assert "五个不准" in _text(compose(workspace, "agreements", year=YEAR).pdf)


def test_the_specimen_is_made_of_the_years_policy(workspace: Workspace) -> None:
    specimen = preview_agreement_text(workspace, YEAR, OWN)
    text = _text(specimen.pdf)
    assert get_policy(workspace, YEAR).organ in text
    assert "本旗自拟正文" in text
    assert specimen.numbers == ()


def test_amendments_are_printed_from_a_text_of_their_own(workspace: Workspace) -> None:
    (pair,) = at_work(workspace)
    with pytest.raises(NotFound, match="补充协议"):
        compose(workspace, "amendments", year=YEAR)
    do(workspace, Action.AMEND, note="每月到企天数改为五天。")
    printout = compose(workspace, "amendments", year=YEAR)
    text = _text(printout.pdf)
    assert printout.numbers == ("旗非公协〔2026〕2号",)
    for words in (pair.talent, pair.enterprise, "旗非公协〔2026〕1号", "每月到企天数改为五天。"):
        assert words in text


def test_papers_of_named_pairs_are_printed_whatever_the_year(workspace: Workspace) -> None:
    (pair,) = at_work(workspace)
    with pytest.raises(NotFound):
        compose(workspace, "letters", year=2030)
    assert compose(workspace, "letters", year=2030, placement_ids=[pair.id]).records == 1
