"""公示和运用: the days of the 公示, what is said against results, closing, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import Reason
from partydesk.domain.evaluation.entries import (
    HonourOrder,
    MeasureOrder,
    ObjectionAnswer,
    ObjectionNote,
    PublicDays,
)
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.fields import fields_of
from partydesk.services.evaluation.closing import (
    MeasureLine,
    close_evaluation,
    give_measure,
    issue_honours,
    list_commended,
    list_honoured,
    list_measures,
    measures_due,
    why_not_closed,
)
from partydesk.services.evaluation.publicity import (
    Objection,
    add_objection,
    list_objections,
    publish_results,
    settle_objection,
)
from partydesk.services.evaluation.results import Result, Results, get_results
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.evaluation.judged_choice import JudgedChoice
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "公示和运用"
_NOTICES = {Judged.PEOPLE: "evaluation-public", Judged.COMMITTEES: "committee-public"}
_OF_INTEREST = frozenset(
    {"evaluations", "evaluated", "objections", "measures", "certificates", "rule_marks", "scores"}
)


@dataclass(frozen=True)
class Picture:
    """What is known of a year's follow-up."""

    results: Results | None = None
    objections: Sequence[Objection] = ()
    commended: Sequence[Result] = ()
    due: Sequence[Result] = ()
    honoured: frozenset[int] = frozenset()
    measures: Sequence[MeasureLine] = field(default=())
    against_closing: Sequence[Reason] = field(default=())


@dataclass(frozen=True, slots=True)
class _Use:
    """One person whose result leads to something, or to whom something was given."""

    evaluated_id: int
    name: str
    grade: str
    what: str
    day: str
    open: bool


_PRINTED_AT = "颁发后在“文书与打印 › 证书”里打印。"

OBJECTIONS = (
    Column[Objection]("received", "收到日期", lambda o: o.received_on.isoformat(), width=104,
                      sortable=False),
    Column[Objection]("about", "涉及", lambda o: o.about or "整体", width=110, sortable=False),
    Column[Objection]("by", "反映人", lambda o: o.by or "未留名", width=90, sortable=False),
    Column[Objection]("text", "反映内容", lambda o: o.text, width=240, sortable=False),
    Column[Objection]("answer", "核查和处理", lambda o: o.answer, width=220, sortable=False),
    Column[Objection]("state", "状态", lambda o: "已答复" if o.settled_on else "待答复", width=80,
                      shape=Shape.TAG, sortable=False,
                      tone=lambda o: Tone.GOOD if o.settled_on else Tone.ATTENTION),
)  # fmt: skip
USES = (
    Column[_Use]("name", "姓名", lambda u: u.name, width=120, strong=True, sortable=False),
    Column[_Use]("grade", "等次", lambda u: u.grade, width=90, sortable=False),
    Column[_Use]("what", "运用", lambda u: u.what, width=130, sortable=False),
    Column[_Use]("day", "日期", lambda u: u.day, width=100, sortable=False),
    Column[_Use]("state", "状态", lambda u: "待办" if u.open else "已办", width=80, sortable=False,
                 shape=Shape.TAG, tone=lambda u: Tone.ATTENTION if u.open else Tone.GOOD),
)  # fmt: skip


class FollowUpView(QWidget):
    """What follows from the results of the year.

    Attributes:
        judged: Whose.
        objections: What was said against them.
        uses: What they lead to.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_followup")
        self._desk, self._workspace = desk, workspace
        self._picture = Picture()
        self.judged = JudgedChoice("followup_judged")
        self._reading = YearReading(
            self, desk, kinds=_OF_INTEREST, read=self._read, show=self._show,
            title="正在读取公示和运用", today=workspace.today,
        )  # fmt: skip
        self.judged.changed.connect(self._reading.expire)
        self._add_commands()
        self._build()

    def _add_commands(self) -> None:
        closed, not_closed = self._closed, self._not_closed
        self._desk.commands.add_all(
            [
                Command("followup.publish", "公示…", _GROUP, self.publish, "", closed),
                Command("followup.notice", "打印公示稿", _GROUP, self.print_notice, "",
                        self._not_public),
                Command("followup.object", "登记反映…", _GROUP, self.object, "", closed),
                Command("followup.settle", "答复反映…", _GROUP, self.settle, "",
                        self._no_objection),
                Command("followup.close", "办结考核", _GROUP, self.close_year, "",
                        self._not_closable),
                Command("followup.honour", "颁发荣誉证书…", _GROUP, self.honour, "",
                        self._nobody_commended),
                Command("followup.measure", "结果运用…", _GROUP, self.measure, "", not_closed),
                Command("followup.letters", "打印通知书", _GROUP, self.print_letters, "",
                        lambda: "" if self._picture.measures else "还没有运用考核结果"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        button = self._desk.commands.button
        self._about = label(look=Look.SECONDARY, name="followup_about", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.judged)
        line.addWidget(self._about, 1)
        for key in ("notice", "publish"):
            line.addWidget(button(f"followup.{key}"))
        line.addWidget(button("followup.close", main=True))
        model: RowTableModel[Objection] = RowTableModel(OBJECTIONS, self)
        self.objections: TableView[Objection] = TableView(
            model, "objections", self._desk.settings,
            EmptyState("公示期间没有收到反映", "收到的电话、来信和当面反映都在这里登记和答复"),
            about="公示期反映",
        )  # fmt: skip
        self.objections.current_changed.connect(lambda _row: self._desk.commands.refresh())
        self.objections.opened.connect(lambda _row: self._desk.commands.run("followup.settle"))
        said = Card("公示期反映", name="followup_objections")
        said.head.addWidget(button("followup.settle"))
        said.head.addWidget(button("followup.object"))
        said.body.addWidget(self.objections)
        uses: RowTableModel[_Use] = RowTableModel(USES, self)
        self.uses: TableView[_Use] = TableView(
            uses, "uses", self._desk.settings,
            EmptyState("还没有要运用的结果", "办结后，应表彰的和应提醒、调整的列在这里"),
            about="结果运用",
        )  # fmt: skip
        self.uses.current_changed.connect(lambda _row: self._desk.commands.refresh())
        self.uses.opened.connect(lambda _row: self._desk.commands.run("followup.measure"))
        used = Card("结果运用", name="followup_uses")
        for key in ("letters", "honour", "measure"):
            used.head.addWidget(button(f"followup.{key}"))
        used.body.addWidget(self.uses)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(said, 1)
        column.addWidget(used, 1)

    # -- showing -------------------------------------------------------------------------------

    def _read(self, year: int) -> Picture:
        workspace, judged = self._workspace, self.judged.chosen
        people = judged is Judged.PEOPLE
        return Picture(
            get_results(workspace, year, judged),
            list_objections(workspace, year, judged),
            list_commended(workspace, year) if people else (),
            measures_due(workspace, year, judged),
            list_honoured(workspace, year),
            list_measures(workspace, year, judged),
            why_not_closed(workspace, year, judged),
        )

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, picture: Picture) -> None:
        self._picture = picture
        self._about.setText(_about(picture.results))
        self.objections.model.set_rows(picture.objections)
        self.objections.select_number(0)
        self.uses.model.set_rows(_uses(picture))
        self.uses.select_number(0)
        self._desk.commands.refresh()

    # -- what cannot be done -------------------------------------------------------------------

    def _closed(self) -> str:
        results = self._picture.results
        if results is None:
            return "本年考核还没有开始"
        return "考核已经办结" if results.closed_on else ""

    def _not_closable(self) -> str:
        said = "；".join(each.message for each in self._picture.against_closing)
        return self._closed() or said

    def _not_closed(self) -> str:
        results = self._picture.results
        if results is None or results.closed_on is None:
            return "考核办结后才能运用结果"
        return "" if self.uses.current_row() else "没有要运用的结果"

    def _not_public(self) -> str:
        results = self._picture.results
        return "" if results and results.public_from else "还没有定公示的日期"

    def _no_objection(self) -> str:
        return self._closed() or ("" if self.objections.current_row() else "还没有登记反映")

    def _nobody_commended(self) -> str:
        if not self._is_closed():
            return "考核办结后才能表彰"
        return "" if self._picture.commended else "没有应表彰的人员"

    def _is_closed(self) -> bool:
        results = self._picture.results
        return results is not None and results.closed_on is not None

    # -- acting --------------------------------------------------------------------------------

    def _ask(
        self,
        record: type,
        name: str,
        words: tuple[str, str, str],
        act: Callable[[Mapping[str, object]], Changes],
        texts: Mapping[str, str],
        offered: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Ask what a record asks; title, sentence and act are the words around it."""
        fields, workspace, known = fields_of(record), self._workspace, offered or {}

        def store(typed: dict[str, str]) -> Changes:
            today = workspace.today()
            return act(read_entry(fields, typed, today=today, words=known).values)

        title, about, button = words
        sheet = Sheet(title, about, button, fields, store, texts, known)
        EntryDialog(self, self._desk, sheet, name).present()

    @property
    def _today(self) -> str:
        return self._workspace.today().isoformat()

    def publish(self) -> None:
        """Set the days of the 公示."""
        year, judged, workspace = self._desk.year(), self.judged.chosen, self._workspace
        self._ask(
            PublicDays,
            "publish_results",
            ("公示考核结果", "公示天数按年度政策；期满、反映都答复后才能办结。", "开始公示"),
            lambda v: publish_results(workspace, year, judged, v["begins_on"])[1],  # type: ignore[arg-type]
            {"begins_on": self._today},
        )

    def object(self) -> None:
        """Record what is said against results."""
        year, judged, workspace = self._desk.year(), self.judged.chosen, self._workspace
        rows = self._picture.results.rows if self._picture.results else ()
        people = {_label(row): row.evaluated.id for row in rows}

        def act(v: Mapping[str, object]) -> Changes:
            said, by = str(v["text"]), str(v["by"] or "")
            number = people.get(str(v["about"]))
            return add_objection(workspace, year, judged, number, said, by, v["received_on"])[1]  # type: ignore[arg-type]

        words = ("登记公示期反映", "来信、来电和当面反映都登记，答复后才能办结。", "登记反映")
        texts, offered = {"received_on": self._today}, {"judged": tuple(people)}
        self._ask(ObjectionNote, "add_objection", words, act, texts, offered)

    def _chosen_result(self) -> Result | None:
        use = self.uses.current_row()
        results = self._picture.results
        if use is None or results is None:
            return None
        return results.of(use.evaluated_id)

    def settle(self) -> None:
        """Answer the chosen objection."""
        objection, workspace = self.objections.current_row(), self._workspace
        if objection is None:
            return
        self._ask(
            ObjectionAnswer,
            "settle_objection",
            ("答复反映", objection.text, "保存答复"),
            lambda v: settle_objection(
                workspace,
                objection.id,
                str(v["answer"]),
                v["settled_on"],  # type: ignore[arg-type]
            ),
            {"settled_on": self._today, "answer": objection.answer},
        )

    def close_year(self) -> None:
        """Freeze the results, once somebody has said that this is meant."""
        year, judged = self._desk.year(), self.judged.chosen
        if not ask(
            self,
            f"办结 {year} 年{judged.value}考核吗？",
            "办结后方案、分数和等次都不再改动，等次写进人才库；可以补打，不能撤销。",
            "办结考核",
        ):
            return
        self._desk.tasks.run(
            lambda _progress: close_evaluation(self._workspace, year, judged),
            self._desk.bus.tell,
            title="正在办结考核",
        )

    def honour(self) -> None:
        """Issue honours for all who are commended."""
        year, workspace = self._desk.year(), self._workspace
        names = "、".join(row.evaluated.name for row in self._picture.commended)
        self._ask(
            HonourOrder,
            "issue_honours",
            ("颁发荣誉证书", f"为 {names} 颁发，编号随即取用，不能撤销。{_PRINTED_AT}", "颁发证书"),
            lambda v: issue_honours(workspace, year, str(v["title"]), v["on"])[1],  # type: ignore[arg-type]
            {"on": self._today, "title": honour_title(self._picture.commended)},
        )

    def measure(self) -> None:
        """Put a measure on paper for the chosen one."""
        use, workspace = self.uses.current_row(), self._workspace
        result = self._chosen_result()
        if use is None or result is None or self._picture.results is None:
            return
        grades = {grade.word: grade.measure for grade in self._picture.results.scheme.grades}
        usual = grades.get(use.grade)

        def act(v: Mapping[str, object]) -> Changes:
            what, said, on = v["measure"], str(v["text"]), v["given_on"]
            return give_measure(workspace, use.evaluated_id, what, said, on)[1]  # type: ignore[arg-type]

        words = (f"结果运用：{use.name}", f"考核等次：{use.grade}", "保存")
        texts = {"given_on": self._today, "measure": usual.value if usual else ""}
        self._ask(MeasureOrder, "give_measure", words, act, texts)

    def print_notice(self) -> None:
        """Preview the masked notice that is put up."""
        preview_document(self, self._desk, self._workspace, _NOTICES[self.judged.chosen])

    def print_letters(self) -> None:
        """Preview what was put on paper."""
        choice = Choice(own_ids=frozenset(each.evaluated_id for each in self._picture.measures))
        preview_document(self, self._desk, self._workspace, "measures", choice=choice)


def _label(row: Result) -> str:
    """Name somebody so that namesakes are told apart."""
    units = "、".join(unit.name for unit in row.evaluated.units)
    return f"{row.evaluated.name}（{units}）" if units else row.evaluated.name


def _about(results: Results | None) -> str:
    if results is None:
        return "本年考核还没有开始"
    if results.closed_on:
        return f"{results.closed_on} 已办结，不再改动"
    if results.public_from and results.public_to:
        return f"公示 {results.public_from} 至 {results.public_to}"
    undecided = [
        row for row in results.rows if row.placed.suggested and row.evaluated.grade is None
    ]
    if undecided:
        return f"还没有公示；先到“考核结果”确定等次，还有 {len(undecided)} 个没有确定"
    return "等次都已确定，可以公示"


def honour_title(commended: Sequence[Result]) -> str:
    """Propose the title of the honours: what those who are commended are."""
    groups = dict.fromkeys(row.evaluated.group for row in commended)
    return f"优秀{'、'.join(groups)}" if groups else ""


def _uses(picture: Picture) -> list[_Use]:
    """Those who are to be commended, those for whom something is due, and what was done."""
    grades: dict[str, str] = {}
    if picture.results is not None:
        for grade in picture.results.scheme.grades:
            grades[grade.word] = grade.measure.value if grade.measure else ""
    lines = [
        _Use(
            row.evaluated.id,
            row.evaluated.name,
            row.grade or "",
            "表彰",
            "",
            open=row.evaluated.talent_id not in picture.honoured,
        )
        for row in picture.commended
    ]
    lines += [
        _Use(row.evaluated.id, row.evaluated.name, row.grade or "", grades.get(row.grade or "", ""),
             "", open=True)
        for row in picture.due
    ]  # fmt: skip
    known = (
        {row.evaluated.id: row.grade or "" for row in picture.results.rows}
        if (picture.results)
        else {}
    )
    lines += [
        _Use(each.evaluated_id, each.name, known.get(each.evaluated_id, ""), each.measure.value,
             each.given_on.isoformat(), open=False)
        for each in picture.measures
    ]  # fmt: skip
    return lines
