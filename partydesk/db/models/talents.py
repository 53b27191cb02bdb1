"""The table of the talent pool; its columns are the fields of the record."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.db.base import KEEP_NUMBERS, Base
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import (
    Education,
    Engagement,
    PoliticalStatus,
    PoolState,
    Sex,
    Source,
)


class TalentRow(Base):
    """One person; see :class:`partydesk.domain.talents.Talent` for what each column means."""

    __tablename__ = "talents"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sex: Mapped[Sex | None]
    citizen_number: Mapped[str | None] = mapped_column(unique=True)
    birth: Mapped[PartialDate | None]
    ethnicity: Mapped[str | None]
    political: Mapped[PoliticalStatus | None]
    joined: Mapped[PartialDate | None]
    education: Mapped[Education | None]
    school: Mapped[str | None]
    later_education: Mapped[Education | None]
    later_school: Mapped[str | None]
    unit_post: Mapped[str | None]
    rank: Mapped[str | None]
    source: Mapped[Source | None] = mapped_column(index=True)
    retired_on: Mapped[PartialDate | None]
    phone: Mapped[str | None]
    specialties: Mapped[tuple[str, ...]]
    languages: Mapped[tuple[str, ...]]
    engagement: Mapped[Engagement | None]
    capacity: Mapped[int | None]
    townships: Mapped[tuple[str, ...]]
    industries: Mapped[tuple[str, ...]]
    ability: Mapped[str | None]
    resume: Mapped[str | None]
    trained_on: Mapped[PartialDate | None]
    grade: Mapped[str | None]
    grade_year: Mapped[int | None]
    state: Mapped[PoolState] = mapped_column(index=True)
    state_reason: Mapped[str | None]
    tags: Mapped[tuple[str, ...]]
    note: Mapped[str | None]
    photo: Mapped[str | None] = mapped_column(ForeignKey("stored_files.sha256"))
