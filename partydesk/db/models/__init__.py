"""The tables, one module per subject; importing this package knows them all."""

from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.organizations import CoverageRow, OrganizationEventRow, OrganizationRow
from partydesk.db.models.placements import (
    AgreementRow,
    CeremonyRow,
    ConsentRow,
    ConsultationRow,
    DecisionRow,
    LetterRow,
    NumberRow,
    NumberSeries,
    PlacementRow,
    PrintRow,
    SnoozeRow,
)
from partydesk.db.models.records import AttachmentRow, DistinctionRow, DraftRow, SavedFilterRow
from partydesk.db.models.selection import PostRow, RecusalRow, RoundRow, RulingRow, RunRow, WishRow
from partydesk.db.models.talents import TalentRow
from partydesk.db.models.workspace import FileRow, MappingRow, PolicyRow, ProfileRow, WordRow

__all__ = [
    "AgreementRow",
    "AttachmentRow",
    "CeremonyRow",
    "ConsentRow",
    "ConsultationRow",
    "CoverageRow",
    "DecisionRow",
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
    "RecusalRow",
    "RoundRow",
    "RulingRow",
    "RunRow",
    "SavedFilterRow",
    "SnoozeRow",
    "TalentRow",
    "WishRow",
    "WordRow",
]
