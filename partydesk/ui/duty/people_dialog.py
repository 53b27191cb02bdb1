"""选参训人员: whoever is to be posted, whoever is on a post, or anybody by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.pinyin import matches
from partydesk.services.duty.participants import add_participants
from partydesk.services.duty.training_needs import Trainee, TrainingNeeds
from partydesk.services.duty.trainings import SessionLine
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, button, label

_SIZE_PX = (900, 560)
_CHECK = "✓"
#: Group → its words.
_GROUPS = {
    "to_post": "拟派未岗前培训",
    "yearly": "在岗年度培训不足",
    "on_post": "全部在岗",
    "everybody": "人才库全部",
}


class PeopleDialog(StoringDialog):
    """Ticks people and lets them take part.

    Attributes:
        chips: Group → its chip.
        search: What the list is narrowed down by.
        table: The people.
        chosen: 记录号 of those ticked.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        line: SessionLine,
        needs: TrainingNeeds,
        taking_part: Collection[int],
    ) -> None:
        """Offer everybody who does not take part yet."""
        super().__init__(parent, "选参训人员", "training_people", "training_people_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._line = desk, workspace, line
        self._people: dict[str, Sequence[Trainee]] = {
            key: [one for one in getattr(needs, key) if one.talent_id not in taking_part]
            for key in _GROUPS
        }
        self._group = next((key for key, found in self._people.items() if found), "everybody")
        self._words = ""
        self.chosen: set[int] = set()
        self.body.addWidget(label(f"{line.course.name}（{line.span}）", Look.HEADING, wrap=True))
        self.body.addLayout(self._build_line())
        self.table = self._build_table()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(
            label("回车或空格勾选并到下一行；可以换一类、换个姓名接着勾，最后一起加入", Look.HINT)
        )
        self.body.addWidget(self.refusals)
        all_shown = button("全部勾选", "training_people_all")
        all_shown.clicked.connect(self.tick_shown)
        self.add_side_button(all_shown)
        self.add_cancel()
        self.add = self.add_button("加入培训", "training_people_add", main=True, safe=False)
        self.add.clicked.connect(self.store)
        self.resize(*_SIZE_PX)
        self._narrow()
        self.search.setFocus()

    def _build_line(self) -> QHBoxLayout:
        self.chips: dict[str, ToggleChip] = {}
        for key, words in _GROUPS.items():
            chip = ToggleChip(f"{words} {len(self._people[key])}", f"training_people_{key}")
            chip.clicked.connect(lambda _on=False, chosen=key: self.choose(chosen))
            self.chips[key] = chip
        self.search = SearchLine("姓名或单位", "training_people_search")
        self.search.setMaximumWidth(220)
        self.search.searched.connect(self._search)
        self.search.left_downwards.connect(self._go_down)
        self.search.returnPressed.connect(self._go_down)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 3)
        return line

    def _build_table(self) -> TableView[Trainee]:
        columns = (
            Column[Trainee]("ticked", "选", lambda t: _CHECK if t.talent_id in self.chosen else "",
                            Align.CENTRE, width=44, sortable=False, tone=lambda _t: Tone.GOOD),
            Column[Trainee]("name", "姓名", lambda t: t.name, width=110, strong=True,
                            sortable=False),
            Column[Trainee]("unit", "单位及职务", lambda t: t.unit, width=230, sortable=False),
            Column[Trainee]("post", "岗位", lambda t: t.post, width=210, sortable=False),
            Column[Trainee]("trained_on", "岗前培训", lambda t: t.trained_on, width=96,
                            sortable=False),
            Column[Trainee]("lacks", "情况", lambda t: t.lacks, width=150, sortable=False,
                            tone=lambda _t: Tone.ATTENTION),
        )  # fmt: skip
        table: TableView[Trainee] = TableView(
            RowTableModel(columns, self),
            "training_people",
            self._desk.settings,
            EmptyState("没有可选的人", "换一类，或换个姓名再找"),
            about="可选的参训人员",
        )
        table.opened.connect(lambda _one: self.tick())
        table.view.installEventFilter(self)
        return table

    # -- showing -------------------------------------------------------------------------------

    def choose(self, group: str) -> None:
        """Show another group; what was ticked stays ticked."""
        self._group = group
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(key == self._group)
        self.table.model.set_rows(
            [
                one
                for one in self._people[self._group]
                if not self._words
                or any(matches(self._words, each) for each in (one.name, one.unit, one.post))
            ]
        )
        self.table.select_number(0)
        self._show_count()

    def _show_count(self) -> None:
        self.add.setText(f"加入 {len(self.chosen)} 人" if self.chosen else "加入培训")
        self.add.setEnabled(bool(self.chosen))

    def _go_down(self) -> None:
        self.table.view.setFocus()
        self.table.select_number(0)

    # -- ticking -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick with the space bar before the table searches with it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            self.tick()
            return True
        return super().eventFilter(watched, event)

    def tick(self) -> None:
        """Tick the chosen rows, or take their ticks away, and go on to the next row."""
        rows = self.table.selected_rows()
        for one in rows:
            self.chosen ^= {one.talent_id}
        self._repaint()
        if len(rows) == 1:
            self.table.select_number(self.table.view.currentIndex().row() + 1)

    def tick_shown(self) -> None:
        """Tick everybody who is shown."""
        rows = (self.table.model.read_row(n) for n in range(self.table.model.rowCount()))
        self.chosen |= {one.talent_id for one in rows if one is not None}
        self._repaint()

    def _repaint(self) -> None:
        model = self.table.model
        last = model.rowCount() - 1
        if last >= 0:
            model.dataChanged.emit(model.index(0, 0), model.index(last, len(model.columns) - 1))
        self._show_count()

    def store(self) -> None:
        """Let those ticked take part, in the order of the lists."""
        order = [one.talent_id for found in self._people.values() for one in found]
        chosen = [number for number in dict.fromkeys(order) if number in self.chosen]
        number, workspace = self._line.id, self._workspace

        def done(changes: Changes) -> None:
            self.stored()
            self._desk.bus.tell(changes)

        self._desk.tasks.run(
            lambda _progress: add_participants(workspace, number, chosen),
            done,
            self.failed,
            title="正在加入参训人员",
        )
