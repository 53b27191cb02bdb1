"""Cutting a photo: the picture never leaves the frame, by mouse, keys and wheel alike."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.services.pictures import get_picture
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.widgets.crop import Crop
from partydesk.ui.widgets.crop_dialog import CropDialog
from tests.ui.answers import Answers
from tests.ui.pool_window import talent, talents_page

FRAME = (270.0, 378.0)
_MOVES = st.one_of(
    st.tuples(st.just("move"), st.floats(-900, 900), st.floats(-900, 900)),
    st.tuples(st.just("zoom"), st.floats(0.2, 5), st.just(0.0)),
)


@given(
    picture=st.tuples(st.floats(60, 2400), st.floats(60, 2400)),
    moves=st.lists(_MOVES, max_size=12),
)
def test_the_picture_always_fills_the_frame(
    picture: tuple[float, float], moves: list[tuple[str, float, float]]
) -> None:
    crop = Crop.filling(picture, FRAME)
    for what, first, second in moves:
        crop = crop.moved(first, second) if what == "move" else crop.zoomed(first)
        width, height = crop.size
        assert crop.left >= 0
        assert crop.top >= 0
        assert crop.left + width <= picture[0] + 1e-6
        assert crop.top + height <= picture[1] + 1e-6
        assert height / width == pytest.approx(7 / 5)


def test_zooming_in_and_out_keeps_the_middle() -> None:
    crop = Crop.filling((1000, 1400), FRAME).zoomed(2)
    assert crop.size == pytest.approx((500, 700))
    assert (crop.left, crop.top) == pytest.approx((250, 350))
    assert crop.zoomed(0.5).size == pytest.approx((1000, 1400))


def _picture(width: int = 800, height: int = 600) -> bytes:
    held = io.BytesIO()
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height))
    picture.save(held, "JPEG")
    return held.getvalue()


@pytest.fixture
def dialog(qtbot: QtBot, dressed: str) -> CropDialog:
    made = CropDialog(None, _picture())
    qtbot.addWidget(made)
    made.show()
    return made


def test_mouse_keys_wheel_and_buttons_move_the_picture(dialog: CropDialog) -> None:
    view = dialog.view
    begin = view.crop
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.crop.left > begin.left, "the picture goes to the left, so more of its right is seen"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.crop.left == pytest.approx(begin.left)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert begin.left - view.crop.left == pytest.approx(20 / view.crop.scale)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(60, 100))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 100))
    assert view.crop.left - begin.left == pytest.approx(20 / view.crop.scale)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.crop.size[0] < begin.size[0]
    smaller = view.crop.size[0]
    notch = QWheelEvent(
        QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, notch)
    assert view.crop.size[0] < smaller
    turn = dialog.findChild(QPushButton, "crop_right")
    assert turn is not None
    turn.click()
    assert view.turns == 1
    assert view.crop.picture == (600, 800)


def test_a_small_cut_is_warned_of(qtbot: QtBot, dressed: str) -> None:
    dialog = CropDialog(None, _picture(200, 200))
    qtbot.addWidget(dialog)
    about = dialog.findChild(QLabel, "crop_about")
    assert about is not None
    assert "143×200 像素" in about.text()
    assert "打印会发虚" in about.text()


# -- in the form --------------------------------------------------------------------------


def test_a_photo_is_chosen_cut_saved_and_undone(
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = talents_page(window)
    page.go_to(2)
    choose = page.card.findChild(QPushButton, "picture_choose")
    fault = page.card.findChild(QLabel, "picture_fault")
    assert choose is not None
    assert fault is not None

    def take(path: Path) -> None:
        answers.choose_file(path)
        choose.click()
        window.tasks.wait_until_idle()

    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff")
    take(tmp_path / "坏.jpg")
    assert "已损坏" in fault.text()
    (tmp_path / "好.jpg").write_bytes(_picture())
    answers.say(False)
    take(tmp_path / "好.jpg")
    assert page.card.form.text_of("photo") == "", "the user thought better of it"

    def shift(dialog: CropDialog) -> bool:
        for _ in range(40):
            QTest.keyClick(dialog.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        return True

    monkeypatch.setattr(CropDialog, "run", shift)
    take(tmp_path / "好.jpg")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    kept = talent(workspace, 2).photo
    assert kept is not None
    photo = Image.open(io.BytesIO(get_picture(workspace, kept))).convert("RGB")
    assert photo.size == (429, 601)
    assert photo.getpixel((20, 300)) == photo.getpixel((380, 300)), "the left half is red"
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert page.card.form.text_of("photo") == ""


def test_a_photo_never_lands_with_the_person_shown_next(
    window: MainWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading, cutting and keeping take their time; the clerk may have gone on."""
    page = talents_page(window)
    page.go_to(2)
    (tmp_path / "好.jpg").write_bytes(_picture())
    answers.choose_file(tmp_path / "好.jpg")

    def go_on(dialog: CropDialog) -> bool:
        del dialog
        page.go_to(3)
        return True

    monkeypatch.setattr(CropDialog, "run", go_on)
    choose = page.card.findChild(QPushButton, "picture_choose")
    assert choose is not None
    choose.click()
    window.tasks.wait_until_idle()
    assert page.card.form.text_of("photo") == ""
    page.go_to(2)
    assert page.card.form.text_of("photo") == ""
