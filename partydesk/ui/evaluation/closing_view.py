"""年度办结: the list that is gone through, one click from where each is done, then the closing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.domain.year_closing import Check
from partydesk.services.workspace import Workspace
from partydesk.services.year_closing import YearState, close_year, get_year_state
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.evaluation.closing_dialog import ClosingDialog
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "年度办结"
_GO = "go"
#: Tables whose changes the list follows.
_OF_INTEREST = frozenset(
    {
        "closed_years", "evaluations", "evaluated", "measures", "certificates", "numbers",
        "printed_numbers", "prints", "placements", "agreements", "monthly_reports", "shortcomings",
        "inspections", "ledger_entries", "leaves", "training_sessions", "posts", "policies",
    }
)  # fmt: skip
_TONES = {"已办": Tone.GOOD, "已说明": Tone.GOOD, "须说明": Tone.ATTENTION, "须办理": Tone.TROUBLE}

CHECKS = (
    Column[Check]("state", "办理", lambda c: c.state, width=84, shape=Shape.TAG,
                  tone=lambda c: _TONES[c.state], sortable=False),
    Column[Check]("title", "事项", lambda c: c.title, width=160, strong=True, sortable=False),
    Column[Check]("detail", "情况", lambda c: c.detail, width=330, sortable=False),
    Column[Check]("word", "说明", lambda c: c.word, width=120, sortable=False),
    Column[Check](_GO, "", lambda c: "去办理" if c.can_be_done else "", width=90,
                  shape=Shape.BUTTON, sortable=False),
)  # fmt: skip
FIGURES = (
    Column[tuple[str, str]]("label", "项目", lambda f: f[0], width=112, sortable=False),
    Column[tuple[str, str]]("figure", "结果", lambda f: f[1], width=190, sortable=False),
)


class ClosingView(QWidget):
    """The list of the year and its figures.

    Attributes:
        checks: The list.
        figures: What the year came to.
        message: How the year stands.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_closing")
        self._desk, self._workspace = desk, workspace
        self._state: YearState | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: get_year_state(workspace, year),
            show=self._show,
            title="正在核对年度办结清单",
            today=workspace.today,
        )
        self._make_tables()
        desk.commands.add_all(
            [
                Command("closing.close", "办结年度…", _GROUP, self.close_the_year, "",
                        self._why_not),
                Command("closing.print", "打印年度办结表", _GROUP, self.print, "Ctrl+P",
                        self._nothing_read),
                Command("closing.go", "去办理所选事项", _GROUP, self.go, "", self._nothing_to_do,
                        "去办理"),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _make_tables(self) -> None:
        settings = self._desk.settings
        model: RowTableModel[Check] = RowTableModel(CHECKS, self)
        empty = EmptyState("没有要核对的事项")
        self.checks: TableView[Check] = TableView(
            model, "closing_checks", settings, empty, about="办结清单", inset=True
        )
        self.checks.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.checks.act_asked.connect(lambda check, _key: self._open(check))
        self.checks.opened.connect(self._open)
        of_figures: RowTableModel[tuple[str, str]] = RowTableModel(FIGURES, self)
        none = EmptyState("没有数字")
        self.figures: TableView[tuple[str, str]] = TableView(
            of_figures, "closing_figures", settings, none, about="年度数字", inset=True
        )

    def _build(self) -> None:
        self.message = FormMessage("closing_message")
        said = "逐项核对，没有办完的写明原因，然后封存这一年的结果、数字和政策。"
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(label(said, Look.SECONDARY), 1)
        line.addWidget(self._desk.commands.button("closing.print"))
        line.addWidget(self._desk.commands.button("closing.close", main=True))
        left, right = Card("办结清单", name="closing_list"), Card("年度数字", name="closing_sums")
        left.body.addWidget(self.checks)
        right.body.addWidget(self.figures)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(left, 9)
        cards.addWidget(right, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.message)
        column.addLayout(cards, 1)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's list."""
        self._state = None
        self._reading.expire()

    def _show(self, state: YearState) -> None:
        self._state = state
        self.checks.model.set_rows(state.checks)
        self.figures.model.set_rows(state.figures)
        waiting = _waiting(state.checks)
        if state.closed_on is not None:
            words = f"{state.year} 年度已于 {state.closed_on} 办结，数据不再改动；可以查看和补打。"
            self.message.say(words, Tone.GOOD)
        elif waiting:
            must = sum(check.bars for check in waiting)
            words = f"还有 {len(waiting)} 项没有办完"
            words += f"，其中 {must} 项须先办理" if must else "，写明原因后可以办结"
            self.message.say(f"{words}。", Tone.ATTENTION)
        else:
            self.message.say("各项都已办完，可以办结。", Tone.GOOD)
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def go(self) -> None:
        """Go to where the chosen line is done."""
        for check in self.checks.selected_rows()[:1]:
            self._open(check)

    def _open(self, check: Check) -> None:
        """Open its tab, or its page where it has none."""
        if not check.page:
            return
        self._desk.show_page(check.page)  # a page that nobody has seen yet is made by this
        if check.tab:
            self._desk.commands.run(f"{check.page}.{check.tab}")

    def close_the_year(self) -> None:
        """Ask for the reasons, then close."""
        if self._state is None:
            return
        year = self._state.year
        dialog = ClosingDialog(self, year, _waiting(self._state.checks))
        try:
            if not dialog.run():
                return
            words = dialog.words
        finally:
            dialog.deleteLater()

        def work(_progress: Progress) -> Changes:
            return close_year(self._workspace, year, words)

        self._desk.tasks.run(work, self._closed, title=f"正在办结 {year} 年度")

    def _closed(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self._desk.say(changes.label)

    def print(self) -> None:
        """Preview the sheet."""
        preview_document(self, self._desk, self._workspace, "year-closing")

    # -- why not -------------------------------------------------------------------------------

    def _nothing_read(self) -> str:
        return "" if self._state is not None else "正在核对"

    def _nothing_to_do(self) -> str:
        chosen = self.checks.selected_rows()
        if not chosen:
            return "先在清单里选一项"
        return "" if chosen[0].page else "这一项到时候自然办完"

    def _why_not(self) -> str:
        if self._state is None:
            return "正在核对"
        if self._state.closed_on is not None:
            return "这一年已经办结"
        must = [check.title for check in _waiting(self._state.checks) if check.bars]
        return f"须先办理：{'、'.join(must)}" if must else ""


def _waiting(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if not check.is_done]
