"""Drafts in the workspace: written, overwritten, forgotten, and no part of what can be undone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.drafts import Draft
from partydesk.services.drafts import count_drafts, keep_drafts, list_drafts
from partydesk.services.history import list_actions
from partydesk.services.pools import save_record
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock, make_talent


def test_drafts_come_back_after_the_workspace_was_closed(
    workspace: Workspace, clock: StandingClock
) -> None:
    keep_drafts(workspace, "talents", [Draft(None, "新增：苏和", {"name": "苏和"}, {"name": ""})])
    clock.advance(seconds=1)
    keep_drafts(workspace, "talents", [Draft(7, "王堃", {"rank": "科员"}, {"rank": "主任"})])
    keep_drafts(workspace, "enterprises", [Draft(7, "塔林", {"staff": "十"})])
    workspace.close()
    with open_workspace(workspace.folder, clock=clock) as again:
        assert list_drafts(again, "talents") == (
            Draft(None, "新增：苏和", {"name": "苏和"}, {"name": ""}, restored=True),
            Draft(7, "王堃", {"rank": "科员"}, {"rank": "主任"}, restored=True),
        )
        assert count_drafts(again) == {"talents": 2, "enterprises": 1}


def test_a_draft_takes_the_place_of_the_earlier_one_and_can_be_forgotten(
    workspace: Workspace,
) -> None:
    keep_drafts(workspace, "talents", [Draft(3, "甲", {"rank": "科"})])
    keep_drafts(workspace, "talents", [Draft(3, "甲", {"rank": "科员", "note": "一\n二"})])
    (kept,) = list_drafts(workspace, "talents")
    assert kept.changed == {"rank": "科员", "note": "一\n二"}
    keep_drafts(workspace, "talents", [Draft(None, "乙", {"name": "乙"})], dropped=[3])
    assert [draft.record_id for draft in list_drafts(workspace, "talents")] == [None]
    keep_drafts(workspace, "talents", [], dropped=[None, 99])
    assert list_drafts(workspace, "talents") == ()


def test_drafts_leave_no_trace_in_the_journal(workspace: Workspace) -> None:
    before = list_actions(workspace)
    keep_drafts(workspace, "talents", [Draft(None, "新增", {"citizen_number": "1504"})])
    keep_drafts(workspace, "talents", [], dropped=[None])
    assert list_actions(workspace) == before


def test_saving_takes_the_draft_along_only_where_it_is_meant(workspace: Workspace) -> None:
    number = make_talent(workspace).id
    keep_drafts(
        workspace, "talents", [Draft(number, "甲", {"rank": "科员"}), Draft(None, "新", {})]
    )
    save_record(workspace, "talents", number, {"note": "别处改的"})
    assert len(list_drafts(workspace, "talents")) == 2
    save_record(workspace, "talents", number, {"rank": "科员"}, with_draft=True)
    assert [draft.record_id for draft in list_drafts(workspace, "talents")] == [None]
    save_record(workspace, "talents", None, {"name": "新"}, with_draft=True)
    assert list_drafts(workspace, "talents") == ()


_TEXTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "甲", "乙"]))


@given(changed=_TEXTS, base=_TEXTS, stored=_TEXTS)
def test_overtaken_fields_are_those_somebody_else_changed(
    changed: dict[str, str], base: dict[str, str], stored: dict[str, str]
) -> None:
    found = Draft(1, "甲", changed, base).overtaken(stored)
    for name in "abcd":
        now = stored.get(name, "")
        typed_over = name in changed and name in base
        if typed_over and now != base[name] and now != changed[name]:
            assert found[name] == now
        else:
            assert name not in found
