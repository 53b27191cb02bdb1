"""The lower part of the card: where a person's fit comes from, and what other posts there are."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.chances import Candidate, Chance, chances_of
from partydesk.domain.selection import talent_key
from partydesk.ui.compliance.concerns import ConcernList
from partydesk.ui.consultations.block import Concerned, TalksBlock
from partydesk.ui.selection.board_columns import chance_columns
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.remedies import RemedyBlock
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.widgets.yielding import YieldingArea


class PersonBlock(QWidget):
    """Three leaves about one person: 契合的由来, 其他机会 and 沟通.

    Attributes:
        chips: The heads; one of them is on.
        chances: The posts that would take the person.
        talks: What was talked about the person for the post.
        reason: The run's sentence about the person.
        remedies: What would have to change for somebody whom the run left out.
    """

    def __init__(self, settings: QSettings, talks: TalksBlock, remedies: RemedyBlock) -> None:
        """Show nobody yet."""
        super().__init__()
        self.setObjectName("person_block")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._picture: RoundPicture | None = None
        self.chips = (ToggleChip("契合的由来", "show_fit", on=True),
                      ToggleChip("其他机会", "show_chances"),
                      ToggleChip("沟通", "show_talks"))  # fmt: skip
        heads = QHBoxLayout()
        heads.setSpacing(8)
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _on=False, leaf=number: self.show_leaf(leaf))
            heads.addWidget(chip)
        self._who = label("", Look.SECONDARY, name="block_person")
        heads.addStretch(1)
        heads.addWidget(self._who)
        self._model: RowTableModel[Chance] = RowTableModel(
            chance_columns(lambda: self._picture), self
        )
        self.chances: TableView[Chance] = TableView(
            self._model,
            "chances",
            settings,
            EmptyState("没有别的岗位", "没有双方都愿意的岗位"),
            about="此人的其他机会",
            inset=True,
        )
        self._leaves = QStackedWidget()
        self._leaves.addWidget(self._fit_leaf())
        self.reason = label("", Look.SMALL, name="person_reason", wrap=True)
        self.remedies = remedies
        self._leaves.addWidget(self._chances_leaf())
        self.talks = talks
        self._leaves.addWidget(self._talks_leaf(talks))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(heads)
        column.addWidget(self._leaves)

    def _fit_leaf(self) -> YieldingArea:
        """Make the parts of the fit; with large type on a low screen they scroll."""
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
        column.addLayout(self._parts)
        column.addWidget(self._facts)
        self._concerns = QVBoxLayout()
        column.addLayout(self._concerns)
        column.addStretch(1)
        return YieldingArea(inner, "fit_scroll", "契合的由来")

    def _chances_leaf(self) -> QWidget:
        """Put what the run says of the person above the other posts."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.reason)
        column.addWidget(self.remedies)
        column.addWidget(self.chances)
        return inner

    def _talks_leaf(self, talks: TalksBlock) -> YieldingArea:
        inner = QWidget()
        inner.setProperty("page", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(10, 0, 10, 0)
        column.addWidget(talks)
        column.addStretch(1)
        talks.shown.connect(self._count_talks)
        return YieldingArea(inner, "talks_scroll", "沟通记录")

    def _count_talks(self) -> None:
        talks = self.talks.talks
        asked = f" {talks.required - len(talks.missing)}/{talks.required}" if talks else ""
        self.chips[2].set_words(f"沟通{asked}")

    def show_leaf(self, number: int) -> None:
        """Turn to a leaf: 0 the fit, 1 the other posts, 2 the talks."""
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == number)
        self._leaves.setCurrentIndex(number)

    def show_person(
        self, candidate: Candidate | None, post_id: int, picture: RoundPicture | None
    ) -> None:
        """Show somebody as seen from a post."""
        self._picture = picture
        self.setVisible(candidate is not None)
        clear_layout(self._parts)
        clear_layout(self._concerns)
        standing = picture.board.standing if picture else None
        if candidate is None or picture is None or standing is None:
            self._model.set_rows(())
            self.talks.show_concerned(None)
            return
        name = picture.names.get(candidate.talent_id, candidate.name)
        self._show_reason(candidate.talent_id, picture)
        self.talks.show_concerned(Concerned(post_id, candidate.talent_id, name))
        self.chips[0].set_words(f"契合 {candidate.fit} 的由来")
        found = chances_of(standing, candidate.talent_id)
        self.chips[1].set_words(f"其他机会 {sum(not chance.here for chance in found)}")
        self._model.set_rows(found)
        self._who.setText(name)
        for number, part in enumerate(standing.fit(post_id, candidate.talent_id).parts):
            words = label(part.label)
            words.setToolTip(part.label)
            self._parts.addWidget(words, 2 * number, 0)
            points = label(f"{part.points} / {part.of}")
            self._parts.addWidget(points, 2 * number, 1, Qt.AlignmentFlag.AlignRight)
            self._parts.addWidget(rule(), 2 * number + 1, 0, 1, 2)
        failed = standing.fits.failed(post_id, candidate.talent_id)
        self._facts.setText(_facts_of(candidate, picture, failed))
        concerns = picture.concerns(standing.posts[post_id], candidate.talent_id)
        if concerns:
            self._concerns.addWidget(label("提醒", Look.STRONG))
            self._concerns.addWidget(ConcernList(concerns))

    def _show_reason(self, talent_id: int, picture: RoundPicture) -> None:
        """Say why the person is where the run put it, and offer what would change that."""
        run, key = picture.run, talent_key(talent_id)
        said = run.reasons.get(key, "") if run else ""
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
        left_out = run is not None and bool(said) and talent_id not in run.pairs.values()
        self.remedies.show_subject(key if left_out else "", run.id if run else 0)


def _facts_of(candidate: Candidate, picture: RoundPicture, failed: tuple[str, ...]) -> str:
    """Say who it is and which must-haves fail."""
    talent = picture.person(candidate.talent_id)
    if talent is None:
        return ""
    facts = [talent.sex, talent.source, talent.unit_post]
    known = " · ".join(str(fact) for fact in facts if fact)
    lacking = f"必备条件：{'；'.join(failed)}" if failed else ""
    return "\n".join(line for line in (known, lacking) if line)
