"""工作安排: the year's template and everybody's plan, how far each is, and what is late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.plans import PlanItem, Target
from partydesk.services.duty import plan_acts
from partydesk.services.duty.plan_template import begin_template
from partydesk.services.duty.plans import Plan, Plans, get_plans
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.duty.plan_card import PlanCard, lines_of
from partydesk.ui.duty.plan_lines import COLUMNS, Line, Shown
from partydesk.ui.duty.plan_sheets import done_dialog, item_dialog
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import button
from partydesk.ui.year_reading import YearReading

_GROUP: Final = "工作安排"
_OF_INTEREST: Final = frozenset(
    {"plan_items", "placements", "posts", "ledger_entries", "policies", "closed_years",
     "talents", "enterprises"}
)  # fmt: skip
_LIST_PX, _CARD_PX = 384, 746  # of the page at 1366×768


class PlansView(QWidget):
    """The plans of the window's year.

    Attributes:
        table: The template and everybody on post.
        card: The plan that is looked at.
        chips: Whose plans → the chip that shows only those.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_plans")
        self._desk, self._workspace = desk, workspace
        self._plans: Plans | None = None
        self._shown, self._words = Shown.ALL, ""
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: get_plans(workspace, year),
            show=self._show,
            title="正在读取工作安排",
            today=workspace.today,
        )
        desk.commands.add_all(self._commands(), owner=self)
        self._build()

    def _commands(self) -> list[Command]:
        return [
            Command("plans.begin", "起草年度模板", _GROUP, self.begin, "", self._begun),
            Command("plans.apply", "下达工作安排…", _GROUP, self.apply, "F9", self._not_ready,
                    "下达…"),
            Command("plans.print", "打印工作安排", _GROUP, self.print, "Ctrl+P",
                    self._nothing_to_print, "打印"),
            Command("plans.add", "添加工作任务…", _GROUP, self.add, "Ctrl+N", self._not_ready,
                    "添加…"),
            Command("plans.mend", "修改工作任务…", _GROUP, self.mend, "F2", self._not_chosen,
                    "修改…"),
            Command("plans.done", "登记完成…", _GROUP, self.done, "F8", self._not_of_person),
            Command("plans.undone", "取消完成", _GROUP, self.take_back, "", self._not_ticked),
            Command("plans.up", "上移工作任务", _GROUP, lambda: self._move(-1), "Alt+Up",
                    self._not_chosen, "上移", listed=False),
            Command("plans.down", "下移工作任务", _GROUP, lambda: self._move(1), "Alt+Down",
                    self._not_chosen, "下移", listed=False),
            Command("plans.remove", "删除工作任务", _GROUP, self.remove, "", self._not_chosen,
                    "删除"),
        ]  # fmt: skip

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        commands = self._desk.commands
        self.chips = {each: ToggleChip("", f"plans_{each.name.lower()}", on=each is Shown.ALL)
                      for each in Shown}  # fmt: skip
        for each, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, which=each: self._choose(which))
        self.search = SearchLine("姓名或单位", "plans_search")
        self.search.setMaximumWidth(260)
        self.search.searched.connect(self._search)
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 3)
        line.addWidget(commands.button("plans.print"))
        line.addWidget(commands.button("plans.apply", main=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self._build_split(), 1)

    def _build_split(self) -> QSplitter:
        model: RowTableModel[Line] = RowTableModel(COLUMNS, self)
        self.table: TableView[Line] = TableView(
            model, "plans", self._desk.settings, EmptyState("正在读取"), about=_GROUP
        )
        self.table.current_changed.connect(self._show_line)
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self._begin = button("起草年度模板", "plans_begin", main=True)
        self._begin.clicked.connect(self.begin)
        self._empty = EmptyState("", "", self._begin)
        self.card = PlanCard(self._desk.settings, self._acts(), self._empty, self)
        self.card.table.opened.connect(lambda _line: self._desk.commands.run("plans.mend"))
        self.card.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("plans_split")
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_PX, _CARD_PX])
        return split

    def _acts(self) -> list[QPushButton]:
        keys = ("done", "undone", "mend", "add", "up", "down", "remove")
        return [self._desk.commands.button(f"plans.{key}") for key in keys]

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, plans: Plans) -> None:
        self._plans = plans
        self._narrow()

    def _lines(self) -> list[Line]:
        if self._plans is None:
            return []
        template = Line(None, tuple(Target(item) for item in self._plans.template))
        return [template, *(Line(plan, plan.targets) for plan in self._plans.plans)]

    def _choose(self, shown: Shown) -> None:
        self._shown = shown
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        """List what is wanted, and go to the plan that was in sight."""
        lines, current = self._lines(), self.table.current_row()
        for shown, chip in self.chips.items():
            count = sum(line.plan is not None and line.fits(shown, "") for line in lines)
            chip.set_words(f"{shown.value} {count}")
            chip.setChecked(shown is self._shown)
        wanted = current.placement_id if current else None
        item = self.card.current_id()
        self.table.model.set_rows([n for n in lines if n.fits(self._shown, self._words)])
        if not self.table.select_where(lambda line: line.placement_id == wanted):
            self.table.select_number(0)
        self._show_line(self.table.current_row(), item)

    def _show_line(self, line: Line | None, item: int = 0) -> None:
        if line is None or self._plans is None:
            return
        plan, plans = line.plan, self._plans
        self._explain(line)
        if plan is None:
            about = "下达时按在岗月数折算到每个人" if line.targets else ""
            lines = lines_of(line.targets, None)
            self.card.show_plan(f"{plans.year} 年模板", about, lines, item)
        else:
            said = [plan.posting.role, f"完成 {plan.progress.words}" if line.targets else ""]
            said.append(f"逾期 {line.late}" if line.late else "")
            said.append(f"{plan.posting.ended_on} 离岗" if plan.over else "")
            about = "　".join(part for part in said if part)
            self.card.show_plan(plan.who, about, lines_of(plan.targets, plans.today), item)
        self._desk.commands.refresh()

    def _explain(self, line: Line) -> None:
        """Say why a plan is empty, and what to do first."""
        assert self._plans is not None  # noqa: S101 - nothing is listed before it is read
        plans = self._plans
        self._begin.setVisible(not plans.template and not plans.closed)
        if not plans.template:
            self._empty.set_words(
                f"{plans.year} 年还没有工作安排模板", f"起草时取用{plans.origin}，起草后逐项修改"
            )
        elif line.plan is not None:
            hint = "" if line.plan.over else "点“下达”把年度模板下达给在岗的人"
            self._empty.set_words("还没有下达工作安排", hint)

    # -- what can be done ----------------------------------------------------------------------

    def _not_open(self) -> str:
        if self._plans is None:
            return "正在读取"
        return f"{self._plans.year} 年度已经办结" if self._plans.closed else ""

    def _begun(self) -> str:
        there = self._plans is not None and bool(self._plans.template)
        return self._not_open() or ("这一年已经有模板" if there else "")

    def _not_ready(self) -> str:
        lacking = self._plans is not None and not self._plans.template
        return self._not_open() or ("请先起草年度模板" if lacking else "")

    def _not_chosen(self) -> str:
        return self._not_open() or ("" if self.card.chosen() else "请先选择工作任务")

    def _not_of_person(self) -> str:
        refused = self._not_chosen()
        if refused:
            return refused
        line = self.table.current_row()
        of_template = line is not None and line.plan is None
        return "模板里的任务不登记完成，请先选择人员" if of_template else ""

    def _not_ticked(self) -> str:
        refused = self._not_of_person()
        if refused or any(target.item.done_on for target in self.card.chosen()):
            return refused
        return "选中的任务没有登记过完成"

    def _nothing_to_print(self) -> str:
        there = any(line.targets for line in self._lines() if line.plan)
        return "" if there else "还没有下达工作安排"

    # -- acting --------------------------------------------------------------------------------

    def _run(self, act: Callable[[], Changes], title: str) -> None:
        self._desk.tasks.run(lambda _progress: act(), self._desk.bus.tell, title=title)

    def begin(self) -> None:
        """Draft the year's template."""
        year = self._desk.year()
        self._run(lambda: begin_template(self._workspace, year), "正在起草模板")

    def apply(self) -> None:
        """Hand the template on: to those chosen if it is not the first time, else to all without.

        A posting that is over gets a plan only where it is chosen.
        """
        chosen = [line.plan for line in self.table.selected_rows() if line.plan]
        again = [plan for plan in chosen if plan.targets]
        if again and not self._sure(again):
            return
        named = bool(again) or any(plan.over for plan in chosen)
        ids = [plan.placement_id for plan in chosen] if named else None
        year = self._desk.year()
        self._run(lambda: plan_acts.apply_template(self._workspace, year, ids), "正在下达")

    def _sure(self, plans: list[Plan]) -> bool:
        whom = plans[0].who if len(plans) == 1 else f"{plans[0].who}等 {len(plans)} 人"
        message = (
            f"{whom}已有工作安排。再次下达按模板和现在的在岗月数重写目标和时限，"
            "登记的完成情况和单独添加的任务都保留。下达后可以撤销。"
        )
        return ask(self, "再次下达工作安排？", message, "再次下达")

    def print(self) -> None:
        """Preview the plans of those chosen, or of all that are listed."""
        chosen = [line for line in self.table.selected_rows() if line.plan and line.targets]
        if not chosen:
            listed = self._lines()
            chosen = [
                n for n in listed if n.targets and n.plan and n.fits(self._shown, self._words)
            ]
        ids = [line.placement_id for line in chosen if line.placement_id is not None]
        preview_document(self, self._desk, self._workspace, "work-plans", ids)

    def _whose(self) -> str:
        line = self.table.current_row()
        return line.plan.who if line and line.plan else f"{self._desk.year()} 年模板"

    def add(self) -> None:
        """Ask for another target of the plan in sight, under the duty in sight."""
        line = self.table.current_row()
        if line is None or self._plans is None:
            return
        chosen = self.card.chosen()
        duty = chosen[0].item.duty if chosen else self._plans.duties[0]
        self._ask_item(
            PlanItem(year=self._plans.year, placement_id=line.placement_id, duty=duty, task="")
        )

    def mend(self) -> None:
        """Change the target the keyboard is on."""
        chosen = self.card.chosen()
        if chosen:
            self._ask_item(chosen[0].item)

    def _ask_item(self, item: PlanItem) -> None:
        duties = self._plans.duties if self._plans else ()
        words = dict.fromkeys((*duties, item.duty))
        item_dialog(self, self._desk, self._workspace, self._whose(), tuple(words), item).present()

    def done(self) -> None:
        """Ask when the chosen targets were done."""
        items = [target.item for target in self.card.chosen()]
        done_dialog(self, self._desk, self._workspace, self._whose(), items).present()

    def take_back(self) -> None:
        """Take back that the chosen targets were ticked off."""
        numbers = [t.item.id or 0 for t in self.card.chosen() if t.item.done_on]
        self._run(lambda: plan_acts.take_back_done(self._workspace, numbers), "正在取消")

    def remove(self) -> None:
        """Take the chosen targets out."""
        numbers = [target.item.id or 0 for target in self.card.chosen()]
        self._run(lambda: plan_acts.remove_items(self._workspace, numbers), "正在删除")

    def _move(self, step: int) -> None:
        number = self.card.current_id()
        self._run(lambda: plan_acts.move_item(self._workspace, number, step), "正在移动")
