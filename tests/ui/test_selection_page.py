"""Working through a round: opening it, posts, wishes by keyboard, the board, submitting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from partydesk.domain.selection import Attitude, Post, Role, Ruling, Side
from partydesk.services import board, matching, placements, selection, wishes
from partydesk.services.workspace import Workspace
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.selection.compare_dialog import CompareDialog
from partydesk.ui.selection.pair_card import with_bold_names
from partydesk.ui.selection.post_dialog import PostDialog
from partydesk.ui.selection.wish_draft import WishDraft, WishLine
from partydesk.ui.short_names import short_labels, short_unit
from partydesk.ui.table import RowTableModel
from tests.ui.answers import Answers
from tests.ui.round_window import (
    AODUN,
    CEMENT,
    GRAIN,
    LI_1971,
    LI_1975,
    SUHE,
    TRANSPORT,
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    press,
    run,
    selection_page,
    settle,
    undo_last,
)

WILLING, INDIFFERENT, REFUSED = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


@pytest.fixture
def with_posts(workspace: Workspace) -> None:
    add_posts(workspace)


@pytest.fixture
def with_wishes(workspace: Workspace, with_posts: None) -> None:
    add_wishes(workspace)


def _chips(window: MainWindow) -> list[str]:
    chips = selection_page(window).chips.findChildren(QPushButton)
    return [chip.text() for chip in chips if not chip.isHidden()]


def _cells(model: RowTableModel[Post], column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def _row(model: QAbstractItemModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def _said(workspace: Workspace, side: Side, own: int) -> dict[int | None, tuple[str, int | None]]:
    company = side is Side.ENTERPRISE
    return {
        (wish.talent_id if company else wish.post_id): (wish.attitude.value, wish.rank)
        for wish in wishes.list_wishes(workspace, YEAR)
        if wish.side is side and (wish.post_id if company else wish.talent_id) == own
    }


# -- opening -----------------------------------------------------------------------------------


def test_a_year_without_a_round_offers_to_open_one_and_takes_it_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    button = page.findChild(QPushButton, "button_selection.open")
    assert button is not None
    assert button.isVisible()
    assert button.text() == "开启 2026 年双向选择"

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)
    found = selection.get_round(workspace, YEAR)
    assert found is not None
    assert found.year == YEAR
    assert _chips(window)[0] == "1 需求 0"
    assert page.posts.isVisible()

    undo_last(window)
    assert selection.get_round(workspace, YEAR) is None
    assert button.isVisible()


@pytest.mark.usefixtures("with_wishes")
def test_steps_count_and_tick_what_is_done(window: MainWindow) -> None:
    page = selection_page(window)
    # 3 posts and 5 people; the posts and 敖敦其其格 have spoken.
    assert page.wishes.isVisible()
    assert _chips(window)[:4] == ["1 需求 3 ✓", "2 公布 03-04 ✓", "3 意愿 4/8", "4 匹配"]
    page.show_step("matching")
    run(window, "selection.run")
    assert _chips(window)[:4] == ["1 需求 3 ✓", "2 公布 03-04 ✓", "3 意愿 4/8", "4 匹配 3"]
    run(window, "selection.accept")
    assert _chips(window)[3:6] == ["4 匹配 3 ✓", "5 认可 0/3", "6 签约 0/3"]


@pytest.mark.usefixtures("with_posts")
def test_another_year_shows_its_own_round(window: MainWindow) -> None:
    page = selection_page(window)
    assert page.wishes.isVisible()
    window.set_years([YEAR, YEAR - 1], YEAR - 1)
    page.set_year(YEAR - 1)
    settle(window)
    button = page.findChild(QPushButton, "button_selection.open")
    assert button is not None
    assert button.isVisible()
    assert button.text() == "开启 2025 年双向选择"


# -- posts -------------------------------------------------------------------------------------


def _post_dialog(window: MainWindow) -> PostDialog:
    dialog = selection_page(window).findChild(PostDialog)
    assert isinstance(dialog, PostDialog)
    return dialog


def test_a_post_is_typed_by_initials_and_stored(window: MainWindow, workspace: Workspace) -> None:
    selection.open_round(workspace, YEAR)
    page = selection_page(window)
    page.reload()
    settle(window)
    page.show_step("posts")
    run(window, "selection.new_post")
    dialog = _post_dialog(window)
    unit = dialog.form.block("enterprise").editor.keyboard
    press(unit, "sjzl", Qt.Key.Key_Return)
    assert dialog.form.text_of("enterprise") == "十家杂粮农民专业合作社"
    dialog.form.set_field("specialties", "农牧技术、合作社规范")
    dialog.save()
    settle(window)
    assert not dialog.isVisible()
    (post,) = selection.list_posts(workspace, YEAR)
    assert (post.enterprise, post.role) == ("十家杂粮农民专业合作社", Role.INSTRUCTOR)
    assert post.specialties == ("农牧技术", "合作社规范")
    assert _cells(page.posts.model, 0) == ["十家杂粮农民专业合作社"]
    undo_last(window)
    assert selection.list_posts(workspace, YEAR) == ()
    assert page.posts.model.rowCount() == 0


@pytest.mark.usefixtures("with_posts")
def test_a_post_that_cannot_be_stored_keeps_the_dialog_and_says_why(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("posts")
    run(window, "selection.new_post")
    dialog = _post_dialog(window)
    dialog.form.set_field("enterprise", "未入库有限公司")
    dialog.save()
    assert dialog.form.block("enterprise").fault == "没有这个在库单位，请从列表里选择"

    dialog.form.set_field("enterprise", "宏远运输有限公司")
    dialog.form.set_field("persons", "21")
    dialog.form.set_field("musts", "身高")
    dialog.save()
    settle(window)
    assert dialog.isVisible()
    assert dialog.form.block("musts").fault
    dialog.form.set_field("musts", "专职")
    dialog.save()
    settle(window)
    assert dialog.form.block("persons").fault == "人数应在 1 至 20 人之间"
    assert dialog.save_button.isEnabled()
    assert len(selection.list_posts(workspace, YEAR)) == 3
    dialog.reject()


@pytest.mark.usefixtures("with_posts")
def test_several_alike_are_asked_for_in_one_go(window: MainWindow, workspace: Workspace) -> None:
    page = selection_page(window)
    page.show_step("posts")
    run(window, "selection.new_post")
    dialog = _post_dialog(window)
    dialog.form.set_texts({
        "enterprise": "宏远运输有限公司", "role": "党建指导员", "persons": "2",
        "languages": "蒙古语", "musts": "语言、正式党员", "attendance_days": "5",
    })  # fmt: skip
    dialog.save()
    settle(window)
    made = selection.list_posts(workspace, YEAR)[3:]
    assert [(post.seat, post.languages, post.musts) for post in made] == [
        (2, ("蒙古语",), ("语言", "正式党员")), (3, ("蒙古语",), ("语言", "正式党员")),
    ]  # fmt: skip
    chosen = page.posts.table.current_row()
    assert chosen is not None
    assert chosen.seat == 2
    assert "党建指导员（第 2 席）" in _row(page.posts.model, 3)
    undo_last(window)
    assert len(selection.list_posts(workspace, YEAR)) == 3


@pytest.mark.usefixtures("with_posts")
def test_a_post_is_closed_with_its_reason_and_asked_for_again(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("posts")
    page.posts.table.select_number(1)
    assert window.commands.get("selection.reopen_post").refusal() == "这个岗位没有关闭"
    run(window, "selection.close_post")
    dialog = page.findChild(EntryDialog, "closing_dialog")
    assert isinstance(dialog, EntryDialog)
    dialog.save()
    settle(window)
    assert dialog.form.block("why_closed").fault == "请填写关闭原因"
    dialog.form.set_field("why_closed", "企业不再需要")
    dialog.save()
    settle(window)
    assert "已关闭" in _row(page.posts.model, 1)
    summary = page.findChild(QLabel, "round_summary")
    assert isinstance(summary, QLabel)
    assert "另有 1 个不参加匹配" in summary.text()
    page.show_step("matching")
    run(window, "selection.run")
    assert page.board.model.row_at(1).talent_id is None  # type: ignore[union-attr]
    assert "已关闭" in _row(page.board.model, 1)
    page.board.posts.select_number(1)
    reason = page.board.card.findChild(QLabel, "pair_reason")
    assert isinstance(reason, QLabel)
    assert reason.text() == "这个岗位不参加匹配：已关闭。"
    page.show_step("posts")
    assert window.commands.get("selection.close_post").refusal() == "这个岗位已经关闭"
    run(window, "selection.reopen_post")
    assert all(post.is_wanted for post in selection.list_posts(workspace, YEAR))


@pytest.mark.usefixtures("with_posts")
def test_a_post_is_changed_and_removed_and_comes_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("posts")
    page.posts.table.select_number(1)
    run(window, "selection.edit_post")
    dialog = _post_dialog(window)
    assert dialog.form.text_of("enterprise") == "十家杂粮农民专业合作社"
    dialog.form.set_field("role", "党组织书记")
    dialog.save()
    settle(window)
    assert selection.list_posts(workspace, YEAR)[1].role is Role.SECRETARY
    chosen = page.posts.table.current_row()
    assert chosen is not None
    assert chosen.id == GRAIN

    run(window, "selection.remove_post")
    assert [post.id for post in selection.list_posts(workspace, YEAR)] == [CEMENT, TRANSPORT]
    undo_last(window)
    assert [post.id for post in selection.list_posts(workspace, YEAR)] == [1, 2, 3]


@pytest.mark.usefixtures("with_posts")
@pytest.mark.parametrize(
    ("step", "key"),
    [("posts", "selection.import_posts"), ("wishes", "selection.import_wishes")],
)
def test_sheets_are_imported_through_the_import_dialog(
    window: MainWindow, step: str, key: str
) -> None:
    page = selection_page(window)
    page.show_step(step)
    run(window, key)
    dialog = page.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert dialog.isVisible()
    dialog.reject()


# -- wishes ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("with_posts")
def test_one_key_says_one_wish(window: MainWindow, workspace: Workspace) -> None:
    page = selection_page(window)
    sheet = page.wishes.sheet
    grid = sheet.grid
    order = [line.other_id for line in sheet.draft.lines] if sheet.draft else []
    grid.select_number(0)
    press(grid.view, "1", "2", Qt.Key.Key_Down, "2", Qt.Key.Key_Down, "w")
    press(grid.view, Qt.Key.Key_Down, "b", Qt.Key.Key_Down, "y")
    assert [line.word for line in sheet.draft.lines] == ["12", "2", "无所谓", "不愿意", "愿意"]  # type: ignore[union-attr]
    grid.select_number(4)
    press(grid.view, Qt.Key.Key_Delete)
    assert sheet.draft is not None
    assert sheet.draft.meaning == "愿意 2 人、无所谓 1 人、不愿意 1 人；没有写到的人不会配给。"
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {}

    press(grid.view, Qt.Key.Key_Up)
    QTest.keyClick(grid.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {
        order[0]: ("愿意", 12),
        order[1]: ("愿意", 2),
        order[2]: ("无所谓", None),
        order[3]: ("不愿意", None),
    }
    assert page.wishes.unsaved == []
    undo_last(window)
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {}


@pytest.mark.usefixtures("with_posts")
def test_names_typed_one_after_the_other_are_ranked_in_that_order(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    sheet = page.wishes.sheet
    for initials in ("sh", "adqqg"):
        press(sheet.line, initials, Qt.Key.Key_Return)
    sheet.rest.click()
    run(window, "selection.save_wishes")
    assert _said(workspace, Side.ENTERPRISE, CEMENT) == {
        SUHE: ("愿意", 1),
        AODUN: ("愿意", 2),
        None: ("无所谓", None),
    }
    assert sheet.rest.isChecked()


@pytest.mark.usefixtures("with_posts")
def test_namesakes_are_told_apart(window: MainWindow) -> None:
    sheet = selection_page(window).wishes.sheet
    assert sheet.draft is not None
    names = {line.other_id: line.name for line in sheet.draft.lines}
    assert names[LI_1971] == "李秀兰（1971 年生）"
    assert names[LI_1975] == "李秀兰（1975 年生）"


@pytest.mark.usefixtures("with_wishes")
def test_what_is_typed_stays_when_another_sheet_is_opened(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    page = selection_page(window)
    owners = page.wishes.owners
    page.wishes.sheet.grid.select_number(2)
    press(page.wishes.sheet.grid.view, "3")
    owners.select_number(1)
    page.wishes.choose_side(Side.PERSON)
    page.wishes.choose_side(Side.ENTERPRISE)
    wishes.save_wishes(workspace, YEAR, Side.PERSON, SUHE, {CEMENT: (WILLING, 1)})
    page.reload()
    settle(window)
    owners.select_number(0)
    draft = page.wishes.sheet.draft
    assert draft is not None
    assert [line.rank for line in draft.lines if line.rank] == [2, 1, 3]
    assert [each.label for each in page.wishes.unsaved] == ["塔林水泥有限责任公司 · 党建指导员"]
    assert str(page.wishes.model.index(0, 2).data()) == "未保存"

    answers.say(False)
    assert not page.may_close()
    assert "还没有保存" in answers.asked[0]
    answers.say("不保存，关闭")
    assert page.may_close()


@pytest.mark.usefixtures("with_wishes")
def test_what_is_typed_outlives_a_look_at_another_year(
    window: MainWindow, workspace: Workspace
) -> None:
    selection.open_round(workspace, YEAR - 1)
    page = selection_page(window)
    page.wishes.sheet.grid.select_number(2)
    press(page.wishes.sheet.grid.view, "9")
    for year in (YEAR - 1, YEAR):
        window.set_years([YEAR, YEAR - 1], year)
        page.set_year(year)
        settle(window)
        assert len(page.wishes.unsaved) == 1
    page.show_step("wishes")
    draft = page.wishes.sheet.draft
    assert draft is not None
    assert [line.rank for line in draft.lines if line.rank] == [2, 1, 9]
    run(window, "selection.save_wishes")
    assert len(_said(workspace, Side.ENTERPRISE, CEMENT)) == 3


@pytest.mark.usefixtures("with_wishes")
def test_silence_is_marked_and_suggestions_fill_it(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.wishes.choose_side(Side.PERSON)
    words = [str(page.wishes.model.index(row, 2).data()) for row in range(5)]
    assert sorted(words) == ["1 条 · 偏少", "未登记", "未登记", "未登记", "未登记"]
    page.wishes.only_silent.click()
    assert page.wishes.model.rowCount() == 4

    run(window, "selection.suggest")
    top = page.wishes.findChild(QSpinBox, "suggest_top")
    act = page.wishes.findChild(QPushButton, "suggest_dialog_act")
    assert top is not None
    assert act is not None
    top.setValue(2)
    act.click()
    settle(window)
    assert len(_said(workspace, Side.PERSON, SUHE)) == 2
    assert len(_said(workspace, Side.PERSON, AODUN)) == 1
    assert window.commands.get("selection.suggest").refusal() == "双方都已登记意愿，不需要建议"


@pytest.mark.parametrize(
    ("said", "rest", "meaning"),
    [
        ([], None, "还没有登记。匹配时按“哪个人都可以”处理。"),
        ([WILLING], None, "愿意 1 人；没有写到的人不会配给。"),
        ([WILLING], INDIFFERENT, "愿意 1 人；其余的人也可以。"),
        ([WILLING], REFUSED, "愿意 1 人；没有写到的人不会配给。"),
        ([REFUSED], None, "不愿意 1 人；其余的人也可以。"),
        ([REFUSED], REFUSED, "不愿意 1 人；没有写到的人不会配给。"),
        ([INDIFFERENT, REFUSED], None, "无所谓 1 人、不愿意 1 人；没有写到的人不会配给。"),
        ([], INDIFFERENT, "其余的人也可以。"),
        ([], REFUSED, "没有写到的人不会配给。"),
    ],
)
def test_a_sheet_says_how_it_will_be_read(
    said: list[Attitude], rest: Attitude | None, meaning: str
) -> None:
    lines = [WishLine(number, f"人{number}", "", 50, "") for number in range(1, 4)]
    draft = WishDraft(Side.ENTERPRISE, 1, "岗位", lines)
    for line, attitude in zip(lines, said, strict=False):
        draft.say(line, attitude)
    draft.rest = rest
    assert draft.meaning == meaning


# -- the board ---------------------------------------------------------------------------------


def _board_cell(window: MainWindow, row: int, key: str) -> str:
    model = selection_page(window).board.model
    column = next(number for number, each in enumerate(model.columns) if each.key == key)
    return str(model.index(row, column).data())


@pytest.mark.usefixtures("with_wishes")
def test_a_new_run_puts_the_person_it_proposes_under_the_keys(window: MainWindow) -> None:
    """Whoever was looked at before the run stayed chosen, and L locked the wrong person."""
    page = selection_page(window)
    page.show_step("matching")
    card = page.board.card
    page.board.posts.select_number(0)
    card.candidates.select_where(lambda each: each.talent_id != SUHE)
    press(page.board.posts.view, "r")
    settle(window)
    assert card.line is not None
    chosen = card.candidate()
    assert chosen is not None
    assert chosen.talent_id == card.line.talent_id == SUHE


@pytest.mark.usefixtures("with_wishes")
def test_the_board_matches_locks_forbids_and_compares(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    posts = page.board.posts.view
    press(posts, "r")
    settle(window)
    assert [_board_cell(window, row, "talent") for row in range(3)] == [
        "苏和",
        "敖敦其其格",
        "其木格",
    ]
    assert page.board.summary == "3 岗已配 3 · 不稳定对 0 · 首选：企业 3、个人 0 · 锁定 0 对"
    assert _board_cell(window, 2, "mark") == "需批准文号"

    page.board.posts.select_number(0)
    chosen = page.board.card.candidate()
    assert chosen is not None
    assert chosen.talent_id == SUHE
    press(posts, "f")
    settle(window)
    shown = board.get_board(workspace, YEAR)
    assert shown.standing is not None
    assert shown.standing.rulings == {(CEMENT, SUHE): Ruling.FORBIDDEN}
    summary = page.findChild(QLabel, "round_summary")
    assert summary is not None
    assert summary.text() == "锁定或不配有变动，请重新匹配"

    press(posts, "r")
    settle(window)
    # 敖敦其其格 has one seat and says nothing of the two that want her: the order of posts decides.
    changed = [_board_cell(window, row, "mark") for row in range(2)]
    assert "原为苏和" in changed[0]
    run(window, "selection.compare")
    dialog = page.board.findChild(CompareDialog)
    assert isinstance(dialog, CompareDialog)
    assert str(dialog.model.index(0, 1).data()) == "苏和"
    dialog.reject()

    page.board.card.candidates.select_where(lambda each: each.talent_id == SUHE)
    press(posts, Qt.Key.Key_Delete)
    settle(window)
    press(posts, "l")
    settle(window)
    press(posts, "r")
    settle(window)
    assert _board_cell(window, 0, "talent") == "苏和"
    assert _board_cell(window, 0, "lock") == "锁"
    undo_last(window)
    assert len(matching.list_runs(workspace, YEAR)) == 2


@pytest.mark.usefixtures("with_wishes")
def test_a_lock_that_cannot_stand_is_refused_in_words(window: MainWindow) -> None:
    page = selection_page(window)
    page.show_step("matching")
    run(window, "selection.run")
    page.board.posts.select_number(0)
    run(window, "selection.lock")
    assert window.commands.get("selection.lock").refusal() == "已经锁定"
    page.board.posts.select_number(1)
    page.board.card.candidates.select_where(lambda each: each.talent_id == SUHE)
    refusal = "苏和可驻 1 家，席位已满"
    assert window.commands.get("selection.lock").refusal() == refusal
    assert page.board.strip.text == f"不能锁定：{refusal}"


@pytest.mark.usefixtures("with_wishes")
def test_the_way_to_match_is_chosen_in_plain_words(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    ways = [action.text() for action in page.board.way.menu_of_ways().actions() if action.text()]
    assert [words.partition("：")[0] for words in ways] == [
        "企业优先",
        "个人优先",
        "稳定为先",
        "尽量配满",
        "代排企业",
        "代排个人",
        "少变动",
    ]
    page.board.way.choose("talents")
    page.board.way.choose("most")
    run(window, "selection.run")
    newest = matching.list_runs(workspace, YEAR)[0]
    assert (newest.favour, newest.goal) == ("talents", "most")


@pytest.mark.usefixtures("with_wishes")
def test_the_pairs_are_submitted_once_and_the_procedure_is_shown(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    run(window, "selection.run")
    button = page.findChild(QPushButton, "button_selection.accept")
    assert button is not None
    assert button.text() == "提交认可（3）"
    button.click()
    settle(window)
    assert window.current_key == "placements"
    assert len(placements.list_placements(workspace, YEAR)) == 3
    selection_page(window)
    assert not button.isEnabled()
    assert button.toolTip() == "这次匹配的结果已全部提交"
    undo_last(window)
    assert placements.list_placements(workspace, YEAR) == ()


@pytest.mark.usefixtures("with_wishes")
def test_the_reasons_are_shown_as_they_will_be_printed(window: MainWindow) -> None:
    page = selection_page(window)
    page.show_step("matching")
    assert (
        window.commands.get("selection.print_results").refusal() == "还没有匹配结果，请先运行匹配"
    )
    run(window, "selection.run")
    run(window, "selection.print_results")
    dialog = page.board.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.preview.page_count == 1
    dialog.reject()


@pytest.mark.usefixtures("with_wishes")
def test_every_model_of_the_page_is_sound(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    run(window, "selection.run")
    models: list[QAbstractItemModel] = [
        page.posts.model,
        page.wishes.model,
        page.wishes.sheet.grids[Side.ENTERPRISE].model,
        page.board.model,
        page.board.card.model,
    ]
    for model in models:
        assert model.rowCount()
        check_model(model)


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("塔林水泥有限责任公司", "塔林水泥"),
        ("牧歌乳业股份有限公司", "牧歌乳业"),
        ("十家杂粮农民专业合作社", "十家杂粮合作社"),
        ("敖汉旗个体劳动者协会", "敖汉旗个体劳动者协会"),
        ("有限公司", "有限公司"),
    ],
)
def test_units_go_by_the_name_people_use(name: str, short: str) -> None:
    assert short_unit(name) == short


def test_units_that_would_look_the_same_keep_their_whole_name() -> None:
    posts = [
        Post(id=1, enterprise_id=1, enterprise="塔林矿业有限公司", role=Role.SECRETARY),
        Post(id=2, enterprise_id=2, enterprise="塔林矿业有限责任公司", role=Role.INSTRUCTOR),
        Post(id=3, enterprise_id=3, enterprise="宏远运输有限公司", role=Role.DEPUTY),
    ]
    assert short_labels(posts) == {
        1: "塔林矿业有限公司 · 书记",
        2: "塔林矿业有限责任公司 · 指导员",
        3: "宏远运输 · 副书记",
    }


def test_names_are_bold_and_nothing_else_is_markup() -> None:
    text = with_bold_names("<i>苏和</i>与苏和雅", {"苏和", "苏和雅"})
    assert text == "&lt;i&gt;<b>苏和</b>&lt;/i&gt;与<b>苏和雅</b>"


@pytest.mark.usefixtures("with_posts")
def test_the_fit_stands_in_where_it_is_ticked(window: MainWindow, workspace: Workspace) -> None:
    page = selection_page(window)
    page.show_step("matching")
    page.board.way.choose("企业")
    page.board.way.choose("个人")
    page.board.way.choose("个人")
    run(window, "selection.run")
    (made,) = matching.list_runs(workspace, YEAR)
    assert made.stand_in == (Side.ENTERPRISE,)
    assert "代排" in _row(page.board.model, 0)
    page.board.posts.select_number(0)
    reason = page.board.card.findChild(QLabel, "pair_reason")
    assert isinstance(reason, QLabel)
    assert "按契合度代排" in reason.text()


def test_the_keys_of_a_step_work_when_the_page_is_gone_back_to(
    with_wishes: None, window: MainWindow
) -> None:
    selection_page(window).show_step("wishes")
    window.show_page("placements")
    QTest.mouseClick(window.navigation.place("selection"), Qt.MouseButton.LeftButton)
    settle(window)
    assert window.focusWidget().objectName() == "wish_form"
