"""Tables of two-way selection: rounds, posts, wishes, rulings and runs of the matcher."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.talents import TalentRow
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Attitude, Role, Ruling, Side


class RoundRow(Base):
    """A year's round."""

    __tablename__ = "rounds"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    published_on: Mapped[dt.date | None]
    wishes_due: Mapped[dt.date | None]


class PostRow(Base):
    """One seat an enterprise asks for in a round."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("round_id", "enterprise_id", "role", "seat"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    role: Mapped[Role]
    seat: Mapped[int] = mapped_column(default=1)
    specialties: Mapped[tuple[str, ...]]
    languages: Mapped[tuple[str, ...]] = mapped_column(default=())
    musts: Mapped[tuple[str, ...]] = mapped_column(default=())
    attendance_days: Mapped[int | None]
    term_months: Mapped[int | None]
    room: Mapped[str | None]
    funds: Mapped[str | None]
    pay: Mapped[str | None]
    note: Mapped[str | None]
    closed_on: Mapped[dt.date | None]
    why_closed: Mapped[str | None]

    enterprise: Mapped[EnterpriseRow] = relationship(lazy="joined")


class WishRow(Base):
    """One side's word about the other; see :class:`partydesk.domain.selection.Wish`."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("round_id", "side", "post_id", "talent_id"),
        # An empty post or person (everybody not named) is no equal of another empty one to SQL.
        Index(
            "ix_wishes_any_post",
            "round_id",
            "talent_id",
            unique=True,
            sqlite_where=text("post_id IS NULL"),
        ),
        Index(
            "ix_wishes_any_talent",
            "round_id",
            "post_id",
            unique=True,
            sqlite_where=text("talent_id IS NULL"),
        ),
        CheckConstraint("post_id IS NOT NULL OR side = '个人'", name="enterprise_has_post"),
        CheckConstraint("talent_id IS NOT NULL OR side = '企业'", name="person_is_named"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    side: Mapped[Side]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    attitude: Mapped[Attitude]
    rank: Mapped[int | None]
    suggested: Mapped[bool] = mapped_column(default=False)

    post: Mapped[PostRow | None] = relationship(lazy="joined")
    talent: Mapped[TalentRow | None] = relationship(lazy="joined")


class RecusalRow(Base):
    """A tie between a person and an enterprise; see :class:`partydesk.domain.recusals.Recusal`."""

    __tablename__ = "recusals"
    __table_args__ = (UniqueConstraint("talent_id", "enterprise_id", "tie"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    tie: Mapped[Tie]
    note: Mapped[str | None]


class RulingRow(Base):
    """A pair that the office locked or forbade before matching."""

    __tablename__ = "rulings"
    __table_args__ = (UniqueConstraint("post_id", "talent_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"))
    ruling: Mapped[Ruling]


class RunRow(Base):
    """One run of the matcher with all that went in and came out, so that it can be replayed.

    Attributes:
        number: Counts within the round from 1.
        inputs_sha256: Hash of ``problem`` as canonical JSON.
        policy: The year's policy as it was.
        options: What the office chose beside favour and goal: which side's missing rankings the
            fit stands in for, the run from which least change was asked, the posts it was for.
    """

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("round_id", "number"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    favour: Mapped[str]
    goal: Mapped[str]
    made_at: Mapped[dt.datetime]
    program_version: Mapped[str]
    inputs_sha256: Mapped[str]
    policy: Mapped[dict[str, Any]] = mapped_column(Json(), default=dict)
    options: Mapped[dict[str, Any]] = mapped_column(Json(), default=dict)
    problem: Mapped[dict[str, Any]] = mapped_column(Json())
    result: Mapped[dict[str, Any]] = mapped_column(Json())
