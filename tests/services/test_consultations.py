"""Talks about posts on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk.domain.consultations import Consulted, Opinion
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.services import consultations, history, selection
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.ui.round_window import (
    CEMENT,
    GRAIN,
    SUHE,
    YEAR,
    add_posts,
    new_workspace,
)

TEXTS = {
    "held_on": "2026-03-12",
    "whom": "企业",
    "spoke": "布和 总经理",
    "opinion": "同意",
    "said": "愿意接收，办公室已腾出。",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        yield made


def test_a_talk_is_recorded_mended_removed_and_brought_back(workspace: Workspace) -> None:
    number, changes = consultations.save_consultation(workspace, None, CEMENT, SUHE, TEXTS)
    assert changes.label == "登记沟通“塔林水泥有限责任公司 · 党建指导员”：企业同意"
    assert "consultations" in changes.kinds
    talks = consultations.get_talks(workspace, CEMENT, SUHE)
    (talk,) = talks.held
    assert (talk.whom, talk.opinion, talk.talent) == (Consulted.ENTERPRISE, Opinion.AGREED, "苏和")
    assert (talk.held_on, talk.said) == (dt.date(2026, 3, 12), "愿意接收，办公室已腾出。")
    assert [whom.value for whom in talks.missing] == [
        "所属党组织和关联单位",
        "分管领导",
        "业务主管部门",
    ]
    assert talks.required == 4

    mended = {**TEXTS, "opinion": "有条件同意", "said": ""}
    consultations.save_consultation(workspace, number, CEMENT, None, mended)
    (talk,) = consultations.get_talks(workspace, CEMENT).held
    assert (talk.opinion, talk.said, talk.talent_id) == (Opinion.WITH_CONDITIONS, None, None)
    history.undo(workspace)
    (talk,) = consultations.get_talks(workspace, CEMENT).held
    assert (talk.opinion, talk.talent_id) == (Opinion.AGREED, SUHE)

    consultations.remove_consultation(workspace, number)
    assert consultations.get_talks(workspace, CEMENT).held == ()
    history.undo(workspace)
    assert [t.id for t in consultations.list_consultations(workspace, YEAR)] == [number]


def test_what_cannot_be_stored_is_said_beside_its_field(workspace: Workspace) -> None:
    wrong = {"held_on": "2026-04-02", "whom": "企业", "spoke": "布和", "opinion": "同意"}
    with pytest.raises(ValidationFailed) as caught:
        consultations.save_consultation(workspace, None, CEMENT, None, wrong)
    assert caught.value.fields == {"held_on": "沟通日期不能晚于今天"}
    with pytest.raises(ValidationFailed) as caught:
        consultations.save_consultation(
            workspace, None, CEMENT, None, {**TEXTS, "spoke": "", "whom": "邻居"}
        )
    assert set(caught.value.fields) == {"spoke", "whom"}
    for post, person in ((99, None), (CEMENT, 99)):
        with pytest.raises(NotFound):
            consultations.save_consultation(workspace, None, post, person, TEXTS)
    with pytest.raises(NotFound):
        consultations.remove_consultation(workspace, 1)
    assert consultations.list_consultations(workspace, YEAR) == ()


def test_a_paper_hangs_on_a_talk_and_goes_with_it(workspace: Workspace, tmp_path: Path) -> None:
    number, _ = consultations.save_consultation(workspace, None, CEMENT, None, TEXTS)
    file = tmp_path / "企业回函.txt"
    file.write_text("同意接收。", encoding="utf-8")
    added = add_attachment(workspace, "consultations", number, file)
    assert added.changes.label == (
        "添加沟通记录“塔林水泥有限责任公司 · 党建指导员”的附件“企业回函”"
    )
    (talk,) = consultations.get_talks(workspace, CEMENT).held
    assert talk.paper == "企业回函"
    consultations.remove_consultation(workspace, number)
    assert list_attachments(workspace, "consultations", number) == ()
    history.undo(workspace)
    assert [a.title for a in list_attachments(workspace, "consultations", number)] == ["企业回函"]
    with pytest.raises(NotFound):
        add_attachment(workspace, "consultations", 99, file)
    with pytest.raises(NotFound):
        add_attachment(workspace, "wishes", 1, file)


def test_removing_a_post_takes_its_talks_and_undo_brings_them_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    number, _ = consultations.save_consultation(workspace, None, GRAIN, None, TEXTS)
    file = tmp_path / "回函.txt"
    file.write_text("同意。", encoding="utf-8")
    add_attachment(workspace, "consultations", number, file)
    selection.remove_post(workspace, GRAIN)
    assert consultations.list_consultations(workspace, YEAR) == ()
    history.undo(workspace)
    (talk,) = consultations.get_talks(workspace, GRAIN).held
    assert talk.paper == "回函"


def test_whose_word_is_required_is_the_years_policy(workspace: Workspace) -> None:
    save_policy(workspace, YEAR, {"consulted": "企业、分管领导"})
    assert [whom.value for whom in consultations.get_talks(workspace, CEMENT).missing] == [
        "企业",
        "分管领导",
    ]
    with pytest.raises(ValidationFailed) as caught:
        save_policy(workspace, YEAR, {"consulted": "企业、邻居"})
    assert "沟通对象没有“邻居”" in caught.value.fields["consulted"]
    save_policy(workspace, YEAR, {"consulted": ""})
    assert get_policy(workspace, YEAR).consulted == ()
    assert consultations.get_talks(workspace, CEMENT).missing == ()


def test_the_sheet_of_a_post_and_of_the_round(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="没有可打印的沟通记录"):
        compose(workspace, "consultations", year=YEAR)
    for post in (CEMENT, GRAIN):
        consultations.save_consultation(workspace, None, post, None, TEXTS)
    assert compose(workspace, "consultations", year=YEAR).records == 2
    label = "塔林水泥有限责任公司 · 党建指导员"
    one = compose(workspace, "consultations", year=YEAR, query=label)
    assert (one.records, one.warnings) == (1, ())
