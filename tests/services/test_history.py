"""Taking things back: each kind of change, conflicts, undo of undo, and after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.db import journal
from partydesk.db.models import TalentRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.placements import Action, Order, Party, State
from partydesk.domain.selection import Attitude, Ruling, Side
from partydesk.domain.talents import PoolState
from partydesk.services.dictionaries import add_word, list_words, rename_word
from partydesk.services.disclosures import record_reveal
from partydesk.services.history import list_actions, record_history, undo
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.matching import list_runs, run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import get_record, retire_record, save_record, search_records
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import get_round, list_posts, remove_post
from partydesk.services.wishes import list_wishes, save_wishes
from partydesk.services.workspace import Workspace, open_workspace, set_year
from tests.factories import (
    YEAR,
    StandingClock,
    consent,
    consent_all,
    dump,
    make_enterprise,
    make_pairs,
    make_round,
    make_talent,
    number_of,
    the_pair,
    willing,
    without_moments,
)


@pytest.fixture(autouse=True)
def _chain_holds(workspace: Workspace) -> object:
    """Whatever is taken back, the journal stays whole."""
    yield
    if workspace.locked:  # the test has closed it
        return
    with workspace.reading() as session:
        assert journal.broken_links(session) == []


def _records(workspace: Workspace) -> dict[str, list[str]]:
    """All tables but the journal, which grows, and the counters, which never go back."""
    with workspace.reading() as session:
        tables = dump(session)
    return {
        n: rows for n, rows in tables.items() if n not in ("actions", "changes", "sqlite_sequence")
    }


def _import(workspace: Workspace, *names: str) -> int:
    """Store people as an import does: many rows under one action."""
    with workspace.unit_of_work("import_talents", f"导入人才 {len(names)} 条") as uow:
        uow.session.add_all(
            TalentRow(
                name=name,
                specialties=(),
                languages=(),
                townships=(),
                industries=(),
                tags=(),
                state=PoolState.AVAILABLE,
            )
            for name in names
        )
        action = uow.commit().action
    assert action is not None
    return action


# --- one kind of change after the other -------------------------------------------------


def test_an_insert_is_taken_back_and_done_again(workspace: Workspace) -> None:
    before = _records(workspace)
    person = make_talent(workspace, name="苏和", specialties="马术")
    after = _records(workspace)
    done = undo(workspace)
    assert (done.undone, done.label, done.restored, done.conflicts) == (
        2, "新增人才“苏和”", 2, (),
    )  # fmt: skip
    assert done.changes.kinds == {"talents", "dictionary_words"}
    assert _records(workspace) == before
    again = undo(workspace, done.changes.action)
    assert again.conflicts == ()
    assert _records(workspace) == after
    assert get_record(workspace, "talents", number_of(person)) == person
    assert search_records(workspace, "talents", "suhe")[1] == 1


def test_an_update_is_taken_back(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    before = _records(workspace)
    save_record(workspace, "talents", number, {"name": "布和", "rank": "", "capacity": "3"})
    assert undo(workspace).restored == 1
    assert _records(workspace) == before
    assert search_records(workspace, "talents", "苏和")[1] == 1


def test_a_delete_is_taken_back_with_all_that_hung_on_it(workspace: Workspace) -> None:
    people = [make_talent(workspace) for _ in range(2)]
    posts = make_round(workspace, [make_enterprise(workspace)], posts={0: willing(1, 2)})
    rule_pair(workspace, number_of(posts[0]), number_of(people[0]), Ruling.LOCKED)
    before = _records(workspace)
    remove_post(workspace, number_of(posts[0]))
    assert list_posts(workspace, YEAR) == ()
    assert list_wishes(workspace, YEAR) == ()
    done = undo(workspace)
    assert (done.restored, done.conflicts) == (4, ())
    assert _records(workspace) == before


def test_wishes_are_taken_back(workspace: Workspace) -> None:
    people = [make_talent(workspace) for _ in range(3)]
    ids = [number_of(person) for person in people]
    (post,) = make_round(workspace, [make_enterprise(workspace)], posts={0: willing(*ids[:2])})
    before = _records(workspace)
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(post), willing(ids[1], ids[2]))
    assert undo(workspace).conflicts == ()
    assert _records(workspace) == before


@pytest.mark.parametrize("side", Side)
def test_a_wish_about_everybody_comes_back_only_where_there_is_no_newer_one(
    workspace: Workspace, side: Side
) -> None:
    person, unit = make_talent(workspace), make_enterprise(workspace)
    (post,) = make_round(workspace, [unit])
    own = number_of(post) if side is Side.ENTERPRISE else number_of(person)
    save_wishes(workspace, YEAR, side, own, {None: (Attitude.INDIFFERENT, None)})
    taken_out = save_wishes(workspace, YEAR, side, own, {})
    save_wishes(workspace, YEAR, side, own, {None: (Attitude.REFUSED, None)})

    done = undo(workspace, taken_out.action)

    assert done.undone is None
    (conflict,) = without_moments(done.conflicts)
    assert conflict.startswith(
        f"意愿（编号 1）与现有资料冲突，未恢复——后来的操作 8：登记{side}意愿："
    )
    assert [wish.attitude for wish in list_wishes(workspace, YEAR)] == [Attitude.REFUSED]


def test_a_renamed_word_is_taken_back_with_the_records_that_use_it(workspace: Workspace) -> None:
    add_word(workspace, "specialty", "甲专长")
    word = next(w for w in list_words(workspace, "specialty") if w.word == "甲专长")
    make_talent(workspace, specialties="甲专长")
    make_round(workspace, [make_enterprise(workspace)])
    before = _records(workspace)

    rename_word(workspace, word.id, "乙专长")

    assert undo(workspace).conflicts == ()
    assert _records(workspace) == before


def test_another_year_and_a_year_s_policy_are_taken_back(workspace: Workspace) -> None:
    before = _records(workspace)
    set_year(workspace, YEAR + 1)
    save_policy(workspace, YEAR + 1, {"copies": "7"})

    assert [undo(workspace).conflicts for _ in range(2)] == [(), ()]

    assert _records(workspace) == before


def test_an_import_is_taken_back_with_the_columns_it_remembered(
    workspace: Workspace, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("姓名,何处\n王甲,某局\n", encoding="utf-8-sig")
    before = _records(workspace)
    for _ in range(2):  # the second time the numbers of the first are gone for good
        plan = plan_import(workspace, "talents", sheet, mapping={"何处": "unit_post"})
        apply_import(workspace, plan)
        assert plan_import(workspace, "talents", sheet).mapping["何处"] == "unit_post"

        assert undo(workspace).conflicts == ()

        assert _records(workspace) == before
        assert plan_import(workspace, "talents", sheet).mapping["何处"] == ""


def test_a_round_is_taken_back_only_while_nothing_is_in_it(workspace: Workspace) -> None:
    make_round(workspace, [])
    opened = list_actions(workspace)[0].id
    undo(workspace)
    assert get_round(workspace, YEAR) is None
    make_round(workspace, [make_enterprise(workspace)])
    opened = next(
        a.id for a in list_actions(workspace) if a.label.startswith("开启") and not a.undone
    )
    done = undo(workspace, opened)
    assert done.undone is None
    (conflict,) = without_moments(done.conflicts)
    assert conflict.startswith(
        "选派轮次（编号 2）已被其他资料引用，未删除——后来的操作 6：增加岗位“"
    )
    assert get_round(workspace, YEAR) is not None


def test_a_matching_run_is_taken_back(workspace: Workspace) -> None:
    make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace)])
    run_matching(workspace, YEAR)
    undo(workspace)
    assert list_runs(workspace, YEAR) == ()


# --- conflicts --------------------------------------------------------------------------


def test_an_import_gives_back_what_nobody_touched_and_lists_the_rest(
    workspace: Workspace,
) -> None:
    action = _import(workspace, "甲", "乙", "丙", "丁")
    save_record(workspace, "talents", 2, {"rank": "正科", "capacity": "2"})
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(post), willing(3))
    done = undo(workspace, action)
    assert (done.undone, done.restored) == (action, 2)
    linked, touched = sorted(without_moments(done.conflicts))
    assert touched == "人才“乙”此后修改过（职级、可驻单位数），未删除——后来的操作 3：修改人才“乙”"
    assert linked.startswith("人才“丙”已被其他资料引用，未删除——后来的操作 7：登记企业意愿：")
    assert [hit.id for hit in search_records(workspace, "talents", "")[0]] == [3, 2]
    assert next(a for a in list_actions(workspace) if a.id == action).undone


def test_an_import_of_which_everything_was_touched_stays(workspace: Workspace) -> None:
    action = _import(workspace, "甲")
    save_record(workspace, "talents", 1, {"rank": "正科"})
    before = list_actions(workspace)
    done = undo(workspace, action)
    assert (done.undone, done.restored, done.changes) == (None, 0, Changes())
    assert len(done.conflicts) == 1
    assert list_actions(workspace) == before


def test_another_action_is_taken_back_whole_or_not_at_all(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    changed = save_record(workspace, "talents", number, {"rank": "副处", "capacity": "3"})
    save_record(workspace, "talents", number, {"capacity": "4"})
    before = _records(workspace)
    done = undo(workspace, changed.changes.action)
    assert (done.undone, done.restored) == (None, 0)
    assert without_moments(done.conflicts) == [
        "人才“苏和”的可驻单位数此后又改过，保留现值——后来的操作 4：修改人才“苏和”"
    ]
    assert _records(workspace) == before


def test_later_work_on_other_fields_is_no_conflict(workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    changed = save_record(workspace, "talents", number, {"rank": "副处"})
    save_record(workspace, "talents", number, {"capacity": "4"})
    assert undo(workspace, changed.changes.action).conflicts == ()
    person = get_record(workspace, "talents", number)
    assert (person.rank, person.capacity) == ("正科", 4)


def test_a_number_that_somebody_else_has_by_now_is_a_conflict(workspace: Workspace) -> None:
    """Giving it back used to end in an error of the tables."""
    number = "150430198506150022"
    first = number_of(make_talent(workspace, name="甲", citizen_number=number))
    freed = save_record(workspace, "talents", first, {"citizen_number": ""}).changes.action
    make_talent(workspace, name="乙", citizen_number=number)
    done = undo(workspace, freed)
    assert done.undone is None
    assert without_moments(done.conflicts) == [
        "人才“甲”原来的内容与现有资料冲突，未恢复——后来的操作 4：新增人才“乙”"
    ]


def test_a_changed_row_that_is_gone_is_a_conflict(workspace: Workspace) -> None:
    made = list_actions(workspace)[0].id + 1
    number = number_of(make_talent(workspace, name="甲"))
    changed = save_record(workspace, "talents", number, {"name": "乙"}).changes.action
    back = undo(workspace, changed)
    undo(workspace, made)
    done = undo(workspace, back.changes.action)
    assert without_moments(done.conflicts) == [
        "人才“乙”已被删除，未恢复——后来的操作 5：撤销：新增人才“甲”"
    ]


def test_what_is_gone_already_is_written_down_as_taken_back(workspace: Workspace) -> None:
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    saved = list_actions(workspace)[0].id
    remove_post(workspace, number_of(post))
    assert undo(workspace, saved).undone == saved
    assert next(a for a in list_actions(workspace) if a.id == saved).undone
    with pytest.raises(RuleViolation):
        undo(workspace, saved)


# --- what cannot be taken back, and in which order --------------------------------------


def test_the_last_action_that_still_stands_is_taken_back_first(workspace: Workspace) -> None:
    for name in ("甲", "乙", "丙"):
        make_talent(workspace, name=name)
    record_reveal(workspace, "talents", 1, "phone", "与证件核对身份")  # only a record: looked past
    assert [undo(workspace).label for _ in range(3)] == [
        "新增人才“丙”",
        "新增人才“乙”",
        "新增人才“甲”",
    ]
    with pytest.raises(RuleViolation, match="建立工作区”不能撤销"):
        undo(workspace)


def test_undo_of_undo_and_again(workspace: Workspace) -> None:
    made = save_record(workspace, "talents", None, {"name": "甲"}).changes.action
    steps = [made]
    for expected in (0, 1, 0, 1):
        steps.append(undo(workspace, steps[-1]).changes.action)
        assert search_records(workspace, "talents", "")[1] == expected
    undone = {entry.id: entry.undone for entry in list_actions(workspace)}
    assert [undone[step or 0] for step in steps] == [False, True, False, True, False]
    assert [h.operation for h in record_history(workspace, "talents", 1)] == [
        "insert", "delete", "insert", "delete", "insert",
    ]  # fmt: skip


def test_what_was_done_again_can_be_taken_back_again(workspace: Workspace) -> None:
    make_talent(workspace, name="甲")
    undo(workspace, undo(workspace).changes.action)
    assert undo(workspace).label == "新增人才“甲”"
    assert search_records(workspace, "talents", "")[1] == 0


@pytest.mark.parametrize("action", [0, 99, -1])
def test_an_action_that_is_not_there(workspace: Workspace, action: int) -> None:
    with pytest.raises(NotFound):
        undo(workspace, action)


def test_twice_is_refused(workspace: Workspace) -> None:
    make_talent(workspace)
    action = list_actions(workspace)[0].id
    undo(workspace, action)
    with pytest.raises(RuleViolation) as refusal:
        undo(workspace, action)
    assert [reason.code for reason in refusal.value.reasons] == ["already_undone"]


def test_what_is_signed_is_not_undoable(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        before = _records(workspace)
        act(workspace, YEAR, action, Order(workspace.today()))
        assert not list_actions(workspace)[0].undoable
        signed = _records(workspace)
        with pytest.raises(RuleViolation) as refusal:
            undo(workspace)
        assert [reason.code for reason in refusal.value.reasons] == ["not_undoable"]
        assert _records(workspace) == signed != before


def test_it_lasts_over_a_restart(workspace: Workspace, clock: StandingClock) -> None:
    before = _records(workspace)
    make_talent(workspace, name="甲")
    workspace.close()
    clock.advance(days=40)
    with open_workspace(workspace.folder, clock=clock) as again:
        assert undo(again).label == "新增人才“甲”"
        assert _records(again) == before
        assert list_actions(again)[0].when.startswith("2026-04-11")


def test_the_list_can_be_cut(workspace: Workspace) -> None:
    for name in ("甲", "乙"):
        make_talent(workspace, name=name)
    assert [entry.label for entry in list_actions(workspace, 2)] == [
        "新增人才“乙”",
        "新增人才“甲”",
    ]
    assert [entry.id for entry in list_actions(workspace)] == [3, 2, 1]


# --- the procedure ----------------------------------------------------------------------


def test_a_consent_is_taken_back_while_others_are_missing(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent(workspace, Party.ENTERPRISE)
    before = _records(workspace)
    consent(workspace, Party.PERSON)
    undo(workspace)
    assert _records(workspace) == before
    assert the_pair(workspace).missing == (Party.PERSON, Party.COMMITTEE)


def test_the_last_consent_takes_its_state_back(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent(workspace, Party.ENTERPRISE, Party.PERSON)
    before = _records(workspace)
    consent(workspace, Party.COMMITTEE)
    assert the_pair(workspace).state is State.CONSENTED
    assert undo(workspace).conflicts == ()
    assert _records(workspace) == before


@pytest.mark.parametrize("party", [Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE])
@pytest.mark.parametrize("state", [State.CONSENTED, State.SIGNED, State.APPOINTED])
def test_no_consent_goes_from_under_a_state_that_needs_it(
    workspace: Workspace, party: Party, state: State
) -> None:
    """Only the last consent moved the state, so only its undo used to be refused."""
    make_pairs(workspace)
    for each in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
        consent(workspace, each)
    given = next(a.id for a in list_actions(workspace) if f"（{party.label}）" in a.label)
    if state is not State.CONSENTED:
        act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    if state is State.APPOINTED:
        act(workspace, YEAR, Action.APPOINT, Order(workspace.today()))
    before = _records(workspace)
    done = undo(workspace, given)
    if state is State.CONSENTED and party is Party.COMMITTEE:  # the last: nothing stands on it
        assert done.conflicts == ()
        return
    assert done.undone is None
    assert done.conflicts
    assert _records(workspace) == before


def test_an_old_consent_does_not_come_back_to_complete_a_pair_unseen(
    workspace: Workspace,
) -> None:
    """All consents there and still 待认可 would be a dead end."""
    make_pairs(workspace)
    consent(workspace, Party.ENTERPRISE, Party.PERSON)
    taken_back = undo(workspace).changes.action
    consent(workspace, Party.COMMITTEE)
    done = undo(workspace, taken_back)
    assert done.undone is None
    assert "各方同意都已登记" in done.conflicts[0]
    consent(workspace, Party.PERSON)
    assert the_pair(workspace).state is State.CONSENTED


def test_acceptance_is_taken_back_before_anybody_consents_and_not_after(
    workspace: Workspace,
) -> None:
    make_pairs(workspace, 2)
    accepted = list_actions(workspace)[0].id
    undo(workspace)
    assert list_placements(workspace, YEAR) == ()
    undo(workspace, list_actions(workspace)[0].id)
    first, second = list_placements(workspace, YEAR)
    consent(workspace, Party.PERSON, ids=[first.id])
    before = _records(workspace)
    done = undo(workspace, accepted)
    assert done.undone is None
    assert len(done.conflicts) == 1
    assert _records(workspace) == before
    assert second in list_placements(workspace, YEAR)


def test_a_withdrawal_is_taken_back_with_its_number(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    before = _records(workspace)
    act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="本人要求"))
    assert undo(workspace).conflicts == ()
    assert _records(workspace) == before


def test_a_withdrawn_pair_does_not_come_back_to_a_post_that_is_filled(
    workspace: Workspace,
) -> None:
    """Giving it back used to end in an error of the tables."""
    make_pairs(workspace)
    spare = make_talent(workspace)
    act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="本人要求"))
    withdrawn = list_actions(workspace)[0].id
    post = number_of(list_posts(workspace, YEAR)[0])
    save_wishes(workspace, YEAR, Side.ENTERPRISE, post, willing(number_of(spare)))
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    done = undo(workspace, withdrawn)
    assert done.undone is None
    assert "与现有资料冲突" in done.conflicts[0]
    assert [p.talent for p in list_placements(workspace, YEAR)] == [spare.name]


def test_a_signed_pair_does_not_come_back_to_a_person_without_a_seat(
    workspace: Workspace,
) -> None:
    person = make_talent(workspace, capacity="1")
    units = [make_enterprise(workspace) for _ in range(2)]
    forms = {place: willing(number_of(person)) for place in range(2)}
    posts = make_round(workspace, units, posts=forms, talents={number_of(person): willing(0, 1)})
    run_matching(workspace, YEAR)
    (first,), _ = accept_run(workspace, YEAR)
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="企业要求"))
    withdrawn = list_actions(workspace)[0].id
    rule_pair(workspace, number_of(posts[0]), number_of(person), Ruling.FORBIDDEN)
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    done = undo(workspace, withdrawn)
    assert done.undone is None
    assert any("可驻单位数已满" in conflict for conflict in done.conflicts)
    assert the_pair(workspace, first.id).state is State.WITHDRAWN


def test_a_retirement_is_taken_back_although_the_person_is_wanted(workspace: Workspace) -> None:
    person = make_talent(workspace)
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    save_wishes(workspace, YEAR, Side.ENTERPRISE, number_of(post), willing(number_of(person)))
    retire_record(workspace, "talents", number_of(person), "误点")
    assert undo(workspace).conflicts == ()
    assert get_record(workspace, "talents", number_of(person)) == person
