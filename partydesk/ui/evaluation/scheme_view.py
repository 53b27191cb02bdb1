"""考核方案: a year's scheme as small tables, with the sum of the weights as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.presets import Ladder, QuestionSet, with_ladder, with_questions
from partydesk.domain.evaluation.scheme import Scheme
from partydesk.domain.evaluation.scheme_sheet import TABLES, Rows, scheme_of, sheet_of
from partydesk.services.evaluation.evaluations import (
    get_scheme,
    open_evaluation,
    refresh_evaluated,
    save_scheme,
    shipped_scheme,
    sources_of_scheme,
    why_frozen,
)
from partydesk.services.evaluation.presets import shipped_presets
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.evaluation.judged_choice import JudgedChoice
from partydesk.ui.widgets.dialog import ask, tell
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.text_grid import TextGrid
from partydesk.ui.widgets.texts import Look, label, set_look
from partydesk.ui.year_reading import YearReading

_GROUP = "考核方案"
_OF_INTEREST = frozenset({"evaluations", "closed_years"})
_WHOLE = Decimal(100)


class SchemeView(QWidget):
    """The scheme of the year.

    Attributes:
        judged: Whose.
        grids: Name of a table → its grid.
        message: What nobody could be judged by.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_scheme")
        self._desk, self._workspace = desk, workspace
        self._scheme: Scheme | None = None
        self._frozen = ""
        self._dirty = False
        self._whose = (desk.year(), Judged.PEOPLE)
        #: Year and whose → tables that were changed and not saved.
        self._typed: dict[tuple[int, Judged], dict[str, Rows]] = {}
        self.judged = JudgedChoice("scheme_judged")
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=self._read,
            show=self._show,
            title="正在读取考核方案",
        )
        self.judged.changed.connect(self._reading.expire)
        begun = self._unchangeable
        desk.commands.add_all(
            [
                Command("scheme.begin", "开始本年考核", _GROUP, self.begin, "",
                        lambda: "" if self._scheme is None else "本年考核已经开始"),
                Command("scheme.refresh", "补入考核对象", _GROUP, self.refresh, "", begun),
                Command("scheme.default", "恢复自带方案", _GROUP, self.restore, "", begun),
                Command("scheme.ladder", "换用等次…", _GROUP, self.offer_ladders, "", begun),
                Command("scheme.questions", "换用题目…", _GROUP, self.offer_questions, "", begun),
                Command("scheme.sources", "自带方案的依据", _GROUP, self.tell_sources),
                Command("scheme.save", "保存方案", _GROUP, self.save, "Ctrl+S", self._unchanged),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _build(self) -> None:
        self._sum = label(look=Look.STRONG, name="scheme_sum")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.judged)
        line.addWidget(self._sum)
        line.addStretch(1)
        for key in ("sources", "default", "refresh"):
            line.addWidget(self._desk.commands.button(f"scheme.{key}"))
        line.addWidget(self._desk.commands.button("scheme.save", main=True))
        self.message = FormMessage("scheme_message")
        self.grids: dict[str, TextGrid] = {}
        tabs = QTabWidget()
        tabs.setObjectName("scheme_tables")
        tabs.setAccessibleName("方案各表")
        for name, (title, columns) in TABLES.items():
            grid = TextGrid(
                f"scheme_{name}",
                title,
                [column.label for column in columns],
                [column.words for column in columns],
                figures=[column.figures for column in columns],
                hint="；".join(column.hint for column in columns if column.hint),
                fixed=name == "general",
            )
            grid.edited.connect(self._on_edited)
            self.grids[name] = grid
            tabs.addTab(grid, title)
        self._offers = {
            name: self._desk.commands.button(f"scheme.{key}")
            for name, key in (("grades", "ladder"), ("questions", "questions"))
        }
        for name, offer in self._offers.items():
            self.grids[name].add_button(offer)
        self._tabs = tabs
        empty = EmptyState(
            "这一年的考核还没有开始",
            "开始后，上年的方案（头一年用自带的方案）作为本年草案，本年在岗的人员列为考核对象",
            self._desk.commands.button("scheme.begin", main=True),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)

    def _read(self, year: int) -> tuple[Scheme | None, str]:
        """The scheme, and why it cannot be changed any more."""
        whose = (self._workspace, year, self.judged.chosen)
        return get_scheme(*whose), why_frozen(*whose)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def may_close(self) -> bool:
        """Ask before tables that were changed and not saved are lost."""
        self._keep_typed()
        return not self._typed or ask(
            self, "考核方案还没有保存", "关闭窗口会丢掉方案里没有保存的改动。", "不保存，关闭"
        )

    def _show(self, known: tuple[Scheme | None, str]) -> None:
        self._keep_typed()
        scheme, self._frozen = known
        self._whose = (self._desk.year(), self.judged.chosen)
        if self._frozen:
            self._typed.pop(self._whose, None)
        typed = self._typed.get(self._whose) if scheme is not None else None
        self._scheme, self._dirty = scheme, typed is not None
        self._stack.setCurrentIndex(0 if scheme is None else 1)
        self.message.clear()
        if self._frozen:
            self.message.say(self._frozen, Tone.ATTENTION)
        for grid in self.grids.values():
            grid.set_read_only(read_only=bool(self._frozen))
        if scheme is not None:
            self._fill(typed or sheet_of(scheme))
        else:
            self._sum.setText("")
        self._desk.commands.refresh()

    def _keep_typed(self) -> None:
        """Remember tables that were changed, by the scheme that they belong to."""
        if self._dirty:
            self._typed[self._whose] = self._sheet()

    def _sheet(self) -> dict[str, Rows]:
        return {name: grid.rows for name, grid in self.grids.items()}

    def _fill(self, sheet: dict[str, Rows]) -> None:
        for name, rows in sheet.items():
            self.grids[name].show_rows(rows)
        self._show_sum()

    def _show_sum(self) -> None:
        total = Decimal(0)
        for row in self.grids["components"].rows:
            try:
                total += Decimal(row[1].strip() or "0")
            except InvalidOperation:
                total = Decimal("NaN")
        right = total == _WHOLE
        words = f"权重合计 {total:f}" if total.is_finite() else "权重合计有误"
        self._sum.setText(words if right else f"{words}，应为 100")
        set_look(self._sum, Look.GOOD if right else Look.TROUBLE)

    def _on_edited(self) -> None:
        self._dirty = True
        self._show_sum()
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _not_begun(self) -> str:
        return "本年考核还没有开始" if self._scheme is None else ""

    def _unchangeable(self) -> str:
        return self._not_begun() or self._frozen

    def _unchanged(self) -> str:
        return self._unchangeable() or ("" if self._dirty else "方案没有改动")

    def begin(self) -> None:
        """Begin the year's evaluation."""
        year, judged = self._desk.year(), self.judged.chosen
        self._desk.tasks.run(
            lambda _progress: open_evaluation(self._workspace, year, judged),
            self._desk.bus.tell,
            title="正在开始考核",
        )

    def refresh(self) -> None:
        """Take in those who came on post since."""
        year, judged = self._desk.year(), self.judged.chosen
        self._desk.tasks.run(
            lambda _progress: refresh_evaluated(self._workspace, year, judged),
            self._desk.bus.tell,
            title="正在补入考核对象",
        )

    def restore(self) -> None:
        """Put the shipped scheme into the tables; it holds once it is saved."""
        self._fill(sheet_of(shipped_scheme(self.judged.chosen)))
        self._on_edited()

    def ladders_menu(self) -> QMenu:
        """Make the menu of ready-made grades."""
        return self._menu(
            (ladder.name, ladder.source, partial(self.take_ladder, ladder))
            for ladder in shipped_presets().ladders
        )

    def questions_menu(self) -> QMenu:
        """Make the menu of ready-made ballots."""
        return self._menu(
            (chosen.name, chosen.source, partial(self.take_questions, chosen))
            for chosen in shipped_presets().questions
        )

    def _menu(self, offered: Iterable[tuple[str, str, Callable[[], None]]]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for name, source, take in offered:
            menu.addAction(name, take).setToolTip(source)
        return menu

    def offer_ladders(self) -> None:
        """Let somebody choose other grades; they hold once they are saved."""
        self._offer("grades", self.ladders_menu())

    def offer_questions(self) -> None:
        """Let somebody choose other questions; they hold once they are saved."""
        self._offer("questions", self.questions_menu())

    def _offer(self, table: str, menu: QMenu) -> None:
        self._tabs.setCurrentWidget(self.grids[table])
        offer = self._offers[table]
        menu.popup(offer.mapToGlobal(QPoint(0, offer.height() + 2)))

    def take_ladder(self, ladder: Ladder) -> None:
        """Put a ladder into the tables."""
        self._take(lambda scheme: with_ladder(scheme, ladder))

    def take_questions(self, chosen: QuestionSet) -> None:
        """Put the questions of a ballot into the tables."""
        self._take(lambda scheme: with_questions(scheme, chosen))

    def _take(self, change: Callable[[Scheme], Scheme]) -> None:
        """Change the tables as they stand, or say what stands in the way."""
        if self._scheme is None:
            return
        try:
            changed = change(scheme_of(self._sheet(), self._scheme))
        except ValidationFailed as error:
            self._refused(error)
        except NotFound as error:
            self.message.say(str(error), Tone.TROUBLE)
        else:
            self.message.clear()
            self._fill(sheet_of(changed))
            self._on_edited()

    def tell_sources(self) -> None:
        """Say where the shipped scheme comes from."""
        lines = sources_of_scheme(self.judged.chosen).values()
        tell(self, "自带方案的依据", "\n".join(lines))

    def save(self) -> None:
        """Store the tables, or say what nobody could be judged by."""
        if self._scheme is None:
            return
        year, judged = self._whose
        try:
            scheme = scheme_of(self._sheet(), self._scheme)
        except ValidationFailed as error:
            self._refused(error)
            return
        self._desk.tasks.run(
            lambda _progress: save_scheme(self._workspace, year, judged, scheme),
            self._saved,
            self._refused,
            title="正在保存考核方案",
        )

    def _saved(self, changes: Changes) -> None:
        self._dirty = False
        self._typed.pop(self._whose, None)
        self.message.clear()
        self._desk.bus.tell(changes)
        self._desk.commands.refresh()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ValidationFailed):
            self.message.say(error.fields.get("scheme", str(error)).split("；"), Tone.TROUBLE)
        else:
            self._desk.errors.show(error)
