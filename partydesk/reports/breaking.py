"""Where a line of Chinese text may be broken, character by character.

No line begins with closing punctuation and none ends with opening punctuation (避头尾; W3C,
Requirements for Chinese Text Layout, 3.1.4). A run of figures or Latin letters is not broken, nor
a number from the 年, 月, 日 or 号 behind it.
"""

from __future__ import annotations

from typing import Final

NOT_AT_LINE_START: Final = frozenset("、。，．；：！？）》〉〕】」』”’…—·%％℃,.;:!?)]}")
NOT_AT_LINE_END: Final = frozenset("（《〈〔【「『“‘([{￥")
#: Closing punctuation whose glyph leaves the right half of its square empty.
HALF_EMPTY: Final = frozenset("、。，；：）》〉〕】」』")
_COUNTERS: Final = frozenset("年月日号天份")
_WORD_SIGNS: Final = frozenset("-_./:@#*&+'")
_FIRST_CJK: Final = "\u2e80"


def is_word(char: str) -> bool:
    """Tell letters and figures that form words from Han, punctuation and the empty string."""
    return char.isalnum() and char < _FIRST_CJK


def is_han(char: str) -> bool:
    """Tell Han characters from Latin letters, punctuation and the empty string."""
    return char.isalnum() and char >= _FIRST_CJK


def need_gap(left: str, right: str) -> bool:
    """Tell whether a thin space parts two characters: Han on one side, Latin on the other."""
    return (is_word(left) and is_han(right)) or (is_han(left) and is_word(right))


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
