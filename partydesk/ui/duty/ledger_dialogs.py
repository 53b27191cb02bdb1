"""What the ledger asks: one line, and the papers that hang on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.ledger import SERVED, LedgerLine
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import show
from partydesk.services.attachment_owners import LEDGER
from partydesk.services.dictionaries import list_words
from partydesk.services.duty.work_ledger import (
    FIELDS,
    possible_postings,
    save_ledger_entry,
    unit_names,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import Sheet
from partydesk.ui.pools.attachments import Attachments
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label

#: Whose line it is; chosen among the postings of the year.
_WHOSE: Final = Field(
    "姓名", Kind.DICTIONARY, name="whose", dictionary="postings", open_dictionary=False,
    required=True, wide=True, hint="汉字、拼音或首字母",
)  # fmt: skip
#: The unit that was served, chosen among all of them.
_SERVED: Final = replace(
    SERVED, kind=Kind.DICTIONARY, dictionary="units", open_dictionary=False, wide=False,
    hint="空着的是所驻单位；汉字、拼音或首字母",
)  # fmt: skip
_SIZE_PX = (560, 420)


def entry_sheet(workspace: Workspace, year: int, line: LedgerLine | None) -> Sheet:
    """Say what is asked of a line; None asks for a new one."""
    postings = possible_postings(workspace, year)
    duties = tuple(w.word for w in list_words(workspace, "duty") if not w.retired)
    number = line.entry.id if line else None
    texts: dict[str, str] = {}
    if line is not None:
        named = (name for name, each in postings.items() if each == line.entry.placement_id)
        texts = {f.name: show(f, getattr(line.entry, f.name)) for f in FIELDS}
        texts |= {"whose": next(named, ""), SERVED.name: line.served}

    def store(typed: dict[str, str]) -> Changes:
        own = {name: text for name, text in typed.items() if name != "whose"}
        placement = postings.get(typed["whose"].strip())
        if placement is None:
            raise ValidationFailed({"whose": "请从列表里选一人（当年在岗的）"})
        return save_ledger_entry(workspace, number, placement, own)[1]

    act = "修改台账" if line else "登记台账"
    about = "成效是新建组织的，保存后可在名单上登记组织；为别的单位办的事，写明服务单位。"
    return Sheet(
        title=act,
        about=about,
        act=act,
        fields=(_WHOSE, *FIELDS[:-1], _SERVED, FIELDS[-1]),
        store=store,
        texts=texts,
        words={"postings": tuple(postings), "duty": duties, "units": unit_names(workspace)},
    )


class PapersDialog(BaseDialog):
    """The attachments of one line: minutes, pictures, approvals."""

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace, line: LedgerLine) -> None:
        """List what hangs on a line."""
        super().__init__(parent, "台账附件", "ledger_papers")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry = line.entry
        self.body.addWidget(label(f"{line.person}　{line.unit}", Look.HEADING, wrap=True))
        about = f"{entry.happened_on}　{entry.duty}：{entry.content}"
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.papers = Attachments(desk, workspace, LEDGER, self, lambda _view, _title: None)
        self.papers.show_record(entry.id)
        self.body.addWidget(self.papers.view, 1)
        self.add_cancel("关闭")
        self.resize(*_SIZE_PX)
