"""公布: what a reader would miss, the day of the publication, and what goes out on paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from partydesk.domain.round_steps import TOWNSHIP, day, post_gaps, talent_gaps
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.selection import steps
from partydesk.ui.selection.prints import RoundPrints
from partydesk.ui.selection.publish_dialog import publish_sheet
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP, Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label, set_mark

_GROUP = "双向选择"
_DIALOG_PX = (540, 290)
_ABOUT = (
    "公布的是岗位需求清单和人才手册；意愿表随之发给双方，填好的收回后在“意愿”一步录入。"
    "手册和清单里不印公民身份号码。"
)


@dataclass(frozen=True)
class Gap:
    """A post or a person of whom the published papers would say too little.

    Attributes:
        kind: ``posts``, ``enterprises`` or ``talents``: where it is mended.
        number: 记录号.
        name: What people call it.
        lacks: What is missing.
    """

    kind: str
    number: int
    name: str
    lacks: str


def gaps_of(picture: RoundPicture) -> list[Gap]:
    """List the gaps of a round, posts first; a unit with several posts is named once."""
    gaps = [
        Gap("enterprises", post.enterprise_id, post.enterprise, lack)
        if lack == TOWNSHIP
        else Gap("posts", post.id or 0, post.label, lack)
        for post in picture.posts
        if post.is_wanted
        for lack in post_gaps(post)
    ]
    gaps += [
        Gap("talents", person.id or 0, picture.names.get(person.id or 0, person.name), lack)
        for person in picture.people
        for lack in talent_gaps(person.specialties)
    ]
    return list(dict.fromkeys(gaps))


class PublishView(QWidget):
    """The step 公布.

    Attributes:
        buttons: What stands at the right of the page's head while this is in sight.
    """

    def __init__(self, desk: Desk, workspace: Workspace, prints: RoundPrints) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("selection_publish")
        self._desk, self._workspace, self._prints = desk, workspace, prints
        self._picture: RoundPicture | None = None
        desk.commands.add(
            Command(
                "selection.publish", "登记公布", _GROUP, self.open_dialog,
                refusal=self._cannot_publish, button_text="登记公布…",
            ),
            owner=self,
        )  # fmt: skip
        self.buttons: tuple[QPushButton, ...] = (desk.commands.button("selection.publish"),)
        self.model: RowTableModel[Gap] = RowTableModel(_columns(), self)
        self.table: TableView[Gap] = TableView(
            self.model,
            "publish_gaps",
            desk.settings,
            EmptyState("岗位和人才都写全了", "可以打印公布，再登记公布日期"),
            about="公布前请补全",
            inset=True,
        )
        self.table.opened.connect(self._open)
        self.table.act_asked.connect(lambda gap, _key: self._open(gap))
        self._build()

    def _build(self) -> None:
        left = Card("公布前请补全", name="publish_gaps_card")
        left.body.addWidget(self.table, 1)
        right = Card("公布", name="publish_card")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._values = {}
        for place, (key, title) in enumerate(_FACTS.items()):
            self._values[key] = label("", name=f"publish_{key}")
            self._facts.addWidget(label(title, Look.SECONDARY), place, 0)
            self._facts.addWidget(self._values[key], place, 1)
        right.body.addLayout(self._facts)
        right.body.addWidget(label(_ABOUT, Look.HINT, name="publish_about", wrap=True))
        papers = QVBoxLayout()
        papers.setSpacing(6)
        for key in self._prints.keys(steps.PUBLISH):
            papers.addWidget(self._desk.commands.button(key), 0, Qt.AlignmentFlag.AlignLeft)
        right.body.addLayout(papers)
        right.body.addStretch(1)
        self.setFocusProxy(self.table.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(left, 62)
        row.addWidget(right, 38)

    # -- showing -------------------------------------------------------------------------------

    def show_picture(self, picture: RoundPicture) -> None:
        """Show how far the publication of a round is."""
        self._picture = picture
        self.model.set_rows(gaps_of(picture))
        found = picture.round
        if found is None:
            return
        published = found.published_on is not None
        self.buttons[0].setText("修改公布日期…" if published else "登记公布…")
        set_mark(self.buttons[0], "main", not published)
        wanted = sum(post.is_wanted for post in picture.posts)
        words = {
            "posts": f"{wanted} 个",
            "people": f"{len(picture.people)} 人",
            "published_on": day(found.published_on) or "还没有登记",
            "wishes_due": day(found.wishes_due) or "没有定",
        }
        for key, text in words.items():
            self._values[key].setText(text)

    # -- acts ----------------------------------------------------------------------------------

    def _cannot_publish(self) -> str:
        picture = self._picture
        posts = picture.posts if picture is not None else ()
        if any(post.is_wanted for post in posts):
            return ""
        return "还没有岗位需求，先登记岗位再公布"

    def open_dialog(self) -> None:
        """Ask for the days of the publication."""
        picture = self._picture
        if picture is not None and picture.round is not None:
            gaps = gaps_of(picture)
            sheet = publish_sheet(self._workspace, picture.year, picture.round, len(gaps))
            dialog = EntryDialog(self, self._desk, sheet, "publish_dialog")
            dialog.resize(*_DIALOG_PX)
            dialog.present()

    def _open(self, gap: Gap) -> None:
        self._desk.open_record(gap.kind, gap.number)
        if gap.kind == "posts":
            self._desk.commands.run("selection.edit_post")


_FACTS = {
    "posts": "岗位需求",
    "people": "可选派人才",
    "published_on": "公布日期",
    "wishes_due": "意愿截止日",
}


def _columns() -> list[Column[Gap]]:
    kinds = {"posts": "岗位", "enterprises": "单位", "talents": "人才"}
    return [
        Column("kind", "", lambda gap: kinds[gap.kind], width=58, sortable=False),
        Column("name", "名称", lambda gap: gap.name, width=300, strong=True, sortable=False),
        Column("lacks", "还缺", lambda gap: gap.lacks, width=150, sortable=False),
        Column("act", "", lambda _gap: "补填", width=70, shape=Shape.BUTTON, sortable=False),
    ]
