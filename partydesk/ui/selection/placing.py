"""What locking a person to a post would do, in words, before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from partydesk.domain.chances import Candidate
from partydesk.domain.conflicts import conflicts_of, effects_of
from partydesk.domain.selection import Ruling
from partydesk.domain.standing import Standing
from partydesk.services.board import BoardPost
from partydesk.ui.selection.dragging import Carried
from partydesk.ui.widgets.texts import Look, label, set_look

_HINT = "也可把人拖到岗位上锁定，拖回候选人处取消"
_LINES = 2


def before_placing(standing: Standing, carried: Carried) -> Standing:
    """Give the round with a carried person's lock taken off, as the drop would find it."""
    off = (carried.post_id or 0, carried.talent_id)
    locked = standing.rulings.get(off) is Ruling.LOCKED and off[0] not in standing.settled
    return standing.ruled(*off, None) if locked else standing


def cannot_place(standing: Standing, carried: Carried, post_id: int) -> str:
    """Say why a person cannot be locked to a post; empty when that can be done."""
    if carried.talent_id not in standing.people or post_id not in standing.posts:
        return "此人或此岗已不在这一轮里"
    if standing.rulings.get((post_id, carried.talent_id)) is Ruling.LOCKED:
        return "已经锁定"
    free = before_placing(standing, carried)
    found = conflicts_of(free, post_id, carried.talent_id)
    return "；".join(each.message for each in found if each.forbids)


def placing_words(standing: Standing, carried: Carried, post_id: int) -> tuple[str, Look]:
    """Say what dropping a person on a post would do, and how that should look."""
    refusal = cannot_place(standing, carried, post_id)
    if refusal:
        return f"不能锁定：{refusal}", Look.TROUBLE
    free = before_placing(standing, carried)
    found = conflicts_of(free, post_id, carried.talent_id)
    name, post = standing.names[carried.talent_id], standing.posts[post_id]
    parts = [f"把{name}锁定到{post.label}", *effects_of(free, post_id, carried.talent_id)]
    if not found:
        return "；".join(parts), Look.SECONDARY
    doubts = "；".join(each.message for each in found)
    return f"{'；'.join(parts)}。请留意：{doubts}", Look.ATTENTION


class PlacingStrip(QFrame):
    """The line below the posts that says what locking would do."""

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self.setObjectName("placing_strip")
        self.setProperty("ground", "raised")
        self._words = label("", Look.SECONDARY, name="placing_words", wrap=True)
        # Room for two lines, lest the table above jump while a person is carried over it.
        self._words.setMinimumHeight(_LINES * self._words.fontMetrics().lineSpacing())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        """What stands there."""
        return self._words.text()

    def say(self, text: str, look: Look = Look.SECONDARY) -> None:
        """Say something else."""
        self._words.setText(text)
        set_look(self._words, look)

    def show_candidate(
        self, standing: Standing | None, line: BoardPost | None, candidate: Candidate | None
    ) -> None:
        """Say what locking a candidate to the post in sight would do."""
        if standing is None or line is None or candidate is None:
            self.say(_HINT)
        elif candidate.here:
            name, locked = standing.names[candidate.talent_id], candidate.ruling is Ruling.LOCKED
            keys = "按 Delete 取消锁定" if locked else "按 L 锁定，按 F 不配"
            where = "已锁定在" if locked else "现配在"
            self.say(f"{name}{where}{line.post.label}，{keys}。{_HINT}")
        else:
            carried = Carried(candidate.talent_id)
            self.say(*placing_words(standing, carried, line.post.id or 0))
