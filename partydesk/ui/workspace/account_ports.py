"""What the tab 账号 asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from partydesk.domain.accounts import Account, Role
from partydesk.domain.changes import Changes


@dataclass(frozen=True)
class AccountPorts:
    """Accounts and protection of the open workspace.

    Attributes:
        me: Who sits there.
        protected: Whether there is a password.
        list: The accounts, those taken away too.
        holders: Names of those that can sign in.
        refusal: Why whoever sits there may not do something, by the code of the action.
        add: Lets somebody sign in: name, role, first password.
        change_role: Gives somebody another role.
        reset_password: Gives somebody another password.
        retire: Takes an account away.
        change_password: Changes one's own password: the old one, the new one.
        new_code: Makes another recovery code.
        change_key: Encrypts anew with one's own password; gives the recovery code.
        protect: Encrypts for an administrator: name, password; gives the recovery code.
        unprotect: Keeps no password from now on; one's own password.
        sheet: Makes the sheet of a code.
        matches: Whether a typed code is the recovery code.
    """

    me: Callable[[], Account]
    protected: Callable[[], bool]
    list: Callable[[], Sequence[Account]]
    holders: Callable[[], Collection[str]]
    refusal: Callable[[str], str]
    add: Callable[[str, Role, str], Changes]
    change_role: Callable[[int, Role], Changes]
    reset_password: Callable[[int, str], Changes]
    retire: Callable[[int], Changes]
    change_password: Callable[[str, str], Changes]
    new_code: Callable[[], str]
    change_key: Callable[[str], str]
    protect: Callable[[str, str], str]
    unprotect: Callable[[str], Changes]
    sheet: Callable[[str], bytes]
    matches: Callable[[str], bool]
