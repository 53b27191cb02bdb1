"""The search index: one row for each record of a pool, found by Han, pinyin, initials or tail.

The index is derived from the records and written in the same transaction; it is not part of the
journal and can be made anew at any time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from partydesk.db.base import Base
from partydesk.domain import pinyin
from partydesk.domain.fields import Field, Kind

_NUMBERS = frozenset({Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PHONE})
_END = "\n"


class SearchRow(Base):
    """What the search line looks into.

    Attributes:
        label: What people call the record.
        retired: Whether the record is out of use.
        text: Searched words, each ended by a line break.
        spelled: Full pinyin of the label, capital at each syllable.
        initials: Initials of the label.
        numbers: Personal numbers, codes and phones, each ended by a line break.
        sort_key: The label's place in the order of names.
    """

    __tablename__ = "search_index"

    kind: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    retired: Mapped[bool]
    text: Mapped[str]
    spelled: Mapped[str]
    initials: Mapped[str]
    numbers: Mapped[str]
    sort_key: Mapped[str]


def index_row(
    kind: str, record_id: int, label: str, *, retired: bool,
    fields: Sequence[Field], record: object,
) -> dict[str, object]:  # fmt: skip
    """Make one record's row of the index.

    Args:
        kind: Name of the pool.
        record_id: 记录号.
        label: What people call the record.
        retired: Whether it is out of use.
        fields: The record's described fields.
        record: Anything that has the fields as attributes.
    """
    searched = [field for field in fields if field.searched]
    words = [_words(getattr(record, f.name)) for f in searched if f.kind not in _NUMBERS]
    numbers = [getattr(record, f.name) for f in searched if f.kind in _NUMBERS]
    return {
        "kind": kind,
        "record_id": record_id,
        "label": label,
        "retired": retired,
        "text": "".join(_folded(word) + _END for word in words if word),
        "spelled": pinyin.spelled(label),
        "initials": pinyin.initials(label),
        "numbers": "".join(number.lower() + _END for number in numbers if number),
        "sort_key": pinyin.sort_key(label, person=_is_person(fields)),
    }


def write_index(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Write or renew rows of the index; nothing is committed."""
    if rows:
        session.execute(insert(SearchRow).prefix_with("OR REPLACE"), list(rows))


def drop_index(session: Session, kind: str, record_ids: Sequence[int]) -> None:
    """Take records out of the index; no more than the driver takes values in one question."""
    gone = delete(SearchRow).where(SearchRow.kind == kind, SearchRow.record_id.in_(record_ids))
    # Else every row in the session is looked at for each record: undoing a large import takes
    # minutes. No session holds rows of the index.
    session.execute(gone, execution_options={"synchronize_session": False})


def _words(value: object) -> str:
    """A searched value as one text."""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def terms_of(text: str) -> tuple[str, ...]:
    """Split what was typed into the words that must all match; full width becomes half width."""
    return tuple(_folded(text).split())


def _folded(text: str) -> str:
    """One form for what is typed and what is stored: 集团 in （） is found by () and by （）."""
    return unicodedata.normalize("NFKC", text).lower()


def _is_person(fields: Sequence[Field]) -> bool:
    """Whether the records are people, whose names are put in order by their surnames."""
    return any(field.name == "name" and field.kind is Kind.NAME for field in fields)


def finding(kind: str, text: str, *, include_retired: bool) -> ColumnElement[bool]:
    """Give the condition on :class:`SearchRow` that a search stands for."""
    conditions = [SearchRow.kind == kind]
    if not include_retired:
        conditions.append(SearchRow.retired.is_(False))
    conditions.extend(_meaning(term) for term in terms_of(text))
    return and_(*conditions)


def _meaning(term: str) -> ColumnElement[bool]:
    """A term is part of a word, the initials or pinyin from any character, or a number's tail."""
    ways = [_holds(SearchRow.text, term), _holds(SearchRow.numbers, term + _END)]
    if term.isascii() and term.isalnum():
        ways.append(_holds(SearchRow.initials, term))
        # LIKE (blind to case) leaves few rows over for the slow question where syllables begin.
        ways.append(
            and_(
                SearchRow.spelled.contains(term),
                func.begins_at_syllable(SearchRow.spelled, term) == 1,
            )
        )
    return or_(*ways)


def _holds(column: InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
    """The column, which is stored folded, holds the term; faster than LIKE, and no wildcards."""
    return func.instr(column, term) > 0


def matched_field(fields: Sequence[Field], record: object, text: str) -> str:
    """Name the field in which the first typed word was found, for the list of hits.

    Returns:
        The field's label; the first searched field's where the pinyin matched.
    """
    searched = [field for field in fields if field.searched]
    for term in terms_of(text)[:1]:
        for field in searched:
            value = _folded(_words(getattr(record, field.name)))
            hit = value.endswith(term) if field.kind in _NUMBERS else term in value
            if hit:
                return field.label
    return searched[0].label
