"""The right side of the board: why this pair, who else there is, and where the fit comes from."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.fit import FitPart
from partydesk.domain.selection import Ruling
from partydesk.services.board import BoardPost, Candidate
from partydesk.ui.compliance.concerns import ConcernList
from partydesk.ui.desk import Desk
from partydesk.ui.selection.board_columns import candidate_columns
from partydesk.ui.selection.posts_view import state_word
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, clear_layout, rule
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_SKETCH_PX = 14
_LEAST_CANDIDATES_PX = 140  # the head and three rows at 14 px type


class YieldingArea(QScrollArea):
    """Shows the whole of a part where there is room, and scrolls it where there is not."""

    def __init__(self, inner: QWidget, name: str, about: str) -> None:
        """Show ``inner``; ``about`` is for screen readers."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        """Ask for the height of the whole part, which Qt's own hint caps."""
        layout = self.widget().layout()
        if layout is None:
            return super().sizeHint()
        width = self.viewport().width()
        tall = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        return QSize(layout.sizeHint().width(), max(tall, layout.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask again when the part has changed."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class PairCard(Card):
    """A post with its candidates.

    Attributes:
        candidates: Everybody who can be sent, the likeliest first.

    Signals:
        candidate_changed(): Another candidate was chosen.
    """

    candidate_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__("请选择一个岗位", name="pair_card")
        self._picture: RoundPicture | None = None
        self._line: BoardPost | None = None
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._lift = desk.commands.button("selection.lift")
        for key in ("selection.lock", "selection.forbid"):
            self.head.addWidget(desk.commands.button(key))
        self.head.addWidget(self._lift)
        self.body.addWidget(self._reason_block())
        self.model: RowTableModel[Candidate] = RowTableModel(
            candidate_columns(self._name, self._banner), self
        )
        self.candidates: TableView[Candidate] = TableView(
            self.model,
            "candidates",
            desk.settings,
            EmptyState("没有候选人"),
            about="候选人",
            inset=True,
        )
        scale = max(1.0, self.font().pixelSize() / _SKETCH_PX)
        self.candidates.setMinimumHeight(round(_LEAST_CANDIDATES_PX * scale))
        self.candidates.current_changed.connect(lambda _candidate: self._show_candidate())
        self.body.addWidget(self.candidates, 1)
        self.body.addWidget(self._fit_block())

    def _reason_block(self) -> QFrame:
        self._reason = label("", name="pair_reason", wrap=True)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason_frame = QFrame()
        self._reason_frame.setProperty("ground", "raised")
        inner = QVBoxLayout(self._reason_frame)
        inner.setContentsMargins(10, 8, 10, 8)
        inner.addWidget(self._reason)
        return self._reason_frame

    def _fit_block(self) -> YieldingArea:
        """Make the part below the candidates; with large type on a low screen it scrolls."""
        self._fit_title = label("", Look.STRONG, name="fit_title")
        self._parts = QGridLayout()
        self._parts.setHorizontalSpacing(12)
        self._parts.setVerticalSpacing(5)
        self._parts.setContentsMargins(10, 0, 10, 0)
        self._parts.setColumnStretch(0, 1)
        self._facts = label("", Look.SMALL, name="pair_facts", wrap=True)
        inner = QWidget()
        inner.setProperty("page", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._fit_title)
        column.addLayout(self._parts)
        column.addWidget(self._facts)
        self._concerns = QVBoxLayout()
        column.addLayout(self._concerns)
        column.addStretch(1)
        return YieldingArea(inner, "fit_scroll", "契合的由来")

    def _name(self, candidate: Candidate) -> str:
        names = self._picture.names if self._picture else {}
        return names.get(candidate.talent_id, candidate.name)

    def _banner(self) -> str:
        return self._picture.banner if self._picture else ""

    # -- showing -------------------------------------------------------------------------------

    @property
    def line(self) -> BoardPost | None:
        """The post in sight."""
        return self._line

    def candidate(self) -> Candidate | None:
        """The chosen candidate."""
        return self.candidates.current_row() if self._line is not None else None

    def show_line(self, line: BoardPost | None, picture: RoundPicture | None) -> None:
        """Show a post; the person proposed is chosen, or the one chosen before on the same post."""
        # After a new run the person it proposes is chosen, not whoever was looked at before: the
        # next key would lock the wrong one.
        before = self.candidate() if line and _pair(line) == _pair(self._line) else None
        self._picture, self._line = picture, line
        short = picture.label_of(line.post) if line and picture else "请选择一个岗位"
        self.title.setText(short)
        self.title.setToolTip(line.post.label if line else "")
        self._show_reason()
        hint = "人才库里没有“可选派”的人" if line else "选择一个岗位，这里列出可选派的人"
        self.candidates.empty.set_words("没有候选人" if line else "还没有选择岗位", hint)
        self.model.set_rows(line.candidates if line else ())
        wanted = before.talent_id if before else (line.talent_id if line else None)
        if not self.candidates.select_where(lambda each: each.talent_id == wanted):
            self.candidates.select_number(0)
        self._show_candidate()

    def _show_reason(self) -> None:
        line = self._line
        reason = line.reason if line else ""
        if line is not None and not line.takes_part:
            reason = f"这个岗位不参加匹配：{state_word(line.post)}。"
        elif line is not None and not reason:
            reason = "还没有匹配过。" if not (self._picture and self._picture.run) else (
                "这个岗位没有参加这次匹配，请重新匹配。"
            )  # fmt: skip
        names = {each.name for each in line.candidates} if line else set()
        self._reason.setTextFormat(Qt.TextFormat.RichText)
        self._reason.setText(with_bold_names(reason, names))
        self._reason.setAccessibleName(reason)
        self._reason_frame.setVisible(bool(reason))

    def _show_candidate(self) -> None:
        candidate = self.candidate()
        clear_layout(self._parts)
        clear_layout(self._concerns)
        forbidden = candidate is not None and candidate.ruling is Ruling.FORBIDDEN
        self._lift.setText("取消不配" if forbidden else "取消锁定")
        self._fit_title.setVisible(candidate is not None)
        self._facts.setVisible(candidate is not None)
        if candidate is not None:
            name = self._name(candidate)
            self._fit_title.setText(f"{name} 契合 {candidate.fit} 的由来")
            for number, part in enumerate(self._parts_of(candidate)):
                row = 2 * number
                words = label(part.label)
                words.setToolTip(part.label)
                self._parts.addWidget(words, row, 0)
                points = label(f"{part.points} / {part.of}")
                self._parts.addWidget(points, row, 1, Qt.AlignmentFlag.AlignRight)
                self._parts.addWidget(rule(), row + 1, 0, 1, 2)
            self._facts.setText(self._facts_of(candidate))
            if self._picture is not None and self._line is not None:
                found = self._picture.concerns(self._line.post, candidate.talent_id)
                if found:
                    self._concerns.addWidget(label("提醒", Look.STRONG))
                    self._concerns.addWidget(ConcernList(found))
        self.candidate_changed.emit()

    def _parts_of(self, candidate: Candidate) -> tuple[FitPart, ...]:
        """The parts of the fit in words; only now are they written."""
        fits = self._picture.board.fits if self._picture else None
        post = self._line.post.id if self._line else None
        if fits is None or post is None:
            return ()
        return fits.fit(post, candidate.talent_id).parts

    def _facts_of(self, candidate: Candidate) -> str:
        """Say who it is and which must-haves fail."""
        picture = self._picture
        talent = picture.person(candidate.talent_id) if picture else None
        if picture is None or talent is None:
            return ""
        facts = [talent.sex, talent.source, talent.unit_post]
        known = " · ".join(str(fact) for fact in facts if fact)
        failed = "；".join(candidate.failed)
        return "\n".join(part for part in (known, failed and f"必备条件：{failed}") if part)


def with_bold_names(text: str, names: set[str]) -> str:
    """Write a sentence as markup with people's names in bold; everything else is escaped."""
    if not names:
        return html.escape(text)
    longest_first = sorted((html.escape(name) for name in names), key=len, reverse=True)
    anyone = "|".join(re.escape(name) for name in longest_first)
    return re.sub(anyone, lambda found: f"<b>{found[0]}</b>", html.escape(text))


def _pair(line: BoardPost | None) -> tuple[int | None, int | None] | None:
    """The post and the person proposed, to tell whether a line is still about the same two."""
    return None if line is None else (line.post.id, line.talent_id)
