"""Where a line of Chinese text may be broken, character by character.

No line begins with closing punctuation and none ends with opening punctuation (避头尾; W3C,
Requirements for Chinese Text Layout, 3.1.4). A run of figures or Latin letters is not broken, nor
a number from the 年, 月, 日 or 号 behind it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

NOT_AT_LINE_START: Final = frozenset("、。，．；：！？）》〉〕】」』”’…—·%％℃,.;:!?)]}")
NOT_AT_LINE_END: Final = frozenset("（《〈〔【「『“‘([{￥")
#: Closing punctuation whose glyph leaves the right half of its square empty.
HALF_EMPTY: Final = frozenset("、。，；：）》〉〕】」』")
#: Opening punctuation whose glyph leaves the left half of its square empty.
_OPENING: Final = frozenset("（《〈〔【「『")
#: Between Han and Latin. Readers take a gap of a tenth for a space, so it stays below.
THIN_SPACE_EM: Final = 0.09
#: Pairs of characters whose verdict is remembered.
_PAIRS: Final = 1 << 16
_COUNTERS: Final = frozenset("年月日号天份")
_WORD_SIGNS: Final = frozenset("-_./:@#*&+'")
_FIRST_CJK: Final = "\u2e80"


def is_word(char: str) -> bool:
    """Tell letters and figures that form words from Han, punctuation and the empty string."""
    return char.isalnum() and char < _FIRST_CJK


def is_han(char: str) -> bool:
    """Tell Han characters from Latin letters, punctuation and the empty string."""
    return char.isalnum() and char >= _FIRST_CJK


@lru_cache(maxsize=_PAIRS)
def gap_em(left: str, right: str) -> float:
    """Return what stands between two characters of a line besides spreading, in em.

    A thin space parts Han from Latin. Two marks of punctuation whose empty halves meet, as in
    ``：（`` or ``）；``, move together by half an em (Requirements for Chinese Text Layout, 3.1.6).
    """
    if (is_word(left) and is_han(right)) or (is_han(left) and is_word(right)):
        return THIN_SPACE_EM
    if left in HALF_EMPTY and (right in HALF_EMPTY or right in _OPENING):
        return -0.5
    return 0.0


@lru_cache(maxsize=_PAIRS)
def in_one_word(left: str, right: str) -> bool:
    """Tell whether two neighbours belong to one word or figure, which is not spread."""
    return is_word(left) and is_word(right)


@lru_cache(maxsize=_PAIRS)
def may_break(left: str, right: str) -> bool:
    """Tell whether a line may end between two characters; an empty string stands for no text."""
    if left == "" or right == "":
        return True
    if right in NOT_AT_LINE_START or left in NOT_AT_LINE_END:
        return False
    if left.isdigit() and right in _COUNTERS:
        return False
    return not (_in_word(left) and _in_word(right))


def _in_word(char: str) -> bool:
    return is_word(char) or char in _WORD_SIGNS
