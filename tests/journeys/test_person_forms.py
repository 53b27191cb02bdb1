"""A folder of people's forms comes in through the window, goes back, and one is written back."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from partydesk.domain.talents import Talent
from partydesk.exchange.lrmx import read_lrmx
from partydesk.services.pools import get_record, search_records
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.talents.page import TalentsPage
from tests.exchange.test_person_files import PERSON, lrmx
from tests.journeys.clerk import Clerk

FORMS, DAMAGED = 12, 2


def _write_forms(folder: Path) -> Path:
    """Ten good forms, the first with a photo, and two that cannot be read."""
    folder.mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "steelblue").save(picture, "JPEG")
    photo = {"ZhaoPian": base64.b64encode(picture.getvalue()).decode()}
    (folder / "01.lrmx").write_bytes(lrmx({**PERSON, **photo}))
    for number in range(2, 11):
        nodes = {"XingMing": f"敖敦{'甲乙丙丁戊己庚辛壬'[number - 2]}", "MinZu": "蒙古族",
                 "ChuShengNianYue": f"19{60 + number}05", "RuDangShiJian": "199306"}  # fmt: skip
        (folder / f"{number:02}.lrmx").write_bytes(lrmx(nodes))
    (folder / "11.lrmx").write_bytes(lrmx(PERSON)[:-20])
    (folder / "12.lrmx").write_bytes(b"\x00not a form")
    return folder


def test_a_folder_of_forms(clerk: Clerk, tmp_path: Path) -> None:
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=2026, invented=True)
    create_workspace(tmp_path / "office", wish).close()
    workspace = clerk.program.first_workspace(tmp_path / "office")
    assert workspace is not None
    clerk.program.show(workspace)
    clerk.go("人才库")
    forms = _write_forms(tmp_path / "任免审批表")
    _import_the_folder(clerk, workspace, forms)
    clerk.press("undo_last")
    assert search_records(workspace, "talents", "")[1] == 0
    _import_one_form_with_its_photo(clerk, workspace, forms / "01.lrmx")
    _write_it_back(clerk, workspace, forms)


def _dialog(clerk: Clerk) -> ImportDialog:
    clerk.press("button_talents.import")
    dialog = clerk.dialog("import")
    assert isinstance(dialog, ImportDialog)
    return dialog


def _import_the_folder(clerk: Clerk, workspace: Workspace, forms: Path) -> None:
    dialog = _dialog(clerk)
    clerk.picture("forms-start", dialog)
    clerk.answers.choose_file(forms)
    clerk.press("import_choose_folder", dialog)
    clerk.picture("forms-read", dialog)
    plan = dialog.plan
    assert plan is not None
    assert (plan.created, plan.rejected) == (FORMS - DAMAGED, DAMAGED)
    assert not dialog.sheet.isVisible(), "forms have no sheets"
    assert not dialog.header_row.isVisible()
    shown = [str(dialog.rows.model.index(row, 2).data()) for row in range(DAMAGED)]
    assert shown == ["11.lrmx", "12.lrmx"], "what cannot be read is shown first, by file"
    dialog.rows.show_only("all")
    assert str(dialog.rows.model.index(1, 2).data()) == "敖敦甲（02.lrmx）"
    assert not dialog.photos.isChecked()
    clerk.press("import_good", dialog)
    assert search_records(workspace, "talents", "")[1] == FORMS - DAMAGED
    clerk.picture("forms-stored")


def _import_one_form_with_its_photo(clerk: Clerk, workspace: Workspace, form: Path) -> None:
    dialog = _dialog(clerk)
    clerk.answers.choose_file(form)
    clerk.press("import_choose", dialog)
    assert dialog.photos.isVisible()
    middle = dialog.photos.rect().center()
    box = QPoint(middle.x() // 4, middle.y() // 4)
    QTest.mouseClick(dialog.photos, Qt.MouseButton.LeftButton, pos=box)
    clerk.settle()
    assert dialog.plan is not None
    assert dialog.plan.mapping["照片"] == "photo"
    assert [c.after for c in dialog.plan.rows[0].changes if c.label == "照片"] == ["新照片"]
    clerk.picture("form-with-photo", dialog)
    clerk.press("import_all", dialog)
    hits, total = search_records(workspace, "talents", "")
    assert total == 1
    assert _person(workspace, hits[0].id).photo


def _person(workspace: Workspace, number: int) -> Talent:
    found = get_record(workspace, "talents", number)
    assert isinstance(found, Talent)
    return found


def _write_it_back(clerk: Clerk, workspace: Workspace, forms: Path) -> None:
    """What the office knows better goes into a copy; another person's form is refused."""
    clerk.click_row("talents", 0)
    page = clerk.window.page("talents")
    assert isinstance(page, TalentsPage)
    page.card.form.set_field("unit_post", "旗人大调研员")
    clerk.press("button_talents.save")
    before = (forms / "01.lrmx").read_bytes()
    copy = forms.parent / "01（更新）.lrmx"
    clerk.answers.choose_file(forms / "01.lrmx", copy)
    clerk.window.commands.run("talents.write_form")
    clerk.settle()
    assert read_lrmx(copy.name, copy.read_bytes()).nodes["XianRenZhiWu"] == "旗人大调研员"
    assert (forms / "01.lrmx").read_bytes() == before
    clerk.picture("form-written")
    clerk.answers.choose_file(forms / "02.lrmx", forms.parent / "别人的.lrmx")
    clerk.window.commands.run("talents.write_form")
    notice = clerk.dialog("notice")
    clerk.picture("form-refused", notice)
    notice.close()
    assert not (forms.parent / "别人的.lrmx").exists()
