"""Issued means frozen: the bytes are kept in the act, and every reprint is these bytes."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest
from sqlalchemy import select

from partydesk.db import journal
from partydesk.db.models import PrintedNumberRow, PrintRow
from partydesk.domain.errors import RuleViolation
from partydesk.domain.evidence import Head
from partydesk.domain.placements import Action, Order, State
from partydesk.services.number_register import Entry, list_entries
from partydesk.services.placements import act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.print_kinds import Choice, Printout
from partydesk.services.printing import compose, record_print
from partydesk.services.reissuing import Correction, reissue
from partydesk.services.self_check.evidence import heads_on_papers
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.reports.printed import Pdf, pages_of
from tests.services.issued import (
    appoint,
    appointed,
    kept_rows,
    number_id,
    original,
    require_kept_files_whole,
    sign,
)

SAMPLES = Path(__file__).parents[1] / "db" / "samples"
#: In no font at all: the first code point of an unassigned block.
NOWHERE = "\U00032000"


def _letters(workspace: Workspace, *placement_ids: int, layout: str = "") -> Printout:
    chosen = placement_ids or None
    choice = Choice(layout=layout)
    return compose(workspace, "letters", year=YEAR, placement_ids=chosen, choice=choice)


def _rename_everybody(workspace: Workspace) -> None:
    for pair in list_placements(workspace, YEAR):
        save_record(workspace, "talents", pair.talent_id, {"name": "改名之后"})
        save_record(workspace, "enterprises", pair.enterprise_id, {"name": "更名之后有限公司"})


def _printed(workspace: Workspace) -> list[tuple[str, bool]]:
    with workspace.reading() as session:
        numbers = {entry.number_id: entry.number for entry in list_entries(workspace)}
        rows = session.scalars(select(PrintedNumberRow).order_by(PrintedNumberRow.id))
        return [(numbers[row.number_id], row.again) for row in rows]


# --- freezing ------------------------------------------------------------------------------------


def test_letters_and_agreements_are_kept_in_the_act_one_file_each(workspace: Workspace) -> None:
    pairs = appointed(workspace, 3)
    kept = kept_rows(workspace)
    assert len(kept) == 6
    for kind, numbers in (
        ("letters", [pair.letter_number for pair in pairs]),
        ("agreements", [pair.agreement_number for pair in pairs]),
    ):
        rows = [kept[number or ""] for number in numbers]
        assert {row.kind for row in rows} == {kind}
        assert len({row.pdf_sha256 for row in rows}) == 1, "one file for one act"
        assert len({row.layout_sha256 for row in rows}) == 1
        assert [row.first_page for row in rows] == [1 + i * rows[0].pages for i in range(3)]
        assert all(row.fonts and row.code for row in rows)
        assert {row.issued_at for row in rows} == {workspace.clock()}
    assert len({row.code for row in kept.values()}) == 6
    require_kept_files_whole(workspace)


def test_each_act_has_a_file_of_its_own(workspace: Workspace) -> None:
    make_pairs(workspace, 2)
    consent_all(workspace)
    signed = sign(workspace).placements
    for pair in signed:
        appoint(workspace, [pair.id])
    letters = [row for row in kept_rows(workspace).values() if row.kind == "letters"]
    assert len({row.pdf_sha256 for row in letters}) == 2
    assert [row.first_page for row in letters] == [1, 1]


def test_what_the_letter_says_is_what_was_kept(workspace: Workspace) -> None:
    (pair,) = appointed(workspace, name="敖敦其其格")
    (page,) = pages_of(_letters(workspace))
    assert pair.talent in page
    assert pair.enterprise in page
    assert (pair.letter_number or "") in page
    assert original(workspace, pair.letter_number) == _letters(workspace).pdf


def test_an_amendment_and_a_renewal_are_kept_too(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    order = Order(workspace.today(), note="增加每月驻企两天")
    act(workspace, YEAR, Action.AMEND, order, [pair.id])
    act(workspace, YEAR, Action.RENEW, Order(workspace.today(), letter=True), [pair.id])
    kinds = [row.kind for row in kept_rows(workspace).values()]
    assert sorted(kinds) == ["agreements", "agreements", "amendments", "letters", "letters"]


def test_a_draft_is_not_frozen_until_it_is_signed(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.DRAFT, Order(workspace.today()), [pair.id])
    (drafted,) = list_placements(workspace, YEAR)
    assert kept_rows(workspace) == {}
    assert "有限公司" in pages_of(compose(workspace, "agreements", year=YEAR))[0]
    look = original(workspace, drafted.agreement_number)
    clock.advance(days=40)
    sign(workspace)
    assert list(kept_rows(workspace)) == [drafted.agreement_number]
    signed = original(workspace, drafted.agreement_number)
    assert signed != look, "the term counts from the day of the signing"
    assert signed == compose(workspace, "agreements", year=YEAR).pdf


# --- printing again ------------------------------------------------------------------------------


def test_a_reprint_two_years_and_changed_names_later_is_the_same(
    workspace_folder: Path, clock: StandingClock
) -> None:
    with open_workspace(workspace_folder, clock=clock) as workspace:
        pairs = appointed(workspace, 3)
        ids = [pair.id for pair in pairs]
        whole = _letters(workspace).pdf
        one = _letters(workspace, ids[1]).pdf
        agreements = compose(workspace, "agreements", year=YEAR).pdf
    clock.advance(days=731)
    with open_workspace(workspace_folder, clock=clock) as workspace:
        _rename_everybody(workspace)
        save_policy(workspace, YEAR, {"organ": "更名之后的委员会"})
    with open_workspace(workspace_folder, clock=clock) as workspace:
        assert _letters(workspace).pdf == whole
        assert _letters(workspace, ids[1]).pdf == one
        assert compose(workspace, "agreements", year=YEAR).pdf == agreements
        require_kept_files_whole(workspace)


def test_single_letters_out_of_a_batch_stay_the_same_when_the_others_are_void(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = appointed(workspace, 3)
    ids = [pair.id for pair in pairs]
    numbers = [pair.letter_number for pair in pairs]
    alone, two = _letters(workspace, ids[1]).pdf, _letters(workspace, ids[0], ids[1]).pdf
    assert len(Pdf(alone)) == 1
    assert len(Pdf(two)) == 2
    assert _letters(workspace, ids[1]).pdf == alone
    clock.advance(days=1)
    correction = Correction(workspace.today(), "单位名称有误")
    reissue(workspace, number_id(workspace, numbers[0]), correction)
    reissue(workspace, number_id(workspace, numbers[2]), correction)
    clock.advance(days=900)
    assert _letters(workspace, ids[1]).pdf == alone
    assert original(workspace, numbers[1]) == alone
    assert original(workspace, numbers[0], numbers[1]) == two, "void pages are kept as they were"


def test_a_page_taken_out_of_a_batch_looks_like_the_page_in_it(workspace: Workspace) -> None:
    pairs = appointed(workspace, 3)
    whole = Pdf(_letters(workspace).pdf)
    for place, pair in enumerate(pairs):
        alone = Pdf(_letters(workspace, pair.id).pdf)
        assert alone.marks() == whole.marks(place)
        assert alone.size_mm() == whole.size_mm(place)


def test_a_layout_asked_for_by_name_sets_anew(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    kept = _letters(workspace).pdf
    save_record(workspace, "talents", pair.talent_id, {"name": "改名之后"})
    anew = _letters(workspace, layout="letter")
    assert pair.talent in pages_of(anew)[0], "what it says stays frozen all the same"
    assert _letters(workspace).pdf == kept


def test_the_print_record_says_which_numbers_went_out_again(workspace: Workspace) -> None:
    pairs = appointed(workspace, 2)
    first, second = (pair.letter_number or "" for pair in pairs)
    record_print(workspace, _letters(workspace, pairs[0].id))
    record_print(workspace, _letters(workspace))
    assert _printed(workspace) == [(first, False), (first, True), (second, False)]
    entries = {entry.number: entry for entry in list_entries(workspace)}
    assert (entries[first].printed, entries[first].prints) == (2, "2（补打 1）")
    assert (entries[second].printed, entries[second].prints) == (1, "1")
    with workspace.reading() as session:
        assert [row.records for row in session.scalars(select(PrintRow))] == [1, 2]


def test_part_of_a_batch_that_went_on_paper_counts_alone(workspace: Workspace) -> None:
    pairs = appointed(workspace, 3)
    record_print(workspace, _letters(workspace).part([2]))
    assert _printed(workspace) == [(pairs[1].letter_number, False)]


# --- what stops it -------------------------------------------------------------------------------


def test_a_missing_character_issues_nothing_unless_allowed(workspace: Workspace) -> None:
    name = f"王{NOWHERE}"
    make_pairs(workspace, 1, name=name)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        before = list_entries(workspace)
        with pytest.raises(RuleViolation) as refusal:
            act(workspace, YEAR, action, Order(workspace.today()))
        (reason,) = {reason.code: reason for reason in refusal.value.reasons}.values()
        assert reason.code == "missing_character"
        assert name[0] in reason.message
        assert "U+32000" in reason.message
        assert list_entries(workspace) == before, "no number is taken"
        done = act(workspace, YEAR, action, Order(workspace.today(), allow_missing=True))
        assert len(done.numbers) == 1
    (pair,) = list_placements(workspace, YEAR)
    assert pair.state is State.APPOINTED
    assert len(kept_rows(workspace)) == 2


def test_one_name_that_cannot_be_printed_stops_the_whole_act(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 3)
    consent_all(workspace)
    sign(workspace)
    save_record(workspace, "talents", pairs[1].talent_id, {"name": f"王{NOWHERE}"})
    with pytest.raises(RuleViolation):
        appoint(workspace)
    assert {pair.state for pair in list_placements(workspace, YEAR)} == {State.SIGNED}
    assert [e.number for e in list_entries(workspace) if e.kind == "letters"] == []


# --- documents of older programs -----------------------------------------------------------------


@pytest.mark.parametrize("sample", ["0003", "0004"])
def test_documents_of_old_workspaces_still_print_from_their_data(
    tmp_path: Path, sample: str
) -> None:
    packed = (SAMPLES / f"{sample}.pdk.gz").read_bytes()
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress(packed))
    with open_workspace(tmp_path) as workspace:
        letters = [e for e in list_entries(workspace) if e.kind == "letters" and not e.void]
        assert letters, "the sample has letters"
        assert not any(entry.is_kept for entry in letters)
        year = letters[0].year
        printout = compose(workspace, "letters", year=year)
        _same(printout, letters)
        alone = original(workspace, letters[0].number)
        assert Pdf(alone).pages() == [pages_of(printout)[0]]
        assert compose(workspace, "agreements", year=year).records


def _same(printout: Printout, letters: list[Entry]) -> None:
    assert list(printout.numbers) == [entry.number for entry in letters]
    for entry, page in zip(letters, pages_of(printout), strict=True):
        assert entry.who in page
        assert entry.number in page
        assert dt.date.fromisoformat(str(entry.issued_on)).strftime("%Y年") in page


def test_the_head_of_the_journal_stands_on_what_is_issued(workspace: Workspace) -> None:
    """The end of the chain before the act, in print and kept with what the document says."""
    make_pairs(workspace)
    consent_all(workspace)
    with workspace.reading() as session:
        before = journal.head_of(session)
    sign(workspace)
    with workspace.reading() as session:
        later = journal.head_of(session)
    (pair,) = appoint(workspace).placements
    assert _plain(before) in Pdf(original(workspace, pair.agreement_number)).pages()[0]
    assert _plain(later) in Pdf(original(workspace, pair.letter_number)).pages()[0]
    with workspace.reading() as session:
        kept, unreadable = heads_on_papers(session)
    told = {head.words: papers for head, papers in kept.items()}
    assert told[before.words] == [f"文书{pair.agreement_number}"]
    assert told[later.words] == [f"文书{pair.letter_number}"]
    assert unreadable == []


def _plain(head: Head) -> str:
    return "".join(head.words.split())


def test_a_draft_carries_no_head(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.DRAFT, Order(workspace.today()))
    printed = compose(workspace, "agreements", year=YEAR)
    assert not any("记录1" in page or "记录2" in page for page in pages_of(printed))
