"""年度政策: the rules of the place for one year, each with the source of its default."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.policy import Policy
from partydesk.domain.values import show
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.desk_ports import PolicyPorts

_WIDEST = 1180  # px; lines of a form that are longer are hard to follow
_MEANING = "本年的规定和名称；修改只影响此后的办理，已签订的协议和已发的委任书不变。"

#: The wording of agreements has an editor of its own, which checks it.
_FIELDS = [field for field in fields_of(Policy) if field.name != "agreement_text"]


class PolicyTab(QWidget):
    """The form of the chosen year's policy."""

    def __init__(self, desk: Desk, ports: PolicyPorts) -> None:
        """Show the chosen year."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self._year = desk.year()
        self.setObjectName("policy_tab")
        self.form = RecordForm(
            _FIELDS, Sources(words=ports.words, matches=matches), name="policy_form"
        )
        self.form.edited.connect(desk.commands.refresh)
        self._explain()
        self._about = label(_MEANING, Look.SECONDARY, name="policy_about", wrap=True)
        desk.commands.add_all(
            [
                Command("system.save_policy", "保存年度政策", "系统", self.save, "Ctrl+S",
                        self._nothing_to_save),
                Command("system.revert_policy", "放弃对年度政策的修改", "系统", self.reload, "",
                        self._nothing_to_save, "放弃修改"),
            ],
            owner=self,
        )  # fmt: skip
        self._build()
        self.reload()

    def _explain(self) -> None:
        """Write below each field where its default comes from."""
        for field in _FIELDS:
            source = self._ports.sources.get(field.name)
            inner = self.form.block(field.name).layout()
            if source and isinstance(inner, QBoxLayout):
                words = f"依据：{source}"
                inner.insertWidget(inner.count() - 1, label(words, Look.HINT, wrap=True))

    def _build(self) -> None:
        card = Card("年度政策", name="policy_card")
        card.setMaximumWidth(_WIDEST)
        self._title = card.title
        card.head.addWidget(self._desk.commands.button("system.revert_policy"))
        card.head.addWidget(self._desk.commands.button("system.save_policy", main=True))
        card.body.addWidget(self._about)
        card.body.addWidget(self.form, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.addWidget(card, 1)

    def _nothing_to_save(self) -> str:
        return "" if self.form.dirty else "没有修改"

    def reload(self) -> None:
        """Show the stored policy of the chosen year."""
        self._year = year = self._desk.year()
        policy = self._ports.get(year)
        texts = {f.name: show(f, getattr(policy, f.name)) for f in _FIELDS}
        self.form.set_texts(texts)
        self._title.setText(f"{year} 年度政策")
        self._desk.commands.refresh()

    def save(self) -> None:
        """Store what was typed; what is wrong is said beside the fields."""
        year, texts = self._year, self.form.texts()
        self._desk.tasks.run(
            lambda _progress: self._ports.save(year, texts),
            self._saved,
            self._failed,
            title="正在保存年度政策",
        )

    def _saved(self, changes: Changes) -> None:
        self.form.set_dirty(False)
        self.form.clear_messages()
        self._desk.bus.tell(changes)
        self._desk.commands.refresh()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        else:
            self._desk.errors.show(error)
