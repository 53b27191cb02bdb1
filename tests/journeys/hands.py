"""What a clerk's hands do beside pressing buttons: menus, rows, tabs, one key after another."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QTabBar, QWidget

from partydesk.ui.table_view import RowTable
from partydesk.ui.widgets.words import WordEdit
from tests.journeys.clerk import Clerk
from tests.ui.hands import type_text

ENTER = Qt.Key.Key_Return
_LEFT = Qt.MouseButton.LeftButton


def choose(clerk: Clerk, button: str, words: str, inside: QWidget | None = None) -> None:
    """Open the menu of a button and click the entry that has these words."""
    clerk.press(button, inside)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), f"{button} opens no menu"
    found = [action for action in menu.actions() if words in action.text()]
    assert found, f"no {words} in {[action.text() for action in menu.actions()]}"
    assert found[0].isEnabled(), f"{words} is grey: {found[0].toolTip()}"
    QTest.mouseClick(menu, _LEFT, pos=menu.actionGeometry(found[0]).center())
    clerk.settle()


def table(clerk: Clerk, name: str, inside: QWidget | None = None) -> RowTable:
    """Give the table that is in sight under a name."""
    found = [t for t in (inside or clerk.window).findChildren(RowTable, name) if t.isVisible()]
    assert found, f"no table {name} in sight"
    return found[0]


def rows(clerk: Clerk, name: str, inside: QWidget | None = None) -> list[str]:
    """Read a table as it is on screen: the words of each row, in order."""
    view = table(clerk, name, inside)
    model, columns = view.model(), view.shown_columns()
    return [
        " ".join(filter(None, (str(model.index(row, c).data() or "") for c in columns)))
        for row in range(model.rowCount())
    ]


def click(
    clerk: Clerk, name: str, words: str, inside: QWidget | None = None, button: str = ""
) -> None:
    """Click the first row that has these words, or a button that is drawn in that row."""
    shown = rows(clerk, name, inside)
    row = next((number for number, said in enumerate(shown) if words in said), None)
    assert row is not None, f"no {words} among {shown}"
    view = table(clerk, name, inside)
    model, columns = view.model(), view.shown_columns()
    drawn = (c for c in columns if button and model.index(row, c).data() == button)
    column = next(drawn, columns[0])
    assert not button or model.index(row, column).data() == button, f"no {button} in {shown[row]}"
    index = model.index(row, column)
    view.scrollTo(index)
    at = view.visualRect(index)
    # A button is drawn at the left end of its cell, however wide the cell is.
    spot = at.center() if not button else QPoint(at.left() + at.height(), at.center().y())
    QTest.mouseClick(view.viewport(), _LEFT, pos=spot)
    clerk.settle()


def turn(clerk: Clerk, words: str) -> None:
    """Click a tab."""
    for bar in clerk.window.findChildren(QTabBar):
        for number in range(bar.count()):
            if bar.isVisible() and bar.tabText(number) == words:
                QTest.mouseClick(bar, _LEFT, pos=bar.tabRect(number).center())
                clerk.settle()
                return
    raise AssertionError(f"no tab {words} in sight")


def keys(clerk: Clerk, *pressed: Qt.Key | str) -> None:
    """Press keys where the keyboard is, one after the other."""
    clerk.window.activateWindow()
    assert QTest.qWaitForWindowActive(clerk.window)
    for key in pressed:
        if isinstance(key, str):
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClicks(target, key)
            clerk.settle()  # names that were offered meanwhile have gone, and the window is active
        else:
            clerk.key(key)


def form(clerk: Clerk, number: str, said: dict[int, str]) -> None:
    """Type a form of wishes back from paper: its number, then a key for each row that has one."""
    keys(clerk, Qt.Key.Key_F8, number, ENTER)
    for row in range(1, max(said) + 1):
        keys(clerk, said.get(row, ""), ENTER)
    keys(clerk, Qt.Key.Key_F9)


def said(clerk: Clerk, name: str, inside: QWidget | None = None) -> str:
    """Read a label that is in sight."""
    found = [each for each in (inside or clerk.window).findChildren(QLabel, name)
             if each.isVisible()]  # fmt: skip
    assert found, f"no {name} in sight"
    return found[0].text()


def keys_in(clerk: Clerk, dialog: QWidget, *pressed: Qt.Key | str) -> None:
    """Press keys in a dialog, one after the other; words that are offered take what is no text."""
    for key in pressed:
        dialog.activateWindow()
        assert QTest.qWaitForWindowActive(dialog)
        target = QApplication.focusWidget()
        assert target is not None, f"nothing in {dialog.objectName()} has the keyboard"
        if isinstance(key, str):
            type_text(target, key)
        elif isinstance(target, WordEdit) and target.completions.isVisible():
            QTest.keyClick(target.completions, key)
        else:
            QTest.keyClick(target, key)
        clerk.settle()
