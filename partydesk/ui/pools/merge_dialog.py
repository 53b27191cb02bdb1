"""合并: records side by side, a choice for each field in which they differ, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError
from partydesk.domain.fields import Kind
from partydesk.domain.merging import JOINED, FieldOffer
from partydesk.domain.progress import Progress
from partydesk.domain.values import show
from partydesk.services.merging import MergePreview, merge_preview, merge_records
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label, set_look

#: More records do not stand side by side in a window of 1366 pixels.
MOST_RECORDS = 4
_WIDTH, _HEIGHT = 1180, 620
_LONGEST = 26
_NOTHING = "（空）"


def shown_value(offer: FieldOffer, value: object) -> str:
    """Write a value for the comparison; personal numbers stay masked."""
    if offer.field.kind is Kind.PICTURE:
        return "有照片" if value else ""
    return show(offer.field, value)


class MergeDialog(BaseDialog):
    """Merges records of one pool.

    Attributes:
        message: Why they cannot be merged now.
        act: The button that merges.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        face: PoolFace[Record],
        ids: Sequence[int],
        merged: Callable[[Changes], None],
    ) -> None:
        """Compare records.

        Args:
            parent: What asks.
            desk: The window's services.
            workspace: Where the records are.
            face: The pool's words.
            ids: 记录号, the one that is to stay first.
            merged: Told what was done.
        """
        super().__init__(parent, f"合并{face.noun}", "merge")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._merged = desk, workspace, merged
        self._kind, self._noun = face.kind, face.noun
        self._ids, self._kept = tuple(ids), ids[0]
        self._preview: MergePreview | None = None
        self._choices: dict[str, int] = {}
        self._groups: list[QButtonGroup] = []
        self._results: dict[str, QLabel] = {}
        self._alike: list[QWidget] = []
        self._closed = False
        self._build()
        room = parent.window().size()
        self.resize(min(_WIDTH, room.width() - 60), min(_HEIGHT, room.height() - 60))
        self._read()

    # -- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(label(f"合并 {len(self._ids)} 条{self._noun}记录", Look.HEADING))
        self._about = label("", Look.SECONDARY, name="merge_about", wrap=True)
        self.body.addWidget(self._about)
        self.message = FormMessage("merge_message")
        self.body.addWidget(self.message)
        self._grid_page = QWidget()
        self._grid_page.setProperty("page", True)
        column = QVBoxLayout(self._grid_page)
        column.setContentsMargins(0, 0, 8, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("merge_fields")
        scroll.setAccessibleName("逐项选择")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._grid_page)
        self.body.addWidget(scroll, 1)
        self.only_differing = ToggleChip("只看不同的", "merge_only_differing", on=True)
        self.only_differing.toggled.connect(lambda _on: self._show_rows())
        self.add_side_button(self.only_differing)
        self.add_cancel()
        self.act: QPushButton = self.add_button(f"合并为一条{self._noun}", "merge_act", main=True)
        self.act.clicked.connect(self._merge)

    def _read(self) -> None:
        """Look at the records with the one that stays in front."""
        others = [number for number in self._ids if number != self._kept]
        self.act.setEnabled(False)
        kind, kept, workspace = self._kind, self._kept, self._workspace
        self._desk.tasks.run(
            lambda _progress: merge_preview(workspace, kind, kept, others),
            self._show,
            self._cannot_read,
            title="正在对照记录",
        )

    def _cannot_read(self, error: Exception) -> None:
        if not self._closed:
            self._desk.errors.show(error)
            self.reject()

    def done(self, result: int) -> None:
        """Close; a merge that is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _show(self, preview: MergePreview) -> None:
        """Show the comparison; earlier choices stay."""
        if self._closed:
            return
        self._preview = preview
        moved = "、".join(f"{title} {count}" for title, count in preview.moved.items())
        kept = next(record for record in preview.records if record.id == self._kept)
        self._about.setText(
            f"保留记录号 {kept.id} 的“{kept.name}”，其余并入它。"
            + (f"一并移过来的有：{moved}。" if moved else "其余记录没有关联的资料。")
            + "合并后可以撤销。"
        )
        self.message.say([reason.message for reason in preview.refused])
        self._fill()
        self.act.setEnabled(not preview.refused)

    # -- the grid ----------------------------------------------------------------------

    def _fill(self) -> None:
        """Make the rows anew, in the order of the form."""
        preview = self._preview
        if preview is None:
            return
        clear_layout(self._grid)
        self._groups, self._results, self._alike = [], {}, []
        by_id = {record.id: record for record in preview.records}
        self._fill_heads([by_id[number] for number in self._ids])
        row = 1
        for offer in preview.offers:
            if any(value not in (None, ()) for value in offer.values.values()):
                self._fill_row(row, offer)
                row += 1
        differing = sum(offer.differs for offer in preview.offers)
        self.only_differing.set_words(f"只看不同的 {differing} 项")
        self._show_rows()

    def _fill_heads(self, records: Sequence[Record]) -> None:
        kept = self._new_group()
        self._grid.addWidget(label("保留哪一条", Look.FIELD), 0, 0)
        for column, record in enumerate(records, 1):
            state = "（已停用）" if record.is_retired else ""
            words = f"记录号 {record.id}{state}"
            choice = self._radio(kept, words, f"merge_keep_{record.id}", record.id == self._kept)
            choice.setAccessibleName(f"保留{words} {record.name}")
            choice.toggled.connect(
                lambda on, number=record.id: self._keep(number) if on and number else None
            )
            self._grid.addWidget(choice, 0, column)
        self._grid.addWidget(label("合并后", Look.STRONG), 0, len(records) + 2)
        self._grid.setColumnStretch(0, 0)
        for column in range(1, len(records) + 1):
            self._grid.setColumnStretch(column, 3)
        self._grid.setColumnStretch(len(records) + 2, 3)

    def _fill_row(self, row: int, offer: FieldOffer) -> None:
        name = offer.field.name
        title = label(offer.field.label, Look.FIELD)
        self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignVCenter)
        parts: list[QWidget] = [title]
        group = self._new_group()
        for column, number in enumerate(self._ids, 1):
            parts.append(self._cell(group, offer, number))
            self._grid.addWidget(parts[-1], row, column, Qt.AlignmentFlag.AlignVCenter)
        if offer.differs and offer.can_join:
            parts.append(self._choice(group, offer, JOINED, "合在一起"))
            self._grid.addWidget(parts[-1], row, len(self._ids) + 1, Qt.AlignmentFlag.AlignVCenter)
        result = label("", Look.BODY, name=f"merge_result_{name}", wrap=True)
        parts.append(result)
        self._grid.addWidget(result, row, len(self._ids) + 2, Qt.AlignmentFlag.AlignVCenter)
        self._results[name] = result
        self._show_result(offer)
        if not offer.differs:
            self._alike.extend(parts)

    def _cell(self, group: QButtonGroup, offer: FieldOffer, number: int) -> QWidget:
        """Show one record's value; a choice where the records differ."""
        text = shown_value(offer, offer.values[number])
        if offer.differs and offer.can_choose and text:
            return self._choice(group, offer, number, text)
        return label(_short(text) or _NOTHING, Look.BODY if text else Look.QUIET)

    def _choice(self, group: QButtonGroup, offer: FieldOffer, number: int, text: str) -> QWidget:
        name = offer.field.name
        chosen = self._choices.get(name, offer.proposed)
        made = self._radio(group, _short(text), f"merge_{name}_{number}", number == chosen)
        made.setToolTip(text)
        made.setAccessibleName(f"{offer.field.label}：{text}")
        made.toggled.connect(lambda on: self._choose(offer, number) if on else None)
        return made

    def _radio(self, group: QButtonGroup, text: str, name: str, on: bool) -> QRadioButton:
        made = QRadioButton(text.replace("&", "&&"))
        made.setObjectName(name)
        made.setChecked(on)
        group.addButton(made)
        return made

    def _new_group(self) -> QButtonGroup:
        group = QButtonGroup(self._grid_page)
        self._groups.append(group)
        return group

    def _show_rows(self) -> None:
        """Hide what all records say alike, unless it is asked for."""
        for part in self._alike:
            part.setVisible(not self.only_differing.isChecked())

    # -- choosing ----------------------------------------------------------------------

    def _keep(self, number: int) -> None:
        """Let another record stay; the proposals follow."""
        if number != self._kept:
            self._kept = number
            self._choices.clear()
            self._read()

    def _choose(self, offer: FieldOffer, number: int) -> None:
        self._choices[offer.field.name] = number
        self._show_result(offer)

    def _show_result(self, offer: FieldOffer) -> None:
        chosen = self._choices.get(offer.field.name)
        text = shown_value(offer, offer.result(chosen))
        result = self._results[offer.field.name]
        result.setText(text or _NOTHING)
        kept = offer.values[self._kept]
        moved = offer.result(chosen) != kept
        set_look(result, Look.STRONG if moved else Look.BODY)

    # -- acting ------------------------------------------------------------------------

    def _merge(self) -> None:
        if self._preview is None:
            return
        others = [number for number in self._ids if number != self._kept]
        kind, kept, workspace = self._kind, self._kept, self._workspace
        choices = dict(self._choices)
        self.act.setEnabled(False)

        def work(_progress: Progress) -> Changes:
            return merge_records(workspace, kind, kept, others, choices)

        self._desk.tasks.run(work, self._done, self._refused, title=f"正在合并{self._noun}")

    def _done(self, changes: Changes) -> None:
        if not self._closed:
            self.accept()
        self._merged(changes)

    def _refused(self, error: Exception) -> None:
        if self._closed or not isinstance(error, PartydeskError):
            self._desk.errors.show(error)
        else:
            self.message.say(error.message, Tone.TROUBLE)
        if not self._closed:
            self.act.setEnabled(True)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"
