"""Taking people out of the tables and the journal, so that nothing tells who they were.

Rows that were deleted are found by what the journal remembers of them; whose they are, says
``whose_rows``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    String,
    Table,
    bindparam,
    delete,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from partydesk.db.base import Base, Words
from partydesk.db.engine import refer_ahead
from partydesk.db.journal import (
    PURGE,
    ActionRow,
    ChangeRow,
    Entry,
    RowChange,
    as_text,
    digest_of_entries,
    next_id,
    seal_of,
)
from partydesk.db.whose_rows import (
    AT_ONCE,
    DELETED,
    EMPTIED,
    PAPERS,
    PEOPLE,
    SHARED,
    batches,
    owned_rows,
    text_columns,
    ways_to_people,
)
from partydesk.domain.retention import Eraser, Traces, name_left
from partydesk.domain.talents import PoolState


class Purge:
    """One purge on its way; everything happens in the session's transaction.

    Attributes:
        rows: Table → numbers of the people's rows, those that are gone too.
        traces: 记录号 → what the person is told by.
        digests: SHA-256 of the files that were theirs.
    """

    def __init__(self, session: Session, people: Collection[int]) -> None:
        """Look for everything that is theirs."""
        self._session = session
        self.rows: dict[str, set[int]] = defaultdict(set)
        self.rows[PEOPLE] = set(people)
        self._whose: dict[int, int] = {number: number for number in people}
        self._images = [
            (row.table_name, row.row_id, image)
            for row in session.scalars(self._images_wanted())
            for image in (row.before, row.after)
            if image
        ]
        self.traces = self._traces()
        self._follow()
        self.digests = self._digests()

    @staticmethod
    def _images_wanted() -> Any:  # noqa: ANN401 - a statement
        return (
            select(ChangeRow)
            .where(ChangeRow.table_name.in_(ways_to_people()))
            .execution_options(yield_per=AT_ONCE * 4)
        )

    def _traces(self) -> dict[int, Traces]:
        """Read what the people were ever called; records that were merged into theirs count."""
        table = Base.metadata.tables[PEOPLE]
        wanted = select(table.c.id, table.c.name, table.c.citizen_number, table.c.phone)
        names: dict[int, set[str]] = defaultdict(set)
        numbers: dict[int, set[str]] = defaultdict(set)

        def take(person: int, image: Mapping[str, Any]) -> None:
            names[person].add(image.get("name") or "")
            numbers[person].update(image.get(each) or "" for each in ("citizen_number", "phone"))

        for row in self._session.execute(wanted.where(table.c.id.in_(self.rows[PEOPLE]))):
            take(row.id, row._mapping)  # type: ignore[arg-type]  # noqa: SLF001 - its public name
        records = [(number, image) for name, number, image in self._images if name == PEOPLE]
        for number, image in records:
            if number in self._whose:
                take(number, image)
        self._take_in_others(records, numbers, take)
        return {
            person: Traces(frozenset(names[person] - {""}), frozenset(numbers[person] - {""}))
            for person in self.rows[PEOPLE]
        }

    def _take_in_others(self, records: Any, numbers: Any, take: Any) -> None:  # noqa: ANN401
        """Count records that are gone and bore a number of theirs: they were the same person."""
        staying = set(self._session.scalars(select(Base.metadata.tables[PEOPLE].c.id)))
        bearers = {
            each: person for person, own in numbers.items() for each in own if _is_citizen(each)
        }
        for number, image in records:
            person = bearers.get(image.get("citizen_number"))
            if number not in staying and person is not None:
                self._whose[number] = person
                self.rows[PEOPLE].add(number)
        gone = self.rows[PEOPLE] - staying
        for number, image in records:
            if number in gone:
                take(self._whose[number], image)
        self.rows[PEOPLE] -= gone
        self._gone_people = gone

    def _follow(self) -> None:
        """Follow the foreign keys from the people on, in the tables and in what was deleted."""
        theirs = {PEOPLE: self.rows[PEOPLE] | self._gone_people}
        for table in ways_to_people():
            theirs.setdefault(table, set())
        before = -1
        while (now := sum(map(len, theirs.values()))) != before:
            before = now
            for name, ways in ways_to_people().items():
                for column, parent in ways:
                    theirs[name] |= self._rows_by(name, column, theirs[parent])
            for name, number, image in self._images:
                for column, parent in ways_to_people()[name]:
                    if image.get(column) in theirs[parent] and image.get(column) is not None:
                        theirs[name].add(number)
        self.rows.update(theirs)

    def _rows_by(self, name: str, column: str, parents: Collection[int]) -> set[int]:
        table = Base.metadata.tables[name]
        found: set[int] = set()
        for batch in batches(parents):
            found.update(
                self._session.scalars(select(table.c.id).where(table.c[column].in_(batch)))
            )
        return found

    def _digests(self) -> set[str]:
        """Name the files that hang on their rows, or did."""
        found: set[str] = set()
        for name, column in ((PEOPLE, "photo"), ("attachments", "sha256")):
            table = Base.metadata.tables[name]
            for batch in batches(self.rows[name]):
                wanted = select(table.c[column]).where(table.c.id.in_(batch))
                found.update(each for each in self._session.scalars(wanted) if each)
            found.update(
                image[column]
                for kind, number, image in self._images
                if kind == name and number in self.rows[name] and image.get(column)
            )
        return found

    def owners(self, name: str) -> dict[int, int]:
        """Rows of a table that are still there → whose they are."""
        return owned_rows(self._session, self.traces, name)

    def take_in_issued(self, numbers: Collection[int], files: Collection[str]) -> None:
        """Count documents that were issued to them, with their files, as theirs."""
        table = Base.metadata.tables["issued_documents"]
        for batch in batches(numbers):
            wanted = select(table.c.id).where(table.c.number_id.in_(batch))
            self.rows[table.name].update(self._session.scalars(wanted))
        self.digests.update(files)

    # -- taking out ------------------------------------------------------------------------

    def empty_people(self) -> None:
        """Leave of each record that there was one, which others refer to."""
        table = Base.metadata.tables[PEOPLE]
        blank: dict[str, object] = {
            column.name: () if isinstance(column.type, Words) else None for column in table.columns
        }
        del blank["id"]
        for person in self.rows[PEOPLE] - self._gone_people:
            left = {**blank, "name": name_left(person), "state": PoolState.RETIRED}
            self._session.execute(update(table).where(table.c.id == person).values(left))

    def empty_rows(self, eraser: Eraser, *, papers: bool) -> None:
        """Take the people out of the rows that are theirs, but for the record itself.

        Args:
            eraser: Of all their names and numbers.
            papers: Whether what was issued goes, too.
        """
        drafts = Base.metadata.tables["drafts"]
        distinctions = Base.metadata.tables["distinctions"]
        people = self.rows[PEOPLE] | self._gone_people
        for batch in batches(people):
            self._session.execute(
                delete(drafts).where(drafts.c.kind == PEOPLE, drafts.c.record_id.in_(batch))
            )
            twins = or_(distinctions.c.first_id.in_(batch), distinctions.c.second_id.in_(batch))
            self._session.execute(delete(distinctions).where(distinctions.c.kind == PEOPLE, twins))
        for name in DELETED:
            table = Base.metadata.tables[name]
            for batch in batches(self.rows[name]):
                self._session.execute(delete(table).where(table.c.id.in_(batch)))
        for name, numbers in self.rows.items():
            if name in (PEOPLE, *DELETED) or (name in PAPERS and not papers):
                continue
            table = Base.metadata.tables[name]
            self._empty(table, numbers)
            self._clean(table, eraser, numbers)

    def _empty(self, table: Table, numbers: Collection[int]) -> None:
        for name in EMPTIED.get(table.name, ()):
            column = table.c[name]
            blank = None if column.nullable else ""
            for batch in batches(numbers):
                self._session.execute(
                    update(table)
                    .where(table.c.id.in_(batch), column.is_not(None))
                    .values({name: blank})
                )

    def _clean(self, table: Table, eraser: Eraser, numbers: Collection[int] | None) -> int:
        """Take names out of the words of some rows, or of all; give how many rows had them."""
        columns = text_columns(table)
        if not columns:
            return 0
        plain = [type_coerce(column, String).label(column.name) for column in columns]
        wanted = select(table.c.id, *plain)
        parts = [None] if numbers is None else list(batches(numbers))
        cleaned = 0
        for batch in parts:
            narrowed = wanted if batch is None else wanted.where(table.c.id.in_(batch))
            for number, *texts in self._session.execute(narrowed).all():
                fresh = {
                    column.name: bindparam(None, eraser.cleaned(text), type_=String)
                    for column, text in zip(columns, texts, strict=True)
                    if text and eraser.cleaned(text) != text
                }
                if fresh:
                    cleaned += 1
                    self._session.execute(update(table).where(table.c.id == number).values(fresh))
        return cleaned

    def clean_shared(self, eraser: Eraser) -> int:
        """Take names out of words about several people; give how many rows had them."""
        return sum(self._clean(Base.metadata.tables[name], eraser, None) for name in SHARED)

    def drop_files(self) -> int:
        """Remove the files that were theirs and hang nowhere else; give how many."""
        files = Base.metadata.tables["stored_files"]
        used = {
            digest
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table is files
            for digest in self._session.scalars(select(key.parent).distinct())
        }
        gone = {each for each in self.digests - used if not self._is_remembered(each)}
        for batch in batches(gone):
            self._session.execute(delete(files).where(files.c.sha256.in_(batch)))
        return len(gone)

    def _is_remembered(self, digest: str) -> bool:
        """Whether the journal could bring a file back for somebody else."""
        images = (type_coerce(c, String) for c in (ChangeRow.before, ChangeRow.after))
        holding = or_(*(func.instr(image, digest) > 0 for image in images))
        return self._session.scalar(select(ChangeRow.id).where(holding).limit(1)) is not None

    # -- the journal -----------------------------------------------------------------------

    def empty_journal(self, own: Eraser, shared: Eraser, *, papers: bool) -> list[RowChange]:
        """Take the people out of labels and row images, and seal what is left.

        Args:
            own: For what is about them.
            shared: For what is about several people.
            papers: Whether what was issued goes, too; else what the journal says of it stays.

        Returns:
            The seals, as changes of the purging action.
        """
        refer_ahead(self._session)  # the purging action is written last
        touched = self._empty_images(own, shared, () if papers else PAPERS)
        purge = next_id(self._session)
        seals = []
        # Earlier purges name nobody, and their seals count only while they are whole themselves.
        actions = select(ActionRow).where(ActionRow.code != PURGE).order_by(ActionRow.id)
        actions = actions.execution_options(yield_per=AT_ONCE)
        for action in self._session.scalars(actions):
            eraser = own if action.id in touched else shared
            label = eraser.cleaned(action.label)
            if action.id not in touched and label == action.label:
                continue
            seals.append(self._sealed(action, label, purge))
        return seals

    def _sealed(self, action: ActionRow, label: str, purge: int) -> RowChange:
        """Write what is left of an action; it can no longer be undone, for it is not whole."""
        table = Base.metadata.tables[ActionRow.__tablename__]
        left = ActionRow(
            id=action.id, code=action.code, label=label, actor=action.actor,
            happened_at=action.happened_at, undoable=False, passive=action.passive,
            undoes=action.undoes, digest=action.digest, previous_hash=action.previous_hash,
            hash=action.hash,
        )  # fmt: skip
        seal = seal_of(left, digest_of_entries(self._entries(action.id)))
        self._session.execute(
            update(table)
            .where(table.c.id == action.id)
            .values(label=label, undoable=False, purged_by=purge)
        )
        return RowChange(table.name, action.id, "update", {"seal": None}, {"seal": seal})

    def _entries(self, action_id: int) -> Iterator[Entry]:
        table = Base.metadata.tables[ChangeRow.__tablename__]
        plain = [type_coerce(table.c[name], String) for name in ("before", "after")]
        wanted = select(table.c.table_name, table.c.row_id, table.c.operation, *plain)
        for row in self._session.execute(
            wanted.where(table.c.action_id == action_id).order_by(table.c.id)
        ):
            yield row[0], row[1], row[2], row[3] or "null", row[4] or "null"

    def _empty_images(self, own: Eraser, shared: Eraser, kept: Collection[str]) -> set[int]:
        """Empty the images of their rows, clean those of shared ones; name the actions."""
        table = Base.metadata.tables[ChangeRow.__tablename__]
        plain = [type_coerce(table.c[name], String).label(name) for name in ("before", "after")]
        names = {*self.rows, *SHARED} - set(kept)
        wanted = select(table.c.id, table.c.action_id, table.c.table_name, table.c.row_id, *plain)
        fresh: list[dict[str, object]] = []
        touched: set[int] = set()
        for row in self._session.execute(wanted.where(table.c.table_name.in_(names))):
            mine = row.row_id in self.rows.get(row.table_name, ()) or (
                row.table_name == PEOPLE and row.row_id in self._gone_people
            )
            images = {
                name: _reduced(row.table_name, text, own) if mine else _cleaned(shared, text)
                for name, text in (("before", row.before), ("after", row.after))
            }
            if images == {"before": row.before, "after": row.after}:
                continue
            touched.add(row.action_id)
            fresh.append({"number": row.id, **images})
        statement = (
            update(table)
            .where(table.c.id == bindparam("number"))
            .values(
                before=bindparam("before", type_=String), after=bindparam("after", type_=String)
            )
        )
        if fresh:
            self._session.connection().execute(statement, fresh)
        return touched


def _reduced(name: str, text: str | None, eraser: Eraser) -> str | None:
    """Leave of an image what says nothing of the person: states, days, what the row hangs on."""
    image = None if text is None else json.loads(text)
    if image is None:
        return text
    table = Base.metadata.tables[name]
    if name == PEOPLE:
        image = {column: image[column] for column in ("state",) if column in image}
    elif name in DELETED:
        words = {column.name for column in text_columns(table)}
        image = {column: value for column, value in image.items() if column not in words}
    for column in EMPTIED.get(name, ()):
        if image.get(column):
            image[column] = None if table.c[column].nullable else ""
    return eraser.cleaned(as_text(image))


def _cleaned(eraser: Eraser, text: str | None) -> str | None:
    return text if not text else eraser.cleaned(text)


def _is_citizen(number: str | None) -> bool:
    return number is not None and len(number) == 18  # noqa: PLR2004 - GB 11643
