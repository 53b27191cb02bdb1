"""The search index: one row for each record of a pool, found by Han, pinyin, initials or tail.

The rows lie in the order of names, so that a list is read, searched and counted in one walk through
the table, without sorting. The index is derived from the records and written in the same
transaction; it is not part of the journal and can be made anew at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Engine,
    Index,
    Integer,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from partydesk.db.base import Base
from partydesk.db.index_rows import END, NUMBERS, IndexRow, words_of
from partydesk.db.many_rows import insert_rows
from partydesk.domain import pinyin
from partydesk.domain.fields import Field
from partydesk.domain.finding import folded, runs_of, terms_of

#: How the rows are written; a file whose rows were written otherwise gets new ones when opened.
#: To be raised whenever readings, columns or folding change.
FORMAT = 2
#: The tiers of a find, best first; see :func:`tier_of`.
EXACT, BEGINS, SPELLED, INSIDE, NUMBER = range(5)
_BATCH = 5000


class SearchRow(Base):
    """What the search line looks into.

    Attributes:
        sort_key: The label's place in the order of names.
        retired: Whether the record is out of use.
        text: Searched words folded, each ended by a line break; the label first.
        initials: Initials of the label, each way to read it after a line break; then the searched
            words with Latin letters or digits, each after a tab.
        spelled: Full pinyin of the label, capital at each syllable, each way after a line break.
        numbers: Personal numbers, codes and phones, each ended by a line break.
    """

    __tablename__ = "search_index"
    __table_args__ = (
        Index("ix_search_index_record_id", "record_id", "kind", unique=True),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    sort_key: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    retired: Mapped[bool]
    text: Mapped[str]
    initials: Mapped[str]
    spelled: Mapped[str]
    numbers: Mapped[str]


def write_index(session: Session, rows: Sequence[IndexRow]) -> None:
    """Write or renew rows of the index; nothing is committed."""
    for kind in {row.kind for row in rows}:
        numbers = [row.record_id for row in rows if row.kind == kind]
        for start in range(0, len(numbers), _BATCH):
            drop_index(session, kind, numbers[start : start + _BATCH])
    add_to_index(session, rows)


def add_to_index(session: Session, rows: Sequence[IndexRow]) -> None:
    """Write rows of records that are not in the index yet; nothing is committed."""
    # Past the column types, which have nothing to do here but would look at every value.
    table = Base.metadata.tables[SearchRow.__tablename__]
    # In the order of the table: rows put in here and there would make it grow by half.
    insert_rows(session, table, IndexRow._fields, sorted(rows))


def drop_index(session: Session, kind: str, record_ids: Sequence[int]) -> None:
    """Take records out of the index; no more than the driver takes values in one question."""
    gone = delete(SearchRow).where(_of_kind(kind), SearchRow.record_id.in_(record_ids))
    # Else every row in the session is looked at for each record: undoing a large import takes
    # minutes. No session holds rows of the index.
    session.execute(gone, execution_options={"synchronize_session": False})


# -- asking ----------------------------------------------------------------------------


def finding(
    kind: str, words: str, *, include_retired: bool, within: Iterable[int] | None = None
) -> ColumnElement[bool]:
    """Give the condition on :class:`SearchRow` that a search stands for.

    Args:
        kind: The pool.
        words: What was typed.
        include_retired: Whether records out of use are found too.
        within: 记录号 among which alone is looked, a few thousand at most; None for all.
    """
    conditions = [SearchRow.kind == kind] if within is None else [_of_kind(kind), among(within)]
    if not include_retired:
        conditions.append(SearchRow.retired.is_(False))
    conditions.extend(_meaning(term) for term in terms_of(words))
    return and_(*conditions)


def among(numbers: Iterable[int]) -> ColumnElement[bool]:
    """Only these records, however many: the driver takes no more than 32,766 values."""
    listed = func.json_each(f"[{','.join(map(str, numbers))}]").table_valued("value")
    return SearchRow.record_id.in_(select(listed.c.value))


def _of_kind(kind: str) -> ColumnElement[bool]:
    """Of a pool, where records are looked up by their numbers.

    Left to itself SQLite would walk through all rows of the pool, because those are the first part
    of the key; of an expression it cannot know that.
    """
    return SearchRow.kind.concat("") == kind


def tier_of(words: str) -> ColumnElement[int]:
    """Give how good a find is, by the first word typed; every row is known to match.

    ``EXACT`` the name itself, ``BEGINS`` the name begins with it, ``SPELLED`` its pinyin or
    initials do, ``INSIDE`` it stands elsewhere in a text, ``NUMBER`` a number ends with it.
    """
    ways = _ways_of(terms_of(words)[0])
    # What no better way finds is found by the worst.
    return case(*((way, tier) for tier, way in ways[:-1]), else_=ways[-1][0])


def grades_of(words: str) -> list[tuple[int, ColumnElement[bool]]]:
    """Give ever fewer tiers of a find, all of them the best: the worst of them, and a condition."""
    ways = _ways_of(terms_of(words)[0])
    exact, *others = ways
    # The name itself begins with the word too.
    grades = [exact, *((tier, or_(*(w for t, w in others if t <= tier))) for tier, _ in others)]
    return grades[::-1]


def behind(name_key: str, record_id: int) -> ColumnElement[bool]:
    """Only what stands behind a record in the order of names.

    Args:
        name_key: The record's ``sort_key``.
        record_id: 记录号.
    """
    return tuple_(SearchRow.sort_key, SearchRow.record_id) > tuple_(name_key, record_id)


def _ways_of(term: str) -> list[tuple[int, ColumnElement[bool]]]:
    """Give the tiers a word can be found in, best first; the worst holds whatever matches."""
    ways: list[tuple[int, ColumnElement[bool]]] = [
        (EXACT, _begins(SearchRow.text, term + END)),
        (BEGINS, _begins(SearchRow.text, term)),
    ]
    if _is_letters(term):
        ways.append((SPELLED, _by_letters(term, from_first=True)))
        if _may_be_number(term):
            return [*ways, (INSIDE, _by_letters(term)), (NUMBER, true())]
    return [*ways, (INSIDE, true())]


def _meaning(term: str) -> ColumnElement[bool]:
    """A term is part of a word, the initials or pinyin from any character, or a number's tail."""
    if not _is_letters(term):
        runs = runs_of(term)
        whole = _holds(SearchRow.text, term)
        return whole if len(runs) == 1 else or_(whole, and_(*(_meaning(run) for run in runs)))
    if _may_be_number(term):
        return or_(_by_letters(term), _holds(SearchRow.numbers, term + END))
    return _by_letters(term)


def _is_letters(term: str) -> bool:
    """Whether a term may be pinyin, initials or a Latin word."""
    return term.isascii() and term.isalnum()


def _may_be_number(term: str) -> bool:
    """Whether letters and digits may be the end of a number or of a code."""
    return any(character.isdigit() for character in term)


def _by_letters(term: str, *, from_first: bool = False) -> ColumnElement[bool]:
    """Letters or digits stand in a Latin word, in the initials, in the pinyin, or are a mixture.

    Args:
        term: The letters.
        from_first: Whether the name must begin with them.
    """
    begin = END if from_first else ""
    ways = [
        _holds(SearchRow.initials, begin + term),
        SearchRow.spelled.op("GLOB")(f"*{begin}{_letters(term)}*"),
    ]
    if cuts := pinyin.cuts_of(term):
        # Few rows are left over for the slow question whether a mixture fits.
        likely = or_(*(_may_fit(pieces, begin) for pieces in cuts))
        fit = func.fits_spelling(SearchRow.spelled, term, type_=Integer)
        ways.append(and_(likely, fit > (1 if from_first else 0)))
    return or_(*ways)


def _may_fit(pieces: Sequence[str], begin: str) -> ColumnElement[bool]:
    """Whether a mixture of these pieces may be there, by its initials and its longest piece."""
    initials = "".join(piece[0] for piece in pieces)
    longest = max(pieces, key=len)
    return and_(
        _holds(SearchRow.initials, begin + initials),
        _holds(SearchRow.spelled, longest.capitalize()),
    )


def _letters(term: str) -> str:
    """Letters as a pattern that begins at a syllable; the capitals stand for the syllables."""
    rest = (f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in term[1:])
    return term[0].upper() + "".join(rest)


def _holds(column: InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
    """The column, which is stored folded, holds the term; faster than LIKE, and no wildcards."""
    return func.instr(column, term) > 0


def _begins(column: InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
    """The column begins with the term; compared as it lies, nothing is cut out."""
    return column.between(term, term + "\U0010ffff")


def matched_field(fields: Sequence[Field], record: object, words: str) -> str:
    """Name the field in which the first typed word was found, for the list of hits.

    Returns:
        The field's label; the first searched field's where the pinyin matched.
    """
    searched = [field for field in fields if field.searched]
    for term in terms_of(words)[:1]:
        for field in searched:
            value = folded(words_of(getattr(record, field.name)))
            hit = value.endswith(term) if field.kind in NUMBERS else term in value
            if hit:
                return field.label
    return searched[0].label


# -- holding against the records --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndexDifferences:
    """Where the index of a pool does not agree with its records.

    Attributes:
        missing: Records that the index does not hold.
        left_over: Numbers in the index whose record is gone.
        wrong: Records whose row is not what it should be, among those that were looked at.
        looked_at: How many records were compared word for word.
    """

    missing: int
    left_over: int
    wrong: int
    looked_at: int

    @property
    def count(self) -> int:
        """How many rows are not as they should be."""
        return self.missing + self.left_over + self.wrong


def differences(
    session: Session, model: type[Base], row_of: Callable[[Base], IndexRow | None], most: int
) -> IndexDifferences:
    """Hold the index against the records of a pool.

    Args:
        session: Open session.
        model: The table of the records.
        row_of: Makes the row of a record.
        most: So many records are compared word for word; of more, every so-many-th is.
    """
    kind, number = model.__tablename__, model.id  # type: ignore[attr-defined]
    held = {
        row[2]: tuple(row)
        for row in session.execute(
            select(*SearchRow.__table__.columns).where(SearchRow.kind == kind)
        )
    }
    there = set(session.scalars(select(number)))
    step = -(-len(there) // most) or 1
    looked = session.scalars(
        select(model).where(number % step == 0).execution_options(yield_per=_BATCH)
    )
    wrong = looked_at = 0
    for record in looked:
        row = row_of(record)
        looked_at += 1
        if row is not None and row.record_id in held and held[row.record_id] != tuple(row):
            wrong += 1
    return IndexDifferences(len(there - held.keys()), len(held.keys() - there), wrong, looked_at)


# -- making anew -------------------------------------------------------------------------


def is_current(engine: Engine) -> bool:
    """Whether the rows of a file were written as this program writes them."""
    with engine.connect() as connection:
        return bool(connection.scalar(text("PRAGMA user_version")) == FORMAT)


def make_anew(
    engine: Engine, models: Sequence[type[Base]], row_of: Callable[[Base], IndexRow | None]
) -> None:
    """Write the whole index again.

    Args:
        engine: The workspace's engine.
        models: The tables that are searched.
        row_of: Makes the row of a record.
    """
    with Session(engine) as session:
        session.execute(delete(SearchRow))
        for model in models:
            found = session.scalars(select(model)).yield_per(_BATCH)
            rows = [row for row in map(row_of, found) if row is not None]
            write_index(session, rows)
            session.expunge_all()
        session.execute(text(f"PRAGMA user_version = {FORMAT}"))
        session.commit()
