"""词典: words are added, renamed and retired; villages stand under their townships."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.pinyin import matches
from partydesk.services.dictionaries import Word
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChoiceChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.desk_ports import DictionaryPorts

_BELOW = {"village": "township"}


class WordDialog(BaseDialog):
    """Asks for a word."""

    def __init__(self, parent: QWidget, title: str, about: str, word: str, act: str) -> None:
        """Begin with ``word``; ``about`` says what the change means."""
        super().__init__(parent, title, "word_dialog")
        self.body.addWidget(label(title, Look.HEADING))
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.line = QLineEdit(word)
        self.line.setObjectName("word_line")
        self.line.setAccessibleName("词条")
        self.line.selectAll()
        self.body.addWidget(self.line)
        self.setMinimumWidth(420)
        self.add_cancel()
        self.add_act(act)


class DictionaryTab(QWidget):
    """Dictionaries on the left, the words of the chosen one on the right."""

    def __init__(self, desk: Desk, ports: DictionaryPorts) -> None:
        """Show the first dictionary."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self.setObjectName("dictionary_tab")
        self._typed = ""
        self.names = QListWidget()
        self.names.setObjectName("dictionaries")
        self.names.setAccessibleName("词典")
        self.names.addItems(list(ports.titles.values()))
        self.names.currentRowChanged.connect(lambda _row: self._turn_to())
        self.parents = ChoiceChip("所属苏木乡镇", "village_township")
        self.parents.changed.connect(lambda _word: self.reload())
        self.search = SearchLine("查找词条：汉字或拼音首字母", "word_search")
        self.search.searched.connect(self._search)
        self.table = self._make_table()
        self._add_commands()
        self._build()
        self.names.setCurrentRow(0)

    # -- building ----------------------------------------------------------------------

    def _make_table(self) -> TableView[Word]:
        columns = (
            Column[Word]("word", "词条", lambda w: w.word, width=220, sortable=False, strong=True),
            Column[Word]("parent", "所属", lambda w: w.parent, width=160, sortable=False),
            Column[Word]("code", "代码", lambda w: w.code or "", width=140, sortable=False),
            Column[Word](
                "state", "状态", lambda w: "已停用" if w.retired else "使用中", width=100,
                tone=lambda w: Tone.QUIET if w.retired else Tone.GOOD, shape=Shape.TAG,
                sortable=False,
            ),
        )  # fmt: skip
        empty = EmptyState("词典里还没有词条", "用“新增词条”录入；在表单里用过的新词也会自动加入。")
        table = TableView(
            RowTableModel(columns), "words", self._desk.settings, empty, about="词条", inset=True
        )
        table.current_changed.connect(lambda _row: self._follow_choice())
        table.opened.connect(lambda _row: self._desk.commands.run("system.rename_word"))
        return table

    def _add_commands(self) -> None:
        group = "词典"
        self._desk.commands.add_all(
            [
                Command("system.add_word", "新增词条", group, self.add, "Ctrl+N", self._no_parent),
                Command("system.rename_word", "更名词条", group, self.rename, "F2", self._no_word),
                Command("system.retire_word", "停用或恢复词条", group, self.retire, "",
                        self._no_word, "停用"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        left = Card("词典", name="dictionaries_card")
        self.names.setProperty("inset", True)
        left.body.addWidget(self.names)
        self._card = Card("词条", name="words_card")
        commands = self._desk.commands
        self._retire = commands.button("system.retire_word")
        for each in (self._retire, commands.button("system.rename_word")):
            self._card.head.addWidget(each)
        self._card.head.addWidget(commands.button("system.add_word", main=True))
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.parents)
        self._card.body.addLayout(line)
        self._card.body.addWidget(self.table, 1)
        row.addWidget(left, 1)
        row.addWidget(self._card, 4)

    # -- showing ----------------------------------------------------------------------

    @property
    def dictionary(self) -> str:
        """Name of the chosen dictionary."""
        return list(self._ports.titles)[max(self.names.currentRow(), 0)]

    def _turn_to(self) -> None:
        above = _BELOW.get(self.dictionary)
        self.parents.setVisible(above is not None)
        self.parents.set_words([w.word for w in self._ports.list(above, None)] if above else [])
        self.parents.set_word("")
        self.reload()

    def _search(self, text: str) -> None:
        self._typed = text
        self.reload()

    def reload(self) -> None:
        """Read the chosen dictionary anew, keeping the chosen word."""
        chosen = self.table.current_row()
        parent = self.parents.word or None
        words = [
            w for w in self._ports.list(self.dictionary, parent) if matches(self._typed, w.word)
        ]
        self._card.title.setText(f"{self._ports.titles[self.dictionary]}（{len(words)}）")
        self.table.model.set_rows(words)
        if chosen is not None:
            self.table.select_where(lambda word: word.id == chosen.id)
        self._follow_choice()

    # -- acting ----------------------------------------------------------------------

    def _no_word(self) -> str:
        row = self.table.current_row()
        return "" if row is not None else "请先选一个词条"

    def _follow_choice(self) -> None:
        row = self.table.current_row()
        self._retire.setText("恢复" if row is not None and row.retired else "停用")
        self._desk.commands.refresh()

    def _no_parent(self) -> str:
        if self.dictionary in _BELOW and not self.parents.word:
            return "请先选所属的苏木乡镇"
        return ""

    def add(self) -> None:
        """Ask for a new word and add it."""
        title = self._ports.titles[self.dictionary]
        parent = self.parents.word if self.dictionary in _BELOW else ""
        about = f"加到{parent or title}的末尾。"
        dictionary = self.dictionary
        self._ask(
            WordDialog(self, f"新增{title}", about, "", "新增词条"),
            lambda word: self._ports.add(dictionary, word, parent),
        )

    def rename(self) -> None:
        """Ask for another name; records that use the word follow."""
        row = self.table.current_row()
        if row is None:
            return
        about = "用到这个词条的人才、单位和岗位会一起改过来，可以撤销。"
        number = row.id
        self._ask(
            WordDialog(self, f"更名“{row.word}”", about, row.word, "更名词条"),
            lambda word: self._ports.rename(number, word),
        )

    def retire(self) -> None:
        """Stop offering the chosen word, or offer it again."""
        row = self.table.current_row()
        if row is not None:
            self._write(lambda: self._ports.retire(row.id, not row.retired))

    def _ask(self, dialog: WordDialog, act: Callable[[str], Changes]) -> None:
        try:
            if dialog.run():
                word = dialog.line.text()
                self._write(lambda: act(word))
        finally:
            dialog.deleteLater()

    def _write(self, act: Callable[[], Changes]) -> None:
        self._desk.tasks.run(lambda _progress: act(), self._written, title="正在修改词典")

    def _written(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self.reload()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
