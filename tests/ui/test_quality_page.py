"""数据质量, the four clears on the card and 入库, in the real window on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.app import build_window
from partydesk.domain.admission import Verdict
from partydesk.domain.completeness import Clear
from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.services.enterprises import judge_admission
from partydesk.services.pools import get_record, save_record
from partydesk.services.workspace import Workspace
from partydesk.ui.enterprises.admission_dialog import AdmissionDialog, AdmissionWords
from partydesk.ui.enterprises.page import EnterprisesPage
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.quality.page import QualityPage
from partydesk.ui.talents.page import TalentsPage
from tests.factories import make_enterprise, make_talent, number_of
from tests.ui.hands import type_text

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def units(workspace: Workspace) -> tuple[Enterprise, Enterprise]:
    """One unit that fits the pool and one with a wrong code; a person without a number."""
    make_talent(workspace, name="苏和", phone="13800000004")
    return (
        make_enterprise(
            workspace, name="塔林水泥有限公司", standing="未入库", staff="60", revenue="800",
            township="新惠镇", operation="正常",
        ),
        make_enterprise(
            workspace, name="长胜杂粮合作社", standing="未入库", superior="园区党委",
            credit_code="91150430MA0N2GJ70F",
        ),
    )  # fmt: skip


@pytest.fixture
def window(
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    workspace: Workspace,
    units: tuple[Enterprise, Enterprise],
) -> Iterator[MainWindow]:
    made = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    for page in made.findChildren(EnterprisesPage):
        page.drafts.clear()


def quality_page(window: MainWindow) -> QualityPage:
    window.show_page("quality")
    assert window.tasks.wait_until_idle()
    page = window.page("quality")
    assert isinstance(page, QualityPage)
    return page


def units_page(window: MainWindow) -> EnterprisesPage:
    page = window.page("enterprises")
    assert isinstance(page, EnterprisesPage)
    return page


def titles(page: QualityPage) -> list[str]:
    model = page.groups.model
    rows = (model.row_at(number) for number in range(model.rowCount()))
    return [group.rule.title for group in rows if group is not None]


def said(page: QualityPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _listed(page: EnterprisesPage) -> list[str]:
    model = page.list.model
    rows = (model.read_row(number) for number in range(model.rowCount()))
    return [row.name for row in rows if row is not None]


# -- the page ----------------------------------------------------------------------------


def test_contradictions_stand_before_gaps_and_chips_narrow_them(window: MainWindow) -> None:
    page = quality_page(window)
    assert titles(page)[:2] == ["信用代码校验不符", "符合入库条件而未入库"]
    assert "缺公民身份号码" in titles(page)
    assert said(page, "quality_title") == "信用代码校验不符（1 条）"
    assert page.findings.model.rowCount() == 1
    page._sort.set_word("缺项")
    assert all(title.startswith("缺") for title in titles(page))
    page._kind.set_word("人才库")
    assert "缺公民身份号码" in titles(page)
    assert "缺从业人员" not in titles(page)


def test_enter_opens_the_record_at_the_field(
    window: MainWindow, units: tuple[Enterprise, Enterprise], qtbot: QtBot
) -> None:
    page = quality_page(window)
    QTest.keyClick(page.groups.view, Qt.Key.Key_Return)
    assert page.findings.current_row() is not None
    assert "末位应为" in said(page, "quality_sentence")
    QTest.keyClick(page.findings.view, Qt.Key.Key_Return)
    assert window.current_key == "enterprises"
    card = units_page(window).card
    assert card.record_id == units[1].id
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line = card.form.block("credit_code").editor.keyboard
    assert QApplication.focusWidget() is line


def test_the_command_opens_a_persons_record(window: MainWindow) -> None:
    page = quality_page(window)
    assert page.groups.select_where(lambda group: group.rule.title == "缺公民身份号码")
    assert window.commands.get("quality.mend").refusal() == "请先在右边选一条记录"
    page.findings.select_number(0)
    window.commands.run("quality.mend")
    assert window.current_key == "talents"
    people = window.page("talents")
    assert isinstance(people, TalentsPage)
    assert people.card.record is not None
    assert people.card.record.name == "苏和"


def test_a_group_leads_to_the_list_of_just_its_records(
    window: MainWindow, units: tuple[Enterprise, Enterprise]
) -> None:
    page = quality_page(window)
    assert page.groups.select_where(lambda group: group.rule.title == "信用代码校验不符")
    window.commands.run("quality.list")
    assert window.tasks.wait_until_idle()
    assert window.current_key == "enterprises"
    shown = units_page(window)
    assert _listed(shown) == ["长胜杂粮合作社"]
    assert shown.filters.picked.text() == "信用代码校验不符 1 ×"
    window.show_page("quality")
    assert page.groups.select_where(
        lambda group: (group.kind, group.field) == ("enterprises", "staff")
    )
    window.commands.run("quality.list")
    assert window.tasks.wait_until_idle()
    assert _listed(shown) == ["长胜杂粮合作社"]
    assert shown.filters.picked.text() == "缺从业人员 1 ×"


def test_what_was_mended_is_gone_when_one_comes_back(
    window: MainWindow, workspace: Workspace, units: tuple[Enterprise, Enterprise]
) -> None:
    page = quality_page(window)
    window.show_page("enterprises")
    cells = {"credit_code": "91150430MA0N2GJ70E"}
    window.bus.tell(save_record(workspace, "enterprises", units[1].id, cells).changes)
    assert "信用代码校验不符" in titles(page)
    quality_page(window)
    assert "信用代码校验不符" not in titles(page)
    assert said(page, "page_about").startswith("查了 3 条 · 矛盾和提示 1 · 缺项 ")


def test_an_undo_while_it_is_in_sight_is_followed(
    window: MainWindow, workspace: Workspace, units: tuple[Enterprise, Enterprise]
) -> None:
    page = quality_page(window)
    assert page.groups.select_where(lambda group: group.rule.title == "缺从业人员")
    saved = save_record(workspace, "enterprises", units[1].id, {"phone": "12"})
    window.bus.tell(saved.changes)
    assert window.tasks.wait_until_idle()
    assert "电话写法不对" in titles(page)
    chosen = page.groups.current_row()
    assert chosen is not None
    assert chosen.rule.title == "缺从业人员"
    window.commands.run("window.undo")
    assert window.tasks.wait_until_idle()
    assert "电话写法不对" not in titles(page)


def test_a_committee_leads_to_its_units(
    window: MainWindow, units: tuple[Enterprise, Enterprise]
) -> None:
    page = quality_page(window)
    model = page.committees.model
    rows = [model.row_at(number) for number in range(model.rowCount())]
    assert [(row.field, row.name) for row in rows if row] == [
        ("superior", "园区党委"),
        ("township", "新惠镇"),
    ]
    for number, unit in ((0, units[1]), (1, units[0])):
        window.show_page("quality")
        page.committees.opened.emit(model.row_at(number))
        listed = units_page(window).list.model
        assert listed.rowCount() == 1
        assert listed.index(0, 0).data() == unit.name


def test_the_models_are_sound(
    window: MainWindow, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    page = quality_page(window)
    for table in (page.groups, page.findings, page.committees):
        check_model(table.model)


def test_a_look_that_was_cancelled_says_so_and_is_made_good(window: MainWindow) -> None:
    page = quality_page(window)
    page._looking = True
    page._cancelled()
    assert said(page, "page_about").endswith("资料已改动，请重新检查")
    window.commands.run("quality.look")
    assert window.tasks.wait_until_idle()
    assert "请重新检查" not in said(page, "page_about")


# -- the four clears on the card ---------------------------------------------------------


def test_the_card_names_the_gaps_and_a_click_goes_there(
    window: MainWindow, units: tuple[Enterprise, Enterprise], qtbot: QtBot
) -> None:
    window.show_page("enterprises")
    page = units_page(window)
    page.go_to(number_of(units[0]))
    assert page.clears.bar(Clear.OPERATION).text() == "生产经营 3/4"
    assert page.clears.bar(Clear.ORGANIZATION).text() == "党组织 0/1"
    QTest.mouseClick(page.clears.bar(Clear.OPERATION), Qt.MouseButton.LeftButton)
    links = [b.text() for b in page.clears.findChildren(QPushButton) if b.property("link")]
    assert "经营范围" in links
    gap = page.clears.findChild(QPushButton, "gap_scope")
    assert gap is not None
    QTest.mouseClick(gap, Qt.MouseButton.LeftButton)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert QApplication.focusWidget() is page.card.form.block("scope").editor.keyboard


def test_saving_fills_the_bar(
    window: MainWindow, workspace: Workspace, units: tuple[Enterprise, Enterprise]
) -> None:
    window.show_page("enterprises")
    page = units_page(window)
    page.go_to(number_of(units[0]))
    page.card.form.set_field("scope", "水泥制造")
    window.commands.run("enterprises.save")
    assert window.tasks.wait_until_idle()
    assert page.clears.bar(Clear.OPERATION).text() == "生产经营 已清"
    save_record(workspace, "enterprises", units[0].id, {"operation": "注销"})
    page.go_to(number_of(units[0]))
    assert page.clears.isHidden()


def test_the_list_is_ordered_by_the_clears(window: MainWindow) -> None:
    window.show_page("enterprises")
    page = units_page(window)
    page.list.table.sort_requested.emit("clears", False)
    assert page.list.model.index(0, 0).data() == "长胜杂粮合作社"
    page.list.table.sort_requested.emit("clears", True)
    assert page.list.model.index(0, 0).data() == "塔林水泥有限公司"


def test_the_chip_leaves_who_fits_and_is_outside(window: MainWindow) -> None:
    window.show_page("enterprises")
    page = units_page(window)
    page.filters.condition("fit_outside").setChecked(True)
    assert page.list.model.rowCount() == 1
    assert page.list.model.index(0, 0).data() == "塔林水泥有限公司"


# -- 入库 --------------------------------------------------------------------------------


WORDS = AdmissionWords(
    "列入企业库（2 家）", "列入后可以提出岗位需求。", "如 带动作用强", "列入 2 家", Standing.IN_POOL
)


@pytest.fixture
def dialog(
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    workspace: Workspace,
    units: tuple[Enterprise, Enterprise],
) -> AdmissionDialog:
    ids = [number_of(unit) for unit in units]
    made = AdmissionDialog(
        None, WORDS, lambda day: judge_admission(workspace, ids, day), TODAY, ["园区党委"], settings
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_shows_each_criterion_with_a_sign(dialog: AdmissionDialog) -> None:
    keys = [column.key for column in dialog.table.model.columns]
    assert keys == ["name", "size", "staff", "revenue", "influence", "verdict"]

    def words(row: int) -> list[str]:
        model = dialog.table.model
        return [str(model.index(row, column).data()) for column in range(2, 6)]

    assert words(0) == ["✓ 60 人", "✓ 800 万元", "✗ 无", "✓ 符合"]
    assert words(1) == ["？ 未填", "？ 未填", "✗ 无", "？ 不能判断"]
    assert "从业人员不少于 50 人、年营业收入不少于 500 万元" in said_in(dialog, "criteria")
    assert said_in(dialog, "verdict").startswith("1 家不符合条件或资料不全")


def said_in(dialog: AdmissionDialog, name: str) -> str:
    found = dialog.findChild(QLabel, f"admission_{name}")
    assert found is not None
    return found.text()


def test_it_stays_open_until_day_and_reason_are_there(dialog: AdmissionDialog) -> None:
    dialog.accept()
    assert dialog.isVisible()
    type_text(dialog.reason, "带动作用强")
    for wrong in ("昨天", "2026-03-03", ""):
        dialog.day.setText(wrong)
        dialog.accept()
        assert dialog.isVisible(), wrong
        with pytest.raises(ValueError, match=f"^{wrong}$"):
            _ = dialog.order
    dialog.day.setText("2026年2月1日")
    type_text(dialog.proposer, "新惠镇党委")
    dialog.accept()
    assert not dialog.isVisible()
    order = dialog.order
    assert (order.on, order.proposer, order.reason) == (
        dt.date(2026, 2, 1),
        "新惠镇党委",
        "带动作用强",
    )


def test_units_that_all_fit_need_no_reason(
    qtbot: QtBot,
    settings: QSettings,
    workspace: Workspace,
    units: tuple[Enterprise, Enterprise],
    dressed: str,
) -> None:
    ids = [number_of(units[0])]
    made = AdmissionDialog(
        None, WORDS, lambda day: judge_admission(workspace, ids, day), TODAY, [], settings
    )
    qtbot.addWidget(made)
    made.show()
    assert said_in(made, "verdict") == "都符合条件，理由可以不写。"
    made.accept()
    assert not made.isVisible()


def test_admitting_from_the_list_keeps_proposer_day_and_what_was_lacking(
    window: MainWindow,
    workspace: Workspace,
    units: tuple[Enterprise, Enterprise],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(dialog: AdmissionDialog) -> bool:
        type_text(dialog.proposer, "园区党委")
        type_text(dialog.reason, "党工委研究同意")
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(AdmissionDialog, "run", run)
    window.show_page("enterprises")
    page = units_page(window)
    page.list.table.view.selectAll()
    window.commands.run("enterprises.admit")
    assert window.tasks.wait_until_idle()
    after = get_record(workspace, "enterprises", number_of(units[1]))
    assert (after.standing, after.admitted_on, after.proposer) == (
        Standing.IN_POOL,
        TODAY,
        "园区党委",
    )
    assert after.standing_reason == (
        "党工委研究同意（当时从业人员未填；年营业收入未填；没有所列的社会影响）"
    )
    (judged,) = judge_admission(workspace, [number_of(units[0])], TODAY)
    assert judged.admission.verdict is Verdict.MET
    window.commands.run("window.undo")
    assert window.tasks.wait_until_idle()
    again = get_record(workspace, "enterprises", number_of(units[1]))
    assert (again.standing, again.admitted_on) == (Standing.OUTSIDE, None)
