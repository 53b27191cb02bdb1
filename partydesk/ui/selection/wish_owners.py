"""Whose forms of wishes there are, and the line where one is opened by its number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.form_numbers import read_form_number
from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Side
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.wish_draft import label_of
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.words import WordEdit


@dataclass(frozen=True)
class Owner:
    """A post or a person whose sheet can be opened.

    Attributes:
        side: Post or person.
        number: 记录号.
        label: What people call it, shortly.
        about: What tells more: name and unit of the person, whole name and township of the post.
    """

    side: Side
    number: int
    label: str
    about: str

    @property
    def key(self) -> tuple[Side, int]:
        """What drafts are kept under."""
        return self.side, self.number

    @property
    def form(self) -> str:
        """Number on its form without the year, such as 企17."""
        return f"{self.side.value[0]}{self.number}"


def owners_of(picture: RoundPicture, side: Side) -> list[Owner]:
    """List whose forms one side has, in the order in which they are printed: by 记录号."""
    if side is Side.ENTERPRISE:
        return [
            Owner(side, p.id or 0, picture.label_of(p), f"{p.label} {p.township or ''}".strip())
            for p in sorted(picture.posts, key=lambda post: post.id or 0)
            if p.is_wanted
        ]
    return [
        Owner(side, t.id or 0, name, f"{name} {t.unit_post or ''}".strip())
        for t in sorted(picture.people, key=lambda talent: talent.id or 0)
        for name in (label_of(picture, side, t.id or 0),)
    ]


class FormEntry(QWidget):
    """Takes the number on a form, or the name of whose it is; says so when there is none.

    Attributes:
        line: The line.

    Signals:
        opened(object): The :class:`Owner` whose form was asked for.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        """Know no form yet."""
        super().__init__()
        self._picture: RoundPicture | None = None
        self._side = Side.ENTERPRISE
        self.line = WordEdit((), self._offered, open_list=False)
        self.line.setObjectName("wish_form")
        self.line.setAccessibleName("表号或名称")
        self.line.setPlaceholderText("键入表号（如 企17、17）或首字母，回车打开")
        self.line.returnPressed.connect(self._open)
        self.line.chosen.connect(lambda _word: self._open())
        self.fault = FormMessage("wish_form_fault")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.fault)

    def show_side(self, picture: RoundPicture, side: Side) -> None:
        """Take numbers without a sign as those of ``side``, and offer its names."""
        self._picture, self._side = picture, side
        self.line.set_words([owner.label for owner in owners_of(picture, side)])

    def take_keyboard(self) -> None:
        """Put the keyboard here."""
        self.line.setFocus()
        self.line.selectAll()

    def _offered(self, typed: str, word: str) -> bool:
        return read_form_number(typed, self._side) is None and matches(typed, word)

    def _open(self) -> None:
        typed = self.line.text().strip()
        if not typed or self._picture is None:
            return
        found = self._find(typed, self._picture)
        if isinstance(found, str):
            self.fault.say(found)
            return
        self.fault.clear()
        self.line.clear()
        self.opened.emit(found)

    def _find(self, typed: str, picture: RoundPicture) -> Owner | str:
        """Find a form by its number, else by the name of whose it is; or say why there is none."""
        number = read_form_number(typed, self._side)
        if number is not None and number.year not in (None, picture.year):
            return f"“{typed}”是 {number.year} 年的表；请先把年度换成 {number.year}"
        for owner in owners_of(picture, number.side if number else self._side):
            if owner.label == typed or (number is not None and owner.number == number.own_id):
                return owner
        return f"没有“{typed}”这份表。请核对表号；已关闭或单位不在库的岗位、不在“可选派”的人没有表"
