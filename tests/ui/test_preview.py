"""The preview: the very PDF, its warnings first, saved whole or not at all, printed at 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QWheelEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import silent
from partydesk.ui.preview import PdfPreview, PreviewDialog, write_file
from partydesk.ui.printing import (
    open_pdf,
    render_page,
)
from partydesk.ui.tasks import TaskRunner
from tests.ui.answers import Answers

MM = 72 / 25.4
SQUARE_MM = QRectF(30, 40, 20, 20)


def make_pdf(path: Path, pages: int = 3, *, landscape: bool = False) -> bytes:
    """Write a PDF on A4 with a black square at a known place, in millimetres from the corner."""
    writer = QPdfWriter(str(path))
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF()))
    writer.setResolution(2540)
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        scaled = QRectF(SQUARE_MM.topLeft() * 100, SQUARE_MM.size() * 100)
        painter.fillRect(scaled, QColor("black"))
    painter.end()
    return path.read_bytes()


@pytest.fixture
def pdf(tmp_path: Path, qapp: QApplication) -> bytes:
    return make_pdf(tmp_path / "in.pdf")


@pytest.fixture
def failures() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(qtbot: QtBot, failures: list[BaseException]) -> Iterator[TaskRunner]:
    window = QWidget()
    qtbot.addWidget(window)
    made = TaskRunner(window, failures.append)
    yield made
    assert made.shut_down(5000)


@pytest.fixture
def preview(qtbot: QtBot, dressed: str, tasks: TaskRunner) -> PdfPreview:
    made = PdfPreview(tasks)
    qtbot.addWidget(made)
    made.resize(800, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(preview: QWidget, name: str) -> QPushButton:
    found = preview.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def place(preview: PdfPreview) -> str:
    found = preview.findChild(QLabel, "preview_place")
    assert isinstance(found, QLabel)
    return found.text()


def test_without_a_document_nothing_can_be_pressed(preview: PdfPreview) -> None:
    assert not button(preview, "preview_print").isEnabled()
    preview.print()
    preview.save()
    assert preview.page_count == 0


def test_pages_are_shown_and_leafed_through(preview: PdfPreview, pdf: bytes) -> None:
    preview.show_pdf(pdf, "委任书")
    assert preview.page_count == 3
    assert place(preview) == "第 1 / 3 页"
    button(preview, "preview_ahead").click()
    assert place(preview) == "第 2 / 3 页"
    preview.turn(9)
    assert place(preview) == "第 3 / 3 页"
    button(preview, "preview_back").click()
    assert place(preview) == "第 2 / 3 页"
    preview.clear()
    assert preview.page_count == 0


def test_a_page_is_white_where_nothing_is_printed(pdf: bytes) -> None:
    document = open_pdf(pdf)
    image = render_page(document, 0, QSize(210, 297))
    assert image.pixelColor(5, 5) == QColor("white")
    assert image.pixelColor(40, 50) == QColor("black")


def test_the_wheel_magnifies_with_control(preview: PdfPreview, pdf: bytes) -> None:
    preview.show_pdf(pdf, "委任书")
    before = preview.view.zoomFactor()
    for turn, modifier in (
        (120, Qt.KeyboardModifier.ControlModifier),
        (120, Qt.KeyboardModifier.NoModifier),
    ):
        event = QWheelEvent(
            QPointF(10, 10),
            QPointF(10, 10),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(preview.view.viewport(), event)
    assert preview.view.zoomFactor() == pytest.approx(before * 1.15)
    for _ in range(40):
        preview.zoom(0.5)
    assert preview.view.zoomFactor() == 0.25
    button(preview, "preview_fit_page").click()
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitInView
    button(preview, "preview_fit_width").click()
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def test_missing_characters_are_asked_about_each_time(
    preview: PdfPreview, pdf: bytes, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    missing = ["张𰀀：姓名中的“𰀀”（U+30000）字库里没有，打印时此处留空一字"]
    preview.show_pdf(pdf, "委任书", missing, missing)
    answers.say(False, False)
    preview.save()
    preview.print()
    assert len(answers.asked) == 2
    assert all("1 处缺字" in asked and "U+30000" in asked for asked in answers.asked)
    target = tmp_path / "letters.pdf"
    answers.say(True)
    answers.choose_file(target)
    with qtbot.waitSignal(preview.saved):
        preview.save()
    assert target.read_bytes() == pdf
    preview.show_pdf(pdf, "委任书")
    answers.choose_file("")
    preview.save()
    assert len(answers.asked) == 3


def test_warnings_stand_above_the_pages(preview: PdfPreview, pdf: bytes) -> None:
    preview.show_pdf(pdf, "委任书", [f"第{number}人：缺字" for number in range(9)])
    assert preview.warnings.isVisible()
    assert preview.warnings.text.splitlines()[-2:] == ["第5人：缺字", "……共 9 条"]
    preview.show_pdf(pdf, "委任书")
    assert not preview.warnings.isVisible()


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(preview: PdfPreview, data: bytes) -> None:
    with pytest.raises(EnvironmentProblem, match="打不开"):
        preview.show_pdf(data, "委任书")


def test_the_very_pdf_is_saved(
    preview: PdfPreview, pdf: bytes, tasks: TaskRunner, tmp_path: Path, answers: Answers
) -> None:
    saved: list[object] = []
    preview.saved.connect(saved.append)
    preview.show_pdf(pdf, "委任书")
    answers.choose_file("", tmp_path / "出来")
    button(preview, "preview_save").click()
    button(preview, "preview_save").click()
    assert tasks.wait_until_idle(5000)
    assert saved == [tmp_path / "出来.pdf"]
    assert (tmp_path / "出来.pdf").read_bytes() == pdf


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="不存在"):
        write_file(tmp_path / "none" / "a.pdf", b"x", silent)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(EnvironmentProblem):
        write_file(tmp_path / "folder.pdf", b"x", silent)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder.pdf"]


def test_printing_is_asked_for(preview: PdfPreview, pdf: bytes) -> None:
    asked: list[str] = []
    preview.print_asked.connect(lambda: asked.append("print"))
    preview.each_asked.connect(lambda: asked.append("each"))
    preview.print()
    preview.save_each()
    assert asked == []
    preview.show_pdf(pdf, "委任书")
    assert not button(preview, "preview_save_each").isVisible()
    preview.offer_each()
    button(preview, "preview_save_each").click()
    button(preview, "preview_print").click()
    assert asked == ["each", "print"]


def test_a_preview_in_its_own_window_fits_the_screen(
    qtbot: QtBot, dressed: str, tasks: TaskRunner, pdf: bytes
) -> None:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    dialog = PreviewDialog(window, tasks, pdf, "委任书", ["苏和：缺字"])
    dialog.present()
    assert dialog.height() <= 768
    assert dialog.preview.page_count == 3
    assert dialog.windowTitle() == "预览：委任书"
    dialog.reject()
