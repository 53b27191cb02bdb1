"""The sheet of wishes: one key says one wish, straight onto the row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from partydesk.domain.selection import Attitude, Side
from partydesk.ui.colours import Tone
from partydesk.ui.selection.wish_draft import WishDraft, WishLine
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState

#: Keys that say a wish: the first letters of the pinyin or of yes and no, and the signs of the
#: number pad, so that one hand can stay there.
_SAYING = {
    Qt.Key.Key_Y: Attitude.WILLING,
    Qt.Key.Key_Plus: Attitude.WILLING,
    Qt.Key.Key_W: Attitude.INDIFFERENT,
    Qt.Key.Key_Equal: Attitude.INDIFFERENT,
    Qt.Key.Key_Asterisk: Attitude.INDIFFERENT,
    Qt.Key.Key_B: Attitude.REFUSED,
    Qt.Key.Key_N: Attitude.REFUSED,
    Qt.Key.Key_Minus: Attitude.REFUSED,
}
_CLEARING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space})
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
_HIGHEST = 999
KEYS_HINT = (
    "照纸面逐行按键，回车下一行：数字＝顺序（相同＝同样愿意） · Y 或 ＋ 愿意 · W 或 ＝ 无所谓 · "
    "B 或 － 不愿意 · 0、空格或 Delete 清除 · F9 保存，打开下一份"
)


def _wish_tone(line: WishLine) -> Tone:
    if line.attitude is Attitude.REFUSED:
        return Tone.TROUBLE
    if line.attitude is Attitude.WILLING:
        return Tone.SECONDARY if line.suggested else Tone.GOOD
    return Tone.PLAIN


def _word(line: WishLine) -> str:
    """Write the wish as the tag shows it."""
    word = f"第 {line.rank}" if line.rank is not None else line.word
    return f"{word}（建议）" if line.suggested and word else word


def _columns(side: Side) -> list[Column[WishLine]]:
    company = side is Side.ENTERPRISE
    return [
        Column(
            "number", "编号", lambda line: str(line.other_id), align=Align.RIGHT, width=58,
            tone=lambda _line: Tone.SECONDARY, sortable=False,
        ),
        Column(
            "wish", "顺序／意愿", _word, tone=_wish_tone, shape=Shape.TAG, width=112, sortable=False
        ),
        Column(
            "name", "姓名" if company else "岗位", lambda line: line.short or line.name,
            strong=True, width=150 if company else 250, sortable=False, tip=lambda line: line.name,
        ),
        Column(
            "fault", "核对", lambda line: line.fault, tone=lambda _line: Tone.ATTENTION, width=84,
            sortable=False,
        ),
        Column(
            "fit", "契合", lambda line: str(line.fit), align=Align.RIGHT, width=58, sortable=False
        ),
        Column(
            "theirs", "本人说" if company else "企业说",
            lambda line: f"第 {line.theirs}" if line.theirs.lstrip("=").isdigit() else line.theirs,
            tone=lambda line: Tone.TROUBLE if line.theirs == Attitude.REFUSED else Tone.SECONDARY,
            align=Align.CENTRE, width=78, sortable=False,
        ),
        Column(
            "about", "单位及职务" if company else "苏木乡镇", lambda line: line.about,
            tone=lambda _line: Tone.SECONDARY, width=160, sortable=False,
        ),
    ]  # fmt: skip


class WishGrid(TableView[WishLine]):
    """Shows a draft and takes keys; changes the draft, stores nothing.

    Signals:
        edited(): A wish was said or taken back.
    """

    edited = Signal()

    def __init__(self, side: Side, settings: QSettings) -> None:
        """Show nothing yet."""
        empty = EmptyState(
            "没有可选的人" if side is Side.ENTERPRISE else "还没有岗位",
            "人才库里没有“可选派”的人" if side is Side.ENTERPRISE else "请先登记岗位需求",
        )
        model: RowTableModel[WishLine] = RowTableModel(_columns(side))
        name = f"wishes_{side.name.lower()}"
        super().__init__(model, name, settings, empty, about="意愿表", inset=True)
        self.view.installEventFilter(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.opened.connect(lambda _line: self._step_down())
        self._draft: WishDraft | None = None
        self._digits = ""
        self.current_changed.connect(lambda _line: self._forget_digits())

    def show_draft(self, draft: WishDraft) -> None:
        """Show a sheet from its top; the same sheet read afresh stays where the typing is."""
        before, digits, row = self._draft, self._digits, self.view.currentIndex().row()
        same = before is not None and (before.side, before.own_id) == (draft.side, draft.own_id)
        self._draft = draft
        self.model.set_rows(draft.lines)
        self.select_number(row if same else 0)
        self._digits = digits if same else ""

    def say(self, attitude: Attitude | None, rank: int | None = None) -> None:
        """Put a wish into every selected row; equal ranks mean equally welcome."""
        if self._draft is None:
            return
        for number in self.view.selected_numbers():
            line = self.model.row_at(number)
            if line is not None:
                self._draft.say(line, attitude, rank)
        self.repaint_rows()
        self.edited.emit()

    def say_next(self, other_id: int) -> None:
        """Give the next free rank to one of the other side and go to its row."""
        line = self._draft.line_of(other_id) if self._draft else None
        if self._draft is None or line is None:
            return
        self._draft.say(line, Attitude.WILLING, self._draft.next_rank())
        self.select_where(lambda each: each is line)
        self.repaint_rows()
        self.edited.emit()

    def repaint_rows(self) -> None:
        """Show what the lines say now."""
        last = self.model.rowCount() - 1
        if last >= 0:
            corner = self.model.index(last, len(self.model.columns) - 1)
            self.model.dataChanged.emit(self.model.index(0, 0), corner)

    # -- keys and menu -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that say a wish before the table searches with them."""
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers() & ~_IGNORED
        ):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _SAYING:
            self._forget_digits()
            self.say(_SAYING[key])
        elif key in _CLEARING:
            self._forget_digits()
            self.say(None)
        elif event.text().isdecimal() and event.text().isascii():
            self._take_digit(event.text())
        else:
            return False
        return True

    def _take_digit(self, digit: str) -> None:
        """Read digits typed one after the other on the same row as one number; 0 alone clears."""
        digits = f"{self._digits}{digit}".lstrip("0")
        if not digits:
            self.say(None)
            return
        if int(digits) > _HIGHEST:
            return
        self._digits = digits
        self.say(Attitude.WILLING, int(digits))

    def _forget_digits(self) -> None:
        self._digits = ""

    def _step_down(self) -> None:
        self.select_number(self.view.currentIndex().row() + 1)

    def menu_of_wishes(self) -> QMenu:
        """Make the menu for those who use the mouse."""
        menu = QMenu(self)
        menu.setObjectName("wish_menu")
        following = self._draft.next_rank() if self._draft else 1
        acts: list[tuple[str, Callable[[], None]]] = [
            (f"排为第 {following}", lambda: self.say(Attitude.WILLING, following)),
            ("愿意（不排顺序）", lambda: self.say(Attitude.WILLING)),
            ("无所谓", lambda: self.say(Attitude.INDIFFERENT)),
            ("不愿意", lambda: self.say(Attitude.REFUSED)),
        ]
        for words, act in acts:
            menu.addAction(words, act)
        menu.addSeparator()
        menu.addAction("清除", lambda: self.say(None))
        return menu

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu_of_wishes()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))
