"""Two runs of a round side by side, post by post, with the figures of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from partydesk.domain.matching import Figures, WishesMet
from partydesk.services.matching import Run
from partydesk.ui.colours import Tone
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.ways import way_words
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, label

SAME, EMPTY = "相同", "都未配"
_TONES = {
    "新配上": Tone.GOOD,
    "不再配": Tone.TROUBLE,
    "换人": Tone.ATTENTION,
    SAME: Tone.QUIET,
    EMPTY: Tone.QUIET,
}
_GONE = "已不在可选派之列的人"
_WIDEST = 1100


@dataclass(frozen=True)
class Comparison:
    """One post in two runs.

    Attributes:
        post: What people call it.
        first: Whom the first run proposes; empty for nobody.
        second: Whom the second run proposes.
        word: What became of it from the first to the second.
        reason: The matcher's sentence in the second run.
    """

    post: str
    first: str
    second: str
    word: str
    reason: str

    @property
    def differs(self) -> bool:
        """Whether the two runs differ about this post."""
        return self.word not in (SAME, EMPTY)


def compare(
    first: Run, second: Run, posts: Mapping[int, str], names: Mapping[int, str]
) -> list[Comparison]:
    """Put two runs side by side, in the order of the posts.

    Args:
        first: The run on the left.
        second: The run on the right.
        posts: Post → what people call it; posts that are gone are left out.
        names: Person → name.
    """

    def called(run: Run, post: int) -> str:
        talent = run.pairs.get(post)
        return "" if talent is None else names.get(talent, _GONE)

    return [
        Comparison(
            words,
            called(first, post),
            called(second, post),
            _word(first.pairs.get(post), second.pairs.get(post)),
            second.reasons.get(f"P{post}", ""),
        )
        for post, words in posts.items()
    ]


def _word(before: int | None, now: int | None) -> str:
    """Say what became of a post."""
    if before == now:
        return EMPTY if now is None else SAME
    if before is None:
        return "新配上"
    return "不再配" if now is None else "换人"


def run_words(run: Run) -> str:
    """Name a run: its number, how it was made and when."""
    made = dt.datetime.fromisoformat(run.made_at)
    way = way_words(run.favour, run.goal, run.stand_in, keep=run.previous is not None)
    return f"第 {run.number} 次（{way}，{made.month}月{made.day}日 {made:%H:%M}）"


class CompareDialog(BaseDialog):
    """Any two runs of the round; one of them can be taken up on the board.

    Attributes:
        choices: Which run stands left, which right.
        only_different: Whether posts that are the same in both are left out.
        model: The posts.
    """

    def __init__(
        self,
        parent: QWidget,
        settings: QSettings,
        picture: RoundPicture,
        figures: Mapping[int, Figures],
        adopt: Callable[[int], None],
    ) -> None:
        """Compare the run on the board with the one before it.

        Args:
            parent: The window or page it belongs to.
            settings: The user's settings.
            picture: The round; it has two runs at least.
            figures: Number of each run → its figures.
            adopt: Shows the run with this number on the board.
        """
        super().__init__(parent, "比较两次匹配", "compare_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picture, self._figures, self._adopt = picture, figures, adopt
        self._runs = {str(run.id): run for run in picture.runs}
        self._rows: list[Comparison] = []
        self.choices = (
            ChoiceButton("compare_first", "左边"),
            ChoiceButton("compare_second", "右边"),
        )
        self._add_choices()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(4)
        self.body.addLayout(self._grid)
        self.only_different = ToggleChip("只看不同", "compare_only", on=True)
        self._total = label("", Look.SECONDARY, name="compare_total")
        self._add_filter()
        self.model: RowTableModel[Comparison] = RowTableModel(_columns(), self)
        empty = EmptyState("两次结果完全相同", "取消“只看不同”可看全部岗位")
        table = TableView(self.model, "compare", settings, empty, about="两次匹配的对照")
        self.body.addWidget(table, 1)
        self._adopts = tuple(
            self.add_button("", f"compare_adopt_{place}") for place in ("first", "second")
        )
        for place, made in enumerate(self._adopts):
            made.clicked.connect(lambda _=False, side=place: self._take(side))
        self.add_cancel("关闭")
        room = parent.window()
        self.resize(min(_WIDEST, room.width() - 60), min(640, room.height() - 60))
        self._show()

    def _add_choices(self) -> None:
        runs = self._picture.runs
        shown = next((n for n, run in enumerate(runs) if self._is_shown(run)), 0)
        earlier = shown + 1 if shown + 1 < len(runs) else 0
        options = [(key, run_words(run)) for key, run in self._runs.items()]
        line = QHBoxLayout()
        for choice, place, words in zip(self.choices, (earlier, shown), ("", "对照"), strict=True):
            choice.set_options(options, str(runs[place].id))
            choice.chosen.connect(lambda _key: self._show())
            if words:
                line.addWidget(label(words))
            line.addWidget(choice)
        line.addStretch(1)
        self.body.addLayout(line)

    def _add_filter(self) -> None:
        """Put what is listed, and how many are the same, above the posts."""
        self.only_different.toggled.connect(lambda _on: self._list())
        line = QHBoxLayout()
        line.addWidget(self.only_different)
        line.addWidget(self._total)
        line.addStretch(1)
        self.body.addLayout(line)

    def _is_shown(self, run: Run) -> bool:
        shown = self._picture.run
        return shown is not None and shown.id == run.id

    @property
    def _pair(self) -> tuple[Run, Run]:
        first, second = (self._runs[choice.key] for choice in self.choices)
        return first, second

    def _show(self) -> None:
        """Show the two runs that are chosen."""
        first, second = self._pair
        posts = {post.id or 0: self._picture.label_of(post) for post in self._picture.posts}
        self._rows = compare(first, second, posts, self._picture.names)
        found = [self._figures.get(run.id) for run in self._pair]
        _fill(
            self._grid, [(run, each) for run, each in zip(self._pair, found, strict=True) if each]
        )
        for made, run in zip(self._adopts, self._pair, strict=True):
            made.setText(f"采用第 {run.number} 次")
            made.setAccessibleName(made.text())
        self._list()

    def _list(self) -> None:
        """List the posts, or only those that differ."""
        different = [row for row in self._rows if row.differs]
        self.model.set_rows(different if self.only_different.isChecked() else self._rows)
        counts = {word: sum(row.word == word for row in self._rows) for word in _TONES}
        parts = [f"{word} {count}" for word, count in counts.items() if count]
        self._total.setText(" · ".join(parts))

    def _take(self, side: int) -> None:
        """Show one of the two on the board, where it can be submitted, and close."""
        run = self._pair[side]
        self.accept()
        self._adopt(run.id)


_HEADS = (
    "",
    "配上岗位",
    "有岗的人",
    "企业首选",
    "企业平均名次",
    "个人首选",
    "个人平均名次",
    "不稳定对",
    "代排",
)


def _fill(grid: QGridLayout, rows: Sequence[tuple[Run, Figures]]) -> None:
    """Write the figures of the runs below each other."""
    for row, cells in enumerate([_HEADS, *(_figures(run, each) for run, each in rows)]):
        for column, words in enumerate(cells):
            item = grid.itemAtPosition(row, column)
            found = item.widget() if item is not None else None
            if found is None:
                look = Look.SECONDARY if not row else Look.STRONG if not column else Look.BODY
                found = label("", look, name=f"figure_{row}_{column}")
                side = Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignRight
                grid.addWidget(found, row, column, side)
            found.setProperty("text", words)
    grid.setColumnStretch(len(_HEADS), 1)


def _figures(run: Run, figures: Figures) -> tuple[str, ...]:
    return (
        f"第 {run.number} 次",
        f"{figures.filled} / {figures.posts}",
        f"{figures.placed} / {figures.people}",
        str(figures.post_wishes.first),
        _mean(figures.post_wishes),
        str(figures.talent_wishes.first),
        _mean(figures.talent_wishes),
        str(figures.blocking_pairs),
        str(len(run.stood_in)),
    )


def _mean(met: WishesMet) -> str:
    """Write a mean place with how many pairs it was taken of."""
    return "—" if met.average_place is None else f"{met.average_place:.1f}（{met.pairs} 对）"


def _columns() -> list[Column[Comparison]]:
    return [
        Column("post", "岗位", lambda d: d.post, width=230, sortable=False),
        Column("first", "左边", lambda d: d.first or "未配", width=120, sortable=False),
        Column("second", "右边", lambda d: d.second or "未配", width=120, strong=True,
               sortable=False),
        Column("word", "变动", lambda d: d.word, width=84, shape=Shape.TAG,
               tone=lambda d: _TONES[d.word], sortable=False),
        Column("reason", "右边为什么", lambda d: d.reason, width=360, sortable=False),
    ]  # fmt: skip
