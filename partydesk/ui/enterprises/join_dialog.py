"""并入: choosing the organization that is to cover a unit as well."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import PartydeskError, RuleViolation
from partydesk.domain.organizations import Organization
from partydesk.domain.policy import Policy
from partydesk.services.joining import join_organization, list_joinable
from partydesk.services.policies import get_policy
from partydesk.services.pools import Saved
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label


def _columns(policy: Policy) -> tuple[Column[Organization], ...]:
    def full(one: Organization) -> Tone | None:
        return Tone.ATTENTION if len(one.units) >= policy.joint_units_limit else None

    return (
        Column[Organization]("name", "组织名称", lambda one: one.name, width=220, sortable=False),
        Column[Organization]("kind", "类别", lambda one: one.kind or "", width=96, sortable=False),
        Column[Organization](
            "superior", "隶属", lambda one: one.superior or "", width=120, sortable=False
        ),
        Column[Organization](
            "units", "覆盖", lambda one: f"{len(one.units)} 家", align=Align.RIGHT, width=64,
            sortable=False, tone=full,
            tip=lambda one: "\n".join(unit.label for unit in one.units),
        ),
        Column[Organization](
            "members", "党员", lambda one: str(one.members or ""), align=Align.RIGHT, width=56,
            sortable=False,
        ),
    )  # fmt: skip


class JoinDialog(BaseDialog):
    """Lists organizations, those near the unit first; stays open until the unit is in one.

    Attributes:
        search: Narrows the list by name.
        others: Whether organizations of a single unit are listed too.
        organizations: The list.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace, unit: Enterprise) -> None:
        """List what ``unit`` can join."""
        super().__init__(parent, "并入联合党支部", "join_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._unit = desk, workspace, unit
        self._policy = get_policy(workspace, workspace.today().year)
        self._closed = False
        self.body.addWidget(label(f"把“{unit.name}”并入", Look.HEADING, wrap=True))
        limit = self._policy.joint_units_limit
        hint = f"同一苏木乡镇和同一基层党委的排在前面；联合党支部一般不超过 {limit} 家单位。"
        self.body.addWidget(label(hint, Look.SECONDARY, wrap=True))
        self.search = SearchLine("名称、书记、单位、首字母…", "join_search")
        self.search.searched.connect(lambda _words: self.read())
        self.body.addWidget(self.search)
        self.others = ToggleChip("也列出单独组建的", "join_others")
        self.others.toggled.connect(lambda _on: self.read())
        self.body.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)
        model: RowTableModel[Organization] = RowTableModel(_columns(self._policy), self)
        empty = EmptyState("没有可以并入的联合党支部", "可以换几个字查找，或新建联合党支部。")
        self.organizations: TableView[Organization] = TableView(
            model, "join_organizations", desk.settings, empty, about="可以并入的党组织"
        )
        self.body.addWidget(self.organizations, 1)
        self.message = FormMessage("join_message")
        self.body.addWidget(self.message)
        self.add_cancel()
        self.act_button = self.add_button("并入这个党组织", "join_dialog_act", main=True)
        self.act_button.clicked.connect(self.join)
        self.organizations.current_changed.connect(lambda _row: self._show_state())
        self.organizations.opened.connect(lambda _row: self.join())
        self.resize(640, 520)
        self.read()
        self.search.setFocus()

    def read(self) -> None:
        """List what fits."""
        found = list_joinable(
            self._workspace,
            self._unit,
            self.search.text().strip(),
            single=self.others.isChecked(),
        )
        self.organizations.model.set_rows(found)
        self.organizations.select_number(0)
        self._show_state()

    def _show_state(self) -> None:
        self.act_button.setEnabled(self.organizations.current_row() is not None)

    def join(self) -> None:
        """Put the unit under the chosen organization."""
        chosen = self.organizations.current_row()
        if chosen is None or chosen.id is None or self._unit.id is None:
            return
        self.act_button.setEnabled(False)
        work = partial(join_organization, self._workspace, chosen.id, self._unit.id)
        self._desk.tasks.run(lambda _progress: work(), self._joined, self._failed, title="正在并入")

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _joined(self, saved: Saved) -> None:
        if not self._closed:
            self.accept()
        self._desk.bus.tell(saved.changes)

    def _failed(self, error: Exception) -> None:
        if self._closed or not isinstance(error, PartydeskError):
            self._desk.errors.show(error)
            return
        self.act_button.setEnabled(True)
        if isinstance(error, RuleViolation):
            self.message.say([reason.message for reason in error.reasons])
        else:
            self.message.say(error.message)
