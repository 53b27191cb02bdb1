"""A round from its opening to the talks, each step led by the page itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from partydesk.domain.placements import State
from partydesk.services.consultations import list_consultations
from partydesk.services.selection import get_round, list_posts
from partydesk.services.wishes import list_wishes
from partydesk.services.workspace import Workspace
from partydesk.ui.placements.page import PlacementsPage
from tests.journeys.clerk import Clerk
from tests.journeys.hands import ENTER, keys
from tests.ui.round_window import YEAR, new_workspace


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_round_is_a_guided_path(clerk: Clerk, tmp_path: Path, size: tuple[int, int]) -> None:
    new_workspace(tmp_path / "office").close()
    workspace = clerk.program.first_workspace(tmp_path / "office")
    assert workspace is not None
    clerk.program.show(workspace)
    clerk.window.resize(*size)
    _open_and_ask(clerk, workspace)
    _publish(clerk, workspace)
    _type_forms(clerk, workspace)
    _match(clerk)
    _consult(clerk, workspace)
    _go_on(clerk)


def _said(clerk: Clerk) -> str:
    """What the line below the steps says."""
    line = clerk.window.findChild(QLabel, "round_summary")
    assert line is not None
    return line.text()


def _open_and_ask(clerk: Clerk, workspace: Workspace) -> None:
    """The round is opened and two units ask for somebody."""
    clerk.go("双向选择")
    clerk.picture("nothing-open")
    clerk.press("button_selection.open")
    assert _said(clerk) == "还缺：还没有企业提出岗位"
    for initials in ("tlsn", "sjzl"):
        clerk.press("button_selection.new_post")
        dialog = clerk.dialog("post_dialog")
        clerk.complete("field_enterprise", initials, dialog)
        clerk.press("post_dialog_save", dialog)
        assert clerk.no_dialog_is_open()
    assert len(list_posts(workspace, YEAR)) == 2
    assert _said(clerk) == "已登记 2 个岗位"
    clerk.picture("posts")


def _publish(clerk: Clerk, workspace: Workspace) -> None:
    clerk.press("step_next")
    assert "2 个岗位没有写全" in _said(clerk)
    clerk.picture("publish")
    clerk.press("button_selection.publish")
    dialog = clerk.dialog("publish_dialog")
    clerk.picture("publish-dialog", dialog)
    clerk.press("publish_dialog_save", dialog)
    found = get_round(workspace, YEAR)
    assert found is not None
    assert found.published_on == workspace.today()


def _type_forms(clerk: Clerk, workspace: Workspace) -> None:
    """One form of each side, by its number, without the mouse."""
    clerk.press("step_next")
    clerk.picture("wishes")
    keys(clerk, "1", ENTER, "2", ENTER, "1", ENTER, "n", Qt.Key.Key_F9)
    keys(clerk, Qt.Key.Key_F8, "g2", ENTER, "1", ENTER, "=", Qt.Key.Key_F9)
    said = [
        (w.side.value, w.talent, w.attitude.value, w.rank) for w in list_wishes(workspace, YEAR)
    ]
    assert sorted(said, key=str) == [
        ("个人", "苏和", "愿意", 1),
        ("个人", "苏和", "无所谓", None),
        ("企业", "敖敦其其格", "愿意", 2),
        ("企业", "李秀兰", "不愿意", None),
        ("企业", "苏和", "愿意", 1),
    ]
    assert _said(clerk).startswith("已登记 1 个岗位、1 人的意愿 · 还缺：1 个岗位的企业意愿")
    clerk.picture("forms-typed")


def _match(clerk: Clerk) -> None:
    clerk.press("step_matching")
    clerk.press("button_selection.run")
    assert "2 对还没有提交认可" in _said(clerk)
    clerk.picture("matched")


def _consult(clerk: Clerk, workspace: Workspace) -> None:
    """The enterprise is asked about the person proposed."""
    clerk.click_row("board", 0)
    clerk.press("show_talks")
    clerk.picture("not-asked")
    clerk.press("open_talks")
    dialog = clerk.dialog("talks_dialog")
    clerk.press("talks_add", dialog)
    talk = clerk.dialog("talk_dialog")
    clerk.type_into("field_spoke", "布和 总经理", talk)
    clerk.picture("talk", talk)
    clerk.press("talk_dialog_save", talk)
    clerk.picture("talks", dialog)
    clerk.press("talks_dialog_cancel", dialog)
    (held,) = list_consultations(workspace, YEAR)
    assert (held.whom.value, held.talent, held.spoke) == ("企业", "苏和", "布和 总经理")
    clerk.picture("asked")


def _go_on(clerk: Clerk) -> None:
    """The pairs are handed on; a step of the procedure shows who waits there."""
    clerk.press("button_selection.accept")
    assert clerk.window.current_key == "placements"
    clerk.go("双向选择")
    clerk.press("step_next")
    page = clerk.window.page("placements")
    assert isinstance(page, PlacementsPage)
    assert page.chips[State.PROPOSED].isChecked()
    assert page.model.rowCount() == 2
    clerk.picture("to-consent")
