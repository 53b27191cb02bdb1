"""One dialog for whatever befalls an organization; what it asks for is described in the domain."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import Field
from partydesk.domain.organization_events import (
    RAISES,
    EventKind,
    Rank,
    event_fields,
    raised_name,
)
from partydesk.domain.organizations import Organization
from partydesk.domain.pinyin import matches
from partydesk.services.organizations import record_event
from partydesk.services.pools import Saved
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label

_MEANINGS = {
    EventKind.FOUNDED: "成立日期和批准文号记入组织情况。",
    EventKind.RAISED: "组织类别改为升格后的类别，覆盖的单位和党员不变。",
    EventKind.ELECTED: "书记、班子成员和本届选举日期改为新一届的，旧的在修改记录里查得到。",
    EventKind.RENAMED: "名称改为新名称；按旧名称印发的文书不受影响。",
    EventKind.DISSOLVED: "存续状态改为“已撤销”。",
    EventKind.OTHER: "只记事项，不改动组织情况。",
}


class EventDialog(BaseDialog):
    """Records one event; stays open until it is stored.

    Attributes:
        form: What the event asks for.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        organization: Organization,
        kind: EventKind,
    ) -> None:
        """Ask what is needed to record ``kind`` for ``organization``."""
        super().__init__(parent, f"{kind}登记", "event_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._closed = False
        self._desk, self._workspace = desk, workspace
        self._organization, self._kind = organization, kind
        self._proposed = ""
        self.body.addWidget(label(f"{kind}登记：{organization.name}", Look.HEADING, wrap=True))
        self.body.addWidget(label(_meaning(organization, kind), Look.SECONDARY, wrap=True))
        self.form = RecordForm(
            [_fitted(field, organization) for field in event_fields(kind)],
            Sources(matches=matches),
            name="event_form",
        )
        self.form.set_texts(self._known())
        self.form.field_edited.connect(self._follow)
        self.form.completed.connect(self.save)
        self.body.addWidget(self.form, 1)
        self.add_cancel()
        self.save_button = self.add_button(f"登记{kind}", "event_dialog_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(540, 490)
        self.form.focus_first()

    def _known(self) -> dict[str, str]:
        """Fill in what is known, so that it is only changed where it changed."""
        one = self._organization
        if self._kind is EventKind.ELECTED:
            return {"secretary": one.secretary or "", "committee": one.committee or ""}
        if self._kind is EventKind.RENAMED:
            return {"name": one.name}
        ranks = ranks_of(one)
        if self._kind is EventKind.RAISED and ranks:
            self._proposed = raised_name(one.name, ranks[0])
            return {"kind": ranks[0].value, "name": self._proposed}
        return {}

    def _follow(self, name: str) -> None:
        """Let the proposed name follow the rank, until somebody has typed another."""
        texts = self.form.texts()
        if self._kind is not EventKind.RAISED or name != "kind" or texts["kind"] not in list(Rank):
            return
        if texts["name"] in ("", self._proposed):
            self._proposed = raised_name(self._organization.name, Rank(texts["kind"]))
            self.form.set_field("name", self._proposed)

    def save(self) -> None:
        """Store the event; faults are shown beside the fields."""
        number = self._organization.id
        if number is None or not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        self.form.clear_messages()
        texts, kind = self.form.texts(), self._kind
        self._desk.tasks.run(
            lambda _progress: record_event(self._workspace, number, kind, texts),
            self._saved,
            self._failed,
            title=f"正在登记{kind}",
        )

    def done(self, result: int) -> None:
        """Close; an event that is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _saved(self, saved: Saved) -> None:
        if not self._closed:
            self.accept()
        self._desk.bus.tell(saved.changes)

    def _failed(self, error: Exception) -> None:
        if self._closed:
            self._desk.errors.show(error)
            return
        self.save_button.setEnabled(True)
        if not self.form.show_refusal(error):
            self._desk.errors.show(error)


def ranks_of(organization: Organization) -> tuple[Rank, ...]:
    """List what an organization can be raised to."""
    return () if organization.kind is None else tuple(RAISES.get(organization.kind, ()))


def _fitted(field: Field, organization: Organization) -> Field:
    """Say in the form what is known of the organization already."""
    if field.name == "happened_on" and organization.established_on:
        hint = f"{field.hint}；成立于 {organization.established_on}"
        return dataclasses.replace(field, hint=hint)
    return field


def _meaning(organization: Organization, kind: EventKind) -> str:
    """Say what the event will change."""
    count = len(organization.units)
    if kind is EventKind.DISSOLVED and count:
        return f"{_MEANINGS[kind]}它覆盖的 {count} 家单位不再因它算作已组建；可以撤销这次登记。"
    return _MEANINGS[kind]
