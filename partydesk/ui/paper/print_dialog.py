"""Before paper is used: printer, tray, pages, copies, sides and order, and what is put right."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.print_plan import PrintedDocument, PrintPlan, Sides, read_pages
from partydesk.domain.printers import Correction, PaperSide
from partydesk.services.printers import USUAL_TRAY, Profile, applying
from partydesk.ui.colours import Tone
from partydesk.ui.paper.sheet_view import SheetView
from partydesk.ui.printing import Machine, page_sizes_mm
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label, set_look

_NO_PRINTER = "这台电脑上没有打印机。请先在系统里添加打印机；不打印也可以用“保存 PDF”。"
_NO_TRAYS = "驱动没有列出纸盒，从系统设定的纸盒进纸"
_TRAYS_UNTOLD = "驱动没有列出纸盒：这里只决定用哪份校准，进纸处请在系统打印设置里选"
_TURNED = (Sides.ONE, Sides.LONG_EDGE, Sides.SHORT_EDGE)
_BY_HAND = (Sides.ONE, Sides.BY_HAND)


@dataclass(frozen=True)
class Batch:
    """What is to be printed.

    Attributes:
        kind: Kind of document; the last choices are remembered by it.
        title: What it is called.
        pdf: The PDF as it was previewed.
        documents: Whose pages they are.
        copies: How many are proposed.
        record: Writes down that a plan's pages were printed, and gives what changed; called once,
            on the worker's thread.
    """

    kind: str
    title: str
    pdf: bytes
    documents: tuple[PrintedDocument, ...] = ()
    copies: int = 1
    record: Callable[[PrintPlan], Changes] = lambda _plan: Changes()


class PrintDialog(BaseDialog):
    """Asks how a batch is put on paper, and shows every sheet as it will come out.

    Attributes:
        calibrate: Whether the user went to calibrate the printer instead.
    """

    def __init__(
        self,
        parent: QWidget,
        batch: Batch,
        found: Sequence[Machine],
        profiles: Sequence[Profile],
        settings: QSettings,
        *,
        calibration: bool = True,
    ) -> None:
        """Begin with what was chosen for this kind of document the last time.

        Args:
            parent: Over which it opens.
            batch: What is to be printed.
            found: The printers of the system.
            profiles: What is known of printers.
            settings: Remember the choices.
            calibration: Whether the way to the calibration is offered.
        """
        super().__init__(parent, f"打印：{batch.title}", "print_dialog")
        self._batch, self._machines, self._profiles = batch, tuple(found), tuple(profiles)
        self._settings, self._key = settings, f"printing/{batch.kind}"
        self.calibrate, self._offers_calibration = False, calibration
        self._make_fields()
        self.sheets = SheetView(batch.pdf)
        self._pages = page_sizes_mm(batch.pdf)
        self._build()
        self.add_cancel()
        self._act = self.add_act("打印")
        self._recall()
        self.printer.currentIndexChanged.connect(self._follow_printer)
        for combo in (self.tray, self.sides):
            combo.currentIndexChanged.connect(self._refresh)
        self.pages.textChanged.connect(self._refresh)
        self.copies.valueChanged.connect(self._refresh)
        for box in (self.collate, self.reverse, self.correct):
            box.toggled.connect(self._refresh)
        self._refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.printer = _combo("print_printer", "打印机")
        self.printer.addItems([machine.name for machine in self._machines])
        self.tray = _combo("print_tray", "纸盒")
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("全部；或写页码，如 1-3,7")
        self.copies = QSpinBox()
        self.copies.setRange(1, 999)
        self.copies.setValue(self._batch.copies)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.copies.setFixedWidth(64)
        self.collate = QCheckBox("逐份打印（一份印完再印下一份）")
        self.collate.setChecked(True)
        self.sides = _combo("print_sides", "单双面")
        self.reverse = QCheckBox("倒序（最后一张先印）")
        self.correct = QCheckBox("按校准修正位置")
        self.correct.setChecked(True)
        for widget, name, about in (
            (self.pages, "print_pages", "页码范围"),
            (self.copies, "print_copies", "份数"),
            (self.collate, "print_collate", "逐份打印"),
            (self.reverse, "print_reverse", "倒序"),
            (self.correct, "print_correct", "按校准修正位置"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(about)
        self._tray_hint = label("", Look.HINT, name="print_tray_hint", wrap=True)
        self._known = label("", Look.SECONDARY, name="print_profiles", wrap=True)
        self._sum = label("", Look.STRONG, name="print_sum")
        self._message = FormMessage("print_message")
        self._calibrate = button("校准这台打印机…", "print_calibrate", link=True)
        self._calibrate.clicked.connect(self._go_to_calibrate)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        copies = QHBoxLayout()
        copies.setSpacing(12)
        copies.addWidget(self.copies)
        copies.addWidget(self.collate)
        copies.addStretch(1)
        lines: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("打印机", self.printer),
            ("纸盒", self.tray),
            ("", self._tray_hint),
            ("页码", self.pages),
            ("份数", copies),
            ("单双面", self.sides),
            ("次序", self.reverse),
            ("缩放", label("100％（实际大小，固定不变）", name="print_scale")),
            ("校准", self._known),
            ("", self.correct),
            ("", self._calibrate),
        )
        for row, (words, what) in enumerate(lines):
            if words:
                grid.addWidget(label(words, Look.FIELD), row, 0)
            if isinstance(what, QHBoxLayout):
                grid.addLayout(what, row, 1)
            else:
                grid.addWidget(what, row, 1)
        grid.setColumnStretch(1, 1)
        left = QVBoxLayout()
        left.addLayout(grid)
        left.addStretch(1)
        left.addWidget(self._message)
        left.addWidget(self._sum)
        row_of_both = QHBoxLayout()
        row_of_both.setSpacing(20)
        row_of_both.addLayout(left, 1)
        row_of_both.addWidget(self.sheets)
        self.body.addLayout(row_of_both, 1)
        self.setMinimumWidth(760)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def machine(self) -> Machine | None:
        """The chosen printer."""
        place = self.printer.currentIndex()
        return self._machines[place] if 0 <= place < len(self._machines) else None

    def plan(self) -> PrintPlan:
        """Give what was chosen.

        Raises:
            ValidationFailed: There is no printer, or no such pages.
        """
        if self.machine is None:
            raise ValidationFailed({"printer": _NO_PRINTER})
        return PrintPlan(
            read_pages(self.pages.text(), len(self._pages)),
            copies=self.copies.value(),
            collate=self.collate.isChecked(),
            sides=Sides(self.sides.currentText()),
            reverse=self.reverse.isChecked(),
            documents=self._batch.documents,
            printer=self.machine.name,
            tray=self._chosen_tray(),
            correct=self.correct.isChecked(),
        )

    def _chosen_tray(self) -> str:
        return self.tray.currentText() if self.tray.currentIndex() > 0 else ""

    def remember(self) -> None:
        """Keep the choices for the next batch of this kind; pages and copies are this one's."""
        kept = {
            "printer": self.printer.currentText(),
            "tray": self._chosen_tray(),
            "sides": self.sides.currentText(),
            "collate": self.collate.isChecked(),
            "reverse": self.reverse.isChecked(),
            "correct": self.correct.isChecked(),
        }
        self._settings.setValue(self._key, json.dumps(kept, ensure_ascii=False))

    def _recall(self) -> None:
        kept = _read(str(self._settings.value(self._key, "")))
        self.printer.setCurrentIndex(max(0, self.printer.findText(str(kept.get("printer", "")))))
        self._offer()
        self.tray.setCurrentIndex(max(0, self.tray.findText(str(kept.get("tray", "")))))
        self.sides.setCurrentIndex(max(0, self.sides.findText(str(kept.get("sides", "")))))
        for box, name in (
            (self.collate, "collate"),
            (self.reverse, "reverse"),
            (self.correct, "correct"),
        ):
            box.setChecked(bool(kept.get(name, box.isChecked())))

    # -- following -----------------------------------------------------------------------------

    def _offer(self) -> None:
        """Offer the trays and sides of the chosen printer."""
        machine = self.machine or Machine("")
        measured = [p.tray for p in self._profiles if p.printer == machine.name and p.tray]
        trays = list(dict.fromkeys([*machine.trays, *measured]))
        _refill(self.tray, [USUAL_TRAY, *trays])
        self.tray.setEnabled(bool(trays))
        hint = "" if machine.trays else _TRAYS_UNTOLD if measured else _NO_TRAYS
        self._tray_hint.setText(hint if self.machine else "")
        self._tray_hint.setVisible(bool(self._tray_hint.text()))
        _refill(self.sides, [side.value for side in (_TURNED if machine.duplex else _BY_HAND)])

    def _follow_printer(self) -> None:
        self._offer()
        self._refresh()

    def _refresh(self) -> None:
        """Say what would come out, and what is doubtful."""
        try:
            plan: PrintPlan | None = self.plan()
        except ValidationFailed as error:
            plan = None
            self._message.say(error.message)
        known = applying(self._profiles, self.printer.currentText(), self._chosen_tray())
        corrections = self._say_profiles(plan, known)
        self.sheets.show_plan(plan, corrections)
        self._act.setEnabled(plan is not None)
        self._calibrate.setVisible(self._offers_calibration and self.machine is not None)
        self.collate.setVisible(self.copies.value() > 1)
        if plan is not None:
            self._message.say(self._paper_doubts(plan), Tone.ATTENTION)
            by_hand = "，先印全部正面，翻纸后再印背面" if plan.turn_after() else ""
            pages = len(plan.pages) * plan.copies
            self._sum.setText(f"共 {pages} 页，{len(plan.sheets())} 张纸{by_hand}")
        else:
            self._sum.clear()

    def _say_profiles(
        self, plan: PrintPlan | None, known: Mapping[PaperSide, Profile]
    ) -> dict[PaperSide, Correction]:
        both = plan is not None and plan.sides.both
        shown = tuple(PaperSide) if both else (PaperSide.FRONT,)
        words = [known[side].label if side in known else f"{side.value}：未校准" for side in shown]
        self._known.setText("\n".join(words))
        self.correct.setVisible(any(side in known for side in shown))
        lacking = any(side not in known for side in shown)
        set_look(self._known, Look.ATTENTION if lacking else Look.SECONDARY)
        applied = self.correct.isChecked()
        return {side: known[side].correction for side in shown if side in known and applied}

    def _paper_doubts(self, plan: PrintPlan) -> list[str]:
        """Say which sizes of paper the printer does not know."""
        machine = self.machine
        sizes = dict.fromkeys(self._pages[page - 1] for page in plan.pages)
        return [
            f"打印机没有 {width:.0f}×{height:.0f} 毫米的纸型，请先在系统打印设置里添加"
            for width, height in sizes
            if machine is not None and not machine.takes(width, height)
        ]

    def _go_to_calibrate(self) -> None:
        self.calibrate = True
        self.reject()


def _combo(name: str, about: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(about)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(18)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _refill(combo: QComboBox, words: Sequence[str]) -> None:
    """Offer other words, keeping the chosen one where it is still there; tells nobody."""
    before = combo.currentText()
    blocked = combo.blockSignals(True)
    combo.clear()
    combo.addItems(list(words))
    combo.setCurrentIndex(max(0, combo.findText(before)))
    combo.blockSignals(blocked)


def _read(kept: str) -> dict[str, Any]:
    """Read what was remembered; nothing where it cannot be read."""
    try:
        found = json.loads(kept)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
