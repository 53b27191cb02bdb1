"""How a word is found by its pinyin: full spelling, initials, and the order of names."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.contrib.tone_convert import to_normal

#: So many spellings of one word are kept at most; names with more readings are hardly real.
_VARIANTS = 8
#: Readings that a character has only as a surname (GB/T 28039 lists surnames; 《现代汉语词典》).
_SURNAMES = {
    "仇": "qiu", "朴": "piao", "单": "shan", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou",
    "任": "ren", "尉": "wei", "盖": "ge", "覃": "qin", "乐": "yue", "缪": "miao", "员": "yun",
    "种": "chong", "秘": "bi", "冼": "xian", "洗": "xian", "折": "she", "黑": "he", "华": "hua",
    "召": "shao", "应": "ying", "宁": "ning", "燕": "yan", "教": "jiao", "牟": "mu", "翟": "zhai",
    "葛": "ge", "车": "che", "卜": "bu", "尹": "yin", "那": "na", "佴": "nai", "祭": "zhai",
    "谌": "chen", "隗": "wei", "晟": "cheng", "繁": "po", "逄": "pang", "郗": "xi",
}  # fmt: skip
_COMPOUND_SURNAMES = {
    "长孙": ("zhang", "sun"),
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
}


@lru_cache(maxsize=65536)
def _readings(character: str) -> tuple[str, ...]:
    """Every reading of one character without tones, the commonest first."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    if not found:
        return (character.lower(),) if character.isascii() and character.isalnum() else ()
    unique = dict.fromkeys(to_normal(reading) for reading in found[0])
    extra = _SURNAMES.get(character)
    if extra:
        unique[extra] = None
    return tuple(unique)


def _syllables(text: str) -> list[str]:
    """The likeliest spelling of a text, one syllable (or one Latin run's letter) each."""
    return [
        piece.lower()
        # The stubs know only a text for ``errors``; a list gives one piece for each letter.
        for piece in lazy_pinyin(text, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
        if piece.isalnum()
    ]


def spellings(text: str) -> tuple[tuple[str, ...], ...]:
    """List the ways a word may be spelled, likeliest first.

    The likeliest reading comes from whole words (重庆 chong qing). After it comes the reading as a
    surname, then each other reading of one character at a time from the first on, then their
    combinations, up to a small number in all: 曾 is found by zeng and by ceng, and 单 in 单行乐 by
    shan although the given name alone has more readings than are kept.

    Returns:
        Tuples of syllables in small letters.
    """
    first = tuple(_syllables(text))
    variants = dict.fromkeys([first])
    compound = _COMPOUND_SURNAMES.get(text[:2])
    if compound:
        variants[(*compound, *_syllables(text[2:]))] = None
    readings = [_readings(character) for character in text if _readings(character)]
    if len(readings) == len(first):
        if text[:1] in _SURNAMES:
            variants[_SURNAMES[text[0]], *first[1:]] = None
        for place, several in enumerate(readings):
            variants.update({(*first[:place], one, *first[place + 1 :]): None for one in several})
    variants.update(dict.fromkeys(islice(product(*readings), _VARIANTS)))
    return tuple(islice(variants, _VARIANTS))


def spelled(text: str) -> str:
    """Write the spellings for the search index: each syllable begins with a capital.

    ``敖汉`` gives ``AoHan``; several spellings stand on lines of their own.
    """
    return "\n".join("".join(s.capitalize() for s in spelling) for spelling in spellings(text))


def initials(text: str) -> str:
    """Write the initials of each spelling, one spelling a line: ``敖汉`` gives ``ah``."""
    lines = dict.fromkeys("".join(s[0] for s in spelling) for spelling in spellings(text))
    return "\n".join(lines)


def sort_key(text: str, *, person: bool = False) -> str:
    """Give the key by which names are put in order: syllable by syllable, Latin first.

    Args:
        text: The name.
        person: Whether it is a person's, whose first character is read as a surname (曾 zeng).
    """
    syllables = _syllables(text)
    if person and syllables and text[:2] in _COMPOUND_SURNAMES:
        syllables[:2] = _COMPOUND_SURNAMES[text[:2]]
    elif person and syllables and text[0] in _SURNAMES:
        syllables[0] = _SURNAMES[text[0]]
    return " ".join(syllables)


def matches(query: str, word: str) -> bool:
    """Whether a word is meant by what was typed: part of it, its pinyin or its initials."""
    wanted = query.strip().lower().replace(" ", "")
    if not wanted or wanted in word.lower():
        return True
    if not wanted.isascii():
        return False
    return wanted in initials(word) or begins_at_syllable(spelled(word), wanted)


def begins_at_syllable(spelling: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in a spelling from the beginning of a syllable on.

    Args:
        spelling: As :func:`spelled` writes it.
        wanted: Small letters.
    """
    low = spelling.lower()
    place = low.find(wanted)
    while place >= 0:
        if spelling[place].isupper() or spelling[place].isdigit():
            return True
        place = low.find(wanted, place + 1)
    return False
