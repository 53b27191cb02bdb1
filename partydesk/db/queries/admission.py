"""Units that meet the criteria of the 企业库 and are not in it, found in SQL."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, false, func, or_, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from partydesk.db.models import EnterpriseRow
from partydesk.domain.enterprises import GONE, Operation, Standing
from partydesk.domain.policy import Policy

_NOT_WORKING = GONE | {Operation.SUSPENDED, Operation.SHELL}


def fit_outside(policy: Policy) -> ColumnElement[bool]:
    """Units that are 未入库, work, and meet the year's criteria.

    The same as :func:`partydesk.domain.admission.fits` says of one unit; a policy without any
    criterion finds none.
    """
    table = EnterpriseRow
    works = func.coalesce(table.operation.not_in(_NOT_WORKING), True)
    return and_(
        table.standing == Standing.OUTSIDE, works, or_(_influential(policy), _large(policy))
    )


def _influential(policy: Policy) -> ColumnElement[bool]:
    """One of the words that suffice is in the stored list."""
    text = type_coerce(EnterpriseRow.influence, Text)
    quoted = (json.dumps(word, ensure_ascii=False) for word in policy.admission_influence)
    return or_(false(), *(text.contains(word, autoescape=True) for word in quoted))


def _large(policy: Policy) -> ColumnElement[bool]:
    """Every figure that the policy asks for is reached; what is not known is not."""
    figures: tuple[tuple[InstrumentedAttribute[Any], int | Decimal], ...] = (
        (EnterpriseRow.staff, policy.admission_staff),
        (EnterpriseRow.capital, Decimal(policy.admission_capital)),
        (EnterpriseRow.revenue, Decimal(policy.admission_revenue)),
    )
    reached = [func.coalesce(column >= least, False) for column, least in figures if least]
    return and_(*reached) if reached else false()
