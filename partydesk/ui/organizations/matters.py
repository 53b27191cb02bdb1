"""What deserves attention in one organization, where it stands, whom it covers, what befell it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.organization_events import EventKind, OrganizationEvent
from partydesk.domain.organization_rules import Finding, Ladder
from partydesk.domain.organizations import Organization
from partydesk.services.organizations import list_events
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.organizations.judging import Judging, stage_tone, standing_words
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.filters import ChipRow
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, Tag, button, label

_AT_A_GLANCE = 2


class Glance(QWidget):
    """Two lines under the head: the step of the ladder and the most pressing findings."""

    def __init__(self, judging: Judging) -> None:
        """Show nothing yet; ``judging`` tells what there is to say."""
        super().__init__()
        self.setObjectName("organization_glance")
        self._judging = judging
        self._stage = Tag()
        self._standing = label("", Look.SECONDARY, name="organization_standing")
        self.findings = FormMessage("organization_findings")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._stage)
        row.addWidget(self._standing)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.findings)
        self.hide()

    def show_organization(self, organization: Organization | None) -> None:
        """Show another organization; none, or one that is only being typed, leaves no room."""
        ladder = None if organization is None else self._judging.ladder(organization)
        found = [] if organization is None else self._judging.remarks(organization)
        self._stage.show_word(ladder.stage.value if ladder else "", _tone(ladder))
        self._standing.setText(_count_words(ladder))
        self._standing.setVisible(ladder is not None)
        lines = found[:_AT_A_GLANCE]
        if len(found) > _AT_A_GLANCE:
            lines.append(f"另有 {len(found) - _AT_A_GLANCE} 条，见“事项”。")
        self.findings.say(lines, Tone.ATTENTION)
        self.setVisible(bool(lines) or ladder is not None)


def _tone(ladder: Ladder | None) -> Tone:
    return Tone.PLAIN if ladder is None else stage_tone(ladder.stage)


def _count_words(ladder: Ladder | None) -> str:
    total = 0 if ladder is None else len(ladder.met) + len(ladder.missing)
    return f"规范化建设 {len(ladder.met)}/{total}" if ladder is not None and total else ""


class MattersPanel(QScrollArea):
    """事项: everything about an organization that is no field of its form."""

    def __init__(self, desk: Desk, workspace: Workspace, judging: Judging) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk, self._workspace, self._judging = desk, workspace, judging
        self._organization: Organization | None = None
        self._stale = False
        self.setObjectName("organization_matters")
        self.setAccessibleName("事项")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("page", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 10, 6, 0)
        column.setSpacing(6)
        column.addWidget(label("登记事项", Look.STRONG))
        column.addWidget(self._buttons())
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        column.addLayout(self._column)
        column.addStretch(1)
        self.setWidget(body)

    def _buttons(self) -> ChipRow:
        commands = self._desk.commands
        keys = [f"organizations.event_{kind.name.lower()}" for kind in EventKind]
        return ChipRow(*(commands.button(key) for key in keys))

    def show_organization(self, organization: Organization | None) -> None:
        """Show another organization; its events are read when they come into sight."""
        self._organization = organization
        self._stale = True
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was left unread while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._fill()

    def _fill(self) -> None:
        self._stale = False
        clear_layout(self._column)
        organization = self._organization
        if organization is None or organization.id is None:
            self._add(label("保存以后，从这里登记成立、换届等事项。", Look.HINT, wrap=True))
            return
        self._show_events(list_events(self._workspace, organization.id))
        self._show_findings(self._judging.findings(organization))
        ladder = self._judging.ladder(organization)
        if ladder is not None:
            self._show_ladder(ladder)
        self._show_units(organization)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _head(self, text: str) -> None:
        self._column.addSpacing(8)
        self._add(rule())
        self._add(label(text, Look.STRONG))

    def _show_events(self, events: Sequence[OrganizationEvent]) -> None:
        """The newest first, as in 修改记录."""
        if not events:
            self._add(label("还没有登记过事项。", Look.HINT))
        for event in reversed(events):
            document = f" · {event.document}" if event.document else ""
            said = label(f"{event.happened_on}　{event.kind}{document}", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._add(said)
            if event.details:
                self._add(label(event.details, Look.SECONDARY, wrap=True))

    def _show_findings(self, found: Sequence[Finding]) -> None:
        if not found:
            return
        self._head(f"提示 {len(found)} 条")
        for one in found:
            self._add(label(f"{one.message}，{one.remedy}。", Look.ATTENTION, wrap=True))
            self._add(label(f"依据：{one.source}", Look.HINT, wrap=True))

    def _show_ladder(self, ladder: Ladder) -> None:
        self._head(f"阶段：{ladder.stage}")
        self._add(label(f"{standing_words(ladder)}。", Look.SECONDARY, wrap=True))
        if ladder.met:
            self._add(label(f"已达标：{'、'.join(ladder.met)}", Look.HINT, wrap=True))

    def _show_units(self, organization: Organization) -> None:
        if not organization.units:
            return
        self._head(f"覆盖单位 {len(organization.units)} 家")
        links = []
        for unit in organization.units:
            made = button(unit.label, f"open_unit_{unit.id}", link=True, tip="打开这家单位")
            made.clicked.connect(lambda _=False, number=unit.id: self._open_unit(number))
            links.append(made)
        self._add(ChipRow(*links))

    def _open_unit(self, number: int | None) -> None:
        if number is not None:
            self._desk.open_record("enterprises", number)
