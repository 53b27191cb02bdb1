"""What a backup says of itself: whose it is, when and why it was made, and what it holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from partydesk.domain.evidence import Head

FORMAT: Final = "partydesk-backup"
VERSION: Final = 1


class Reason(StrEnum):
    """Why a backup was made; automatic ones are thinned out, those made by hand stay."""

    DAILY = "每日自动"
    BY_HAND = "手动"
    BEFORE_UPGRADE = "升级前"
    BEFORE_RESTORE = "恢复前"
    BEFORE_PURGE = "清除前"

    @property
    def is_automatic(self) -> bool:
        """Whether nobody asked for it."""
        return self is not Reason.BY_HAND


@dataclass(frozen=True, slots=True)
class TableRows:
    """How many rows a table has.

    Attributes:
        table: Its name in the file.
        title: What people call one row.
        rows: How many.
    """

    table: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Inside:
    """What a database file holds, read from it alone.

    Attributes:
        schema: Number of its schema.
        workspace_id: Tells the workspace from others; empty in files of earlier programs.
        name: 旗名.
        year: The year the desk worked on.
        counts: Name of a table → rows.
        head: Where the journal stood.
    """

    schema: str
    workspace_id: str
    name: str
    year: int
    counts: Mapping[str, int]
    head: Head


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a backup.

    Attributes:
        name: The name it gets when it is restored.
        size: Bytes.
        sha256: Of its bytes, in hexadecimal.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the backup beside the files themselves.

    Attributes:
        program: Version of the program that made it.
        schema: Number of the schema.
        workspace_id: Whose it is; empty where the file was of an earlier program.
        name: 旗名.
        year: The year the desk worked on.
        made_at: When.
        reason: Why.
        encrypted: Whether a password is needed to open what is restored.
        tables: What it holds.
        head: Where the journal stood.
        findings: What was found wrong with the content itself, in Chinese; the copy is true to it.
        parts: The files, in the order in which they lie in the backup.
    """

    program: str
    schema: str
    workspace_id: str
    name: str
    year: int
    made_at: dt.datetime
    reason: Reason
    encrypted: bool
    tables: tuple[TableRows, ...]
    head: Head
    findings: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Name of a table → rows."""
        return {one.table: one.rows for one in self.tables}

    def in_words(self) -> dict[str, int]:
        """What people call a row → how many, for tables that hold something people know."""
        words: dict[str, int] = {}
        for one in self.tables:
            if one.title:
                words[one.title] = words.get(one.title, 0) + one.rows
        return words


def write_manifest(manifest: Manifest) -> bytes:
    """Write a manifest as JSON."""
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "program": manifest.program,
        "schema": manifest.schema,
        "workspace": {
            "id": manifest.workspace_id,
            "name": manifest.name,
            "year": manifest.year,
        },
        "made": manifest.made_at.isoformat(timespec="seconds"),
        "reason": manifest.reason.value,
        "encrypted": manifest.encrypted,
        "tables": [
            {"table": one.table, "title": one.title, "rows": one.rows} for one in manifest.tables
        ],
        "journal": {
            "sequence": manifest.head.sequence,
            "count": manifest.head.count,
            "hash": manifest.head.hash,
        },
        "findings": list(manifest.findings),
        "parts": [
            {"name": part.name, "bytes": part.size, "sha256": part.sha256}
            for part in manifest.parts
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


class NewerFormat(ValueError):
    """The backup was written by a newer program."""


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: It is not one, or damaged.
        NewerFormat: It was written by a newer program.
    """
    try:
        plain = json.loads(content)
        if plain["format"] != FORMAT:
            raise ValueError(FORMAT)
        if int(plain["version"]) > VERSION:
            raise NewerFormat(FORMAT)
        return _read(plain)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(FORMAT) from error


def _read(plain: Mapping[str, Any]) -> Manifest:
    workspace, journal = plain["workspace"], plain["journal"]
    made_at = dt.datetime.fromisoformat(plain["made"])
    if made_at.tzinfo is None:
        raise ValueError("made")
    return Manifest(
        program=str(plain["program"]),
        schema=str(plain["schema"]),
        workspace_id=str(workspace["id"]),
        name=str(workspace["name"]),
        year=int(workspace["year"]),
        made_at=made_at,
        reason=Reason(plain["reason"]),
        encrypted=bool(plain["encrypted"]),
        tables=tuple(
            TableRows(str(one["table"]), str(one["title"]), int(one["rows"]))
            for one in plain["tables"]
        ),
        head=Head(int(journal["sequence"]), int(journal["count"]), str(journal["hash"])),
        findings=tuple(str(one) for one in plain["findings"]),
        parts=tuple(
            Part(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in plain["parts"]
        ),
    )
