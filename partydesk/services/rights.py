"""Which right every act needs, in one table.

Whatever changes or takes something out of a workspace is a unit of work with a code, and
:meth:`Workspace.unit_of_work` is its only door; it asks here before anything is read. Reading needs
no more than an open workspace.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from partydesk.domain.accounts import RIGHTS as OF_ROLE
from partydesk.domain.accounts import Right
from partydesk.domain.errors import Reason, RuleViolation

if TYPE_CHECKING:
    from partydesk.domain.accounts import Account

#: How the codes of actions begin → what they need; the longest beginning counts.
RIGHTS: Final[dict[str, Right]] = {
    # What the program writes by itself for whoever sits there.
    **dict.fromkeys(
        ("create_workspace", "sign_", "lock", "refused", "set_year", "keep_drafts", "make_key",
         "restored"),
        Right.LOOK,
    ),
    **dict.fromkeys(("print", "export_"), Right.TAKE_OUT),
    **dict.fromkeys(("reveal_", "export_full_"), Right.FULL_NUMBERS),
    # The pools.
    **dict.fromkeys(
        (
            "save_", "add_", "remove_", "retire_", "bulk_", "merge_", "distinguish_",
            "undistinguish_", "import_", "organization_", "join_organization", "tie_organization",
            "set_standing", "admit_", "move_", "rename_", "delete_filter", "undo", "setting",
        ),
        Right.WORK,
    ),
    # The round, the procedure and the papers.
    **dict.fromkeys(
        (
            "open_round", "suggest_wishes", "rule_pair", "close_post", "reopen_post",
            "run_matching", "accept_run", "publish_round", "fill_vacancy", "consent", "draft",
            "sign", "appoint", "start", "amend", "renew", "end", "withdraw", "snooze_",
            "record_decision", "issue_", "reissue", "void_", "use_layout", "calibrate",
            "forget_profile", "trust_key", "distrust_key",
        ),
        Right.WORK,
    ),
    # The year on post and its evaluation.
    **dict.fromkeys(
        (
            "begin_plan_", "apply_plan_", "move_plan_", "tick_off_plan_", "follow_up",
            "open_evaluation", "refresh_evaluated", "give_points", "mark_rule", "unmark_rule",
            "leave_out", "record_ballots", "key_ballot", "count_ballots", "clear_ballots",
            "settle_objection", "give_measure",
        ),
        Right.WORK,
    ),
    # 审核: the grades, what becomes public, and what is closed for good.
    **dict.fromkeys(
        ("decide_grade", "publish_results", "close_evaluation", "close_year"), Right.DECIDE
    ),
    # The rules of the place.
    **dict.fromkeys(("save_policy", "save_scheme", "renew_key"), Right.SET),
    # The workspace as a whole.
    **dict.fromkeys(
        ("add_account", "change_account", "retire_account", "recovery_", "protect", "unprotect",
         "change_key", "restore_backup", "purge_"),
        Right.ADMINISTER,
    ),
    **dict.fromkeys(("change_password", "self_check"), Right.LOOK),
    # The daily backup is made whoever comes first in the morning.
    "backup_daily": Right.LOOK,
    **dict.fromkeys(("backup", "backup_drill"), Right.KEEP),
}  # fmt: skip


@cache  # a window asks for each of its buttons after every click
def right_for(code: str) -> Right:
    """Say what an act needs.

    Raises:
        LookupError: Nobody has said; an act that is not in the table is refused to everybody.
    """
    fitting = [beginning for beginning in RIGHTS if code.startswith(beginning)]
    if not fitting:
        raise LookupError(f"no right is named for {code}")
    return RIGHTS[max(fitting, key=len)]


def refusal(account: Account, code: str) -> str:
    """Say why an account may not do something, and whose role may; empty where it may."""
    right = right_for(code)
    if account.may(right):
        return ""
    roles = "、".join(role.value for role, rights in OF_ROLE.items() if right in rights)
    return f"“{account.name}”是{account.role.value}，不能{right.value}；请由{roles}登录后办理"


def demand(account: Account, code: str) -> None:
    """See that an account may do something.

    Raises:
        RuleViolation: Its role has not got the right; the sentence says whose has.
    """
    message = refusal(account, code)
    if message:
        raise RuleViolation([Reason("no_right", message)])
