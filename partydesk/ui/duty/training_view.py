"""培训: the sessions of the year, who took part with what result, and who still needs training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.trainings import TrainingResult
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.pinyin import matches
from partydesk.services.duty.participants import (
    Participant,
    all_passed,
    all_present,
    certificate_ids,
    list_participants,
    remove_participants,
    save_results,
)
from partydesk.services.duty.training_needs import Trainee, TrainingNeeds, get_needs
from partydesk.services.duty.trainings import SessionLine, list_sessions, remove_session
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.duty.people_dialog import PeopleDialog
from partydesk.ui.duty.results_grid import KEYS_HINT, ResultsGrid
from partydesk.ui.duty.scans_dialog import ScansDialog
from partydesk.ui.duty.training_dialogs import CoursesDialog, IssueDialog, SessionDialog
from partydesk.ui.selection.importing import open_import
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import choose
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "培训"
_OF_INTEREST = frozenset(
    {"courses", "training_sessions", "participations", "placements", "talents", "policies",
     "attachments", "certificates", "numbers", "agreements"}
)  # fmt: skip
_LISTS = {"sessions": "培训班次", "to_post": "拟派未岗前培训", "yearly": "在岗年度培训不足"}
_DISCARD, _SAVE = "不保存，关闭", "回去保存"
#: 记录号 of a participation → field name → text.
Typed = Mapping[int, Mapping[str, str]]

SESSION_COLUMNS = (
    Column[SessionLine]("course", "培训班", lambda s: s.course.name, width=138, strong=True,
                        sortable=False),
    Column[SessionLine]("span", "时间", lambda s: s.short_span, Align.CENTRE, width=112,
                        sortable=False, tip=lambda s: s.span),
    Column[SessionLine]("kind", "类别", lambda s: s.course.kind.value, Align.CENTRE, width=78,
                        sortable=False),
    Column[SessionLine]("people", "人数", lambda s: str(s.people), Align.RIGHT, width=50,
                        sortable=False),
    Column[SessionLine]("passed", "合格", lambda s: str(s.passed), Align.RIGHT, width=50,
                        sortable=False),
)  # fmt: skip
NEED_COLUMNS = (
    Column[Trainee]("name", "姓名", lambda t: t.name, width=120, strong=True, sortable=False),
    Column[Trainee]("unit", "单位及职务", lambda t: t.unit, width=280, sortable=False),
    Column[Trainee]("post", "岗位", lambda t: t.post, width=280, sortable=False),
    Column[Trainee]("trained_on", "岗前培训时间", lambda t: t.trained_on, width=120,
                    sortable=False),
    Column[Trainee]("lacks", "情况", lambda t: t.lacks, width=240, sortable=False,
                    tone=lambda _t: Tone.ATTENTION),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Picture:
    """What the view shows of a year."""

    lines: tuple[SessionLine, ...]
    needs: TrainingNeeds


class TrainingView(QWidget):
    """The trainings of the year.

    Attributes:
        sessions: The sessions, the newest first.
        grid: Who takes part in the chosen one.
        people: Who still needs training.
        chips: Which list is shown.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_trainings")
        self._desk, self._workspace = desk, workspace
        self._lines: Sequence[SessionLine] = ()
        self._needs: TrainingNeeds | None = None
        self._shown: SessionLine | None = None
        self._list, self._words = "sessions", ""
        self._wanted: int | None = None
        #: What was typed and refused after another session was chosen: 记录号 → what was typed.
        self._refused: dict[int, Typed] = {}
        self._reading = YearReading(
            self, desk, kinds=_OF_INTEREST, show=self._show, title="正在读取培训",
            read=lambda year: _Picture(list_sessions(workspace, year), get_needs(workspace, year)),
        )  # fmt: skip
        self.grid = ResultsGrid(
            desk.settings, EmptyState("还没有参训人员", "按“选人…”从拟派、在岗人员或人才库里选")
        )
        self._add_commands()
        self._build()

    def _add_commands(self) -> None:
        chosen, someone = self._no_session, self._no_participant
        self._desk.commands.add_all(
            [
                Command("training.new", "登记培训…", _GROUP, self.new, "Ctrl+N"),
                Command("training.mend", "修改培训…", _GROUP, self.mend, "", chosen, "修改…"),
                Command("training.remove", "删除培训", _GROUP, self.remove, "", chosen),
                Command("training.courses", "培训课程…", _GROUP, self.courses),
                Command("training.import", "导入培训结果…", _GROUP, self.import_sheet, "",
                        button_text="导入…"),
                Command("training.people", "选参训人员…", _GROUP, self.choose_people, "F6",
                        chosen, "选人…"),
                Command("training.present", "全部出席", _GROUP, self.all_present, "F7", chosen),
                Command("training.passed", "全部合格", _GROUP, self.all_passed, "F8", chosen),
                Command("training.save", "保存结果", _GROUP, self.save, "F9", self._not_typed),
                Command("training.take_out", "移出参训人员", _GROUP, self.take_out, "", someone,
                        "移出"),
                Command("training.issue", "颁发培训证书…", _GROUP, self.issue, "",
                        self._nobody_waits, "颁发证书…"),
                Command("training.sign_in", "打印签到表", _GROUP, self.print_sign_in, "Ctrl+P",
                        chosen, "签到表"),
                Command("training.roster", "打印参训人员名册", _GROUP, self.print_roster, "",
                        chosen),
                Command("training.certificates", "打印培训证书", _GROUP,
                        self.print_certificates, "", self._no_certificate),
                Command("training.scans", "培训附件…", _GROUP, self.scans, "", chosen),
            ],
            owner=self,
        )  # fmt: skip

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.chips: dict[str, ToggleChip] = {}
        for key, words in _LISTS.items():
            chip = ToggleChip(words, f"training_{key}", on=key == "sessions")
            chip.clicked.connect(lambda _on=False, wanted=key: self.choose_list(wanted))
            self.chips[key] = chip
        self.search = SearchLine("培训班、姓名或单位", "training_search")
        self.search.setMaximumWidth(220)
        self.search.searched.connect(self._search)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 2)
        line.addWidget(self._desk.commands.button("training.import"))
        line.addWidget(self._desk.commands.button("training.courses"))
        line.addWidget(self._desk.commands.button("training.new", main=True))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_sessions())
        self.stack.addWidget(self._build_people())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.stack, 1)

    def _build_sessions(self) -> QWidget:
        begin = self._desk.commands.button("training.new")
        self.sessions: TableView[SessionLine] = TableView(
            RowTableModel(SESSION_COLUMNS, self),
            "trainings",
            self._desk.settings,
            EmptyState("这一年还没有培训", "岗前培训、年度培训都在这里登记", begin),
            about="培训班次",
        )
        self.sessions.current_changed.connect(self._session_chosen)
        self.sessions.opened.connect(lambda _line: self.mend())
        self.search.left_downwards.connect(lambda: self.sessions.select_number(0))
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.sessions, 5)
        row.addWidget(self._build_card(), 8)
        return page

    def _build_card(self) -> Card:
        self.card = Card(name="training_card")
        self._heading = label("", Look.HEADING, name="training_heading", wrap=True)
        self._about = label("", Look.SECONDARY, name="training_about", wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        command = self._desk.commands.button
        for key in ("people", "present", "passed", "take_out", "issue", "sign_in"):
            buttons.addWidget(command(f"training.{key}"))
        buttons.addWidget(menu_button("更多", "training_more", self._menu))
        buttons.addStretch(1)
        self.grid.edited.connect(self._desk.commands.refresh)
        self.grid.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        below = QHBoxLayout()
        below.addWidget(label(KEYS_HINT, Look.HINT, wrap=True), 1)
        below.addWidget(command("training.save", main=True))
        for part in (self._heading, self._about):
            self.card.body.addWidget(part)
        self.card.body.addLayout(buttons)
        self.card.body.addWidget(self.grid, 1)
        self.card.body.addLayout(below)
        return self.card

    def _menu(self) -> QMenu:
        keys = ("mend", "remove", "roster", "certificates", "scans")
        return self._desk.commands.menu([f"training.{key}" for key in keys], self)

    def _build_people(self) -> QWidget:
        self.people: TableView[Trainee] = TableView(
            RowTableModel(NEED_COLUMNS, self),
            "training_needs",
            self._desk.settings,
            EmptyState("没有缺培训的人", "该培训的都已培训"),
            about="还没有培训的人",
        )
        self.people.opened.connect(lambda one: self._desk.open_record("talents", one.talent_id))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self._rule = label("", Look.SECONDARY, name="training_rule", wrap=True)
        column.addWidget(self._rule)
        column.addWidget(self.people, 1)
        return page

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, picture: _Picture) -> None:
        self._lines, self._needs = picture.lines, picture.needs
        counts = {"sessions": len(picture.lines), "to_post": len(picture.needs.to_post),
                  "yearly": len(picture.needs.yearly)}  # fmt: skip
        for key, chip in self.chips.items():
            chip.set_words(f"{_LISTS[key]} {counts[key]}")
        self._narrow()

    def choose_list(self, wanted: str) -> None:
        """Show the sessions, or those who lack a training."""
        self._list = wanted
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _fits(self, *said: str) -> bool:
        return not self._words or any(matches(self._words, each) for each in said)

    def _narrow(self) -> None:
        self.stack.setCurrentIndex(0 if self._list == "sessions" else 1)
        if self._list == "sessions":
            before = self._wanted or (self._shown.id if self._shown else None)
            found = [line for line in self._lines if self._fits(line.course.name)]
            self.sessions.model.set_rows(found)
            if self.sessions.select_where(lambda s: s.id == before):
                self._wanted = None
            else:
                self.sessions.select_number(0)
        elif self._needs is not None:
            self._rule.setText(_rule_words(self._list, self._needs.days_due))
            people: Sequence[Trainee] = getattr(self._needs, self._list)
            self.people.model.set_rows([t for t in people if self._fits(t.name, t.unit, t.post)])
        self._desk.commands.refresh()

    def _session_chosen(self, line: SessionLine | None) -> None:
        """Show the participants; what was typed for another session is stored first."""
        if self._shown is not None and line is not None and line.id != self._shown.id:
            self._store(self._shown, self.grid.typed)
        same = line is not None and self._shown is not None and line.id == self._shown.id
        if line is None and self.sessions.model.rowCount():
            return  # between two readings
        self._shown = line
        self.card.setVisible(line is not None)
        if line is None:
            self.grid.show_participants((), {})
            return
        kept = self.grid.typed if same else self._refused.pop(line.id, {})
        self._heading.setText(line.course.name)
        self._about.setText(_about_words(line))
        self.grid.show_participants(list_participants(self._workspace, line.id), kept)
        self._desk.commands.refresh()

    # -- why not -------------------------------------------------------------------------------

    def _no_session(self) -> str:
        return "" if self._shown is not None else "请先登记或选一期培训"

    def _no_participant(self) -> str:
        return "" if self.grid.selected_rows() else "请先在名单里选人"

    def _not_typed(self) -> str:
        return "" if self.grid.typed else "没有要保存的结果"

    def _waiting(self) -> list[Participant]:
        rows = (self.grid.model.row_at(n) for n in range(self.grid.model.rowCount()))
        return [
            row.participant
            for row in rows
            if row is not None
            and row.participant.taking_part.result is TrainingResult.PASSED
            and not row.participant.certificate
        ]

    def _nobody_waits(self) -> str:
        return "" if self._waiting() else "没有可颁发证书的人：结论为合格、还没有证书的才颁发"

    def _no_certificate(self) -> str:
        issued = self._shown is not None and self._shown.certified
        return "" if issued else "这期培训还没有颁发证书"

    # -- acting --------------------------------------------------------------------------------

    def new(self) -> None:
        """Record a session."""
        self.choose_list("sessions")
        dialog = SessionDialog(self, self._desk, self._workspace)
        dialog.accepted.connect(lambda: self._go_to(dialog.number))
        dialog.present()

    def _go_to(self, number: int | None) -> None:
        """Choose a session that was just recorded, once it is read."""
        self._wanted = number

    def mend(self) -> None:
        """Change the chosen session."""
        if self._shown is not None:
            SessionDialog(self, self._desk, self._workspace, self._shown).present()

    def courses(self) -> None:
        """Show the courses."""
        CoursesDialog(self, self._desk, self._workspace).present()

    def import_sheet(self) -> None:
        """Bring in who took part with what result from a sheet."""
        open_import(self, self._desk, self._workspace, "trainings")

    def remove(self) -> None:
        """Take out the chosen session; it can be taken back."""
        if self._shown is not None:
            number = self._shown.id
            self._write("正在删除培训", lambda: remove_session(self._workspace, number))

    def choose_people(self) -> None:
        """Tick who takes part."""
        if self._shown is None or self._needs is None:
            return
        taking = {one.taking_part.talent_id
                  for one in list_participants(self._workspace, self._shown.id)}  # fmt: skip
        PeopleDialog(self, self._desk, self._workspace, self._shown, self._needs, taking).present()

    def all_present(self) -> None:
        """Say that everybody came of whom nothing is said."""
        self._default(all_present, "正在登记出席")

    def all_passed(self) -> None:
        """Say that everybody who came passed, of whom nothing is said."""
        self._default(all_passed, "正在登记合格")

    def _default(self, act: Callable[..., Changes], title: str) -> None:
        """Say something of everybody; what was typed is stored along."""
        if self._shown is not None:
            line, typed = self._shown, self.grid.typed
            self._keep(line, typed, title, lambda: act(self._workspace, line.id, typed))

    def take_out(self) -> None:
        """Take the chosen people out; it can be taken back."""
        numbers = [row.participant.id for row in self.grid.selected_rows()]
        if numbers:
            self._write("正在移出参训人员", lambda: remove_participants(self._workspace, numbers))

    def save(self) -> None:
        """Store what was typed; what is wrong is said beside its row."""
        if self._shown is not None:
            self._store(self._shown, self.grid.typed)

    def _store(self, line: SessionLine, typed: Typed) -> None:
        if typed:
            self._keep(line, typed, "正在保存培训结果",
                       lambda: save_results(self._workspace, line.id, typed))  # fmt: skip

    def _keep(
        self, line: SessionLine, typed: Typed, title: str, work: Callable[[], Changes]
    ) -> None:
        """Store what was typed of a session; where it is refused it stays, to be mended."""

        def refused(error: Exception) -> None:
            if self._shown is None or self._shown.id != line.id:
                self._refused[line.id] = typed
            elif isinstance(error, ValidationFailed):
                self.grid.show_faults(error.fields)
            self._desk.errors.show(error)

        self._desk.tasks.run(lambda _progress: work(), self._desk.bus.tell, refused, title=title)

    def _write(self, title: str, work: Callable[[], Changes]) -> None:
        self._desk.tasks.run(lambda _progress: work(), self._desk.bus.tell, title=title)

    def may_close(self) -> bool:
        """Ask what becomes of results that were typed and not saved."""
        typed = len(self.grid.typed) + sum(map(len, self._refused.values()))
        if not typed:
            return True
        message = f"有 {typed} 人的培训结果还没有保存。"
        return choose(self, "有培训结果没有保存", message, [_DISCARD], cancel=_SAVE) == _DISCARD

    def issue(self) -> None:
        """Issue certificates to those who passed and have none."""
        waiting = self._waiting()
        if self._shown is not None and waiting:
            names = [one.name for one in waiting]
            IssueDialog(self, self._desk, self._workspace, self._shown, names).present()

    def print_sign_in(self) -> None:
        """Preview the sheets to sign on, one for each day."""
        self._print("training-sign-in")

    def print_roster(self) -> None:
        """Preview the roster with its results."""
        self._print("training-roster")

    def _print(self, kind: str) -> None:
        if self._shown is not None:
            choice = Choice(own_ids=frozenset({self._shown.id}))
            preview_document(self, self._desk, self._workspace, kind, choice=choice)

    def print_certificates(self) -> None:
        """Preview the certificates in force of the chosen session."""
        if self._shown is not None:
            ids = certificate_ids(self._workspace, self._shown.id)
            choice = Choice(own_ids=ids)
            preview_document(self, self._desk, self._workspace, "certificates", choice=choice)

    def scans(self) -> None:
        """Show the papers of the chosen session."""
        if self._shown is not None:
            owner = ("training_sessions", self._shown.id)
            about = f"{self._shown.course.name}（{self._shown.span}）"
            ScansDialog(self, self._desk, self._workspace, owner, about).present()


def _about_words(line: SessionLine) -> str:
    """Say when and where a session is held, and how it came out."""
    said = [line.course.kind.value, line.span, f"{line.course.hours} 学时",
            line.session.place or "", line.session.teacher or ""]  # fmt: skip
    figures = f"{line.people} 人 · 出席 {line.present} · 合格 {line.passed} · 证书 {line.certified}"
    papers = f" · 附件 {line.papers}" if line.papers else ""
    return f"{' · '.join(filter(None, said))}\n{figures}{papers}"


def _rule_words(which: str, days: int) -> str:
    """Say by what rule somebody stands in the list."""
    if which == "to_post":
        return "本年选派中还没有委任的人，没有岗前培训记录或已过有效期（见“系统 → 年度政策”）"
    return f"在岗人员每年培训不少于 {days} 天，各类培训合计；天数在“系统 → 年度政策”里定"
