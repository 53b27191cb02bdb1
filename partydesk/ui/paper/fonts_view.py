"""字体: what each style of letter is printed with, and the names that no font can print in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.progress import Progress
from partydesk.services.fonts import (
    AUTOMATIC,
    ROLES,
    SHIPPED,
    FontOption,
    FontsSeen,
    FontUse,
    choose_font,
    look_at_fonts,
    shipped_name,
)
from partydesk.services.unprintable import UnprintableName, unprintable_names
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.drawing import Drawing
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import FONTS, choose_file
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, button, label

_GROUP = "文书与打印"
#: What each style is for; GB/T 9704-2012, 7.
_PURPOSES = {
    "fangsong": "公文正文",
    "title": "公文标题",
    "kai": "委任书，公文二级标题",
    "song": "协议书、名册、表格",
    "hei": "公文一级标题",
}
_MEANING = (
    "“自动”在本机装有国家标准要求的字体（仿宋、方正小标宋、楷体、宋体、黑体）时用它，没有就用随程序的。"
    "字体里没有的字，自动用别的字体补上。"
)
#: Between number and path of a font in the keys of the choice.
_MARK = "|"

MISSING_COLUMNS = (
    Column[UnprintableName]("name", "姓名（名称）", lambda n: n.name, width=200, sortable=False),
    Column[UnprintableName]("title", "所在", lambda n: n.title, width=70, sortable=False),
    Column[UnprintableName]("field", "字段", lambda n: n.field, width=110, sortable=False),
    Column[UnprintableName]("character", "缺字", lambda n: n.character, width=60, sortable=False),
    Column[UnprintableName]("code", "编码", lambda n: n.code_point, width=90, sortable=False),
    Column[UnprintableName]("open", "", lambda _n: "去核对", width=92, shape=Shape.BUTTON,
                            sortable=False),
)  # fmt: skip


class _Role:
    """The row of one style of letter."""

    def __init__(self, role: str, grid: QGridLayout, row: int) -> None:
        """Put the widgets into a grid."""
        self.choice = ChoiceButton(f"font_{role}", ROLES[role])
        self.file = button("选择字体文件…", f"font_file_{role}")
        self.used = label("", Look.SECONDARY, name=f"font_used_{role}")
        self.specimen = Drawing(f"font_specimen_{role}", f"{ROLES[role]}印出来的样子")
        about = QVBoxLayout()
        about.setSpacing(0)
        about.addWidget(label(ROLES[role], Look.STRONG))
        about.addWidget(label(_PURPOSES[role], Look.HINT))
        grid.addLayout(about, row, 0)
        grid.addWidget(self.choice, row, 1)
        grid.addWidget(self.file, row, 2)
        grid.addWidget(self.specimen, row, 3, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.used, row, 4)

    def show(self, use: FontUse, options: Sequence[FontOption], specimen: bytes) -> None:
        """Show what the style is printed with."""
        offered = [(AUTOMATIC, "自动"), (SHIPPED, shipped_name(use.role))]
        offered += [(_key(each.path, each.number), each.label) for each in options]
        key = use.choice
        if use.choice not in (AUTOMATIC, SHIPPED):
            key = _key(use.choice, use.number)
            if key not in dict(offered):
                offered.append((key, use.used if use.file else Path(use.choice).name))
        self.choice.set_options(offered, key)
        self.used.setText(f"现用：{use.used}")
        self.used.setToolTip(use.file.path if use.file else "")
        self.specimen.show_pdf(specimen)


def _key(path: str, number: int) -> str:
    return f"{number}{_MARK}{path}"


class FontsView(QWidget):
    """Choosing fonts, and looking for names that none of them can print.

    Attributes:
        rows: Role → its row.
        missing: The names found.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Build the view; it looks when it comes into sight."""
        super().__init__()
        self.setObjectName("fonts_view")
        self._desk, self._workspace = desk, workspace
        self.message = FormMessage("fonts_message")
        self.rows: dict[str, _Role] = {}
        self._nothing = EmptyState(
            "还没有检查过", "“检查姓名”看人才库、企业库和党组织里的姓名和名称有没有印不出的字"
        )
        model: RowTableModel[UnprintableName] = RowTableModel(MISSING_COLUMNS)
        self.missing = TableView(
            model, "fonts_missing", desk.settings, self._nothing, about="印不出的姓名", inset=True
        )
        desk.commands.add(
            Command("paper.check_names", "检查姓名有没有印不出的字", _GROUP, self.check_names,
                    button_text="检查姓名")
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._fonts_card())
        column.addWidget(self._names_card(), 1)
        self.missing.act_asked.connect(lambda found, _key: self._open(found))
        self.missing.opened.connect(self._open)
        desk.bus.changed.connect(self._on_changed)

    def _fonts_card(self) -> Card:
        card = Card("打印用的字体", name="fonts_card")
        card.body.addWidget(label(_MEANING, Look.SECONDARY, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(3, 1)
        for number, role in enumerate(ROLES):
            row = self.rows[role] = _Role(role, grid, number)
            row.choice.chosen.connect(partial(self._choose, role))
            row.file.clicked.connect(partial(self.choose_file, role))
        card.body.addLayout(grid)
        card.body.addWidget(self.message)
        return card

    def _names_card(self) -> Card:
        card = Card("印不出的姓名", name="fonts_names_card")
        self._found = label("", Look.SECONDARY, name="fonts_found")
        card.head.addWidget(self._found)
        card.head.addWidget(self._desk.commands.button("paper.check_names"))
        line = QHBoxLayout()
        line.addWidget(self.missing, 1)
        card.body.addLayout(line, 1)
        return card

    # -- what the page tells -------------------------------------------------------------------

    def page_shown(self) -> None:
        """Look at the fonts anew: some may have been installed meanwhile."""
        self._desk.tasks.run(
            lambda _progress: look_at_fonts(self._workspace), self._show, title="正在查找字体"
        )

    def _on_changed(self, changes: Changes) -> None:
        if "settings" in changes.kinds and self.isVisible():
            self.page_shown()

    def _show(self, seen: FontsSeen) -> None:
        for use in seen.uses:
            self.rows[use.role].show(use, seen.options[use.role], seen.specimens[use.role])
        told = [line for use in seen.uses for line in (use.warning, *use.passed_over)]
        self.message.say(told, Tone.ATTENTION)

    # -- choosing ------------------------------------------------------------------------------

    def choose_file(self, role: str) -> None:
        """Ask for a font file and print a style with it."""
        path = choose_file(self.window(), f"选择{ROLES[role]}的字体文件", FONTS)
        if path is not None:
            self._keep(role, str(path), 0)

    def _choose(self, role: str, key: str) -> None:
        number, _, path = key.partition(_MARK)
        if path:
            self._keep(role, path, int(number))
        else:
            self._keep(role, key, 0)

    def _keep(self, role: str, choice: str, number: int) -> None:
        self._desk.tasks.run(
            lambda _progress: choose_font(self._workspace, role, choice, number),
            self._kept,
            self._refused,
            title="正在换字体",
        )

    def _kept(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self._desk.say(changes.label)

    def _refused(self, error: Exception) -> None:
        """Show the choice as it was, and why not."""
        if not isinstance(error, ValidationFailed):
            self._desk.errors.show(error)
            return
        self._desk.tasks.run(
            lambda _progress: look_at_fonts(self._workspace),
            lambda seen: self._show_refusal(seen, error),
            title="正在查找字体",
        )

    def _show_refusal(self, seen: FontsSeen, error: ValidationFailed) -> None:
        self._show(seen)
        self.message.say(list(error.fields.values()))

    # -- names ---------------------------------------------------------------------------------

    def check_names(self) -> None:
        """Look through the names of all pools."""
        self._desk.commands.run("paper.fonts")

        def work(progress: Progress) -> tuple[UnprintableName, ...]:
            return unprintable_names(self._workspace, progress)

        self._desk.tasks.run(work, self._checked, title="正在检查姓名")

    def _checked(self, found: tuple[UnprintableName, ...]) -> None:
        self._nothing.set_words("所有姓名和名称都印得出")
        self._found.setText(f"{len(found)} 处印不出" if found else "")
        self.missing.model.set_rows(found)

    def _open(self, found: UnprintableName) -> None:
        self._desk.open_record(found.kind, found.record_id)
