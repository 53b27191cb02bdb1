"""Ballots on a real workspace: counted by hand, typed twice, settled, counted, cleared, printed."""

from __future__ import annotations

import pypdfium2
import pytest

from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.keying import Keyed
from partydesk.domain.evaluation.kinds import Keying
from partydesk.services import history
from partydesk.services.evaluation import ballots
from partydesk.services.evaluation.ballots import FIRST, SECOND, SETTLED, Slot, Stack
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import begin, serve, slots

GOOD = {"presence": {"good": 3, "fair": 1}}


@pytest.fixture
def slot(workspace: Workspace, clock: StandingClock) -> Slot:
    """The ballots of the first class about the first person."""
    serve(workspace, clock, 1)
    (person,) = begin(workspace)
    return slots(workspace, person)[0]


def _first_page(pdf: bytes) -> str:
    """The words of the first page, without the ends of lines."""
    return "".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().splitlines())


def _ballot(stack: Stack, serial: int, answer: str = "good", **other: str) -> Keyed:
    """A ballot with one answer throughout, but for some questions."""
    return Keyed(
        serial,
        tuple(
            other.get(question.key, answer if question.counted else "stay")
            for question in stack.component.questions
        ),
    )


def test_every_unit_and_class_has_a_stack(workspace: Workspace, slot: Slot) -> None:
    stacks = ballots.list_stacks(workspace, YEAR)
    assert [stack.voters.name for stack in stacks] == ["企业管理层", "党员", "职工群众"]
    assert {stack.state for stack in stacks} == {"未录入"}
    assert stacks[0].slot == slot
    assert ballots.list_stacks(workspace, YEAR - 1) == ()


def test_counts_are_stored_mended_and_brought_back(workspace: Workspace, slot: Slot) -> None:
    ballots.record_counts(workspace, slot, 6, 5, 1, GOOD)
    stack = ballots.get_stack(workspace, slot)
    assert stack.tally is not None
    assert (stack.tally.valid, stack.tally.abstained("presence"), stack.state) == (4, 0, "已计票")
    assert stack.tally.counts["overall"] == {"good": 0, "fair": 0, "bad": 0, "unknown": 0}
    ballots.record_counts(workspace, slot, 6, 6, 1, GOOD)
    history.undo(workspace)
    assert ballots.get_stack(workspace, slot).returned == 5
    ballots.clear_stack(workspace, slot)
    assert ballots.get_stack(workspace, slot).tally is None
    history.undo(workspace)
    again = ballots.get_stack(workspace, slot).tally
    assert again == stack.tally


@pytest.mark.parametrize(
    ("figures", "counts", "field", "message"),
    [
        ((3, 4, 0), {}, "returned", "多于发出的 3 张"),
        ((4, 4, 1), GOOD, "presence", "合计 4 票，多于有效票 3 张"),
    ],
)
def test_figures_that_contradict_each_other_leave_nothing(
    workspace: Workspace,
    slot: Slot,
    figures: tuple[int, int, int],
    counts: dict[str, dict[str, int]],
    field: str,
    message: str,
) -> None:
    with pytest.raises(ValidationFailed, match=message) as refusal:
        ballots.record_counts(workspace, slot, *figures, counts)
    assert field in refusal.value.fields
    assert ballots.get_stack(workspace, slot).keying is None


def test_two_passes_are_compared_settled_and_counted(workspace: Workspace, slot: Slot) -> None:
    ballots.begin_keying(workspace, slot, 5, 3)
    stack = ballots.get_stack(workspace, slot)
    before = len(history.list_actions(workspace))
    for turn in (FIRST, SECOND):
        for serial in (1, 2, 3):
            ballots.key_ballot(workspace, slot, turn, _ballot(stack, serial))
    assert len(history.list_actions(workspace)) == before  # what is typed is no act of its own
    ballots.key_ballot(workspace, slot, FIRST, Keyed(3, invalid=True))
    ballots.key_ballot(workspace, slot, SECOND, Keyed(3, invalid=True))
    ballots.key_ballot(workspace, slot, SECOND, _ballot(stack, 2, overall="bad"))
    stack = ballots.get_stack(workspace, slot)
    assert (stack.keyed, stack.differing, stack.state) == ((3, 3), 1, "待核对 1 处")
    assert stack.error_rate == pytest.approx(1 / 30)
    with pytest.raises(RuleViolation, match="还有 1 处不一致没有核对"):
        ballots.count_keyed(workspace, slot)
    (difference,) = ballots.list_differences(workspace, slot)
    assert (difference.serial, difference.first, difference.second) == (2, "满意", "不满意")
    ballots.key_ballot(workspace, slot, SETTLED, _ballot(stack, 2, overall="fair"))
    ballots.count_keyed(workspace, slot)
    stack = ballots.get_stack(workspace, slot)
    assert stack.tally is not None
    assert (stack.tally.valid, stack.tally.invalid) == (2, 1)
    assert stack.tally.counts["overall"] == {"good": 1, "fair": 1, "bad": 0, "unknown": 0}
    with pytest.raises(RuleViolation, match="已经计票"):
        ballots.key_ballot(workspace, slot, FIRST, _ballot(stack, 1))
    history.undo(workspace)
    assert ballots.get_stack(workspace, slot).state == "待计票"
    ballots.clear_stack(workspace, slot)
    assert ballots.get_stack(workspace, slot).keying is None


def test_a_pass_that_is_not_whole_is_not_counted(workspace: Workspace, slot: Slot) -> None:
    with pytest.raises(NotFound, match="还没有开始逐票录入"):
        ballots.key_ballot(workspace, slot, FIRST, Keyed(1, invalid=True))
    for issued, returned in ((5, 0), (3, 4)):
        with pytest.raises(ValidationFailed):
            ballots.begin_keying(workspace, slot, issued, returned)
    ballots.begin_keying(workspace, slot, 5, 2)
    stack = ballots.get_stack(workspace, slot)
    ballots.key_ballot(workspace, slot, FIRST, _ballot(stack, 1))
    assert ballots.get_stack(workspace, slot).state == "第一遍 1/2"
    with pytest.raises(RuleViolation) as refusal:
        ballots.count_keyed(workspace, slot)
    assert refusal.value.message == "第一遍还差 1 张没有录入；第二遍还差 2 张没有录入"
    with pytest.raises(ValidationFailed, match="没有第 3 张"):
        ballots.key_ballot(workspace, slot, FIRST, _ballot(stack, 3))
    with pytest.raises(RuleViolation, match="已逐票录入"):
        ballots.record_counts(workspace, slot, 5, 2, 0, {})
    with pytest.raises(ValidationFailed, match="收回不能少于 1 张"):
        ballots.begin_keying(workspace, slot, 5, 0)


def test_what_was_counted_by_hand_is_not_typed_as_well(workspace: Workspace, slot: Slot) -> None:
    ballots.record_counts(workspace, slot, 4, 4, 0, GOOD)
    with pytest.raises(RuleViolation, match="已按票数录入"):
        ballots.begin_keying(workspace, slot, 4, 4)
    assert ballots.get_stack(workspace, slot).keying is Keying.COUNTS


def test_ballots_of_all_units_are_put_together(workspace: Workspace, slot: Slot) -> None:
    ballots.record_counts(workspace, slot, 6, 5, 1, GOOD)
    with workspace.reading() as session:
        found = ballots.tallies_of(session, slot.evaluated_id)
    (tally,) = found[slot.component]
    assert isinstance(tally, Tally)
    assert (tally.voters, tally.valid) == (slot.voters, 4)


def test_an_unknown_slot_is_refused(workspace: Workspace, slot: Slot) -> None:
    for strange in (
        Slot(slot.evaluated_id, "weather", slot.voters, slot.enterprise_id),
        Slot(slot.evaluated_id, slot.component, slot.voters, 999),
        Slot(999, slot.component, slot.voters, slot.enterprise_id),
    ):
        with pytest.raises(NotFound):
            ballots.record_counts(workspace, strange, 1, 1, 0, {})


def test_ballots_and_tally_sheets_are_printed(workspace: Workspace, slot: Slot) -> None:
    ballots.record_counts(workspace, slot, 6, 5, 1, GOOD)
    blank = compose(workspace, "ballots", year=YEAR, choice=Choice(own_ids=frozenset([1])))
    assert (blank.records, blank.warnings) == (3, ())
    text = _first_page(blank.pdf)
    for words in ("企业管理层用", "作风与廉洁", "不了解", "本票不记名"):
        assert words in text
    sheet = compose(workspace, "ballot-tally", year=YEAR)
    text = _first_page(sheet.pdf)
    for words in ("发出", "6 张", "有效", "4 张", "监票人", "弃权"):
        assert words in text
