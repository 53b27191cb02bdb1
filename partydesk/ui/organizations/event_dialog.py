"""One dialog for whatever befalls an organization; what it asks for is described in the domain."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.fields import Field
from partydesk.domain.organization_events import (
    RAISES,
    EventKind,
    Rank,
    event_fields,
    raised_name,
)
from partydesk.domain.organizations import Organization
from partydesk.services.organizations import record_event
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet

_SIZE_PX = (540, 490)
_MEANINGS = {
    EventKind.FOUNDED: "成立日期和批准文号记入组织情况。",
    EventKind.RAISED: "组织类别改为升格后的类别，覆盖的单位和党员不变。",
    EventKind.ELECTED: "书记、班子成员和本届选举日期改为新一届的，旧的在修改记录里查得到。",
    EventKind.RENAMED: "名称改为新名称；按旧名称印发的文书不受影响。",
    EventKind.DISSOLVED: "存续状态改为“已撤销”。",
    EventKind.OTHER: "只记事项，不改动组织情况。",
}


class EventDialog(EntryDialog):
    """Records one event; stays open until it is stored."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        organization: Organization,
        kind: EventKind,
    ) -> None:
        """Ask what is needed to record ``kind`` for ``organization``."""
        self._workspace, self._organization, self._kind = workspace, organization, kind
        self._proposed = ""
        sheet = Sheet(
            title=f"{kind}登记：{organization.name}",
            about=_meaning(organization, kind),
            act=f"登记{kind}",
            fields=[_fitted(field, organization) for field in event_fields(kind)],
            store=self._store,
            texts=self._known(),
        )
        super().__init__(parent, desk, sheet, "event_dialog")
        self.form.field_edited.connect(self._follow)
        self.resize(*_SIZE_PX)

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

    def _store(self, texts: dict[str, str]) -> Changes:
        number, kind = self._organization.id or 0, self._kind
        return record_event(self._workspace, number, kind, texts).changes


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
