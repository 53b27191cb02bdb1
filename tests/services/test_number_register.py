"""文号登记簿: each number with its document and what became of it; every gap explained."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete

from partydesk.db.models import IssuedRow, LetterRow, NumberRow, NumberSeries
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.services.history import list_actions, undo
from partydesk.services.number_register import Gap, find_entry, find_gaps, list_entries
from partydesk.services.originals import compose_originals
from partydesk.services.placements import act
from partydesk.services.policies import save_policy
from partydesk.services.printing import compose
from partydesk.services.reissuing import Correction, reissue, void_document
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.reports.printed import Pdf, pages_of
from tests.services.issued import appoint, appointed, number_id, original, sign

LETTER, AGREEMENT = NumberSeries.LETTER, NumberSeries.AGREEMENT


def _gaps(workspace: Workspace) -> list[tuple[NumberSeries, int, int, bool]]:
    return [(g.series, g.first, g.last, bool(g.explained)) for g in find_gaps(workspace)]


def test_every_number_has_its_document_in_the_order_of_the_series(workspace: Workspace) -> None:
    pairs = appointed(workspace, 2)
    found = list_entries(workspace)
    assert [(entry.series, entry.serial) for entry in found] == [
        (LETTER, 1), (LETTER, 2), (AGREEMENT, 1), (AGREEMENT, 2),
    ]  # fmt: skip
    assert [entry.number for entry in found[:2]] == [pair.letter_number for pair in pairs]
    first = found[0]
    assert (first.title, first.who, first.issued_on) == (
        "委任书",
        pairs[0].talent,
        dt.date(2026, 3, 2),
    )
    assert pairs[0].enterprise in first.about
    assert (first.state, first.words) == ("有效", "在册有效，2026年3月2日签发")
    assert all(entry.is_kept for entry in found)
    assert list_entries(workspace, 2025) == ()
    assert find_entry(workspace, first.number) == first
    assert find_entry(workspace, "没有这个编号") is None
    assert first.is_about(pairs[0].talent)
    assert not first.is_about("没有这个人")
    assert find_gaps(workspace) == ()


def test_states_in_words(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.DRAFT, Order(workspace.today()), [pair.id])
    (draft,) = list_entries(workspace)
    assert (draft.state, draft.words, draft.is_kept) == ("草拟", "尚未签署", False)
    act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="本人不愿意"), [pair.id])
    (withdrawn,) = list_entries(workspace)
    assert withdrawn.state == "已作废"
    assert withdrawn.words == "2026年3月2日作废：撤回拟配：本人不愿意"
    assert withdrawn.remark == "撤回拟配：本人不愿意"
    assert find_gaps(workspace) == ()


# --- gaps ----------------------------------------------------------------------------------------


def test_the_first_serial_of_the_policy_explains_what_comes_before_it(workspace: Workspace) -> None:
    save_policy(workspace, YEAR, {"letter_first": "18"})
    (pair,) = appointed(workspace)
    assert (pair.letter_number or "").endswith("〔2026〕18号")
    (gap,) = find_gaps(workspace)
    assert (gap.series, gap.first, gap.last) == (LETTER, 1, 17)
    assert gap.words == "委任书〔2026〕1 至 17 号：年度政策定为从 18 号起，此前以纸质方式编号"


def test_a_first_serial_below_what_was_taken_changes_nothing(workspace: Workspace) -> None:
    make_pairs(workspace, 2)
    consent_all(workspace)
    ids = [pair.id for pair in sign(workspace).placements]
    appoint(workspace, ids[:1])
    save_policy(workspace, YEAR, {"letter_first": "1"})
    assert appoint(workspace, ids[1:]).numbers[0].endswith("〕2号")
    assert find_gaps(workspace) == ()


def test_a_gap_stays_explained_when_the_policy_is_changed_back(workspace: Workspace) -> None:
    """The explanation used to be lost with the policy that gave it."""
    make_pairs(workspace, 3)
    consent_all(workspace)
    ids = [pair.id for pair in sign(workspace).placements]
    appoint(workspace, ids[:1])
    save_policy(workspace, YEAR, {"letter_first": "18"})
    raised = list_actions(workspace)[0].id
    appoint(workspace, ids[1:2])
    explained = [(LETTER, 2, 17, True)]
    assert _gaps(workspace) == explained
    undo(workspace, raised)
    assert _gaps(workspace) == explained
    save_policy(workspace, YEAR, {"letter_first": "2"})
    appoint(workspace, ids[2:])
    assert _gaps(workspace) == explained
    assert [e.serial for e in list_entries(workspace) if e.series is LETTER] == [1, 18, 19]


def test_a_number_that_was_taken_out_of_the_file_by_hand_is_not_explained(
    workspace: Workspace,
) -> None:
    pairs = appointed(workspace, 3)
    number = number_id(workspace, pairs[1].letter_number)
    with workspace.unit_of_work("save_test", "test") as uow:
        for row in (LetterRow, IssuedRow):
            uow.session.execute(delete(row).where(row.number_id == number))
        uow.session.execute(delete(NumberRow).where(NumberRow.id == number))
        uow.commit()
    (gap,) = find_gaps(workspace, YEAR)
    assert gap == Gap(LETTER, YEAR, 2, 2, "")
    assert gap.words == "委任书〔2026〕2 号：没有登记，请核对工作区文件是否完整"
    assert find_gaps(workspace, YEAR - 1) == ()


def test_a_number_without_a_document_is_still_listed(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    number = number_id(workspace, pair.letter_number)
    with workspace.unit_of_work("save_test", "test") as uow:
        uow.session.execute(delete(LetterRow).where(LetterRow.number_id == number))
        uow.commit()
    entry = list_entries(workspace)[0]
    assert (entry.title, entry.who, entry.kind, entry.about) == ("委任书", "", "", "")
    with pytest.raises(NotFound):
        compose_originals(workspace, [number])


# --- originals -----------------------------------------------------------------------------------


def test_void_originals_can_be_looked_at_and_are_not_printed(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = appointed(workspace)
    before = original(workspace, pair.letter_number)
    number = number_id(workspace, pair.letter_number)
    reissue(workspace, number, Correction(workspace.today(), "错字"))
    assert original(workspace, pair.letter_number) == before
    with pytest.raises(RuleViolation, match="已经作废，只能预览"):
        original(workspace, pair.letter_number, look=False)


def test_originals_of_several_kinds_stand_in_one_file(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    letter, agreement = pair.letter_number, pair.agreement_number
    ids = [number_id(workspace, each) for each in (agreement, letter)]
    printout = compose_originals(workspace, ids)
    assert printout.numbers == (letter, agreement)
    assert (printout.title, printout.kind) == ("文书", "letters")
    assert [d.person for d in printout.documents] == [pair.talent] * 2
    assert pages_of(printout)[0] == Pdf(original(workspace, letter)).text()
    with pytest.raises(NotFound):
        compose_originals(workspace, [99_999])


# --- on paper ------------------------------------------------------------------------------------


def test_the_register_on_paper_names_each_number_and_explains_the_gaps(
    workspace: Workspace, clock: StandingClock
) -> None:
    save_policy(workspace, YEAR, {"letter_first": "18"})
    pairs = appointed(workspace, 2)
    old = number_id(workspace, pairs[0].letter_number)
    new, _ = reissue(workspace, old, Correction(workspace.today(), "姓名有误"))
    said = "".join(pages_of(compose(workspace, "register", year=YEAR)))
    for entry in list_entries(workspace):
        assert entry.number in said
        assert entry.who in said
    assert "共5个编号，其中作废1个" in said
    assert f"换发为{new}；姓名有误" in said
    assert "委任书〔2026〕1至17号：年度政策定为从18号起，此前以纸质方式编号。" in said
    narrowed = "".join(pages_of(compose(workspace, "register", year=YEAR, query=pairs[1].talent)))
    assert f"只列“{pairs[1].talent}”" in narrowed
    assert pairs[0].talent not in narrowed
    assert "缺号说明" not in narrowed
    with pytest.raises(NotFound):
        compose(workspace, "register", year=YEAR - 1)


def test_the_register_repeats_its_head_on_every_page(workspace: Workspace) -> None:
    appointed(workspace, 12)
    pages = pages_of(compose(workspace, "register", year=YEAR))
    assert len(pages) > 1
    assert all("成文日期" in page for page in pages)
    assert "各类文书的编号连续，没有缺号。" in pages[-1]
    for place, page in enumerate(pages, 1):
        assert f"第{place}页共{len(pages)}页" in page


def test_a_letter_of_somebody_who_has_left_can_become_void(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = appointed(workspace)
    order = Order(
        workspace.today(), cause=Cause.CHANGE_OF_POST, outcome=State.ADJUSTED, basis="会议"
    )
    act(workspace, YEAR, Action.END, order, [pair.id])
    number = number_id(workspace, pair.letter_number)
    void_document(workspace, number, Correction(workspace.today(), "发错"))
    entry = find_entry(workspace, pair.letter_number or "")
    assert entry is not None
    assert (entry.state, entry.words) == ("已作废", "2026年3月2日作废：发错")
