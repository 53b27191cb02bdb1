"""The first page of the wizard: banner, committee, codes, year and folder, each with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.pinyin import matches
from partydesk.services.workspace import NewWorkspace
from partydesk.ui.editors import Sources
from partydesk.ui.field_block import FieldBlock
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.widgets.words import WordEdit

_YEAR_DIGITS = 4
_TOWNSHIPS = "苏木乡镇和嘎查村词典由此而来。"


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner, county or district to choose from.

    Attributes:
        name: Such as 敖汉旗.
        code: Six digits.
        above: City or league it belongs to.
    """

    name: str
    code: str
    above: str


@dataclass(frozen=True)
class Suggestions:
    """What the page can propose.

    Attributes:
        banners: To choose from.
        defaults: Usual names and codes of a banner's committee, by field name.
        year: The year it is.
        home: Folder below which new workspaces are suggested.
    """

    banners: Sequence[Banner]
    defaults: Callable[[str], Mapping[str, object]]
    year: int
    home: Path


_FIELDS: tuple[tuple[Field, str], ...] = (
    (
        Field("旗（县、区）", Kind.DICTIONARY, name="name", dictionary="banner", required=True),
        "输入汉字或拼音首字母，如 ahq，从列表中选择。",
    ),
    (
        Field("行政区划代码", Kind.TEXT, name="division_code"),
        f"选好旗县后自动填写；{_TOWNSHIPS}",
    ),
    (
        Field("机关全称", Kind.TEXT, name="organ", wide=True),
        "印在协议书和委任书上的全称，以后可在“系统”中修改。",
    ),
    (
        Field("委任书代字", Kind.TEXT, name="letter_code"),
        "文号的开头，如“旗非公委任〔2026〕1号”。",
    ),
    (
        Field("协议书代字", Kind.TEXT, name="agreement_code"),
        "文号的开头，如“旗非公协〔2026〕1号”。",
    ),
    (Field("年度", Kind.TEXT, name="year", required=True), "从哪一年的选派工作开始。"),
    (
        Field("存放文件夹", Kind.TEXT, name="folder", required=True, wide=True),
        "全部资料都在这个文件夹里；程序每天自动备份，也可以导出到 U 盘。",
    ),
)
_USUAL = ("organ", "letter_code", "agreement_code")


class FactsStep(QWidget):
    """The page; whatever is wrong is said beside the field.

    Signals:
        completed(): Enter was pressed in the last field.
    """

    completed = Signal()

    def __init__(self, suggestions: Suggestions) -> None:
        """Suggest everything that can be suggested."""
        super().__init__()
        self._ports = suggestions
        self._own_words: set[str] = set()
        self._hints: dict[str, QLabel] = {}
        sources = Sources(
            words=lambda _name: [b.name for b in suggestions.banners], matches=matches
        )
        self._blocks = {field.name: FieldBlock(field, sources) for field, _ in _FIELDS}
        grid = self._grid()
        grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(grid)
        self._wire()
        self._blocks["year"].show_text(str(suggestions.year))
        self._suggest_folder("")

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        row = column = 0
        for field, why in _FIELDS:
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addLayout(self._line(field))
            hint = label(why, Look.HINT, name=f"hint_{field.name}", wrap=True)
            self._hints[field.name] = hint
            cell.addWidget(hint)
            cell.addStretch(1)
            if field.wide and column:
                row, column = row + 1, 0
            grid.addLayout(cell, row, column, 1, 2 if field.wide else 1)
            row, column = (row + 1, 0) if field.wide or column else (row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _line(self, field: Field) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._blocks[field.name], 1)
        if field.name == "folder":
            browse = button("选择文件夹…", "choose_folder")
            browse.clicked.connect(self._browse)
            beside = QVBoxLayout()
            beside.addSpacing(self.fontMetrics().height())  # the height of the field's label
            beside.addWidget(browse)
            beside.addStretch(1)
            line.addLayout(beside)
        return line

    def _wire(self) -> None:
        names = [field.name for field, _ in _FIELDS]
        for name, following in zip(names, [*names[1:], ""], strict=True):
            block = self._blocks[name]
            block.editor.edited.connect(lambda *_text, changed=name: self._on_edit(changed))
            if block.editor.completed is not None:
                block.editor.completed.connect(lambda goal=following: self._go(goal))
            if isinstance(block.editor.widget, WordEdit):
                block.editor.widget.chosen.connect(lambda _word, goal=following: self._go(goal))

    def _go(self, name: str) -> None:
        if name:
            self._blocks[name].editor.keyboard.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.completed.emit()

    # -- what follows from what is typed ---------------------------------------------------------

    def text_of(self, name: str) -> str:
        """Give what stands in a field.

        Raises:
            KeyError: There is no such field.
        """
        return self._blocks[name].text()

    def set_text(self, name: str, text: str) -> None:
        """Fill a field as if it had been typed.

        Raises:
            KeyError: There is no such field.
        """
        self._blocks[name].show_text(text)
        self._on_edit(name)

    def fault_of(self, name: str) -> str:
        """Give the message beside a field.

        Raises:
            KeyError: There is no such field.
        """
        return self._blocks[name].fault

    def _on_edit(self, name: str) -> None:
        self._blocks[name].set_fault("")
        if name == "name":
            self._follow_banner()
        else:
            self._own_words.add(name)

    def _follow_banner(self) -> None:
        """Fill what follows from the banner, but nothing that the user has typed."""
        name = self.text_of("name")
        banner = next((b for b in self._ports.banners if b.name == name), None)
        self._fill("division_code", banner.code if banner else "")
        usual = self._ports.defaults(name) if name else {}
        for field in _USUAL:
            self._fill(field, str(usual.get(field, "")))
        self._suggest_folder(name)
        above = f"属{banner.above}；" if banner else "选好旗县后自动填写；"
        self._hints["division_code"].setText(f"{above}{_TOWNSHIPS}")

    def _fill(self, name: str, text: str) -> None:
        if name not in self._own_words:
            self._blocks[name].show_text(text)

    def _suggest_folder(self, name: str) -> None:
        self._fill("folder", str(self._ports.home / (name or "新工作区")))

    def _browse(self) -> None:
        folder = choose_folder(self, "选择存放工作区的文件夹", self._ports.home)
        if folder is not None:
            # A folder full of other things would make the copy of a backup too large.
            inside = folder / self.text_of("name") if any(folder.iterdir()) else folder
            self.set_text("folder", str(inside))

    # -- what was answered -----------------------------------------------------------------------

    def check(self) -> bool:
        """Say beside the fields what is missing or cannot be read."""
        return not self.show_faults(_faults(self._texts()))

    def show_faults(self, faults: Mapping[str, str]) -> list[str]:
        """Show faults by field name.

        Returns:
            Names of the fields of this page that have one.
        """
        for name, block in self._blocks.items():
            block.set_fault(faults.get(name, ""))
        return [name for name in faults if name in self._blocks]

    def wish(self) -> NewWorkspace:
        """Give the answers, once they can be read."""
        texts = self._texts()
        return NewWorkspace(
            name=texts["name"],
            division_code=texts["division_code"] or None,
            year=int(texts["year"]),
            organ=texts["organ"] or None,
            letter_code=texts["letter_code"] or None,
            agreement_code=texts["agreement_code"] or None,
        )

    def folder(self) -> Path:
        """Give the folder."""
        return Path(self.text_of("folder").strip())

    def _texts(self) -> dict[str, str]:
        return {name: block.text().strip() for name, block in self._blocks.items()}


def _faults(texts: Mapping[str, str]) -> dict[str, str]:
    """Say what is missing or cannot be read before anything is made."""
    faults = {
        field.name: f"请填写{field.label}"
        for field, _ in _FIELDS
        if field.required and not texts[field.name]
    }
    year = texts["year"]
    if year and not (year.isascii() and year.isdigit() and len(year) == _YEAR_DIGITS):
        faults["year"] = "年度应为四位数字，如 2026"
    if texts["folder"] and not Path(texts["folder"]).is_absolute():
        faults["folder"] = "请用“选择文件夹…”指定，或填写完整的路径"
    return faults
