"""The tables, one module per subject; importing this package knows them all."""

from partydesk.db.models.enterprises import EnterpriseRow
from partydesk.db.models.placements import (
    AgreementRow,
    ConsentRow,
    LetterRow,
    NumberRow,
    NumberSeries,
    PlacementRow,
    PrintRow,
)
from partydesk.db.models.selection import PostRow, RoundRow, RulingRow, RunRow, WishRow
from partydesk.db.models.talents import TalentRow
from partydesk.db.models.workspace import FileRow, MappingRow, PolicyRow, ProfileRow, WordRow

__all__ = [
    "AgreementRow",
    "ConsentRow",
    "EnterpriseRow",
    "FileRow",
    "LetterRow",
    "MappingRow",
    "NumberRow",
    "NumberSeries",
    "PlacementRow",
    "PolicyRow",
    "PostRow",
    "PrintRow",
    "ProfileRow",
    "RoundRow",
    "RulingRow",
    "RunRow",
    "TalentRow",
    "WishRow",
    "WordRow",
]
