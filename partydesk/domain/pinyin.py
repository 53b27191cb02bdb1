"""How a word is found by its pinyin: full spelling, initials, both mixed, and the order of names.

Every character of a word has a few accepted readings (:func:`readings_of`). What was typed fits if
it can be cut into pieces that follow the characters one by one: a whole syllable, its first letter
(or zh, ch, sh), or the character itself; of the last syllable any beginning will do. So 曾小平 is
found by zengxiaoping, zxp, zengxp, xiaop and 曾xp, and 敖汉惠丰 by hf and hanhui.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import compress, count, islice, product
from operator import add

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from partydesk.domain.surnames import COMPOUND_SURNAMES, DOUBTFUL, SURNAMES

#: Readings of each character of a word; empty for what has none (dots, brackets).
Readings = tuple[tuple[str, ...], ...]
#: So many spellings of one word stand in the search index at most.
_VARIANTS = 6
#: So many ways of cutting what was typed into pieces are tried.
_CUTS = 8
#: Longer phrases of the dictionary are proverbs, which no name holds.
_PHRASE_LENGTHS = (4, 3, 2)
_DIGRAPHS = ("zh", "ch", "sh")
_INITIALS = frozenset((*"bpmfdtnlgkhjqxrzcsywaoe", *_DIGRAPHS))
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:a|ai|an|ang|ao|e|ei|en|eng|i|ia|ian|iang|iao|ie|in|ing"
    r"|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve)?"
    r"|a|ai|an|ang|ao|e|ei|en|er|o|ou|[0-9]"
)
_LONGEST_SYLLABLE = 6


@cache
def _capital(syllable: str) -> str:
    """Write a syllable with a capital; there are some four hundred."""
    return syllable[0].upper() + syllable[1:]


@lru_cache(maxsize=65536)
def _reading(character: str) -> str:
    """The commonest reading of one character; letters and digits are read as themselves."""
    found = pinyin_dict.get(ord(character))
    if found:
        return to_normal(found.partition(",")[0])
    return character.lower() if character.isalnum() else ""


@lru_cache(maxsize=16384)
def _phrase(phrase: str) -> tuple[str, ...]:
    """The readings of the characters of a phrase of the dictionary."""
    return tuple(to_normal(several[0]) for several in phrases_dict[phrase])


@cache
def _heads() -> dict[str, list[int]]:
    """The first two characters of phrases → their lengths, longest first; most pairs begin none."""
    heads: dict[str, list[int]] = {}
    for length in _PHRASE_LENGTHS:
        for head in {phrase[:2] for phrase in phrases_dict if len(phrase) == length}:
            heads.setdefault(head, []).append(length)
    return heads


@lru_cache(maxsize=4096)
def _likeliest(text: str) -> tuple[str, ...]:
    """The likeliest reading of each character; phrases (重庆, 银行) before single characters."""
    found = list(map(_reading, text))
    heads, end = _heads(), 0
    for place in compress(count(), map(heads.__contains__, map(add, text, text[1:]))):
        if place < end:
            continue  # stands within the phrase before
        for length in heads[text[place : place + 2]]:
            phrase = text[place : place + length]
            if phrase in phrases_dict:
                end = place + len(phrase)
                found[place:end] = _phrase(phrase)
                break
    return tuple(found)


def readings_of(text: str, *, person: bool = False) -> Readings:
    """List the accepted readings of each character, the likeliest first.

    Args:
        text: The word.
        person: Whether it is a person's name: then the leading surname, of one character or two, is
            read as a surname, and as it is read elsewhere; the given name is never read as one.

    Returns:
        One tuple for each character of ``text``; empty where there is nothing to read.
    """
    surname = _surname(text) if person else ()
    given = text[len(surname) :]
    rest = [(one,) if one else () for one in _likeliest(given)]
    for place, character in enumerate(given):
        if character in DOUBTFUL:
            rest[place] = tuple(dict.fromkeys((*rest[place], *DOUBTFUL[character])))
    return (*surname, *rest)


def _surname(name: str) -> Readings:
    """The accepted readings of the leading surname; () for one that is read as elsewhere."""
    alone = SURNAMES.get(name[:1], ())
    compound = COMPOUND_SURNAMES.get(name[:2])
    if compound is None:
        return (alone,) if alone else ()
    plain = (*alone, _reading(name[0])), (_reading(name[1]),)
    return tuple(
        tuple(dict.fromkeys((one, *others))) for one, others in zip(compound, plain, strict=True)
    )


def spellings(text: str, *, person: bool = False) -> tuple[tuple[str, ...], ...]:
    """List the ways a word may be spelled, likeliest first, up to a small number.

    After the likeliest come those with another reading of one character, from the first character
    on, then their combinations: 曾 is found by zeng and by ceng whatever follows.

    Returns:
        Tuples of syllables in small letters.
    """
    if not person and DOUBTFUL.keys().isdisjoint(text):
        return (tuple(filter(None, _likeliest(text))),)  # as most names of units are read
    readings = [several for several in readings_of(text, person=person) if several]
    first = tuple([several[0] for several in readings])
    if len(readings) == sum(map(len, readings)):
        return (first,)
    variants = dict.fromkeys([first])
    for place, several in enumerate(readings):
        variants.update({(*first[:place], one, *first[place + 1 :]): None for one in several[1:]})
    variants.update(dict.fromkeys(islice(product(*readings), _VARIANTS)))
    return tuple(islice(variants, _VARIANTS))


def spelled(text: str, *, person: bool = False) -> str:
    """Write the spellings for the search index: each syllable begins with a capital.

    ``敖汉`` gives ``AoHan``; several spellings stand on lines of their own.
    """
    return written(spellings(text, person=person))


def initials(text: str, *, person: bool = False) -> str:
    """Write the initials of each spelling, one spelling a line: ``敖汉`` gives ``ah``."""
    return written_initials(spellings(text, person=person))


def written(found: Sequence[Sequence[str]]) -> str:
    """Write spellings as :func:`spelled` does."""
    return "\n".join(["".join(map(_capital, spelling)) for spelling in found])


def written_initials(found: Sequence[Sequence[str]]) -> str:
    """Write the initials of spellings as :func:`initials` does."""
    lines = dict.fromkeys("".join([s[0] for s in spelling]) for spelling in found)
    return "\n".join(lines)


def sort_key(text: str, *, person: bool = False) -> str:
    """Give the key by which names are put in order: syllable by syllable, Latin first.

    Args:
        text: The name.
        person: Whether it is a person's, whose first character is read as a surname (曾 zeng).
    """
    return " ".join([several[0] for several in readings_of(text, person=person) if several])


def matches(query: str, word: str) -> bool:
    """Whether a word is meant by what was typed: part of it, its pinyin, its initials, or mixed.

    The word may be a person's name or not.
    """
    wanted = query.strip().lower().replace(" ", "")
    if not wanted or wanted in word.lower():
        return True
    return any(
        find_in(word, readings, wanted) is not None
        for readings in {_plain_readings(word), _name_readings(word)}
    )


@lru_cache(maxsize=8192)
def _plain_readings(word: str) -> Readings:
    """Readings of a word that is no person's name, kept for lists that are matched key by key."""
    return readings_of(word)


@lru_cache(maxsize=8192)
def _name_readings(word: str) -> Readings:
    """Readings of a word as a person's name, kept likewise."""
    return readings_of(word, person=True)


def find_in(word: str, readings: Readings, wanted: str) -> tuple[int, int] | None:
    """Find the first place where what was typed fits.

    Args:
        word: The word.
        readings: As :func:`readings_of` gives them.
        wanted: Han and small letters, no spaces.

    Returns:
        Numbers of the first character and of the one behind the last; None if it fits nowhere.
    """
    places = [place for place, several in enumerate(readings) if several]
    for start in range(len(places)):
        end = _follow(word, readings, places, start, wanted)
        if end is not None:
            return places[start], end
    return None


def _follow(
    word: str, readings: Readings, places: Sequence[int], at: int, wanted: str
) -> int | None:
    """Follow the characters from ``places[at]`` on; the end of what fits, None if it does not."""
    if at == len(places):
        return None
    place = places[at]
    for length in _pieces(word[place], readings[place], wanted):
        if length == len(wanted):
            return place + 1
        end = _follow(word, readings, places, at + 1, wanted[length:])
        if end is not None:
            return end
    return None


def _pieces(character: str, readings: Sequence[str], wanted: str) -> Iterator[int]:
    """Lengths of the beginnings of ``wanted`` that stand for one character, the longest first."""
    if wanted[0] == character.lower():
        yield 1
    for reading in readings:
        if reading.startswith(wanted):  # the last piece may be any beginning
            yield len(wanted)
        elif wanted.startswith(reading):
            yield len(reading)
    if not wanted.isascii() or len(wanted) > 1:
        heads = {reading[:2] for reading in readings}
        if wanted[:2] in heads and wanted[:2] in _DIGRAPHS:
            yield 2
        if wanted[0] in {head[:1] for head in heads}:
            yield 1


def cuts_of(wanted: str) -> tuple[tuple[str, ...], ...]:
    """Cut letters into syllables and initials in every likely way, few pieces first.

    ``zengxp`` gives ``zeng x p``, ``zen g x p`` and so on. What is all initials, or syllables
    with nothing left out between them, is no mixture and is not among them.

    Args:
        wanted: Small letters and digits.
    """
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[str, ...]] = [()]
    while waiting and len(found) < _CUTS:
        done = [pieces for pieces in waiting if sum(map(len, pieces)) == len(wanted)]
        found += [pieces for pieces in done if _is_mixture(pieces)]
        waiting = [
            (*pieces, piece)
            for pieces in waiting
            if pieces not in done
            for piece in _next_pieces(wanted[sum(map(len, pieces)) :])
        ]
    return tuple(found[:_CUTS])


def all_cuts(wanted: str) -> bool:
    """Whether :func:`cuts_of` gives every way to cut what was typed."""
    return len(cuts_of(wanted)) < _CUTS


def _next_pieces(rest: str) -> Iterator[str]:
    """Syllables and initials that letters may begin with, the longest first."""
    for length in range(min(len(rest), _LONGEST_SYLLABLE), 0, -1):
        if _SYLLABLE.fullmatch(rest, 0, length):
            yield rest[:length]


def _is_mixture(pieces: Sequence[str]) -> bool:
    """Whether syllables and initials stand side by side, something left out between them."""
    return any(map(_is_initial, pieces[:-1])) and any(len(piece) > 1 for piece in pieces)


def _is_initial(piece: str) -> bool:
    """Whether a piece stands for the beginning of a syllable."""
    return piece in _INITIALS


@lru_cache(maxsize=256)
def _mixtures(wanted: str) -> re.Pattern[str]:
    """What the mixtures of :func:`cuts_of` look like in a spelling."""
    ways = []
    for *before, last in cuts_of(wanted):
        # A whole syllable is followed by the next one's capital; behind an initial comes its rest.
        heads = [p.capitalize() + ("[a-z]*" if _is_initial(p) else "") for p in before]
        ways.append("".join(heads) + last.capitalize())
    return re.compile("|".join(ways) if ways else "(?!)")


def fits_spelling(spelling: str, wanted: str) -> int:
    """Tell where a spelling fits a mixture of syllables and initials; for the search index.

    Args:
        spelling: As :func:`spelled` writes it, each line after a line break.
        wanted: Small letters and digits.

    Returns:
        2 from the first syllable on, 1 further on, 0 nowhere.
    """
    places = [found.start() for found in _mixtures(wanted).finditer(spelling)]
    if not places:
        return 0
    return 2 if any(spelling[place - 1 : place] == "\n" for place in places) else 1
