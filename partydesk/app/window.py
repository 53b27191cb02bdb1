"""Putting the window of a workspace together: services behind pages, pages in the main window."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from functools import partial

import platformdirs
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication

from partydesk import __version__
from partydesk.app.accounts import account_ports, add_user_commands, show_user
from partydesk.app.backups import backup_facts, backup_ports, follow_backups
from partydesk.app.privacy import privacy_ports
from partydesk.app.self_check import self_check_ports
from partydesk.domain.changes import Changes, Undone
from partydesk.domain.completeness import CommitteeClears
from partydesk.domain.listing import Picked, Query
from partydesk.domain.placements import State
from partydesk.domain.progress import Progress
from partydesk.domain.query_words import LACKING
from partydesk.domain.round_steps import WAITING_IN
from partydesk.services import (
    completeness,
    dictionaries,
    drafts,
    history,
    policies,
    print_jobs,
    quality,
    reminders,
    summary,
    unsaved_layouts,
)
from partydesk.services.duty import calendar
from partydesk.services.finding import DOCUMENTS, find_anything
from partydesk.services.opened_files import clear_unpacked
from partydesk.services.opening import warnings_of
from partydesk.services.workspace import (
    Workspace,
    set_year,
)
from partydesk.ui.clipboard import ClipboardGuard
from partydesk.ui.colours import Tone
from partydesk.ui.documents import preview_document
from partydesk.ui.duty.tabs import TABS as DUTY_TABS
from partydesk.ui.enterprises.page import EnterprisesPage
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.evaluation.tabs import TABS as EVALUATION_TABS
from partydesk.ui.history.page import HistoryPage
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.organizations.page import OrganizationsPage
from partydesk.ui.pages import PageSpec, ShowsDue
from partydesk.ui.paper.tabs import TABS as PAPER_TABS
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.quality.page import QualityPage, QualityPorts
from partydesk.ui.selection.page import SelectionPage
from partydesk.ui.tabbed_page import PageTab, TabbedPage
from partydesk.ui.talents.page import TalentsPage
from partydesk.ui.workbench.badges import badges_of
from partydesk.ui.workbench.page import Narrowed, WorkbenchPage, WorkbenchPorts
from partydesk.ui.workspace.desk_ports import (
    About,
    DictionaryPorts,
    PolicyPorts,
    ProgramPorts,
    SystemPorts,
)
from partydesk.ui.workspace.system_page import SystemPage

PROGRAM = "党建选派工作台"
#: Name of the folders of settings and log.
FOLDER = "PartyDesk"


def build_window(
    workspace: Workspace,
    settings: QSettings,
    errors: ErrorDesk,
    program: ProgramPorts | None = None,
) -> MainWindow:
    """Put a window together from an open workspace; it is not shown yet.

    Args:
        workspace: Open workspace; the caller closes it after the window.
        settings: The user's settings.
        errors: Shows exceptions.
        program: What only the program around the window can do; None for a window that stands
            alone.
    """
    ports = WindowPorts(
        search=partial(find_anything, workspace),
        undo=partial(_undo, workspace),
        badges=lambda: badges_of(summary.get_summary(workspace, window.year)),
    )
    window = MainWindow(settings, errors, ports, program=PROGRAM)
    ClipboardGuard(window, settings)
    clear_unpacked(workspace)  # what an earlier run left behind when it was cut off
    profile = workspace.profile
    window.set_years(summary.list_years(workspace), profile.year)
    facts = [("演示数据，内容虚构", Tone.ATTENTION)] if profile.invented else []
    facts += [(risk.trouble.title, Tone.ATTENTION) for risk in warnings_of(workspace)]
    # A folder is usually named after its banner; saying that twice would help nobody.
    names = dict.fromkeys((profile.name, workspace.folder.name))

    def show_facts() -> None:
        window.set_workspace(" · ".join(names), [*facts, backup_facts(workspace)[0]])

    show_facts()
    follow_backups(window, show_facts)
    show_user(window, workspace)
    add_user_commands(window, workspace)
    _follow_year(window, workspace)
    window.add_pages(_pages(window, workspace, program))
    _tell_left_behind(window, workspace)
    return window


def _tell_left_behind(window: MainWindow, workspace: Workspace) -> None:
    """Say what was left unsaved or unprinted the last time; the pages themselves show it."""
    said = []
    counts = drafts.count_drafts(workspace)
    if counts:
        titles = {"talents": "人才库", "enterprises": "企业库", "organizations": "党组织"}
        titles[unsaved_layouts.KIND] = "版式"
        places = "、".join(f"{titles[kind]} {count} 份" for kind, count in counts.items())
        said.append(f"上次没有保存的内容已保留：{places}")
    jobs = print_jobs.unfinished_jobs(workspace)
    if jobs:
        said.append(f"有 {len(jobs)} 批没有打完，可在“文书与打印—打印机”里接着打")
    if said:
        window.say("；".join(said))


def _undo(workspace: Workspace, action: int, progress: Progress) -> Undone:
    return history.undo(workspace, action, progress=progress)


def _follow_year(window: MainWindow, workspace: Workspace) -> None:
    """Keep the year of the selector and that of the workspace the same, also after an undo."""

    def chosen(year: int) -> None:
        if year != workspace.profile.year:
            window.bus.tell(set_year(workspace, year))

    def changed(changes: Changes) -> None:
        stored = workspace.profile.year if "profile" in changes.kinds else window.year
        if stored != window.year:
            window.set_years(summary.list_years(workspace), stored)
            window.top_bar.years.chosen.emit(str(stored))

    window.year_changed.connect(chosen)
    window.bus.changed.connect(changed)


def _pages(
    window: MainWindow, workspace: Workspace, program: ProgramPorts | None
) -> Sequence[PageSpec]:
    """List the pages in the order of the year."""
    desk = window.desk
    with_both = desk, workspace
    units = partial(EnterprisesPage, *with_both, partial(window.begin_record, "organizations"))
    organized = partial(OrganizationsPage, *with_both)
    rounds = partial(SelectionPage, *with_both, partial(_show_pairs, window))
    papers = partial(PlacementsPage, *with_both)

    def tabbed(key: str, group: str, title: str, tabs: Sequence[PageTab]) -> PageSpec:
        return PageSpec(key, group, title, partial(TabbedPage, *with_both, key, title, tabs))

    return [
        PageSpec("workbench", "", "工作台", lambda: _workbench(window, workspace)),
        PageSpec("talents", "建库", "人才库", partial(TalentsPage, *with_both), ("talents",)),
        PageSpec("enterprises", "建库", "企业库", units, ("enterprises",)),
        PageSpec("organizations", "建库", "党组织", organized, ("organizations",)),
        PageSpec("quality", "建库", "数据质量", lambda: _quality(window, workspace)),
        PageSpec("selection", "选派", "双向选择", rounds, ("posts",)),
        PageSpec("placements", "选派", "协议与委任", papers, (DOCUMENTS,)),
        tabbed("paper", "选派", "文书与打印", PAPER_TABS),
        tabbed("duty", "在岗", "驻企工作", DUTY_TABS),
        tabbed("evaluation", "在岗", "年末考核", EVALUATION_TABS),
        PageSpec("history", "汇总", "操作历史", partial(HistoryPage, *with_both), ("actions",)),
        PageSpec("system", "汇总", "系统", lambda: _system(window, workspace, program)),
    ]


def _workbench(window: MainWindow, workspace: Workspace) -> WorkbenchPage:
    return WorkbenchPage(
        window.desk,
        WorkbenchPorts(
            summary=partial(summary.get_summary, workspace),
            recent=partial(history.list_actions, workspace),
            undo=partial(_undo, workspace),
            agenda=partial(calendar.get_agenda, workspace),
            snooze=partial(reminders.snooze, workspace),
            put_off=partial(calendar.put_off, workspace),
            today=workspace.today,
            show_list=partial(_show_list, window),
            show_step=partial(_show_step, window),
            show_tab=partial(_show_tab, window),
            print_week=lambda page: preview_document(page, window.desk, workspace, "calendar"),
            backups=partial(backup_facts, workspace),
            show_backups=partial(_show_backups, window),
        ),
    )


def _show_tab(window: MainWindow, key: str, tab: str, due: str = "") -> None:
    """Show a page with one of its tabs in sight, and there what is due where that is told."""
    window.show_page(key)
    page = window.page(key)
    if isinstance(page, TabbedPage) and tab in page.views:
        page.show_tab(tab)
        view = page.views[tab]
        if due and isinstance(view, ShowsDue):
            view.show_due(due)


def _show_backups(window: MainWindow) -> None:
    """Show the backups where they are listed."""
    window.show_page("system")
    page = window.page("system")
    if isinstance(page, SystemPage):
        page.show_tab("backups")


def _show_step(window: MainWindow, key: str) -> None:
    """Show a step of the round where it is done."""
    if key not in WAITING_IN:
        window.show_page("selection")
    page = window.page("selection")
    if isinstance(page, SelectionPage):
        page.show_step(key)


def _show_pairs(window: MainWindow, state: State) -> None:
    """Show the pairs that wait in a state."""
    window.show_page("placements")
    page = window.page("placements")
    if isinstance(page, PlacementsPage):
        page.choose_state(state)


def _show_list(window: MainWindow, narrowed: Narrowed) -> None:
    """Show a pool narrowed down to what an act of the workbench is about."""
    window.show_page(narrowed.page)
    page = window.page(narrowed.page)
    if isinstance(page, EnterprisesPage | OrganizationsPage):
        page.filters.clear()
        for field, word in narrowed.words.items():
            page.filters.chip(field).show()
            page.filters.chip(field).set_word(word)
        if narrowed.condition:
            page.show_condition(narrowed.condition)


def _quality(window: MainWindow, workspace: Workspace) -> QualityPage:
    return QualityPage(
        window.desk,
        QualityPorts(
            look=partial(quality.list_findings, workspace),
            concerned=partial(quality.list_concerned, workspace),
            committees=partial(completeness.clears_by_committee, workspace),
            open_field=partial(_open_field, window),
            show_units=partial(_show_units_of, window),
            pick=partial(quality.pick_concerned, workspace),
            show_picked=partial(_show_picked, window),
        ),
    )


def _open_field(window: MainWindow, kind: str, number: int, field: str) -> None:
    """Show a record with the keyboard in one of its fields."""
    window.open_record(kind, number)
    page = window.page(window.current_key)
    if isinstance(page, PoolPage) and page.card.record_id == number:
        page.card.form.focus_field(field)


def _show_picked(window: MainWindow, kind: str, picked: Picked) -> None:
    """Show just these records in the list of their pool."""
    window.show_page(kind)
    page = window.page(kind)
    if isinstance(page, PoolPage):
        page.filters.show_query(Query(picked=picked))


def _show_units_of(window: MainWindow, committee: CommitteeClears) -> None:
    """Show the units that count under a committee, or under a township for want of one."""
    words = {"superior": LACKING, "township": LACKING}
    if committee.field:
        words[committee.field] = committee.name
    if committee.field == "superior":
        del words["township"]
    _show_list(window, Narrowed("enterprises", words))


def _system(window: MainWindow, workspace: Workspace, program: ProgramPorts | None) -> SystemPage:
    return SystemPage(
        window.desk,
        SystemPorts(
            policy=PolicyPorts(
                get=partial(policies.get_policy, workspace),
                save=partial(policies.save_policy, workspace),
                sources=policies.sources_of_defaults(),
                words=_words(workspace),
            ),
            dictionaries=DictionaryPorts(
                titles=dictionaries.TITLES,
                list=partial(dictionaries.list_words, workspace),
                add=partial(dictionaries.add_word, workspace),
                rename=partial(dictionaries.rename_word, workspace),
                retire=lambda number, retired: dictionaries.retire_word(
                    workspace, number, retired=retired
                ),
            ),
            accounts=account_ports(workspace),
            privacy=privacy_ports(window.desk, workspace),
            backups=backup_ports(workspace, program.restore if program is not None else None),
            self_check=self_check_ports(window, workspace, partial(_show_tab, window)),
            about=lambda: about(workspace),
            program=program,
        ),
    )


def _words(workspace: Workspace) -> Callable[[str], Sequence[str]]:
    def words(dictionary: str) -> Sequence[str]:
        listed = dictionaries.list_words(workspace, dictionary)
        return [word.word for word in listed if not word.retired]

    return words


def about(workspace: Workspace) -> About:
    """Write down what 关于 shows of a workspace and the program."""
    profile = workspace.profile
    screen = QGuiApplication.font()
    return About(
        workspace=(
            ("旗（县、区）", profile.name),
            ("行政区划代码", profile.division_code or "未指定"),
            ("年度", f"{profile.year} 年"),
            ("位置", str(workspace.folder)),
            ("数据格式", str(workspace.schema)),
            ("现在使用的人", workspace.actor),
            ("口令保护", "已加密" if workspace.protected else "没有设口令，未加密"),
        ),
        program=(
            ("名称", f"{PROGRAM}（PartyDesk）"),
            ("版本", __version__),
            ("许可", "Apache License 2.0，可自由使用、复制和修改"),
            ("屏幕字体", f"{screen.family()}（SIL OFL 1.1）"),
            ("打印字体", "Noto Serif SC、Noto Sans SC、霞鹜文楷（SIL OFL 1.1）"),
            ("界面", f"Qt for Python {pyside_version}（LGPL 3.0）"),
            ("运行环境", f"Python {platform.python_version()} · {platform.system()}"),
            ("日志", str(platformdirs.user_log_path(FOLDER, appauthor=False))),
        ),
        invented=profile.invented,
    )
