"""Commands: one list for buttons, shortcuts, Ctrl+K and F1."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.listing import Hit
from partydesk.ui.commands import Command, Commands, keys_in_words
from partydesk.ui.palette import PaletteDialog
from partydesk.ui.shortcuts import EVERYWHERE, ShortcutsDialog
from tests.ui.hands import type_text

CONTROL = Qt.KeyboardModifier.ControlModifier


class Pages:
    """Two pages side by side, each with a line to put the keyboard into."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        row = QHBoxLayout(self.window)
        self.pages = [QWidget(), QWidget()]
        self.lines = [QLineEdit(page) for page in self.pages]
        for page in self.pages:
            row.addWidget(page)
        self.commands = Commands(self.window)
        self.done: list[str] = []
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()

    def command(self, key: str, shortcut: str = "", reason: str = "") -> Command:
        return Command(
            key, f"做{key}", "组", lambda: self.done.append(key), shortcut, lambda: reason
        )


@pytest.fixture
def pages(qtbot: QtBot, dressed: str) -> Pages:
    return Pages(qtbot)


def test_two_pages_share_a_shortcut(pages: Pages) -> None:
    for name, page in zip(("甲", "乙"), pages.pages, strict=True):
        pages.commands.add(pages.command(name, "Ctrl+N"), page)
    for line in (*pages.lines, pages.lines[0]):
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_N, CONTROL)
    assert pages.done == ["甲", "乙", "甲"]


def test_a_command_without_a_page_works_everywhere(pages: Pages) -> None:
    pages.commands.add(pages.command("全", "F5"))
    for line in pages.lines:
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_F5)
    assert pages.done == ["全", "全"]


def test_a_button_says_why_not_and_follows(pages: Pages) -> None:
    reason = ["还没有选中人"]
    pages.commands.add(
        Command("x", "作废委任书", "组", lambda: pages.done.append("x"), "", lambda: reason[0])
    )
    button = pages.commands.button("x", main=True, text="作废")
    assert button.text() == "作废"
    assert button.accessibleName() == "作废委任书"
    assert not button.isEnabled()
    assert button.toolTip() == "还没有选中人"
    pages.commands.run("x")
    assert pages.done == []
    reason[0] = ""
    pages.commands.refresh()
    assert button.isEnabled()
    button.click()
    assert pages.done == ["x"]
    reason[0] = "刚刚变了"
    button.click()
    assert pages.done == ["x"]
    assert not button.isEnabled()


def test_commands_go_with_their_page(pages: Pages, qtbot: QtBot) -> None:
    pages.commands.add(pages.command("a"), pages.pages[0])
    pages.pages[0].deleteLater()
    qtbot.waitUntil(lambda: pages.commands.in_sight() == [])
    pages.commands.add(pages.command("a"), pages.pages[1])
    assert [command.key for command in pages.commands.in_sight()] == ["a"]


def test_a_key_is_given_once(pages: Pages) -> None:
    pages.commands.add(pages.command("a"))
    with pytest.raises(ValueError, match="a"):
        pages.commands.add(pages.command("a"))


def test_a_menu_holds_the_same_actions(pages: Pages) -> None:
    pages.commands.add_all([pages.command("a"), pages.command("b", reason="不行")])
    menu = pages.commands.menu(["a", "", "b"], pages.window)
    assert [action.isSeparator() for action in menu.actions()] == [False, True, False]
    menu.actions()[0].trigger()
    assert pages.done == ["a"]
    assert not menu.actions()[2].isEnabled()


def palette(pages: Pages, qtbot: QtBot, opened: list[tuple[str, int]]) -> PaletteDialog:
    def search(typed: str) -> list[Hit]:
        people = [
            Hit("talents", 1, "敖敦其其格", "姓名首字母"),
            Hit("units", 9, "敖汉杂粮", "名称"),
        ]
        return people if typed.startswith("a") else []

    dialog = PaletteDialog(
        pages.window,
        pages.commands.in_sight(),
        search,
        lambda kind, number: opened.append((kind, number)),
        lambda kind: {"talents": "人才库"}.get(kind, "其他"),
    )
    qtbot.addWidget(dialog)
    dialog.present()
    return dialog


def test_ctrl_k_goes_to_a_record_by_keyboard_alone(pages: Pages, qtbot: QtBot) -> None:
    opened: list[tuple[str, int]] = []
    dialog = palette(pages, qtbot, opened)
    type_text(dialog.line, "ao")
    qtbot.waitUntil(lambda: dialog.titles() == ["敖敦其其格", "敖汉杂粮"])
    QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert opened == [("units", 9)]
    assert not dialog.isVisible()


def test_ctrl_k_does_what_is_typed_even_before_the_list_follows(pages: Pages, qtbot: QtBot) -> None:
    pages.commands.add(Command("n", "新增人才", "人才库", lambda: pages.done.append("n")))
    pages.commands.add(Command("m", "新增企业", "企业库", lambda: pages.done.append("m")))
    pages.commands.add(Command("h", "隐藏", "组", lambda: None, listed=False))
    dialog = palette(pages, qtbot, [])
    assert dialog.titles() == ["人才库　新增人才", "企业库　新增企业"]
    type_text(dialog.line, "xzqy")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert pages.done == ["m"]


def test_ctrl_k_offers_no_commands_of_pages_out_of_sight(pages: Pages, qtbot: QtBot) -> None:
    pages.commands.add(pages.command("在"), pages.pages[0])
    pages.commands.add(pages.command("不在"), pages.pages[1])
    pages.pages[1].hide()
    dialog = palette(pages, qtbot, [])
    assert dialog.titles() == ["组　做在"]


def test_a_command_that_cannot_be_done_is_listed_with_its_reason(
    pages: Pages, qtbot: QtBot
) -> None:
    pages.commands.add(pages.command("做不了", reason="今年已封存"))
    dialog = palette(pages, qtbot, [])
    words = [label.text() for label in dialog.list.findChildren(QLabel)]
    assert "今年已封存" in words
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert pages.done == []


def test_ctrl_k_says_so_when_there_is_nothing(pages: Pages, qtbot: QtBot) -> None:
    dialog = palette(pages, qtbot, [])
    type_text(dialog.line, "zzz")
    dialog.look_up()
    assert dialog.titles() == []
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_f1_lists_every_shortcut(pages: Pages, qtbot: QtBot) -> None:
    pages.commands.add(pages.command("新", "Ctrl+N"))
    pages.commands.add(pages.command("无键"))
    dialog = ShortcutsDialog(pages.window, pages.commands.in_sight())
    qtbot.addWidget(dialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Ctrl+N" in words
    assert "做新" in words
    assert "做无键" not in words
    assert {keys for keys, _ in EVERYWHERE} <= set(words)
    assert keys_in_words("Ctrl+PgDown") == "Ctrl+PgDown"
