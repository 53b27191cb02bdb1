"""意愿表: the form on which either side says on paper whom it wants, with its lines in order.

Both sides see of each other only what is published. The lines stand by record number, on paper and
in the grid in which the office types the forms, so that eye and hand go down both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fit import FitTable
from partydesk.domain.form_numbers import form_number
from partydesk.domain.numbering import paper_date
from partydesk.domain.pinyin import matches
from partydesk.domain.policy import Policy
from partydesk.domain.selection import Post, Side, role_and_seat
from partydesk.domain.talents import Talent
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.fitting import ColumnWish, Fitted, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Paper, Paragraphs, Signing
from partydesk.reports.tables import Table
from partydesk.services.candidates import candidates_in, fits_in
from partydesk.services.policies import policy_in
from partydesk.services.post_words import post_attendance, post_term, wants
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.selection import post_of, posts_in, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Room that a hand needs to write a figure or a tick.
_ROW_PT = 21.0
_SMALL_PT, _SMALL_PITCH_PT = 9.0, 13.5
_TICKS = ("顺序", "愿意", "无所谓", "不愿意")
#: Width of those columns, in widths of a Han character.
_TICK_ROOM = "　" * 3
_PEOPLE = (
    ColumnWish("编号", Align.CENTRE, rigid=True),
    ColumnWish("姓名", rigid=True),
    ColumnWish("性别", Align.CENTRE, rigid=True),
    ColumnWish("出生年", Align.CENTRE, rigid=True),
    ColumnWish("学历"),
    ColumnWish("专长"),
    ColumnWish("语言"),
    ColumnWish("愿去苏木乡镇"),
)
_POSTS = (
    ColumnWish("编号", Align.CENTRE, rigid=True),
    ColumnWish("单位名称"),
    ColumnWish("苏木乡镇"),
    ColumnWish("岗位"),
    ColumnWish("所需专长和语言"),
    ColumnWish("到岗和任期"),
)
_EMPTY_DATE = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the other side, as it may stand on a form.

    Attributes:
        id: 记录号 of the person or the post.
        score: The fit.
        near: Whether the person named the post's township.
    """

    id: int
    score: int = 0
    near: bool = False


def lines_of_form(offers: Iterable[Offer], top: int | None = None) -> tuple[int, ...]:
    """Give the lines of a form in the order in which they are printed: by record number.

    Args:
        offers: The whole other side.
        top: So many of the best by fit are kept, and everybody who suits by township; None for
            all. Of equals at the edge the smaller number stays.
    """
    offers = list(offers)
    if top is not None:
        best = sorted(offers, key=lambda offer: (-offer.score, offer.id))[: max(top, 0)]
        offers = [*best, *(offer for offer in offers if offer.near)]
    return tuple(sorted({offer.id for offer in offers}))


class _Round:
    """Both sides of a round as forms see them."""

    def __init__(self, session: Session, year: int, workspace: Workspace, top: int | None) -> None:
        parent = round_row(session, year)
        self.year, self.top, self.due = year, top, parent.wishes_due
        self.policy: Policy = policy_in(session, year)
        self.people = {person.id or 0: person for person in candidates_in(session)}
        posts = map(post_of, posts_in(session, parent.id))
        self.posts = {post.id or 0: post for post in posts if post.is_wanted}
        self.fits: FitTable | None = None
        if top is not None:
            asked, people = list(self.posts.values()), list(self.people.values())
            self.fits = fits_in(session, year, asked, people, workspace.today())

    def lines(self, side: Side, own_id: int) -> tuple[int, ...]:
        """The lines of one side's form."""
        others = self.people if side is Side.ENTERPRISE else self.posts
        if self.fits is None:
            return lines_of_form(map(Offer, others))
        return lines_of_form((self._offer(side, own_id, other) for other in others), self.top)

    def _offer(self, side: Side, own_id: int, other: int) -> Offer:
        post, person = (own_id, other) if side is Side.ENTERPRISE else (other, own_id)
        if self.fits is None or (post, person) not in self.fits:
            return Offer(other)
        near = self.posts[post].township in self.people[person].townships
        return Offer(other, self.fits.score(post, person), near)


def _forms(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """意愿表: one for each post that is wanted, one for each person who may be sent."""
    top = wanted.choice.top
    if top is not None and top < 1:
        raise ValidationFailed({"top": "表上至少列 1 个，请把数目改为 1 或更大，或者不填"})
    with workspace.reading() as session:
        parties = _Round(session, wanted.year, workspace, top)
    papers: list[Paper] = []
    for side in Side:
        if wanted.choice.side in (None, side):
            papers += _Forms(parties, side).papers(wanted)
    return papers


class _Forms:
    """The forms of one side: they share the look of the table, and the table where they can."""

    def __init__(self, parties: _Round, side: Side) -> None:
        self.parties, self.side = parties, side
        if side is Side.ENTERPRISE:
            self.cells = {i: _person_cells(person) for i, person in parties.people.items()}
        else:
            self.cells = {i: _post_cells(p, parties.policy) for i, p in parties.posts.items()}
        self.look = _look(_PEOPLE if side is Side.ENTERPRISE else _POSTS, list(self.cells.values()))
        self.tables: dict[tuple[int, ...], Table] = {}

    def papers(self, wanted: Wanted) -> list[Paper]:
        """Make every form that is asked for."""
        parties = self.parties
        own: Mapping[int, Post | Talent] = (
            parties.posts if self.side is Side.ENTERPRISE else parties.people
        )
        chosen = wanted.choice.own_ids
        return [
            self._paper(number, each)
            for number, each in sorted(own.items())
            if (chosen is None or number in chosen)
            and matches(wanted.query, each.label if isinstance(each, Post) else each.name)
        ]

    def _paper(self, number: int, whose: Post | Talent) -> Paper:
        """Make one form."""
        parties, mark = self.parties, form_number(self.parties.year, self.side, number)
        about = _about_post(whose) if isinstance(whose, Post) else _about_person(whose)
        due = parties.due
        said = "" if due is None else f"{paper_date(due)}前交回"
        subtitle = "　".join(filter(None, (f"表号 {mark}", said)))
        return Paper(
            title=f"{parties.year}年党建人才双向选择意愿表（{self.side.value}）",
            subtitle=subtitle,
            parts=(
                Facts(about),
                _explained(self.side),
                self._table(number),
                *_closing(self.side),
            ),
            mark=f"{mark}　{whose.enterprise if isinstance(whose, Post) else whose.name}",
            landscape=self.look.landscape,
        )

    def _table(self, number: int) -> Table:
        """Give the table of a form; forms with the same lines hold the same one."""
        lines = self.parties.lines(self.side, number)
        if lines not in self.tables:
            rows = [(*self.cells[line], *("" for _ in _TICKS)) for line in lines]
            self.tables[lines] = Table(
                self.look.columns, rows, self.look.size_pt, ruled=True, least_pt=_ROW_PT
            )
        return self.tables[lines]


def _look(wishes: Sequence[ColumnWish], cells: Sequence[Sequence[str]]) -> Fitted:
    """Share out the width of a form's table, with room to write in."""
    ticks = [ColumnWish(head, Align.CENTRE, rigid=True) for head in _TICKS]
    rows = [(*each, *(_TICK_ROOM for _ in _TICKS)) for each in cells]
    fitted = fit_columns([*wishes, *ticks], rows)
    assert fitted is not None  # noqa: S101 - twelve columns, of which texts give way, always fit
    return fitted


def _person_cells(person: Talent) -> tuple[str, ...]:
    """What an enterprise is told of a person in one line; nothing but what is published."""
    return (
        str(person.id),
        person.name,
        person.sex or "",
        "" if person.birth is None else str(person.birth.year),
        person.education or "",
        "、".join(person.specialties),
        "、".join(person.languages),
        "、".join(person.townships) or "不限",
    )


def _post_cells(post: Post, policy: Policy) -> tuple[str, ...]:
    """What a person is told of a post in one line."""
    return (
        str(post.id),
        post.enterprise,
        post.township or "",
        role_and_seat(post.role, post.seat),
        wants(post),
        f"{post_attendance(post, policy)}；{post_term(post, policy)}",
    )


def _about_post(post: Post) -> tuple[Fact, ...]:
    return (
        Fact("单位名称", post.enterprise, wide=True),
        Fact("岗位", role_and_seat(post.role, post.seat)),
        Fact("苏木乡镇", post.township or ""),
    )


def _about_person(person: Talent) -> tuple[Fact, ...]:
    return (Fact("姓名", person.name), Fact("编号", str(person.id)))


def _explained(side: Side) -> Paragraphs:
    """How the form is filled in, as :func:`partydesk.domain.selection.wish_groups` reads it."""
    other = _other(side)
    said = (
        "填写说明：1. 愿意的在“顺序”栏填 1、2、3……，1 为首选，同样愿意的填相同的数；不分先后的，"
        "只在“愿意”栏打“√”。2. 怎么都行的在“无所谓”栏打“√”，不接受的在“不愿意”栏打“√”。"
        f"3. 填了“愿意”而没有填写的{other}，按不愿意办理，表后另有勾选的按所勾办理；"
        f"没有填过“愿意”的，其余{other}视为都可以。"
    )
    return Paragraphs((said,), _SMALL_PT, _SMALL_PITCH_PT)


def _closing(side: Side) -> tuple[Paragraphs, Signing]:
    """What is said of the rest, and who signs."""
    who = "本人（签字）：" if side is Side.PERSON else "负责人（签字并盖章）："
    blanks = (
        Blank(who),
        Blank(f"填表日期：{_EMPTY_DATE}", ruled=False),
        Blank("联系电话："),
        Blank("收表人（签字）："),
    )
    rest = f"表中没有填写的{_other(side)}：　　□ 无所谓　　　□ 不愿意"
    return Paragraphs((rest,)), Signing(blanks)


def _other(side: Side) -> str:
    return "人" if side is Side.ENTERPRISE else "岗位"


WISH_FORMS = paper_kind("wish-forms", "意愿表", _forms)
