"""Backups: what one says of itself, which are kept, and what a list tells of them."""

from partydesk.domain.backups.keeping import Keeping, spare_ones
from partydesk.domain.backups.manifest import (
    Inside,
    Manifest,
    Part,
    Reason,
    TableRows,
    read_manifest,
    write_manifest,
)
from partydesk.domain.backups.standing import BackupStanding, is_backup_due, is_drill_due

__all__ = [
    "BackupStanding",
    "Inside",
    "Keeping",
    "Manifest",
    "Part",
    "Reason",
    "TableRows",
    "is_backup_due",
    "is_drill_due",
    "read_manifest",
    "spare_ones",
    "write_manifest",
]
