"""本单位证书 and 受信任的签发单位: exchanging public keys with other offices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.signing_keys import (
    Certificate,
    distrust,
    export_certificate,
    list_trusted,
    make_certificate,
    own_certificate,
    read_certificate_file,
    renew_key,
    trust,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.dialog import BaseDialog, ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import choose_file, choose_target
from partydesk.ui.widgets.texts import Look, button, label

_FILES: Final = "证书文件或二维码图片 (*.json *.png *.jpg *.jpeg *.bmp)"
_FILE: Final = "证书文件 (*.json)"
_NO_KEY: Final = "还没有密钥"
_WHEN: Final = "签发第一份文书，或导出、打印证书时自动生成"
_RENEW: Final = (
    "换了以后，新签发的文书用新密钥；以前签发的仍可验证，不用重发。"
    "已交换证书的单位要重新添加新证书，旧证书也要留着。只在怀疑工作区文件外泄时才需要更换。"
)

COLUMNS: Final = (
    Column[Certificate]("office", "单位", lambda c: c.office, width=250, sortable=False),
    Column[Certificate]("print", "指纹", lambda c: c.fingerprint, width=330, sortable=False),
    Column[Certificate]("remove", "", lambda _c: "移除", width=64, shape=Shape.BUTTON,
                        sortable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """What stands in both cards."""

    own: Certificate | None
    trusted: tuple[Certificate, ...]


def _in_halves(fingerprint: str) -> str:
    """Write a fingerprint on two lines, so that the place is found again while it is read out."""
    groups = fingerprint.split()
    half = len(groups) // 2
    return "  ".join(groups[:half]) + "\n" + "  ".join(groups[half:])


class TrustDialog(BaseDialog):
    """Shows whose certificate it says to be, and asks whether the fingerprints were compared."""

    def __init__(self, parent: QWidget, found: Certificate) -> None:
        """Show a certificate."""
        super().__init__(parent, "添加签发单位", "trust_dialog")
        self.body.addWidget(label(found.office, Look.HEADING, name="trust_office", wrap=True))
        self.body.addWidget(label("证书的指纹", Look.SECONDARY))
        self.body.addWidget(
            label(_in_halves(found.fingerprint), Look.TITLE, name="trust_fingerprint")
        )
        self.body.addWidget(
            label(
                "请按公开的办公电话打给该单位（不用来信或证书上写的号码），"
                "逐组核对指纹。完全相同才能添加，否则伪造的证书会让伪造的文书显示为真。",
                wrap=True,
            )
        )
        self.compared = QCheckBox("已经打电话核对，指纹完全相同")
        self.compared.setObjectName("trust_compared")
        self.compared.setAccessibleName(self.compared.text())
        self.body.addWidget(self.compared)
        self.add_cancel()
        self.act = self.add_act("添加签发单位")
        self.act.setEnabled(False)
        self.compared.toggled.connect(self.act.setEnabled)
        self.setMinimumWidth(560)


class TrustedView(QWidget):
    """The two cards, side by side.

    Attributes:
        table: The offices that are trusted.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Build the cards; :meth:`reload` fills them."""
        super().__init__()
        self.setObjectName("trusted_view")
        self._desk, self._workspace = desk, workspace
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._own_card())
        row.addWidget(self._trusted_card(), 1)
        desk.bus.changed.connect(self._on_changed)

    def _own_card(self) -> Card:
        card = Card("本单位证书", name="own_certificate")
        self.fingerprint = label("", Look.HEADING, name="own_fingerprint")
        card.body.addWidget(label("指纹", Look.SECONDARY))
        card.body.addWidget(self.fingerprint)
        acts = QHBoxLayout()
        for text, name, act in (
            ("导出…", "own_export", self.export),
            ("打印…", "own_print", self.print),
            ("更换密钥…", "own_renew", self.renew),
        ):
            made = button(text, name)
            made.clicked.connect(act)
            acts.addWidget(made)
        acts.addStretch(1)
        card.body.addStretch(1)
        card.body.addLayout(acts)
        return card

    def _trusted_card(self) -> Card:
        card = Card("受信任的签发单位", name="trusted_offices")
        add = button("添加…", "trusted_add")
        add.clicked.connect(self.add)
        card.head.addWidget(add)
        model: RowTableModel[Certificate] = RowTableModel(COLUMNS, self)
        empty = EmptyState("还没有添加别的单位", "有了对方的证书，才能验出对方签发的文书")
        self.table: TableView[Certificate] = TableView(
            model, "trusted", self._desk.settings, empty, about="受信任的签发单位", inset=True
        )
        self.table.act_asked.connect(lambda found, _key: self.remove(found))
        card.body.addWidget(self.table, 1)
        return card

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read both cards anew."""
        workspace = self._workspace

        def work(_progress: Progress) -> Keys:
            return Keys(own_certificate(workspace), list_trusted(workspace))

        self._desk.tasks.run(work, self._show, title="正在读取证书")

    def _show(self, keys: Keys) -> None:
        self.fingerprint.setText(_in_halves(keys.own.fingerprint) if keys.own else _NO_KEY)
        self.fingerprint.setToolTip(keys.own.office if keys.own else _WHEN)
        self.table.model.set_rows(keys.trusted)

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and "trusted_keys" in changes.kinds:
            self.reload()

    # -- one's own -----------------------------------------------------------------------------

    def _with_own(self, then: Callable[[Certificate], None]) -> None:
        """Make the certificate where there is none yet, and go on with it."""
        workspace = self._workspace

        def done(own: Certificate) -> None:
            self.reload()
            then(own)

        self._desk.tasks.run(
            lambda _progress: make_certificate(workspace), done, title="正在读取证书"
        )

    def export(self) -> None:
        """Write the office's certificate to a file."""
        self._with_own(self._export)

    def _export(self, own: Certificate) -> None:
        path = choose_target(self.window(), "导出本单位证书", _FILE, f"{own.office}证书.json")
        if path is not None:
            self._desk.tasks.run(
                lambda _progress: export_certificate(own, path),
                lambda written: self._desk.say(f"证书已保存到 {written}"),
                title="正在导出证书",
            )

    def print(self) -> None:
        """Show the office's certificate as it is printed."""
        self._with_own(
            lambda _own: preview_document(
                self.window(), self._desk, self._workspace, "key-certificate"
            )
        )

    def renew(self) -> None:
        """Sign with another key from now on."""
        if ask(self.window(), "更换本单位的密钥吗", _RENEW, "更换密钥"):
            workspace = self._workspace
            self._write(lambda: renew_key(workspace), "正在更换密钥")

    # -- others' -------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for another office's certificate, and take it in once it was compared."""
        path = choose_file(self.window(), "选择对方的证书", _FILES)
        if path is not None:
            self._desk.tasks.run(
                lambda _progress: read_certificate_file(path), self._compare, title="正在读取证书"
            )

    def _compare(self, found: Certificate) -> None:
        dialog = TrustDialog(self.window(), found)
        try:
            if dialog.run() and dialog.compared.isChecked():
                self._write(partial(trust, self._workspace, found), "正在添加签发单位")
        finally:
            dialog.deleteLater()

    def remove(self, found: Certificate) -> None:
        """Trust an office no more."""
        said = "移除以后，这个单位签发的文书在这里无法判断真伪。可以在操作历史里撤销。"
        if found.id is not None and ask(
            self.window(), f"移除“{found.office}”的证书吗", said, "移除证书"
        ):
            self._write(partial(distrust, self._workspace, found.id), "正在移除证书")

    def _write(self, act: Callable[[], Changes], title: str) -> None:
        def done(changes: Changes) -> None:
            self._desk.bus.tell(changes)
            self._desk.say(changes.label)
            self.reload()

        self._desk.tasks.run(lambda _progress: act(), done, title=title)
