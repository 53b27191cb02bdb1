"""What the tables of a backup are called, for people who ask what it holds."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.backups import TableRows
from partydesk.services.journal_words import title_of
from partydesk.services.pool_kinds import POOLS

_UNNAMED = title_of("")
#: Tables that the history never speaks of.
_MORE = {
    "actions": "操作记录",
    "stored_files": "存档文件",
    "evaluations": "考核",
    "certificates": "证书",
    "accounts": "账号",
    "closed_years": "办结的年度",
}


def titled(counts: Mapping[str, int]) -> tuple[TableRows, ...]:
    """Add to each table what people call its rows; the pools first.

    Empty for what only the program knows.
    """
    first = {kind: place for place, kind in enumerate(POOLS)}
    tables = sorted(counts, key=lambda table: (first.get(table, len(first)), table))
    return tuple(TableRows(table, _title(table), counts[table]) for table in tables)


def _title(table: str) -> str:
    found = _MORE.get(table) or title_of(table)
    return "" if found == _UNNAMED else found
