"""Tables of the procedure: placements, consents, agreements, letters, talks and decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.db.models.papers import NoticePlacementRow, NoticeRow, NumberRow
from partydesk.db.models.selection import PostRow
from partydesk.db.models.talents import TalentRow
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.consultations import Consulted, Opinion
from partydesk.domain.placements import Cause, Party, State


class PlacementRow(Base):
    """One person at one post on the way to the letter.

    Attributes:
        needed: Parties whose consent the pair needs, fixed when it entered the procedure.
        reason: Why the matcher proposed the pair.
        why_withdrawn: Reason in words, once withdrawn.
        started_on: Day on which the person came to the enterprise (到岗).
        ended_on: Last day, once it is over after appointment.
        cause: Why it ended.
        why_ended: The cause in words, with the document that decided it.
        replaces_id: The placement whose seat this one took over in the middle of a term.
    """

    __tablename__ = "placements"
    __table_args__ = (
        Index(
            "ix_placements_live_post",
            "post_id",
            unique=True,
            sqlite_where=text("state NOT IN ('expired', 'adjusted', 'terminated', 'withdrawn')"),
        ),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"), index=True)
    state: Mapped[State]
    needed: Mapped[tuple[str, ...]]
    reason: Mapped[str]
    why_withdrawn: Mapped[str | None]
    started_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    cause: Mapped[Cause | None]
    why_ended: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("placements.id"))

    post: Mapped[PostRow] = relationship(lazy="joined")
    talent: Mapped[TalentRow] = relationship(lazy="joined")
    consents: Mapped[list[ConsentRow]] = relationship(
        back_populates="placement", order_by="ConsentRow.id", lazy="selectin", passive_deletes="all"
    )
    agreements: Mapped[list[AgreementRow]] = relationship(
        back_populates="placement",
        order_by="AgreementRow.id",
        lazy="selectin",
        passive_deletes="all",
    )
    letters: Mapped[list[LetterRow]] = relationship(
        back_populates="placement", order_by="LetterRow.id", lazy="selectin", passive_deletes="all"
    )

    announcements: Mapped[list[NoticePlacementRow]] = relationship(
        order_by="NoticePlacementRow.id", lazy="selectin", passive_deletes="all"
    )

    @property
    def agreement(self) -> AgreementRow | None:
        """The agreement that sets the term: the newest that is no amendment and not void."""
        setting = [
            each
            for each in self.agreements
            if each.kind is not AgreementKind.AMENDMENT and not each.number.void
        ]
        return setting[-1] if setting else None

    @property
    def letter(self) -> LetterRow | None:
        """The letter in force: the newest that is not void; one issued anew counts as the old."""
        valid = [each for each in self.letters if not each.number.void]
        return max(valid, key=lambda each: self._first(each).id, default=None)

    @property
    def appointed_on(self) -> dt.date | None:
        """Day of the letter in force, or of the one that it was issued in place of (重发)."""
        letter = self.letter
        return None if letter is None else self._first(letter).issued_on

    def _first(self, letter: LetterRow) -> LetterRow:
        """Follow a letter back to the one that it stands in place of, however often."""
        by_number = {each.number_id: each for each in self.letters}
        while letter.number.replaces_id in by_number:
            letter = by_number[letter.number.replaces_id]
        return letter

    @property
    def notice(self) -> NoticeRow | None:
        """The notice in force that announces its present term."""
        agreed = self.agreement.signed_on if self.agreement else None
        valid = [
            each.notice
            for each in self.announcements
            if not each.notice.number.void and (agreed is None or each.notice.issued_on >= agreed)
        ]
        return valid[-1] if valid else None


class ConsentRow(Base):
    """One party's dated consent."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("placement_id", "party"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    party: Mapped[Party]
    given_on: Mapped[dt.date]
    approval: Mapped[str | None]

    placement: Mapped[PlacementRow] = relationship(back_populates="consents")


class AgreementRow(Base):
    """An agreement, drafted or signed; ``content`` is what it says, frozen.

    Attributes:
        kind: First agreement, renewal of the term, or amendment.
        term: Which term it sets, counted from 1; that of the amended one for an amendment.
        drafted_on: Day on which it was numbered and could be printed.
        signed_on: Day of the signing; None while it waits for signatures.
        term_from: First day of the term as agreed.
        term_to: Last day.
        note: What an amendment changes, in words.
    """

    __tablename__ = "agreements"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    kind: Mapped[AgreementKind] = mapped_column(default=AgreementKind.FIRST)
    term: Mapped[int] = mapped_column(default=1)
    drafted_on: Mapped[dt.date]
    signed_on: Mapped[dt.date | None]
    term_from: Mapped[dt.date]
    term_to: Mapped[dt.date]
    note: Mapped[str | None]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    placement: Mapped[PlacementRow] = relationship(back_populates="agreements")
    number: Mapped[NumberRow] = relationship(lazy="joined")


class LetterRow(Base):
    """An issued letter of appointment; ``content`` is what the letter says, frozen."""

    __tablename__ = "letters"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    issued_on: Mapped[dt.date]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    placement: Mapped[PlacementRow] = relationship(back_populates="letters")
    number: Mapped[NumberRow] = relationship(lazy="joined")


class ConsultationRow(Base):
    """One talk about a post; see :class:`partydesk.domain.consultations.Consultation`."""

    __tablename__ = "consultations"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    held_on: Mapped[dt.date]
    whom: Mapped[Consulted]
    spoke: Mapped[str]
    opinion: Mapped[Opinion]
    said: Mapped[str]


class DecisionRow(Base):
    """The committee's decision to go on with a pair in spite of a warning.

    Attributes:
        warning: The warning, by its stable English word.
        decided_by: Who decided, such as the committee's meeting.
        approval: 批准文号, where one was given.
    """

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("placement_id", "warning"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    warning: Mapped[str]
    decided_by: Mapped[str]
    reason: Mapped[str]
    decided_on: Mapped[dt.date]
    approval: Mapped[str | None]


class SnoozeRow(Base):
    """A reminder that somebody put off.

    Attributes:
        key: What it reminds of, such as ``term:12``.
        until: First day on which it shows again.
    """

    __tablename__ = "snoozes"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    until: Mapped[dt.date]


class CeremonyRow(Base):
    """签约仪式: where and when the agreements of a round are signed and the letters handed over.

    Attributes:
        held_at: Time of day as people write it, such as ``09:30``.
        chair: Who leads it.
        agenda: Its items in order.
    """

    __tablename__ = "ceremonies"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), unique=True)
    title: Mapped[str]
    held_on: Mapped[dt.date | None]
    held_at: Mapped[str | None]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    agenda: Mapped[tuple[str, ...]]
