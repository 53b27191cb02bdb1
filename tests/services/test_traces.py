"""What changes no record and is written down all the same: exports, refusals, breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.db import journal
from partydesk.domain.errors import EnvironmentProblem, RuleViolation
from partydesk.domain.listing import Query
from partydesk.services.attachments import add_attachment
from partydesk.services.exports import export_records
from partydesk.services.history import list_actions, undo, undo_preview
from partydesk.services.opened_files import save_attachment_as
from partydesk.services.traces import leave_trace
from partydesk.services.workspace import Workspace
from tests.factories import make_talent, number_of


def _labels(workspace: Workspace) -> list[str]:
    return [action.label for action in list_actions(workspace)]


def _newest(workspace: Workspace) -> tuple[str, str]:
    newest = list_actions(workspace)[0]
    assert not newest.undoable
    return newest.code, newest.label


def test_a_trace_stands_in_the_chain_and_undo_looks_past_it(workspace: Workspace) -> None:
    make_talent(workspace, name="苏和")
    changes = leave_trace(workspace, "sign_in", "登录")
    assert changes.kinds == frozenset()
    assert _newest(workspace) == ("sign_in", "登录")
    assert undo(workspace).label == "新增人才“苏和”"
    with workspace.reading() as session:
        assert journal.broken_links(session) == []


def test_every_export_is_written_down_before_the_file_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    make_talent(workspace, name="苏和")
    export_records(workspace, "talents", tmp_path / "出.csv", Query())
    assert _newest(workspace) == ("export_records", "导出人才 1 条，号码已遮盖")
    export_records(workspace, "talents", tmp_path / "名.csv", Query(), columns=["name"])
    assert _newest(workspace) == ("export_records", "导出人才 1 条")
    there = len(_labels(workspace))
    with pytest.raises(EnvironmentProblem):
        export_records(workspace, "talents", tmp_path / "没有" / "出.csv", Query())
    assert len(_labels(workspace)) == there + 1


def test_an_attachment_that_leaves_is_written_down(workspace: Workspace, tmp_path: Path) -> None:
    number = number_of(make_talent(workspace))
    scan = tmp_path / "合同.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    add_attachment(workspace, "talents", number, scan)
    save_attachment_as(workspace, 1, tmp_path / "副本.pdf")
    assert _newest(workspace) == ("export_attachment", "另存附件“合同”")


def test_a_refusal_is_written_down_without_its_words(workspace: Workspace) -> None:
    with pytest.raises(RuleViolation):
        undo(workspace, 1)
    assert _newest(workspace) == ("refused", "按规定未办成：撤销")


def test_looking_at_what_would_be_refused_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(RuleViolation):
        undo_preview(workspace, 1)
    assert _labels(workspace) == ["建立工作区"]


def test_a_fault_of_the_program_is_written_down_by_its_kind(workspace: Workspace) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        workspace.unit_of_work("save_talents", "新增人才“苏和”"),
    ):
        1 / 0  # noqa: B018 - the fault itself
    assert _newest(workspace) == ("failed", "程序出错未办成：新增人才（ZeroDivisionError）")
