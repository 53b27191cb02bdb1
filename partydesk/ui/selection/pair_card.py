"""The right side of the board: why this pair, who else there is, and where the fit comes from."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from partydesk.domain.chances import Candidate, candidates_of
from partydesk.domain.selection import Ruling, post_key
from partydesk.domain.standing import Standing
from partydesk.services.board import BoardPost
from partydesk.services.workspace import Workspace
from partydesk.ui.consultations.block import TalksBlock
from partydesk.ui.desk import Desk
from partydesk.ui.selection.board_columns import candidate_columns
from partydesk.ui.selection.dragging import Carried, DropGuide, PersonModel
from partydesk.ui.selection.person_block import PersonBlock
from partydesk.ui.selection.posts_view import state_word
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.remedies import RemedyBlock
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import label

_NAMED = 3  # people named who could still take an empty post
_LEAST_CANDIDATES_PX = 140  # the head and three rows at 14 px type, two at 20 px


class PairCard(Card):
    """A post with its candidates.

    Attributes:
        candidates: Everybody who can be sent, the likeliest first.
        person: The chosen candidate's fit and other chances.
        remedies: What would have to change for a post that the run left empty.
        guide: Watches who is carried over the candidates.

    Signals:
        candidate_changed(): Another candidate was chosen.
        lift_asked(int, int): A person (second) was carried off the post (first) it is locked to.
    """

    candidate_changed = Signal()
    lift_asked = Signal(int, int)

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show nothing yet."""
        super().__init__("请选择一个岗位", name="pair_card")
        self._picture: RoundPicture | None = None
        self._line: BoardPost | None = None
        self._rows: tuple[Candidate, ...] = ()
        # A long name takes a second line; it would push the posts aside.
        self.title.setWordWrap(True)
        self.head.setStretch(0, 1)
        self.head.setStretch(1, 0)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        # Else a long name makes the card wider, and the list of posts loses its last column.
        self.title.setWordWrap(True)
        self._lift = desk.commands.button("selection.lift")
        for key in ("selection.lock", "selection.forbid"):
            self.head.addWidget(desk.commands.button(key))
        self.head.addWidget(self._lift)
        self.remedies = RemedyBlock(desk, workspace, "post_remedies")
        self.body.addWidget(self._reason_block())
        self.model: PersonModel[Candidate] = PersonModel(
            candidate_columns(self._name, self._banner),
            self,
            person=lambda candidate: Carried(candidate.talent_id),
            takes=self._takes_off,
            drop=self._take_off,
        )
        self.candidates: TableView[Candidate] = TableView(
            self.model,
            "candidates",
            desk.settings,
            EmptyState("没有候选人"),
            about="候选人",
            inset=True,
        )
        self.candidates.setMinimumHeight(_LEAST_CANDIDATES_PX)
        self.candidates.current_changed.connect(lambda _candidate: self._show_candidate())
        self.body.addWidget(self.candidates, 1)
        self.guide: DropGuide[Candidate] = DropGuide(self.candidates)
        self.candidates.opened.connect(lambda _row: desk.commands.run("selection.lock"))
        self.person = PersonBlock(
            desk.settings,
            TalksBlock(desk, workspace),
            RemedyBlock(desk, workspace, "person_remedies"),
        )
        self.body.addWidget(self.person)

    def _reason_block(self) -> QFrame:
        self._reason = label("", name="pair_reason", wrap=True)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason_frame = QFrame()
        self._reason_frame.setProperty("ground", "raised")
        inner = QVBoxLayout(self._reason_frame)
        inner.setContentsMargins(10, 8, 10, 8)
        inner.addWidget(self._reason)
        inner.addWidget(self.remedies)
        return self._reason_frame

    def _name(self, candidate: Candidate) -> str:
        names = self._picture.names if self._picture else {}
        return names.get(candidate.talent_id, candidate.name)

    @property
    def _standing(self) -> Standing | None:
        return self._picture.board.standing if self._picture else None

    def _candidates_of(self, line: BoardPost | None) -> tuple[Candidate, ...]:
        """Work out who could take a post; only ever for the one looked at."""
        standing = self._standing
        return candidates_of(standing, line.post.id or 0) if line and standing else ()

    def _banner(self) -> str:
        return self._picture.banner if self._picture else ""

    def _remaining(self) -> str:
        """Say who could still take an empty post without anybody giving way."""
        rows = [row for row in self._rows if row.remains]
        if not rows:
            return "没有谁双方都愿意又有空席。"
        named = "、".join(f"{self._name(row)}（契合 {row.fit}）" for row in rows[:_NAMED])
        more = f" 等 {len(rows)} 人" if len(rows) > _NAMED else ""
        return f"双方都愿意又有空席的：{named}{more}。"

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
        self._rows = self._candidates_of(line)
        self._show_reason()
        hint = "人才库里没有“可选派”的人" if line else "选择一个岗位，这里列出可选派的人"
        self.candidates.empty.set_words("没有候选人" if line else "还没有选择岗位", hint)
        self.model.set_rows(self._rows)
        wanted = before.talent_id if before else (line.talent_id if line else None)
        if not self.candidates.select_where(lambda each: each.talent_id == wanted):
            self.candidates.select_number(0)
        self._show_candidate()

    def _show_reason(self) -> None:
        line, standing = self._line, self._standing
        reason = line.reason if line else ""
        if line is not None and not line.takes_part:
            reason = f"这个岗位不参加匹配：{state_word(line.post)}。"
        elif line is not None and not reason:
            reason = "还没有匹配过。" if not (self._picture and self._picture.run) else (
                "这个岗位没有参加这次匹配，请重新匹配。"
            )  # fmt: skip
        matched = self._picture is not None and self._picture.run is not None
        if line is not None and line.takes_part and line.talent_id is None and matched:
            reason += self._remaining()
        self.remedies.show_subject(*self._left_empty())
        names = set(standing.names.values()) if line and standing else set()
        self._reason.setTextFormat(Qt.TextFormat.RichText)
        self._reason.setText(with_bold_names(reason, names))
        self._reason.setAccessibleName(reason)
        self._reason_frame.setVisible(bool(reason))

    def _left_empty(self) -> tuple[str, int]:
        """The post's key and the run that left it empty; nothing for any other post."""
        line, run = self._line, self._picture.run if self._picture else None
        if line is None or run is None or not line.takes_part or line.post.id in run.pairs:
            return "", 0
        key = post_key(line.post.id or 0)
        return (key, run.id) if key in run.reasons else ("", 0)

    def _show_candidate(self) -> None:
        candidate = self.candidate()
        forbidden = candidate is not None and candidate.ruling is Ruling.FORBIDDEN
        self._lift.setText("取消不配" if forbidden else "取消锁定")
        post = self._line.post.id if self._line else None
        self.person.show_person(candidate, post or 0, self._picture)
        self.candidate_changed.emit()

    # -- carrying ------------------------------------------------------------------------------

    def _takes_off(self, carried: Carried, _row: Candidate | None) -> bool:
        """Whether a person carried here from a post's row was locked there."""
        standing = self._standing
        pair = (carried.post_id or 0, carried.talent_id)
        return standing is not None and standing.rulings.get(pair) is Ruling.LOCKED

    def _take_off(self, carried: Carried, _row: Candidate | None) -> None:
        self.lift_asked.emit(carried.post_id, carried.talent_id)


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
