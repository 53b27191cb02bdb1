"""Who may do what: one table, and a door that asks it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import partydesk.services
from partydesk.domain.accounts import Account, Right, Role
from partydesk.domain.errors import RuleViolation
from partydesk.services.history import list_actions, undo
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.pools import save_record, search_records
from partydesk.services.rights import RIGHTS, right_for
from partydesk.services.workspace import Workspace

SERVICES = Path(partydesk.services.__file__).parent

#: By hand: role × right.
MAY = {
    Role.ADMINISTRATOR: "查看 打印和导出 查看或导出完整号码 登记和修改 审核和办结 "
    "修改设置和政策 备份 管理账号、恢复和清除",
    Role.CLERK: "查看 打印和导出 查看或导出完整号码 登记和修改 备份",
    Role.REVIEWER: "查看 打印和导出 查看或导出完整号码 审核和办结 备份",
    Role.READER: "查看",
}


def _codes() -> Iterator[tuple[str, str]]:
    """Every unit of work of a service: its file, and its code as far as it is written there."""
    for path in sorted(SERVICES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            code = _code_in(node)
            if code is None:
                continue
            if isinstance(code, ast.JoinedStr):
                code = code.values[0]
            if isinstance(code, ast.Constant):
                yield path.name, str(code.value)


def _code_in(node: ast.AST) -> ast.expr | None:
    """Where a call names the code of an act."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr == "unit_of_work":
        return node.args[0]
    if isinstance(node.func, ast.Name) and node.func.id == "leave_trace":
        return node.args[1]
    return None


def test_every_act_of_the_services_stands_in_the_table() -> None:
    found = list(_codes())
    assert len(found) > 100
    for _where, code in found:
        right_for(code)


def test_an_act_nobody_has_thought_of_is_refused_to_everybody(workspace: Workspace) -> None:
    with pytest.raises(LookupError):
        workspace.unit_of_work("burn_everything", "x")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("beginning", RIGHTS)
def test_each_role_does_what_the_table_says(
    shared_workspace: Workspace, role: Role, beginning: str
) -> None:
    shared_workspace.account = Account("某人", role)
    allowed = RIGHTS[beginning].value in MAY[role].split()
    if allowed:
        shared_workspace.unit_of_work(beginning, "x").session.close()
        return
    with pytest.raises(RuleViolation) as refused:
        shared_workspace.unit_of_work(beginning, "x")
    (reason,) = refused.value.reasons
    assert reason.code == "no_right"
    assert role.value in reason.message
    assert Role.ADMINISTRATOR.value in reason.message


def test_every_right_is_somebody_s_and_the_table_by_hand_is_whole() -> None:
    assert {word for words in MAY.values() for word in words.split()} == set(Right)
    assert set(MAY) == set(Role)


def test_who_only_looks_reads_and_stores_nothing(workspace: Workspace) -> None:
    save_record(workspace, "talents", None, {"name": "苏和"})
    workspace.account = Account("某人", Role.READER)
    assert search_records(workspace, "talents", "苏和")[1] == 1
    with pytest.raises(RuleViolation, match="登记和修改"):
        save_record(workspace, "talents", None, {"name": "甲"})
    assert search_records(workspace, "talents", "")[1] == 1


def test_the_clerk_does_not_set_the_rules(workspace: Workspace) -> None:
    policy = get_policy(workspace, 2026)
    workspace.account = Account("某人", Role.CLERK)
    with pytest.raises(RuleViolation, match="修改设置和政策"):
        save_policy(workspace, 2026, {"term_months": str(policy.term_months + 1)})


def test_who_tried_what_is_not_theirs_is_written_down(workspace: Workspace) -> None:
    workspace.account = Account("某人", Role.READER)
    workspace.actor = "某人"
    with pytest.raises(RuleViolation):
        save_record(workspace, "talents", None, {"name": "甲"})
    newest = list_actions(workspace)[0]
    assert (newest.code, newest.who) == ("refused", "某人")
    assert newest.label.startswith("按规定未办成：")


def test_what_somebody_may_not_do_they_cannot_take_back_or_do_again(workspace: Workspace) -> None:
    """An undo is an act of its own, and would be a way around the right of the first one."""
    administrator = workspace.account
    policy = get_policy(workspace, 2026)
    save_policy(workspace, 2026, {"term_months": str(policy.term_months + 1)})
    workspace.account = Account("某人", Role.CLERK)
    with pytest.raises(RuleViolation, match="修改设置和政策"):
        undo(workspace)
    workspace.account = administrator
    undone = undo(workspace)
    workspace.account = Account("某人", Role.CLERK)
    with pytest.raises(RuleViolation, match="修改设置和政策"):
        undo(workspace, undone.changes.action)
    assert get_policy(workspace, 2026).term_months == policy.term_months
