"""Warnings about a pair as shown: what is the matter, what to do, why, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.cautions import Caution, Concern
from partydesk.ui.widgets.texts import Look, button, label

Ask = Callable[[Caution], None]


class ConcernList(QWidget):
    """The warnings about one pair.

    Args:
        concerns: The warnings.
        decide: Asks for the committee's decision about one; None where none can be recorded.
        take_back: Takes a decision back; None where none can be.
    """

    def __init__(
        self,
        concerns: Sequence[Concern],
        decide: Ask | None = None,
        take_back: Ask | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for concern in concerns:
            self._add(concern, decide, take_back)

    def _add(self, concern: Concern, decide: Ask | None, take_back: Ask | None) -> None:
        caution = concern.caution
        look = Look.TROUBLE if concern.bars else Look.ATTENTION
        head = label(
            f"{caution.word}：{concern.message}",
            look if concern.is_open else Look.SECONDARY,
            name=f"concern_{concern.code}",
            wrap=True,
        )
        self._column.addWidget(head)
        if concern.bars:
            words = "年度政策列为不得办理：党工委决定以前不能签订协议。"
            self._column.addWidget(label(words, Look.TROUBLE, wrap=True))
        if concern.is_open:
            self._column.addWidget(label(f"办法：{caution.remedy}", Look.HINT, wrap=True))
        self._column.addWidget(label(f"依据：{caution.source}", Look.HINT, wrap=True))
        if concern.decision is not None:
            words = concern.decision.words
            self._column.addWidget(
                label(words, Look.GOOD, name=f"decided_{concern.code}", wrap=True)
            )
        act, words = (decide, "记录党工委决定…") if concern.is_open else (take_back, "取消决定")
        if act is not None:
            self._column.addLayout(_link_row(words, f"decide_{concern.code}", act, caution))
        self._column.addSpacing(4)


def _link_row(words: str, name: str, act: Ask, caution: Caution) -> QHBoxLayout:
    """Make a line with one underlined act."""
    link = button(words, name, link=True)
    link.setAccessibleName(f"{words}：{caution.word}")
    link.clicked.connect(lambda _on=False: act(caution))
    row = QHBoxLayout()
    row.addWidget(link)
    row.addStretch(1)
    return row
