"""党建覆盖 of one unit: where it stands, who covers it, who works there, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from partydesk.domain.coverage import Posted, Status
from partydesk.domain.enterprises import Enterprise
from partydesk.services.coverage import Covering, UnitCoverage, coverage_of
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import Look, Tag, button, label

_TONES = {Status.OWN: Tone.GOOD, Status.JOINT: Tone.GOOD, Status.UNBUILT: Tone.ATTENTION}
_COVERED = frozenset({Status.OWN, Status.JOINT})
_NOT_DUE = frozenset({Status.CLOSED, Status.PUBLIC})
#: Acts that are offered while no organization of the register covers the unit.
_ACTS = ("enterprises.found", "enterprises.join")


class CoverageBlock(QWidget):
    """One to three lines under the head of a unit's record.

    Attributes:
        coverage: What is shown; None while no stored unit is.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("unit_coverage")
        self.setAccessibleName("党建覆盖")
        self._desk, self._workspace = desk, workspace
        self.coverage: UnitCoverage | None = None
        self._line = QWidget()
        self._flow = FlowLayout(self._line, gap=8)
        self._people = label("", Look.SECONDARY, name="unit_posted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(self._people)
        self.hide()

    def show_unit(self, unit: Enterprise | None) -> None:
        """Show another unit; one that is only being typed leaves no room."""
        number = None if unit is None else unit.id
        self.coverage = None if number is None else coverage_of(self._workspace, number)
        clear_layout(self._flow)
        if self.coverage is not None:
            for part in self._parts(self.coverage):
                self._flow.addWidget(part)
            self._people.setText(people_words(self.coverage))
            self._people.setVisible(bool(self._people.text()))
            self.updateGeometry()
        self.setVisible(self.coverage is not None)

    def _parts(self, found: UnitCoverage) -> Iterator[QWidget]:
        yield Tag(found.status.value, _TONES.get(found.status, Tone.PLAIN))
        for one in (*found.organizations, *found.masses):
            yield self._link(one)
        if found.organizations or found.status in _NOT_DUE:
            return
        if found.status in _COVERED:
            yield label("登记册里还没有它的党组织", Look.HINT)
        for key in _ACTS:
            command = self._desk.commands.get(key)
            act = button(command.button_text, f"link_{key}", link=True, tip=command.title)
            act.clicked.connect(lambda _=False, chosen=key: self._desk.commands.run(chosen))
            yield act

    def _link(self, one: Covering) -> QPushButton:
        """The organization's name; a click opens it."""
        number = one.organization.id
        secretary = f"书记 {one.secretary}" if one.secretary else ""
        made = button(one.organization.label, f"open_organization_{number}", link=True)
        made.setToolTip(" · ".join(word for word in (one.kind, secretary, "点击打开") if word))
        made.clicked.connect(lambda: self._open(number))
        return made

    def _open(self, number: int | None) -> None:
        if number is not None:
            self._desk.open_record("organizations", number)


def people_words(found: UnitCoverage) -> str:
    """Name secretary, people posted and mass organizations that have no record of their own."""
    secretaries = [f"书记 {one.secretary}" for one in found.organizations if one.secretary]
    posted = [_posted_words(one) for one in found.posted]
    registered = "".join(one.organization.label for one in found.masses)
    masses = [word for word in found.mass_words if word not in registered]
    return " · ".join([*secretaries, *posted, *masses])


def _posted_words(one: Posted) -> str:
    return f"{one.role} {one.name}（至 {one.term_to:%Y-%m-%d}）"
