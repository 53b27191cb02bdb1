"""Tables of the procedure: placements, consents, agreements, letters and the ledger of numbers."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.db.models.selection import PostRow
from partydesk.db.models.talents import TalentRow
from partydesk.domain.placements import Party, State


class NumberSeries(StrEnum):
    """Which run of numbers a document takes its number from."""

    AGREEMENT = "agreement"
    LETTER = "letter"


class PlacementRow(Base):
    """One person at one post on the way to the letter.

    Attributes:
        needed: Parties whose consent the pair needs, fixed when it entered the procedure.
        reason: Why the matcher proposed the pair.
        why_withdrawn: Reason in words, once withdrawn.
    """

    __tablename__ = "placements"
    __table_args__ = (
        Index(
            "ix_placements_live_post",
            "post_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
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

    post: Mapped[PostRow] = relationship(lazy="joined")
    talent: Mapped[TalentRow] = relationship(lazy="joined")
    consents: Mapped[list[ConsentRow]] = relationship(
        back_populates="placement", order_by="ConsentRow.id", lazy="selectin", passive_deletes="all"
    )
    agreement: Mapped[AgreementRow | None] = relationship(
        back_populates="placement", lazy="selectin", passive_deletes="all"
    )
    letter: Mapped[LetterRow | None] = relationship(
        back_populates="placement", lazy="selectin", passive_deletes="all"
    )


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


class NumberRow(Base):
    """The ledger of numbers: one row for each number ever taken; never deleted, never reused.

    Attributes:
        serial: Counts within series and year from 1, not padded.
        text: The whole number as printed.
        void: Whether the document that carried it was withdrawn.
    """

    __tablename__ = "numbers"
    __table_args__ = (UniqueConstraint("series", "year", "serial"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[NumberSeries]
    year: Mapped[int]
    serial: Mapped[int]
    text: Mapped[str] = mapped_column(unique=True)
    void: Mapped[bool] = mapped_column(default=False)


class AgreementRow(Base):
    """A signed agreement; ``content`` is what was signed, frozen."""

    __tablename__ = "agreements"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), unique=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    signed_on: Mapped[dt.date]
    term_from: Mapped[dt.date]
    term_to: Mapped[dt.date]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    placement: Mapped[PlacementRow] = relationship(back_populates="agreement")
    number: Mapped[NumberRow] = relationship(lazy="joined")


class LetterRow(Base):
    """An issued letter of appointment; ``content`` is what the letter says, frozen."""

    __tablename__ = "letters"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), unique=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    issued_on: Mapped[dt.date]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    placement: Mapped[PlacementRow] = relationship(back_populates="letter")
    number: Mapped[NumberRow] = relationship(lazy="joined")


class PrintRow(Base):
    """What was printed or saved as PDF, when, and the hash of the file."""

    __tablename__ = "prints"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    layout: Mapped[str]
    records: Mapped[int]
    sha256: Mapped[str]
    printed_at: Mapped[dt.datetime]
