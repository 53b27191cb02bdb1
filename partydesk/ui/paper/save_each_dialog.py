"""Asks for folder and names where each document is saved as a file of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.file_names import PLACEHOLDERS, USUAL_RULE
from partydesk.services.print_kinds import Printout
from partydesk.services.separate_files import names_of_files
from partydesk.ui.colours import Tone
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label

_MOST_SHOWN = 6


class SaveEachDialog(BaseDialog):
    """Shows the names that a rule gives before anything is written.

    Attributes:
        rule: How the files are named.
        folder: Where they go; None until it was chosen.
    """

    def __init__(self, parent: QWidget, printout: Printout, settings: QSettings) -> None:
        """Begin with the rule and the folder of the last time."""
        super().__init__(parent, f"每份存一个文件：{printout.title}", "save_each_dialog")
        self._printout, self._settings = printout, settings
        self._key = f"saving/{printout.kind}"
        kept = str(settings.value("saving/folder", ""))
        self.folder = Path(kept) if kept and Path(kept).is_dir() else None
        self.rule = QLineEdit(str(settings.value(self._key, USUAL_RULE)))
        self.rule.setObjectName("save_each_rule")
        self.rule.setAccessibleName("文件名规则")
        self._place = label("", name="save_each_folder", wrap=True)
        choose = button("选择文件夹…", "save_each_choose")
        choose.clicked.connect(self._choose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(label("文件名规则", Look.FIELD), 0, 0)
        grid.addWidget(self.rule, 0, 1, 1, 2)
        hint = "可以用 " + "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
        grid.addWidget(label(f"{hint}；同名的自动编号。", Look.HINT), 1, 1, 1, 2)
        grid.addWidget(label("文件夹", Look.FIELD), 2, 0)
        grid.addWidget(self._place, 2, 1)
        grid.addWidget(choose, 2, 2)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(label("将存为", Look.FIELD))
        self._names = label("", Look.SECONDARY, name="save_each_names", wrap=True)
        self.body.addWidget(self._names)
        self.message = FormMessage("save_each_message")
        self.body.addWidget(self.message)
        self.body.addStretch(1)
        self.setMinimumWidth(560)
        self.add_cancel()
        self._act = self.add_act(f"保存 {len(printout.documents)} 个文件")
        self.rule.textChanged.connect(self._refresh)
        self._refresh()

    def remember(self) -> None:
        """Keep rule and folder for the next time."""
        self._settings.setValue(self._key, self.rule.text())
        self._settings.setValue("saving/folder", str(self.folder))

    def _choose(self) -> None:
        chosen = choose_folder(self, "选择保存的文件夹", self.folder)
        if chosen is not None:
            self.folder = chosen
            self._refresh()

    def _refresh(self, _text: str = "") -> None:
        self._place.setText(str(self.folder) if self.folder else "尚未选择")
        try:
            names = names_of_files(self._printout, self.rule.text())
        except ValidationFailed as error:
            self._names.clear()
            self.message.say(error.message)
            self._act.setEnabled(False)
            return
        more = [f"……共 {len(names)} 个"] if len(names) > _MOST_SHOWN else []
        self._names.setText("\n".join([*names[:_MOST_SHOWN], *more]))
        folder = self.folder
        there = sum((folder / name).exists() for name in names) if folder else 0
        self.message.say(
            f"其中 {there} 个文件已经存在，会被新的替换。" if there else "", Tone.ATTENTION
        )
        self._act.setEnabled(folder is not None)
