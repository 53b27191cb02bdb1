"""The table: reads as it is looked at, orders and copies, and never does I/O while painting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partydesk.ui.colours import Tone
from partydesk.ui.table import PAGE_ROWS, Align, Column, Index, Role, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState

NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    state: str = "可选派"


class Source:
    """Counts what is read of a list of a given length."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.reads: list[tuple[int, int]] = []

    def fetch(self, offset: int, limit: int) -> Sequence[Person]:
        self.reads.append((offset, limit))
        end = min(offset + limit, self.total)
        return [Person(number, f"第{number}人") for number in range(offset, end)]


COLUMNS = (
    Column[Person]("name", "姓名", lambda person: person.name, strong=True),
    Column[Person]("number", "序号", lambda person: str(person.number), Align.RIGHT, width=60),
    Column[Person](
        "state",
        "状态",
        lambda person: person.state,
        shape=Shape.TAG,
        tone=lambda person: Tone.GOOD if person.state == "可选派" else Tone.ATTENTION,
    ),
    Column[Person](
        "act",
        "",
        lambda person: "打开" if person.number % 2 == 0 else "",
        shape=Shape.BUTTON,
        sortable=False,
        width=80,
    ),
)


@pytest.fixture
def model(qtbot: QtBot) -> RowTableModel[Person]:
    return RowTableModel(COLUMNS)


@pytest.fixture
def table(
    qtbot: QtBot, dressed: str, model: RowTableModel[Person], settings: QSettings
) -> TableView[Person]:
    empty = EmptyState("还没有人才", "先导入或新增")
    shown = TableView[Person](model, "people", settings, empty, about="人才名单")
    qtbot.addWidget(shown)
    shown.resize(700, 400)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def text(model: RowTableModel[Person], row: int, column: int = 0) -> object:
    return model.data(model.index(row, column))


def test_qt_finds_no_fault_with_the_model(
    model: RowTableModel[Person], check_model: Callable[[QAbstractItemModel], None]
) -> None:
    check_model(model)
    model.set_source(450, Source(450).fetch)
    check_model(model)
    model.set_rows([Person(1, "苏和")])
    model.set_order("name", descending=True)
    check_model(model)


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_other_rows_are_painted_once(table: TableView[Person]) -> None:
    """Each key typed into a search brings other rows, and with them another scroll range."""
    table.model.set_source(5_000, Source(5_000).fetch, Source(5_000).fetch(0, PAGE_ROWS))
    QTest.qWait(50)
    paints = Paints()
    table.view.viewport().installEventFilter(paints)
    table.model.set_source(300, Source(300).fetch, Source(300).fetch(0, PAGE_ROWS))
    QTest.qWait(50)
    assert paints.count == 1


def test_painting_reads_nothing_and_the_rows_follow(
    model: RowTableModel[Person], qtbot: QtBot
) -> None:
    source = Source(100_000)
    model.set_source(source.total, source.fetch)
    assert model.rowCount() == 100_000
    assert text(model, 50_000) == "…"
    assert source.reads == []
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert text(model, 50_000) == "第50000人"
    assert source.reads == [(50_000, PAGE_ROWS)]
    assert text(model, 50_000 + PAGE_ROWS - 1) == f"第{50_000 + PAGE_ROWS - 1}人"
    assert len(source.reads) == 1


def _is_read(source: Source, page: tuple[int, int]) -> bool:
    return page in source.reads


def test_the_page_that_scrolling_comes_to_next_is_read_in_a_quiet_moment(
    model: RowTableModel[Person], qtbot: QtBot
) -> None:
    source = Source(100_000)
    model.set_source(source.total, source.fetch)
    for seen, ahead in ((5, 6), (6, 7), (3, 2)):
        text(model, seen * PAGE_ROWS)
        page = (ahead * PAGE_ROWS, PAGE_ROWS)
        qtbot.waitUntil(partial(_is_read, source, page))
        reads = list(source.reads)
        assert text(model, ahead * PAGE_ROWS + 1) == f"第{ahead * PAGE_ROWS + 1}人"
        assert source.reads == reads


def test_after_a_long_drag_only_the_last_places_are_read(
    model: RowTableModel[Person], qtbot: QtBot
) -> None:
    source = Source(100_000)
    model.set_source(source.total, source.fetch)
    with qtbot.waitSignal(model.dataChanged):
        for row in range(0, 100_000, 1000):
            text(model, row)
    QTest.qWait(10)
    assert len(source.reads) == 2
    assert text(model, 99_000) == "第99000人"


def test_rows_given_with_the_source_are_not_read_again(model: RowTableModel[Person]) -> None:
    source = Source(300)
    first = source.fetch(0, PAGE_ROWS)
    source.reads.clear()
    model.set_source(300, source.fetch, first)
    assert text(model, 0) == "第0人"
    assert source.reads == []
    assert model.read_row(299) == Person(299, "第299人")
    assert source.reads == [(200, 100)]


def test_a_list_that_shrank_meanwhile_is_survived(
    model: RowTableModel[Person], qtbot: QtBot
) -> None:
    reads = []

    def gone(offset: int, _limit: int) -> Sequence[Person]:
        reads.append(offset)
        return []

    model.set_source(10, gone)
    for _ in range(5):
        assert text(model, 3) == "…"
        QTest.qWait(5)
    assert reads == [0]
    assert model.read_row(3) is None
    assert model.read_row(10) is None
    assert model.row_at(-1) is None


def test_a_cell_says_its_tone_and_where_it_stands(model: RowTableModel[Person]) -> None:
    model.set_rows([Person(1, "苏和", "需批准")])
    assert model.data(model.index(0, 2), Role.TONE) is Tone.ATTENTION
    assert model.data(model.index(0, 0), Role.TONE) is Tone.PLAIN
    right = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert right == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    spoken = model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "状态 需批准"


def test_the_empty_state_stands_where_there_are_no_rows(
    table: TableView[Person], model: RowTableModel[Person]
) -> None:
    assert table.empty.isVisible()
    model.set_rows([Person(1, "苏和")])
    assert table.view.isVisible()
    assert not table.empty.isVisible()
    model.set_rows([])
    assert table.empty.isVisible()


def test_a_click_on_a_header_asks_for_another_order(
    table: TableView[Person], model: RowTableModel[Person]
) -> None:
    asked: list[tuple[str, bool]] = []

    def order(key: str, descending: bool) -> None:
        asked.append((key, descending))
        model.set_order(key, descending=descending)

    table.sort_requested.connect(order)
    model.set_rows([Person(1, "苏和")])
    header = table.view.horizontalHeader()
    for section in (0, 0, 0, 1, 3):
        header.sectionClicked.emit(section)
    assert asked == [("name", False), ("name", True), ("name", False), ("number", False)]
    head = model.headerData(1, Qt.Orientation.Horizontal)
    assert head == "序号 ▴"


def test_the_chosen_row_is_told_once(
    table: TableView[Person], model: RowTableModel[Person]
) -> None:
    told: list[object] = []
    table.current_changed.connect(told.append)
    model.set_rows([Person(1, "苏和"), Person(2, "王堃")])
    table.select_number(1)
    table.select_number(1)
    assert told == [Person(2, "王堃")]
    assert table.current_row() == Person(2, "王堃")
    assert table.select_where(lambda person: person.name == "苏和")
    assert not table.select_where(lambda person: person.name == "无此人")
    assert table.current_row() == Person(1, "苏和")
    table.select_number(99)
    assert table.current_row() == Person(1, "苏和")


def test_rows_are_copied_as_they_are_shown(
    table: TableView[Person], model: RowTableModel[Person], qtbot: QtBot
) -> None:
    model.set_rows([Person(1, "苏\t和"), Person(2, "王堃"), Person(3, "额尔敦")])
    table.columns.show(1, shown=False)
    table.select_number(0)
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "姓名\t状态\n苏 和\t可选派\n王堃\t可选派"


class CountingModel(RowTableModel[Person]):
    """Counts how often Qt asks for its size, which it does for each cell it looks at."""

    asked = 0

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        self.asked += 1
        return super().columnCount(parent)


def test_selecting_all_of_a_long_list_looks_at_what_is_in_sight_only(
    settings: QSettings, qtbot: QtBot, dressed: str
) -> None:
    model = CountingModel(COLUMNS)
    table = TableView[Person](model, "people", settings, EmptyState("空"), about="人才名单")
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    source = Source(100_000)
    model.set_source(source.total, source.fetch)
    counts: list[int] = []
    table.selection_changed.connect(counts.append)
    QTest.qWait(20)
    model.asked = 0
    table.view.selectAll()
    QTest.qWait(20)
    assert counts[-1] == 100_000
    assert len(source.reads) == 1
    # The header once looked at all 400,000 cells here, which took seconds.
    assert model.asked < 5_000


def test_everything_works_by_keyboard(
    table: TableView[Person], model: RowTableModel[Person], qtbot: QtBot
) -> None:
    model.set_source(1000, Source(1000).fetch)
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.select_number(0)
    QTest.keyClick(table.view, Qt.Key.Key_End)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == [Person(999, "第999人")]
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    assert table.view.currentIndex().row() == 0


def test_the_button_of_a_row_asks_for_its_act(
    table: TableView[Person], model: RowTableModel[Person], qtbot: QtBot
) -> None:
    model.set_rows([Person(1, "苏和"), Person(2, "王堃")])
    asked: list[tuple[object, str]] = []
    table.act_asked.connect(lambda row, key: asked.append((row, key)))
    for row in (0, 1):
        place = table.view.visualRect(model.index(row, 3)).center()
        QTest.mouseClick(
            table.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
    assert asked == [(Person(2, "王堃"), "act")]


def test_chosen_columns_are_kept(
    table: TableView[Person], model: RowTableModel[Person], settings: QSettings, qtbot: QtBot
) -> None:
    table.columns.show(1, shown=False)
    table.view.horizontalHeader().moveSection(2, 0)
    table.view.horizontalHeader().resizeSection(0, 222)
    assert table.shown_keys() == ["state", "name", "act"]
    again = TableView[Person](
        RowTableModel(COLUMNS), "people", settings, EmptyState("空"), about="人才名单"
    )
    qtbot.addWidget(again)
    assert again.shown_keys() == ["state", "name", "act"]
    assert again.view.columnWidth(0) == 222
    again.columns.reset()
    assert again.shown_keys() == ["name", "number", "state", "act"]


def test_a_column_that_is_new_since_then_is_shown(
    settings: QSettings, qtbot: QtBot, dressed: str
) -> None:
    settings.setValue("tables/people", "state:0;-name:120;gone:5;broken")
    table = TableView[Person](
        RowTableModel(COLUMNS), "people", settings, EmptyState("空"), about="人才名单"
    )
    qtbot.addWidget(table)
    assert table.shown_keys() == ["state", "number", "act"]


def test_the_last_column_cannot_be_hidden(table: TableView[Person]) -> None:
    menu = table.column_menu()
    for action in menu.actions()[:3]:
        action.setChecked(False)
    table.columns.show(3, shown=False)
    assert table.shown_keys() == ["act"]


def test_words_share_the_room_names_and_figures_keep_theirs(
    settings: QSettings, qtbot: QtBot, dressed: str
) -> None:
    columns = (
        *COLUMNS[:2],
        Column[Person]("unit", "单位及职务", lambda person: person.name, width=200),
        Column[Person]("skill", "专长", lambda person: person.name, width=100),
        COLUMNS[2],
    )
    model = RowTableModel(columns)
    table = TableView[Person](model, "wide", settings, EmptyState("空"), about="名单")
    qtbot.addWidget(table)
    model.set_rows([Person(1, "苏和")])
    table.resize(1000, 400)
    with qtbot.waitExposed(table):
        table.show()
    widths = [table.view.columnWidth(number) for number in range(5)]
    assert abs(sum(widths) - table.view.viewport().width()) <= 2
    assert widths[:2] == [120, 60]
    assert widths[2] == pytest.approx(2 * widths[3], abs=2)
    table.resize(300, 400)
    QTest.qWait(1)
    assert [table.view.columnWidth(number) for number in range(4)] == [120, 60, 120, 60]
    assert table.view.rowHeight(0) == 34
