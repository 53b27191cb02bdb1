"""工作台: the year's steps, what is to be done, key figures and the last acts with the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from partydesk.domain import round_steps
from partydesk.domain.agenda import Todo
from partydesk.domain.changes import ActionEntry, Changes, Undone
from partydesk.domain.placements import Party
from partydesk.domain.progress import Progress as Report
from partydesk.domain.round_steps import Progress
from partydesk.services.summary import Summary
from partydesk.ui.backups.line import BackupLine
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.history.conflicts import show_conflicts
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, PageHead, page_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.steps import Step, StepPath, StepState
from partydesk.ui.workbench.columns import LATER, recent_columns
from partydesk.ui.workbench.figures import FigureList, figures_of
from partydesk.ui.workbench.guide import Guide
from partydesk.ui.workbench.todo_card import TodoCard

_RECENT = 30
_POOLS = "pools"
_WEEKDAYS = "一二三四五六日"
_STATES = {
    Progress.DONE: StepState.DONE,
    Progress.CURRENT: StepState.CURRENT,
    Progress.TODO: StepState.TO_COME,
}
#: Acts of the guide and of 待办 that a command of their page begins; the others open the page.
_COMMAND_OF = {
    "import_enterprises": "enterprises.import",
    "import_talents": "talents.import",
    "open_round": "selection.open",
    "add_posts": "selection.new_post",
    "publish": "selection.publish",
    "sign": "placements.sign",
    "appoint": "placements.appoint",
    "start": "placements.start",
    "renew_term": "placements.reminders",
    "follow_up": "placements.reminders",
    "print_letters": "placements.print_all_letters",
    **{f"consent_{party.value}": "placements.consent" for party in Party},
}
_PAGE_OF_GUIDE = {
    "import_enterprises": "enterprises",
    "import_talents": "talents",
    "admit_enterprises": "enterprises",
    "open_round": "selection",
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The list behind an act or a figure.

    Attributes:
        page: Key of the page that lists it.
        words: Field of the record → the word it is narrowed to.
        condition: Name of the condition that leaves it; empty for none.
    """

    page: str
    words: Mapping[str, str] = field(default_factory=dict)
    condition: str = ""


_LIST_OF = {
    "due_to_found": Narrowed("enterprises", condition="unbuilt"),
    "terms_due": Narrowed("organizations", condition="term_due"),
    "undecided": Narrowed("enterprises", {"ownership": "未定"}),
}


@dataclass(frozen=True)
class WorkbenchPorts:
    """What the workbench asks of the services.

    Attributes:
        summary: The figures of a year; a short read.
        recent: The newest acts, so many at most.
        undo: Takes an action back by its number; runs as a task.
        agenda: All that is to be done in a year, with the figures that were just counted.
        snooze: Puts the reminders of pairs off by a week.
        put_off: Puts the reminders of things due off by a week.
        today: The day it is.
        show_list: Shows a page narrowed down to what an act is about.
        show_step: Shows a step of the round where it is done.
        show_tab: Shows a page with one of its tabs in sight, and there the first thing due.
        print_week: Shows what is due as a paper.
        backups: The last verified backup and the last drill in words, with their tones.
        show_backups: Shows the backups.
    """

    summary: Callable[[int], Summary]
    agenda: Callable[[int, Summary], Sequence[Todo]]
    recent: Callable[[int], Sequence[ActionEntry]]
    undo: Callable[[int, Report], Undone]
    snooze: Callable[[Sequence[int]], Changes]
    put_off: Callable[[Sequence[str]], Changes]
    today: Callable[[], dt.date]
    show_list: Callable[[Narrowed], None]
    show_step: Callable[[str], None]
    show_tab: Callable[[str, str, str], None]
    print_week: Callable[[QWidget], None]
    backups: Callable[[], Sequence[tuple[str, Tone]]]
    show_backups: Callable[[], None]


class WorkbenchPage(QWidget):
    """The first page: where the year stands and what comes next."""

    def __init__(self, desk: Desk, ports: WorkbenchPorts) -> None:
        """Build the page and count."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self.setObjectName("page_workbench")
        self._head = PageHead("工作台")
        self.steps = StepPath()
        self.steps.step_chosen.connect(self._show_step)
        self.guide = Guide()
        self.guide.asked.connect(lambda key: self._begin(key, _PAGE_OF_GUIDE[key]))
        self.figures = FigureList()
        self.figures.list_asked.connect(lambda key: ports.show_list(_LIST_OF[key]))
        self.todo_card = TodoCard(desk, ports.today)
        self.todo = self.todo_card.table
        self.todo.act_asked.connect(
            lambda row, key: self.put_off(row) if key == LATER else self._do(row)
        )
        self.todo.opened.connect(self._do)
        self.recent = self._recent_table()
        self.backups = BackupLine(ports.backups)
        self.backups.asked.connect(ports.show_backups)
        self._build()
        self._add_commands()
        desk.bus.changed.connect(self._on_changed)
        self.reload()

    # -- building ----------------------------------------------------------------------

    def _recent_table(self) -> TableView[ActionEntry]:
        model: RowTableModel[ActionEntry] = RowTableModel(recent_columns(self._ports.today))
        empty = EmptyState("还没有操作")
        table = TableView(model, "recent", self._desk.settings, empty, about="最近操作", inset=True)
        table.view.horizontalHeader().hide()
        table.act_asked.connect(lambda row, _key: self.undo(row.id))
        return table

    def _build(self) -> None:
        layout = page_layout(self)
        layout.addWidget(self._head)
        path = Card(name="year_steps")
        path.body.addWidget(self.steps)
        path.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        inner = path.layout()
        if inner is not None:
            inner.setContentsMargins(12, 4, 12, 6)
            inner.setSpacing(0)
        layout.addWidget(path)
        self._main = QStackedWidget()
        self._main.addWidget(self.todo_card)
        self._main.addWidget(_card("从这里开始", "guide_card", self.guide))
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(_card("主要数字", "figures_card", self.figures))
        right.addWidget(_card("最近操作", "recent_card", self.recent), 1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self._main, 62)
        columns.addLayout(right, 38)
        layout.addLayout(columns, 1)
        layout.addWidget(self.backups)

    def _add_commands(self) -> None:
        group = "工作台"
        self._desk.commands.add_all(
            [
                Command("workbench.next", "办理下一件待办", group, self._do_first, "Ctrl+Return",
                        self._nothing_to_do),
                Command("workbench.reload", "刷新工作台", group, self.reload, "F5"),
                Command("workbench.print_week", "打印本周工作提示", group, self._print_week,
                        "Ctrl+P", self._nothing_to_do, "打印本周提示"),
            ],
            owner=self,
        )  # fmt: skip
        self._head.add_button(self._desk.commands.button("workbench.print_week"))

    def _print_week(self) -> None:
        self._ports.print_week(self)

    # -- showing ----------------------------------------------------------------------

    def page_shown(self) -> None:
        """Count anew, since another day may have begun."""
        self.reload()

    def set_year(self, _year: int) -> None:
        """Count the other year."""
        self.reload()

    def reload(self) -> None:
        """Count anew and show it."""
        summary = self._ports.summary(self._desk.year())
        today = self._ports.today()
        agenda = self._ports.agenda(self._desk.year(), summary)
        at_work = _is_at_work(summary, agenda)
        self._head.set_about(_about(agenda, today) if at_work else _day(today))
        self.steps.show_steps([_shown(step) for step in summary.steps])
        self.todo_card.show_agenda(agenda)
        self.guide.show_steps(summary.guide)
        self.figures.show_figures(figures_of(summary))
        self.backups.reload()
        self.recent.model.set_rows(self._ports.recent(_RECENT))
        self._main.setCurrentIndex(0 if at_work else 1)

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    # -- acting ----------------------------------------------------------------------

    def _show_step(self, key: str) -> None:
        if key == _POOLS:
            self._desk.show_page("enterprises")
        else:
            self._ports.show_step(key)

    def _nothing_to_do(self) -> str:
        return "" if self.todo_card.agenda else "眼下没有要办的事"

    def _do_first(self) -> None:
        row = self.todo.model.read_row(0)
        if row is not None:
            self._do(row)

    def _do(self, todo: Todo) -> None:
        if todo.key in _LIST_OF:
            self._ports.show_list(_LIST_OF[todo.key])
        elif todo.tab:
            self._ports.show_tab(todo.page, todo.tab, next(iter(todo.keys), ""))
        else:
            self._begin(todo.key, todo.page)

    def _begin(self, key: str, page: str) -> None:
        """Open the page of an act and begin it there, once the page has read what it shows."""
        self._desk.show_page(page)
        command = _COMMAND_OF.get(key, "")
        if not command:
            return
        if self._desk.tasks.busy:
            once = Qt.ConnectionType.SingleShotConnection
            self._desk.tasks.busy_changed.connect(lambda _busy: self._run(command), once)
        else:
            self._run(command)

    def _run(self, command: str) -> None:
        """Begin the act, unless the user has come back here meanwhile."""
        if not self.isVisible():
            self._desk.commands.run(command)

    def put_off(self, todo: Todo) -> None:
        """Remind of what a line is about a week later."""

        def work(_progress: Report) -> Changes:
            if todo.pairs:
                return self._ports.snooze(todo.pairs)
            return self._ports.put_off(todo.keys)

        self._desk.tasks.run(work, self._desk.bus.tell, title="正在登记")

    def undo(self, action: int) -> None:
        """Take an act back; what stands against it is listed."""
        self._desk.tasks.run(
            lambda progress: self._ports.undo(action, progress), self._undone, title="正在撤销"
        )

    def _undone(self, result: Undone) -> None:
        self._desk.bus.tell(result.changes)
        show_conflicts(self, result)


def _card(title: str, name: str, content: QWidget) -> Card:
    card = Card(title, name=name)
    card.body.addWidget(content, 1)
    return card


def _shown(step: round_steps.Step) -> Step:
    return Step(step.key, step.title, step.figure, _STATES[step.state])


def _is_at_work(summary: Summary, agenda: Sequence[Todo]) -> bool:
    """Whether 待办 is of more use than the newcomer's guide.

    A term lasts longer than a year: in a year without a round people on post still report.
    """
    return summary.started or any(line.due is not None for line in agenda)


def _about(agenda: Sequence[Todo], today: dt.date) -> str:
    """Date and how much waits, for the head line."""
    return f"{_day(today)} · {f'{len(agenda)} 件待办' if agenda else '没有待办'}"


def _day(today: dt.date) -> str:
    return f"{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}"
