"""Choices of the office that belong to no year."""

from __future__ import annotations

from partydesk.services.history import list_actions, undo
from partydesk.services.settings import get_setting, set_setting
from partydesk.services.workspace import Workspace


def test_a_choice_is_kept_changed_and_taken_back(workspace: Workspace) -> None:
    assert get_setting(workspace, "fonts") is None
    set_setting(workspace, "fonts", {"kai": "simkai"}, "选用字体")
    set_setting(workspace, "fonts", {"kai": "LXGWWenKai-Regular"}, "改用字体")
    assert get_setting(workspace, "fonts") == {"kai": "LXGWWenKai-Regular"}
    assert list_actions(workspace)[0].label == "改用字体"
    undo(workspace, list_actions(workspace)[0].id)
    assert get_setting(workspace, "fonts") == {"kai": "simkai"}
