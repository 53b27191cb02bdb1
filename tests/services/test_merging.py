"""Merging records: nothing is lost, everything comes back, and contradictions stop it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.drafts import Draft
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.merging import JOINED
from partydesk.domain.selection import Attitude, Ruling
from partydesk.domain.talents import Talent
from partydesk.services.drafts import keep_drafts, list_drafts
from partydesk.services.duplicates import (
    find_duplicates,
    forget_distinctions,
    keep_apart,
    list_distinctions,
)
from partydesk.services.history import record_history, undo
from partydesk.services.merging import (
    merge_exact_groups,
    merge_preview,
    merge_records,
    suggest_kept,
)
from partydesk.services.pools import get_record, retire_record, save_record
from partydesk.services.rulings import rule_pair
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import (
    Form,
    StandingClock,
    dump,
    make_enterprise,
    make_pairs,
    make_round,
    make_talent,
    number_of,
)
from tests.services.linked import COUNTS, fill, links, merged

GOOD = "150430197007071421"


def state(workspace: Workspace) -> Mapping[str, list[str]]:
    """Everything stored but for the journal, what is derived from it, and counters."""
    derived = {"actions", "changes", "search_index", "sqlite_sequence"}
    with workspace.reading() as session:
        return {name: rows for name, rows in dump(session).items() if name not in derived}


def indexed(workspace: Workspace) -> list[str]:
    with workspace.reading() as session:
        return dump(session)["search_index"]


# -- nothing is lost -------------------------------------------------------------------


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000))
def test_no_linked_row_is_lost_and_undo_restores_everything(template_file: Path, seed: int) -> None:
    """Merging loses no value or membership of the merged record; un-merging works."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template_file, Path(folder) / FILE_NAME)
        with open_workspace(Path(folder), clock=StandingClock()) as workspace:
            fill(workspace, random)
            before, words = state(workspace), indexed(workspace)
            for action in reversed(merge_at_random(workspace, random)):
                assert undo(workspace, action).conflicts == ()
            assert state(workspace) == before
            assert indexed(workspace) == words


def merge_at_random(workspace: Workspace, random: Random) -> list[int]:
    """Merge what can be merged, looking at all links after each; gives the actions."""
    left = {kind: list(range(1, count + 1)) for kind, count in COUNTS.items()}
    done = []
    for _ in range(6):
        kind = random.choice([kind for kind, numbers in left.items() if len(numbers) > 2])
        keep, *others = random.sample(left[kind], random.randint(2, 3))
        told, held = links(workspace), state(workspace)
        if merge_preview(workspace, kind, keep, others).refused:
            with pytest.raises(RuleViolation):
                merge_records(workspace, kind, keep, others)
        try:
            action = merge_records(workspace, kind, keep, others).action
        except RuleViolation:
            assert state(workspace) == held, "a refused merge changes nothing"
            continue
        assert action is not None
        done.append(action)
        left[kind] = [number for number in left[kind] if number not in others]
        assert links(workspace) == merged(told, kind, dict.fromkeys(others, keep))
    return done


# -- choosing --------------------------------------------------------------------------


def twins(workspace: Workspace) -> tuple[Talent, Talent]:
    """The same person twice: once with a number, once with a month and other words."""
    one = make_talent(
        workspace, name="王哲", birth="1970-07", specialties="法律", note="甲", rank="一级科员"
    )
    two = make_talent(
        workspace, name="王喆", citizen_number=GOOD, specialties="财务、法律", note="乙",
        rank="二级科员", phone="13800000001",
    )  # fmt: skip
    return one, two


def test_the_preview_proposes_and_the_merge_follows(workspace: Workspace) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    preview = merge_preview(workspace, "talents", one, [two])
    proposed = {offer.field.name: offer.proposed for offer in preview.offers}
    assert proposed["birth"] == two, "a day says more than a month"
    assert (proposed["name"], proposed["rank"], proposed["phone"]) == (one, one, two)
    assert (proposed["specialties"], proposed["note"]) == (JOINED, JOINED)
    merge_records(workspace, "talents", one, [two], {"name": two})
    kept = get_record(workspace, "talents", one)
    assert (kept.name, kept.citizen_number, str(kept.birth)) == ("王喆", GOOD, "1970-07-07")
    assert (kept.specialties, kept.note, kept.rank) == (("法律", "财务"), "甲\n乙", "一级科员")


def test_the_history_of_the_kept_record_names_the_merge_and_what_it_took(
    workspace: Workspace,
) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    merge_records(workspace, "talents", one, [two])
    last = record_history(workspace, "talents", one)[-1]
    assert last.label == f"合并人才：“王喆”（记录号 {two}）并入“王哲”（记录号 {one}）"
    took = {change.label: change.after for change in last.changes}
    assert took["手机号码"] == "138****0001"
    bare = number_of(make_talent(workspace, name="王哲"))
    merge_records(workspace, "talents", one, [bare])
    assert "并入" in record_history(workspace, "talents", one)[-1].label, "though no field moved"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [({"height": 1}, "没有"), ({"name": 99}, "记录号 99"), ({"name": JOINED}, "不能合在一起")],
)
def test_choices_that_cannot_be_made_are_refused(
    workspace: Workspace, chosen: dict[str, int], said: str
) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    with pytest.raises(ValidationFailed, match=said):
        merge_records(workspace, "talents", one, [two], chosen)


def test_a_merge_needs_two_different_records(workspace: Workspace) -> None:
    one = number_of(make_talent(workspace))
    for others in ([], [one]):
        with pytest.raises(RuleViolation):
            merge_records(workspace, "talents", one, others)
    with pytest.raises(NotFound):
        merge_records(workspace, "talents", one, [99])


# -- what stands in the way ------------------------------------------------------------


def test_opposite_wishes_stop_the_merge_and_say_what_to_do(workspace: Workspace) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    unit = make_enterprise(workspace)
    form: Form = {one: (Attitude.WILLING, 1), two: (Attitude.REFUSED, None)}
    make_round(workspace, [unit], posts={0: form})
    before = state(workspace)
    with pytest.raises(RuleViolation, match=r"意愿不一致（愿意 第 1／不愿意）.*双向选择"):
        merge_records(workspace, "talents", one, [two])
    assert state(workspace) == before
    assert merge_preview(workspace, "talents", one, [two]).refused


def test_wishes_that_say_the_same_become_one(workspace: Workspace) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    same: Form = {one: (Attitude.WILLING, 1), two: (Attitude.WILLING, 1)}
    make_round(workspace, [make_enterprise(workspace)], posts={0: same})
    before = state(workspace)
    action = merge_records(workspace, "talents", one, [two]).action
    assert len(state(workspace)["wishes"]) == 1
    undo(workspace, action)
    assert state(workspace) == before


def test_two_people_locked_to_what_becomes_one_post_stop_the_merge(workspace: Workspace) -> None:
    units = [make_enterprise(workspace) for _ in range(2)]
    posts = make_round(workspace, units)
    for post in posts:
        rule_pair(workspace, number_of(post), number_of(make_talent(workspace)), Ruling.LOCKED)
    before = state(workspace)
    with pytest.raises(RuleViolation, match="锁定了两个人"):
        merge_records(workspace, "enterprises", number_of(units[0]), [number_of(units[1])])
    assert state(workspace) == before


def test_more_locked_posts_than_seats_stop_the_merge(workspace: Workspace) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    posts = make_round(workspace, [make_enterprise(workspace) for _ in range(2)])
    for post, person in zip(posts, (one, two), strict=True):
        rule_pair(workspace, number_of(post), person, Ruling.LOCKED)
    with pytest.raises(RuleViolation, match="可驻单位数只有 1"):
        merge_records(workspace, "talents", one, [two])


def test_issued_letters_move_and_keep_their_words(workspace: Workspace) -> None:
    pair = make_pairs(workspace)[0]
    other = number_of(make_talent(workspace, name="另一个人"))
    merge_records(workspace, "talents", other, [pair.talent_id])
    assert [link[3] for link in links(workspace) if link[0] == "pair"] == [("talents", other)]


def test_a_merged_superior_gives_its_name_to_those_below(workspace: Workspace) -> None:
    names = ("塔林镇党委", "中共塔林镇委员会")
    kept, gone = (
        save_record(workspace, "organizations", None, {"name": name, "kind": "党委"}).id
        for name in names
    )
    below = save_record(
        workspace, "organizations", None, {"name": "一支部", "superior": names[1]}
    ).id
    before = state(workspace)
    action = merge_records(workspace, "organizations", kept, [gone]).action
    assert get_record(workspace, "organizations", below).superior == names[0]
    assert undo(workspace, action).conflicts == ()
    assert state(workspace) == before


# -- taking it back --------------------------------------------------------------------


def test_a_merge_is_taken_back_two_days_and_a_restart_later(
    workspace_folder: Path, clock: StandingClock
) -> None:
    with open_workspace(workspace_folder, clock=clock) as workspace:
        one, two = (number_of(each) for each in twins(workspace))
        before = state(workspace)
        action = merge_records(workspace, "talents", one, [two]).action
    clock.advance(days=2)
    with open_workspace(workspace_folder, clock=clock) as workspace:
        make_talent(workspace)
        assert undo(workspace, action).conflicts == ()
        after = state(workspace)
        assert set(before["talents"]) < set(after["talents"])
        assert len(after["talents"]) == len(before["talents"]) + 1


def test_later_work_is_listed_and_not_overwritten(workspace: Workspace) -> None:
    one, two = (number_of(each) for each in twins(workspace))
    action = merge_records(workspace, "talents", one, [two]).action
    save_record(workspace, "talents", one, {"phone": "13900000000"})
    held = state(workspace)
    undone = undo(workspace, action)
    assert undone.undone is None
    assert any("手机号码" in conflict for conflict in undone.conflicts)
    assert state(workspace) == held


# -- not the same ----------------------------------------------------------------------


def test_marked_as_not_the_same_is_remembered_and_can_be_taken_back(workspace: Workspace) -> None:
    """There is a way to say that two are different people; it is stored and reversible."""
    one, two = (
        number_of(make_talent(workspace, name="王哲", birth="1970-07-07")) for _ in range(2)
    )
    assert [group.ids for group in find_duplicates(workspace, "talents")] == [(one, two)]
    action = keep_apart(workspace, "talents", two, one).action
    assert find_duplicates(workspace, "talents") == ()
    with pytest.raises(RuleViolation, match="已标记为不是同一条"):
        merge_records(workspace, "talents", one, [two])
    undo(workspace, action)
    assert len(find_duplicates(workspace, "talents")) == 1
    keep_apart(workspace, "talents", one, two)
    assert keep_apart(workspace, "talents", one, two).action is None, "said once is enough"
    (mark,) = list_distinctions(workspace, "talents")
    assert mark.labels == ("王哲", "王哲")
    forget_distinctions(workspace, "talents", [mark.id])
    assert len(find_duplicates(workspace, "talents")) == 1
    with pytest.raises(NotFound):
        forget_distinctions(workspace, "talents", [mark.id])


def test_what_was_said_of_a_merged_record_holds_for_the_kept_one(workspace: Workspace) -> None:
    one, two, three = (number_of(make_talent(workspace)) for _ in range(3))
    keep_apart(workspace, "talents", two, three)
    merge_records(workspace, "talents", one, [two])
    (mark,) = list_distinctions(workspace, "talents")
    assert (mark.first, mark.second) == (one, three)


# -- many at once ----------------------------------------------------------------------


def test_exact_groups_are_merged_at_once_and_contradicting_ones_wait(workspace: Workspace) -> None:
    """Groups with the same identity are merged in one batch; differing ones never stop it."""
    same = {"birth": "1970-07-07", "phone": "13800000001"}
    make_talent(workspace, name="王哲", citizen_number=GOOD, phone=same["phone"])
    make_talent(workspace, name="王哲", specialties="法律", **same)
    make_talent(workspace, name="李四", rank="一级科员", **same)
    make_talent(workspace, name="李四", rank="二级科员", **same)
    make_talent(workspace, name="赵五", birth="1970-07-07")
    make_talent(workspace, name="赵五", birth="1970-07-07")
    before = state(workspace)
    done = merge_exact_groups(workspace, "talents")
    assert done.merged == ((1, 2),)
    assert [queued.group.ids for queued in done.queued] == [(3, 4)]
    assert "职级" in done.queued[0].reasons[0].message
    assert [group.ids for group in find_duplicates(workspace, "talents")] == [(3, 4), (5, 6)]
    assert get_record(workspace, "talents", 1).specialties == ("法律",)
    undo(workspace, done.changes.action)
    assert state(workspace) == before
    retire_record(workspace, "talents", 1, "到龄")
    assert suggest_kept(workspace, "talents", [1, 2])[0] == 2, "who is still in the pool stays"


def test_people_with_pairs_on_both_sides_wait_for_a_person(workspace: Workspace) -> None:
    same = {"name": "王哲", "birth": "1970-07-07", "phone": "13800000001"}
    pairs = make_pairs(workspace, 2, **same)
    assert len(pairs) == 2
    done = merge_exact_groups(workspace, "talents")
    assert done.merged == ()
    assert {reason.code for reason in done.queued[0].reasons} == {"both_bound"}


def test_what_is_typed_over_a_merged_record_is_not_thrown_away(workspace: Workspace) -> None:
    """It may be opened as a new record, and belongs to the old one again after the undo."""
    kept, gone = (number_of(make_talent(workspace)) for _ in range(2))
    draft = Draft(gone, "苏和", {"note": "还没有保存的话"}, {"note": ""}, restored=True)
    keep_drafts(workspace, "talents", [draft])
    changes = merge_records(workspace, "talents", kept, [gone])
    assert list_drafts(workspace, "talents") == (draft,)
    undo(workspace, changes.action or 0)
    assert list_drafts(workspace, "talents") == (draft,)
