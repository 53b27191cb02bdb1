"""The answer to what was shown: one plain line in its tone, then what is known of the document."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from partydesk.domain.errors import NotFound
from partydesk.domain.genuineness import State
from partydesk.domain.numbering import paper_date
from partydesk.services.genuineness import Verdict
from partydesk.ui.colours import Tone
from partydesk.ui.widgets.texts import Look, button, label, set_mark

_TONES: Final = {
    State.IN_FORCE: Tone.GOOD,
    State.VOID: Tone.TROUBLE,
    State.SUPERSEDED: Tone.ATTENTION,
    State.UNKNOWN: Tone.ATTENTION,
    State.FOREIGN: Tone.PLAIN,
    State.UNKNOWN_KEY: Tone.ATTENTION,
    State.FORGED: Tone.TROUBLE,
}
_GROUNDS: Final = {Tone.GOOD: "good", Tone.ATTENTION: "attention", Tone.TROUBLE: "trouble"}
_NOTHING: Final = "还没有验证"
_HOW: Final = "扫码枪对准文书左下角的验证码，或输入文书编号后按回车；扫描件和照片用“读取图片…”"
_FACTS: Final = ("编号", "姓名", "文书", "成文日期", "签发单位")


class VerdictCard(QFrame):
    """Says what is known of one document.

    Attributes:
        verdict: What is shown; None before anything was, and where nothing could be said.

    Signals:
        original_asked(int): The pages of the document with this number are to be shown.
        record_asked(int): The pair is to be shown.
    """

    original_asked = Signal(int)
    record_asked = Signal(int)

    def __init__(self) -> None:
        """Say how it is done."""
        super().__init__()
        self.setObjectName("verdict")
        self.verdict: Verdict | None = None
        self.headline = label("", Look.TITLE, name="verdict_headline")
        self.words = label("", name="verdict_words", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        self._names = [label(name, Look.SECONDARY) for name in _FACTS]
        self.facts = [label("", Look.STRONG) for _ in _FACTS]
        for place, (name, fact) in enumerate(zip(self._names, self.facts, strict=True)):
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row, pair = divmod(place, 2)
            self._grid.addWidget(name, row, 2 * pair)
            self._grid.addWidget(fact, row, 2 * pair + 1, 1, 1 if place + 1 < len(_FACTS) else 3)
        self.original = button("查看原件", "verdict_original")
        self.original.clicked.connect(self._ask_original)
        self.record = button("打开记录", "verdict_record")
        self.record.clicked.connect(self._ask_record)
        acts = QHBoxLayout()
        acts.addWidget(self.original)
        acts.addWidget(self.record)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.words)
        column.addLayout(self._grid)
        column.addLayout(acts)
        self._say(_NOTHING, _HOW, Tone.PLAIN)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show an answer."""
        tone = _TONES[verdict.state]
        if verdict.state is State.IN_FORCE and verdict.posting and verdict.posting.ended:
            tone = Tone.ATTENTION
        self._say(verdict.headline, verdict.words, tone, verdict)

    def show_error(self, error: Exception) -> None:
        """Say why nothing can be said."""
        headline = "查不到" if isinstance(error, NotFound) else "无法判断"
        self._say(headline, str(error), Tone.ATTENTION)

    def _say(self, headline: str, words: str, tone: Tone, verdict: Verdict | None = None) -> None:
        self.verdict = verdict
        self.headline.setText(headline)
        self.words.setText(words)
        self.setAccessibleName(f"{headline}。{words}")
        set_mark(self, "ground", _GROUNDS.get(tone, "raised"))
        told = ("",) * len(_FACTS) if verdict is None else _facts(verdict)
        for name, fact, text in zip(self._names, self.facts, told, strict=True):
            fact.setText(text)
            name.setVisible(bool(text))
            fact.setVisible(bool(text))
        self.original.setVisible(verdict is not None and verdict.number_id is not None)
        self.record.setVisible(verdict is not None and verdict.placement_id is not None)

    def _ask_original(self) -> None:
        if self.verdict is not None and self.verdict.number_id is not None:
            self.original_asked.emit(self.verdict.number_id)

    def _ask_record(self) -> None:
        if self.verdict is not None and self.verdict.placement_id is not None:
            self.record_asked.emit(self.verdict.placement_id)


def _facts(verdict: Verdict) -> tuple[str, ...]:
    """Write what is known in the order of the lines."""
    hidden = "（姓名较长，验证码里没有写出，请与纸面核对）" if verdict.number else ""
    return (
        verdict.number,
        verdict.person or hidden,
        verdict.title if verdict.kind else "",
        paper_date(verdict.issued_on) if verdict.issued_on else "",
        verdict.office,
    )
