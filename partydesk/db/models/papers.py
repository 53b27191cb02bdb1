"""Tables of what goes on paper: numbers, frozen documents, prints, layouts and printers."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.domain.certificates import CertificateKind
from partydesk.domain.printers import PaperSide


class NumberSeries(StrEnum):
    """Which run of numbers a document takes its number from."""

    AGREEMENT = "agreement"
    LETTER = "letter"
    NOTICE = "notice"
    ENGAGEMENT = "engagement"
    HONOUR = "honour"
    TRAINING = "training"


class NumberRow(Base):
    """The ledger of numbers: one row for each number ever taken; never deleted, never reused.

    Attributes:
        serial: Counts within series and year from 1, not padded.
        text: The whole number as printed.
        void: Whether the document that carried it was withdrawn.
        void_on: The day on which it was.
        why_void: Why, in words.
        replaces_id: The number of the document that this one was issued in place of (重发).
    """

    __tablename__ = "numbers"
    __table_args__ = (UniqueConstraint("series", "year", "serial"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[NumberSeries]
    year: Mapped[int]
    serial: Mapped[int]
    text: Mapped[str] = mapped_column(unique=True)
    void: Mapped[bool] = mapped_column(default=False)
    void_on: Mapped[dt.date | None]
    why_void: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("numbers.id"))

    issued: Mapped[IssuedRow | None] = relationship(back_populates="number")


class IssuedRow(Base):
    """A document as it was issued: the pages of a stored PDF, and what made them.

    Documents issued in one act share one file, so that they share its fonts.

    Attributes:
        kind: Kind of document, as layouts name it.
        layout: Name of its layout.
        layout_version: 0 for the layout that came with the program.
        layout_sha256: The stored text of the layout.
        fonts: Name of each embedded font → SHA-256 of its file.
        pdf_sha256: The stored PDF.
        first_page: Where the document begins in it, counted from 1.
        pages: How many pages it has.
        code: What its verification code says; None where it carries none.
    """

    __tablename__ = "issued_documents"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    kind: Mapped[str]
    layout: Mapped[str]
    layout_version: Mapped[int]
    layout_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    fonts: Mapped[dict[str, str]] = mapped_column(Json())
    pdf_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"), index=True)
    first_page: Mapped[int]
    pages: Mapped[int]
    code: Mapped[str | None] = mapped_column(unique=True)
    issued_at: Mapped[dt.datetime]

    number: Mapped[NumberRow] = relationship(back_populates="issued", lazy="joined")


class CertificateRow(Base):
    """A certificate for one person; ``content`` is what it says, frozen.

    Attributes:
        talent_id: Whose it is; None for somebody who is not in the pool.
        holder: The name on it.
    """

    __tablename__ = "certificates"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CertificateKind]
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    holder: Mapped[str]
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    issued_on: Mapped[dt.date]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    number: Mapped[NumberRow] = relationship(lazy="joined")


class NoticeRow(Base):
    """An official notice (任职通知) about one or several placements, frozen as issued."""

    __tablename__ = "notices"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), unique=True)
    title: Mapped[str]
    issued_on: Mapped[dt.date]
    content: Mapped[dict[str, Any]] = mapped_column(Json())

    number: Mapped[NumberRow] = relationship(lazy="joined")
    placements: Mapped[list[NoticePlacementRow]] = relationship(
        back_populates="notice", order_by="NoticePlacementRow.id", passive_deletes="all"
    )


class NoticePlacementRow(Base):
    """One placement that a notice is about."""

    __tablename__ = "notice_placements"
    __table_args__ = (UniqueConstraint("notice_id", "placement_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)

    notice: Mapped[NoticeRow] = relationship(back_populates="placements", lazy="joined")


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


class PrintedNumberRow(Base):
    """One numbered document of a print.

    Attributes:
        again: Whether it had been printed before (补打); said in the register only.
    """

    __tablename__ = "printed_numbers"
    __table_args__ = (UniqueConstraint("print_id", "number_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    print_id: Mapped[int] = mapped_column(ForeignKey("prints.id"))
    number_id: Mapped[int] = mapped_column(ForeignKey("numbers.id"), index=True)
    again: Mapped[bool]


class PrintJobRow(Base):
    """A batch on its way to a printer, so that it goes on at the right sheet after a jam.

    Attributes:
        title: What is printed.
        pdf_sha256: The stored PDF whose pages are printed.
        plan: Printer, tray, pages, copies, sides and order as plain values.
        sheets: How many sheets of paper it takes.
        done_sheets: How many are known to lie in the tray, in good order.
        ended_at: When the last sheet was done or the rest was given up.
    """

    __tablename__ = "print_jobs"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    pdf_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    plan: Mapped[dict[str, Any]] = mapped_column(Json())
    sheets: Mapped[int]
    done_sheets: Mapped[int]
    begun_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class LayoutRow(Base):
    """One version of a layout of the office's own; versions are added, never changed.

    Attributes:
        name: The same for all versions.
        kind: Kind of document.
        version: Counts within the name from 1.
        body: The layout as its file holds it (JSON).
        in_use: Whether documents of the kind are printed with it; at most one of a kind.
        retired: Not offered any more.
    """

    __tablename__ = "layouts"
    __table_args__ = (UniqueConstraint("name", "version"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    version: Mapped[int]
    body: Mapped[str]
    saved_at: Mapped[dt.datetime]
    in_use: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)


class PrinterProfileRow(Base):
    """How a printer puts a page on paper; see :class:`partydesk.domain.printers.Correction`.

    Attributes:
        printer: Name of the printer in the system.
        tray: Name of the tray; empty for the usual one.
        side: Front or back.
        dx_mm: How far to the right of its place everything comes out.
        dy_mm: How far below.
        scale_x: How much wider it comes out, 1 for just so.
        scale_y: How much taller.
        angle_deg: How far it is turned, clockwise.
        readings: What was measured on the calibration sheet, as plain values.
        measured_on: When.
    """

    __tablename__ = "printer_profiles"
    __table_args__ = (UniqueConstraint("printer", "tray", "side"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    printer: Mapped[str]
    tray: Mapped[str] = mapped_column(default="")
    side: Mapped[PaperSide]
    dx_mm: Mapped[float]
    dy_mm: Mapped[float]
    scale_x: Mapped[float]
    scale_y: Mapped[float]
    angle_deg: Mapped[float]
    readings: Mapped[list[Any]] = mapped_column(Json())
    measured_on: Mapped[dt.date]
