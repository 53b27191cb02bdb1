"""OLE compound files (MS-CFB), followed link by link before a library follows them blindly.

An .xls is a small file system: sectors linked to chains by a table. A chain that bites its own tail
makes the reading library fill the memory until the program dies, which no exception can mend; so do
lengths of gigabytes in a file of some kilobytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_HEADER: Final = 512
_END: Final = 0xFFFFFFFE
#: Numbers from here on are no sectors.
_NO_SECTOR: Final = 0xFFFFFFFA
_SHIFTS: Final = (9, 12)
_MINI_SHIFT: Final = 6
_IN_HEADER: Final = 109
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


class Compound:
    """An opened compound file."""

    def __init__(self, data: bytes) -> None:
        """Read its tables and follow every chain once.

        Raises:
            ValueError: A chain leaves the file or never ends, or a length cannot be.
        """
        self._data = data
        if len(data) < _HEADER:
            raise ValueError("no header")
        shift, mini = struct.unpack_from("<HH", data, 0x1E)
        if shift not in _SHIFTS or mini != _MINI_SHIFT:
            raise ValueError("odd sectors")
        self._size = 1 << shift
        self._sectors = (len(data) - 1) // self._size  # the header takes the place of one
        head = struct.unpack_from("<6I", data, 0x28)
        directories, tables, first, _signature, self._cutoff, first_mini = head
        minis, first_more, more = struct.unpack_from("<3I", data, 0x40)
        if max(directories, tables, minis, more) > self._sectors:
            raise ValueError("more sectors than there are")
        self._next = self._table(first_more)
        self._mini_next = _numbers(self._joined(self._chain(first_mini))) if minis else ()
        self._entries = dict(self._directory(first))
        self._prove()

    def _table(self, first_more: int) -> tuple[int, ...]:
        """Join the parts of the table of sectors."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 0x4C))
        seen: set[int] = set()
        while first_more < _NO_SECTOR:
            if first_more in seen:
                raise ValueError("a list without end")
            seen.add(first_more)
            *numbers, first_more = _numbers(self._sector(first_more))
            listed += numbers
        parts = [self._sector(number) for number in listed if number < _NO_SECTOR]
        return _numbers(b"".join(parts))

    def _sector(self, number: int) -> bytes:
        if number >= self._sectors:
            raise ValueError("a sector outside the file")
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size].ljust(self._size, b"\0")

    def _chain(self, first: int) -> Iterator[int]:
        """Follow a chain of sectors."""
        yield from _followed(first, self._next)

    def _joined(self, chain: Iterator[int]) -> bytes:
        return b"".join(map(self._sector, chain))

    def _directory(self, first: int) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Read the entries: name → sort, first sector, length."""
        content = self._joined(self._chain(first))
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", content, at + 64)
            name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<IQ", content, at + 116)
            if self._size == 1 << _SHIFTS[0]:
                size &= 0xFFFFFFFF  # what the upper half holds is not defined for short sectors
            yield f"{name}#{at}", (content[at + 66], start, size)

    def _prove(self) -> None:
        """Follow every stream's chain, and hold its length against the file's."""
        for kind, start, size in self._entries.values():
            if kind not in {_STREAM, _ROOT}:
                continue
            if size > len(self._data):
                raise ValueError("longer than the file")
            if size and kind == _STREAM and size < self._cutoff:
                for _ in _followed(start, self._mini_next):
                    pass
            elif size:
                for _ in self._chain(start):
                    pass

    def stream(self, name: str) -> bytes:
        """Give a large stream by its name; empty where there is none."""
        for listed, (kind, start, size) in self._entries.items():
            if kind == _STREAM and listed.partition("#")[0] == name:
                if size < self._cutoff:
                    return self._mini_stream(start, size)
                return self._joined(self._chain(start))[:size]
        return b""

    def _mini_stream(self, start: int, size: int) -> bytes:
        root = next((one for one in self._entries.values() if one[0] == _ROOT), None)
        if root is None:
            return b""
        whole = self._joined(self._chain(root[1]))
        length = 1 << _MINI_SHIFT
        places = _followed(start, self._mini_next)
        return b"".join(whole[at * length : (at + 1) * length] for at in places)[:size]


def _followed(first: int, links: tuple[int, ...]) -> Iterator[int]:
    """Follow links from the first on.

    Raises:
        ValueError: They leave the table, or never end.
    """
    number = first
    for _ in range(len(links) + 1):
        if number == _END:
            return
        if number >= len(links):
            raise ValueError("a chain that leaves its table")
        yield number
        number = links[number]
    raise ValueError("a chain without end")


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
