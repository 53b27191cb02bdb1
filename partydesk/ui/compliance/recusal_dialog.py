"""回避关系 of one person: what the office knows, to add to and take from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError
from partydesk.domain.fields import fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress
from partydesk.domain.recusals import Recusal, Tie
from partydesk.services.recusals import (
    NamedRecusal,
    add_recusal,
    list_recusals,
    remove_recusal,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, button, label


class RecusalDialog(BaseDialog):
    """Lists a person's ties to enterprises; each act is stored at once and can be undone.

    Attributes:
        form: What a new tie is.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        person: tuple[int, str],
        unit: tuple[int, str],
    ) -> None:
        """Show the ties of a person; a new one is to ``unit``. Both are 记录号 and name."""
        super().__init__(parent, "回避关系", "recusal_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        self._person, self._unit = person, unit
        self._closed = False
        self.body.addWidget(label(f"{person[1]}的回避关系", Look.HEADING, wrap=True))
        about = "有回避关系的，匹配和办理时给予提醒。只记有没有关系，不记家庭情况。"
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self.body.addSpacing(6)
        self.body.addWidget(label(f"与{unit[1]}新增一条", Look.STRONG, wrap=True))
        fields = [replace(each, wide=True) for each in fields_of(Recusal)]
        self.form = RecordForm(fields, Sources(matches=matches), name="recusal_form")
        self.form.completed.connect(self.add)
        self.body.addWidget(self.form, 1)
        self.add_cancel("关闭")
        self.add_tie = self.add_button("新增回避关系", "recusal_add", main=True)
        self.add_tie.clicked.connect(self.add)
        self.resize(520, 440)
        self.show_ties(list_recusals(workspace, person[0]))
        self.form.focus_first()

    def show_ties(self, ties: tuple[NamedRecusal, ...]) -> None:
        """List the ties there are."""
        clear_layout(self._list)
        if not ties:
            self._list.addWidget(label("没有登记过", Look.QUIET, name="recusal_none"))
        for each in ties:
            row = QHBoxLayout()
            note = f"（{each.recusal.note}）" if each.recusal.note else ""
            words = f"{each.enterprise}：{each.recusal.tie}{note}"
            row.addWidget(label(words, name=f"recusal_{each.recusal.id}", wrap=True), 1)
            link = button("取消", f"recusal_remove_{each.recusal.id}", link=True)
            link.setAccessibleName(f"取消回避关系：{words}")
            link.clicked.connect(partial(self.remove, each.recusal.id or 0))
            row.addWidget(link)
            self._list.addLayout(row)

    def add(self) -> None:
        """Store the tie that was typed."""
        texts = self.form.texts()
        if texts["tie"] not in list(Tie):
            self.form.set_errors({"tie": "请选择是什么关系"})
            return
        person, unit, tie = self._person[0], self._unit[0], Tie(texts["tie"])
        self._write(
            lambda: add_recusal(self._workspace, person, unit, tie, texts["note"]),
            "正在登记回避关系",
        )

    def remove(self, recusal_id: int, _on: bool = False) -> None:  # noqa: FBT002 - Qt's signal
        """Take one tie back."""
        self._write(lambda: remove_recusal(self._workspace, recusal_id), "正在取消回避关系")

    def _write(self, work: Callable[[], Changes], title: str) -> None:
        """Store, then read what there is now."""
        person = self._person[0]

        def carry_out(_progress: Progress) -> tuple[Changes, tuple[NamedRecusal, ...]]:
            changes = work()
            return changes, list_recusals(self._workspace, person)

        self.form.clear_messages()
        self._desk.tasks.run(carry_out, self._stored, self._failed, title=title)

    def _stored(self, outcome: tuple[Changes, tuple[NamedRecusal, ...]]) -> None:
        changes, ties = outcome
        if not self._closed:
            self.show_ties(ties)
            self.form.set_texts({})
        self._desk.bus.tell(changes)

    def _failed(self, error: Exception) -> None:
        if not self._closed and isinstance(error, PartydeskError):
            self.form.message.say(error.message)
        else:
            self._desk.errors.show(error)

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)
