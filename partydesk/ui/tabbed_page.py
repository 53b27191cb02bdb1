"""A page of tabs, each with a view of its own; the one in sight is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QTabWidget, QWidget

from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.pages import DependsOnYear, MayObjectToClosing, WantsToKnowWhenShown
from partydesk.ui.widgets.card import PageHead, page_layout


@dataclass(frozen=True, slots=True)
class PageTab:
    """One tab.

    Attributes:
        key: Stable English word.
        title: What stands on the tab.
        create: Makes the view; what a page may answer to (``ui/pages.py``) the view may, too.
    """

    key: str
    title: str
    create: Callable[[Desk, Workspace], QWidget]


class TabbedPage(QWidget):
    """The tabs.

    Attributes:
        views: Key of a tab → its view.
    """

    def __init__(
        self, desk: Desk, workspace: Workspace, key: str, title: str, tabs: Sequence[PageTab]
    ) -> None:
        """Make the views; each reads when it comes into sight.

        Args:
            desk: What the window gives.
            workspace: Open workspace.
            key: The page's name in the program.
            title: Its name on screen.
            tabs: Its tabs in their order.
        """
        super().__init__()
        self.setObjectName(f"page_{key}")
        self._desk, self._key = desk, key
        self._keys = [tab.key for tab in tabs]
        self.views = {tab.key: tab.create(desk, workspace) for tab in tabs}
        self.tabs = QTabWidget()
        self.tabs.setObjectName(f"{key}_tabs")
        self.tabs.setAccessibleName(title)
        for tab in tabs:
            self.tabs.addTab(self.views[tab.key], tab.title)
            desk.commands.add(
                Command(f"{key}.{tab.key}", f"打开{tab.title}", title, self._opener(tab.key))
            )
        layout = page_layout(self)
        layout.addWidget(PageHead(title))
        layout.addWidget(self.tabs, 1)
        kept = str(desk.settings.value(f"{key}/tab", ""))
        if kept in self._keys:
            self.show_tab(kept)
        self.tabs.currentChanged.connect(self._on_turned)

    def _opener(self, key: str) -> Callable[[], None]:
        def open_tab() -> None:
            self._desk.show_page(self._key)
            self.show_tab(key)

        return open_tab

    def show_tab(self, key: str) -> None:
        """Bring a tab into sight.

        Raises:
            ValueError: There is no such tab.
        """
        self.tabs.setCurrentIndex(self._keys.index(key))

    def _on_turned(self, number: int) -> None:
        self._desk.settings.setValue(f"{self._key}/tab", self._keys[number])
        self._desk.commands.refresh()
        if self.isVisible():
            self.page_shown()

    # -- what the window tells ----------------------------------------------------------------

    def page_shown(self) -> None:
        """Let the view in sight read."""
        view = self.tabs.currentWidget()
        if isinstance(view, WantsToKnowWhenShown):
            view.page_shown()

    def set_year(self, year: int) -> None:
        """Tell the views that another year was chosen."""
        for view in self.views.values():
            if isinstance(view, DependsOnYear):
                view.set_year(year)

    def may_close(self) -> bool:
        """Ask every view that has something to lose."""
        return all(
            view.may_close() for view in self.views.values() if isinstance(view, MayObjectToClosing)
        )
