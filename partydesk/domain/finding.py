"""What was typed into a search line, and which characters of a name it stands for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from partydesk.domain.pinyin import find_in, readings_of

#: Places in a text: number of the first character, number of the one behind the last.
Marks = tuple[tuple[int, int], ...]
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


def folded(text: str) -> str:
    """Give one form to what is typed and what is stored: （ and (, Ａ and a are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def terms_of(text: str) -> tuple[str, ...]:
    """Split what was typed into the words that must all match."""
    return tuple(folded(text).split())


def runs_of(term: str) -> tuple[str, ...]:
    """Split a word of Han and letters into its parts: ``曾xp`` gives ``曾`` and ``xp``.

    Words with signs in them are not split; they mean themselves.
    """
    return tuple(_RUNS.findall(term)) if term.isalnum() else (term,)


@lru_cache(maxsize=4096)
def marks_of(label: str, text: str, *, person: bool = False) -> Marks:
    """Tell which characters of a name what was typed stands for.

    Args:
        label: The name.
        text: What was typed.
        person: Whether the name is a person's, whose surname has readings of its own.

    Returns:
        Places in order, not overlapping; empty where the record was found by something else.
    """
    plain = folded(label)
    if len(plain) != len(label):  # a ligature; the places would be off
        plain = label.lower()
    places = {
        place
        for term in terms_of(text)
        for begin, end in _places_of(label, plain, term, person=person)
        for place in range(begin, end)
    }
    return _joined(sorted(places))


def _places_of(label: str, plain: str, term: str, *, person: bool) -> list[tuple[int, int]]:
    """Find one word in a name: as it stands, else by pinyin, else part by part."""
    at = plain.find(term)
    if at >= 0:
        return [(at, at + len(term))]
    if not term.isalnum():
        return []
    found = find_in(label, readings_of(label, person=person), term)
    if found is not None:
        return [found]
    runs = runs_of(term)
    if len(runs) == 1:
        return []
    return [place for run in runs for place in _places_of(label, plain, run, person=person)]


def _joined(places: list[int]) -> Marks:
    """Join neighbouring places."""
    marks: list[tuple[int, int]] = []
    for place in places:
        if marks and marks[-1][1] == place:
            marks[-1] = (marks[-1][0], place + 1)
        else:
            marks.append((place, place + 1))
    return tuple(marks)
