"""One side's wishes while they are being typed; knows no widget and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from partydesk.domain.selection import Attitude, Side
from partydesk.ui.selection.reading import RoundPicture, own_of

Said = tuple[Attitude | None, int | None]
NOTHING: Said = (None, None)


@dataclass
class WishLine:
    """What one side says of one other; changed in place while typing.

    Attributes:
        other_id: 记录号 of the other side.
        name: Who or what it is.
        about: What tells more: the person's unit, the post's township.
        fit: Score of the fit.
        theirs: What the other side said of this one.
        attitude: Willing, indifferent, refused, or None for nothing said.
        rank: 1 is best; None without an order.
        suggested: Whether the program proposed it and nobody has touched it since.
        short: A shorter name for the sheet's column; empty where the name is short enough.
        fault: What does not fit with the other lines; empty where all is well.
    """

    other_id: int
    name: str
    about: str
    fit: int
    theirs: str
    attitude: Attitude | None = None
    rank: int | None = None
    suggested: bool = False
    short: str = ""
    fault: str = ""

    @property
    def said(self) -> Said:
        """Attitude and rank."""
        return self.attitude, self.rank

    @property
    def word(self) -> str:
        """What stands in the cell."""
        if self.attitude is Attitude.WILLING and self.rank is not None:
            return str(self.rank)
        return self.attitude.value if self.attitude else ""


class WishDraft:
    """All that one post or person says, in the order in which the paper form lists it.

    Attributes:
        side: Whose form it is.
        own_id: 记录号 of the post or person.
        label: What people call it.
        lines: The whole other side, by 记录号, as the forms are printed.
        rest: What is said of everybody not named; None for nothing.
    """

    def __init__(self, side: Side, own_id: int, label: str, lines: list[WishLine]) -> None:
        """Begin with what is stored; see :func:`draft_of`."""
        self.side, self.own_id, self.label = side, own_id, label
        self.lines = lines
        self.rest: Attitude | None = None
        self._from_paper = False
        self._stored = self._state()

    def _state(self) -> tuple[object, ...]:
        return (self.rest, *((line.other_id, line.said) for line in self.lines if line.attitude))

    def take_as_stored(self) -> None:
        """Count what stands here now as stored."""
        self._stored = self._state()
        self._find_faults()

    @property
    def dirty(self) -> bool:
        """Whether something differs from what is stored."""
        return set(self._state()[1:]) != set(self._stored[1:]) or self.rest != self._stored[0]

    @property
    def said_nothing(self) -> bool:
        """Whether nothing at all stands here."""
        return self.rest is None and all(line.attitude is None for line in self.lines)

    def type_from_paper(self) -> None:
        """Let the first wish that is typed push out what the program had only proposed."""
        self._from_paper = True

    def say(self, line: WishLine, attitude: Attitude | None, rank: int | None = None) -> None:
        """Put a wish into a line; a suggestion that is touched counts as the side's own."""
        if self._from_paper:
            self._from_paper = False
            for each in self.lines:
                if each.suggested:
                    each.attitude, each.rank, each.suggested = None, None, False
        line.attitude = attitude
        line.rank = rank if attitude is Attitude.WILLING else None
        line.suggested = False
        self._find_faults()

    def _find_faults(self) -> None:
        """Mark ranks that leave a gap, whether ties are counted 1 1 2 or 1 1 3."""
        ranks = [line.rank for line in self.lines if line.rank is not None]
        for line in self.lines:
            line.fault = ""
            if line.rank is not None and line.rank > 1 and line.rank - 1 not in ranks:
                better = sum(rank < line.rank for rank in ranks)
                if better < line.rank - 1:
                    line.fault = f"没有第 {line.rank - 1}"

    def next_rank(self) -> int:
        """Give the rank after the last one."""
        return max((line.rank or 0 for line in self.lines), default=0) + 1

    def line_of(self, other_id: int) -> WishLine | None:
        """Find the line about one of the other side."""
        return next((line for line in self.lines if line.other_id == other_id), None)

    def wishes(self) -> dict[int | None, tuple[Attitude, int | None]]:
        """Give what the service stores: other side (None: everybody not named) → wish."""
        found: dict[int | None, tuple[Attitude, int | None]] = {
            line.other_id: (line.attitude, line.rank)
            for line in self.lines
            if line.attitude is not None
        }
        if self.rest is not None:
            found[None] = (self.rest, None)
        return found

    def take_over(self, earlier: WishDraft) -> None:
        """Bring what was typed before onto lines that were read afresh."""
        typed = {line.other_id: line for line in earlier.lines}
        for line in self.lines:
            before = typed.get(line.other_id)
            if before is not None and before.said != line.said:
                self.say(line, *before.said)
        self.rest = earlier.rest
        self._from_paper = earlier._from_paper

    @property
    def meaning(self) -> str:
        """Say how the matcher will read the sheet (see ``wish_groups``)."""
        willing = sum(line.attitude is Attitude.WILLING for line in self.lines)
        refused = sum(line.attitude is Attitude.REFUSED for line in self.lines)
        same = sum(line.attitude is Attitude.INDIFFERENT for line in self.lines)
        unit, other = ("人", "人") if self.side is Side.ENTERPRISE else ("个", "岗位")
        if self.said_nothing:
            return f"还没有登记。匹配时按“哪个{other}都可以”处理。"
        parts = []
        if willing:
            parts.append(f"愿意 {willing} {unit}")
        if same:
            parts.append(f"无所谓 {same} {unit}")
        if refused:
            parts.append(f"不愿意 {refused} {unit}")
        open_to_rest = self.rest is Attitude.INDIFFERENT or not (willing or same or self.rest)
        ending = f"其余的{other}也可以" if open_to_rest else f"没有写到的{other}不会配给"
        return "；".join(part for part in ("、".join(parts), ending) if part) + "。"


def draft_of(picture: RoundPicture, side: Side, own_id: int) -> WishDraft | None:
    """Make the sheet of one post or person from what is stored; None if it is not there."""
    label = label_of(picture, side, own_id)
    if not label:
        return None
    lines = sorted(_lines(picture, side, own_id), key=lambda line: line.other_id)
    draft = WishDraft(side, own_id, label, lines)
    for wish in picture.wishes:
        if wish.side is not side or own_of(wish) != own_id:
            continue
        other = wish.talent_id if side is Side.ENTERPRISE else wish.post_id
        line = draft.line_of(other) if other is not None else None
        if other is None:
            refused = wish.attitude is Attitude.REFUSED
            draft.rest = Attitude.REFUSED if refused else Attitude.INDIFFERENT
        elif line is not None:
            line.attitude, line.rank, line.suggested = wish.attitude, wish.rank, wish.suggested
    draft.take_as_stored()
    return draft


def label_of(picture: RoundPicture, side: Side, own_id: int) -> str:
    """Name the post or person whose sheet it is; empty if it is not there."""
    if side is Side.PERSON:
        return picture.names.get(own_id, "")
    return next((post.label for post in picture.posts if post.id == own_id), "")


def _lines(picture: RoundPicture, side: Side, own_id: int) -> list[WishLine]:
    if side is Side.ENTERPRISE:
        return [
            WishLine(
                talent.id or 0,
                picture.names.get(talent.id or 0, talent.name),
                talent.unit_post or "",
                (known := picture.pair(own_id, talent.id or 0)).fit,
                known.person_said,
            )
            for talent in picture.people
        ]
    # The forms list what is wanted; what was said of a post given up since must not be lost.
    said = {w.post_id for w in picture.wishes if w.side is side and w.talent_id == own_id}
    return [
        WishLine(
            post.id or 0,
            post.label,
            post.township or "",
            (known := picture.pair(post.id or 0, own_id)).fit,
            known.post_said,
            short=picture.label_of(post),
        )
        for post in picture.posts
        if post.is_wanted or post.id in said
    ]
