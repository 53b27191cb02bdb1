"""QR codes as black stretches of their rows (ISO/IEC 18004:2015)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import zxingcpp

#: Light modules around a symbol, on each side (ISO/IEC 18004, 6.3.8).
QUIET_ZONE: Final = 4
#: Survives dirt over about a seventh of the symbol.
_LEVEL: Final = "M"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol.

    Attributes:
        modules: Modules on a side, the quiet zone included.
        stretches: Row from below, first column and length of each black stretch.
    """

    modules: int
    stretches: tuple[tuple[int, int, int], ...]


# A document is composed once to be looked at and once to be printed.
@lru_cache(maxsize=2048)
def symbol_of(text: str) -> Symbol:
    """Make the symbol of a text, as small as it can be at its level of correction."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer of bytes, 0 for black
    rows = memoryview(image).tolist()
    stretches = []
    for number, row in enumerate(reversed(rows)):
        column = 0
        for part in bytes(row).replace(b"\xff", b" ").split(b" "):
            if part:
                stretches.append((number + QUIET_ZONE, column + QUIET_ZONE, len(part)))
            column += len(part) + 1
    return Symbol(len(rows) + 2 * QUIET_ZONE, tuple(stretches))
