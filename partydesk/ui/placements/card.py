"""The chosen pair: why it was proposed, what has happened to it and what deserves attention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.placements import LIVE, Party, Placement, State, follow_up
from partydesk.services.papers import Paper
from partydesk.services.postings import Posting
from partydesk.ui.compliance.concerns import ConcernList
from partydesk.ui.placements.columns import STATE_TONES, consent_of, date_word
from partydesk.ui.widgets.card import Card, clear_layout, rule
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import Look, Tag, button, label


@dataclass(frozen=True)
class Stage:
    """One step of a pair's way.

    Attributes:
        title: What happens there.
        when: Its day, or that it is awaited, or empty while its turn has not come.
        paper: Number of the document that goes with it.
        done: Whether it has happened.
    """

    title: str
    when: str
    paper: str
    done: bool


def stages_of(placement: Placement) -> list[Stage]:
    """List the steps of a pair's way, done and to come, in the order of the procedure."""
    stages = []
    for party in placement.needed:
        consent = consent_of(placement, party)
        word = "认可" if party is Party.COMMITTEE else "同意"
        waiting = "待" + word if placement.state is State.PROPOSED else ""
        when = consent.given_on.isoformat() if consent else waiting
        paper = (consent.approval or "") if consent else ""
        stages.append(Stage(f"{party.label}{word}", when, paper, consent is not None))
    signed = placement.signed_on is not None
    to_sign = "待签订" if placement.state is State.CONSENTED else ""
    stages.append(
        Stage("签订协议", date_word(placement.signed_on) or to_sign,
              placement.agreement_number or "", signed)
    )  # fmt: skip
    to_appoint = "待委任" if placement.state is State.SIGNED else ""
    stages.append(
        Stage("组织委任", date_word(placement.appointed_on) or to_appoint,
              placement.letter_number or "", placement.appointed_on is not None)
    )  # fmt: skip
    if placement.appointed_on is None:
        return stages
    if placement.notice_number is not None:
        day = date_word(placement.announced_on)
        stages.append(Stage("任职通知", day, placement.notice_number, done=True))
    to_start = "待登记" if placement.state is State.APPOINTED else ""
    started = placement.started_on
    stages.append(Stage("到岗", date_word(started) or to_start, "", started is not None))
    if placement.ended_on is not None:
        stages.append(Stage(placement.state.label, date_word(placement.ended_on), "", done=True))
    return stages


class PlacementCard(Card):
    """The pair on the right of the page.

    Signals:
        record_asked(str, int): 看人才 or 看单位 was pressed: kind and 记录号.
        papers_asked(): 材料 was pressed.
        decision_asked(object): The committee's decision about a warning is to be recorded.
        decision_taken_back(object): The decision about a warning is to go.
        recusals_asked(): 回避关系 was pressed.
        fill_asked(): 补选 was pressed, on a pair that is over.
    """

    record_asked = Signal(str, int)
    papers_asked = Signal()
    decision_asked = Signal(object)
    decision_taken_back = Signal(object)
    recusals_asked = Signal()
    fill_asked = Signal()

    def __init__(
        self,
        history: Callable[[int], Sequence[Posting]],
        papers: Callable[[int], Sequence[Paper]],
    ) -> None:
        """Show nothing yet.

        Args:
            history: Tells who was at a post; a short read.
            papers: Tells what scans a pair can be kept with; a short read.
        """
        super().__init__("请选择一对", name="placement_card")
        self._history, self._papers = history, papers
        self._placement: Placement | None = None
        self._sections: list[tuple[str, Callable[[Placement], QWidget]]] = []
        self.state = Tag()
        self.state.setObjectName("placement_state")
        self.head.addWidget(self.state, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._post = label("", Look.SECONDARY, name="placement_post", wrap=True)
        self.body.addWidget(self._post)
        inner = QWidget()
        inner.setProperty("page", True)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        area = QScrollArea()
        area.setObjectName("placement_scroll")
        area.setAccessibleName("这一对的情况")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.body.addWidget(area, 1)
        self.show_placement(None)

    def add_section(self, title: str, make: Callable[[Placement], QWidget]) -> None:
        """Show one more part of every pair, made afresh for each, below what happened to it."""
        self._sections.append((title, make))

    def show_placement(self, placement: Placement | None) -> None:
        """Show a pair, or that none is chosen."""
        self._placement = placement
        clear_layout(self._column)
        self._post.setVisible(placement is not None)
        if placement is None:
            self.title.setText("请选择一对")
            self.state.show_word("")
            return
        self.title.setText(placement.talent)
        self.state.show_word(placement.state.label, STATE_TONES[placement.state])
        self._post.setText(placement.post)
        if placement.why_withdrawn:
            words = label(f"撤回原因：{placement.why_withdrawn}", Look.ATTENTION, wrap=True)
            words.setObjectName("placement_withdrawn")
            self._column.addWidget(words)
        self._add_end(placement)
        if placement.reason:
            self._column.addWidget(_raised(placement.reason))
        self._add_heading("办理经过")
        self._column.addLayout(_stages(placement))
        for title, make in self._sections:
            self._add_heading(title)
            self._column.addWidget(make(placement))
        self._add_heading("任期")
        self._column.addWidget(label(_term(placement), name="placement_term", wrap=True))
        self._add_history(placement)
        if placement.concerns:
            self._add_heading("提醒")
            decidable = placement.state in LIVE
            self._column.addWidget(
                ConcernList(
                    placement.concerns,
                    self.decision_asked.emit if decidable else None,
                    self.decision_taken_back.emit if decidable else None,
                )
            )
        self._add_links(placement)
        self._column.addStretch(1)

    def _add_end(self, placement: Placement) -> None:
        """Say why it is over, or what it asks for because unit or person is gone."""
        due = follow_up(placement)
        if due is not None:
            words = label(f"{due.why}，请办理{due.action.label}", Look.ATTENTION, wrap=True)
            words.setObjectName("placement_follow_up")
            self._column.addWidget(words)
        if placement.cause is not None:
            why = f"：{placement.why_ended}" if placement.why_ended else ""
            self._column.addWidget(label(f"{placement.cause}{why}", Look.SECONDARY, wrap=True))

    def _add_history(self, placement: Placement) -> None:
        """Say who was at the post before and after."""
        others = [
            each for each in self._history(placement.post_id) if each.placement_id != placement.id
        ]
        if not others:
            return
        self._add_heading("本岗位其他任职")
        for each in others:
            ended = f"，{each.ended_by}" if each.ended_by else ""
            self._column.addWidget(label(f"{each.talent} {each.span}{ended}", wrap=True))

    def _add_heading(self, text: str) -> None:
        self._column.addSpacing(2)
        self._column.addWidget(label(text, Look.STRONG))

    def _add_links(self, placement: Placement) -> None:
        targets = (
            ("人才档案", "talents", placement.talent_id),
            ("单位档案", "enterprises", placement.enterprise_id),
        )
        line = QWidget()
        row = FlowLayout(line, gap=12)
        for words, kind, number in targets:
            link = button(words, f"open_{kind}", link=True)
            link.clicked.connect(
                lambda _on=False, of=kind, which=number: self.record_asked.emit(of, which)
            )
            row.addWidget(link)
        scans = sum(paper.scans for paper in self._papers(placement.id))
        papers = button(f"材料 {scans} 份" if scans else "材料", "open_papers", link=True)
        papers.clicked.connect(self.papers_asked)
        row.addWidget(papers)
        ties = button("回避关系…", "open_recusals", link=True)
        ties.clicked.connect(lambda _on=False: self.recusals_asked.emit())
        row.addWidget(ties)
        if placement.cause is not None:
            fill = button("补选…", "open_fill", link=True)
            fill.clicked.connect(self.fill_asked)
            row.addWidget(fill)
        self._column.addWidget(line)


def _raised(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("ground", "raised")
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(10, 8, 10, 8)
    words = label(text, name="placement_reason", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    inner.addWidget(words)
    return frame


def _term(placement: Placement) -> str:
    if placement.term_from is None or placement.term_to is None:
        return "未签协议" if placement.state is State.WITHDRAWN else "签订协议时确定"
    term = f"（第 {placement.term} 届）" if placement.term > 1 else ""
    amended = "".join(f"\n补充协议 {number}" for number in placement.amendments)
    return f"{placement.term_from} 至 {placement.term_to}{term}{amended}"


def _stages(placement: Placement) -> QGridLayout:
    """Lay out the steps: what, when, and below it the number of its paper."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    row = 0
    for stage in stages_of(placement):
        mark = label("✓" if stage.done else "", Look.GOOD)
        mark.setFixedWidth(16)
        grid.addWidget(mark, row, 0)
        grid.addWidget(label(stage.title, Look.BODY if stage.when else Look.QUIET), row, 1)
        look = Look.BODY if stage.done else Look.ATTENTION
        grid.addWidget(label(stage.when, look), row, 2, Qt.AlignmentFlag.AlignRight)
        row += 1
        if stage.paper:
            grid.addWidget(label(stage.paper, Look.SMALL), row, 1, 1, 2)
            row += 1
        grid.addWidget(rule(), row, 0, 1, 3)
        row += 1
    return grid
