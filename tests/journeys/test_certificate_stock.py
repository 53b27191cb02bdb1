"""A box of odd-sized stock, a printer that is off, three rare names, and a jam at sheet 17."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QPushButton

from partydesk.domain.calibration import mark_places
from partydesk.domain.genuineness import State
from partydesk.domain.printers import Correction, PaperSide
from partydesk.services import pools
from partydesk.services.certificates import list_certificates
from partydesk.services.genuineness import verify
from partydesk.services.layout_list import list_layouts
from partydesk.services.number_register import find_gaps, list_entries
from partydesk.services.print_jobs import unfinished_jobs
from partydesk.services.printers import list_profiles
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.ui.layouts.editor import LayoutEditor
from partydesk.ui.paper.print_dialog import PrintDialog
from partydesk.ui.paper.print_run import ResumeDialog
from partydesk.ui.paper.printers_view import SheetDialog
from partydesk.ui.paper.readings_dialog import ReadingsDialog
from partydesk.ui.printing import Machine
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog
from tests.journeys.clerk import Clerk
from tests.journeys.hands import choose, click

WIDTH, HEIGHT = 262.0, 187.0
STOCK = "荣誉证书（262×187 证书纸）"
#: Shifts to the right and upwards, and shrinks by 0.3 %.
ERROR = Correction(1.2, -0.8, 0.997, 0.997, 0)
MACHINE = Machine("针式打印机", usual=True, any_size=True)
#: The last one has a character that no font has.
RARE = ("郭𠮷", "孙𪚥", "王\U00032000")
PEOPLE = (
    *(f"敖敦{name}" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬东"),
    *RARE,
)
#: What is left of the shipped layout on the stock: where each place goes, in millimetres.
PLACES = {
    "编号": (165, 56, 80, 8),
    "正文": (30, 66, 202, 50),
    "落款机关": (130, 120, 105, 20),
    "成文日期": (130, 142, 105, 9),
    "验证码": (28, 140, 25, 25),
    "操作记录号": (28, 166, 60, 4),
}
SEAL = (182.5, 140.5)


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A scan of the stock: a border and a head in red."""
    scan = Image.new("RGB", (1048, 748), "#FDF6E3")
    draw = ImageDraw.Draw(scan)
    draw.rectangle((30, 30, 1018, 718), outline="#B8860B", width=8)
    draw.rectangle((240, 70, 808, 200), fill="#C8102E")
    path = tmp_path / "stock.png"
    scan.save(path)
    return path


def test_thirty_honours_on_a_box_of_stock(clerk: Clerk, stock: Path, tmp_path: Path) -> None:
    assert len(PEOPLE) == 30
    workspace = _begin(clerk, tmp_path)
    _lay_out(clerk, workspace, stock)
    _calibrate(clerk, workspace)
    numbers = _issue(clerk, workspace)
    _print(clerk, workspace)
    _held_against_the_stock(clerk, workspace)
    _corrected(clerk, workspace, numbers[0])


def _begin(clerk: Clerk, tmp_path: Path) -> Workspace:
    """The program with the thirty people in the pool, and a printer."""
    folder = tmp_path / "office"
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=2026)
    with create_workspace(folder, wish) as made:
        for name in PEOPLE:
            pools.save_record(made, "talents", None, {"name": name})
    tray = tmp_path / "tray"
    tray.mkdir()
    clerk.answers.have_printers(tray, MACHINE)
    workspace = clerk.program.first_workspace(folder)
    assert workspace is not None
    clerk.program.show(workspace)
    clerk.window.resize(1366, 768)
    clerk.go("文书与打印")
    return workspace


def _keep(clerk: Clerk, name: str, dialog: BaseDialog) -> None:
    """Keep a picture of a dialog that waits for an answer while work goes on behind it."""
    number = len(list(clerk.pictures.iterdir())) + 1
    assert dialog.grab().save(str(clerk.pictures / f"{number:02d}-{name}.png"))


def _tab(clerk: Clerk, key: str) -> None:
    clerk.window.commands.run(f"paper.{key}")
    clerk.settle()


# -- the layout --------------------------------------------------------------------------------


def _lay_out(clerk: Clerk, workspace: Workspace, stock: Path) -> None:
    """Make a layout of the office's own for the stock, over a picture of it."""
    _tab(clerk, "layouts")
    click(clerk, "layouts", "荣誉证书")
    clerk.press("button_layouts.edit")
    editor = clerk.dialog("layout_editor")
    assert isinstance(editor, LayoutEditor)
    clerk.picture("editor", editor)
    editor.edited.choose([])
    _spin(editor, "width_mm", WIDTH)
    _spin(editor, "height_mm", HEIGHT)
    clerk.answers.choose_file(stock)
    clerk.press("layout_background", editor)
    for name in ("边框", "标题"):  # the stock has its own
        _pick(editor, name)
        QTest.keyClick(editor.paper, Qt.Key.Key_Delete)
    for name, place in PLACES.items():
        _pick(editor, name)
        for key, value in zip(("x_mm", "y_mm", "width_mm", "height_mm"), place, strict=True):
            _spin(editor, key, value)
    _pick(editor, "印章")
    for key, at in zip(("x_mm", "y_mm"), SEAL, strict=True):
        _spin(editor, key, at)
    choose(clerk, "layout_add", "预印区", editor)
    for key, at in {"x_mm": 60.0, "y_mm": 17.0, "width_mm": 142.0, "height_mm": 34.0}.items():
        _spin(editor, key, at)
    for sample in ("最长", "最生僻"):
        choose(clerk, "layout_sample", sample, editor)
        clerk.picture(f"editor_{sample}", editor)
    assert "✕" not in "".join(
        editor.elements.item(row).text() for row in range(editor.elements.count())
    )
    editor.name_line.setText(STOCK)
    editor.use_box.setChecked(True)
    clerk.press("layout_save", editor)
    assert (STOCK, 1) in {(e.name, e.version) for e in list_layouts(workspace) if e.in_use}
    clerk.picture("layouts")


def _pick(editor: LayoutEditor, name: str) -> None:
    """Click an element in the list."""
    items = [editor.elements.item(row) for row in range(editor.elements.count())]
    item = next(item for item in items if name in item.text())
    at = editor.elements.visualItemRect(item).center()
    QTest.mouseClick(editor.elements.viewport(), Qt.MouseButton.LeftButton, pos=at)


def _spin(editor: LayoutEditor, key: str, value: float) -> None:
    QTest.qWait(1)
    found = [
        spin
        for spin in editor.panel.findChildren(QDoubleSpinBox, f"layout_{key}")
        if spin.isVisibleTo(editor.panel)
    ]
    assert found, (
        key,
        editor.edited.chosen,
        [editor.elements.item(r).text() for r in range(editor.elements.count())],
    )
    found[0].setValue(value)
    QTest.qWait(1)


# -- the printer -------------------------------------------------------------------------------


def _calibrate(clerk: Clerk, workspace: Workspace) -> None:
    """Print the sheet, measure it with a ruler, type what was read."""

    def on_the_stock(dialog: BaseDialog) -> None:
        assert isinstance(dialog, SheetDialog)
        _keep(clerk, "sheet", dialog)
        dialog.accept()

    def measure(dialog: BaseDialog) -> None:
        assert isinstance(dialog, ReadingsDialog)
        for mark, place in enumerate(mark_places(210, 297), 1):
            came_out = ERROR.printed(place)
            for box, value in zip(dialog.boxes[mark], (came_out.x_mm, came_out.y_mm), strict=True):
                box.setValue(round(value, 1))
        _keep(clerk, "readings", dialog)
        dialog.accept()

    _tab(clerk, "printers")
    click(clerk, "printers", MACHINE.name)
    clerk.foresee(on_the_stock)
    clerk.window.commands.run("paper.print_calibration")
    clerk.settle()
    clerk.foresee(measure)
    clerk.window.commands.run("paper.enter_readings")
    clerk.settle()
    (profile,) = list_profiles(workspace)
    assert profile.side is PaperSide.FRONT
    for corner in mark_places(WIDTH, HEIGHT):
        put_right = ERROR.printed(profile.correction.sent(corner))
        assert put_right.x_mm == pytest.approx(corner.x_mm, abs=0.3)
        assert put_right.y_mm == pytest.approx(corner.y_mm, abs=0.3)
    clerk.picture("printers")


# -- the certificates --------------------------------------------------------------------------


def _issue(clerk: Clerk, workspace: Workspace) -> list[str]:
    """Issue thirty honours; the name that no font can print is asked about, nothing else is."""
    _tab(clerk, "certificates")
    clerk.press("button_certificates.issue")
    dialog = clerk.dialog("certificates_dialog")
    clerk.type_into("certificate_people", "\n".join(PEOPLE), dialog)
    clerk.type_into("field_merit", "2026年度派驻工作", dialog)
    clerk.type_into("field_title", "优秀党建指导员", dialog)
    clerk.picture("honours", dialog)
    asked: list[str] = []

    def answer(question: BaseDialog, *, yes: bool) -> None:
        assert isinstance(question, MessageDialog)
        asked.append(question.message)
        _keep(clerk, "missing", question)
        if yes:
            question.accept()
        else:
            question.reject()

    clerk.foresee(partial(answer, yes=False))
    clerk.press("certificates_issue", dialog)
    assert list_entries(workspace) == ()
    clerk.foresee(partial(answer, yes=True))
    clerk.press("certificates_issue", dialog)
    assert "U+32000" in asked[0]
    assert "𠮷" not in asked[0]
    assert find_gaps(workspace) == ()
    issued = list_certificates(workspace, 2026)[::-1]
    assert [line.person for line in issued] == list(PEOPLE)
    return [line.number for line in issued]


def _print(clerk: Clerk, workspace: Workspace) -> None:
    """Print what was issued, which stands ready; the paper jams at the seventeenth."""
    preview = clerk.dialog("preview_dialog")
    clerk.picture("preview", preview)

    def plan(dialog: BaseDialog) -> None:
        assert isinstance(dialog, PrintDialog)
        _keep(clerk, "print", dialog)
        dialog.accept()

    def jam(question: BaseDialog) -> None:
        assert isinstance(question, MessageDialog)
        _keep(clerk, "out", question)
        button = next(b for b in question.findChildren(QPushButton) if "卡纸" in b.text())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def go_on(dialog: BaseDialog) -> None:
        assert isinstance(dialog, ResumeDialog)
        dialog.feed.setValue(17)
        _keep(clerk, "jam", dialog)
        dialog.accept()

    def good(question: BaseDialog) -> None:
        button = next(b for b in question.findChildren(QPushButton) if "都打好" in b.text())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    for step in (plan, jam, go_on, good):
        clerk.foresee(step)
    clerk.press("preview_print", preview)
    clerk.settle()
    preview.reject()
    assert unfinished_jobs(workspace) == ()
    assert [entry.printed for entry in list_entries(workspace)] == [1] * 30


def _held_against_the_stock(clerk: Clerk, workspace: Workspace) -> None:
    """After the printer's own error everything lies where the layout wants it, on every sheet."""
    _calibration, first, second = clerk.answers.paper
    assert len(pdfium.PdfDocument(first)) == 30
    assert len(pdfium.PdfDocument(second)) == 14
    good = [*_pages(first)[:16], *_pages(second)]
    codes = [_code(page) for page in good]
    told = [verify(workspace, code).number for code in codes]
    assert told == [entry.number for entry in list_entries(workspace)]
    assert len(set(told)) == 30


def _pages(data: bytes) -> list[Image.Image]:
    """The sheets at 200 dpi as they leave this printer: shifted and shrunk."""
    pages = []
    for page in pdfium.PdfDocument(data):
        image = page.render(scale=200 / 72, grayscale=True).to_pil()
        dots = 200 / 25.4
        inverse = (1 / ERROR.scale_x, 0, -ERROR.dx_mm * dots / ERROR.scale_x,
                   0, 1 / ERROR.scale_y, -ERROR.dy_mm * dots / ERROR.scale_y)  # fmt: skip
        pages.append(image.transform(image.size, Image.Transform.AFFINE, inverse, fillcolor=255))
    return pages


def _code(page: Image.Image) -> str:
    """Read the code of a sheet, and see that it lies within 0.3 mm of its place on the stock."""
    (found,) = zxingcpp.read_barcodes(page)
    dots = 200 / 25.4
    corners = found.position
    middle = (
        sum(p.x for p in (corners.top_left, corners.bottom_right)) / 2 / dots,
        sum(p.y for p in (corners.top_left, corners.bottom_right)) / 2 / dots,
    )
    x, y, width, height = PLACES["验证码"]
    assert middle[0] == pytest.approx(x + width / 2, abs=0.3)
    assert middle[1] == pytest.approx(y + height / 2, abs=0.3)
    # Nothing of the picture of the stock is printed: its head stays white.
    assert page.crop([round(edge * dots) for edge in (65, 20, 195, 48)]).getextrema() == (255, 255)  # type: ignore[arg-type]
    return found.text


# -- afterwards --------------------------------------------------------------------------------


def _corrected(clerk: Clerk, workspace: Workspace, number: str) -> None:
    """One name was wrong: 作废并重发; the old code says so."""
    person = pools.search_records(workspace, "talents", PEOPLE[0])[0][0].id
    clerk.window.bus.tell(
        pools.save_record(workspace, "talents", person, {"name": "敖敦甲尔"}).changes
    )
    _tab(clerk, "register")
    click(clerk, "register", number)
    clerk.picture("register")
    clerk.press("button_register.reissue")
    dialog = clerk.dialog("correction_dialog")
    clerk.type_into("field_why", "姓名有误", dialog)
    clerk.picture("reissue", dialog)
    clerk.press("correction_act", dialog)
    clerk.settle()
    assert verify(workspace, number).state is State.SUPERSEDED
    new = list_certificates(workspace, 2026)[0]
    assert (new.person, verify(workspace, new.number).state) == ("敖敦甲尔", State.IN_FORCE)
    assert find_gaps(workspace) == ()
    _tab(clerk, "genuineness")
    clerk.picture("genuine")
