"""A folder of filled sheets as one table: what came back of a template that was given out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note, Reason
from partydesk.domain.fields import Field
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import Cell
from partydesk.exchange.dittos import filled_dittos
from partydesk.exchange.formats import refuse
from partydesk.exchange.grid import Row
from partydesk.exchange.headers import Header, full_key
from partydesk.exchange.mapping import known_labels, propose_mapping
from partydesk.exchange.reader import Table, read_table

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv"})
#: A sheet that came back empty stops nothing.
_NOTHING = frozenset({"no_rows", "empty_file"})
#: Files that an office program keeps beside an open one.
_LOCKS = ("~$", ".~")


@dataclass(slots=True)
class _Joined:
    """What has been read so far."""

    headers: dict[str, Header] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    sources: dict[int, str] = field(default_factory=dict)
    refusals: dict[int, Reason] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    ghosts: int = 0

    def place(self, label: str) -> int:
        """Give the column under which a heading stands, a new one for a new heading."""
        key = full_key(label) or label
        return self.headers.setdefault(key, Header(label, len(self.headers))).column_index

    def add(self, name: str, table: Table) -> None:
        """Take the rows of a file's table."""
        places = [(self.place(h.label), h.column_index) for h in table.headers]
        for row in table.rows:
            cells: list[Cell] = [None] * len(self.headers)
            for place, index in places:
                cells[place] = row.cell(index)
            number = len(self.rows) + 1
            self.rows.append(Row(number, tuple(cells)))
            self.sources[number] = _place(name, table.sheet_name, row.number)
        self.ghosts += table.ghost_rows
        self.notes += [_at(name, note) for note in table.notes]

    def refuse(self, name: str, error: InputRefused | EnvironmentProblem) -> None:
        """Take a file that cannot be read: a row that is refused, or a remark if it is empty."""
        if isinstance(error, InputRefused) and {n.code for n in error.notes} <= _NOTHING:
            self.notes.append(Note("empty_sheet", f"“{name}”没有填写，没有读入", name))
            return
        number = len(self.rows) + 1
        code = error.notes[0].code if isinstance(error, InputRefused) else "unreadable"
        self.rows.append(Row(number, ()))
        self.sources[number] = name
        self.refusals[number] = Reason(code, error.message)


def read_sheets(path: Path, fields: Sequence[Field], progress: Progress = silent) -> Table:
    """Read all sheets in a folder and below it as one table; each row keeps where it stands.

    A file that cannot be read is a row that is refused; the others are read.

    Args:
        path: The folder.
        fields: What columns may mean.
        progress: Told of every file.

    Raises:
        InputRefused: ``no_rows`` where the folder holds no sheet with a row.
        EnvironmentProblem: The folder cannot be read.
        Cancelled: The user stopped it.
    """
    files = list(_sheets(path))
    known = known_labels(fields)
    joined = _Joined()
    for done, file in enumerate(files):
        progress(done, len(files), "读取各个表格")
        name = str(file.relative_to(path))
        try:
            table = read_table(file, known=known)
        except (InputRefused, EnvironmentProblem) as error:
            joined.refuse(name, error)
            continue
        joined.add(name, filled_dittos(table, propose_mapping(table.headers, fields)))
    if not joined.rows:
        message = f"文件夹“{path.name}”里没有填好的表格（.xlsx .xls .ods .csv）"
        raise refuse("no_rows", message, sheet=path.name)
    return Table(
        sheet_name=path.name,
        header_row=0,
        headers=tuple(joined.headers.values()),
        rows=tuple(joined.rows),
        ghost_rows=joined.ghosts,
        notes=tuple(joined.notes),
        sources=joined.sources,
        refusals=joined.refusals,
    )


def _sheets(folder: Path) -> Iterator[Path]:
    try:
        found = [
            path
            for path in folder.rglob("*")
            if path.suffix.lower() in SUFFIXES
            and path.is_file()
            and not path.name.startswith(_LOCKS)
        ]
    except OSError as error:
        message = f"读不了文件夹“{folder.name}”，请检查是否还在、有无权限"
        raise EnvironmentProblem(message) from error
    yield from sorted(found, key=lambda path: str(path.relative_to(folder)))


def _place(name: str, sheet: str, row: int) -> str:
    return f"{name} {sheet} 第 {row} 行" if sheet else f"{name} 第 {row} 行"


def _at(name: str, note: Note) -> Note:
    """Say of which file a finding is; its rows are counted by the file."""
    message = f"第 {note.row} 行：{note.message}" if note.row else note.message
    where = f"{name} {note.sheet}".strip()
    return replace(note, sheet=where, row=0, message=f"“{where}”{message}")
