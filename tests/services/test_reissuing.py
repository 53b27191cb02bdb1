"""作废 and 重发: each with day and reason, the old page kept, the two numbers naming each other."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.errors import NotFound, PartydeskError, RuleViolation, ValidationFailed
from partydesk.domain.genuineness import State as Validity
from partydesk.domain.placements import Action, Cause, Order, Placement, State
from partydesk.services import certificates
from partydesk.services.genuineness import verify
from partydesk.services.history import undo
from partydesk.services.number_register import Entry, find_entry, find_gaps, list_entries
from partydesk.services.placements import act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.printing import compose
from partydesk.services.reissuing import (
    Correction,
    get_correctable,
    get_refusals,
    reissue,
    void_document,
)
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs, the_pair
from tests.reports.printed import Pdf, pages_of
from tests.services.issued import (
    appointed,
    kept_rows,
    number_id,
    original,
    require_kept_files_whole,
)

HONOUR = certificates.Order(
    CertificateKind.HONOUR,
    (Holder("苏和", "组织部"),),
    {"merit": "2025年度派驻工作", "title": "优秀党建指导员"},
    dt.date(2026, 3, 1),
)


def _entry(workspace: Workspace, number: str | None) -> Entry:
    found = find_entry(workspace, number or "")
    assert found is not None
    return found


def _today(workspace: Workspace, why: str = "单位名称有误") -> Correction:
    return Correction(workspace.today(), why)


def _ended(workspace: Workspace, pair: Placement) -> None:
    order = Order(workspace.today(), cause=Cause.OTHER, outcome=State.ADJUSTED, basis="旗委会议",
                  why="工作需要")  # fmt: skip
    act(workspace, YEAR, Action.END, order, [pair.id])


# --- letters -------------------------------------------------------------------------------------


def test_a_letter_issued_anew_says_what_the_records_say_now(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = appointed(workspace)
    before = original(workspace, pair.letter_number)
    save_record(workspace, "enterprises", pair.enterprise_id, {"name": "更名之后有限公司"})
    clock.advance(days=20)
    number, changes = reissue(
        workspace, number_id(workspace, pair.letter_number), _today(workspace)
    )
    assert changes.label == f"作废{pair.letter_number}并重发{number}：{pair.talent}"
    old, new = _entry(workspace, pair.letter_number), _entry(workspace, number)
    assert (old.state, old.replaced_by, old.void_on) == ("已换发", number, workspace.today())
    assert old.words == f"2026年3月22日作废并换发为{number}：单位名称有误"
    assert (new.state, new.replaces, new.serial) == ("有效", old.number, 2)
    assert new.remark == f"原编号{old.number}"
    (page,) = pages_of(compose(workspace, "letters", year=YEAR))
    assert "更名之后有限公司" in page
    assert number in page
    assert original(workspace, old.number) == before
    assert verify(workspace, old.number).state is Validity.SUPERSEDED
    assert verify(workspace, number).state is Validity.IN_FORCE
    assert find_gaps(workspace) == ()


def test_what_a_letter_issued_anew_would_change_is_said_before(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    number = number_id(workspace, pair.letter_number)
    assert get_correctable(workspace, number).changes == ()
    save_record(workspace, "talents", pair.talent_id, {"name": "苏和图"})
    assert get_correctable(workspace, number).changes == (f"姓名：{pair.talent} → 苏和图",)


def test_a_letter_issued_anew_moves_neither_the_appointment_nor_the_end(
    workspace: Workspace, clock: StandingClock
) -> None:
    """The day of the new letter used to become the day of the appointment."""
    (pair,) = appointed(workspace)
    day = workspace.today()
    act(workspace, YEAR, Action.START, Order(day), [pair.id])
    clock.advance(days=60)
    number, _ = reissue(workspace, number_id(workspace, pair.letter_number), _today(workspace))
    again, _ = reissue(workspace, number_id(workspace, number), _today(workspace))
    now = the_pair(workspace)
    assert (now.letter_number, now.appointed_on) == (again, day)
    order = Order(day + dt.timedelta(days=30), cause=Cause.OTHER, outcome=State.ADJUSTED,
                  basis="旗委会议", why="工作需要")  # fmt: skip
    act(workspace, YEAR, Action.END, order, [pair.id])
    assert the_pair(workspace).state is State.ADJUSTED


def test_a_letter_of_an_earlier_term_keeps_its_term_and_stays_the_earlier_one(
    workspace: Workspace, clock: StandingClock
) -> None:
    """It used to say the new term, and to stand for the letter of the new term."""
    (pair,) = appointed(workspace)
    renewal = Order(workspace.today(), letter=True)
    numbers = act(workspace, YEAR, Action.RENEW, renewal, [pair.id]).numbers
    assert pair.term_from is not None
    number, _ = reissue(workspace, number_id(workspace, pair.letter_number), _today(workspace))
    (page,) = Pdf(original(workspace, number)).pages()
    assert f"{pair.term_from.year}年{pair.term_from.month}月" in page
    assert the_pair(workspace).letter_number == numbers[1], "the second term's letter is in force"


def test_numbers_of_a_later_year_follow_that_years_policy(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = appointed(workspace)
    clock.advance(days=365)
    save_policy(workspace, YEAR + 1, {"letter_first": "30"})
    number, _ = reissue(workspace, number_id(workspace, pair.letter_number), _today(workspace))
    assert number.endswith("〔2027〕30号")
    (gap,) = find_gaps(workspace)
    assert (gap.year, gap.first, gap.last) == (YEAR + 1, 1, 29)
    assert gap.explained


def test_who_serves_keeps_a_letter_and_who_has_left_need_not(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    number = number_id(workspace, pair.letter_number)
    assert get_refusals(workspace, number)[0].startswith("本人还在任，不能只作废")
    with pytest.raises(RuleViolation, match="本人还在任"):
        void_document(workspace, number, _today(workspace))
    _ended(workspace, pair)
    assert get_refusals(workspace, number) == ("", "")
    changes = void_document(workspace, number, _today(workspace, " 发错人 "))
    assert changes.label == f"作废{pair.letter_number}：{pair.talent}"
    entry = _entry(workspace, pair.letter_number)
    assert (entry.state, entry.why_void) == ("已作废", "发错人")
    assert get_refusals(workspace, number) == ("已经作废", "已经作废")
    with pytest.raises(RuleViolation, match="已经作废"):
        void_document(workspace, number, _today(workspace))
    with pytest.raises(RuleViolation, match="已经作废"):
        reissue(workspace, number, _today(workspace))


def test_agreements_are_mended_where_they_are_made(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    number = number_id(workspace, pair.agreement_number)
    void, anew = get_refusals(workspace, number)
    assert "协议与委任" in void
    assert "补充协议" in anew
    with pytest.raises(RuleViolation, match="协议与委任"):
        void_document(workspace, number, _today(workspace))
    with pytest.raises(RuleViolation, match="补充协议"):
        reissue(workspace, number, _today(workspace))
    assert _entry(workspace, pair.agreement_number).state == "有效"


@pytest.mark.parametrize(
    ("days", "why", "field"),
    [(0, "  ", "why"), (1, "错字", "on"), (-1, "错字", "on")],
    ids=["no reason", "a day ahead", "before the letter"],
)
def test_day_and_reason_must_stand(workspace: Workspace, days: int, why: str, field: str) -> None:
    (pair,) = appointed(workspace)
    number = number_id(workspace, pair.letter_number)
    correction = Correction(workspace.today() + dt.timedelta(days=days), why)
    with pytest.raises(ValidationFailed) as refused:
        reissue(workspace, number, correction)
    assert list(refused.value.fields) == [field]
    _ended(workspace, pair)
    with pytest.raises(ValidationFailed) as refused:
        void_document(workspace, number, correction)
    assert list(refused.value.fields) == [field]
    assert _entry(workspace, pair.letter_number).state == "有效"
    assert len(kept_rows(workspace)) == 2


def test_there_must_be_such_a_number(workspace: Workspace) -> None:
    for work in (void_document, reissue):
        with pytest.raises(NotFound):
            work(workspace, 99, _today(workspace))
    with pytest.raises(NotFound):
        get_refusals(workspace, 99)


def test_what_was_issued_is_not_undone(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    reissue(workspace, number_id(workspace, pair.letter_number), _today(workspace))
    with pytest.raises(RuleViolation):
        undo(workspace)


def test_a_character_without_a_font_leaves_the_old_one_in_force(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    save_record(workspace, "talents", pair.talent_id, {"name": "王\U00032000"})
    number = number_id(workspace, pair.letter_number)
    with pytest.raises(RuleViolation) as refused:
        reissue(workspace, number, _today(workspace))
    assert {reason.code for reason in refused.value.reasons} == {"missing_character"}
    assert _entry(workspace, pair.letter_number).state == "有效"
    assert len(list_entries(workspace)) == 2
    new, _ = reissue(workspace, number, replace(_today(workspace), allow_missing=True))
    assert _entry(workspace, new).who == "王\U00032000"


# --- certificates --------------------------------------------------------------------------------


def test_a_certificate_is_issued_anew_with_what_was_wrong_put_right(workspace: Workspace) -> None:
    (first,), _ = certificates.issue_certificates(workspace, HONOUR)
    before = original(workspace, first)
    texts = {"title": "优秀党务工作者", "person": "苏和尔", "unit": ""}
    correction = Correction(workspace.today(), "称号有误", texts)
    number, _ = reissue(workspace, number_id(workspace, first), correction)
    (page,) = Pdf(original(workspace, number)).pages()
    assert "苏和尔同志" in page
    assert "优秀党务工作者" in page
    assert "2025年度派驻工作" in page, "what was not corrected stays"
    assert original(workspace, first) == before
    assert _entry(workspace, first).replaced_by == number
    assert find_gaps(workspace) == ()


def test_a_correction_that_cannot_be_read_changes_nothing(workspace: Workspace) -> None:
    order = replace(
        HONOUR,
        kind=CertificateKind.ENGAGEMENT,
        texts={"role": "特约指导员", "term_from": "2026-04-01", "term_to": "2028-03-31"},
    )
    (first,), _ = certificates.issue_certificates(workspace, order)
    for texts, field in (
        ({"term_to": "明天以后"}, "term_to"),
        ({"term_to": "2025-01-01"}, "term_to"),
        ({"role": " "}, "role"),
    ):
        correction = Correction(workspace.today(), "错字", texts)
        with pytest.raises(ValidationFailed) as refused:
            reissue(workspace, number_id(workspace, first), correction)
        assert list(refused.value.fields) == [field]
    assert [entry.state for entry in list_entries(workspace)] == ["有效"]


def test_a_certificate_can_become_void_by_itself(workspace: Workspace) -> None:
    (first,), _ = certificates.issue_certificates(workspace, HONOUR)
    assert get_refusals(workspace, number_id(workspace, first)) == ("", "")
    void_document(workspace, number_id(workspace, first), _today(workspace, "决定撤销"))
    assert _entry(workspace, first).words == "2026年3月2日作废：决定撤销"
    assert verify(workspace, first).state is Validity.VOID


# --- any order of acts ---------------------------------------------------------------------------


class Office(RuleBasedStateMachine):
    """An office that appoints, withdraws, renews, voids and issues anew in any order.

    Args:
        folder: A workspace of three pairs to whom everybody has consented; it is changed.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.clock = StandingClock()
        self.workspace = open_workspace(folder, clock=self.clock)
        self.pages: dict[str, bytes] = {}

    @initialize(firsts=st.sampled_from([("1", "1"), ("7", "3")]))
    def number_from(self, firsts: tuple[str, str]) -> None:
        texts = {"letter_first": firsts[0], "agreement_first": firsts[1]}
        save_policy(self.workspace, YEAR, texts)

    def _pairs(self) -> tuple[Placement, ...]:
        return list_placements(self.workspace, YEAR, withdrawn=True)

    def _act(self, action: Action, place: int, order: Order) -> None:
        pair = self._pairs()[place]
        try:
            act(self.workspace, YEAR, action, order, [pair.id])
        except RuleViolation:
            assert self._pairs()[place] == pair

    @rule(place=st.integers(0, 2), action=st.sampled_from([Action.DRAFT, Action.SIGN]))
    def agree(self, place: int, action: Action) -> None:
        self._act(action, place, Order(self.workspace.today()))

    @rule(place=st.integers(0, 2))
    def appoint(self, place: int) -> None:
        self._act(Action.APPOINT, place, Order(self.workspace.today()))

    @rule(place=st.integers(0, 2))
    def withdraw(self, place: int) -> None:
        self._act(Action.WITHDRAW, place, Order(self.workspace.today(), why="改变主意"))

    @rule(place=st.integers(0, 2), letter=st.booleans())
    def renew(self, place: int, letter: bool) -> None:
        self._act(Action.RENEW, place, Order(self.workspace.today(), letter=letter))

    @rule(place=st.integers(0, 2))
    def amend(self, place: int) -> None:
        self._act(Action.AMEND, place, Order(self.workspace.today(), note="增加驻企天数"))

    @rule(place=st.integers(0, 2))
    def end(self, place: int) -> None:
        order = Order(self.workspace.today(), cause=Cause.OTHER, outcome=State.ADJUSTED,
                      basis="旗委会议", why="工作需要")  # fmt: skip
        self._act(Action.END, place, order)

    @rule(place=st.integers(0, 20), anew=st.booleans())
    def correct(self, place: int, anew: bool) -> None:
        entries = list_entries(self.workspace)
        if not entries:
            return
        entry = entries[place % len(entries)]
        refusal = get_refusals(self.workspace, entry.number_id)[anew]
        work = reissue if anew else void_document
        correction = Correction(self.workspace.today(), "更正")
        if refusal:
            with pytest.raises(PartydeskError, match=refusal):
                work(self.workspace, entry.number_id, correction)
        else:
            work(self.workspace, entry.number_id, correction)

    @rule(place=st.integers(0, 2), name=st.sampled_from(["敖敦", "郭𠮷", "苏和"]))
    def rename(self, place: int, name: str) -> None:
        save_record(self.workspace, "talents", self._pairs()[place].talent_id, {"name": name})

    @rule(days=st.sampled_from([1, 400]))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def no_gap_is_unexplained(self) -> None:
        assert [gap for gap in find_gaps(self.workspace) if not gap.explained] == []

    @invariant()
    def every_issued_number_has_its_page_which_never_changes(self) -> None:
        entries = list_entries(self.workspace)
        assert all(entry.paper for entry in entries)
        issued = {entry.number for entry in entries if entry.issued_on}
        assert issued == set(kept_rows(self.workspace))
        for number in issued - self.pages.keys():
            self.pages[number] = original(self.workspace, number)
        assert set(self.pages) == issued, "nothing that was issued is ever lost"

    @invariant()
    def the_two_numbers_of_a_correction_name_each_other(self) -> None:
        entries = {entry.number: entry for entry in list_entries(self.workspace)}
        for entry in entries.values():
            if entry.replaces:
                assert entries[entry.replaces].replaced_by == entry.number
                assert entries[entry.replaces].void
            if entry.replaced_by:
                assert entries[entry.replaced_by].replaces == entry.number

    def teardown(self) -> None:
        for number, page in self.pages.items():
            assert original(self.workspace, number) == page
        require_kept_files_whole(self.workspace)
        self.workspace.close()


def _walk(template_file: Path, place: Path, examples: int, steps: int) -> None:
    """Let offices begin in copies of one workspace and act as they like."""
    begun = place / "begun"
    begun.mkdir()
    shutil.copyfile(template_file, begun / FILE_NAME)
    with open_workspace(begun, clock=StandingClock()) as workspace:
        make_pairs(workspace, 3)
        consent_all(workspace)
    places = count(1)

    def office() -> Office:
        folder = place / str(next(places))
        shutil.copytree(begun, folder)
        return Office(folder)

    run_state_machine_as_test(
        office,  # type: ignore[arg-type]  # whatever makes one will do
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_no_order_of_acts_loses_a_number_or_changes_a_page(
    template_file: Path, tmp_path: Path
) -> None:
    _walk(template_file, tmp_path, 5, 14)


@pytest.mark.long
def test_no_order_of_many_acts_loses_a_number_or_changes_a_page(
    template_file: Path, tmp_path: Path
) -> None:
    _walk(template_file, tmp_path, 200, 30)
