"""What leads a newcomer from an empty workspace to the open round."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.round_steps import Progress, Step
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.texts import Look, button, label

_WHY = {
    "import_enterprises": "从现有的 Excel 名册导入非公企业、合作社和社会组织；也可以逐家录入。",
    "import_talents": "从干部名册导入可选派的人员；也可以逐人录入。",
    "admit_enterprises": "从名册中选出规模较大、有带动作用的单位列为“在库”，在库单位才能提出岗位。",
    "open_round": "开启后登记岗位需求和双方意愿，再运行匹配、逐对认可、签约和委任。",
}
_ACT = {
    "import_enterprises": "导入企业名册",
    "import_talents": "导入人才名册",
    "admit_enterprises": "选企业入库",
    "open_round": "开启双向选择",
}


class Guide(QScrollArea):
    """Numbered steps with a sentence each; the current one has the main button.

    Signals:
        asked(str): Key of the step whose button was pressed.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("guide")
        self.setAccessibleName("从这里开始")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("page", True)
        self.setWidget(body)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far the newcomer is."""
        clear_layout(self._column)
        for number, step in enumerate(steps, start=1):
            self._column.addWidget(self._row(number, step))
            self._column.addWidget(rule())
        self._column.addStretch(1)

    def _row(self, number: int, step: Step) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(4, 12, 4, 12)
        line.setSpacing(14)
        done = step.state is Progress.DONE
        sign = label("✓" if done else str(number), Look.GOOD if done else Look.HEADING)
        sign.setFixedWidth(round(sign.fontMetrics().height() * 1.2))
        words = QVBoxLayout()
        words.setSpacing(2)
        title = f"{step.title}（{step.figure}）" if step.figure else step.title
        words.addWidget(label(title, Look.GOOD if done else Look.STRONG))
        words.addWidget(label(_WHY[step.key], Look.SMALL, wrap=True))
        act = button(_ACT[step.key], f"guide_{step.key}", main=step.state is Progress.CURRENT)
        act.clicked.connect(lambda _=False, key=step.key: self.asked.emit(key))
        line.addWidget(sign)
        line.addLayout(words, 1)
        line.addWidget(act)
        return row
