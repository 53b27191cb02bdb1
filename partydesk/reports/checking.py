"""Takes values out of a parsed JSON file and notes every fault with its place.

Small on purpose: six kinds of value, unknown keys refused, messages in Chinese. A fault yields a
harmless stand-in, so that one reading finds all faults of a file.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, TypeVar

from partydesk.domain.errors import Note

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_BLACK: Final = "#000000"
Choice = TypeVar("Choice", bound=StrEnum)


class Faults:
    """Collects what is wrong with one file.

    Attributes:
        source: Name of the file, for messages.
        notes: What was found so far.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.notes: list[Note] = []

    def add(self, where: str, message: str, value: object = "", code: str = "bad_layout") -> None:
        """Note one fault at a place such as ``elements[2].size_pt``."""
        text = f"{self._before(where)}{message}"
        self.notes.append(Note(code, text, column=where, value=str(value)[:60]))

    def _before(self, where: str) -> str:
        return f"版式 {self.source}：{where} "

    def words(self, note: Note) -> str:
        """Give a note without its place, for those who see the place."""
        return note.message.removeprefix(self._before(note.column))


class Place:
    """One object of the file; remembers which keys were asked for."""

    def __init__(self, data: object, where: str, faults: Faults) -> None:
        """Look at an object; anything else is noted and read as empty."""
        self.where = where
        self.faults = faults
        self._asked: set[str] = set()
        self._data: dict[str, object] = {}
        if isinstance(data, dict):
            self._data = {str(key): value for key, value in data.items()}
        else:
            faults.add(where, "应为一个对象（花括号）", data)

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self._data

    def fault(self, key: str, message: str) -> None:
        """Note a fault of one key."""
        self.faults.add(f"{self.where}.{key}", message, self._data.get(key, ""))

    def _take(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._data:
            self.fault(key, "缺少")
            return None
        return self._data[key]

    def number(self, key: str, *, least: float, most: float, default: float | None = None) -> float:
        """Read a number within bounds."""
        if default is not None and key not in self._data:
            self._asked.add(key)
            return default
        value = self._take(key)
        if value is None and key not in self._data:
            return least
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(key, "应为数字")
            return least
        if not least <= value <= most:
            self.fault(key, f"应在 {least:g} 与 {most:g} 之间，现为 {value:g}")
            return least
        return float(value)

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty."""
        if default is not None and key not in self._data:
            self._asked.add(key)
            return default
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        if key in self._data:
            self.fault(key, "应为不空的文字")
        return ""

    def colour(self, key: str, default: str | None = None) -> str:
        """Read a colour written ``#RRGGBB``."""
        value = self.text(key, default)
        if value and not _COLOUR.fullmatch(value):
            self.fault(key, "应为 #RRGGBB 形式的颜色")
            return _BLACK
        return value or _BLACK

    def choice(self, key: str, words: type[Choice], default: Choice | None = None) -> Choice:
        """Read one word of an enumeration."""
        if default is not None and key not in self._data:
            self._asked.add(key)
            return default
        value = self._take(key)
        for word in words:
            if word.value == value:
                return word
        if key in self._data:
            self.fault(key, f"应为 {'、'.join(words)} 之一")
        return next(iter(words))

    def flag(self, key: str) -> bool:
        """Read yes or no; an absent key is no."""
        self._asked.add(key)
        value = self._data.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(key, "应为 true 或 false")
        return False

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; an absent key is an empty list."""
        self._asked.add(key)
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, "应为文字的列表")
        return ()

    def inner(self, key: str) -> Place:
        """Look at an object inside this one."""
        return Place(self._take(key), f"{self.where}.{key}", self.faults)

    def places(self, key: str) -> list[Place]:
        """Look at a list of objects, at least one."""
        value = self._take(key)
        if not isinstance(value, list) or not value:
            if key in self._data:
                self.fault(key, "应为不空的列表")
            return []
        return [
            Place(item, f"{self.where}.{key}[{number}]", self.faults)
            for number, item in enumerate(value)
        ]

    def done(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not be ignored."""
        for key in self._data:
            if key not in self._asked:
                self.fault(key, "不认识，请检查拼写")
