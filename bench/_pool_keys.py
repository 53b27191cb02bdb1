"""What is typed in the measurement of the pool pages, and the plain ways to answer it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from partydesk.domain import pinyin

KEYS = 200
_TRIGRAM = 3
_WHERE = "WHERE name LIKE ?1 OR full LIKE ?1 OR heads LIKE ?1 OR number LIKE ?2"
_SCAN = f"SELECT id, name FROM t {_WHERE} ORDER BY full LIMIT 100"  # noqa: S608 - our own words
_COUNT = f"SELECT count(*) FROM t {_WHERE}"  # noqa: S608 - likewise
_BEST = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 100"


@dataclass(frozen=True)
class Typed:
    """What stands in the search line after one key.

    Attributes:
        kind: han, pinyin, initials, mixed or number.
        text: The words.
    """

    kind: str
    text: str


def keystrokes(records: Sequence[tuple[str, str]], seed: int = 1) -> list[Typed]:
    """Draw what people type, key by key, until there are 200.

    Args:
        records: Names and numbers.
        seed: The same seed gives the same keys.
    """
    random = Random(seed)
    found: list[Typed] = []
    while len(found) < KEYS:
        name, number = random.choice(records)
        for kind, text in _words(random, name, number):
            found += [Typed(kind, text[:end]) for end in range(1, len(text) + 1)]
    return found[:KEYS]


def _words(random: Random, name: str, number: str) -> Iterator[tuple[str, str]]:
    """Give one word of each kind from a record."""
    syllables = pinyin.spellings(name)[0]
    start = random.randrange(max(1, len(syllables) - 4))
    part = syllables[start : start + 4]
    yield "han", name[start : start + 3]
    yield "pinyin", "".join(part[:2])
    yield "initials", "".join(syllable[0] for syllable in part)
    yield "mixed", part[0] + "".join(syllable[0] for syllable in part[1:])
    yield "number", number[-4:].lower()


class Floor:
    """One plain table without anything of ours, scanned with LIKE; and FTS5 over the same."""

    def __init__(self, records: Sequence[tuple[str, str]]) -> None:
        """Put names, full pinyin, initials and numbers into memory."""
        self.plain = sqlite3.connect(":memory:")
        self.plain.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name, full, heads, number)")
        self.plain.execute("CREATE VIRTUAL TABLE f USING fts5(words, tokenize='trigram')")
        rows = []
        for name, number in records:
            syllables = pinyin.spellings(name)[0]
            full, heads = "".join(syllables), "".join(s[0] for s in syllables)
            rows.append((name, full, heads, number.lower()))
        self.plain.executemany(
            "INSERT INTO t (name, full, heads, number) VALUES (?, ?, ?, ?)", rows
        )
        self.plain.executemany("INSERT INTO f (words) VALUES (?)", [(" ".join(r),) for r in rows])

    def scan(self, text: str) -> int:
        """Find by LIKE: the first hundred in the order of names, and the count of all."""
        values = (f"%{text}%", f"%{text}")
        self.plain.execute(_SCAN, values).fetchall()
        (total,) = self.plain.execute(_COUNT, values).fetchone()
        return int(total)

    def can_answer(self, text: str) -> bool:
        """Whether trigrams can find it at all: not less than three characters."""
        return len(text) >= _TRIGRAM

    def full_text(self, text: str) -> int:
        """Find by FTS5 with trigrams: the best hundred and the count."""
        if not self.can_answer(text):
            return 0
        wanted = ('"' + text + '"',)
        self.plain.execute(_BEST, wanted).fetchall()
        (total,) = self.plain.execute("SELECT count(*) FROM f WHERE f MATCH ?", wanted).fetchone()
        return int(total)
