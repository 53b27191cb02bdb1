"""F1: every shortcut, by group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.ui.commands import Command, keys_in_words
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label

#: What the parts of the screen do by themselves, everywhere.
EVERYWHERE = (
    ("回车", "表单里到下一项；名单里打开这一行"),
    ("Ctrl+回车", "在多行文字里到下一项"),
    ("↓", "展开可选的词；从查找框到名单"),
    ("Esc", "清空查找框；关闭窗口"),
    ("Ctrl+C", "把选中的行复制成表格"),
    ("Ctrl+A", "选中整张名单"),
    ("Home / End", "名单的第一行／最后一行"),
)


class ShortcutsDialog(BaseDialog):
    """The list of shortcuts."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        """List what can be reached from where the user is."""
        super().__init__(parent, "快捷键", "shortcuts")
        self.body.addWidget(label("快捷键", Look.HEADING))
        body = QWidget()
        body.setProperty("page", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in commands:
            if command.shortcut:
                pair = (keys_in_words(command.shortcut), command.title)
                groups.setdefault(command.group, []).append(pair)
        groups["到处都一样"] = list(EVERYWHERE)
        for title, pairs in groups.items():
            column.addWidget(label(title, Look.STRONG))
            column.addLayout(_grid(pairs))
            column.addSpacing(8)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("shortcuts_list")
        area.setAccessibleName("快捷键列表")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.body.addWidget(area, 1)
        self.add_act("关闭", main=False)
        self.resize(520, 560)


def _grid(pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(5)
    grid.setColumnMinimumWidth(0, 130)
    grid.setColumnStretch(1, 1)
    for row, (keys, title) in enumerate(pairs):
        grid.addWidget(label(keys, Look.KEY), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(title), row, 1)
    return grid
