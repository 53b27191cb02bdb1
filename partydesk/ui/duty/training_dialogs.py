"""Dialogs of training: a session, the courses, and issuing certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.trainings import Course, CourseKind
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress
from partydesk.domain.values import ValueRefused, parse, show
from partydesk.services.duty.participants import issue_training_certificates
from partydesk.services.duty.trainings import (
    SESSION_FIELDS,
    SessionLine,
    list_courses,
    remove_course,
    save_course,
    save_session,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.form import RecordForm
from partydesk.ui.missing import may_be_missing, missing_in
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_SESSION_PX = (620, 560)
_COURSES_PX = (720, 440)
_ISSUE_PX = (480, 360)
_NAMED = 12
_ON = Field("成文日期", Kind.DATE, name="on", required=True)
#: 记录号 of a course, the course, how often it was held.
CourseRow = tuple[Course, int]


class SessionDialog(EntryDialog):
    """Records a session or mends it; a known course fills in what it says.

    Attributes:
        number: 记录号 of the session, once it is stored.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, workspace: Workspace, line: SessionLine | None = None
    ) -> None:
        """Begin with ``line``, or with today."""
        self._workspace, self._line = workspace, line
        self.number = line.id if line else None
        self._courses = {course.name: course for course, _ in list_courses(workspace)}
        sheet = Sheet(
            "修改培训" if line else "登记培训",
            "一期培训；参训人员、到课和结论在登记之后填",
            "保存培训",
            SESSION_FIELDS,
            self._store,
            _texts_of(line) if line else _usual(workspace.today()),
            {"courses": tuple(self._courses)},
        )
        super().__init__(parent, desk, sheet, "training_dialog")
        self.form.field_edited.connect(self._fill_in)
        self.form.field_left.connect(self._fill_in)
        self.resize(*_SESSION_PX)

    def _fill_in(self, name: str) -> None:
        """Say what a known course says."""
        course = self._courses.get(self.form.text_of("course")) if name == "course" else None
        if course is not None:
            self.form.set_field("kind", course.kind.value)
            self.form.set_field("hours", str(course.hours))

    def _store(self, texts: dict[str, str]) -> Changes:
        self.number, changes = save_session(self._workspace, self.number, texts)
        return changes


def _texts_of(line: SessionLine) -> dict[str, str]:
    told = {"course": line.course.name, "kind": line.course.kind.value,
            "hours": str(line.course.hours)}  # fmt: skip
    for field in SESSION_FIELDS[len(told) :]:
        told[field.name] = show(field, getattr(line.session, field.name))
    return told


def _usual(today: dt.date) -> dict[str, str]:
    return {
        "kind": CourseKind.BEFORE_POSTING.value,
        "held_from": today.isoformat(),
        "held_to": today.isoformat(),
    }


class CoursesDialog(BaseDialog):
    """The courses, to add to, mend and remove.

    Attributes:
        table: The courses by name.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace) -> None:
        """Show the courses; a short read."""
        super().__init__(parent, "培训课程", "courses_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        columns = (
            Column[CourseRow]("name", "培训班", lambda r: r[0].name, width=260, strong=True,
                              sortable=False),
            Column[CourseRow]("kind", "类别", lambda r: r[0].kind.value, width=90, sortable=False),
            Column[CourseRow]("hours", "学时", lambda r: str(r[0].hours), Align.RIGHT, width=60,
                              sortable=False),
            Column[CourseRow]("held", "办过", lambda r: f"{r[1]} 期", Align.RIGHT, width=70,
                              sortable=False),
        )  # fmt: skip
        self.table: TableView[CourseRow] = TableView(
            RowTableModel(columns, self),
            "courses",
            desk.settings,
            EmptyState("还没有培训课程", "登记一期培训时写上培训班，课程就在这里"),
            about="培训课程",
            inset=True,
        )
        self.table.opened.connect(lambda _row: self.mend())
        self.table.current_changed.connect(lambda _row: self._show_acts())
        self.body.addWidget(self.table, 1)
        self.add_cancel("关闭")
        acts = (("删除", "courses_remove", self.remove), ("修改…", "courses_mend", self.mend))
        self._of_course = [self.add_button(words, name) for words, name, _ in acts]
        for made, (_, _, act) in zip(self._of_course, acts, strict=True):
            made.clicked.connect(act)
        self.add_button("新增课程…", "courses_add", main=True).clicked.connect(self.add)
        desk.bus.changed.connect(self._on_changes)
        self.resize(*_COURSES_PX)
        self.reload()

    def reload(self) -> None:
        """Read the courses anew."""
        chosen = self.table.current_row()
        self.table.model.set_rows(list_courses(self._workspace))
        if chosen is None or not self.table.select_where(lambda row: row[0].id == chosen[0].id):
            self.table.select_number(0)
        self._show_acts()

    def _show_acts(self) -> None:
        for made in self._of_course:
            made.setEnabled(self.table.current_row() is not None)

    def _on_changes(self, changes: Changes) -> None:
        if changes.kinds & {"courses", "training_sessions"}:
            self.reload()

    def add(self) -> None:
        """Add a course."""
        self._open(None)

    def mend(self) -> None:
        """Change the chosen course."""
        row = self.table.current_row()
        if row is not None:
            self._open(row[0])

    def _open(self, course: Course | None) -> None:
        fields = fields_of(Course)
        texts = {"kind": CourseKind.YEARLY.value}
        if course is not None:
            texts = {field.name: show(field, getattr(course, field.name)) for field in fields}
        number = course.id if course else None
        sheet = Sheet(
            "修改培训课程" if course else "新增培训课程",
            "改名称、学时会反映到办过的各期；已颁发的证书不变",
            "保存课程",
            fields,
            lambda typed: save_course(self._workspace, number, typed)[1],
            texts,
        )
        EntryDialog(self, self._desk, sheet, "course_dialog").present()

    def remove(self) -> None:
        """Take the chosen course out."""
        row = self.table.current_row()
        if row is None or row[0].id is None:
            return
        number = row[0].id
        self._desk.tasks.run(
            lambda _progress: remove_course(self._workspace, number),
            self._desk.bus.tell,
            title="正在删除课程",
        )


class IssueDialog(StoringDialog):
    """Says who gets a certificate, asks for its date, and issues.

    Attributes:
        form: The date.
        numbers: What was issued; empty before.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        line: SessionLine,
        names: Sequence[str],
    ) -> None:
        """Name those who wait for a certificate."""
        super().__init__(parent, "颁发培训证书", "training_issue", "training_issue_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._line = desk, workspace, line
        self.numbers: tuple[str, ...] = ()
        self.body.addWidget(label(f"{line.course.name}（{line.span}）", Look.HEADING, wrap=True))
        more = f"等 {len(names)} 人" if len(names) > _NAMED else f"，共 {len(names)} 人"
        who = f"颁发给合格、还没有证书的：{'、'.join(names[:_NAMED])}{more}"
        self.body.addWidget(label(who, wrap=True))
        self.form = RecordForm((_ON,), Sources(matches=matches), name="training_issue_form")
        self.form.set_texts({"on": workspace.today().isoformat()})
        self.form.completed.connect(self.issue)
        self.body.addWidget(self.form)
        self.body.addWidget(label("取号颁发后不能撤销；有错可在“证书”里作废重发", Look.HINT))
        self.body.addWidget(self.refusals)
        self.body.addStretch(1)
        self.add_cancel()
        act = self.add_button(f"颁发 {len(names)} 份并取号", "training_issue_act", main=True,
                              safe=False)  # fmt: skip
        act.clicked.connect(lambda _on=False: self.issue())
        self.resize(*_ISSUE_PX)

    def issue(self, *, allow_missing: bool = False) -> None:
        """Take the numbers and freeze the certificates, all or none."""
        self.refusals.clear()
        self.form.clear_messages()
        try:
            on = parse(_ON, self.form.text_of("on"), today=self._workspace.today(), words=()).value
        except ValueRefused as refused:
            self.form.set_errors({"on": refused.reason.message})
            return
        if on is None:
            self.form.set_errors({"on": "请填写成文日期"})
            return
        number, workspace, day = self._line.id, self._workspace, cast("dt.date", on)

        def work(_progress: Progress) -> tuple[tuple[str, ...], Changes]:
            return issue_training_certificates(workspace, number, day, allow_missing=allow_missing)

        self._desk.tasks.run(work, self._issued, self._refused, title="正在颁发培训证书")

    def _issued(self, issued: tuple[tuple[str, ...], Changes]) -> None:
        self.numbers, changes = issued
        first, last = self.numbers[0], self.numbers[-1]
        span = first if first == last else f"{first} 至 {last}"
        self._desk.say(f"已颁发培训证书 {len(self.numbers)} 份：{span}")
        self.stored()
        self._desk.bus.tell(changes)

    def _refused(self, error: Exception) -> None:
        missing = missing_in(error)
        if missing:
            if may_be_missing(self, missing, "颁发"):
                self.issue(allow_missing=True)
        elif not self.form.show_refusal(error):
            self.failed(error)
