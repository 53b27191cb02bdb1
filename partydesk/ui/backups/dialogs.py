"""The dialogs of 备份: where to export to, what a restore would lose, and how many are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.backups import Keeping
from partydesk.domain.backups.keeping import LIMITS
from partydesk.services.backups import Place, RestorePreview, Stick
from partydesk.ui.colours import Tone
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label

_LOOK_EVERY_MS = 2000
_HOW = {"insert": "新增", "update": "修改", "delete": "删除"}
_UNITS = {
    "all_days": "天内",
    "daily_days": "天内",
    "monthly_months": "个月内",
    "yearly_years": "年内",
}


class ExportDialog(BaseDialog):
    """Asks onto which stick, or into which folder, a fresh backup goes.

    Attributes:
        place: The chosen stick's; None where a folder was chosen.
        folder: The chosen folder; None where a stick was chosen.
    """

    def __init__(self, parent: QWidget, sticks: Callable[[], Sequence[Stick]]) -> None:
        """Offer what is plugged in; one that comes while the dialog is open is offered, too."""
        super().__init__(parent, "导出备份", "export_backup")
        self.place: Place | None = None
        self.folder: Path | None = None
        self._sticks = sticks
        self._shown: tuple[Stick, ...] | None = None
        self.setMinimumWidth(520)
        self.body.addWidget(label("导出备份", Look.HEADING))
        self.body.addWidget(
            label(
                "马上做一份备份，写到 U 盘后再读回核对。"
                "以后插上同一个 U 盘，程序会自动把最新的备份复制上去。",
                Look.SECONDARY,
                wrap=True,
            )
        )
        self._choices = QButtonGroup(self)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.add_cancel()
        other = self.add_button("导出到文件夹…", "export_folder")
        other.clicked.connect(self._choose_folder)
        self._act = self.add_button("导出到 U 盘", "export_backup_act", main=True)
        self._act.clicked.connect(self._take)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Look what is plugged in now."""
        found = tuple(self._sticks())
        if found == self._shown:
            return
        self._shown = found
        clear_layout(self._list)
        usable = [stick for stick in found if not stick.is_foreign]
        for number, stick in enumerate(found):
            choice = QRadioButton(_called(stick))
            choice.setObjectName(f"stick_{number}")
            choice.setAccessibleName(_called(stick))
            choice.setEnabled(not stick.is_foreign)
            choice.setChecked(bool(usable) and stick is usable[0])
            self._choices.addButton(choice, number)
            self._list.addWidget(choice)
        if not found:
            hint = "没有看到 U 盘。插上后会出现在这里；也可以导出到文件夹。"
            self._list.addWidget(label(hint, Look.SECONDARY, name="no_stick", wrap=True))
        self._act.setEnabled(bool(usable))

    def _take(self) -> None:
        number = self._choices.checkedId()
        if self._shown and 0 <= number < len(self._shown):
            self.place = self._shown[number].place
            self.accept()

    def _choose_folder(self) -> None:
        self.folder = choose_folder(self, "选择存放备份的文件夹")
        if self.folder is not None:
            self.accept()


def _called(stick: Stick) -> str:
    if stick.is_foreign and stick.marker is not None:
        return f"{stick.root}（“{stick.marker.name}”的备份盘，不能用）"
    return f"{stick.root}（已登记的备份盘）" if stick.ours else str(stick.root)


class RestoreDialog(BaseDialog):
    """Shows what restoring a backup would lose, and asks."""

    def __init__(self, parent: QWidget, preview: RestorePreview) -> None:
        """Show it."""
        super().__init__(parent, "恢复备份", "restore_backup")
        manifest = preview.manifest
        self.setMinimumWidth(580)
        made = f"{manifest.made_at:%Y-%m-%d %H:%M}"
        self.body.addWidget(label(f"恢复到 {made} 的备份？", Look.HEADING))
        self.body.addWidget(
            label(
                f"{manifest.name} {manifest.year} 年度，{manifest.reason.value}备份。"
                "恢复前先把现在的工作区备份并验证；"
                "现在的文件移到工作区的 replaced 文件夹，不会删除。",
                Look.SECONDARY,
                wrap=True,
            )
        )
        self.loss = FormMessage("restore_loss")
        self.loss.say(_loss(preview), Tone.ATTENTION if preview.actions else Tone.GOOD)
        self.body.addWidget(self.loss)
        if preview.last:
            self.body.addWidget(label("备份以后做过的（最近的在前）", Look.FIELD))
            self.body.addWidget(_read_only("\n".join(preview.last)))
        if manifest.encrypted:
            hint = "恢复后用备份当时的账号和口令登录。"
            self.body.addWidget(label(hint, Look.HINT, wrap=True))
        self.add_cancel()
        self.add_act("恢复备份", safe=False)


def _loss(preview: RestorePreview) -> list[str]:
    """Say what is newer than the backup, by kind."""
    lines = []
    if not preview.same_line:
        lines.append("这份备份与现在的工作区不是同一条操作历史（可能恢复过），只能按记录数比较。")
    if preview.actions:
        lines.append(f"备份以后的 {preview.actions} 项操作会丢失：")
        kinds: dict[str, list[str]] = {}
        for count in preview.newer:
            kinds.setdefault(count.title, []).append(f"{_HOW[count.operation]} {count.count}")
        lines.append("；".join(f"{title} {'、'.join(how)}" for title, how in kinds.items()))
    elif preview.same_line:
        lines.append("备份以后没有做过改动，不会丢失内容。")
    if preview.fewer:
        told = (f"{title} {'少' if n > 0 else '多'} {abs(n)} 条" for title, n in preview.fewer)
        lines.append(f"恢复后：{'、'.join(told)}。")
    if preview.upgraded:
        lines.append("备份由较早版本的程序做成，打开时会自动升级。")
    return lines


def _read_only(text: str) -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setObjectName("restore_actions")
    box.setAccessibleName("备份以后做过的操作")
    box.setReadOnly(True)
    box.setMaximumHeight(170)
    return box


class KeepingDialog(BaseDialog):
    """Asks how long how many automatic backups are kept.

    Attributes:
        boxes: Field → its box.
    """

    def __init__(self, parent: QWidget, keeping: Keeping) -> None:
        """Begin with the present rule."""
        super().__init__(parent, "备份的保留规则", "backup_keeping")
        self.setMinimumWidth(420)
        self.body.addWidget(label("备份的保留规则", Look.HEADING))
        self.body.addWidget(
            label(
                "自动备份按下面的规则逐步减少；手动做的备份和损坏的文件不会自动删除，最新的一份总是保留。",
                Look.SECONDARY,
                wrap=True,
            )
        )
        self.boxes: dict[str, QSpinBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        for row, (name, (title, least, most)) in enumerate(LIMITS.items()):
            box = QSpinBox()
            box.setObjectName(f"keeping_{name}")
            box.setAccessibleName(title)
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            box.setRange(least, most)
            box.setValue(getattr(keeping, name))
            box.setSuffix(f" {_UNITS[name]}")
            self.boxes[name] = box
            grid.addWidget(label(title, Look.FIELD), row, 0)
            grid.addWidget(box, row, 1)
        self.body.addLayout(grid)
        self.add_cancel()
        self.add_act("保存规则")

    @property
    def keeping(self) -> Keeping:
        """The rule as it stands in the boxes."""
        return Keeping(**{name: box.value() for name, box in self.boxes.items()})
