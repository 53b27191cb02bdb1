"""备份: made, verified, listed, thinned out, restored, and tried out once a month."""

from partydesk.services.backups.copying import copy_to, note_copy
from partydesk.services.backups.drills import Drill, drill, may_drill, note_drill, try_out
from partydesk.services.backups.listing import (
    BackupState,
    Listed,
    find_backups,
    list_backups,
    thin_out,
    verify_backup,
)
from partydesk.services.backups.making import (
    Made,
    Snapshot,
    clear_unfinished,
    finish_backup,
    keep_before_purge,
    make_backup,
    note_backup,
    take_snapshot,
)
from partydesk.services.backups.places import (
    Place,
    Stick,
    drill_days,
    find_sticks,
    get_keeping,
    get_places,
    save_keeping,
    save_second_place,
)
from partydesk.services.backups.restoring import (
    RestorePreview,
    keep_present,
    note_restored,
    preview_restore,
    replace_workspace,
    rescue_workspace,
    restore_anew,
    restore_backup,
)
from partydesk.services.backups.spreading import Spread, note_copies, spread
from partydesk.services.backups.standing import get_standing

__all__ = [
    "BackupState",
    "Drill",
    "Listed",
    "Made",
    "Place",
    "RestorePreview",
    "Snapshot",
    "Spread",
    "Stick",
    "clear_unfinished",
    "copy_to",
    "drill",
    "drill_days",
    "find_backups",
    "find_sticks",
    "finish_backup",
    "get_keeping",
    "get_places",
    "get_standing",
    "keep_before_purge",
    "keep_present",
    "list_backups",
    "make_backup",
    "may_drill",
    "note_backup",
    "note_copies",
    "note_copy",
    "note_drill",
    "note_restored",
    "preview_restore",
    "replace_workspace",
    "rescue_workspace",
    "restore_anew",
    "restore_backup",
    "save_keeping",
    "save_second_place",
    "spread",
    "take_snapshot",
    "thin_out",
    "try_out",
    "verify_backup",
]
