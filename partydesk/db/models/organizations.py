"""The tables of the register of organizations: themselves, what they cover, what befell them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from partydesk.db.base import KEEP_NUMBERS, Base
from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.domain.organization_events import EventKind
from partydesk.domain.organizations import Formation, OrganizationKind, OrganizationState
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.references import Reference


class OrganizationRow(Base):
    """One organization; see :class:`partydesk.domain.organizations.Organization`.

    Attributes:
        coverages: Links to the units it covers, in the order in which they were named.
    """

    __tablename__ = "organizations"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[OrganizationKind | None]
    formation: Mapped[Formation | None]
    code: Mapped[str | None] = mapped_column(unique=True)
    branch_class: Mapped[str | None]
    superior: Mapped[str | None]
    township: Mapped[str | None]
    established_on: Mapped[PartialDate | None]
    approval_number: Mapped[str | None]
    elected_on: Mapped[PartialDate | None]
    term_years: Mapped[int | None]
    secretary: Mapped[str | None]
    phone: Mapped[str | None]
    committee: Mapped[str | None]
    members: Mapped[int | None]
    probationary: Mapped[int | None]
    activists: Mapped[int | None]
    applicants: Mapped[int | None]
    standards: Mapped[tuple[str, ...]]
    state: Mapped[OrganizationState]
    state_reason: Mapped[str | None]
    tags: Mapped[tuple[str, ...]]
    note: Mapped[str | None]

    # Deleting an organization leaves its links to the foreign key, which refuses while there are
    # any: an undo must not take along what later work has linked.
    coverages: Mapped[list[CoverageRow]] = relationship(
        order_by="CoverageRow.id", lazy="selectin", passive_deletes="all"
    )

    @property
    def units(self) -> tuple[Reference, ...]:
        """The units it covers."""
        return tuple(Reference(one.enterprise_id, one.enterprise.name) for one in self.coverages)

    @units.setter
    def units(self, references: tuple[Reference, ...]) -> None:
        """Link exactly these units; links that stay keep their numbers."""
        wanted = [reference.id for reference in references]
        if inspect(self).transient:
            # Said outright, a new organization's links need not be read back to be indexed.
            self.coverages = [CoverageRow(enterprise_id=number) for number in wanted]
            return
        session = object_session(self)
        for one in [one for one in self.coverages if one.enterprise_id not in wanted]:
            self.coverages.remove(one)
            if session is not None:
                session.delete(one)
        linked = {one.enterprise_id for one in self.coverages}
        self.coverages.extend(
            CoverageRow(enterprise_id=number) for number in wanted if number not in linked
        )


class CoverageRow(Base):
    """One unit covered by one organization."""

    __tablename__ = "coverages"
    __table_args__ = (UniqueConstraint("organization_id", "enterprise_id"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)

    enterprise: Mapped[EnterpriseRow] = relationship(lazy="joined")


class OrganizationEventRow(Base):
    """Something that befell an organization; see ``domain.organization_events``.

    Attributes:
        happened_on: The day or month, as the document says.
        document: Number of the document that decided it.
        details: What it said or changed, in the user's words.
    """

    __tablename__ = "organization_events"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[EventKind]
    happened_on: Mapped[PartialDate]
    document: Mapped[str | None]
    details: Mapped[str | None]
