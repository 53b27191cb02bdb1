"""Which action stands behind a command, so that its button is grey for whoever has no right to it.

This is a courtesy: services refuse by themselves. A command that is not named here only looks at
something, or is refused when it is tried.
"""

from __future__ import annotations

from typing import Final

#: Pages whose commands ask for each of their own actions.
_ASKING: Final = ("accounts.",)
#: Commands by their whole key.
_BY_KEY: Final = {
    "results.decide": "decide_grade",
    "results.accept": "decide_grade",
    "followup.publish": "publish_results",
    "followup.close": "close_evaluation",
    "closing.close": "close_year",
    "scheme.save": "save_scheme",
    "scheme.begin": "open_evaluation",
    "scheme.refresh": "refresh_evaluated",
    "system.save_policy": "save_policy",
    "system.add_word": "add_word",
    "system.rename_word": "rename_word",
    "system.retire_word": "retire_word",
    "selection.open": "open_round",
    "selection.run": "run_matching",
    "selection.accept": "accept_run",
    "selection.publish": "publish_round",
    "selection.suggest": "suggest_wishes",
    "selection.lock": "rule_pair",
    "selection.forbid": "rule_pair",
    "selection.lift": "rule_pair",
    "register.void": "void_letter",
    "register.reissue": "reissue",
    "talents.purge": "purge_people",
    "privacy.purge": "purge_people",
    "talents.own_data": "export_full_print",
    "talents.print_full": "export_full_print",
    "enterprises.print_full": "export_full_print",
    "organizations.print_full": "export_full_print",
    "backups.make": "backup_manual",
    "backups.export": "backup_manual",
    "backups.second": "setting",
    "backups.keeping": "setting",
    "backups.drill": "backup_drill",
    "backups.restore": "restore_backup",
    "backups.restore_file": "restore_backup",
    "window.undo": "undo",
    "history.undo": "undo",
}
#: Commands by the last word of their key, whatever page they stand on.
_BY_WORD: Final = {
    **dict.fromkeys(("export",), "export_records"),
    **dict.fromkeys(
        ("print", "handbook", "roster", "print_results", "print_fairness", "print_week",
         "print_tally", "workbook", "word", "sheet", "summary", "letters"),
        "print",
    ),
    **dict.fromkeys(
        ("new", "save", "save_new", "discard", "save_next", "save_wishes", "bulk", "tag", "retire",
         "restore", "merge", "import", "import_posts", "import_wishes", "new_post", "edit_post",
         "remove_post", "close_post", "reopen_post", "add", "mend", "remove", "type", "key",
         "issue", "fill", "begin", "apply", "done", "undone", "join", "found",
         "admit", "release"),
        "save_record",
    ),
}  # fmt: skip


def action_of(key: str) -> str:
    """Name the action behind a command; empty where none is known, or the page asks by itself."""
    if key.startswith(_ASKING):
        return ""
    return _BY_KEY.get(key) or _BY_WORD.get(key.rpartition(".")[2], "")
