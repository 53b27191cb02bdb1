"""Which column of the sheet fills which field, and changing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.fields import Field
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
        self._fields: dict[str, Field] = {}

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the columns of a planned sheet."""
        clear_layout(self._grid)
        self._buttons = {}
        self._fields = {field.name: field for field in plan.fields}
        options = [("", LEFT_OUT), *((field.name, field.heading) for field in plan.fields)]
        offers = plan.offers
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
            meant = plan.mapping.get(header, "")
            several = list(dict.fromkeys(v for v in (offers.get(header), meant) if v and "," in v))
            splits = [(value, f"{self._labels(value)}（拆开）") for value in several]
            chosen.set_options([options[0], *splits, *options[1:]], meant)
            chosen.chosen.connect(self._on_chosen(header))
            self._buttons[header] = chosen
            self._grid.addWidget(label(header), row, 0)
            self._grid.addWidget(chosen, row, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(label(_remark(header, plan), Look.HINT), row, 2)
        self._grid.setColumnStretch(2, 1)

    def _labels(self, value: str) -> str:
        return "、".join(self._fields[name].label for name in value.split(","))

    def _on_chosen(self, header: str) -> Callable[[str], None]:
        def choose(name: str) -> None:
            for other, each in self._buttons.items():
                if other != header and self._is_taken(name, each.key):
                    each.set_key("")
            self.changed.emit()

        return choose

    def _is_taken(self, name: str, other: str) -> bool:
        """Whether two columns cannot go together: one field is filled from one column only."""
        both = set(name.split(",")) & set(other.split(",")) - {""}
        return any(name != other or not self._fields[one].joinable for one in both)

    def mapping(self) -> dict[str, str]:
        """Header → field name, empty for a column left out."""
        return {header: each.key for header, each in self._buttons.items()}

    def button(self, header: str) -> ChoiceButton:
        """Give the button of a column.

        Raises:
            KeyError: The sheet has no such column.
        """
        return self._buttons[header]


def _remark(header: str, plan: ImportPlan) -> str:
    """Say what happens to a column that does not simply fill one field."""
    value = plan.mapping.get(header, "")
    if "," in value:
        return "一列含几项，在 / 、 空格或括号处拆开"
    others = [other for other, name in plan.mapping.items() if name == value and other != header]
    if not value or not others:
        return ""
    return f"与{''.join(f'“{other}”' for other in others)}合并，中间空一格"
