"""口令: which are refused and why, and how long to wait after wrong ones.

Length counts, not a mixture of signs, and what everybody tries first is refused: NIST SP 800-63B,
3.1.1.2. Nobody is made to change a password without a reason, for people then count upwards.
"""

from __future__ import annotations

import unicodedata

from partydesk.domain.errors import Reason

SHORTEST = 8
LONGEST = 128
#: So many wrong passwords are answered at once; everybody slips.
_FREE = 2
_LONGEST_WAIT_S = 300
_ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_TRIED_FIRST = frozenset(
    {
        "password", "passw0rd", "iloveyou", "woaini1314", "5201314", "1314520", "88888888",
        "66668888", "11223344", "112233", "123123123", "147258369", "1qaz2wsx", "admin123",
        "administrator", "partydesk", "dangjian", "zuzhibu", "beijing2008", "zhongguo",
    }
)  # fmt: skip


def plain(password: str) -> str:
    """Give the form a password is derived from: the same however the input method composed it."""
    return unicodedata.normalize("NFKC", password)


def faults_of(password: str, name: str) -> list[Reason]:
    """List why a password is refused; empty when it may be used.

    Args:
        password: As typed.
        name: Of the account.
    """
    word = plain(password)
    lower = word.lower()
    faults = []
    if len(word) < SHORTEST:
        faults.append(
            Reason(
                "short",
                f"口令至少 {SHORTEST} 位，现在 {len(word)} 位；可以用几个不相干的词连起来",
            )
        )
    if len(word) > LONGEST:
        faults.append(Reason("long", f"口令最多 {LONGEST} 位"))
    if word and (len(set(word)) <= 2 or _is_row(lower) or _stem(lower) in _TRIED_FIRST):  # noqa: PLR2004 - 111 and 1212 are guessed first
        faults.append(Reason("common", "这样的口令别人最先会试，请换一个不常见的"))
    if name and name.lower() in lower:
        faults.append(Reason("name", "口令里不要有账号的名字"))
    return faults


def _stem(word: str) -> str:
    """What is left without the digits and marks that people put behind a common word."""
    return word.rstrip("0123456789!@#.") or word


def _is_row(word: str) -> bool:
    """Whether it is a row of keys or of letters, forwards, backwards or repeated."""
    half = len(word) // 2
    if len(word) % 2 == 0 and word[:half] == word[half:] and half > 1:
        return _is_row(word[:half])
    return any(word in row * 3 or word in (row * 3)[::-1] for row in _ROWS)


def wait_s(failures: int) -> int:
    """Seconds to wait after so many wrong passwords one after the other: doubling, bounded."""
    beyond = failures - _FREE
    return 0 if beyond <= 0 else min(2**beyond, _LONGEST_WAIT_S)
