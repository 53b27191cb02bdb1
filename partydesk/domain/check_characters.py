"""Numbers with a check character: whether it is right, and what one slip may have been meant for.

Sources: GB 11643-1999 (ISO 7064 MOD 11-2; numbers of 15 digits before it), GB 32100-2015 (modulus
31). Both schemes find every single wrong character, and give at most one right one for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul

_LENGTH = 18
_OLD_LENGTH = 15


@dataclass(frozen=True)
class Scheme:
    """A number of which the weighted sum leaves a fixed remainder.

    Attributes:
        alphabet: The characters in the order of their values.
        last: Characters that only the last place takes, valued on from the alphabet.
        weights: Weight of each place, that of the check character being 1.
        modulus: A prime, so that every weight has an inverse.
        remainder: What the sum leaves.
    """

    alphabet: str
    last: str
    weights: tuple[int, ...]
    modulus: int
    remainder: int

    @cached_property
    def _values(self) -> dict[str, int]:
        return {sign: value for value, sign in enumerate(self.alphabet + self.last)}

    @cached_property
    def _inverses(self) -> tuple[int, ...]:
        return tuple(pow(weight, -1, self.modulus) for weight in self.weights)

    @cached_property
    def is_right(self) -> Callable[[str], bool]:
        """Whether a number has the length and its check character is right.

        It is remembered: of a sheet's numbers both the reader and the search for twins ask.
        """
        return lru_cache(maxsize=65_536)(self._fits)

    def _fits(self, number: str) -> bool:
        if len(number) != _LENGTH:
            return False
        try:
            total = sum(map(mul, self.weights, map(self._values.__getitem__, number)))
        except KeyError:
            return False
        return bool(total % self.modulus == self.remainder)

    def completed(self, body: str) -> str:
        """Give the right number that begins with these 17 characters of the alphabet."""
        signs = self.alphabet + self.last
        return next(text for sign in signs if self._fits(text := body + sign))

    def repairs(self, number: str) -> frozenset[str]:
        """List the right numbers that one wrong character, or two exchanged ones, made this.

        A number that is right, or has another length, has none.
        """
        if len(number) != _LENGTH or self.is_right(number):
            return frozenset()
        strange = [place for place, sign in enumerate(number) if sign not in self._values]
        if len(strange) > 1:
            return frozenset()
        return frozenset(
            text
            for text in (*self._replaced(number, strange), *self._exchanged(number, strange))
            if text[:-1].isdigit() or self.alphabet != "0123456789"
        )

    def _replaced(self, number: str, strange: list[int]) -> Iterator[str]:
        """Give for each place the one character that makes the number right."""
        values = [self._values.get(sign, 0) for sign in number]
        total = sum(w * value for w, value in zip(self.weights, values, strict=True))
        missing = self.remainder - total
        signs = self.alphabet + self.last
        for place in strange or range(_LENGTH):
            value = (values[place] + self._inverses[place] * missing) % self.modulus
            room = len(signs) if place == _LENGTH - 1 else len(self.alphabet)
            if value < room:
                yield number[:place] + signs[value] + number[place + 1 :]

    def _exchanged(self, number: str, strange: list[int]) -> Iterator[str]:
        """Give the right numbers with two neighbours exchanged."""
        if strange:
            return
        for place in range(_LENGTH - 1):
            one, two = number[place], number[place + 1]
            text = number[:place] + two + one + number[place + 2 :]
            if one != two and self._fits(text):
                yield text


CITIZEN = Scheme("0123456789", "X", (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1), 11, 1)
CREDIT = Scheme(
    "0123456789ABCDEFGHJKLMNPQRTUWXY", "",
    (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1), 31, 0,
)  # fmt: skip


def lengthened(number: str) -> str:
    """Write a citizen number of 15 digits with 18; anything else comes back as it is.

    The century 19 goes behind the division and the check character behind the end (GB 11643-1999).
    """
    if len(number) != _OLD_LENGTH or not number.isascii() or not number.isdigit():
        return number
    return CITIZEN.completed(f"{number[:6]}19{number[6:]}")


def where_they_differ(wrong: str, right: str) -> str:
    """Say in words which places of two numbers of one length differ."""
    places = [place for place, pair in enumerate(zip(wrong, right, strict=True), 1)
              if pair[0] != pair[1]]  # fmt: skip
    if len(places) == 1:
        return f"第 {places[0]} 位"
    return f"第 {places[0]}、{places[-1]} 位"
