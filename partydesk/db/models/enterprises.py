"""The table of the enterprise pool; its columns are the fields of the record."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import ColumnElement
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.db.base import KEEP_NUMBERS, Base
from partydesk.db.completeness import clear_share
from partydesk.domain.completeness import completeness_of
from partydesk.domain.enterprises import (
    Industry,
    Operation,
    Ownership,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.talents import PoliticalStatus


class EnterpriseRow(Base):
    """One unit; see :class:`partydesk.domain.enterprises.Enterprise` for the columns' meaning."""

    __tablename__ = "enterprises"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[UnitKind | None] = mapped_column(index=True)
    registered_type: Mapped[str | None]
    ownership: Mapped[Ownership | None]
    industry: Mapped[Industry | None]
    registered_on: Mapped[dt.date | None]
    capital: Mapped[Decimal | None]
    township: Mapped[str | None] = mapped_column(index=True)
    village: Mapped[str | None]
    address: Mapped[str | None]
    scope: Mapped[str | None]
    operation: Mapped[Operation | None] = mapped_column(index=True)
    staff: Mapped[int | None]
    revenue: Mapped[Decimal | None]
    legal_person: Mapped[str | None]
    owner_political: Mapped[PoliticalStatus | None]
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    party_organization: Mapped[PartyOrganization | None] = mapped_column(index=True)
    none_reason: Mapped[str | None]
    members: Mapped[int | None]
    probationary: Mapped[int | None]
    activists: Mapped[int | None]
    applicants: Mapped[int | None]
    superior: Mapped[str | None]
    supervisor: Mapped[str | None]
    mass_organizations: Mapped[tuple[str, ...]]
    influence: Mapped[tuple[str, ...]]
    standing: Mapped[Standing] = mapped_column(index=True)
    standing_reason: Mapped[str | None]
    proposer: Mapped[str | None]
    admitted_on: Mapped[dt.date | None]
    tags: Mapped[tuple[str, ...]]
    note: Mapped[str | None]

    @hybrid_property
    def clears(self) -> float:
        """Share of what the four clears ask for that is known; in SQL, so that lists sort by it."""
        return float(completeness_of(self).total.share)

    @clears.inplace.expression
    @classmethod
    def _clears(cls) -> ColumnElement[float]:
        return clear_share(cls)
