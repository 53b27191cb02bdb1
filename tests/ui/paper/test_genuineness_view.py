"""防伪验证: scanned, typed, pasted, from files; and certificates between offices."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from partydesk.db.models import IssuedRow
from partydesk.domain.genuineness import read_code, write_code
from partydesk.domain.placements import Action, Order
from partydesk.services import history
from partydesk.services.placements import act
from partydesk.services.printing import compose
from partydesk.services.reissuing import Correction, reissue
from partydesk.services.signing_keys import (
    export_certificate,
    list_trusted,
    make_certificate,
    own_certificate,
    trust,
)
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.paper.genuineness_view import GenuinenessView
from partydesk.ui.paper.tabs import TABS
from partydesk.ui.paper.trusted_view import TrustDialog
from partydesk.ui.placements.page import PlacementsPage
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.widgets.dialog import BaseDialog
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.reports.printed import Pdf
from tests.ui.answers import Answers
from tests.ui.hands import type_text
from tests.ui.round_window import settle


def issue_letter(workspace: Workspace) -> tuple[int, str, str]:
    """Carry a pair to its letter; gives 记录号, number and code."""
    make_pairs(workspace)
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    act(workspace, YEAR, Action.APPOINT, Order(workspace.today()))
    with workspace.reading() as session:
        row = session.scalars(select(IssuedRow).where(IssuedRow.kind == "letters")).one()
        return row.number_id, row.number.text, row.code or ""


@pytest.fixture
def other(template_file: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Workspace]:
    """The workspace of another office."""
    folder = tmp_path / "邻旗"
    folder.mkdir()
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder, clock=clock) as opened:
        yield opened


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    opened = MainWindow(settings, errors, ports)
    errors.set_window(opened)
    opened.set_years([YEAR], YEAR)
    desk = opened.desk
    opened.add_pages(
        [
            PageSpec("placements", "", "协议与委任", lambda: PlacementsPage(desk, workspace),
                     ("placements",)),
            PageSpec("paper", "", "文书与打印",
                     lambda: TabbedPage(desk, workspace, "paper", "文书与打印", TABS)),
        ]
    )  # fmt: skip
    qtbot.addWidget(opened)
    opened.resize(1366, 768)
    opened.show()
    qtbot.waitExposed(opened)
    settle(opened)
    yield opened
    opened.tasks.shut_down()


def the_view(window: MainWindow) -> GenuinenessView:
    window.show_page("paper")
    page = window.page("paper")
    assert isinstance(page, TabbedPage)
    page.show_tab("genuineness")
    settle(window)
    view = page.views["genuineness"]
    assert isinstance(view, GenuinenessView)
    return view


def scanned(window: MainWindow, view: GenuinenessView, text: str) -> str:
    """Let a scanner type a code and Enter; gives the headline."""
    # A progress dialog may just have closed: the line selects its text when the keyboard is back.
    assert QTest.qWaitForWindowActive(window)
    QApplication.processEvents()
    assert window.focusWidget() is view.line
    type_text(view.line, text)
    QTest.keyClick(view.line, Qt.Key.Key_Return)
    settle(window)
    return view.answer.headline.text()


def press(view: GenuinenessView, name: str) -> None:
    found = view.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_tab_is_the_last(window: MainWindow) -> None:
    assert TABS[-1].key == "genuineness"
    view = the_view(window)
    assert view.answer.headline.text() == "还没有验证"
    assert view.answer.original.isHidden()


def test_scans_one_after_the_other(window: MainWindow, workspace: Workspace) -> None:
    number_id, number, code = issue_letter(workspace)
    view = the_view(window)
    assert scanned(window, view, code) == "真 · 有效"
    assert view.answer.facts[0].text() == number
    assert view.answer.property("ground") == "good"
    _, signed, signature = read_code(code)
    forged = write_code(signed[:-1] + bytes([signed[-1] ^ 1]), signature)
    assert scanned(window, view, forged) == "伪"
    assert view.answer.property("ground") == "trouble"
    assert view.answer.original.isHidden()
    second, _ = reissue(workspace, number_id, Correction(workspace.today(), "姓名有误"))
    assert scanned(window, view, code) == f"真 · 已换发为 {second}"
    assert scanned(window, view, second) == "在册 · 有效"
    assert scanned(window, view, "旗非公委任〔2026〕99号") == "查不到"
    view.keys.setFocus()
    QTest.mouseClick(view.line, Qt.MouseButton.LeftButton)
    assert scanned(window, view, code[:50]) == "无法判断"
    assert "不完整" in view.answer.words.text()


def test_the_original_and_the_record_are_a_click_away(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    _, number, code = issue_letter(workspace)
    view = the_view(window)
    scanned(window, view, code)
    press(view, "verdict_original")
    settle(window)
    dialog = window.findChildren(PreviewDialog)[-1]
    assert number in dialog.windowTitle()
    assert number.replace(" ", "") in Pdf(dialog.preview._data).text()
    assert dialog.findChild(QPushButton, "preview_print").isHidden()  # type: ignore[union-attr]
    dialog.close()
    press(view, "verdict_record")
    settle(window)
    page = window.page("placements")
    assert isinstance(page, PlacementsPage)
    assert page.isVisible()


@pytest.fixture
def paste() -> Iterator[Callable[[QMimeData], None]]:
    """Put something on the clipboard."""
    yield lambda held: QGuiApplication.clipboard().setMimeData(held)
    QGuiApplication.clipboard().clear()


def test_pictures_and_files_are_read(
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
    tmp_path: Path,
    paste: Callable[[QMimeData], None],
) -> None:
    issue_letter(workspace)
    letter = compose(workspace, "letters", year=YEAR).pdf
    pdf, scan = tmp_path / "信.pdf", tmp_path / "信.png"
    pdf.write_bytes(letter)
    pdfium.PdfDocument(letter)[0].render(scale=150 / 72).to_pil().save(scan)
    view = the_view(window)
    for path in (pdf, scan):
        answers.choose_file(path)
        press(view, "button_genuineness.read")
        settle(window)
        assert view.answer.headline.text() == "真 · 有效"
        assert view.line.text() == path.name
    view.answer.show_error(ValueError())
    picture = QMimeData()
    picture.setImageData(QImage(str(scan)))
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(pdf))])
    for held in (picture, copied):
        scanned(window, view, "无")
        paste(held)
        QTest.keyClick(view.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert view.answer.headline.text() == "真 · 有效"
    words = QMimeData()
    words.setText("旗非公委任")
    paste(words)
    QTest.keyClick(view.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.line.text() == "旗非公委任"
    empty = tmp_path / "空.pdf"
    empty.write_bytes(compose(workspace, "posts", year=YEAR).pdf)
    answers.choose_file(empty)
    press(view, "button_genuineness.read")
    settle(window)
    assert "没有找到验证码" in view.answer.words.text()


def test_another_office_s_certificate_is_compared_before_it_is_taken_in(
    window: MainWindow, workspace: Workspace, other: Workspace, answers: Answers, tmp_path: Path
) -> None:
    _, _, code = issue_letter(other)
    foreign = make_certificate(other)
    file = export_certificate(foreign, tmp_path / "邻旗证书")
    view = the_view(window)
    assert scanned(window, view, code) == "无法判断"

    def think_better(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, TrustDialog)
        assert not dialog.act.isEnabled()
        shown = dialog.findChild(QLabel, "trust_fingerprint")
        assert isinstance(shown, QLabel)
        assert shown.text().split() == foreign.fingerprint.split()
        return False

    def compare(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, TrustDialog)
        dialog.compared.click()
        assert dialog.act.isEnabled()
        return True

    for answer, count in ((think_better, 0), (compare, 1)):
        answers.choose_file(file)
        answers.fill(answer)
        press(view, "trusted_add")
        settle(window)
        assert len(list_trusted(workspace)) == view.keys.table.model.rowCount() == count
    view.line.setFocus()
    settle(window)
    assert scanned(window, view, code) == "真 · 外单位签发"
    answers.say(True)
    view.keys.remove(list_trusted(workspace)[0])
    settle(window)
    assert view.keys.table.model.rowCount() == 0
    assert scanned(window, view, code) == "无法判断"


def test_one_s_own_certificate_is_exported_printed_and_renewed(
    window: MainWindow, workspace: Workspace, other: Workspace, answers: Answers, tmp_path: Path
) -> None:
    view = the_view(window)
    assert view.keys.fingerprint.text() == "还没有密钥"
    answers.choose_file(tmp_path / "本单位.json")
    press(view, "own_export")
    settle(window)
    own = own_certificate(workspace)
    assert own is not None
    assert view.keys.fingerprint.text().split() == own.fingerprint.split()
    assert (tmp_path / "本单位.json").is_file()
    press(view, "own_print")
    settle(window)
    dialog = window.findChildren(PreviewDialog)[-1]
    assert "签发单位证书" in dialog.windowTitle()
    dialog.close()
    answers.say(False, True)
    press(view, "own_renew")
    settle(window)
    assert own_certificate(workspace) == own
    press(view, "own_renew")
    settle(window)
    fresh = own_certificate(workspace)
    assert fresh is not None
    assert fresh != own
    assert view.keys.fingerprint.text().split() == fresh.fingerprint.split()
    trust(other, own)
    trust(other, fresh)
    assert len(list_trusted(other)) == 2
