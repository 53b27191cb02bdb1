"""What the newest run changed against an earlier one, post by post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.services.matching import Run
from partydesk.ui.colours import Tone
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.ways import way_words
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, label

_TONES = {"新配上": Tone.GOOD, "不再配": Tone.TROUBLE, "换人": Tone.ATTENTION}


@dataclass(frozen=True)
class Difference:
    """One post whose pair differs.

    Attributes:
        post: What people call it.
        before: Who was proposed; empty for nobody.
        now: Who is proposed; empty for nobody.
        reason: The matcher's sentence about it now.
    """

    post: str
    before: str
    now: str
    reason: str

    @property
    def word(self) -> str:
        """What happened."""
        if not self.before:
            return "新配上"
        return "换人" if self.now else "不再配"


def differences(
    now: Run, before: Run, posts: Mapping[int, str], names: Mapping[int, str]
) -> list[Difference]:
    """List the posts whose pair differs between two runs, in the order of the posts.

    Args:
        now: The later run.
        before: The earlier run.
        posts: Post → what people call it; posts that are gone are left out.
        names: Person → name.
    """

    def called(run: Run, post: int) -> str:
        talent = run.pairs.get(post)
        return "" if talent is None else names.get(talent, "已不在可选派之列的人")

    return [
        Difference(label, called(before, post), called(now, post), now.reasons.get(f"P{post}", ""))
        for post, label in posts.items()
        if now.pairs.get(post) != before.pairs.get(post)
    ]


def run_words(run: Run) -> str:
    """Name a run: its number, how it was made and when."""
    made = dt.datetime.fromisoformat(run.made_at)
    way = way_words(run.favour, run.goal, run.stand_in)
    return f"第 {run.number} 次（{way}，{made.month}月{made.day}日 {made:%H:%M}）"


class CompareDialog(BaseDialog):
    """Lists the differences; another earlier run can be chosen."""

    def __init__(self, parent: QWidget, settings: QSettings, picture: RoundPicture) -> None:
        """Compare the newest run with the one before.

        Raises:
            IndexError: There are fewer than two runs.
        """
        super().__init__(parent, "与上次匹配比较", "compare_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picture = picture
        self._now = picture.runs[0]
        self._earlier = {str(run.id): run for run in picture.runs[1:]}
        self.choice = ChoiceButton("compare_with", "与哪一次比较")
        first = picture.runs[1]
        options = [(key, run_words(run)) for key, run in self._earlier.items()]
        self.choice.set_options(options, str(first.id))
        self.choice.chosen.connect(lambda key: self._show(self._earlier[key]))
        line = QHBoxLayout()
        line.addWidget(label(f"{run_words(self._now)} 对照"))
        line.addWidget(self.choice)
        line.addStretch(1)
        self.body.addLayout(line)
        self._total = label("", Look.STRONG, name="compare_total")
        self.body.addWidget(self._total)
        self.model: RowTableModel[Difference] = RowTableModel(_columns(), self)
        empty = EmptyState("两次结果完全相同")
        table = TableView(self.model, "compare", settings, empty, about="两次匹配的差别")
        self.body.addWidget(table, 1)
        self.add_cancel("关闭")
        width = min(1000, parent.window().width() - 60)
        self.resize(width, 460)
        self._show(first)

    def _show(self, before: Run) -> None:
        posts = {post.id or 0: post.label for post in self._picture.posts}
        found = differences(self._now, before, posts, self._picture.names)
        self.model.set_rows(found)
        self._total.setText(
            f"配上 {len(before.pairs)} 岗 → {len(self._now.pairs)} 岗，{len(found)} 个岗位有变动"
        )


def _columns() -> list[Column[Difference]]:
    return [
        Column("post", "岗位", lambda d: d.post, width=240, sortable=False),
        Column("before", "上次", lambda d: d.before or "未配", width=110, sortable=False),
        Column("now", "这次", lambda d: d.now or "未配", width=110, strong=True, sortable=False),
        Column("word", "变动", lambda d: d.word, width=84, shape=Shape.TAG,
               tone=lambda d: _TONES[d.word], sortable=False),
        Column("reason", "这次为什么", lambda d: d.reason, width=320, sortable=False),
    ]  # fmt: skip
