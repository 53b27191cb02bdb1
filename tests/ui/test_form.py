"""The form: text in and out, the keyboard, completion, masks and messages; no rule of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.talents import PoliticalStatus, Talent
from partydesk.ui.editors import Sources, words_of
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.chips import ChipsEditor, chip_texts, split_words
from partydesk.ui.widgets.words import WordEdit
from tests.ui.answers import Answers
from tests.ui.hands import type_text

WORDS = {
    "specialty": ("农牧技术", "合作社规范", "财务", "法律"),
    "township": ("新惠镇", "贝子府镇", "敖润苏莫苏木"),
    "ethnicity": ("汉族", "蒙古族", "满族"),
}
FULL = {
    "name": "敖敦其其格",
    "citizen_number": "150430197007071426",
    "phone": "13800000004",
    "political": "中共党员",
    "specialties": "农牧技术、财务",
    "state": "可选派",
    "note": "第一行\n第二行",
}


def save_picture(path: Path) -> Path:
    """Write a small picture."""
    image = QImage(30, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    assert image.save(str(path))
    return path


@pytest.fixture
def build(qtbot: QtBot, dressed: str) -> Callable[..., RecordForm]:
    def make(sources: Sources | None = None, *, tabbed: bool = False) -> RecordForm:
        words = Sources(words=lambda name: WORDS.get(name, ()), matches=matches)
        form = RecordForm(fields_of(Talent), sources or words, tabbed=tabbed)
        qtbot.addWidget(form)
        form.resize(420, 700)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        return form

    return make


def keyboard(form: RecordForm, name: str) -> QWidget:
    return form.block(name).editor.keyboard


def type_into(form: RecordForm, name: str, text: str) -> None:
    form.focus_field(name)
    type_text(keyboard(form, name), text)


def test_every_field_has_an_editor_with_a_name(build: Callable[..., RecordForm]) -> None:
    form = build()
    assert list(form.texts()) == [field.name for field in fields_of(Talent)]
    for field in fields_of(Talent):
        editor = form.block(field.name).editor
        assert editor.widget.objectName() == f"field_{field.name}"
        assert editor.keyboard.accessibleName() == field.label


@pytest.mark.parametrize("tabbed", [False, True])
def test_what_was_shown_comes_back(build: Callable[..., RecordForm], tabbed: bool) -> None:
    form = build(tabbed=tabbed)
    form.set_texts(FULL)
    assert {name: text for name, text in form.texts().items() if text} == FULL
    assert not form.dirty
    form.set_texts({})
    assert set(form.texts().values()) == {""}


def test_typing_makes_it_dirty_and_tells(build: Callable[..., RecordForm]) -> None:
    form = build()
    told: list[str] = []
    form.field_edited.connect(told.append)
    form.set_texts(FULL)
    assert told == []
    type_into(form, "rank", "四级")
    assert form.dirty
    assert set(told) == {"rank"}
    type_into(form, "note", "完")
    assert told[-1] == "note"
    form.set_field("birth", "1970-07-07")
    assert told[-1] == "birth"
    form.set_dirty(False)
    assert not form.dirty


def test_enter_goes_through_all_fields_in_their_order(build: Callable[..., RecordForm]) -> None:
    form = build()
    done: list[bool] = []
    form.completed.connect(lambda: done.append(True))
    form.focus_first()
    seen = []
    names = {keyboard(form, field.name): field.name for field in fields_of(Talent)}
    for _ in range(len(names)):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(names[focus])
        long = form.block(seen[-1]).field.kind is Kind.LONG_TEXT
        control = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(
            focus, Qt.Key.Key_Return, control if long else Qt.KeyboardModifier.NoModifier
        )
        if done:
            break
    expected = [field.name for field in fields_of(Talent) if field.kind is not Kind.PICTURE]
    assert seen == expected
    assert done == [True]


def test_enter_goes_on_into_the_next_tab(build: Callable[..., RecordForm]) -> None:
    form = build(tabbed=True)
    tabs = form.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    form.focus_field("later_school")
    QTest.keyClick(keyboard(form, "later_school"), Qt.Key.Key_Return)
    assert tabs.currentIndex() == 1
    assert keyboard(form, "unit_post").hasFocus()


def test_in_several_lines_enter_begins_a_line(build: Callable[..., RecordForm]) -> None:
    form = build()
    type_into(form, "ability", "甲")
    QTest.keyClick(keyboard(form, "ability"), Qt.Key.Key_Return)
    type_text(keyboard(form, "ability"), "乙")
    assert form.text_of("ability") == "甲\n乙"


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("political", "gqty", "共青团员"),
        ("political", "群", "群众"),
        ("ethnicity", "mengguzu", "蒙古族"),
        ("sex", "nv", "女"),
        ("political", "党", "党"),
        ("political", "不明", "不明"),
        ("political", "群众", "群众"),
    ],
)
def test_leaving_a_field_settles_what_can_mean_only_one_word(
    build: Callable[..., RecordForm], name: str, typed: str, meant: str
) -> None:
    form = build()
    type_into(form, name, typed)
    # Keys go to the list while it is unfolded; it hands them on to the line.
    QTest.keyClick(QApplication.activePopupWidget() or keyboard(form, name), Qt.Key.Key_Tab)
    assert not keyboard(form, name).hasFocus()
    assert form.text_of(name) == meant


def test_the_list_offers_what_fits_and_enter_takes_it(
    build: Callable[..., RecordForm], qtbot: QtBot
) -> None:
    form = build()
    type_into(form, "political", "zgyb")
    line = keyboard(form, "political")
    assert isinstance(line, WordEdit)
    popup = line.completions
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keyboard(form, "joined").hasFocus())
    assert form.text_of("political") == "中共预备党员"
    assert not popup.isVisible()


def test_the_down_key_unfolds_all_words(build: Callable[..., RecordForm]) -> None:
    form = build()
    form.focus_field("political")
    line = keyboard(form, "political")
    assert isinstance(line, WordEdit)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.completions.model().rowCount() == len(PoliticalStatus)
    line.completions.hide()


def test_words_come_from_choices_dictionaries_or_yes_and_no() -> None:
    sources = Sources(words=lambda name: WORDS[name])
    assert words_of(Field("有无", Kind.YES_NO), sources) == ("是", "否")
    assert words_of(Field("专长", Kind.MULTI, dictionary="specialty"), sources)[0] == "农牧技术"
    assert words_of(Field("姓名", Kind.NAME), sources) == ()


def test_several_words_are_chips(build: Callable[..., RecordForm]) -> None:
    form = build()
    form.set_texts(FULL)
    editor = form.block("specialties").editor.widget
    assert isinstance(editor, ChipsEditor)
    assert chip_texts(editor) == ["农牧技术 ×", "财务 ×"]
    type_into(form, "specialties", "falv")
    assert form.text_of("specialties") == "农牧技术、财务、falv"
    editor.line.completions.hide()
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert form.text_of("specialties") == "农牧技术、财务、法律"
    type_text(editor.line, "自创、")
    assert form.text_of("specialties") == "农牧技术、财务、法律、自创"
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    editor.findChildren(QPushButton, "word_chip")[0].click()
    assert form.text_of("specialties") == "财务、法律"
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert keyboard(form, "languages").hasFocus()


def test_words_are_split_at_every_sign_people_use() -> None:
    assert split_words("农牧，财务;法律 、财务\n商标；") == ["农牧", "财务", "法律", "商标"]
    assert split_words("  ") == []


def test_a_listed_word_that_holds_such_a_sign_stays_whole(qtbot: QtBot) -> None:
    farming, making = "A 农、林、牧、渔业", "C 制造业"
    editor = ChipsEditor((farming, making))
    qtbot.addWidget(editor)
    editor.show()
    editor.set_text(f"{farming}、{making}")
    assert chip_texts(editor) == [f"{farming} ×", f"{making} ×"]
    assert editor.text() == f"{farming}、{making}"
    editor.set_text("")
    type_text(editor.line, farming)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    type_text(editor.line, "自创、")
    assert editor.text() == f"{farming}、自创"


def test_masked_fields_keep_their_full_text(build: Callable[..., RecordForm]) -> None:
    asked: list[str] = []
    willing = [False, True]

    def reveal(name: str) -> bool:
        asked.append(name)
        return willing.pop(0)

    form = build(Sources(reveal=reveal))
    form.set_texts(FULL, masked={"citizen_number": "150430********1426", "rank": "**"})
    block = form.block("citizen_number")
    assert block.editor.text() == "150430********1426"
    assert form.text_of("citizen_number") == FULL["citizen_number"]
    assert not form.block("rank").masked
    type_text(block.editor.keyboard, "9")
    assert block.editor.text() == "150430********1426"
    link = form.findChild(QPushButton, "reveal_citizen_number")
    assert isinstance(link, QPushButton)
    link.click()
    assert block.masked
    link.click()
    assert block.editor.text() == FULL["citizen_number"]
    assert asked == ["citizen_number", "citizen_number"]
    assert not link.isVisible()
    assert not form.dirty


def test_messages_stand_beside_their_fields(build: Callable[..., RecordForm]) -> None:
    form = build()
    form.set_texts(FULL)
    form.set_warnings({"phone": "少一位"})
    form.set_errors({"birth": "日期不对", "phone": "不是手机号码", "整条": "与另一人重复"})
    assert form.message.text == "与另一人重复"
    assert form.block("birth").fault == "日期不对"
    shown = form.findChild(QLabel, "message_birth")
    assert isinstance(shown, QLabel)
    assert shown.isVisible()
    assert keyboard(form, "birth").hasFocus()
    assert keyboard(form, "birth").accessibleDescription() == "日期不对"
    type_text(keyboard(form, "birth"), "1")
    assert form.block("birth").fault == ""
    assert not shown.isVisible()
    assert form.block("phone").fault == "不是手机号码"
    form.clear_messages()
    assert form.message.isHidden()
    assert form.block("phone").fault == ""


def test_tabs_say_how_much_is_wrong_in_them(build: Callable[..., RecordForm]) -> None:
    form = build(tabbed=True)
    form.set_errors({"phone": "不是手机号码", "source": "没有这种来源"})
    tabs = form.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    assert tabs.tabText(1) == "任职与来源(2)"
    assert tabs.currentIndex() == 1
    form.clear_messages()
    assert tabs.tabText(1) == "任职与来源"


def test_those_who_may_only_look_cannot_type(build: Callable[..., RecordForm]) -> None:
    form = build()
    form.set_read_only(True)
    form.set_texts(FULL)
    for field in fields_of(Talent):
        if field.kind is not Kind.PICTURE:
            type_text(keyboard(form, field.name), "x")
    assert {name: text for name, text in form.texts().items() if text} == FULL
    assert not form.dirty


def test_a_picture_is_chosen_and_taken_away(
    build: Callable[..., RecordForm], answers: Answers, tmp_path: Path
) -> None:
    stored: dict[str, bytes] = {}

    def store(path: Path, done: Callable[[str], None], failed: Callable[[str], None]) -> None:
        if path.suffix != ".png":
            failed("这不是照片。")
            return
        stored["abc"] = path.read_bytes()
        done("abc")

    picture = save_picture(tmp_path / "photo.png")
    form = build(Sources(load_picture=stored.get, store_picture=store))
    answers.choose_file("", tmp_path / "x.pdf", picture)
    choose = form.findChild(QPushButton, "picture_choose")
    fault = form.findChild(QLabel, "picture_fault")
    preview = form.findChild(QLabel, "picture_preview")
    assert isinstance(choose, QPushButton)
    assert isinstance(fault, QLabel)
    assert isinstance(preview, QLabel)
    choose.click()
    assert not form.dirty
    choose.click()
    assert fault.text() == "这不是照片。"
    choose.click()
    assert form.text_of("photo") == "abc"
    assert not preview.pixmap().isNull()
    assert fault.text() == ""
    remove = form.findChild(QPushButton, "picture_remove")
    assert isinstance(remove, QPushButton)
    remove.click()
    assert form.text_of("photo") == ""
    assert preview.text() == "无照片"


def test_little_room_puts_the_fields_on_one_column(build: Callable[..., RecordForm]) -> None:
    form = build()

    def lefts() -> set[int]:
        return {form.block(field.name).x() for field in fields_of(Talent)}

    assert len(lefts()) == 2
    form.resize(260, 700)
    QTest.qWait(5)
    assert len(lefts()) == 1
    assert all(form.block(field.name).width() <= 260 for field in fields_of(Talent))
    form.resize(420, 700)
    QTest.qWait(5)
    assert len(lefts()) == 2


def test_fields_never_lie_on_each_other(build: Callable[..., RecordForm]) -> None:
    form = build()
    boxes = [form.block(field.name).geometry() for field in fields_of(Talent)]
    for number, one in enumerate(boxes):
        assert not any(one.intersects(other) for other in boxes[number + 1 :])
