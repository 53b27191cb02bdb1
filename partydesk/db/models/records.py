"""Tables that hang on the records of any pool: attachments, decisions about twins, drafts, filters.

An attachment belongs to exactly one record by a foreign key of its own, so that nothing can hang
on a record that is gone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.db.base import KEEP_NUMBERS, Base, Json

_ONE_OWNER = (
    "(talent_id IS NOT NULL) + (enterprise_id IS NOT NULL) + (organization_id IS NOT NULL)"
    " + (placement_id IS NOT NULL) + (consent_id IS NOT NULL) + (consultation_id IS NOT NULL)"
    " + (ledger_entry_id IS NOT NULL) + (inspection_id IS NOT NULL)"
    " + (training_session_id IS NOT NULL) + (evaluated_id IS NOT NULL) = 1"
)


class AttachmentRow(Base):
    """A scan, a picture or a document kept with a record.

    Attributes:
        title: What people call it.
        file_name: Name of the file it came from, without its folder.
        sha256: The stored content.
        size: Bytes.
        media_type: As recognized from the content.
    """

    __tablename__ = "attachments"
    __table_args__ = (CheckConstraint(_ONE_OWNER, name="one_owner"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placements.id"), index=True)
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consents.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    ledger_entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"), index=True)
    training_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_sessions.id"), index=True
    )
    evaluated_id: Mapped[int | None] = mapped_column(ForeignKey("evaluated.id"), index=True)
    title: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    size: Mapped[int]
    media_type: Mapped[str]
    added_at: Mapped[dt.datetime]


class DistinctionRow(Base):
    """Somebody's decision that two records that look alike are not the same.

    Attributes:
        kind: The pool.
        first_id: The smaller 记录号.
        second_id: The greater 记录号.
    """

    __tablename__ = "distinctions"
    __table_args__ = (
        UniqueConstraint("kind", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
        KEEP_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    first_id: Mapped[int]
    second_id: Mapped[int]


class SavedFilterRow(Base):
    """A named filter of a pool.

    Attributes:
        kind: The pool.
        name: What the user calls it.
        query: Words, filters, ranges and order as plain values.
    """

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("kind", "name"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    query: Mapped[dict[str, Any]] = mapped_column(Json())


class DraftRow(Base):
    """What is typed over a record and not saved; kept so that a crash loses nothing.

    Attributes:
        kind: The pool, or ``layouts``.
        record_id: 记录号; 0 for a record that is not stored yet. Layouts are counted from 1.
        label: What the record is called.
        changed: Field name → text.
        base: Field name → what was stored there when it was typed over.
        kept_at: When it was last written.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("kind", "record_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    record_id: Mapped[int]
    label: Mapped[str]
    changed: Mapped[dict[str, str]] = mapped_column(Json())
    base: Mapped[dict[str, str]] = mapped_column(Json())
    kept_at: Mapped[dt.datetime]
