"""The accounts of a workspace for its window: what the tab asks, and who stands in the top bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from partydesk.services import accounts, protection, rights
from partydesk.services.recovery_sheet import recovery_sheet
from partydesk.services.workspace import Workspace
from partydesk.ui.command_rights import action_of
from partydesk.ui.commands import Command
from partydesk.ui.workspace.account_ports import AccountPorts
from partydesk.ui.workspace.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from partydesk.domain.changes import Changes
    from partydesk.ui.main_window import MainWindow


def account_ports(workspace: Workspace) -> AccountPorts:
    """Give the tab what it asks of the services."""
    return AccountPorts(
        me=lambda: workspace.account,
        protected=lambda: workspace.protected,
        list=partial(accounts.list_accounts, workspace, retired=True),
        holders=lambda: workspace.unlocked.keyring.holders if workspace.unlocked else (),
        refusal=lambda code: rights.refusal(workspace.account, code),
        add=partial(accounts.add_account, workspace),
        change_role=partial(accounts.change_role, workspace),
        reset_password=partial(accounts.reset_password, workspace),
        retire=partial(accounts.retire_account, workspace),
        change_password=partial(accounts.change_password, workspace),
        new_code=partial(accounts.new_recovery_code, workspace),
        change_key=partial(protection.change_key, workspace),
        protect=partial(protection.protect_workspace, workspace),
        unprotect=partial(protection.unprotect_workspace, workspace),
        sheet=partial(recovery_sheet, workspace),
        matches=partial(accounts.is_recovery_code, workspace),
    )


def show_user(window: MainWindow, workspace: Workspace) -> None:
    """Name whoever sits there in the top bar, and grey out what their role may not do."""

    def show() -> None:
        account, protected = workspace.account, workspace.protected
        # Without a password anybody may do everything; the clerk is who usually sits there.
        role = account.role.value if protected else "经办人"
        window.set_user(f"{role} · {account.name}", lockable=protected)

    def changed(changes: Changes) -> None:
        if "accounts" in changes.kinds:
            show()

    def forbidden(key: str) -> str:
        code = action_of(key)
        return rights.refusal(workspace.account, code) if code else ""

    show()
    window.commands.forbid(forbidden)
    window.bus.changed.connect(changed)


def add_user_commands(window: MainWindow, workspace: Workspace) -> None:
    """Offer below the name of whoever sits there what concerns them."""

    def page() -> SystemPage | None:
        window.show_page("system")
        found = window.page("system")
        return found if isinstance(found, SystemPage) else None

    def change_password() -> None:
        found = page()
        if found is not None:
            found.show_tab("accounts")
            found.accounts.change_own_password()

    def open_accounts() -> None:
        found = page()
        if found is not None:
            found.show_tab("accounts")

    def unprotected() -> str:
        return "" if workspace.protected else "没有设口令；可在“系统—账号”里设口令"

    acts: tuple[tuple[str, str, Callable[[], None], Callable[[], str]], ...] = (
        ("user.password", "修改自己的口令…", change_password, unprotected),
        ("user.accounts", "账号和口令", open_accounts, lambda: ""),
    )
    window.commands.add_all(
        [Command(key, title, "账号", run, "", refusal) for key, title, run, refusal in acts]
    )
    window.offer_to_user([key for key, *_ in acts])
