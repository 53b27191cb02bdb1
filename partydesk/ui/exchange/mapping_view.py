"""Which column of the sheet fills which field, and changing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.services.imports import ImportPlan
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, label

LEFT_OUT = "不导入"
_BUTTON_PX = 190


class MappingView(QScrollArea):
    """One line for each column of the sheet.

    Signals:
        changed(): The user wants another field for a column.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("import_mapping")
        self.setAccessibleName("列的对应")
        self.setWidgetResizable(True)
        body = QWidget()
        body.setProperty("page", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(4, 10, 12, 10)
        self._about = label("", Look.HINT, wrap=True)
        column.addWidget(self._about)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(body)
        self._buttons: dict[str, ChoiceButton] = {}

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the columns of a planned sheet."""
        clear_layout(self._grid)
        self._buttons = {}
        options = [("", LEFT_OUT), *((field.name, field.heading) for field in plan.fields)]
        self._about.setText(
            "左边是表中的列，右边是要填入的项目。对应关系会记住，下次导入同样的表时自动采用。"
        )
        for number, (caption, align) in enumerate(
            (("表中的列", Qt.AlignmentFlag.AlignLeft), ("填入", Qt.AlignmentFlag.AlignLeft))
        ):
            self._grid.addWidget(label(caption, Look.FIELD), 0, number, align)
        for row, header in enumerate(plan.headers, start=1):
            chosen = ChoiceButton(f"import_column_{row}", f"“{header}”填入")
            chosen.setMinimumWidth(_BUTTON_PX)
            chosen.set_options(options, plan.mapping.get(header, ""))
            chosen.chosen.connect(self._on_chosen(header))
            self._buttons[header] = chosen
            self._grid.addWidget(label(header), row, 0)
            self._grid.addWidget(chosen, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(1, 1)

    def _on_chosen(self, header: str) -> Callable[[str], None]:
        def choose(name: str) -> None:
            for other, each in self._buttons.items():
                if name and other != header and each.key == name:
                    each.set_key("")  # a field is filled from one column only
            self.changed.emit()

        return choose

    def mapping(self) -> dict[str, str]:
        """Header → field name, empty for a column left out."""
        return {header: each.key for header, each in self._buttons.items()}

    def button(self, header: str) -> ChoiceButton:
        """Give the button of a column.

        Raises:
            KeyError: The sheet has no such column.
        """
        return self._buttons[header]
