"""From nothing to printed letters, entirely with clicks and keys in the real window."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from partydesk.domain.placements import State
from partydesk.services.placements import list_placements
from partydesk.services.pools import search_records
from partydesk.services.selection import list_posts
from partydesk.services.summary import get_summary
from partydesk.services.wishes import list_wishes
from partydesk.services.workspace import Workspace
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.widgets.dialog import BaseDialog
from tests.journeys.clerk import Clerk
from tests.journeys.sample import TALENTS, UNITS

Cells = tuple[str | int, ...]


def _write(path: Path, headings: tuple[str, ...], rows: list[Cells]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(row)
    book.save(path)
    return path


def _units(folder: Path) -> Path:
    headings = ("企业名称", "所在乡镇", "职工人数", "党员数", "党组织情况", "所有制", "经营状况")
    rows: list[Cells] = [
        (name, township, staff, members, organization, "非公有制", "正常")
        for name, township, staff, members, organization, _ in UNITS
    ]
    return _write(folder / "企业名册.xlsx", headings, rows)


def _people(folder: Path) -> Path:
    headings = ("姓名", "人员来源", "专长", "愿去苏木乡镇", "可驻单位数", "专职/兼职")
    rows: list[Cells] = [(*person, "兼职") for person in TALENTS]
    return _write(folder / "人才名册.xlsx", headings, rows)


def _posts(folder: Path) -> Path:
    rows: list[Cells] = [(u[0], "党建指导员", u[5]) for u in UNITS[1:8]]
    return _write(folder / "岗位需求.xlsx", ("单位名称", "岗位", "所需专长"), rows)


def test_the_first_day(clerk: Clerk, tmp_path: Path) -> None:
    workspace = _begin(clerk, tmp_path)
    _fill_pools(clerk, workspace, tmp_path)
    _open_round(clerk, workspace)
    _enter_posts(clerk, workspace, tmp_path)
    _publish(clerk, workspace)
    _enter_wishes(clerk, workspace)
    _match(clerk, workspace)
    _finish_papers(clerk, workspace)
    _print_letters(clerk, workspace, tmp_path)
    _look_back(clerk, workspace)


def _begin(clerk: Clerk, tmp_path: Path) -> Workspace:
    """The first start: the wizard makes a workspace."""

    def fill(dialog: BaseDialog) -> None:
        clerk.complete("field_name", "ahq", dialog)
        clerk.type_into("field_folder", str(tmp_path / "office"), dialog)
        clerk.picture("wizard", dialog)
        clerk.press("new_workspace_next", dialog)
        clerk.type_into("field_administrator", "白音", dialog)
        for line in ("new_password", "new_password_again"):
            clerk.type_into(line, "horse battery 7", dialog)
        clerk.picture("wizard-password", dialog)
        clerk.press("new_workspace_make", dialog)
        clerk.type_into("recovery_code", _code_on_paper(clerk, dialog, tmp_path), dialog)
        clerk.picture("wizard-recovery", dialog)
        clerk.press("new_workspace_finish", dialog)

    def choose(dialog: BaseDialog) -> None:
        clerk.picture("start", dialog)
        clerk.foresee(fill)
        clerk.press("start_new", dialog)

    clerk.foresee(choose)
    workspace = clerk.program.first_workspace(None)
    assert workspace is not None
    clerk.program.show(workspace)
    clerk.picture("empty-workbench")
    return workspace


def _code_on_paper(clerk: Clerk, dialog: BaseDialog, tmp_path: Path) -> str:
    """Save the sheet, and read its code as a person does."""
    clerk.press("recovery_preview", dialog)
    preview = dialog.findChild(PreviewDialog)
    assert preview is not None
    clerk.picture("recovery-sheet", preview)
    target = tmp_path / "恢复码单.pdf"
    clerk.answers.choose_file(target)
    clerk.press("preview_save", preview)
    clerk.wait_for(target.exists)
    preview.reject()
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    found = re.findall(r"[0-9A-Z]{34}", "".join(text.split()))
    assert found, text
    return str(found[0])


def _import(clerk: Clerk, file: Path, picture: str) -> None:
    """Take a sheet through the import dialog that is open."""
    dialog = clerk.dialog("import")
    clerk.answers.choose_file(file)
    clerk.press("import_choose", dialog)
    clerk.picture(picture, dialog)
    clerk.press("import_all", dialog)
    assert clerk.no_dialog_is_open()


def _fill_pools(clerk: Clerk, workspace: Workspace, tmp_path: Path) -> None:
    """Both registers are imported, and the units chosen for the 企业库."""
    clerk.press("guide_import_enterprises")
    _import(clerk, _units(tmp_path), "import-enterprises")
    assert search_records(workspace, "enterprises", "")[1] == len(UNITS)
    clerk.go("工作台")
    clerk.press("guide_import_talents")
    _import(clerk, _people(tmp_path), "import-talents")
    assert search_records(workspace, "talents", "")[1] == len(TALENTS)
    clerk.picture("talents")
    clerk.go("工作台")
    clerk.press("guide_admit_enterprises")
    clerk.select_all("enterprises")

    def reason(dialog: BaseDialog) -> None:
        clerk.type_into("admission_proposer", "新惠镇党委", dialog)
        clerk.type_into("admission_reason", "规模较大、带动作用强", dialog)
        clerk.picture("admit", dialog)
        clerk.press("admission_act", dialog)

    clerk.foresee(reason)
    clerk.press("button_enterprises.admit")
    assert get_summary(workspace, clerk.window.year).in_pool == len(UNITS)
    clerk.picture("enterprises")


def _open_round(clerk: Clerk, workspace: Workspace) -> None:
    clerk.go("工作台")
    clerk.press("guide_open_round")
    assert clerk.window.current_key == "selection"
    assert get_summary(workspace, clerk.window.year).round_open
    clerk.picture("round-open")


def _enter_posts(clerk: Clerk, workspace: Workspace, tmp_path: Path) -> None:
    """One post is typed, the others come from a sheet."""
    clerk.go("工作台")
    clerk.press_todo("add_posts")
    dialog = clerk.dialog("post_dialog")
    clerk.complete("field_enterprise", "tlsn", dialog)
    clerk.picture("new-post", dialog)
    clerk.press("post_dialog_save", dialog)
    clerk.press("button_selection.import_posts")
    _import(clerk, _posts(tmp_path), "import-posts")
    assert len(list_posts(workspace, clerk.window.year)) == 8
    clerk.picture("posts")


def _publish(clerk: Clerk, workspace: Workspace) -> None:
    """The day of the publication is recorded from 待办."""
    clerk.go("工作台")
    clerk.press_todo("publish")
    dialog = clerk.dialog("publish_dialog")
    clerk.picture("publish-dialog", dialog)
    clerk.press("publish_dialog_save", dialog)
    assert clerk.no_dialog_is_open()
    assert get_summary(workspace, clerk.window.year).published_on == workspace.today()
    clerk.press("step_publish")
    clerk.picture("published")


def _enter_wishes(clerk: Clerk, workspace: Workspace) -> None:
    """One sheet is typed by initials, everybody else's wishes are proposed."""
    clerk.press("step_wishes")
    clerk.click_row("wish_owners", 0)
    clerk.complete("wish_name", "zwh", clerk.window)
    clerk.complete("wish_name", "suhe", clerk.window)
    clerk.press("button_selection.save_wishes")
    said = [(w.talent, w.rank) for w in list_wishes(workspace, clerk.window.year)]
    assert said == [("张文海", 1), ("苏和", 2)]
    clerk.picture("wishes")
    clerk.press("button_selection.suggest")
    clerk.press("suggest_dialog_act", clerk.dialog("suggest_dialog"))
    summary = get_summary(workspace, clerk.window.year)
    assert (summary.wished_posts, summary.wished_talents) == (8, len(TALENTS))


def _match(clerk: Clerk, workspace: Workspace) -> None:
    """Matched, one pair locked, matched again with a key, and handed on."""
    clerk.press("step_matching")
    clerk.press("button_selection.run")
    clerk.picture("board")
    clerk.press("button_selection.lock")
    clerk.key(Qt.Key.Key_R)
    summary = get_summary(workspace, clerk.window.year)
    assert summary.runs == 2
    assert summary.matched == 8
    clerk.press("button_selection.accept")
    assert clerk.window.current_key == "placements"
    clerk.picture("submitted")


def _finish_papers(clerk: Clerk, workspace: Workspace) -> None:
    """Every party consents, the agreements are signed, the letters issued."""
    year = clerk.window.year
    while (summary := get_summary(workspace, year)).awaited:
        party = next(iter(summary.awaited))
        clerk.press("button_placements.consent")
        dialog = clerk.dialog("consent_dialog")
        clerk.press("scope_all", dialog)
        clerk.press(f"party_{party.value}", dialog)
        clerk.picture(f"consent-{party.value}", dialog)
        clerk.press("act_button", dialog)
        assert clerk.no_dialog_is_open()
    for action in ("sign", "appoint"):
        clerk.go("工作台")
        clerk.picture(f"before-{action}")
        clerk.press_todo(action)
        dialog = clerk.dialog(f"{action}_dialog")
        clerk.press("scope_all", dialog)
        clerk.press("act_button", dialog)
        assert clerk.no_dialog_is_open()
    states = {pair.state for pair in list_placements(workspace, year)}
    assert states == {State.APPOINTED}
    clerk.picture("appointed")


def _print_letters(clerk: Clerk, workspace: Workspace, tmp_path: Path) -> None:
    """The letters are looked at and saved; what is on paper is what was stored."""
    target = tmp_path / "委任书.pdf"
    clerk.go("工作台")
    clerk.press_todo("print_letters")
    dialog = clerk.dialog("preview_dialog")
    clerk.picture("letters", dialog)
    clerk.answers.choose_file(target)
    clerk.press("preview_save", dialog)
    pairs = list_placements(workspace, clerk.window.year)
    document = pypdfium2.PdfDocument(target)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) == len(pairs)
    for pair in pairs:
        assert pair.letter_number is not None
        assert any(pair.letter_number in page and pair.talent in page for page in pages)
    dialog.reject()


def _look_back(clerk: Clerk, workspace: Workspace) -> None:
    """The workbench says that the year is done, and the journal tells how."""
    clerk.go("工作台")
    summary = get_summary(workspace, clerk.window.year)
    assert {step.state.value for step in summary.steps} == {"done"}
    assert not summary.letters_unprinted
    clerk.picture("done")
    clerk.go("系统")
    clerk.picture("system")
    assert any("敖汉旗" in label.text() for label in clerk.window.status.findChildren(QLabel))
