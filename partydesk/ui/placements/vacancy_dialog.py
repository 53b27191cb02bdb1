"""补选: choose an open post, look at the candidates in their order, and propose one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.enterprises import CLOSED
from partydesk.domain.fields import Field, Kind
from partydesk.domain.selection import Post
from partydesk.services.vacancies import (
    Successor,
    Vacancy,
    list_successors,
    list_vacancies,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.form import RecordForm
from partydesk.ui.placements.actions import ProcedureActions
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, label

_SIZE_PX = (760, 540)
_FORM_LINES = 4


def _tone(successor: Successor) -> Tone | None:
    return Tone.QUIET if successor.reasons else None


def _remark(successor: Successor) -> str:
    """Say in a few words why somebody cannot be chosen, or what should be known."""
    return "；".join(part for part in (successor.note, successor.why_not) if part)


def _in_full(successor: Successor) -> str:
    parts = (successor.note, *(reason.message for reason in successor.reasons))
    return "；".join(part for part in parts if part)


def _offered(post: Post) -> str:
    """Name a post, and say so where its unit does not run."""
    return f"{post.label}（单位{post.operation}）" if post.operation in CLOSED else post.label


def successor_columns() -> list[Column[Successor]]:
    """Declare the columns: wishes of both sides, fit, free seats, and why not."""
    return [
        Column("name", "人员", lambda c: c.name, width=172, strong=True, tone=_tone,
               sortable=False),
        Column("wanted", "企业意愿", lambda c: c.wanted or "—", width=78, tone=_tone,
               sortable=False),
        Column("willing", "个人意愿", lambda c: c.willing or "—", width=78, tone=_tone,
               sortable=False),
        Column("fit", "契合度", lambda c: str(c.fit.score), width=66, align=Align.RIGHT,
               tone=_tone, sortable=False,
               tip=lambda c: "\n".join(f"{p.label} {p.points}/{p.of}" for p in c.fit.parts)),
        Column("seats", "还可驻", lambda c: f"{max(c.free_seats, 0)} 家", width=66,
               align=Align.RIGHT, tone=_tone, sortable=False),
        Column("why", "说明", _remark, width=214, tone=lambda _c: Tone.ATTENTION,
               sortable=False, tip=_in_full),
    ]  # fmt: skip


class VacancyDialog(StoringDialog):
    """Asks who is to take an open post.

    Attributes:
        posts: The open posts.
        table: The candidates.
        form: The reason.

    Signals:
        filled(int): Somebody was proposed; the new pair's 记录号.
    """

    filled = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        actions: ProcedureActions,
        workspace: Workspace,
        year: int,
        vacancies: Sequence[Vacancy],
        post_id: int | None,
    ) -> None:
        """Offer the open posts of the year's round; there is at least one.

        Args:
            parent: The page.
            actions: Proposes.
            workspace: Open workspace.
            year: The round's year.
            vacancies: The open posts.
            post_id: The post to begin with, if it is open.
        """
        super().__init__(parent, "补选", "vacancy_dialog", "vacancy_refusals")
        self._actions, self._workspace, self._year = actions, workspace, year
        self._vacancies = {str(one.post.id): one for one in vacancies}
        self.posts = ChoiceButton("vacancy_post", "岗位")
        self.posts.chosen.connect(self._show_post)
        wanted = str(post_id) if str(post_id) in self._vacancies else next(iter(self._vacancies))
        options = [(key, _offered(one.post)) for key, one in self._vacancies.items()]
        self.posts.set_options(options, wanted)
        self.body.addWidget(label("空缺岗位", Look.FIELD))
        self.body.addWidget(self.posts)
        self._before = label("", Look.SECONDARY, name="vacancy_before", wrap=True)
        self.body.addWidget(self._before)
        model: RowTableModel[Successor] = RowTableModel(successor_columns())
        empty = EmptyState("没有可选派的人", "请先在人才库里充实人选。")
        self.table: TableView[Successor] = TableView(
            model, "candidates", actions.settings, empty, about="补选人选"
        )
        self.table.current_changed.connect(lambda _row: self._judge())
        self.body.addWidget(self.table, 1)
        reason = Field("补选理由", Kind.TEXT, name="why", required=True, wide=True)
        self.form = RecordForm([reason], name="vacancy_form")
        self.form.setFixedHeight(_FORM_LINES * self.fontMetrics().lineSpacing())
        self.form.edited.connect(self._judge)
        self.body.addWidget(self.form)
        note = "选定后按通常程序办理：各方同意、签订协议、组织委任。可以撤销。"
        self.body.addWidget(label(note, Look.SECONDARY, wrap=True))
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.act_button = self.add_button("补选", "vacancy_act", main=True)
        self.act_button.clicked.connect(self.carry_out)
        self.resize(*_SIZE_PX)
        self._show_post(wanted)

    def _vacancy(self) -> Vacancy:
        return self._vacancies[self.posts.key]

    def _show_post(self, key: str) -> None:
        vacancy = self._vacancies[key]
        self._before.setText(f"原任：{vacancy.before}" if vacancy.before else "此岗位还没有人任职")
        found = list_successors(self._workspace, self._year, vacancy.post.id or 0)
        self.table.model.set_rows(found)
        self.table.select_number(0)
        self._judge()

    def _judge(self) -> None:
        """Say who would be proposed, or why not."""
        chosen = self.table.current_row()
        reasons = [reason.message for reason in chosen.reasons] if chosen else []
        self.refusals.say(reasons, Tone.ATTENTION)
        able = chosen is not None and not reasons and bool(self.form.text_of("why"))
        self.act_button.setText(f"补选{chosen.name}" if chosen else "补选")
        self.act_button.setAccessibleName(self.act_button.text())
        self.act_button.setEnabled(able)
        self.act_button.setToolTip(
            "" if able else "；".join(reasons) or ("请填写补选理由" if chosen else "请选择人员")
        )

    def carry_out(self) -> None:
        """Do it; stays open until it is stored."""
        chosen = self.table.current_row()
        if chosen is None or not self.act_button.isEnabled():
            return
        self.act_button.setEnabled(False)
        post, talent = self._vacancy().post.id or 0, chosen.talent_id

        def then(pair: int) -> None:
            self.stored()
            self.filled.emit(pair)

        self._actions.fill(post, talent, self.form.text_of("why"), then=then, failed=self.failed)

    def failed(self, error: Exception) -> None:
        """Say why it was not stored, and let it be tried again."""
        self._judge()
        super().failed(error)


def open_vacancy(
    parent: QWidget,
    actions: ProcedureActions,
    workspace: Workspace,
    year: int,
    post_id: int | None,
    filled: Callable[[int], None],
) -> bool:
    """Ask who is to take an open post of the year's round; False where none is open.

    Args:
        parent: The page.
        actions: Proposes.
        workspace: Open workspace.
        year: The round's year.
        post_id: The post to begin with, if it is open.
        filled: Told the new pair's 记录号.
    """
    vacancies = list_vacancies(workspace, year)
    if vacancies:
        dialog = VacancyDialog(parent, actions, workspace, year, vacancies, post_id)
        dialog.filled.connect(filled)
        dialog.present()
    return bool(vacancies)
