"""What the tab 自检 is handed: the services behind it, and where each finding is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from partydesk.domain.evidence import Head
from partydesk.domain.progress import Progress
from partydesk.domain.self_check import Report
from partydesk.services.print_kinds import Printout
from partydesk.services.self_check import last_self_check, run_self_check
from partydesk.services.self_check.mending import renew_search_index
from partydesk.services.self_check.sheet import compose_report
from partydesk.services.workspace import Workspace
from partydesk.ui.documents import open_preview
from partydesk.ui.main_window import MainWindow
from partydesk.ui.self_check.ports import Mend, SelfCheckPorts

#: Numbers and frozen papers: what became of each stands in the register.
_IN_REGISTER = ("number_gap", "number_empty", "frozen", "issued_code", "issued_pages")
#: What a backup helps against, and what is wrong with the backups themselves.
_BY_BACKUP = (
    "not_looked_at",
    "pages",
    "ties",
    "unreadable",
    "shape",
    "files",
    "backup_age",
    "drill_due",
)


def self_check_ports(
    window: MainWindow, workspace: Workspace, show_tab: Callable[[str, str], None]
) -> SelfCheckPorts:
    """Put the tab's ports together.

    Args:
        window: Shows the pages where findings are mended.
        workspace: Open workspace.
        show_tab: Shows a tab of a page, by the keys of both.
    """

    def run(heads: Sequence[Head], progress: Progress) -> Report:
        return run_self_check(workspace, heads, progress=progress)

    def preview(parent: QWidget, printout: Printout) -> None:
        open_preview(parent, window.desk, workspace, printout, printout.title)

    backups = Mend("去备份", partial(window.commands.run, "system.backups"))
    register = Mend("看登记簿", partial(show_tab, "paper", "register"))
    return SelfCheckPorts(
        run=run,
        last=partial(last_self_check, workspace),
        compose=partial(compose_report, workspace),
        preview=preview,
        mends={
            "quality": Mend("去改正", partial(window.show_page, "quality")),
            "pairs": Mend("去核对", partial(window.show_page, "placements")),
            "journal": Mend("看操作历史", partial(window.show_page, "history")),
            "print_jobs": Mend("接着打", partial(show_tab, "paper", "printers")),
            "fonts": Mend("选字体", partial(show_tab, "paper", "fonts")),
            "unprotected": Mend("设置口令", partial(window.commands.run, "system.accounts")),
            **dict.fromkeys(_IN_REGISTER, register),
            **dict.fromkeys(_BY_BACKUP, backups),
        },
        renew_index=partial(renew_search_index, workspace),
    )
