"""The path of a round on a real workspace: counting its steps and making it public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.round_steps import Step
from partydesk.domain.selection import Role
from partydesk.services import history, matching, placements, rounds, selection
from partydesk.services.summary import get_summary
from partydesk.services.workspace import Workspace
from tests.journeys.sample import make_sample
from tests.ui.round_window import YEAR, add_posts, add_wishes, new_workspace

DAY, DUE = dt.date(YEAR, 3, 4), dt.date(YEAR, 3, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        yield made


def _step(workspace: Workspace, key: str) -> Step:
    return next(s for s in rounds.get_round_steps(workspace, YEAR) if s.key == key)


def _days(workspace: Workspace) -> tuple[dt.date | None, dt.date | None]:
    found = selection.get_round(workspace, YEAR)
    assert found is not None
    return found.published_on, found.wishes_due


def test_a_round_is_made_public_mended_and_taken_back(workspace: Workspace) -> None:
    selection.open_round(workspace, YEAR)
    selection.save_post(workspace, YEAR, None, enterprise_id=1, role=Role.SECRETARY)
    first = rounds.publish_round(workspace, YEAR, DAY, DUE)
    assert first.label == "公布 2026 年双向选择"
    assert _days(workspace) == (DAY, DUE)
    mended = rounds.publish_round(workspace, YEAR, dt.date(YEAR, 3, 5))
    assert mended.label == "修改 2026 年双向选择的公布日期"
    assert _days(workspace) == (dt.date(YEAR, 3, 5), None)
    history.undo(workspace)
    assert _days(workspace) == (DAY, DUE)
    history.undo(workspace)
    assert _days(workspace) == (None, None)


def test_what_cannot_be_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        rounds.publish_round(workspace, YEAR, DAY)
    selection.open_round(workspace, YEAR)
    with pytest.raises(RuleViolation, match="还没有岗位需求"):
        rounds.publish_round(workspace, YEAR, DAY)
    with pytest.raises(ValidationFailed) as caught:
        rounds.publish_round(workspace, YEAR, dt.date(YEAR, 5, 1), dt.date(YEAR, 4, 30))
    assert caught.value.fields == {
        "published_on": "公布日期不能晚于今天",
        "wishes_due": "意愿截止日不能早于公布日期",
    }
    assert _days(workspace) == (None, None)


def test_steps_name_who_is_missing(workspace: Workspace) -> None:
    assert rounds.get_round_steps(workspace, YEAR) == ()
    add_posts(workspace)
    # The units lie nowhere, so a reader would not know where to go.
    names = "塔林水泥有限责任公司、十家杂粮农民专业合作社、宏远运输有限公司"
    assert _step(workspace, "publish").missing == (f"3 个岗位没有写全（{names}）",)
    add_wishes(workspace)
    assert _step(workspace, "wishes").missing == ("4 人的个人意愿（苏和、李秀兰、其木格）",)
    matching.run_matching(workspace, YEAR)
    assert _step(workspace, "matching").missing == ("3 对还没有提交认可",)
    placements.accept_run(workspace, YEAR)
    assert _step(workspace, "consents").missing == (
        f"3 项企业同意（{names}）",
        "3 项个人同意（苏和、敖敦其其格、其木格）",
        "1 项所在单位同意（其木格）",
        "3 项党工委同意（苏和、敖敦其其格、其木格）",
    )


def test_the_workbench_shows_the_same_steps(tmp_path: Path) -> None:
    with make_sample(tmp_path / "w") as sample:
        path = rounds.get_round_steps(sample, YEAR)
        assert get_summary(sample, YEAR).steps[1:] == path
        assert [step.key for step in path if step.state.value == "current"] == ["consents"]
