"""个人信息: whose time is over, what was taken out, and the papers that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.progress import Progress
from partydesk.domain.retention import Due
from partydesk.services.retention import Purged, PurgeEntry
from partydesk.ui.clipboard import CHOICES, keep_seconds, seconds_of
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.pools.reason_dialog import ReasonWords, ask_reason
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label


@dataclass(frozen=True)
class PrivacyPorts:
    """What the tab asks of the services.

    Attributes:
        due: Whose time is over.
        years: How many years people's data is kept, by this year's policy.
        purges: What was taken out so far, newest first.
        purge: Takes people out for good (记录号, reason).
        show_person: Shows a record of the pool.
        print_notice: Previews the notice, blank.
        print_report: Previews the report of a purge by its number.
        reminder: What is to be done about older backups.
    """

    due: Callable[[], Sequence[Due]]
    years: Callable[[], int]
    purges: Callable[[], Sequence[PurgeEntry]]
    purge: Callable[[Sequence[int], str, Progress], Purged]
    show_person: Callable[[int], None]
    print_notice: Callable[[QWidget], None]
    print_report: Callable[[QWidget, int], None]
    reminder: str


def purge_words(count: int, what: str) -> ReasonWords:
    """What is asked before people are taken out."""
    return ReasonWords(
        f"清除{what}的个人信息？",
        f"共 {count} 人。登记的内容、照片、附件、草稿和操作历史里的有关内容一并清除，"
        "只留记录号，不能撤销；清除前自动做一份已验证的备份。",
        "依据",
        "批准的文件或本人的申请及日期；不要写姓名",
        "清除个人信息",
    )


def purged_words(done: Purged, reminder: str) -> str:
    """What is said after it."""
    said = [f"已清除 {done.people} 人。清除前的备份：{done.backup}。", f"{reminder}。"]
    if done.namesakes:
        said.append(
            f"其中 {done.namesakes} 人与留在库里的人同名，多人共用的文字里的这个名字没有改动。"
        )
    if not done.is_written_anew:
        said.append("磁盘空间不足，工作区文件没有重写；请清理磁盘后重新清除或联系维护人员。")
    return "\n".join(said)


class PrivacyTab(QWidget):
    """Whose time is over on the left, papers, earlier purges and the clipboard on the right."""

    def __init__(self, desk: Desk, ports: PrivacyPorts) -> None:
        """Show nothing before :meth:`page_shown`."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self.setObjectName("privacy_tab")
        self.due = self._due_table()
        self.purges = self._purge_table()
        self._about = label("", Look.SECONDARY, name="privacy_about", wrap=True)
        self.seconds = self._seconds()
        self._add_commands()
        self._build()

    # -- building ----------------------------------------------------------------------

    def _due_table(self) -> TableView[Due]:
        columns = (
            Column[Due]("name", "姓名", lambda d: d.name, width=110, sortable=False, strong=True),
            Column[Due]("ground", "原因", lambda d: d.ground.value, width=230, sortable=False),
            Column[Due]("since", "起算日", lambda d: str(d.since), width=110, sortable=False),
            Column[Due]("due_on", "期满日", lambda d: str(d.due_on), width=110, sortable=False),
            Column[Due](
                "id", "记录号", lambda d: str(d.talent_id), width=80, align=Align.RIGHT,
                sortable=False,
            ),
        )  # fmt: skip
        empty = EmptyState("没有人的保存期限已满", "期满的人会列在这里，由管理员确认后清除。")
        table = TableView(
            RowTableModel(columns), "due_people", self._desk.settings, empty,
            about="保存期限已满的人", inset=True,
        )  # fmt: skip
        table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        table.opened.connect(lambda due: self._ports.show_person(due.talent_id))
        return table

    def _purge_table(self) -> TableView[PurgeEntry]:
        columns = (
            Column[PurgeEntry](
                "when", "时间", lambda p: f"{p.happened_at:%Y-%m-%d}", width=100, sortable=False
            ),
            Column[PurgeEntry](
                "count",
                "人数",
                lambda p: str(len(p.people)),
                width=60,
                align=Align.RIGHT,
                sortable=False,
            ),
            Column[PurgeEntry]("reason", "依据", lambda p: p.reason, width=220, sortable=False),
        )
        empty = EmptyState("还没有清除过", "清除以后在这里打印清除报告。")
        table = TableView(
            RowTableModel(columns), "purges", self._desk.settings, empty, about="清除记录",
            inset=True,
        )  # fmt: skip
        table.current_changed.connect(lambda _row: self._desk.commands.refresh())
        table.opened.connect(lambda _row: self._desk.commands.run("privacy.report"))
        return table

    def _seconds(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("clipboard_seconds")
        box.setAccessibleName("复制的号码多久后从剪贴板清除")
        for seconds in CHOICES:
            box.addItem(f"{seconds} 秒" if seconds < _MINUTE else f"{seconds // _MINUTE} 分钟")
        box.setCurrentIndex(CHOICES.index(seconds_of(self._desk.settings)))
        box.activated.connect(lambda place: keep_seconds(self._desk.settings, CHOICES[place]))
        return box

    def _add_commands(self) -> None:
        group = "个人信息"
        self._desk.commands.add_all(
            [
                Command("privacy.purge", "清除选中的人…", group, self.purge, "",
                        self._why_no_purge),
                Command("privacy.report", "打印清除报告", group, self.print_report, "",
                        self._no_purge),
                Command("privacy.notice", "打印空白告知书", group,
                        lambda: self._ports.print_notice(self)),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        commands = self._desk.commands
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        left = Card("保存期限已满", name="due_card")
        self._title = left.title
        left.head.addWidget(commands.button("privacy.purge"))
        left.body.addWidget(self._about)
        left.body.addWidget(self.due, 1)
        done = Card("清除记录", name="purges_card")
        done.head.addWidget(commands.button("privacy.report"))
        done.body.addWidget(self.purges, 1)
        other = Card("告知、查阅和剪贴板", name="privacy_papers_card")
        other.head.addWidget(commands.button("privacy.notice"))
        words = (
            "入库前请本人阅签个人信息处理告知书。本人要求查阅或删除的，在人才库选中这个人，"
            "用“本人信息表”或“应本人要求清除”办理（Ctrl+K 查找）。"
        )
        other.body.addWidget(label(words, Look.SECONDARY, wrap=True))
        line = QHBoxLayout()
        line.addWidget(label("复制的号码多久后从剪贴板清除"))
        line.addWidget(self.seconds)
        line.addStretch(1)
        other.body.addLayout(line)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(done, 1)
        right.addWidget(other)
        row.addWidget(left, 3)
        row.addLayout(right, 2)

    # -- showing ----------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read anew."""
        due = self._ports.due()
        self._title.setText(f"保存期限已满（{len(due)}）")
        self._about.setText(
            f"退出人才库或最后一个任期结束满 {self._ports.years()} 年的，"
            "年数在年度政策“个人信息”里改。双击看这个人的记录。"
        )
        self.due.model.set_rows(due)
        self.purges.model.set_rows(self._ports.purges())
        self._desk.commands.refresh()

    # -- acting ----------------------------------------------------------------------

    def _why_no_purge(self) -> str:
        return "" if self.due.selected_rows() else "请先选人"

    def _no_purge(self) -> str:
        return "" if self.purges.current_row() is not None else "请先选一次清除"

    def purge(self) -> None:
        """Ask for what it rests on, and take the chosen people out."""
        people = [due.talent_id for due in self.due.selected_rows()]
        reason = ask_reason(self, purge_words(len(people), "选中的人"))
        if not reason:
            return
        self._desk.tasks.run(
            lambda progress: self._ports.purge(people, reason, progress),
            self._purged,
            title="正在清除个人信息",
        )

    def _purged(self, done: Purged) -> None:
        self._desk.bus.tell(done.changes)
        self.page_shown()
        tell(self, "个人信息已清除", purged_words(done, self._ports.reminder))

    def print_report(self) -> None:
        """Preview the report of the chosen purge."""
        row = self.purges.current_row()
        if row is not None:
            self._ports.print_report(self, row.action)


_MINUTE = 60
