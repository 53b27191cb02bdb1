"""Invented numbers, and the words that the fictional banner is made of.

Nothing here can belong to anybody. Citizen numbers and credit codes carry the division 159999:
15 is Inner Mongolia, but no county ever had the rest, so the numbers pass every check and are
recognised by one warning (``region_unknown``). Telephone numbers lie in 138 0000 0000 to 9999.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Mapping
from functools import cache

from stdnum.cn import ric, uscc

from partydesk.domain.talents import Sex
from partydesk.resources import resource_path

#: No county of any year (GB/T 2260) has this code.
DIVISION = "159999"
#: Letters and digits of credit codes (GB 32100-2015, table 2).
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PHONES = 10_000


class Draw(random.Random):
    """Chance that gives the same for the same seed and purpose, on every machine."""

    def __init__(self, seed: int, purpose: str) -> None:
        """Begin; each purpose has a stream of its own, so that they do not disturb each other."""
        super().__init__(f"{purpose} {seed}")

    def happens(self, per_cent: float) -> bool:
        """Tell whether something happens that does so in so many cases of a hundred."""
        return self.random() * 100 < per_cent


@cache
def words(name: str) -> Mapping[str, object]:
    """Read one file of ``resources/demo``."""
    text = resource_path("demo", f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found


class Numbers:
    """Gives numbers, each only once."""

    def __init__(self, draw: Draw) -> None:
        """Begin with none given."""
        self._draw = draw
        self._given: set[str] = set()
        self._phones = 0
        self._first_phone = draw.randrange(_PHONES)

    def citizen_number(self, born: dt.date, sex: Sex) -> str:
        """Give a citizen number with a right check digit (GB 11643-1999)."""
        while True:
            order = self._draw.randrange(1, 500) * 2 - (sex is Sex.MALE)
            body = f"{DIVISION}{born:%Y%m%d}{order:03d}"
            number = body + ric.calc_check_digit(f"{body}0")
            if self._take(number):
                return number

    def credit_code(self, kind: str) -> str:
        """Give a credit code with right check characters (GB 32100-2015, GB 11714-1997).

        Args:
            kind: First two characters: the registering department and the sort of unit.
        """
        while True:
            body = "MA" + "".join(self._draw.choices(_ALPHABET, k=6))
            code = kind + DIVISION + body + _body_check(body)
            code += uscc.calc_check_digit(code)
            if self._take(code):
                return code

    def phone(self) -> str:
        """Give the next telephone number; after ten thousand they begin again."""
        # 7919 is prime to 10,000: neighbours in the list get numbers far apart, none twice.
        number = (self._first_phone + 7919 * self._phones) % _PHONES
        self._phones += 1
        return f"1380000{number:04d}"

    def _take(self, number: str) -> bool:
        """Remember a number; False if it was given before."""
        if number in self._given:
            return False
        self._given.add(number)
        return True


def _body_check(body: str) -> str:
    """Check character of an organisation's code (GB 11714-1997)."""
    total = sum(int(c, 36) * w for c, w in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def years_ago(text: str, year: int) -> str:
    """Write a date given as years before the demonstration's year.

    Args:
        text: Years, and behind a space month or month and day: ``60 07-07``, ``34``.
        year: The demonstration's year.

    Returns:
        Such as ``1966-07-07`` or ``1992``.
    """
    years, _, rest = text.partition(" ")
    return f"{year - int(years)}-{rest}" if rest else str(year - int(years))
