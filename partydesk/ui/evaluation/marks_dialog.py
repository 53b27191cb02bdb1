"""附加规则: the caps, bonuses and deductions of the scheme, noted for one person or taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.evaluation.entries import RuleNote
from partydesk.domain.evaluation.inputs import Marked
from partydesk.domain.evaluation.kinds import RuleKind
from partydesk.domain.evaluation.scheme import SpecialRule
from partydesk.domain.fields import fields_of
from partydesk.services.evaluation.evaluations import Evaluated
from partydesk.services.evaluation.points import list_rules, mark_rule, unmark_rule
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, button, label


@dataclass(frozen=True, slots=True)
class _Line:
    rule: SpecialRule
    mark: Marked | None


def _what(line: _Line) -> str:
    rule = line.rule
    if rule.kind is RuleKind.CAP:
        return f"最高{rule.at_most}"
    return f"{rule.kind.value}，最多 {rule.limit:f} 分" if rule.limit is not None else ""


def _points(line: _Line) -> str:
    return "" if line.mark is None or line.mark.points is None else f"{line.mark.points:f}"


COLUMNS = (
    Column[_Line]("name", "情形", lambda r: r.rule.name, width=210),
    Column[_Line]("what", "规则", _what, width=150),
    Column[_Line]("state", "登记", lambda r: "已登记" if r.mark else "", width=76, shape=Shape.TAG,
                  tone=lambda _r: Tone.ATTENTION),
    Column[_Line]("points", "分数", _points, Align.RIGHT, width=60),
    Column[_Line]("why", "事由和依据", lambda r: r.mark.why if r.mark else "", width=200),
)  # fmt: skip


class MarksDialog(BaseDialog):
    """The rules of the scheme for one person.

    Attributes:
        table: One line a rule.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace, who: Evaluated) -> None:
        """Read what is noted."""
        super().__init__(parent, "附加规则", "marks_dialog")
        self._desk, self._workspace, self._who = desk, workspace, who
        self.body.addWidget(label(f"附加规则：{who.name}", Look.HEADING))
        model: RowTableModel[_Line] = RowTableModel(COLUMNS, self)
        empty = EmptyState("方案里没有附加规则", "在“考核方案—附加规则”里添加")
        self.table: TableView[_Line] = TableView(
            model, "marks", desk.settings, empty, about="附加规则"
        )
        self.table.opened.connect(lambda _line: self.note())
        self.body.addWidget(self.table, 1)
        line = QHBoxLayout()
        for text, name, act in (
            ("登记或修改…", "marks_note", self.note), ("撤销登记", "marks_off", self.take_off)
        ):  # fmt: skip
            made = button(text, name)
            made.clicked.connect(lambda _=False, do=act: do())
            line.addWidget(made)
        line.addStretch(1)
        self.body.addLayout(line)
        self.add_cancel("关闭")
        self.resize(780, 420)
        self._reload()

    def _reload(self) -> None:
        self._desk.tasks.run(
            lambda _progress: list_rules(self._workspace, self._who.id),
            self._show,
            title="正在读取附加规则",
        )

    def _show(self, rules: Sequence[tuple[SpecialRule, Marked | None]]) -> None:
        self.table.model.set_rows([_Line(*each) for each in rules])
        self.table.select_number(0)

    def note(self) -> None:
        """Note the chosen rule, or mend what is noted."""
        line = self.table.current_row()
        if line is None:
            return
        number, rule, workspace = self._who.id, line.rule.key, self._workspace
        sheet = Sheet(
            title=f"{line.rule.name}：{self._who.name}",
            about=_what(line),
            act="登记",
            fields=fields_of(RuleNote),
            store=lambda texts: mark_rule(workspace, number, rule, texts["why"], texts["points"]),
            texts={"why": line.mark.why if line.mark else "", "points": _points(line)},
        )
        dialog = EntryDialog(self, self._desk, sheet, "mark_rule")
        dialog.accepted.connect(self._reload)
        dialog.present()

    def take_off(self) -> None:
        """Take the chosen rule off."""
        line = self.table.current_row()
        if line is None or line.mark is None:
            return
        number, rule = self._who.id, line.rule.key
        self._desk.tasks.run(
            lambda _progress: unmark_rule(self._workspace, number, rule),
            self._taken_off,
            title="正在撤销登记",
        )

    def _taken_off(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self._reload()
