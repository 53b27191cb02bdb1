"""The kinds of documents and the fields each of them offers to layouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from partydesk.reports.fields.agreements import AGREEMENTS
from partydesk.reports.fields.amendments import AMENDMENTS
from partydesk.reports.fields.certificates import ENGAGEMENTS, HONOURS, TRAININGS
from partydesk.reports.fields.letters import LETTERS
from partydesk.reports.fields.notices import NOTICES
from partydesk.reports.registry import DocumentKind

#: Name → kind.
KINDS: Final[Mapping[str, DocumentKind]] = {
    kind.name: kind
    for kind in (LETTERS, AGREEMENTS, AMENDMENTS, NOTICES, ENGAGEMENTS, HONOURS, TRAININGS)
}
