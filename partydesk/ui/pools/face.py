"""What a pool's page must know of its pool: words, columns, filters and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from partydesk.domain.fields import Field
from partydesk.domain.query_words import CONDITION_TITLES
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.table import Column


class PoolRecord(Protocol):
    """What the page itself asks of a record; everything else it learns from the face."""

    @property
    def id(self) -> int | None:
        """记录号; None before the record is stored."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def is_retired(self) -> bool:
        """Whether it is out of use."""


def _no_hint(_name: str, _texts: Mapping[str, str], _today: dt.date) -> str:
    """Say nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """A text offered in the place of the one that was typed.

    Attributes:
        fault: What is wrong with what was typed.
        words: On the link that takes the offer.
        text: The text.
    """

    fault: str
    words: str
    text: str


def _no_offer(_name: str, _texts: Mapping[str, str], _today: dt.date) -> FieldOffer | None:
    """Offer nothing."""
    return None


Record = TypeVar("Record", bound=PoolRecord)


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """One filter chip.

    Attributes:
        field: Name of the field it narrows.
        title: Words on the chip.
        nothing_fits: Whether an empty field fits every choice (愿去苏木乡镇: 空着表示都可以).
        may_lack: Whether 未填 is offered.
        retired: Words that mean retired records, which must then be shown.
    """

    field: str
    title: str
    nothing_fits: bool = False
    may_lack: bool = True
    retired: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConditionSpec:
    """One chip for what no single field says.

    Attributes:
        name: Its name, as :class:`~partydesk.domain.listing.Query` knows it.
        meaning: What it leaves, shown when the mouse rests on it.
        rival: Name of the condition that cannot hold together with it; switched off by it.
    """

    name: str
    meaning: str
    rival: str = ""

    @property
    def title(self) -> str:
        """Words on the chip."""
        return CONDITION_TITLES[self.name]


@dataclass(frozen=True)
class PoolFace(Generic[Record]):
    """How one pool looks and is spoken of.

    Attributes:
        kind: Name of the pool, such as ``talents``; also the key of its page.
        title: Title of the page.
        noun: One record: 人才.
        counter: Counting word: 人, 家.
        fields: The described fields, in the order of the paper form.
        blank: Makes the record that a new one begins with.
        identity: Field whose number is shown in the record's head.
        search_hint: What the search line looks into.
        empty_title: Shown while the pool is empty.
        empty_hint: What to do first.
        columns: Declared columns, for a given day; keys are names of fields.
        turned: Keys of columns that show a value growing while the field falls (age).
        chips: The filter chips.
        more_filters: Fields that ＋ 条件 offers besides.
        tag: Word and tone of a record's state.
        facts: Line under the name in the record's head, for a given day.
        figures: What stands behind the title; reads the workspace.
        derive: Fields that follow from one being typed: (name, texts, today) → texts.
        check: What is wrong with a field as far as typed; empty for nothing yet.
        retired_word: What a retired record is called.
        hint: What a field says by itself, such as the place that a code names; shown quietly.
        offer: What may be meant in the place of a text that is complete but wrong; asked when the
            field is left.
        conditions: Chips for what no single field says.
        follows: Names of further tables whose changes this page shows.
    """

    kind: str
    title: str
    noun: str
    counter: str
    fields: tuple[Field, ...]
    blank: Callable[[], Record]
    identity: str
    search_hint: str
    empty_title: str
    empty_hint: str
    columns: Callable[[dt.date], tuple[Column[Record], ...]]
    turned: frozenset[str]
    chips: tuple[ChipSpec, ...]
    more_filters: tuple[str, ...]
    tag: Callable[[Record], tuple[str, Tone]]
    facts: Callable[[Record, dt.date], str]
    figures: Callable[[Workspace, int], str]
    derive: Callable[[str, Mapping[str, str], dt.date], Mapping[str, str]]
    check: Callable[[str, Mapping[str, str], dt.date], str]
    retired_word: str
    hint: Callable[[str, Mapping[str, str], dt.date], str] = _no_hint
    offer: Callable[[str, Mapping[str, str], dt.date], FieldOffer | None] = _no_offer
    conditions: tuple[ConditionSpec, ...] = ()
    follows: frozenset[str] = frozenset({"placements"})

    def field(self, name: str) -> Field:
        """Give one field.

        Raises:
            KeyError: There is none of that name.
        """
        return {field.name: field for field in self.fields}[name]
