"""数据质量: kinds of findings on the left, the records concerned on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.completeness import CommitteeClears
from partydesk.domain.listing import Picked
from partydesk.domain.progress import Progress
from partydesk.domain.quality import Finding, Group, QualityReport
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.quality.columns import (
    COMMITTEE_COLUMNS,
    FINDING_COLUMNS,
    GROUP_COLUMNS,
    POOLS,
)
from partydesk.ui.table import PAGE_ROWS, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, PageHead, page_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip
from partydesk.ui.widgets.texts import Look, label

Row = TypeVar("Row")

_GROUP = "数据质量"
#: Writes after which everything must be looked at anew.
_FOLLOWS = frozenset({*POOLS, "coverages", "placements", "agreements", "policies",
                      "dictionary_words"})  # fmt: skip
_MEANING = (
    "四清：底数清、生产经营清、党组织清、党员队伍清。"
    "每家单位按应填的项里已填了多少算，再求平均；填“0”也算已填。"
)
_GAPS, _OTHERS = "缺项", "矛盾和提示"


@dataclass(frozen=True)
class QualityPorts:
    """What the page asks of the services and the window.

    Attributes:
        look: Looks at every record; runs as a task.
        concerned: Some findings of a group: (group, offset, limit); a short read.
        committees: The four clears by committee; part of the task.
        open_field: Opens a record at a field: (pool, 记录号, field).
        show_units: Shows the units of a committee.
        pick: Picks out all records of a group; runs as a task.
        show_picked: Shows just these records in the list of their pool: (pool, records).
    """

    look: Callable[[Progress], QualityReport]
    concerned: Callable[[Group, int, int], Sequence[Finding]]
    committees: Callable[[], Sequence[CommitteeClears]]
    open_field: Callable[[str, int, str], None]
    show_units: Callable[[CommitteeClears], None]
    pick: Callable[[Group], Picked]
    show_picked: Callable[[str, Picked], None]


class QualityPage(QWidget):
    """Gaps and contradictions of all pools, and the four clears by committee.

    Attributes:
        groups: The kinds of findings.
        findings: The records of the chosen kind.
        committees: The four clears.
        report: What was found; None before the first look.
    """

    def __init__(self, desk: Desk, ports: QualityPorts) -> None:
        """Build the page; it looks at the records when it is first shown."""
        super().__init__()
        self.setObjectName("page_quality")
        self._desk, self._ports = desk, ports
        self.report: QualityReport | None = None
        self._looking = False
        self._stale = True
        self._head = PageHead(_GROUP)
        self._kind = ChoiceChip("所在", "quality_kind", list(POOLS.values()))
        self._sort = ChoiceChip("类别", "quality_sort", [_OTHERS, _GAPS])
        self._nothing = EmptyState("正在检查…")
        self.groups: TableView[Group] = self._table(
            GROUP_COLUMNS,
            "quality_groups",
            "问题种类",
            self._nothing,
        )
        self.findings: TableView[Finding] = self._table(
            FINDING_COLUMNS, "quality_findings", "有问题的记录", EmptyState("没有选中问题")
        )
        self.committees: TableView[CommitteeClears] = self._table(
            COMMITTEE_COLUMNS,
            "quality_committees",
            "各基层党委四清",
            EmptyState("企业库里还没有单位"),
        )
        self._title = label("", Look.HEADING, name="quality_title", wrap=True)
        self._remedy = label("", Look.SECONDARY, name="quality_remedy", wrap=True)
        self._sentence = label("", Look.BODY, name="quality_sentence", wrap=True)
        self.tabs = QTabWidget()
        self._add_commands()
        self._build()
        self._wire()

    # -- building ----------------------------------------------------------------------

    def _table(
        self, columns: Sequence[Column[Row]], name: str, about: str, empty: EmptyState
    ) -> TableView[Row]:
        model: RowTableModel[Row] = RowTableModel(columns)
        return TableView(model, name, self._desk.settings, empty, about=about, inset=True)

    def _add_commands(self) -> None:
        self._desk.commands.add_all(
            [
                Command("quality.look", "重新检查数据质量", _GROUP, self.look, "F5",
                        self._busy, "重新检查"),
                Command("quality.mend", "去修改选中的记录", _GROUP, self._mend_chosen,
                        "Ctrl+Return", self._nothing_chosen, "去修改"),
                Command("quality.list", "在名单里列出这类问题的记录", _GROUP, self._list_group,
                        "Ctrl+L", self._no_group, "在名单里列出"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        layout = page_layout(self)
        self._head.add_button(self._desk.commands.button("quality.look"))
        layout.addWidget(self._head)
        self.tabs.setObjectName("quality_tabs")
        self.tabs.setAccessibleName(_GROUP)
        self.tabs.addTab(self._lists(), "问题清单")
        self.tabs.addTab(self._by_committee(), "各基层党委四清")
        layout.addWidget(self.tabs, 1)

    def _lists(self) -> QWidget:
        left = Card(name="quality_groups_card")
        left.body.addWidget(ChipRow(self._sort, self._kind))
        left.body.addWidget(self.groups, 1)
        right = Card(name="quality_findings_card")
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        line.addWidget(self._desk.commands.button("quality.list"))
        right.body.addLayout(line)
        right.body.addWidget(self._remedy)
        right.body.addWidget(self.findings, 1)
        right.body.addWidget(self._sentence)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 46)
        row.addWidget(right, 54)
        return body

    def _by_committee(self) -> QWidget:
        card = Card(name="quality_committees_card")
        card.body.addWidget(label(_MEANING, Look.SECONDARY, wrap=True))
        card.body.addWidget(self.committees, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(card)
        return body

    def _wire(self) -> None:
        for chip in (self._kind, self._sort):
            chip.changed.connect(lambda _word: self._show_groups())
        self.groups.current_changed.connect(self._show_group)
        self.groups.opened.connect(lambda _group: self._enter_findings())
        self.findings.opened.connect(self._mend)
        self.findings.act_asked.connect(lambda finding, _key: self._mend(finding))
        self.findings.current_changed.connect(self._show_finding)
        self.committees.opened.connect(self._ports.show_units)
        self.committees.act_asked.connect(lambda one, _key: self._ports.show_units(one))
        self._desk.bus.changed.connect(self._on_changed)

    # -- looking -----------------------------------------------------------------------

    def page_shown(self) -> None:
        """Look anew if something was written since the last look."""
        if self._stale:
            self.look()

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & _FOLLOWS:
            self._stale = True
            if self.isVisible():
                self.look()

    def look(self) -> None:
        """Look at every record; what is shown stays until the new report is there."""
        self._stale = False
        if self._looking:
            # The look under way may have passed what was written meanwhile.
            self._stale = True
            return
        self._looking = True
        self._head.set_about("正在检查…")
        self._desk.commands.refresh()
        self._desk.tasks.run(
            lambda progress: (self._ports.look(progress), tuple(self._ports.committees())),
            self._looked,
            self._failed,
            title="正在检查数据质量",
            on_cancelled=self._cancelled,
        )

    def _looked(self, found: tuple[QualityReport, tuple[CommitteeClears, ...]]) -> None:
        self._looking = False
        self.report, committees = found
        self._nothing.set_words("没有发现问题", "资料改动后会重新检查。")
        self.committees.model.set_rows(committees)
        self._show_groups()
        self._say()
        if self._stale and self.isVisible():
            self.look()

    def _failed(self, error: Exception) -> None:
        self._cancelled()
        self._desk.errors.show(error)

    def _cancelled(self) -> None:
        """Nothing new is known; the next time the page is shown it looks again."""
        self._looking = False
        self._stale = True
        self._say()

    def _say(self) -> None:
        report = self.report
        words = "没有检查完"
        if report is not None:
            looked_at = sum(report.looked_at.values())
            words = (
                f"查了 {looked_at:,} 条 · {_OTHERS} {report.count(gaps=False):,}"
                f" · {_GAPS} {report.count(gaps=True):,}"
            )
            if self._stale:
                words += " · 资料已改动，请重新检查"
        self._head.set_about(words)
        self._desk.commands.refresh()

    # -- showing -----------------------------------------------------------------------

    def _show_groups(self) -> None:
        """Show the kinds of findings that the chips leave; the chosen one stays chosen."""
        chosen = self.groups.current_row()
        place = self.findings.view.currentIndex().row()
        groups = () if self.report is None else self.report.groups
        self.groups.model.set_rows([group for group in groups if self._wanted(group)])
        key = None if chosen is None else chosen.key
        if self.groups.select_where(lambda group: group.key == key):
            # What was mended has gone; the next one stands in its place.
            self.findings.select_number(min(place, self.findings.model.rowCount() - 1))
        else:
            self.groups.select_number(0)

    def _wanted(self, group: Group) -> bool:
        sort = _GAPS if group.is_gap else _OTHERS
        return self._kind.word in ("", POOLS[group.kind]) and self._sort.word in ("", sort)

    def _show_group(self, group: Group | None) -> None:
        """Show the records of a kind of findings."""
        self._title.setText("" if group is None else f"{group.rule.title}（{group.count:,} 条）")
        self._remedy.setText("" if group is None else group.rule.remedy)
        if group is None:
            self.findings.model.set_rows(())
            self._desk.commands.refresh()
            return

        def fetch(offset: int, limit: int) -> Sequence[Finding]:
            return self._ports.concerned(group, offset, limit)

        self.findings.model.set_source(group.count, fetch, fetch(0, PAGE_ROWS))
        self._desk.commands.refresh()

    def _show_finding(self, finding: Finding | None) -> None:
        """Write the whole sentence of the chosen record, which its row may have to cut."""
        words = "" if finding is None else f"{finding.label}：{finding.message}"
        self._sentence.setText(words)
        self._desk.commands.refresh()

    def _enter_findings(self) -> None:
        self.findings.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.findings.current_row() is None:
            self.findings.select_number(0)

    # -- mending -----------------------------------------------------------------------

    def _mend(self, finding: Finding) -> None:
        self._ports.open_field(finding.kind, finding.id, finding.field)

    def _mend_chosen(self) -> None:
        finding = self.findings.current_row()
        if finding is not None:
            self._mend(finding)

    def _list_group(self) -> None:
        """Show all records of the chosen group in their pool, where many are changed at once."""
        group = self.groups.current_row()
        if group is None:
            return
        self._desk.tasks.run(
            lambda _progress: self._ports.pick(group),
            lambda picked: self._ports.show_picked(group.kind, picked),
            title="正在列出记录",
        )

    def _no_group(self) -> str:
        return "" if self.groups.current_row() is not None else "请先在左边选一类问题"

    def _busy(self) -> str:
        return "正在检查" if self._looking else ""

    def _nothing_chosen(self) -> str:
        return "" if self.findings.current_row() is not None else "请先在右边选一条记录"
