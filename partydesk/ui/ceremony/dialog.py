"""The dialog of a ceremony: when, where and in which order, and every sheet that it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from partydesk.domain.ceremonies import Calling, Ceremony, Participant, read_order
from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError, ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.progress import Progress
from partydesk.domain.values import show
from partydesk.services.ceremonies import get_ceremony, list_participants, save_ceremony
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import KINDS
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, button, label

_WIDTH_PX, _HEIGHT_PX = 720, 640
_ORDER = Field(
    "唱名顺序", Kind.CHOICE, name="order", choices=Calling,
    hint="签约名单、签到表、席卡和委任书都按此顺序",
)  # fmt: skip
_GUESTS = Field(
    "领导来宾（一行一人：姓名 职务，印在席卡和签到表上）", Kind.LONG_TEXT, name="guests", wide=True,
    hint="只在程序打开期间记住",
)  # fmt: skip
_STORED = fields_of(Ceremony)
_SHEETS = ("signing-list", "sign-in", "seat-cards", "agenda", "agreements", "letters")
#: Sheets that are printed elsewhere by number, and here in calling order.
_BY_NUMBER = ("agreements", "letters")
_WITHOUT_PAIRS = ("agenda", "seat-cards")
_BESIDE = 3


@dataclass
class Typed:
    """What belongs to no record and is remembered while the program runs.

    Attributes:
        texts: Year → field name → text.
    """

    texts: dict[int, dict[str, str]] = field(default_factory=dict)

    def of(self, year: int) -> dict[str, str]:
        """Give a year's texts."""
        return self.texts.setdefault(year, {"order": Calling.ROLE.value, "guests": ""})


def open_ceremony(parent: QWidget, desk: Desk, workspace: Workspace, typed: Typed) -> None:
    """Read the year's ceremony and show its dialog."""
    year = desk.year()

    def work(_progress: Progress) -> tuple[Ceremony, tuple[Participant, ...]]:
        return get_ceremony(workspace, year), list_participants(workspace, year)

    def opened(read: tuple[Ceremony, tuple[Participant, ...]]) -> None:
        CeremonyDialog(parent, desk, workspace, typed, *read).present()

    desk.tasks.run(work, opened, title="正在读取签约仪式")


class CeremonyDialog(BaseDialog):
    """Prepares the ceremony of the chosen year; what is printed is stored before.

    Attributes:
        form: The ceremony, the order and the guests.
        sheets: Kind of sheet → its button.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        typed: Typed,
        ceremony: Ceremony,
        participants: tuple[Participant, ...],
    ) -> None:
        """Show a ceremony as it was read."""
        super().__init__(parent, "签约仪式", "ceremony_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._closed = False
        self._desk, self._workspace = desk, workspace
        self._year = desk.year()
        self._typed = typed.of(self._year)
        self._about(participants)
        self.form = RecordForm([*_STORED, _ORDER, _GUESTS], name="ceremony_form")
        stored = {each.name: show(each, getattr(ceremony, each.name)) for each in _STORED}
        self._stored: Mapping[str, str] = {**stored, "agenda": ceremony.agenda or ""}
        self.form.set_texts({**self._stored, **self._typed})
        self.form.edited.connect(self._remember)
        self.body.addWidget(self.form, 1)
        self._build_sheets(participants)
        self.add_cancel("关闭")
        self.save_button = self.add_button("保存仪式安排", "ceremony_save", main=True)
        self.save_button.clicked.connect(partial(self.store, self.accept))
        self.resize(_WIDTH_PX, min(_HEIGHT_PX, parent.window().height() - 40))
        self.form.focus_first()

    # -- building ------------------------------------------------------------------------------

    def _about(self, participants: tuple[Participant, ...]) -> None:
        people = len({each.talent_id for each in participants})
        units = len({each.enterprise_id for each in participants})
        words = f"参加签约 {len(participants)} 对：{people} 人，{units} 家单位（各方都已同意的）"
        if not participants:
            words = "还没有各方都已同意的拟配；各方同意登记齐全后列入签约名单"
        self.body.addWidget(label(words, Look.SECONDARY, name="ceremony_about", wrap=True))

    def _build_sheets(self, participants: tuple[Participant, ...]) -> None:
        self.body.addWidget(label("预览和打印", Look.FIELD))
        grid = QGridLayout()
        grid.setSpacing(8)
        self.sheets: dict[str, QPushButton] = {}
        for place, kind in enumerate(_SHEETS):
            title = KINDS[kind].title + ("（按唱名顺序）" if kind in _BY_NUMBER else "")
            made = button(title, f"ceremony_{kind.replace('-', '_')}")
            made.clicked.connect(partial(self.print_sheet, kind))
            grid.addWidget(made, place // _BESIDE, place % _BESIDE)
            self.sheets[kind] = made
            if not participants and kind not in _WITHOUT_PAIRS:
                made.setEnabled(False)
                made.setToolTip("各方同意登记齐全后才能打印")
        self.body.addLayout(grid)

    # -- acting --------------------------------------------------------------------------------

    def _remember(self) -> None:
        texts = self.form.texts()
        self._typed.update({name: texts[name] for name in ("order", "guests")})

    def store(self, then: Callable[[], None], _clicked: object = None) -> None:
        """Store what was typed, where anything was, and go on; faults stand beside the fields."""
        texts = self.form.texts()
        typed = {each.name: texts[each.name] for each in _STORED}
        self.form.clear_messages()
        if typed == self._stored:
            then()
            return
        self.save_button.setEnabled(False)
        workspace, year = self._workspace, self._year

        def work(_progress: Progress) -> Changes:
            return save_ceremony(workspace, year, typed)

        def stored(changes: Changes) -> None:
            self._desk.bus.tell(changes)
            if not self._closed:
                self._stored = typed
                self.save_button.setEnabled(True)
                then()

        self._desk.tasks.run(work, stored, self._failed, title="正在保存签约仪式")

    def _failed(self, error: Exception) -> None:
        if self._closed or not isinstance(error, PartydeskError):
            self._desk.errors.show(error)
            return
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        else:
            self.form.message.say(error.message)

    def print_sheet(self, kind: str, _clicked: object = None) -> None:
        """Show a sheet as it will be printed, with what is typed now."""
        texts = self.form.texts()
        choice = Choice(order=read_order(texts["order"]), guests=texts["guests"])
        show_it = partial(preview_document, self, self._desk, self._workspace, kind, choice=choice)
        self.store(show_it)

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)
