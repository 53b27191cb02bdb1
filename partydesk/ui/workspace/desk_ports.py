"""What the page 系统 asks of the services and of the program around the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.changes import Changes
from partydesk.domain.policy import Policy
from partydesk.services.dictionaries import Word
from partydesk.ui.backups.ports import BackupPorts
from partydesk.ui.self_check.ports import SelfCheckPorts
from partydesk.ui.theme import Appearance
from partydesk.ui.workspace.account_ports import AccountPorts
from partydesk.ui.workspace.privacy_tab import PrivacyPorts


@dataclass(frozen=True)
class ProgramPorts:
    """What only the program around the window can do.

    Attributes:
        apply_appearance: Keeps the look and shows it at once.
        open_workspace: Opens the workspace in a folder in place of this one.
        new_workspace: Asks for a new workspace and opens it in place of this one.
        restore: Puts a backup in the place of this workspace and opens it.
    """

    apply_appearance: Callable[[Appearance], None]
    open_workspace: Callable[[Path], None]
    new_workspace: Callable[[], None]
    restore: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class PolicyPorts:
    """The year's policy.

    Attributes:
        get: Gives a year's policy.
        save: Stores texts by field name.
        sources: Where the shipped default of a field comes from, by field name.
        words: Words of a dictionary that is not retired.
    """

    get: Callable[[int], Policy]
    save: Callable[[int, Mapping[str, str]], Changes]
    sources: Mapping[str, str]
    words: Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class DictionaryPorts:
    """The dictionaries.

    Attributes:
        titles: Name of a dictionary → its title.
        list: Words with the retired ones, below a parent (None for all).
        add: Adds a word below a parent (empty for none).
        rename: Renames a word by its number, in the records too.
        retire: Stops offering a word, or offers it again.
    """

    titles: Mapping[str, str]
    list: Callable[[str, str | None], Sequence[Word]]
    add: Callable[[str, str, str], Changes]
    rename: Callable[[int, str], Changes]
    retire: Callable[[int, bool], Changes]


@dataclass(frozen=True, slots=True)
class About:
    """Facts about workspace and program, as lines of name and value.

    Attributes:
        workspace: Of the workspace.
        program: Of the program.
        invented: Whether the data is fictional.
    """

    workspace: Sequence[tuple[str, str]]
    program: Sequence[tuple[str, str]]
    invented: bool = False


@dataclass(frozen=True)
class SystemPorts:
    """All of it.

    Attributes:
        policy: The year's policy.
        dictionaries: The dictionaries.
        accounts: Accounts and protection.
        privacy: 个人信息.
        backups: The backups.
        self_check: The self-check.
        about: Facts about workspace and program, read anew.
        program: What only the program can do; None in a window that stands alone.
    """

    policy: PolicyPorts
    dictionaries: DictionaryPorts
    accounts: AccountPorts
    privacy: PrivacyPorts
    backups: BackupPorts
    self_check: SelfCheckPorts
    about: Callable[[], About]
    program: ProgramPorts | None = None
