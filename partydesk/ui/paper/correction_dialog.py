"""作废 and 作废并重发: the day, the reason and what was wrong; said before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.fields import Field, Kind
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress
from partydesk.domain.values import ValueRefused, parse
from partydesk.services.number_register import Entry
from partydesk.services.reissuing import Correctable, Correction, reissue, void_document
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.missing import may_be_missing, missing_in
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.widgets.texts import Look, label

VOID: Final = "作废"
REISSUE: Final = "作废并重发"
_ON: Final = Field("日期", Kind.DATE, name="on", required=True)
_WHY: Final = Field(
    "原因", Kind.TEXT, name="why", required=True, wide=True, hint="如：单位名称有误"
)
_WIDTH_PX: Final = 560
#: Height without the fields of a certificate, and of a row of these, in lines of type.
_LINES, _LINES_IN_ROW = 17, 3
_VOID_WORDS: Final = (
    "{number}（{who}）将作废。编号不再使用，原件留存备查，扫码核验时显示已作废。作废不能撤销。"
)
_LETTER_WORDS: Final = (
    "{number}（{who}）将作废，同时按现在的姓名、单位和岗位签发一份新的，取新的编号，任期不变。"
    "请先把人才库、企业库里的错处改正。作废不能撤销。"
)
_SAME: Final = (
    "姓名、单位和职务都没有变动：新的一份与原件相同，只换编号。"
    "要更正的，请先改人才库、企业库里的记录。"
)
_CERTIFICATE_WORDS: Final = (
    "{number}（{who}）将作废，同时按下面的内容签发一份新的，取新的编号。作废不能撤销。"
)


class CorrectionDialog(StoringDialog):
    """Asks why a document is withdrawn, and what the new one says.

    Attributes:
        form: Day, reason and, for a certificate, what it says.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        entry: Entry,
        correctable: Correctable | None = None,
        *,
        then: Callable[[str], None] = lambda _number: None,
    ) -> None:
        """Prepare a correction.

        Args:
            parent: The view.
            desk: Runs it and tells of it.
            workspace: Where it is stored.
            entry: The document.
            correctable: What the new one may say differently; None where there is no new one.
            then: Takes the number to be shown once it is stored.
        """
        act = VOID if correctable is None else REISSUE
        super().__init__(
            parent, f"{act}：{entry.number}", "correction_dialog", "correction_refused"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._entry = desk, workspace, entry
        self._correctable, self._then, self._act = correctable, then, act
        fields = correctable.fields if correctable else ()
        about = (
            _VOID_WORDS if correctable is None else _CERTIFICATE_WORDS if fields else _LETTER_WORDS
        )
        self.body.addWidget(label(f"{act}{entry.title}", Look.HEADING, wrap=True))
        words = about.format(number=entry.number, who=entry.who)
        self.body.addWidget(label(words, Look.SECONDARY, name="correction_about", wrap=True))
        if correctable is not None and not fields:
            differs = "；".join(correctable.changes)
            look = Look.STRONG if differs else Look.WARNING
            self.body.addWidget(label(differs or _SAME, look, name="correction_changes", wrap=True))
        self.form = RecordForm(
            (_ON, _WHY, *fields), Sources(matches=matches), name="correction_form"
        )
        texts = dict(correctable.texts) if correctable else {}
        self.form.set_texts({**texts, "on": workspace.today().isoformat()})
        self.form.completed.connect(self.carry_out)
        self.body.addWidget(self.form, 1)
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.act_button = self.add_button(act, "correction_act", main=True, safe=False)
        self.act_button.clicked.connect(self.carry_out)
        wide = sum(each.wide for each in fields)
        rows = wide + (len(fields) - wide + 1) // 2
        self.resize(_WIDTH_PX, self.fontMetrics().lineSpacing() * (_LINES + _LINES_IN_ROW * rows))
        self.form.focus_field("why")

    def correction(self) -> Correction | None:
        """Read what was typed; None where the day cannot be read, which is said beside it."""
        self.refusals.clear()
        self.form.clear_messages()
        texts = self.form.texts()
        try:
            day = parse(_ON, texts.pop("on"), today=self._workspace.today()).value
        except ValueRefused as refused:
            self.form.set_errors({"on": refused.reason.message})
            return None
        if not isinstance(day, dt.date):
            self.form.set_errors({"on": "请填写日期"})
            return None
        return Correction(day, texts.pop("why"), texts)

    def carry_out(self) -> None:
        """Do it; stays open until it is stored."""
        correction = self.correction()
        if correction is not None and self.act_button.isEnabled():
            self._store(correction)

    def _store(self, correction: Correction) -> None:
        number_id = self._entry.number_id

        def work(_progress: Progress) -> tuple[str, Changes]:
            if self._correctable is None:
                return "", void_document(self._workspace, number_id, correction)
            return reissue(self._workspace, number_id, correction)

        def done(stored: tuple[str, Changes]) -> None:
            number, changes = stored
            self._then(number or self._entry.number)
            self.stored()
            self._desk.say(changes.label)
            self._desk.bus.tell(changes)

        def failed(error: Exception) -> None:
            missing = () if self._closed else missing_in(error)
            if missing and may_be_missing(self, missing, "重发"):
                self._store(replace(correction, allow_missing=True))
                return
            self.act_button.setEnabled(True)
            if self._closed or not self.form.show_refusal(error):
                self.failed(error)

        self.act_button.setEnabled(False)
        self._desk.tasks.run(work, done, failed, title=f"正在{self._act}")
