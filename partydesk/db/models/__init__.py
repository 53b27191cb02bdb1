"""The tables, one module per subject; importing this package knows them all."""

from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.organizations import CoverageRow, OrganizationEventRow, OrganizationRow
from partydesk.db.models.placements import (
    AgreementRow,
    ConsentRow,
    LetterRow,
    NumberRow,
    NumberSeries,
    PlacementRow,
    PrintRow,
)
from partydesk.db.models.records import AttachmentRow, DistinctionRow, DraftRow, SavedFilterRow
from partydesk.db.models.selection import PostRow, RoundRow, RulingRow, RunRow, WishRow
from partydesk.db.models.talents import TalentRow
from partydesk.db.models.workspace import FileRow, MappingRow, PolicyRow, ProfileRow, WordRow

__all__ = [
    "AgreementRow",
    "AttachmentRow",
    "ConsentRow",
    "CoverageRow",
    "DistinctionRow",
    "DraftRow",
    "EnterpriseRow",
    "FileRow",
    "LetterRow",
    "MappingRow",
    "NumberRow",
    "NumberSeries",
    "OrganizationEventRow",
    "OrganizationRow",
    "PlacementRow",
    "PolicyRow",
    "PostRow",
    "PrintRow",
    "ProfileRow",
    "RoundRow",
    "RulingRow",
    "RunRow",
    "SavedFilterRow",
    "TalentRow",
    "WishRow",
    "WordRow",
]
