"""系统: policy of the year, dictionaries, accounts, backups, look, and facts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget

from partydesk.domain.changes import Changes
from partydesk.ui.backups.tab import BackupTab
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.self_check.tab import SelfCheckTab
from partydesk.ui.theme import Appearance, write_appearance
from partydesk.ui.widgets.card import PageHead, page_layout
from partydesk.ui.widgets.dialog import choose
from partydesk.ui.workspace.about_tab import AboutTab
from partydesk.ui.workspace.accounts_tab import AccountsTab
from partydesk.ui.workspace.appearance_tab import AppearanceTab
from partydesk.ui.workspace.desk_ports import SystemPorts
from partydesk.ui.workspace.dictionary_tab import DictionaryTab
from partydesk.ui.workspace.policy_tab import PolicyTab
from partydesk.ui.workspace.privacy_tab import PrivacyTab

#: Key of each tab → its title, in the order in which they stand.
_TITLES = {
    "policy": "年度政策",
    "dictionaries": "词典",
    "accounts": "账号",
    "backups": "备份",
    "self_check": "自检",
    "privacy": "个人信息",
    "appearance": "外观",
    "about": "关于",
}
_TABS = tuple(_TITLES)


class SystemPage(QWidget):
    """The tabs; the one in sight is remembered."""

    def __init__(self, desk: Desk, ports: SystemPorts) -> None:
        """Build the tabs."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self.setObjectName("page_system")
        self.policy = PolicyTab(desk, ports.policy)
        self.dictionaries = DictionaryTab(desk, ports.dictionaries)
        self.accounts = AccountsTab(desk, ports.accounts)
        self.self_check = SelfCheckTab(desk, ports.self_check)
        self.privacy = PrivacyTab(desk, ports.privacy)
        self.backups = BackupTab(desk, ports.backups)
        self.appearance = AppearanceTab(desk.settings, self._apply_appearance)
        self.about = AboutTab(ports.program)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("system_tabs")
        self.tabs.setAccessibleName("系统")
        pages = (
            self.policy,
            self.dictionaries,
            self.accounts,
            self.backups,
            self.self_check,
            self.privacy,
            self.appearance,
            self.about,
        )
        for page, title in zip(pages, _TITLES.values(), strict=True):
            self.tabs.addTab(page, title)
        layout = page_layout(self)
        layout.addWidget(PageHead("系统"))
        layout.addWidget(self.tabs, 1)
        for key, title in _TITLES.items():
            desk.commands.add(
                Command(f"system.{key}", f"打开{title}", "系统", self._opener(key)),
            )
        kept = str(desk.settings.value("system/tab", _TABS[0]))
        self.tabs.setCurrentIndex(_TABS.index(kept) if kept in _TABS else 0)
        self.tabs.currentChanged.connect(self._remember)
        desk.bus.changed.connect(self._on_changed)

    def _opener(self, key: str) -> Callable[[], None]:
        def open_tab() -> None:
            self._desk.show_page("system")
            self.show_tab(key)

        return open_tab

    def show_tab(self, key: str) -> None:
        """Bring a tab into sight by its key, such as policy or backups.

        Raises:
            ValueError: There is no such tab.
        """
        self.tabs.setCurrentIndex(_TABS.index(key))

    def _remember(self, number: int) -> None:
        self._desk.settings.setValue("system/tab", _TABS[number])
        self._show_backups()
        self._desk.commands.refresh()

    def _apply_appearance(self, appearance: Appearance) -> None:
        if self._ports.program is not None:
            self._ports.program.apply_appearance(appearance)
        else:
            write_appearance(self._desk.settings, appearance)

    # -- what the window tells ----------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the facts anew."""
        self.about.show_about(self._ports.about())
        self.accounts.page_shown()
        self.self_check.page_shown()
        self.privacy.page_shown()
        self._show_backups()

    def _show_backups(self) -> None:
        """Look at the backups when they are in sight."""
        if self.tabs.currentWidget() is self.backups and self.isVisible():
            self.backups.page_shown()

    def set_year(self, _year: int) -> None:
        """Show the policy of the other year; what was typed for the first one is asked about."""
        if self.policy.form.dirty:
            self._ask_about_policy()
        self.policy.reload()

    def may_close(self) -> bool:
        """Ask what is to become of an unsaved policy."""
        return not self.policy.form.dirty or self._ask_about_policy()

    def _ask_about_policy(self) -> bool:
        """Save or drop what was typed.

        Returns:
            Whether the window may go on.
        """
        title = "年度政策还没有保存"
        acts = ("保存年度政策", "放弃修改")
        said = choose(self, title, "修改过的内容要保存吗？", acts, cancel="继续编辑")
        if said == acts[0]:
            self.policy.save()
            self._desk.tasks.wait_until_idle()
            return not self.policy.form.dirty
        return said == acts[1]

    def _on_changed(self, changes: Changes) -> None:
        if "policies" in changes.kinds and not self.policy.form.dirty:
            self.policy.reload()
        if "dictionary_words" in changes.kinds:
            self.dictionaries.reload()
        if "accounts" in changes.kinds:
            self.accounts.reload()
        if self.isVisible():
            self.about.show_about(self._ports.about())
            self.backups.on_changed(changes)
