"""账号: who may sign in with which role, one's own password, the recovery code, and the lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from partydesk.domain.accounts import Account, Role, words_of_rights
from partydesk.domain.changes import Changes
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, rule
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.account_dialog import AccountDialog, Answered, Question
from partydesk.ui.workspace.account_ports import AccountPorts
from partydesk.ui.workspace.lock_setting import (
    LONGEST_MIN,
    keep_lock_after_min,
    lock_after_min,
)
from partydesk.ui.workspace.recovery_step import RecoveryDialog, RecoveryPorts

T = TypeVar("T")
_GROUP = "账号"
_KEY_MEANS = (
    "整个工作区换一把密钥重新加密。以前的密钥文件和恢复码单都打不开以后的工作区和备份；"
    "更换以前的备份仍用当时的口令打开。更换后只有您能登录，其他人要由您重设口令，恢复码单要换新的。"
)
_LEFT = (
    "不能再登录。此人如果留有工作区和密钥文件的副本，那份副本仍能用以前的口令打开；"
    "更换密钥以后，这样的旧密钥文件打不开以后的工作区和备份。"
)
_OPEN_TO_ALL = (
    "以后任何能打开这台电脑或拿到备份U盘的人，都能看到全部个人信息，也分不清哪件事是谁做的。"
    "账号的角色不再起作用。"
)


class AccountsTab(QWidget):
    """The accounts on the left; password, recovery code, key and lock on the right."""

    def __init__(self, desk: Desk, ports: AccountPorts) -> None:
        """Read when it comes into sight."""
        super().__init__()
        self.setObjectName("accounts_tab")
        self._desk, self._ports = desk, ports
        self.table = self._make_table()
        self._add_commands()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._accounts_card(), 3)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._password_card())
        right.addWidget(self._lock_card())
        right.addStretch(1)
        row.addLayout(right, 2)
        self.reload()

    # -- building ----------------------------------------------------------------------

    def _make_table(self) -> TableView[Account]:
        columns = (
            Column[Account]("name", "姓名", lambda a: a.name, width=110, sortable=False,
                            strong=True),
            Column[Account]("role", "角色", lambda a: a.role.value, width=80, sortable=False),
            Column[Account]("state", "状态", self._state, width=100, tone=self._tone,
                            shape=Shape.TAG, sortable=False),
        )  # fmt: skip
        empty = EmptyState(
            "没有设口令，没有账号", "点“设置口令保护…”，先给管理员设口令，再给其他人添加账号。"
        )
        table = TableView(
            RowTableModel(columns), "accounts", self._desk.settings, empty, about="账号", inset=True
        )
        table.current_changed.connect(lambda _row: self._desk.commands.refresh())
        return table

    def _state(self, account: Account) -> str:
        if account.retired:
            return "已停用"
        if account.name not in self._ports.holders():
            return "要重设口令"
        return "正在使用" if account.name == self._ports.me().name else "可以登录"

    def _tone(self, account: Account) -> Tone:
        if account.retired:
            return Tone.QUIET
        return Tone.GOOD if account.name in self._ports.holders() else Tone.ATTENTION

    def _add_commands(self) -> None:
        rows = (
            ("add", "新增账号", self.add, "add_account", self._unprotected, "Ctrl+N"),
            ("role", "改变角色", self.change_role, "change_account", self._no_account, ""),
            ("reset", "重设口令", self.reset_password, "change_account", self._no_account, ""),
            ("retire", "停用账号", self.retire, "retire_account", self._no_account, ""),
            ("own", "修改自己的口令", self.change_own_password, "change_password",
             self._unprotected, ""),
            ("recovery", "更换恢复码", self.change_code, "recovery_code", self._unprotected, ""),
            ("key", "更换密钥", self.change_key, "change_key", self._unprotected, ""),
            ("unprotect", "取消口令保护", self.unprotect, "unprotect", self._unprotected, ""),
            ("protect", "设置口令保护", self.protect, "protect", self._protected, ""),
        )  # fmt: skip
        self._desk.commands.add_all(
            [
                Command(
                    f"accounts.{key}", title, _GROUP, act, keys,
                    partial(self._refusal, code, reason), f"{title}…",
                )
                for key, title, act, code, reason, keys in rows
            ],
            owner=self,
        )  # fmt: skip

    def _refusal(self, code: str, reason: Callable[[], str]) -> str:
        """Say why not: the state of things first, then the role of whoever sits there."""
        return reason() or self._ports.refusal(code)

    def _unprotected(self) -> str:
        return "" if self._ports.protected() else "没有设口令，没有账号；请先设置口令保护"

    def _protected(self) -> str:
        return "已经有口令保护" if self._ports.protected() else ""

    def _no_account(self) -> str:
        row = self.table.current_row()
        if row is None or row.retired:
            return self._unprotected() or "请先选一个没有停用的账号"
        return ""

    def _accounts_card(self) -> Card:
        card = Card("账号", name="accounts_card")
        for key in ("retire", "reset", "role"):
            card.head.addWidget(self._desk.commands.button(f"accounts.{key}"))
        card.head.addWidget(self._desk.commands.button("accounts.add", main=True))
        card.body.addWidget(self.table, 1)
        for role in Role:
            words = f"{role.value}可以{words_of_rights(role)}。"
            card.body.addWidget(label(words, Look.HINT, wrap=True))
        return card

    def _password_card(self) -> Card:
        card = Card("口令保护", name="protection_card")
        self._about = label("", wrap=True, name="protection_about")
        card.body.addWidget(self._about)
        lines = (
            ("protect", "给整个工作区加密，打开时输入口令；随即给出恢复码单。"),
            ("own", "不必定期更换；怀疑别人知道了才换。"),
            ("recovery", "恢复码单丢失、被人看过或保管人离岗时更换，旧单随即作废。"),
            ("key", "有人离岗而可能留有密钥文件的副本时更换。"),
            ("unprotect", "工作区不再加密，任何人都能打开。"),
        )
        self._lines: dict[str, QWidget] = {}
        for key, why in lines:
            line = QWidget()
            column = QVBoxLayout(line)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(rule())
            across = QHBoxLayout()
            across.setSpacing(12)
            made = self._desk.commands.button(f"accounts.{key}", main=key == "protect")
            made.setMinimumWidth(self.fontMetrics().horizontalAdvance("修改自己的口令…") + 40)
            across.addWidget(made)
            across.addWidget(label(why, Look.HINT, wrap=True), 1)
            column.addLayout(across)
            card.body.addWidget(line)
            self._lines[key] = line
        return card

    def _lock_card(self) -> Card:
        card = Card("自动锁定", name="lock_card")
        self.minutes = QSpinBox()
        self.minutes.setObjectName("lock_minutes")
        self.minutes.setAccessibleName("多少分钟不动后锁定")
        self.minutes.setRange(0, LONGEST_MIN)
        self.minutes.setSuffix(" 分钟不动就锁定")
        self.minutes.setSpecialValueText("不自动锁定")
        self.minutes.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.minutes.setFixedWidth(180)
        self.minutes.setValue(lock_after_min(self._desk.settings))
        self.minutes.valueChanged.connect(partial(keep_lock_after_min, self._desk.settings))
        card.body.addWidget(self.minutes)
        why = (
            "填 0 则不自动锁定。锁定以后窗口隐藏，密钥从内存里清除；没有保存的内容先暂存，"
            "再登录时回到原来的页面。离开时可点右上角的姓名，选“锁定”。没有设口令时不起作用。"
        )
        card.body.addWidget(label(why, Look.HINT, wrap=True))
        return card

    # -- showing ----------------------------------------------------------------------

    def reload(self) -> None:
        """Read the accounts anew."""
        chosen, protected = self.table.current_row(), self._ports.protected()
        # Those of an earlier protection mean nothing while there is none.
        self.table.model.set_rows(self._ports.list() if protected else [])
        if chosen is not None:
            self.table.select_where(lambda account: account.id == chosen.id)
        for key, line in self._lines.items():
            line.setVisible(protected != (key == "protect"))
        self._about.setText(
            "工作区已加密，密钥由各人的口令和恢复码分别锁着。"
            if protected
            else "没有设口令：工作区没有加密，能打开这台电脑的人都能看到全部内容。"
        )
        self._desk.commands.refresh()

    def page_shown(self) -> None:
        """Read when it comes into sight."""
        self.reload()

    # -- acting ----------------------------------------------------------------------

    def _ask(self, question: Question[T], on_done: Callable[[T], None]) -> None:
        AccountDialog(self, self._desk, question, on_done).present()

    def _told(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self.reload()

    def add(self) -> None:
        """Ask for a new account."""

        def store(said: Answered) -> Changes:
            return self._ports.add(said.name, said.role, said.new)

        about = "把第一个口令当面告诉本人，请他登录后在右上角自己的姓名下面改掉。"
        self._ask(
            Question("新增账号", about, "新增账号", store, None, Role.CLERK, new=True), self._told
        )

    def change_role(self) -> None:
        """Ask for another role of the chosen account."""
        row = self.table.current_row()
        if row is None or row.id is None:
            return
        number = row.id

        def store(said: Answered) -> Changes:
            return self._ports.change_role(number, said.role)

        about = "从下一步操作起按新角色办理。"
        title = f"改变“{row.name}”的角色"
        self._ask(Question(title, about, "改变角色", store, role=row.role), self._told)

    def reset_password(self) -> None:
        """Ask for another password of the chosen account."""
        row = self.table.current_row()
        if row is None or row.id is None:
            return
        number = row.id

        def store(said: Answered) -> Changes:
            return self._ports.reset_password(number, said.new)

        title = f"重设“{row.name}”的口令"
        about = "以前的口令随即失效。把新口令当面告诉本人，请他登录后改掉。"
        self._ask(Question(title, about, "重设口令", store, row.name, new=True), self._told)

    def retire(self) -> None:
        """Take the chosen account away, and offer another key."""
        row = self.table.current_row()
        if row is None or row.id is None:
            return
        number, name = row.id, row.name
        about = "此人不能再登录；以前做的事仍记在他名下。停用的账号不能恢复，名字也不能再用。"
        if ask(self, f"停用账号“{name}”吗", about, "停用账号"):
            self._desk.tasks.run(
                lambda _progress: self._ports.retire(number),
                partial(self._retired, name),
                title="正在停用账号",
            )

    def _retired(self, name: str, changes: Changes) -> None:
        self._told(changes)
        if ask(self, "要更换密钥吗", f"“{name}”{_LEFT}\n\n{_KEY_MEANS}", "更换密钥…", "暂不更换"):
            self.change_key()

    def change_own_password(self) -> None:
        """Ask for the old and the new password of whoever sits there."""

        def store(said: Answered) -> Changes:
            return self._ports.change_password(said.old, said.new)

        title, name = "修改自己的口令", self._ports.me().name
        about = f"账号“{name}”。只改口令，不重新加密。"
        self._ask(Question(title, about, "修改口令", store, name, old=True, new=True), self._told)

    def change_code(self) -> None:
        """Make another recovery code and have its sheet tested."""
        about = "以前的恢复码单随即作废。请先接好打印机，准备好信封。"
        if ask(self, "更换恢复码吗", about, "更换恢复码"):
            self._desk.tasks.run(
                lambda _progress: self._ports.new_code(),
                partial(self._show_code, "恢复码已更换，旧单作废。请先重新导出备份，再销毁旧单。"),
                title="正在更换恢复码",
            )

    def change_key(self) -> None:
        """Encrypt the workspace anew."""
        self._ask(
            Question("更换密钥", _KEY_MEANS, "更换密钥", self._with_old(self._ports.change_key),
                     old=True),
            partial(self._show_code, "密钥已更换。其他账号要重设口令以后才能登录。"),
        )  # fmt: skip

    def protect(self) -> None:
        """Put the workspace under a password; whoever sits there becomes its administrator."""

        def store(said: Answered) -> str:
            return self._ports.protect(said.name, said.new)

        about = "给整个工作区加密。先设管理员的口令，随即给出恢复码单；其他人的账号以后添加。"
        self._ask(
            Question("设置口令保护", about, "设置口令保护", store, None, new=True),
            partial(self._show_code, "工作区已加密。"),
        )

    def unprotect(self) -> None:
        """Keep the workspace without a password from now on."""
        self._ask(
            Question("取消口令保护", _OPEN_TO_ALL, "取消口令保护",
                     self._with_old(self._ports.unprotect), old=True),
            self._told,
        )  # fmt: skip

    def _with_old(self, act: Callable[[str], T]) -> Callable[[Answered], T]:
        return lambda said: act(said.old)

    def _show_code(self, said: str, code: str) -> None:
        """Have the sheet of a new code put on paper and tested."""
        self._told(Changes(frozenset({"accounts"})))
        ports = RecoveryPorts(
            partial(self._ports.sheet, code), self._ports.matches, self._desk.settings
        )
        RecoveryDialog(self, ports, said).present()
