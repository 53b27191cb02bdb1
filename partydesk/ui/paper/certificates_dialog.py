"""颁发证书: which certificate, for whom, what it says; a look at it, then the numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from partydesk.domain.certificates import CERTIFICATES, CertificateKind, Holder, read_holders
from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress
from partydesk.domain.values import ValueRefused, parse
from partydesk.services.certificates import (
    Order,
    compose_certificates,
    ids_by_number,
    issue_certificates,
    possible_holders,
)
from partydesk.services.print_kinds import Printout
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.missing import may_be_missing, missing_in
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

_SIZE_PX = (860, 560)
_ON = Field("成文日期", Kind.DATE, name="on", required=True)
_RESULT = "考核合格"


class CertificatesDialog(StoringDialog):
    """Asks what a batch of certificates says and issues it.

    Attributes:
        kinds: Kind → its chip.
        people: The list of people, one a line.
        forms: Kind → what it says.
        counted: How many people were read, and how many of them the pool knows.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        issued: Callable[[frozenset[int]], None],
        kind: CertificateKind = CertificateKind.HONOUR,
        holders: Sequence[Holder] = (),
    ) -> None:
        """Begin with a kind and the people picked in the pool.

        Args:
            parent: The page.
            desk: The window's services.
            workspace: Where the data comes from.
            issued: Takes the 记录号 of the certificates once they are issued.
            kind: Which certificate.
            holders: For whom.
        """
        super().__init__(parent, "颁发证书", "certificates_dialog", "certificates_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._issued = desk, workspace, issued
        self._pool = possible_holders(workspace)
        self.kind = kind
        self.kinds = {each: ToggleChip(each.value, f"certificate_{each.name.lower()}")
                      for each in CertificateKind}  # fmt: skip
        for each, chip in self.kinds.items():
            chip.clicked.connect(lambda _on=False, chosen=each: self.choose_kind(chosen))
        self.body.addWidget(ChipRow(*self.kinds.values()))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self._build_people(holders), 5)
        row.addWidget(self._build_forms(), 6)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.look_button = self.add_button("看样张", "certificates_look")
        self.look_button.clicked.connect(self.look)
        self.issue_button = self.add_button("颁发并取号", "certificates_issue", main=True)
        self.issue_button.clicked.connect(lambda _on=False: self.issue())
        self.resize(*_SIZE_PX)
        self.choose_kind(kind)
        self._count()
        self.people.setFocus()

    def _build_people(self, holders: Sequence[Holder]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label("名单", Look.FIELD))
        self.people = QPlainTextEdit()
        self.people.setObjectName("certificate_people")
        self.people.setAccessibleName("名单")
        self.people.setTabChangesFocus(True)
        self.people.setPlaceholderText(
            "每行一人，可从表格里粘贴：\n苏和，塔林旗农牧技术推广中心\n郭𠮷"
        )
        lines = (f"{each.name}，{each.unit}" if each.unit else each.name for each in holders)
        self.people.setPlainText("\n".join(lines))
        self.people.textChanged.connect(self._count)
        column.addWidget(self.people, 1)
        self.counted = label("", Look.SECONDARY, name="certificate_counted", wrap=True)
        column.addWidget(self.counted)
        return column

    def _build_forms(self) -> QStackedWidget:
        self._stack = QStackedWidget()
        self.forms: dict[CertificateKind, RecordForm] = {}
        for kind, paper in CERTIFICATES.items():
            form = RecordForm(
                (*fields_of(paper), _ON), Sources(matches=matches), name=f"{kind.name.lower()}_form"
            )
            form.set_texts({"on": self._workspace.today().isoformat(), "result": _RESULT})
            self.forms[kind] = form
            self._stack.addWidget(form)
        return self._stack

    def choose_kind(self, kind: CertificateKind) -> None:
        """Ask what another certificate says; what was typed for the first one stays."""
        self.kind = kind
        for each, chip in self.kinds.items():
            chip.setChecked(each is kind)
        self._stack.setCurrentWidget(self.forms[kind])

    # -- reading -------------------------------------------------------------------------------

    def _count(self) -> None:
        """Say how many people were read, or which line is not clear."""
        if not self.people.toPlainText().strip():
            self.counted.setText("写上姓名；库里有的人会自动对上，没有的也可以颁发")
            return
        try:
            holders = read_holders(self.people.toPlainText(), self._pool)
        except ValidationFailed as refused:
            self.counted.setText(refused.message)
            return
        known = sum(each.talent_id is not None for each in holders)
        self.counted.setText(f"共 {len(holders)} 人，其中人才库里 {known} 人")

    def _order(self) -> Order | None:
        """Read what was typed; None where something is missing, which is said."""
        self.refusals.clear()
        form = self.forms[self.kind]
        form.clear_messages()
        try:
            holders = read_holders(self.people.toPlainText(), self._pool)
            on = parse(_ON, form.text_of("on"), today=self._workspace.today(), words=()).value
        except ValidationFailed as refused:
            self.refusals.say(refused.message)
            return None
        except ValueRefused as refused:
            form.set_errors({"on": refused.reason.message})
            return None
        texts = {name: text for name, text in form.texts().items() if name != "on"}
        return Order(self.kind, holders, texts, cast("dt.date", on))

    # -- acting --------------------------------------------------------------------------------

    def look(self) -> None:
        """Show the certificates as they will be, still without numbers."""
        order = self._order()
        if order is None:
            return

        def work(progress: Progress) -> Printout:
            return compose_certificates(self._workspace, order, progress=progress)

        def show(printout: Printout) -> None:
            warnings = [warning.message for warning in printout.warnings]
            dialog = PreviewDialog(self, self._desk.tasks, printout.pdf, printout.title, warnings)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.present()

        self._desk.tasks.run(work, show, self._refused, title="正在排版样张")

    def issue(self, *, allow_missing: bool = False) -> None:
        """Take the numbers and freeze the certificates."""
        order = self._order()
        if order is None:
            return
        order = replace(order, allow_missing=allow_missing)

        def work(_progress: Progress) -> tuple[tuple[str, ...], frozenset[int], Changes]:
            numbers, changes = issue_certificates(self._workspace, order)
            return numbers, ids_by_number(self._workspace, numbers), changes

        def done(issued: tuple[tuple[str, ...], frozenset[int], Changes]) -> None:
            numbers, ids, changes = issued
            span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} 至 {numbers[-1]}"
            self.stored()
            self._desk.bus.tell(changes)
            # Behind the changes, so that the numbers stay in sight and not the name of the act.
            self._desk.say(f"已颁发{order.kind} {len(numbers)} 份：{span}")
            self._issued(ids)

        self._desk.tasks.run(work, done, self._refused, title=f"正在颁发{order.kind}")

    def _refused(self, error: Exception) -> None:
        missing = missing_in(error)
        if missing:
            if may_be_missing(self, missing, "颁发"):
                self.issue(allow_missing=True)
        elif not self.forms[self.kind].show_refusal(error):
            self.failed(error)
