"""Which run the board shows: the choice, what may have changed since, details and replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from partydesk.domain.progress import Progress
from partydesk.services.runs import Replay, replay
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.selection.compare_dialog import run_words
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.ways import ABOUT, way_words
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, label, set_look

STALE = "此后意愿或岗位有变动，建议重新匹配"


class RunLine(QWidget):
    """The line above the posts.

    Attributes:
        choice: The run that is shown.

    Signals:
        chosen(int): Another run is to be shown.
    """

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        """Show no run yet; the commands of the two buttons are there already."""
        super().__init__()
        self.setObjectName("run_line")
        self.choice = ChoiceButton("shown_run", "匹配")
        self.choice.chosen.connect(lambda key: self.chosen.emit(int(key)))
        # With large type the note would else take the button's room and cut its words.
        self.choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._note = label("", Look.SECONDARY, name="run_note", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addWidget(desk.commands.button("selection.run_details"))
        row.addWidget(desk.commands.button("selection.compare"))
        row.addWidget(self._note, 1)

    def show_picture(self, picture: RoundPicture) -> None:
        """Show which run is in sight and whether it is still what would come out."""
        self.setVisible(picture.run is not None)
        if picture.run is None:
            return
        options = [(str(run.id), run_words(run)) for run in picture.runs]
        self.choice.set_options(options, str(picture.run.id))
        # The way stands in the list and, for the next run, at the top of the page.
        made = dt.datetime.fromisoformat(picture.run.made_at)
        when = f"{made.month}月{made.day}日 {made:%H:%M}"
        self.choice.setText(f"第 {picture.run.number} 次 · {when} ▾")
        self.choice.setToolTip(run_words(picture.run))
        stale = picture.board.stale
        newest = picture.runs[0].id == picture.run.id
        words = STALE if stale else "" if newest else "这不是最近一次匹配"
        self._note.setText(words)
        self._note.setToolTip(words)
        set_look(self._note, Look.ATTENTION if words else Look.SECONDARY)


class RunDialog(BaseDialog):
    """What is known of one run, and whether solving it again gives the same."""

    def __init__(self, parent: QWidget, picture: RoundPicture, again: Replay) -> None:
        """Show the run with what its replay said."""
        super().__init__(parent, f"第 {again.run.number} 次匹配", "run_dialog")
        run = again.run
        made = dt.datetime.fromisoformat(run.made_at)
        result = run.result
        bound = result.get("upper_bound")
        facts = [
            ("时间", f"{made.year} 年 {made.month} 月 {made.day} 日 {made:%H:%M}"),
            ("方式", way_words(run.favour, run.goal, run.stand_in, keep=run.previous is not None)),
            ("说明", f"{ABOUT[run.favour]}；{ABOUT[run.goal]}"),
            ("结果", (f"配上 {len(run.pairs)} 个岗位（最多可能 {bound} 个），"
                     f"不稳定对 {len(result['blocking_pairs'])} 个")),
            ("输入", STALE if picture.board.stale else "意愿、岗位、人员与匹配时相同"),
            ("重算", again.words),
        ]  # fmt: skip
        for head, words in facts:
            line = QHBoxLayout()
            title = label(head, Look.FIELD)
            title.setFixedWidth(48)
            line.addWidget(title)
            said = label(words, name=f"run_fact_{head}", wrap=True)
            line.addWidget(said, 1)
            self.body.addLayout(line)
        self.setMinimumWidth(520)
        self.add_cancel("关闭")


def show_run(
    parent: QWidget, desk: Desk, workspace: Workspace, picture: RoundPicture, run_id: int
) -> None:
    """Replay a run off the main thread and show what is known of it."""

    def work(_progress: Progress) -> Replay:
        return replay(workspace, picture.year, run_id)

    def show(again: Replay) -> None:
        RunDialog(parent, picture, again).present()

    done: Callable[[Replay], None] = show
    desk.tasks.run(work, done, title="正在重算这次匹配")
