"""证书: what was issued in a year, and the way to issue more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.certificates import CertificateKind
from partydesk.domain.pinyin import matches
from partydesk.services.certificates import Line, list_certificates
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_certificates
from partydesk.ui.paper.certificates_dialog import CertificatesDialog
from partydesk.ui.table import Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.year_reading import YearReading

_GROUP = "证书"
_ALL = "全部"
#: Tables whose changes the list follows.
_OF_INTEREST = frozenset({"certificates", "numbers"})


def _state(line: Line) -> str:
    return "已作废" if line.void else "有效"


COLUMNS = (
    Column[Line]("number", "编号", lambda c: c.number, width=190),
    Column[Line]("kind", "证书", lambda c: c.kind.value, width=84),
    Column[Line]("person", "姓名", lambda c: c.person, width=132, strong=True),
    Column[Line]("unit", "单位", lambda c: c.unit, width=210),
    Column[Line]("about", "内容", lambda c: c.about, width=230),
    Column[Line]("issued_on", "成文日期", lambda c: c.issued_on.isoformat(), width=96),
    Column[Line]("state", "状态", _state, width=70,
                 tone=lambda c: Tone.QUIET if c.void else Tone.GOOD),
)  # fmt: skip


class CertificatesView(QWidget):
    """The certificates of the year.

    Attributes:
        table: The list.
        chips: Kind (None: all) → the chip that shows only those.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("paper_certificates")
        self._desk, self._workspace = desk, workspace
        self._lines: Sequence[Line] = ()
        self._kind: CertificateKind | None = None
        self._words = ""
        self._fresh: frozenset[int] = frozenset()
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: list_certificates(workspace, year),
            show=self._show,
            title="正在读取证书",
        )
        desk.commands.add_all(
            [
                Command("certificates.issue", "颁发证书…", _GROUP, self.issue, "Ctrl+N"),
                Command("certificates.print", "预览和打印证书", _GROUP, self.print, "Ctrl+P",
                        self._nothing_shown, "预览和打印"),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _build(self) -> None:
        self.chips: dict[CertificateKind | None, ToggleChip] = {}
        for kind in (None, *CertificateKind):
            name = kind.name.lower() if kind else "all"
            chip = ToggleChip(kind.value if kind else _ALL, f"certificates_{name}", on=kind is None)
            chip.clicked.connect(lambda _on=False, chosen=kind: self._choose(chosen))
            self.chips[kind] = chip
        self.search = SearchLine("姓名、单位、编号或内容", "certificates_search")
        self.search.setMaximumWidth(300)
        self.search.searched.connect(self._search)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 2)
        line.addWidget(self._desk.commands.button("certificates.print"))
        line.addWidget(self._desk.commands.button("certificates.issue", main=True))
        model: RowTableModel[Line] = RowTableModel(COLUMNS, self)
        begin = self._desk.commands.button("certificates.issue")
        empty = EmptyState(
            "这一年还没有颁发证书", "聘书、荣誉证书和培训证书都在这里颁发和查找", begin
        )
        self.table: TableView[Line] = TableView(
            model, "certificates", self._desk.settings, empty, about="证书"
        )
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.table, 1)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        for kind, chip in self.chips.items():
            count = sum(kind in (None, line.kind) for line in lines)
            chip.set_words(f"{kind.value if kind else _ALL} {count}")
            chip.setChecked(kind is self._kind)
        self._narrow()
        self.table.select_every(lambda line: line.id in self._fresh)
        self._fresh = frozenset()

    def _choose(self, kind: CertificateKind | None) -> None:
        self._kind = kind
        for each, chip in self.chips.items():
            chip.setChecked(each is kind)
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        self.table.model.set_rows([line for line in self._lines if self._wanted(line)])
        self._desk.commands.refresh()

    def _wanted(self, line: Line) -> bool:
        said = (line.person, line.unit, line.number, line.about)
        return self._kind in (None, line.kind) and (
            not self._words or any(matches(self._words, each) for each in said)
        )

    # -- acting --------------------------------------------------------------------------------

    def issue(self) -> None:
        """Ask what is to be issued."""
        kind = self._kind or CertificateKind.HONOUR
        CertificatesDialog(self, self._desk, self._workspace, self._issued, kind).present()

    def _issued(self, ids: frozenset[int]) -> None:
        """Preview what was just issued, and have it chosen in the list once that is read."""
        self._fresh = ids
        self.search.set_words("")
        self._words, self._kind = "", None
        preview_certificates(self, self._desk, self._workspace, ids)

    def print(self) -> None:
        """Preview the chosen certificates, or all that the list shows, as they were issued."""
        chosen = [line for line in self.table.selected_rows() if not line.void]
        ids = frozenset(line.id for line in chosen or self._valid())
        preview_certificates(self, self._desk, self._workspace, ids)

    def _valid(self) -> list[Line]:
        return [line for line in self._lines if self._wanted(line) and not line.void]

    def _nothing_shown(self) -> str:
        return "" if self._valid() else "名单里没有有效的证书"
